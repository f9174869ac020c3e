//! External IDs, one type for each thing they name, so that a user's never stands where a client's belongs.

use std::fmt;

use unicode_normalization::is_nfc;

use crate::text::SafeText;

/// The longest external ID that credesk sends. nevisIDM publishes no limit; longer ones are refused, not cut.
pub const LONGEST: usize = 255;

/// Why a text is no external ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// There is nothing in it.
    #[error("an external ID is empty")]
    Empty,
    /// More than [`LONGEST`] characters.
    #[error("an external ID has {0} characters; at most {LONGEST} are possible")]
    TooLong(usize),
    /// It would change the path of the request: a slash, a backslash, or `.` or `..`.
    #[error(
        "the external ID \"{0}\" would lead to another address; external IDs hold no / and no \\, and are neither \".\" nor \"..\""
    )]
    Path(SafeText),
    /// Control, invisible or direction-changing characters, or a space.
    #[error("the external ID \"{0}\" holds a hidden character or a space")]
    Hidden(SafeText),
}

fn check(raw: &str) -> Result<(), BadId> {
    let length = raw.chars().count();
    let shown = SafeText::new(raw);
    if raw.is_empty() {
        Err(BadId::Empty)
    } else if length > LONGEST {
        Err(BadId::TooLong(length))
    } else if raw.contains(['/', '\\']) || raw == "." || raw == ".." {
        Err(BadId::Path(shown))
    } else if shown.has_hidden() || raw.contains(' ') {
        Err(BadId::Hidden(shown))
    } else {
        Ok(())
    }
}

macro_rules! external_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a text that is fit to be one segment of a path.
            pub fn parse(raw: &str) -> Result<Self, BadId> {
                check(raw).map(|()| Self(raw.into()))
            }

            /// The ID as it is sent and drawn: [`parse`](Self::parse) let nothing through that could not be drawn.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

external_id!(
    /// The external ID of a client (`clientExtId`).
    ClientId
);
external_id!(
    /// The external ID of a user (`userExtId`).
    UserId
);
external_id!(
    /// The external ID of a credential (`extId` of a credential).
    CredentialId
);
external_id!(
    /// The external ID of a policy (`policyExtId`).
    PolicyId
);

/// Where a user is found: both IDs that every path below `/{clientExtId}/users/{userExtId}` needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserRef {
    /// The client that the user belongs to.
    pub client: ClientId,
    /// The user.
    pub user: UserId,
}

/// A login ID as the server has it, with the form in which it may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginId {
    /// Only where it is not what is drawn: a hundred thousand rows hold one each.
    raw: Option<Box<str>>,
    shown: SafeText,
}

impl LoginId {
    /// Any text is a login ID: nevisIDM publishes no rule.
    pub fn new(raw: &str) -> Self {
        let shown = SafeText::new(raw);
        Self { raw: (shown.as_str() != raw).then(|| raw.into()), shown }
    }

    /// As it may be drawn.
    pub fn shown(&self) -> &SafeText {
        &self.shown
    }

    /// As the server has it, for the token request.
    pub fn as_str(&self) -> &str {
        self.raw.as_deref().unwrap_or(self.shown.as_str())
    }

    /// Whether an operator can type it at all, and nobody else is meant by the same word: something is there, all of it is
    /// shown as it is, and its letters are composed as keyboards compose them (NFC, Unicode Standard Annex #15): `é` typed
    /// is one character and never two. `zo<U+00EB>` to the letter looks like what a terminal that shows nothing but ASCII
    /// gets of `zoë`.
    pub fn can_be_typed(&self) -> bool {
        let raw = self.as_str();
        !raw.is_empty() && self.raw.is_none() && raw.trim() == raw && is_nfc(raw) && !raw.contains("<U+")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_ids_are_taken() {
        for raw in ["1000", "client-123", "a.b:c", "ünïcode", "100%"] {
            assert_eq!(UserId::parse(raw).map(|id| id.as_str().to_owned()), Ok(raw.to_owned()));
        }
    }

    #[test]
    fn ids_that_would_change_the_path_are_refused_with_a_sentence() {
        assert_eq!(UserId::parse(""), Err(BadId::Empty));
        assert_eq!(UserId::parse(&"9".repeat(300)), Err(BadId::TooLong(300)));
        for raw in ["..", ".", "a/b", "a\\b"] {
            assert!(matches!(UserId::parse(raw), Err(BadId::Path(_))), "{raw}");
        }
        for raw in ["a b", "a\u{202e}b", "a\nb"] {
            assert!(matches!(UserId::parse(raw), Err(BadId::Hidden(_))), "{raw:?}");
        }
    }

    #[test]
    fn a_login_id_is_sent_as_it_came() {
        for raw in ["a.muster", "a\u{200b}.muster", "<U+200B>", "", &"x".repeat(5000)] {
            assert_eq!(LoginId::new(raw).as_str(), raw);
        }
    }

    #[test]
    fn a_login_id_that_is_hidden_cut_or_decomposed_cannot_be_typed() {
        for raw in ["demo.all", "zo\u{eb}", "李小龍", &"x".repeat(SafeText::LONGEST)] {
            assert!(LoginId::new(raw).can_be_typed(), "{raw}");
        }
        let cut = "x".repeat(SafeText::LONGEST + 1);
        for raw in ["demo\u{200b}.all", "", "  ", " demo", "zoe\u{308}", "\u{212b}sa", "zo<U+00EB>", &cut] {
            assert!(!LoginId::new(raw).can_be_typed(), "{raw:?}");
        }
    }
}
