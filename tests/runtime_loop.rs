//! The real loop on a screen in memory, against a real sandbox: what no terminal can be made to do on time.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/profile.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod profile;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs::File;
use std::net::TcpListener;
use std::os::unix::fs::FileExt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use credesk::api::ApiClient;
use credesk::app::App;
use credesk::app::desk::Site;
use credesk::app::effect::CallId;
use credesk::app::msg::Reply;
use credesk::app::screen::Screen;
use credesk::domain::credential::CredentialKind;
use credesk::domain::hand_over::HandOver;
use credesk::domain::id::{ClientId, LoginId, UserId, UserRef};
use credesk::domain::life::Stage;
use credesk::domain::operation::Order;
use credesk::domain::record::{Act, Baseline, Delivered, Entry, Event as Noted, Intent, OperationId, SessionId, What};
use credesk::domain::write::Write;
use credesk::journal::{Said, contents};
use credesk::print::queue::Cups;
use credesk::runtime::console::{Console, End};
use credesk::runtime::event::{Event, Input, Receiver, Sender, Signal};
use credesk::runtime::farewell::Ending;
use credesk::runtime::ledger::Ledger;
use credesk::runtime::panics::{Panicked, caught};
use credesk::runtime::perform::Calls;
use credesk::runtime::who::who;
use credesk::sandbox::{Operator, Options, Sandbox};
use credesk::ui::{self, theme::Theme};
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell as DrawnCell;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Frame, Terminal};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::spawn_local;
use tokio::time::timeout;

/// On the page of demo.all: the PUK is selected, and below it is the temporary strong password.
const NEW_PUK: &str = "r";
const NEW_PASSWORD: &str = "jr";

/// What the last frame showed, and a word for each new one.
#[derive(Default)]
struct Seen {
    screen: RefCell<String>,
    drawn: Notify,
    broken: Cell<bool>,
    /// The same, from the first frame on that says that the request has left.
    broken_once_sent: Cell<bool>,
    /// Where the cells of each frame lay, and how many they were. ratatui has two buffers and takes turns.
    buffers: RefCell<BTreeMap<usize, usize>>,
    /// For each frame, whether every cell of its buffer had been written over before, and not only emptied.
    overwritten: RefCell<Vec<bool>>,
}

/// Whether the request of a confirmed change has left.
fn has_left(app: &App) -> bool {
    matches!(app.screen(), Some(Screen::Confirm(confirm)) if confirm.operation().stage() == Stage::Sending)
}

impl Seen {
    fn draw(&self, frame: &mut Frame<'_>, app: &App) -> bool {
        assert!(!self.broken.get(), "broken on purpose");
        assert!(!(self.broken_once_sent.get() && has_left(app)), "broken on purpose");
        // Only `Debug` tells a cell that was written over with a space from one that was emptied.
        let is_written = |cell: &DrawnCell| format!("{cell:?}").contains("symbol: Some");
        self.overwritten.borrow_mut().push(frame.buffer_mut().content.iter().all(is_written));
        let whole = ui::draw(frame, app, &Theme::new(true));
        let width = usize::from(frame.area().width);
        let content = &frame.buffer_mut().content;
        self.buffers.borrow_mut().insert(content.as_ptr().addr(), content.len());
        let cells: Vec<_> = content.iter().map(DrawnCell::symbol).collect();
        *self.screen.borrow_mut() = cells.chunks(width).map(|row| row.concat() + "\n").collect();
        self.drawn.notify_one();
        whole
    }

    /// Whether a buffer holds one of these groups of characters, one cell after the other. Looks into the memory itself,
    /// where an emptied cell could still have its last character.
    fn buffers_hold(&self, groups: &[String]) -> bool {
        let memory = File::open("/proc/self/mem").unwrap();
        let holds = |(address, cells): (&usize, &usize)| {
            let mut bytes = vec![0; cells * size_of::<DrawnCell>()];
            memory.read_exact_at(&mut bytes, *address as u64).unwrap();
            [1, size_of::<DrawnCell>()].into_iter().any(|stride| {
                (0..stride).any(|first| {
                    let strided: Vec<u8> = bytes.iter().skip(first).step_by(stride).copied().collect();
                    groups.iter().any(|group| strided.windows(group.len()).any(|some| some == group.as_bytes()))
                })
            })
        };
        self.buffers.borrow().iter().any(holds)
    }

