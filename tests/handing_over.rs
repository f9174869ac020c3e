//! Reading out and printing, key by key: cover and countdown, spelling, read-back, slips, cards, and what a profile forbids.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/handed.rs"]
mod handed;
#[path = "support/story.rs"]
mod story;

use std::sync::Arc;

use credesk::app::effect::Effect;
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::config::built_in_alphabets;
use credesk::domain::credential::CredentialKind;
use credesk::domain::hand_over::Reveal;
use credesk::domain::printing::{Destination, Format, PrintFault, Printed};
use credesk::domain::record::{Event, Paper};
use credesk::domain::sheet::Sheet;
use credesk::domain::write::NewValue;
use credesk::secret::Secret;
use handed::{events, handed, place, replaced};
use story::{FRAGMENT, Story, World, done, quits, top};

/// Whether any part of the value is on the screen, however large that is.
fn shows(story: &Story, value: &str) -> bool {
    [(60, 16), (80, 24), (200, 50)].iter().any(|(columns, rows)| {
        let picture = story.picture(*columns, *rows);
        value.as_bytes().chunks(4).any(|group| picture.contains(str::from_utf8(group).unwrap()))
    })
}

#[test]
fn a_value_covers_itself_when_no_key_is_pressed() {
    let world = World::new();
    let mut story = handed(&world, |rules| rules.hide_after = std::time::Duration::from_secs(5));
    story.timers.clear();
    story.keys("v");
    assert!(shows(&story, FRAGMENT) && story.says("covered again in 0:05"));
    story.rest().rest();
    assert!(story.says("covered again in 0:03"));
    story.keys(" ");
    assert!(story.says("covered again in 0:05"), "a key begins the time anew");
    for _ in 0..4 {
        assert_eq!(story.timers.len(), 1, "one timer at a time");
        story.rest();
    }
    assert!(shows(&story, FRAGMENT) && story.says("covered again in 0:01"));
    story.rest();
    assert!(!shows(&story, FRAGMENT) && story.says("no key was pressed for 5 seconds"));
    assert!(story.timers.is_empty(), "covered, nothing ticks");
    story.keys("v");
    assert!(shows(&story, FRAGMENT));
    assert_eq!(events(&story), [&Event::Shown], "told once");
}

#[test]
fn a_timer_of_an_earlier_showing_does_not_shorten_the_next_one() {
    let world = World::new();
    let mut story = handed(&world, |rules| rules.hide_after = std::time::Duration::from_secs(5));
    story.timers.clear();
    story.keys("v").keys("v").keys("v");
    assert_eq!(story.timers.len(), 2, "that of the first showing still runs out");
    story.rest();
    assert!(story.says("covered again in 0:04"));
}

#[test]
fn a_value_that_has_no_room_was_not_seen() {
    let world = World::new();
    let mut story = Story::at(place(|_| {}));
    let long = "kT7w9QxB".repeat(60);
    story.open("a.muster", &world).keys("jr").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Plain(Arc::new(Secret::new(long.clone()))))).answer(&world);
    story.tell(Msg::Resize(60, 16)).draw().keys("v");
    assert!(story.picture(60, 16).contains("The window is too small"));
    assert!(events(&story).is_empty(), "nobody could read it");
    story.keys("<Esc>");
    assert!(story.app.desk().note.as_deref().unwrap().contains("Nobody has seen this value yet"));
    story.tell(Msg::Resize(200, 50)).draw();
    assert_eq!(events(&story), [&Event::Shown], "on a larger window it is there");
}

#[test]
fn a_slip_is_in_the_users_language_whatever_is_read_out() {
    let world = World::new();
    let mut story = handed(&world, |rules| rules.slip = true);
    story.keys("vwwwp").answer(&world).keys("<Enter>");
    let Sheet::Slip(slip) = &story.prints[0].1.sheet else { panic!("a slip") };
    assert_eq!(slip.alphabet.name(), "Swiss German");
}

#[test]
fn a_card_that_was_just_replaced_knows_its_place() {
    let world = World::new();
    let story = replaced(&world, |_| {});
    assert!(story.says("OTP card 1 of 1"), "{}", story.picture(80, 24));
}

#[test]
fn a_card_covers_itself_too() {
    let world = World::new();
    let mut story = replaced(&world, |rules| rules.hide_after = std::time::Duration::from_secs(5));
    story.timers.clear();
    story.keys("v");
    assert!(story.picture(80, 24).contains("c119"));
    for _ in 0..5 {
        story.rest();
    }
    assert!(!story.picture(80, 24).contains("c119") && story.says("no key was pressed"));
}

#[test]
fn the_first_alphabet_is_the_users_and_w_goes_round() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("v");
    assert!(story.says("KAISER") || story.says("kaiser"), "{}", story.picture(80, 24));
    let all = built_in_alphabets();
    let mut seen = vec![];
    for _ in 0..all.len() {
        seen.push(story.picture(80, 24));
        story.keys("w");
    }
    assert_eq!(seen[0], story.picture(80, 24), "once round");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all.len());
}

