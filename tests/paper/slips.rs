//! Slips as PDF.

use std::collections::BTreeMap;
use std::sync::Arc;

use credesk::domain::sheet::Sheet;
use credesk::domain::spelling::{Alphabet, KindNames};
use credesk::print::pdf::render;

use crate::grid::assert_in_place;
use crate::pdf::{Pdf, Text, read};
use crate::sheets::{alphabet, slip, slip_sheet};

const VALUE: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";

fn one(sheet: Sheet) -> Pdf {
    read(&render([sheet], false).unwrap())
}

fn mono(page: &[Text]) -> impl Iterator<Item = &Text> {
    page.iter().filter(|text| text.font == "IBMPlexMono-Regular" && text.y > 100.0)
}

/// The value as it stands in its frame: groups, in drawing order.
fn groups(pdf: &Pdf, value_size: f32) -> Vec<String> {
    let all = pdf.pages.iter().flatten();
    all.filter(|text| text.font == "IBMPlexMono-Regular" && (text.size - value_size).abs() < 0.1)
        .map(|text| text.says.clone())
        .collect()
}

/// Number, character, word and kind of each line of the spelling, in order.
fn spelt(pdf: &Pdf) -> Vec<(usize, String, String, String)> {
    let mut found = Vec::new();
    for page in &pdf.pages {
        for (at, text) in page.iter().enumerate() {
            let number = Some(text).filter(|text| (text.size - 7.0).abs() < 0.1 && text.font == "IBMPlexSans-Regular");
            if let Some(number) = number.and_then(|text| text.says.parse().ok()) {
                let [shown, word, kind] = [1, 2, 3].map(|next| &page[at + next]);
                assert!([shown, word, kind].iter().all(|other| (other.y - text.y).abs() < 0.01), "{text:?}");
                assert!(shown.x < word.x && word.x < kind.x);
                found.push((number, shown.says.clone(), word.says.clone(), kind.says.clone()));
            }
        }
    }
    found
}

#[test]
fn the_value_stands_in_groups_and_is_spelt_in_order() {
    let pdf = one(slip("de", VALUE));
    assert_eq!(pdf.pages.len(), 1);
    assert_eq!(groups(&pdf, 18.0), ["kT7w", "9QxB", "m2Lp", "0yZa", "Vd5r", "hN8c", "Wf3J", "uE"]);
    let spelt = spelt(&pdf);
    assert_eq!(spelt.len(), 30);
    for (at, (character, (number, shown, word, kind))) in VALUE.chars().zip(spelt).enumerate() {
        assert_eq!((number, shown), (at + 1, character.to_string()));
        assert_eq!(Some(word), alphabet().word(character));
        let expected = match character {
            '0'..='9' => "digit",
            'A'..='Z' => "CAPITAL",
            _ => "small",
        };
        assert_eq!(kind, expected, "{character}");
    }
    assert_in_place(&pdf);
}

#[test]
fn the_first_of_two_parts_says_so_in_every_language_and_every_slip_asks_to_be_destroyed() {
    for (language, destroy, part, spaces) in [
        ("de", "vernichten", "Teil sendet Ihnen nevisIDM", "Abstände"),
        ("fr", "détruire", "nevisIDM vous envoie la seconde partie", "espaces"),
        ("it", "distruggere", "nevisIDM Le invia la seconda parte", "spazi"),
        ("en", "destroy", "nevisIDM sends you the second part", "spaces"),
    ] {
        for first_part in [true, false] {
            let mut sheet = slip_sheet(language, VALUE);
            sheet.first_part = first_part;
            let pdf = one(Sheet::Slip(Box::new(sheet)));
            let told = pdf.words();
            assert!(told.contains(destroy) && told.contains(spaces), "{told}");
            assert_eq!(told.contains(part), first_part, "{told}");
            assert_in_place(&pdf);
        }
    }
}

#[test]
fn a_long_value_goes_on_on_further_pages() {
    for length in [1, 3, 4, 40, 41, 100, 512, 2000] {
        let value: String = (' '..='~').cycle().skip(3).take(length).filter(|character| *character != ' ').collect();
        let pdf = one(slip("en", &value));
        assert_in_place(&pdf);
        let size = mono(&pdf.pages[0]).next().unwrap().size;
        assert_eq!(groups(&pdf, size).concat(), value);
        let spelt = spelt(&pdf);
        assert_eq!(spelt.iter().map(|line| line.1.as_str()).collect::<String>(), value);
        assert!(spelt.iter().zip(1..).all(|(line, number)| line.0 == number));
    }
}

#[test]
fn nobody_needs_to_guess_at_a_space_or_a_hidden_character() {
    let pdf = one(slip("en", "a b\u{1b}c\u{202e}é"));
    assert_eq!(groups(&pdf, 18.0).concat(), "a·b<U+001B>c<U+202E>é");
    let words: Vec<_> = read_words(&pdf);
    assert_eq!(words, ["word-a", "word-20", "word-b", "U+001B", "word-c", "U+202E", "U+00E9"]);
}

fn read_words(pdf: &Pdf) -> Vec<String> {
    let page = &pdf.pages[0];
    let numbers =
        page.iter().enumerate().filter(|(_, text)| (text.size - 7.0).abs() < 0.1 && text.says.parse::<usize>().is_ok());
    numbers.map(|(at, _)| page[at + 2].says.clone()).collect()
}

#[test]
fn long_words_stay_in_their_column() {
    let words: BTreeMap<char, String> = (' '..='~')
        .filter(|character| !character.is_ascii_uppercase())
        .map(|character| (character, format!("geschweifte Klammer {}", u32::from(character))))
        .collect();
    let kinds = KindNames { small: "minuscoletta".into(), ..KindNames::default() };
    let mut sheet = slip_sheet("de", VALUE);
    sheet.alphabet = Arc::new(Alphabet::new("long".into(), vec![], kinds, words).unwrap());
    assert_in_place(&one(Sheet::Slip(Box::new(sheet))));
}
