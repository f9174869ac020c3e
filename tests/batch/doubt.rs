//! Answers that are lost in the middle of a list: what readings tell, and whether the rest has its turn.

use std::time::Duration;

use credesk::domain::life::Stage;
use credesk::sandbox::{Answer, Fault, Harm};

use crate::desk::{Desk, SHORT, TEMPSTRONG};
use crate::sandbox_client::{Client, user};

const PEOPLE: [&str; 3] = ["demo.all", "demo.locked", "demo.nofragment"];

fn reset<'a>(list: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["reset", "tempstrong", "--from", list, "--confirm", "3"], more].concat()
}

fn lose(desk: &Desk, user: &str, harm: Harm) {
    desk.sandbox.inject(Fault::new("POST", &format!("/{user}/tempstrong-password/reset"), harm));
}

#[test]
fn an_answer_that_was_lost_is_settled_by_readings_and_the_run_goes_on() {
    let desk = Desk::new(0, SHORT);
    let list = desk.list(&PEOPLE);
    lose(&desk, "1002", Harm::AfterCarryingOut(Answer::Close));
    let said = desk.run(&reset(&list, &[]));
    said.is(0, &["3 users: 3 carried out."]);
    let sentence = &said.rows()[1].sentence;
    assert!(sentence.contains("Carried out: the reset count went from"), "{sentence}");
    assert!(desk.operations().iter().all(|operation| operation.stage == Stage::Closed));
    assert!(desk.writes().values().all(|count| *count == 1));
}

#[test]
fn what_never_arrived_is_told_as_not_carried_out_and_done_when_resumed() {
    let desk = Desk::new(0, SHORT);
    let list = desk.list(&PEOPLE);
    lose(&desk, "1002", Harm::Instead(Answer::Close));
    let said = desk.run(&reset(&list, &[]));
    let waiting = "demo.locked: the answer was lost; reading what became of it";
    said.is(4, &[waiting, "3 users: 2 carried out, 1 not carried out.", "--resume carries on"]);
    assert_eq!(said.err.matches(waiting).count(), 1);
    assert!(said.rows()[1].sentence.contains("Not carried out"), "{said:?}");
    let before = desk.resets("1002", TEMPSTRONG);
    desk.run(&reset(&list, &["--resume"])).is(0, &["3 users: 1 carried out, 2 skipped."]);
    assert_eq!(desk.resets("1002", TEMPSTRONG), before + 1);
}

#[test]
fn a_value_that_was_lost_stops_the_run_unless_it_is_told_to_go_on() {
    for (more, counts, writes) in [
        (&["--reveal"][..], "1 carried out, 1 value lost, 1 not tried", 2),
        (&["--reveal", "--keep-going"], "2 carried out, 1 value lost", 3),
    ] {
        let desk = Desk::new(0, SHORT);
        let list = desk.list(&PEOPLE);
        lose(&desk, "1002", Harm::AfterCarryingOut(Answer::Close));
        let said = desk.run(&reset(&list, more));
        said.is(5, &[counts]);
        assert_eq!(said.err.contains("Stopped at line 3, demo.locked"), writes == 2, "{}", said.err);
        assert_eq!(desk.writes().len(), writes);
        let open: Vec<_> = desk.operations().into_iter().filter(|one| one.stage == Stage::Happened).collect();
        assert_eq!(open.len(), 1, "the case stays open, for nobody has the value");
        // It is never repeated, and never forgotten either.
        let again = desk.run(&reset(&list, &["--reveal", "--resume"]));
        again.is(5, &["1 value lost"]);
        assert!(again.rows()[1].sentence.contains("reset this one by itself"), "{again:?}");
        assert_eq!(desk.writes().get("1002/tempstrong-password/reset"), Some(&1));
        assert_eq!(desk.writes().len(), 3);
    }
}

#[test]
fn what_nobody_knows_stops_the_run_and_is_never_done_again() {
    let desk = Desk::new(0, SHORT);
    let list = desk.list(&PEOPLE);
    lose(&desk, "1001", Harm::AfterCarryingOut(Answer::Close));
    // The answer is held back for so long that a colleague's reset of the same user comes before it is lost.
    desk.sandbox.set_delay(Duration::from_millis(700));
    let said = std::thread::scope(|scope| {
        let run = scope.spawn(|| desk.run(&reset(&list, &[])));
        while desk.writes().is_empty() {
            std::thread::yield_now();
        }
        let path = format!("{}/tempstrong-password/reset", user("1001"));
        assert_eq!(Client::helpdesk(&desk.sandbox).post(&path).status, 200);
        run.join().unwrap()
    });
    said.is(5, &["Stopped at line 2, demo.all", "3 users: 1 unknown, 2 not tried.", "--resume carries on"]);
    assert!(said.rows()[0].sentence.contains("Changed more than once: at least one change is not yours."), "{said:?}");
    assert_eq!(desk.operations()[0].stage, Stage::CannotTell);
    desk.sandbox.set_delay(Duration::ZERO);
    desk.run(&reset(&list, &["--resume"])).is(5, &["Of 1 user it is found out first", "1 unknown, 2 not tried."]);
    let resumed = desk.run(&reset(&list, &["--resume", "--keep-going"]));
    resumed.is(5, &["3 users: 2 carried out, 1 unknown."]);
    assert!(resumed.rows()[0].sentence.contains("readings cannot tell whether it was carried out"), "{resumed:?}");
    assert_eq!(desk.writes().into_values().collect::<Vec<_>>(), [2, 1, 1], "one of the two is the colleague's");
}
