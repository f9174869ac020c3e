//! One table of the file: its values are taken out by key and type; what is left at the end is unknown.
//!
//! Every key that was asked for counts as known, so there is no second list of keys to forget.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Place};
use super::key::{Key, Kind, Value};
use super::nearest;

/// The file and its text, to name lines.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub path: &'a Path,
    pub text: &'a str,
}

impl Source<'_> {
    /// A line of this file.
    pub fn at(&self, line: usize) -> Place {
        Place { file: self.path.to_owned(), line }
    }

    fn line_of(&self, span: &Range<usize>) -> usize {
        self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// A value with its line.
#[derive(Debug)]
pub struct Given<T> {
    pub value: T,
    pub line: usize,
}

/// A table whose keys are being taken.
#[derive(Debug)]
pub struct Section<'a> {
    source: Source<'a>,
    line: usize,
    rows: DeTable<'a>,
    asked: Vec<Key>,
}

impl<'a> Section<'a> {
    /// The whole file as a table.
    pub fn parse(source: Source<'a>) -> Result<Self, ConfigError> {
        let rows = DeTable::parse(source.text).map_err(|error| ConfigError::Syntax {
            at: source.at(error.span().map_or(1, |span| source.line_of(&span))),
            message: error.message().trim_end_matches('.').to_owned(),
        })?;
        Ok(Self { source, line: 1, rows: rows.into_inner(), asked: Vec::new() })
    }

    /// A table with nothing in it, to learn which keys are asked for.
    pub fn empty() -> Self {
        let source = Source { path: Path::new(""), text: "" };
        Self { source, line: 1, rows: DeTable::new(), asked: Vec::new() }
    }

    /// The keys that were asked for so far, in that order.
    pub fn asked(&self) -> &[Key] {
        &self.asked
    }

    /// What counts where this key is not given: a default that only the other values tell.
    pub fn counts_as(&mut self, key: &str, usual: &str) {
        for known in self.asked.iter_mut().filter(|known| known.name == key && known.line.is_none()) {
            known.value = Some(Value::Text(usual.to_owned()));
        }
    }

    /// A path of the file: `~/` is the user's home, anything relative begins at the folder of the configuration.
    pub fn path(&self, raw: &str) -> PathBuf {
        let home = raw.strip_prefix("~/").zip(directories::BaseDirs::new());
        match home {
            Some((rest, folders)) => folders.home_dir().join(rest),
            None => self.source.path.parent().unwrap_or_else(|| Path::new("")).join(raw),
        }
    }

    /// The line on which this table begins.
    pub fn line(&self) -> usize {
        self.line
    }

    /// A line of this table's file.
    pub fn at(&self, line: usize) -> Place {
        self.source.at(line)
    }

    fn take(&mut self, key: &'static str, kind: Kind, usual: Option<Value>) -> Option<(DeValue<'a>, usize)> {
        self.asked.push(Key { name: key, kind, value: usual, line: None });
        let value = self.rows.remove(key)?;
        let line = self.source.line_of(&value.span());
        Some((value.into_inner(), line))
    }

    /// Notes what the file gives for the key that was asked for last.
    fn given(&mut self, value: Value, line: usize) {
        if let Some(key) = self.asked.last_mut() {
            (key.value, key.line) = (Some(value), Some(line));
        }
    }

