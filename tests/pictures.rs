//! One picture per screen state, at 80x24 and some at other sizes, each held against all modes (`tests/display.rs` has a
//! picture of each mode). A picture that changes is looked at, then accepted.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use std::time::Duration;

use credesk::app::desk::{ProfileName, Site};
use credesk::app::effect::{Effect, Read};
use credesk::app::lock::Unlock;
use credesk::app::msg::{Msg, Reply};
use credesk::domain::case::{Case, Listed};
use credesk::domain::credential::CredentialKind;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::hand_over::{HandOver, Reveal};
use credesk::domain::id::LoginId;
use credesk::domain::idle::Rest;
use credesk::domain::life::Stage;
use credesk::domain::noted::{Noted, Standing};
use credesk::domain::printing::{PrintFault, Printed, Queues};
use credesk::domain::record::{Act, Baseline, Delivered, Intent, OperationId, SessionId};
use credesk::domain::search::SearchFailure;
use credesk::domain::write::{NewValue, WriteAnswer};
use credesk::text::SafeText;
use story::{FRAGMENT, Story, World, confirming, done, plain, site, unknown, user_ref};

macro_rules! picture {
    ($name:literal, $story:expr) => {
        insta::assert_snapshot!($name, $story.picture_in_all_modes(80, 24))
    };
}

fn refused(fault: Fault) -> WriteAnswer {
    let problem = fault.problem(Asked::Write, Some(SafeText::new("errors.restricted: Operation restricted")));
    WriteAnswer::Refused(fault, problem)
}

#[test]
fn lookup() {
    let world = World::new();
    let mut story = Story::new();
    picture!("lookup_empty", story);
    story.answer(&world).keys("must").rest();
    picture!("lookup_searching", story);
    story.answer(&world).keys("<Enter>j");
    picture!("lookup_results", story);
    insta::assert_snapshot!("lookup_results_wide", story.picture_in_all_modes(200, 50));
    insta::assert_snapshot!("lookup_results_smallest", story.picture_in_all_modes(60, 16));
    story.keys("/x");
    picture!("lookup_stale", story);
}

#[test]
fn lookup_of_the_demo_shows_the_way() {
    let story = Story::at(Site { demo: true, environment: "DEMO".into(), ..site() });
    picture!("lookup_demo", story);
}

#[test]
fn lookup_finds_nobody_or_fails() {
    let mut world = World::new();
    (world.hits, world.total) = (vec![], Some(0));
    let mut story = Story::new();
    story.answer(&world).keys("zzz").rest().answer(&world);
    picture!("lookup_nobody", story);
    story.keys("z").rest();
    let (id, _) = story.reads.remove(0);
    let problem = Fault::NoConnection.problem(Asked::Read, None);
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Err(SearchFailure::Failed(problem))))));
    picture!("lookup_failed", story);
}

#[test]
fn user() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter><Enter>");
    picture!("user_reading", story);
    story.answer(&world).keys("jj");
    picture!("user", story);
    insta::assert_snapshot!("user_wide", story.picture_in_all_modes(200, 50));
    insta::assert_snapshot!("user_smallest", story.picture_in_all_modes(60, 16));
}

#[test]
fn user_without_the_right_to_change() {
    let mut world = World::new();
    world.rights.truncate(1);
    picture!("user_viewer", Story::new().open("must", &world).keys("r"));
}

#[test]
fn user_with_hidden_characters() {
    let mut world = World::new();
    world.user.name = SafeText::new("Anna\u{202e} \u{1b}[31mMuster");
    let mut story = Story::new();
    picture!("user_hidden", story.open("must", &world));
    story.keys("jr").answer(&world);
    picture!("confirm_hidden", story);
    insta::assert_snapshot!("confirm_hidden_smallest", story.picture_in_all_modes(60, 16));
}

#[test]
fn user_whose_name_mixes_scripts() {
    let mut world = World::new();
    world.user.name = SafeText::new("Anna \u{41c}uster");
    world.hits[0].name = world.user.name.clone();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>");
    picture!("lookup_mixed", story);
    story.keys("<Enter>").answer(&world);
    picture!("user_mixed", story);
    story.keys("jr").answer(&world);
    picture!("confirm_mixed", story);
    insta::assert_snapshot!("confirm_mixed_smallest", story.picture_in_all_modes(60, 16));
}

