//! Interrupted at random and resumed: each user is reset exactly once, counted at the server.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::thread::{sleep, spawn};
use std::time::Duration;

use credesk::domain::record::Event;
use fastrand::Rng;
use rustix::process::{Pid, Signal, kill_process};

use crate::desk::{Desk, SHORT, Said, TEMPSTRONG};

/// How many users: a hundred, or as many as `CREDESK_BATCH` says.
fn users() -> usize {
    std::env::var("CREDESK_BATCH").ok().map_or(100, |users| users.parse().unwrap())
}

/// Starts a run and kills it with this signal at a random moment after so many rows of its report.
fn interrupted(desk: &Desk, arguments: &[&str], after: usize, rng: &mut Rng, signal: Signal) -> Said {
    let mut command = desk.command(arguments);
    let mut child: Child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = child.stderr.take().unwrap();
    let talk = spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut report = String::new();
    for _ in 0..=after {
        assert!(out.read_line(&mut report).unwrap() > 0, "it ended too early:\n{report}");
    }
    // The moment itself is what chance decides here: no state is waited for.
    sleep(Duration::from_micros(rng.u64(..60_000)));
    kill_process(Pid::from_child(&child), signal).unwrap();
    out.read_to_string(&mut report).unwrap();
    let code = child.wait().unwrap().code().unwrap_or(-1);
    let said = Said { code, out: report, err: talk.join().unwrap() };
    desk.check(&said.err);
    said
}

#[test]
fn whatever_interrupts_it_each_user_is_reset_exactly_once() {
    let users = users();
    let desk = Desk::new(u32::try_from(users * 3).unwrap(), SHORT);
    let people = desk.resettable(users);
    let before: Vec<_> = people.iter().map(|(ext_id, _)| desk.resets(ext_id, TEMPSTRONG)).collect();
    let seed = std::env::var("CREDESK_SEED").ok().map_or_else(|| fastrand::u64(..), |seed| seed.parse().unwrap());
    eprintln!("CREDESK_SEED={seed}");
    let mut rng = Rng::with_seed(seed);

    let logins: Vec<_> = people.iter().map(|(_, login)| login).collect();
    let (list, confirmed) = (desk.list(&logins), users.to_string());
    let first = ["reset", "tempstrong", "--from", &list, "--confirm", &confirmed];
    let resume = [&first[..], &["--resume"]].concat();
    let third = users / 3;
    let said = interrupted(&desk, &first, rng.usize(1..third), &mut rng, Signal::INT);
    said.is(130, &["Interrupted: who was on the way was finished, and nobody else was begun.", "--resume carries on"]);
    assert_eq!(said.rows().len(), users, "the report is whole");
    let done = said.outcomes().iter().filter(|outcome| *outcome == "carried-out").count();
    let killed = interrupted(&desk, &resume, done + rng.usize(1..third), &mut rng, Signal::KILL);
    assert_eq!(killed.code, -1);
    let said = desk.run(&resume);
    said.is(0, &["Left out: "]);

    let writes = desk.writes();
    assert_eq!(writes.len(), users);
    for ((ext_id, login), before) in people.iter().zip(before) {
        assert_eq!(writes.get(&format!("{ext_id}/tempstrong-password/reset")), Some(&1), "{login}");
        assert_eq!(desk.resets(ext_id, TEMPSTRONG), before + 1, "{login}");
    }
    let operations = desk.operations();
    for (_, login) in &people {
        let own = operations.iter().filter(|operation| operation.intent.login_id.as_str() == login);
        let is_done = |event: &Event| matches!(event, Event::Held(_) | Event::Happened);
        let done = own.flat_map(|operation| &operation.events).filter(|(.., event)| is_done(event)).count();
        assert_eq!(done, 1, "{login}");
    }
    assert!(operations.iter().all(|operation| operation.intent.batch == operations[0].intent.batch));
    for row in said.rows() {
        assert!(["skipped", "carried-out"].contains(&row.outcome.as_str()), "{row:?}");
    }
    // Done is done: nothing is sent any more, however it is asked for.
    desk.run(&resume).is(0, &[&format!("{users} users: {users} skipped")]);
    desk.run(&first).is_only(4, &["an earlier run has sent", "--again does all of them once more"]);
    assert_eq!(desk.writes(), writes);
}

/// Four lines of the journal a user: confirmed, held, shown, closed. The first line is the session's.
#[test]
fn killed_at_every_step_of_the_third_user_it_is_reset_exactly_once() {
    let points: Vec<String> = (10..=13)
        .flat_map(|line| ["before", "after"].map(|when| format!("journal-{line}-{when}=KILL")))
        .chain(["sending=KILL", "written=KILL", "answered=KILL"].map(String::from))
        .collect();
    std::thread::scope(|scope| {
        for point in &points {
            scope.spawn(move || killed_at(point));
        }
    });
}

fn killed_at(point: &str) {
    let desk = Desk::new(0, SHORT);
    let people =
        [("1001", "demo.all"), ("1002", "demo.locked"), ("1003", "demo.nofragment"), ("1006", "demo.conflict")];
    let before = people.map(|(ext_id, _)| desk.resets(ext_id, TEMPSTRONG));
    let list = desk.list(&people.map(|(_, login)| login));
    let first = ["reset", "tempstrong", "--from", &list, "--confirm", "4"];
    let output = desk.command(&first).env("CREDESK_FAILPOINT", point).output().unwrap();
    assert_eq!(output.status.code(), None, "{point} is not reached");
    let said = desk.run(&[&first[..], &["--resume"]].concat());
    said.is(0, &["Batch "]);
    assert_eq!(people.map(|(ext_id, _)| desk.resets(ext_id, TEMPSTRONG)), before.map(|count| count + 1), "{point}");
    let open = credesk::journal::contents(&desk.journal()).unwrap().open;
    assert!(open.is_empty(), "{point}: {open:?}");
}
