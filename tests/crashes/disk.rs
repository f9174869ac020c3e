//! The journal cannot be written: a disk that fails or is full at each line, a read-only folder, a lock that another
//! process holds. Before the request nothing is sent; after it the value is shown all the same.

use std::fs::{self, File};
use std::process::Command;

use credesk::domain::record::{Entry, SessionId, What};
use credesk::journal::Journal;
use credesk::runtime::who::who;
use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use rustix::process::Signal;

use crate::operation::{DONE, ENTER, OPERATIONS, Operation, type_word};
use crate::parallel::each;
use crate::place::{After, Place, SHORT, quit};
use crate::pty::Pty;

/// The program is started with an empty environment, and so without a search path.
const UNSHARE: &str = "/usr/bin/unshare";
const CASES: &str = "\u{f}";

/// The operations with something to read out, whose lines are four key strokes apart.
const SHOWING: [&Operation; 3] = [&OPERATIONS[1], &OPERATIONS[3], &OPERATIONS[4]];

/// The way a line fails, and what is told of it.
const FAILURES: [(&str, &str); 3] =
    [("=EIO", "the disk reports an error"), ("=ENOSPC", "the disk is full"), ("-torn=ENOSPC", "the disk is full")];

/// How it goes on after a line has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is killed at once.
    Killed,
    /// The operator goes on, and the disk works again.
    Recovered,
    /// The operator goes on, and every later line fails too.
    Broken,
}

