//! The lock, purely: when it comes, what it hides and wipes, who opens it, and that nothing goes round it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/handed.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod handed;
#[path = "support/story.rs"]
mod story;

use std::time::Duration;

use credesk::app::action::{Action, Global};
use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::effect::{CallId, Effect, Proof, Read};
use credesk::app::keymap::resolve;
use credesk::app::lock::{Unlock, Why};
use credesk::app::modal::Modal;
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::domain::case::{Case, Listed};
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::idle::Rest;
use credesk::domain::life::Stage;
use credesk::domain::printing::Printed;
use credesk::domain::problem::Problem;
use credesk::domain::record::{Delivered, Event};
use handed::{events, handed, replaced};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use story::{FRAGMENT, Story, World, confirming, done, plain, quits, site, top, unknown};
use tui_input::InputRequest;

fn by_command() -> Site {
    Site { unlock: Unlock::Command, ..site() }
}

fn wrong() -> Problem {
    Fault::WrongPassword.problem(Asked::Read, None)
}

/// The check that is asked for, and with what.
fn asked(story: &mut Story) -> (CallId, Proof) {
    let place = story.others.iter().position(|effect| matches!(effect, Effect::Unlock(..))).expect("nobody is checked");
    let Effect::Unlock(id, proof) = story.others.remove(place) else { unreachable!() };
    (id, proof)
}

fn told(story: &mut Story, id: CallId, result: Result<(), Problem>) {
    story.tell(Msg::Reply(id, Box::new(Reply::Unlocked(result)))).draw();
}

/// Types the password, and is recognised.
fn unlock(story: &mut Story) {
    story.keys("demo<Enter>");
    let (id, _) = asked(story);
    told(story, id, Ok(()));
    assert!(story.app.lock().is_none());
}

#[test]
fn a_minute_covers_two_minutes_lock_and_fifteen_end() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("v");
    assert!(story.app.shows_secret());
    story.tell(Msg::Rest(Rest::Cover)).draw();
    assert!(!story.app.shows_secret() && story.app.lock().is_none());
    assert!(story.says("Covered: nobody has pressed a key for a while"));
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert_eq!(story.app.context(), Context::Locked);
    assert!(!quits(&story));
    story.tell(Msg::Rest(Rest::End));
    assert!(quits(&story));
}

/// Only a frame that is drawn could show it, and the console wipes its buffers only after a value that is covered.
#[test]
fn below_the_lock_and_behind_the_last_frame_a_value_is_covered() {
    let world = World::new();
    for mut story in [handed(&world, |_| {}), replaced(&world, |_| {})] {
        story.keys("v");
        assert!(story.app.shows_secret());
        story.tell(Msg::Stop);
        assert!(!story.app.shows_secret());
        unlock(&mut story);
        assert!(!story.app.shows_secret() && story.says("Covered"));
        story.keys("v").tell(Msg::Rest(Rest::End));
        assert!(!story.app.shows_secret());
    }
}

#[test]
fn a_second_lock_changes_nothing() {
    let mut story = Story::new();
    story.answer(&World::new()).keys("<Ctrl-x>demo").tell(Msg::Rest(Rest::Lock)).tell(Msg::Stop);
    assert_eq!(story.app.lock().map(|lock| (lock.why(), lock.count())), Some((Why::Asked, 4)));
    story.keys("<Enter>");
    let (id, _) = asked(&mut story);
    story.tell(Msg::Stop);
    told(&mut story, id, Ok(()));
    assert!(story.app.lock().is_none(), "the check goes on");
}

/// Of a modal, what asks for something goes with whoever opened it; what has to be read stays.
#[test]
fn of_what_lies_over_the_screen_only_a_message_comes_back() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world);
    for (opened, stays) in [(":", false), ("?", false), ("", true)] {
        story.keys(opened);
        if stays {
            story.tell(Msg::Trouble(wrong()));
        }
        assert!(story.app.modal().is_some());
        story.tell(Msg::Rest(Rest::Lock)).draw();
        unlock(&mut story);
        assert_eq!(story.app.modal().is_some(), stays, "{opened}");
    }
}

