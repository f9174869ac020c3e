//! What the console does, key by key: the pure application, driven as the runtime drives it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use credesk::app::desk::Site;
use credesk::app::effect::{Effect, Read};
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::domain::credential::CredentialKind;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::ClientId;
use credesk::domain::problem::Took;
use credesk::domain::search::{Page, SearchFailure};
use credesk::domain::user::Client;
use credesk::domain::write::{NewValue, Updatable, Write, WriteAnswer};
use credesk::text::SafeText;
use proptest::prelude::*;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use story::{Story, World, confirming, done, hit, plain, quits, refused, site, top};

fn not_exposed() -> Reply {
    Reply::Hits(Err(SearchFailure::NotExposed(Fault::Forbidden.problem(Asked::Read, None))))
}

fn searches(story: &Story) -> Vec<String> {
    let text = |read: &Read| match read {
        Read::Search { text, from } => Some(format!("{} from {from}", text.as_str())),
        Read::ClientUsers { client, login_id, from } => Some(format!("{client}: {} from {from}", login_id.as_str())),
        _ => None,
    };
    story.reads.iter().filter_map(|(_, read)| text(read)).collect()
}

#[test]
fn a_newer_search_cancels_the_older_and_a_late_answer_lands_nowhere() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("mu").rest();
    let (old, _) = story.reads[0];
    story.keys("st");
    assert_eq!(story.cancelled, [old], "typing on forgets the search before");
    story.rest();
    assert_eq!(searches(&story), ["must from 0"]);
    let late = Page { from: 0, rows: vec![hit("9", "late", "Too Late", ("", ""))], unusable: 0, total: Some(1) };
    story.tell(Msg::Reply(old, Box::new(Reply::Hits(Ok(late)))));
    assert!(!story.says("Too Late"));
    assert!(story.says("Searching"));
}

#[test]
fn typing_waits_for_a_rest_and_only_the_last_timer_counts() {
    let mut story = Story::new();
    story.reads.clear();
    story.keys("must");
    assert_eq!(story.timers.len(), 3, "one for each text of two characters and more");
    let old = story.timers[0];
    story.tell(Msg::Timer(old));
    assert!(story.reads.is_empty());
    story.rest();
    assert_eq!(searches(&story), ["must from 0"]);
}

#[test]
fn enter_tries_a_failed_search_again() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest();
    let (id, _) = story.reads.remove(0);
    let problem = Fault::NoConnection.problem(Asked::Read, None);
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Err(SearchFailure::Failed(problem))))));
    assert!(story.says("no connection could be made"));
    story.keys("<Enter>");
    assert_eq!(searches(&story), ["must from 0"]);
    story.answer(&world).keys("<Enter>").answer(&world);
    assert!(matches!(top(&story), Screen::User(_)));
}

#[test]
fn rows_of_an_older_text_cannot_be_opened() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>/x<Enter><Enter>");
    assert!(matches!(top(&story), Screen::Lookup(_)));
    assert!(story.app.desk().note.as_deref().unwrap().contains("Still searching"));
}

#[test]
fn forty_pasted_lines_become_one_line_and_search_nothing_by_themselves() {
    let mut story = Story::new();
    story.reads.clear();
    story.tell(Msg::Paste("Anna\nMuster\u{1b}[2J\n".repeat(40)));
    assert!(story.reads.is_empty());
    let Screen::Lookup(lookup) = top(&story) else { panic!("not the lookup") };
    assert!(lookup.input().value().starts_with("Anna Muster [2J Anna"));
    assert!(lookup.input().value().chars().count() <= 200);
}

#[test]
fn pages_are_fetched_as_they_come_into_view() {
    let mut world = World::new();
    world.hits = (0..50)
        .map(|number| hit(&number.to_string(), &format!("user{number}"), &format!("N{number}"), ("", "")))
        .collect();
    world.total = Some(100_000);
    let mut story = Story::new();
    story.answer(&world).keys("us").rest();
    let (id, _) = story.reads.remove(0);
    let first = Page { from: 0, rows: world.hits.clone(), unusable: 0, total: Some(100_000) };
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Ok(first)))));
    assert!(searches(&story).is_empty(), "two screenfuls are there");
    story.keys("<Enter><PgDn><PgDn>");
    assert!(searches(&story).is_empty(), "and still are");
    story.keys("<PgDn>");
    assert_eq!(searches(&story), ["us from 50"], "before its rows come into view");
    story.reads.clear();
    story.keys("<End>");
    assert_eq!(searches(&story), ["us from 99950"]);
    story.keys("<Enter>");
    assert!(story.app.desk().note.as_deref().unwrap().contains("Still reading"));
}

