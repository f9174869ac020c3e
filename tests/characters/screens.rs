//! Hostile texts through every screen: what is in the cells, what is sent, and what a terminal makes of it.

use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::msg::{Msg, Reply};
use credesk::domain::case::{Case, Listed};
use credesk::domain::credential::{CredentialKind, CredentialState};
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::hand_over::HandOver;
use credesk::domain::id::LoginId;
use credesk::domain::life::Stage;
use credesk::domain::printing::{PrintFault, Printed, Queues};
use credesk::domain::problem::{Problem, Took};
use credesk::domain::record::{Act, Baseline, Delivered, Intent, OperationId, SessionId, Who};
use credesk::domain::search::SearchFailure;
use credesk::domain::user::{Language, UserState};
use credesk::domain::when::When;
use credesk::domain::write::{NewValue, WriteAnswer};
use credesk::text::SafeText;
use std::time::Duration;

use fastrand::Rng;

use crate::clusters::random;
use crate::judge::{check, check_bytes};
use crate::story::{self, Story, World, done, hit, plain, site, user_ref};

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (200, 50)];

/// A key that means something else by now would show another screen than this is about.
#[track_caller]
fn check_all(story: &Story, screen: &str, context: Context) {
    assert_eq!(story.app.context(), context, "{screen}\n{}", story.picture(80, 24));
    for size in SIZES {
        check(story, screen, size);
    }
}

/// A world in which every text that a server can send holds something hostile, each something else.
fn infected(next: &mut dyn FnMut() -> String) -> World {
    let mut world = World::new();
    for row in &mut world.hits {
        let (login, name, email, unit) = (next(), next(), next(), next());
        *row = hit(row.at.user.as_str(), &login, &name, (&email, &unit));
        row.state = UserState::parse(&next());
    }
    let user = &mut world.user;
    user.login_id = LoginId::new(&format!("{}\u{7}", next()));
    user.name = SafeText::new(&next());
    user.language = Language::parse(&next());
    user.state = UserState::parse(&next());
    for field in [
        &mut user.unit,
        &mut user.birth_date,
        &mut user.email,
        &mut user.telephone,
        &mut user.mobile,
        &mut user.street,
        &mut user.city,
        &mut user.remarks,
    ] {
        *field = Some(SafeText::new(&next()));
    }
    for credential in &mut world.credentials {
        credential.state = CredentialState::parse(&next());
        credential.comment = Some(SafeText::new(&next()));
        credential.state_reason = Some(SafeText::new(&next()));
        credential.last_modified = Some(When::parse(&next()));
        credential.last_success = Some(When::parse(&next()));
        credential.last_failure = Some(When::parse(&next()));
        credential.valid_to = Some(When::parse(&next()));
    }
    world.credentials.push(story::credential("x-1", CredentialKind::parse(&next()), None));
    for policy in &mut world.policies {
        policy.name = SafeText::new(&next());
        policy.parameters.insert("sendingMethod".into(), next());
    }
    world
}

/// An open case out of a journal that somebody else wrote.
fn case(number: u32, next: &mut dyn FnMut() -> String) -> Listed {
    let intent = Intent {
        server: next(),
        caller: None,
        at: user_ref("1034"),
        login_id: LoginId::new(&next()),
        kind: CredentialKind::parse(&next()),
        credential: None,
        act: Act::Update(vec![next()]),
        comment: Some(next()),
        ticket: None,
        batch: None,
        comment_after: false,
        follows: None,
        baseline: Baseline { last_modified: Some(When::parse(&next())), ..Baseline::default() },
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    };
    let case = Case {
        id: OperationId { session: SessionId(0x4f9a_2c31), number },
        stage: [Stage::Sending, Stage::Held, Stage::Shown, Stage::Unknown][number as usize % 4],
        intent,
        confirmed: "2026-11-21T13:02:11Z".parse().unwrap(),
        who: Some(who(next())),
        delivered: Some(Delivered::Value),
        why: None,
        comment_missing: number == 5,
    };
    Listed { case, age: Duration::from_secs(10), elsewhere: false }
}

pub fn who(account: String) -> Who {
    let host = account.clone();
    Who { uid: 1, login_uid: None, account: Some(account), ssh: None, host, pid: 1, version: "0.1.0".into() }
}

