//! Styles by meaning, and the characters that this terminal shows. The terminal's own sixteen colours and its default
//! background only: light terminals exist.
//!
//! No meaning is carried by a style alone, so a theme without colours loses nothing.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

use crate::domain::look::{Face, Ink, Look, Role, Weight};
use crate::ui::glyphs::Glyphs;

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Headings and names.
    pub strong: Style,
    /// Labels and what cannot be used now.
    pub dim: Style,
    /// Keys in hints.
    pub key: Style,
    /// Something to look at before going on.
    pub warning: Style,
    /// Something went wrong, or is dangerous.
    pub danger: Style,
    /// Something went well.
    pub good: Style,
    /// The characters that are drawn with.
    pub glyphs: Glyphs,
    colors: bool,
}

impl Theme {
    /// The usual look, with all of Unicode; with the terminal's colours, or with bold, dim, underlined and reversed text
    /// alone (`NO_COLOR`).
    pub fn new(colors: bool) -> Self {
        Self::of(&Look::default(), colors, Glyphs::Unicode)
    }

    /// This look on a terminal that has colours or none, and shows these characters.
    pub fn of(look: &Look, colors: bool, glyphs: Glyphs) -> Self {
        let style = |role| style(look.face(role), colors);
        Self {
            strong: style(Role::Strong),
            dim: style(Role::Dim),
            key: style(Role::Key),
            warning: style(Role::Warning),
            danger: style(Role::Danger),
            good: style(Role::Good),
            glyphs,
            colors,
        }
    }

    /// The environment marker: on the profile's colour where the theme has colours, else reversed. The letters are black or
    /// white, whichever can be read on it, and not the terminal's background, which may be the very same colour.
    pub fn marker(&self, color: &str) -> Style {
        match ground(color) {
            Some((ground, letters)) if self.colors => Style::new().bg(ground).fg(letters),
            _ => Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
        }
    }
}

fn style(face: Face, colors: bool) -> Style {
    let mut style = match face.weight {
        Weight::Normal => Style::new(),
        Weight::Bold => Style::new().add_modifier(Modifier::BOLD),
        Weight::Dim => Style::new().add_modifier(Modifier::DIM),
    };
    if face.underlined {
        style = style.add_modifier(Modifier::UNDERLINED);
    }
    if face.reversed {
        style = style.add_modifier(Modifier::REVERSED);
    }
    match face.ink {
        Some(ink) if colors => style.fg(color(ink)),
        _ => style,
    }
}

fn color(ink: Ink) -> Color {
    match ink {
        Ink::Red => Color::Red,
        Ink::Green => Color::Green,
        Ink::Yellow => Color::Yellow,
        Ink::Blue => Color::Blue,
        Ink::Magenta => Color::Magenta,
        Ink::Cyan => Color::Cyan,
        Ink::BrightRed => Color::LightRed,
        Ink::BrightGreen => Color::LightGreen,
        Ink::BrightYellow => Color::LightYellow,
        Ink::BrightBlue => Color::LightBlue,
        Ink::BrightMagenta => Color::LightMagenta,
        Ink::BrightCyan => Color::LightCyan,
    }
}

/// The colour of this name, and the one to write on it with. Never bold: bold black is grey on some terminals.
fn ground(name: &str) -> Option<(Color, Color)> {
    // What nearly everybody calls white is the seventh colour, a light grey to ratatui.
    let ground = if name == "white" { Color::Gray } else { Color::from_str(name).ok()? };
    let letters = match ground {
        Color::Black | Color::Red | Color::Blue | Color::Magenta | Color::DarkGray => Color::White,
        _ => Color::Black,
    };
    Some((ground, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_can_be_read_in_every_colour_and_without() {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
        for name in names.into_iter().flat_map(|name| [name.to_owned(), format!("bright-{name}")]) {
            let marker = Theme::new(true).marker(&name);
            let (Some(ground), Some(letters)) = (marker.bg, marker.fg) else { panic!("{name}: {marker:?}") };
            assert!([Color::Black, Color::White].contains(&letters) && ground != letters, "{name}");
            assert!(!marker.add_modifier.contains(Modifier::BOLD), "{name}");
            let plain = Theme::new(false).marker(&name);
            assert_eq!((plain.fg, plain.bg), (None, None));
            assert!(plain.add_modifier.contains(Modifier::REVERSED));
        }
        assert_ne!(Theme::new(true).marker("white"), Theme::new(true).marker("bright-white"));
    }

    #[test]
    fn without_colours_a_theme_has_none_and_keeps_its_weights() {
        let mut look = Look::named("dark").unwrap_or_default();
        look.set(Role::Danger, Face { ink: Some(Ink::BrightRed), reversed: true, ..Face::default() });
        let (with, without) = (Theme::of(&look, true, Glyphs::Unicode), Theme::of(&look, false, Glyphs::Unicode));
        let all = |theme: &Theme| [theme.strong, theme.dim, theme.key, theme.warning, theme.danger, theme.good];
        for (with, without) in all(&with).into_iter().zip(all(&without)) {
            assert_eq!((without.fg, without.bg), (None, None));
            assert_eq!(with.add_modifier, without.add_modifier);
        }
        assert_eq!(with.danger.fg, Some(Color::LightRed));
        assert!(without.danger.add_modifier.contains(Modifier::REVERSED));
    }
}
