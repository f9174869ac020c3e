//! A change to a credential that exists: state, policy, comment, and for a device password a new value.

use std::sync::Arc;

use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::id::PolicyId;
use crate::domain::policy::Policy;
use crate::secret::Secret;

/// What to change; what is `None` stays as it is ("only provided fields will be updated", page update-device-password-1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The new state.
    pub state: Option<CredentialState>,
    /// The new policy.
    pub policy: Option<PolicyId>,
    /// The comment on this modification.
    pub comment: Option<String>,
    /// The new value of a device password.
    pub password: Option<Arc<Secret>>,
}

/// One line of "before and after".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field, in words.
    pub field: &'static str,
    /// What it is now.
    pub before: String,
    /// What it will be.
    pub after: String,
}

impl Edit {
    /// The longest comment that credesk sends. nevisIDM publishes no limit.
    pub const LONGEST_COMMENT: usize = 500;

    /// True where nothing would be changed.
    pub fn is_empty(&self) -> bool {
        self.state.is_none() && self.policy.is_none() && self.comment.is_none() && self.password.is_none()
    }

    /// The names of what is changed, for the journal.
    pub fn fields(&self) -> Vec<String> {
        let given = [
            ("state", self.state.is_some()),
            ("policy", self.policy.is_some()),
            ("comment", self.comment.is_some()),
            ("password", self.password.is_some()),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(name, _)| name.to_owned()).collect()
    }

    /// Whether nevisIDM publishes a way to edit such a credential. For OTP cards it does not.
    pub fn is_published_for(kind: &CredentialKind) -> bool {
        match kind {
            CredentialKind::Puk
            | CredentialKind::TempStrongPassword
            | CredentialKind::Ticket
            | CredentialKind::DevicePassword => true,
            CredentialKind::OtpCard | CredentialKind::Other(_) => false,
        }
    }

    /// What this edit does to the credential, field by field. Never holds a value of a password.
    pub fn differences(&self, credential: &Credential, policies: &[Policy]) -> Vec<Difference> {
        let mut lines = Vec::new();
        if let Some(state) = &self.state {
            let (before, after) = (credential.state.as_str().to_owned(), state.as_str().to_owned());
            lines.push(Difference { field: "state", before, after });
        }
        if let Some(policy) = &self.policy {
            let before = credential.policy.as_ref().map_or_else(|| "none".into(), |id| policy_name(id, policies));
            lines.push(Difference { field: "policy", before, after: policy_name(policy, policies) });
        }
        if let Some(comment) = &self.comment {
            let before = credential.comment.as_ref().map_or_else(|| "none".into(), ToString::to_string);
            lines.push(Difference { field: "comment", before, after: comment.clone() });
        }
        if let Some(password) = &self.password {
            let after = format!("a new one of {} characters", password.count());
            lines.push(Difference { field: "password", before: "the present one".into(), after });
        }
        lines
    }
}

fn policy_name(id: &PolicyId, policies: &[Policy]) -> String {
    policies.iter().find(|policy| policy.id == *id).map_or_else(|| id.to_string(), |policy| policy.name.to_string())
}

/// What differs between two readings of one credential: for the review after a conflict.
pub fn changes_between(before: &Credential, after: &Credential) -> Vec<Difference> {
    let number = |value: Option<i32>| value.map_or_else(|| "none".into(), |number| number.to_string());
    let text = |value: Option<&dyn ToString>| value.map_or_else(|| "none".into(), ToString::to_string);
    let rows = [
        ("version", number(before.version), number(after.version)),
        ("state", before.state.as_str().to_owned(), after.state.as_str().to_owned()),
        ("policy", text(before.policy.as_ref().map(|id| id as _)), text(after.policy.as_ref().map(|id| id as _))),
        ("reset count", number(before.reset_count), number(after.reset_count)),
        (
            "comment",
            text(before.comment.as_ref().map(|text| text as _)),
            text(after.comment.as_ref().map(|text| text as _)),
        ),
    ];
    rows.into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| Difference { field, before, after })
        .collect()
}
