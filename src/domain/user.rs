//! A user of nevisIDM: as a hit of a search, and whole.

use crate::domain::id::{ClientId, LoginId, UserRef};
use crate::text::{SafeText, ascii, sounds_like};

/// The state of a user (`userState`). Page get-user-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserState {
    /// May sign in.
    Active,
    /// Disabled.
    Disabled,
    /// Archived.
    Archived,
    /// The server sent none, or one that is not published.
    Other(SafeText),
}

impl UserState {
    /// Reads a state; the query service and the core API spell it alike.
    pub fn parse(raw: &str) -> Self {
        match raw.to_ascii_lowercase().as_str() {
            "active" => Self::Active,
            "disabled" => Self::Disabled,
            "archived" => Self::Archived,
            _ => Self::Other(SafeText::new(raw)),
        }
    }

    /// nevisIDM's own word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Archived => "archived",
            Self::Other(text) if text.is_empty() => "unknown",
            Self::Other(text) => text.as_str(),
        }
    }
}

/// What a search shows of a user. Built from a hit of the query service, or from a user of the client's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserHit {
    /// Where the user is found.
    pub at: UserRef,
    /// The login ID.
    pub login_id: LoginId,
    /// First name, then family name.
    pub name: SafeText,
    /// E-mail address, where there is one.
    pub email: Option<SafeText>,
    /// Organisational unit, where a custom property names it.
    pub unit: Option<SafeText>,
    /// State of the user.
    pub state: UserState,
}

impl UserHit {
    /// What near-identical names have in common; see [`sounds_like`].
    pub fn name_key(&self) -> String {
        sounds_like(self.name.as_str())
    }

    /// True where name or login ID held a character that nobody sees.
    pub fn has_hidden(&self) -> bool {
        self.name.has_hidden() || self.login_id.shown().has_hidden()
    }

    /// True where name or login ID mixes scripts; see [`SafeText::mixes_scripts`].
    pub fn mixes_scripts(&self) -> bool {
        self.name.mixes_scripts() || self.login_id.shown().mixes_scripts()
    }
}

/// The language in which the user is written to (`languageCode`: `EN`, `DE`, `FR`, `IT`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Italian.
    It,
    /// None, or one that is not published.
    Other(SafeText),
}

impl Language {
    /// Reads a language code in either case.
    pub fn parse(raw: &str) -> Self {
        match raw.to_ascii_uppercase().as_str() {
            "EN" => Self::En,
            "DE" => Self::De,
            "FR" => Self::Fr,
            "IT" => Self::It,
            _ => Self::Other(SafeText::new(raw)),
        }
    }

    /// Its code in small letters (ISO 639-1), where it is one of the published four.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::En => Some("en"),
            Self::De => Some("de"),
            Self::Fr => Some("fr"),
            Self::It => Some("it"),
            Self::Other(_) => None,
        }
    }

    /// The language's English name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::En => "English",
            Self::De => "German",
            Self::Fr => "French",
            Self::It => "Italian",
            Self::Other(text) if text.is_empty() => "not set",
            Self::Other(text) => text.as_str(),
        }
    }
}

/// A whole user, as `GET /{clientExtId}/users/{extId}` tells (page get-user-1). Absent parts are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Where the user is found.
    pub at: UserRef,
    /// The login ID.
    pub login_id: LoginId,
    /// Title, first name, family name.
    pub name: SafeText,
    /// State of the user.
    pub state: UserState,
    /// The language in which the user is written to.
    pub language: Language,
    /// A technical user is a machine's account, not a person's.
    pub technical: bool,
    /// Organisational unit, where a custom property names it: the API has no field for it.
    pub unit: Option<SafeText>,
    /// Date of birth, as it came.
    pub birth_date: Option<SafeText>,
    /// E-mail address.
    pub email: Option<SafeText>,
    /// Fixed telephone.
    pub telephone: Option<SafeText>,
    /// Mobile telephone.
    pub mobile: Option<SafeText>,
    /// Street and house number.
    pub street: Option<SafeText>,
    /// Postal code, city and country.
    pub city: Option<SafeText>,
    /// Free text that colleagues left.
    pub remarks: Option<SafeText>,
}

impl User {
    /// What the operator types to arm a change: the login ID, or the external ID where the login ID cannot be typed.
    pub fn confirmation_word(&self) -> &str {
        if self.login_id.can_be_typed() { self.login_id.as_str() } else { self.at.user.as_str() }
    }

    /// Whether this arms a change: that word as it is, or as it is drawn on a terminal that shows nothing but ASCII, `zo<U+00EB>`
    /// for `zoë`. One form names one word as surely as the other, so neither is tied to the terminal.
    pub fn is_confirmed_by(&self, typed: &str) -> bool {
        let word = self.confirmation_word();
        typed == word || typed == ascii(word)
    }

    /// True where name or login ID held a character that nobody sees.
    pub fn has_hidden(&self) -> bool {
        self.name.has_hidden() || self.login_id.shown().has_hidden()
    }

    /// True where name or login ID mixes scripts; see [`SafeText::mixes_scripts`].
    pub fn mixes_scripts(&self) -> bool {
        self.name.mixes_scripts() || self.login_id.shown().mixes_scripts()
    }
}

/// Who is signed in: `GET /principal/v1/me` (page get-caller-user-info).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Where the caller is found as a user, where the server told.
    pub at: Option<UserRef>,
    /// The caller's login ID, which the token request must repeat.
    pub login_id: LoginId,
    /// First and family name.
    pub name: SafeText,
}

/// A client (tenant): page get-clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its external ID.
    pub id: ClientId,
    /// Its display name, or the internal name where there is none.
    pub name: SafeText,
}
