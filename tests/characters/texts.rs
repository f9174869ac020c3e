//! `SafeText` alone: every code point by itself and beside others, and a hundred thousand random strings. What credesk
//! counts, what ratatui puts into cells and what a terminal makes of it are the same number of columns.

use std::thread;

use credesk::text::{SafeText, fit, lines, padded, skip_columns, width};
use fastrand::Rng;
use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use vt100::Parser;

use crate::clusters::{random, shrunk};
use crate::judge::{judge_cell, named};

/// With this variable set each of all characters is put beside others, not one in 37 of those that are all alike:
/// `CREDESK_CHARACTERS=all cargo test --release --test characters`.
pub fn is_all() -> bool {
    std::env::var_os("CREDESK_CHARACTERS").is_some()
}

/// A terminal of one row that is long enough for every text here.
fn terminal() -> Parser {
    Parser::new(1.try_into().unwrap(), 4000.try_into().unwrap(), 0)
}

/// Everything that a safe text promises of its clusters.
fn judge(shown: &str, terminal: &mut Parser) -> Result<(), String> {
    terminal.process(b"\x1b[1;1H");
    let mut columns = 0;
    for cluster in shown.graphemes(true) {
        judge_cell(cluster)?;
        terminal.process(cluster.as_bytes());
        columns += usize::from(cluster.cell_width());
        let at = usize::from(terminal.screen().cursor_position().1);
        if at != columns || cluster.cell_width() == 0 {
            return Err(format!("{} ends in column {columns}, on a terminal in {at}", named(cluster)));
        }
    }
    if width(shown) == columns { Ok(()) } else { Err(format!("{} columns are counted, {columns} drawn", width(shown))) }
}

/// The text is safe, so is every part that is cut of it, and nothing visible was hidden or the other way round.
fn judge_raw(raw: &str, terminal: &mut Parser) -> Result<(), String> {
    let text = SafeText::new(raw);
    let shown = text.as_str();
    judge(shown, terminal)?;
    if text.has_hidden() == (shown == raw) && raw.chars().count() <= SafeText::LONGEST {
        return Err(format!("hidden: {}, and shown is {shown}", text.has_hidden()));
    }
    if SafeText::new(shown).as_str() != shown {
        return Err("made safe twice it is another text".into());
    }
    Ok(())
}

/// The parts of it, as screens cut and join them.
fn judge_parts(raw: &str, terminal: &mut Parser) -> Result<(), String> {
    let text = SafeText::new(raw);
    let all = width(text.as_str());
    for columns in [0, 1, 2, 5, 9] {
        let cut = fit(text.as_str(), columns);
        if width(&cut) > columns || width(&padded(text.as_str(), columns)) != columns {
            return Err(format!("cut to {columns} it is {cut}"));
        }
        judge(&format!("{cut}{}", SafeText::new(raw)), terminal)?;
        judge(skip_columns(text.as_str(), columns), terminal)?;
        for line in lines(text.as_str(), columns) {
            judge(&line, terminal)?;
            if width(&line) > columns && line.graphemes(true).count() > 1 {
                return Err(format!("a line of {columns} columns has {}", width(&line)));
            }
        }
    }
    if width(&format!("{text}…{text}")) == 2 * all + 1 { Ok(()) } else { Err("joined it takes other columns".into()) }
}

fn holds(raw: &str, judges: fn(&str, &mut Parser) -> Result<(), String>, terminal: &mut Parser) {
    if let Err(why) = judges(raw, terminal) {
        let least = shrunk(raw, |part| judges(part, &mut self::terminal()).is_err());
        let because = judges(&least, &mut self::terminal()).err();
        panic!("{}: {}", named(&least), because.unwrap_or(why));
    }
}

/// Both cores take their part of the work.
fn halves(work: fn(usize)) {
    thread::scope(|scope| {
        let half = [0, 1].map(|half| scope.spawn(move || work(half)));
        for half in half {
            half.join().unwrap();
        }
    });
}

#[test]
fn no_code_point_gets_through_that_a_terminal_obeys_or_nobody_sees() {
    halves(|half| {
        let mut terminal = terminal();
        for character in ('\0'..=char::MAX).skip(half).step_by(2) {
            let alone = character.encode_utf8(&mut [0; 4]).to_owned();
            let shown = SafeText::new(&alone);
            if shown.as_str() == alone {
                holds(&alone, judge_raw, &mut terminal);
            } else {
                let visible = format!("<U+{:04X}>", u32::from(character));
                assert!(shown.as_str() == visible && shown.has_hidden(), "{visible} is shown as {shown}");
            }
        }
    });
}

/// Whole blocks of characters that are all alike: ideographs, syllables, and what has no meaning.
pub fn is_one_of_many(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{e000}'..='\u{f8ff}' | '\u{12000}'..='\u{15fff}'
        | '\u{17000}'..='\u{18cff}' | '\u{1b000}'..='\u{1bbff}' | '\u{20000}'..='\u{dffff}' | '\u{e1000}'..=char::MAX)
}

#[test]
fn nor_does_one_change_its_neighbours() {
    halves(|half| {
        let mut terminal = terminal();
        let all = is_all();
        for (place, c) in ('\0'..=char::MAX).enumerate().skip(half).step_by(2) {
            if all || place % 37 == 0 || !is_one_of_many(c) {
                let beside = format!("a{c}語{c}\u{200d}{c}\u{301}a\u{301}{c}{c}क्{c}");
                let shown = SafeText::new(&beside);
                if judge(shown.as_str(), &mut terminal).is_err() {
                    holds(&beside, judge_raw, &mut terminal);
                }
            }
        }
    });
}

#[test]
fn random_clusters_are_safe_however_they_are_cut_and_joined() {
    halves(|half| {
        let mut terminal = terminal();
        let mut rng = Rng::with_seed(0x5afe + half as u64);
        for round in 0..50_000 {
            let raw = random(&mut rng);
            holds(&raw, judge_raw, &mut terminal);
            if round % 50 == 0 {
                holds(&raw, judge_parts, &mut terminal);
            }
        }
    });
}