/// Answers the question for printers.
fn list(story: &mut Story, queues: Result<Vec<String>, PrintFault>, undrawable: &[char]) {
    let at = story.reads.iter().position(|(_, read)| matches!(read, credesk::app::effect::Read::Printers(_))).unwrap();
    let (id, _) = story.reads.remove(at);
    let queues = queues.map(|names| Queues { default: names.first().cloned(), names }).map_err(|fault| fault.problem());
    story.tell(Msg::Reply(id, Box::new(Reply::Printers(queues, undrawable.to_vec()))));
}

fn refusal(next: &mut dyn FnMut() -> String) -> WriteAnswer {
    let said = Some(SafeText::new(&next()));
    let fault = Fault::Permission(said.clone());
    let problem = fault.problem(Asked::Write, said);
    WriteAnswer::Refused(fault, problem)
}

/// Walks through every screen and shows each.
fn tour(next: &mut dyn FnMut() -> String) {
    let world = infected(next);
    let allow = HandOver { slip: true, terminal_printer: true, ..HandOver::default() };
    let mut story = Story::at(Site { hand_over: allow, ..site() });
    story.answer(&world).tell(Msg::Paste(format!("se{}", next()))).rest();
    check_all(&story, "search field", Context::LookupField);
    story.answer(&world).keys("<Enter>");
    check_all(&story, "results", Context::LookupResults);
    story.keys("<Enter>");
    check_all(&story, "user that is being read", Context::User);
    story.answer(&world).keys("G");
    check_all(&story, "user", Context::User);
    story.keys("?");
    check_all(&story, "help", Context::Help);
    story.keys("<Esc>:").tell(Msg::Paste(next()));
    check_all(&story, "palette", Context::Palette);
    story.keys("<Esc>kkkkr").answer(&world);
    check_all(&story, "confirmation", Context::Confirm);
    story.keys("1034<Enter>").written(refusal(next));
    check_all(&story, "refusal", Context::Confirm);
    let mut changed = World { ..infected(next) };
    changed.user = world.user.clone();
    story.answer(&changed);
    check_all(&story, "changed meanwhile", Context::Confirm);
    story.keys("<Esc>").answer(&world).keys("ggjr").answer(&world).keys("1034<Enter>").written(done(plain()));
    check_all(&story, "hand-off", Context::Handoff);
    story.keys("p");
    check_all(&story, "printers that are being read", Context::Print);
    list(&mut story, Ok(vec![next(), next(), next()]), &next().chars().collect::<Vec<_>>());
    check_all(&story, "queues", Context::Print);
    story.keys("<Enter>");
    if !story.prints.is_empty() {
        check_all(&story, "print on its way", Context::Print);
        story.printed(Err(PrintFault::Refused(SafeText::new(&next()))));
        check_all(&story, "print refused", Context::Print);
        story.keys("<Enter>").printed(Ok(Printed::Queued(next())));
        check_all(&story, "printed", Context::Print);
    }
    story.keys("<Esc><Esc>").answer(&world).keys("Gkke<Down><Down><Down>").tell(Msg::Paste(format!("a{}", next())));
    check_all(&story, "form", Context::FormText);
    story.keys("<Enter>").answer(&world);
    check_all(&story, "confirmation of an edit", Context::Confirm);
    story.keys("<Esc><Esc>Gkv").answer(&world).keys("v/").tell(Msg::Paste(next()));
    check_all(&story, "card", Context::CardField);
    let mut unknown = Story::new();
    unknown.open("must", &world).keys("jr").answer(&world).keys("1034<Enter>");
    let problem =
        Problem::new(SafeText::new(&next()).to_string(), Took::Unknown, "").said(Some(SafeText::new(&next())));
    unknown.written(WriteAnswer::Unknown(Fault::Timeout(30), problem));
    check_all(&unknown, "outcome unknown", Context::Settle);
    unknown.answer(&world);
    check_all(&unknown, "settling", Context::Settle);
    let open = World { cases: Ok((1..6).map(|number| case(number, next)).collect()), ..World::new() };
    let mut cases = Story::new();
    cases.answer(&open);
    for _ in 0..5 {
        check_all(&cases, "open cases", Context::Cases);
        cases.keys("j");
    }
    let mut replaced = Story::new();
    replaced.open("must", &world).keys("Gkr").answer(&world).keys("1034<Enter>");
    replaced.written(done(NewValue::Card(world.card()))).answer(&world);
    check_all(&replaced, "replaced card", Context::Card);
}

