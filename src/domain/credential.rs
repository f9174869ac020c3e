//! A credential of a user, without its value.

use crate::domain::id::{CredentialId, PolicyId};
use crate::domain::when::When;
use crate::text::SafeText;

/// The kinds of credential that credesk works on, and all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialKind {
    /// `PUK`.
    Puk,
    /// `Temporary Strong Password`.
    TempStrongPassword,
    /// `Ticket Authorization`.
    Ticket,
    /// `DevicePassword`.
    DevicePassword,
    /// `OTP Card`.
    OtpCard,
    /// Any other type, as the server names it. Shown, never changed.
    Other(SafeText),
}

impl CredentialKind {
    /// Reads the `type` of a credential. Page get-credentials, with its exact spelling.
    pub fn parse(raw: &str) -> Self {
        match raw {
            "PUK" => Self::Puk,
            "Temporary Strong Password" => Self::TempStrongPassword,
            "Ticket Authorization" => Self::Ticket,
            "DevicePassword" => Self::DevicePassword,
            "OTP Card" => Self::OtpCard,
            _ => Self::Other(SafeText::new(raw)),
        }
    }

    /// The name for an operator.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Puk => "PUK",
            Self::TempStrongPassword => "Temporary strong password",
            Self::Ticket => "Ticket",
            Self::DevicePassword => "Device password",
            Self::OtpCard => "OTP card",
            Self::Other(text) if text.is_empty() => "unknown type",
            Self::Other(text) => text.as_str(),
        }
    }
}

/// The state of a credential (`stateName`). Page get-credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialState {
    /// `initial`: a new value that was not used yet.
    Initial,
    /// `active`.
    Active,
    /// `tmp-locked`: locked for a while after failed logins.
    TmpLocked,
    /// `fail-locked`: locked for good after failed logins.
    FailLocked,
    /// `reset-code`.
    ResetCode,
    /// `admin-changed`.
    AdminChanged,
    /// `disabled`.
    Disabled,
    /// `archived`.
    Archived,
    /// None, or one that is not published.
    Other(SafeText),
}

impl CredentialState {
    /// The states that may be asked for in an edit, in the order of the published list.
    pub const SETTABLE: [Self; 8] = [
        Self::Initial,
        Self::Active,
        Self::TmpLocked,
        Self::FailLocked,
        Self::ResetCode,
        Self::AdminChanged,
        Self::Disabled,
        Self::Archived,
    ];

    /// Reads a state. `url-ticket` spells it with underscores, so both signs are taken.
    pub fn parse(raw: &str) -> Self {
        match raw.replace('_', "-").as_str() {
            "initial" => Self::Initial,
            "active" => Self::Active,
            "tmp-locked" => Self::TmpLocked,
            "fail-locked" => Self::FailLocked,
            "reset-code" => Self::ResetCode,
            "admin-changed" => Self::AdminChanged,
            "disabled" => Self::Disabled,
            "archived" => Self::Archived,
            _ => Self::Other(SafeText::new(raw)),
        }
    }

    /// nevisIDM's own word, as the API takes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Initial => "initial",
            Self::Active => "active",
            Self::TmpLocked => "tmp-locked",
            Self::FailLocked => "fail-locked",
            Self::ResetCode => "reset-code",
            Self::AdminChanged => "admin-changed",
            Self::Disabled => "disabled",
            Self::Archived => "archived",
            Self::Other(text) if text.is_empty() => "unknown",
            Self::Other(text) => text.as_str(),
        }
    }

    /// True where nobody can sign in with it at the moment. Page credential-state.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::TmpLocked | Self::FailLocked | Self::Disabled | Self::Archived)
    }
}

/// A credential as the server tells of it. Everything but its place and kind may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its external ID. PUK, ticket and temporary strong password are addressed by the user alone and may lack one.
    pub id: Option<CredentialId>,
    /// What it is.
    pub kind: CredentialKind,
    /// Its state.
    pub state: CredentialState,
    /// The policy in use.
    pub policy: Option<PolicyId>,
    /// For optimistic locking.
    pub version: Option<i32>,
    /// How often it was reset. An OTP card has none.
    pub reset_count: Option<i32>,
    /// Failed logins since the last success, initialisation or reset.
    pub failed_logins: Option<i32>,
    /// Last successful login.
    pub last_success: Option<When>,
    /// Last failed login.
    pub last_failure: Option<When>,
    /// Last change.
    pub last_modified: Option<When>,
    /// Why the state last changed, for example `reset` or `changed-by-admin`.
    pub state_reason: Option<SafeText>,
    /// Comment of the last modification.
    pub comment: Option<SafeText>,
    /// End of validity.
    pub valid_to: Option<When>,
}

impl Credential {
    /// The same credential, with the place and policy that another reading knew where this one does not tell.
    #[must_use]
    pub fn completed_by(self, other: &Self) -> Self {
        Self { id: self.id.or_else(|| other.id.clone()), policy: self.policy.or_else(|| other.policy.clone()), ..self }
    }

    /// Whether this is the same credential as another reading shows: the same external ID, or the same kind where
    /// there can be only one of it.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.id == other.id
    }
}
