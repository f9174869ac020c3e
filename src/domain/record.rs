//! What the journal is told: who works, what is about to be sent, what became of it.
//!
//! Never a value, a hash, a token or a body of an answer. How it is written down is up to the layer `journal`.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::batch::BatchId;
use crate::domain::credential::CredentialKind;
use crate::domain::evidence::Fingerprint;
use crate::domain::id::{CredentialId, LoginId, UserRef};
use crate::domain::life::Step;
use crate::domain::printing::Destination;
use crate::domain::ticket_reference::TicketReference;
use crate::domain::when::When;

/// One run of credesk, by a number drawn at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u32);

impl SessionId {
    /// Reads its eight hexadecimal digits.
    pub fn parse(raw: &str) -> Option<Self> {
        let digits = raw.len() == 8 && raw.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| u32::from_str_radix(raw, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// One operation: the session that confirmed it, and its number there. Drawn as `4f9a2c31-3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// The session that confirmed it.
    pub session: SessionId,
    /// Counted from one within the session.
    pub number: u32,
}

impl OperationId {
    /// Reads what [`Display`](fmt::Display) writes.
    pub fn parse(raw: &str) -> Option<Self> {
        let (session, number) = raw.split_once('-')?;
        let number: u32 = number.parse().ok().filter(|read: &u32| read.to_string() == number)?;
        Some(Self { session: SessionId::parse(session)?, number })
    }

    /// What goes into the modification comment of a change that has a body: whoever reads that comment later, credesk
    /// above all, knows whose change it was.
    pub fn mark(&self) -> String {
        format!("[credesk {self}]")
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.session, self.number)
    }
}

/// One print, by the session that asked for it, and its number there. Drawn as `4f9a2c31-p2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrintId {
    /// The session.
    pub session: SessionId,
    /// Counted from one within the session.
    pub number: u32,
}

impl PrintId {
    /// Reads what [`Display`](fmt::Display) writes.
    pub fn parse(raw: &str) -> Option<Self> {
        let (session, number) = raw.split_once("-p")?;
        let number: u32 = number.parse().ok().filter(|read: &u32| read.to_string() == number)?;
        Some(Self { session: SessionId::parse(session)?, number })
    }
}

impl fmt::Display for PrintId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-p{}", self.session, self.number)
    }
}

/// What is on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// An OTP card.
    Card,
    /// A slip with a new value.
    Slip,
}

/// A print that was asked for. On the disk before the first byte leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The server, as the header names it.
    pub server: String,
    /// Who is signed in to it, where that is known.
    pub caller: Option<LoginId>,
    /// Whose credential.
    pub at: UserRef,
    /// The login ID.
    pub login_id: LoginId,
    /// What kind of credential.
    pub kind: CredentialKind,
    /// Which one, where it has an external ID.
    pub credential: Option<CredentialId>,
    /// What is on the sheet.
    pub paper: Paper,
    /// Where it goes.
    pub to: Destination,
    /// The operation after which it was printed, also where the card was read again meanwhile; none where a card was only
    /// viewed.
    pub operation: Option<OperationId>,
}

/// Something that happened to one print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintEvent {
    /// Asked for; nothing has left yet.
    Asked(Box<Print>),
    /// Accepted by the queue with this job id, or saved, or written (no job id then).
    Accepted(Option<String>),
    /// Not printed; the name of the fault ([`PrintFault::name`](crate::domain::printing::PrintFault::name)).
    Failed(String),
}

/// Who works on which host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The user ID of the process.
    pub uid: u32,
    /// The user ID that signed in to the host, which survives a change of user (Linux: `/proc/self/loginuid`).
    pub login_uid: Option<u32>,
    /// The account's name, as the environment tells it.
    pub account: Option<String>,
    /// The SSH connection, as the environment tells it: client address and port, server address and port.
    pub ssh: Option<String>,
    /// The host's name.
    pub host: String,
    /// The number of the process on that host.
    pub pid: u32,
    /// Which credesk.
    pub version: String,
}

/// What an operation asks of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A new value for a PUK, a temporary strong password or a ticket.
    Reset,
    /// A new OTP card.
    Replace,
    /// These fields were changed: `state`, `policy`, `comment`, `password`.
    Update(Vec<String>),
}

impl Act {
    /// True where the old value stops working.
    pub fn ends_old_value(&self) -> bool {
        match self {
            Self::Reset | Self::Replace => true,
            Self::Update(fields) => fields.iter().any(|field| field == "password"),
        }
    }
}

/// How a credential stood before the change was sent: what every later reading is held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The version for optimistic locking.
    pub version: Option<i32>,
    /// How often it was reset.
    pub reset_count: Option<i32>,
    /// Its last change.
    pub last_modified: Option<When>,
    /// A keyed fingerprint of its hash or card.
    pub value: Option<Fingerprint>,
    /// A keyed fingerprint of its modification comment.
    pub comment: Option<Fingerprint>,
    /// How far the server's clock was ahead of ours.
    pub ahead: Option<SignedDuration>,
    /// When it was read, by our clock.
    pub at: Option<Timestamp>,
}

