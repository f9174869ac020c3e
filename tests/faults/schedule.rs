//! The generator: operation x fault x phase x seed, each to one script. The seed alone says everything, so that one
//! schedule can be run again by its seed.

use std::fmt;

use fastrand::Rng;

use crate::http::Framing;
use crate::op::Op;
use crate::script::{
    Carriage, Clock, Colleague, Commit, LATEST, Line, Moment, Nature, OnReads, OnWrite, Phase, ReadHarm,
    SPOILT_READINGS, Script, Spoil, Target, Words,
};

/// A fault by name. What it means in detail, its seed says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    Nothing,
    Delay,
    Dribble,
    Interim,
    Twice,
    Line(Line),
    Close,
    Reset,
    ResetAfter,
    Silence,
    Late,
    Redirect,
    Status(u16),
    Forbidden,
    RefusalCut,
    RetryAfter,
    ServerError,
    Spoilt(Spoil),
    Stale,
    Html,
    NotJson,
    OtherUser,
    Unauthorized,
    PagesOnly,
    ForEver,
    ColleagueBefore,
    ColleagueAfter,
    ColleagueLater,
    ColleagueInstead,
}

impl std::hash::Hash for Line {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        format!("{self:?}").hash(state);
    }
}

impl std::hash::Hash for Spoil {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (*self as u8).hash(state);
    }
}

