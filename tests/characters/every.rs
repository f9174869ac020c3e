//! Every code point and a hundred thousand random strings through every screen, each of them really seen there.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use credesk::domain::id::UserId;
use credesk::text::{SafeText, width};
use fastrand::Rng;

use crate::clusters::random;
use crate::judge::is_mark;
use crate::narrow::{cases, credential_ids, credentials, ids, states, typed, user_ids};
use crate::scenes::{Scene, demand, learn};
use crate::stage::Stage;
use crate::texts::{is_all, is_one_of_many};
use crate::tour::{tour, troubles};

/// Columns of a text in the wide scenes.
const COLUMNS: usize = 240;

const SCENES: [Scene; 6] = [
    Scene { name: "tour", walk: tour, size: (1120, 30), columns: COLUMNS, step: 1, cut_to: None },
    Scene { name: "troubles", walk: troubles, size: (700, 26), columns: COLUMNS, step: 1, cut_to: None },
    // From here on the columns are those of the narrowest field.
    Scene { name: "credentials", walk: credentials, size: (150, 130), columns: 13, step: 100, cut_to: None },
    Scene { name: "cases", walk: cases, size: (150, 120), columns: 30, step: 100, cut_to: None },
    Scene { name: "typed", walk: typed, size: (104, 16), columns: 87, step: 19, cut_to: None },
    // A number such as <U+10FFFF> has more columns than this field, and is cut.
    Scene { name: "states", walk: states, size: (100, 120), columns: 8, step: 100, cut_to: Some(8) },
];

/// Those that hold no hidden character.
const IDS: [Scene; 3] = [
    Scene { name: "IDs", walk: ids, size: (800, 24), columns: 120, step: 1, cut_to: None },
    Scene { name: "credential IDs", walk: credential_ids, size: (150, 130), columns: 15, step: 100, cut_to: None },
    Scene { name: "user IDs", walk: user_ids, size: (100, 120), columns: 11, step: 100, cut_to: None },
];

/// Texts of at most so many columns, of pieces that are whole wherever there is room for them.
fn filled(pieces: impl Iterator<Item = String>, columns: usize) -> Vec<String> {
    let (mut texts, mut last, mut used) = (Vec::new(), String::new(), 0);
    for piece in pieces {
        let needed = width(SafeText::new(&piece).as_str());
        if used > 0 && (used + needed > columns || last.len() > 1400) {
            texts.push(std::mem::take(&mut last));
            used = 0;
        }
        last.push_str(&piece);
        used += needed;
    }
    texts.push(last);
    texts
}

/// Each code point, a mark with a letter to sit on.
fn pieces(signs: &[char]) -> impl Iterator<Item = String> {
    signs.iter().map(|sign| if is_mark(*sign) { format!("a{sign}") } else { sign.to_string() })
}

/// Random strings, each after a blank; what is too long for one text goes on in the next.
fn strings(count: usize, columns: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(0xa11);
    let mut pieces = Vec::new();
    for _ in 0..count {
        let mut piece = String::from(" ");
        for sign in random(&mut rng).chars() {
            if piece.len() > 1 && width(SafeText::new(&format!("{piece}{sign}")).as_str()) > columns {
                pieces.push(std::mem::replace(&mut piece, " ".into()));
            }
            piece.push(sign);
        }
        pieces.push(piece);
    }
    filled(pieces.into_iter(), columns)
}

