//! `credesk reset`: one request, the receipt, the value only where it was asked for.

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::json;

use crate::desk::Desk;

const TEMPSTRONG: [&str; 6] = ["reset", "tempstrong", "--user", "demo.all", "--confirm", "demo.all"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&TEMPSTRONG[..], more].concat()
}

#[test]
fn without_reveal_the_receipt_says_so_and_no_value_is_anywhere() {
    let desk = Desk::new();
    let before = desk.credential("1001", "Temporary Strong Password")["resetCount"].as_i64().unwrap();
    desk.run(&TEMPSTRONG).is_only(
        0,
        &[
            "Carried out. The new temporary strong password came, and was not put out: --reveal was not given.\n",
            "have it done again with --reveal.\n",
            "Verified: the server's own reading shows the change.\n",
        ],
    );
    assert_eq!(desk.writes(), 1);
    assert_eq!(desk.credential("1001", "Temporary Strong Password")["resetCount"].as_i64(), Some(before + 1));
    assert_eq!(desk.events(), ["confirmed", "held", "shown", "closed"]);
}

#[test]
fn with_reveal_the_value_stands_alone_on_its_line_and_nowhere_else() {
    let desk = Desk::new();
    let said = desk.run(&with(&["--reveal"]));
    said.is(0, &["The new temporary strong password is put out here, for reading out.\n", "Verified:"]);
    let value = said.out.strip_suffix('\n').unwrap();
    assert!(value.len() == 30 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{value:?}");
    desk.is_nowhere_else(value, &said);
    assert_eq!(desk.writes(), 1);
    assert_eq!(desk.events(), ["confirmed", "held", "shown", "handed-over"]);
}

#[test]
fn json_holds_the_value_only_with_reveal() {
    let desk = Desk::new();
    let said = desk.run(&with(&["--json"]));
    let object = said.is(0, &[]).json();
    assert_eq!(
        (&object["outcome"], &object["exit"], &object["verified"]),
        (&json!("carried-out"), &json!(0), &json!(true))
    );
    assert!(object.get("value").is_none());
    assert_eq!(object["user"]["loginId"], "demo.all");
    assert_eq!(object["credential"]["resetCount"], 3);
    let said = desk.run(&with(&["--json", "--reveal"]));
    let object = said.is(0, &[]).json();
    let value = object["value"].as_str().unwrap().to_owned();
    assert_eq!(value.len(), 30);
    desk.is_nowhere_else(&value, &said);
    assert_eq!(desk.events()[4..], ["confirmed", "held", "shown", "handed-over"]);
}

#[test]
fn each_of_the_three_is_reset_and_a_hash_is_no_value() {
    let desk = Desk::new();
    for (what, kind, thing) in [("puk", "PUK", "PUK"), ("ticket", "Ticket Authorization", "ticket")] {
        let before = desk.credential("1001", kind)["resetCount"].as_i64().unwrap();
        let said = desk.run(&["reset", what, "--user", "demo.all", "--confirm", "demo.all", "--reveal"]);
        said.is_only(0, &[&format!("The server answered with a hash of the new {thing}: nothing to read out.\n")]);
        assert_eq!(desk.credential("1001", kind)["resetCount"].as_i64(), Some(before + 1));
    }
    let said = desk.run(&["reset", "puk", "--user", "demo.plainpuk", "--confirm", "demo.plainpuk", "--reveal"]);
    let value = said.is(0, &[]).out.trim_end();
    assert!(value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit()), "{value}");
    desk.is_nowhere_else(value, &said);
    desk.run(&["reset", "tempstrong", "--user", "demo.nofragment", "--confirm", "demo.nofragment", "--reveal"])
        .is_only(0, &["The policy does not expose the new temporary strong password"]);
    assert_eq!(desk.writes(), 4);
}

#[test]
fn a_word_that_is_not_the_login_id_sends_nothing() {
    let desk = Desk::new();
    for wrong in ["Demo.all", "demo.al", "demo.all ", "", "1001"] {
        let said = desk.run(&["reset", "puk", "--user", "demo.all", "--confirm", wrong]);
        said.is_only(2, &["Nothing was sent: --confirm must be \"demo.all\", the login ID. Capitals count.\n"]);
    }
    assert_eq!(desk.writes(), 0);
    assert_eq!(desk.events(), Vec::<String>::new());
}

#[test]
fn warnings_are_said_before_anything_is_sent() {
    let desk = Desk::new();
    for (login, warning) in [
        ("demo.hidden", "Name or login ID hold hidden characters: make sure who this is.\n"),
        ("demo.mixed", "mix letters of scripts that look alike: make sure who this is.\n"),
        ("demo.disabled", "This user is disabled.\n"),
    ] {
        desk.run(&["reset", "tempstrong", "--user", login, "--confirm", login]).is_only(0, &[warning]);
    }
    let said = desk.run(&["reset", "puk", "--user", "demo.limit", "--confirm", "demo.limit"]);
    said.is_only(4, &["It was reset 5 of 5 times: the server will most likely refuse.\n", "no reset took place"]);
}