/// Which fault goes with which phase.
pub const CASES: &[(Phase, Fault)] = &[
    (Phase::Before, Fault::Nothing),
    (Phase::Before, Fault::Delay),
    (Phase::Before, Fault::Close),
    (Phase::Before, Fault::Reset),
    (Phase::Before, Fault::Silence),
    (Phase::Before, Fault::Redirect),
    (Phase::Before, Fault::ServerError),
    (Phase::Before, Fault::Unauthorized),
    (Phase::Before, Fault::Status(403)),
    (Phase::Before, Fault::Stale),
    (Phase::Before, Fault::Html),
    (Phase::Before, Fault::NotJson),
    (Phase::Before, Fault::OtherUser),
    (Phase::Before, Fault::PagesOnly),
    (Phase::Before, Fault::ForEver),
    (Phase::Connecting, Fault::Line(Line::Refused)),
    (Phase::Connecting, Fault::Line(Line::Full)),
    (Phase::Connecting, Fault::Line(Line::CloseUnread)),
    (Phase::Connecting, Fault::Line(Line::ResetUnread)),
    (Phase::Connecting, Fault::Line(Line::HandshakeCut(false))),
    (Phase::Connecting, Fault::Line(Line::HandshakeCut(true))),
    (Phase::Connecting, Fault::Line(Line::OtherName)),
    (Phase::Connecting, Fault::Line(Line::Expired)),
    (Phase::Connecting, Fault::Line(Line::Stranger)),
    (Phase::Sending, Fault::Close),
    (Phase::Sending, Fault::Reset),
    (Phase::Sending, Fault::Silence),
    (Phase::Sending, Fault::Redirect),
    (Phase::Sending, Fault::Status(400)),
    (Phase::Sending, Fault::Status(401)),
    (Phase::Sending, Fault::Forbidden),
    (Phase::Sending, Fault::Status(404)),
    (Phase::Sending, Fault::Status(408)),
    (Phase::Sending, Fault::Status(409)),
    (Phase::Sending, Fault::Status(412)),
    (Phase::Sending, Fault::Status(422)),
    (Phase::Sending, Fault::RetryAfter),
    (Phase::Sending, Fault::ServerError),
    (Phase::Sending, Fault::RefusalCut),
    (Phase::Sending, Fault::Spoilt(Spoil::Html)),
    (Phase::Sending, Fault::Spoilt(Spoil::HtmlAsJson)),
    (Phase::Sending, Fault::Spoilt(Spoil::NotJson)),
    (Phase::Sending, Fault::Spoilt(Spoil::NoOwner)),
    (Phase::Sending, Fault::Spoilt(Spoil::Errors)),
    (Phase::Sending, Fault::Spoilt(Spoil::OtherUser)),
    (Phase::Sending, Fault::Spoilt(Spoil::Oversized)),
    (Phase::Sending, Fault::Spoilt(Spoil::Empty)),
    (Phase::Sending, Fault::Spoilt(Spoil::Accepted202)),
    (Phase::Sending, Fault::Spoilt(Spoil::Garbage)),
    (Phase::Sending, Fault::ColleagueBefore),
    (Phase::Sending, Fault::ColleagueInstead),
    (Phase::Answering, Fault::Nothing),
    (Phase::Answering, Fault::Delay),
    (Phase::Answering, Fault::Dribble),
    (Phase::Answering, Fault::Interim),
    (Phase::Answering, Fault::Twice),
    (Phase::Answering, Fault::Close),
    (Phase::Answering, Fault::Reset),
    (Phase::Answering, Fault::ResetAfter),
    (Phase::Answering, Fault::Silence),
    (Phase::Answering, Fault::Late),
    (Phase::Answering, Fault::Status(408)),
    (Phase::Answering, Fault::ServerError),
    (Phase::Answering, Fault::Spoilt(Spoil::Html)),
    (Phase::Answering, Fault::Spoilt(Spoil::HtmlAsJson)),
    (Phase::Answering, Fault::Spoilt(Spoil::NotJson)),
    (Phase::Answering, Fault::Spoilt(Spoil::CutJson)),
    (Phase::Answering, Fault::Spoilt(Spoil::DuplicateKey)),
    (Phase::Answering, Fault::Spoilt(Spoil::WrongType)),
    (Phase::Answering, Fault::Spoilt(Spoil::OtherUser)),
    (Phase::Answering, Fault::Spoilt(Spoil::OtherCredential)),
    (Phase::Answering, Fault::Spoilt(Spoil::NoOwner)),
    (Phase::Answering, Fault::Spoilt(Spoil::Errors)),
    (Phase::Answering, Fault::Spoilt(Spoil::Oversized)),
    (Phase::Answering, Fault::Spoilt(Spoil::Empty)),
    (Phase::Answering, Fault::Spoilt(Spoil::NoContent)),
    (Phase::Answering, Fault::Spoilt(Spoil::Accepted202)),
    (Phase::Answering, Fault::Spoilt(Spoil::Garbage)),
    (Phase::Answering, Fault::ColleagueBefore),
    (Phase::Answering, Fault::ColleagueAfter),
    (Phase::Answering, Fault::ColleagueLater),
    (Phase::Settling, Fault::Nothing),
    (Phase::Settling, Fault::Delay),
    (Phase::Settling, Fault::Close),
    (Phase::Settling, Fault::Reset),
    (Phase::Settling, Fault::Silence),
    (Phase::Settling, Fault::Redirect),
    (Phase::Settling, Fault::ServerError),
    (Phase::Settling, Fault::Unauthorized),
    (Phase::Settling, Fault::Stale),
    (Phase::Settling, Fault::Html),
    (Phase::Settling, Fault::NotJson),
    (Phase::Settling, Fault::OtherUser),
    (Phase::Settling, Fault::PagesOnly),
    (Phase::Settling, Fault::ForEver),
    (Phase::Settling, Fault::Line(Line::Refused)),
    (Phase::Settling, Fault::Line(Line::CloseUnread)),
    (Phase::Settling, Fault::ColleagueAfter),
    (Phase::Settling, Fault::ColleagueLater),
];

/// One schedule.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    pub seed: u64,
    pub op: Op,
    pub phase: Phase,
    pub fault: Fault,
    pub script: Script,
}

impl Schedule {
    /// The schedule of a seed. Seeds from 0 on go through every operation with every case, and then again with other
    /// details.
    pub fn of(seed: u64) -> Self {
        let pairs = (Op::ALL.len() * CASES.len()) as u64;
        let at = usize::try_from(seed % pairs).unwrap();
        let op = Op::ALL[at % Op::ALL.len()];
        let (phase, fault) = CASES[at / Op::ALL.len()];
        // The generator gives near seeds near first numbers, so they are spread.
        let mut rng = Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self { seed, op, phase, fault, script: script(phase, fault, &mut rng) }
    }

