//! Finding a user: lists in pieces, names that are easily mixed up, and what may not be done.

use credesk::sandbox::{Operator, Options, Sandbox};
use tempfile::TempDir;

use crate::place::Place;

#[test]
fn a_long_list_comes_ten_at_a_time() {
    let sandbox = Sandbox::start(Options { users: 300, ..Options::default() }).unwrap();
    let place = Place { sandbox, home: TempDir::new().unwrap() };
    place.configure(Operator::Helpdesk, "page_size = 25");
    let said = place.ask(&["1", "example.ch", "m", "m", "23", "q"]);
    said.is(
        0,
        &["1. ", "These are 1 to 10 of", "11. ", "These are 11 to 20 of", "30. ", "Name: ", "Which credential of "],
    );
    let name = |line: &str| line.split_once(". ").and_then(|(_, rest)| rest.split_once(',')).unwrap().0.to_owned();
    let chosen = said.out.lines().find(|line| line.starts_with("23. ")).map(name).unwrap();
    assert!(said.out.contains(&format!("\nName: {chosen}\n")), "{chosen}\n{}", said.out);
}

#[test]
fn names_that_are_not_what_they_look_like_are_said_to_be() {
    let place = Place::new();
    let hidden = "Careful: hidden characters in name or login ID.";
    place.ask(&["1", "demo.hidden", "1", "q"]).is(0, &[hidden, "Careful: name or login ID hold hidden characters."]);
    let mixed = "Careful: letters of several scripts in name or login ID.";
    place
        .ask(&["1", "demo.mixed", "1", "q"])
        .is(0, &[mixed, "Careful: name or login ID hold letters of several scripts."]);
    place
        .ask(&["1", "nobody.at.all", "q"])
        .is(0, &["Nobody found for \"nobody.at.all\".", "Whom are you looking for?"]);
    place.ask(&["1", "x", "q"]).is(0, &["Type at least 2 characters."]);
}

#[test]
fn what_may_not_be_done_is_said_with_the_reason() {
    let place = Place::of(Operator::Helpdesk, "read_only = true");
    let reason = "Not possible here: Regenerate the PUK. The reason: this session is read-only.";
    place.ask_demo_all(&["1", "q"]).is(0, &["This session is read-only", reason, "nothing that can be done"]);
    let place = Place::of(Operator::Viewer, "");
    let reason = "Not possible here: Regenerate the PUK. The reason: needs AccessControl.CredentialModify.";
    place.ask_demo_all(&["1", "q"]).is(0, &[reason]);
    assert_eq!(place.writes(), 0);
}

#[test]
fn a_self_admin_begins_with_the_own_credentials() {
    let place = Place::of(Operator::SelfAdmin, "self_admin = true");
    let said = place.ask(&["1", "q"]);
    said.is(0, &["1. Your own credentials.", "Login ID: demo.self", "Which credential of "]);
}

#[test]
fn without_a_search_service_the_list_of_the_client_is_looked_through() {
    let place = Place::of(Operator::NoSearch, "client = \"100\"");
    place.ask(&["1", "demo.all", "1", "q"]).is(0, &["looking for exact login IDs", "Login ID: demo.all"]);
}
