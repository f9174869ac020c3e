//! Letters of scripts that no writing mixes, and letters that are written from right to left. Only tells; changes nothing.

use unicode_script::{Script, ScriptExtension};

/// Scripts that are written together (Unicode Technical Standard #39, table "highly restrictive"): Japanese, Chinese,
/// Korean, each with Latin.
const TOGETHER: [&[Script]; 3] = [
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Latin, Script::Han, Script::Bopomofo],
    &[Script::Latin, Script::Han, Script::Hangul],
];

/// Whether letters of scripts stand together that no writing mixes. Digits, signs and marks belong to all scripts.
pub(super) fn are_mixed(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    // A character that several scripts share counts for each of them; one without any is made visible anyway.
    let letters = || text.chars().map(ScriptExtension::from).filter(|scripts| !scripts.is_empty());
    let within =
        |together: &[Script]| letters().all(|scripts| together.iter().any(|script| scripts.contains_script(*script)));
    let shared = letters().fold(ScriptExtension::default(), ScriptExtension::intersection);
    shared.is_empty() && !TOGETHER.iter().any(|together| within(together))
}

/// Whether it holds a letter that is written from right to left.
///
/// A terminal that knows the Bidirectional Algorithm may draw what follows on the row (digits, signs, another such text)
/// to the left of it. What [`begins_left_to_right`] stays where it is, and so does everything behind it.
pub fn holds_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// Whether a text begins with a letter that is written from left to right: no text before it can turn it around.
pub fn begins_left_to_right(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphabetic() && !is_right_to_left(first))
}

/// The blocks in which every letter is written from right to left (classes R and AL), and every one to come will be:
/// `DerivedBidiClass.txt` of the Unicode Character Database.
fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_only_look_alike_are_mixed() {
        for name in [
            "Anna \u{41c}\u{fc}ller", // Cyrillic em
            "\u{410}nna Muster",      // Cyrillic a
            "Anna Muster \u{410}.",   // a word of its own
            "\u{391}nna",             // Greek alpha
            "a.muster\u{3bf}",        // Greek omicron
            "p\u{430}ypal",           // Cyrillic a
            "\u{53d}nna",             // Armenian
            "\u{410}\u{391}",         // Cyrillic and Greek
            "\u{674e}\u{42f}",        // Han and Cyrillic
            "\u{3042}\u{ac00}",       // Hiragana and Hangul
            "\u{5e9}\u{631}",         // Hebrew and Arabic
            "Anna \u{13aa}\u{13aa}",  // Cherokee go, like A
        ] {
            assert!(are_mixed(name), "{name}");
        }
    }

    #[test]
    fn what_is_written_together_is_not_mixed() {
        for name in [
            "Anna Muster",
            "Zoë Müller-O’Neill",
            "Nguyễn Thị Ánh",
            "Анна Мюллер, 3-я",
            "Ἀλέξανδρος Παπαδόπουλος",
            "李小龍 (Bruce Lee)",
            "やまだ タロウ 山田 Taro",
            "김민준 Kim",
            "ㄅㄆ 李",
            "שרה לוי 12",
            "محمد ١٢",
            "लक्ष्मी।",
            "பிரியா",
            "สมชาย",
            "é\u{301}\u{308}",
            "12 + 4 😀 – №",
            "Анна\u{e000}\u{10ffff}\u{202e}",
            "",
        ] {
            assert!(!are_mixed(name), "{name}");
        }
    }

    #[test]
    fn direction_is_known_by_its_letters() {
        assert!(holds_right_to_left("Anna שרה") && holds_right_to_left("محمد"));
        assert!(!holds_right_to_left("Ана Müller 李 😀"));
        assert!(begins_left_to_right("active") && begins_left_to_right("李"));
        assert!(["12", "", "(a", "<U+202E>", "שa", " a"].iter().all(|text| !begins_left_to_right(text)));
    }
}
