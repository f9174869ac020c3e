//! Sheets as text.

use std::collections::BTreeMap;
use std::sync::Arc;

use credesk::domain::id::LoginId;
use credesk::domain::otp_card::Labels::{self, Coordinates, Running};
use credesk::domain::otp_card::OtpCard;
use credesk::domain::printing::PrintFault;
use credesk::domain::sheet::Sheet;
use credesk::domain::spelling::{Alphabet, KindNames};
use credesk::print::text::render;
use credesk::text::{SafeText, width};
use proptest::prelude::*;

use crate::sheets::{alphabet, card, card_of, card_sheet, cell, otp_card, slip, slip_sheet};

/// Checks what every sheet keeps to, and gives its lines.
fn lines(sheet: &Sheet) -> Vec<String> {
    let text = render(sheet, false).unwrap();
    let body = text.strip_suffix('\u{c}').expect("a form feed at the end");
    assert!(!body.contains(|character: char| character.is_control() && character != '\n'));
    for line in body.lines() {
        assert!(width(line) <= 79, "{} columns: {line}", width(line));
        assert_eq!(line, line.trim_end());
    }
    body.lines().map(String::from).collect()
}

/// The cells in a framed card by their labels.
fn cells(lines: &[String], labels: Labels) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for line in lines {
        let Some(inside) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) else { continue };
        let words: Vec<&str> = inside.split_whitespace().collect();
        let rule = words.len() == 1 && words[0].bytes().all(|byte| byte == b'-') && words[0].len() > 5;
        if words.is_empty() || rule {
            continue;
        }
        match labels {
            Running => found.extend(words.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned()))),
            Coordinates
                if !inside.starts_with(|first: char| first.is_ascii_digit()) && words[0].parse::<u16>().is_err() =>
            {
                columns = words.into_iter().map(String::from).collect();
            }
            Coordinates => {
                let [left, row @ .., right] = &words[..] else { panic!("a row needs labels: {line}") };
                assert_eq!(left, right);
                assert_eq!(row.len(), columns.len(), "{line}");
                found.extend(
                    columns.iter().zip(row).map(|(column, cell)| (format!("{column}{left}"), (*cell).to_owned())),
                );
            }
        }
    }
    found
}

fn assert_shows(lines: &[String], card: &OtpCard, labels: Labels) {
    let found = cells(lines, labels);
    assert_eq!(found.len(), card.rows() * card.columns());
    let found: BTreeMap<_, _> = found.into_iter().collect();
    for row in 0..card.rows() {
        for column in 0..card.columns() {
            let label = card.label(labels, row, column);
            assert_eq!(found.get(&label).map(String::as_str), card.expose_cell(row, column), "{label}");
        }
    }
}

#[test]
fn every_size_of_card_is_whole_and_79_columns_wide_at_most() {
    for shape in [(14, 12, 4), (14, 12, 8), (20, 26, 4), (1, 1, 1), (26, 20, 5), (100, 100, 16)] {
        for labels in [Coordinates, Running] {
            assert_shows(&lines(&card("de", labels, shape)), &otp_card(shape.0, shape.1, shape.2), labels);
        }
    }
}

#[test]
fn the_usual_card_is_one_block_with_labels_on_all_four_sides() {
    let lines = lines(&card("en", Coordinates, (14, 12, 4)));
    assert_eq!(lines.iter().filter(|line| line.contains(" A ") && line.contains(" N ")).count(), 2);
    assert!(lines.iter().any(|line| line.starts_with("|12 ") && line.ends_with(" 12|")));
}

#[test]
fn the_facts_and_sentences_of_the_language_are_there() {
    for (language, texts) in [
        ("de", ["Ihre OTP-Karte", "Login-ID            m.petrovic", "21.11.2026", "1 von 2"]),
        ("fr", ["Votre carte OTP", "ID de connexion     m.petrovic", "21.11.2026", "1 sur 2"]),
        ("it", ["La Sua carta OTP", "ID di accesso       m.petrovic", "21.11.2026", "1 di 2"]),
        ("en", ["Your OTP card", "Login ID            m.petrovic", "21 November 2026", "1 of 2"]),
    ] {
        let lines = lines(&card(language, Coordinates, (14, 12, 4)));
        for text in texts {
            assert!(lines.iter().any(|line| line.contains(text)), "{language}: {text}");
        }
    }
}

