//! Telling a hash from a value that can be read out.
//!
//! nevisIDM answers with hashes "with message digest algorithm prefix" (pages regenerate-puk, regenerate-ticket) and
//! does not publish how the prefix is written. A hash read out on the telephone is a caller locked out, so every
//! likely way of writing it is recognised: `{ALG}value`, `ALG:value`, `ALG$value`, and bcrypt's own `$2a$...`.

const ALGORITHMS: [&str; 13] = [
    "SHA", "SSHA", "SHA1", "SHA-1", "SHA-256", "SHA256", "SSHA256", "SSHA-256", "SHA-512", "SHA512", "SSHA512",
    "BCRYPT", "PBKDF2",
];

/// True where the value begins with the name of a digest algorithm, in any letter case.
pub fn is_hash(value: &str) -> bool {
    let value = value.trim_start();
    let named = |name: &str| ALGORITHMS.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    if let Some(rest) = value.strip_prefix('{') {
        return rest.split_once('}').is_some_and(|(name, _)| named(name));
    }
    let bcrypt = value.as_bytes();
    if let [b'$', b'2', b'a' | b'b' | b'x' | b'y' | b'A' | b'B' | b'X' | b'Y', b'$', ..] = bcrypt {
        return true;
    }
    value.find([':', '$']).is_some_and(|at| named(&value[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_prefix_is_a_hash() {
        for value in [
            "{SSHA256}q1w2e3==",
            "{ssha}abc",
            "{SHA-256}abc",
            "SHA:abc",
            "ssha256:abc",
            "SHA256$salt$abc",
            "bcrypt$12$abc",
            "$2a$12$abcdefghijklmnopqrstuu",
            "$2b$10$x",
            "{BCRYPT}$2a$12$abc",
            " {SHA}abc",
        ] {
            assert!(is_hash(value), "{value}");
        }
    }

    #[test]
    fn anything_else_is_plain() {
        for value in ["kT7w9QxBm2Lp0yZa", "SHA", "shaggy:dog", "{x}", "$20$", "{SHA", "a$b", "", "5SHA:1"] {
            assert!(!is_hash(value), "{value}");
        }
    }
}
