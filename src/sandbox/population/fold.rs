//! Compares texts the way people type them: without regard to case and diacritics. Both searches stand on it, that of
//! the index here and that of the query service, so that they find alike. Must know nothing of users.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text as it is compared: once with its diacritics dropped, once with them written out as in German passports.
///
/// `Müller` is `muller` and `mueller`; where both are the same (`keller`) the two forms are equal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::sandbox) struct Folded {
    pub plain: String,
    pub written_out: String,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut written_out = String::with_capacity(lower.len() + 2);
        for c in lower.nfc() {
            match c {
                'ä' | 'æ' => written_out.push_str("ae"),
                'ö' | 'ø' | 'œ' => written_out.push_str("oe"),
                'ü' => written_out.push_str("ue"),
                'å' => written_out.push_str("aa"),
                'đ' => written_out.push_str("dj"),
                other => written_out.push(other),
            }
        }
        Self { plain: drop_diacritics(&lower), written_out: drop_diacritics(&written_out) }
    }

    /// Both texts as a double name.
    pub fn hyphenated(&self, second: &Self) -> Self {
        Self {
            plain: format!("{}-{}", self.plain, second.plain),
            written_out: format!("{}-{}", self.written_out, second.written_out),
        }
    }

    /// Both forms, to be compared one after the other.
    pub fn forms(&self) -> [&str; 2] {
        [&self.plain, &self.written_out]
    }
}

/// Letters that are no combination of a letter and a mark (`ß`, `ø`, `ł`) are replaced one by one.
fn drop_diacritics(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    for c in lower.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            '’' => out.push('\''),
            other => out.push(other),
        }
    }
    out
}

/// The words of a text: what stands between blanks, hyphens, dots, apostrophes and the like.
pub(in crate::sandbox) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Needle {
    pub text: Folded,
    /// Whether the beginning is enough.
    pub prefix: bool,
}

impl Needle {
    /// Whether a whole word or the full value is meant; with `prefix`, the beginning of either.
    pub fn found_in(&self, value: &Folded) -> bool {
        value.forms().into_iter().any(|form| self.found_in_form(form))
    }

    /// As [`Self::found_in`], for a value that has one form only, such as a login ID.
    pub fn found_in_form(&self, value: &str) -> bool {
        self.fits(value) || self.found_in_words(value)
    }

    /// Whether one of the words of `value` is meant, leaving out the full value.
    pub fn found_in_words(&self, value: &str) -> bool {
        words(value).any(|word| self.fits(word))
    }

    /// Whether the needle is `part` and something more that is no letter, as `keller2` is for `keller`.
    pub fn goes_beyond(&self, part: &str) -> bool {
        let rest = |text: &str| text.strip_prefix(part).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        !part.is_empty() && self.text.forms().into_iter().any(rest)
    }

    /// Whether the needle is `value`; with `prefix`, its beginning.
    pub fn fits(&self, value: &str) -> bool {
        let same = |text: &str| if self.prefix { value.starts_with(text) } else { value == text };
        self.text.forms().into_iter().any(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diacritics_are_dropped_and_written_out() {
        for (text, plain, written_out) in [
            ("Müller", "muller", "mueller"),
            ("Mu\u{308}ller", "muller", "mueller"),
            ("Petrović", "petrovic", "petrovic"),
            ("Đorđević", "dordevic", "djordjevic"),
            ("Nguyễn", "nguyen", "nguyen"),
            ("Çelik", "celik", "celik"),
            ("İbrahim", "ibrahim", "ibrahim"),
            ("Yıldız", "yildiz", "yildiz"),
            ("Łukasz", "lukasz", "lukasz"),
            ("Weiß", "weiss", "weiss"),
            ("d’Aubigny", "d'aubigny", "d'aubigny"),
        ] {
            let folded = Folded::new(text);
            assert_eq!((folded.plain.as_str(), folded.written_out.as_str()), (plain, written_out));
        }
    }

    #[test]
    fn a_needle_finds_words_and_full_values() {
        let found = |needle: &str, prefix, value: &str| {
            Needle { text: Folded::new(needle), prefix }.found_in(&Folded::new(value))
        };
        assert!(found("mueller", false, "Müller-Keller"));
        assert!(found("keller", false, "Müller-Keller"));
        assert!(found("von gunten", false, "von Gunten"));
        assert!(found("von gu", true, "von Gunten"));
        assert!(!found("kell", false, "Müller-Keller"));
        assert!(!found("eller", true, "Müller-Keller"));
        assert!(!found("", false, "Keller"));
    }
}
