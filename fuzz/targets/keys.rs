//! Any keys at the console, with any answers between them. The first line is the profile; each further line is a step,
//! whose first byte says which.
//!
//! * A change leaves by one way only: the key Enter, in a confirmation that was on the screen as a whole with the word as
//!   it stands, whose word was typed there key by key, with the newest state read. A reply, a timer, a paste or a resize
//!   sends none, but for the comment that was confirmed with its reset, once.
//! * No number of an operation is used twice; a read-only session sends nothing.
//! * Whatever happens, what is drawn may be drawn, and a covered value is covered.

use std::collections::BTreeSet;
use std::time::Duration;

use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::effect::{CallId, Effect, Read};
use credesk::app::keymap::resolve;
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::hand_over::{HandOver, Reveal};
use credesk::domain::operation::Order;
use credesk::domain::printing::{PrintFault, Printed};
use credesk::domain::problem::Problem;
use credesk::domain::record::OperationId;
use credesk::domain::search::SearchFailure;
use credesk::domain::write::{NewValue, Write, WriteAnswer};
use credesk::runtime::decode::Decoder;
use credesk::runtime::event::Input;
use credesk::text::SafeText;
use ratatui::crossterm::event::KeyCode;

use super::screens::{case, look, refusal, world};
use super::story::{Story, World, done, plain, site};
use super::tape::Tape;

/// More than any story needs; what follows is not looked at.
const STEPS: usize = 60;
const KEYS: usize = 400;

/// The console, and what a bystander has seen of it.
struct Seat {
    story: Story,
    decoder: Decoder,
    /// What was typed into the confirmation on top.
    typed: Vec<char>,
    /// All of the screen was drawn after the last key.
    seen: bool,
    confirmed: BTreeSet<OperationId>,
    followed: BTreeSet<OperationId>,
    on_their_way: Vec<(CallId, bool)>,
    keys: usize,
}

impl Seat {
    /// Anything but a key.
    fn tell(&mut self, msg: Msg) {
        let before = self.story.writes.len();
        self.story.tell(msg);
        self.followed_up(before);
    }

    fn answer(&mut self, world: &World) {
        let before = self.story.writes.len();
        self.story.answer(world);
        self.followed_up(before);
    }

    /// A change that nobody confirmed just now: only the comment that was confirmed with its reset.
    fn followed_up(&mut self, before: usize) {
        let comment_after = self.story.app.desk().site.comment_after_reset;
        for (call, order) in self.story.writes.drain(before..) {
            let reset = order.intent.follows.unwrap_or_else(|| panic!("sent by nobody: {:?}", order.intent));
            assert!(comment_after && self.confirmed.contains(&reset) && self.followed.insert(reset));
            let Write::Update { edit, .. } = &order.write else { panic!("not a comment: {:?}", order.intent) };
            assert!(edit.comment.is_some() && edit.state.is_none() && edit.policy.is_none() && edit.password.is_none());
            self.on_their_way.push((call, false));
        }
    }

    fn input(&mut self, input: Input) {
        let key = match input {
            Input::Paste(text) => return self.tell(Msg::Paste(text)),
            Input::Key(key) => key,
        };
        self.keys += 1;
        let context = self.story.app.context();
        let Some(msg) = resolve(context, key) else { return };
        let armed = self.armed();
        self.story.tell(msg);
        for (call, order) in self.story.writes.drain(..) {
            assert_eq!((context, key.code), (Context::Confirm, KeyCode::Enter), "sent by another key");
            let word = armed.as_ref().unwrap_or_else(|| panic!("sent unarmed: {:?}", order.intent));
            may_leave(&order, word, &self.typed, &self.story.app.desk().site);
            assert!(self.confirmed.insert(order.id), "a number twice");
            self.on_their_way.push((call, true));
        }
        // A message or a sign-in may lie over it meanwhile; the confirmation below is the same.
        if self.story.app.screen_context() != Context::Confirm {
            self.typed.clear();
        } else if let (Context::Confirm, KeyCode::Char(character)) = (context, key.code) {
            self.typed.push(character);
        }
        if !matches!(key.code, KeyCode::Enter | KeyCode::Tab) {
            self.seen = false;
        }
    }

