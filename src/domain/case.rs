//! The operations of a journal that somebody still has to look at, put together from its lines.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::life::Stage;
use crate::domain::prints::{PrintMisplaced, Prints};
use crate::domain::record::{Act, Delivered, Entry, Event, Intent, OperationId, SessionId, What, Who, Why};
use crate::domain::verdict::Sent;

/// One operation, as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which operation.
    pub id: OperationId,
    /// Where it stands.
    pub stage: Stage,
    /// What was confirmed.
    pub intent: Intent,
    /// When it was confirmed, by the clock of the host at that time.
    pub confirmed: Timestamp,
    /// Who confirmed it.
    pub who: Option<Who>,
    /// What came with the answer, where there was one.
    pub delivered: Option<Delivered>,
    /// Why readings cannot tell.
    pub why: Option<Why>,
    /// It was reset, and the comment that was to follow is not written yet.
    pub comment_missing: bool,
}

impl Case {
    /// The change, as readings are held against it.
    pub fn sent(&self) -> Sent {
        Sent { id: self.id, intent: self.intent.clone(), at: self.confirmed }
    }

    /// True where nothing else may be sent about this credential.
    pub fn locks(&self) -> bool {
        self.stage.locks()
    }

    /// True where somebody still has to look at it.
    pub fn is_open(&self) -> bool {
        self.stage.is_open() || self.comment_missing
    }

    /// True where it is about this credential of a server's user: the same external ID, or the same kind where there can
    /// be only one of it.
    pub fn is_about(&self, server: &str, at: &UserRef, credential: &Credential) -> bool {
        self.intent.server == server && self.intent.is_about(at, credential)
    }

    /// The stage after an event; none where the event makes no sense now.
    fn next(&self, event: &Event) -> Option<Stage> {
        match event.step() {
            Some(step) => self.stage.after(step),
            None => self.comment_missing.then_some(self.stage),
        }
    }

    fn is_about_the_same_as(&self, intent: &Intent) -> bool {
        let (ours, theirs) = (&self.intent, intent);
        ours.server == theirs.server
            && ours.at == theirs.at
            && is_one(&ours.kind, ours.credential.as_ref(), &theirs.kind, theirs.credential.as_ref())
    }
}

/// Whether two readings name one credential. A user has one PUK, one ticket and one temporary strong password at most, and
/// a reading may leave their external IDs out; of device passwords and OTP cards there may be several.
fn is_one(
    kind: &CredentialKind,
    id: Option<&CredentialId>,
    other: &CredentialKind,
    other_id: Option<&CredentialId>,
) -> bool {
    kind == other
        && match kind {
            CredentialKind::Puk | CredentialKind::TempStrongPassword | CredentialKind::Ticket => true,
            CredentialKind::DevicePassword | CredentialKind::OtpCard | CredentialKind::Other(_) => id == other_id,
        }
}

impl Intent {
    /// True where it is about this credential of this user.
    pub fn is_about(&self, at: &UserRef, credential: &Credential) -> bool {
        self.at == *at && is_one(&self.kind, self.credential.as_ref(), &credential.kind, credential.id.as_ref())
    }
}

/// A case as a session finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The case.
    pub case: Case,
    /// How long ago it was confirmed.
    pub age: Duration,
    /// Another credesk that is still running is at work on it.
    pub elsewhere: bool,
}

/// Why nothing may be sent about a credential that an open case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Another credesk that is still running is at work on it.
    Elsewhere,
    /// Nobody knows yet what became of an earlier change.
    Unknown,
}

impl Listed {
    /// Whether it keeps others from changing this credential.
    pub fn lock_on(&self, server: &str, at: &UserRef, credential: &Credential) -> Option<Lock> {
        let locks = self.case.locks() && self.case.is_about(server, at, credential);
        locks.then_some(if self.elsewhere { Lock::Elsewhere } else { Lock::Unknown })
    }
}

/// What the journal tells at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The open cases, in the order in which they were confirmed.
    pub cases: Vec<Listed>,
    /// What else the operator has to know about the journal, once.
    pub notes: Vec<String>,
}

/// Why an entry cannot follow those before it. Nothing was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misplaced {
    /// There is no such operation.
    Unheard(OperationId),
    /// It makes no sense at the stage that the operation has.
    OutOfOrder(OperationId, Stage),
    /// There is such an operation already.
    Twice(OperationId),
    /// Another operation about the same credential is not settled.
    Locked(Box<Case>),
    /// It does not fit to what is known of the print.
    Print(PrintMisplaced),
}

/// So many operations are remembered after they are over: an answer may come late, and what was handed over is closed
/// later. A journal of years holds few open ones.
const REMEMBERED: usize = 200;

/// Every operation that is open, the last ones that are over, the prints, and who works.
#[derive(Debug, Clone, Default)]
pub struct Cases {
    sessions: Vec<(SessionId, Who)>,
    known: Vec<Case>,
    prints: Prints,
}

impl Cases {
    /// The open cases, in the order in which they were confirmed.
    pub fn open(&self) -> impl Iterator<Item = &Case> {
        self.known.iter().filter(|case| case.is_open())
    }