/// Nobody has read either.
#[test]
fn that_something_was_wiped_hides_no_message() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.tell(Msg::Rest(Rest::Lock)).tell(Msg::Trouble(wrong())).tell(Msg::Rest(Rest::Wipe)).draw();
    unlock(&mut story);
    assert!(matches!(story.app.modal(), Some(Modal::Message(problem)) if *problem == wrong()));
    assert!(story.app.desk().note.as_ref().is_some_and(|note| note.contains("was wiped")));
}

#[test]
fn what_was_said_and_asked_before_it_is_over() {
    let world = World::new();
    let mut story = handed(&world, |allow| allow.clipboard = true);
    story.keys("c");
    let Some(Effect::Clip(..)) = story.others.pop() else { panic!("nothing was sent to the clipboard") };
    story.keys("<Ctrl-c>");
    assert!(story.app.desk().note.is_some());
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert!(story.others.contains(&Effect::EmptyClipboard));
    story.keys("<Ctrl-c>");
    assert!(!quits(&story), "the warning was for whoever sat there before");
    unlock(&mut story);
    assert!(story.says("Unlocked."), "{}", story.picture(80, 24));
}

/// Without it no password could be checked; the lock itself asks for it, and so does each Enter.
#[test]
fn who_is_signed_in_is_read_again_where_that_is_not_known() {
    let world = World::new();
    let mut story = Story::new();
    let failed = |story: &mut Story| {
        let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Caller)).expect("it is not read");
        let (id, _) = story.reads.remove(at);
        story.tell(Msg::Reply(id, Box::new(Reply::Caller(Err(wrong())))));
    };
    failed(&mut story);
    story.answer(&world).keys("<Enter><Ctrl-x>");
    failed(&mut story);
    story.keys("demo<Enter>");
    assert!(story.says("there is no login ID to check the password of"), "{}", story.picture(80, 24));
    assert!(!story.others.iter().any(|effect| matches!(effect, Effect::Unlock(..))));
    story.answer(&world).keys("<Enter>");
    let (id, _) = asked(&mut story);
    told(&mut story, id, Ok(()));
    assert!(story.app.lock().is_none());
}

#[test]
fn its_field_is_edited_and_forgotten() {
    let mut story = Story::new();
    story.answer(&World::new()).keys("<Ctrl-x>abc<Backspace>");
    let count = |story: &Story| story.app.lock().unwrap().count();
    assert_eq!(count(&story), 2);
    story.keys("<Ctrl-u>");
    assert_eq!(count(&story), 0);
    story.keys("abc<Esc>");
    assert_eq!(count(&story), 0);
    story.keys("geheim<Enter>");
    let (id, _) = asked(&mut story);
    story.keys("more");
    assert_eq!(count(&story), 0, "nothing is typed into a password that is being checked");
    told(&mut story, id, Err(wrong()));
    assert!(story.app.lock().unwrap().problem().is_some());
    story.keys("a");
    assert!(story.app.lock().unwrap().problem().is_none());
    story.keys("<Enter>");
    let (id, _) = asked(&mut story);
    told(&mut story, id, Err(wrong()));
    story.keys("<Esc>");
    assert!(story.app.lock().unwrap().problem().is_none());
}

#[test]
fn one_check_at_a_time_also_by_command() {
    let mut story = Story::at(by_command());
    story.answer(&World::new()).keys("<Ctrl-x><Enter>");
    let (first, _) = asked(&mut story);
    story.keys("<Enter>");
    assert!(!story.others.iter().any(|effect| matches!(effect, Effect::Unlock(..))));
    told(&mut story, first, Ok(()));
    assert!(story.app.lock().is_none());
}

/// Enter below a check would be the second one; `signed_in` is what a sign-in would have brought.
#[test]
fn a_self_admin_who_unlocks_by_password_is_signed_in() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.answer(&world).keys("Gv").keys("geheim<Enter>");
    let Some(Effect::SignIn(sign_in, ..)) = story.others.pop() else { panic!("no sign-in") };
    story.tell(Msg::Reply(sign_in, Box::new(Reply::SignedIn(Ok(())))));
    assert!(story.app.desk().signed_in);
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert!(!story.app.desk().signed_in);
    unlock(&mut story);
    assert!(story.app.desk().signed_in);
}

