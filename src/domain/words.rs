//! An operation in words: its title, what stops working, and what is told when its answer was lost.

use crate::domain::case::Listed;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::life::Stage;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::Policy;
use crate::domain::receipt::sent_by;
use crate::domain::record::{Act, Delivered, Intent, Why};
use crate::domain::settling::Settling;
use crate::domain::verdict::Verdict;
use crate::text::SafeText;

impl Operation {
    /// What is about to be done, as a title.
    pub fn title(&self) -> String {
        title(&self.change().act(), &self.credential().kind)
    }

    /// What stops working when it is carried out.
    pub fn consequence(&self) -> &'static str {
        match (self.change(), &self.credential().kind) {
            (Change::Reset, CredentialKind::TempStrongPassword) => {
                "The present temporary strong password stops working at once; the state becomes initial."
            }
            (Change::Reset, CredentialKind::Ticket) => "The present ticket stops working at once.",
            (Change::Reset, _) => "The present PUK stops working at once.",
            (Change::Replace { .. }, _) => {
                "Every cell of the user's present card stops working at once, also where a letter is on its way."
            }
            (Change::Update(edit), _) if edit.password.is_some() => {
                "Every device that signs in with the present password is shut out until it has the new one."
            }
            (Change::Update(_), _) => "The values below change at once; the secret value itself stays as it is.",
        }
    }
}

/// `2 of 5`, `2` where the limit is not known, a dash where nothing counts.
pub fn resets(credential: &Credential, policy: Option<&Policy>) -> String {
    match (credential.reset_count, policy.and_then(Policy::reset_limit)) {
        (Some(count), Some(limit)) if credential.kind != CredentialKind::OtpCard => format!("{count} of {limit}"),
        (Some(count), _) => count.to_string(),
        (None, _) => "-".into(),
    }
}

/// A short name of an operation for the breadcrumb: `PUK`, `OTP card`.
pub fn short_name(credential: &Credential) -> SafeText {
    SafeText::new(credential.kind.as_str())
}

impl Intent {
    /// What was about to be done, as a title.
    pub fn title(&self) -> String {
        title(&self.act, &self.kind)
    }

    fn sets_password(&self) -> bool {
        matches!(self.act, Act::Update(_)) && self.act.ends_old_value()
    }
}

/// What is done, or was about to be, as a title.
pub fn title(act: &Act, kind: &CredentialKind) -> String {
    match (act, kind) {
        (Act::Reset, CredentialKind::TempStrongPassword) => "Reset the temporary strong password".into(),
        (Act::Reset, CredentialKind::Ticket) => "Regenerate the ticket".into(),
        (Act::Reset, _) => "Regenerate the PUK".into(),
        (Act::Replace, _) => "Replace the OTP card".into(),
        (Act::Update(_), CredentialKind::DevicePassword) => "Update the device password".into(),
        (Act::Update(_), kind) => format!("Edit: {}", kind.as_str()),
    }
}

/// Where something is read, and so what can be done about it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// In the console, where keys do something about it.
    Console,
    /// On the terminal, from a command that ends with it.
    Command,
}

/// What the verdict about a lost answer means for operator and user, one sentence for each thing to know.
///
/// `now` is the credential as the deciding reading shows it; `policy` its policy, where that could be read; `held` says that
/// a password which credesk itself made is still here; `reader` where it is read.
pub fn verdict_lines(
    intent: &Intent,
    verdict: Verdict,
    now: Option<&Credential>,
    policy: Option<&Policy>,
    held: bool,
    reader: Reader,
) -> Vec<String> {
    match verdict {
        Verdict::Happened if intent.follows.is_some() => {
            vec!["The comment was written. The reset itself is done.".into()]
        }
        Verdict::Happened => vec![carried_out(intent, now), now_what(intent, policy, held, reader)],
        Verdict::DidNotHappen => not_carried_out(intent),
        Verdict::CannotTell(why) => cannot_tell(intent, why, reader),
    }
}

fn not_carried_out(intent: &Intent) -> Vec<String> {
    let (what, next) = if intent.follows.is_some() {
        (
            "The reset is done, but its comment was not written.",
            "Write the comment again from the open cases (Ctrl-O), key c.",
        )
    } else if intent.act.ends_old_value() {
        (
            "Not carried out: no reset took place, and it will not arrive any more.",
            "The old value is as good as before. It may be done again.",
        )
    } else {
        ("Not carried out: the edit changed nothing, and will not arrive any more.", "It may be done again.")
    };
    vec![what.into(), next.into()]
}

