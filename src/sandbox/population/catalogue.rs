//! What people are made of: names by origin, places, streets and units, read from the lists that are built into the
//! binary. Must not choose: that is `record` and `details`.

use super::fold::Folded;
use super::names::Names;
use super::wheel::Wheel;

/// A list of the folder of lists.
macro_rules! list {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sandbox/names/", $name, ".txt"))
    };
}

/// Where families come from, and how many of a thousand people in a German, French, Italian and Romansh place do.
const ORIGINS: [(&str, [usize; 4]); 15] = [
    (list!("swiss-german"), [640, 40, 40, 150]),
    (list!("swiss-french"), [25, 590, 15, 5]),
    (list!("swiss-italian"), [50, 60, 779, 40]),
    (list!("romansh"), [8, 2, 15, 700]),
    (list!("western-balkans"), [62, 35, 35, 20]),
    (list!("albanian"), [42, 42, 15, 10]),
    (list!("portuguese"), [33, 110, 30, 40]),
    (list!("turkish"), [27, 15, 10, 5]),
    (list!("tamil"), [17, 10, 8, 2]),
    (list!("vietnamese"), [6, 8, 3, 1]),
    (list!("eritrean"), [13, 14, 8, 2]),
    (list!("polish"), [12, 8, 8, 4]),
    (list!("british"), [12, 18, 8, 4]),
    (list!("german"), [45, 10, 11, 12]),
    (list!("spanish"), [8, 38, 15, 5]),
];

/// The number of the origin in [`ORIGINS`] whose people write English to the helpdesk.
pub(super) const BRITISH: u16 = 12;

/// The language of a place or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    German,
    French,
    Italian,
    Romansh,
    English,
}

impl Language {
    /// The languages that places have, in the order of the shares in [`ORIGINS`].
    const SPOKEN: [(&'static str, Self); 4] =
        [("de", Self::German), ("fr", Self::French), ("it", Self::Italian), ("rm", Self::Romansh)];

    /// nevisIDM's `languageCode`, which has none for Romansh.
    pub fn code(self) -> &'static str {
        match self {
            Self::German | Self::Romansh => "DE",
            Self::French => "FR",
            Self::Italian => "IT",
            Self::English => "EN",
        }
    }
}

/// A postal code with its place.
pub(super) struct Place {
    pub postal_code: &'static str,
    pub city: &'static str,
    pub folded: Folded,
    pub country_code: &'static str,
    pub language: Language,
}

/// An organisational unit.
pub(super) struct Unit {
    pub name: &'static str,
    pub folded: Folded,
}

/// The names of one origin, as numbers in the tables of the [`Catalogue`].
pub(super) struct Origin {
    pub family: Wheel,
    pub female: Wheel,
    pub male: Wheel,
}

/// What is particular to the places of one language.
pub(super) struct Region {
    pub origins: Wheel,
    pub streets: Vec<&'static str>,
    pub street: Wheel,
}

/// All lists.
pub(super) struct Catalogue {
    pub first: Names,
    pub family: Names,
    pub origins: Vec<Origin>,
    pub places: Vec<Place>,
    pub place: Wheel,
    pub units: Vec<Unit>,
    pub unit: Wheel,
    regions: Vec<Region>,
}

impl Catalogue {
    pub fn new() -> Self {
        let (mut first, mut family) = (Names::new("-"), Names::new(""));
        let origins = ORIGINS.map(|(list, _)| Origin {
            family: wheel_of(list, "family", &mut family),
            female: wheel_of(list, "female", &mut first),
            male: wheel_of(list, "male", &mut first),
        });
        let (places, weights): (Vec<_>, Vec<_>) = lines(list!("places")).filter_map(place).unzip();
        let units: Vec<_> = entries(list!("units"), "").map(|name| Unit { name, folded: Folded::new(name) }).collect();
        Self {
            first,
            family,
            origins: origins.into(),
            place: Wheel::weighted(&(0..).zip(weights).collect::<Vec<_>>()),
            places,
            unit: Wheel::ranked(&numbers(&units)),
            units,
            regions: Language::SPOKEN.iter().enumerate().map(|(column, (code, _))| region(column, code)).collect(),
        }
    }

    /// The region whose people speak a language; the German one for a language that no place has.
    pub fn region(&self, language: Language) -> &Region {
        let column = Language::SPOKEN.iter().position(|(_, spoken)| *spoken == language).unwrap_or(0);
        &self.regions[column]
    }
}

fn region(column: usize, code: &str) -> Region {
    let shares: Vec<_> = (0..).zip(ORIGINS.iter().map(|(_, shares)| shares[column])).collect();
    let streets: Vec<_> = entries(list!("streets"), code).collect();
    Region { origins: Wheel::weighted(&shares), street: Wheel::ranked(&numbers(&streets)), streets }
}

fn wheel_of(list: &'static str, section: &str, names: &mut Names) -> Wheel {
    Wheel::ranked(&entries(list, section).map(|name| names.add(name)).collect::<Vec<_>>())
}

fn place(line: &'static str) -> Option<(Place, usize)> {
    let mut columns = line.split(';').map(str::trim);
    let (postal_code, city, country_code) = (columns.next()?, columns.next()?, columns.next()?);
    let code = columns.next()?;
    let language = Language::SPOKEN.iter().find(|(spoken, _)| *spoken == code)?.1;
    let weight = columns.next()?.parse().ok()?;
    Some((Place { postal_code, city, folded: Folded::new(city), country_code, language }, weight))
}

/// The numbers of a list's entries.
fn numbers<T>(list: &[T]) -> Vec<u16> {
    (0..).zip(list).map(|(number, _)| number).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// The entries, between commas or line ends, below `[section]`; the empty section is what stands before the first.
fn entries(list: &'static str, section: &str) -> impl Iterator<Item = &'static str> {
    let mut current = "";
    lines(list)
        .filter(move |line| match line.strip_prefix('[') {
            Some(name) => {
                current = name.trim_end_matches(']');
                false
            }
            None => current == section,
        })
        .flat_map(|line| line.split(',').map(str::trim))
        .filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        let catalogue = Catalogue::new();
        assert_eq!(catalogue.places.len(), lines(list!("places")).count());
        assert!(catalogue.places.len() > 120);
        assert!(catalogue.units.iter().any(|unit| unit.name == "Service Desk"));
        for language in Language::SPOKEN {
            assert!(catalogue.region(language.1).streets.len() > 10);
        }
    }

    #[test]
    fn the_numbers_of_login_parts_fit_their_keys() {
        let catalogue = Catalogue::new();
        for names in [&catalogue.first, &catalogue.family] {
            assert!((500..1 << 14).contains(&names.iter().count()));
        }
    }

    #[test]
    fn the_shares_of_the_origins_are_thousandths() {
        for column in 0..4 {
            assert_eq!(ORIGINS.iter().map(|(_, shares)| shares[column]).sum::<usize>(), 1000);
        }
    }

    #[test]
    fn only_the_british_are_british() {
        assert!(ORIGINS[usize::from(BRITISH)].0.contains("Smith, Jones"));
    }
}
