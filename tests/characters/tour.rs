//! A walk through every screen on which a text of somebody else stands: the server's, CUPS's, another journal's, a paste.

use std::time::Duration;

use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::effect::{Effect, Read};
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
use credesk::domain::user::{Caller, Language, UserState};
use credesk::domain::when::When;
use credesk::domain::write::{NewValue, WriteAnswer};
use credesk::text::{SafeText, width};
use tui_input::InputRequest;

use crate::story::{self, Story, World, done, hit, plain, site, user_ref};

/// Gives one text after the other.
pub type Next<'a> = &'a mut dyn FnMut() -> String;
/// Is shown each screen, with a name and the keys that hold on it.
pub type Show<'a> = &'a mut dyn FnMut(&Story, &str, Context);

/// A world in which every text that a server can send holds something hostile, each something else.
fn infected(next: Next<'_>) -> World {
    let mut world = World::new();
    for row in &mut world.hits {
        let (login, name, email, unit) = (next(), next(), next(), next());
        *row = hit(row.at.user.as_str(), &login, &name, (&email, &unit));
        row.state = UserState::parse(&next());
    }
    // A cell says what it is after a text from right to left: there is room for that beside the longest name.
    let longest = world.hits.iter().map(|row| width(row.name.as_str())).max().unwrap_or_default();
    world.hits.push(hit("1060", "c.weber", &"W".repeat(longest + 12), ("", "")));
    world.total = Some(world.hits.len());
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
        // A comma ends the name of one way, and blanks of all kinds beside it are no part of it.
        policy.parameters.insert("sendingMethod".into(), format!("z{}z", next().replace(',', "")));
    }
    world
}

/// An open case out of a journal that somebody else wrote.
pub fn case(number: u32, next: Next<'_>) -> Listed {
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
pub fn list(story: &mut Story, queues: Result<Vec<String>, PrintFault>, undrawable: &[char]) {
    let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Printers(_))).unwrap();
    let (id, _) = story.reads.remove(at);
    let queues = queues.map(|names| Queues { default: names.first().cloned(), names }).map_err(|fault| fault.problem());
    story.tell(Msg::Reply(id, Box::new(Reply::Printers(queues, undrawable.to_vec()))));
}

fn refusal(next: Next<'_>) -> WriteAnswer {
    let said = Some(SafeText::new(&next()));
    let fault = Fault::Permission(said.clone());
    let problem = fault.problem(Asked::Write, said);
    WriteAnswer::Refused(fault, problem)
}

/// A console on a window that has room for every confirmation: where one has none, nothing can be sent.
fn at_a_large_window(site: Site) -> Story {
    let mut story = Story::at(site);
    story.tell(Msg::Resize(200, 50));
    story
}

/// Types, where nothing can be pasted.
pub fn type_in(story: &mut Story, text: &str) {
    for sign in text.chars() {
        story.tell(Msg::Edit(InputRequest::InsertChar(sign)));
    }
}

/// Walks through every screen and shows each. How often it asks for a text never depends on the texts.
pub fn tour(next: Next<'_>, show: Show<'_>) {
    let world = infected(next);
    let allow = HandOver { slip: true, terminal_printer: true, ..HandOver::default() };
    let mut story = at_a_large_window(Site { hand_over: allow, ..site() });
    story.answer(&world).tell(Msg::Paste(format!("se{}", next()))).rest();
    show(&story, "search field", Context::LookupField);
    story.answer(&world).keys("<Enter>");
    show(&story, "results", Context::LookupResults);
    story.keys("<Enter>");
    show(&story, "user that is being read", Context::User);
    story.answer(&world).keys("G");
    show(&story, "user", Context::User);
    story.keys("?");
    show(&story, "help", Context::Help);
    type_in(story.keys("<Esc>:"), &next());
    show(&story, "palette", Context::Palette);
    story.keys("<Esc>k");
    show(&story, "user's card", Context::User);
    story.keys("kkkr").answer(&world);
    show(&story, "confirmation", Context::Confirm);
    story.keys("1034<Enter>").written(refusal(next));
    show(&story, "refusal", Context::Confirm);
    let mut changed = World { ..infected(next) };
    changed.user = world.user.clone();
    story.answer(&changed);
    show(&story, "changed meanwhile", Context::Confirm);
    story.keys("<Esc>").answer(&world).keys("ggjr").answer(&world).keys("1034<Enter>").written(done(plain()));
    show(&story, "hand-off", Context::Handoff);
    story.keys("p");
    show(&story, "printers that are being read", Context::Print);
    list(&mut story, Ok(vec![next(), next(), next()]), &next().chars().collect::<Vec<_>>());
    show(&story, "queues", Context::Print);
    story.keys("<Enter>");
    show(&story, "print on its way", Context::Print);
    story.printed(Err(PrintFault::Refused(SafeText::new(&next()))));
    show(&story, "print refused", Context::Print);
    story.keys("<Enter>").printed(Ok(Printed::Queued(next())));
    show(&story, "printed", Context::Print);
    story.keys("<Esc><Esc>").answer(&world).keys("Gkke<Down><Down><Down>").tell(Msg::Paste(format!("a{}z", next())));
    show(&story, "form", Context::FormText);
    story.keys("<Enter>").answer(&world);
    show(&story, "confirmation of an edit", Context::Confirm);
    story.keys("<Esc><Esc>Gkv").answer(&world).keys("v/").tell(Msg::Paste(next()));
    show(&story, "card", Context::CardField);
    let mut unknown = at_a_large_window(site());
    unknown.open("must", &world).keys("jr").answer(&world).keys("1034<Enter>");
    let problem =
        Problem::new(SafeText::new(&next()).to_string(), Took::Unknown, "").said(Some(SafeText::new(&next())));
    unknown.written(WriteAnswer::Unknown(Fault::Timeout(30), problem));
    show(&unknown, "outcome unknown", Context::Settle);
    unknown.answer(&world);
    show(&unknown, "settling", Context::Settle);
    let open = World { cases: Ok((1..6).map(|number| case(number, next)).collect()), ..World::new() };
    let mut cases = at_a_large_window(site());
    cases.answer(&open);
    for _ in 0..5 {
        show(&cases, "open cases", Context::Cases);
        cases.keys("j");
    }
    let mut replaced = at_a_large_window(site());
    replaced.open("must", &world).keys("Gkr").answer(&world).keys("1034<Enter>");
    replaced.written(done(NewValue::Card(world.card()))).answer(&world);
    show(&replaced, "replaced card", Context::Card);
}

