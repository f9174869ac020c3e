//! Many changes in one run: which list they belong to, what the journal knows of earlier runs of it, and what is told of
//! each user of the list in the end.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::credential::CredentialKind;
use crate::domain::id::{CredentialId, LoginId, UserRef};
use crate::domain::otp_card::OtpCard;
use crate::domain::record::OperationId;
use crate::secret::Secret;

/// A list of users and what is done with each, by a digest of its meaning, and which round it is: a list that is done once
/// more on purpose begins a new one. Drawn as `9f86d081884c7d65-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId {
    /// What tells one list from another.
    pub list: u64,
    /// Counted from one.
    pub round: u32,
}

impl BatchId {
    /// Reads what [`Display`](fmt::Display) writes, and nothing else.
    pub fn parse(raw: &str) -> Option<Self> {
        let (list, round) = raw.split_once('-')?;
        let read = Self { list: u64::from_str_radix(list, 16).ok()?, round: round.parse().ok()? };
        (read.round > 0 && read.to_string() == raw).then_some(read)
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}", self.list, self.round)
    }
}

/// What became of an earlier change, as far as the journal knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// Carried out.
    Done,
    /// Not sent, refused, or not carried out as readings show: it may be tried again.
    Nothing,
    /// Nobody knows yet; readings will tell.
    Unknown,
    /// Readings could not tell, and somebody has taken note of that.
    GivenUp,
}

/// A change that an earlier run of a list has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Which operation.
    pub id: OperationId,
    /// Of which list.
    pub batch: BatchId,
    /// Whose credential.
    pub at: UserRef,
    /// The login ID.
    pub login_id: LoginId,
    /// What kind of credential.
    pub kind: CredentialKind,
    /// Which one, where it has an external ID.
    pub credential: Option<CredentialId>,
    /// When it was confirmed.
    pub confirmed: Timestamp,
    /// What became of it.
    pub became: Became,
    /// Carried out, and nobody has noted that the user was served.
    pub open: bool,
}

/// What became of one user of a list, in a word that never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Carried out.
    CarriedOut,
    /// Carried out, and the value that was to be put out was lost on the way.
    ValueLost,
    /// Refused by the server, or by a rule.
    Refused,
    /// Never sent.
    NotSent,
    /// Sent, and not carried out, as readings show.
    NotCarriedOut,
    /// Nobody knows.
    Unknown,
    /// The run ended before.
    NotTried,
    /// An earlier run has done it.
    Skipped,
    /// It would be done, were this not only tried.
    WouldBeDone,
}

impl Fate {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 9] = [
        Self::CarriedOut,
        Self::WouldBeDone,
        Self::Skipped,
        Self::ValueLost,
        Self::Refused,
        Self::NotSent,
        Self::NotCarriedOut,
        Self::Unknown,
        Self::NotTried,
    ];

    /// The word for programs; for people it is read with spaces.
    pub fn word(self) -> &'static str {
        match self {
            Self::CarriedOut => "carried-out",
            Self::ValueLost => "value-lost",
            Self::Refused => "refused",
            Self::NotSent => "not-sent",
            Self::NotCarriedOut => "not-carried-out",
            Self::Unknown => "unknown",
            Self::NotTried => "not-tried",
            Self::Skipped => "skipped",
            Self::WouldBeDone => "would-be-done",
        }
    }

    /// True where somebody has to find out what the user holds now.
    pub fn is_in_doubt(self) -> bool {
        matches!(self, Self::Unknown | Self::ValueLost)
    }

    /// True where all is well with this user.
    pub fn is_well(self) -> bool {
        matches!(self, Self::CarriedOut | Self::Skipped | Self::WouldBeDone)
    }
}

/// A new value that is put out with its row.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// None was asked for, or none came.
    #[default]
    None,
    /// A value to read out.
    Text(Arc<Secret>),
    /// A card.
    Card(Arc<OtpCard>),
}

/// What is told of one user of a list.
#[derive(Debug)]
pub struct Told {
    /// The line of the list, counted from one.
    pub line: usize,
    /// The external ID of the client, as far as it is known.
    pub client: Option<String>,
    /// The login ID, as the list has it.
    pub login_id: String,
    /// The operation, where one was confirmed now or in an earlier run.
    pub operation: Option<OperationId>,
    /// What became of it.
    pub fate: Fate,
    /// The same in whole sentences.
    pub sentence: String,
    /// The new value.
    pub value: Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_read_as_it_is_written_and_not_otherwise() {
        let id = BatchId { list: 0x009f_86d0, round: 12 };
        assert_eq!(id.to_string(), "00000000009f86d0-12");
        assert_eq!(BatchId::parse("00000000009f86d0-12"), Some(id));
        for raw in ["", "9f86d0-12", "00000000009f86d0", "00000000009f86d0-0", "00000000009F86D0-1"] {
            assert_eq!(BatchId::parse(raw), None, "{raw}");
        }
        assert_eq!(BatchId::parse("+0000000009f86d0-1"), None);
    }

    #[test]
    fn every_fate_has_a_word_of_its_own() {
        for (place, fate) in Fate::ALL.into_iter().enumerate() {
            assert_eq!(Fate::ALL.iter().position(|other| other.word() == fate.word()), Some(place));
        }
    }
}
