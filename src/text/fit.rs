//! Cutting a text to a number of terminal columns, between characters as people see them.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::seen::is_simple;

/// How many terminal columns the text takes (Unicode Standard Annex #11), cluster by cluster, as it is drawn. A ligature
/// across clusters, as Arabic lam and alef make one, is not counted on: no grid of cells draws it narrower.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else if text.chars().all(is_simple) {
        text.chars().count()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

/// The text, or as much of it as fits into `columns` with an ellipsis at the end.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    fit_with(text, columns, "…")
}

/// The same with another ellipsis, of as many columns as characters. Where not even that fits, as much of it as does.
pub fn fit_with<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(ellipsis.chars().count());
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        kept.push_str(cluster);
    }
    kept.extend(ellipsis.chars().take(columns));
    Cow::Owned(kept)
}

/// The text, cut to so many columns and filled up with spaces to that many.
pub fn padded(text: &str, columns: usize) -> String {
    let shown = fit(text, columns);
    let gap = columns.saturating_sub(width(&shown));
    format!("{shown}{}", " ".repeat(gap))
}

/// The text in lines of at most so many columns, broken between words; a word that is longer than a line is broken between
/// characters. Nothing is left out but the spaces at a break. Never no line at all.
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut used, mut gap) = (0, 0);
    for word in text.split(' ') {
        let length = width(word);
        if length > 0 {
            if used > 0 && used + gap + length > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.extend(std::iter::repeat_n(' ', gap));
                used += gap;
            }
            if length <= columns {
                line.push_str(word);
                used += length;
            } else {
                used = push_in_pieces(word, columns, &mut line, &mut lines);
            }
            gap = 0;
        }
        gap += 1;
    }
    lines.push(line);
    lines
}

/// Pushes a word that is longer than a line, and says how many columns its end takes in the last one.
fn push_in_pieces(word: &str, columns: usize, line: &mut String, lines: &mut Vec<String>) -> usize {
    let mut used = 0;
    for cluster in word.graphemes(true) {
        let length = cluster.width();
        if used > 0 && used + length > columns {
            lines.push(std::mem::take(line));
            used = 0;
        }
        line.push_str(cluster);
        used += length;
    }
    used
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
        assert_eq!(fit_with("Müller-Lüdenscheidt", 7, "..."), "Müll...");
        assert_eq!((fit_with("abc", 2, "..."), fit_with("abc", 0, "...")), ("..".into(), "".into()));
    }

    #[test]
    fn lines_are_broken_between_words_and_nothing_is_lost() {
        for (text, columns, broken) in [
            ("one two three", 20, &["one two three"][..]),
            ("one two three", 8, &["one two", "three"]),
            ("one two three", 5, &["one", "two", "three"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("a abcdef b", 4, &["a", "abcd", "ef b"]),
            ("a    b", 6, &["a    b"]),
            ("a    b", 5, &["a", "b"]),
            ("李小龍李", 3, &["李", "小", "龍", "李"]),
            ("  a ", 4, &["a"]),
            ("", 4, &[""]),
        ] {
            assert_eq!(lines(text, columns), broken, "{text}");
        }
    }

    #[test]
    fn text_is_filled_up_in_columns_not_in_characters() {
        assert_eq!(
            (padded("李", 4), padded("e\u{301}", 2), padded("abc", 2)),
            ("李  ".into(), "e\u{301} ".into(), "a…".into())
        );
    }

    #[test]
    fn columns_are_skipped_between_characters() {
        assert_eq!(skip_columns("Müller", 2), "ller");
        assert_eq!(skip_columns("李小龍", 3), "龍");
        assert_eq!((skip_columns("abc", 0), skip_columns("abc", 9)), ("abc", ""));
    }
}
