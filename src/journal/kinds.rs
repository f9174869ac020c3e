//! The words for kinds of credentials, and how any table of words is read in both directions.

use crate::domain::credential::CredentialKind;

const KINDS: [(&str, CredentialKind); 5] = [
    ("puk", CredentialKind::Puk),
    ("temporary-strong-password", CredentialKind::TempStrongPassword),
    ("ticket", CredentialKind::Ticket),
    ("device-password", CredentialKind::DevicePassword),
    ("otp-card", CredentialKind::OtpCard),
];

/// The word for something, in a table.
pub fn word<T: PartialEq>(words: &[(&'static str, T)], meant: &T) -> Option<String> {
    words.iter().find(|(_, known)| known == meant).map(|(word, _)| (*word).to_owned())
}

/// What a word of a table means.
pub fn meant<T: Clone>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meant)| meant.clone())
}

/// The kind of credential that a word means.
pub fn kind_of(word: &str) -> Option<CredentialKind> {
    meant(&KINDS, word)
}

/// The word for a kind of credential; none for one that credesk never changes.
pub fn kind_word(kind: &CredentialKind) -> Option<String> {
    word(&KINDS, kind)
}