    fn wrong<T>(&self, key: &str, line: usize, expected: &'static str, found: &DeValue<'_>) -> Result<T, ConfigError> {
        let found = match found {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        Err(ConfigError::WrongType { at: self.source.at(line), key: key.to_owned(), expected, found })
    }

    /// An error about a value on a line of this table.
    pub fn bad(&self, line: usize, why: impl Into<String>) -> ConfigError {
        ConfigError::BadValue { at: self.source.at(line), why: why.into() }
    }

    /// An error about the table as a whole.
    pub fn lacks(&self, why: impl Into<String>) -> ConfigError {
        self.bad(self.line, why)
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Result<Option<Given<String>>, ConfigError> {
        self.text_of(key, Kind::Text, None)
    }

    /// The path of a file, as it stands there; [`path`](Self::path) makes one of it.
    pub fn file(&mut self, key: &'static str) -> Result<Option<Given<String>>, ConfigError> {
        self.text_of(key, Kind::Path, None)
    }

    /// A text; where there is none, the caller takes this default.
    pub fn text_or(&mut self, key: &'static str, usual: &str) -> Result<Option<Given<String>>, ConfigError> {
        self.text_of(key, Kind::Text, Some(usual))
    }

    /// A text that should be one of these words, which the caller checks; where there is none, it takes this default.
    pub fn word(
        &mut self,
        key: &'static str,
        words: &'static [&'static str],
        usual: &str,
    ) -> Result<Option<Given<String>>, ConfigError> {
        self.text_of(key, Kind::Word(words), Some(usual))
    }

    fn text_of(
        &mut self,
        key: &'static str,
        kind: Kind,
        usual: Option<&str>,
    ) -> Result<Option<Given<String>>, ConfigError> {
        match self.take(key, kind, usual.map(|usual| Value::Text(usual.to_owned()))) {
            None => Ok(None),
            Some((DeValue::String(text), line)) => {
                let value = text.into_owned();
                let counts = match kind {
                    Kind::Path => self.path(&value).display().to_string(),
                    Kind::Text | Kind::Word(_) | Kind::Texts | Kind::Flag | Kind::Number { .. } | Kind::Table => {
                        value.clone()
                    }
                };
                self.given(Value::Text(counts), line);
                Ok(Some(Given { value, line }))
            }
            Some((other, line)) => self.wrong(key, line, "a text in quotes", &other),
        }
    }

    /// True or false.
    pub fn flag(&mut self, key: &'static str, default: bool) -> Result<bool, ConfigError> {
        match self.take(key, Kind::Flag, Some(Value::Flag(default))) {
            None => Ok(default),
            Some((DeValue::Boolean(flag), line)) => {
                self.given(Value::Flag(flag), line);
                Ok(flag)
            }
            Some((other, line)) => self.wrong(key, line, "true or false", &other),
        }
    }

    /// True or false, where it is said.
    pub fn given_flag(&mut self, key: &'static str) -> Result<Option<bool>, ConfigError> {
        match self.take(key, Kind::Flag, None) {
            None => Ok(None),
            Some((DeValue::Boolean(flag), line)) => {
                self.given(Value::Flag(flag), line);
                Ok(Some(flag))
            }
            Some((other, line)) => self.wrong(key, line, "true or false", &other),
        }
    }

    /// A whole number within a range.
    pub fn number(&mut self, key: &'static str, range: &RangeInclusive<u64>, default: u64) -> Result<u64, ConfigError> {
        let kind = Kind::Number { from: *range.start(), to: *range.end() };
        match self.take(key, kind, Some(Value::Number(default))) {
            None => Ok(default),
            Some((DeValue::Integer(number), line)) => {
                let number = u64::from_str_radix(number.as_str(), number.radix()).ok();
                let number = number.filter(|number| range.contains(number)).ok_or_else(|| {
                    self.bad(line, format!("\"{key}\" must be from {} to {}.", range.start(), range.end()))
                })?;
                self.given(Value::Number(number), line);
                Ok(number)
            }
            Some((other, line)) => self.wrong(key, line, "a whole number", &other),
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Result<Option<Given<Vec<String>>>, ConfigError> {
        let expected = "a list of texts in quotes";
        let Some((value, line)) = self.take(key, Kind::Texts, None) else { return Ok(None) };
        let DeValue::Array(rows) = value else { return self.wrong(key, line, expected, &value) };
        let mut texts = Vec::new();
        for row in rows {
            match row.into_inner() {
                DeValue::String(text) => texts.push(text.into_owned()),
                other => return self.wrong(key, line, expected, &other),
            }
        }
        self.given(Value::Texts(texts.clone()), line);
        Ok(Some(Given { value: texts, line }))
    }

    /// A table.
    pub fn section(&mut self, key: &'static str) -> Result<Option<Section<'a>>, ConfigError> {
        match self.take(key, Kind::Table, None) {
            None => Ok(None),
            Some((DeValue::Table(rows), line)) => {
                Ok(Some(Section { source: self.source, line, rows, asked: Vec::new() }))
            }
            Some((other, line)) => self.wrong(key, line, "a table", &other),
        }
    }

    /// Everything that is left, each a text under a key of the file's own, in the order of the keys.
    pub fn all_texts(&mut self) -> Result<Vec<(String, Given<String>)>, ConfigError> {
        let mut texts = Vec::new();
        for (key, value) in std::mem::take(&mut self.rows) {
            let line = self.source.line_of(&key.span());
            match Spanned::into_inner(value) {
                DeValue::String(text) => {
                    texts.push((key.into_inner().into_owned(), Given { value: text.into_owned(), line }));
                }
                other => return self.wrong(key.get_ref(), line, "a text in quotes", &other),
            }
        }
        Ok(texts)
    }

    /// A table of tables, by name.
    pub fn sections(&mut self, key: &'static str) -> Result<Vec<(String, Section<'a>)>, ConfigError> {
        let Some((value, line)) = self.take(key, Kind::Table, None) else { return Ok(Vec::new()) };
        let DeValue::Table(rows) = value else { return self.wrong(key, line, "a table", &value) };
        let mut sections = Vec::new();
        for (name, value) in rows {
            let line = self.source.line_of(&name.span());
            match Spanned::into_inner(value) {
                DeValue::Table(rows) => {
                    let section = Section { source: self.source, line, rows, asked: Vec::new() };
                    sections.push((name.into_inner().into_owned(), section));
                }
                other => return self.wrong(name.get_ref(), line, "a table", &other),
            }
        }
        Ok(sections)
    }

    /// Refuses what nobody asked for. To be called when every key was asked for.
    pub fn finish(&self) -> Result<(), ConfigError> {
        let lines = self.rows.keys().map(|key| (self.source.line_of(&key.span()), key.get_ref()));
        let Some((line, key)) = lines.min() else { return Ok(()) };
        let at = self.source.at(line);
        if key == "token" {
            return Err(ConfigError::Secret { at });
        }
        let nearest = nearest(key, self.asked.iter().map(|known| known.name));
        Err(ConfigError::UnknownKey { at, key: key.to_string(), nearest })
    }
}
