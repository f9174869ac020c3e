//! The OTP card: reading `rows|cols|counters|card(|latestChallenge)`, labelling and finding its cells.
//!
//! The page replace-otp-secret names the parts and not their inner encoding. So the reader is tolerant of how cells are
//! separated, and strict about everything else: a card shifted by one cell would lock the user out. What it decides:
//!
//! * All cells have one length. Then the card is its characters in order, cut evenly, and separators can only agree with
//!   that: one that is lost, doubled or in the wrong place is found, also where the count happens to be right again.
//! * Cells are separated by `,` or by `;` (blanks beside them do not count), or by blanks and tabs alone. Two kinds in
//!   one card are refused: one of them may belong to a cell, or to rows. Before, after and between separators stands a cell.
//! * Without a separator the card is one run, cut evenly. A run has no second witness: with as many characters missing as
//!   there are cells, it reads as a card of shorter cells. That answers arrive whole is `api/answer`'s to prove.
//! * Rows and columns are one to three digits `0` to `9`, no sign; leading zeros say nothing. A line break is no blank.
//! * A cell may hold any printable ASCII character but a separator and `|`. What stands after a fourth `|` must be too
//!   short to hold a character for each cell, so that neither a cell with `|` in it nor a stray `|` before the card
//!   makes something else pass for the card. It is not looked at otherwise.
//! * Counters that cannot be read are no fault: nothing is said of used cells then.

use std::fmt;

use crate::secret::Secret;

/// A card whose cells are all there. The cells stay secret; `Debug` tells the shape only.
#[derive(PartialEq, Eq)]
pub struct OtpCard {
    rows: usize,
    columns: usize,
    text: Secret,
    cells: Vec<(usize, usize)>,
    used: Option<Vec<bool>>,
}

/// Why a card cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardFault {
    /// Not four or five parts between `|`.
    #[error("the card does not have the parts rows|cols|counters|card")]
    Parts,
    /// Rows or columns are no numbers from 1 to 100.
    #[error("the card has an impossible size")]
    Size,
    /// Another number of cells than rows times columns.
    #[error("the card has {found} of {expected} cells")]
    Count {
        /// Rows times columns.
        expected: usize,
        /// Cells found.
        found: usize,
    },
    /// Two kinds of separators: which of them divides cells is not certain.
    #[error("its cells are separated in two ways")]
    Mixed,
    /// Separated cells that differ in length: a separator may stand in the wrong place.
    #[error("its cells differ in length, from {shortest} to {longest} characters")]
    Uneven {
        /// Characters of the shortest cell.
        shortest: usize,
        /// Characters of the longest cell.
        longest: usize,
    },
    /// What follows the card is so long that it could be cells.
    #[error("what follows the card is too long for a challenge")]
    Challenge,
    /// One run of characters that cannot be cut into cells of the same length.
    #[error("the run of {characters} characters does not divide into {cells} cells")]
    Run {
        /// Characters of the run.
        characters: usize,
        /// Rows times columns.
        cells: usize,
    },
    /// A cell is empty, longer than 16 characters, or holds something that cannot be read out.
    #[error("a cell is empty, too long, or holds characters that cannot be read out")]
    Cell,
}

/// How the cells are called. Page OTP, parameter `coordinateCardFormat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Letters across and numbers down: `A1` to `N12`.
    Coordinates,
    /// Running numbers, row by row: `001` to `168`.
    Running,
}

impl OtpCard {
    /// Most rows, and most columns.
    pub const LARGEST: usize = 100;
    /// Most characters of a cell.
    pub const LONGEST_CELL: usize = 16;
    /// Below so many unused cells a warning is due (`lowOnChallengesThreshold`, default 20; page OTP).
    pub const LOW: usize = 20;

    /// Reads the `otp` field of an OTP card.
    pub fn parse(otp: Secret) -> Result<Self, CardFault> {
        let whole = otp.expose();
        let parts: Vec<&str> = whole.split('|').collect();
        let (rows, columns, counters, card, challenge) = match parts[..] {
            [rows, columns, counters, card] => (rows, columns, counters, card, None),
            [rows, columns, counters, card, challenge] => (rows, columns, counters, card, Some(challenge)),
            _ => return Err(CardFault::Parts),
        };
        let (rows, columns) = (size(rows)?, size(columns)?);
        let expected = rows * columns;
        if challenge.is_some_and(|challenge| challenge.len() + 1 >= expected) {
            return Err(CardFault::Challenge);
        }
        let spans = if card.contains(is_separator) { separated(card)? } else { run(card, expected)? };
        even(card, &spans, expected)?;
        let used = used_cells(counters, expected);
        let offset = card.as_ptr() as usize - whole.as_ptr() as usize;
        let cells = spans.into_iter().map(|(start, end)| (offset + start, offset + end)).collect();
        Ok(Self { rows, columns, cells, used, text: otp })
    }