#[test]
fn without_the_query_service_login_ids_are_looked_up_in_the_client() {
    let mut story = Story::at(Site { clients: vec![ClientId::parse("100").unwrap()], ..site() });
    story.answer(&World::new()).keys("demo.all").rest();
    let (id, _) = story.reads.remove(0);
    story.tell(Msg::Reply(id, Box::new(not_exposed())));
    assert_eq!(searches(&story), ["100: demo.all from 0"]);
    story.answer(&World::new());
    assert!(story.says("not exposed"));
    story.keys("2").rest();
    assert_eq!(searches(&story), ["100: demo.all2 from 0"], "the query service is not asked again");
}

#[test]
fn without_query_service_and_client_the_only_client_is_taken_and_several_are_named() {
    let client = |id: &str, name: &str| Client { id: ClientId::parse(id).unwrap(), name: SafeText::new(name) };
    for (clients, expected) in [
        (vec![client("100", "Default")], "100: demo from 0"),
        (vec![client("1", "A"), client("2", "B")], "1 (A), 2 (B)"),
    ] {
        let mut story = Story::new();
        story.answer(&World::new()).keys("demo").rest();
        let (id, _) = story.reads.remove(0);
        story.tell(Msg::Reply(id, Box::new(not_exposed())));
        let (id, read) = story.reads.remove(0);
        assert_eq!(read, Read::Clients);
        story.tell(Msg::Reply(id, Box::new(Reply::Clients(Ok(clients)))));
        let seen = format!("{} {}", searches(&story).join(" "), story.picture(80, 24));
        assert!(seen.contains(expected), "{seen}");
    }
}

#[test]
fn two_hundred_enters_are_one_write() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys(&"<Enter>".repeat(200));
    assert!(story.writes.is_empty(), "Enter alone never confirms");
    story.keys("a.muster").keys(&"<Enter>".repeat(200));
    assert_eq!(story.writes.len(), 1);
    assert!(matches!(&story.writes[0].1.write, Write::ResetTempStrongPassword(user) if user.user.as_str() == "1034"));
    story.keys("<Esc>q");
    assert!(matches!(top(&story), Screen::Confirm(_)), "a request on its way is not left");
    assert!(!quits(&story));
}

#[test]
fn nothing_but_the_whole_login_id_confirms() {
    let world = World::new();
    for typed in ["a.muste", "A.MUSTER", "a.muster ", " a.muster", "1034", "b.keller"] {
        let mut story = confirming(&world);
        story.keys(typed).keys("<Enter>");
        assert!(story.writes.is_empty(), "{typed:?}");
    }
    let mut pasted = confirming(&world);
    pasted.tell(Msg::Paste("a.muster".into())).keys("<Enter>");
    assert!(pasted.writes.is_empty(), "pasting");
}

#[test]
fn keys_typed_before_the_dialog_was_drawn_do_not_arm_it() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("j");
    let resolve = |story: &Story, key| credesk::app::keymap::resolve(story.app.context(), key);
    let press = |character| KeyEvent::from(KeyCode::Char(character));
    for character in "ra.muster".chars() {
        let msg = resolve(&story, press(character)).unwrap();
        story.tell(msg);
    }
    story.draw().answer(&world).keys("<Enter>");
    assert!(story.writes.is_empty());
    assert!(story.says("Nothing was sent. Type the word above"));
}