#[test]
fn read_back_marks_the_first_difference_and_shows_nothing_else() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("vb");
    assert!(!shows(&story, FRAGMENT), "the value is covered meanwhile");
    assert!(story.says("Nothing typed yet") && !story.says("right so far"));
    story.keys(&FRAGMENT[..6]);
    assert!(story.says("6 of 30 characters, all of them right so far"));
    assert!(!shows(&story, FRAGMENT), "what is typed is the value");
    story.keys("X");
    assert!(story.says("Character 7 differs: group 2, its character 3"));
    story.keys("zz<Enter>");
    assert!(story.says("have group 2 said again"));
    story.keys("<Backspace><Backspace><Backspace>");
    assert!(story.says("6 of 30"));
    story.keys(" ").keys(&FRAGMENT[6..]).keys("!");
    assert!(story.says("One character too many"));
    story.keys("<Backspace>");
    assert!(story.says("All 30 characters are right"));
    assert!(!shows(&story, FRAGMENT));
    story.keys("<Enter>");
    assert!(story.says("Read back: all 30 characters are right") && story.says("Covered"));
    story.keys("b");
    assert!(story.says("Nothing typed yet, of 30 characters"), "nothing of the last check is left");
    story.keys("<Esc>");
    assert!(matches!(top(&story), Screen::Handoff(_)));
}

#[test]
fn nothing_is_drawn_or_printed_where_the_profile_says_never() {
    let world = World::new();
    let mut story = handed(&world, |rules| {
        rules.reveal = Reveal::Never;
        rules.slip = true;
        rules.clipboard = true;
    });
    for key in ["v", "b", "c", "p", " ", "w"] {
        story.keys(key).answer(&world);
        assert!(!shows(&story, FRAGMENT), "{key}");
        assert!(matches!(top(&story), Screen::Handoff(screen) if screen.value().is_none()), "{key}: it was wiped");
    }
    assert!(story.prints.is_empty() && story.others.is_empty());
    story.keys("d").answer(&world).keys("q");
    assert!(quits(&story), "nothing secret is held");
}

#[test]
fn a_profile_that_prints_draws_nothing_and_prints_without_being_asked_twice() {
    let world = World::new();
    let mut story = handed(&world, |rules| rules.reveal = Reveal::Print);
    for key in ["v", "b", "c", " ", "w"] {
        story.keys(key);
        assert!(!shows(&story, FRAGMENT), "{key}");
        assert!(matches!(top(&story), Screen::Handoff(_)));
    }
    assert!(events(&story).is_empty(), "nobody has seen it");
    for key in ["<Esc>", "d"] {
        story.keys(key);
        assert!(story.says("p prints it") && !story.says("v shows it"), "{key}");
    }
    story.keys("p").answer(&world).keys("<Enter>").printed(Ok(Printed::Queued("Helpdesk-7".into())));
    assert_eq!(events(&story), [&Event::Shown]);
    story.keys("<Esc>d");
    assert_eq!(events(&story), [&Event::Shown, &Event::HandedOver]);
}

#[test]
fn one_character_is_no_plural() {
    let world = World::new();
    let mut story = Story::at(place(|_| {}));
    story.open("a.muster", &world).keys("jr").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Plain(Arc::new(Secret::new("k".into()))))).answer(&world);
    assert!(story.says("1 character in 1 group."));
}

#[test]
fn nothing_is_called_handed_over_where_no_value_came() {
    let world = World::new();
    let mut story = Story::at(place(|_| {}));
    story.open("a.muster", &world).keys("r").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Hashed)).answer(&world);
    let hints = story.picture(80, 24);
    assert!(hints.contains(" d done ") && !hints.contains(" d wipe "), "there is nothing to wipe");
    story.keys("d");
    assert!(matches!(top(&story), Screen::User(_)));
    assert_eq!(events(&story).last(), Some(&&Event::Closed));
}

#[test]
fn a_slip_goes_out_once_and_says_whose_it_is() {
    let world = World::new();
    let mut story = handed(&world, |rules| {
        rules.slip = true;
        rules.printer = Some("Helpdesk".into());
    });
    story.keys("vp");
    assert!(story.says("Looking for printers"));
    assert!(!shows(&story, FRAGMENT));
    story.answer(&world);
    story.keys("<Enter><Enter><Enter>");
    assert_eq!(story.prints.len(), 1, "however often Enter comes");
    let order = &story.prints[0].1;
    assert_eq!((order.id.number, order.print.paper), (1, Paper::Slip));
    assert_eq!(order.print.to, Destination::Queue("Helpdesk".into()), "the profile's, not the default one");
    assert_eq!(order.print.kind, CredentialKind::TempStrongPassword);
    assert!(order.print.operation.is_some());
    let Sheet::Slip(slip) = &order.sheet else { panic!("a slip") };
    assert!(slip.first_part, "the policy says ticketLen1 = 12");
    assert_eq!(*slip.value, Secret::new(FRAGMENT.into()));
    assert_eq!(slip.issued.unwrap().to_string(), "2026-11-21");
    assert_eq!(slip.to.address.len(), 2);
    story.keys("<Esc>");
    assert!(story.says("on its way"), "nobody leaves before the answer");
    story.printed(Ok(Printed::Queued("Helpdesk-7".into())));
    assert!(story.says("job Helpdesk-7") && story.says("Accepted is not printed"));
    story.keys("<Enter>");
    assert!(story.prints.is_empty() && story.says("not again from here"));
    story.keys("<Esc>");
    assert!(matches!(top(&story), Screen::Handoff(screen) if screen.value().is_some()), "the value is still there");
}

