//! Terminals that the console cannot work on: it says so and draws nothing, or waits for a larger window.

use crate::desk::Desk;
use crate::pty::{Pty, Start};
use crate::told::{asked, says, stand_on, standing, writes};

#[test]
fn not_a_terminal() {
    let desk = Desk::new();
    let text = "credesk is a console: it needs a terminal for input and output, and here one of them is a file or a pipe. credesk --plain asks questions instead, and needs none.\n";
    says(&desk.run(&mut desk.line(&[], &[])), 6, text);
    says(&desk.run(&mut desk.line(&[], &["demo"])), 6, text);
    assert_eq!(asked(&desk.sandbox), 0);
    assert!(!desk.journal().exists());
}

/// Starts the console against a server, where it must end at once with this sentence, the terminal as it was.
fn is_refused(variable: &str, value: &str, sentence: &str) {
    let desk = Desk::new();
    let config = desk.path("config.toml");
    let mut pty = Pty::start(&Start {
        arguments: &["--config", config.to_str().unwrap()],
        size: (250, 24),
        environment: &[(variable, value)],
        ..Start::default()
    });
    assert_eq!(pty.exit_code(), 6, "{variable}={value}");
    assert_eq!(pty.contents().trim_end(), sentence);
    assert!(!pty.raw().contains('\u{1b}'), "something was drawn");
    pty.assert_restored();
    assert_eq!(asked(&desk.sandbox), 0);
    assert!(!pty.home().join(".local").exists(), "a journal was begun");
}

#[test]
fn no_term() {
    let text = |what: &str| {
        format!(
            "credesk cannot draw on this terminal: TERM is {what}. Over SSH ask for a terminal with ssh -t, or set TERM, for \
             example to xterm-256color."
        )
    };
    is_refused("TERM", "", &text("not set"));
}

/// It is no reason to refuse: nothing but ASCII is sent, and that is said.
#[test]
fn a_locale_that_is_not_utf_8() {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
        let desk = Desk::new();
        let config = desk.path("config.toml");
        let mut pty = Pty::start(&Start {
            arguments: &["--config", config.to_str().unwrap()],
            size: (250, 24),
            environment: &[(variable, "de_CH.ISO-8859-1")],
            ..Start::default()
        });
        pty.open_page("demo.all");
        pty.send("q");
        assert_eq!(pty.exit_code(), 0, "{variable}");
        let said = format!(
            "{variable} is \"de_CH.ISO-8859-1\", so this terminal is taken for one without UTF-8: a letter that is not ASCII is \
             shown as its number, such as <U+00E9>. Where the terminal has UTF-8, start with {variable}=C.UTF-8 credesk"
        );
        assert!(pty.contents().contains(&said), "{}", pty.contents());
        assert!(pty.raw().contains("Petrovi<U+0107>") && pty.raw().is_ascii(), "{variable}");
        pty.assert_restored();
    }
}

#[test]
fn a_window_of_19_by_5() {
    let desk = Desk::new();
    let before = standing(&desk.sandbox, "1001");
    let config = desk.path("config.toml");
    let mut pty = Pty::start(&Start { arguments: &["--config", config.to_str().unwrap()], ..Start::default() });
    pty.open_page("demo.all");
    pty.send("r");
    pty.wait_for("type demo.all and press Enter");
    pty.wait_without("eading the newest state");
    pty.resize((19, 5));
    let said = "Too small for credesk: 19x5, 60x16 needed. Nothing is lost: make it larger.";
    pty.wait_until(said, |screen| stand_on(&screen.contents(), &[said]));
    // What cannot be read is not confirmed, and where it was is where it is.
    pty.send("demo.all\r");
    pty.resize((80, 24));
    pty.wait_for("type demo.all and press Enter");
    pty.wait_for(" Regenerate the PUK");
    assert_eq!((standing(&desk.sandbox, "1001"), writes(&desk.sandbox)), (before, 0));
}
