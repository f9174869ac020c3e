//! A token as text: checked sign by sign before it becomes a header. And everything that can be wrong with a token.

use bytes::Bytes;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::text::SafeText;

/// The most bytes that a token may have. An API key has about a hundred, a JWT a few thousand.
pub const LONGEST: usize = 16 * 1024;

/// What is told of a token whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Where it came from, and when it ended: a sentence.
    pub what: String,
    /// How a new one is had: a sentence.
    pub next: String,
}

/// Why there is no token. Never holds a part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing was given.
    #[error("the token is empty.")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("the token has more than {} kB.", LONGEST / 1024)]
    TooLong,
    /// A line break inside.
    #[error(
        "the token has a line break at column {0}. GNU base64 wraps lines at 76 characters: make the token with base64 -w0."
    )]
    LineBreak(usize),
    /// Another sign that no token has, such as a space.
    #[error(
        "the token has a space or another sign at column {0} that no token has. Where it was made with base64, use base64 -w0."
    )]
    Sign(usize),
    /// The program could not be started.
    #[error("token_command \"{program}\" could not be started: {why}.")]
    NotStarted {
        /// The program's name.
        program: SafeText,
        /// The operating system's reason.
        why: String,
    },
    /// The program ended with another status than zero.
    #[error("token_command \"{program}\" ended with {status}.")]
    Failed {
        /// The program's name.
        program: SafeText,
        /// Its status, for example `exit status: 3`.
        status: String,
    },
    /// The program took too long.
    #[error(
        "token_command \"{program}\" did not end within {seconds} seconds, or left a program behind that keeps its output open."
    )]
    Slow {
        /// The program's name.
        program: SafeText,
        /// The time it had.
        seconds: u64,
    },
    /// The file cannot be used.
    #[error("token_file {path} {why}.")]
    File {
        /// The file.
        path: SafeText,
        /// Why.
        why: String,
    },
    /// A JWT whose time is over.
    #[error("{}", .0.what)]
    Ended(Ended),
    /// The fetching ended without a result.
    #[error("its fetching ended with a fault in credesk itself.")]
    Lost,
    /// The environment variable is not there.
    #[error("the environment variable {0} is not set, or is no text.")]
    NoVariable(SafeText),
}

impl TokenError {
    /// What to do about it.
    pub fn next(&self) -> &'static str {
        match self {
            Self::Failed { .. } | Self::Slow { .. } => {
                "Run that program by hand to see what it wants, and sign in there; then try again."
            }
            Self::NoVariable(_) => "Set it, then start credesk again.",
            Self::Lost => "Try again.",
            Self::Empty
            | Self::TooLong
            | Self::LineBreak(_)
            | Self::Sign(_)
            | Self::NotStarted { .. }
            | Self::File { .. }
            | Self::Ended(_) => "Put the profile right, then try again.",
        }
    }
}

/// The `Authorization` header with this token; wiped when its last copy is dropped, and never printed.
pub fn bearer(raw: &[u8]) -> Result<HeaderValue, TokenError> {
    let token = checked(raw)?;
    let mut header = Zeroizing::new(Vec::with_capacity(7 + token.len()));
    header.extend_from_slice(b"Bearer ");
    header.extend_from_slice(token);
    sensitive(header)
}

/// The `X-Token` header with this token; likewise.
pub fn x_token(raw: &[u8]) -> Result<HeaderValue, TokenError> {
    sensitive(Zeroizing::new(checked(raw)?.to_vec()))
}

fn sensitive(header: Zeroizing<Vec<u8>>) -> Result<HeaderValue, TokenError> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(header)).map_err(|_| TokenError::Sign(1))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The token without the line break at its end, if every byte of it is visible ASCII.
fn checked(raw: &[u8]) -> Result<&[u8], TokenError> {
    let token = raw.strip_suffix(b"\n").unwrap_or(raw);
    let token = token.strip_suffix(b"\r").unwrap_or(token);
    let odd = token.iter().position(|byte| !byte.is_ascii_graphic());
    match odd {
        _ if token.is_empty() => Err(TokenError::Empty),
        _ if token.len() > LONGEST => Err(TokenError::TooLong),
        Some(at) if matches!(token[at], b'\n' | b'\r') => Err(TokenError::LineBreak(at + 1)),
        Some(at) => Err(TokenError::Sign(at + 1)),
        None => Ok(token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_at_the_end_is_no_part_of_the_token() {
        for raw in ["abc", "abc\n", "abc\r\n"] {
            assert_eq!(bearer(raw.as_bytes()).unwrap(), "Bearer abc", "{raw:?}");
        }
        assert!(bearer(b"abc").unwrap().is_sensitive() && x_token(b"abc").unwrap().is_sensitive());
    }

    #[test]
    fn a_wrapped_token_is_refused_with_the_column_and_the_remedy() {
        let wrapped = format!("{}\n{}\n", "x".repeat(76), "y".repeat(20));
        assert_eq!(bearer(wrapped.as_bytes()), Err(TokenError::LineBreak(77)));
        assert!(TokenError::LineBreak(77).to_string().contains("base64 -w0"));
        assert_eq!(bearer(b"ab c"), Err(TokenError::Sign(3)));
        assert_eq!(bearer("abé".as_bytes()), Err(TokenError::Sign(3)));
        assert_eq!(bearer(b" abc"), Err(TokenError::Sign(1)));
        assert_eq!(bearer(b"\n"), Err(TokenError::Empty));
        assert_eq!(bearer(&vec![b'x'; LONGEST + 1]), Err(TokenError::TooLong));
    }
}
