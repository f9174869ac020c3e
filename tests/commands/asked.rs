//! On a terminal the login ID is asked for, and so is whether a value may stay in its history.

use crate::desk::Desk;
use crate::pty::{Pty, Start};

fn start(desk: &Desk, arguments: &[&str]) -> Pty {
    let surroundings = desk.surroundings();
    let environment: Vec<_> = surroundings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Pty::start(&Start { arguments, environment: &environment, ..Start::default() })
}

#[test]
fn everything_is_said_before_the_login_id_confirms() {
    let desk = Desk::new();
    let mut pty = start(&desk, &["reset", "puk", "--user", "demo.all"]);
    pty.wait_for("Type demo.all and press Enter to send, or Enter alone to cancel:");
    let server = desk.sandbox.url().replace("http://", "Server       ");
    for text in [
        "Regenerate the PUK",
        &server,
        "Milena Petrovi",
        "1001 in client 100   language German",
        "Filiale Chur",
        "PUK puk-1001, active, reset 1 of 5 times",
        "The present PUK stops working at once. This cannot be undone.",
        "--reveal was not given",
    ] {
        pty.wait_for(text);
    }
    assert!(!pty.contents().contains("PRODUCTION"), "{}", pty.contents());
    pty.send("demo.al\n");
    pty.wait_for("not the word above. Capitals count.");
    assert_eq!(desk.writes(), 0);
    // What is typed before the question stands there again does not count.
    pty.wait_until("the question again", |screen| screen.contents().matches("Enter alone to cancel:").count() == 2);
    pty.send("demo.all\n");
    pty.wait_for("Verified: the server's own reading shows the change.");
    assert_eq!((pty.exit_code(), desk.writes()), (0, 1));
}

#[test]
fn on_a_production_server_it_says_so_first() {
    let desk = Desk::with("environment = \"LIVE\"\nproduction = true");
    let mut pty = start(&desk, &["reset", "puk", "--user", "demo.all"]);
    pty.wait_for("Enter alone to cancel:");
    let screen = pty.contents();
    let production = screen.find("PRODUCTION: real people").unwrap_or_else(|| panic!("{screen}"));
    assert!(production < screen.find("Regenerate the PUK").unwrap(), "{screen}");
    assert!(screen.contains(" (LIVE)"), "{screen}");
    pty.send("\n");
    assert_eq!((pty.exit_code(), desk.writes()), (4, 0));
}

#[test]
fn three_wrong_words_an_empty_one_or_the_end_send_nothing() {
    let desk = Desk::new();
    for (keys, times) in [("no\n", 3), ("\n", 1), ("\u{4}", 1)] {
        let mut pty = start(&desk, &["reset", "puk", "--user", "demo.all"]);
        for time in 1..=times {
            pty.wait_until("the question", |screen| screen.contents().matches("Type demo.all and").count() == time);
            pty.send(keys);
        }
        pty.wait_for("Nothing was sent: it was not confirmed.");
        assert_eq!(pty.exit_code(), 4, "{keys:?}");
    }
    assert_eq!(desk.writes(), 0);
}

#[test]
fn an_interrupt_at_the_question_sends_nothing() {
    let desk = Desk::new();
    let mut pty = start(&desk, &["reset", "puk", "--user", "demo.all"]);
    pty.wait_for("Enter alone to cancel:");
    pty.send("\u{3}");
    pty.wait_for("Interrupted: nothing was sent.");
    assert_eq!((pty.exit_code(), desk.writes()), (130, 0));
}

#[test]
fn what_changes_while_the_question_stands_there_is_noticed() {
    let desk = Desk::new();
    let mut pty = start(&desk, &["reset", "puk", "--user", "demo.all"]);
    pty.wait_for("Enter alone to cancel:");
    desk.run(&["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"]).is(0, &[]);
    pty.send("demo.all\n");
    pty.wait_for("Nothing was sent: somebody changed this credential in the meantime");
    assert_eq!((pty.exit_code(), desk.writes()), (4, 1));
}

#[test]
fn a_value_goes_onto_a_terminal_only_after_a_yes() {
    let desk = Desk::new();
    let reveal = ["reset", "tempstrong", "--user", "demo.all", "--confirm", "demo.all", "--reveal"];
    for no in ["no\n", "y\n", "\n", "\u{4}"] {
        let mut pty = start(&desk, &reveal);
        pty.wait_for("will stay in this terminal's history");
        pty.wait_for("Type yes");
        pty.send(no);
        pty.wait_for("Nothing was sent. Without --reveal no value is put out");
        assert_eq!(pty.exit_code(), 4, "{no:?}");
    }
    assert_eq!(desk.writes(), 0);
    let mut pty = start(&desk, &reveal);
    pty.wait_for("Type yes");
    pty.send("yes\n");
    pty.wait_for("Verified:");
    assert_eq!((pty.exit_code(), desk.writes()), (0, 1));
    let screen = pty.contents();
    let value = screen
        .lines()
        .find(|line| line.trim().len() == 30 && line.trim().bytes().all(|one| one.is_ascii_alphanumeric()));
    assert!(value.is_some(), "{screen}");
    // Where the value goes elsewhere, there is nothing to ask.
    assert_eq!(desk.run(&reveal).is(0, &[]).out.trim_end().len(), 30);
}

#[test]
fn a_new_device_password_is_typed_twice_and_never_drawn() {
    const PASSWORD: &str = "Vx7qJ2mRt9Wz";
    let desk = Desk::new();
    let mut pty = start(&desk, &["device-password", "set", "--user", "demo.all"]);
    pty.wait_for("New password (not shown):");
    pty.send("short\n");
    pty.wait_for("The policy asks for at least 6 characters; this has 5.");
    pty.wait_until("the question again", |screen| screen.contents().matches("New password").count() == 2);
    pty.send(&format!("{PASSWORD}\n"));
    pty.wait_for("The same once more:");
    pty.send("Vx7qJ2mRt9Wy\n");
    pty.wait_for("The two differ.");
    pty.wait_until("the question again", |screen| screen.contents().matches("New password").count() == 3);
    pty.send(&format!("{PASSWORD}\n"));
    pty.wait_until("once more", |screen| screen.contents().matches("The same once more").count() == 2);
    pty.send(&format!("{PASSWORD}\n"));
    pty.wait_for("Type demo.all and press Enter to send");
    assert_eq!(desk.writes(), 0);
    pty.send("demo.all\n");
    pty.wait_for("Verified:");
    assert_eq!((pty.exit_code(), desk.writes()), (0, 1));
    let raw = pty.raw();
    assert!(!raw.contains("Vx7q") && !raw.contains("short") && raw.contains("demo.all"), "{raw}");
}

#[test]
fn an_interrupt_at_the_password_gives_the_terminal_back() {
    let desk = Desk::new();
    let mut pty = start(&desk, &["device-password", "set", "--user", "demo.all"]);
    pty.wait_for("New password (not shown):");
    assert!(pty.is_raw(), "what is typed is not echoed");
    pty.send("\u{3}");
    pty.wait_for("Interrupted: nothing was sent.");
    assert_eq!((pty.exit_code(), desk.writes()), (130, 0));
    assert!(!pty.is_raw(), "the terminal still hides what is typed");
}
