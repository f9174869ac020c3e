//! Values that look random and are not: each is drawn from the sandbox's seed and the name of what it is for,
//! so the same seed and the same requests give the same values in whatever order the reads came between.
//! Nothing here may be used for a real secret.

use fastrand::Rng;
use ring::digest::{SHA256, digest};

/// A generator of its own for one purpose, for example `["value", "puk-1001", "4"]`.
pub(super) fn rng(seed: u64, purpose: &[&str]) -> Rng {
    let mut text = seed.to_string();
    for part in purpose {
        text.push('/');
        text.push_str(part);
    }
    let hash = digest(&SHA256, text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_ref()[..8]);
    Rng::with_seed(u64::from_le_bytes(first))
}

/// So many characters of an alphabet; nothing if the alphabet is empty.
pub(super) fn text(rng: &mut Rng, alphabet: &str, length: usize) -> String {
    let characters: Vec<char> = alphabet.chars().collect();
    if characters.is_empty() {
        return String::new();
    }
    (0..length).map(|_| characters[rng.usize(..characters.len())]).collect()
}
