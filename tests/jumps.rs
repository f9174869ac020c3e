//! The palette, its commands, narrowing lists, and the users of this session: keys in, effects and screens out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use std::fmt::Write as _;

use credesk::app::action::{Action, ConfirmAction, Move};
use credesk::app::bindings::Binding;
use credesk::app::context::Context;
use credesk::app::desk::{ProfileName, Site};
use credesk::app::effect::{Effect, Read};
use credesk::app::keymap::resolve;
use credesk::app::modal::Modal;
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::domain::id::{ClientId, LoginId, UserId, UserRef};
use credesk::domain::idle::Rest;
use credesk::domain::noted::{Noted, Standing};
use credesk::domain::problem::{Problem, Took};
use credesk::domain::search::{Page, SearchFailure};
use credesk::domain::user::{Client, UserHit};
use credesk::text::SafeText;
use ratatui::crossterm::event::{KeyEvent, KeyModifiers};
use story::{Story, World, confirming, done, hit, plain, quits, site, top, user_ref};

fn client(id: &str) -> ClientId {
    ClientId::parse(id).unwrap()
}

fn hit_of(of: &str, id: &str, login_id: &str) -> UserHit {
    let at = UserRef { client: client(of), user: UserId::parse(id).unwrap() };
    UserHit { at, ..hit(id, login_id, &format!("Name of {login_id} in {of}"), ("", "")) }
}

fn is_user(story: &Story) -> bool {
    matches!(top(story), Screen::User(_))
}

fn said(story: &Story) -> &str {
    story.app.desk().note.as_deref().unwrap_or_default()
}

/// The lines of the screen's middle that hold a marked row.
fn marked(story: &Story) -> Vec<String> {
    story.picture(80, 24).lines().filter(|line| line.trim_start().starts_with("> ")).map(str::to_owned).collect()
}

/// What a story has come to: what is drawn, and what it asks for.
fn standing(story: &Story) -> String {
    let mut text = story.picture(80, 24);
    let (reads, writes, records) = (&story.reads, &story.writes, &story.records);
    write!(text, "\n{reads:?}\n{writes:?}\n{records:?}\n{:?}\n{}", story.others, story.prints.len()).unwrap();
    text
}

/// By which keys a screen is reached.
type Reach = fn() -> Story;

/// Every screen with actions.
fn screens() -> Vec<(&'static str, Reach)> {
    fn user() -> Story {
        let world = World::new();
        let mut story = Story::new();
        story.open("must", &world);
        story
    }
    vec![
        ("lookup", || {
            let mut story = Story::new();
            story.answer(&World::new()).keys("must").rest().answer(&World::new());
            story
        }),
        ("results", || {
            let mut story = Story::new();
            story.answer(&World::new()).keys("must").rest().answer(&World::new()).keys("<Enter>j");
            story
        }),
        ("user", user),
        ("user at the card", || {
            let mut story = user();
            story.keys("G");
            story
        }),
        ("form", || {
            let mut story = user();
            story.keys("e").answer(&World::new());
            story
        }),
        ("confirmation", || confirming(&World::new())),
        ("armed confirmation", || {
            let mut story = confirming(&World::new());
            story.keys("a.muster");
            story
        }),
        ("hand-off", || {
            let mut story = confirming(&World::new());
            story.keys("a.muster<Enter>").written(done(plain())).answer(&World::new());
            story
        }),
        ("card", || {
            let mut story = user();
            story.keys("Gv").answer(&World::new());
            story
        }),
        ("cell", || {
            let mut story = user();
            story.keys("Gv").answer(&World::new()).keys("v/D7");
            story
        }),
        ("print", || {
            let mut story = user();
            story.keys("Gv").answer(&World::new()).keys("p").answer(&World::new());
            story
        }),
        ("file", || {
            let mut story = user();
            story.keys("Gv").answer(&World::new()).keys("p").answer(&World::new()).keys("G<Enter>");
            story
        }),
        ("cases", || {
            let mut story = user();
            story.keys("<Ctrl-o>").answer(&World::new());
            story
        }),
        ("journal", || journal(2)),
        ("filter", || {
            let mut story = user();
            story.keys("fp");
            story
        }),
    ]
}

