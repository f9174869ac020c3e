//! The stored form of a credential's value: really computed, salted, with the name of the algorithm before it.
//! The pages say only "hashed value with message digest algorithm prefix" ("regenerate-puk", "update-device-password-1");
//! the braces and the order digest-then-salt are those of LDAP's `userPassword` (`{SSHA}`), which the names come from.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fastrand::Rng;
use ring::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256};

/// In bytes.
const SALT_LENGTH: usize = 8;

/// Hashes a value under a policy's `hashAlgorithm`; anything but `SSHA` counts as the default, `SSHA256`.
pub(super) fn hash(value: &str, algorithm: &str, rng: &mut Rng) -> String {
    let (name, algorithm) = match algorithm {
        "SSHA" => ("SSHA", &SHA1_FOR_LEGACY_USE_ONLY),
        _ => ("SSHA256", &SHA256),
    };
    let mut salt = [0; SALT_LENGTH];
    rng.fill(&mut salt);
    let mut bytes = salted(value, &salt, algorithm);
    bytes.extend_from_slice(&salt);
    format!("{{{name}}}{}", STANDARD.encode(bytes))
}

/// Whether a value is the one that was hashed.
pub(super) fn matches(value: &str, hashed: &str) -> bool {
    let (algorithm, encoded) = if let Some(rest) = hashed.strip_prefix("{SSHA256}") {
        (&SHA256, rest)
    } else if let Some(rest) = hashed.strip_prefix("{SSHA}") {
        (&SHA1_FOR_LEGACY_USE_ONLY, rest)
    } else {
        return false;
    };
    let Ok(bytes) = STANDARD.decode(encoded) else { return false };
    bytes
        .split_at_checked(algorithm.output_len())
        .is_some_and(|(digest, salt)| salted(value, salt, algorithm) == digest)
}

fn salted(value: &str, salt: &[u8], algorithm: &'static Algorithm) -> Vec<u8> {
    let mut context = Context::new(algorithm);
    context.update(value.as_bytes());
    context.update(salt);
    context.finish().as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_its_algorithm_and_fits_its_value_only() {
        for (algorithm, prefix) in [("SSHA256", "{SSHA256}"), ("SSHA", "{SSHA}"), ("", "{SSHA256}")] {
            let hashed = hash("Grüezi-42", algorithm, &mut Rng::with_seed(7));
            assert!(hashed.starts_with(prefix), "{hashed}");
            assert!(matches("Grüezi-42", &hashed));
            assert!(!matches("Grüezi-43", &hashed));
        }
    }

    #[test]
    fn the_salt_makes_two_hashes_of_one_value_differ() {
        let mut rng = Rng::with_seed(7);
        assert_ne!(hash("same", "SSHA256", &mut rng), hash("same", "SSHA256", &mut rng));
    }
}
