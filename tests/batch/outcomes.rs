//! What becomes of one user, and what that means for the others.

use credesk::domain::life::Stage;
use credesk::sandbox::{Answer, Fault, Harm, Operator};

use crate::desk::{Desk, TEMPSTRONG};
use crate::sandbox_client::{Client, read, user};

fn reset<'a>(list: &'a str, confirmed: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["reset", "tempstrong", "--from", list, "--confirm", confirmed], more].concat()
}

fn status(status: u16) -> Harm {
    Harm::Instead(Answer::Status(status, r#"{"errors":[{"code":"errors.x","message":"why"}]}"#.into()))
}

#[test]
fn who_cannot_be_done_is_reported_and_the_others_are_done() {
    let desk = Desk::new(0, "");
    let people = [
        "demo.all",
        "demo.limit",
        "nobody.here",
        "demo.archived",
        "demo.none",
        "demo.room",
        "DEMO.ALL",
        "demo.nofragment",
    ];
    let list = desk.list(&people);
    let said = desk.run(&reset(&list, "8", &[]));
    said.is(4, &["8 users: 2 carried out, 6 refused. Batch "]);
    let rows = said.rows();
    for (row, (outcome, sentence)) in rows.iter().zip([
        ("carried-out", "Verified: the server's own reading shows the change."),
        ("refused", "as often as its policy allows"),
        ("refused", "There is no user with the login ID \"nobody.here\""),
        ("refused", "Not possible: this user is archived."),
        ("refused", "The user has no temporary strong password."),
        ("refused", "data room"),
        ("refused", "There is \"demo.all\": capitals count."),
        ("carried-out", "Carried out. The policy does not expose"),
    ]) {
        assert_eq!(row.outcome, outcome, "{row:?}");
        assert!(row.sentence.contains(sentence), "{row:?}");
        assert_eq!(row.value, None);
        let plain = format!("line {}, {}: {outcome}", row.line, row.login_id);
        assert!(said.err.contains(&plain), "{plain}\n{}", said.err);
    }
    assert_eq!((rows[0].client.as_str(), rows[2].client.as_str()), ("100", ""));
    let operations = desk.operations();
    let told: Vec<_> = rows.iter().map(|row| row.operation.clone()).filter(|id| !id.is_empty()).collect();
    assert_eq!(told, operations.iter().map(|operation| operation.id.to_string()).collect::<Vec<_>>());
    assert!(operations.iter().all(|operation| matches!(operation.stage, Stage::Closed | Stage::Refused)));
    // Refused ones are tried again, those that are done are not.
    let again = desk.run(&reset(&list, "8", &["--resume"]));
    again.is(4, &["8 users: 2 skipped, 6 refused."]);
    assert_eq!(desk.writes().get("1001/tempstrong-password/reset"), Some(&1));
}

#[test]
fn trying_says_the_same_and_sends_nothing() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "nobody.here", "svc.backup", "demo.archived"]);
    let said = desk.run(&["reset", "tempstrong", "--from", &list, "--dry-run"]);
    said.is(4, &["Nothing is sent: this only says what would be done."]);
    let rows = said.rows();
    assert_eq!(rows[0].outcome, "would-be-done");
    assert!(rows[0].sentence.starts_with("Reset the temporary strong password would be done."), "{rows:?}");
    assert_eq!((rows[1].outcome.as_str(), rows[3].outcome.as_str()), ("refused", "refused"));
    assert!(desk.writes().is_empty() && desk.operations().is_empty());
    // Of a list that is done, it says that too.
    let list = desk.list(&["demo.all"]);
    desk.run(&reset(&list, "1", &[])).is(0, &[]);
    assert_eq!(desk.run(&["reset", "tempstrong", "--from", &list, "--dry-run"]).is(0, &[]).outcomes(), ["skipped"]);
    let everything = desk.run(&["reset", "tempstrong", "--from", &list, "--dry-run", "--again"]);
    assert_eq!(everything.is(0, &[]).outcomes(), ["would-be-done"]);
    assert_eq!(desk.writes().len(), 1);
}