    /// Says whether an entry can follow, without taking it.
    pub fn check(&self, entry: &Entry) -> Result<(), Misplaced> {
        let (id, event) = match &entry.what {
            What::Operation(id, event) => (id, event),
            What::Print(id, event) => return self.prints.check(*id, event).map_err(Misplaced::Print),
            What::SessionStarted(_) | What::SessionEnded(_) => return Ok(()),
        };
        let known = self.known.iter().find(|case| case.id == *id);
        match (event, known) {
            (Event::Confirmed(_), Some(_)) => Err(Misplaced::Twice(*id)),
            (Event::Confirmed(intent), None) => {
                let in_doubt = self.known.iter().find(|case| case.locks() && case.is_about_the_same_as(intent));
                in_doubt.map_or(Ok(()), |case| Err(Misplaced::Locked(Box::new(case.clone()))))
            }
            (_, None) => Err(Misplaced::Unheard(*id)),
            (event, Some(case)) => match case.next(event) {
                Some(_) => Ok(()),
                None => Err(Misplaced::OutOfOrder(*id, case.stage)),
            },
        }
    }

    /// Takes the next entry.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Misplaced> {
        self.check(entry)?;
        match &entry.what {
            What::SessionStarted(who) => self.sessions.push((entry.session, who.clone())),
            What::SessionEnded(_) => {}
            What::Print(id, event) => self.prints.take(*id, event),
            What::Operation(id, Event::Confirmed(intent)) => self.confirmed(*id, intent, entry.at),
            What::Operation(id, event) => self.happened(*id, event),
        }
        Ok(())
    }

    fn confirmed(&mut self, id: OperationId, intent: &Intent, at: Timestamp) {
        let who = self.sessions.iter().rev().find(|(session, _)| *session == id.session).map(|(_, who)| who.clone());
        let over = self.known.iter().filter(|case| !case.is_open()).count();
        let mut surplus = over.saturating_sub(REMEMBERED);
        self.known.retain(|case| {
            let forgotten = surplus > 0 && !case.is_open();
            surplus -= usize::from(forgotten);
            !forgotten
        });
        self.known.push(Case {
            id,
            stage: Stage::Sending,
            intent: intent.clone(),
            confirmed: at,
            who,
            delivered: None,
            why: None,
            comment_missing: false,
        });
    }

    fn happened(&mut self, id: OperationId, event: &Event) {
        let Some(place) = self.known.iter().position(|case| case.id == id) else { return };
        let case = &mut self.known[place];
        let Some(stage) = case.next(event) else { return };
        case.stage = stage;
        match event {
            Event::Held(delivered) => case.delivered = Some(*delivered),
            Event::CannotTell(why) => case.why = Some(*why),
            Event::CommentWaived => case.comment_missing = false,
            Event::Confirmed(_)
            | Event::NotSent(_)
            | Event::Refused(_)
            | Event::Unknown(_)
            | Event::Happened
            | Event::DidNotHappen
            | Event::Shown
            | Event::HandedOver
            | Event::Closed => {}
        }
        if matches!(event, Event::Held(_) | Event::Happened) {
            case.comment_missing = case.intent.comment_after;
            let intent = case.intent.clone();
            // A comment that is written to the credential later settles it for every earlier reset that waits for one.
            let writes_comment =
                matches!(&intent.act, Act::Update(fields) if fields.iter().any(|field| field == "comment"));
            for other in self.known.iter_mut().filter(|other| writes_comment && other.is_about_the_same_as(&intent)) {
                other.comment_missing = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ClientId, LoginId, UserId};
    use crate::domain::record::Baseline;

    fn told(number: u32, event: Event) -> Entry {
        let session = SessionId(1);
        Entry { at: Timestamp::UNIX_EPOCH, session, what: What::Operation(OperationId { session, number }, event) }
    }

    fn confirmed(number: u32) -> Entry {
        let intent = Intent {
            server: "s".into(),
            caller: None,
            at: UserRef { client: ClientId::parse("1").unwrap(), user: UserId::parse(&number.to_string()).unwrap() },
            login_id: LoginId::new("l"),
            kind: CredentialKind::Puk,
            credential: None,
            act: Act::Reset,
            comment: None,
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline::default(),
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        told(number, Event::Confirmed(Box::new(intent)))
    }

    #[test]
    fn a_case_that_is_over_still_takes_what_comes_late_after_others_were_confirmed() {
        let mut cases = Cases::default();
        for entry in [
            confirmed(1),
            told(1, Event::Held(Delivered::Value)),
            told(1, Event::HandedOver),
            confirmed(2),
            told(2, Event::DidNotHappen),
            confirmed(3),
            told(1, Event::Closed),
            // Another session has judged by readings; then the answer came.
            told(2, Event::Held(Delivered::Value)),
        ] {
            assert_eq!(cases.take(&entry), Ok(()), "{entry:?}");
        }
        assert_eq!(cases.open().map(|case| case.id.number).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn years_of_closed_cases_are_forgotten_and_open_ones_never() {
        let mut cases = Cases::default();
        cases.take(&confirmed(1)).unwrap();
        for number in 2..1000 {
            cases.take(&confirmed(number)).unwrap();
            cases.take(&told(number, Event::Refused("limit".into()))).unwrap();
        }
        assert!(cases.known.len() <= REMEMBERED + 2);
        assert_eq!(cases.open().map(|case| case.id.number).collect::<Vec<_>>(), [1]);
    }
}
