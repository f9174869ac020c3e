//! The spelling alphabets: every character has a word, no two the same one, and a site's own table is told what it lacks.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use credesk::config::{self, Config, built_in_alphabets};
use credesk::domain::spelling::{Alphabet, AlphabetFault, Kind, KindNames, first_for, spelt};
use credesk::domain::user::Language;
use credesk::text::{SafeText, width};
use tempfile::TempDir;

const NAMES: [&str; 5] = ["NATO", "Swiss German", "German", "French", "Italian"];
const FILES: [&str; 5] = ["nato", "swiss-german", "german", "french", "italian"];
const KINDS: [Kind; 4] = [Kind::Capital, Kind::Small, Kind::Digit, Kind::Sign];

fn asset(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/spelling");
    std::fs::read_to_string(folder.join(file).with_extension("toml")).unwrap()
}

/// A folder with a configuration that names an alphabet, and that alphabet.
struct Place(TempDir);

impl Place {
    fn new(alphabet: &str) -> Self {
        let place = Self(TempDir::new().unwrap());
        place.write("own.toml", alphabet.as_bytes(), 0o644);
        place
    }

    fn write(&self, name: &str, text: &[u8], mode: u32) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    fn load(&self, alphabets: &str) -> Result<Config, String> {
        let profile = "[profiles.test]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n";
        let path = self.write("config.toml", format!("syslog = false\n{alphabets}\n{profile}").as_bytes(), 0o644);
        let folder = format!("{}/", self.0.path().display());
        config::load(&path).map_err(|error| error.to_string().replace(&folder, ""))
    }

    fn sentence(&self) -> String {
        self.load("alphabets = [\"own.toml\"]").unwrap_err()
    }
}

