//! What is known of a key: what may stand behind it, and what does. The parser notes it while it asks for the keys, so that
//! this is no second list of them: `config show` and the schema know each key that the parser knows.

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