#[test]
fn specimen_is_said_on_a_specimen_only() {
    let sheet = slip("en", "kT7w9QxB");
    assert_eq!(render(&sheet, true).unwrap().matches("SPECIMEN").count(), 2);
    assert_eq!(render(&sheet, false).unwrap().matches("SPECIMEN").count(), 0);
}

#[test]
fn a_missing_mandatory_field_is_told() {
    let mut sheet = slip_sheet("en", "x");
    sheet.to.name = SafeText::new("  ");
    assert_eq!(render(&Sheet::Slip(Box::new(sheet)), false).unwrap_err(), PrintFault::Missing("the user's name"));
}

#[test]
fn hostile_and_long_names_are_wrapped_and_never_control_a_printer() {
    let mut sheet = card_sheet("fr", Running, (14, 12, 4));
    sheet.to.name = SafeText::new(&format!("\u{1b}[4i Zoë 李小龍 {}", "W".repeat(300)));
    sheet.to.login_id = LoginId::new("\u{1b}c\u{202e}login");
    sheet.to.address = vec![SafeText::new(&"Müller ".repeat(40)); 10];
    let lines = lines(&Sheet::Card(Box::new(sheet)));
    assert!(lines.iter().any(|line| line.contains("<U+001B>[4i Zoë 李小龍")));
    let head = lines.iter().take_while(|line| !line.starts_with('+'));
    assert_eq!(head.map(|line| line.matches('W').count()).sum::<usize>(), 600, "all of the name, twice");
}

#[test]
fn the_value_stands_in_groups_and_is_spelt_in_order() {
    const VALUE: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";
    let lines = lines(&slip("en", VALUE));
    let framed: Vec<_> =
        lines.iter().filter(|line| line.starts_with('|')).flat_map(|line| line.split([' ', '|'])).collect();
    assert_eq!(framed.concat(), VALUE);
    let mut spelt = BTreeMap::new();
    for line in &lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        for entry in words.chunks(4).filter(|entry| entry.len() == 4 && entry[2].to_lowercase().starts_with("word-")) {
            spelt.insert(entry[0].parse::<usize>().unwrap(), (entry[1].to_owned(), entry[2].to_owned()));
        }
    }
    assert_eq!(spelt.len(), 30);
    for (at, character) in VALUE.chars().enumerate() {
        let word = alphabet().word(character).unwrap();
        assert_eq!(spelt[&(at + 1)], (character.to_string(), word));
    }
}

#[test]
fn a_value_with_an_escape_and_an_alphabet_with_long_words_keep_to_the_rules() {
    let words: BTreeMap<char, String> = (' '..='~')
        .filter(|character| !character.is_ascii_uppercase())
        .map(|character| (character, format!("geschweifte Klammer {}", u32::from(character))))
        .collect();
    for length in [1, 30, 400] {
        let value: String = "a \u{1b}[5ib\u{c}é\u{9b}".chars().cycle().take(length).collect();
        let mut sheet = slip_sheet("it", &value);
        sheet.alphabet = Arc::new(Alphabet::new("long".into(), vec![], KindNames::default(), words.clone()).unwrap());
        let lines = lines(&Sheet::Slip(Box::new(sheet)));
        assert!(lines.iter().any(|line| line.contains("geschweifte klammer 97")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_card_comes_back_cell_by_cell(columns in 1_usize..=30, rows in 1_usize..=30, longest in 1_usize..=16, running: bool) {
        let labels = if running { Running } else { Coordinates };
        let cells: Vec<String> = (0..columns * rows).map(|at| cell(at * 17, longest)).collect();
        let mut sheet = card_sheet("de", labels, (1, 1, 1));
        sheet.card = card_of(columns, rows, &cells).into();
        assert_shows(&lines(&Sheet::Card(Box::new(sheet))), &card_of(columns, rows, &cells), labels);
    }
}
