//! How long the largest population takes to make, and to search.

use credesk::sandbox::population::{Field, Population, Term};
use divan::{Bencher, black_box};
use std::sync::LazyLock;

static MILLION: LazyLock<Population> = LazyLock::new(|| Population::new(1, 1_000_000));

const FIELDS: [Field; 7] =
    [Field::LoginId, Field::ExtId, Field::FamilyName, Field::FirstName, Field::Email, Field::City, Field::Unit];

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn new(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Population::new(black_box(1), 1_000_000));
}

/// All words as prefixes, over all fields.
#[divan::bench(sample_count = 20, args = ["", "a", "m", "mueller", "anna mueller zürich", "anna.m", "keller2", "example", "12345", "xyz"])]
fn prefixes(bencher: Bencher<'_, '_>, words: &str) {
    search(bencher, words, true, &FIELDS);
}

/// All words in full, over all fields.
#[divan::bench(sample_count = 20, args = ["mueller", "anna mueller zürich", "anna.mueller2", "meier-keller", "ch"])]
fn full_values(bencher: Bencher<'_, '_>, words: &str) {
    search(bencher, words, false, &FIELDS);
}

/// The common family names as words of login IDs: where the most texts have to be compared.
#[divan::bench(sample_count = 20, args = ["mueller", "anna.", "da"])]
fn login_words(bencher: Bencher<'_, '_>, words: &str) {
    search(bencher, words, false, &[Field::LoginId]);
}

#[divan::bench]
fn by_login_id(bencher: Bencher<'_, '_>) {
    let login_id = MILLION.person(777_777).login_id;
    bencher.bench(|| MILLION.by_login_id(black_box(&login_id)));
}

#[divan::bench]
fn person(bencher: Bencher<'_, '_>) {
    bencher.bench(|| MILLION.person(black_box(777_777)));
}

fn search(bencher: Bencher<'_, '_>, words: &str, prefix: bool, fields: &[Field]) {
    let terms: Vec<_> =
        words.split(' ').map(|word| Term { fields: fields.to_vec(), text: word.to_owned(), prefix }).collect();
    LazyLock::force(&MILLION);
    bencher.bench(|| MILLION.search(black_box(&terms)));
}
