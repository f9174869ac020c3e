//! Why a conversation does not go on.

/// Why no further question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// `q`, or the last choice of the first question.
    Quit,
    /// The input has ended.
    EndOfInput,
    /// Nobody has answered for too long.
    Idle,
    /// A signal, by its number.
    Signal(i32),
    /// Nobody reads what is said.
    Deaf,
    /// The value that was held was wiped, because nobody has answered for long. The conversation itself goes on.
    Wiped,
}

/// An answer; none where the operator wants back.
pub type Heard<T> = Result<Option<T>, Halt>;
