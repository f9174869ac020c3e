//! The rows of a search: pages fetched as they are needed, and names that are easily mixed up.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::domain::search::Page;
use crate::domain::user::UserHit;
use crate::text::width;

/// Rows of one search. Memory grows with the pages that were looked at, not with the number of hits.
#[derive(Debug)]
pub struct Results {
    page_size: usize,
    total: usize,
    pages: BTreeMap<usize, Vec<(UserHit, u64)>>,
    unusable: BTreeMap<usize, usize>,
    alike: HashMap<u64, u32>,
    any_twins: bool,
    any_suspect: bool,
    several_clients: bool,
    widest: (usize, usize),
}

impl Results {
    /// No rows yet, on pages of `page_size` rows.
    pub fn new(page_size: usize) -> Self {
        Self {
            page_size: page_size.max(1),
            total: 0,
            pages: BTreeMap::new(),
            unusable: BTreeMap::new(),
            alike: HashMap::new(),
            any_twins: false,
            any_suspect: false,
            several_clients: false,
            widest: (0, 0),
        }
    }

    /// How many rows the whole list has, as far as is known.
    pub fn total(&self) -> usize {
        self.total
    }

    /// A row, where its page is there.
    pub fn row(&self, index: usize) -> Option<&UserHit> {
        self.entry(index).map(|(hit, _)| hit)
    }

    /// The rows that are there, with their numbers.
    pub fn known(&self) -> impl Iterator<Item = (usize, &UserHit)> {
        let numbered = |(page, rows): (&usize, &Vec<_>)| (page * self.page_size, rows.len());
        let places = self.pages.iter().map(numbered).flat_map(|(first, count)| first..first + count);
        places.filter_map(|place| Some((place, self.row(place)?)))
    }

    /// How many pages are there.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// How many rows are not there yet.
    pub fn unread(&self) -> usize {
        let there: usize = self.pages.values().map(Vec::len).sum();
        self.total.saturating_sub(there + self.unusable())
    }

    /// The first page that is not there, where there is one.
    pub fn next_unread(&self) -> Option<usize> {
        (0..self.total.div_ceil(self.page_size))
            .find(|page| !self.pages.contains_key(page))
            .map(|page| page * self.page_size)
    }

    fn entry(&self, index: usize) -> Option<&(UserHit, u64)> {
        self.pages.get(&(index / self.page_size))?.get(index % self.page_size)
    }

    /// How many other rows, of those that were looked at, have a near-identical name.
    pub fn twins(&self, index: usize) -> u32 {
        let key = self.entry(index).map(|(_, key)| key);
        key.and_then(|key| self.alike.get(key)).map_or(0, |count| count.saturating_sub(1))
    }

    /// True where any two rows that were looked at have near-identical names.
    pub fn any_twins(&self) -> bool {
        self.any_twins
    }

    /// How many rows, of those that were looked at, cannot be opened: their external IDs can be none.
    pub fn unusable(&self) -> usize {
        self.unusable.values().sum()
    }

    /// True where a name or login ID that was looked at is not what it looks like: it holds hidden characters, or letters
    /// of scripts that no writing mixes.
    pub fn any_suspect(&self) -> bool {
        self.any_suspect
    }

    /// True where this row's is such a name or login ID.
    pub fn is_suspect(hit: &UserHit) -> bool {
        hit.has_hidden() || hit.mixes_scripts()
    }

    /// True where the rows that were looked at belong to more than one client: then an external ID alone says too little.
    pub fn several_clients(&self) -> bool {
        self.several_clients
    }

    /// Columns of the widest login ID and of the widest name that were looked at.
    pub fn widest(&self) -> (usize, usize) {
        self.widest
    }

    /// The offsets of pages that these rows need and that are not there.
    pub fn missing(&self, rows: Range<usize>) -> Vec<usize> {
        let end = rows.end.min(self.total);
        if rows.start >= end {
            return Vec::new();
        }
        let pages = rows.start / self.page_size..=(end - 1) / self.page_size;
        pages.filter(|page| !self.pages.contains_key(page)).map(|page| page * self.page_size).collect()
    }

