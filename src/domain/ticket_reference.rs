//! The reference of a helpdesk's own ticket, under which a change is done: `INC-4711`. Not to be mixed up with nevisIDM's
//! credential of that name.

use std::fmt;

/// A reference that can stand in a journal and in a modification comment, and reads the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketReference(String);

/// Why a text is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoReference;

impl fmt::Display for NoReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "A ticket reference has 1 to {} characters: letters A to Z, digits, and any of - _ . / # : between them.",
            TicketReference::LONGEST
        )
    }
}

impl TicketReference {
    /// The most characters.
    pub const LONGEST: usize = 40;

    /// Reads what was given; nothing is cut off or corrected.
    ///
    /// # Errors
    /// It holds anything that could be read in two ways, or is too long.
    pub fn parse(raw: &str) -> Result<Self, NoReference> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        let fits = (1..=Self::LONGEST).contains(&raw.len())
            && raw.bytes().all(|byte| plain(byte) || b"-_./#:".contains(&byte))
            && raw.bytes().any(plain);
        fits.then(|| Self(raw.to_owned())).ok_or(NoReference)
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TicketReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_one_word_that_cannot_be_misread() {
        for good in ["INC-4711", "#12", "CHG0040007", "a/b:c_d.e", &"x".repeat(40)] {
            assert_eq!(TicketReference::parse(good).map(|read| read.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "-", "INC 4711", "INC\u{202e}1", "INC\n1", "Ä1", "[x]", &"x".repeat(41)] {
            assert_eq!(TicketReference::parse(bad), Err(NoReference), "{bad}");
        }
    }
}
