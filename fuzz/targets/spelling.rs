//! A spelling alphabet and a value that is read out with it. The first byte says whether the value takes a built-in
//! alphabet or the table that follows; the first line is the value.
//!
//! * A table that is accepted has a word for every printable character, no two that sound the same, none too wide, and
//!   none with a hidden character; one that is refused is refused with a sentence and a line.
//! * On the screen the groups together say every character of the value once, in order, each beside its own word.
//! * On a slip the same, and the value in groups is the value.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use credesk::app::desk::Site;
use credesk::config::{built_in_alphabets, parse_alphabet};
use credesk::domain::credential::CredentialKind;
use credesk::domain::sheet::{Addressee, Sheet, SlipSheet};
use credesk::domain::spelling::{Alphabet, Alphabets, Kind, LONGEST_KIND, LONGEST_WORD};
use credesk::domain::write::NewValue;
use credesk::print::text::render;
use credesk::secret::Secret;
use credesk::text::width;

use super::story::{Story, World, anna, done, site};
use super::tape::Tape;
use super::terminal::assert_drawable;

/// More than nevisIDM's longest value, and as much as a screen of this size shows.
const LONGEST: usize = 40;
const SCREEN: (u16, u16) = (120, 50);

fn check_alphabet(alphabet: &Alphabet) {
    let words: Vec<String> = (' '..='~').map(|character| alphabet.word(character).unwrap()).collect();
    for word in words.iter().map(String::as_str).chain([alphabet.name()]) {
        assert_drawable(word, "a word");
        assert!(!word.is_empty() && word.trim() == word && width(word) <= LONGEST_WORD, "{word}");
    }
    let spoken: BTreeSet<String> = words.iter().map(|word| word.to_lowercase()).collect();
    assert_eq!(spoken.len(), words.len() - 26, "two characters sound the same, besides capitals and small letters");
    let kinds =
        [Kind::Capital, Kind::Small, Kind::Digit, Kind::Sign].map(|kind| alphabet.kind_name(kind).to_lowercase());
    assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), 4);
    assert!(kinds.iter().all(|kind| !kind.contains(' ') && width(kind) <= LONGEST_KIND));
    let unknown = ('\0'..'\u{250}').filter(|character| Kind::of(*character).is_none());
    assert!(unknown.into_iter().all(|character| alphabet.word(character).is_none()));
}

fn own(text: &str) -> Option<Arc<Alphabet>> {
    match parse_alphabet(Path::new("own.toml"), text) {
        Ok(alphabet) => {
            check_alphabet(&alphabet);
            Some(Arc::new(alphabet))
        }
        Err(error) => {
            assert_drawable(&error.to_string(), "an error's sentence");
            None
        }
    }
}

/// A space is seen too, and by another sign on paper than on a screen.
fn shown(character: char, space: char) -> char {
    if character == ' ' { space } else { character }
}

/// A cell per column: in a picture a wide character is followed by the cell that it covers.
fn is_narrow(word: &str) -> bool {
    width(word) == word.chars().count()
}

fn on_screen(value: &str, alphabet: &Arc<Alphabet>) {
    let people = World::new();
    let only = Arc::clone(alphabet);
    let mut story = Story::at(Site { alphabets: Alphabets::later(move || vec![only]), ..site() });
    story.open("must", &people).keys("jr").answer(&people).keys("a.muster<Enter>");
    story.tell(credesk::app::msg::Msg::Resize(SCREEN.0, SCREEN.1));
    story.written(done(NewValue::Plain(Arc::new(Secret::new(value.to_owned()))))).draw().keys("v");
    let characters: Vec<char> = value.chars().collect();
    for group in characters.chunks(4) {
        let picture = story.picture(SCREEN.0, SCREEN.1);
        let mut lines = picture.lines();
        for character in group {
            let word = alphabet.word(*character).unwrap();
            let said = format!("   {}   {word}", shown(*character, '␠'));
            let kind = alphabet.kind_name(Kind::of(*character).unwrap());
            let found = lines.any(|line| line.starts_with(&said) && (line.contains(kind) || !is_narrow(kind)));
            assert!(found || !is_narrow(&word), "{said:?} of {value:?} is not in\n{picture}");
        }
        story.keys("<Space>");
    }
}

fn on_paper(value: &str, alphabet: &Arc<Alphabet>) {
    let slip = SlipSheet {
        to: Addressee::of(&anna()),
        kind: CredentialKind::TempStrongPassword,
        issued: None,
        first_part: false,
        value: Arc::new(Secret::new(value.to_owned())),
        alphabet: Arc::clone(alphabet),
    };
    let text = render(&Sheet::Slip(Box::new(slip)), false).unwrap();
    let printed: String = value.chars().map(|character| shown(character, '·')).collect();
    let framed = text.lines().filter_map(|line| line.trim_start().strip_prefix('|')?.trim_end().strip_suffix('|'));
    let groups: String = framed.flat_map(str::split_whitespace).collect();
    assert_eq!(groups, printed, "{}", *text);
    for (at, character) in printed.chars().enumerate() {
        let word = alphabet.word(value.chars().nth(at).unwrap()).unwrap();
        assert!(text.contains(&format!("{:>4}  {character}  {word} ", at + 1)), "{character} {word} in\n{}", *text);
    }
    for line in text.trim_end_matches('\u{c}').lines() {
        assert_drawable(line, "a slip");
    }
}

/// How far it gets: the characters that are read out.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let which = usize::from(tape.byte());
    let value: String = tape.text().chars().filter(|character| matches!(character, ' '..='~')).take(LONGEST).collect();
    let built_in = built_in_alphabets();
    let alphabet = match std::str::from_utf8(tape.rest()) {
        Ok(table) if !table.is_empty() => own(table),
        _ => Some(Arc::clone(&built_in[which % built_in.len()])),
    };
    let Some(alphabet) = alphabet.filter(|_| !value.is_empty()) else { return 0 };
    on_paper(&value, &alphabet);
    on_screen(&value, &alphabet);
    value.len()
}