#[test]
fn a_word_that_comes_in_one_burst_with_its_enter_does_not_count() {
    let world = World::new();
    let mut story = confirming(&world);
    let enter = KeyEvent::from(KeyCode::Enter);
    for event in "a.muster".chars().map(|character| KeyEvent::from(KeyCode::Char(character))).chain([enter]) {
        let msg = credesk::app::keymap::resolve(story.app.context(), event).unwrap();
        story.tell(msg);
    }
    assert!(story.writes.is_empty() && story.says("like a paste"));
    story.draw().keys("<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn enter_in_the_comment_ends_the_comment_and_sends_nothing() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Tab>card lost<Enter>");
    assert!(story.writes.is_empty());
    story.keys("<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn the_selected_credential_stays_selected_through_a_failed_reading() {
    let mut world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jj<F5>");
    for (id, _) in std::mem::take(&mut story.reads) {
        let problem = Fault::NoConnection.problem(Asked::Read, None);
        story.tell(Msg::Reply(id, Box::new(Reply::Credentials(Err(problem.clone())))));
        story.tell(Msg::Reply(id, Box::new(Reply::User(Err(problem)))));
    }
    world.credentials.swap(0, 2);
    story.keys("<F5>").answer(&world);
    let Screen::User(screen) = top(&story) else { panic!("not the user") };
    assert_eq!(screen.selected_credential().unwrap().kind, CredentialKind::Ticket);
}

#[test]
fn help_over_a_shown_value_covers_it() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain())).keys("v");
    for over in ["?", ":"] {
        story.keys(over);
        assert!(!story.picture(200, 50).contains("kT7w"));
        story.keys("<Esc>");
        assert!(story.says("Covered. Ready to read out?"));
    }
}

#[test]
fn what_still_locks_is_said_after_a_success() {
    let mut world = World::new();
    world.credentials[4].state = credesk::domain::credential::CredentialState::FailLocked;
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Card(world.card())));
    assert!(story.says("Its state is fail-locked"));
}

#[test]
fn an_archived_user_is_left_alone() {
    let mut world = World::new();
    world.user.state = credesk::domain::user::UserState::Archived;
    let mut story = Story::new();
    story.open("must", &world).keys("r");
    assert!(story.says("Not possible: this user is archived") && matches!(top(&story), Screen::User(_)));
}

#[test]
fn nothing_is_sent_before_the_newest_state_was_read() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jra.muster<Enter>");
    assert!(story.writes.is_empty());
    story.answer(&world).keys("<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn another_name_at_the_last_moment_stops_it() {
    let mut world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jr");
    world.user.name = SafeText::new("Someone Else");
    story.answer(&world).keys("a.muster<Enter>");
    assert!(story.writes.is_empty());
    assert!(story.says("now called Someone Else"));
}

#[test]
fn the_external_id_arms_where_the_login_id_cannot_be_typed() {
    let mut world = World::new();
    world.user.login_id = credesk::domain::id::LoginId::new("anna\u{200b}muster");
    let mut story = confirming(&world);
    story.keys("1034<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn every_refusal_says_that_nothing_was_done_and_final_ones_stay_final() {
    let world = World::new();
    for (fault, again) in [
        (Fault::ResetLimit, false),
        (Fault::Permission(None), false),
        (Fault::DataRoom, false),
        (Fault::NotFound, false),
        (Fault::Redirect, false),
        (Fault::SignedOut, true),
        (Fault::TooMany, true),
    ] {
        let mut story = confirming(&world);
        story.keys("a.muster<Enter>").written(refused(fault.clone()));
        assert!(story.says("no reset took place"), "{fault:?}");
        story.answer(&world).keys("a.muster<Enter>");
        assert_eq!(story.writes.len(), usize::from(again), "{fault:?}");
    }
}

#[test]
fn what_never_left_may_be_confirmed_again() {
    let world = World::new();
    let mut story = confirming(&world);
    story
        .keys("a.muster<Enter>")
        .written(WriteAnswer::NotSent(Fault::NoConnection, Fault::NoConnection.problem(Asked::Write, None)));
    assert!(story.says("no reset took place"));
    story.keys("a.muster<Enter>");
    assert!(story.writes.is_empty(), "it is confirmed on a new reading, and that is on its way");
    story.answer(&world).keys("<Ctrl-u><Enter>");
    assert!(story.writes.is_empty(), "the word must be typed again");
    story.keys("a.muster<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn after_a_conflict_the_newest_version_is_confirmed_anew() {
    let mut world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("<Tab>card lost<Tab>a.muster<Enter>");
    let Write::ReplaceOtpCard { version, comment, .. } = &story.writes[0].1.write else { panic!("no replacement") };
    assert_eq!((*version, comment.as_deref()), (Some(7), Some("[credesk 00c0ffee-1] card lost")));
    world.credentials[4].version = Some(8);
    story.written(refused(Fault::Conflict)).answer(&world);
    assert!(story.says("7 -> 8"));
    story.keys("a.muster<Enter>");
    assert!(matches!(&story.writes[0].1.write, Write::ReplaceOtpCard { version: Some(8), .. }));
}

#[test]
fn a_value_is_covered_then_shown_then_gone() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain()));
    assert_eq!(story.reads.len(), 4, "the user below and the open cases are read at once, and the change is verified");
    assert!(!story.picture(200, 50).contains("kT7w"), "covered");
    story.keys("<Esc>q");
    assert!(matches!(top(&story), Screen::Handoff(_)), "neither Esc nor q leaves a value that nobody saw");
    story.keys("v");
    assert!(story.says("kT7w 9QxB m2Lp 0yZa"));
    story.keys("<Ctrl-c>");
    assert!(!story.says("kT7w") && !quits(&story), "the first Ctrl-C covers");
    story.keys("vd").answer(&world);
    assert!(matches!(top(&story), Screen::User(_)));
    assert!(!story.app.screens().iter().any(Screen::holds_secret));
    story.keys("q");
    assert!(quits(&story));
}