#[test]
fn every_row_of_the_palette_does_what_its_key_does_and_none_confirms() {
    let mut tried = 0;
    for (name, reach) in screens() {
        let context = reach().app.screen_context();
        let rows: Vec<_> = Binding::of(context).collect();
        assert!(rows.len() >= 5, "{name}");
        for (place, binding) in rows.iter().enumerate() {
            let mut chosen = reach();
            chosen.keys("<Ctrl-p>");
            for _ in 0..place {
                chosen.tell(Msg::Action(Action::Move(Move::Down)));
            }
            chosen.keys("<Enter>");
            if binding.action == Action::Confirm(ConfirmAction::Send) {
                assert!(chosen.writes.is_empty() && said(&chosen).contains("Nothing was sent"), "{name}");
                continue;
            }
            let mut pressed = reach();
            // A value that is shown is covered before the palette opens.
            pressed.keys("<Ctrl-p><Esc>");
            let key = binding.keys[0];
            let modifiers = if key.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            let msg = resolve(context, KeyEvent::new(key.code, modifiers)).unwrap();
            pressed.tell(msg).draw();
            if pressed.app.disabled(binding).is_none() {
                assert_eq!(standing(&chosen), standing(&pressed), "{name}: {}", binding.help);
            }
            assert!(chosen.writes.is_empty(), "{name}: {}", binding.help);
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn an_armed_confirmation_is_not_sent_from_the_palette_and_stays_armed() {
    let mut story = confirming(&World::new());
    story.keys("a.muster<Ctrl-p><Enter>");
    assert!(story.writes.is_empty() && story.app.modal().is_none());
    story.keys("<Enter>");
    assert_eq!(story.writes.len(), 1);
}

#[test]
fn a_user_is_opened_by_exactly_this_login_id() {
    let world = World::new();
    for before in ["", "must<Enter>"] {
        let mut story = Story::new();
        story.answer(&world).keys(before).rest().answer(&world);
        story.keys("<Ctrl-p>:user b.keller<Enter>");
        assert!(matches!(&story.reads[..], [(_, Read::Search { text, from: 0 })] if text.as_str() == "b.keller"));
        story.answer(&world);
        assert!(is_user(&story));
        let Screen::User(screen) = top(&story) else { panic!() };
        assert_eq!(screen.at(), &user_ref("1050"));
        assert_eq!(story.app.screens().len(), 2);
    }
    // From another user's page, and with the colon alone.
    let mut story = Story::new();
    story.open("must", &world).keys(":user a.muster<Enter>").answer(&world);
    assert!(is_user(&story) && story.app.screens().len() == 2);
}

#[test]
fn near_matches_and_several_clients_are_a_list_and_nobody_is_guessed() {
    let mut story = Story::new();
    story.answer(&World::new()).keys("<Ctrl-p>user muster<Enter>").answer(&World::new());
    assert_eq!(story.app.screen_context(), Context::LookupResults);
    assert!(said(&story).contains("Nobody among these has exactly the login ID \"muster\""), "{}", said(&story));
    assert!(story.says("Search muster") && story.says("b.keller"));

    // Capitals count: the server may take them for the same, and a person would want to know.
    story.keys(":user A.Muster<Enter>").answer(&World::new());
    assert_eq!(story.app.screen_context(), Context::LookupResults);

    let twice = vec![hit_of("100", "1", "b.keller"), hit_of("100", "2", "a.muster"), hit_of("200", "3", "a.muster")];
    let world = World { hits: twice, ..World::new() };
    story.keys(":user a.muster<Enter>").answer(&world);
    assert_eq!(story.app.screen_context(), Context::LookupResults);
    assert!(said(&story).contains("2 users have the login ID"), "{}", said(&story));
    assert!(marked(&story)[0].contains("100/2"), "{:?}", marked(&story));

    // Only a part of what was found is there: a second one might be in the rest.
    let world = World { total: Some(300), ..World::new() };
    story.keys(":user b.keller<Enter>").answer(&world);
    assert_eq!(story.app.screen_context(), Context::LookupResults);
    assert!(said(&story).contains("is it the marked one?") && marked(&story)[0].contains("b.keller"));

    story.keys(":user x<Enter>");
    assert!(said(&story).contains("at least 2 characters") && story.reads.is_empty());
}

#[test]
fn who_is_named_is_not_opened_over_what_the_operator_went_on_to() {
    let world = World::new();
    for (meanwhile, lookup_on_top) in [("<Ctrl-o>", false), ("<Ctrl-p>", true), ("j", true), ("/", true)] {
        let mut story = Story::new();
        story.answer(&world).keys("<Ctrl-p>user b.keller<Enter>").keys(meanwhile).answer(&world);
        assert!(!is_user(&story) && !story.reads.iter().any(|(_, read)| matches!(read, Read::User(_))), "{meanwhile}");
        assert_eq!(matches!(top(&story), Screen::Lookup(_)), lookup_on_top, "{meanwhile}");
    }
}

#[test]
fn an_unknown_command_says_so_and_keeps_what_was_typed() {
    let mut story = Story::new();
    story.open("must", &World::new()).keys(":usr b.keller<Enter>");
    assert!(said(&story).contains("No action and no command") && story.says("Commands: :user"), "{}", said(&story));
    let Some(Modal::Palette(palette)) = story.app.modal() else { panic!() };
    assert_eq!(palette.input.value(), "usr b.keller");
    assert!(is_user(&story));
    // The colon that opened it was not typed; one that was says that a command is meant.
    story.keys("<Esc><Ctrl-p>:usr<Enter>");
    assert!(said(&story).contains("no command \"usr\""), "{}", said(&story));
    story.keys("<Esc><Ctrl-p>zzz<Enter>");
    assert!(said(&story).contains("No action and no command"), "{}", said(&story));
}

#[test]
fn in_the_search_field_a_colon_is_text_and_says_where_commands_go() {
    let mut story = Story::new();
    story.answer(&World::new()).keys(":au");
    assert!(said(&story).contains("Ctrl-P") && story.app.modal().is_none() && story.says("Search :au"));
}

#[test]
fn a_command_is_completed_before_it_is_carried_out() {
    let mut story = Story::new();
    story.open("must", &World::new()).keys(":us<Enter>");
    let Some(Modal::Palette(palette)) = story.app.modal() else { panic!() };
    assert_eq!(palette.input.value(), ":user ");
    story.keys("b.keller<Enter>").answer(&World::new());
    assert!(matches!(top(&story), Screen::User(screen) if screen.at() == &user_ref("1050")));
    // Commands first where the line begins with one of them, and after the actions where it does not.
    story.keys("<Ctrl-p>aud");
    assert!(story.says("> :audit the last entries of the journal"));
    story.keys("<Esc><Ctrl-p>");
    assert!(story.says(">!Enter or r") && !story.says("> :"), "{}", story.picture(80, 24));
}

#[test]
fn one_client_is_worked_in_until_all_are_again() {
    let name = |id: &str, name: &str| Client { id: client(id), name: SafeText::new(name) };
    let hits = vec![hit_of("100", "1", "a.one"), hit_of("200", "2", "a.two"), hit_of("100", "3", "a.three")];
    let clients = vec![name("100", "Default"), name("200", "Insurance")];
    let world = World { hits, clients, ..World::new() };
    let mut story = Story::new();
    story.answer(&world).keys("a.").rest().answer(&world);
    story.keys("<Ctrl-p>client ");
    assert!(matches!(story.reads[..], [(_, Read::Clients)]), "only now are they needed");
    story.answer(&world);
    assert!(story.says(":client 100 Default") && story.says(":client 200 Insurance") && story.says(":client all"));
    story.keys("nobody<Enter>");
    assert!(said(&story).contains("no client \"nobody\" that you may see"), "{}", said(&story));
    story.keys("<Ctrl-u>:client insur<Enter>").rest().answer(&world).keys("<Enter>");
    assert!(story.says("1 of 3 shown") && story.says("Client 200 alone"), "{}", story.picture(80, 24));
    assert!(marked(&story)[0].contains("a.two") && !story.says("a.one"));
    // What is not shown is not opened either.
    story.keys("j<Enter>").answer(&world);
    assert!(matches!(top(&story), Screen::User(screen) if screen.at().client == client("200")));
    story.keys(":user a.one<Enter>").answer(&world);
    assert!(!is_user(&story) && said(&story).contains("Nobody among these"), "{}", said(&story));
    story.keys(":client all<Enter>").rest().answer(&world);
    assert!(story.says("a.one") || story.says("a.two"));
    assert_eq!(story.app.desk().scope(), &[] as &[ClientId]);
}

#[test]
fn the_profiles_clients_are_the_only_ones() {
    let hits = vec![hit_of("100", "1", "a.one"), hit_of("200", "2", "a.two"), hit_of("300", "3", "a.three")];
    let world = World { hits, ..World::new() };
    let mut story = Story::at(Site { clients: vec![client("100"), client("300")], ..site() });
    story.answer(&world).keys("a.").rest().answer(&world);
    assert!(story.says("2 of 3 shown") && story.says("a.three") && !story.says("a.two"));
    story.keys("<Ctrl-p>client 200<Enter>").answer(&world);
    assert!(said(&story).contains("no client \"200\" among those of this profile"), "{}", said(&story));
    story.keys("<Ctrl-u>client 300<Enter>").rest().answer(&world);
    assert!(story.says("1 of 3 shown") && story.says("a.three") && !story.says("a.one"));
}

#[test]
fn rows_of_the_clients_are_looked_for_on_later_pages() {
    let other = |number: usize| hit_of("100", &number.to_string(), &format!("a.{number}"));
    let mut hits: Vec<_> = (0..120).map(other).collect();
    hits[110] = hit_of("200", "110", "a.110");
    let world = World { hits, total: Some(120), ..World::new() };
    let mut story = Story::at(Site { clients: vec![client("200")], ..site() });
    story.answer(&world).keys("a.").rest().answer(&world);
    assert!(story.says("1 of 120 shown") && story.says("a.110"), "{}", story.picture(80, 24));
}

#[test]
fn without_a_search_service_a_client_can_be_chosen_here() {
    let name = |id: &str| Client { id: client(id), name: SafeText::new("N") };
    let world = World { clients: vec![name("1"), name("2")], ..World::new() };
    let mut story = Story::new();
    story.answer(&world).keys("<Ctrl-p>client 2").answer(&world).keys("<Enter>demo").rest();
    let (id, _) = story.reads.remove(0);
    let problem = Problem::new("x.", Took::NothingAsked, "y.");
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Err(SearchFailure::NotExposed(problem))))));
    assert!(matches!(&story.reads[..], [(_, Read::ClientUsers { client: of, .. })] if *of == client("2")));
}