#[test]
fn fields_after_a_name_from_right_to_left() {
    let mut world = World::new();
    world.user.name = SafeText::new("\u{5e9}\u{5e8}\u{5d4} \u{5dc}\u{5d5}\u{5d9}");
    world.user.login_id = LoginId::new("4711");
    world.hits[0].name = world.user.name.clone();
    world.hits[0].email = None;
    world.hits[0].unit = Some(SafeText::new("\u{5d7}\u{5d9}\u{5e4}\u{5d4} 12"));
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>");
    picture!("lookup_right_to_left", story);
    story.keys("<Enter>").answer(&world);
    picture!("user_right_to_left", story);
}

#[test]
fn confirm() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jr");
    picture!("confirm_reading", story);
    story.answer(&world).keys("<Enter>");
    picture!("confirm_empty_enter", story);
    story.keys("a.muste<Enter>");
    picture!("confirm_mismatch", story);
    story.keys("r<Enter>");
    picture!("confirm_sending", story);
    story.written(refused(Fault::ResetLimit));
    picture!("confirm_refused", story);
}

#[test]
fn confirm_after_an_unknown_outcome() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>");
    story.written(WriteAnswer::Unknown(Fault::Timeout(30), Fault::Timeout(30).problem(Asked::Write, None)));
    picture!("confirm_unknown", story);
    story.keys("<Esc>").answer(&world);
    picture!("user_with_a_doubt", story);
}

#[test]
fn confirm_after_a_conflict() {
    let mut world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("<Tab>card lost<Tab>a.muster<Enter>");
    let card = &mut world.credentials[4];
    card.version = Some(8);
    card.comment = Some(SafeText::new("changed by h.keller"));
    story.written(refused(Fault::Conflict)).answer(&world);
    picture!("confirm_conflict", story);
}

#[test]
fn form() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jjjr");
    picture!("form_device", story);
    story.keys("<Right><Down>short <Enter>");
    picture!("form_complaints", story);
    story.keys("<Up><Left><Down><Right><Down><Down>new laptop<Enter>").answer(&world);
    picture!("confirm_update", story);
}

#[test]
fn handoff() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>").written(done(plain()));
    picture!("handoff_covered", story);
    story.keys("v<Space>");
    picture!("handoff_shown", story);
    insta::assert_snapshot!("handoff_smallest", story.picture_in_all_modes(60, 16));
    insta::assert_snapshot!("handoff_wide", story.picture_in_all_modes(200, 50));
    story.keys("<Ctrl-c>");
    picture!("handoff_interrupted", story);
    // The reading that verifies shows nothing of the change: that is said even where the receipt has no room.
    story.answer(&world).keys("v");
    insta::assert_snapshot!("handoff_not_verified", story.picture_in_all_modes(60, 16));
}

#[test]
fn handoff_without_a_value() {
    let world = World::new();
    let mut hashed = Story::new();
    hashed.open("must", &world).keys("r").answer(&world).keys("a.muster<Enter>").written(done(NewValue::Hashed));
    picture!("handoff_hash", hashed);
    let mut silent = Story::new();
    silent.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>").written(done(NewValue::NotExposed));
    picture!("handoff_204", silent);
}

#[test]
fn card() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gv").answer(&world);
    picture!("card_covered", story);
    story.keys("v/d7<Enter>");
    picture!("card_shown", story);
    story.keys("l/");
    picture!("card_running", story);
    insta::assert_snapshot!("card_running_wide", story.picture_in_all_modes(200, 50));
    insta::assert_snapshot!("card_too_small", story.picture_in_all_modes(60, 16));
}

#[test]
fn card_of_the_published_size() {
    let mut world = World::new();
    let cells = vec!["cz6e"; 168].join(",");
    world.card = format!("12|14|{}|{cells}", "1".repeat(150) + &"0".repeat(18));
    let mut story = Story::new();
    story.open("must", &world).keys("Gv").answer(&world).keys("v");
    picture!("card_12x14", story);
    story.keys("l/152<Enter>");
    picture!("card_12x14_running", story);
}

#[test]
fn card_of_wide_cells_in_two_blocks() {
    let mut world = World::new();
    let cells: Vec<String> = (0..96).map(|cell| format!("wide-{cell:03}")).collect();
    world.card = format!("8|12|{}|{}", "001000".repeat(16), cells.join(";"));
    let mut story = Story::new();
    story.open("must", &world).keys("Gv").answer(&world).keys("v/k3<Enter>");
    insta::assert_snapshot!("card_two_blocks", story.picture_in_all_modes(80, 25));
}

#[test]
fn replaced_card() {
    let world = World::new();
    let mut story = Story::new();
    story
        .open("must", &world)
        .keys("Gr")
        .answer(&world)
        .keys("a.muster<Enter>")
        .written(done(NewValue::Card(world.card())));
    picture!("card_replaced", story);
}

