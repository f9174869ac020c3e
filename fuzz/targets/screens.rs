//! Any texts of a server on any screen of any size. A line of two bytes for the size, one byte for the way through the
//! console, then a line for each text.
//!
//! * Drawing never fails, down to one cell; nothing stands on the screen that must not reach a terminal; a wide character
//!   has room for its second half.
//! * A window that is too small shows nothing of anybody and arms nothing.
//! * A value that is covered is not on the screen, and one that is said to be wholly shown is.

use std::time::Duration;

use credesk::app::desk::SMALLEST;
use credesk::app::msg::Msg;
use credesk::app::screen::Screen;
use credesk::domain::case::{Case, Listed};
use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::LoginId;
use credesk::domain::life::Stage;
use credesk::domain::printing::PrintFault;
use credesk::domain::record::{Act, Baseline, Intent, OperationId, SessionId, Who};
use credesk::domain::user::{Language, User, UserState};
use credesk::domain::when::When;
use credesk::domain::write::WriteAnswer;
use credesk::text::{SafeText, width};
use credesk::ui;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::story::{FRAGMENT, Story, World, credential, done, hit, plain, site, user_ref};
use super::tape::Tape;
use super::terminal::assert_drawable;

/// What stands on a screen, and whether all of it does.
pub struct Look {
    pub whole: bool,
    pub lines: Vec<String>,
}

/// Draws the console at a size, and holds every promise about what a terminal gets.
pub fn look(story: &Story, columns: u16, rows: u16) -> Look {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut whole = false;
    terminal.draw(|frame| whole = ui::draw(frame, &story.app, &Theme::new(false))).unwrap();
    let buffer = terminal.backend().buffer();
    let mut lines = Vec::new();
    for row in 0..rows {
        let mut line = String::new();
        let mut covered = false;
        for column in 0..columns {
            let symbol = buffer[(column, row)].symbol();
            if std::mem::take(&mut covered) {
                assert!(symbol.trim().is_empty(), "{symbol:?} under a wide character");
                continue;
            }
            assert_drawable(symbol, "a cell");
            let taken = width(symbol);
            assert!((1..=2).contains(&taken), "{symbol:?} takes {taken} columns");
            covered = taken == 2;
            line.push_str(symbol);
        }
        assert!(!covered, "half a character at the edge: {line}");
        lines.push(line);
    }
    let look = Look { whole, lines };
    value_only_where_it_may(story, &look, (columns, rows));
    look
}

fn value_only_where_it_may(story: &Story, look: &Look, size: (u16, u16)) {
    let all = look.lines.concat();
    let groups: Vec<&str> = FRAGMENT.as_bytes().chunks(4).filter_map(|group| str::from_utf8(group).ok()).collect();
    let seen = groups.iter().filter(|group| group.len() == 4 && all.contains(**group)).count();
    let small = size.0 < SMALLEST.0 || size.1 < SMALLEST.1;
    if small || !story.app.shows_secret() {
        assert_eq!(seen, 0, "the value is on a screen that covers it");
    }
    if small {
        assert!(!look.whole, "what cannot be read would count as seen");
    }
    if let (true, None, Some(Screen::Handoff(handoff))) = (look.whole, story.app.modal(), story.app.screen())
        && handoff.shows_secret()
        && handoff.read_back().is_none()
        && handoff.value().is_some_and(|value| value.expose() == FRAGMENT)
    {
        assert_eq!(seen, FRAGMENT.len() / 4, "a part of the value is said to be all of it");
    }
}

/// A world in which every text is one of the tape's.
pub fn world(tape: &mut Tape<'_>) -> World {
    let mut world = World::new();
    for row in &mut world.hits {
        let id = row.at.user.as_str().to_owned();
        *row = hit(&id, &tape.text(), &tape.text(), (&tape.text(), &tape.text()));
        row.state = UserState::parse(&tape.text());
    }
    let user = &mut world.user;
    user.login_id = LoginId::new(&tape.text());
    user.name = SafeText::new(&tape.text());
    user.language = Language::parse(&tape.text());
    user.state = UserState::parse(&tape.text());
    let User { unit, birth_date, email, telephone, mobile, street, city, remarks, .. } = user;
    for field in [unit, birth_date, email, telephone, mobile, street, city, remarks] {
        let text = tape.text();
        *field = (!text.is_empty()).then(|| SafeText::new(&text));
    }
    let more = credential("x-1", CredentialKind::parse(&tape.text()), None);
    world.credentials.push(more);
    for credential in &mut world.credentials {
        texts_of(credential, tape);
    }
    for policy in &mut world.policies {
        policy.name = SafeText::new(&tape.text());
        policy.parameters.insert("sendingMethod".into(), tape.text());
        policy.parameters.insert("maxResetCount".into(), tape.text());
    }
    world
}

fn texts_of(credential: &mut Credential, tape: &mut Tape<'_>) {
    let text = tape.text();
    if text.is_empty() {
        return; // as it was: a seed that says little shows an ordinary user
    }
    credential.state = CredentialState::parse(&text);
    credential.comment = Some(SafeText::new(&tape.text()));
    credential.state_reason = Some(SafeText::new(&tape.text()));
    credential.last_modified = Some(When::parse(&tape.text()));
    credential.last_success = Some(When::parse(&tape.text()));
    credential.last_failure = Some(When::parse(&tape.text()));
    credential.valid_to = Some(When::parse(&tape.text()));
    credential.reset_count = tape.text().parse().ok();
    credential.failed_logins = tape.text().parse().ok();
}