fn noted(number: i64) -> Noted {
    let at = |seconds: i64| jiff::Timestamp::from_second(1_795_000_000 + 60 * number + seconds).unwrap();
    Noted {
        id: format!("4f9a2c31-{number}"),
        at: at(0),
        standing: if number == 1 { Standing::Locks } else { Standing::Over },
        stage: if number == 1 { "unknown" } else { "handed over" }.into(),
        what: "reset: Temporary strong password (tsp-1)".into(),
        login_id: LoginId::new(&format!("user{number}")),
        user: user_ref("1034"),
        server: "idm.example.ch".into(),
        by: "m.huber".into(),
        events: vec![(at(0), "confirmed by the operator; nothing was sent before this".into())],
    }
}

fn journal(entries: i64) -> Story {
    let world = World { audit: (1..=entries).rev().map(noted).collect(), ..World::new() };
    let mut story = Story::new();
    story.open("must", &world).keys(":audit<Enter>").answer(&world);
    story
}

#[test]
fn the_journal_is_read_scrolled_and_narrowed() {
    let mut story = journal(40);
    assert!(story.says("The last 40 of the journal") && marked(&story)[0].contains("user40"));
    story.keys("G");
    assert!(marked(&story)[0].contains("LOCKS") && marked(&story)[0].contains("user1"));
    story.keys("fuser2<Enter>");
    assert!(story.says("11 of 40 shown"), "{}", story.picture(80, 24));
    // The newest one is marked while the marked one is left out; it is marked again when all are shown.
    assert!(marked(&story)[0].contains("user29"));
    story.keys("<Esc>");
    assert!(marked(&story)[0].contains("user1 ") && !story.says("shown"));
    // Newer entries come before it.
    let world = World { audit: (1..=41).rev().map(noted).collect(), ..World::new() };
    story.keys("r").answer(&world);
    assert!(marked(&story)[0].contains("user1 ") && story.says("The last 41"));
    story.keys("<Esc>");
    assert!(is_user(&story));
}