/// The same for what goes wrong: every reading fails, with words of the server in the sentence and behind it.
pub fn troubles(next: Next<'_>, show: Show<'_>) {
    let world = World::new();
    let mut story = at_a_large_window(site());
    fail(&mut story, next);
    show(&story, "nobody signed in", Context::Message);
    let mut story = at_a_large_window(site());
    let caller = Caller { at: None, login_id: LoginId::new(&next()), name: SafeText::new(&next()) };
    let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Caller)).unwrap();
    let (id, _) = story.reads.remove(at);
    story.tell(Msg::Reply(id, Box::new(Reply::Caller(Ok(caller))))).answer(&world);
    show(&story, "operator", Context::LookupField);
    story.keys("zz").rest();
    fail(&mut story, next);
    show(&story, "failed search", Context::LookupField);
    story.keys("<Ctrl-u>must").rest().answer(&world).keys("<Enter><Enter>");
    fail(&mut story, next);
    show(&story, "failed user", Context::User);
    let mut story = at_a_large_window(site());
    story.open("must", &world).keys("r");
    fail(&mut story, next);
    show(&story, "failed confirmation", Context::Confirm);
    let mut story = at_a_large_window(site());
    story.open("must", &world).keys("Gv");
    fail(&mut story, next);
    show(&story, "failed card", Context::Card);
    let mut story = at_a_large_window(site());
    story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>");
    story.written(WriteAnswer::Unknown(Fault::Timeout(30), problem(next)));
    fail(&mut story, next);
    show(&story, "failed settling", Context::Settle);
    story.tell(Msg::Trouble(problem(next)));
    show(&story, "message", Context::Message);
    let mut story = at_a_large_window(Site { self_admin: true, ..site() });
    story.answer(&world).keys("jr").answer(&world).keys("a.muster<Enter>x<Enter>");
    let signing = story.others.iter().find_map(|effect| match effect {
        Effect::SignIn(id, ..) => Some(*id),
        _ => None,
    });
    story.tell(Msg::Reply(signing.unwrap(), Box::new(Reply::SignedIn(Err(problem(next))))));
    show(&story, "failed sign-in", Context::SignIn);
}

fn problem(next: Next<'_>) -> Problem {
    let what = SafeText::new(&next()).to_string();
    Problem::new(what, Took::NothingAsked, "").said(Some(SafeText::new(&next())))
}

/// Lets every reading fail that is on its way.
fn fail(story: &mut Story, next: Next<'_>) {
    for (id, read) in std::mem::take(&mut story.reads) {
        let reply = match read {
            Read::Caller => Reply::Caller(Err(problem(next))),
            Read::Rights => Reply::Rights(Err(problem(next))),
            Read::Clients => Reply::Clients(Err(problem(next))),
            Read::Search { .. } | Read::ClientUsers { .. } => Reply::Hits(Err(SearchFailure::Failed(problem(next)))),
            Read::User(_) => Reply::User(Err(problem(next))),
            Read::Credentials(_) => Reply::Credentials(Err(problem(next))),
            Read::Evidence { .. } => Reply::Evidence(Err(problem(next))),
            Read::Cases => Reply::Cases(Err(problem(next))),
            Read::Watchers => Reply::Watchers(vec![]),
            Read::Audit => Reply::Audit(Err(problem(next))),
            Read::Policies(_) => Reply::Policies(Err(problem(next))),
            Read::Card(..) => Reply::Card(Err(problem(next))),
            Read::Printers(_) => Reply::Printers(Err(problem(next)), vec![]),
        };
        story.tell(Msg::Reply(id, Box::new(reply)));
    }
    story.draw();
}
