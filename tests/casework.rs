//! Changes that are not over, key by key: unknown outcomes and their verdicts, the open cases of earlier runs, comments
//! that follow a reset, and the verifying reading.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use std::time::Duration;

use credesk::app::desk::Site;
use credesk::app::screen::Screen;
use credesk::domain::case::{Case, Listed};
use credesk::domain::credential::{Credential, CredentialKind};
use credesk::domain::fault::Fault;
use credesk::domain::id::LoginId;
use credesk::domain::life::Stage;
use credesk::domain::operation::Order;
use credesk::domain::problem::{Problem, Took};
use credesk::domain::record::{Act, Baseline, Delivered, Event, Intent, OperationId, SessionId, Why};
use credesk::domain::write::{Done, NewValue, Updatable, Write, WriteAnswer};
use credesk::text::SafeText;
use story::{Story, World, confirming, done, plain, print_of, quits, refused, site, top, unknown, user_ref};

#[test]
fn an_unknown_outcome_is_never_called_failed_and_never_sent_again() {
    let world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(unknown(Fault::CutOff));
    story.keys("a.muster<Enter>");
    assert!(story.writes.is_empty());
    let picture = story.picture(80, 24);
    assert!(picture.contains("outcome unknown") && !picture.to_lowercase().contains("failed"), "{picture}");
    assert!(story.says("do not reset again, 60 s left"));
    story.keys("<Esc>").answer(&world).keys("r");
    assert!(matches!(top(&story), Screen::User(_)), "the credential is locked while nobody knows");
    assert!(story.says("outcome of the last change unknown"));
}

#[test]
fn an_unsettled_outcome_is_not_left_by_accident_and_said_at_the_end() {
    let mut world = World::new();
    let mut story = in_doubt(&world);
    story.keys("q");
    assert!(!quits(&story) && story.says("still unknown; the next start goes on with it"));
    let said = story.app.left_open();
    assert!(
        matches!(&said[..], [one] if one.contains("Reset the temporary strong password\" for a.muster")),
        "{said:?}"
    );
    world.credentials[1].reset_count = Some(1);
    story.rest().rest().answer(&world);
    assert!(story.app.left_open().is_empty());
    story.keys("q");
    assert!(quits(&story));
}

/// Anna's temporary strong password after a reset whose outcome nobody knows, on the screen that settles it.
fn in_doubt(world: &World) -> Story {
    let mut story = confirming(world);
    story.keys("a.muster<Enter>").written(unknown(Fault::Timeout(30)));
    story.answer(world);
    story
}

/// What the journal was told last.
fn last_record(story: &Story) -> Option<&Event> {
    story.records.last().map(|(_, event)| event)
}

#[test]
fn a_reading_that_shows_the_reset_ends_the_doubt() {
    let mut world = World::new();
    let mut story = in_doubt(&world);
    assert!(story.says("nothing has changed so far") && last_record(&story).is_none(), "it could still arrive");
    world.credentials[1].reset_count = Some(1);
    story.rest().rest().answer(&world);
    assert!(story.says("the reset count went from 0 to 1") && story.says("The old password no longer works"));
    assert_eq!(last_record(&story), Some(&Event::Happened));
    story.keys("d").answer(&world);
    assert_eq!(last_record(&story), Some(&Event::Closed));
    story.keys("r");
    assert!(matches!(top(&story), Screen::Confirm(_)));
}

#[test]
fn where_nothing_changed_until_it_settled_it_was_not_carried_out() {
    let world = World::new();
    let mut story = in_doubt(&world);
    for second in 0..60 {
        assert_eq!(last_record(&story), None, "after {second} seconds it could still arrive");
        story.rest().answer(&world);
    }
    assert!(story.says("Not carried out: no reset took place"), "{}", story.picture(80, 24));
    assert_eq!(last_record(&story), Some(&Event::DidNotHappen));
    story.rest();
    assert!(story.timers.is_empty(), "nothing ticks any more");
    story.keys("d").answer(&world).keys("r");
    assert!(matches!(top(&story), Screen::Confirm(_)));
}

#[test]
fn two_resets_are_not_taken_for_one() {
    let mut world = World::new();
    let mut story = in_doubt(&world);
    world.credentials[1].reset_count = Some(2);
    world.cases = Ok(vec![left_behind(Stage::CannotTell, |listed| {
        listed.case.id = OperationId { session: SessionId(0x00c0_ffee), number: 1 };
        listed.case.why = Some(Why::MoreThanOnce);
    })]);
    story.rest().rest().answer(&world).keys("d");
    assert!(story.says("not by this change alone") && story.says("Still checking"), "the first may still arrive");
    for _ in 0..60 {
        story.rest().answer(&world);
    }
    assert!(story.says("at least one change is not yours"));
    story.keys("<Esc>").answer(&world).keys("r");
    assert!(matches!(top(&story), Screen::User(_)), "it stays locked until somebody has taken note");
}

