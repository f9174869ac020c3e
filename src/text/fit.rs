//! Cutting a text to a number of terminal columns, between characters as people see them.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many terminal columns the text takes (Unicode Standard Annex #11).
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, or as much of it as fits into `columns` with an ellipsis at the end.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > columns - 1 {
            break;
        }
        kept.push_str(cluster);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// The characters of a text that was pasted into a field of one line: line breaks and other controls become spaces.
pub fn one_line(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|character| if character.is_control() { ' ' } else { character })
}

/// The text without its first columns. A wide character that would be halved goes as a whole.
pub fn skip_columns(text: &str, columns: usize) -> &str {
    let mut skipped = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        if skipped >= columns {
            return &text[at..];
        }
        skipped += cluster.width();
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_is_not_touched() {
        assert_eq!(fit("Müller", 6), "Müller");
    }

    #[test]
    fn long_text_ends_in_an_ellipsis_and_fits() {
        assert_eq!(fit("Müller-Lüdenscheidt", 7), "Müller…");
        assert_eq!(fit("李小龍", 4), "李…");
        assert_eq!(fit("abc", 0), "");
    }

    #[test]
    fn columns_are_skipped_between_characters() {
        assert_eq!(skip_columns("Müller", 2), "ller");
        assert_eq!(skip_columns("李小龍", 3), "龍");
        assert_eq!((skip_columns("abc", 0), skip_columns("abc", 9)), ("abc", ""));
    }
}