/// Two profiles, this one the second.
fn of_two() -> Site {
    let named = |name: &str| ProfileName { name: name.into(), environment: name.to_uppercase() };
    Site { profile: 1, profiles: vec![named("prod"), named("test")], ..site() }
}

fn switched(story: &Story) -> Vec<usize> {
    let place = |effect: &Effect| if let Effect::Switch(place) = effect { Some(*place) } else { None };
    story.others.iter().filter_map(place).collect()
}

#[test]
fn profiles_are_listed_and_switched_to_by_name() {
    let mut story = Story::at(of_two());
    story.open("must", &World::new()).keys(":profile ");
    assert!(story.says(":profile prod PROD") && story.says(":profile test TEST, which this is"));
    story.keys("test<Enter>");
    assert!(switched(&story).is_empty() && said(&story).contains("This is that profile"));
    story.keys(":profile porducti<Enter>");
    assert!(said(&story).contains("no profile \"porducti\""), "{}", said(&story));
    story.keys("<Ctrl-u>:profile prod<Enter>");
    assert_eq!(switched(&story), [0]);
    assert!(!quits(&story));
}

#[test]
fn nothing_jumps_away_from_a_value_or_from_a_change_on_its_way() {
    let world = World::new();
    let sending = || {
        let mut story = Story::at(of_two());
        story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>");
        assert_eq!(story.writes.len(), 1);
        story
    };
    for command in ["user b.keller", "client all", "audit", "profile prod"] {
        let mut story = sending();
        story.keys(&format!("<Ctrl-p>{command}<Enter>"));
        assert!(said(&story).contains("A change is on its way"), "{command}: {}", said(&story));
        assert!(matches!(top(&story), Screen::Confirm(_)) && switched(&story).is_empty());

        story.written(done(plain())).answer(&world).keys(&format!("<Ctrl-p>{command}<Enter>"));
        assert!(said(&story).contains("A secret value is held here"), "{command}: {}", said(&story));
        assert!(
            matches!(top(&story), Screen::Handoff(screen) if screen.value().is_some()) && switched(&story).is_empty()
        );
    }
    // And of an outcome that nobody knows yet, as of quitting.
    let mut story = sending();
    let fault = credesk::domain::fault::Fault::CutOff;
    story.written(story::unknown(fault)).draw().keys("<Esc><Ctrl-p>profile prod<Enter>");
    assert!(said(&story).contains("still unknown") && switched(&story).is_empty(), "{}", said(&story));
}