#[test]
fn a_device_password_of_unknown_outcome_is_not_thrown_away() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jjjr<Enter>").answer(&world).keys("a.muster<Enter>");
    let Write::Update { edit, .. } = &story.writes[0].1.write else { panic!("no update") };
    let made: String = edit.password.as_ref().unwrap().expose().chars().take(4).collect();
    let mark = story.writes[0].1.id.mark();
    story.written(unknown(Fault::Timeout(30)));
    story.keys("vd");
    assert!(story.says("outcome unknown") && !story.says(&made), "nothing to hand over before the verdict");
    story.keys("<Esc>q");
    assert!(!quits(&story) && story.says("A secret value is held here"), "the next caller can be served meanwhile");
    let listed = left_behind(Stage::Unknown, |listed| {
        let intent = &mut listed.case.intent;
        (intent.kind, intent.credential) = (CredentialKind::DevicePassword, world.credentials[3].id.clone());
        listed.case.id = OperationId { session: SessionId(0x00c0_ffee), number: 1 };
    });
    story.answer(&World { cases: Ok(vec![listed.clone()]), ..World::new() });
    story.keys("<Ctrl-o>").answer(&World { cases: Ok(vec![listed.clone()]), ..World::new() }).keys("<Enter>");
    let mut after = World { cases: Ok(vec![listed]), ..World::new() };
    after.credentials[3].version = Some(8);
    after.credentials[3].comment = Some(SafeText::new(&mark));
    story.rest().rest().answer(&after);
    assert!(story.says("The new password is the valid one"));
    story.keys("v");
    assert!(!story.says(&made), "covered first");
    story.keys("v");
    assert!(story.says(&made));
    assert_eq!(last_record(&story), Some(&Event::Shown));
    story.keys("d");
    assert_eq!(last_record(&story), Some(&Event::HandedOver));
}

/// A case that an earlier run has left, confirmed ten seconds ago.
fn left_behind(stage: Stage, change: impl FnOnce(&mut Listed)) -> Listed {
    let world = World::new();
    let intent = Intent {
        server: "idm.example.ch".into(),
        caller: Some(LoginId::new("m.huber")),
        at: user_ref("1034"),
        login_id: LoginId::new("a.muster"),
        kind: CredentialKind::TempStrongPassword,
        credential: world.credentials[1].id.clone(),
        act: Act::Reset,
        comment: None,
        ticket: None,
        batch: None,
        comment_after: false,
        follows: None,
        baseline: Baseline {
            version: Some(7),
            reset_count: Some(0),
            comment: world.credentials[1].comment.as_ref().map(print_of),
            ..Baseline::default()
        },
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    };
    let id = OperationId { session: SessionId(0xdead), number: 3 };
    let confirmed = "2026-11-21T14:02:11Z".parse().unwrap();
    let case = Case { id, stage, intent, confirmed, who: None, delivered: None, why: None, comment_missing: false };
    let mut listed = Listed { case, age: Duration::from_secs(10), elsewhere: false };
    change(&mut listed);
    listed
}

fn start_with(listed: Listed) -> (Story, World) {
    let world = World { cases: Ok(vec![listed]), ..World::new() };
    let mut story = Story::new();
    story.answer(&world);
    (story, world)
}

#[test]
fn what_an_earlier_run_left_unknown_is_shown_first_and_settled_by_reading() {
    let (mut story, mut world) = start_with(left_behind(Stage::Sending, |_| {}));
    assert!(matches!(top(&story), Screen::Cases(_)));
    assert!(story.says("1 open case") && story.says("checking, 50 s left") && story.says("Do not reset again"));
    story.keys("dd");
    assert!(story.says("Still checking") && story.records.is_empty());
    story.keys("<Enter>");
    assert!(story.says("10 s after sending nothing has changed so far"));
    world.credentials[1].reset_count = Some(1);
    story.rest().rest().answer(&world);
    assert!(story.says("Carried out: the reset count went from 0 to 1"));
    assert_eq!(last_record(&story), Some(&Event::Happened));
    story.keys("d");
    assert_eq!(last_record(&story), Some(&Event::Happened), "a case of the list is closed only when asked twice");
    world.cases = Ok(vec![]);
    story.keys("d").answer(&world);
    assert_eq!(last_record(&story), Some(&Event::Closed));
    assert!(story.says("No open case"));
}