/// What is typed in one go with the answer that opens the lock was not meant for the dialog below.
#[test]
fn a_frame_of_the_lock_is_no_frame_of_the_dialog() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("<Ctrl-x>demo<Enter>");
    let (id, _) = asked(&mut story);
    story.tell(Msg::Reply(id, Box::new(Reply::Unlocked(Ok(())))));
    story.tell(Msg::Edit(InputRequest::InsertChar('a')));
    let Screen::Confirm(confirm) = top(&story) else { panic!("{:?}", top(&story)) };
    assert_eq!(confirm.word().value(), "");
}

#[test]
fn nothing_is_wiped_before_the_answer_that_is_on_its_way() {
    let world = World::new();
    let mut sending = Story::new();
    sending.open("must", &world).keys("jjjr<Enter>").answer(&world).keys("a.muster<Enter>");
    sending.tell(Msg::Rest(Rest::Wipe)).draw();
    assert!(sending.app.screens().iter().any(Screen::is_sending));
    sending.written(done(plain())).answer(&world);
    assert!(!sending.app.screens().iter().any(Screen::holds_secret) && !sending.app.desk().holds_values());

    let mut printing = handed(&world, |allow| allow.slip = true);
    printing.keys("p").answer(&world).keys("<Enter>");
    assert!(printing.app.screens().iter().any(Screen::is_printing));
    printing.tell(Msg::Rest(Rest::Wipe)).draw();
    assert!(printing.app.screens().iter().any(Screen::is_printing), "the printer has not answered");
    printing.printed(Ok(Printed::Queued("job-1".into())));
    assert!(!printing.app.screens().iter().any(Screen::holds_secret));
    assert!(events(&printing).contains(&&Event::Shown), "it is on paper");
}

/// The operation is over for this session, so the journal's case is one like any other.
#[test]
fn what_was_wiped_is_an_open_case() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>");
    let (id, intent) = story.writes.last().map(|(_, order)| (order.id, order.intent.clone())).unwrap();
    story.written(done(plain())).answer(&world);
    story.tell(Msg::Rest(Rest::Wipe));
    assert!(story.reads.iter().any(|(_, read)| matches!(read, Read::Cases)), "the list is read anew");
    let confirmed = "2026-11-21T14:02:11Z".parse().unwrap();
    let (stage, delivered) = (Stage::Held, Some(Delivered::Value));
    let case = Case { id, stage, intent, confirmed, who: None, delivered, why: None, comment_missing: false };
    let listed = Listed { case, age: Duration::from_mins(5), elsewhere: false };
    story.answer(&World { cases: Ok(vec![listed]), ..World::new() });
    assert_eq!(story.app.desk().cases().map(|listed| listed.case.id).collect::<Vec<_>>(), [id]);
}

#[test]
fn nothing_of_the_user_is_on_the_lock_at_any_size() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("v").tell(Msg::Stop);
    for (columns, rows) in [(60, 16), (80, 24), (200, 50)] {
        story.tell(Msg::Resize(columns, rows)).draw();
        let picture = story.picture(columns, rows);
        for word in ["Muster", "a.muster", "Chur", &FRAGMENT[..4], "Hand-off", "assword: done"] {
            assert!(!picture.contains(word), "{word} at {columns}x{rows}\n{picture}");
        }
        for word in ["Locked", "m.huber", "Password:", "A value waits here, covered", "5 minutes after", "15 minutes"] {
            assert!(picture.contains(word), "no {word} at {columns}x{rows}\n{picture}");
        }
    }
}

#[test]
fn its_footer_tells_nothing_of_what_is_below_and_esc_only_where_it_does_something() {
    let world = World::new();
    for mut story in [handed(&world, |_| {}), confirming(&world)] {
        story.keys("<Ctrl-x>");
        assert!(!story.says("Esc"), "{}", story.picture(80, 24));
        story.keys("d");
        assert!(story.says("Esc back"), "{}", story.picture(80, 24));
    }
}