/// The screen as running text, without the frame of a message.
fn said(pty: &Pty) -> String {
    pty.contents().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn wait_for_words(pty: &Pty, words: &str) {
    pty.wait_until(words, |screen| {
        screen.contents().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
    });
}

/// Reads the message that a line is missing, and closes it.
fn read_message(pty: &mut Pty, why: &str) {
    pty.wait_for("Please read");
    wait_for_words(pty, why);
    let said = said(pty);
    assert!(said.contains("cannot be written"), "{said}");
    assert!(said.contains("What the screen says about the change holds all the same"), "{said}");
    assert!(!said.contains("no reset took place") && !said.contains("confirm again"), "{said}");
    pty.send(ENTER);
    pty.wait_without("Please read");
}

#[test]
fn a_disk_that_fails_at_any_line_sends_nothing_before_and_hides_nothing_after() {
    let mut jobs = Vec::new();
    for line in 1..=5_usize {
        for (number, failure) in FAILURES.into_iter().enumerate() {
            for then in [Then::Killed, Then::Recovered, Then::Broken] {
                let operation = SHOWING[(line + number + then as usize) % SHOWING.len()];
                let name = format!("{} journal-{line}{} {then:?}", operation.name, failure.0);
                jobs.push((name, (operation, line, failure, then)));
            }
        }
    }
    each(jobs, |(operation, line, failure, then)| {
        let place = Place::new(SHORT);
        let last = if then == Then::Broken { 30 } else { line };
        let failing: Vec<_> = (line..=last).map(|line| format!("journal-{line}{}", failure.0)).collect();
        let mut pty = place.start(&failing.join(","));
        let after = match line {
            1 => unusable(operation, &mut pty, failure.1),
            2 => refused(operation, &mut pty, failure.1),
            _ => unrecorded(operation, &mut pty, line, failure.1, then),
        };
        if then == Then::Killed {
            pty.signal(Signal::KILL);
            pty.wait_until_killed();
        } else {
            pty.signal(Signal::TERM);
            assert_eq!(pty.exit_code(), 143);
        }
        let truth = i64::from(line > 2);
        assert_eq!((place.carried_out(), place.writes()), (truth, usize::try_from(truth).unwrap()));
        place.check_restart(operation, after);
        assert_eq!((place.carried_out(), place.writes()), (truth, usize::try_from(truth).unwrap()));
    });
}

/// Not even the session's beginning can be written.
fn unusable(operation: &Operation, pty: &mut Pty, why: &str) -> After {
    pty.wait_for("Please read");
    wait_for_words(pty, why);
    wait_for_words(pty, "nothing is changed in this session before the journal works");
    pty.send(ENTER);
    pty.wait_without("Please read");
    pty.send(CASES);
    pty.wait_for("Open cases");
    wait_for_words(pty, why);
    assert!(!pty.contents().contains("No open case"), "nobody knows that\n{}", pty.contents());
    pty.wait_until_it_listens();
    pty.send("\u{1b}");
    pty.wait_without("Open cases");
    operation.ask(pty);
    pty.wait_for("Not possible: the journal cannot be used; see the open cases (Ctrl-O).");
    After::Nothing
}

/// The intent cannot be written.
fn refused(operation: &Operation, pty: &mut Pty, why: &str) -> After {
    operation.ready(pty);
    pty.send(ENTER);
    wait_for_words(pty, why);
    wait_for_words(pty, "Nothing was changed: no reset took place.");
    After::Nothing
}

/// What became of it cannot be written.
fn unrecorded(operation: &Operation, pty: &mut Pty, line: usize, why: &str, then: Then) -> After {
    operation.ready(pty);
    pty.send(ENTER);
    for (number, key) in [(3, ""), (4, "v"), (5, DONE)] {
        if number == 4 {
            operation.await_result(pty);
        }
        if number > 3 {
            pty.wait_until_it_listens();
        }
        pty.send(key);
        if number == line || number > line && then == Then::Broken {
            read_message(pty, why);
        }
        match number {
            4 => see(operation, pty),
            5 => pty.wait_for("External ID   1001"), // the user's page: the key was taken
            _ => {}
        }
        if number == line && then == Then::Killed {
            break;
        }
    }
    match (line, then) {
        (_, Then::Recovered) => After::Nothing,
        (3, _) => After::CarriedOut,
        (4, _) => After::Held,
        _ => After::Shown,
    }
}

fn see(operation: &Operation, pty: &Pty) {
    if operation.name == "card" { pty.wait_without("....") } else { pty.wait_for("====") }
}

#[test]
fn an_intent_that_could_not_be_written_may_be_confirmed_again_and_is_sent_once() {
    let place = Place::new(SHORT);
    let operation = &OPERATIONS[1];
    let mut pty = place.start("journal-2=ENOSPC");
    refused(operation, &mut pty, "the disk is full");
    assert_eq!(place.writes(), 0);
    type_word(&mut pty);
    pty.send(ENTER);
    operation.show(&mut pty);
    assert_eq!((place.carried_out(), place.writes()), (1, 1));
}

#[test]
fn while_another_process_holds_the_lock_nothing_is_sent_and_afterwards_it_works() {
    let place = Place::new(SHORT);
    let operation = &OPERATIONS[0];
    let mut pty = place.start("");
    operation.ready(&mut pty);
    let other = File::open(place.journal()).unwrap();
    flock(&other, FlockOperation::LockExclusive).unwrap();
    pty.send(ENTER);
    wait_for_words(&pty, "Another credesk holds the journal");
    wait_for_words(&pty, "Nothing was changed: no reset took place.");
    assert_eq!(place.writes(), 0);

    let mut second = place.start("");
    second.wait_for("Please read");
    wait_for_words(&second, "Another credesk holds the journal");
    second.send(ENTER);
    second.wait_without("Please read");
    operation.ask(&mut second);
    second.wait_for("Not possible: the journal cannot be used; see the open cases (Ctrl-O).");

    flock(&other, FlockOperation::Unlock).unwrap();
    second.send(CASES);
    second.wait_for("No open case.");
    quit(&mut second);
    type_word(&mut pty);
    pty.send(ENTER);
    pty.wait_for(": done");
    assert_eq!((place.carried_out(), place.writes()), (1, 1));
}

/// The beginning of a command line that runs the rest after this script, in mount namespace of its own. None where the
/// system allows no such thing, and then that is said.
fn own_mounts(script: &str) -> Option<[String; 5]> {
    let may = Command::new(UNSHARE).args(["-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !may.is_ok_and(|ran| ran.status.success()) {
        tell("NOT TRIED: this system lets nobody mount in a namespace of one's own (unshare -Urm).");
        return None;
    }
    Some([UNSHARE, "-Urm", "sh", "-ec", &format!("{script}; exec \"$0\" \"$@\"")].map(String::from))
}

#[allow(clippy::print_stdout, reason = "a test that could not be made has to say so")]
fn tell(what: &str) {
    println!("{what}");
}

#[test]
fn a_read_only_folder_sends_nothing_and_says_why() {
    let place = Place::new(SHORT);
    let state = place.state();
    let state = state.display();
    let Some(outer) = own_mounts(&format!("mount --bind {state} {state}; mount -o remount,ro,bind {state}")) else {
        return;
    };
    let outer: Vec<_> = outer.iter().map(String::as_str).collect();
    for there_already in [false, true] {
        if there_already {
            let mut pty = place.start("");
            pty.wait_for("m.huber");
            pty.send(CASES);
            pty.wait_for("No open case.");
            quit(&mut pty);
        }
        let mut pty = place.start_within(&outer, "");
        assert_eq!(unusable(&OPERATIONS[3], &mut pty, "the file system is read-only"), After::Nothing);
        assert_eq!((place.carried_out(), place.writes()), (0, 0));
    }
}

#[test]
fn a_disk_that_is_really_full_takes_half_the_intent_and_nothing_is_sent() {
    const BLOCK: u64 = 4096;
    let place = Place::new(SHORT);
    let (state, kept) = (place.state(), place.state().with_file_name("kept"));
    // Room in the last block for the beginning of a session, and for half an intent.
    let mut journal = Journal::open(&place.journal()).unwrap();
    let mut session = |padding: usize| {
        let mut who = who();
        who.version = "x".repeat(padding);
        let entry = Entry { at: Timestamp::now(), session: SessionId(7), what: What::SessionStarted(who) };
        journal.append(&entry).unwrap();
        fs::metadata(place.journal()).unwrap().len()
    };
    let length = session(1);
    let left = usize::try_from(BLOCK - length - length - 700).unwrap();
    let size = session(left);
    assert!((BLOCK - 900..BLOCK - 500).contains(&size), "{size}");
    drop(journal);
    fs::rename(&state, &kept).unwrap();
    fs::DirBuilder::new().create(&state).unwrap();
    let (on, from) = (state.display(), kept.display());
    let script = format!("mount -t tmpfs -o size=8k,mode=700 none {on}; cp -p {from}/* {on}/");
    let Some(outer) = own_mounts(&script) else { return };
    let outer: Vec<_> = outer.iter().map(String::as_str).collect();
    let mut pty = place.start_within(&outer, "");
    refused(&OPERATIONS[1], &mut pty, "the disk is full");
    assert_eq!((place.carried_out(), place.writes()), (0, 0));
    // The half that was written is taken back: the journal can still be read, and has no case.
    pty.send("\u{1b}");
    pty.wait_without("no reset took place");
    pty.send(CASES);
    pty.wait_for("No open case.");
}
