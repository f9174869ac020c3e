//! Makes the whole person from what is kept: address, telephone, birthday, state. Must not draw anything that is searched.

use super::Person;
use super::catalogue::Catalogue;
use super::names::NONE;
use super::record::{Record, Stream, rng};
use fastrand::Rng;

/// The first external ID; those of the prepared users are lower.
pub(in crate::sandbox) const FIRST_EXT_ID: u32 = 10_000;

/// Days of each month; nobody is born on the 29th of February.
const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

pub(super) fn person(catalogue: &Catalogue, record: &Record, seed: u64, index: u32) -> Person {
    let mut rng = rng(seed, index, Stream::Details);
    let place = &catalogue.places[usize::from(record.place)];
    let region = catalogue.region(place.language);
    Person {
        ext_id: (FIRST_EXT_ID + index).to_string(),
        login_id: record.login_id(catalogue),
        first_name: catalogue.first.get(record.first).text.to_owned(),
        family_name: family_name(catalogue, record),
        language_code: record.language.code(),
        sex: record.sex.code(),
        birth_date: birth_date(&mut rng),
        street: region.streets[usize::from(region.street.turn(&mut rng))].to_owned(),
        house_number: house_number(&mut rng),
        postal_code: place.postal_code.to_owned(),
        city: place.city.to_owned(),
        country_code: place.country_code,
        telephone: (rng.u8(..100) >= 15).then(|| number_of_nobody("00", &mut rng)),
        mobile: (rng.u8(..100) >= 6).then(|| number_of_nobody("07", &mut rng)),
        email: record.email(catalogue),
        unit: catalogue.units[usize::from(record.unit)].name.to_owned(),
        user_state: match rng.u8(..100) {
            0 => "archived",
            1..3 => "disabled",
            _ => "active",
        },
    }
}

fn family_name(catalogue: &Catalogue, record: &Record) -> String {
    let family = catalogue.family.get(record.family).text;
    if record.second == NONE {
        family.to_owned()
    } else {
        format!("{family}-{}", catalogue.family.get(record.second).text)
    }
}

/// Between 1940 and 2010, the middle of it most often.
fn birth_date(rng: &mut Rng) -> String {
    let year = 1940 + rng.u32(..36) + rng.u32(..36);
    let month = rng.usize(..12);
    let day = 1 + rng.u32(..DAYS[month]);
    format!("{year}-{:02}-{day:02}", month + 1)
}

/// Streets have more low numbers than high ones, and a few houses that were built in between.
fn house_number(rng: &mut Rng) -> String {
    let end = rng.u32(1..=120);
    let number = rng.u32(1..=end);
    match rng.u8(..30) {
        0 => format!("{number}b"),
        1..3 => format!("{number}a"),
        _ => number.to_string(),
    }
}

/// In Switzerland no number begins with 0 after the country code, so nobody has this one.
fn number_of_nobody(prefix: &str, rng: &mut Rng) -> String {
    format!("+41 {prefix} {:03} {:02} {:02}", rng.u16(..1000), rng.u8(..100), rng.u8(..100))
}
