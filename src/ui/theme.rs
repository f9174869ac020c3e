//! Styles by meaning. The terminal's own sixteen colours and its default background only: light terminals exist.
//!
//! No meaning is carried by colour alone, so a theme without colours loses nothing.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

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
    colors: bool,
}

impl Theme {
    /// With the terminal's colours, or with bold, dim, underlined and reversed text alone (`NO_COLOR`).
    pub fn new(colors: bool) -> Self {
        let plain = Style::new();
        let colored = |color: Color| if colors { plain.fg(color) } else { plain };
        Self {
            strong: plain.add_modifier(Modifier::BOLD),
            dim: plain.add_modifier(Modifier::DIM),
            key: colored(Color::Cyan).add_modifier(Modifier::BOLD),
            warning: colored(Color::Yellow).add_modifier(Modifier::BOLD),
            danger: colored(Color::Red).add_modifier(Modifier::BOLD),
            good: colored(Color::Green).add_modifier(Modifier::BOLD),
            colors,
        }
    }

    /// The environment marker, reversed, in the profile's colour where the theme has colours.
    pub fn marker(&self, color: &str) -> Style {
        let marker = Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED);
        match Color::from_str(color) {
            Ok(color) if self.colors => marker.fg(color),
            _ => marker,
        }
    }
}
