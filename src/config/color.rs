//! The colour of the environment marker: one of the sixteen that every terminal has, by name.
//!
//! Never a colour by number or by red, green and blue: light terminals exist, and their sixteen fit them.

/// The names of the sixteen colours, in the order of their codes (ECMA-48 SGR 30 to 37, then the bright ones).
pub const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// One of the terminal's own sixteen colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsiColor(&'static str);

impl AnsiColor {
    /// Yellow: seen on dark and on light terminals, and no word for "all is well".
    pub const YELLOW: Self = Self(NAMES[3]);

    /// The colour of this name, in either case, with `-` or `_`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('_', "-");
        NAMES.into_iter().find(|known| *known == name).map(Self)
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        self.0
    }
}
