//! What stands beside the address: whose sheet it is and which card or value. Never a value itself.

use crate::domain::otp_card::{Labels, letters};
use crate::domain::sheet::{CardSheet, Sheet};
use crate::print::letter::{Letter, filled};

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is, in the user's language.
    pub name: String,
    /// It.
    pub value: String,
    /// True for an ID, in which every character counts.
    pub id: bool,
}

/// The facts of a sheet, each where it is known.
pub fn facts(sheet: &Sheet, letter: &Letter) -> Vec<Fact> {
    let words = &letter.facts;
    let fact = |name: &str, value: String, id| Fact { name: name.to_owned(), value, id };
    let to = sheet.to();
    let mut facts = vec![fact(&words.name, to.name.to_string(), false)];
    if let Sheet::Card(_) = sheet {
        // Not on a slip: who finds one should not hold both that it takes to sign in.
        facts.push(fact(&words.login_id, to.login_id.shown().to_string(), true));
    }
    let mut add = |name: &str, value: Option<String>, id| facts.extend(value.map(|value| fact(name, value, id)));
    match sheet {
        Sheet::Card(card) => {
            add(&words.card_id, card.card_id.as_ref().map(ToString::to_string), true);
            add(&words.issued, card.issued.map(|date| letter.date(date)), false);
            add(&words.valid_until, card.valid_until.map(|date| letter.date(date)), false);
            let place =
                |(n, m): (usize, usize)| filled(&words.place_of, &[("n", &n.to_string()), ("m", &m.to_string())]);
            add(&words.place, card.place.map(place), false);
        }
        Sheet::Slip(slip) => {
            add(&words.kind, Some(letter.kind(&slip.kind).to_owned()), false);
            add(&words.issued, slip.issued.map(|date| letter.date(date)), false);
        }
    }
    facts
}

/// How to find a cell, with one of the card's own cells as the example.
pub fn example(sheet: &CardSheet, letter: &Letter) -> String {
    let card = &sheet.card;
    // D7, or what comes nearest to it on a smaller card.
    let (row, column) = (6.min(card.rows() - 1), 3.min(card.columns() - 1));
    let label = card.label(sheet.labels, row, column);
    match sheet.labels {
        Labels::Coordinates => {
            let places = [("example", label.as_str()), ("column", &letters(column)), ("row", &(row + 1).to_string())];
            filled(&letter.card.coordinates, &places)
        }
        Labels::Running => filled(&letter.card.running, &[("example", &label)]),
    }
}