    /// Rows of the grid.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of the grid.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Characters of a cell. All of them have as many.
    pub fn cell_width(&self) -> usize {
        self.cells.first().map_or(0, |(start, end)| end - start)
    }

    /// The characters of a cell, counted from zero. For drawing and printing the card only.
    pub fn expose_cell(&self, row: usize, column: usize) -> Option<&str> {
        let (start, end) = *self.cells.get(self.index(row, column)?)?;
        self.text.expose().get(start..end)
    }

    /// Whether a cell was used; `None` where the counters could not be read.
    pub fn is_used(&self, row: usize, column: usize) -> Option<bool> {
        self.used.as_ref()?.get(self.index(row, column)?).copied()
    }

    fn index(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows && column < self.columns).then(|| row * self.columns + column)
    }

    /// How many cells were not used yet; `None` where the counters could not be read.
    pub fn remaining(&self) -> Option<usize> {
        self.used.as_ref().map(|used| used.iter().filter(|used| !**used).count())
    }

    /// The cell that a label such as `D7` or `043` means.
    pub fn find(&self, label: &str) -> Option<(usize, usize)> {
        let label = label.trim();
        let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number: usize = label[letters..].parse().ok().filter(|_| !label.contains('+'))?;
        let (row, column) = if letters == 0 {
            (number.checked_sub(1)? / self.columns, number.checked_sub(1)? % self.columns)
        } else {
            (number.checked_sub(1)?, column_of(&label[..letters])?)
        };
        (row < self.rows && column < self.columns).then_some((row, column))
    }

    /// What a cell is called, counted from zero.
    pub fn label(&self, labels: Labels, row: usize, column: usize) -> String {
        match labels {
            Labels::Coordinates => format!("{}{}", letters(column), row + 1),
            Labels::Running => format!("{:03}", row * self.columns + column + 1),
        }
    }
}

impl fmt::Debug for OtpCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtpCard({}x{})", self.rows, self.columns)
    }
}

/// The letters of a column, counted from zero: `A` to `Z`, then `AA`.
pub fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

fn column_of(letters: &str) -> Option<usize> {
    let value = letters.bytes().try_fold(0_usize, |sum, letter| {
        sum.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    value?.checked_sub(1)
}

fn size(text: &str) -> Result<usize, CardFault> {
    let digits = text.trim_matches(BLANKS);
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|number| plain && (1..=OtpCard::LARGEST).contains(number));
    number.ok_or(CardFault::Size)
}

/// Blanks: they separate cells, and say nothing at the edges.
const BLANKS: [char; 2] = [' ', '\t'];

fn is_separator(character: char) -> bool {
    matches!(character, ',' | ';') || BLANKS.contains(&character)
}

/// The spans between separators of one kind. Blanks around a comma do not count as empty cells; two commas in a row do.
fn separated(text: &str) -> Result<Vec<(usize, usize)>, CardFault> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let span = |part: &str| (start_of(part), start_of(part) + part.len());
    let hard = match (text.contains(','), text.contains(';')) {
        (true, true) => return Err(CardFault::Mixed),
        (true, false) => ',',
        (false, true) => ';',
        (false, false) => return Ok(text.split(BLANKS).filter(|part| !part.is_empty()).map(span).collect()),
    };
    let parts = || text.split(hard).map(|part| part.trim_matches(BLANKS));
    if parts().any(|part| part.contains(BLANKS)) {
        return Err(CardFault::Mixed);
    }
    Ok(parts().map(span).collect())
}

/// Refuses cells that are not as many as expected, cannot be read out, or differ in length.
fn even(card: &str, spans: &[(usize, usize)], expected: usize) -> Result<(), CardFault> {
    if spans.len() != expected {
        return Err(CardFault::Count { expected, found: spans.len() });
    }
    let lengths = || spans.iter().map(|(start, end)| end - start);
    let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    let readable = |&(start, end): &(usize, usize)| card[start..end].bytes().all(|byte| byte.is_ascii_graphic());
    if shortest == 0 || longest > OtpCard::LONGEST_CELL || !spans.iter().all(readable) {
        return Err(CardFault::Cell);
    }
    if shortest == longest { Ok(()) } else { Err(CardFault::Uneven { shortest, longest }) }
}

/// One run of characters, cut evenly.
fn run(card: &str, expected: usize) -> Result<Vec<(usize, usize)>, CardFault> {
    if !card.is_ascii() {
        return Err(CardFault::Cell);
    }
    let width = card.len() / expected;
    if width == 0 || !card.len().is_multiple_of(expected) {
        return Err(CardFault::Run { characters: card.len(), cells: expected });
    }
    Ok((0..expected).map(|cell| (cell * width, (cell + 1) * width)).collect())
}