    /// The groups of the value that is shown: the line above the mark of the current one.
    fn groups(&self) -> Vec<String> {
        let screen = self.screen.borrow();
        let lines: Vec<_> = screen.lines().collect();
        let mark = lines.iter().position(|line| line.contains("====")).unwrap();
        let (value, _count) = lines[mark - 1].trim_start().split_once("   ").unwrap();
        value.split_whitespace().map(String::from).collect()
    }

    fn shows(&self, text: &str) -> bool {
        self.screen.borrow().contains(text)
    }

    async fn wait_for(&self, text: &str) {
        self.wait(text, true).await;
    }

    async fn wait_without(&self, text: &str) {
        self.wait(text, false).await;
    }

    async fn wait(&self, text: &str, shown: bool) {
        let reached = async {
            while self.shows(text) != shown {
                self.drawn.notified().await;
            }
        };
        let came = timeout(Duration::from_secs(30), reached).await;
        assert!(came.is_ok(), "{text:?} never came to be shown = {shown}\n{}", self.screen.borrow());
    }
}

/// What is queued in one go with the answer to a change, or with the list of printers.
#[derive(Default)]
struct Company {
    before: Vec<Event>,
    after: Vec<Event>,
}

/// The operator's hands.
struct Hands {
    events: Sender,
    seen: Rc<Seen>,
    company: Rc<RefCell<Company>>,
}

impl Hands {
    fn happens(&self, event: Event) {
        assert!(self.events.send(event).is_ok());
    }

    fn types(&self, text: &str) {
        self.happens(typed(Instant::now(), text));
    }

    /// Opens the page of demo.all.
    async fn open_user(&self) {
        self.types("demo.all");
        self.seen.wait_for("1 user").await;
        self.types("\n");
        self.seen.wait_for("> demo.all").await;
        self.types("\n");
        self.seen.wait_for("regenerate the PUK").await;
    }

    /// Resets the temporary strong password of demo.all and uncovers it for two frames, one in each buffer.
    async fn open_value(&self) -> Vec<String> {
        self.open_confirmation(NEW_PASSWORD).await;
        self.types("demo.all");
        self.seen.wait_for("> demo.all").await;
        self.types("\n");
        self.seen.wait_for("Ready to read out?").await;
        self.types("v");
        self.seen.wait_for("group 1 of").await;
        self.types(" ");
        self.seen.wait_for("group 2 of").await;
        let groups = self.seen.groups();
        assert_eq!((groups.concat().len(), self.seen.buffers_hold(&groups)), (30, true), "{groups:?}");
        groups
    }

    /// Opens the confirmation of a change, with these keys on the page.
    async fn open_confirmation(&self, keys: &str) {
        self.open_user().await;
        self.types(keys);
        self.seen.wait_for("type demo.all and press Enter").await;
        self.seen.wait_without("Reading the newest state").await;
    }
}

/// Keys in one go; a line break is Enter.
fn typed(since: Instant, text: &str) -> Event {
    let code = |character| if character == '\n' { KeyCode::Enter } else { KeyCode::Char(character) };
    let inputs = text.chars().map(|typed| Input::Key(KeyEvent::new(code(typed), KeyModifiers::NONE))).collect();
    Event::Typed { since, inputs }
}

/// Passes on what comes back from the server, with the company that it was given.
async fn escort(mut replies: Receiver, events: Sender, company: Rc<RefCell<Company>>) {
    while let Some(event) = replies.recv().await {
        let is_answer = matches!(
            &event,
            Event::Reply(_, reply) if matches!(**reply, Reply::Written(..) | Reply::Printers(..))
        );
        let Company { before, after } = if is_answer { company.take() } else { Company::default() };
        for event in before.into_iter().chain([event]).chain(after) {
            // The console may have ended.
            let _ = events.send(event);
        }
    }
}

