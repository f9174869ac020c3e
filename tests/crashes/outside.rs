//! Killed from outside, at any moment after Enter.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::Duration;

use credesk::domain::life::Stage;
use rustix::process::Signal;

use crate::operation::{ENTER, OPERATIONS};
use crate::parallel::each;
use crate::place::{After, Place, SHORT};

const RUNS: usize = 100;
const SEED: u64 = 20_261_121;

/// What one run has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    NothingConfirmed,
    Sending,
    Held,
    Shown,
}

/// The moment is the measurement here, not a wait for a state: whatever state the blow meets has to be listed rightly.
#[test]
fn a_hundred_kills_at_any_moment_after_enter_and_every_case_is_listed_rightly() {
    let mut chance = fastrand::Rng::with_seed(SEED);
    let jobs = (0..RUNS)
        .map(|run| {
            let delay = chance.u64(0..300);
            // Half of them soon after Enter, where the intent is being written; the others up to after the answer.
            let blow = if run % 2 == 0 { chance.u64(0..12) } else { chance.u64(0..delay + 60) };
            let operation = &OPERATIONS[run % OPERATIONS.len()];
            (
                format!("run {run}: {} delay {delay} ms, killed after {blow} ms", operation.name),
                (operation, delay, blow),
            )
        })
        .collect();
    let came_to = each(jobs, |(operation, delay, blow)| {
        let place = Place::new(SHORT);
        let mut pty = place.start("");
        operation.ready(&mut pty);
        place.sandbox.set_delay(Duration::from_millis(delay));
        pty.send(ENTER);
        sleep(Duration::from_millis(blow));
        pty.signal(Signal::KILL);
        pty.wait_until_killed();
        place.sandbox.set_delay(Duration::ZERO);
        let (left, stage) = match place.stage() {
            None => (Left::NothingConfirmed, None),
            Some(stage @ Stage::Sending) => (Left::Sending, Some(stage)),
            Some(stage @ Stage::Held) => (Left::Held, Some(stage)),
            Some(stage @ Stage::Shown) => (Left::Shown, Some(stage)),
            Some(other) => panic!("{other:?}"),
        };
        // What had left before the blow lies in the server's socket: it is served before a second connection that was made
        // after it.
        place.carried_out();
        let truth = place.carried_out();
        assert!(truth <= 1 && place.writes() <= 1, "sent more than once");
        let after = match (left, truth) {
            (Left::NothingConfirmed, 0) => After::Nothing,
            (Left::Sending, 0) => After::NotCarriedOut,
            (Left::Sending, 1) => After::CarriedOut,
            (Left::Held, 1) => After::Held,
            (Left::Shown, 1) => After::Shown,
            (left, truth) => panic!("the journal says {left:?} ({stage:?}), and the server has done {truth}"),
        };
        place.check_restart(operation, after);
        assert_eq!(place.carried_out(), truth, "what was told has changed since");
        assert!(place.writes() <= 1, "sent again after the restart");
        (left, truth)
    });
    let mut counts = BTreeMap::new();
    for seen in &came_to {
        *counts.entry(*seen).or_insert(0) += 1;
    }
    let rows: Vec<_> = counts
        .iter()
        .map(|((left, truth), count)| format!("{count:>4}  journal ends with {left:?}, carried out: {truth}"))
        .collect();
    tell(&format!("{RUNS} kills, all listed rightly:\n{}", rows.join("\n")));
    assert_eq!(came_to.len(), RUNS);
    assert!(counts.len() >= 3, "the blows met too few states to prove anything: {rows:?}");
}

#[allow(clippy::print_stdout, reason = "the table is the result; --nocapture shows it")]
fn tell(table: &str) {
    println!("{table}");
}
