//! The two type families of the sheets: which characters they have and how wide those are. Draws nothing.
//!
//! IBM Plex Mono for cells, values and IDs: its zero is drawn with a stroke, and `0 O`, `1 l I` differ. IBM Plex Sans for
//! the rest. Where a face lacks a character the others are asked. `assets/fonts/README.md` says where the files come from.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use crate::domain::printing::PrintFault;

/// A face of the sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Proportional.
    Text,
    /// Proportional, semi-bold.
    Bold,
    /// Monospaced.
    Mono,
}

impl Face {
    /// All of them, in the order in which a missing character is looked for.
    pub const ALL: [Self; 3] = [Self::Text, Self::Bold, Self::Mono];

    /// The font file.
    pub fn file(self) -> &'static [u8] {
        match self {
            Self::Text => include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf"),
            Self::Bold => include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
            Self::Mono => include_bytes!("../../assets/fonts/IBMPlexMono-Regular.ttf"),
        }
    }
}

/// The faces, opened.
pub struct Faces {
    opened: [Opened; 3],
    /// What is drawn for each ASCII character: nearly all that a card asks for, a thousand times each.
    ascii: [Vec<Drawn>; 3],
}

/// The zero with a stroke, by its name in the font. The ordinary zero has a dot, which is lost on a poor copy.
const STROKED_ZERO: &str = "zero.alt01";

struct Opened {
    characters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    em: f32,
    /// What stands for the digit zero; none where that is the ordinary one.
    zero: Option<GlyphId>,
}

impl Opened {
    fn new(face: Face) -> Option<Self> {
        let font = FontRef::new(face.file()).ok()?;
        let whole = LocationRef::default();
        let em = f32::from(font.metrics(Size::unscaled(), whole).units_per_em);
        let stroked =
            || font.glyph_names().iter().find(|(_, name)| name.as_str() == STROKED_ZERO).map(|(glyph, _)| glyph);
        let zero = if face == Face::Mono { Some(stroked()?) } else { None };
        Some(Self { characters: font.charmap(), widths: font.glyph_metrics(Size::unscaled(), whole), em, zero })
    }
}

/// A character as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The face that has it; the one asked for where none has.
    pub face: Face,
    /// The glyph's number in that face; 0, a visible box, where no face has the character.
    pub glyph: u32,
    /// How far it moves on, in em.
    pub advance: f32,
}

impl Faces {
    /// Opens them.
    ///
    /// # Errors
    /// [`PrintFault::NotMade`] where a font file cannot be read: a fault of the build.
    pub fn open() -> Result<Self, PrintFault> {
        let opened = |face| Opened::new(face).ok_or_else(|| PrintFault::NotMade("a font cannot be read".into()));
        let [text, bold, mono] = Face::ALL.map(opened);
        let mut faces = Self { opened: [text?, bold?, mono?], ascii: [Vec::new(), Vec::new(), Vec::new()] };
        for face in Face::ALL {
            faces.ascii[face as usize] = ('\0'..='\x7f').map(|character| faces.look_up(face, character)).collect();
        }
        Ok(faces)
    }

    /// What is drawn for a character in this face.
    pub fn drawn(&self, face: Face, character: char) -> Drawn {
        let known = self.ascii[face as usize].get(character as usize);
        known.copied().unwrap_or_else(|| self.look_up(face, character))
    }

    fn look_up(&self, face: Face, character: char) -> Drawn {
        let found = [face].into_iter().chain(Face::ALL).find_map(|face| Some((face, self.glyph(face, character)?)));
        let (face, glyph) = found.unwrap_or((face, GlyphId::NOTDEF));
        let opened = &self.opened[face as usize];
        Drawn { face, glyph: glyph.to_u32(), advance: opened.widths.advance_width(glyph).unwrap_or(0.0) / opened.em }
    }

    /// How wide a text is, in em. It is measured in its composed form (NFC), in which it is drawn.
    pub fn width(&self, face: Face, text: &str) -> f32 {
        text.nfc().map(|character| self.drawn(face, character).advance).sum()
    }

    fn glyph(&self, face: Face, character: char) -> Option<GlyphId> {
        let opened = &self.opened[face as usize];
        if character == '0' && opened.zero.is_some() {
            return opened.zero;
        }
        opened.characters.map(character).filter(|glyph| *glyph != GlyphId::NOTDEF)
    }
}

/// The characters of a text that no face has, each once. On paper they are boxes.
pub fn undrawable(text: &str) -> Vec<char> {
    let Ok(faces) = Faces::open() else { return Vec::new() };
    let mut lacking = Vec::new();
    for character in text.nfc() {
        let known = Face::ALL.into_iter().any(|face| faces.glyph(face, character).is_some());
        if !known && !lacking.contains(&character) {
            lacking.push(character);
        }
    }
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_our_users_can_be_drawn() {
        let names =
            "Petrović-Đorđević Šűőł Ţăţ ğ Ąę ß Œ œ ŷ Nguyễn Thị Ánh Ελένη Παπαδοπούλου Олександр Їжак ’ „“ «» – … €";
        assert_eq!(undrawable(names), Vec::<char>::new());
    }

    #[test]
    fn composed_and_decomposed_are_one() {
        assert_eq!(undrawable("Petrovic\u{301} S\u{30c}"), Vec::<char>::new());
    }

    #[test]
    fn what_is_lacking_is_told_once_each() {
        assert_eq!(undrawable("李A李小"), ['李', '小']);
    }

    #[test]
    fn a_lacking_character_is_a_box_with_a_width() {
        let faces = Faces::open().unwrap();
        for face in Face::ALL {
            let drawn = faces.drawn(face, '李');
            assert_eq!((drawn.face, drawn.glyph), (face, 0));
            assert!(drawn.advance > 0.3);
            let ink = faces.opened[face as usize].widths.bounds(GlyphId::NOTDEF).unwrap();
            assert!(ink.x_max - ink.x_min > 200.0 && ink.y_max - ink.y_min > 400.0, "{ink:?}");
        }
    }

    #[test]
    fn the_zero_of_a_cell_is_another_one_than_the_font_s_own() {
        let faces = Faces::open().unwrap();
        let own = faces.opened[Face::Mono as usize].characters.map('0').unwrap().to_u32();
        let zero = faces.drawn(Face::Mono, '0').glyph;
        assert!(zero != own && zero != faces.drawn(Face::Mono, 'O').glyph);
    }

    #[test]
    fn every_cell_character_is_in_the_monospaced_face_and_equally_wide() {
        let faces = Faces::open().unwrap();
        for character in '!'..='~' {
            let drawn = faces.drawn(Face::Mono, character);
            assert_eq!((drawn.face, drawn.advance), (Face::Mono, 0.6), "{character}");
        }
    }
}
