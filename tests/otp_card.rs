//! A card is shown as it stands, or not at all: whatever arrives, no cell is ever shown in another cell's place.
//!
//! Two witnesses that share no code with the parser. A naive reading says what stands in a text, taken at its word. And a
//! card that was written by the test, then damaged in one place, must not come back with its cells moved.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use credesk::domain::otp_card::{CardFault, Labels, OtpCard};
use credesk::secret::Secret;
use proptest::prelude::*;
use proptest::sample::select;

/// What stands in a text: how many rows and columns, and the words between separators; else the run in equal pieces.
fn naive(text: &str) -> Option<(usize, usize, Vec<String>)> {
    let mut fields = text.split('|');
    let mut number = || -> Option<usize> {
        let field = fields.next()?;
        field.chars().filter(|sign| *sign != ' ' && *sign != '\t').collect::<String>().parse().ok()
    };
    let (rows, columns) = (number()?, number()?);
    let card = fields.nth(1)?;
    let mut words = vec![String::new()];
    for sign in card.chars() {
        match sign {
            ',' | ';' | ' ' | '\t' => words.push(String::new()),
            _ => words.last_mut()?.push(sign),
        }
    }
    words.retain(|word| !word.is_empty());
    if let [run] = &words[..] {
        let signs: Vec<char> = run.chars().collect();
        let length = signs.len() / (rows * columns).max(1);
        words = signs.chunks(length.max(1)).map(|piece| piece.iter().collect()).collect();
    }
    Some((rows, columns, words))
}

fn parse(text: &str) -> Result<OtpCard, CardFault> {
    OtpCard::parse(Secret::new(text.to_owned()))
}

/// Rows, columns and every cell, row by row.
fn read(card: &OtpCard) -> (usize, usize, Vec<String>) {
    let at = |row| (0..card.columns()).map(move |column| card.expose_cell(row, column).unwrap().to_owned());
    (card.rows(), card.columns(), (0..card.rows()).flat_map(at).collect())
}

/// Parses, and asserts that a card which is read is the one that stands there. True where one is read.
fn is_what_stands_there(text: &str) -> bool {
    let Ok(card) = parse(text) else { return false };
    let cells = read(&card);
    assert_eq!(Some(&cells), naive(text).as_ref(), "{text:?}");
    let (rows, columns, cells) = cells;
    assert_eq!(cells.len(), rows * columns, "{text:?}");
    assert!(cells.iter().all(|cell| cell.len() == card.cell_width() && (1..=16).contains(&cell.len())), "{text:?}");
    assert!(cells.iter().all(|cell| cell.bytes().all(|sign| sign.is_ascii_graphic())), "{text:?}");
    true
}

/// A card and one way to write it.
#[derive(Debug, Clone)]
struct Written {
    rows: usize,
    columns: usize,
    cells: Vec<String>,
    head: String,
    between: &'static str,
    tail: &'static str,
}

impl Written {
    fn text(&self) -> String {
        format!("{}{}{}", self.head, self.cells.join(self.between), self.tail)
    }

    /// How many cells of a card that was read are not the ones that were written; `None` for another shape.
    fn unlike(&self, card: &OtpCard) -> Option<usize> {
        let (rows, columns, cells) = read(card);
        let same = (rows, columns) == (self.rows, self.columns);
        same.then(|| cells.iter().zip(&self.cells).filter(|(read, written)| read != written).count())
    }
}

const SEPARATORS: [&str; 10] = [",", ";", " ", "\t", ", ", " ; ", "  ", " \t", ",\t ", ""];

/// Signs that a cell may hold.
fn signs() -> Vec<char> {
    ('!'..='~').filter(|sign| !",;|".contains(*sign)).collect()
}

