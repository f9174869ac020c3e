//! What the server refuses, what it sends that is no card, and a journal that cannot be written: nothing is printed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::json;

use crate::desk::Desk;

const TO_FILE: [&str; 6] = ["--user", "demo.all", "--to", "file", "--file", "card.pdf"];

/// Prints into a file, which must fail and leave none.
#[track_caller]
fn refused(desk: &Desk, code: i32, sentences: &[&str]) {
    desk.print(&TO_FILE).is_only(code, sentences);
    assert!(!desk.path("card.pdf").exists());
    assert_eq!(desk.prints(), Vec::<String>::new());
}

fn answer(desk: &Desk, path: &str, status: u16, body: &str) {
    let instead = Harm::Instead(Answer::Status(status, body.to_owned()));
    desk.sandbox.inject(Fault::new("GET", path, instead));
}

#[test]
fn a_user_outside_the_data_room() {
    let desk = Desk::new();
    let advice = "Pass the caller on to the help desk in charge of this user.\nnevisIDM said: ";
    desk.print(&["--user", "demo.room", "--to", "text"])
        .is_only(4, &["Refused: this user is outside your data room.\n", advice]);
}

#[test]
fn without_the_right_to_see_credentials() {
    let desk = Desk::new();
    let denied =
        |right: &str| json!({ "errors": [{ "code": "errors.permissionDenied", "message": right }] }).to_string();
    answer(&desk, "/1001/credentials", 403, &denied("Missing AccessControl.CredentialView"));
    refused(&desk, 4, &["Refused: you lack AccessControl.CredentialView.\n"]);
    answer(&desk, "/otp-credentials/otp-1001", 403, &denied("no"));
    refused(&desk, 4, &["Refused: you lack a permission.\n"]);
}

#[test]
fn without_a_token_that_counts() {
    let desk = Desk::new();
    desk.give_token("dGhpcy10b2tlbi1oYXMtZW5kZWQ");
    let sentence = "nevisIDM does not accept your sign-in: the token is wrong, or has ended.\nGet a new token, then run the command again.\n";
    refused(&desk, 3, &[sentence]);
    fs::remove_file(desk.path("token")).unwrap();
    refused(&desk, 3, &["There is no token to sign in with:", "Put the profile right, then try again.\n"]);
    desk.configure(&desk.sandbox.url(), "token_env = \"NO_SUCH_TOKEN\"");
    refused(&desk, 3, &["NO_SUCH_TOKEN"]);
}

#[test]
fn a_server_that_is_none() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::new("GET", "/query/v1/users", Harm::Instead(Answer::HtmlPage)));
    refused(&desk, 4, &["This is a web page, not nevisIDM (\"Sign in - Proxy\").\n"]);
    answer(&desk, "/100/users/1001", 503, "{}");
    refused(&desk, 4, &["The server failed (HTTP 503).\n"]);
    desk.sandbox.inject(Fault::new("GET", "/otp-credentials/otp-1001", Harm::CutBody(40)));
    refused(&desk, 4, &["The answer was cut off.\n"]);
    desk.configure("http://127.0.0.1:1", "");
    refused(&desk, 4, &["The server does not answer: no connection could be made.\n"]);
    desk.configure("https://127.0.0.1:1", "ca_file = \"nowhere.pem\"");
    refused(&desk, 2, &["nowhere.pem"]);
}

#[test]
fn what_is_no_whole_card_is_not_printed() {
    let desk = Desk::new();
    let whole = desk.card("1001", "otp-1001");
    let otp = whole["otp"].as_str().unwrap();
    let (short, _) = otp.rsplit_once(',').unwrap();
    let locked_out =
        "A shifted card would lock the user out.\nPrint it again; if it stays so, replace the card in the console.\n";
    for (otp, why) in [
        (json!(short), "Not printed: the card has 99 of 100 cells."),
        (json!(otp.replacen("10|", "0|", 1)), "Not printed: the card has an impossible size."),
        (json!(null), "Not printed: the card does not have the parts rows|cols|counters|card."),
    ] {
        let mut card = whole.clone();
        card["otp"] = otp;
        answer(&desk, "/otp-credentials/otp-1001", 200, &card.to_string());
        refused(&desk, 4, &[why, locked_out]);
    }
    let others = desk.card("1007", "otp-1007-2").to_string();
    answer(&desk, "/otp-credentials/otp-1001", 200, &others);
    refused(&desk, 4, &["The answer belongs to", "Nothing of it is shown."]);
}

#[test]
fn without_a_journal_nothing_is_printed() {
    let desk = Desk::new();
    let journal = desk.journal();
    fs::create_dir_all(journal.parent().unwrap()).unwrap();
    fs::set_permissions(journal.parent().unwrap(), Permissions::from_mode(0o700)).unwrap();
    symlink("/nowhere/journal.jsonl", &journal).unwrap();
    let sentences =
        ["Not printed: no line could be written into the journal.", "Put the journal right, then print again.\n"];
    desk.print(&TO_FILE).is_only(7, &sentences);
    assert!(!desk.path("card.pdf").exists());
    desk.print(&["--user", "demo.all", "--to", "text"]).is_only(7, &sentences);
    fs::remove_file(&journal).unwrap();
    desk.print(&TO_FILE).is_only(0, &["Saved to ", "card.pdf, readable by you alone"]);
}
