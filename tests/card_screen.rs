//! What stands on the terminal of an OTP card is read back: the whole card, every cell under its own labels, or nothing of
//! it and the size that is needed.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use std::collections::BTreeMap;

use proptest::prelude::*;
use story::{Story, World};

/// A card whose cells can be told from everything else on the screen: no word and no label is made of these letters.
const CELL_LETTERS: [char; 4] = ['q', 'x', 'z', 'j'];

#[derive(Debug, Clone)]
struct Card {
    rows: usize,
    columns: usize,
    length: usize,
    used: Vec<bool>,
}

impl Card {
    fn cell(&self, row: usize, column: usize) -> String {
        let mut mixed = (row * self.columns + column + 1).wrapping_mul(0x9e37_79b9);
        let letter = |_| {
            mixed = mixed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(row * 31 + column);
            CELL_LETTERS[(mixed >> 33) % 4]
        };
        (0..self.length).map(letter).collect()
    }

    fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let columns = self.columns;
        (0..self.rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    /// A console that shows it, uncovered.
    fn story(&self) -> Story {
        let cells: Vec<String> = self.places().map(|(row, column)| self.cell(row, column)).collect();
        let used: String = self.used.iter().map(|used| if *used { '1' } else { '0' }).collect();
        let world =
            World { card: format!("{}|{}|{used}|{}", self.rows, self.columns, cells.join(",")), ..World::new() };
        let mut story = Story::new();
        story.open("must", &world).keys("Gv").answer(&world).keys("v");
        story
    }
}

/// A word on the screen: where it begins, and what it is.
type Word = (usize, String);

fn words(line: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (x, sign) in line.iter().enumerate() {
        let apart = matches!(sign, ' ' | '·' | '[' | ']' | '<' | '>');
        match words.last_mut().filter(|_| open && !apart) {
            Some(word) => word.1.push(*sign),
            None if !apart => words.push((x, sign.to_string())),
            None => {}
        }
        open = !apart;
    }
    words
}

fn is_cell(word: &Word) -> bool {
    word.1.chars().all(|sign| CELL_LETTERS.contains(&sign))
}

/// What stands beside a cell.
struct Seen {
    text: String,
    before: char,
    after: char,
    left_label: String,
    right_label: Option<String>,
    head: String,
    head_is_marked: bool,
    row_is_marked: bool,
}

/// Every cell on the screen, with its place as its labels tell it, in the order in which it is met.
fn read_back(screen: &str, columns: usize) -> Vec<((usize, usize), Seen)> {
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    let mut found = Vec::new();
    let mut heads: Vec<Word> = Vec::new();
    let mut head_line: &[char] = &[];
    for line in &lines {
        let row = words(line);
        let cells: Vec<&Word> = row.iter().filter(|word| is_cell(word)).collect();
        if cells.is_empty() || !row[0].1.chars().all(|sign| sign.is_ascii_digit()) {
            (heads, head_line) = (row, line);
            continue;
        }
        let label: usize = row[0].1.parse().unwrap();
        let right = row.last().filter(|word| !is_cell(word)).map(|word| word.1.clone());
        assert_eq!(cells.len() + 1 + usize::from(right.is_some()), row.len(), "{screen}");
        assert_eq!(cells.len(), heads.len(), "a head for each cell\n{screen}");
        for (nth, cell) in cells.iter().enumerate() {
            let (x, head) = &heads[nth];
            assert!(*x < cell.0 + cell.1.len() + 2 && cell.0 < *x + head.len() + 2, "{head} is not above {}", cell.1);
            let place = match head.strip_prefix('+').unwrap_or(head).parse::<usize>() {
                Err(_) => {
                    let letters = head.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
                    (label - 1, letters - 1)
                }
                Ok(offset) if head.starts_with('+') => ((label - 1 + offset) / columns, (label - 1 + offset) % columns),
                Ok(number) => ((number - 1) / columns, (number - 1) % columns),
            };
            let beside = |x: usize| line.get(x).copied().unwrap_or(' ');
            let seen = Seen {
                text: cell.1.clone(),
                before: beside(cell.0 - 1),
                after: beside(cell.0 + cell.1.len()),
                left_label: row[0].1.clone(),
                right_label: right.clone(),
                head: head.clone(),
                head_is_marked: head_line.get(x - 1) == Some(&'['),
                row_is_marked: line.contains(&'>'),
            };
            found.push((place, seen));
        }
    }
    found
}

/// The sizes that the sentence asks for.
fn asked_for(screen: &str, width: u16) -> Vec<(u16, u16)> {
    let squeezed = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, said) = squeezed.split_once("too small to show the whole card. It needs ").unwrap();
    let numbers = said.split('.').next().unwrap().split(' ').filter_map(|word| word.parse().ok());
    match numbers.collect::<Vec<u16>>()[..] {
        [rows] => vec![(width, rows)],
        [columns, rows, as_wide] => vec![(columns, rows), (width, as_wide)],
        _ => unreachable!("{said}"),
    }
}

