//! A change whose outcome nobody knows, and what a later reading says about it.
//!
//! Readings decide, never another attempt. The journal and the readings by schedule come later; the rule stands here.

use std::time::Duration;

use crate::domain::credential::Credential;
use crate::domain::id::UserRef;

/// A change of this session whose outcome nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Whose credential.
    pub at: UserRef,
    /// The credential as it was read before the change was sent.
    pub before: Credential,
    /// The change would have raised the reset count by one. An edit, and an OTP card's replacement, do not.
    pub raises_count: bool,
    /// The time in which the change could still arrive is over.
    pub settled: bool,
}

/// What a reading says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was carried out.
    Happened,
    /// More was changed than this one change.
    MoreThanOnce,
    /// It was not carried out.
    DidNotHappen,
    /// Nothing has changed yet, and it could still arrive.
    StillOpen,
}

impl Doubt {
    /// So long after the outcome became unknown, a change that has not arrived will not arrive any more. Must exceed the
    /// time after which the server's own gateway gives up.
    pub const SETTLES_AFTER: Duration = Duration::from_mins(1);

    /// What a newer reading of the same credential says. The step of `version` is not published, so only its changing
    /// counts; the step of `resetCount` is one (page regenerate-puk).
    pub fn verdict(&self, now: &Credential) -> Verdict {
        let before = &self.before;
        let counts = now.reset_count.zip(before.reset_count).filter(|_| self.raises_count);
        let raised = counts.map(|(now, before)| now.saturating_sub(before));
        let changed = now.version != before.version || now.last_modified != before.last_modified;
        match (raised, changed) {
            (Some(1), _) | (None, true) => Verdict::Happened,
            (Some(0) | None, false) if self.settled => Verdict::DidNotHappen,
            (Some(0) | None, false) => Verdict::StillOpen,
            (Some(_), _) => Verdict::MoreThanOnce, // also without a reset of ours: somebody else has changed it
        }
    }
}

impl Verdict {
    /// The sentence for the operator; none while it is open.
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Happened => Some("The change was carried out. A value that was reset no longer works."),
            Self::MoreThanOnce => Some("Changed more than once: at least one change is not yours. Look first."),
            Self::DidNotHappen => Some("The change was not carried out. It may be done again."),
            Self::StillOpen => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::credential::{CredentialKind, CredentialState};
    use crate::domain::id::{ClientId, UserId};

    fn credential(kind: CredentialKind, version: i32, reset_count: Option<i32>) -> Credential {
        Credential {
            id: None,
            kind,
            state: CredentialState::Active,
            policy: None,
            version: Some(version),
            reset_count,
            failed_logins: None,
            last_success: None,
            last_failure: None,
            last_modified: None,
            state_reason: None,
            comment: None,
            valid_to: None,
        }
    }

    fn doubt(before: Credential, settled: bool) -> Doubt {
        let raises_count = before.kind == CredentialKind::Puk;
        let at = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1").unwrap() };
        Doubt { at, before, raises_count, settled }
    }

    #[test]
    fn the_reset_count_decides_where_there_is_one() {
        let puk = |version, count| credential(CredentialKind::Puk, version, Some(count));
        let open = doubt(puk(7, 2), false);
        assert_eq!(open.verdict(&puk(8, 3)), Verdict::Happened);
        assert_eq!(open.verdict(&puk(9, 4)), Verdict::MoreThanOnce);
        assert_eq!(open.verdict(&puk(8, 2)), Verdict::MoreThanOnce, "somebody else's edit");
        assert_eq!(open.verdict(&puk(7, 2)), Verdict::StillOpen);
        assert_eq!(doubt(puk(7, 2), true).verdict(&puk(7, 2)), Verdict::DidNotHappen);
    }

    #[test]
    fn a_card_has_no_count_so_its_version_decides() {
        let card = |version| credential(CredentialKind::OtpCard, version, None);
        assert_eq!(doubt(card(1), false).verdict(&card(2)), Verdict::Happened);
        assert_eq!(doubt(card(1), true).verdict(&card(1)), Verdict::DidNotHappen);
    }
}