#[test]
fn what_lies_over_a_screen_is_no_reason_not_to_lock() {
    let world = World::new();
    for keys in ["?", "<Ctrl-p>", "<Ctrl-p>help"] {
        let mut story = handed(&world, |_| {});
        story.keys(keys);
        assert!(story.app.modal().is_some());
        story.keys("<Ctrl-x>");
        assert!(story.app.lock().is_some() && story.app.modal().is_none(), "{keys}");
    }
    for context in Context::ALL {
        let key = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::CONTROL);
        let locks = matches!(resolve(*context, key), Some(Msg::Action(Action::Global(Global::Lock))));
        assert_eq!(locks, *context != Context::Locked, "{context:?}");
    }
}

#[test]
fn who_ends_with_a_value_that_was_not_handed_over_is_told() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("v");
    let said = story.app.not_handed_over();
    let wanted = "Carried out, but not noted as handed over: \"Reset the temporary strong password\" for a.muster. The next start lists it.";
    assert_eq!(said, [wanted]);
    story.keys("d");
    assert_eq!(story.app.not_handed_over(), [""; 0]);
}

#[test]
fn a_note_about_a_user_is_not_on_it() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(unknown(Fault::Timeout(30))).answer(&world);
    story.keys("<Esc><Ctrl-x>");
    assert!(story.app.lock().is_some());
    for _ in 0..70 {
        story.rest().answer(&world);
    }
    let note = story.app.desk().note.clone();
    assert!(note.as_ref().is_some_and(|note| note.contains("a.muster")), "the verdict has been noted below: {note:?}");
    assert!(!story.says("uster"), "{}", story.picture(80, 24));
    unlock(&mut story);
    assert_eq!(story.app.desk().note, note);
}

#[test]
fn only_the_password_of_the_same_operator_opens_it() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("<Ctrl-x>");
    story.keys("<Enter>");
    assert!(!story.others.iter().any(|effect| matches!(effect, Effect::Unlock(..))), "nothing was typed");
    story.keys("geheim");
    assert!(!story.says("geheim"), "{}", story.picture(80, 24));
    story.keys("<Enter>");
    let (id, proof) = asked(&mut story);
    let Proof::Password(login_id, password) = proof else { panic!("no password") };
    assert_eq!((login_id.as_str(), password.expose()), ("m.huber", "geheim"));
    told(&mut story, CallId(id.0 + 1000), Ok(()));
    assert!(story.app.lock().is_some(), "an answer to something else");
    story.keys("x<Enter>");
    assert!(!story.others.iter().any(|effect| matches!(effect, Effect::Unlock(..))), "one check at a time");
    told(&mut story, id, Err(wrong()));
    assert!(story.app.lock().is_some());
    assert!(story.says("password"), "{}", story.picture(80, 24));
    told(&mut story, id, Ok(()));
    assert!(story.app.lock().is_some(), "an old answer opens nothing");
    unlock(&mut story);
    assert!(matches!(top(&story), Screen::User(_)));
}

#[test]
fn token_command_is_run_again_for_the_same_person() {
    let world = World::new();
    let mut story = Story::at(by_command());
    story.open("must", &world).tell(Msg::Rest(Rest::Lock)).draw();
    assert!(story.says("Enter runs token_command"));
    story.keys("abc");
    assert_eq!(story.app.lock().unwrap().count(), 0, "there is no field");
    story.keys("<Enter>");
    let (id, proof) = asked(&mut story);
    assert!(matches!(proof, Proof::Token(Some(login_id)) if login_id.as_str() == "m.huber"));
    assert!(story.says("Checking ..."));
    story.keys("<Esc>");
    assert!(story.cancelled.contains(&id));
    told(&mut story, id, Ok(()));
    assert!(story.app.lock().is_some(), "nobody waits for that one any more");
}