    /// The seeds that the environment asks for: `CREDESK_FAULT=seed` runs one, `CREDESK_FAULTS=n` so many; else `usual`.
    pub fn range_asked_for(usual: u64) -> (u64, u64) {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().unwrap());
        match number("CREDESK_FAULT") {
            Some(seed) => (seed, seed + 1),
            None => (0, number("CREDESK_FAULTS").unwrap_or(usual)),
        }
    }

    /// The same, as schedules.
    pub fn asked_for(usual: u64) -> impl Iterator<Item = Self> {
        let (first, end) = Self::range_asked_for(usual);
        (first..end).map(Self::of)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CREDESK_FAULT={}: {} {:?} {:?}: {}", self.seed, self.op, self.phase, self.fault, self.script)
    }
}

fn script(phase: Phase, fault: Fault, rng: &mut Rng) -> Script {
    let size = rng.usize(1..200);
    let healthy = OnWrite {
        commit: Commit::AtOnce,
        words: Words::True,
        carriage: Carriage::Whole,
        framing: rng.choice([Framing::Length, Framing::Chunked(size), Framing::UntilClose]).unwrap(),
    };
    let mut script = Script {
        nature: nature(rng),
        before: None,
        sending: Line::Open,
        write: healthy,
        after: None,
        settling: None,
        colleague: None,
    };
    match (phase, fault) {
        (Phase::Before, fault) => script.before = on_reads(fault, rng),
        (Phase::Connecting, Fault::Line(line)) => {
            script.sending = line;
            script.nature.tls = line.needs_tls() || rng.bool();
        }
        (Phase::Connecting, other) => unreachable!("{other:?} is no line"),
        (Phase::Sending, fault) => not_carried_out(&mut script, fault, rng),
        (Phase::Answering, fault) => carried_out(&mut script, fault, rng),
        (Phase::Settling, fault) => settling(&mut script, fault, rng),
    }
    script
}

fn nature(rng: &mut Rng) -> Nature {
    let hour = rng.choice([3600, -3600]).unwrap();
    Nature {
        clock: match rng.u8(0..10) {
            0 => Clock::Wrong(hour),
            1 => Clock::GatewayWrong(hour),
            2 => Clock::NoDate,
            _ => Clock::Right,
        },
        version_step: rng.choice([1, 1, 2, 5]).unwrap(),
        list_has_count: rng.u8(0..4) > 0,
        exposed: rng.bool(),
        tls: rng.u8(0..8) == 0,
    }
}

/// Somewhere in an answer: its first byte, its head, its body.
fn byte(rng: &mut Rng) -> u32 {
    match rng.u8(0..4) {
        0 => 0,
        1 => rng.u32(1..40),
        _ => rng.u32(..),
    }
}

/// The answer is lost, in one way or another.
fn lost(rng: &mut Rng) -> Carriage {
    let byte = byte(rng);
    rng.choice([Carriage::CloseAt(byte), Carriage::ResetAt(byte)]).unwrap()
}

fn server_error(rng: &mut Rng) -> u16 {
    rng.u16(500..=504)
}

fn redirect(rng: &mut Rng) -> u16 {
    rng.choice([301, 302, 303, 307, 308]).unwrap()
}

fn on_reads(fault: Fault, rng: &mut Rng) -> Option<OnReads> {
    let harm = match fault {
        Fault::Nothing => return None,
        Fault::Delay => ReadHarm::Delay(rng.u32(1..=3)),
        Fault::Close => ReadHarm::CloseAt(byte(rng)),
        Fault::Reset => ReadHarm::ResetAt(byte(rng)),
        Fault::Silence => ReadHarm::SilentAt(byte(rng)),
        Fault::Redirect => ReadHarm::Redirect(redirect(rng)),
        Fault::Unauthorized => ReadHarm::Status(401),
        Fault::Status(status) => ReadHarm::Status(status),
        Fault::Stale => ReadHarm::Stale,
        Fault::Html => ReadHarm::Html,
        Fault::NotJson => ReadHarm::NotJson,
        Fault::OtherUser => ReadHarm::OtherUser,
        _ => {
            let error = server_error(rng);
            ReadHarm::Status(rng.choice([429, 408, error, error]).unwrap())
        }
    };
    let target = match fault {
        Fault::PagesOnly => Target::Pages,
        Fault::ForEver => Target::Both,
        _ => rng.choice([Target::Both, Target::List]).unwrap(),
    };
    let lasting = matches!(fault, Fault::ForEver | Fault::PagesOnly);
    let times = (!lasting).then(|| rng.u32(1..=SPOILT_READINGS));
    Some(OnReads { target, spare: u32::from(rng.u8(0..4) == 0), times, harm })
}

