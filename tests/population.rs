//! The generated population: the fast search against a plain one over the persons, unique login IDs, determinism.
#![cfg(feature = "sandbox")]

use credesk::sandbox::population::{Field, Person, Population, Term};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const FIELDS: [Field; 7] =
    [Field::LoginId, Field::ExtId, Field::FamilyName, Field::FirstName, Field::Email, Field::City, Field::Unit];

static POPULATION: LazyLock<Population> = LazyLock::new(|| Population::new(11, 4_000));
static PERSONS: LazyLock<Vec<Person>> =
    LazyLock::new(|| (0..POPULATION.len()).map(|index| POPULATION.person(index)).collect());

fn without_diacritics(text: &str) -> String {
    let stroked = text.replace('đ', "d").replace('ł', "l").replace('ı', "i").replace('ß', "ss");
    stroked.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// The ways a text may be written without diacritics.
fn spellings(text: &str) -> [String; 2] {
    let lower: String = text.to_lowercase().nfc().collect();
    let written_out = lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('đ', "dj");
    [without_diacritics(&lower), without_diacritics(&written_out)]
}

fn value(person: &Person, field: Field) -> Option<&str> {
    match field {
        Field::LoginId => Some(&person.login_id),
        Field::ExtId => Some(&person.ext_id),
        Field::FamilyName => Some(&person.family_name),
        Field::FirstName => Some(&person.first_name),
        Field::Email => person.email.as_deref(),
        Field::City => Some(&person.city),
        Field::Unit => Some(&person.unit),
    }
}

/// What finds each person, by field in the order of [`FIELDS`]: the full value and its words, in every spelling.
static FINDABLE: LazyLock<Vec<[Vec<String>; 7]>> = LazyLock::new(|| {
    let findable = |value: &str| {
        let full = spellings(value);
        let words =
            full.iter().flat_map(|full| full.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty());
        full.iter().map(String::as_str).chain(words).map(str::to_owned).collect()
    };
    PERSONS.iter().map(|person| FIELDS.map(|field| value(person, field).map(findable).unwrap_or_default())).collect()
});

/// A search without any cleverness.
fn is_found(term: &Term, person: &[Vec<String>; 7]) -> bool {
    let wanted = spellings(&term.text);
    let fits =
        |text: &String| wanted.iter().any(|wanted| if term.prefix { text.starts_with(wanted) } else { text == wanted });
    FIELDS.iter().zip(person).any(|(field, findable)| term.fields.contains(field) && findable.iter().any(fits))
}

fn plain_search(terms: &[Term]) -> Vec<u32> {
    let people = (0..).zip(FINDABLE.iter());
    people.filter(|(_, person)| terms.iter().all(|term| is_found(term, person))).map(|(index, _)| index).collect()
}

fn found(text: &str, fields: &[Field], prefix: bool) -> Vec<u32> {
    POPULATION.search(&[Term { fields: fields.to_vec(), text: text.to_owned(), prefix }])
}

/// The people whose names have more than two words, or whose login IDs have a number: every second is chosen of these.
static ODD: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let is_odd = |person: &Person| {
        let name = format!("{}{}", person.first_name, person.family_name);
        name.contains(['-', ' ', '\'']) || person.login_id.ends_with(|c: char| c.is_ascii_digit())
    };
    (0..PERSONS.len()).filter(|index| is_odd(&PERSONS[*index])).collect()
});

/// What some person has in some field: the full value, a word, or the beginning of either.
fn text_of_a_person() -> impl Strategy<Value = (Field, String)> {
    let person = prop_oneof![0..PERSONS.len(), select(ODD.clone())];
    (person, 0..FIELDS.len(), any::<Index>(), any::<Index>(), any::<[bool; 2]>()).prop_map(
        |(person, field, choice, end, [as_written, is_cut])| {
            let written = value(&PERSONS[person], FIELDS[field]).unwrap_or("@").to_lowercase();
            let findable = &FINDABLE[person][field];
            let text = if as_written || findable.is_empty() { &written } else { choice.get(findable) };
            let end = if is_cut { end.index(text.chars().count()) + 1 } else { usize::MAX };
            (FIELDS[field], text.chars().take(end).collect())
        },
    )
}

fn term() -> impl Strategy<Value = Term> {
    let odd = ["", ".", "@", "-", "@exa", "example.ch", "ch", "1", "10", "0", "999999999999", "2", "von", "st."];
    let text = prop_oneof![
        12 => text_of_a_person(),
        2 => (text_of_a_person(), 0..30u32).prop_map(|((field, text), number)| (field, format!("{text}{number}"))),
        2 => (text_of_a_person(), select(vec![".", "-", "@", " "]), text_of_a_person())
            .prop_map(|((field, before), joint, (_, after))| (field, before + joint + &after)),
        1 => (select(FIELDS.to_vec()), select(odd.to_vec())).prop_map(|(field, text)| (field, text.to_owned())),
    ];
    let more = prop_oneof![Just(Vec::new()), subsequence(FIELDS.to_vec(), 0..=7)];
    (text, more, any::<bool>()).prop_map(|((field, text), more, prefix)| {
        let fields = if more.is_empty() { vec![field] } else { more };
        Term { fields, text, prefix }
    })
}