/// An open case of an earlier run.
pub fn case(tape: &mut Tape<'_>) -> Listed {
    let stage = *tape.pick(&[Stage::Sending, Stage::Unknown, Stage::CannotTell, Stage::Held, Stage::Happened]);
    let comment_missing = tape.flag();
    let intent = Intent {
        server: "idm.example.ch".into(),
        caller: Some(LoginId::new(&tape.text())),
        at: user_ref("1034"),
        login_id: LoginId::new(&tape.text()),
        kind: CredentialKind::TempStrongPassword,
        credential: None,
        act: Act::Reset,
        comment: Some(tape.text()),
        ticket: None,
        batch: None,
        comment_after: comment_missing,
        follows: None,
        baseline: Baseline { last_modified: Some(When::parse(&tape.text())), ..Baseline::default() },
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    };
    let who = Who {
        uid: 1001,
        login_uid: None,
        account: Some(tape.text()),
        ssh: Some(tape.text()),
        host: tape.text(),
        pid: 1,
        version: "0.1.0".into(),
    };
    let id = OperationId { session: SessionId(7), number: 1 };
    let confirmed = "2026-11-21T13:00:00Z".parse().unwrap();
    let case = Case { id, stage, intent, confirmed, who: Some(who), delivered: None, why: None, comment_missing };
    Listed { case, age: Duration::from_secs(u64::from(tape.byte()) << tape.below(40)), elsewhere: tape.flag() }
}

/// What the tape has for a server that says no.
pub fn refusal(tape: &mut Tape<'_>) -> WriteAnswer {
    let which = tape.below(6);
    let said = SafeText::new(&tape.text());
    let fault = match which {
        0 => Fault::Permission(Some(said.clone())),
        1 => Fault::WebPage(Some(said.clone())),
        2 => Fault::WrongShape(said.clone()),
        3 => Fault::Foreign { asked: SafeText::new("1034"), got: said.clone() },
        4 => Fault::Conflict,
        _ => Fault::ResetLimit,
    };
    let problem = fault.problem(Asked::Write, Some(said));
    match fault.certainty() {
        credesk::domain::fault::Certainty::Refused => WriteAnswer::Refused(fault, problem),
        _ => WriteAnswer::Unknown(fault, problem),
    }
}

/// How far it gets: the screens that lie on each other in the end.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let size = (1 + u16::from(tape.byte()), 1 + u16::from(tape.byte()) % 100);
    let way = tape.byte();
    let _end_of_line = tape.line();
    let mut world = world(&mut tape);
    let mut story = Story::at(credesk::app::desk::Site { clients: vec![], ..site() });
    let show = |story: &mut Story| {
        look(story, size.0, size.1);
        story.tell(Msg::Resize(size.0, size.1));
        let whole = look(story, size.0, size.1).whole;
        story.tell(Msg::Drawn(whole));
        story.tell(Msg::Resize(80, 24));
        look(story, 80, 24);
    };
    if way & 0x80 != 0 {
        world.cases = Ok(vec![case(&mut tape)]);
        story.answer(&world);
        show(&mut story);
        story.keys("<Enter>").answer(&world);
        show(&mut story);
        story.keys("<Esc><Esc>");
    }
    story.answer(&world).tell(Msg::Paste(format!("mu{}", tape.text()))).rest().answer(&world);
    show(&mut story);
    story.keys("<Enter><Enter>").answer(&world);
    show(&mut story);
    match way % 8 {
        0 => drop(story.keys("Gk?")),
        1 => drop(story.keys("G<Enter>").answer(&world).keys("v")),
        2 => drop(story.keys("Gke").tell(Msg::Paste(tape.text())).keys("<Down><Down>").tell(Msg::Paste(tape.text()))),
        3 => drop(story.keys("kkkkkjr").answer(&world)),
        4 => drop(story.keys("Gkkv").answer(&world).keys("v").keys("p").answer(&world)),
        way => {
            story.keys("ggjr").answer(&world);
            show(&mut story);
            let login_id = world.user.confirmation_word().to_owned();
            for character in login_id.chars().take(300) {
                story.tell(Msg::Edit(tui_input::InputRequest::InsertChar(character)));
            }
            story.draw().keys("<Enter>");
            if story.writes.is_empty() {
                show(&mut story);
                return story.app.screens().len();
            }
            match way {
                5 => drop(story.written(refusal(&mut tape)).answer(&world)),
                6 => drop(story.written(done(plain())).keys("v")),
                _ => drop(story.written(done(plain())).keys("vb").tell(Msg::Paste(tape.text())).keys("ab")),
            }
        }
    }
    show(&mut story);
    if !story.prints.is_empty() {
        story.printed(Err(PrintFault::Refused(SafeText::new(&tape.text()))));
        show(&mut story);
    }
    story.keys("<Ctrl-p>").tell(Msg::Paste(tape.text()));
    show(&mut story);
    story.app.screens().len()
}
