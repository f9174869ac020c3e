//! `credesk show`: the user's page in words, and what may be done with each credential.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use credesk::sandbox::{Answer, Fault, Harm, Operator};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::desk::Desk;

#[test]
fn everything_the_console_shows_stands_there() {
    let desk = Desk::new();
    let said = desk.run(&["show", "demo.all"]);
    said.is(0, &[]);
    for text in [
        "Milena Petrović   demo.all   user active\n",
        "External ID  1001 in client 100\n",
        "Unit         Filiale Chur\n",
        "Credentials (times: Europe/Zurich)\n",
        "PUK: active\n",
        "Policy       PUK standard (puk-standard)\n",
        "Resets       1 of 5\n",
        "credesk reset puk --user demo.all --client 100\n",
        "credesk device-password reset --reveal --user demo.all --client 100 --device dev-1001\n",
        "credesk otp replace --user demo.all --client 100 --card otp-1001\n",
    ] {
        assert!(said.out.contains(text), "not there: {text}\n{}", said.out);
    }
    assert!(!desk.journal().exists(), "looking leaves nothing in the journal");
    let object = desk.run(&["show", "demo.all", "--json"]).json();
    assert_eq!(object["credentials"].as_array().unwrap().len(), 5);
    assert_eq!(object["openCases"], json!([]));
    // The commands that are offered are commands.
    for credential in object["credentials"].as_array().unwrap() {
        for operation in credential["operations"].as_array().unwrap() {
            assert_eq!(operation["possible"], true, "{operation}");
            let words: Vec<_> = operation["command"].as_str().unwrap().split(' ').skip(1).collect();
            let said = desk.run(&words);
            assert!(!said.err.contains("Usage:"), "{words:?}: {}", said.err);
        }
    }
    assert_eq!(desk.writes(), 0);
}

#[test]
fn what_is_not_possible_says_why() {
    let desk = Desk::of(Operator::Viewer, "");
    let said = desk.run(&["show", "demo.all"]);
    said.is(0, &[]);
    assert!(said.out.contains("  reset is not possible: needs AccessControl.CredentialModify\n"), "{}", said.out);
    assert!(said.out.contains("  credesk otp show --user demo.all"), "{}", said.out);
    let desk = Desk::new();
    assert!(
        desk.run(&["show", "demo.all", "--read-only"])
            .out
            .contains("reset is not possible: this session is read-only\n")
    );
    let archived = desk.run(&["show", "demo.archived", "--json"]).json();
    assert_eq!(archived["credentials"][0]["operations"][0]["objection"], "this user is archived");
    assert!(desk.run(&["show", "demo.none"]).out.contains("This user has no credentials.\n"));
    assert!(desk.run(&["show", "svc.backup"]).out.contains("TECHNICAL USER: a machine signs in with it.\n"));
    let hidden = desk.run(&["show", "demo.hidden"]);
    assert!(hidden.out.contains("Hidden characters in name or login ID: who is this?\n"), "{}", hidden.out);
    let other = desk.run(&["show", "demo.other", "--json"]).json();
    assert_eq!(other["credentials"][0]["operations"], json!([]));
}

#[test]
fn a_change_that_is_interrupted_while_it_is_settled_stays_open_until_the_next_run_settles_it() {
    let desk = Desk::with("write_timeout_s = 1\nsettle_s = 5");
    desk.sandbox.inject(Fault::new("POST", "/puk/reset", Harm::Instead(Answer::Close)));
    let reset = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"];
    let mut command = desk.command(&[&reset[..], &["--json"]].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("The answer was lost. Reading what became of it")));
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
    let err: Vec<String> = lines.collect();
    let said = desk.said(&child.wait_with_output().unwrap());
    assert!(
        err.iter().any(|line| line.starts_with("Interrupted before readings could tell. Do not reset again")),
        "{err:?}"
    );
    let object = said.is(5, &[]).json();
    assert_eq!((&object["outcome"], &object["exit"]), (&json!("unknown"), &json!(5)));
    let page = desk.run(&["show", "demo.all"]).out;
    assert!(page.contains("Open case ") && page.contains(": Regenerate the PUK, confirmed "), "{page}");
    assert!(page.contains("reset is not possible: the outcome of an earlier change is unknown"), "{page}");
    assert!(page.contains("  credesk reset ticket --user demo.all"), "{page}");
    assert_eq!(desk.run(&["show", "demo.all", "--json"]).json()["openCases"][0]["locks"], true);
    // Everything else is free; the same is settled first, and then carried out once.
    desk.run(&["reset", "ticket", "--user", "demo.all", "--confirm", "demo.all"]).is(0, &[]);
    desk.run(&reset)
        .is(0, &["An earlier change is settled now: \"Regenerate the PUK\"", "Not carried out", "Carried out."]);
    assert_eq!(desk.writes(), 3);
    assert_eq!(desk.run(&["show", "demo.all", "--json"]).json()["openCases"], json!([]));
}

#[test]
fn whoever_repeats_a_command_whose_answer_was_lost_does_not_reset_twice() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::new("POST", "/puk/reset", Harm::AfterCarryingOut(Answer::Silence)));
    let reset = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"];
    let mut child = desk.command(&reset).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while desk.writes() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never sent anything");
        sleep(Duration::from_millis(5));
    }
    desk.run(&reset).is_only(4, &["another credesk is changing this credential at this moment"]);
    child.kill().unwrap();
    child.wait().unwrap();
    desk.run(&reset).is(4, &["was carried out, as readings show only now", "If the user needs another one"]);
    assert_eq!(desk.writes(), 1);
    desk.run(&reset).is(0, &["Carried out."]);
    assert_eq!(desk.writes(), 2);
}

#[test]
fn a_journal_that_cannot_be_read_keeps_nobody_from_looking() {
    let desk = Desk::new();
    desk.run(&["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"]).is(0, &[]);
    let whole = fs::read_to_string(desk.journal()).unwrap();
    fs::write(desk.journal(), whole.replace("puk-1001", "puk-1002")).unwrap();
    let said = desk.command(&["show", "demo.all", "--json"]).output().unwrap();
    assert_eq!(said.status.code(), Some(0));
    let object: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(crate::desk::validate(&object), Ok(()));
    assert_eq!(object["openCases"], json!(null));
    assert!(
        String::from_utf8_lossy(&said.stderr).contains("Whether there are open cases about this user is not known: ")
    );
    // Changing is another matter.
    let output = desk.command(&["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(desk.writes(), 1);
}