#[test]
fn a_token_that_ended_ends_the_run() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "demo.locked", "demo.nofragment"]);
    desk.sandbox.inject(Fault::new("POST", "/1002/tempstrong-password/reset", status(401)));
    let said = desk.run(&reset(&list, "3", &[]));
    said.is(3, &["3 users: 1 carried out, 1 refused, 1 not tried.", "--resume carries on"]);
    assert_eq!(desk.writes().get("1003/tempstrong-password/reset"), None);
    desk.run(&reset(&list, "3", &["--resume"])).is(0, &["3 users: 2 carried out, 1 skipped."]);
    desk.give_token("nonsense");
    desk.run(&reset(&list, "3", &["--again"])).is_only(3, &["Get a new token"]);
}

#[test]
fn without_the_permission_each_is_refused_by_the_rules() {
    let desk = Desk::new(0, "");
    desk.give_token(&desk.sandbox.token(Operator::Viewer));
    let list = desk.list(&["demo.all", "demo.locked"]);
    let said = desk.run(&reset(&list, "2", &[]));
    said.is(4, &["2 users: 2 refused."]);
    assert!(said.rows()[0].sentence.starts_with("Not possible: needs "), "{said:?}");
    assert!(desk.writes().is_empty());
}

#[test]
fn a_server_in_trouble_ends_the_run_at_the_third_in_a_row() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "demo.locked", "demo.nofragment", "demo.limit", "demo.conflict", "demo.cards"]);
    for user in ["1002", "1003", "1005"] {
        desk.sandbox.inject(Fault::new("GET", &format!("/users/{user}"), status(503)));
    }
    let said = desk.run(&reset(&list, "6", &[]));
    said.is(4, &["Stopped: 3 users in a row met the same kind of trouble.", "1 carried out, 3 not sent, 2 not tried."]);
    assert_eq!(desk.writes().len(), 1);
    // One that works in between begins the count anew.
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "demo.locked", "demo.nofragment", "demo.conflict"]);
    for user in ["1001", "1002", "1006"] {
        desk.sandbox.inject(Fault::new("GET", &format!("/users/{user}"), status(503)));
    }
    desk.run(&reset(&list, "4", &[])).is(4, &["4 users: 1 carried out, 3 not sent."]);
}

#[test]
fn a_journal_that_takes_no_line_ends_the_run_before_anything_more_is_sent() {
    // The session's line is the first; a user has four: confirmed, held, shown, closed.
    for (line, sent, sentence) in
        [(6, 1, "1 carried out, 1 not sent, 1 not tried"), (7, 2, "2 carried out, 1 not tried")]
    {
        let desk = Desk::new(0, "");
        let list = desk.list(&["demo.all", "demo.locked", "demo.nofragment"]);
        let failing = (line..line + 3).map(|line| format!("journal-{line}=ENOSPC")).collect::<Vec<_>>().join(",");
        let mut command = desk.command(&reset(&list, "3", &[]));
        let said = desk.finished(&command.env("CREDESK_FAILPOINT", failing).output().unwrap());
        said.is(7, &["cannot be written", sentence]);
        assert_eq!(desk.writes().len(), sent, "{said:?}");
        desk.run(&reset(&list, "3", &["--resume"])).is(0, &["3 users: "]);
        assert!(desk.writes().values().all(|writes| *writes == 1) && desk.writes().len() == 3);
    }
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all"]);
    desk.run(&reset(&list, "1", &[])).is(0, &[]);
    std::fs::write(desk.journal(), "hello\n").unwrap();
    let output = desk.command(&reset(&list, "1", &["--again"])).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(7), &b""[..]));
}

