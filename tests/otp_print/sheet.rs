//! What is on the sheet, and what is said of it: labels, and names that a printer or a terminal could stumble over.

use std::fs;

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::json;

use crate::desk::Desk;
use crate::sandbox_client::{Client, read, user};

const TO_TEXT: [&str; 4] = ["--user", "demo.all", "--to", "text"];

#[test]
fn without_its_policy_a_card_has_the_default_labels_and_that_is_said() {
    let desk = Desk::new();
    let with = desk.print(&TO_TEXT);
    assert!(with.is(0, &[]).text().contains("|    A    B    C "), "{}", with.text());
    let default =
        "The cells are called 001, 002, ..., nevisIDM's default: check that the sign-in page asks for them so.\n";
    for (status, body, why) in [
        (403, json!({ "errors": [{ "code": "errors.permissionDenied" }] }), "Refused: you lack a permission.\n"),
        (200, json!({ "items": [] }), "It is not among the client's.\n"),
    ] {
        let instead = Harm::Instead(Answer::Status(status, body.to_string()));
        desk.sandbox.inject(Fault::new("GET", "/100/policies", instead));
        let without = desk.print(&TO_TEXT);
        without.is(0, &["The card's policy could not be read. ", why, default]);
        let cells = desk.cells("1001", "otp-1001");
        let first = format!("| 001 {}  002 {} ", cells[0], cells[1]);
        assert!(without.text().contains(&first), "{}", without.text());
    }
    // A card that has no policy has the default by right.
    let said = desk.print(&["--user", "demo.nopolicy", "--to", "text"]);
    assert!(!said.is(0, &[]).err.contains("The card's policy"), "{}", said.err);
}

/// The user is called so in the next answer.
fn rename(desk: &Desk, first: &str, family: &str) {
    let mut called = read(&Client::helpdesk(&desk.sandbox), &user("1001"));
    called["name"] = json!({ "firstName": first, "familyName": family });
    let instead = Harm::Instead(Answer::Status(200, called.to_string()));
    desk.sandbox.inject(Fault::new("GET", "/100/users/1001", instead));
}

#[test]
fn a_hostile_name_moves_neither_terminal_nor_printer() {
    let desk = Desk::new();
    rename(&desk, "Mi\u{1b}[2Jlena", "Petro\u{202e}vić\x0c");
    let said = desk.print(&TO_TEXT);
    let shown = "Mi<U+001B>[2Jlena Petro<U+202E>vić<U+000C>";
    said.is(0, &[&format!("OTP card otp-1001 of {shown} (demo.all), client 100.\n")]);
    assert!(said.text().starts_with(&format!("{shown}\n")), "{}", said.text());
    assert_eq!(said.text().matches(|sign: char| sign.is_control() && sign != '\n').collect::<String>(), "\x0c");
}

#[test]
fn a_character_without_a_shape_is_named_and_the_sheet_is_printed_all_the_same() {
    let desk = Desk::new();
    rename(&desk, "李", "Petrović");
    let boxed = "The font has no shape for \"李\" in the name or the address: a box stands there instead.\n";
    desk.print(&["--user", "demo.all", "--to", "file", "--file", "card.pdf"]).is_only(0, &[boxed, "Saved to "]);
    assert!(fs::read(desk.path("card.pdf")).unwrap().starts_with(b"%PDF-"));
    // In text no font of credesk's has a part.
    rename(&desk, "李", "Petrović");
    let said = desk.print(&TO_TEXT);
    assert!(said.text().starts_with("李 Petrović\n") && !said.err.contains("font"), "{}", said.err);
}

#[test]
fn a_user_without_a_name_gets_no_sheet() {
    let desk = Desk::new();
    rename(&desk, "", "");
    let sentence = "Not printed: the user's name is missing, and a sheet must say whose it is.\n";
    desk.print(&TO_TEXT).is_only(4, &[sentence, "Have the user completed in nevisIDM, then print again.\n"]);
    assert_eq!(desk.lines().len(), 0);
}