fn cannot_tell(intent: &Intent, why: Why, reader: Reader) -> Vec<String> {
    let what = match why {
        Why::MoreThanOnce => "Changed more than once: at least one change is not yours.",
        Why::AnotherHand => {
            "Somebody else changed this credential in the same minute. Whether yours was carried out too, readings cannot tell."
        }
        Why::Unreadable => "The readings failed until the end. Whether it was carried out is not known.",
        Why::Gone => "The credential is not there any more. Whether it was changed before, readings cannot tell.",
    };
    let treat = if intent.follows.is_some() {
        "This is about the comment; the reset itself is done."
    } else if intent.act.ends_old_value() {
        "Treat the old value as dead."
    } else {
        "Look how state, policy and comment stand now."
    };
    let next = match (why, reader) {
        (Why::Unreadable, Reader::Console) => "The case stays open; r reads again.",
        (Why::Unreadable, Reader::Command) => {
            "The case stays open, and keeps the credential locked: r in the console's open cases (Ctrl-O) reads again."
        }
        (Why::MoreThanOnce | Why::AnotherHand | Why::Gone, Reader::Console) => {
            "Ask who else works on this user; then d takes note and frees the credential."
        }
        (Why::MoreThanOnce | Why::AnotherHand | Why::Gone, Reader::Command) => {
            "Ask who else works on this user; then d in the console's open cases (Ctrl-O) takes note and frees the credential."
        }
    };
    vec![what.into(), format!("{treat} {next}")]
}

fn carried_out(intent: &Intent, now: Option<&Credential>) -> String {
    let counts = intent.baseline.reset_count.zip(now.and_then(|now| now.reset_count));
    match counts.filter(|(before, now)| before != now) {
        Some((before, now)) => format!("Carried out: the reset count went from {before} to {now}."),
        None => "Carried out.".into(),
    }
}

/// What is lost with the answer differs: at most a value that the policy shows in it.
fn now_what(intent: &Intent, policy: Option<&Policy>, held: bool, reader: Reader) -> String {
    match (&intent.act, &intent.kind) {
        (Act::Reset, CredentialKind::TempStrongPassword) => lost(policy, "password"),
        (Act::Reset, kind) => lost(policy, if *kind == CredentialKind::Ticket { "ticket" } else { "PUK" }),
        (Act::Replace, _) => {
            let how = match reader {
                Reader::Console => "v on the card shows it",
                Reader::Command => "credesk otp show --reveal puts it out, credesk otp print prints it",
            };
            format!("The old card no longer works. The new one is not lost: {how}.")
        }
        (Act::Update(_), _) if intent.sets_password() && held => match reader {
            Reader::Console => "The new password is the valid one, and is still held here: v shows it.".into(),
            Reader::Command => "The new password is the valid one, although the answer was lost.".into(),
        },
        (Act::Update(_), _) if intent.sets_password() => {
            "The old password no longer works, and the new one is gone with the credesk that made it. Unless it was handed over, set a new one.".into()
        }
        (Act::Update(_), _) => "The value itself was not changed.".into(),
    }
}

/// A value that was in the answer, if the policy shows it there, and that nevisIDM may deliver by itself.
fn lost(policy: Option<&Policy>, thing: &str) -> String {
    let old = format!("The old {thing} no longer works.");
    match policy.map(sent_by) {
        Some(Some(ways)) => format!(
            "{old} nevisIDM sends the new one {ways}: have the caller look there first. What the policy shows in the answer was lost with it; reset once more only if nothing arrives."
        ),
        Some(None) => format!(
            "{old} The new one was lost with the answer and cannot be fetched. Reset once more to have one to hand over."
        ),
        None => format!(
            "{old} The new one was lost with the answer, unless nevisIDM delivers it by itself; the policy could not be read. Ask the caller before you reset once more."
        ),
    }
}

