//! Whatever is answered: nothing is sent before the login ID is typed, every question knows `b`, `q` and `?`, and the end of the
//! input ends it.

use std::env;

use fastrand::Rng;

use crate::place::{Place, TO_DEMO_ALL};

/// One whole reset, answer by answer, without the login ID before it confirms. The last answer leaves.
const PATH: [&str; 13] = ["1", "1001", "1", "2", "1", "demo.all", "1", "", "e", "4", "1", "b", "q"];
/// Where it confirms.
const CONFIRM: usize = 5;

#[test]
fn the_end_of_the_input_ends_it_at_every_question() {
    let place = Place::new();
    for length in 0..=CONFIRM {
        place.ask(&PATH[..length]).is(0, &["The input has ended.", "credesk has ended."]);
    }
    assert_eq!(place.writes(), 0);
    for length in CONFIRM + 1..CONFIRM + 5 {
        let sentence =
            "Carried out, but not noted as handed over: \"Reset the temporary strong password\" for demo.all.";
        Place::new().ask(&PATH[..length]).is(0, &["The input has ended.", sentence, "credesk has ended."]);
    }
    // A line without an end may have been cut: "demo.all" may have been going to be "demo.all2".
    let cut = format!("{}\ndemo.all", PATH[..CONFIRM].join("\n"));
    Place::run(&mut place.command(), &cut).is(0, &["To send it, type the login ID", "The input has ended."]);
    assert_eq!(place.writes(), 0);
}

#[test]
fn every_question_explains_itself_and_can_be_left() {
    let place = Place::new();
    for length in 0..=CONFIRM {
        let before = &PATH[..length];
        let explained = place.ask(&[before, &["?", "q"]].concat());
        explained.is(0, &["b goes back, q leaves credesk, a question mark explains.", "credesk has ended."]);
        let asked = |said: &str| said.lines().filter(|line| line.ends_with(':')).count();
        let once = asked(&place.ask(before).out);
        assert_eq!(asked(&explained.out), once + 1, "{}", explained.out);
        // An empty line asks the same again; back and the same answers lead to the same place.
        assert_eq!(asked(&place.ask(&[before, &[""]].concat()).out), once + 1);
        place.ask(&[before, &["b", "q"]].concat()).is(0, &["credesk has ended."]);
    }
    assert_eq!(place.writes(), 0);
}

#[test]
fn whoever_leaves_with_a_value_is_asked_once_more() {
    let place = Place::new();
    let said = place.ask(&[&PATH[..=CONFIRM], &["q", "x", "2", "1", "q", "1"]].concat());
    said.is(
        0,
        &[
            "The new value was not noted as handed over. It is wiped when you leave.",
            "That is no answer here. Type 1 or 2.",
            "What becomes of the new value?",
            "Group 1 of 8.",
            "It is wiped when you leave.",
            "Carried out, but not noted as handed over",
        ],
    );
    assert_eq!(place.journal(), ["confirmed", "held", "shown"]);
    // The next run lists it.
    let said = place.ask(&["2", "1", "2", "1", "3"]);
    said.is(
        0,
        &["Look at the open case: 1 change", "carried out, shown", "take note", "Noted.", "There is no open case."],
    );
    assert_eq!(place.journal(), ["confirmed", "held", "shown", "closed"]);
}

#[test]
fn what_is_nearly_the_login_id_sends_nothing() {
    let place = Place::new();
    for word in ["Demo.all", "demo.all ", " demo.all", "demo.al", "1", "y", "yes", "1001", "demo.all\u{200b}"] {
        let said = place.ask(&[&PATH[..CONFIRM], &[word, "b", "q"]].concat());
        said.is(0, &["Nothing was sent", "Cancelled: nothing was sent."]);
    }
    assert_eq!((place.writes(), place.journal()), (0, vec![]));
}

#[test]
fn lines_that_are_no_answers_get_a_sentence() {
    let place = Place::new();
    let long = "x".repeat(5000);
    let said = place.ask(&["0", "4", "-1", "1x", "\u{1b}[A", &long, "3"]);
    let wrong = "That is no answer here. Type a number from 1 to 3.";
    said.is(0, &[wrong, wrong, wrong, wrong, "holds control characters", "too long", "credesk has ended."]);
    let mut bytes = place.command();
    let said = Place::run(&mut bytes, "3\r\n"); // another system's line end
    said.is(0, &["credesk has ended."]);
}

/// Answers at random, of which none is the login ID: no change reaches the server. With it, as many as were confirmed.
#[test]
fn random_answers_send_nothing_that_was_not_confirmed() {
    let runs = env::var("CREDESK_PLAIN_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(40);
    let seed = env::var("CREDESK_PLAIN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let mut random = Rng::with_seed(seed);
    let place = Place::new();
    let words =
        ["1", "1", "1", "2", "2", "3", "4", "5", "6", "b", "?", "", "m", "w", "e", "1001", "1002", "yes", "A1", "q"];
    for run in 0..runs {
        let length = random.usize(1..40);
        let random_words: Vec<&str> = (0..length).map(|_| words[random.usize(..words.len())]).collect();
        let said = place.ask(&[&TO_DEMO_ALL[..], &random_words].concat());
        assert_eq!((said.code, place.writes()), (0, 0), "run {run} of seed {seed}: {random_words:?}\n{}", said.out);
        assert!(said.out.ends_with("credesk has ended.\n"), "run {run} of seed {seed}: {random_words:?}");
    }
    let mut sent = 0;
    for run in 0..runs / 4 {
        let place = Place::new();
        let length = random.usize(10..60);
        let pick = |random: &mut Rng| {
            if random.u8(..4) == 0 { "demo.all" } else { words[random.usize(..words.len() - 1)] }
        };
        let random_words: Vec<&str> = (0..length).map(|_| pick(&mut random)).collect();
        let said = place.ask(&[&TO_DEMO_ALL[..], &random_words].concat());
        let told = said.out.matches("\nSending. Waiting for the answer").count();
        assert_eq!(place.writes(), told, "run {run} of seed {seed}: {random_words:?}\n{}", said.out);
        if told > 0 {
            assert_eq!(place.journal().iter().filter(|word| **word == "confirmed").count(), told);
        }
        sent += told;
    }
    assert!(sent > 0, "no change was ever confirmed: the runs prove nothing");
}
