//! What one reading says about a credential whose change has an unknown outcome, and the fingerprints in it.
//!
//! Holds no value, no hash and no card: a fingerprint tells "the same or not", and nothing else without its key.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use zeroize::Zeroizing;

use crate::domain::credential::Credential;

/// A keyed fingerprint of a hash, a card or a comment: HMAC-SHA256 (RFC 2104), cut to its first 16 bytes. Two fingerprints
/// can be compared only where they were made with the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Of these bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Display`](fmt::Display) writes, and nothing else: 32 digits of `0` to `9` and `a` to `f`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let mut bytes = [0; 16];
        if digits.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The key that fingerprints are made with. Wiped when its last clone is dropped, and never printed.
#[derive(Clone)]
pub struct FingerprintKey(Arc<Zeroizing<[u8; 32]>>);

impl FingerprintKey {
    /// A key of these bytes. They must come from the operating system's randomness; the caller wipes its own copy.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }

    /// The bytes themselves: to make a fingerprint, and to keep the key where the journal is kept.
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
    /// The credential as the list of the user's credentials has it; `None` where it is not in the list any more.
    pub credential: Option<Credential>,
    /// The fingerprint of the hash, or of a card's cells, as the credential's own page gives it. `None` says nothing: there
    /// is no such page (PUK), it may not be read, or it does not show the same state as the list.
    pub value: Option<Fingerprint>,
    /// The fingerprint of the modification comment; `None` where the list has none.
    pub comment: Option<Fingerprint>,
    /// How far the server's clock is ahead of ours, in whole seconds; negative where it is behind. From the `Date` header
    /// (RFC 9110, section 6.6.1) at its arrival, so one second and the time of the way back may be missing. `None` where
    /// the answer has none, or none that can be read.
    pub ahead: Option<SignedDuration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "000102030405060708090a0b0c0dfeff";

    #[test]
    fn a_fingerprint_is_read_as_it_was_written() {
        let fingerprint = Fingerprint::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 254, 255]);
        assert_eq!(fingerprint.to_string(), TEXT);
        assert_eq!(Fingerprint::parse(TEXT), Some(fingerprint));
        for other in [
            "",
            "0",
            &TEXT[2..],
            &format!("{TEXT}00"),
            &TEXT.to_uppercase(),
            &TEXT.replace("0a", "0g"),
            &TEXT.replace("00", "+0"),
            &TEXT.replace("00", " 0"),
            &TEXT.replace("00", "é"),
        ] {
            assert_eq!(Fingerprint::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_key_is_shared_by_its_clones_and_never_printed() {
        let key = FingerprintKey::new([7; 32]);
        let clone = key.clone();
        assert!(std::ptr::eq(key.bytes(), clone.bytes()));
        assert_eq!((format!("{clone:?}").as_str(), clone.bytes()), ("FingerprintKey(..)", &[7; 32]));
    }
}
