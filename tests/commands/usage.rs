//! What contradicts itself, and what is no value of an option: a sentence, and nothing is asked of the server.

use credesk::sandbox::Operator;

use crate::desk::Desk;

const PUK: [&str; 6] = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"];

#[track_caller]
fn refused(desk: &Desk, arguments: &[&str], code: i32, sentence: &str) {
    let before = desk.sandbox.requests().len();
    desk.run(arguments).is_only(code, &[sentence]);
    assert_eq!(desk.sandbox.requests().len(), before, "{arguments:?}");
    let object = desk.run(&[arguments, &["--json"]].concat()).is(code, &[sentence]).json();
    assert_eq!((&object["kind"], &object["error"]["exit"]), (&"error".into(), &code.into()), "{object}");
    assert_eq!(desk.writes(), 0);
}

#[test]
fn without_a_terminal_confirm_is_required() {
    let desk = Desk::new();
    for arguments in [
        &["reset", "tempstrong", "--user", "demo.all"][..],
        &["otp", "replace", "--user", "demo.all"],
        &["device-password", "set", "--user", "demo.all"],
        &["device-password", "reset", "--user", "demo.all", "--reveal"],
    ] {
        refused(&desk, arguments, 2, "Nothing was sent: there is no terminal to ask on. Confirm with --confirm LOGIN");
    }
}

#[test]
fn options_that_cannot_be() {
    let desk = Desk::new();
    let long = "x".repeat(501);
    for (more, sentence) in [
        (&["--ticket", "INC 4711"][..], "Nothing was sent: --ticket cannot be read. A ticket reference has 1 to 40"),
        (&["--ticket", ""], "--ticket cannot be read."),
        (&["--comment", "x"], "this reset takes no comment. With comment_after_reset = true"),
        (&["--client", "a/b"], "--client must be an external ID, but"),
    ] {
        refused(&desk, &[&PUK[..], more].concat(), 2, sentence);
    }
    let replace = ["otp", "replace", "--user", "demo.all", "--confirm", "demo.all"];
    for (more, sentence) in [
        (&["--comment", ""][..], "Nothing was sent: --comment is empty."),
        (&["--comment", " \t "], "Nothing was sent: --comment is empty."),
        (&["--comment", &long], "Nothing was sent: a comment has at most 500 characters; this has 501."),
        (&["--comment", "two\nlines"], "a comment is one line without hidden characters."),
        (&["--comment", "a\u{202e}b"], "a comment is one line without hidden characters."),
        (&["--comment", "a\u{1b}[2Jb"], "a comment is one line without hidden characters."),
        (&["--card", ".."], "--card must be an external ID, but"),
    ] {
        refused(&desk, &[&replace[..], more].concat(), 2, sentence);
    }
    refused(
        &desk,
        &["reset", "puk", "--user", "x", "--confirm", "x"],
        2,
        "A login ID of two characters or more is needed.",
    );
    refused(&desk, &["find", "x"], 2, "type at least 2 characters.");
    let set = ["device-password", "set", "--user", "demo.all", "--confirm", "demo.all"];
    refused(
        &desk,
        &[&set[..], &["--state", "gone"]].concat(),
        2,
        "There is no state \"gone\". There is: initial, active,",
    );
    refused(&desk, &[&set[..], &["--policy", "a b"]].concat(), 2, "--policy must be an external ID, but");
}

#[test]
fn what_is_not_allowed_here() {
    let desk = Desk::new();
    refused(&desk, &[&PUK[..], &["--read-only"]].concat(), 4, "Nothing was sent: this session is read-only.");
    let made = ["device-password", "reset", "--user", "demo.all", "--confirm", "demo.all"];
    refused(&desk, &made, 2, "nobody would know it. Give --reveal");
    for (word, does) in [("print", "only prints values"), ("never", "lets no value out")] {
        desk.configure(&desk.sandbox.url(), &format!("reveal = \"{word}\""));
        let sentence =
            format!("Nothing was sent: this profile {does} (reveal = \"{word}\"), and --reveal would put one out.");
        refused(&desk, &[&PUK[..], &["--reveal"]].concat(), 4, &sentence);
        refused(&desk, &["otp", "show", "--user", "demo.all", "--reveal"], 4, &sentence);
    }
    let own = Desk::of(Operator::SelfAdmin, "self_admin = true");
    refused(&own, &PUK, 2, "a self-admin changes own credentials in the console, which asks for the password.");
    refused(&own, &["otp", "show", "--user", "demo.self"], 2, "A self-admin's card is shown in the console");
}

#[test]
fn a_misspelt_command_is_told_by_name_and_a_password_is_no_argument() {
    let desk = Desk::new();
    desk.run(&["resett", "puk"]).is_only(2, &["unrecognized subcommand 'resett'", "reset"]);
    desk.run(&["reset", "pin", "--user", "demo.all"]).is_only(2, &["invalid value 'pin'", "tempstrong, puk, ticket"]);
    desk.run(&["reset", "puk"]).is_only(2, &["--user <LOGIN>"]);
    desk.run(&["device-password", "set", "--user", "demo.all", "--password=hunter2"])
        .is_only(2, &["credesk takes no --password: everybody on this host can read a command line."]);
    assert_eq!(desk.sandbox.requests().len(), 0);
}

/// Whatever ends a change before its request: whether anything was sent never stays open.
#[test]
fn a_change_that_ends_early_says_that_nothing_was_sent() {
    let desk = Desk::new();
    for (arguments, code, why) in [
        (&["reset", "puk", "--user", "nobody", "--confirm", "nobody"][..], 4, "There is no user"),
        (&["reset", "puk", "--user", "demo.room", "--confirm", "demo.room"], 4, "outside your data room"),
        (&["otp", "replace", "--user", "demo.cards", "--confirm", "demo.cards"], 2, "Say which: --card"),
        (
            &["device-password", "reset", "--user", "demo.devices", "--confirm", "demo.devices", "--reveal"],
            2,
            "--device",
        ),
        (
            &[&PUK[..], &["--profile", "none"]].concat(),
            2,
            "There is no profile \"none\". The configuration has \"test\".",
        ),
    ] {
        let said = desk.run(arguments);
        assert_eq!(said.is_only(code, &[why]).err.matches("Nothing was sent").count(), 1, "{said:?}");
    }
    assert_eq!(desk.writes(), 0);
}
