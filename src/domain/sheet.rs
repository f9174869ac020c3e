//! What goes onto paper: an OTP card, or the slip with a new value. Data only; how it looks is up to the layer `print`.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{CredentialId, LoginId};
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::printing::Format;
use crate::domain::record::{Print, PrintId};
use crate::domain::spelling::Alphabet;
use crate::domain::user::{Language, User};
use crate::domain::when::When;
use crate::secret::Secret;
use crate::text::SafeText;

/// To whom a sheet goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Title, first name, family name.
    pub name: SafeText,
    /// The login ID.
    pub login_id: LoginId,
    /// Street and house number; postal code and city; the country, where it is another one: as far as they are known, one a
    /// line.
    pub address: Vec<SafeText>,
    /// The language in which the sheet is written.
    pub language: Language,
}

impl Addressee {
    /// The user, as nevisIDM knows the address.
    pub fn of(user: &User) -> Self {
        let (city, country) = user.city.as_ref().map_or((None, None), apart);
        let lines = [user.street.clone(), city, country].into_iter().flatten();
        Self {
            name: user.name.clone(),
            login_id: user.login_id.clone(),
            address: lines.filter(|line| !line.is_empty()).collect(),
            language: user.language.clone(),
        }
    }
}

/// Postal code and city, and the country in a line of its own, as the post wants it. Within Switzerland it is left out:
/// nevisIDM is at home there, and so are its letters.
fn apart(city: &SafeText) -> (Option<SafeText>, Option<SafeText>) {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match city.as_str().rsplit_once(", ") {
        Some((city, code)) if is_code(code) => {
            let abroad = !code.eq_ignore_ascii_case("ch");
            (Some(SafeText::new(city)), abroad.then(|| SafeText::new(&code.to_ascii_uppercase())))
        }
        _ => (Some(city.clone()), None),
    }
}

/// An OTP card on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSheet {
    /// Whose card.
    pub to: Addressee,
    /// Its external ID.
    pub card_id: Option<CredentialId>,
    /// Which of the user's cards, counted from one, and how many there are.
    pub place: Option<(usize, usize)>,
    /// The day on which the card was made, where the server tells it.
    pub issued: Option<Date>,
    /// The last day on which it is valid, where the server tells it.
    pub valid_until: Option<Date>,
    /// How the cells are called.
    pub labels: Labels,
    /// The cells.
    pub card: Arc<OtpCard>,
}

impl CardSheet {
    /// A card as it was read. `day` tells the day of a moment where the operator is.
    pub fn new(
        user: &User,
        credential: &Credential,
        place: Option<(usize, usize)>,
        (labels, card): (Labels, Arc<OtpCard>),
        day: impl Fn(Timestamp) -> Date,
    ) -> Self {
        let on = |when: Option<&When>| match when {
            Some(When::At(moment)) => Some(day(*moment)),
            Some(When::Text(_)) | None => None,
        };
        Self {
            to: Addressee::of(user),
            card_id: credential.id.clone(),
            place,
            issued: on(credential.last_modified.as_ref()),
            valid_until: on(credential.valid_to.as_ref()),
            labels,
            card,
        }
    }
}

/// Which of the user's OTP cards this is, counted from one, and how many there are; none where it is not among `mates`,
/// all credentials of the user.
pub fn place_among(credential: &Credential, mates: &[Credential]) -> Option<(usize, usize)> {
    let cards: Vec<_> = mates.iter().filter(|mate| mate.kind == CredentialKind::OtpCard).collect();
    let place = cards.iter().position(|mate| mate.is_same(credential));
    place.map(|place| (place + 1, cards.len()))
}

/// A slip: a new value on paper, with its spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipSheet {
    /// Whose value.
    pub to: Addressee,
    /// Of which credential.
    pub kind: CredentialKind,
    /// The day on which it was made.
    pub issued: Option<Date>,
    /// True where this is the first of two parts: nevisIDM sends the other one.
    pub first_part: bool,
    /// The value.
    pub value: Arc<Secret>,
    /// The alphabet in which it is spelt out.
    pub alphabet: Arc<Alphabet>,
}

/// One sheet. One user each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// An OTP card.
    Card(Box<CardSheet>),
    /// A slip.
    Slip(Box<SlipSheet>),
}

impl Sheet {
    /// To whom it goes.
    pub fn to(&self) -> &Addressee {
        match self {
            Self::Card(sheet) => &sheet.to,
            Self::Slip(sheet) => &sheet.to,
        }
    }

    /// The name of the first mandatory field that is missing. Such a sheet is not printed: who finds it on a printer
    /// must be able to tell whose it is.
    pub fn missing(&self) -> Option<&'static str> {
        let to = self.to();
        if to.name.as_str().trim().is_empty() {
            return Some("the user's name");
        }
        if to.login_id.as_str().trim().is_empty() {
            return Some("the login ID");
        }
        match self {
            Self::Card(sheet) if sheet.card_id.is_none() => Some("the card's external ID"),
            Self::Card(_) | Self::Slip(_) => None,
        }
    }
}

/// One print that was asked for: first a line in the journal, then the sheet to its destination, once.
#[derive(Debug, PartialEq, Eq)]
pub struct PrintOrder {
    /// Which print.
    pub id: PrintId,
    /// What goes to the disk first; where the sheet goes stands in it.
    pub print: Print,
    /// The sheet.
    pub sheet: Sheet,
    /// How it is written. What goes to a terminal's printer is always text.
    pub format: Format,
    /// It says SPECIMEN across the sheet: nothing of it is real.
    pub specimen: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_does_not_say_whose_it_is_lacks_a_field() {
        let card = Arc::new(OtpCard::parse(Secret::new("1|2||ab,cd".into())).unwrap());
        let sheet = |name: &str, login_id: &str, id: &str| {
            let to = Addressee {
                name: SafeText::new(name),
                login_id: LoginId::new(login_id),
                address: Vec::new(),
                language: Language::En,
            };
            Sheet::Card(Box::new(CardSheet {
                to,
                card_id: CredentialId::parse(id).ok(),
                place: None,
                issued: None,
                valid_until: None,
                labels: Labels::Coordinates,
                card: Arc::clone(&card),
            }))
        };
        assert_eq!(sheet("Anna", "a.muster", "otp-1").missing(), None);
        assert_eq!(sheet(" ", "a.muster", "otp-1").missing(), Some("the user's name"));
        assert_eq!(sheet("Anna", " ", "otp-1").missing(), Some("the login ID"));
        assert_eq!(sheet("Anna", "a.muster", "").missing(), Some("the card's external ID"));
    }

    #[test]
    fn a_country_has_a_line_of_its_own_and_ours_has_none() {
        for (city, expected) in [
            ("7000 Chur, CH", ("7000 Chur", None)),
            ("7000 Chur, ch", ("7000 Chur", None)),
            ("10115 Berlin, de", ("10115 Berlin", Some("DE"))),
            ("7000 Chur", ("7000 Chur", None)),
            ("Bern, Postfach", ("Bern, Postfach", None)),
            ("CH", ("CH", None)),
        ] {
            let (city, country) = apart(&SafeText::new(city));
            assert_eq!((city.unwrap().as_str(), country.as_ref().map(SafeText::as_str)), expected);
        }
    }
}
