//! A value that must not leak: wiped when dropped, never printed, never copied by accident.
//!
//! Nothing here writes a value anywhere. [`Secret::expose`] is the only way to the characters, and `tests/layers.rs`
//! holds the list of the files that may call it.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret text. No `Clone`, no `Display`, no serialisation; share it with `Arc` where two places need it.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret {
    value: String,
}

impl Secret {
    /// Takes the value over. The caller's `String` is moved, so no second copy stays behind.
    pub fn new(value: String) -> Self {
        Self { value }
    }

    /// The characters themselves: to draw them, to send them, to check them against a rule. Nowhere else.
    pub fn expose(&self) -> &str {
        &self.value
    }

    /// How many characters (not bytes) the value has.
    pub fn count(&self) -> usize {
        self.value.chars().count()
    }

    /// True where there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Equal when every byte is; looks at all bytes whatever it finds, so that the time tells nothing.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.value.as_bytes(), other.value.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |seen, (x, y)| seen | (x ^ y)) == 0
    }
}

impl Eq for Secret {}

/// A field into which a secret is typed: characters at the end, backspace, nothing else.
///
/// Its memory is reserved once, so that growing never leaves a copy in a freed block.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretInput {
    value: String,
}

impl SecretInput {
    /// The longest value in bytes. A nevisIDM device password has at most 100 characters in the published recipe.
    pub const CAPACITY: usize = 512;

    /// An empty field.
    pub fn new() -> Self {
        Self { value: String::with_capacity(Self::CAPACITY) }
    }

    /// Adds a character. Says `false`, and adds nothing, where the field is full.
    #[must_use]
    pub fn push(&mut self, character: char) -> bool {
        let fits = self.value.len() + character.len_utf8() <= Self::CAPACITY;
        if fits {
            self.value.push(character);
        }
        fits
    }

    /// Takes the last character away and wipes its bytes.
    pub fn backspace(&mut self) {
        if let Some((last, _)) = self.value.char_indices().next_back() {
            let mut kept = String::with_capacity(Self::CAPACITY);
            kept.push_str(&self.value[..last]);
            self.value.zeroize();
            self.value = kept;
        }
    }

    /// Wipes all of it.
    pub fn clear(&mut self) {
        self.value.zeroize();
        self.value = String::with_capacity(Self::CAPACITY);
    }

    /// How many characters were typed.
    pub fn count(&self) -> usize {
        self.value.chars().count()
    }

    /// The first character that was typed and does not stand there in `value`, counted from zero; none where all that was
    /// typed is right so far.
    pub fn differs_from(&self, value: &Secret) -> Option<usize> {
        let mut right = value.value.chars();
        self.value.chars().position(|typed| right.next() != Some(typed))
    }

    /// True where what was typed is this value, all of it and no more.
    pub fn is(&self, value: &Secret) -> bool {
        self.differs_from(value).is_none() && self.count() == value.count()
    }

    /// Hands the value over and leaves the field empty.
    pub fn take(&mut self) -> Secret {
        Secret::new(std::mem::replace(&mut self.value, String::with_capacity(Self::CAPACITY)))
    }
}

impl Default for SecretInput {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretInput(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_a_placeholder_only() {
        let secret = Secret::new("kT7w9QxB".into());
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }

    #[test]
    fn equal_means_every_character() {
        assert_eq!(Secret::new("abc".into()), Secret::new("abc".into()));
        assert_ne!(Secret::new("abc".into()), Secret::new("abd".into()));
        assert_ne!(Secret::new("abc".into()), Secret::new("abcd".into()));
    }

    #[test]
    fn the_field_never_grows_beyond_what_was_reserved() {
        let mut field = SecretInput::new();
        let typed = (0..SecretInput::CAPACITY + 5).filter(|_| field.push('x')).count();
        assert_eq!(typed, SecretInput::CAPACITY);
        assert_eq!(field.value.capacity(), SecretInput::CAPACITY);
    }

    #[test]
    fn what_was_typed_differs_at_the_first_wrong_character() {
        let value = Secret::new("kT7w".into());
        for (typed, differs) in
            [("", None), ("kT7", None), ("kT7w", None), ("KT7w", Some(0)), ("kt7w", Some(1)), ("kT7wX", Some(4))]
        {
            let mut field = SecretInput::new();
            assert!(typed.chars().all(|character| field.push(character)));
            assert_eq!(field.differs_from(&value), differs, "{typed}");
        }
    }

    #[test]
    fn backspace_takes_whole_characters() {
        let mut field = SecretInput::new();
        assert!(field.push('a') && field.push('é'));
        field.backspace();
        assert_eq!(field.take().expose(), "a");
        assert_eq!(field.count(), 0);
    }
}
