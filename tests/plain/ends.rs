//! The ways in which a conversation ends that nobody has asked to end.

use rustix::process::Signal;

use crate::place::{Place, is_plain};
use crate::talk::Talk;

/// From the first question to a new value.
const TO_A_VALUE: [(&str, &str); 6] = [
    ("Number", "1"),
    ("Search for", "1001"),
    ("Number", "1"),
    ("Number", "2"),
    ("Number", "1"),
    ("Confirm", "demo.all"),
];

#[test]
fn an_interrupt_ends_it_at_a_question_and_says_what_is_open() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let place = Place::new();
        let mut talk = Talk::at(&place);
        talk.answers(&TO_A_VALUE);
        talk.answer("Number", "1");
        talk.wait_for("Next");
        talk.pty.signal(signal);
        assert_eq!(talk.pty.exit_code(), code);
        let all = talk.all();
        is_plain(&all);
        assert!(all.contains("Interrupted. Nothing is on its way."), "{all}");
        assert!(all.contains("Carried out, but not noted as handed over"), "{all}");
        assert_eq!(place.journal(), ["confirmed", "held", "shown"]);
        talk.pty.assert_restored();
    }
}

#[test]
fn an_interrupt_while_a_password_is_typed_lets_it_appear_again() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&[("Number", "1"), ("Search for", "1001"), ("Number", "1"), ("Number", "4"), ("Number", "1")]);
    talk.answers(&[("Number", "2"), ("Number", "3"), ("Number", "1")]);
    talk.wait_for("Password");
    assert!(talk.pty.is_raw(), "what is typed appears");
    talk.pty.send("half a passw\u{3}");
    assert_eq!(talk.pty.exit_code(), 130);
    assert!(!talk.all().contains("half"), "{}", talk.all());
    assert!(!talk.pty.is_raw(), "what is typed does not appear any more");
    assert_eq!(place.writes(), 0);
}

#[test]
fn a_line_that_breaks_down_ends_it_and_nothing_is_sent() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&TO_A_VALUE[..5]);
    talk.wait_for("Confirm");
    talk.pty.hang_up();
    let code = talk.pty.exit_code();
    assert!([0, 129].contains(&code), "{code}");
    assert_eq!((place.writes(), place.journal()), (0, vec![]));
}

#[test]
fn a_request_that_is_on_its_way_is_awaited() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&TO_A_VALUE[..5]);
    talk.wait_for("Confirm");
    place.sandbox.set_delay(std::time::Duration::from_millis(700));
    talk.answer("Confirm", "demo.all");
    talk.pty.wait_for("Sending. Waiting");
    talk.pty.signal(Signal::INT);
    assert_eq!(talk.pty.exit_code(), 130);
    let all = talk.all();
    let sent = place.writes() == 1;
    assert_eq!(all.contains("Carried out, but not noted as handed over"), sent, "{all}");
    assert_eq!(place.journal(), if sent { vec!["confirmed", "held"] } else { vec!["confirmed", "not sent"] });
}

#[test]
fn what_was_typed_ahead_confirms_nothing_and_shows_nothing() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&TO_A_VALUE[..4]);
    place.sandbox.set_delay(std::time::Duration::from_millis(300));
    // Typed while the newest state is being read.
    talk.answer("Number", "1\ndemo.all");
    talk.wait_for("Confirm");
    assert_eq!(place.writes(), 0);
    // Typed while the answer is waited for: 2 would show the value.
    talk.answer("Confirm", "demo.all\n2\n2");
    talk.answer("Number", "4");
    talk.answer("Number", "2");
    talk.answer("Number", "q");
    assert_eq!(talk.pty.exit_code(), 0);
    let all = talk.all();
    assert!(!all.contains("on the next line"), "{all}");
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "closed"]));
}

#[test]
fn when_nobody_reads_any_more_it_ends_and_sends_nothing() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = place.command();
    let mut child = command.stdin(std::process::Stdio::piped()).stdout(writer).spawn().unwrap();
    let input = child.stdin.take(); // never answered
    assert_eq!(child.wait().unwrap().code(), Some(6));
    drop(input);
    assert_eq!(place.writes(), 0);
}

/// A change whose answer was lost, interrupted while readings are to tell. Everything that was said.
pub fn interrupted_while_checking(place: &Place) -> String {
    let mut talk = Talk::at(place);
    talk.answers(&TO_A_VALUE);
    talk.pty.wait_for("Still checking");
    talk.pty.signal(Signal::INT);
    assert_eq!(talk.pty.exit_code(), 5, "{}", talk.all());
    talk.all()
}
