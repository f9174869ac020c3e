//! What is to be done with each user of a list, by what the journal knows of earlier runs. Pure: asks nobody.
//!
//! What was carried out is not done again. Of what nobody knows, readings tell first. What was refused or never sent is tried
//! again. A list that is done already is not done once more by mistake.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::cli::batch::list::Row;
use crate::domain::batch::{BatchId, Became, Tried};
use crate::domain::credential::CredentialKind;
use crate::domain::id::ClientId;

/// How long users of another list count as just done.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// How the run was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Without a word about earlier runs.
    First,
    /// `--resume`.
    Resume,
    /// `--again`.
    Again,
}

/// What is to be done with one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It.
    Do,
    /// Nothing: an earlier run has done it, or somebody has given it up.
    Skip(Tried),
    /// First find out what became of it in an earlier run.
    FindOut(Tried),
}

/// What is to be done.
#[derive(Debug)]
pub struct Plan {
    /// Which list, and which round of it.
    pub batch: BatchId,
    /// For each user of the list.
    pub steps: Vec<Step>,
}

/// What is to be planned for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The users.
    pub rows: &'a [Row],
    /// The client of those whose line names none.
    pub client: Option<&'a ClientId>,
    /// The digest of the list.
    pub list: u64,
    /// Which credentials.
    pub kind: &'a CredentialKind,
    /// How it was asked for.
    pub mode: Mode,
    /// Now.
    pub now: Timestamp,
}

/// Plans a run. `told` says a time as a person reads it.
///
/// # Errors
/// It was done already: a sentence.
pub fn plan(asked: &Asked<'_>, known: &[Tried], told: impl Fn(Timestamp) -> String) -> Result<Plan, String> {
    let own = |tried: &&Tried| tried.batch.list == asked.list;
    let last = known.iter().filter(own).map(|tried| tried.batch.round).max();
    let again = asked.mode == Mode::Again;
    let round = last.map_or(1, |last| last.saturating_add(u32::from(again)));
    let batch = BatchId { list: asked.list, round };
    let of_this_round = Known::new(known.iter().filter(|tried| tried.batch == batch));
    let steps: Vec<Step> = asked.rows.iter().map(|row| step(&of_this_round.of(row, asked.client))).collect();
    if asked.mode == Mode::First {
        not_begun(&steps, &told)?;
    }
    if !again {
        // Whoever began this round knew of what was done before it.
        let begun = known.iter().filter(|tried| tried.batch == batch && tried.became != Became::Nothing);
        let begun = begun.map(|tried| tried.confirmed).min();
        let lately = |tried: &&Tried| {
            tried.kind == *asked.kind
                && tried.batch != batch
                && asked.now.duration_since(tried.confirmed) < LATELY
                && begun.is_none_or(|begun| tried.confirmed > begun)
        };
        of_no_other((asked, &steps), &Known::new(known.iter().filter(lately)), &told)?;
    }
    Ok(Plan { batch, steps })
}

fn step(tried: &[&Tried]) -> Step {
    let first = |became: Became| tried.iter().find(|tried| tried.became == became).map(|tried| (*tried).clone());
    match (first(Became::Done), first(Became::Unknown), first(Became::GivenUp)) {
        (Some(done), ..) => Step::Skip(done),
        (None, Some(unknown), _) => Step::FindOut(unknown),
        (None, None, Some(given_up)) => Step::Skip(given_up),
        (None, None, None) => Step::Do,
    }
}

/// Refuses a list of which something was done.
fn not_begun(steps: &[Step], told: &impl Fn(Timestamp) -> String) -> Result<(), String> {
    let begun = steps.iter().filter_map(|step| match step {
        Step::Do => None,
        Step::Skip(tried) | Step::FindOut(tried) => Some(tried),
    });
    let times: Vec<_> = begun.map(|tried| tried.confirmed).collect();
    let Some(last) = times.iter().max() else { return Ok(()) };
    let (begun, all) = (times.len(), steps.len());
    Err(format!(
        "Nothing was sent: of the {all} users of this list, an earlier run has sent {begun}, the last one at {}. --resume carries on and does nobody twice; --again does all of them once more.",
        told(*last)
    ))
}

