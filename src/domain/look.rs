//! How the console looks, as data: what a style means, and which colour and weight it has. Draws nothing and knows no
//! terminal; whether there are colours at all, the terminal and its user decide.

/// What a style means. No meaning is told by its style alone: a word or a sign says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Headings and names.
    Strong,
    /// Labels, and what cannot be used now.
    Dim,
    /// Keys, and the mark of the chosen row.
    Key,
    /// Something to look at before going on.
    Warning,
    /// Something went wrong, or is dangerous.
    Danger,
    /// Something went well.
    Good,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Strong, Self::Dim, Self::Key, Self::Warning, Self::Danger, Self::Good];

    /// Its key in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Dim => "dim",
            Self::Key => "key",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Good => "good",
        }
    }
}

/// The terminal's own colours that text may have. Black, white and the greys are not among them: each is the background of
/// some terminal, and what is written in it there cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Ink {
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
}

impl Ink {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 12] = [
        Self::Red,
        Self::Green,
        Self::Yellow,
        Self::Blue,
        Self::Magenta,
        Self::Cyan,
        Self::BrightRed,
        Self::BrightGreen,
        Self::BrightYellow,
        Self::BrightBlue,
        Self::BrightMagenta,
        Self::BrightCyan,
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
            Self::BrightRed => "bright-red",
            Self::BrightGreen => "bright-green",
            Self::BrightYellow => "bright-yellow",
            Self::BrightBlue => "bright-blue",
            Self::BrightMagenta => "bright-magenta",
            Self::BrightCyan => "bright-cyan",
        }
    }
}

/// How heavy the letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// As the terminal writes.
    #[default]
    Normal,
    /// Heavier.
    Bold,
    /// Fainter.
    Dim,
}

/// A style. It has no background and cannot be hidden, so that no configuration makes a text disappear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Face {
    /// The colour of the letters; none is the terminal's own.
    pub ink: Option<Ink>,
    /// How heavy they are.
    pub weight: Weight,
    /// Underlined.
    pub underlined: bool,
    /// Letters and background change places.
    pub reversed: bool,
}

impl Face {
    const fn of(weight: Weight, ink: Option<Ink>) -> Self {
        Self { ink, weight, underlined: false, reversed: false }
    }
}

/// How the console looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Rules, borders, dots and ellipses are drawn with ASCII.
    pub ascii: bool,
    faces: [Face; 6],
}

impl Default for Look {
    fn default() -> Self {
        Self::with([None, Some(Ink::Magenta), Some(Ink::Red), None])
    }
}

impl Look {
    /// The names of the themes, the usual one first.
    pub const THEMES: [&'static str; 4] = ["default", "dark", "light", "plain"];

    /// The theme of this name.
    ///
    /// * `default` can be read on black and on white alike: of the terminal's twelve colours red and magenta can.
    /// * `dark` and `light` have more colours, for a background that is known.
    /// * `plain` has none.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::default()),
            "dark" => Some(Self::with([Some(Ink::Cyan), Some(Ink::Yellow), Some(Ink::BrightRed), Some(Ink::Green)])),
            "light" => Some(Self::with([Some(Ink::Blue), Some(Ink::Magenta), Some(Ink::Red), Some(Ink::Blue)])),
            "plain" => Some(Self::with([None; 4])),
            _ => None,
        }
    }

    /// Keys, warnings, dangers and what went well in these colours.
    fn with([key, warning, danger, good]: [Option<Ink>; 4]) -> Self {
        let bold = |ink| Face::of(Weight::Bold, ink);
        let faces = [bold(None), Face::of(Weight::Dim, None), bold(key), bold(warning), bold(danger), bold(good)];
        Self { ascii: false, faces }
    }

    /// The style of this meaning.
    pub fn face(&self, role: Role) -> Face {
        self.faces[role as usize]
    }

    /// Another style for this meaning.
    pub fn set(&mut self, role: Role, face: Face) {
        self.faces[role as usize] = face;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_is_named_exists_and_the_first_is_the_usual_one() {
        assert!(Look::THEMES.iter().all(|name| Look::named(name).is_some()));
        assert_eq!(Look::named(Look::THEMES[0]), Some(Look::default()));
        assert_eq!(Look::named("solarized"), None);
    }

    /// Relative luminance (WCAG 2, "relative luminance") of a colour that xterm and Linux' own console have by default.
    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = rgb.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// What xterm shows, and what VGA does.
    fn shown(ink: Ink) -> [[u8; 3]; 2] {
        match ink {
            Ink::Red => [[205, 0, 0], [170, 0, 0]],
            Ink::Green => [[0, 205, 0], [0, 170, 0]],
            Ink::Yellow => [[205, 205, 0], [170, 85, 0]],
            Ink::Blue => [[0, 0, 238], [0, 0, 170]],
            Ink::Magenta => [[205, 0, 205], [170, 0, 170]],
            Ink::Cyan => [[0, 205, 205], [0, 170, 170]],
            Ink::BrightRed => [[255, 0, 0], [255, 85, 85]],
            Ink::BrightGreen => [[0, 255, 0], [85, 255, 85]],
            Ink::BrightYellow => [[255, 255, 0], [255, 255, 85]],
            Ink::BrightBlue => [[92, 92, 255], [85, 85, 255]],
            Ink::BrightMagenta => [[255, 0, 255], [255, 85, 255]],
            Ink::BrightCyan => [[0, 255, 255], [85, 255, 255]],
        }
    }

    #[test]
    fn a_theme_can_be_read_on_the_backgrounds_that_it_is_for() {
        const BLACK: [u8; 3] = [0; 3];
        const WHITE: [u8; 3] = [255; 3];
        for (name, backgrounds) in
            [("default", &[BLACK, WHITE][..]), ("dark", &[BLACK]), ("light", &[WHITE]), ("plain", &[BLACK, WHITE])]
        {
            let look = Look::named(name).unwrap();
            for ink in Role::ALL.into_iter().filter_map(|role| look.face(role).ink) {
                for (rgb, background) in shown(ink).iter().flat_map(|rgb| backgrounds.iter().map(move |on| (rgb, on))) {
                    // Bold is brighter on a dark VGA; without that, its red on black has 2.7.
                    assert!(contrast(*rgb, *background) > 2.6, "{name}: {ink:?} {rgb:?} on {background:?}");
                }
            }
        }
    }
}