    /// The word that arms the confirmation on top, where it stands in its field and everything else is as it must be.
    fn armed(&self) -> Option<String> {
        let Some(Screen::Confirm(confirm)) = self.story.app.screen() else { return None };
        let word = confirm.operation().user().confirmation_word();
        let newest = !confirm.is_reading() && confirm.reading_problem().is_none() && confirm.obstacle().is_none();
        let armed = self.seen && newest && !confirm.in_comment() && confirm.word().value() == word;
        (armed && self.story.app.modal().is_none()).then(|| word.to_owned())
    }

    fn draw(&mut self) {
        let (columns, rows) = self.story.app.desk().size;
        let whole = look(&self.story, columns.max(1), rows.max(1)).whole;
        self.seen = whole;
        self.tell(Msg::Drawn(whole));
    }

    fn type_in(&mut self, bytes: &[u8]) {
        for input in self.decoder.feed(bytes) {
            self.input(input);
        }
    }

    /// Fails one of the readings that are on their way.
    fn fail(&mut self, tape: &mut Tape<'_>) {
        if self.story.reads.is_empty() {
            return;
        }
        let (id, read) = self.story.reads.remove(tape.below(self.story.reads.len()));
        let fault = *tape.pick(&[&Fault::NotFound, &Fault::SignedOut, &Fault::CutOff, &Fault::Forbidden]);
        let problem = fault.problem(Asked::Read, Some(SafeText::new(&tape.text())));
        self.tell(Msg::Reply(id, Box::new(failed(&read, problem))));
    }

    fn written(&mut self, answer: WriteAnswer, recorded: bool) {
        if self.on_their_way.is_empty() {
            return;
        }
        let (id, _) = self.on_their_way.remove(0);
        if recorded {
            let at = "2026-11-21T14:02:11Z".parse().unwrap();
            self.tell(Msg::Reply(id, Box::new(Reply::Recorded(at))));
        }
        self.tell(Msg::Reply(id, Box::new(Reply::Written(answer, Duration::ZERO))));
    }

    fn others(&mut self) {
        for effect in std::mem::take(&mut self.story.others) {
            match effect {
                Effect::SignIn(id, ..) => self.tell(Msg::Reply(id, Box::new(Reply::SignedIn(Ok(()))))),
                Effect::Clip(id, _) => {
                    assert!(self.story.app.desk().site.hand_over.clipboard);
                    self.tell(Msg::Reply(id, Box::new(Reply::Clipped(Ok(())))));
                }
                other => self.story.others.push(other),
            }
        }
    }

    fn step(&mut self, line: &[u8], now: &mut World) {
        let Some((which, rest)) = line.split_first() else { return };
        let mut tape = Tape::new(rest);
        match which {
            b'a' => self.answer(now),
            b'f' => self.fail(&mut tape),
            b'W' => {
                let lines: Vec<u8> = rest.iter().map(|byte| if *byte == b'|' { b'\n' } else { *byte }).collect();
                *now = world(&mut Tape::new(&lines));
            }
            b'v' => now.credentials[tape.below(5)].version = Some(i32::from(tape.byte())),
            b'n' => now.credentials[tape.below(5)].reset_count = Some(i32::from(tape.byte())),
            b'd' => self.written(done(plain()), true),
            b'e' => self.written(done(NewValue::NotExposed), tape.flag()),
            b'o' => self.written(done(NewValue::Card(World::new().card())), true),
            b'x' => {
                let recorded = tape.flag();
                self.written(refusal(&mut tape), recorded);
            }
            b't' => {
                for timer in std::mem::take(&mut self.story.timers) {
                    self.tell(Msg::Timer(timer));
                }
            }
            b'p' => {
                if let Some(escape) = self.decoder.pause() {
                    self.input(escape);
                }
            }
            b's' => self.tell(Msg::Resize(u16::from(tape.byte()), u16::from(tape.byte()))),
            b'g' => self.tell(Msg::Reply(
                CallId(u64::from(tape.byte())),
                Box::new(Reply::Written(done(plain()), Duration::ZERO)),
            )),
            b'P' => {
                if let Some((id, _)) = self.story.prints.pop() {
                    let answer = if tape.flag() { Ok(Printed::Queued(tape.text())) } else { Err(PrintFault::NoSpace) };
                    self.tell(Msg::Reply(id, Box::new(Reply::Printed(answer))));
                }
            }
            b'h' => self.others(),
            b'H' => self.tell(Msg::Shutdown),
            b'b' => return self.type_in(rest), // the next step is of the same batch: nothing is drawn between
            b'k' => {
                for byte in rest {
                    self.type_in(&[if *byte == b'_' { b'\r' } else { *byte }]);
                    self.draw();
                }
            }
            _ => self.type_in(line),
        }
        self.draw();
    }
}

