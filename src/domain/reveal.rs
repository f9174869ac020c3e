//! How far a profile lets a new value out: onto the screen, onto paper only, or not at all.

/// What may be done with a value. Where sessions are recorded, whatever is drawn is stored by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Reveal {
    /// Never drawn, never printed: only the receipt.
    Never,
    /// Never drawn; printed.
    Print,
    /// Drawn when the operator asks for it.
    #[default]
    Screen,
}

impl Reveal {
    /// Every word of the configuration with its meaning.
    pub const WORDS: [(&'static str, Self); 3] =
        [("screen", Self::Screen), ("print", Self::Print), ("never", Self::Never)];

    /// Reads the configuration's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, meant)| *meant)
    }

    /// True where a value may be drawn.
    pub fn on_screen(self) -> bool {
        self == Self::Screen
    }

    /// True where a value may be printed at all.
    pub fn on_paper(self) -> bool {
        self != Self::Never
    }
}
