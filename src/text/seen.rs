//! Which characters can be seen, and which change how their neighbours are seen. Knows characters and clusters, no texts.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a character is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is seen by itself.
    Base,
    /// It is seen with what stands before it.
    Mark,
    /// Nobody sees it, or it changes how its neighbours are seen, or terminals do not agree about its columns.
    Hidden,
}

/// Whether a text is printable ASCII and nothing else, as nearly all of them are.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// One column, and joins nothing, whatever stands beside it: ASCII, the Latin letters, and what rules and dots are drawn
/// with. Known without a table.
pub(super) fn is_simple(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{257F}')
}

/// What this character is. Total: whatever has no category yet is hidden.
pub(super) fn kind(character: char) -> Kind {
    use GeneralCategory as Is;
    if is_simple(character) {
        return Kind::Base;
    }
    let columns = character.width().unwrap_or(0);
    match character.general_category() {
        Is::Control | Is::Format | Is::Surrogate | Is::PrivateUse | Is::Unassigned => Kind::Hidden,
        Is::LineSeparator | Is::ParagraphSeparator | Is::SpaceSeparator => Kind::Hidden,
        _ if is_blank(character) => Kind::Hidden,
        Is::NonspacingMark | Is::EnclosingMark if columns == 0 && !is_separate(character) => Kind::Mark,
        Is::NonspacingMark | Is::EnclosingMark => Kind::Hidden,
        Is::SpacingMark if !is_separate(character) => Kind::Mark,
        // A spacing mark that begins a cluster of its own, as in Burmese, is drawn like a letter.
        _ if (1..=2).contains(&columns) && is_separate(character) => Kind::Base,
        _ => Kind::Hidden,
    }
}

/// Letters, marks and signs that are drawn as nothing: those of `Default_Ignorable_Code_Point` (Unicode Standard, 5.21)
/// whose category does not tell, then empty Braille, the Khitan filler, the empty note head, and
/// what stands for an object or for bytes that were lost.
fn is_blank(character: char) -> bool {
    matches!(character,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{2800}' | '\u{16FE4}' | '\u{1D159}' | '\u{FFFC}' | '\u{FFFD}')
}

/// Whether letters beside it, and a second one of it, stay clusters of their own (Unicode Standard Annex #29). Not so:
/// prepended marks, jamo, halves of flags, skin tones, half-width sound marks.
fn is_separate(character: char) -> bool {
    let beside: String = ['x', character, character, 'x', character, '가'].iter().collect();
    beside.graphemes(true).count() == 6
}

/// Whether all of this is one character as people see them.
pub(super) fn is_one_cluster(text: &str) -> bool {
    text.graphemes(true).nth(1).is_none()
}

/// Whether those who count columns by characters (most terminals) and those who count them by clusters (ratatui, some
/// terminals) come to the same number.
pub(super) fn is_told_alike(cluster: &str) -> bool {
    cluster.width() == cluster.chars().filter_map(UnicodeWidthChar::width).sum::<usize>()
}
