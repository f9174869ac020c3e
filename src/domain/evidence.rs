//! What one reading says about one credential, to be held against how it stood before a change was sent.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use zeroize::Zeroizing;

use crate::domain::credential::Credential;

/// A keyed fingerprint of a hash, a card or a comment: tells "the same" from "another", and nothing else. HMAC-SHA256
/// (RFC 2104), cut to its first 16 bytes; two can be compared only where they were made with the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// Reads its 32 hexadecimal digits, as [`Display`](fmt::Display) writes them and not otherwise.
    pub fn parse(raw: &str) -> Option<Self> {
        let digits = raw.len() == 32 && raw.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| u128::from_str_radix(raw, 16).ok()).flatten().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// The key of all fingerprints of one journal. Without it a fingerprint tells nothing about what it was taken of.
#[derive(Clone)]
pub struct FingerprintKey(Arc<Zeroizing<[u8; 32]>>);

impl FingerprintKey {
    /// Takes 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FingerprintKey(..)")
    }
}

/// What one reading says about one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The credential; none where the list does not hold it any more.
    pub credential: Option<Credential>,
    /// Of the hash or a card's cells, as the credential's own page gives it. None says nothing: there is no such page (a
    /// PUK), it may not be read, or it does not show the same state as the list.
    pub value: Option<Fingerprint>,
    /// Of the modification comment; none where the list has none.
    pub comment: Option<Fingerprint>,
    /// How far the server's clock, by its `Date` header (RFC 9110, section 6.6.1), is ahead of ours, in whole seconds;
    /// negative where it is behind. Taken when the answer arrives, so one second and the way back may be missing. None
    /// where there is no such header, or none that can be read.
    pub ahead: Option<SignedDuration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_is_written() {
        let print = Fingerprint([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(print.to_string(), "000102030405060708090a0b0c0d0eff");
        assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
        let text = print.to_string();
        for other in [
            "",
            "0",
            &text[2..],
            &format!("{text}00"),
            &text.to_uppercase(),
            &text.replace("0a", "0g"),
            &text.replace("00", "+0"),
            &text.replace("00", " 0"),
            &text.replace("00", "é"),
        ] {
            assert_eq!(Fingerprint::parse(other), None, "{other}");
        }
        assert_eq!(format!("{:?}", FingerprintKey::new([7; 32])), "FingerprintKey(..)");
    }
}