/// Asserts that the whole card is on the screen, or nothing of it. Says whether it is.
fn is_whole_or_nothing(card: &Card, at: Option<(usize, usize)>, screen: &str) -> bool {
    let seen = read_back(screen, card.columns);
    if seen.is_empty() {
        let bare: Vec<char> = screen.chars().map(|sign| if sign == '\n' { ' ' } else { sign }).collect();
        assert!(!words(&bare).iter().any(is_cell), "a part of the card\n{screen}");
        assert!(screen.contains("too small to show"), "{screen}");
        return false;
    }
    let places: BTreeMap<(usize, usize), &Seen> = seen.iter().map(|(place, seen)| (*place, seen)).collect();
    assert_eq!((seen.len(), places.len()), (card.rows * card.columns, card.rows * card.columns), "{screen}");
    for ((row, column), seen) in places {
        assert_eq!(seen.text, card.cell(row, column), "row {row}, column {column}\n{screen}");
        let pointed = at == Some((row, column));
        let used = card.used[row * card.columns + column];
        assert_eq!(seen.before == '[', pointed, "{screen}");
        // A used neighbour keeps its mark where the bracket would close.
        assert!(!pointed || matches!(seen.after, ']' | '·'), "{screen}");
        assert_eq!(seen.before == '·', used && !pointed, "{screen}");
        if pointed {
            assert!(seen.head_is_marked && seen.row_is_marked, "{screen}");
        }
        if !seen.head.starts_with(|sign: char| sign.is_ascii_digit() || sign == '+') {
            assert!(seen.right_label.as_ref().is_none_or(|right| *right == seen.left_label), "{screen}");
        }
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_card_is_drawn_whole_or_not_at_all(
        (rows, columns) in (1..=24_usize, 1..=32_usize),
        length in 1..=16_usize,
        sizes in prop::collection::vec((60..=200_u16, 16..=50_u16), 10),
        seed: u64,
        pointed in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut chance = fastrand::Rng::with_seed(seed);
        let card = Card { rows, columns, length, used: (0..rows * columns).map(|_| chance.u8(..4) == 0).collect() };
        let mut story = card.story();
        let at = pointed.map(|pointed| (pointed.index(rows * columns) / columns, pointed.index(rows * columns) % columns));
        if let Some((row, column)) = at {
            story.keys(&format!("/{:03}<Enter>", row * columns + column + 1));
        }
        for _ in 0..2 {
            for (width, height) in &sizes {
                // The line below the grid names the cell that is pointed at; it is not part of the grid.
                let screen = story.picture(*width, *height).replace("): ", "):");
                if !is_whole_or_nothing(&card, at, &screen) {
                    for (width, height) in asked_for(&screen, *width) {
                        let screen = story.picture(width, height).replace("): ", "):");
                        prop_assert!(is_whole_or_nothing(&card, at, &screen), "{width}x{height} is not enough\n{screen}");
                    }
                }
            }
            story.keys("l");
        }
    }
}

/// The reference: 12 rows and 14 columns of four characters, on 80x24, also after a replacement.
#[test]
fn the_published_card_stands_on_the_reference_terminal() {
    let card = Card { rows: 12, columns: 14, length: 4, used: vec![true; 168] };
    let mut story = card.story();
    for _ in 0..2 {
        assert!(is_whole_or_nothing(&card, None, &story.picture(80, 24)));
        assert!(is_whole_or_nothing(&card, None, &story.picture(80, 20)));
        assert!(!is_whole_or_nothing(&card, None, &story.picture(80, 18)));
        story.keys("l");
    }
    assert!(story.picture(80, 24).contains("   F    G    H    I    J     K    L    M    N"), "a gap after every fifth");
}

/// Covered, no cell is on the screen, wherever the operator points.
#[test]
fn a_covered_card_shows_no_cell() {
    let card = Card { rows: 12, columns: 14, length: 4, used: vec![false; 168] };
    let mut story = card.story();
    story.keys("v/d7<Enter>");
    for (width, height) in [(60, 16), (80, 24), (200, 50)] {
        let screen = story.picture(width, height);
        assert!(
            !words(&screen.chars().map(|sign| if sign == '\n' { ' ' } else { sign }).collect::<Vec<_>>())
                .iter()
                .any(is_cell)
        );
    }
    assert!(story.picture(80, 24).contains("[....]") && story.picture(80, 24).contains("Cell D7 (088): covered"));
}
