//! The page as a specification: every measure of it, in millimetres from the upper left corner, sizes of type in points.
//!
//! A4 upright (ISO 216). The address stands on the right, as SN 10130 (business letters) provides for windows on that side
//! of Swiss C5 and C6/5 envelopes: text from 118 mm, in the upper half of a window that is 45 mm high. Marks at the left edge: folds of DIN 5008 form A and B are 105 and 210;
//! 148.5 is the middle, where a sheet is folded for C5. The top stays free, for paper with a letterhead.

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// To the right edge.
    pub width: f32,
    /// To the lower edge.
    pub height: f32,
}

impl Area {
    /// The right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// The lower edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// Points of a millimetre.
pub const POINTS: f32 = 72.0 / 25.4;

/// A4, width.
pub const PAGE_WIDTH: f32 = 210.0;
/// A4, height.
pub const PAGE_HEIGHT: f32 = 297.0;

/// Text from edge to edge.
pub const LEFT: f32 = 20.0;
/// Its width.
pub const WIDTH: f32 = 170.0;

/// Name and address.
pub const ADDRESS: Area = Area { x: 118.0, y: 47.0, width: 78.0, height: 38.0 };
/// Sizes of the address, the first that fits.
pub const ADDRESS_SIZES: [f32; 5] = [11.0, 10.0, 9.0, 8.0, 7.0];
/// The facts, left of it.
pub const FACTS: Area = Area { x: LEFT, y: 47.0, width: 92.0, height: 38.0 };
/// Where their values begin.
pub const FACT_VALUES: f32 = LEFT + 31.0;
/// Sizes of the facts, the first that fits.
pub const FACT_SIZES: [f32; 4] = [9.5, 8.5, 7.5, 6.5];
/// From line to line of small text, in sizes of its type.
pub const LEADING: f32 = 1.35;

/// Where the marks at the left edge begin, and how long they are.
pub const MARK: (f32, f32) = (5.0, 3.5);
/// Folds (DIN 5008) and middle.
pub const MARKS: [f32; 3] = [105.0, 148.5, 210.0];

/// Base line of the title, and its size.
pub const TITLE: (f32, f32) = (98.5, 15.0);
/// Base line of the introduction.
pub const INTRO: f32 = 105.5;
/// Size of the introduction.
pub const INTRO_SIZE: f32 = 10.0;

/// Upper edge of the card or the value on a first page.
pub const BODY_TOP: f32 = 119.0;
/// Lower edge of a card on a first page: the instructions need the rest.
pub const CARD_BOTTOM: f32 = 246.0;
/// Base line of the short head of a further page.
pub const SHORT_HEAD: f32 = 22.0;
/// Upper edge of the card or the value on a further page.
pub const NEXT_TOP: f32 = 36.0;
/// Lower edge of whatever a page holds.
pub const BODY_BOTTOM: f32 = 280.0;
/// Base line of the page number.
pub const FOOT: f32 = 289.0;
/// Size of the instructions.
pub const HELP_SIZE: f32 = 9.0;
/// From the card down to the instructions.
pub const HELP_GAP: f32 = 8.5;

/// The widest card that can still be cut out whole.
pub const CARD_WIDTH: f32 = 180.0;
/// A card that is folded to the size of a bank card (ISO/IEC 7810 ID-1: 85.6 x 53.98 mm) is one or two of them wide.
pub const FOLDED_WIDTHS: [f32; 2] = [85.6, 171.2];
/// ... and one or two of them high.
pub const FOLDED_HEIGHTS: [f32; 2] = [54.0, 108.0];
/// From the frame to what is in it.
pub const CARD_PADDING: f32 = 3.5;
/// Height of the line in the frame that says which card it is.
pub const CARD_HEAD: f32 = 5.5;

/// The greys: black, ruled lines, labels, and the word across a specimen.
pub const BLACK: u8 = 0;
/// Labels and hints.
pub const GREY: u8 = 95;
/// Rules.
pub const RULE: u8 = 150;
/// The word across a specimen.
pub const PALE: u8 = 226;