#[test]
fn a_case_is_closed_only_when_asked_twice() {
    let (mut story, mut world) = start_with(left_behind(Stage::Held, |listed| {
        listed.case.delivered = Some(Delivered::Value);
    }));
    assert!(
        story.says("carried out, not shown?") && story.says("The journal does not say that anybody saw the result")
    );
    story.keys("djd");
    assert!(story.records.is_empty(), "moving forgets the first one");
    world.cases = Ok(vec![]);
    story.keys("d").answer(&world);
    assert_eq!(last_record(&story), Some(&Event::Closed));
    assert!(story.says("No open case"));
}

#[test]
fn a_case_of_a_credesk_that_still_runs_is_left_to_it() {
    let (mut story, world) = start_with(left_behind(Stage::Sending, |listed| listed.elsewhere = true));
    assert!(story.says("another credesk's hands") && story.reads.is_empty());
    story.keys("dd<Esc>");
    assert!(story.records.is_empty());
    story.open("must", &world).keys("jr");
    assert!(story.says("another credesk is changing it at this moment"));
}

#[test]
fn a_case_of_another_server_is_not_settled_here() {
    let (story, _) = start_with(left_behind(Stage::Unknown, |listed| {
        listed.case.intent.server = "idm.test.ch".into();
    }));
    assert!(story.says("It is about idm.test.ch: start credesk with that profile"));
    assert!(story.timers.is_empty(), "nothing is read");
}

#[test]
fn without_a_journal_everything_can_be_looked_at_and_nothing_changed() {
    let problem = Problem::new("The journal is full of sand.", Took::NothingAsked, "Empty it.");
    let world = World { cases: Err(problem), ..World::new() };
    let mut story = Story::new();
    story.answer(&world);
    assert!(story.says("The journal is full of sand.") && story.says("Empty it."));
    story.keys("<Enter>").open("must", &world).keys("r");
    assert!(story.says("the journal cannot be used"));
    let mended = World::new();
    story.keys("<Ctrl-o>").answer(&mended).keys("<Esc>r").answer(&mended);
    assert!(matches!(top(&story), Screen::Confirm(_)), "a journal that was put right needs no restart");
}

/// A console whose profile wants comments on resets, with Anna's PUK confirmed and a comment typed.
fn reset_with_comment(world: &World) -> Story {
    let mut story = Story::at(Site { comment_after_reset: true, ..site() });
    story.open("must", world).keys("r").answer(world).keys("<Tab>HD-77<Tab>a.muster<Enter>");
    story
}

#[test]
fn the_comment_of_a_reset_follows_in_a_change_of_its_own() {
    let world = World::new();
    let mut story = reset_with_comment(&world);
    let order = &story.writes[0].1;
    assert!(matches!(order.write, Write::ResetPuk(_)) && order.intent.comment_after);
    let renewed = Credential { version: Some(8), ..world.credentials[0].clone() };
    let answer = Done { credential: Some(renewed), value: NewValue::Hashed };
    story.written(WriteAnswer::Done(Box::new(answer)));
    let Order { intent, write, .. } = &story.writes[0].1;
    let Write::Update { what: Updatable::Puk, edit, version, .. } = write else { panic!("{write:?}") };
    assert_eq!((edit.comment.as_deref(), *version), (Some("[credesk 00c0ffee-2] HD-77"), Some(8)));
    assert_eq!(intent.follows.map(|id| id.to_string()).as_deref(), Some("00c0ffee-1"));
    story.keys("q");
    assert!(!quits(&story), "a change is on its way");
    story.written(done(NewValue::Unchanged));
    assert!(story.says("The comment is written too."));
}

#[test]
fn a_comment_that_could_not_follow_stays_an_open_case() {
    let world = World::new();
    let mut story = reset_with_comment(&world);
    story.written(done(NewValue::Hashed)).written(refused(Fault::Permission(None)));
    assert!(story.says("its comment still missing") && story.writes.is_empty());
    let missing = left_behind(Stage::HandedOver, |listed| {
        listed.case.comment_missing = true;
        listed.case.intent.comment = Some("HD-77".into());
    });
    let world = World { cases: Ok(vec![missing]), ..world };
    story.keys("d").answer(&world).keys("<Ctrl-o>").answer(&world);
    assert!(story.says("comment still missing") && story.says("Its comment \"HD-77\" is not written yet"));
    story.keys("dd").answer(&world);
    assert_eq!(last_record(&story), Some(&Event::CommentWaived));
}

#[test]
fn the_verifying_reading_is_told_when_it_comes_and_nothing_waits_for_it() {
    let mut world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain()));
    assert!(story.says("Ready to read out"));
    story.answer(&world);
    assert!(story.says("Not verified: the server's own reading does not show this change"));
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(done(plain()));
    world.credentials[1].reset_count = Some(1);
    story.answer(&world);
    assert!(story.says("Verified: the server's own reading shows the change"));
}