fn written(most: usize, between: &'static [&'static str]) -> impl Strategy<Value = Written> {
    (1..=most, 1..=most, 1..=16_usize, select(between), any::<bool>(), any::<u64>()).prop_map(
        |(rows, columns, length, between, long_tail, seed)| {
            let mut chance = fastrand::Rng::with_seed(seed);
            let signs = signs();
            let mut cell = || (0..length).map(|_| signs[chance.usize(..signs.len())]).collect();
            let cells: Vec<String> = (0..rows * columns).map(|_| cell()).collect();
            let head = format!("{rows}|{columns}|{}|", "0".repeat(rows * columns));
            let tail = if long_tail && rows * columns > 4 { "|B19" } else { "" };
            Written { rows, columns, cells, head, between, tail }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_card_reads_back_cell_for_cell(card in written(100, &SEPARATORS)) {
        let read = parse(&card.text()).unwrap();
        prop_assert_eq!(card.unlike(&read), Some(0));
        prop_assert_eq!(read.remaining(), Some(card.cells.len()));
        prop_assert_eq!(read.cell_width(), card.cells[0].len());
    }

    #[test]
    fn a_damaged_place_moves_no_cell(
        card in written(6, &SEPARATORS),
        places in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, select(SIGNS)), 40),
    ) {
        let text = card.text();
        for (place, how, sign) in places {
            // A run has no second witness: not for a number in its head, and not for as many signs as there are cells. Two
            // cells are a run as soon as their one separator is gone.
            let run = card.between.is_empty() || card.cells.len() == 2;
            let from = if run { card.head.len() } else { 0 };
            let sign = if run { &sign[..sign.chars().next().map_or(0, char::len_utf8)] } else { sign };
            let damaged = damage(&text, from + place.index(text.len() - from), how, sign);
            is_what_stands_there(&damaged);
            // A single cell has neither a neighbour nor a length to be held against.
            if card.cells.len() > 1 && let Ok(read) = parse(&damaged) {
                let unlike = card.unlike(&read);
                prop_assert!(unlike.is_some_and(|unlike| unlike <= 1), "{:?} -> {:?}", text, damaged);
            }
        }
    }

    #[test]
    fn a_card_that_is_cut_is_refused_or_whole(card in written(6, &SEPARATORS)) {
        let text = card.text();
        for end in 0..text.len() {
            let cut = &text[..end];
            is_what_stands_there(cut);
            let whole = parse(cut).ok().is_some_and(|read| card.unlike(&read) == Some(0));
            // Cut within the first cell it is a run, which needs a character for each cell: not on a card of 17 and more.
            let run = !cut[card.head.len().min(end)..].contains([',', ';', ' ', '\t']);
            let short = run && card.cells.len() <= 16;
            prop_assert!(whole || parse(cut).is_err() || short || card.between.is_empty(), "{cut:?}");
        }
    }

    #[test]
    fn a_separator_too_many_or_too_few_is_found(card in written(6, &[",", ";"]), place: prop::sample::Index) {
        prop_assume!(card.cells.len() > 1);
        let place = place.index(card.cells.len() - 1);
        let with = |between: &str| {
            let cells: String = card.cells.iter().enumerate().fold(String::new(), |text, (at, cell)| {
                text + cell + if at == place { between } else if at + 1 == card.cells.len() { "" } else { card.between }
            });
            format!("{}{cells}{}", card.head, card.tail)
        };
        prop_assert!(parse(&with(card.between)).is_ok());
        let doubled = card.between.repeat(2);
        let spread = [card.between, card.between].join(" ");
        // Two cells without their one separator are a run, and the same card.
        let merged = parse(&with(""));
        prop_assert!(merged.is_err() || merged.is_ok_and(|read| card.unlike(&read) == Some(0)));
        for between in ["+", &doubled, &spread, "|", "\0", "\n", "\r\n", "\u{a0}", "\u{ff0c}"] {
            prop_assert!(parse(&with(between)).is_err(), "{between:?}");
        }
        for trailing in [",", ";", ",,", " ,"] {
            let text = format!("{}{}{trailing}{}", card.head, card.cells.join(card.between), card.tail);
            prop_assert!(parse(&text).is_err(), "{text:?}");
            let text = format!("{}{trailing}{}{}", card.head, card.cells.join(card.between), card.tail);
            prop_assert!(parse(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_merged_pair_is_found_though_a_split_one_mends_the_count(card in written(6, &[",", ";", " ", "\t"])) {
        prop_assume!(card.cells.len() > 2 && card.cells[0].len() > 1);
        let (first, rest) = card.cells.split_at(2);
        let (last, middle) = rest.split_last().unwrap();
        let (start, end) = last.split_at(1);
        let cells: Vec<&str> = middle.iter().map(String::as_str).chain([start, end]).collect();
        let text = format!("{}{}{}{}{}", card.head, first.concat(), card.between, cells.join(card.between), card.tail);
        let found = matches!(parse(&text), Err(CardFault::Uneven { .. } | CardFault::Cell));
        prop_assert!(found, "{text:?}");
    }

    #[test]
    fn a_run_that_does_not_divide_is_refused(card in written(8, &[""]), extra in 1..64_usize) {
        prop_assume!(!extra.is_multiple_of(card.cells.len()));
        let fault = |characters| Err(CardFault::Run { characters, cells: card.cells.len() });
        let (run, length) = (card.cells.concat(), card.cells.concat().len());
        prop_assert_eq!(parse(&format!("{}{run}{}", card.head, "x".repeat(extra))), fault(length + extra));
        if extra < length {
            prop_assert_eq!(parse(&format!("{}{}", card.head, &run[extra..])), fault(length - extra));
        }
    }

    #[test]
    fn a_bar_in_a_cell_is_never_taken_for_the_end_of_the_card(
        card in written(6, &[",", ";", " ", "\t", ""]),
        place: prop::sample::Index,
        bars in 1..4_usize,
    ) {
        let mut cells = card.cells.clone();
        for bar in 0..bars {
            let place = (place.index(cells.len()) + bar) % cells.len();
            let inside = place % cells[place].len();
            cells[place].replace_range(inside..=inside, "|");
        }
        let text = format!("{}{}", card.head, cells.join(card.between));
        prop_assert!(parse(&text).is_err(), "{text:?}");
    }

    #[test]
    fn a_separator_in_a_cell_is_never_taken_for_one(
        card in written(6, &[",", ";", " ", "\t", ""]),
        place: prop::sample::Index,
        sign in select(&[',', ';'][..]),
    ) {
        let mut cells = card.cells.clone();
        let place = place.index(cells.len());
        let inside = place % cells[place].len();
        cells[place].replace_range(inside..=inside, &sign.to_string());
        let text = format!("{}{}", card.head, cells.join(card.between));
        prop_assert!(parse(&text).is_err(), "{text:?}");
    }

    #[test]
    fn a_text_of_any_kind_is_read_as_it_stands_or_refused(text in "[0-9]{1,2}\\|[0-9]\\|[01 ,]{0,6}\\|[ab,; \t|\u{660}]{0,14}") {
        is_what_stands_there(&text);
    }
}

/// Signs to damage a card with: separators, bars, letters, digits of other scripts, blanks that are none.
const SIGNS: &[&str] = &[
    ",",
    ";",
    " ",
    "\t",
    "|",
    "x",
    "Z",
    "0",
    "9",
    "+",
    "-",
    "\0",
    "\n",
    "\r\n",
    "\u{661}",
    "\u{ff11}",
    "\u{a0}",
    "\u{2009}",
    "\u{e9}",
    "\u{1f600}",
    ",,",
    "||",
    "10",
];

/// Puts a sign in, takes one out, or puts one in its place.
fn damage(text: &str, at: usize, how: u8, sign: &str) -> String {
    let mut damaged = text.to_owned();
    match how {
        0 => damaged.insert_str(at, sign),
        1 => drop(damaged.remove(at)),
        _ => damaged.replace_range(at..=at, sign),
    }
    damaged
}

/// The same mill as the fuzz target's, with a fixed seed: it costs a second, and finds what the last change broke.
#[test]
fn two_hundred_thousand_damaged_cards_are_read_as_they_stand_or_refused() {
    const SEEDS: [&str; 8] = [
        "2|3|000000|aa,bb,cc,dd,ee,ff",
        "3|3|010203040|cz6e;p34v;k5dm;3yj8;34ff;494k;f3vm;5z9p;pmz3|B2",
        "2|2|0,0,1,0|aa bb\tcc  dd",
        " 2 | 4 |0 0 0 0 0 0 0 0|aabbccddeeffgghh|H1",
        "12|1||abcdefghijkl",
        "1|1||kT7w",
        "1|10|0000000000|a, b, c, d, e, f, g, h, i, j|005",
        "100|100||x",
    ];
    let mut chance = fastrand::Rng::with_seed(0x6361_7264);
    let (mut cards, mut refused) = (0, 0);
    for _ in 0..200_000 {
        let mut text = SEEDS[chance.usize(..SEEDS.len())].to_owned();
        for _ in 0..chance.usize(1..=4) {
            let ends: Vec<usize> = text.char_indices().map(|(at, sign)| at + sign.len_utf8() - 1).collect();
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let Some(which) = (!starts.is_empty()).then(|| chance.usize(..starts.len())) else { break };
            let (sign, other) = (SIGNS[chance.usize(..SIGNS.len())], chance.usize(..starts.len()));
            match chance.u8(..6) {
                0 => text.insert_str(starts[which], sign),
                1 => drop(text.remove(starts[which])),
                2 => text.replace_range(starts[which]..=ends[which], sign),
                3 => text.truncate(starts[which]),
                4 => text = format!("{}{}", &text[..starts[which]], &text[starts[other]..]),
                _ => text.push_str(sign),
            }
        }
        *(if is_what_stands_there(&text) { &mut cards } else { &mut refused }) += 1;
    }
    assert!(cards > 10_000 && refused > 100_000, "{cards} cards, {refused} refused: the mill grinds nothing");
}

#[test]
fn numbers_are_plain_digits() {
    let cells = |count: usize| vec!["ab"; count].join(",");
    for (head, count) in [("012|1", 12), ("1|007", 7), (" 3\t|\t2 ", 6), ("100|1", 100)] {
        assert!(is_what_stands_there(&format!("{head}||{}", cells(count))), "{head}");
    }
    for head in [
        "+12|1",
        "1|+12",
        "-12|1",
        "12.0|1",
        "1e1|1",
        "0x0c|1",
        "0012|1",
        "\u{661}\u{662}|1",
        "\u{ff11}\u{ff12}|1",
        "1 2|1",
        "12\u{a0}|1",
        "12\n|1",
        "12\0|1",
        "|12",
        "12|",
        " |12",
        "000|12",
        "101|1",
        "18446744073709551628|1",
        "340282366920938463463374607431768211468|1",
    ] {
        assert_eq!(parse(&format!("{head}||{}", cells(12))), Err(CardFault::Size), "{head:?}");
    }
}

#[test]
fn what_can_be_meant_in_two_ways_is_refused() {
    let refused = |text: &str| parse(text).unwrap_err();
    assert_eq!(refused("2|2||aa,bb;cc,dd"), CardFault::Mixed, "rows apart by another sign");
    assert_eq!(refused("2|2||aa bb,cc dd"), CardFault::Mixed);
    assert_eq!(refused("1|3||aaaa,bbbbb,cccc"), CardFault::Uneven { shortest: 4, longest: 5 });
    assert_eq!(refused("1|3||aabb,c,c"), CardFault::Uneven { shortest: 1, longest: 4 }, "merged and split");
    assert_eq!(refused("1|4||aa,bb,cc|d"), CardFault::Count { expected: 4, found: 3 });
    assert_eq!(refused("1|2||aabbcc|d"), CardFault::Challenge, "the bar may be a sign of the second cell");
    assert_eq!(refused("1|4||0000|aa,bb,cc,dd"), CardFault::Challenge, "a bar before the counters");
    assert_eq!(refused("1|2||aa,bb\r\n"), CardFault::Cell);
    assert_eq!(refused("1|2||aa\r\nbb"), CardFault::Cell);
    assert_eq!(refused("1|2||aa,,bb"), CardFault::Count { expected: 2, found: 3 });
    assert_eq!(refused("1|2||aa,bb,"), CardFault::Count { expected: 2, found: 3 });
    let cells = vec!["abcd"; 99].join(" ");
    assert_eq!(refused(&format!("10|10||{cells}")), CardFault::Count { expected: 100, found: 99 });
    assert_eq!(refused("2|2||"), CardFault::Run { characters: 0, cells: 4 });
    assert_eq!(refused(""), CardFault::Parts);
}

#[test]
fn every_fault_is_a_sentence_that_shows_no_cell() {
    for text in [
        "",
        "0|1||kT7w",
        "1|2||kT7w,k7Tx,aB7w",
        "1|3||kT7w",
        "1|2||kT7w,aB7w5",
        "1|2||kT7w,\u{e9}\u{e9}\u{e9}\u{e9}",
        "1|3||kT7w,aB7w;aB7w",
        "1|1||kT7w|aB7w",
    ] {
        let said = parse(text).unwrap_err().to_string();
        assert!(said.len() > 20 && !said.contains("kT7w") && !said.contains("aB7w"), "{said}");
        assert!(!said.contains(['{', '}', '"', '|']) || said.contains("rows|cols"), "{said}");
    }
}

#[test]
fn places_outside_of_the_card_are_no_cells() {
    let card = parse("2|2|0110|aa,bb,cc,dd").unwrap();
    for (row, column) in [(0, 2), (2, 0), (usize::MAX, 0), (0, usize::MAX), (usize::MAX, usize::MAX)] {
        assert_eq!((card.expose_cell(row, column), card.is_used(row, column)), (None, None));
    }
}

#[test]
fn every_cell_is_found_by_either_of_its_names() {
    let card = parse(&format!("30|29||{}", "x".repeat(870))).unwrap();
    for (row, column) in (0..30).flat_map(|row| (0..29).map(move |column| (row, column))) {
        for labels in [Labels::Coordinates, Labels::Running] {
            assert_eq!(card.find(&card.label(labels, row, column)), Some((row, column)));
        }
    }
    for odd in ["+1", "A+1", "1A", "\u{661}", "A\u{661}", "AD1", "A31", "0", "A0", "99999999999999999999999", "-1"] {
        assert_eq!(card.find(odd), None, "{odd}");
    }
}
