//! Nobody presses a key: the program's own loop, with lengths that a test can wait for, and a real server behind the lock.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/profile.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod profile;
#[path = "support/seat.rs"]
mod seat;
#[path = "support/story.rs"]
mod story;

use std::time::{Duration, Instant};

use credesk::domain::idle::Idle;
use credesk::runtime::console::End;
use credesk::sandbox::Operator;
use profile::Home;
use seat::{Seat, sandbox, sit_idle};

/// Long enough for a machine under load to get to the value, short enough to wait for.
const IDLE: Idle = Idle {
    cover: Duration::from_secs(3),
    lock: Duration::from_secs(5),
    wipe: Duration::from_secs(7),
    end: Duration::from_secs(9),
};

/// Locks at once, and rests for long afterwards.
const LOCKS: Idle = Idle {
    cover: Duration::from_secs(2),
    lock: Duration::from_secs(4),
    wipe: Duration::from_mins(5),
    end: Duration::from_mins(15),
};

async fn value(seat: &mut Seat) {
    seat.open("demo.all").await.confirm("jr", "demo.all").await.until("Ready to read out?").await;
    seat.keys("v").until("====").await;
}

#[test]
fn it_is_covered_locked_wiped_and_ended_and_not_before_its_time() {
    let sandbox = sandbox();
    sit_idle(&seat::profile(&sandbox, Operator::Helpdesk, ""), IDLE, async |seat| {
        value(seat).await;
        let since = Instant::now();
        seat.keys(" ").until("group 2 of").await;
        seat.until("Covered: nobody has pressed a key").await;
        assert!(since.elapsed() >= IDLE.cover);
        seat.until("Locked: nobody has pressed a key").await.until("A value waits here").await;
        assert!(since.elapsed() >= IDLE.lock && !seat.screen().contains("Milena"));
        seat.until_gone("A value waits here").await;
        assert!(since.elapsed() >= IDLE.wipe);
        assert_eq!(seat.ended().await, End::Idle);
        assert!(since.elapsed() >= IDLE.end);
    });
}

#[test]
fn who_tries_the_lock_does_not_keep_the_value_from_being_wiped() {
    let sandbox = sandbox();
    let home = Home::new();
    home.write("token", &sandbox.token(Operator::Helpdesk), 0o600);
    sit_idle(&home.profile(&sandbox.url(), "search_delay_ms = 1"), IDLE, async |seat| {
        value(seat).await;
        seat.until("Password:").await;
        let mut tried = 0;
        while seat.screen().contains("A value waits here") {
            tried += 1;
            seat.keys("x").until(&format!("Password: {}", "•".repeat(tried))).await;
            tokio::time::sleep(Duration::from_millis(50)).await; // somebody who types, not a wait for a state
        }
        assert!(tried > 2);
        assert_eq!(seat.ended().await, End::Idle);
    });
}

#[test]
fn the_operators_password_opens_it_and_a_wrong_one_does_not() {
    let sandbox = sandbox();
    let home = Home::new();
    home.write("token", &sandbox.token(Operator::Helpdesk), 0o600);
    sit_idle(&home.profile(&sandbox.url(), "search_delay_ms = 1"), LOCKS, async |seat| {
        seat.open("demo.all").await.until("Locked:").await;
        seat.keys("wrong<Enter>").until("The password was not accepted.").await;
        assert!(seat.screen().contains("Locked:"), "{}", seat.screen());
        seat.keys("demo<Enter>").until("Unlocked.").await;
        assert!(seat.screen().contains("demo.all"), "{}", seat.screen());
    });
}

#[test]
fn token_command_opens_it_and_only_for_the_same_person() {
    let sandbox = sandbox();
    let home = Home::new();
    let token = home.write("printed", &sandbox.token(Operator::Helpdesk), 0o600);
    let command = format!("token_command = [\"cat\", \"{}\"]\nsearch_delay_ms = 1", token.display());
    sit_idle(&home.profile(&sandbox.url(), &command), LOCKS, async |seat| {
        seat.open("demo.all").await.until("Locked:").await.until("Enter runs token_command").await;
        home.write("printed", &sandbox.token(Operator::Viewer), 0o600);
        seat.keys("<Enter>").until("l.rossi").await;
        assert!(seat.screen().contains("Locked:"), "{}", seat.screen());
        home.write("printed", &sandbox.token(Operator::Helpdesk), 0o600);
        seat.keys("<Enter>").until("Unlocked.").await;
    });
}

/// The lengths are counted anew from the moment it is opened: else it would lock, and wipe, under the hands of whoever did.
#[test]
fn who_opens_it_has_the_whole_time_again() {
    let idle = Idle { wipe: Duration::from_secs(6), end: Duration::from_secs(30), ..LOCKS };
    let sandbox = sandbox();
    sit_idle(&seat::profile(&sandbox, Operator::Helpdesk, ""), idle, async |seat| {
        seat.open("demo.all").await.until("Locked:").await;
        let since = Instant::now();
        seat.keys("<Enter>").until("Unlocked.").await;
        seat.until("Locked:").await;
        assert!(since.elapsed() >= idle.lock, "{:?}", since.elapsed());
    });
}