#[test]
fn a_term_without_fields_finds_nobody() {
    assert_eq!(found("", &[], true), Vec::<u32>::new());
    assert_eq!(POPULATION.search(&[]).len(), PERSONS.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_search_finds_what_a_plain_one_finds(terms in prop::collection::vec(term(), 0..3)) {
        prop_assert_eq!(POPULATION.search(&terms), plain_search(&terms));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_person_is_found_by_everything_that_is_known(index in 0..POPULATION.len()) {
        let person = POPULATION.person(index);
        for field in FIELDS {
            if let Some(value) = value(&person, field) {
                prop_assert!(found(&value.to_lowercase(), &[field], false).contains(&index), "{:?} {}", field, value);
            }
        }
        prop_assert_eq!(POPULATION.by_login_id(&person.login_id), Some(index));
        prop_assert_eq!(POPULATION.by_ext_id(&person.ext_id), Some(index));
    }
}

#[test]
fn a_person_depends_on_seed_and_index() {
    let person = Population::new(5, 200).person(150);
    assert_eq!(person, Population::new(5, 200).person(150));
    assert_eq!(person, Population::new(5, 151).person(150));
    assert_ne!(person, Population::new(4, 200).person(150));
    assert_ne!(person, Population::new(5, 200).person(149));
}

#[test]
fn login_ids_are_unique_and_plain() {
    let ids: HashSet<_> = PERSONS.iter().map(|person| &person.login_id).collect();
    assert_eq!(ids.len(), PERSONS.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c))));
    let numbered = PERSONS.iter().filter(|person| person.login_id.ends_with(|c: char| c.is_ascii_digit())).count();
    assert!((60..2_000).contains(&numbered), "{numbered} login IDs have a number");
}

#[test]
fn the_number_belongs_to_the_last_word_of_a_login_id() {
    let second = PERSONS.iter().position(|person| person.login_id.ends_with('2')).unwrap();
    let index = u32::try_from(second).unwrap();
    let login_id = &PERSONS[second].login_id;
    let (_, last) = login_id.rsplit_once(['.', '-']).unwrap();
    let name = last.trim_end_matches('2');
    for field in [Field::LoginId, Field::Email] {
        assert!(found(last, &[field], false).contains(&index), "{last}");
        assert!(!found(name, &[field], false).contains(&index), "{name}");
        assert!(found(name, &[field], true).contains(&index), "{name}");
    }
}

#[test]
fn the_beginning_of_a_login_id_may_end_in_the_middle_of_a_double_first_name() {
    let people = found("jean-p", &[Field::LoginId], true);
    assert!(!people.is_empty());
    assert!(people.iter().all(|index| PERSONS[*index as usize].login_id.starts_with("jean-p")));
}

#[test]
fn what_is_nobodys_id_finds_nobody() {
    let first = &PERSONS[0].login_id;
    let not_logins = [
        "",
        ".",
        "anna",
        "anna.",
        ".meier",
        &format!("{first}0"),
        &format!("{first}1"),
        &format!("{first}02"),
        &format!("{first}-"),
    ];
    for login_id in not_logins {
        assert_eq!(POPULATION.by_login_id(login_id), None, "{login_id}");
    }
    for ext_id in ["", "x", "9999", "14000", "+10000", "010000", "4294967296", "-1"] {
        assert_eq!(POPULATION.by_ext_id(ext_id), None, "{ext_id}");
    }
}

#[test]
fn an_empty_population_answers() {
    let nobody = Population::new(1, 0);
    assert!(nobody.is_empty());
    assert_eq!(nobody.search(&[]), Vec::<u32>::new());
    assert_eq!(nobody.by_ext_id("10000"), None);
    assert_eq!(nobody.by_login_id("anna.meier"), None);
}

#[test]
fn names_are_found_however_they_are_typed() {
    let family = [Field::FamilyName];
    let muellers = found("müller", &family, false);
    assert!(muellers.len() > 20);
    assert_eq!(found("mueller", &family, false), muellers);
    assert_eq!(found("muller", &family, false), muellers);
    for (typed, name) in [("petrovic", "Petrović"), ("nguyen", "Nguyễn"), ("celik", "Çelik"), ("gunten", "von Gunten")]
    {
        let people = found(typed, &family, false);
        assert!(!people.is_empty(), "{typed}");
        assert!(people.iter().all(|index| POPULATION.person(*index).family_name.contains(name)), "{typed}");
    }
}

/// What is counted, how many of four thousand are to be expected, and who is meant.
type Expected = (&'static str, std::ops::Range<usize>, fn(&Person) -> bool);

#[test]
fn the_population_looks_like_one() {
    let count = |is: fn(&Person) -> bool| PERSONS.iter().filter(|person| is(person)).count();
    let expected: [Expected; 15] = [
        ("disabled", 40..130, |p| p.user_state == "disabled"),
        ("archived", 15..75, |p| p.user_state == "archived"),
        ("without e-mail", 80..240, |p| p.email.is_none()),
        ("without telephone", 400..800, |p| p.telephone.is_none()),
        ("without mobile", 130..360, |p| p.mobile.is_none()),
        ("female", 1_800..2_200, |p| p.sex == "female"),
        ("of another sex", 2..40, |p| p.sex == "other"),
        ("German", 2_200..3_300, |p| p.language_code == "DE"),
        ("French", 600..1_300, |p| p.language_code == "FR"),
        ("Italian", 130..450, |p| p.language_code == "IT"),
        ("English", 5..130, |p| p.language_code == "EN"),
        ("abroad", 40..260, |p| p.country_code != "CH"),
        ("with a double name", 130..400, |p| p.family_name.contains('-')),
        ("with a particle in a double name", 0..1, |p| p.family_name.contains('-') && p.family_name.contains(' ')),
        ("with diacritics", 600..2_000, |p| !format!("{}{}", p.first_name, p.family_name).is_ascii()),
    ];
    for (what, range, is) in expected {
        assert!(range.contains(&count(is)), "{} of {} are {what}", count(is), PERSONS.len());
    }
    let birthdays: Vec<jiff::civil::Date> = PERSONS.iter().map(|person| person.birth_date.parse().unwrap()).collect();
    assert!(birthdays.iter().all(|date| (1940..=2010).contains(&date.year())));
}
