//! The five operations from the first question to the end, in words, and what the server and the journal have seen of them.

use std::fs;

use crate::place::Place;
use crate::talk::Talk;

#[test]
fn a_puk_that_is_not_shown_has_a_receipt_and_nothing_to_hand_over() {
    let place = Place::new();
    let said = place.ask_demo_all(&["1", "1", "demo.all", "q"]);
    said.is(
        0,
        &[
            "What: Regenerate the PUK",
            "The present PUK stops working at once.",
            "This cannot be undone.",
            "Sending. Waiting for the answer, at most 30 seconds.",
            "Carried out.",
            "Verified: the server's own reading shows the change.",
            "Which credential of Milena Petrović, demo.all?",
        ],
    );
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "shown", "closed"]));
}

#[test]
fn a_temporary_password_is_shown_when_it_is_asked_for_and_not_before() {
    let place = Place::new();
    let said = place.ask_demo_all(&["2", "1", "demo.all", "2", "1", "", "e", "3", "1", "q"]);
    said.is(0, &["The new value will stay in this terminal's history", "What becomes of the new value?"]);
    let value = said.line_after("The value, on the next line:");
    assert_eq!(value.len(), 30, "{value}");
    let (before, after) = said.out.split_once(value).unwrap();
    assert!(before.contains("will stay in this terminal's history") && !before.contains(&value[..4]), "{before}");
    // Then it is spelt: each of the first eight characters begins a line.
    let spelt: String = after.lines().filter(|line| line.get(1..3) == Some(": ")).map(|line| &line[..1]).collect();
    assert_eq!(spelt, value[..8]);
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "shown", "handed over"]));
}

#[test]
fn a_value_that_nobody_wants_to_see_is_never_said() {
    let place = Place::new();
    let said = place.ask_demo_all(&["2", "1", "demo.all", "3", "1", "3", "2", "q"]);
    said.is(0, &["Nobody has seen this value yet.", "Nobody has seen this value yet.", "The new value is wiped."]);
    assert_eq!(place.journal(), ["confirmed", "held", "closed"]);
    // The same seed makes the same value: here it is seen.
    let other = Place::new();
    let seen = other.ask_demo_all(&["2", "1", "demo.all", "2"]);
    let value = seen.line_after("The value, on the next line:");
    assert!(!said.out.contains(value) && !said.out.contains(&value[..4]), "{value}");
}

#[test]
fn a_ticket() {
    let place = Place::new();
    place.ask_demo_all(&["3", "1", "demo.all", "q"]).is(0, &["Regenerate the ticket", "Carried out.", "Verified"]);
    assert_eq!((place.writes(), place.journal()[..2].to_vec()), (1, vec!["confirmed", "held"]));
}

#[test]
fn a_device_password_that_credesk_makes() {
    let place = Place::new();
    let said = place.ask_demo_all(&["4", "1", "1", "demo.all", "2", "3", "1", "q"]);
    said.is(0, &["Password: credesk makes a new one.", "Change of password: from the present one to a new one of"]);
    let value = said.line_after("The value, on the next line:");
    assert!(value.len() >= 12 && !said.out.split_once(value).unwrap().0.contains(&value[..6]), "{}", said.out);
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "shown", "handed over"]));
}

