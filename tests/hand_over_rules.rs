//! What must not happen around a value: a way out that the profile closes, a value left uncovered, a journal told what is not so.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/handed.rs"]
mod handed;
#[path = "support/story.rs"]
mod story;

use credesk::app::desk::Site;
use credesk::app::effect::Read;
use credesk::app::screen::Screen;
use credesk::domain::hand_over::Reveal;
use credesk::domain::printing::Printed;
use credesk::domain::record::Event;
use handed::{events, handed, place, replaced};
use story::{Story, World, top};

#[test]
fn a_value_that_is_never_drawn_goes_to_no_clipboard_either() {
    let world = World::new();
    let mut story = handed(&world, |rules| {
        rules.reveal = Reveal::Print;
        rules.clipboard = true;
    });
    story.keys("c");
    assert!(story.others.is_empty(), "{:?}", story.others);
    assert!(story.says("sends none to a clipboard") && events(&story).is_empty());
}

#[test]
fn where_no_value_is_let_out_no_card_is_even_read() {
    let world = World::new();
    for (reveal, read) in [(Reveal::Never, false), (Reveal::Print, true), (Reveal::Screen, true)] {
        let mut story = Story::at(place(|rules| rules.reveal = reveal));
        story.open("a.muster", &world).keys("Gv");
        let reads = story.reads.iter().any(|(_, what)| matches!(what, Read::Card(..)));
        assert_eq!((reads, matches!(top(&story), Screen::Card(_))), (read, read), "{reveal:?}");
    }
}

#[test]
fn what_was_shown_before_printing_is_covered_on_the_way_back() {
    let world = World::new();
    for mut story in [handed(&world, |rules| rules.slip = true), replaced(&world, |_| {})] {
        story.keys("v");
        assert!(story.app.shows_secret());
        story.keys("p").answer(&world);
        assert!(matches!(top(&story), Screen::Print(_)));
        story.keys("<Esc>");
        assert!(top(&story).holds_secret() && !story.app.shows_secret());
    }
}

#[test]
fn a_card_that_is_read_again_is_covered() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("vr").answer(&world);
    assert!(matches!(top(&story), Screen::Card(screen) if screen.card().is_some() && screen.is_covered()));
}

#[test]
fn the_journal_is_told_once_that_a_card_was_seen() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("vvv").keys("p").answer(&world).keys("<Enter>");
    let operation = story.records.first().map(|(id, _)| *id);
    assert_eq!(story.prints[0].1.print.operation, operation, "the print belongs to the replacement");
    story.printed(Ok(Printed::Queued("Helpdesk-7".into()))).keys("<Esc>v");
    assert_eq!(events(&story), [&Event::Shown]);
    story.keys("d");
    assert_eq!(events(&story), [&Event::Shown, &Event::HandedOver]);
}

#[test]
fn a_card_that_nobody_has_seen_was_not_handed_over() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("d");
    assert_eq!(events(&story), [&Event::Closed]);
}

#[test]
fn in_the_demo_and_only_there_a_sheet_is_a_specimen() {
    let world = World::new();
    for demo in [true, false] {
        let mut story = Story::at(Site { demo, ..place(|_| {}) });
        story.open("a.muster", &world).keys("Gv").answer(&world).keys("p").answer(&world).keys("<Enter>");
        assert_eq!(story.prints[0].1.specimen, demo);
    }
}
