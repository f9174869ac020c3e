//! SHA-256 sums, and how they are written: 64 hexadecimal digits in small letters, and in no other way.

use std::fmt::Write;

use ring::digest::{Context, SHA256};

/// A SHA-256 sum.
pub type Sum = [u8; 32];

/// The sum over several parts, one after the other.
pub fn sum(parts: &[&[u8]]) -> Sum {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut sum = Sum::default();
    sum.copy_from_slice(context.finish().as_ref()); // both have 32 bytes
    sum
}

/// Its digits.
pub fn digits(sum: &Sum) -> String {
    sum.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads what [`digits`] writes.
pub fn read(digits: &[u8]) -> Option<Sum> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut sum = Sum::default();
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != sum.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in sum.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_it_is_written_and_not_otherwise() {
        // FIPS 180-2, appendix B.1.
        let abc = sum(&[b"a", b"bc"]);
        assert_eq!(digits(&abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(read(digits(&abc).as_bytes()), Some(abc));
        for wrong in [digits(&abc).to_uppercase(), digits(&abc)[1..].to_owned(), format!("{}0", digits(&abc))] {
            assert_eq!(read(wrong.as_bytes()), None);
        }
    }
}
