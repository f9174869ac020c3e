//! Compares what is looked for with a field's text the way the population's index does, so that prepared and
//! generated users are found alike: case and diacritics do not count, and words stand between blanks, dots, hyphens
//! and the like.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Needle {
    /// In lower case, with single blanks.
    text: String,
    /// Whether the beginning is enough.
    prefix: bool,
}

impl Needle {
    pub fn new(text: &str, prefix: bool) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        Self { text: words.join(" ").to_lowercase(), prefix }
    }

    /// Whether there is nothing to compare: `*`, or nothing at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether words have to follow one another (`Bern-Bümpliz`, `anna.muster`), which the index cannot tell.
    pub fn is_phrase(&self) -> bool {
        !self.text.chars().all(char::is_alphanumeric)
    }

    /// What the index has to be asked for: text, and whether its beginning is enough.
    pub fn pieces(&self) -> Vec<(String, bool)> {
        if !self.is_phrase() {
            return vec![(self.text.clone(), self.prefix)];
        }
        let mut pieces: Vec<(String, bool)> = words(&self.text).map(|word| (word.to_owned(), false)).collect();
        if let Some((_, prefix)) = pieces.last_mut() {
            *prefix = self.prefix;
        }
        pieces
    }

    /// Whether a text is this, or has it as a word or as words that follow one another.
    pub fn found_in(&self, text: &str) -> bool {
        let forms = forms(&self.text);
        self::forms(text).iter().any(|text| forms.iter().any(|form| self.form_found_in(form, text)))
    }

    fn form_found_in(&self, form: &str, text: &str) -> bool {
        let same = |whole: &str, part: &str| if self.prefix { whole.starts_with(part) } else { whole == part };
        if same(text, form) {
            return true;
        }
        if !self.is_phrase() {
            return words(text).any(|word| same(word, form));
        }
        let (wanted, present): (Vec<&str>, Vec<&str>) = (words(form).collect(), words(text).collect());
        let Some((last, before)) = wanted.split_last() else { return false };
        let follow = |window: &[&str]| window[..before.len()] == *before && same(window[before.len()], last);
        present.windows(wanted.len()).any(follow)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A text with its diacritics dropped, and with its umlauts written out: `muller` and `mueller`.
fn forms(text: &str) -> [String; 2] {
    let lower = text.to_lowercase();
    let mut written_out = String::with_capacity(lower.len());
    for character in lower.nfc() {
        match character {
            'ä' | 'æ' => written_out.push_str("ae"),
            'ö' | 'ø' | 'œ' => written_out.push_str("oe"),
            'ü' => written_out.push_str("ue"),
            'å' => written_out.push_str("aa"),
            'đ' => written_out.push_str("dj"),
            other => written_out.push(other),
        }
    }
    [without_diacritics(&lower), without_diacritics(&written_out)]
}

fn without_diacritics(lower: &str) -> String {
    let mut plain = String::with_capacity(lower.len());
    for character in lower.nfd().filter(|character| !is_combining_mark(*character)) {
        match character {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            '’' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain
}