#[test]
fn no_key_goes_round_the_lock() {
    let world = World::new();
    let mut story = Story::at(by_command());
    story.open("must", &world).keys("<Ctrl-x>");
    let screens = story.app.screens().len();
    story.keys("rjGv?q:<F1><F5><Ctrl-p><Ctrl-o><Ctrl-r><Down><Tab>").tell(Msg::Paste("demo".into())).draw();
    assert_eq!((story.app.screens().len(), story.app.modal().is_none(), quits(&story)), (screens, true, false));
    assert!(story.app.lock().is_some() && story.says("Nothing can be pasted here."));
    assert!(story.reads.is_empty() && story.writes.is_empty());
}

#[test]
fn what_was_typed_to_confirm_is_forgotten_and_an_enter_afterwards_sends_nothing() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster").tell(Msg::Rest(Rest::Lock)).draw();
    unlock(&mut story);
    story.keys("<Enter>");
    assert!(story.writes.is_empty());
    story.keys("a.muster<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn a_self_admin_has_to_sign_in_again() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..by_command() });
    story.answer(&world).keys("Gv").keys("geheim<Enter>");
    let Some(Effect::SignIn(sign_in, ..)) = story.others.pop() else { panic!("no sign-in") };
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert!(story.cancelled.contains(&sign_in) && story.others.contains(&Effect::ForgetXToken));
    story.tell(Msg::Reply(sign_in, Box::new(Reply::SignedIn(Ok(())))));
    story.keys("<Enter>");
    let (id, _) = asked(&mut story);
    told(&mut story, id, Ok(()));
    assert!(!story.app.desk().signed_in && story.app.modal().is_none());
}

#[test]
fn an_answer_that_comes_while_it_is_locked_waits_covered() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").tell(Msg::Rest(Rest::Lock)).draw();
    assert!(story.says("A change is on its way"));
    story.written(done(plain())).answer(&world);
    assert_eq!(story.app.context(), Context::Locked);
    assert!(story.says("A value waits here") && !story.says("Muster"));
    story.tell(Msg::Drawn(true));
    assert!(events(&story).is_empty(), "nobody has seen it");
    unlock(&mut story);
    story.keys("v");
    assert!(story.picture(80, 24).contains(&FRAGMENT[..4]));
}

#[test]
fn after_five_minutes_nothing_is_held_and_the_case_stays_open() {
    let world = World::new();
    for mut story in [handed(&world, |_| {}), replaced(&world, |_| {})] {
        story.keys("vp").answer(&world);
        let before = events(&story).len();
        story.tell(Msg::Rest(Rest::Lock)).tell(Msg::Rest(Rest::Wipe)).draw();
        assert!(matches!(top(&story), Screen::User(_)), "{:?}", top(&story));
        assert!(!story.says("A value waits here"));
        assert_eq!(events(&story).len(), before, "neither handed over nor closed");
        story.answer(&world);
        unlock(&mut story);
        assert!(matches!(story.app.modal(), Some(Modal::Message(_))) && story.says("was wiped"));
    }
}

#[test]
fn a_value_that_comes_when_its_time_is_over_is_not_kept() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").tell(Msg::Rest(Rest::Lock)).tell(Msg::Rest(Rest::Wipe)).draw();
    assert!(story.app.screens().iter().any(Screen::is_sending), "what is on its way is waited for");
    story.written(done(plain())).answer(&world);
    assert!(!story.app.screens().iter().any(Screen::holds_secret));
}

#[test]
fn a_password_kept_for_an_unknown_outcome_is_wiped_too() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jjjr<Enter>").answer(&world).keys("a.muster<Enter>");
    story.written(unknown(Fault::Timeout(30)));
    assert!(story.app.desk().holds_values());
    story.tell(Msg::Rest(Rest::Wipe)).draw();
    assert!(!story.app.desk().holds_values());
    assert!(story.app.desk().unsettled().next().is_some(), "it goes on being settled");
}

#[test]
fn ctrl_c_on_the_lock_warns_before_something_is_lost() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("<Ctrl-x><Ctrl-c>");
    assert!(!quits(&story) && story.says("A secret value is held here."));
    story.keys("x<Ctrl-c>");
    assert!(!quits(&story), "something else was pressed in between");
    story.keys("<Ctrl-c>");
    assert!(quits(&story));
    let mut story = Story::new();
    story.keys("<Ctrl-x><Ctrl-c>");
    assert!(quits(&story));
}