/// Runs a console, with these hands on it, until it ends.
fn run<F: Future<Output = ()>>(script: impl FnOnce(Hands) -> F) -> (Result<End, Panicked>, Vec<Ending>) {
    run_at(&profile::Home::new(), script)
}

/// The same with a journal that can be read afterwards.
fn run_at<F: Future<Output = ()>>(
    home: &profile::Home,
    script: impl FnOnce(Hands) -> F,
) -> (Result<End, Panicked>, Vec<Ending>) {
    let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
    home.write("token", &sandbox.token(Operator::Helpdesk), 0o600);
    let profile = home.profile(&sandbox.url(), "");
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    runtime.block_on(async {
        let (events, mut received): (Sender, Receiver) = unbounded_channel();
        let (answers, replies) = unbounded_channel();
        let company = Rc::default();
        spawn_local(escort(replies, events.clone(), Rc::clone(&company)));
        // No programs there, and so no printers: a sheet can be saved, and nothing leaves this test.
        let cups = Cups { programs: Some(home.folder.path().to_owned()), ..Cups::default() };
        let calls = Calls::new(ApiClient::new(&profile), ledger(home), cups, 100, answers);
        let seen = Rc::new(Seen::default());
        let drawing = Rc::clone(&seen);
        let terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        let draw = move |frame: &mut Frame<'_>, app: &App| drawing.draw(frame, app);
        let mut console = Console::new(App::new(site()), terminal, draw, calls);
        let (end, ()) = tokio::join!(caught(console.run(&mut received)), script(Hands { events, seen, company }));
        (end, console.into_calls().finish(&mut received, Duration::from_secs(30)).await.changes)
    })
}

fn site() -> Site {
    Site {
        environment: "TEST".into(),
        environment_color: "yellow".into(),
        host: "127.0.0.1".into(),
        server: "127.0.0.1".into(),
        production: false,
        profile: 0,
        profiles: vec![],
        clients: vec![],
        self_admin: false,
        read_only: false,
        demo: false,
        page_size: 100,
        session: SessionId(0x00c0_ffee),
        comment_after_reset: false,
        hand_over: HandOver::default(),
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
        idle: credesk::domain::idle::Idle::default(),
        unlock: credesk::app::lock::Unlock::Password,
        second: Duration::from_secs(1),
        search_delay: Duration::ZERO,
        time_zone: jiff::tz::TimeZone::UTC,
        alphabets: credesk::config::built_in_alphabets(),
    }
}

/// A journal in this folder.
fn ledger(home: &profile::Home) -> Ledger {
    Ledger::start(home.folder.path().join("journal.jsonl").into(), SessionId(0x00c0_ffee), who()).unwrap()
}

/// A confirmed reset of a PUK.
fn order(at: UserRef) -> Order {
    let intent = Intent {
        server: "127.0.0.1".into(),
        caller: None,
        at: at.clone(),
        login_id: LoginId::new("demo.all"),
        kind: CredentialKind::Puk,
        credential: None,
        act: Act::Reset,
        comment: None,
        ticket: None,
        batch: None,
        comment_after: false,
        follows: None,
        baseline: Baseline::default(),
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    };
    let id = OperationId { session: SessionId(0x00c0_ffee), number: 1 };
    Order { id, intent, write: Write::ResetPuk(at) }
}

/// Asserts that one change was on its way, and that it is told as carried out.
fn assert_carried_out(changes: &[Ending]) {
    let [change] = changes else { panic!("{changes:?}") };
    assert!(!change.is_unknown() && change.to_string().contains("): it was carried out"), "{change}");
}

