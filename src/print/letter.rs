//! The words of a sheet in the user's language. They are data, in `assets/letters`; here is what must be there.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::credential::CredentialKind;
use crate::domain::printing::PrintFault;
use crate::domain::user::Language;

/// All words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// The language (BCP 47).
    pub tag: String,
    /// How a date is written (strftime).
    date: String,
    /// Names of the facts.
    pub facts: FactWords,
    /// Which page and part it is.
    pub page: PageWords,
    /// The words of an OTP card.
    pub card: CardWords,
    /// The words of a slip.
    pub slip: SlipWords,
    /// What the credentials are called.
    kinds: KindWords,
}

/// Names of the facts beside the address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it")]
pub struct FactWords {
    pub name: String,
    pub login_id: String,
    pub card_id: String,
    pub kind: String,
    pub issued: String,
    pub valid_until: String,
    pub place: String,
    /// With `{n}` and `{m}`.
    pub place_of: String,
}

/// Which page and part it is; both with `{n}` and `{m}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it")]
pub struct PageWords {
    pub page: String,
    pub part: String,
}

/// The words of an OTP card.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it")]
pub struct CardWords {
    pub title: String,
    /// What the card is called on the card itself.
    pub name: String,
    pub intro: String,
    pub cut: String,
    /// How to find a cell by coordinates: with `{example}`, `{column}` and `{row}`.
    pub coordinates: String,
    /// How to find a cell by its running number: with `{example}`.
    pub running: String,
    pub case: String,
    /// Of the PDF only: a printer's own font may draw its zero in any way.
    pub zero: String,
    pub keep: String,
    pub lost: String,
}

/// The words of a slip.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it")]
pub struct SlipWords {
    pub title: String,
    pub intro: String,
    pub spaces: String,
    pub first_part: String,
    pub spelling: String,
    pub keep: String,
    pub destroy: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindWords {
    puk: String,
    temp_strong_password: String,
    ticket: String,
    device_password: String,
    otp_card: String,
}

/// The sources, English first: it stands for every other language.
const SOURCES: [(&str, &str); 4] = [
    ("en", include_str!("../../assets/letters/en.toml")),
    ("de", include_str!("../../assets/letters/de.toml")),
    ("fr", include_str!("../../assets/letters/fr.toml")),
    ("it", include_str!("../../assets/letters/it.toml")),
];

static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|(_, source)| toml::from_str(source).ok()).collect());

impl Letter {
    /// The words for a user of this language; English where there are none.
    ///
    /// # Errors
    /// [`PrintFault::NotMade`] where the texts cannot be read: a fault of the build.
    pub fn of(language: &Language) -> Result<&'static Self, PrintFault> {
        let find = |code: &str| LETTERS.iter().find(|letter| letter.tag == code);
        let own = language.code().and_then(find).or_else(|| find("en"));
        own.ok_or_else(|| PrintFault::NotMade("the texts of the sheet cannot be read".into()))
    }

    /// A date as this language writes it.
    pub fn date(&self, date: Date) -> String {
        date.strftime(&self.date).to_string()
    }

    /// What a credential is called.
    pub fn kind<'a>(&'a self, kind: &'a CredentialKind) -> &'a str {
        match kind {
            CredentialKind::Puk => &self.kinds.puk,
            CredentialKind::TempStrongPassword => &self.kinds.temp_strong_password,
            CredentialKind::Ticket => &self.kinds.ticket,
            CredentialKind::DevicePassword => &self.kinds.device_password,
            CredentialKind::OtpCard => &self.kinds.otp_card,
            CredentialKind::Other(_) => kind.as_str(),
        }
    }
}

/// A text with its places filled: `{n}` by the value that goes with `n`.
pub fn filled(text: &str, places: &[(&str, &str)]) -> String {
    places.iter().fold(text.to_owned(), |text, (place, value)| text.replace(&format!("{{{place}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key with its text.
    fn leaves(value: &toml::Value, path: &str, found: &mut Vec<(String, String)>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    leaves(value, &format!("{path}.{key}"), found);
                }
            }
            other => found.push((path.into(), other.as_str().expect("texts only").into())),
        }
    }

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<_> =
            text.split('{').skip(1).map(|rest| rest.split_once('}').expect("a closed place").0).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    #[test]
    fn all_four_languages_have_every_text_and_the_same_places() {
        let all: Vec<Vec<(String, String)>> = SOURCES
            .iter()
            .map(|(_, source)| {
                let mut found = Vec::new();
                leaves(&toml::from_str(source).unwrap(), "", &mut found);
                found
            })
            .collect();
        for (texts, (code, _)) in all.iter().zip(SOURCES) {
            assert_eq!(texts.len(), all[0].len(), "{code}");
            for ((key, text), (first, english)) in texts.iter().zip(&all[0]) {
                assert_eq!(key, first, "{code}");
                assert!(!text.trim().is_empty() && text.trim() == text, "{code}{key} is empty or has blanks around it");
                assert_eq!(places(text), places(english), "{code}{key}");
                assert!(code != "de" || !text.contains('ß'), "{key}: Swiss spelling");
                assert!(!text.chars().any(char::is_control), "{code}{key}");
            }
        }
    }

    #[test]
    fn every_language_is_found_and_others_are_english() {
        for (code, _) in SOURCES {
            assert_eq!(Letter::of(&Language::parse(code)).unwrap().tag, code);
        }
        assert_eq!(Letter::of(&Language::parse("rm")).unwrap().tag, "en");
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        let date = jiff::civil::date(2026, 11, 1);
        for (code, written) in
            [("de", "01.11.2026"), ("fr", "01.11.2026"), ("it", "01.11.2026"), ("en", "1 November 2026")]
        {
            assert_eq!(Letter::of(&Language::parse(code)).unwrap().date(date), written);
        }
    }
}
