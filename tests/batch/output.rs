//! Where the report goes, what is in it, and what happens when nobody reads it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use credesk::domain::life::Stage;
use serde_json::Value;

use crate::desk::{Desk, SHORT, TEMPSTRONG};
use crate::sandbox_client::{Client, read, user};

const PEOPLE: [&str; 3] = ["demo.all", "demo.locked", "demo.nofragment"];

fn reset<'a>(list: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["reset", "tempstrong", "--from", list, "--confirm", "3"], more].concat()
}

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../assets/schema/batch.schema.json");
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

#[track_caller]
fn valid(text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let faults: Vec<_> = schema().iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    value
}

#[test]
fn json_has_the_published_shape_in_every_kind_of_run() {
    let desk = Desk::new(0, SHORT);
    let list = desk.list(&["demo.all", "nobody.here", "demo.limit"]);
    for (arguments, code, counted) in [
        (&["--dry-run"][..], 4, ("would-be-done", 2)),
        (&["--reveal"], 4, ("carried-out", 1)),
        (&["--resume"], 4, ("skipped", 1)),
        (&["--again"], 4, ("refused", 2)),
    ] {
        let said = desk.run(&reset(&list, &[&["--json"], arguments].concat()));
        let report = valid(&said.is(code, &[]).out);
        assert_eq!((&report["exit"], &report["users"]), (&code.into(), &3.into()));
        assert_eq!(report["counts"][counted.0], counted.1, "{report}");
        assert_eq!(report["rows"].as_array().unwrap().len(), 3);
        assert_eq!(report["rows"][0]["value"].is_string(), arguments == ["--reveal"], "{report}");
        assert_eq!(said.out.lines().count(), 5, "a line for each user");
    }
    let said =
        desk.run(&["otp", "replace", "--from", &desk.list(&["demo.all"]), "--confirm", "1", "--json", "--reveal"]);
    let report = valid(&said.is(0, &[]).out);
    let cells = report["rows"][0]["card"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap().clone());
    let card = read(&Client::helpdesk(&desk.sandbox), &format!("{}/otp-credentials/otp-1001", user("1001")));
    let parts = card["otp"].as_str().unwrap().split('|').nth(3).unwrap().to_owned();
    assert_eq!(cells.map(|cell| cell.as_str().unwrap().to_owned()).collect::<Vec<_>>().join(","), parts);
    let bad = desk.run(&["reset", "puk", "--from", "none.csv", "--confirm", "1", "--json"]);
    let error: Value = serde_json::from_str(&bad.is(2, &["cannot be read"]).out).unwrap();
    assert_eq!((&error["kind"], &error["error"]["exit"]), (&"error".into(), &2.into()));
    for broken in [r#"{"batch":"x"}"#, r#"{"kind":"batch","rows":[],"batch":"0000000000000000-1"}"#] {
        assert!(!schema().is_valid(&serde_json::from_str(broken).unwrap()));
    }
}

#[test]
fn a_value_stands_in_its_column_and_nowhere_else_and_only_when_asked_for() {
    let desk = Desk::new(0, "");
    let list = desk.list(&PEOPLE);
    let said = desk.run(&reset(&list, &["--reveal"]));
    let rows = said.is(0, &[]).rows();
    let values: Vec<_> = rows.iter().map(|row| row.value.clone().unwrap()).collect();
    assert!(values[0].len() > 8 && values[1].len() > 8, "{values:?}");
    assert_eq!(values[2], "", "its policy does not expose it");
    let journal = std::fs::read_to_string(desk.journal()).unwrap();
    for value in &values[..2] {
        assert_eq!(said.out.matches(value).count(), 1);
        assert!(!said.err.contains(value) && !journal.contains(value));
    }
    let stages: Vec<_> = desk.operations().into_iter().map(|operation| operation.stage).collect();
    assert_eq!(stages, [Stage::HandedOver, Stage::HandedOver, Stage::Closed]);
    let without = desk.run(&reset(&list, &["--again"]));
    assert!(without.is(0, &["New values are not put out: --reveal was not given."]).rows()[0].value.is_none());
    assert!(without.rows()[0].sentence.contains("was not put out"), "{without:?}");
    let cards = desk.run(&["otp", "replace", "--from", &desk.list(&["demo.all"]), "--confirm", "1", "--reveal"]);
    let value = cards.is(0, &[]).rows()[0].value.clone().unwrap();
    let card = read(&Client::helpdesk(&desk.sandbox), &format!("{}/otp-credentials/otp-1001", user("1001")));
    let parts = card["otp"].as_str().unwrap().split('|').nth(3).unwrap().replace(',', " ");
    assert_eq!(value.replace(" | ", " "), parts);
}