/// What was confirmed. On the disk before the first byte leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The server, as the header names it.
    pub server: String,
    /// Who is signed in to it, where that is known.
    pub caller: Option<LoginId>,
    /// Whose credential.
    pub at: UserRef,
    /// The login ID that was typed.
    pub login_id: LoginId,
    /// What kind of credential. Never [`CredentialKind::Other`]: such a one is never changed.
    pub kind: CredentialKind,
    /// Which one, where it has an external ID.
    pub credential: Option<CredentialId>,
    /// What is asked for.
    pub act: Act,
    /// The operator's own words.
    pub comment: Option<String>,
    /// The helpdesk's own ticket under which it is done.
    pub ticket: Option<TicketReference>,
    /// The list of which it is a part.
    pub batch: Option<BatchId>,
    /// The reset itself takes no comment; a second request is to write it afterwards.
    pub comment_after: bool,
    /// The operation whose comment this one writes.
    pub follows: Option<OperationId>,
    /// How the credential stood.
    pub baseline: Baseline,
    /// How long the answer is waited for.
    pub write_timeout: Duration,
    /// How long after sending it may still arrive at the server.
    pub settle: Duration,
}

/// What came with a change that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// A value to read out, or a card.
    Value,
    /// Nothing to hand over: a hash, nothing at all, or an edit that leaves the value as it is.
    Nothing,
}

/// Why readings cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Changed more than once since the baseline.
    MoreThanOnce,
    /// Changed by somebody else: another comment, or dated before our request.
    AnotherHand,
    /// The readings failed until the time to settle was over.
    Unreadable,
    /// The credential is not there any more.
    Gone,
}

/// Something that happened to one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Confirmed by the operator; nothing was sent yet.
    Confirmed(Box<Intent>),
    /// Not sent; the name of the fault ([`Fault::name`](crate::domain::fault::Fault::name)).
    NotSent(String),
    /// Refused by the server; the name of the fault.
    Refused(String),
    /// Outcome unknown; the name of the fault.
    Unknown(String),
    /// Carried out, as the answer says.
    Held(Delivered),
    /// Carried out, as a reading shows.
    Happened,
    /// Not carried out, as readings show.
    DidNotHappen,
    /// Readings cannot tell.
    CannotTell(Why),
    /// The operator has seen the result.
    Shown,
    /// The operator has handed the value over.
    HandedOver,
    /// The operator has taken note.
    Closed,
    /// The operator does without the comment that was to follow.
    CommentWaived,
}

impl Event {
    /// The step of the operation's life; none where it stays at its stage.
    pub fn step(&self) -> Option<Step> {
        let step = match self {
            Self::Confirmed(_) => Step::Confirm,
            Self::NotSent(_) => Step::FailBefore,
            Self::Refused(_) => Step::Refuse,
            Self::Unknown(_) => Step::Lose,
            Self::Held(_) => Step::Hold,
            Self::Happened => Step::FindDone,
            Self::DidNotHappen => Step::FindNothing,
            Self::CannotTell(_) => Step::GiveUp,
            Self::Shown => Step::Show,
            Self::HandedOver => Step::HandOver,
            Self::Closed => Step::Close,
            Self::CommentWaived => return None,
        };
        Some(step)
    }
}

/// What one line of the journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A session begins.
    SessionStarted(Who),
    /// A session ends; why, in one word: `quit`, `signal`, `fault`.
    SessionEnded(String),
    /// Something happened to an operation.
    Operation(OperationId, Event),
    /// Something happened to a print.
    Print(PrintId, PrintEvent),
}

/// One line of the journal, without what ties it to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, by this host's clock.
    pub at: Timestamp,
    /// In which session.
    pub session: SessionId,
    /// What.
    pub what: What,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_read_as_it_is_written_and_not_otherwise() {
        let id = OperationId { session: SessionId(0x004f_9a2c), number: 12 };
        assert_eq!(id.to_string(), "004f9a2c-12");
        assert_eq!(OperationId::parse("004f9a2c-12"), Some(id));
        for raw in
            ["", "4f9a2c-12", "004f9a2c", "004f9a2c-", "004f9a2c-012", "004F9A2C-12", "+04f9a2c-1", "004f9a2c-+1"]
        {
            assert_eq!(OperationId::parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_print_is_read_as_it_is_written_and_is_no_operation() {
        let id = PrintId { session: SessionId(0x4f9a_2c31), number: 2 };
        assert_eq!(id.to_string(), "4f9a2c31-p2");
        assert_eq!(PrintId::parse("4f9a2c31-p2"), Some(id));
        assert_eq!(OperationId::parse("4f9a2c31-p2"), None);
        for raw in ["", "4f9a2c31-2", "4f9a2c31-p", "4f9a2c31-p02", "4f9a2c31-p+2", "4F9A2C31-p2", "4f9a2c31-P2", "-p2"]
        {
            assert_eq!(PrintId::parse(raw), None, "{raw}");
        }
    }
}