/// A table of credesk's own with one change.
fn changed(from: &str, to: &str) -> String {
    let text = asset("nato");
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The line of the NATO table that begins like this.
fn line_of(start: &str) -> usize {
    asset("nato").lines().position(|line| line.starts_with(start)).unwrap() + 1
}

#[test]
fn the_built_in_alphabets_are_all_there() {
    let alphabets = built_in_alphabets();
    assert_eq!(alphabets.iter().map(|alphabet| alphabet.name()).collect::<Vec<_>>(), NAMES);
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/spelling")).unwrap();
    assert_eq!(files.count(), FILES.len());
}

#[test]
fn every_character_has_a_word_that_only_it_has() {
    assert_eq!(spelt().count(), 26 + 10 + 33);
    for alphabet in built_in_alphabets().iter() {
        let mut said = BTreeSet::new();
        for character in ' '..='~' {
            let word = alphabet.word(character).unwrap();
            let kind = Kind::of(character).unwrap();
            assert!((1..=24).contains(&width(&word)) && !SafeText::new(&word).has_hidden(), "{word}");
            match kind {
                Kind::Capital | Kind::Digit => assert_eq!(word, word.to_uppercase(), "{character}"),
                Kind::Small => assert_eq!(word, word.to_lowercase(), "{character}"),
                Kind::Sign => {}
            }
            // What the caller hears: the word and the kind, not the letters that it is written with.
            let heard = (word.to_lowercase(), alphabet.kind_name(kind).to_lowercase());
            assert!(said.insert(heard), "{} has two of {word}", alphabet.name());
        }
        // A capital and its small letter share the word; nothing else shares one.
        let words: BTreeSet<String> = said.iter().map(|(word, _)| word.clone()).collect();
        assert_eq!((said.len(), words.len()), (95, 95 - 26), "{}", alphabet.name());
        for character in ['\u{1f}', '\u{7f}', 'é', '…'] {
            assert_eq!(alphabet.word(character), None);
        }
    }
}

#[test]
fn letters_begin_their_words() {
    for (alphabet, others) in built_in_alphabets().iter().zip(["", "", "", "", "xy"]) {
        for letter in ('a'..='z').filter(|letter| !others.contains(*letter)) {
            let word = alphabet.word(letter).unwrap();
            assert!(word.starts_with(letter), "{}: {letter} as in {word}", alphabet.name());
        }
    }
}

#[test]
fn words_are_those_of_their_tables() {
    let alphabets = built_in_alphabets();
    for (table, letters) in [
        (0, "alfa juliett whiskey x-ray"),
        (
            1,
            "anna berta cäsar daniel emil friedrich gustav heinrich ida jakob kaiser leopold marie niklaus otto peter quasi rosa sophie theodor ulrich viktor wilhelm xaver yverdon zürich",
        ),
        (
            2,
            "aachen berlin chemnitz düsseldorf essen frankfurt goslar hamburg ingelheim jena köln leipzig münchen nürnberg offenbach potsdam quickborn rostock salzwedel tübingen unna völklingen wuppertal xanten ypsilon zwickau",
        ),
        (
            3,
            "anatole berthe célestin désiré eugène françois gaston henri irma joseph kléber louis marcel nicolas oscar pierre quintal raoul suzanne thérèse ursule victor william xavier yvonne zoé",
        ),
        (
            4,
            "ancona bologna como domodossola empoli firenze genova hotel imola jolly kappa livorno milano napoli otranto palermo quadro roma savona torino udine venezia washington zara",
        ),
    ] {
        for word in letters.split(' ') {
            assert_eq!(alphabets[table].word(word.chars().next().unwrap()).unwrap(), word);
        }
    }
    let word = |table: usize, character| alphabets[table].word(character).unwrap();
    assert_eq!([word(0, 'Z'), word(0, '9'), word(0, '#'), word(0, '@')], ["ZULU", "NINE", "hash", "at sign"]);
    assert_eq!(
        [word(1, 'C'), word(1, '0'), word(1, '@'), word(2, '_')],
        ["CÄSAR", "NULL", "Klammeraffe", "Unterstrich"]
    );
    assert_eq!(
        [word(3, '#'), word(3, '-'), word(4, '@'), word(4, '_')],
        ["dièse", "tiret", "chiocciola", "trattino basso"]
    );
    assert_eq!([word(4, 'x'), word(4, 'Y')], ["ics", "IPSILON"]); // the letters' own names
    let kinds = |table: usize| KINDS.map(|kind| alphabets[table].kind_name(kind).to_owned());
    assert_eq!(kinds(0), ["CAPITAL", "small", "digit", "sign"]);
    assert_eq!((kinds(1), kinds(2)), (["GROSS", "klein", "Ziffer", "Zeichen"].map(String::from), kinds(1)));
    assert_eq!(kinds(3), ["MAJUSCULE", "minuscule", "chiffre", "signe"]);
    assert_eq!(kinds(4), ["MAIUSCOLA", "minuscola", "cifra", "segno"]);
}

#[test]
fn the_first_offered_follows_the_users_language() {
    let built_in = built_in_alphabets();
    let first = |alphabets: &[Arc<Alphabet>], code: &str| {
        let at = first_for(alphabets, &Language::parse(code));
        alphabets[at].name().to_owned()
    };
    for (code, name) in
        [("en", "NATO"), ("DE", "Swiss German"), ("fr", "French"), ("IT", "Italian"), ("rm", "NATO"), ("", "NATO")]
    {
        assert_eq!(first(&built_in, code), name, "{code}");
    }
    let own = |languages: &str| {
        let text =
            changed("name = \"NATO\"\nlanguages = [\"en\"]", &format!("name = \"Own\"\nlanguages = {languages}"));
        Place::new(&text).load("alphabets = [\"own.toml\"]").unwrap().alphabets
    };
    let for_two = own("[\"fr\", \"de\"]");
    assert_eq!(
        ["de", "fr", "it", "en", "rm"].map(|code| first(&for_two, code)),
        ["Own", "Own", "Italian", "NATO", "NATO"]
    );
    assert_eq!(["de", "xx"].map(|code| first(&own("[\"en\"]"), code)), ["Swiss German", "Own"]);
    assert_eq!(["de", "xx"].map(|code| first(&own("[]"), code)), ["Swiss German", "NATO"]);
    // Without one for English, and without any at all, there is still an answer.
    assert_eq!(first(&built_in[1..], "xx"), "Swiss German");
    assert_eq!(first_for(&[], &Language::En), 0);
}

#[test]
fn a_sites_own_alphabets_come_first_and_may_lie_anywhere() {
    let place = Place::new(&changed("name = \"NATO\"", "name = \"Own\""));
    let second = changed("name = \"NATO\"", "name = \"Second\"").replace("\"alfa\"", "\"apple\"");
    let path = place.write("second.toml", second.as_bytes(), 0o600);
    let alphabets = place.load(&format!("alphabets = [\"own.toml\", \"{}\"]", path.display())).unwrap().alphabets;
    let names: Vec<_> = alphabets.iter().map(|alphabet| alphabet.name()).collect();
    assert_eq!(names[..2], ["Own", "Second"]);
    assert_eq!(names[2..], NAMES);
    assert_eq!(alphabets[1].word('A').unwrap(), "APPLE");
    assert_eq!(place.load("").unwrap().alphabets, built_in_alphabets());
    assert_eq!(place.load("alphabets = []").unwrap().alphabets, built_in_alphabets());
}

#[test]
fn every_fault_of_a_table_names_its_line_and_the_character() {
    for (text, line, said) in [
        (changed("q = \"quebec\"\n", ""), line_of("[words]"), "it has no word for \"q\"."),
        (changed("\" \" = \"space\"\n", ""), line_of("[words]"), "it has no word for the space."),
        (changed("'\"' = \"double quote\"\n", ""), line_of("[words]"), "it has no word for the double quote."),
        (changed("\"bravo\"", "\"ALFA\""), line_of("b ="), "\"a\" and \"b\" have the same word."),
        (changed("\"five\"", "\"November\""), line_of("n ="), "\"5\" and \"n\" have the same word."),
        (changed("\"hash\"", "\"Zulu\""), line_of("z ="), "\"#\" and \"z\" have the same word."),
        (
            changed("\"bravo\"", "\"\""),
            line_of("b ="),
            "the word for \"b\" is empty, wider than 24 columns, or holds hidden",
        ),
        (changed("\"bravo\"", "\"bra\\u200bvo\""), line_of("b ="), "the word for \"b\" is empty, wider"),
        (changed("\"bravo\"", "\"bra\\tvo\""), line_of("b ="), "the word for \"b\" is empty, wider"),
        (changed("\"bravo\"", "\" bravo\""), line_of("b ="), "hidden characters or spaces around it."),
        (changed("\"bravo\"", "\"abcdefghijklmnopqrstuvwxy\""), line_of("b ="), "wider than 24 columns"),
        // Twelve of them are 24 columns wide in capitals, and more would be wider.
        (changed("\"bravo\"", "\"ßßßßßßßßßßßßß\""), line_of("b ="), "wider than 24 columns"),
        (
            changed("b = \"bravo\"", "B = \"bravo\""),
            line_of("b ="),
            "\"B\" is not one of the characters that are spelt",
        ),
        (
            changed("b = \"bravo\"", "b = \"bravo\"\n\"é\" = \"e\""),
            line_of("b =") + 1,
            "\"é\" is not one of the characters",
        ),
        (changed("b = \"bravo\"", "bb = \"bravo\""), line_of("b ="), "The key \"bb\" in [words] is not one character."),
        (changed("b = \"bravo\"", "\"\" = \"bravo\""), line_of("b ="), "The key \"\" in [words] is not one character."),
        (
            changed("b = \"bravo\"", "b = 7"),
            line_of("b ="),
            "\"b\" must be a text in quotes, and this is a whole number.",
        ),
        (changed("b = \"bravo\"", "a = \"bravo\""), line_of("b ="), "this is not valid TOML: duplicate key."),
        (changed("name = \"NATO\"", "name = \"\""), line_of("name ="), "its name is empty, wider than 24 columns"),
        (changed("name = \"NATO\"\n", ""), 1, "This spelling alphabet has no name."),
        (
            changed("name = \"NATO\"", "nmae = \"NATO\""),
            line_of("name ="),
            "\"nmae\" is not known; did you mean \"name\"?",
        ),
        (changed("[\"en\"]", "[\"en\", \"dee\"]"), line_of("languages ="), "its language \"dee\" is none of those"),
        (changed("[\"en\"]", "[\"DE\"]"), line_of("languages ="), "nevisIDM knows: en, de, fr and it."),
        (changed("[\"en\"]", "\"en\""), line_of("languages ="), "\"languages\" must be a list of texts in quotes"),
        (changed("languages = [\"en\"]\n", ""), 1, "has no languages: the list may be empty."),
        (changed("[kinds]", "[kind]"), line_of("[kinds]"), "the key \"kind\" is not known; did you mean \"kinds\"?"),
        (
            changed("capital = ", "capitol = "),
            line_of("capital ="),
            "\"capitol\" is not known; did you mean \"capital\"?",
        ),
        (changed("capital = \"CAPITAL\"\n", ""), line_of("[kinds]"), "[kinds] has no name for \"capital\"."),
        (changed("\"CAPITAL\"", "\"SMALL\""), line_of("[kinds]"), "two kinds have the same name."),
        (changed("\"CAPITAL\"", "\"A CAPITAL\""), line_of("[kinds]"), "the name of a kind is empty, wider than 12"),
        (
            changed("\"CAPITAL\"", "\"CAPITALCAPITAL\""),
            line_of("[kinds]"),
            "the name of a kind is empty, wider than 12",
        ),
        ("name = \"x\"\nlanguages = []\n[kinds]\n".into(), 1, "This spelling alphabet has no [words]."),
        (
            "name = \"x\"\nlanguages = []\nkinds = 1\n".into(),
            3,
            "\"kinds\" must be a table, and this is a whole number.",
        ),
        ("name = = 1\n".into(), 1, "this is not valid TOML"),
    ] {
        let found = Place::new(&text).sentence();
        assert!(found.starts_with(&format!("own.toml:{line}: ")), "{line}: {said}\n{found}");
        assert!(found.contains(said), "{said}\n{found}");
        assert!(found.ends_with('.') || found.ends_with('?'), "{found}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_the_line_that_asks_for_it() {
    let place = Place::new(&asset("nato"));
    place.write("latin1.toml", b"name = \"Pr\xfcfung\"", 0o644);
    place.write("open.toml", asset("nato").as_bytes(), 0o664);
    for (name, said) in [
        ("nowhere.toml", "the spelling alphabet nowhere.toml cannot be read: there is no such file."),
        ("latin1.toml", "the spelling alphabet latin1.toml cannot be read: it is not UTF-8 text."),
        ("open.toml", "open.toml cannot be read: others may change it; run chmod go-w on it."),
        (".", "cannot be read: it is not a regular file."),
        ("", "\"alphabets\" holds a name that is empty."),
    ] {
        let found = place.load(&format!("alphabets = [\"own.toml\", \"{name}\"]")).unwrap_err();
        assert!(found.starts_with("config.toml:2: ") && found.contains(said), "{found}");
    }
    let found = place.load("alphabets = \"own.toml\"").unwrap_err();
    assert_eq!(found, "config.toml:2: \"alphabets\" must be a list of texts in quotes, and this is a text.");
    let found = place.load("alphabet = [\"own.toml\"]").unwrap_err();
    assert_eq!(found, "config.toml:2: the key \"alphabet\" is not known; did you mean \"alphabets\"?");
}

#[test]
fn nothing_of_a_table_reaches_the_terminal_as_it_came() {
    const ODD: &str = "\\u001b]0;x\\u0007\\u202e";
    for text in [
        changed("b = \"bravo\"", &format!("\"{ODD}\" = \"bravo\"")),
        changed("b = \"bravo\"", "\"\\u202e\" = \"bravo\""),
        changed("[\"en\"]", &format!("[\"{ODD}\"]")),
        changed("name =", &format!("\"{ODD}\" =")),
    ] {
        let found = Place::new(&text).sentence();
        assert!(!SafeText::new(&found).has_hidden() && found.contains("<U+202E>"), "{found:?}");
    }
}

#[test]
fn an_alphabet_is_checked_wherever_it_is_made() {
    let words: BTreeMap<char, String> =
        spelt().map(|character| (character, format!("word {}", u32::from(character)))).collect();
    let made = |words: &BTreeMap<char, String>| Alphabet::new("x".into(), vec![], KindNames::default(), words.clone());
    assert!(made(&words).is_ok());
    for character in spelt() {
        let mut lacking = words.clone();
        lacking.remove(&character);
        assert_eq!(made(&lacking), Err(AlphabetFault::Missing(character)));
        let mut empty = words.clone();
        empty.insert(character, String::new());
        assert_eq!(made(&empty), Err(AlphabetFault::Unreadable(character)));
        let mut doubled = words.clone();
        let other = if character == 'q' { 'r' } else { 'q' };
        doubled.insert(character, words[&other].to_uppercase());
        assert_eq!(made(&doubled), Err(AlphabetFault::Same(character.min(other), character.max(other))));
    }
}