#[test]
fn a_profile_without_slips_says_so() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("p");
    assert!(story.says("This profile prints no slips") && story.reads.is_empty());
}

#[test]
fn a_failed_print_leaves_the_card_and_can_be_sent_elsewhere() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("p").answer(&world).keys("<Enter>");
    assert_eq!(story.prints[0].1.print.to, Destination::Queue("Back-office".into()), "the default one");
    story.printed(Err(PrintFault::NoQueue(credesk::text::SafeText::new("Back-office"))));
    assert!(story.says("there is no queue \"Back-office\"") && story.says("is still here"));
    story.keys("<Down><Enter>");
    story.keys("<Ctrl-u>/tmp/card.pdf<Enter>");
    assert_eq!(story.prints[0].1.print.to, Destination::File("/tmp/card.pdf".into()));
    assert_eq!(story.prints[0].1.id.number, 2);
    story.printed(Err(PrintFault::Exists(credesk::text::SafeText::new("/tmp/card.pdf"))));
    assert!(story.says("is there already"));
    story.keys("2<Enter>");
    assert_eq!(story.prints[0].1.print.to, Destination::File("/tmp/card.pdf2".into()), "what was typed is still there");
    story.printed(Ok(Printed::Saved("/tmp/card.pdf2".into())));
    assert!(story.says("readable by you alone"));
    assert_eq!(events(&story), [&Event::Shown], "the journal knows that the card is out");
}

#[test]
fn a_reprint_reads_the_card_again_and_never_replaces_it() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("p").answer(&world).keys("<Enter>").printed(Ok(Printed::Queued("x-1".into())));
    story.keys("<Esc>p");
    assert_eq!(story.reads.len(), 1, "the card");
    assert!(story.writes.is_empty() && matches!(top(&story), Screen::Card(_)));
    story.answer(&world);
    assert!(matches!(top(&story), Screen::Print(_)));
    story.keys("<Enter>");
    assert_eq!(story.prints.len(), 1);
    let Sheet::Card(sheet) = &story.prints[0].1.sheet else { panic!("a card") };
    assert_eq!(*sheet.card, world.card());
}

#[test]
fn a_print_without_an_answer_counts_as_seen() {
    let world = World::new();
    let mut story = replaced(&world, |_| {});
    story.keys("p").answer(&world).keys("<Enter>").printed(Err(PrintFault::Timeout(60)));
    assert!(story.says("It may have accepted the job all the same") && story.says("Look at the printer"));
    assert_eq!(events(&story), [&Event::Shown], "a sheet may lie there");
    story.keys("<Esc>p");
    assert_eq!(story.reads.len(), 1, "the card is read again before another sheet");
}

#[test]
fn a_sheet_without_a_name_is_not_printed() {
    let mut world = World::new();
    world.user.name = credesk::text::SafeText::new(" ");
    let mut story = replaced(&world, |_| {});
    story.keys("p");
    assert!(story.prints.is_empty() && story.reads.is_empty());
    assert!(matches!(top(&story), Screen::Card(screen) if screen.card().is_some()));
    assert!(story.app.desk().note.as_deref().unwrap().contains("the user's name is missing"));
}

#[test]
fn text_is_offered_and_the_terminals_printer_where_there_is_one() {
    let world = World::new();
    let mut story = replaced(&world, |rules| rules.terminal_printer = true);
    story.keys("p").answer(&world).keys("f<End><Enter>");
    assert_eq!((story.prints[0].1.format, &story.prints[0].1.print.to), (Format::Text, &Destination::Terminal));
    let mut story = replaced(&world, |_| {});
    story.keys("p").answer(&world);
    assert!(!story.says("printer at this terminal"));
}

#[test]
fn the_clipboard_is_off_unless_the_profile_allows_it_and_is_emptied() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("c");
    assert!(story.others.is_empty() && story.says("does not allow the clipboard"));
    let mut story = handed(&world, |rules| rules.clipboard = true);
    story.timers.clear();
    story.keys("c");
    let [Effect::Clip(id, value)] = &story.others[..] else { panic!("{:?}", story.others) };
    assert_eq!(*value, Arc::new(Secret::new(FRAGMENT.into())));
    let id = *id;
    story.others.clear();
    story.tell(Msg::Reply(id, Box::new(Reply::Clipped(Ok(()))))).draw();
    assert!(story.says("Sent to your terminal's clipboard") && !shows(&story, FRAGMENT));
    assert_eq!(events(&story), [&Event::Shown]);
    story.rest();
    assert_eq!(story.others, [Effect::EmptyClipboard]);
}