/// Holds an order against what a bystander has seen.
fn may_leave(order: &Order, word: &str, typed: &[char], site: &Site) {
    assert!(!site.read_only, "a read-only session sends");
    assert!(!word.is_empty() && order.intent.follows.is_none());
    assert_eq!(order.write.user(), &order.intent.at, "recorded for another user than it is sent for");
    let mut left = typed.to_vec();
    for character in word.chars() {
        let place = left.iter().position(|typed| *typed == character);
        left.swap_remove(place.unwrap_or_else(|| panic!("{word:?} was never typed: {typed:?}")));
    }
}

fn failed(read: &Read, problem: Problem) -> Reply {
    match read {
        Read::Caller => Reply::Caller(Err(problem)),
        Read::Rights => Reply::Rights(Err(problem)),
        Read::Clients => Reply::Clients(Err(problem)),
        Read::Search { .. } => Reply::Hits(Err(SearchFailure::NotExposed(problem))),
        Read::ClientUsers { .. } => Reply::Hits(Err(SearchFailure::Failed(problem))),
        Read::User(_) => Reply::User(Err(problem)),
        Read::Credentials(_) => Reply::Credentials(Err(problem)),
        Read::Evidence { .. } => Reply::Evidence(Err(problem)),
        Read::Cases => Reply::Cases(Err(problem)),
        Read::Audit => Reply::Audit(Err(problem)),
        Read::Watchers => Reply::Watchers(Vec::new()),
        Read::Policies(_) => Reply::Policies(Err(problem)),
        Read::Card(..) => Reply::Card(Err(problem)),
        Read::Printers(_) => Reply::Printers(Err(problem), vec!['č']),
    }
}

/// How far it gets: the changes that are sent.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let (rules, ways) = (tape.byte(), tape.byte());
    let _end_of_line = tape.line();
    let hand_over = HandOver {
        reveal: [Reveal::Screen, Reveal::Print, Reveal::Never, Reveal::Screen][usize::from(ways & 3)],
        slip: ways & 4 != 0,
        clipboard: ways & 8 != 0,
        terminal_printer: ways & 16 != 0,
        ..HandOver::default()
    };
    let site = Site {
        comment_after_reset: rules & 1 != 0,
        self_admin: rules & 2 != 0,
        read_only: rules & 4 != 0,
        demo: rules & 8 != 0,
        hand_over,
        ..site()
    };
    let mut now = World::new();
    if rules & 16 != 0 {
        now.cases = Ok(vec![case(&mut tape)]);
    }
    let mut seat = Seat {
        story: Story::at(site),
        decoder: Decoder::default(),
        typed: Vec::new(),
        seen: false,
        confirmed: BTreeSet::new(),
        followed: BTreeSet::new(),
        on_their_way: Vec::new(),
        keys: 0,
    };
    for _ in 0..STEPS {
        if tape.is_over() || seat.keys > KEYS {
            break;
        }
        let line = tape.line();
        seat.step(line, &mut now);
    }
    seat.confirmed.len() + seat.followed.len()
}
