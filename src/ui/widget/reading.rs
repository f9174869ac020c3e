//! The block from which a value is read out: all of it in groups, the current group marked, and a line for each of the
//! group's characters. Drawn whole or not at all: a value that is cut reads like a whole one.
//!
//! Gets the value as text from the screen that may look into it, keeps nothing, and never looks into a secret itself. What it
//! makes of the value is wiped, and what it gives to ratatui borrows from that.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use zeroize::Zeroizing;

use crate::app::screen::handoff::GROUP;
use crate::domain::look_alike::{LONGEST, remark};
use crate::domain::spelling::{Alphabet, Kind};
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Columns before the value and before the lines of its characters.
const MARGIN: usize = 3;
/// Columns between two groups.
const GAP: usize = 2;
/// Columns between a character and its word.
const AFTER_CHARACTER: usize = 3;
/// Columns before the kind, and before the remark.
const BETWEEN: usize = 2;

const TOO_SMALL: &str = "The window is too small to show all of the value. Make it larger.";
const SPACES: &str = "The spaces are not part of it; capitals count.";

/// What is read out.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The value: printable ASCII.
    pub value: &'a str,
    /// The group that is being read out, counted from zero.
    pub group: usize,
    /// The words for its characters.
    pub alphabet: &'a Alphabet,
}

/// Draws the block, and says whether it had room. Where it has none, no part of the value is drawn but a sentence that
/// says so.
pub fn draw(pen: &mut Pen<'_, '_>, reading: &Reading<'_>, theme: &Theme) -> bool {
    // Never grows, so that no copy stays behind: there are no more characters than bytes.
    let mut characters = Zeroizing::new(Vec::with_capacity(reading.value.len()));
    characters.extend(reading.value.chars());
    let block = Block::of(pen.width(), characters.len());
    let columns = Columns::of(&characters, reading.alphabet, pen.width(), theme.glyphs);
    let (Some(columns), true) = (columns, block.has_room(pen)) else {
        pen.sentence(TOO_SMALL, theme.danger);
        return false;
    };
    let mut spare = pen.rows_left() - block.rows();
    let said = format!("Alphabet: {}. {SPACES}", reading.alphabet.name());
    let note = usize::from(theme.glyphs.rows_of(&said, pen.width().saturating_sub(2)));
    let with_note = spare > note;
    if with_note {
        spare -= note + 1;
    }
    // Where there is room, a row for the mark stands below every line, so that nothing moves with it.
    let steady = spare >= block.lines.saturating_sub(1);
    draw_value(pen, &characters, &block, reading.group, steady, theme);
    if !block.beside && spare >= block.lines {
        pen.skip();
    }
    draw_group(pen, &characters, &columns, reading, theme);
    if with_note {
        pen.skip();
        pen.sentence(&said, theme.dim);
    }
    true
}

/// The rows that a value of so many characters needs at this width.
pub fn rows(columns: usize, characters: usize) -> usize {
    Block::of(columns, characters).rows()
}

/// How the groups lie on the screen.
struct Block {
    characters: usize,
    groups: usize,
    per_line: usize,
    lines: usize,
    /// The count stands beside the value, not below it.
    beside: bool,
    width: usize,
}

impl Block {
    fn of(width: usize, characters: usize) -> Self {
        let groups = characters.div_ceil(GROUP);
        let per_line = (width.saturating_sub(MARGIN) / (GROUP + GAP)).max(1);
        let lines = groups.div_ceil(per_line);
        let mut block = Self { characters, groups, per_line, lines, beside: false, width };
        let longest = block.count(groups.saturating_sub(1)).len();
        block.beside = lines == 1 && MARGIN + groups * (GROUP + GAP) + longest < width;
        block
    }

    fn rows(&self) -> usize {
        let mark = 1;
        self.lines + mark + usize::from(!self.beside) + GROUP.min(self.characters)
    }