#[test]
fn a_self_admin_jumps_to_nobody() {
    let mut story = Story::at(Site { self_admin: true, ..of_two() });
    story.answer(&World::new()).keys(":user b.keller<Enter>");
    assert!(is_user(&story) && said(&story).contains("finds nobody else"));
}

#[test]
fn the_users_of_this_session_are_offered_by_login_id_and_client() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("<Esc>/<Ctrl-u>").answer(&world);
    assert!(story.says("Opened in this session") && story.says("a.muster client 100"), "{}", story.picture(80, 24));
    assert!(!story.says("Anna"), "no name");
    story.keys("<Enter>");
    assert!(marked(&story)[0].contains("a.muster"));
    story.keys("<Enter>").answer(&world);
    assert!(matches!(top(&story), Screen::User(screen) if screen.at() == &user_ref("1034")));
    story.keys(":user ");
    assert!(story.says(":user a.muster client 100, opened in this session"), "{}", story.picture(80, 24));
}

#[test]
fn they_are_on_no_lock_and_gone_when_nobody_has_pressed_a_key_for_long() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("<Esc>/<Ctrl-u><Ctrl-p>user ").answer(&world);
    story.tell(Msg::Rest(Rest::Lock)).draw();
    assert!(!story.picture(80, 24).contains("a.muster"));
    assert_eq!(story.app.desk().recents.all().len(), 1);
    story.tell(Msg::Rest(Rest::Wipe)).draw();
    assert!(story.app.desk().recents.all().is_empty());
    assert!(!story.picture(80, 24).contains("a.muster"));
}