#[test]
fn a_list_is_done_once_more_only_on_purpose_and_users_of_another_list_too() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "demo.locked"]);
    desk.run(&reset(&list, "2", &[])).is(0, &[]);
    desk.run(&reset(&list, "2", &[])).is_only(4, &["of the 2 users of this list, an earlier run has sent 2"]);
    let longer = desk.list(&["demo.all", "demo.locked", "demo.nofragment"]);
    for more in [&[][..], &["--resume"]] {
        desk.run(&reset(&longer, "3", more))
            .is_only(4, &["2 of the users of this list", "(the first: line 2, demo.all,"]);
    }
    // Another credential of the same users is another matter, and so is another order of the same list.
    desk.run(&["reset", "puk", "--from", &list, "--confirm", "3"]).is(0, &["3 carried out"]);
    let reordered = desk.list(&["demo.locked", "demo.all"]);
    desk.run(&reset(&reordered, "2", &[])).is_only(4, &["an earlier run has sent 2"]);
    desk.run(&reset(&reordered, "2", &["--again"])).is(0, &["2 carried out. Batch ", "-2."]);
    desk.run(&reset(&reordered, "2", &["--resume"])).is(0, &["2 skipped. Batch ", "-2."]);
    assert_eq!(desk.writes().get("1001/tempstrong-password/reset"), Some(&2));
}

#[test]
fn a_search_that_is_behind_resets_nobody_else() {
    let desk = Desk::new(0, "");
    let mut renamed = read(&Client::helpdesk(&desk.sandbox), &user("1001"));
    renamed["loginId"] = "someone.else".into();
    let instead = Harm::Instead(Answer::Status(200, renamed.to_string()));
    desk.sandbox.inject(Fault::new("GET", "/100/users/1001", instead));
    let list = desk.list(&["demo.all"]);
    let said = desk.run(&reset(&list, "1", &[]));
    let sentence = &said.is(4, &["1 user: 1 refused."]).rows()[0].sentence;
    assert!(sentence.contains("has another login ID by now (\"someone.else\")"), "{sentence}");
    assert!(desk.writes().is_empty());
}

#[test]
fn cards_are_replaced_each_by_its_line() {
    let desk = Desk::new(0, "");
    let text = "login_id,card,comment\ndemo.all,,lost\ndemo.cards,otp-1007-2,\ndemo.conflict,no-such,\ndemo.locked,,\n";
    let list = desk.file("cards.csv", text.as_bytes());
    let said = desk.run(&["otp", "replace", "--from", &list, "--confirm", "4", "--ticket", "CHG-1"]);
    said.is(4, &["Replace the OTP card of 4 users", "Every cell of each one's present card"]);
    assert_eq!(said.outcomes(), ["carried-out", "carried-out", "refused", "carried-out"]);
    let written = desk.writes();
    assert_eq!(written.get("1007/otp-credentials/otp-1007-2/replace"), Some(&1), "{written:?}");
    let operations = desk.operations();
    assert_eq!(operations[0].intent.comment.as_deref(), Some("lost"));
    // Which of two cards is never guessed.
    let two = desk.list(&["demo.cards"]);
    let said = desk.run(&["otp", "replace", "--from", &two, "--confirm", "1", "--again"]);
    assert!(said.is(4, &[]).rows()[0].sentence.contains("OTP cards"), "{said:?}");
}

#[test]
fn a_comment_follows_each_reset_where_the_profile_says_so() {
    let desk = Desk::new(0, "comment_after_reset = true");
    let list = desk.file("list.csv", b"login_id,comment\ndemo.all,hello\ndemo.locked,\n");
    let said = desk.run(&reset(&list, "2", &["--comment", "for all"]));
    said.is(0, &[]);
    assert!(said.rows().iter().all(|row| row.sentence.contains("The comment is written too.")), "{said:?}");
    let writes = desk.writes();
    assert_eq!(writes.len(), 4);
    assert!(writes.values().all(|count| *count == 1), "{writes:?}");
    desk.run(&reset(&list, "2", &["--comment", "another", "--resume"])).is(0, &["2 skipped"]);
    assert_eq!(desk.resets("1001", TEMPSTRONG), 3);
}
