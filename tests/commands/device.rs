//! `credesk device-password`: a password from standard input or made here, never an argument.

use credesk::sandbox::{Answer, Fault, Harm};

use crate::desk::Desk;

const SET: [&str; 6] = ["device-password", "set", "--user", "demo.all", "--confirm", "demo.all"];
const RESET: [&str; 7] = ["device-password", "reset", "--user", "demo.all", "--confirm", "demo.all", "--reveal"];
/// Which credential, and a value that no other text holds.
const PASSWORD: &str = "Vx7qJ2mRt9Wz";

#[test]
fn a_password_comes_from_standard_input_and_is_nowhere_else() {
    let desk = Desk::new();
    let said = desk.run_with(&SET, format!("{PASSWORD}\n").as_bytes());
    said.is_only(
        0,
        &["The new device password is valid now. It was not put out: --reveal was not given.\n", "Verified:"],
    );
    desk.is_nowhere_else(PASSWORD, &said);
    assert_eq!(desk.writes(), 1);
    assert_eq!(desk.events(), ["confirmed", "held", "shown", "closed"]);
    // Without a line break at its end too.
    desk.run_with(&SET, PASSWORD.as_bytes()).is_only(0, &[]);
    let said = desk.run_with(&[&SET[..], &["--reveal", "--json"]].concat(), PASSWORD.as_bytes());
    assert_eq!(said.is(0, &[]).json()["value"], PASSWORD);
    desk.is_nowhere_else(PASSWORD, &said);
}

#[test]
fn a_password_that_cannot_be_is_refused_with_its_reason_and_nothing_is_sent() {
    let desk = Desk::new();
    let long = "x".repeat(2000);
    for (input, sentence) in [
        ("Vx7qJ2mRt9Wz \n", "The password holds a space"),
        ("Vx7qJ2mRt9Wz\r\n", "The password holds a character that is not on every keyboard."),
        ("abc\n", "The policy asks for at least 6 characters; this has 3."),
        ("", "standard input holds no password."),
        ("\n", "Type a password"),
        ("Vx7qJ2mRt9Wz\nmore\n", "standard input holds more than one line, and the password is one."),
        (&long, "the password is longer than any can be."),
    ] {
        let said = desk.run_with(&SET, input.as_bytes());
        said.is_only(2, &["Nothing was sent", sentence]);
        assert!(!said.err.contains("Vx7q"), "{}", said.err);
    }
    desk.run_with(&SET, b"Vx7q\xff\xfeJ2mR\n").is_only(2, &["the password is not UTF-8."]);
    let strict = ["device-password", "set", "--user", "demo.devices", "--confirm", "demo.devices"];
    let strict = [&strict[..], &["--device", "dev-1009-strict"]].concat();
    desk.run_with(&strict, b"abcdefghijklmnop\n").is_only(2, &["no letters", "signs such as + or ?"]);
    assert_eq!(desk.writes(), 0);
}

#[test]
fn of_several_the_operator_says_which() {
    let desk = Desk::new();
    let several = ["device-password", "reset", "--user", "demo.devices", "--confirm", "demo.devices", "--reveal"];
    desk.run(&several).is_only(2, &["The user has 4 device passwords (", "Say which: --device EXTID."]);
    desk.run(&[&several[..], &["--device", "dev-1"]].concat())
        .is_only(4, &["Nothing was sent: the user has no device password dev-1, but dev-1009-lax,"]);
    desk.run(&["device-password", "reset", "--user", "demo.cards", "--confirm", "demo.cards", "--reveal"])
        .is_only(4, &["Nothing was sent: the user has no device password.\n"]);
    assert_eq!(desk.writes(), 0);
    let said = desk.run(&[&several[..], &["--device", "dev-1009-strict"]].concat());
    let value = said.is(0, &["is put out here, and only here.\n"]).out.trim_end();
    assert!(value.len() >= 12 && value.contains(|character: char| !character.is_ascii_alphanumeric()), "{value}");
    desk.is_nowhere_else(value, &said);
}

#[test]
fn state_and_policy_go_with_it() {
    let desk = Desk::new();
    let more = ["--state", "disabled", "--policy", "dev-strict", "--comment", "lost phone"];
    let said = desk.run_with(&[&SET[..], &more].concat(), b"Vx7qJ2mRt9W+z\n");
    said.is_only(0, &["state: active -> disabled.\n", "Its state is disabled: no sign-in with it"]);
    let now = desk.credential("1001", "DevicePassword");
    assert_eq!((now["stateName"].as_str(), now["policyExtId"].as_str()), (Some("disabled"), Some("dev-strict")));
    assert!(now["modificationComment"].as_str().unwrap().ends_with("] lost phone"));
    let unknown = [&SET[..], &["--policy", "puk-standard"]].concat();
    desk.run_with(&unknown, b"Vx7qJ2mRt9W+z\n").is_only(
        4,
        &["Nothing was sent: the client has no policy puk-standard for device passwords, but dev-standard"],
    );
    assert_eq!(desk.writes(), 1);
}

#[test]
fn after_a_lost_answer_the_password_that_was_made_is_put_out_where_it_is_the_valid_one() {
    let desk = Desk::new();
    let lost = Harm::AfterCarryingOut(Answer::Close);
    desk.sandbox.inject(Fault::new("PATCH", "/device-password/dev-1001", lost));
    let said = desk.run(&RESET);
    let value = said.is(0, &["The new password is the valid one, although the answer was lost.\n"]).out.trim_end();
    assert_eq!(value.len(), 16);
    desk.is_nowhere_else(value, &said);
    assert_eq!(desk.events(), ["confirmed", "unknown", "happened", "shown", "handed-over"]);
    assert_eq!(desk.writes(), 1);
}

#[test]
fn a_conflict_is_a_refusal() {
    let desk = Desk::new();
    let contested = ["device-password", "reset", "--user", "demo.conflict", "--confirm", "demo.conflict", "--reveal"];
    desk.run(&contested)
        .is_only(4, &["Someone else changed this credential in the meantime.\n", "no reset took place"]);
    assert_eq!(desk.writes(), 1);
}
