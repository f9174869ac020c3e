//! Any text as the `otp` field of a card: never a panic, and what is read is what stands there.
//!
//! The naive reading is the one of `tests/otp_card.rs`, where each finding becomes a test.

use credesk::domain::otp_card::{Labels, OtpCard};
use credesk::secret::Secret;

fn naive(text: &str) -> Option<(usize, usize, Vec<String>)> {
    let mut fields = text.split('|');
    let mut number = || -> Option<usize> {
        let field = fields.next()?;
        field.chars().filter(|sign| *sign != ' ' && *sign != '\t').collect::<String>().parse().ok()
    };
    let (rows, columns) = (number()?, number()?);
    let card = fields.nth(1)?;
    let words = card.split([',', ';', ' ', '\t']).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(String::from).collect();
    if let [run] = &words[..] {
        let signs: Vec<char> = run.chars().collect();
        let length = signs.len() / (rows * columns).max(1);
        words = signs.chunks(length.max(1)).map(|piece| piece.iter().collect()).collect();
    }
    Some((rows, columns, words))
}

/// Panics where the card is not what stands in the text.
pub fn same(card: &OtpCard, text: &str) {
    let places = || (0..card.rows()).flat_map(|row| (0..card.columns()).map(move |column| (row, column)));
    let cells: Vec<String> =
        places().filter_map(|(row, column)| card.expose_cell(row, column)).map(String::from).collect();
    assert!(
        cells.iter().all(|cell| cell.len() == card.cell_width() && cell.bytes().all(|sign| sign.is_ascii_graphic()))
    );
    assert_eq!(Some((card.rows(), card.columns(), cells)), naive(text));
    assert!(card.remaining().is_none_or(|left| left <= card.rows() * card.columns()));
    let ends = [(0, 0), (card.rows() - 1, card.columns() - 1)];
    for ((row, column), labels) in ends.into_iter().zip([Labels::Coordinates, Labels::Running]) {
        assert_eq!(card.find(&card.label(labels, row, column)), Some((row, column)));
    }
}

/// How far it gets: the cells.
pub fn check(data: &[u8]) -> usize {
    let Ok(text) = std::str::from_utf8(data) else { return 0 };
    let Ok(card) = OtpCard::parse(Secret::new(text.to_owned())) else { return 0 };
    same(&card, text);
    let _ = card.find(text);
    card.rows() * card.columns()
}