fn forbidden(rng: &mut Rng) -> &'static str {
    let kinds = [
        "Maximum reset count exceeded",
        "Dataroom permission denied",
        "Permission denied: AccessControl.CredentialModify is required",
        "Credential not in validity period",
    ];
    rng.choice(kinds).unwrap()
}

fn not_carried_out(script: &mut Script, fault: Fault, rng: &mut Rng) {
    let write = &mut script.write;
    write.commit = Commit::Never;
    match fault {
        Fault::Close => write.carriage = Carriage::CloseAt(0),
        Fault::Reset => write.carriage = Carriage::ResetAt(0),
        Fault::Silence => write.carriage = Carriage::SilentAt(0),
        Fault::Redirect => write.words = Words::Redirect(redirect(rng)),
        Fault::Status(status) => write.words = Words::Status(status, "not so"),
        Fault::Forbidden => write.words = Words::Status(403, forbidden(rng)),
        Fault::RetryAfter => write.words = Words::RetryAfter(rng.choice([0, 1, 99_999_999]).unwrap()),
        Fault::ServerError => write.words = Words::Status(server_error(rng), "it failed"),
        Fault::RefusalCut => {
            write.words = Words::Status(rng.choice([401, 403, 404, 409, 422, 429]).unwrap(), forbidden(rng));
            write.carriage = lost(rng);
        }
        Fault::Spoilt(spoil) => write.words = Words::Spoilt(spoil),
        Fault::ColleagueBefore => {
            script.colleague = Some(colleague(fault, rng));
            write.carriage = Carriage::CloseAt(0);
        }
        Fault::ColleagueInstead => {
            let fault = rng.choice([Fault::ColleagueAfter, Fault::ColleagueLater]).unwrap();
            script.colleague = Some(colleague(fault, rng));
            write.carriage = Carriage::CloseAt(0);
        }
        other => unreachable!("{other:?} does not go with a write that is not carried out"),
    }
}

fn carried_out(script: &mut Script, fault: Fault, rng: &mut Rng) {
    let write = &mut script.write;
    match fault {
        Fault::Nothing => {}
        Fault::Delay => write.carriage = Carriage::After(rng.u32(1..=3)),
        Fault::Dribble => write.carriage = Carriage::Dribble,
        Fault::Interim => write.carriage = Carriage::Interim,
        Fault::Twice => write.carriage = Carriage::Twice,
        Fault::Close => write.carriage = Carriage::CloseAt(byte(rng)),
        Fault::Reset => write.carriage = Carriage::ResetAt(byte(rng)),
        Fault::ResetAfter => write.carriage = Carriage::ResetAfter,
        Fault::Silence => write.carriage = Carriage::SilentAt(byte(rng)),
        Fault::Late => {
            write.commit = Commit::Late(rng.u32(1..=LATEST));
            write.carriage = lost(rng);
            write.words = Words::Status(504, "later");
        }
        Fault::Status(status) => write.words = Words::Status(status, "not so"),
        Fault::ServerError => write.words = Words::Status(server_error(rng), "it failed"),
        Fault::Spoilt(spoil) => write.words = Words::Spoilt(spoil),
        Fault::ColleagueBefore | Fault::ColleagueAfter | Fault::ColleagueLater => {
            script.colleague = Some(colleague(fault, rng));
            // With the answer whole, a colleague changes nothing about what it says.
            write.carriage = rng.choice([Carriage::Whole, Carriage::Dribble, Carriage::Interim]).unwrap();
        }
        other => unreachable!("{other:?} does not go with a write that is carried out"),
    }
}

