//! Killed at each transition, from inside: every point times every operation.

use std::fs;

use credesk::domain::life::Stage;
use credesk::journal::{Said, contents};

use crate::operation::{OPERATIONS, Operation, Upto};
use crate::parallel::each;
use crate::place::{After, LONG, Place, SHORT};

/// Where it dies, how far the operator is by then, how the journal leaves the case, and what the next start has to say.
const POINTS: [(&str, Upto, Option<Stage>, After); 13] = [
    ("journal-1-before", Upto::Start, None, After::Nothing),
    ("journal-1-after", Upto::Start, None, After::Nothing),
    ("journal-2-before", Upto::Confirmed, None, After::Nothing),
    ("journal-2-after", Upto::Confirmed, Some(Stage::Sending), After::NotCarriedOut),
    ("sending", Upto::Confirmed, Some(Stage::Sending), After::NotCarriedOut),
    ("answered", Upto::Confirmed, Some(Stage::Sending), After::CarriedOut),
    ("journal-3-before", Upto::Confirmed, Some(Stage::Sending), After::CarriedOut),
    ("journal-3-after", Upto::Confirmed, Some(Stage::Held), After::Held),
    ("recorded", Upto::Confirmed, Some(Stage::Held), After::Held),
    ("journal-4-before", Upto::Shown, Some(Stage::Held), After::Held),
    ("journal-4-after", Upto::Shown, Some(Stage::Shown), After::Shown),
    ("journal-5-before", Upto::HandedOver, Some(Stage::Shown), After::Shown),
    ("journal-5-after", Upto::HandedOver, None, After::Nothing),
];

/// How many changes the server must have carried out by then.
fn changes(point: &str) -> i64 {
    i64::from(
        !["journal-1-before", "journal-1-after", "journal-2-before", "journal-2-after", "sending"].contains(&point),
    )
}

#[test]
fn killed_at_every_transition_of_every_operation_and_listed_rightly() {
    let mut jobs = Vec::new();
    for operation in &OPERATIONS {
        for point in POINTS {
            jobs.push((format!("{} {}", operation.name, point.0), (operation, point)));
        }
    }
    each(jobs, |(operation, (point, upto, stage, after))| {
        let place = Place::new(SHORT);
        let mut pty = place.start(&format!("{point}=KILL"));
        operation.drive_to_its_death(&mut pty, upto);
        pty.wait_until_killed();
        let truth = (changes(point), usize::try_from(changes(point)).unwrap());
        assert_eq!((place.carried_out(), place.writes()), truth, "{point}");
        assert_eq!(place.stage(), stage, "{point}");
        // It is not asked about its end before the next one starts: an ended process must not count as a living one.
        place.check_restart(operation, after);
        assert_eq!((place.carried_out(), place.writes()), truth, "{point}: something was sent afterwards");
        place.lines();
        drop(pty);
    });
}

#[test]
fn a_credential_whose_change_is_unknown_is_locked_after_a_restart_and_the_case_says_so() {
    let jobs = OPERATIONS.iter().map(|operation| (operation.name.to_owned(), operation)).collect();
    each(jobs, |operation: &Operation| {
        let place = Place::new(LONG);
        let mut pty = place.start("sending=KILL");
        operation.drive(&mut pty, Upto::Confirmed);
        pty.wait_until_killed();
        let mut pty = place.start("");
        pty.wait_for("1 open case:");
        pty.wait_for("It stands: checking, ");
        let said = pty.contents();
        assert!(said.contains(operation.title) && said.contains("Do not reset again"), "{said}");
        pty.wait_until_it_listens();
        pty.send("d");
        pty.wait_for("Still checking. Do not reset again");
        pty.send("\u{1b}");
        pty.wait_without("Open cases");
        operation.ask(&mut pty);
        pty.wait_for("Not possible: outcome of the last change unknown; see the open cases (Ctrl-O).");
        assert_eq!((place.carried_out(), place.writes()), (0, 0));
        assert_eq!(place.stage(), Some(Stage::Sending));
    });
}

#[test]
fn a_panic_in_the_task_that_sends_leaves_an_unknown_outcome_and_readings_tell_what_it_was() {
    let points = [("writing", 0, After::NotCarriedOut), ("written", 1, After::CarriedOut)];
    let jobs = points.into_iter().zip(&OPERATIONS).map(|(point, operation)| (point.0.to_owned(), (point, operation)));
    each(jobs.collect(), |((point, truth, after), operation): (_, &Operation)| {
        let place = Place::new(SHORT);
        let mut pty = place.start(&format!("{point}=PANIC,journal-3-after=KILL"));
        operation.drive(&mut pty, Upto::Confirmed);
        pty.wait_until_killed();
        assert_eq!((place.carried_out(), place.stage()), (truth, Some(Stage::Unknown)), "{point}");
        place.check_restart(operation, after);
        assert_eq!((place.carried_out(), place.writes()), (truth, usize::try_from(truth).unwrap()), "{point}");
    });
}

#[test]
fn half_an_intent_that_a_power_failure_left_is_no_case_and_the_next_line_says_what_it_is() {
    let place = Place::new(SHORT);
    let mut pty = place.start("journal-2-after=KILL");
    OPERATIONS[0].drive(&mut pty, Upto::Confirmed);
    pty.wait_until_killed();
    let bytes = fs::read(place.journal()).unwrap();
    let first = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    fs::write(place.journal(), &bytes[..usize::midpoint(first, bytes.len())]).unwrap();
    assert!(contents(&place.journal()).unwrap().report.is_err());
    place.check_restart(&OPERATIONS[0], After::Nothing);
    assert!(place.lines().lines.iter().any(|line| matches!(line.line.said, Said::Torn(_))));
    assert_eq!((place.carried_out(), place.writes()), (0, 0));
}