#[test]
fn results_are_narrowed_and_what_is_chosen_is_what_is_marked() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>jf");
    assert_eq!(story.app.context(), Context::Filter);
    assert!(story.says("3 of 3 shown"));
    story.keys("muster");
    assert!(story.says("2 of 3 shown") && marked(&story)[0].contains("anna.muster2"), "the mark stays");
    story.keys("<Ctrl-u>HAUPT keller");
    assert!(story.says("1 of 3 shown") && marked(&story)[0].contains("b.keller"), "{}", story.picture(80, 24));
    story.keys("<Ctrl-u>");
    assert!(marked(&story)[0].contains("anna.muster2"), "the mark comes back");
    story.keys("keller<Enter>");
    assert_eq!(story.app.context(), Context::LookupResults);
    story.keys("jG<Enter>").answer(&world);
    assert!(matches!(top(&story), Screen::User(screen) if screen.at() == &user_ref("1050")));
    // It is still narrowed when one comes back; Esc shows all, and only the next one leaves the list.
    story.keys("<Esc>");
    assert!(story.says("1 of 3 shown"));
    story.keys("<Esc>");
    assert!(!story.says("shown") && story.app.context() == Context::LookupResults);
    assert!(marked(&story)[0].contains("b.keller"));
    story.keys("<Esc>");
    assert_eq!(story.app.context(), Context::LookupField);
    // Words that nobody has: nobody is opened.
    story.keys("<Enter>fzzz<Enter><Enter>");
    assert!(story.says("0 of 3 shown") && said(&story).contains("nobody to open"), "{}", said(&story));
    // A new search begins with all of its rows.
    story.keys("/x").rest().answer(&world);
    assert!(!story.says("shown"));
}

#[test]
fn rows_that_were_not_read_are_told_of() {
    let world =
        World { hits: (0..50).map(|n| hit_of("100", &n.to_string(), &format!("a.{n}"))).collect(), ..World::new() };
    let mut story = Story::new();
    story.answer(&world).keys("a.").rest();
    let (id, _) = story.reads.remove(0);
    let page = Page { from: 0, rows: world.hits, unusable: 0, total: Some(400) };
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Ok(page))))).keys("<Enter>fa.4");
    assert!(story.says("11 of 50 shown, 350 not read yet"), "{}", story.picture(80, 24));
    assert!(story.reads.is_empty(), "a filter asks the server for nothing");
}

#[test]
fn a_key_on_narrowed_credentials_means_the_one_that_is_shown() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("/ticket<Enter>");
    assert!(story.says("1 of 5 shown") && marked(&story)[0].contains("Ticket"));
    story.keys("r").answer(&world);
    assert!(matches!(top(&story), Screen::Confirm(screen) if screen.operation().title().contains("ticket")));
    story.keys("<Esc><Esc>");
    assert!(marked(&story)[0].contains("PUK"), "{:?}", marked(&story));
    story.keys("fzzz<Enter>r");
    assert!(said(&story).contains("no credential is shown") && is_user(&story), "{}", said(&story));
}

#[test]
fn narrowing_destinations_prints_nothing() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gv").answer(&world).keys("p").answer(&world).keys("/desk<Enter>");
    assert!(story.prints.is_empty() && story.says("1 of 3 shown"), "{}", story.picture(80, 24));
    assert!(marked(&story)[0].contains("queue Helpdesk"));
    story.keys("<Ctrl-p><Esc><Enter>");
    assert_eq!(story.prints.len(), 1);
    assert_eq!(story.prints[0].1.print.to.to_string(), "queue Helpdesk");
}

#[test]
fn what_is_pasted_into_a_filter_is_one_line() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("f").tell(Msg::Paste("tic\nket\u{202e}".into())).draw();
    assert!(story.says("Filter: tic ket"), "{}", story.picture(80, 24));
    assert_eq!(story.app.context(), Context::Filter);
}
