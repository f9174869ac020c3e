//! What is told of changes that went wrong, and of those that nobody knows of.

use credesk::sandbox::{Answer, Fault, Harm, Operator};

use crate::place::Place;

const RESET: &str = "/tempstrong-password/reset";

#[test]
fn a_refusal_is_told_and_the_value_stays() {
    let place = Place::new();
    place.sandbox.inject(Fault::new("POST", RESET, Harm::Instead(Answer::Status(403, "{}".into()))));
    let said = place.ask_demo_all(&["2", "1", "demo.all", "q"]);
    said.is(0, &["Sending.", "Nothing was changed: no reset took place.", "Which credential of "]);
    assert_eq!(place.journal(), ["confirmed", "refused"]);
}

#[test]
fn a_lost_answer_is_settled_by_reading_and_noted() {
    let place = Place::new();
    place.sandbox.inject(Fault::new("POST", RESET, Harm::AfterCarryingOut(Answer::Close)));
    let said = place.ask_demo_all(&["2", "1", "demo.all", "2", "q"]);
    said.is(
        0,
        &[
            "Sending.",
            "Carried out: the reset count went from 2 to 3.",
            "What becomes of this case?",
            "Which credential of ",
        ],
    );
    assert!(!said.out.contains("Ctrl") && !said.out.contains("Esc"), "{}", said.out);
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "unknown", "happened", "closed"]));
}

#[test]
fn while_it_is_not_clear_the_time_that_is_left_is_said() {
    let place = Place::of(Operator::Helpdesk, "settle_s = 5\nwrite_timeout_s = 1");
    place.sandbox.inject(Fault::new("POST", RESET, Harm::Instead(Answer::Close)));
    let said = place.ask_demo_all(&["2", "1", "demo.all", "q"]);
    said.is(
        0,
        &["at most 1 seconds", "Still checking, 5 seconds left at most. Do not reset again.", "no reset took place"],
    );
    assert_eq!(said.out.matches("Still checking").count(), 1, "{}", said.out);
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "unknown", "did not happen"]));
}

#[test]
fn a_case_of_an_earlier_run_is_read_on_request() {
    let place = Place::of(Operator::Helpdesk, "settle_s = 5\nwrite_timeout_s = 1");
    // The first run is interrupted while it waits for readings to tell: the change has not arrived so far.
    place.sandbox.inject(Fault::new("POST", RESET, Harm::Instead(Answer::Close)));
    let said = crate::ends::interrupted_while_checking(&place);
    assert!(said.contains("Outcome unknown") && said.contains("Interrupted"), "{said}");
    let said = place.ask(&["2", "1", "1", "3"]);
    let read = "1. Read now what became of it.";
    said.is(0, &["It stands: outcome unknown", read, "Not carried out", "no open case", "credesk has ended."]);
    assert_eq!(place.writes(), 1);
}
