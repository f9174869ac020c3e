//! What is easily lost on a card's sheet: the fold marks, the rules that keep the eye in its row, the facts beside the address.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pdf.rs"]
mod pdf;
#[path = "paper/sheets.rs"]
#[allow(dead_code, reason = "these tests need a few of them")]
mod sheets;

use credesk::domain::otp_card::Labels::{Coordinates, Running};
use credesk::domain::user::Language;
use credesk::print::facts::facts;
use credesk::print::letter::Letter;
use credesk::print::pdf::render;
use credesk::print::text;
use pdf::{Pdf, read};
use sheets::card;

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.1
}

/// A short line at the left edge, outside of the text.
fn marks(lines: &[[f32; 4]]) -> Vec<f32> {
    let is_mark = |line: &&[f32; 4]| line[2] < 15.0 && near(line[1], line[3]);
    let mut marks: Vec<f32> = lines.iter().filter(is_mark).map(|line| line[1]).collect();
    marks.sort_by(f32::total_cmp);
    marks
}

/// For each rule between rows of cells: how many rows stand above it.
fn rows_above_rules(pdf: &Pdf, page: usize) -> Vec<usize> {
    let texts = pdf.pages[page].iter().filter(|text| text.font == "IBMPlexMono-Regular" && text.y > 120.0);
    let mut rows: Vec<f32> = texts.filter(|text| !text.says.contains('-')).map(|text| text.y).collect();
    rows.sort_by(f32::total_cmp);
    rows.dedup_by(|a, b| near(*a, *b));
    let (first, last) = (rows[0], rows[rows.len() - 1]);
    let between = |line: &&[f32; 4]| near(line[1], line[3]) && line[1] > first && line[1] < last && line[0] > 15.0;
    let long = |line: &&[f32; 4]| line[2] - line[0] > 20.0;
    let mut rules: Vec<f32> = pdf.lines[page].iter().filter(between).filter(long).map(|line| line[1]).collect();
    rules.sort_by(f32::total_cmp);
    rules.iter().map(|rule| rows.iter().filter(|row| *row < rule).count()).collect()
}

#[test]
fn every_page_has_its_fold_marks() {
    for shape in [(14, 12, 4), (20, 26, 16)] {
        let pdf = read(&render([card("de", Coordinates, shape)], false).unwrap());
        for lines in &pdf.lines {
            let marks = marks(lines);
            let expected = [105.0, 148.5, 210.0];
            assert!(marks.len() == 3 && marks.iter().zip(expected).all(|(mark, at)| near(*mark, at)), "{marks:?}");
        }
    }
}

#[test]
fn a_rule_follows_every_third_row_but_the_last() {
    for labels in [Coordinates, Running] {
        for (rows, expected) in [(12, vec![3, 6, 9]), (3, vec![]), (4, vec![3]), (10, vec![3, 6, 9])] {
            let pdf = read(&render([card("de", labels, (14, rows, 4))], false).unwrap());
            assert_eq!(rows_above_rules(&pdf, 0), expected, "{rows} rows, {labels:?}");
        }
    }
}

#[test]
fn a_card_has_its_six_facts_in_order() {
    let facts = facts(&card("de", Coordinates, (14, 12, 4)), Letter::of(&Language::parse("de")).unwrap());
    let values: Vec<&str> = facts.iter().map(|fact| fact.value.as_str()).collect();
    let [name, login_id, card_id, issued, valid_until, place] = values[..] else { panic!("{values:?}") };
    assert_eq!((name, login_id, card_id), ("Milica Petrović-Đorđević", "m.petrovic", "otp-0Ol1I-4711"));
    assert_eq!((issued, valid_until), ("21.11.2026", "20.11.2028"));
    assert!(place.contains('1') && place.contains('2'), "{place}");
}

#[test]
fn the_day_of_its_end_stands_beside_the_address_and_on_the_card() {
    let pdf = read(&render([card("de", Coordinates, (14, 12, 4))], false).unwrap());
    assert_eq!(pdf.pages[0].iter().filter(|text| text.says.contains("20.11.2028")).count(), 2);
}

#[test]
fn as_text_too_a_rule_follows_every_third_row_but_the_last() {
    for labels in [Coordinates, Running] {
        let text = text::render(&card("de", labels, (5, 10, 4)), false).unwrap();
        let framed = text.lines().filter(|line| line.starts_with('|'));
        let rows: String = framed
            .filter_map(|line| match line.trim_matches(['|', ' ']).chars().next()? {
                '-' => Some('-'),
                first if first.is_ascii_digit() => Some('r'),
                _ => None,
            })
            .collect();
        assert_eq!(rows, "rrr-rrr-rrr-r", "{labels:?}");
    }
}