#[test]
fn d_wipes_a_value_that_nobody_saw_only_when_asked_twice() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain())).keys("d");
    assert!(matches!(top(&story), Screen::Handoff(_)));
    assert!(story.says("d once more wipes it"));
    story.keys("d");
    assert!(matches!(top(&story), Screen::User(_)));
}

#[test]
fn a_window_that_becomes_too_small_covers_the_value() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain())).keys("v");
    story.tell(Msg::Resize(59, 24)).tell(Msg::Resize(80, 24));
    assert!(story.says("Covered"));
}

#[test]
fn what_does_not_fit_on_the_screen_cannot_be_confirmed() {
    let mut world = World::new();
    world.user.technical = true;
    world.user.name = SafeText::new("Anna\u{202e}Muster");
    world.user.state = credesk::domain::user::UserState::Disabled;
    let mut story = Story::new();
    story.open("must", &world).tell(Msg::Resize(60, 16)).keys("Gr").answer(&world).keys("a.muster<Enter>");
    assert!(story.writes.is_empty());
    assert!(story.picture(60, 16).contains("too small"), "{}", story.picture(60, 16));
    story.tell(Msg::Resize(80, 24)).draw().keys("a.muster<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn late_answers_of_a_page_that_was_left_land_on_no_other() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter><Enter>");
    let left: Vec<_> = story.reads.iter().map(|(id, _)| *id).collect();
    story.keys("<Esc>j<Enter>");
    let mut other = World::new();
    other.user.name = SafeText::new("Too Late");
    for id in left {
        story.tell(Msg::Reply(id, Box::new(Reply::User(Ok(other.user.clone())))));
        story.tell(Msg::Reply(id, Box::new(Reply::Credentials(Ok(other.credentials.clone())))));
    }
    assert!(!story.says("Too Late") && story.says("Reading the user") && story.says("Reading the credentials"));
}

#[test]
fn a_server_that_ignores_the_offset_is_not_asked_for_ever() {
    let mut story = Story::new();
    story.answer(&World::new()).keys("must").rest();
    let rows: Vec<_> = (0..50).map(|number| hit(&number.to_string(), "x", "X", ("", ""))).collect();
    for _ in 0..5 {
        for (id, _) in std::mem::take(&mut story.reads) {
            let page = Page { from: 0, rows: rows.clone(), unusable: 0, total: Some(1000) };
            story.tell(Msg::Reply(id, Box::new(Reply::Hits(Ok(page)))));
        }
        story.keys("<Enter><End>");
    }
    assert!(story.reads.is_empty(), "{:?}", story.reads);
}

#[test]
fn a_self_admin_signs_in_before_a_card_is_read() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.answer(&world).keys("Gv");
    assert!(story.says("Sign in with your own password") && story.reads.is_empty());
}

#[test]
fn ctrl_c_warns_before_a_value_is_lost() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain())).keys("<Ctrl-c>");
    assert!(!quits(&story));
    story.keys("<Ctrl-c>");
    assert!(quits(&story));
}

