//! Searches a population: each term is looked up in the small tables of the catalogue once, then one pass over the
//! records looks at the marks found there. Only where a term spans several parts of a person (`anna.meier2`,
//! `Meier-Keller`) are texts built and compared.

use super::catalogue::Catalogue;
use super::details::FIRST_EXT_ID;
use super::fold::{Folded, Needle};
use super::names::{NONE, Name};
use super::record::{DOMAINS, Record};
use std::ops::Range;

/// A part of a search: a text, and the fields that may hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Any of these fields may hold the text. None at all match nobody.
    pub fields: Vec<Field>,
    /// What is looked for, in lower case.
    pub text: String,
    /// Whether the beginning of a word or of the full value is enough.
    pub prefix: bool,
}

/// A field that can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Its words stand between dots and hyphens.
    LoginId,
    /// The external ID.
    ExtId,
    /// The family name.
    FamilyName,
    /// The first name.
    FirstName,
    /// Its words stand between dots, hyphens and the `@`.
    Email,
    /// The city of the address.
    City,
    /// The organisational unit.
    Unit,
}

/// The mark decides: the person matches.
const SURE: u8 = 1;
/// The person matches if there is an e-mail address.
const SURE_WITH_EMAIL: u8 = 2;
/// The person may match: compare the texts.
const MAYBE: u8 = 4;

/// Ascending indexes of the records that every term matches.
pub(super) fn search(catalogue: &Catalogue, records: &[Record], terms: &[Term]) -> Vec<u32> {
    let marks: Vec<_> = terms.iter().map(|term| Marks::of(term, catalogue)).collect();
    (0u32..)
        .zip(records)
        .filter(|(index, record)| marks.iter().all(|marks| marks.matches(catalogue, record, *index)))
        .map(|(index, _)| index)
        .collect()
}

/// What a term means to each entry of each table.
struct Marks<'a> {
    fields: &'a [Field],
    needle: Needle,
    first: Vec<u8>,
    family: Vec<u8>,
    place: Vec<u8>,
    unit: Vec<u8>,
    domain: [u8; DOMAINS.len()],
    indexes: Vec<Range<u32>>,
}

impl<'a> Marks<'a> {
    fn of(term: &'a Term, catalogue: &Catalogue) -> Self {
        let mut marks = Self {
            fields: &term.fields,
            needle: Needle { text: Folded::new(&term.text), prefix: term.prefix },
            first: vec![0; catalogue.first.iter().count()],
            family: vec![0; catalogue.family.iter().count()],
            place: vec![0; catalogue.places.len()],
            unit: vec![0; catalogue.units.len()],
            domain: [0; DOMAINS.len()],
            indexes: Vec::new(),
        };
        for field in &term.fields {
            marks.add(*field, catalogue);
        }
        marks.family[usize::from(NONE)] = 0;
        marks
    }

    fn add(&mut self, field: Field, catalogue: &Catalogue) {
        let needle = &self.needle;
        let sure_if_found = |value: &Folded| if needle.found_in(value) { SURE } else { 0 };
        match field {
            Field::FirstName => mark(&mut self.first, catalogue.first.iter(), |name| sure_if_found(&name.folded)),
            Field::FamilyName => mark(&mut self.family, catalogue.family.iter(), |name| {
                let may_begin_double_name = name.folded.forms().iter().any(|form| needle.goes_beyond(form));
                sure_if_found(&name.folded) | if may_begin_double_name { MAYBE } else { 0 }
            }),
            Field::City => mark(&mut self.place, catalogue.places.iter(), |place| sure_if_found(&place.folded)),
            Field::Unit => mark(&mut self.unit, catalogue.units.iter(), |unit| sure_if_found(&unit.folded)),
            Field::ExtId => self.indexes = indexes(needle),
            Field::LoginId => self.add_login(SURE, catalogue),
            Field::Email => {
                let mark_of = |domain: &&str| if needle.found_in_words(domain) { SURE_WITH_EMAIL } else { 0 };
                mark(&mut self.domain, DOMAINS.iter(), mark_of);
                self.add_login(SURE_WITH_EMAIL, catalogue);
            }
        }
    }

    /// The parts of login IDs, which e-mail addresses begin with; `sure` is the mark for a word that surely matches.
    fn add_login(&mut self, sure: u8, catalogue: &Catalogue) {
        let needle = &self.needle;
        let part = |name: &Name, is_whole_word: bool| {
            // A first name of two words is a part with a hyphen, which the beginning of a full value may cut.
            let may_match = needle.goes_beyond(&name.login) || needle.fits(&name.login);
            (if is_whole_word && needle.found_in_words(&name.login) { sure } else { 0 })
                | if may_match { MAYBE } else { 0 }
        };
        mark(&mut self.first, catalogue.first.iter(), |name| part(name, true));
        // `keller2` is not the word `keller`, but it begins with it.
        mark(&mut self.family, catalogue.family.iter(), |name| part(name, needle.prefix));
    }

    fn matches(&self, catalogue: &Catalogue, record: &Record, index: u32) -> bool {
        let marks = self.first[usize::from(record.first)]
            | self.family[usize::from(record.family)]
            | self.family[usize::from(record.second)]
            | self.place[usize::from(record.place)]
            | self.unit[usize::from(record.unit)]
            | self.domain[usize::from(record.domain)];
        let enough = if record.domain == 0 { SURE } else { SURE | SURE_WITH_EMAIL };
        marks & enough != 0
            || self.indexes.iter().any(|range| range.contains(&index))
            || (marks & MAYBE != 0 && self.fields.iter().any(|field| self.found_in_text(*field, catalogue, record)))
    }

    /// Compares the texts of the fields that are made of several parts.
    fn found_in_text(&self, field: Field, catalogue: &Catalogue, record: &Record) -> bool {
        match field {
            Field::LoginId => self.needle.found_in_form(&record.login_id(catalogue)),
            Field::Email => record.email(catalogue).is_some_and(|email| self.needle.found_in_form(&email)),
            Field::FamilyName if record.second != NONE => {
                let [family, second] = [record.family, record.second].map(|name| &catalogue.family.get(name).folded);
                self.needle.found_in(&family.hyphenated(second))
            }
            Field::FamilyName | Field::FirstName | Field::ExtId | Field::City | Field::Unit => false,
        }
    }
}

fn mark<T>(marks: &mut [u8], entries: impl Iterator<Item = T>, mark_of: impl Fn(T) -> u8) {
    for (mark, entry) in marks.iter_mut().zip(entries) {
        *mark |= mark_of(entry);
    }
}

/// The indexes of the people whose external ID is the needle or, with `prefix`, begins with it.
fn indexes(needle: &Needle) -> Vec<Range<u32>> {
    let text = needle.text.plain.as_str();
    if text.is_empty() && needle.prefix {
        return std::iter::once(0..u32::MAX).collect();
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with('0') {
        return Vec::new();
    }
    let Ok(number) = text.parse::<u32>() else { return Vec::new() };
    let powers = if needle.prefix { 0..=6 } else { 0..=0 };
    powers
        .map_while(|power| {
            let scale = 10u32.pow(power);
            Some(number.checked_mul(scale)?..number.checked_add(1)?.checked_mul(scale)?)
        })
        .map(|range| range.start.saturating_sub(FIRST_EXT_ID)..range.end.saturating_sub(FIRST_EXT_ID))
        .filter(|range| !range.is_empty())
        .collect()
}