    /// Takes a page. The first one tells how many rows the server gives at once: it may cap what was asked for.
    pub fn take(&mut self, page: Page<UserHit>) {
        let given = page.rows.len() + page.unusable;
        if page.from == 0 && given > 0 && page.total != Some(given) {
            self.page_size = self.page_size.min(given);
        }
        if given == 0 && page.from > 0 {
            // The list is shorter than was told, or the server does not know this offset: it ends where rows end.
            self.total = self.known_from_the_start();
            return;
        }
        let known = page.from + given;
        // A list that does not tell its length goes on until a page is empty: a server may give fewer rows than asked for.
        self.total = page.total.unwrap_or_else(|| self.total.max(known + usize::from(given > 0)));
        let keyed = |hit: UserHit| {
            let key = key_of(&hit);
            (hit, key)
        };
        let rows: Vec<_> = page.rows.into_iter().map(keyed).collect();
        let first_client = self.row(0).or(rows.first().map(|(hit, _)| hit)).map(|hit| hit.at.client.clone());
        for (hit, key) in &rows {
            self.several_clients |= first_client.as_ref() != Some(&hit.at.client);
            self.widest.0 = self.widest.0.max(width(hit.login_id.shown().as_str()));
            self.widest.1 = self.widest.1.max(width(hit.name.as_str()));
            let count = self.alike.entry(*key).or_default();
            *count += 1;
            self.any_twins |= *count > 1;
            self.any_suspect |= Self::is_suspect(hit);
        }
        self.pages.insert(page.from / self.page_size, rows);
        self.unusable.insert(page.from / self.page_size, page.unusable);
    }

    fn known_from_the_start(&self) -> usize {
        let without_gap = self.pages.iter().enumerate().take_while(|(place, (page, _))| place == *page);
        without_gap.map(|(_, (page, rows))| rows.len() + self.unusable.get(page).copied().unwrap_or(0)).sum()
    }
}

fn key_of(hit: &UserHit) -> u64 {
    let mut hasher = DefaultHasher::new();
    hit.name_key().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
    use crate::domain::user::UserState;
    use crate::text::SafeText;

    fn hit(number: usize, name: &str) -> UserHit {
        UserHit {
            at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse(&number.to_string()).unwrap() },
            login_id: LoginId::new(&format!("user{number}")),
            name: SafeText::new(name),
            email: None,
            unit: None,
            state: UserState::Active,
        }
    }

    fn page(from: usize, count: usize, total: Option<usize>) -> Page<UserHit> {
        Page {
            from,
            rows: (from..from + count).map(|number| hit(number, &format!("Name{number}"))).collect(),
            unusable: 0,
            total,
        }
    }

    #[test]
    fn pages_are_asked_for_only_where_rows_are_looked_at() {
        let mut results = Results::new(10);
        results.take(page(0, 10, Some(100_000)));
        assert_eq!(results.missing(0..10), Vec::<usize>::new());
        assert_eq!(results.missing(5..25), [10, 20]);
        assert_eq!(results.missing(99_995..100_020), [99_990]);
        assert!(results.row(10).is_none());
        results.take(page(99_990, 10, Some(100_000)));
        assert_eq!(results.row(99_999).unwrap().login_id.as_str(), "user99999");
    }

    #[test]
    fn a_list_without_a_total_goes_on_until_a_page_is_empty() {
        let mut results = Results::new(10);
        results.take(page(0, 10, None));
        assert_eq!(results.total(), 11);
        results.take(page(10, 3, None));
        assert_eq!(results.total(), 14);
        results.take(page(20, 0, None));
        assert_eq!(results.total(), 13);
        let mut exact = Results::new(10);
        exact.take(page(0, 10, None));
        exact.take(page(10, 0, None));
        assert_eq!(exact.total(), 10);
    }

    #[test]
    fn a_server_that_gives_fewer_rows_at_once_is_followed() {
        let mut results = Results::new(100);
        results.take(page(0, 10, Some(95)));
        assert_eq!(results.missing(0..30), [10, 20]);
        results.take(page(10, 10, Some(95)));
        assert_eq!(results.row(19).unwrap().login_id.as_str(), "user19");
    }

    #[test]
    fn names_that_are_not_what_they_look_like_are_noticed() {
        for name in ["Anna\u{200b} Muster", "Anna \u{41c}uster"] {
            let mut results = Results::new(10);
            results.take(Page { from: 0, rows: vec![hit(1, "Anna Meier"), hit(2, name)], unusable: 0, total: Some(2) });
            assert!(results.any_suspect() && !results.any_twins(), "{name}");
        }
    }

    #[test]
    fn near_identical_names_are_counted() {
        let mut results = Results::new(10);
        let rows = vec![hit(1, "Anna Meier"), hit(2, "Anna Mayer"), hit(3, "Beat Keller")];
        results.take(Page { from: 0, rows, unusable: 0, total: Some(3) });
        assert_eq!((results.twins(0), results.twins(1), results.twins(2)), (1, 1, 0));
        assert!(results.any_twins() && !results.any_suspect());
    }
}