/// Counters where they can be read: one number a cell, separated or as one run of digits. Anything but zero is used.
fn used_cells(counters: &str, expected: usize) -> Option<Vec<bool>> {
    let counters = counters.trim_matches(BLANKS);
    let spans = if counters.contains(is_separator) { separated(counters).ok()? } else { run_of_digits(counters) };
    let used = |&(start, end): &(usize, usize)| {
        let digits = &counters[start..end];
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.bytes().any(|digit| digit != b'0'))
    };
    let used: Option<Vec<bool>> = spans.iter().map(used).collect();
    used.filter(|used| used.len() == expected)
}

/// Each character on its own.
fn run_of_digits(counters: &str) -> Vec<(usize, usize)> {
    counters.char_indices().map(|(start, character)| (start, start + character.len_utf8())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(text: &str) -> Result<OtpCard, CardFault> {
        OtpCard::parse(Secret::new(text.into()))
    }

    #[test]
    fn every_way_of_separating_cells_gives_the_same_card() {
        for text in [
            "2|3|000000|aa,bb,cc,dd,ee,ff",
            "2|3||aa;bb;cc;dd;ee;ff",
            "2|3|x|aa bb  cc\tdd ee ff",
            "2|3||aa, bb, cc, dd, ee, ff|B2",
            " 2 | 3 |0 0 0 0 0 0|aabbccddeeff",
        ] {
            let card = card(text).unwrap();
            assert_eq!((card.rows(), card.columns()), (2, 3));
            assert_eq!(card.expose_cell(0, 2), Some("cc"), "{text}");
            assert_eq!(card.expose_cell(1, 0), Some("dd"), "{text}");
            assert_eq!((card.expose_cell(0, 3), card.expose_cell(2, 0)), (None, None));
        }
    }

    #[test]
    fn a_card_that_is_not_whole_is_refused() {
        assert_eq!(card("2|3||aa,bb,cc,dd,ee"), Err(CardFault::Count { expected: 6, found: 5 }));
        assert_eq!(card("2|3||aa,bb,,dd,ee,ff"), Err(CardFault::Cell));
        for (run, characters) in [("aabbccddeef", 11), ("aabbccddeeffg", 13), ("abcde", 5), ("", 0)] {
            let fault = card(&format!("2|3||{run}")).unwrap_err();
            assert_eq!(fault, CardFault::Run { characters, cells: 6 });
            assert_eq!(fault.to_string(), format!("the run of {characters} characters does not divide into 6 cells"));
        }
        assert_eq!(card("2|3"), Err(CardFault::Parts));
        assert_eq!(card("2|3|a|b|c|d"), Err(CardFault::Parts));
        for size in ["0|3||", "2|101||a", "-1|3||a", "99999999999999999999|3||a"] {
            assert_eq!(card(size), Err(CardFault::Size), "{size}");
        }
        assert_eq!(card("1|2||ab,\u{e9}d"), Err(CardFault::Cell));
        assert_eq!(card("1|3||ab,cd;ef"), Err(CardFault::Mixed));
        assert_eq!(card("1|2||ab cd,ef"), Err(CardFault::Mixed));
        assert_eq!(card("1|3||aabb,c,c"), Err(CardFault::Uneven { shortest: 1, longest: 4 }));
        assert_eq!(card("2|2||0000|aa,bb,cc,dd"), Err(CardFault::Challenge));
        assert_eq!(card("1|1||12345678901234567"), Err(CardFault::Cell));
    }

    #[test]
    fn cells_are_found_by_either_label() {
        let cells = vec!["aaaa"; 168].join(",");
        let card = card(&format!("12|14||{cells}")).unwrap();
        assert_eq!(card.find("A1"), Some((0, 0)));
        assert_eq!(card.find("n12"), Some((11, 13)));
        assert_eq!(card.find(" 043 "), Some((3, 0)));
        for nothing in ["O1", "A13", "A0", "000", "169", "", "7D", "A", "AAAAAAAAAAAAAAAAAAAA1", "é1"] {
            assert_eq!(card.find(nothing), None, "{nothing}");
        }
        assert_eq!(card.label(Labels::Coordinates, 11, 13), "N12");
        assert_eq!(card.label(Labels::Running, 11, 13), "168");
        assert_eq!(letters(26), "AA");
    }

    #[test]
    fn used_cells_are_counted_where_the_counters_can_be_read() {
        assert_eq!(card("1|4|0110|a,b,c,d").unwrap().remaining(), Some(2));
        assert_eq!(card("1|4|0,0,3,0|a,b,c,d").unwrap().is_used(0, 2), Some(true));
        assert_eq!(card("1|4|??|a,b,c,d").unwrap().remaining(), None);
    }

    #[test]
    fn debug_tells_the_shape_only() {
        assert_eq!(format!("{:?}", card("1|2||abcd,efgh").unwrap()), "OtpCard(1x2)");
    }
}