/// What to do about a result that was seen, and of which nobody knows whether the user has got it.
fn handed_over_after_all(act: &Act) -> &'static str {
    match act {
        Act::Replace => "If the user has the new card, d takes note. If not: v on the card shows it, to be printed.",
        Act::Reset | Act::Update(_) => "If the user has the new value, d takes note. If not, set a new one.",
    }
}

/// How a case stands, in a few words.
pub fn case_standing(listed: &Listed, settling: Option<&Settling>, server: &str) -> String {
    let case = &listed.case;
    if listed.elsewhere {
        return "another credesk's hands".into();
    }
    match case.stage {
        Stage::Sending | Stage::Unknown if case.intent.server != server => "unknown, another server".into(),
        Stage::Sending | Stage::Unknown => match settling.map(|settling| (settling.verdict(), settling.left())) {
            Some((Some(Verdict::Happened), _)) => "carried out".into(),
            Some((Some(Verdict::DidNotHappen), _)) => "not carried out".into(),
            Some((Some(Verdict::CannotTell(_)), _)) => "cannot tell".into(),
            Some((None, 0)) => "checking".into(),
            Some((None, left)) => format!("checking, {left} s left"),
            None => "outcome unknown".into(),
        },
        Stage::CannotTell => "cannot tell".into(),
        Stage::Held if case.delivered == Some(Delivered::Value) => "carried out, not shown?".into(),
        Stage::Held => "carried out, not seen".into(),
        Stage::Happened => "carried out, answer lost".into(),
        Stage::Shown => "carried out, shown".into(),
        _ if case.comment_missing => "comment still missing".into(),
        Stage::Draft
        | Stage::Preflight
        | Stage::Confirmed
        | Stage::NotSent
        | Stage::Refused
        | Stage::DidNotHappen
        | Stage::HandedOver
        | Stage::Closed => "over".into(),
    }
}

/// What an open case means and what to do about it, one sentence for each thing to know.
pub fn case_advice(listed: &Listed, settling: Option<&Settling>, policy: Option<&Policy>, server: &str) -> Vec<String> {
    let case = &listed.case;
    let intent = &case.intent;
    let verdict = settling.and_then(Settling::verdict).or(match (case.stage, case.why) {
        (Stage::CannotTell, Some(why)) => Some(Verdict::CannotTell(why)),
        (Stage::Happened, _) => Some(Verdict::Happened),
        _ => None,
    });
    let mut lines = match (case.stage, verdict) {
        _ if listed.elsewhere => vec!["Leave it to that one: it says there what becomes of it.".into()],
        (Stage::Sending | Stage::Unknown, None) if intent.server != server => {
            let server = SafeText::new(&intent.server);
            vec![format!("It is about {server}: start credesk with that profile to have it settled.")]
        }
        (Stage::Sending | Stage::Unknown, None) => {
            vec!["Do not reset again: readings will tell what became of it.".into()]
        }
        (Stage::Held, _) if case.delivered == Some(Delivered::Value) => {
            vec![
                "It was carried out. The journal does not say that anybody saw the result.".into(),
                now_what(intent, policy, false, Reader::Console),
            ]
        }
        (Stage::Held, _) => vec!["It was carried out; there was nothing to hand over.".into()],
        (Stage::Shown, _) => vec![
            "It was carried out, and its result was on the screen. The journal does not say that it was handed over."
                .into(),
            handed_over_after_all(&intent.act).into(),
        ],
        (_, Some(verdict)) => {
            verdict_lines(intent, verdict, settling.and_then(Settling::newest), policy, false, Reader::Console)
        }
        (_, None) => Vec::new(),
    };
    if case.comment_missing {
        let comment = SafeText::new(intent.comment.as_deref().unwrap_or_default());
        lines.push(format!("Its comment \"{comment}\" is not written yet: c writes it."));
    }
    lines
}

/// Why a case cannot be taken off the list of open ones now, where nobody is settling it. `server` is the one at work here.
pub fn keeps_open(listed: &Listed, server: &str) -> Option<&'static str> {
    if listed.elsewhere {
        Some("Another credesk is at work on it: leave it to that one.")
    } else if listed.case.locks() && listed.case.intent.server != server {
        Some("It is about another server: start credesk with that profile.")
    } else if listed.case.locks() && listed.case.why.is_none() {
        Some("Nobody knows yet whether it was carried out. Only readings can tell; r reads now.")
    } else {
        None
    }
}
