//! A text for a terminal that shows nothing but ASCII. Only rewrites; what is safe to draw, [`SafeText`](super::SafeText) says.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text with every character that is no ASCII as its number, `zoë` as `zo<U+00EB>`: as hidden characters are made
/// visible anyway. Letters that only look alike would make one text of two, and a login ID must stay the one it is.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(2 * text.len());
    for character in text.chars() {
        if character.is_ascii() {
            shown.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        }
    }
    Cow::Owned(shown)
}

/// The text with its letters bare: `Zürich` becomes `Zurich`. For words that are said aloud, never for whom or what
/// somebody is. What has no bare form becomes a number as in [`ascii`].
pub fn bare_letters(text: &str) -> String {
    let bare: String = text.nfd().filter(|character| !is_combining_mark(*character)).collect();
    ascii(&bare).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_ascii_becomes_its_number() {
        for (text, shown) in [
            ("a.muster", "a.muster"),
            ("zo\u{eb}", "zo<U+00EB>"),
            ("zoe\u{308}", "zoe<U+0308>"),
            ("\u{674e} \u{1f600}", "<U+674E> <U+1F600>"),
            ("\u{430}nna", "<U+0430>nna"),
        ] {
            assert_eq!(ascii(text), shown);
        }
    }

    #[test]
    fn two_texts_stay_two() {
        let texts = ["zoe", "zo\u{eb}", "zoe\u{308}", "zo\u{e9}", "\u{437}\u{43e}\u{435}"];
        let shown: std::collections::BTreeSet<_> = texts.iter().map(|text| ascii(text)).collect();
        assert_eq!(shown.len(), texts.len());
    }

    #[test]
    fn letters_are_bared_for_the_ear() {
        assert_eq!((bare_letters("Z\u{dc}RICH"), bare_letters("zo\u{e9}")), ("ZURICH".into(), "zoe".into()));
        assert_eq!(bare_letters("stra\u{df}e"), "stra<U+00DF>e");
    }
}