#[test]
fn where_nobody_reads_from_the_beginning_nothing_is_sent() {
    let desk = Desk::new(0, "");
    let list = desk.list(&PEOPLE);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = desk.command(&reset(&list, &["--reveal"])).stdout(writer).output().unwrap();
    desk.finished(&output).is(6, &["Nothing was sent: nobody reads standard output."]);
    assert!(desk.writes().is_empty());
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = desk.command(&reset(&list, &["--reveal"])).stdout(full).output().unwrap();
    desk.finished(&output).is(6, &["Nothing was sent: nobody reads standard output."]);
    assert!(desk.writes().is_empty());
}

#[test]
fn whoever_stops_reading_stops_the_run_and_what_was_not_told_stays_open() {
    let desk = Desk::new(0, "");
    let list = desk.list(&PEOPLE);
    // Slow enough that the reader is gone before the second user is done.
    desk.sandbox.set_delay(std::time::Duration::from_millis(100));
    let mut command = desk.command(&reset(&list, &["--reveal"]));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut report = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    report.read_line(&mut line).unwrap();
    report.read_line(&mut line).unwrap();
    drop(report);
    let said = desk.finished(&child.wait_with_output().unwrap());
    said.is(5, &["the report could not be written", "Not in the report: line 3, demo.locked: carried-out."]);
    assert_eq!(desk.writes().len(), 2);
    let operations = desk.operations();
    assert_eq!((operations[0].stage, operations[1].stage), (Stage::HandedOver, Stage::Held));
    let resumed = desk.run(&reset(&list, &["--reveal", "--resume"]));
    resumed.is(5, &["1 carried out, 1 skipped, 1 value lost"]);
    assert!(desk.writes().values().all(|count| *count == 1));
    assert_eq!(desk.resets("1002", TEMPSTRONG), desk.resets("1002", TEMPSTRONG));
}

#[test]
fn the_journal_names_the_list_and_the_audit_tells_it() {
    let desk = Desk::new(0, "");
    let list = desk.list(&PEOPLE);
    let said = desk.run(&reset(&list, &[]));
    let id = said.rows()[0].operation.clone();
    let batch = said.err.rsplit_once("Batch ").unwrap().1.trim_end().trim_end_matches('.').to_owned();
    assert!(desk.run(&["audit", "show", &id]).out.contains(&format!("batch        {batch}")));
    assert!(desk.run(&["audit", "list", "--json"]).out.contains(&format!(r#""batch":"{batch}""#)));
    assert!(desk.run(&["audit", "export", "--format", "csv"]).out.contains(&format!(",{batch}\r\n")));
    desk.run(&["audit", "verify"]).is(0, &[]);
}

#[test]
fn one_list_at_a_time_and_trying_is_always_possible() {
    let desk = Desk::new(0, "");
    let list = desk.list(&PEOPLE);
    desk.sandbox.set_delay(std::time::Duration::from_millis(300));
    let mut command = desk.command(&reset(&list, &[]));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut report = BufReader::new(child.stdout.take().unwrap());
    report.read_line(&mut String::new()).unwrap();
    let second = desk.run(&reset(&list, &["--resume"]));
    second.is_only(4, &["Another credesk works through a list at this moment", "Wait until it has ended"]);
    desk.sandbox.set_delay(std::time::Duration::ZERO);
    assert_eq!(desk.run(&reset(&list, &["--dry-run"])).outcomes().len(), 3);
    report.read_line(&mut String::new()).unwrap();
    std::io::copy(&mut report, &mut std::io::sink()).unwrap();
    desk.finished(&child.wait_with_output().unwrap()).is(0, &["3 users: 3 carried out."]);
    assert!(desk.writes().values().all(|count| *count == 1));
}

#[test]
fn a_production_server_is_named_before_anything_is_sent() {
    let desk = Desk::new(0, "environment = \"LIVE\"\nproduction = true");
    let list = desk.list(&PEOPLE);
    let said = desk.run(&reset(&list, &["--dry-run"]));
    assert!(said.err.contains("PRODUCTION: real people\n"), "{}", said.err);
    let desk = Desk::new(0, "");
    assert!(!desk.run(&reset(&desk.list(&PEOPLE), &["--dry-run"])).err.contains("PRODUCTION"));
}
