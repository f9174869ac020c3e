//! What may stand on a terminal, said once more and apart from `SafeText`: no control, no character that turns the
//! direction around, none that nobody sees, and no towers of marks.

use credesk::domain::problem::Problem;
use credesk::text::SafeText;
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// Characters with a width, or marks, that all the same nobody sees or that say nothing by themselves.
const UNSEEN: &[std::ops::RangeInclusive<char>] = &[
    '\u{a0}'..='\u{a0}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{1680}'..='\u{1680}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{2000}'..='\u{200f}',
    '\u{2028}'..='\u{202f}',
    '\u{205f}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3000}'..='\u{3000}',
    '\u{3164}'..='\u{3164}',
    '\u{e000}'..='\u{f8ff}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{e0000}'..='\u{10ffff}',
];

fn forbidden(character: char) -> bool {
    let seen = character.width().is_some_and(|columns| columns > 0) || is_combining_mark(character);
    character.is_control() || !seen || UNSEEN.iter().any(|range| range.contains(&character))
}

/// Panics where the text holds what must not reach a terminal.
pub fn assert_drawable(text: &str, what: &str) {
    let mut marks = 0;
    for character in text.chars() {
        assert!(!forbidden(character), "U+{:04X} in {what}: {text:?}", u32::from(character));
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        assert!(marks <= SafeText::MARKS, "a tower of marks in {what}: {text:?}");
    }
}

/// Likewise for texts of the server.
pub fn assert_all_drawable<'a>(texts: impl IntoIterator<Item = &'a SafeText>, what: &str) {
    for text in texts {
        assert_drawable(text.as_str(), what);
    }
}

/// Likewise for the sentences about a problem, which have a length that a screen can take.
pub fn assert_sentences(problem: &Problem) {
    for line in problem.lines() {
        assert_drawable(&line, "a problem");
        assert!(line.chars().count() <= 1000, "a sentence without end: {line}");
    }
}
