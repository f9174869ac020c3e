//! Login IDs: `anna.meier`, and for the next of the same name `anna.meier2`. Must not compare texts: that is `search`.

use super::catalogue::Catalogue;
use super::names::NONE;
use super::record::{DOMAINS, Record};

/// How many bits of a key the index takes: enough for a million.
const INDEX_BITS: u32 = 20;
/// How many bits of a key one part of the login ID takes.
const PART_BITS: u32 = 14;

/// Finds people by login ID: for each the numbers of the parts of the login ID and, in the last bits, the index; sorted.
pub(super) struct Logins(Vec<u64>);

impl Logins {
    /// Counts the people of the same name, in the order of their indexes, and sets their `login_count`.
    pub fn number(catalogue: &Catalogue, records: &mut [Record]) -> Self {
        let mut keys: Vec<u64> = (0u64..)
            .zip(records.iter())
            .map(|(index, record)| {
                let first = catalogue.first.get(record.first).login_number;
                let [family, second] =
                    [record.family, record.second].map(|name| catalogue.family.get(name).login_number);
                key(first, family, second) | index
            })
            .collect();
        keys.sort_unstable();
        for namesakes in keys.chunk_by(|a, b| a >> INDEX_BITS == b >> INDEX_BITS) {
            for (count, key) in (1..).zip(namesakes) {
                records[index_of(*key)].login_count = count;
            }
        }
        Self(keys)
    }

    /// The index of the person with this login ID.
    pub fn find(&self, catalogue: &Catalogue, login_id: &str) -> Option<usize> {
        let (first, rest) = login_id.split_once('.')?;
        let last = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let count: usize = match &rest[last.len()..] {
            "" => 1,
            "1" => return None,
            digits if digits.starts_with('0') => return None,
            digits => digits.parse().ok()?,
        };
        let (family, second) = match last.split_once('-') {
            Some((family, second)) => (catalogue.family.login_number(family)?, catalogue.family.login_number(second)?),
            None => (catalogue.family.login_number(last)?, NONE),
        };
        let key = key(catalogue.first.login_number(first)?, family, second);
        let start = self.0.partition_point(|other| *other < key);
        let found = *self.0.get(start + count - 1)?;
        (found >> INDEX_BITS == key >> INDEX_BITS).then(|| index_of(found))
    }
}

fn key(first: u16, family: u16, second: u16) -> u64 {
    let parts = [first, family, second].into_iter().fold(0, |key, part| key << PART_BITS | u64::from(part));
    parts << INDEX_BITS
}

fn index_of(key: u64) -> usize {
    usize::try_from(key & ((1 << INDEX_BITS) - 1)).unwrap_or(usize::MAX)
}

impl Record {
    /// Unique in the population: the words of a name hold neither dot, hyphen nor digit.
    pub fn login_id(&self, catalogue: &Catalogue) -> String {
        let mut login_id = catalogue.first.get(self.first).login.clone();
        login_id.push('.');
        login_id.push_str(&catalogue.family.get(self.family).login);
        if self.second != NONE {
            login_id.push('-');
            login_id.push_str(&catalogue.family.get(self.second).login);
        }
        if self.login_count > 1 {
            login_id.push_str(&self.login_count.to_string());
        }
        login_id
    }

    /// The e-mail address: the login ID at the person's domain.
    pub fn email(&self, catalogue: &Catalogue) -> Option<String> {
        (self.domain != 0).then(|| self.login_id(catalogue) + "@" + DOMAINS[usize::from(self.domain)])
    }
}
