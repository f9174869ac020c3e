//! What is known of a key: what may stand behind it, and what does. The parser notes it while it asks for the keys, so that
//! this is no second list of them: `config show` and the schema know each key that the parser knows.

use std::fmt;

use crate::text::SafeText;

/// What may stand behind a key, as far as its type says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// The path of a file.
    Path,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// True or false.
    Flag,
    /// A whole number.
    Number {
        /// The least.
        from: u64,
        /// The most.
        to: u64,
    },
    /// A table: of keys, or of tables under names of the file's own.
    Table,
}

/// What stands behind a key, or counts where nothing does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, one of the words, or a path as it is opened.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u64),
}

/// A key that the parser has asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What may stand behind it.
    pub kind: Kind,
    /// The value that counts; none where nothing is given and there is no default.
    pub value: Option<Value>,
    /// The line on which the file gives it, counted from one; none where it does not.
    pub line: Option<usize>,
}

impl Key {
    /// True where its value is a program with arguments, which nobody is shown: they may hold a secret.
    pub fn hides_arguments(&self) -> bool {
        self.name == "token_command"
    }
}

/// The name of a table as it stands in a file: bare where that is possible (TOML 1.0, "Keys").
pub fn table_name(name: &str) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        Value::Text(name.to_owned()).to_string()
    }
}

/// As it stands in a file (TOML 1.0, "Basic strings"). Characters that nobody sees are written by their number, so that it
/// may be shown, and means the same.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Texts(texts) => {
                f.write_str("[")?;
                for (position, text) in texts.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { ", " })?;
                    quoted(f, text)?;
                }
                f.write_str("]")
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(f, "\\{character}")?,
            _ if SafeText::new(character.encode_utf8(&mut [0; 4])).has_hidden() => {
                write!(f, "\\U{:08X}", u32::from(character))?;
            }
            _ => write!(f, "{character}")?,
        }
    }
    f.write_str("\"")
}
