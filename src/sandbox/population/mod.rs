//! The generated users of the sandbox: up to a million people of four language regions, none of whom exists.
//!
//! ```text
//! assets/sandbox/names -> catalogue --.
//!                          (wheel)     > record (16 bytes a person) -> logins (numbers of namesakes)
//!                 seed and index -----'        |          |
//!                                           search     details -> Person
//! ```
//!
//! A person depends on the seed and the index alone, but for the number in the login ID, which counts the namesakes of
//! lower index. A larger population therefore begins with the people of a smaller one. This room knows nothing of HTTP
//! and of credentials.

mod catalogue;
mod details;
pub(super) mod fold;
mod logins;
mod names;
mod record;
mod search;
mod wheel;

use catalogue::Catalogue;
pub(super) use details::FIRST_EXT_ID;
use logins::Logins;
use record::Record;
pub use search::{Field, Term};

/// The largest population.
pub(super) const MOST: u32 = 1_000_000;

/// Generated users, made on demand from the seed and the index.
pub struct Population {
    seed: u64,
    catalogue: Catalogue,
    records: Vec<Record>,
    logins: Logins,
}

/// One generated user, with the words of the nevisIDM API for languages, sexes and states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The external ID: 10000 plus the index, in decimal.
    pub ext_id: String,
    /// Unique in the population.
    pub login_id: String,
    /// One or several given names.
    pub first_name: String,
    /// The family name, with its particle (`von Gunten`) or as a double name (`Meier-Keller`).
    pub family_name: String,
    /// `DE`, `FR`, `IT` or `EN`.
    pub language_code: &'static str,
    /// `male`, `female` or `other`.
    pub sex: &'static str,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// In the language of the place.
    pub street: String,
    /// Such as `12` or `12a`.
    pub house_number: String,
    /// The postal code of the city.
    pub postal_code: String,
    /// A place that exists.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: &'static str,
    /// A number that nobody can have.
    pub telephone: Option<String>,
    /// A number that nobody can have.
    pub mobile: Option<String>,
    /// An address at `example.ch` or `example.com`.
    pub email: Option<String>,
    /// The name of the organisational unit.
    pub unit: String,
    /// `active`, `disabled` or `archived`.
    pub user_state: &'static str,
}

impl Population {
    /// A population of `count` people, a million at most. The same seed gives the same people.
    pub fn new(seed: u64, count: u32) -> Self {
        let catalogue = Catalogue::new();
        let mut records: Vec<_> = (0..count.min(MOST)).map(|index| Record::draw(&catalogue, seed, index)).collect();
        let logins = Logins::number(&catalogue, &mut records);
        Self { seed, catalogue, records, logins }
    }

    /// How many people there are; indexes go from 0 to one less.
    pub fn len(&self) -> u32 {
        to_index(self.records.len())
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The person with this index.
    ///
    /// # Panics
    /// If `index` is not below [`Self::len`].
    pub fn person(&self, index: u32) -> Person {
        details::person(&self.catalogue, &self.records[to_position(index)], self.seed, index)
    }

    /// The index of the person with exactly this login ID.
    pub fn by_login_id(&self, login_id: &str) -> Option<u32> {
        self.logins.find(&self.catalogue, login_id).map(to_index)
    }

    /// The index of the person with exactly this external ID.
    pub fn by_ext_id(&self, ext_id: &str) -> Option<u32> {
        let index = ext_id.parse::<u32>().ok()?.checked_sub(FIRST_EXT_ID)?;
        // "+10000" and "010000" are numbers, but nobody's external ID.
        (index < self.len() && !ext_id.starts_with(['+', '0'])).then_some(index)
    }

    /// Ascending indexes of all people for whom every term matches at least one of its fields.
    ///
    /// Case and diacritics do not count: `muller`, `mueller` and `müller` all find `Müller`. A term matches a whole
    /// word of a field or the full value; with [`Term::prefix`], the beginning of either.
    pub fn search(&self, terms: &[Term]) -> Vec<u32> {
        search::search(&self.catalogue, &self.records, terms)
    }
}

fn to_index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(MOST)
}

fn to_position(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}
