//! What goes wrong, as data: on the line, with the write, with the readings, with the clock, and by a colleague's hand.
//!
//! Times are in units. A unit stands for one second of real life, and the driver says how long it lasts; a profile's
//! timeouts must be the constants below, times the unit.

use std::fmt;

use crate::http::Framing;
use crate::op::Op;

/// The profile's `connect_timeout`, in units.
pub const CONNECT_TIMEOUT: u32 = 5;
/// The profile's `read_timeout`, in units.
pub const READ_TIMEOUT: u32 = 15;
/// The profile's `write_timeout`, in units.
pub const WRITE_TIMEOUT: u32 = 30;
/// The profile's `settle`, in units. Nothing arrives later than [`LATEST`].
pub const SETTLE: u32 = 60;
/// The latest that a late change is carried out, counted from when it was received.
pub const LATEST: u32 = 50;
/// The readings of the settling: 0, 2, 5, 10, 20 and 60. Readings that fail for a while fail at most so often.
pub const SPOILT_READINGS: u32 = 4;

/// Where a schedule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Readings before the write.
    Before,
    /// The connection of the write.
    Connecting,
    /// The write is with the server, which does not carry it out.
    Sending,
    /// The server carries it out (perhaps late), and its answer has a harm.
    Answering,
    /// The readings after the write.
    Settling,
}

/// The line to the server, as a connection meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Open,
    /// Nobody listens on the port.
    Refused,
    /// Somebody listens, but never takes a connection: connecting times out.
    Full,
    /// Taken, and closed without reading a byte.
    CloseUnread,
    /// Taken, and reset without reading a byte.
    ResetUnread,
    /// The TLS handshake ends: before the server's first word, or in the middle of it.
    HandshakeCut(bool),
    /// The certificate is made out to another name.
    OtherName,
    /// The certificate has expired.
    Expired,
    /// The certificate is of an unknown authority.
    Stranger,
}

impl Line {
    /// Harms of TLS need an address of `https`.
    pub fn needs_tls(self) -> bool {
        matches!(self, Self::HandshakeCut(_) | Self::OtherName | Self::Expired | Self::Stranger)
    }
}

/// Whether and when the server carries the write out, so far as its own rules (the version) allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    Never,
    AtOnce,
    /// So many units after it was received.
    Late(u32),
}

/// What the answer to the write says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// What the world says: 200 with the credential, 204, or 409.
    True,
    /// A status with an error.
    Status(u16, &'static str),
    /// 429 with `Retry-After`.
    RetryAfter(u64),
    /// 3xx to the second listener.
    Redirect(u16),
    /// The true answer, spoilt.
    Spoilt(Spoil),
}

/// How a 2xx answer is spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    /// A web page that says it is one.
    Html,
    /// A web page that calls itself JSON.
    HtmlAsJson,
    NotJson,
    /// JSON that ends too early, with a matching length.
    CutJson,
    DuplicateKey,
    WrongType,
    OtherUser,
    OtherCredential,
    /// `{}`.
    NoOwner,
    /// `{"errors":[...]}`.
    Errors,
    Oversized,
    Empty,
    NoContent,
    Accepted202,
    /// Not HTTP at all.
    Garbage,
}

/// How the answer's bytes travel. A byte is counted modulo the answer's length, so any number names one before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carriage {
    Whole,
    /// After so many units.
    After(u32),
    /// In little pieces.
    Dribble,
    /// After `100 Continue` and `103 Early Hints`.
    Interim,
    /// Two answers on one connection.
    Twice,
    /// The connection ends at this byte.
    CloseAt(u32),
    /// The connection is reset at this byte.
    ResetAt(u32),
    /// Nothing after this byte, until the client gives up.
    SilentAt(u32),
    /// Reset behind the last byte.
    ResetAfter,
}

/// What happens to the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnWrite {
    pub commit: Commit,
    pub words: Words,
    pub carriage: Carriage,
    pub framing: Framing,
}

/// Which readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The list of credentials and their own pages.
    Both,
    /// The list alone.
    List,
    /// The credentials' own pages alone.
    Pages,
}

/// What happens to a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadHarm {
    /// The state of before. Before the write: of before the last change that the world has seen.
    Stale,
    Status(u16),
    Redirect(u16),
    Delay(u32),
    CloseAt(u32),
    ResetAt(u32),
    SilentAt(u32),
    Html,
    NotJson,
    OtherUser,
}

/// Harm to readings of one phase. Each address counts its own readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnReads {
    pub target: Target,
    /// So many readings first go well.
    pub spare: u32,
    /// So many are then harmed; `None`: all.
    pub times: Option<u32>,
    pub harm: ReadHarm,
}

/// The second operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colleague {
    pub when: Moment,
    /// A reset (or a new value), else an edit with a comment.
    pub resets: bool,
    /// Does it twice.
    pub twice: bool,
}

/// When the second operator acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Just before the write is looked at.
    BeforeWrite,
    /// Just after the server is through with it (a late one: before it is carried out).
    AfterWrite,
    /// So many units after the write was received.
    Later(u32),
}