/// A place of work where this may leave credesk.
fn place(allow: impl FnOnce(&mut HandOver)) -> Site {
    let mut hand_over = HandOver::default();
    allow(&mut hand_over);
    Site { hand_over, ..site() }
}

/// Anna's temporary strong password, reset, on the hand-off screen and covered.
fn handed(world: &World, allow: impl FnOnce(&mut HandOver)) -> Story {
    let mut story = Story::at(place(allow));
    story.open("must", world).keys("jr").answer(world).keys("a.muster<Enter>").written(done(plain()));
    story
}

/// Anna's OTP card, replaced, and `p` pressed.
fn printing(world: &World, allow: impl FnOnce(&mut HandOver)) -> Story {
    let mut story = Story::at(place(allow));
    story.open("must", world).keys("Gr").answer(world).keys("a.muster<Enter>");
    story.written(done(NewValue::Card(world.card()))).answer(world).keys("p");
    story
}

/// Answers the question for printers.
fn list(story: &mut Story, queues: Result<&[&str], PrintFault>, undrawable: &[char]) {
    let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Printers(_))).unwrap();
    let (id, _) = story.reads.remove(at);
    let named = |names: &[&str]| Queues {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        default: names.get(1).map(|name| (*name).to_owned()),
    };
    let queues = queues.map(named).map_err(|fault| fault.problem());
    story.tell(Msg::Reply(id, Box::new(Reply::Printers(queues, undrawable.to_vec()))));
}

const QUEUES: [&str; 3] = ["Helpdesk", "Schalter-2", "Back-office"];

#[test]
fn printing_a_card() {
    let world = World::new();
    let mut story = printing(&world, |rules| rules.terminal_printer = true);
    picture!("print_looking", story);
    story.keys("<Enter>");
    picture!("print_looking_enter", story);
    list(&mut story, Ok(&QUEUES), &[]);
    picture!("print_queues", story);
    insta::assert_snapshot!("print_queues_smallest", story.picture_in_all_modes(60, 16));
    insta::assert_snapshot!("print_queues_wide", story.picture_in_all_modes(200, 50));
    story.keys("<Enter>");
    picture!("print_on_its_way", story);
    insta::assert_snapshot!("print_on_its_way_smallest", story.picture_in_all_modes(60, 16));
    story.printed(Err(PrintFault::Refused(SafeText::new("Destination \"Schalter-2\" is not accepting jobs"))));
    picture!("print_failed", story);
    insta::assert_snapshot!("print_failed_smallest", story.picture_in_all_modes(60, 16));
    story.keys("<Down><Down><Enter>");
    picture!("print_file", story);
    insta::assert_snapshot!("print_file_smallest", story.picture_in_all_modes(60, 16));
    story.keys("<Enter>").printed(Err(PrintFault::Exists(SafeText::new("/home/m.huber/credesk-card.pdf"))));
    picture!("print_file_exists", story);
    story.keys("<Esc><Up><Up><Up><Enter>").printed(Ok(Printed::Queued("Helpdesk-42".into())));
    picture!("printed", story);
    insta::assert_snapshot!("printed_smallest", story.picture_in_all_modes(60, 16));
}

#[test]
fn printing_without_an_address_or_a_scheduler() {
    let mut world = World::new();
    (world.user.street, world.user.city) = (None, None);
    world.user.name = SafeText::new("Anna 木村 Muster");
    let mut story = printing(&world, |_| {});
    list(&mut story, Ok(&[]), &['木', '村']);
    picture!("print_undrawable", story);
    insta::assert_snapshot!("print_undrawable_smallest", story.picture_in_all_modes(60, 16));
    let mut story = printing(&World::new(), |_| {});
    list(&mut story, Err(PrintFault::NoScheduler(SafeText::new("scheduler is not running"))), &[]);
    picture!("print_no_scheduler", story);
}

