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

/// An answer about user 1034, with further fields: `"puk":"x"`.
pub fn about_user(fields: &str) -> String {
    format!(r#"{{"userExtId":"1034",{fields}}}"#)
}

/// An answer about the user's card, with further fields.
pub fn about_card(fields: &str) -> String {
    about_user(&format!(r#""extId":"otp-7",{fields}"#))
}
