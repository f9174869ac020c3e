//! What is kept of each person: sixteen bytes, drawn from the seed and the index. The rest is made on demand by `details`.

use super::catalogue::{BRITISH, Catalogue, Language};
use super::names::NONE;
use fastrand::Rng;

/// The mail domains of people, by number; the first stands for "no address".
pub(super) const DOMAINS: [&str; 3] = ["", "example.ch", "example.com"];

/// Which stream of random numbers: what is drawn for one purpose does not shift what is drawn for another.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Record = 1,
    Details = 2,
}

/// The random numbers of one person.
pub(super) fn rng(seed: u64, index: u32, stream: Stream) -> Rng {
    let mut of_seed = Rng::with_seed(seed);
    let base = of_seed.u64(..) ^ ((stream as u64) << 32);
    Rng::with_seed(Rng::with_seed(base ^ u64::from(index)).u64(..))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    /// nevisIDM's `sex`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}

/// One person, as numbers in the tables of the catalogue: all that a search looks at.
#[derive(Clone, Copy)]
pub(super) struct Record {
    /// How many people before have the same login ID but for the number, plus one. Set by `logins`.
    pub login_count: u32,
    pub first: u16,
    pub family: u16,
    /// The second half of a double name, or [`NONE`].
    pub second: u16,
    pub place: u8,
    pub unit: u8,
    /// A number in [`DOMAINS`].
    pub domain: u8,
    pub sex: Sex,
    pub language: Language,
}

impl Record {
    /// Draws the person at an index.
    pub fn draw(catalogue: &Catalogue, seed: u64, index: u32) -> Self {
        let mut rng = rng(seed, index, Stream::Record);
        let place = catalogue.place.turn(&mut rng);
        let spoken = catalogue.places[usize::from(place)].language;
        let local = &catalogue.region(spoken).origins;
        let origin_number = local.turn(&mut rng);
        let origin = &catalogue.origins[usize::from(origin_number)];

        let family = origin.family.turn(&mut rng);
        // Children of immigrants often have a first name of the place.
        let named_after = if rng.u8(..6) == 0 { local.turn(&mut rng) } else { origin_number };
        let named_after = &catalogue.origins[usize::from(named_after)];
        let is_female = rng.bool();
        let first = if is_female { &named_after.female } else { &named_after.male }.turn(&mut rng);
        let sex = match (rng.u16(..300), is_female) {
            (0, _) => Sex::Other,
            (_, true) => Sex::Female,
            (_, false) => Sex::Male,
        };
        let second = if rng.u8(..12) == 0 { origin.family.turn(&mut rng) } else { NONE };
        let fits = second != family && [family, second].iter().all(|&half| catalogue.family.get(half).is_one_word());

        Self {
            login_count: 1,
            first,
            family,
            second: if fits { second } else { NONE },
            place: narrow(place),
            unit: narrow(catalogue.unit.turn(&mut rng)),
            domain: match rng.u8(..100) {
                0..4 => 0,
                4..70 => 1,
                _ => 2,
            },
            sex,
            language: if origin_number == BRITISH && rng.u8(..3) > 0 { Language::English } else { spoken },
        }
    }
}

/// Places and units are fewer than 256: a test of the catalogue sees to it.
fn narrow(number: u16) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
