//! What a character is easily taken for, said beside it while it is read out.
//!
//! Three things go wrong between a screen, a telephone and a keyboard: one character looks like another, two together look
//! like one, and Swiss and German keyboards have `y` and `z` where the caller's may have the other.

/// Columns of the longest remark.
pub const LONGEST: usize = 28;

/// The remark on a character between its neighbours in the value; none where nothing looks like it.
pub fn remark(previous: Option<char>, character: char, next: Option<char>) -> Option<&'static str> {
    pair(previous, character, next).or_else(|| single(character))
}

/// Two that look like one. None of these characters has a remark of its own.
fn pair(previous: Option<char>, character: char, next: Option<char>) -> Option<&'static str> {
    let beside = |other: char| previous == Some(other) || next == Some(other);
    match character {
        'v' if beside('v') => Some("two letters v, not one w"),
        'V' if beside('V') => Some("two letters V, not one W"),
        'r' if next == Some('n') => Some("r and then n, not one m"),
        'n' if previous == Some('r') => Some("n after r, not one m"),
        _ => None,
    }
}

/// One that looks like another, or lies elsewhere on another keyboard.
fn single(character: char) -> Option<&'static str> {
    Some(match character {
        '0' => "not the letter O",
        'O' | 'o' => "not the digit 0",
        '1' => "not the letter l or I",
        'l' => "not the digit 1 or capital I",
        'I' => "not the digit 1 or small l",
        '|' => "not a letter or digit",
        '5' => "not the letter S",
        'S' => "not the digit 5",
        '2' => "not the letter Z",
        'Z' => "not 2; keyboard: y/z",
        'y' | 'Y' | 'z' => "check the keyboard: y/z",
        '8' => "not the letter B",
        'B' => "not the digit 8",
        '6' => "not the letter G",
        'G' => "not the digit 6",
        'w' => "one w, not two letters v",
        'W' => "one W, not two letters V",
        'm' => "one m, not r and then n",
        '.' => "not a comma",
        ',' => "not a full stop",
        '\'' => "not a backtick",
        '`' => "not an apostrophe",
        '-' => "not an underscore",
        '_' => "not a minus",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn every_printable_character_has_its_remark_or_none() {
        let alone = [
            ('\'', "not a backtick"),
            (',', "not a full stop"),
            ('-', "not an underscore"),
            ('.', "not a comma"),
            ('0', "not the letter O"),
            ('1', "not the letter l or I"),
            ('2', "not the letter Z"),
            ('5', "not the letter S"),
            ('6', "not the letter G"),
            ('8', "not the letter B"),
            ('B', "not the digit 8"),
            ('G', "not the digit 6"),
            ('I', "not the digit 1 or small l"),
            ('O', "not the digit 0"),
            ('S', "not the digit 5"),
            ('W', "one W, not two letters V"),
            ('Y', "check the keyboard: y/z"),
            ('Z', "not 2; keyboard: y/z"),
            ('_', "not a minus"),
            ('`', "not an apostrophe"),
            ('l', "not the digit 1 or capital I"),
            ('m', "one m, not r and then n"),
            ('o', "not the digit 0"),
            ('w', "one w, not two letters v"),
            ('y', "check the keyboard: y/z"),
            ('z', "check the keyboard: y/z"),
            ('|', "not a letter or digit"),
        ];
        for character in ' '..='~' {
            let expected = alone.iter().find(|(known, _)| *known == character).map(|(_, said)| *said);
            assert_eq!(remark(None, character, None), expected, "{character}");
        }
    }

    #[test]
    fn two_that_look_like_one_are_told_on_both_of_them() {
        let told = |value: &str| -> Vec<Option<&str>> {
            let all: Vec<char> = value.chars().collect();
            let before = |at: usize| at.checked_sub(1).map(|at| all[at]);
            (0..all.len()).map(|at| remark(before(at), all[at], all.get(at + 1).copied())).collect()
        };
        let (v, capital_v) = (Some("two letters v, not one w"), Some("two letters V, not one W"));
        let (r, n) = (Some("r and then n, not one m"), Some("n after r, not one m"));
        assert_eq!(told("avva"), [None, v, v, None]);
        assert_eq!(told("VV"), [capital_v, capital_v]);
        assert_eq!(told("arna"), [None, r, n, None]);
        for apart in ["v", "vV", "Vv", "vav", "nr", "rN", "Rn", "RN", "ran"] {
            assert!(told(apart).iter().all(Option::is_none), "{apart}");
        }
    }

    #[test]
    fn no_remark_is_wider_than_its_column() {
        for previous in ' '..='~' {
            for character in ' '..='~' {
                let said = remark(Some(previous), character, Some(previous)).unwrap_or_default();
                assert!(width(said) <= LONGEST, "{said}");
            }
        }
    }
}