#[test]
fn a_device_password_that_is_typed_does_not_appear() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&[("Number", "1"), ("Search for", "1001"), ("Number", "1"), ("Number", "4"), ("Number", "1")]);
    talk.answers(&[("Number", "2"), ("Number", "3"), ("Number", "1")]);
    talk.answers(&[("Password", "short"), ("Password", "Rb7+kWq2!xYz9Lm"), ("Password", "Rb7+kWq2!xYz9Ln")]);
    talk.answers(&[("Password", "Rb7+kWq2!xYz9Lm"), ("Password", "Rb7+kWq2!xYz9Lm"), ("Confirm", "demo.all")]);
    // What the caller reads back is compared, and does not appear either.
    talk.answers(&[("Number", "3"), ("Group", "Rb7+"), ("Group", "kwq2"), ("Group", "kWq2"), ("Group", "b")]);
    talk.answers(&[("Number", "4"), ("Number", "2"), ("Number", "q")]);
    assert_eq!(talk.pty.exit_code(), 0);
    let all = talk.all();
    for sentence in ["The two differ.", "Group 1 is right.", "Group 2 differs at its character 2.", "Group 2 is right."]
    {
        assert!(all.contains(sentence), "{sentence}\n{all}");
    }
    for part in ["short\n", "Rb7", "kWq2", "kwq2", "9Lm"] {
        assert!(!all.contains(part), "{part} stands there\n{all}");
    }
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "closed"]));
    talk.pty.assert_restored();
}

#[test]
fn state_policy_and_comment() {
    let place = Place::new();
    let said = place.ask_demo_all(&["1", "2", "1", "2", "7", "4", "lost at the lake", "1", "demo.all", "q"]);
    said.is(
        0,
        &[
            "Nothing is to be changed yet.",
            "Comment: lost at the lake",
            "Change of state: from active to disabled.",
            "Change of comment: from none to lost at the lake.",
            "Carried out. The value of the PUK itself was not changed.",
            "1. PUK, disabled",
        ],
    );
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "shown", "closed"]));
}

#[test]
fn a_card_is_heard_cell_by_cell_and_saved_whole() {
    let place = Place::new();
    let file = place.path("card.txt").display().to_string();
    let said = place.ask_demo_all(&[
        "5",
        "1",
        "lost at the lake",
        "demo.all",
        "1",
        "Z99",
        "A1",
        "b",
        "2",
        "2",
        "1",
        &file,
        "3",
        "1",
        "5",
        "2",
        "1",
        "a1",
        "b",
        "3",
        "q",
    ]);
    said.is(
        0,
        &[
            "Replace the OTP card",
            "Comment on the change: lost at the lake",
            "Carried out. The new card is here.",
            "The card has 10 rows and 10 columns. This is card 1 of 1.",
            "This card has no cell \"Z99\".",
            "Cell A1: ",
            "Saved to",
            "Was the card handed over?",
            "Noted as handed over.",
            "View the card.",
            "Cell A1: ",
        ],
    );
    let cells: Vec<_> = said.out.lines().filter_map(|line| line.strip_prefix("Cell A1: ")).collect();
    assert_eq!((cells.len(), cells[0]), (2, cells[1]), "the card that is viewed is another one");
    assert!(fs::read_to_string(&file).unwrap().contains(cells[0]));
    assert_eq!(place.journal(), ["confirmed", "held", "shown", "print", "print", "handed over"]);
    assert_eq!(place.writes(), 1);
    // No cell is said that was not asked for; all of them where somebody insists.
    assert_eq!(said.out.matches("Cell ").count(), 2);
    let grid = place.ask_demo_all(&["5", "2", "1", "grid", "b", "3", "q"]);
    assert_eq!(grid.out.matches("Cell ").count(), 10 * 10);
}

#[test]
fn a_slip_is_saved_where_the_profile_prints_slips_and_nothing_is_drawn_where_it_does_not() {
    let place = Place::of(credesk::sandbox::Operator::Helpdesk, "reveal = \"print\"");
    let file = place.path("slip.txt").display().to_string();
    let said = place.ask_demo_all(&["2", "1", "demo.all", "1", "2", "1", &file, "2", "1", "q"]);
    said.is(0, &["this profile prints it", "is held here, to be printed", "1. Print it on a slip.", "Saved to"]);
    assert!(!said.out.contains("Spell it") && !said.out.contains("Show it whole"), "{}", said.out);
    assert!(fs::read_to_string(&file).unwrap().contains("Milena Petrović"));
    assert_eq!(place.journal(), ["confirmed", "held", "print", "print", "shown", "handed over"]);
}
