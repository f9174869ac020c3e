//! Cuts a search expression into its pieces.

/// A piece of a search expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A field's name, taken before its colon.
    Field(String),
    /// Words to be found; `prefix` if the last one is only a beginning.
    Value {
        text: String,
        prefix: bool,
    },
}

/// Operators of Lucene that are not understood here, where a word begins.
const REFUSED_AT_START: &str = "+-!/[{";
/// The same, anywhere in a word.
const REFUSED_ANYWHERE: &str = "?~^[]{}";

/// The pieces of an expression, or what is wrong with it.
pub(super) fn scan(expression: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut characters = expression.chars().peekable();
    while let Some(&first) = characters.peek() {
        match first {
            '(' | ')' => {
                pieces.push(if first == '(' { Piece::Open } else { Piece::Close });
                characters.next();
            }
            '"' => {
                characters.next();
                pieces.push(Piece::Value { text: quoted(&mut characters)?, prefix: false });
            }
            _ if first.is_whitespace() => {
                characters.next();
            }
            _ if REFUSED_AT_START.contains(first) => return Err(refused(first)),
            _ => pieces.push(word(&mut characters)?),
        }
    }
    Ok(pieces)
}

type Characters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn quoted(characters: &mut Characters<'_>) -> Result<String, String> {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Ok(text),
            '\\' => text.push(escaped(characters)?),
            _ => text.push(character),
        }
    }
    Err("a quotation mark is not closed".to_owned())
}

fn word(characters: &mut Characters<'_>) -> Result<Piece, String> {
    let mut text = String::new();
    let mut plain = true;
    while let Some(character) = characters.next_if(|next| !next.is_whitespace() && !"()\"".contains(*next)) {
        match character {
            ':' if plain && !text.is_empty() => return Ok(Piece::Field(text)),
            ':' => return Err("a colon stands where no field is named; write \\:".to_owned()),
            '*' if characters.peek().is_none_or(|next| next.is_whitespace() || *next == ')') => {
                return Ok(Piece::Value { text, prefix: true });
            }
            '*' => return Err(refused('*')),
            '\\' => {
                plain = false;
                text.push(escaped(characters)?);
            }
            _ if REFUSED_ANYWHERE.contains(character) => return Err(refused(character)),
            _ => text.push(character),
        }
    }
    Ok(match text.as_str() {
        "AND" if plain => Piece::And,
        "OR" if plain => Piece::Or,
        "NOT" if plain => Piece::Not,
        _ => Piece::Value { text, prefix: false },
    })
}

fn escaped(characters: &mut Characters<'_>) -> Result<char, String> {
    characters.next().ok_or_else(|| "a backslash stands at the end".to_owned())
}

fn refused(character: char) -> String {
    format!("'{character}' is not understood here; write \\{character}")
}