/// The server's clock and its `Date` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    Right,
    /// Clock and header are so many seconds ahead, or behind.
    Wrong(i32),
    /// The clock is right; a gateway writes a `Date` so many seconds off.
    GatewayWrong(i32),
    NoDate,
}

/// What differs between servers without being wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nature {
    pub clock: Clock,
    /// The step of `version` is not published.
    pub version_step: i32,
    /// Whether the list carries `resetCount` is not published.
    pub list_has_count: bool,
    /// The policy exposes new values in plain. Otherwise a PUK and a ticket come as hashes, and a temporary strong password
    /// as 204.
    pub exposed: bool,
    pub tls: bool,
}

/// Everything that happens to one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script {
    pub nature: Nature,
    pub before: Option<OnReads>,
    /// The line when the write is sent.
    pub sending: Line,
    pub write: OnWrite,
    pub after: Option<OnReads>,
    /// The line after the write, for so many units; `None`: for ever.
    pub settling: Option<(Line, Option<u32>)>,
    pub colleague: Option<Colleague>,
}

/// What the API client alone must say of the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Done,
    NotSent,
    Refused,
    Unknown,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Script {
    /// The server does what it is asked, whatever becomes of the answer, unless a version stands against it.
    pub fn commits(&self) -> bool {
        self.arrives() && self.write.commit != Commit::Never
    }

    /// The request reaches the server.
    pub fn arrives(&self) -> bool {
        self.sending == Line::Open
    }

    /// Readings after the write work: what fails, fails for a while only.
    pub fn reading_works(&self) -> bool {
        let lasting = self.after.is_some_and(|after| after.times.is_none() && after.target != Target::Pages);
        let cut_off = self.settling.is_some_and(|(_, units)| units.is_none());
        !lasting && !cut_off
    }

    /// After all the readings, credesk may still say "cannot tell": readings fail to the end, or a second operator acted.
    pub fn may_be_unsure(&self) -> bool {
        !self.reading_works() || self.colleague.is_some()
    }

    /// Nobody can tell by reading: the write was lost, and a colleague did just the same in the same minute.
    pub fn looks_like_ours(&self) -> bool {
        !self.commits() && self.colleague.is_some_and(|colleague| colleague.resets)
    }

    /// What the API client must say of the write, from the design's table alone. `None` where either of two is right.
    /// `outdated`: a version stood against the write ([`crate::world::Counts::conflicts`]).
    pub fn verdict(&self, op: Op, outdated: bool) -> Option<Verdict> {
        let OnWrite { commit, words, carriage, framing } = self.write;
        match self.sending {
            Line::Open => {}
            Line::CloseUnread | Line::ResetUnread if !self.nature.tls => return Some(Verdict::Unknown),
            // With TLS it is the handshake that ends, and no byte of the request has left by then.
            Line::CloseUnread
            | Line::ResetUnread
            | Line::Refused
            | Line::Full
            | Line::HandshakeCut(_)
            | Line::OtherName
            | Line::Expired
            | Line::Stranger => return Some(Verdict::NotSent),
        }
        let said = match words {
            Words::True if outdated => Verdict::Refused,
            Words::True if commit == Commit::AtOnce => Verdict::Done,
            Words::Status(401 | 403 | 404 | 409 | 412 | 422 | 429, _) | Words::RetryAfter(_) | Words::Redirect(_) => {
                Verdict::Refused
            }
            Words::Spoilt(_) if outdated => return None, // a 409 that is spoilt
            Words::Spoilt(Spoil::NoContent) if op.takes_no_content() => Verdict::Done,
            Words::True | Words::Status(..) | Words::Spoilt(_) => Verdict::Unknown,
        };
        match carriage {
            // Without a length, the second answer is the end of the first one's body.
            Carriage::Twice if framing == Framing::UntilClose && said == Verdict::Done => Some(Verdict::Unknown),
            Carriage::Whole | Carriage::After(_) | Carriage::Dribble | Carriage::Interim | Carriage::Twice => {
                Some(said)
            }
            // The status alone is definitive, and nobody knows whether it came before the cut.
            Carriage::CloseAt(_) | Carriage::ResetAt(_) | Carriage::SilentAt(_) => {
                (said != Verdict::Refused).then_some(Verdict::Unknown)
            }
            Carriage::ResetAfter => None,
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OnWrite { commit, words, carriage, framing } = self.write;
        write!(f, "line {:?}; write {commit:?} {words:?} {carriage:?} {framing:?}", self.sending)?;
        if let Some(before) = self.before {
            write!(f, "; before {before:?}")?;
        }
        if let Some(after) = self.after {
            write!(f, "; after {after:?}")?;
        }
        if let Some(settling) = self.settling {
            write!(f, "; then line {settling:?}")?;
        }
        if let Some(colleague) = self.colleague {
            write!(f, "; colleague {colleague:?}")?;
        }
        let Nature { clock, version_step, list_has_count, exposed, tls } = self.nature;
        write!(f, "; clock {clock:?}, step {version_step}, count listed {list_has_count}, exposed {exposed}, tls {tls}")
    }
}