/// Refuses a list with users of whom another list was carried out lately: most likely it is the same list, edited.
fn of_no_other(
    (asked, steps): (&Asked<'_>, &[Step]),
    lately: &Known<'_>,
    told: &impl Fn(Timestamp) -> String,
) -> Result<(), String> {
    let to_do = asked.rows.iter().zip(steps).filter(|(_, step)| !matches!(step, Step::Skip(_)));
    let done = to_do.filter_map(|(row, _)| {
        let tried = lately.of(row, asked.client).into_iter().find(|tried| tried.became != Became::Nothing)?;
        Some((row, tried))
    });
    let done: Vec<_> = done.collect();
    let Some((row, tried)) = done.first() else { return Ok(()) };
    Err(format!(
        "Nothing was sent: {} of the users of this list were sent with another list within a day (the first: line {}, {}, at {}). Take them out of the list, or say --again to do them once more.",
        done.len(),
        row.line,
        row.login_id,
        told(tried.confirmed)
    ))
}

/// Earlier changes, by login ID.
struct Known<'a>(HashMap<&'a str, Vec<&'a Tried>>);

impl<'a> Known<'a> {
    fn new(tried: impl Iterator<Item = &'a Tried>) -> Self {
        let mut known: HashMap<&str, Vec<&Tried>> = HashMap::new();
        for one in tried {
            known.entry(one.login_id.as_str()).or_default().push(one);
        }
        Self(known)
    }

    fn of(&self, row: &Row, client: Option<&ClientId>) -> Vec<&'a Tried> {
        let client = row.client.as_ref().or(client);
        let is_meant = |tried: &&&Tried| {
            client.is_none_or(|client| tried.at.client == *client)
                && row.card.as_ref().is_none_or(|card| tried.credential.as_ref() == Some(card))
        };
        self.0.get(row.login_id.as_str()).into_iter().flatten().filter(is_meant).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::batch::list;
    use crate::domain::id::{LoginId, UserId, UserRef};
    use crate::domain::record::{OperationId, SessionId};

    const LIST: u64 = 7;

    fn now() -> Timestamp {
        "2026-11-21T14:02:11Z".parse().unwrap()
    }

    fn tried(login_id: &str, list: u64, round: u32, became: Became) -> Tried {
        Tried {
            id: OperationId { session: SessionId(1), number: 1 },
            batch: BatchId { list, round },
            at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1").unwrap() },
            login_id: LoginId::new(login_id),
            kind: CredentialKind::Puk,
            credential: None,
            confirmed: now() - SignedDuration::from_hours(1),
            became,
            open: false,
        }
    }

    fn planned(mode: Mode, known: &[Tried]) -> Result<(u32, String), String> {
        let rows = list::read(b"login_id\nab\ncd\nef\n", false).unwrap().rows;
        let asked = Asked { rows: &rows, client: None, list: LIST, kind: &CredentialKind::Puk, mode, now: now() };
        let plan = plan(&asked, known, |at| at.to_string())?;
        let letters = plan.steps.iter().map(|step| match step {
            Step::Do => 'D',
            Step::Skip(_) => 's',
            Step::FindOut(_) => '?',
        });
        Ok((plan.batch.round, letters.collect()))
    }

    #[track_caller]
    fn is(mode: Mode, known: &[Tried], round: u32, steps: &str) {
        assert_eq!(planned(mode, known).unwrap(), (round, steps.to_owned()), "{known:?}");
    }

    #[test]
    fn what_is_done_is_skipped_what_is_unknown_found_out_and_what_came_to_nothing_done() {
        for (known, steps) in [
            (vec![], "DDD"),
            (vec![("ab", Became::Done)], "sDD"),
            (vec![("ab", Became::Done), ("cd", Became::Unknown), ("ef", Became::Nothing)], "s?D"),
            (vec![("ef", Became::Nothing), ("ef", Became::Done)], "DDs"),
            (vec![("ef", Became::Unknown), ("ef", Became::Done)], "DDs"),
            (vec![("ef", Became::Nothing), ("ef", Became::Unknown)], "DD?"),
            (vec![("cd", Became::GivenUp)], "DsD"),
        ] {
            let known: Vec<_> = known.into_iter().map(|(login, became)| tried(login, LIST, 1, became)).collect();
            is(Mode::Resume, &known, 1, steps);
        }
    }

    #[test]
    fn a_list_that_was_begun_is_not_begun_again_by_mistake() {
        for became in [Became::Done, Became::Unknown, Became::GivenUp] {
            let why = planned(Mode::First, &[tried("ab", LIST, 1, became)]).unwrap_err();
            assert!(why.contains("of the 3 users of this list, an earlier run has sent 1") && why.contains("--resume"));
        }
        is(Mode::First, &[tried("ab", LIST, 1, Became::Nothing)], 1, "DDD");
    }

    #[test]
    fn once_more_begins_a_round_and_resuming_stays_in_it() {
        let first = tried("ab", LIST, 1, Became::Done);
        is(Mode::Again, &[], 1, "DDD");
        is(Mode::Again, std::slice::from_ref(&first), 2, "DDD");
        let second = tried("cd", LIST, 2, Became::Done);
        is(Mode::Resume, &[first.clone(), second.clone()], 2, "DsD");
        assert!(planned(Mode::First, &[first.clone(), second.clone()]).is_err());
        is(Mode::Again, &[first, second], 3, "DDD");
    }

    #[test]
    fn users_of_another_list_are_refused_for_a_day() {
        let lately = tried("ef", 8, 1, Became::Done);
        for mode in [Mode::First, Mode::Resume] {
            let why = planned(mode, std::slice::from_ref(&lately)).unwrap_err();
            assert!(why.contains("1 of the users") && why.contains("line 4, ef"), "{why}");
        }
        is(Mode::Again, std::slice::from_ref(&lately), 1, "DDD");
        let long_ago = Tried { confirmed: now() - SignedDuration::from_hours(25), ..lately.clone() };
        is(Mode::First, &[long_ago], 1, "DDD");
        let another_kind = Tried { kind: CredentialKind::Ticket, ..lately.clone() };
        is(Mode::First, &[another_kind], 1, "DDD");
        is(Mode::First, &[tried("ef", 8, 1, Became::Nothing)], 1, "DDD");
        let own = tried("ab", LIST, 1, Became::Done);
        is(Mode::Resume, &[lately.clone(), own.clone()], 1, "sDD");
    }

    #[test]
    fn a_user_whom_another_list_has_done_since_this_one_was_begun_is_not_done_again() {
        let own = tried("ab", LIST, 1, Became::Done);
        let since = |login| Tried {
            confirmed: own.confirmed + SignedDuration::from_mins(1),
            ..tried(login, 8, 1, Became::Done)
        };
        let why = planned(Mode::Resume, &[own.clone(), since("ef")]).unwrap_err();
        assert!(why.contains("1 of the users") && why.contains("line 4, ef"), "{why}");
        // Who is skipped anyway is in nobody's way.
        is(Mode::Resume, &[own.clone(), since("ab")], 1, "sDD");
        is(Mode::Again, &[own.clone(), since("ef")], 2, "DDD");
    }

    #[test]
    fn a_client_or_a_card_that_is_named_must_be_the_same() {
        let text = "login_id,client,card\nab,100,x\ncd,200,x\nef,,y\n";
        let rows = list::read(text.as_bytes(), true).unwrap().rows;
        let card = |login| Tried { credential: "x".parse_id(), ..tried(login, LIST, 1, Became::Done) };
        let known = ["ab", "cd", "ef"].map(card);
        let asked =
            Asked { rows: &rows, client: None, list: LIST, kind: &CredentialKind::Puk, mode: Mode::Resume, now: now() };
        let steps = plan(&asked, &known, |at| at.to_string()).unwrap().steps;
        assert_eq!(steps, [Step::Skip(known[0].clone()), Step::Do, Step::Do]);
    }

    trait ParseId {
        fn parse_id(&self) -> Option<crate::domain::id::CredentialId>;
    }

    impl ParseId for str {
        fn parse_id(&self) -> Option<crate::domain::id::CredentialId> {
            crate::domain::id::CredentialId::parse(self).ok()
        }
    }
}