#[test]
fn printing_where_there_are_many_queues() {
    let world = World::new();
    let mut story = printing(&world, |rules| rules.terminal_printer = true);
    let names: Vec<_> = (1..=40).map(|number| format!("Filiale-{number:02}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    list(&mut story, Ok(&names), &[]);
    insta::assert_snapshot!("print_many_queues", story.picture_in_all_modes(60, 16));
    story.keys("<End>");
    insta::assert_snapshot!("print_many_queues_end", story.picture_in_all_modes(60, 16));
}

#[test]
fn a_value_on_a_slip() {
    let world = World::new();
    let mut story = handed(&world, |rules| rules.slip = true);
    story.keys("vp");
    list(&mut story, Ok(&QUEUES), &[]);
    picture!("print_slip", story);
}

#[test]
fn reading_back() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("b").keys(&FRAGMENT[..10]);
    picture!("read_back_right_so_far", story);
    insta::assert_snapshot!("read_back_smallest", story.picture_in_all_modes(60, 16));
    story.keys("xyz");
    picture!("read_back_differs", story);
    insta::assert_snapshot!("read_back_differs_smallest", story.picture_in_all_modes(60, 16));
    story.keys("<Backspace><Backspace><Backspace>").keys(&FRAGMENT[10..]);
    picture!("read_back_done", story);
    story.keys("!");
    picture!("read_back_one_too_many", story);
}

#[test]
fn where_nothing_is_drawn() {
    let world = World::new();
    picture!("handoff_reveal_print", handed(&world, |rules| rules.reveal = Reveal::Print));
    picture!("handoff_reveal_never", handed(&world, |rules| rules.reveal = Reveal::Never));
    for (reveal, name) in [(Reveal::Print, "card_reveal_print"), (Reveal::Never, "card_reveal_never")] {
        let mut story = Story::at(place(|rules| rules.reveal = reveal));
        story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Enter>");
        story.written(done(NewValue::Card(world.card()))).answer(&world);
        insta::assert_snapshot!(name, story.picture_in_all_modes(80, 24));
    }
}

#[test]
fn help_and_palette() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("?");
    picture!("help_user", story);
    story.keys("<Esc>:edit");
    picture!("palette", story);
}

/// Nothing is cut, and the last key is reached, also where not all of them have room.
#[test]
fn help_of_the_hand_off() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("?");
    picture!("help_handoff", story);
    insta::assert_snapshot!("help_handoff_smallest", story.picture_in_all_modes(60, 16));
    story.keys("G");
    insta::assert_snapshot!("help_handoff_smallest_end", story.picture_in_all_modes(60, 16));
    let picture = story.picture_in_all_modes(60, 16);
    assert!(picture.contains("full redraw") && picture.lines().skip(1).all(|line| !line.contains('…')));
}

#[test]
fn sign_in_of_a_self_admin() {
    let world = World::new();
    let mut story = Story::at(Site { self_admin: true, ..site() });
    story.answer(&world).keys("jr").answer(&world).keys("a.muster<Enter>geheim");
    picture!("sign_in", story);
    story.keys("<Enter>");
    assert!(story.others.iter().any(|effect| matches!(effect, Effect::SignIn(..))));
    assert!(story.writes.is_empty());
}

#[test]
fn a_message_that_does_not_fit_says_how_much_is_missing() {
    let mut story = Story::new();
    let why = "one sentence of many about a certificate, and another; ".repeat(12);
    story.tell(Msg::Trouble(Fault::Certificate(why).problem(Asked::Read, None)));
    insta::assert_snapshot!("message_too_long", story.picture_in_all_modes(60, 16));
}

#[test]
fn locked() {
    let world = World::new();
    let mut story = handed(&world, |_| {});
    story.keys("v").tell(Msg::Rest(Rest::Lock)).keys("geh");
    picture!("locked", story);
    insta::assert_snapshot!("locked_smallest", story.picture_in_all_modes(60, 16));
    let mut story = Story::at(Site { unlock: Unlock::Command, ..site() });
    story.answer(&world).tell(Msg::Stop).keys("<Enter>");
    picture!("locked_by_command", story);
}

#[test]
fn too_small() {
    insta::assert_snapshot!("too_small", Story::new().picture_in_all_modes(59, 15));
    insta::assert_snapshot!("far_too_small", Story::new().picture_in_all_modes(19, 5));
    assert!(Story::new().picture_in_all_modes(1, 1).len() <= 1);
}

#[test]
fn settling_until_the_verdict() {
    let mut world = World::new();
    let mut story = confirming(&world);
    story.keys("a.muster<Enter>").written(unknown(Fault::CutOff)).answer(&world);
    story.rest().rest().answer(&world).rest();
    picture!("settle_checking", story);
    world.credentials[1].reset_count = Some(1);
    story.rest().rest().answer(&world);
    picture!("settle_carried_out", story);
}

#[test]
fn production_is_said_in_words_on_every_screen() {
    let world = World::new();
    let here = || Site { production: true, environment: "PROD".into(), environment_color: "red".into(), ..site() };
    let mut story = Story::at(here());
    picture!("production_lookup", story);
    story.open("must", &world).keys("jr").answer(&world);
    picture!("production_confirm", story);
    assert!(story.picture(60, 16).matches("PRODUCTION").count() == 2, "{}", story.picture(60, 16));
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert!(story.picture(60, 16).contains("PRODUCTION: real people"));
}

