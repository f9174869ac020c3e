//! Spelling alphabets from their files: the built-in ones and a site's own, which have the same format.
//!
//! What an alphabet must be is said in `domain/spelling`; here a fault gets its file and line.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::error::ConfigError;
use super::file::{self, NotRead};
use super::section::{Given, Section, Source};
use crate::domain::spelling::{Alphabet, AlphabetFault, Alphabets, KindNames};

/// The built-in alphabets, in the order in which they are offered. Swiss German stands before German: nevisIDM's home
/// is Switzerland.
const BUILT_IN: [(&str, &str); 5] = [
    ("nato.toml", include_str!("../../assets/spelling/nato.toml")),
    ("swiss-german.toml", include_str!("../../assets/spelling/swiss-german.toml")),
    ("german.toml", include_str!("../../assets/spelling/german.toml")),
    ("french.toml", include_str!("../../assets/spelling/french.toml")),
    ("italian.toml", include_str!("../../assets/spelling/italian.toml")),
];

/// Read once: they never change.
static PARSED: LazyLock<Vec<Arc<Alphabet>>> = LazyLock::new(|| {
    BUILT_IN.iter().filter_map(|(name, text)| parse(Path::new(name), text).ok()).map(Arc::new).collect()
});

/// The alphabets that credesk brings along. The tests hold that none of them has a fault.
pub fn built_in() -> Alphabets {
    Alphabets::later(|| PARSED.clone())
}

/// The alphabets that the configuration names, then the built-in ones.
pub fn all(root: &Section<'_>, own: Option<&Given<Vec<String>>>) -> Result<Alphabets, ConfigError> {
    let mut alphabets = Vec::new();
    for (line, name) in own.iter().flat_map(|given| given.value.iter().map(|name| (given.line, name))) {
        if name.is_empty() {
            return Err(root.bad(line, "\"alphabets\" holds a name that is empty."));
        }
        let path = root.path(name);
        let text = file::read(&path).map_err(|why| {
            let why = match why {
                NotRead::Missing => "there is no such file".into(),
                NotRead::Unreadable(why) => why,
                NotRead::Writable => "others may change it; run chmod go-w on it".into(),
                NotRead::Foreign => "it belongs to another user, neither you nor root".into(),
                NotRead::NotUtf8 => "it is not UTF-8 text".into(),
            };
            ConfigError::Alphabet { at: root.at(line), path: path.clone(), why }
        })?;
        alphabets.push(Arc::new(parse(&path, &text)?));
    }
    Ok(Alphabets::later(move || {
        alphabets.extend_from_slice(&PARSED);
        alphabets
    }))
}

/// Checks one alphabet's text. The path is for the messages.
///
/// # Errors
/// See [`ConfigError`]; each names the line.
pub fn parse(path: &Path, text: &str) -> Result<Alphabet, ConfigError> {
    let mut root = Section::parse(Source { path, text })?;
    let name = root.text("name")?;
    let languages = root.texts("languages")?;
    let kinds = root.section("kinds")?;
    let words = root.section("words")?;
    root.finish()?;

    let lacks = |what: &str| root.lacks(format!("This spelling alphabet has no {what}."));
    let name = name.ok_or_else(|| lacks("name"))?;
    let languages = languages.ok_or_else(|| lacks("languages: the list may be empty"))?;
    let kinds = kinds.ok_or_else(|| lacks("[kinds]"))?;
    let words = words.ok_or_else(|| lacks("[words]"))?;

    let kinds_line = kinds.line();
    let kinds = kind_names(kinds)?;
    let words_line = words.line();
    let (words, lines) = words_by_character(words)?;
    Alphabet::new(name.value, languages.value, kinds, words).map_err(|fault| {
        let line = match &fault {
            AlphabetFault::Missing(_) => words_line,
            AlphabetFault::Same(_, character)
            | AlphabetFault::Unreadable(character)
            | AlphabetFault::Unknown(character) => lines.get(character).copied().unwrap_or(words_line),
            AlphabetFault::Name => name.line,
            AlphabetFault::Kind | AlphabetFault::SameKind => kinds_line,
            AlphabetFault::Language(_) => languages.line,
        };
        root.bad(line, format!("This is no spelling alphabet: {fault}."))
    })
}

fn kind_names(mut section: Section<'_>) -> Result<KindNames, ConfigError> {
    let (capital, small) = (section.text("capital")?, section.text("small")?);
    let (digit, sign) = (section.text("digit")?, section.text("sign")?);
    section.finish()?;
    let named = |given: Option<Given<String>>, kind: &str| {
        given.map(|given| given.value).ok_or_else(|| section.lacks(format!("[kinds] has no name for \"{kind}\".")))
    };
    Ok(KindNames {
        capital: named(capital, "capital")?,
        small: named(small, "small")?,
        digit: named(digit, "digit")?,
        sign: named(sign, "sign")?,
    })
}

/// The words, and the line of each.
type Words = (BTreeMap<char, String>, BTreeMap<char, usize>);

fn words_by_character(mut section: Section<'_>) -> Result<Words, ConfigError> {
    let (mut words, mut lines) = Words::default();
    for (key, given) in section.all_texts()? {
        let mut characters = key.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            return Err(section.bad(given.line, format!("The key \"{key}\" in [words] is not one character.")));
        };
        lines.insert(character, given.line);
        words.insert(character, given.value);
    }
    Ok((words, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_built_in_alphabet_has_a_fault() {
        for (name, text) in BUILT_IN {
            let found = parse(Path::new(name), text);
            assert!(found.is_ok(), "{}", found.unwrap_err());
        }
    }
}
