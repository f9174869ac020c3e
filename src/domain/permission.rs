//! Whether a change makes sense and is allowed, before anybody confirms it: the console and the command line ask this one
//! table. The server decides in the end; what is refused here would be refused there too, or do harm.

use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::edit::Edit;
use crate::domain::rights::Rights;
use crate::domain::user::{User, UserState};

/// What is to be done with a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Its operation: reset, regenerate, replace, or a new device password.
    Operate,
    /// Other values of state, policy or comment.
    Edit,
}

/// What the place of work has to do with it.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Nothing is changed in this session.
    pub read_only: bool,
    /// The operator acts on own credentials.
    pub self_admin: bool,
    /// What the operator may do, where that is known.
    pub rights: Option<&'a Rights>,
    /// Why nothing may be sent about this credential now; see [`crate::domain::case`].
    pub locked: Option<&'a str>,
}

/// Why it cannot be done, as a part of a sentence: "this session is read-only". `None` where nothing speaks against it.
pub fn objection(
    wish: Wish,
    user: Option<&User>,
    credential: &Credential,
    surroundings: &Surroundings<'_>,
) -> Option<String> {
    if let CredentialKind::Other(name) = &credential.kind {
        return Some(format!("credesk does not change credentials of the type {name}"));
    }
    if surroundings.read_only {
        return Some("this session is read-only".into());
    }
    if user.is_some_and(|user| user.state == UserState::Archived) {
        return Some("this user is archived".into());
    }
    if wish == Wish::Operate && credential.state == CredentialState::Archived {
        return Some("this credential is archived".into());
    }
    if wish == Wish::Edit && !Edit::is_published_for(&credential.kind) {
        return Some("nevisIDM publishes no way to edit an OTP card".into());
    }
    if let Some(why) = surroundings.locked {
        return Some(why.into());
    }
    let own = surroundings.self_admin && wish == Wish::Operate;
    let missing = surroundings.rights.and_then(|rights| rights.missing_to_change(&credential.kind, own));
    missing.map(|permission| format!("needs {permission}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(kind: CredentialKind, state: CredentialState) -> Credential {
        Credential {
            id: None,
            kind,
            state,
            policy: None,
            version: None,
            reset_count: None,
            failed_logins: None,
            last_success: None,
            last_failure: None,
            last_modified: None,
            state_reason: None,
            comment: None,
            valid_to: None,
        }
    }

    #[test]
    fn what_is_archived_is_not_reset_and_can_be_edited() {
        let archived = credential(CredentialKind::Puk, CredentialState::Archived);
        let here = Surroundings { read_only: false, self_admin: false, rights: None, locked: None };
        assert_eq!(objection(Wish::Operate, None, &archived, &here).as_deref(), Some("this credential is archived"));
        assert_eq!(objection(Wish::Edit, None, &archived, &here), None);
    }

    #[test]
    fn the_right_to_reset_ones_own_is_not_one_to_edit() {
        let own = Rights::new(["AccessControl.SelfAdmin".to_owned()]);
        let here = Surroundings { read_only: false, self_admin: true, rights: Some(&own), locked: None };
        let password = credential(CredentialKind::TempStrongPassword, CredentialState::Active);
        assert_eq!(objection(Wish::Operate, None, &password, &here), None);
        let missing = objection(Wish::Edit, None, &password, &here);
        assert_eq!(missing.as_deref(), Some("needs AccessControl.CredentialView"));
    }
}
