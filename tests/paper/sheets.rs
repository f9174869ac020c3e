//! Sheets for the tests and the bench: a user, a card of any shape whose cells all differ, a slip.

use std::collections::BTreeMap;
use std::sync::Arc;

use credesk::domain::credential::CredentialKind;
use credesk::domain::id::{CredentialId, LoginId};
use credesk::domain::otp_card::{Labels, OtpCard};
use credesk::domain::sheet::{Addressee, CardSheet, Sheet, SlipSheet};
use credesk::domain::spelling::{Alphabet, KindNames};
use credesk::domain::user::Language;
use credesk::secret::Secret;
use credesk::text::SafeText;
use jiff::civil::date;

/// A user of this language.
pub fn user(language: &str) -> Addressee {
    Addressee {
        name: SafeText::new("Milica Petrović-Đorđević"),
        login_id: LoginId::new("m.petrovic"),
        address: vec![SafeText::new("Bahnhofstrasse 12"), SafeText::new("8001 Zürich")],
        language: Language::parse(language),
    }
}

/// The characters that a cell of a test has at its position: different in every cell of a card, where there is room.
pub fn cell(at: usize, width: usize) -> String {
    const CHARACTERS: &[u8] = b"0O1lI8B5S2ZabcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";
    let mut rest = at;
    let mut cell = vec![b'0'; width];
    for place in cell.iter_mut().rev() {
        *place = CHARACTERS[rest % CHARACTERS.len()];
        rest /= CHARACTERS.len();
    }
    String::from_utf8(cell).unwrap()
}

/// A card with these cells.
pub fn card_of(columns: usize, rows: usize, cells: &[String]) -> OtpCard {
    OtpCard::parse(Secret::new(format!("{rows}|{columns}||{}", cells.join(",")))).unwrap()
}

/// A card with [`cell`]s.
pub fn otp_card(columns: usize, rows: usize, width: usize) -> OtpCard {
    card_of(columns, rows, &(0..rows * columns).map(|at| cell(at, width)).collect::<Vec<_>>())
}

/// The sheet of a card of this shape.
pub fn card_sheet(language: &str, labels: Labels, (columns, rows, width): (usize, usize, usize)) -> CardSheet {
    CardSheet {
        to: user(language),
        card_id: Some(CredentialId::parse("otp-0Ol1I-4711").unwrap()),
        place: Some((1, 2)),
        issued: Some(date(2026, 11, 21)),
        valid_until: Some(date(2028, 11, 20)),
        labels,
        card: Arc::new(otp_card(columns, rows, width)),
    }
}

/// The same as a sheet.
pub fn card(language: &str, labels: Labels, shape: (usize, usize, usize)) -> Sheet {
    Sheet::Card(Box::new(card_sheet(language, labels, shape)))
}

/// An alphabet of made-up words: `word-a`, `word-0`, `word-21` (the sign's code).
pub fn alphabet() -> Arc<Alphabet> {
    let words: BTreeMap<char, String> = (' '..='~')
        .filter(|character| !character.is_ascii_uppercase())
        .map(|character| {
            let plain = character.is_ascii_alphanumeric();
            let name = if plain { character.to_string() } else { format!("{:x}", u32::from(character)) };
            (character, format!("word-{name}"))
        })
        .collect();
    Arc::new(Alphabet::new("made-up".into(), vec!["en".into()], KindNames::default(), words).unwrap())
}

/// A slip with this value.
pub fn slip_sheet(language: &str, value: &str) -> SlipSheet {
    SlipSheet {
        to: user(language),
        kind: CredentialKind::TempStrongPassword,
        issued: Some(date(2026, 11, 21)),
        first_part: false,
        value: Arc::new(Secret::new(value.into())),
        alphabet: alphabet(),
    }
}

/// The same as a sheet.
pub fn slip(language: &str, value: &str) -> Sheet {
    Sheet::Slip(Box::new(slip_sheet(language, value)))
}
