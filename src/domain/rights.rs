//! What the operator may do: elementary permissions of nevisIDM, and what each operation needs.

use std::collections::BTreeSet;

use crate::domain::credential::CredentialKind;

/// See credentials.
pub const CREDENTIAL_VIEW: &str = "AccessControl.CredentialView";
/// Change credentials.
pub const CREDENTIAL_MODIFY: &str = "AccessControl.CredentialModify";
/// Act on one's own credentials.
pub const SELF_ADMIN: &str = "AccessControl.SelfAdmin";

/// The operator's elementary permissions, from `GET /principal/v1/permissions` (page get-caller-user-permissions).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights {
    held: BTreeSet<String>,
}

impl Rights {
    /// The permissions as the server lists them, with their `AccessControl.` prefix.
    pub fn new(held: impl IntoIterator<Item = String>) -> Self {
        Self { held: held.into_iter().collect() }
    }

    fn has(&self, permission: &str) -> bool {
        self.held.contains(permission)
    }

    /// The first permission that is missing to change a credential of this kind, if any.
    ///
    /// Self-admins may reset their temporary strong password and replace their OTP card, and nothing else
    /// (pages reset-temp-strong-password, replace-otp-secret).
    pub fn missing_to_change(&self, kind: &CredentialKind, self_admin: bool) -> Option<&'static str> {
        let own = matches!(kind, CredentialKind::TempStrongPassword | CredentialKind::OtpCard);
        if self_admin && own && self.has(SELF_ADMIN) {
            return None;
        }
        [CREDENTIAL_VIEW, CREDENTIAL_MODIFY].into_iter().find(|needed| !self.has(needed))
    }

    /// The permission that is missing to read a credential, if any.
    pub fn missing_to_view(&self, self_admin: bool) -> Option<&'static str> {
        let held = self.has(CREDENTIAL_VIEW) || (self_admin && self.has(SELF_ADMIN));
        (!held).then_some(CREDENTIAL_VIEW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(held: &[&str]) -> Rights {
        Rights::new(held.iter().map(|right| (*right).to_owned()))
    }

    #[test]
    fn the_missing_permission_is_named() {
        let viewer = rights(&[CREDENTIAL_VIEW]);
        assert_eq!(viewer.missing_to_change(&CredentialKind::Puk, false), Some(CREDENTIAL_MODIFY));
        assert_eq!(rights(&[CREDENTIAL_VIEW, CREDENTIAL_MODIFY]).missing_to_change(&CredentialKind::Puk, false), None);
    }

    #[test]
    fn a_self_admin_may_do_two_of_the_five() {
        let own = rights(&[SELF_ADMIN]);
        assert_eq!(own.missing_to_change(&CredentialKind::TempStrongPassword, true), None);
        assert_eq!(own.missing_to_change(&CredentialKind::OtpCard, true), None);
        assert_eq!(own.missing_to_change(&CredentialKind::Ticket, true), Some(CREDENTIAL_VIEW));
        assert_eq!(own.missing_to_change(&CredentialKind::OtpCard, false), Some(CREDENTIAL_VIEW));
    }
}
