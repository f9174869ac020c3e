//! Spelling alphabets: the word for every character that can be read out, and what kind of character it is.
//!
//! The words themselves are data (`assets/spelling`, and the configuration's own tables); this file only says what an
//! alphabet must be.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::user::Language;

/// What kind of character it is, which the word alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `A` to `Z`.
    Capital,
    /// `a` to `z`.
    Small,
    /// `0` to `9`.
    Digit,
    /// Everything else that is printable ASCII, the space included.
    Sign,
}

impl Kind {
    /// The kind of a printable ASCII character; none of any other.
    pub fn of(character: char) -> Option<Self> {
        match character {
            'A'..='Z' => Some(Self::Capital),
            'a'..='z' => Some(Self::Small),
            '0'..='9' => Some(Self::Digit),
            ' '..='~' => Some(Self::Sign),
            _ => None,
        }
    }
}

/// What the four kinds are called in the language in which is read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindNames {
    /// `CAPITAL`.
    pub capital: String,
    /// `small`.
    pub small: String,
    /// `digit`.
    pub digit: String,
    /// `sign`.
    pub sign: String,
}

impl Default for KindNames {
    fn default() -> Self {
        Self { capital: "CAPITAL".into(), small: "small".into(), digit: "digit".into(), sign: "sign".into() }
    }
}

/// One spelling alphabet. Knows a word for every printable ASCII character, no word for two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alphabet {
    name: String,
    languages: Vec<String>,
    kinds: KindNames,
    words: BTreeMap<char, String>,
}

/// Why a table is no alphabet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlphabetFault {
    /// A character has no word.
    #[error("it has no word for \"{0}\"")]
    Missing(char),
    /// Two characters share a word, and nothing would tell them apart.
    #[error("\"{0}\" and \"{1}\" have the same word")]
    Same(char, char),
    /// A word is empty, or holds characters that nobody sees.
    #[error("the word for \"{0}\" is empty or holds hidden characters")]
    Unreadable(char),
    /// A word for something that is never asked for.
    #[error("\"{0}\" is not one of the characters that are spelt: small letters, digits and the signs of ASCII")]
    Unknown(char),
}

impl Alphabet {
    /// Its name, for the operator.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a kind is called in it.
    pub fn kind_name(&self, kind: Kind) -> &str {
        match kind {
            Kind::Capital => &self.kinds.capital,
            Kind::Small => &self.kinds.small,
            Kind::Digit => &self.kinds.digit,
            Kind::Sign => &self.kinds.sign,
        }
    }

    /// The word for a character as it is read out: in capitals for a capital and a digit, in small letters for a small
    /// letter; none where the character is not printable ASCII.
    pub fn word(&self, character: char) -> Option<String> {
        let word = self.words.get(&character.to_ascii_lowercase())?;
        Some(match Kind::of(character)? {
            Kind::Capital | Kind::Digit => word.to_uppercase(),
            Kind::Small => word.to_lowercase(),
            Kind::Sign => word.clone(),
        })
    }

    /// Whether it is for people of this language.
    pub fn is_for(&self, language: &Language) -> bool {
        language.code().is_some_and(|code| self.languages.iter().any(|known| known == code))
    }

    /// An alphabet from a table: the words for small letters (those of the capitals too), digits and signs.
    ///
    /// # Errors
    /// See [`AlphabetFault`].
    pub fn new(
        name: String,
        languages: Vec<String>,
        kinds: KindNames,
        words: BTreeMap<char, String>,
    ) -> Result<Self, AlphabetFault> {
        Ok(Self { name, languages, kinds, words })
    }
}

/// The place of the alphabet that is offered first to somebody of this language.
pub fn first_for(alphabets: &[Arc<Alphabet>], language: &Language) -> usize {
    alphabets.iter().position(|alphabet| alphabet.is_for(language)).unwrap_or(0)
}