#[test]
fn in_a_window_that_is_too_small_no_key_acts_but_those_that_leave() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).tell(Msg::Resize(59, 24)).keys("jr<Esc>?<Ctrl-o>").tell(Msg::Paste("x".into()));
    assert!(matches!(top(&story), Screen::User(screen) if screen.selected() == Some(0)) && story.app.modal().is_none());
    story.tell(Msg::Resize(80, 24)).keys("jr");
    assert!(matches!(top(&story), Screen::Confirm(_)));
    story.tell(Msg::Resize(80, 15)).keys("a.muster").tell(Msg::Resize(80, 24)).answer(&world).keys("<Enter>");
    assert!(story.writes.is_empty());
    story.tell(Msg::Resize(10, 3)).keys("<Ctrl-c>");
    assert!(quits(&story));
}

#[test]
fn q_is_a_letter_in_a_text_field() {
    let mut story = Story::new();
    story.keys("qu:");
    assert!(!quits(&story));
    let Screen::Lookup(lookup) = top(&story) else { panic!("not the lookup") };
    assert_eq!(lookup.input().value(), "qu:");
}

#[test]
fn rights_grey_out_with_a_reason_and_where_they_cannot_be_read_nothing_is_greyed() {
    let mut viewer = World::new();
    viewer.rights.truncate(1);
    let mut story = Story::new();
    story.open("must", &viewer).keys("r");
    assert!(matches!(top(&story), Screen::User(_)));
    assert!(story.app.desk().note.as_deref().unwrap().contains("needs AccessControl.CredentialModify"));

    let world = World::new();
    let mut story = Story::new();
    let rights = story.reads.iter().position(|(_, read)| *read == Read::Rights).unwrap();
    let (id, _) = story.reads.remove(rights);
    let problem = Fault::NotFound.problem(Asked::Read, None);
    story.tell(Msg::Reply(id, Box::new(Reply::Rights(Err(problem)))));
    story.open("must", &world).keys("r");
    assert!(matches!(top(&story), Screen::Confirm(_)));
}

#[test]
fn a_read_only_session_changes_nothing() {
    let world = World::new();
    let mut story = Story::at(Site { read_only: true, ..site() });
    story.open("must", &world);
    for keys in ["r", "jr", "e", "Gr"] {
        story.keys(keys);
        assert!(matches!(top(&story), Screen::User(_)));
    }
    story.keys("v").answer(&world);
    assert!(matches!(top(&story), Screen::Card(_)), "looking is allowed");
}

#[test]
fn a_device_password_is_made_confirmed_and_handed_over() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jjjr<Enter>").answer(&world).keys("a.muster<Enter>");
    let Write::Update { what, edit, version, .. } = &story.writes[0].1.write else { panic!("no update") };
    assert!(matches!(what, Updatable::DevicePassword(id) if id.as_str() == "dev-1"));
    assert_eq!(*version, Some(7));
    let password = edit.password.clone().unwrap();
    assert!(password.count() >= 12);
    let made: String = password.expose().chars().take(4).collect();
    story.written(done(NewValue::Plain(password))).keys("v");
    assert!(story.picture(80, 24).contains(&made));
    assert!(story.says("once this screen is closed, nobody can look it up"));
}

#[test]
fn a_typed_device_password_is_checked_and_never_drawn() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jjjr<Right><Down>Winter+2026abc");
    assert!(!story.says("Winter"));
    story.keys("<Enter>").answer(&world);
    assert!(!story.says("Winter"));
    story.keys("a.muster<Enter>");
    let Write::Update { edit, .. } = &story.writes[0].1.write else { panic!("no update") };
    assert_eq!(edit.password.as_ref().unwrap().expose(), "Winter+2026abc");
}

#[test]
fn an_edit_changes_only_what_was_chosen() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("e<Enter>");
    assert!(story.says("Nothing is to be changed yet"));
    story.keys("<Right><Right><Enter>").answer(&world).keys("a.muster<Enter>");
    let Write::Update { what: Updatable::Puk, edit, .. } = &story.writes[0].1.write else { panic!("no update") };
    assert_eq!(edit.state.as_ref().unwrap().as_str(), "tmp-locked", "the state that it has is no choice");
    assert!(edit.policy.is_none() && edit.password.is_none());
    assert_eq!(edit.comment.as_deref(), Some("[credesk 00c0ffee-1]"), "the mark by which a lost answer is settled");
    story.written(done(NewValue::Unchanged));
    assert!(story.says("itself was not changed"));
}