#[test]
fn a_refusal_has_its_sentence_its_code_and_its_fault() {
    let desk = Desk::new();
    let said = desk.run(&["reset", "puk", "--user", "demo.limit", "--confirm", "demo.limit", "--json"]);
    let object = said.is(4, &["nevisIDM said: "]).json();
    let shown = (&object["outcome"], &object["fault"], &object["exit"]);
    assert_eq!(shown, (&json!("refused"), &json!("reset-limit"), &json!(4)));
    assert!(object["serverSaid"].as_str().unwrap().contains("errors.maxResetCountExceeded"), "{object:#}");
    assert_eq!(desk.events(), ["confirmed", "refused"]);
    desk.run(&["reset", "puk", "--user", "demo.room", "--confirm", "demo.room"])
        .is_only(4, &["Refused: this user is outside your data room.\n"]);
    desk.run(&["reset", "puk", "--user", "demo.archived", "--confirm", "demo.archived"])
        .is_only(4, &["Not possible: this user is archived.\n"]);
    desk.run(&["reset", "puk", "--user", "demo.none", "--confirm", "demo.none"])
        .is_only(4, &["Nothing was sent: the user has no PUK.\n"]);
    assert_eq!(desk.writes(), 1);
}

#[test]
fn a_lost_answer_is_settled_by_reading_and_never_sent_again() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::new("POST", "/tempstrong-password/reset", Harm::AfterCarryingOut(Answer::Close)));
    let said = desk.run(&with(&["--reveal", "--json"]));
    let object = said.is(0, &["Carried out: the reset count went from 2 to 3.\n"]).json();
    assert_eq!(object["outcome"], "happened");
    assert!(object.get("value").is_none());
    assert_eq!(
        (desk.writes(), desk.events()),
        (1, ["confirmed", "unknown", "happened", "shown", "closed"].map(String::from).to_vec())
    );
    // What it never did, it says only when it can no longer arrive.
    desk.configure(&desk.sandbox.url(), "write_timeout_s = 1\nsettle_s = 5");
    desk.sandbox.inject(Fault::new("POST", "/tempstrong-password/reset", Harm::Instead(Answer::Close)));
    let object = desk.run(&with(&["--json"])).is(4, &["Not carried out"]).json();
    assert_eq!(object["outcome"], "did-not-happen");
    assert_eq!(desk.writes(), 2);
}

#[test]
fn the_ticket_and_the_comment_go_where_they_belong() {
    let desk = Desk::with("comment_after_reset = true");
    let more = ["--ticket", "INC-4711", "--comment", "called from the branch"];
    desk.run(&with(&more)).is_only(0, &["The comment is written too.\n", "Verified:"]);
    assert_eq!(desk.writes(), 2, "the reset, and the comment that it could not take");
    let comment =
        desk.credential("1001", "Temporary Strong Password")["modificationComment"].as_str().unwrap().to_owned();
    assert!(comment.ends_with("] INC-4711 called from the branch"), "{comment}");
    assert!(desk.journal_text().contains("INC-4711"));
    // Without a comment there is one request, and the journal alone knows the reference.
    let object = desk.run(&with(&["--ticket", "#12", "--json"])).json();
    assert_eq!((object["ticket"].as_str(), desk.writes()), (Some("#12"), 3));
    // The case is closed, and locks nothing.
    desk.run(&["audit", "list"]).is(0, &[]);
}

#[test]
fn a_log_of_everything_holds_no_value() {
    let desk = Desk::new();
    let log = ["--log", "log.txt", "--log-level", "trace"];
    let value = desk.run(&[&with(&["--reveal"])[..], &log].concat()).is(0, &[]).out.trim_end().to_owned();
    let set = ["device-password", "set", "--user", "demo.all", "--confirm", "demo.all"];
    desk.run_with(&[&set[..], &log].concat(), b"Vx7qJ2mRt9Wz\n").is(0, &[]);
    let card = ["otp", "replace", "--user", "demo.all", "--confirm", "demo.all", "--reveal", "--json"];
    let card = desk.run(&[&card[..], &log].concat()).json();
    let log = std::fs::read_to_string(desk.path("log.txt")).unwrap();
    assert!(log.contains("POST") && log.contains("PATCH"), "{log}");
    let first_row = card["cells"][0].as_array().unwrap();
    let row: Vec<_> = first_row.iter().map(|cell| cell.as_str().unwrap()).collect();
    for needle in [value.as_str(), "Vx7qJ2mRt9Wz", &row.join(","), &row.join(" ")] {
        assert!(needle.len() >= 8 && !log.contains(needle), "{needle}");
    }
}