#[test]
fn commands_in_the_palette() {
    let world = World::new();
    let named = |name: &str| ProfileName { name: name.into(), environment: name.to_uppercase() };
    let mut story = Story::at(Site { profiles: vec![named("prod"), named("test")], profile: 1, ..site() });
    story.open("must", &world).keys("<Ctrl-p>:");
    picture!("palette_commands", story);
    story.keys("profile ");
    picture!("palette_profiles", story);
    story.keys("<Ctrl-u>:user m");
    picture!("palette_user", story);
    story.keys("<Ctrl-u>:usr x<Enter>");
    picture!("palette_unknown", story);
}

#[test]
fn a_list_that_is_narrowed() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>fmuster");
    picture!("filter_results", story);
    insta::assert_snapshot!("filter_results_smallest", story.picture(60, 16));
    let mut story = Story::new();
    story.open("must", &world).keys("/pass<Enter>");
    picture!("filter_credentials", story);
    let mut story = printing(&world, |_| {});
    list(&mut story, Ok(&QUEUES), &[]);
    story.keys("/chal");
    picture!("filter_printers", story);
    let mut story = Story::at(Site { clients: vec![user_ref("1").client], ..site() });
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>");
    picture!("client_of_the_profile", story);
}

#[test]
fn users_of_this_session() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("<Esc>/<Ctrl-u>");
    picture!("recents", story);
    story.keys("<Down>");
    picture!("recents_chosen", story);
}

#[test]
fn the_journal() {
    let noted = |number: i64, standing: Standing, stage: &str| {
        let at = |seconds: i64| jiff::Timestamp::from_second(1_795_000_000 + 600 * number + seconds).unwrap();
        Noted {
            id: format!("4f9a2c31-{number}"),
            at: at(0),
            standing,
            stage: stage.into(),
            what: "reset: Temporary strong password (tsp-1)".into(),
            login_id: LoginId::new("a.muster"),
            user: user_ref("1034"),
            server: "idm.example.ch".into(),
            by: "m.huber".into(),
            events: vec![
                (at(0), "confirmed by the operator; nothing was sent before this".into()),
                (at(1), "carried out, as the answer says; a value came with it".into()),
                (at(9), "the operator has seen the result".into()),
            ],
        }
    };
    let mut audit: Vec<_> = (4..30).rev().map(|number| noted(number, Standing::Over, "handed over")).collect();
    audit.push(noted(3, Standing::Locks, "unknown"));
    audit.push(noted(2, Standing::Open, "carried out"));
    let world = World { audit, ..World::new() };
    let mut story = Story::new();
    story.answer(&world).keys("<Ctrl-p>audit<Enter>");
    picture!("journal_reading", story);
    story.answer(&world);
    picture!("journal", story);
    story.keys("Gk");
    picture!("journal_end", story);
    insta::assert_snapshot!("journal_smallest", story.picture(60, 16));
    insta::assert_snapshot!("journal_wide", story.picture(200, 50));
}

#[test]
fn open_cases() {
    let listed = |number: u32, kind: CredentialKind, stage: Stage| {
        let (act, login) = if kind == CredentialKind::OtpCard {
            (Act::Replace, "r.petrovic-with-a-long-login")
        } else {
            (Act::Reset, "a.muster")
        };
        let intent = Intent {
            server: "idm.example.ch".into(),
            caller: None,
            at: user_ref("1034"),
            login_id: LoginId::new(login),
            kind,
            credential: None,
            act,
            comment: None,
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline::default(),
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        let case = Case {
            id: OperationId { session: SessionId(0x4f9a_2c31), number },
            stage,
            intent,
            confirmed: "2026-11-21T13:02:11Z".parse().unwrap(),
            who: None,
            delivered: Some(Delivered::Value),
            why: None,
            comment_missing: false,
        };
        Listed { case, age: Duration::from_secs(10), elsewhere: number == 4 }
    };
    let cases = vec![
        listed(1, CredentialKind::Puk, Stage::Sending),
        listed(2, CredentialKind::TempStrongPassword, Stage::Held),
        listed(3, CredentialKind::OtpCard, Stage::Shown),
        listed(4, CredentialKind::Ticket, Stage::Unknown),
    ];
    let world = World { cases: Ok(cases), ..World::new() };
    let mut story = Story::new();
    story.answer(&world);
    picture!("cases", story);
    story.keys("j");
    insta::assert_snapshot!("cases_wide", story.picture_in_all_modes(120, 30));
    story.keys("j");
    picture!("cases_shown", story);
}