    fn has_room(&self, pen: &Pen<'_, '_>) -> bool {
        self.width >= MARGIN + GROUP && self.rows() <= pen.rows_left()
    }

    fn count(&self, group: usize) -> String {
        let plural = if self.characters == 1 { "" } else { "s" };
        format!(" {} character{plural}, group {} of {}", self.characters, group + 1, self.groups)
    }
}

fn draw_value(pen: &mut Pen<'_, '_>, characters: &[char], block: &Block, current: usize, steady: bool, theme: &Theme) {
    for (line, chunk) in characters.chunks(block.per_line * GROUP).enumerate() {
        let shown: Vec<_> =
            chunk.iter().map(|character| (shown(*character, theme.glyphs), style(*character, theme))).collect();
        let mut spans = vec![Span::raw(" ".repeat(MARGIN))];
        for group in shown.chunks(GROUP) {
            spans.extend(group.iter().map(|(shown, style)| Span::styled(shown.as_str(), *style)));
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        if block.beside {
            spans.push(Span::styled(block.count(current), theme.dim));
        }
        pen.spans(spans);
        let here = current.checked_sub(line * block.per_line).filter(|group| *group < block.per_line);
        match here {
            Some(group) => {
                let before = " ".repeat(MARGIN + group * (GROUP + GAP));
                pen.line(&format!("{before}{}", "=".repeat(GROUP)), theme.key);
            }
            None if steady => pen.skip(),
            None => {}
        }
    }
    if !block.beside {
        pen.line(&block.count(current), theme.dim);
    }
}

fn draw_group(pen: &mut Pen<'_, '_>, characters: &[char], columns: &Columns, reading: &Reading<'_>, theme: &Theme) {
    let (first, glyphs) = (reading.group * GROUP, theme.glyphs);
    let width = |text: &str| glyphs.width(text);
    for (at, character) in characters.iter().enumerate().skip(first).take(GROUP) {
        let style = style(*character, theme);
        let (word, kind) = names(*character, reading.alphabet, glyphs);
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let said = remark(before, *character, characters.get(at + 1).copied()).unwrap_or_default();
        let after = |text: &str, column: usize| " ".repeat(column.saturating_sub(width(text)) + BETWEEN);
        let (shown, margin, after_shown) = (shown(*character, glyphs), " ".repeat(MARGIN), " ".repeat(AFTER_CHARACTER));
        let (after_word, after_kind) = (after(&word, columns.word), after(&kind, columns.kind));
        let used = MARGIN
            + width(&shown)
            + AFTER_CHARACTER
            + width(&word)
            + width(&after_word)
            + width(&kind)
            + width(&after_kind);
        let said = glyphs.fit(said, pen.width().saturating_sub(used)).into_owned();
        pen.spans(vec![
            Span::styled(margin, style),
            Span::styled(shown.as_str(), style),
            Span::styled(after_shown, style),
            Span::styled(word.as_str(), style),
            Span::styled(format!("{after_word}{kind}{after_kind}"), style),
            Span::raw(said),
        ]);
    }
}

/// The columns for words and kinds, from all characters of the value, so that they do not move from group to group.
struct Columns {
    word: usize,
    kind: usize,
}

impl Columns {
    /// None where a word or a kind would be cut. Where only a remark would, the columns are not aligned, so that it has
    /// the more room.
    fn of(characters: &[char], alphabet: &Alphabet, room: usize, glyphs: Glyphs) -> Option<Self> {
        let (mut word, mut kind) = (0, 0);
        for character in characters {
            let names = names(*character, alphabet, glyphs);
            (word, kind) = (word.max(glyphs.width(&names.0)), kind.max(glyphs.width(&names.1)));
        }
        let used = MARGIN + 1 + AFTER_CHARACTER + word + BETWEEN + kind;
        let aligned = used + BETWEEN + LONGEST <= room;
        (used <= room).then_some(if aligned { Self { word, kind } } else { Self { word: 0, kind: 0 } })
    }
}

/// The word and the kind of a character.
fn names(character: char, alphabet: &Alphabet, glyphs: Glyphs) -> (Zeroizing<String>, String) {
    let kind = Kind::of(character).map_or("", |kind| alphabet.kind_name(kind));
    let word = alphabet.word(character).unwrap_or_default();
    (Zeroizing::new(glyphs.spoken(word)), glyphs.spoken(kind.to_owned()))
}

/// The character as it is drawn: a space is seen too.
fn shown(character: char, glyphs: Glyphs) -> Zeroizing<String> {
    Zeroizing::new(if character == ' ' { glyphs.space().into() } else { character.into() })
}

/// Capitals are bold. It is the third sign of them, after the word in capitals and the kind's name. A space that no sign
/// stands for is reversed; its second sign is its word.
fn style(character: char, theme: &Theme) -> Style {
    if character == ' ' && theme.glyphs.space() == " " {
        return Style::new().add_modifier(Modifier::REVERSED);
    }
    if Kind::of(character) == Some(Kind::Capital) { theme.strong } else { Style::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::built_in_alphabets;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::buffer::Buffer;

    const FRAGMENT: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";

    /// Whether it was drawn, and what the area then holds.
    fn drawn(size: (u16, u16), value: &str, group: usize, alphabet: &Alphabet) -> (bool, Buffer) {
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut whole = false;
        let frame = terminal.draw(|frame| {
            let area = frame.area();
            let reading = Reading { value, group, alphabet };
            whole = draw(&mut Pen::new(frame, area, &Theme::new(false)), &reading, &Theme::new(false));
        });
        let buffer = frame.unwrap().buffer.clone();
        (whole, buffer)
    }

    fn lines(buffer: &Buffer) -> Vec<String> {
        let row = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        let width = usize::from(buffer.area.width).max(1);
        buffer.content.chunks(width).map(|cells| row(cells).trim_end().to_owned()).collect()
    }

    /// A value of printable ASCII in which every place can be told.
    fn value(characters: usize) -> String {
        ('!'..='~').cycle().take(characters).collect()
    }

    #[test]
    fn the_block_is_as_the_specification_draws_it() {
        let nato = &built_in_alphabets()[0];
        let (whole, buffer) = drawn((80, 14), FRAGMENT, 3, nato);
        assert!(whole);
        let expected = [
            "   kT7w  9QxB  m2Lp  0yZa  Vd5r  hN8c  Wf3J  uE   30 characters, group 4 of 8",
            "                     ====",
            "   0   ZERO      digit    not the letter O",
            "   y   yankee    small    check the keyboard: y/z",
            "   Z   ZULU      CAPITAL  not 2; keyboard: y/z",
            "   a   alfa      small",
            "",
            " Alphabet: NATO. The spaces are not part of it; capitals count.",
            "",
        ];
        assert_eq!(lines(&buffer)[..expected.len()], expected);
        let (_, last) = drawn((80, 14), FRAGMENT, 7, nato);
        assert_eq!(
            lines(&last)[1..5],
            [&format!("{}====", " ".repeat(45)), "   u   uniform   small", "   E   ECHO      CAPITAL", ""]
        );
    }

    #[test]
    fn capitals_are_told_by_word_kind_and_style() {
        let (_, buffer) = drawn((80, 14), FRAGMENT, 3, &built_in_alphabets()[3]);
        let shown = lines(&buffer);
        assert_eq!(shown[4], "   Z   ZOÉ       MAJUSCULE  not 2; keyboard: y/z");
        assert_eq!(shown[5], "   a   anatole   minuscule");
        let bold = |column: u16, row: u16| buffer[(column, row)].modifier.contains(Modifier::BOLD);
        // On the line of the character, its word too; in the value, k and T.
        assert!(bold(3, 4) && bold(7, 4) && !bold(3, 5) && !bold(7, 5) && !bold(3, 0) && bold(4, 0));
    }

    #[test]
    fn neighbours_count_across_groups() {
        let (_, buffer) = drawn((80, 14), "abcvv rn", 0, &built_in_alphabets()[0]);
        assert!(lines(&buffer)[5].ends_with("two letters v, not one w"));
        let (_, buffer) = drawn((80, 14), "abcvv rn", 1, &built_in_alphabets()[0]);
        let shown = lines(&buffer);
        assert!(shown[0].starts_with("   abcv  v␠rn   8 characters, group 2 of 2"), "{}", shown[0]);
        assert!(shown[2].ends_with("two letters v, not one w") && shown[3] == "   ␠   space     sign", "{shown:?}");
        assert!(shown[4].ends_with("r and then n, not one m") && shown[5].ends_with("n after r, not one m"));
    }

    #[test]
    fn the_sizes_that_are_promised_hold_their_values() {
        // What the screen leaves of 60x16, 80x24 and 200x50 below its own two lines.
        for (size, characters) in [((60, 10), 30), ((80, 14), 100), ((80, 18), 128), ((200, 44), 128)] {
            for alphabet in built_in_alphabets().iter() {
                for group in 0..characters / GROUP {
                    assert!(drawn(size, &value(characters), group, alphabet).0, "{size:?} {characters}");
                }
            }
        }
    }

    #[test]
    fn the_value_is_drawn_whole_or_not_at_all() {
        let nato = &built_in_alphabets()[0];
        let (mut wholes, mut refusals) = (0, 0);
        for width in (1..=130).chain([200]) {
            for height in (1..=16).chain([24, 50]) {
                for (characters, group) in [(1, 0), (4, 0), (5, 1), (30, 7), (30, 3), (100, 24), (128, 0)] {
                    let value = value(characters);
                    let (whole, buffer) = drawn((width, height), &value, group, nato);
                    let shown = lines(&buffer);
                    if !whole {
                        let sentence = shown.concat();
                        let odd = sentence.chars().find(|character| !TOO_SMALL.contains(*character));
                        assert!(odd.is_none(), "{width}x{height}, {characters}: {shown:?}");
                        refusals += 1;
                        continue;
                    }
                    let all: Vec<char> = value.chars().collect();
                    let mut text = shown.join("\n");
                    for part in all.chunks(GROUP).map(|part| part.iter().collect::<String>()) {
                        let at = text.find(&part).unwrap_or_else(|| panic!("{width}x{height}: {part} of {shown:?}"));
                        text.drain(..at + part.len());
                    }
                    for character in all.iter().skip(group * GROUP).take(GROUP) {
                        let (word, kind) = names(*character, nato, Glyphs::Unicode);
                        let line = format!("   {character}   {}", *word);
                        let found = shown.iter().any(|shown| shown.starts_with(&line) && shown.contains(&kind));
                        assert!(found, "{width}x{height}: {line} in {shown:?}");
                    }
                    assert_eq!(shown.iter().filter(|line| line.trim() == "====").count(), 1, "{width}x{height}");
                    let rows = usize::from(height);
                    assert!(rows >= super::rows(width.into(), characters));
                    wholes += 1;
                }
            }
        }
        assert!(wholes > 3000 && refusals > 3000, "{wholes} {refusals}");
    }

    #[test]
    fn at_the_smallest_size_nothing_of_a_line_is_cut() {
        for alphabet in built_in_alphabets().iter() {
            for character in ' '..='~' {
                let value: String = [character, 'v', 'v', 'r', 'n', character].iter().collect();
                for group in 0..2 {
                    let (whole, buffer) = drawn((60, 9), &value, group, alphabet);
                    let shown = lines(&buffer).join("\n");
                    assert!(whole && !shown.contains('…'), "{}: {shown}", alphabet.name());
                }
            }
        }
    }
}
