//! One user with a card, as most tests ask for it.

use credesk::domain::id::{ClientId, CredentialId, UserId, UserRef};

/// User 1034 of client 1000.
pub fn user() -> UserRef {
    UserRef { client: ClientId::parse("1000").unwrap(), user: UserId::parse("1034").unwrap() }
}

/// A credential `otp-7`.
pub fn card() -> CredentialId {
    CredentialId::parse("otp-7").unwrap()
}