#[test]
fn every_screen_is_safe_whatever_the_server_sends() {
    let mut rng = Rng::with_seed(0x5c2ee);
    for _ in 0..8 {
        tour(&mut || random(&mut rng));
    }
}

#[test]
fn every_screen_is_safe_whatever_sequences_the_server_sends() {
    const SEQUENCES: [&str; 8] = [
        "\u{1b}[31mred\u{1b}[0m",
        "\u{1b}]0;owned\u{7}",
        "\u{9b}2J\u{90}q\u{9c}",
        "a\u{202e}b\u{2066}c",
        "\r\n\t\u{8}\u{7f}",
        "\u{1b}P\u{1b}\\\u{1b}[6n",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
        "\u{1f468}\u{200d}\u{1f469}\u{feff}\u{e0041}",
    ];
    for first in 0..2 {
        let mut at = first;
        tour(&mut || {
            at += 1;
            SEQUENCES[at % SEQUENCES.len()].to_owned()
        });
    }
}

/// A screen that is drawn large, to try many texts at once.
const LARGE: (u16, u16) = (400, 120);

/// Many texts in the rows of a search.
fn in_rows(texts: &[String]) {
    let mut world = World::new();
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    let row = |at: usize| {
        let mut row = hit(&at.to_string(), text(at), text(at + 1), (text(at + 2), text(at + 3)));
        row.state = UserState::parse(text(at + 4));
        row
    };
    world.hits = (0..texts.len()).step_by(5).map(row).collect();
    world.total = Some(world.hits.len());
    let mut story = Story::at(Site { page_size: 200, ..site() });
    story.app.update(Msg::Resize(LARGE.0, LARGE.1));
    story.answer(&world).keys("all").rest().answer(&world).keys("<Enter>");
    check(&story, "rows of a search", LARGE);
}

/// Many texts in a sentence, and in what the server said.
fn in_a_sentence(texts: &[String]) {
    let story = sentence(texts, Some(SafeText::new(&texts.concat())));
    check(&story, "sentence", LARGE);
}

fn sentence(texts: &[String], said: Option<SafeText>) -> Story {
    let what = texts.iter().map(|text| SafeText::new(text).to_string()).collect::<Vec<_>>().join(" ");
    let mut story = Story::new();
    story.answer(&World::new()).keys("zz").rest();
    let (id, _) = story.reads.remove(0);
    let problem = Problem::new(what, Took::NothingAsked, "").said(said);
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Err(SearchFailure::Failed(problem))))));
    story
}

/// Many texts in a list of printers.
fn in_queues(texts: &[String]) {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Card(world.card()))).answer(&world).keys("p");
    list(&mut story, Ok(texts.to_vec()), &texts.concat().chars().collect::<Vec<_>>());
    check(&story, "queues", LARGE);
}

/// Many texts in open cases.
fn in_cases(texts: &[String]) {
    let mut at = 0;
    let mut next = || {
        at += 1;
        texts[at % texts.len()].clone()
    };
    let cases = (0..100).map(|number| case(number, &mut next)).collect();
    let mut story = Story::new();
    story.answer(&World { cases: Ok(cases), ..World::new() });
    check(&story, "many cases", LARGE);
}

#[test]
fn random_clusters_are_safe_on_a_screen() {
    let ways = [in_rows as fn(&[String]), in_a_sentence, in_queues, in_cases];
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let mut rng = Rng::with_seed(0xc1a5 + half);
                for round in 0..60 {
                    let texts: Vec<String> = (0..833).map(|_| random(&mut rng)).collect();
                    ways[round % ways.len()](&texts);
                }
            });
        }
    });
}

#[test]
fn every_code_point_is_safe_on_a_screen() {
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let all: Vec<char> = ('\0'..=char::MAX).skip(half).step_by(2).collect();
                for chunk in all.chunks(4000) {
                    let texts: Vec<String> = chunk.chunks(200).map(|some| some.iter().collect()).collect();
                    let story = sentence(&texts, None);
                    // What is shown as numbers alone is looked at as bytes alone.
                    if texts.iter().all(|text| SafeText::new(text).as_str().is_ascii()) {
                        check_bytes(&story, "every code point", LARGE);
                    } else {
                        check(&story, "every code point", LARGE);
                    }
                }
            });
        }
    });
}