#[test]
fn an_otp_card_is_not_edited_and_other_kinds_are_left_alone() {
    let mut world = World::new();
    world.credentials.push(story::credential("x-1", CredentialKind::Other(SafeText::new("Kerberos")), None));
    let mut story = Story::new();
    story.open("must", &world).keys("Gke");
    assert!(story.app.desk().note.as_deref().unwrap().contains("no way to edit an OTP card"));
    story.keys("Gr");
    assert!(story.app.desk().note.as_deref().unwrap().contains("type Kerberos"));
    assert!(matches!(top(&story), Screen::User(_)));
}

#[test]
fn a_self_admin_signs_in_first_and_signing_in_sends_nothing() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.answer(&world);
    assert!(matches!(top(&story), Screen::User(_)), "a self-admin's own page opens by itself");
    story.keys("jr").answer(&world).keys("a.muster<Enter>");
    assert!(story.writes.is_empty());
    story.keys("geheim<Enter>");
    let Some(Effect::SignIn(id, login, _)) = story.others.pop() else { panic!("no sign-in") };
    assert_eq!(login.as_str(), "m.huber");
    story.tell(Msg::Reply(id, Box::new(Reply::SignedIn(Ok(())))));
    assert!(story.writes.is_empty(), "signing in sends nothing");
    story.keys("<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn a_self_admin_stays_on_the_own_page_and_sees_open_cases_first() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.answer(&world).keys("<Esc>");
    assert!(matches!(top(&story), Screen::User(_)) && story.says("This is your own page"));
    story.keys("q");
    assert!(quits(&story));
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.keys("<Ctrl-o>").answer(&world);
    assert!(matches!(top(&story), Screen::Cases(_)), "what is open is not covered by the own page");
    story.keys("<Esc>");
    assert!(matches!(top(&story), Screen::User(_)));
}

#[test]
fn a_card_that_cannot_be_read_is_not_shown() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Enter>");
    let fault = credesk::domain::otp_card::CardFault::Count { expected: 100, found: 99 };
    story.written(done(NewValue::UnreadableCard(fault)));
    let picture = story.picture(80, 24);
    assert!(picture.contains("99 of 100 cells") && picture.contains("Carried out, but"), "{picture}");
}

#[test]
fn the_palette_does_what_the_key_does() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys(":read again<Enter>");
    assert!(story.reads.len() >= 2);
    story.answer(&world).keys("<Ctrl-p>view<Enter>");
    assert!(story.app.desk().note.as_deref().unwrap().contains("only an OTP card"));
}

#[test]
fn where_nothing_can_be_read_a_message_says_why() {
    let mut story = Story::new();
    for (id, read) in std::mem::take(&mut story.reads) {
        let problem = Fault::NoConnection.problem(Asked::Read, None);
        assert_eq!(problem.took, Took::NothingAsked);
        let reply = if read == Read::Caller { Reply::Caller(Err(problem)) } else { Reply::Rights(Err(problem)) };
        story.tell(Msg::Reply(id, Box::new(reply)));
    }
    assert!(story.says("no connection could be made"));
    story.keys("<Esc>must");
    assert!(!story.says("no connection"));
}

const KEYS: [&str; 30] = [
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "<Up>",
    "<Down>",
    "<Left>",
    "<Right>",
    "<PgDn>",
    "<Home>",
    "<End>",
    "<Space>",
    "<Backspace>",
    "<F1>",
    "<F5>",
    "<Ctrl-c>",
    "<Ctrl-p>",
    "<Ctrl-u>",
    "r",
    "e",
    "v",
    "d",
    "j",
    "G",
    "/",
    ":",
    "?",
    "l",
    "w",
    "x",
    "must",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever is pressed, in whatever order answers come: without the login ID typed, nothing is ever sent, every
    /// state can be drawn at every size, and no value is drawn uncovered unless asked for.
    #[test]
    fn no_keys_but_the_login_id_ever_send_anything(
        steps in proptest::collection::vec((0..KEYS.len(), 0..4_u8), 1..60),
        size in (1..220_u16, 1..60_u16),
    ) {
        let world = World::new();
        let mut story = Story::new();
        story.answer(&world);
        for (key, answers) in steps {
            story.keys(KEYS[key]);
            if answers > 0 {
                story.rest();
            }
            if answers > 1 {
                story.answer(&world);
            }
            story.tell(Msg::Resize(size.0, size.1));
            story.picture(size.0, size.1);
            prop_assert!(story.writes.is_empty());
        }
    }
}
