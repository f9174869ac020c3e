//! Folding names, so that those which are easily mixed up can be found. For comparison only: never drawn, never sent.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, letters and digits only, split into words: `"Müller-Petrović"` gives `muller`, `petrovic`.
pub fn plain_words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .flat_map(|character| match character {
            'ß' => vec!['s', 's'],
            'æ' => vec!['a', 'e'],
            'ø' => vec!['o'],
            'ł' => vec!['l'],
            'đ' => vec!['d'],
            'ı' => vec!['i'],
            other => vec![other],
        })
        .collect();
    plain
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect()
}

/// A key that names share which are near-identical on the telephone: Meier, Meyer, Maier and Mayer; Muller and Müller
/// and Mueller; Schmid and Schmidt; Anna and Ana.
pub fn sounds_like(name: &str) -> String {
    let mut words = plain_words(name);
    words.sort();
    words.iter().map(|word| word_key(word)).collect::<Vec<_>>().join(" ")
}

fn word_key(word: &str) -> String {
    let spelled = word
        .replace('y', "i")
        .replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
        .replace("ai", "ei")
        .replace("dt", "d")
        .replace("th", "t")
        .replace("ph", "f")
        .replace("ck", "k");
    let mut key = String::with_capacity(spelled.len());
    for character in spelled.chars() {
        if !key.ends_with(character) {
            key.push(character);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_mixed_up_share_a_key() {
        for (one, other) in [
            ("Meier", "Mayer"),
            ("Müller", "Mueller"),
            ("Schmid", "Schmidt"),
            ("Muster Anna", "Anna Muster"),
            ("Anna", "Ana"),
        ] {
            assert_eq!(sounds_like(one), sounds_like(other), "{one} {other}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (one, other) in [("Meier", "Müller"), ("Anna Muster", "Hanna Muster"), ("Keller", "Kehlert")] {
            assert_ne!(sounds_like(one), sounds_like(other), "{one} {other}");
        }
    }

    #[test]
    fn accents_and_signs_are_folded_away() {
        assert_eq!(plain_words("Müller-Petrović Łukasz"), ["muller", "petrovic", "lukasz"]);
    }
}
