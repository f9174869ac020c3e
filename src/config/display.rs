//! How the console looks: the table `[display]`. A theme by name, and its styles one by one; never one that cannot be read.

use super::color::AnsiColor;
use super::error::ConfigError;
use super::key::Key;
use super::section::{Given, Section};
use crate::domain::look::{Face, Ink, Look, Role, Weight};

/// What the table says, and its keys with what counts for each.
pub fn read(section: Option<Section<'_>>) -> Result<(Look, Vec<Key>), ConfigError> {
    let mut section = section.unwrap_or_else(Section::empty);
    let look = take(&mut section)?;
    section.finish()?;
    Ok((look, section.asked().to_vec()))
}

/// Every key that it may hold.
pub fn known_keys() -> Vec<Key> {
    let mut section = Section::empty();
    let _nothing_can_be_wrong_in_it = take(&mut section);
    section.asked().to_vec()
}

fn take(section: &mut Section<'_>) -> Result<Look, ConfigError> {
    let ascii = section.flag("ascii", false)?;
    let mut look = match section.word("theme", &Look::THEMES, Look::THEMES[0])? {
        None => Look::default(),
        Some(given) => Look::named(&given.value).ok_or_else(|| section.bad(given.line, themes()))?,
    };
    look.ascii = ascii;
    for role in Role::ALL {
        if let Some(Given { value, line }) = section.text(role.name())? {
            look.set(role, face(&value).ok_or_else(|| section.bad(line, words(role)))?);
        }
    }
    Ok(look)
}

/// A style in words, in any order: at most one colour, one weight, and each of the others once. `normal` is none of them.
fn face(text: &str) -> Option<Face> {
    if text == "normal" {
        return Some(Face::default());
    }
    let mut face = Face::default();
    for word in text.split_whitespace() {
        let is_new = match word {
            "bold" => std::mem::replace(&mut face.weight, Weight::Bold) == Weight::Normal,
            "dim" => std::mem::replace(&mut face.weight, Weight::Dim) == Weight::Normal,
            "underline" => !std::mem::replace(&mut face.underlined, true),
            "reverse" => !std::mem::replace(&mut face.reversed, true),
            color => face.ink.replace(ink(color)?).is_none(),
        };
        if !is_new {
            return None;
        }
    }
    (face != Face::default()).then_some(face)
}

fn ink(name: &str) -> Option<Ink> {
    let color = AnsiColor::parse(name)?;
    Ink::ALL.into_iter().find(|ink| ink.name() == color.name())
}

fn themes() -> String {
    format!("\"theme\" must be one of {}.", Look::THEMES.join(", "))
}

fn words(role: Role) -> String {
    format!(
        "\"{}\" must be \"normal\", or words of these: one colour ({}, or one of these with bright- before it), bold or dim, \
         underline, reverse. Black and white are not among them, because some terminals have them as their background.",
        role.name(),
        Ink::ALL[..6].iter().map(|ink| ink.name()).collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_words_in_any_order() {
        let expected = Face { ink: Some(Ink::BrightRed), weight: Weight::Bold, underlined: true, reversed: false };
        for text in ["bold underline bright-red", "Bright_Red  bold underline"] {
            assert_eq!(face(text), Some(expected), "{text}");
        }
        assert_eq!(face("normal"), Some(Face::default()));
        assert_eq!(face("reverse").map(|face| face.reversed), Some(true));
    }

    #[test]
    fn what_is_no_style_or_two_is_none() {
        for text in
            ["", " ", "red blue", "bold dim", "bold bold", "underline underline", "orange", "normal bold", "#ff0000"]
        {
            assert_eq!(face(text), None, "{text}");
        }
    }

    #[test]
    fn no_style_is_written_in_what_may_be_the_background() {
        for text in ["black", "white bold", "bright-black", "bright-white reverse"] {
            assert_eq!(face(text), None, "{text}");
        }
    }
}