fn colleague(fault: Fault, rng: &mut Rng) -> Colleague {
    let when = match fault {
        Fault::ColleagueBefore => Moment::BeforeWrite,
        Fault::ColleagueAfter => Moment::AfterWrite,
        _ => Moment::Later(rng.u32(1..LATEST)),
    };
    Colleague { when, resets: rng.bool(), twice: rng.u8(0..3) == 0 }
}

/// The readings are harmed, or another hand is at work, after the answer was lost.
fn settling(script: &mut Script, fault: Fault, rng: &mut Rng) {
    let late = Commit::Late(rng.u32(1..=LATEST));
    script.write.commit = rng.choice([Commit::AtOnce, Commit::Never, late]).unwrap();
    if script.write.commit == Commit::AtOnce {
        script.write.carriage = lost(rng);
    } else {
        script.write.carriage = Carriage::CloseAt(0);
    }
    match fault {
        Fault::Line(line) => {
            let for_ever = rng.u8(0..3) == 0;
            script.settling = Some((line, (!for_ever).then(|| rng.u32(1..30))));
        }
        Fault::ColleagueAfter | Fault::ColleagueLater => {
            script.write.commit = Commit::AtOnce;
            script.colleague = Some(colleague(fault, rng));
        }
        other => script.after = on_reads(other, rng),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const MANY: u64 = 20_000;

    #[test]
    fn every_operation_meets_every_case_in_the_first_thousand() {
        let pairs = Op::ALL.len() * CASES.len();
        let seen: HashSet<_> = (0..pairs as u64).map(Schedule::of).map(|one| (one.op, one.phase, one.fault)).collect();
        assert_eq!(seen.len(), pairs, "a case stands there twice");
        assert!(pairs <= 1000, "{pairs}: ten thousand must go round ten times");
    }

    #[test]
    fn a_seed_says_everything() {
        for seed in 0..MANY {
            assert_eq!(Schedule::of(seed).to_string(), Schedule::of(seed).to_string());
        }
        let different: HashSet<_> = (0..MANY).map(|seed| format!("{:?}", Schedule::of(seed).script)).collect();
        assert!(different.len() > 8000, "only {} scripts differ", different.len());
    }

    #[test]
    fn a_line_tells_the_seed_and_stays_one() {
        for schedule in (0..MANY).map(Schedule::of) {
            let line = schedule.to_string();
            assert!(line.starts_with(&format!("CREDESK_FAULT={}: ", schedule.seed)) && !line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn no_script_makes_the_server_lie() {
        for schedule in (0..MANY).map(Schedule::of) {
            let Script { write, .. } = schedule.script;
            let refuses = matches!(write.words, Words::Status(401..=407 | 409..=499, _) | Words::Redirect(_) | Words::RetryAfter(_));
            assert!(!(refuses && write.commit != Commit::Never), "refused, yet carried out: {schedule}");
            if schedule.script.verdict(schedule.op, false) == Some(crate::script::Verdict::Done) {
                assert_eq!(write.commit, Commit::AtOnce, "said, yet not carried out: {schedule}");
            }
        }
    }

    #[test]
    fn what_cannot_be_told_stays_rare_and_every_truth_is_there() {
        let all: Vec<_> = (0..MANY).map(Schedule::of).collect();
        let share = |count: usize| count * 100 / all.len();
        let blind = share(all.iter().filter(|one| !one.script.reading_works()).count());
        assert!((1..10).contains(&blind), "{blind} % cannot read");
        let carried_out = share(all.iter().filter(|one| one.script.commits()).count());
        assert!((30..80).contains(&carried_out), "{carried_out} % are carried out");
        assert!(all.iter().any(|one| one.script.looks_like_ours()));
        let late = all.iter().filter(|one| matches!(one.script.write.commit, Commit::Late(_))).count();
        assert!(share(late) >= 2, "{late}");
    }
}
