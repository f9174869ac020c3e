//! The ways in which a new value may leave credesk, as the profile allows them.

use std::time::Duration;

use crate::domain::printing::Format;

/// How far a value gets out. Where sessions are recorded, whatever is drawn is stored by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reveal {
    /// Drawn when the operator asks for it.
    #[default]
    Screen,
    /// Never drawn; printed.
    Print,
    /// Never drawn, never printed: only the receipt.
    Never,
}

impl Reveal {
    /// Every word of the configuration with its meaning.
    pub const WORDS: [(&'static str, Self); 3] =
        [("screen", Self::Screen), ("print", Self::Print), ("never", Self::Never)];

    /// Reads the configuration's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, meant)| *meant)
    }

    /// The configuration's word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| *word)
    }
}

/// Where a new value goes that came with an answer, or was made here: what the receipt says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlet {
    /// Onto the screen, when the operator asks for it.
    Screen,
    /// Onto paper only.
    Printer,
    /// Onto standard output: a command was told to put it out.
    Output,
    /// Nowhere: a command was not told to put it out.
    Withheld,
    /// Nowhere: the profile lets none out, or none out of a command.
    Barred,
}

impl From<Reveal> for Outlet {
    fn from(reveal: Reveal) -> Self {
        match reveal {
            Reveal::Screen => Self::Screen,
            Reveal::Print => Self::Printer,
            Reveal::Never => Self::Barred,
        }
    }
}

/// What the profile allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// How far a value gets out.
    pub reveal: Reveal,
    /// How long a value stays uncovered after the last key.
    pub hide_after: Duration,
    /// A value may be printed on a slip, also where it may be drawn.
    pub slip: bool,
    /// A value may be sent to the clipboard of the operator's terminal.
    pub clipboard: bool,
    /// The queue that is offered first; else CUPS's own default.
    pub printer: Option<String>,
    /// How sheets are written, unless the operator says otherwise.
    pub format: Format,
    /// There is a printer at the operator's own terminal, which media copy reaches.
    pub terminal_printer: bool,
}

impl HandOver {
    /// True where a value may be drawn.
    pub fn on_screen(&self) -> bool {
        self.reveal == Reveal::Screen
    }

    /// True where an OTP card may be printed.
    pub fn prints_cards(&self) -> bool {
        self.reveal != Reveal::Never
    }

    /// True where a slip may be printed: where nothing is drawn, it is the only way.
    pub fn prints_slips(&self) -> bool {
        match self.reveal {
            Reveal::Screen => self.slip,
            Reveal::Print => true,
            Reveal::Never => false,
        }
    }

    /// Why the clipboard is not to be had, where it is not.
    pub fn no_clipboard(&self) -> Option<&'static str> {
        match self.reveal {
            Reveal::Screen if self.clipboard => None,
            Reveal::Screen => Some("This profile does not allow the clipboard (clipboard = false)."),
            Reveal::Print | Reveal::Never => Some("This profile never shows values, and sends none to a clipboard."),
        }
    }
}

/// What holds where a profile says nothing.
impl Default for HandOver {
    fn default() -> Self {
        Self {
            reveal: Reveal::Screen,
            hide_after: Duration::from_mins(1),
            slip: false,
            clipboard: false,
            printer: None,
            format: Format::Pdf,
            terminal_printer: false,
        }
    }
}