/// Every text in turn is each of the texts that the scene asks for, or one in `step` of those.
fn all_through(scene: Scene, texts: &[String], step: usize) {
    let step = if is_all() { step } else { texts.len().div_ceil(FEW).max(step) };
    let [places, drawn, compared, next] = [const { AtomicUsize::new(0) }; 4];
    let plan = learn(scene, &mut Stage::new(scene.size));
    let (screens, shown) = plan.counts();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut stage = Stage::new(scene.size);
                loop {
                    let first = next.fetch_add(step, Ordering::Relaxed);
                    if first >= texts.len() {
                        break;
                    }
                    let mut given = |turn: usize| texts[(first + turn) % texts.len()].clone();
                    places.fetch_add(demand(scene, &mut stage, &plan, &mut given), Ordering::Relaxed);
                    if is_all() && first / step % 500 == 0 {
                        println!("{}: {first} of {} texts", scene.name, texts.len());
                    }
                }
                drawn.fetch_add(stage.drawn, Ordering::Relaxed);
                compared.fetch_add(stage.compared, Ordering::Relaxed);
            });
        }
    });
    println!(
        "{}: {} texts through {shown} places on {screens} screens: {drawn:?} drawn, {compared:?} of them held against a terminal, {places:?} times a text was seen whole",
        scene.name,
        texts.len()
    );
}

/// A random string, and a code point of a block in which all are alike, is in one place of three: login ID, name and language,
/// of which nearly every screen shows one, are three in a row.
const THIRD: usize = 3;

/// Rounds of the test that always runs.
const FEW: usize = 4;

#[test]
fn every_code_point_is_seen_on_every_screen() {
    let (alike, other): (Vec<char>, Vec<char>) = ('\0'..=char::MAX).partition(|sign| is_one_of_many(*sign));
    // Without the variable a sample: all of them go through `SafeText` and through one screen in the other tests.
    let [alike, other] = [(alike, 997), (other, 7)]
        .map(|(signs, part)| signs.into_iter().step_by(if is_all() { 1 } else { part }).collect::<Vec<_>>());
    for scene in SCENES {
        all_through(scene, &filled(pieces(&other), scene.columns), scene.step);
        all_through(scene, &filled(pieces(&alike), scene.columns), scene.step.max(THIRD));
    }
    for scene in IDS {
        for signs in [&other, &alike] {
            let ids = pieces(signs).filter(|piece| UserId::parse(piece).is_ok());
            all_through(scene, &filled(ids, scene.columns), scene.step);
        }
    }
}

#[test]
fn a_hundred_thousand_strings_are_seen_on_every_screen() {
    for scene in SCENES {
        let texts = strings(if is_all() { 100_000 } else { 1_000 }, scene.columns);
        all_through(scene, &texts, scene.step.max(THIRD));
    }
}

/// Places in which a long text is cut, and to how many columns. What is cut there stands whole in a scene of short texts.
const CUT: [(&str, &str, usize); 17] = [
    ("tour", "help", 77), // the kind in a reason: "credentials"
    ("tour", "open cases", 29),
    ("tour", "open cases", 44),
    ("tour", "palette", 88),
    ("tour", "results", 7),
    ("tour", "results", 198), // what is searched for: "typed"
    ("tour", "search field", 198),
    ("tour", "user", 12),
    ("tour", "user", 24),
    ("tour", "user", 31),
    ("tour", "user's card", 10), // an end of validity that is no date: in no other scene
    ("tour", "user's card", 12),
    ("tour", "user's card", 24),
    ("tour", "user's card", 31),
    ("troubles", "failed sign-in", 96), // the box has no more rows: "message" shows as much as there is
    ("IDs", "user", 15),
    ("IDs", "user", 22),
];

#[test]
fn each_place_that_cuts_a_text_is_known() {
    let mut found = Vec::new();
    for scene in SCENES.into_iter().chain(IDS) {
        let plan = learn(scene, &mut Stage::new(scene.size));
        for (screen, columns) in plan.cut.into_keys() {
            let screen = screen.trim_end_matches(|sign: char| sign == ' ' || sign.is_ascii_digit()).to_owned();
            if !found.contains(&(scene.name, screen.clone(), columns)) {
                found.push((scene.name, screen, columns));
            }
        }
    }
    let known = CUT.map(|(scene, screen, columns)| (scene, screen.to_owned(), columns));
    assert_eq!(found, known);
}