#[test]
fn keys_from_before_the_dialog_are_dropped_even_when_they_come_late() {
    let (end, changes) = run(|hands| async move {
        let before = Instant::now();
        hands.open_confirmation(NEW_PUK).await;
        hands.happens(typed(before, "demo.all\n"));
        hands.types("x");
        hands.seen.wait_for(" > x").await;
        assert!(!hands.seen.shows("demo.allx"));
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert!(matches!(end, Ok(End::Signal(_))) && changes.is_empty());
}

#[test]
fn keys_from_before_a_new_value_was_drawn_do_not_wipe_it() {
    let (end, _) = run(|hands| async move {
        let before = Instant::now();
        hands.open_confirmation(NEW_PASSWORD).await;
        hands.company.borrow_mut().after.push(typed(Instant::now(), "d"));
        hands.types("demo.all");
        hands.seen.wait_for("> demo.all").await;
        hands.types("\n");
        hands.seen.wait_for("Ready to read out?").await;
        hands.happens(typed(before, "d"));
        hands.types("v");
        hands.seen.wait_for("====").await;
        assert!(!hands.seen.shows("d once more"), "the first d did not even ask");
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

#[test]
fn keys_from_before_a_card_was_drawn_do_not_close_it() {
    let (end, _) = run(|hands| async move {
        hands.open_user().await;
        hands.types("Gvd");
        hands.seen.wait_for("Covered: press v.").await;
        hands.types("/D7\nv");
        hands.seen.wait_without("....").await;
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

/// Keys that are held: the first of them at this moment, and so many more, each soon after the one before.
fn held(since: Instant, key: &str, count: u32) -> impl Iterator<Item = Event> {
    (0..count).map(move |number| typed(since + number * Duration::from_millis(200), key))
}

#[test]
fn an_enter_from_before_the_list_of_printers_was_drawn_chooses_nothing() {
    let (end, _) = run(|hands| async move {
        hands.open_user().await;
        hands.types("Gv");
        hands.seen.wait_for("Covered: press v.").await;
        let pressed = Instant::now();
        hands.company.borrow_mut().before.push(typed(pressed, "\n"));
        hands.company.borrow_mut().after.push(typed(pressed, "\n"));
        hands.types("p");
        hands.seen.wait_for("> save to a file").await;
        // It is held until long after.
        held(pressed, "\n", 60).for_each(|event| hands.happens(event));
        hands.types("f");
        hands.seen.wait_for("as text").await;
        assert!(!hands.seen.shows("Save to:"), "{}", hands.seen.screen.borrow());
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

#[test]
fn an_enter_that_is_held_opens_the_field_for_a_files_name_and_saves_nothing() {
    let (end, _) = run(|hands| async move {
        hands.open_user().await;
        hands.types("Gv");
        hands.seen.wait_for("Covered: press v.").await;
        hands.types("p");
        hands.seen.wait_for("> save to a file").await;
        let pressed = Instant::now();
        hands.happens(typed(pressed, "\n"));
        hands.seen.wait_for("Save to:").await;
        held(pressed, "\n", 60).for_each(|event| hands.happens(event));
        hands.types("x");
        hands.seen.wait_for("card.pdfx").await;
        assert!(!hands.seen.shows("On its way") && !hands.seen.shows("Saved to"), "{}", hands.seen.screen.borrow());
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

#[test]
fn a_value_that_is_left_is_in_no_buffer_any_more() {
    for (keys, then) in [("v", "Covered."), ("d", "3 of 5")] {
        let (end, _) = run(|hands| async move {
            let groups = hands.open_value().await;
            hands.types(keys);
            hands.seen.wait_for(then).await;
            assert!(!hands.seen.buffers_hold(&groups), "after {keys}");
            hands.happens(Event::Signal(Signal::Terminate));
        });
        assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
    }
}

#[test]
fn around_the_frame_that_covers_a_value_both_buffers_are_written_over() {
    let (end, _) = run(|hands| async move {
        hands.open_value().await;
        assert!(!hands.seen.overwritten.borrow().contains(&true));
        hands.types("v");
        hands.seen.wait_for("Covered.").await;
        let covered = hands.seen.overwritten.borrow().iter().position(|overwritten| *overwritten);
        hands.types("?");
        hands.seen.wait_for("Help: Hand-off").await;
        let frames = &hands.seen.overwritten.borrow()[covered.unwrap()..];
        assert!(frames[..2] == [true, true] && !frames[2..].contains(&true), "{frames:?}");
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

#[test]
fn a_console_that_is_to_stop_locks_first() {
    let (end, _) = run(|hands| async move {
        let groups = hands.open_value().await;
        hands.happens(Event::Signal(Signal::Suspend));
        hands.seen.wait_for("Locked: credesk was stopped.").await;
        assert!(!hands.seen.shows(&groups[0]) && !hands.seen.shows("demo.all"));
        assert!(!hands.seen.buffers_hold(&groups));
        hands.happens(Event::Signal(Signal::Terminate));
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
}

/// Confirms, and has the console panic at its next frame: before the intent is on the disk, or while the answer is awaited.
async fn panic_after_enter(hands: &Hands, keys: &str, once_sent: bool) {
    hands.open_confirmation(keys).await;
    hands.types("demo.all");
    hands.seen.wait_for(" > demo.all").await;
    hands.seen.broken.set(!once_sent);
    hands.seen.broken_once_sent.set(once_sent);
    hands.types("\n");
}

#[test]
fn a_panic_while_drawing_ends_the_console_and_the_change_on_its_way_is_still_awaited() {
    let (end, changes) = run(|hands| async move { panic_after_enter(&hands, NEW_PUK, true).await });
    assert_eq!(end, Err(Panicked));
    assert_carried_out(&changes);
}

#[test]
fn a_panic_while_drawing_keeps_no_line_from_the_journal() {
    for (once_sent, stages) in [(true, &[Stage::Held][..]), (false, &[])] {
        let home = profile::Home::new();
        let (end, _) = run_at(&home, |hands| async move { panic_after_enter(&hands, NEW_PASSWORD, once_sent).await });
        assert_eq!(end, Err(Panicked));
        let journal = contents(&home.folder.path().join("journal.jsonl")).unwrap();
        assert!(journal.report.is_ok());
        let events: Vec<_> = journal.lines.iter().filter_map(|line| operation_event(&line.line.said)).collect();
        match events[..] {
            [Noted::Confirmed(_), Noted::Held(Delivered::Value)] if once_sent => {}
            [Noted::Confirmed(_), Noted::NotSent(_)] if !once_sent => {}
            _ => panic!("{events:?}"),
        }
        assert_eq!(journal.open.iter().map(|case| case.stage).collect::<Vec<_>>(), stages);
    }
}

fn operation_event(said: &Said) -> Option<&Noted> {
    match said {
        Said::Entry(Entry { what: What::Operation(_, event), .. }) => Some(event),
        Said::Entry(_) | Said::Torn(_) => None,
    }
}

#[test]
fn an_answer_that_is_queued_behind_the_end_is_still_told() {
    let (end, changes) = run(|hands| async move {
        hands.open_confirmation(NEW_PUK).await;
        hands.company.borrow_mut().before.push(Event::Signal(Signal::Terminate));
        hands.types("demo.all");
        hands.seen.wait_for("> demo.all").await;
        hands.types("\n");
    });
    assert_eq!(end, Ok(End::Signal(Signal::Terminate)));
    assert_carried_out(&changes);
}

#[test]
fn a_change_that_is_not_answered_in_time_is_told_as_unknown() {
    // A listening socket accepts connections and requests by itself; nobody ever answers.
    let silence = TcpListener::bind("127.0.0.1:0").unwrap();
    let (home, profile) = profile::profile(&format!("http://{}", silence.local_addr().unwrap()));
    let at = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() };
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    let changes = runtime.block_on(async {
        let (events, mut received) = unbounded_channel();
        let mut calls = Calls::new(ApiClient::new(&profile), ledger(&home), Cups::default(), 100, events);
        calls.write(CallId(1), order(at));
        let recorded = timeout(Duration::from_secs(20), received.recv()).await.unwrap();
        assert!(matches!(recorded, Some(Event::Recorded(CallId(1), _))), "the intent is on the disk first");
        calls.finish(&mut received, Duration::from_millis(1)).await.changes
    });
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert!(change.is_unknown() && change.to_string().contains("regenerate the PUK of user 1034"), "{change}");
}

#[test]
fn a_terminal_that_is_read_no_more_counts_as_a_hang_up() {
    let (end, changes) = run(|hands| async move {
        hands.seen.wait_for("m.huber").await;
        hands.happens(Event::TerminalLost);
    });
    assert_eq!(end, Ok(End::Signal(Signal::HangUp)));
    assert!(changes.is_empty());
}
