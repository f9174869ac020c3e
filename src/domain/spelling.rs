//! Spelling alphabets: the word for every character that can be read out, and what kind of character it is.
//!
//! The words themselves are data (`assets/spelling`, and the configuration's own tables); this file only says what an
//! alphabet must be.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use crate::domain::user::Language;
use crate::text::{SafeText, width};

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

/// Columns that a word or an alphabet's name may take at most, in either case.
pub const LONGEST_WORD: usize = 24;
/// Columns that the name of a kind may take at most.
pub const LONGEST_KIND: usize = 12;

/// Why a table is no alphabet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlphabetFault {
    /// A character has no word.
    #[error("it has no word for {}", named(*.0))]
    Missing(char),
    /// Two characters share a word, and nothing would tell them apart.
    #[error("{} and {} have the same word", named(*.0), named(*.1))]
    Same(char, char),
    /// A word is empty, too long, or holds what nobody sees.
    #[error(
        "the word for {} is empty, wider than {LONGEST_WORD} columns, or holds hidden characters or spaces around it",
        named(*.0)
    )]
    Unreadable(char),
    /// A word for something that is never asked for.
    #[error(
        "{} is not one of the characters that are spelt: small letters, whose words capitals have too, digits, and the signs of ASCII",
        named(*.0)
    )]
    Unknown(char),
    /// Its name cannot be shown.
    #[error("its name is empty, wider than {LONGEST_WORD} columns, or holds hidden characters or spaces around it")]
    Name,
    /// A kind's name cannot be shown.
    #[error("the name of a kind is empty, wider than {LONGEST_KIND} columns, or holds spaces or hidden characters")]
    Kind,
    /// Two kinds share a name, and capitals would sound like small letters.
    #[error("two kinds have the same name")]
    SameKind,
    /// A language that no user of nevisIDM has.
    #[error("its language \"{0}\" is none of those that nevisIDM knows: en, de, fr and it")]
    Language(SafeText),
}

/// A character in a sentence: in quotes, and the two that would be lost in them by name.
fn named(character: char) -> String {
    match character {
        ' ' => "the space".into(),
        '"' => "the double quote".into(),
        other => format!("\"{}\"", SafeText::new(&other.to_string())),
    }
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
    /// See [`AlphabetFault`]; the first one that is found, in the order of ASCII.
    pub fn new(
        name: String,
        languages: Vec<String>,
        kinds: KindNames,
        words: BTreeMap<char, String>,
    ) -> Result<Self, AlphabetFault> {
        if !is_readable(&name, LONGEST_WORD) {
            return Err(AlphabetFault::Name);
        }
        if let Some(unknown) = languages.iter().find(|code| Language::parse(code).code() != Some(code)) {
            return Err(AlphabetFault::Language(SafeText::new(unknown)));
        }
        check_kinds(&kinds)?;
        check_words(&words)?;
        Ok(Self { name, languages, kinds, words })
    }
}

/// Alphabets, made when the first of them is asked for: a console begins without them, and many a session ends without.
#[derive(Clone)]
pub struct Alphabets(Arc<LazyLock<Vec<Arc<Alphabet>>, Maker>>);

type Maker = Box<dyn FnOnce() -> Vec<Arc<Alphabet>> + Send>;

impl Alphabets {
    /// Those that `make` will make.
    pub fn later(make: impl FnOnce() -> Vec<Arc<Alphabet>> + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(make))))
    }
}

impl Deref for Alphabets {
    type Target = [Arc<Alphabet>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl PartialEq for Alphabets {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Alphabets {}

impl fmt::Debug for Alphabets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Alphabets(..)") // looking at them would make them
    }
}

/// The alphabet that is offered first to a user of this language: the first one for it, or else for English, or else the
/// first of all. A site's own alphabets stand before the built-in ones, and among these Swiss German before German.
pub fn first_for(alphabets: &[Arc<Alphabet>], language: &Language) -> usize {
    let first = |language: &Language| alphabets.iter().position(|alphabet| alphabet.is_for(language));
    first(language).or_else(|| first(&Language::En)).unwrap_or(0)
}

/// The characters that need a word of their own: printable ASCII without the capitals.
pub fn spelt() -> impl Iterator<Item = char> {
    (' '..='~').filter(|character| !character.is_ascii_uppercase())
}

fn check_kinds(kinds: &KindNames) -> Result<(), AlphabetFault> {
    let all = [&kinds.capital, &kinds.small, &kinds.digit, &kinds.sign];
    if all.iter().any(|name| name.contains(' ') || !is_readable(name, LONGEST_KIND)) {
        return Err(AlphabetFault::Kind);
    }
    let different: BTreeSet<String> = all.iter().map(|name| folded(name)).collect();
    if different.len() == all.len() { Ok(()) } else { Err(AlphabetFault::SameKind) }
}

fn check_words(words: &BTreeMap<char, String>) -> Result<(), AlphabetFault> {
    if let Some(unknown) = words.keys().find(|key| spelt().all(|known| known != **key)) {
        return Err(AlphabetFault::Unknown(*unknown));
    }
    let mut seen = BTreeMap::new();
    for character in spelt() {
        let word = words.get(&character).ok_or(AlphabetFault::Missing(character))?;
        if !is_readable(word, LONGEST_WORD) {
            return Err(AlphabetFault::Unreadable(character));
        }
        if let Some(other) = seen.insert(folded(word), character) {
            return Err(AlphabetFault::Same(other, character));
        }
    }
    Ok(())
}

/// Whether it can be drawn and read, in capitals and in small letters.
fn is_readable(text: &str, columns: usize) -> bool {
    let fits = |text: &str| width(text) <= columns;
    !text.is_empty()
        && text.trim() == text
        && !SafeText::new(text).has_hidden()
        && fits(text)
        && fits(&text.to_uppercase())
        && fits(&text.to_lowercase())
}

/// What two words have in common that nobody can tell apart by ear: `Strasse` is `straße`.
fn folded(word: &str) -> String {
    word.to_uppercase().to_lowercase()
}
