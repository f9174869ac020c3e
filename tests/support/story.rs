//! Drives the application as the runtime does, but purely: keys in, effects out, answers from a small world of people.
//!
//! For tests of `update` and for pictures of screens. The real loop, sockets and terminals are tested elsewhere.

#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]
#![allow(missing_docs, reason = "not part of the library")]

#[path = "modes.rs"]
pub mod modes;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use credesk::app::App;
use credesk::app::desk::Site;
use credesk::app::effect::{CallId, Effect, Read, TimerId};
use credesk::app::keymap::resolve;
use credesk::app::msg::{Msg, Reply};
use credesk::app::screen::Screen;
use credesk::domain::case::{Listed, Listing};
use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::evidence::{Evidence, Fingerprint};
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::hand_over::HandOver;
use credesk::domain::id::{ClientId, CredentialId, LoginId, PolicyId, UserId, UserRef};
use credesk::domain::noted::Noted;
use credesk::domain::operation::Order;
use credesk::domain::otp_card::OtpCard;
use credesk::domain::policy::Policy;
use credesk::domain::printing::{PrintFault, Printed, Queues};
use credesk::domain::problem::Problem;
use credesk::domain::record::{Event, OperationId, SessionId};
use credesk::domain::rights::{CREDENTIAL_MODIFY, CREDENTIAL_VIEW, Rights};
use credesk::domain::search::Page;
use credesk::domain::sheet::PrintOrder;
use credesk::domain::user::{Caller, Client, Language, User, UserHit, UserState};
use credesk::domain::watcher::Watcher;
use credesk::domain::when::When;
use credesk::domain::write::{Done, NewValue, WriteAnswer};
use credesk::secret::Secret;
use credesk::text::SafeText;
use credesk::ui;
use credesk::ui::theme::Theme;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The value that a reset gives here.
pub const FRAGMENT: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";

/// The console and what it asked for.
pub struct Story {
    pub app: App,
    pub reads: Vec<(CallId, Read)>,
    pub writes: Vec<(CallId, Order)>,
    pub records: Vec<(OperationId, Event)>,
    pub prints: Vec<(CallId, PrintOrder)>,
    pub timers: Vec<TimerId>,
    pub others: Vec<Effect>,
    pub cancelled: Vec<CallId>,
}

pub fn site() -> Site {
    Site {
        environment: "TEST".into(),
        environment_color: "yellow".into(),
        host: "idm.example.ch".into(),
        server: "idm.example.ch".into(),
        production: false,
        profile: 0,
        profiles: vec![],
        clients: vec![],
        self_admin: false,
        read_only: false,
        demo: false,
        page_size: 50,
        session: SessionId(0x00c0_ffee),
        comment_after_reset: false,
        hand_over: HandOver::default(),
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
        idle: credesk::domain::idle::Idle::default(),
        unlock: credesk::app::lock::Unlock::Password,
        second: Duration::from_secs(1),
        search_delay: Duration::from_millis(150),
        time_zone: TimeZone::UTC,
        alphabets: credesk::config::built_in_alphabets(),
    }
}

impl Story {
    pub fn new() -> Self {
        Self::at(site())
    }

    pub fn at(site: Site) -> Self {
        let app = App::new(site);
        let mut story = Self {
            app,
            reads: vec![],
            writes: vec![],
            records: vec![],
            prints: vec![],
            timers: vec![],
            others: vec![],
            cancelled: vec![],
        };
        let effects = story.app.start();
        story.keep(effects);
        story.draw();
        story
    }

    fn keep(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read(id, read) => self.reads.push((id, read)),
                Effect::Write(id, order) => self.writes.push((id, *order)),
                Effect::Record(id, event) => self.records.push((id, event)),
                Effect::Print(id, order) => self.prints.push((id, *order)),
                Effect::Timer(id, _) => self.timers.push(id),
                Effect::Cancel(id) => {
                    self.cancelled.push(id);
                    self.reads.retain(|(waiting, _)| *waiting != id);
                }
                other => self.others.push(other),
            }
        }
    }

    /// One message, without drawing after it.
    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = self.app.update(msg);
        self.keep(effects);
        self
    }

    /// Draws on a terminal of the size that the console was told, as the runtime does after each batch.
    pub fn draw(&mut self) -> &mut Self {
        let (columns, rows) = self.app.desk().size;
        let mut whole = false;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| whole = ui::draw(frame, &self.app, &Theme::new(false))).unwrap();
        self.tell(Msg::Drawn(whole))
    }

    /// Presses keys, and draws after each: letters as they are, others as `<Enter>`, `<Ctrl-c>`, `<F5>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for event in parse_keys(keys) {
            if let Some(msg) = resolve(self.app.context(), event) {
                self.tell(msg);
            }
            self.draw();
        }
        self
    }

    /// Lets every timer run out.
    pub fn rest(&mut self) -> &mut Self {
        for timer in std::mem::take(&mut self.timers) {
            self.tell(Msg::Timer(timer));
        }
        self
    }

    /// Answers every reading, and those that follow from it, out of the world.
    pub fn answer(&mut self, world: &World) -> &mut Self {
        while !self.reads.is_empty() {
            let (id, read) = self.reads.remove(0);
            self.tell(Msg::Reply(id, Box::new(world.reply(&read))));
        }
        for effect in std::mem::take(&mut self.others) {
            if let Effect::Generate(id, rules) = effect {
                let mut next = 0;
                let made = rules.generate(|below| {
                    next += 1;
                    next % below
                });
                self.tell(Msg::Reply(id, Box::new(Reply::Password(made))));
                return self.answer(world);
            }
            self.others.push(effect);
        }
        self.draw()
    }

    /// Answers the one write that is on its way.
    pub fn written(&mut self, answer: WriteAnswer) -> &mut Self {
        let (id, _) = self.writes.pop().expect("a write is on its way");
        let at = "2026-11-21T14:02:11Z".parse().unwrap();
        self.tell(Msg::Reply(id, Box::new(Reply::Recorded(at))));
        self.tell(Msg::Reply(id, Box::new(Reply::Written(answer, Duration::ZERO))))
    }

    /// Answers the one print that is on its way.
    pub fn printed(&mut self, answer: Result<Printed, PrintFault>) -> &mut Self {
        let (id, _) = self.prints.pop().expect("a print is on its way");
        self.tell(Msg::Reply(id, Box::new(Reply::Printed(answer)))).draw()
    }

    /// Finds and opens the first hit for a text.
    pub fn open(&mut self, text: &str, world: &World) -> &mut Self {
        self.answer(world).keys(text).rest().answer(world).keys("<Enter><Enter>").answer(world)
    }

    /// What a terminal of 80x24 says, with lines and gaps joined: sentences may be broken anywhere.
    pub fn says(&self, sentence: &str) -> bool {
        self.picture(80, 24).split_whitespace().collect::<Vec<_>>().join(" ").contains(sentence)
    }

    /// What a terminal of this size shows.
    pub fn picture(&self, columns: u16, rows: u16) -> String {
        modes::text(&modes::drawn(&self.app, &Theme::new(false), (columns, rows)))
    }

    /// The same, and it is right in every other mode too.
    pub fn picture_in_all_modes(&self, columns: u16, rows: u16) -> String {
        let shown = self.picture(columns, rows);
        modes::assert_all_alike(&self.app, &shown, (columns, rows));
        shown
    }
}

/// Letters as they are, other keys as `<Enter>`, `<Ctrl-c>`, `<F5>`.
pub fn parse_keys(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named {
            events.push(named_key(name));
            rest = after;
        } else {
            events.push(KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE));
            rest = &rest[first.len_utf8()..];
        }
    }
    events
}

fn named_key(name: &str) -> KeyEvent {
    if let Some(letter) = name.strip_prefix("Ctrl-").and_then(|letter| letter.chars().next()) {
        return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        "Less" => KeyCode::Char('<'),
        "F1" => KeyCode::F(1),
        "F5" => KeyCode::F(5),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// The people, credentials and policies that answers are made of.
pub struct World {
    pub hits: Vec<UserHit>,
    pub total: Option<usize>,
    pub user: User,
    pub credentials: Vec<Credential>,
    pub policies: Vec<Policy>,
    pub rights: Vec<String>,
    pub card: String,
    pub cases: Result<Vec<Listed>, Problem>,
    pub watchers: Vec<Watcher>,
    pub clients: Vec<Client>,
    pub audit: Vec<Noted>,
}

pub fn user_ref(id: &str) -> UserRef {
    UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse(id).unwrap() }
}

pub fn hit(id: &str, login: &str, name: &str, contact: (&str, &str)) -> UserHit {
    let text = |raw: &str| (!raw.is_empty()).then(|| SafeText::new(raw));
    UserHit {
        at: user_ref(id),
        login_id: LoginId::new(login),
        name: SafeText::new(name),
        email: text(contact.0),
        unit: text(contact.1),
        state: UserState::Active,
    }
}

pub fn credential(id: &str, kind: CredentialKind, resets: Option<i32>) -> Credential {
    Credential {
        id: Some(CredentialId::parse(id).unwrap()),
        policy: Some(PolicyId::parse(&format!("policy-{id}")).unwrap()),
        kind,
        state: CredentialState::Active,
        version: Some(7),
        reset_count: resets,
        failed_logins: Some(0),
        last_success: Some(When::parse("2026-11-20T08:15:00Z")),
        last_failure: None,
        last_modified: Some(When::parse("2026-10-02T13:02:11Z")),
        state_reason: Some(SafeText::new("activated")),
        comment: Some(SafeText::new("sent by post")),
        valid_to: None,
    }
}

pub fn policy(id: &str, kind: &str, parameters: &[(&str, &str)]) -> Policy {
    Policy {
        id: PolicyId::parse(&format!("policy-{id}")).unwrap(),
        name: SafeText::new(&format!("{kind} default")),
        kind: kind.into(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect::<BTreeMap<_, _>>(),
    }
}

pub fn anna() -> User {
    User {
        at: user_ref("1034"),
        login_id: LoginId::new("a.muster"),
        name: SafeText::new("Anna Muster"),
        state: UserState::Active,
        language: Language::De,
        technical: false,
        unit: Some(SafeText::new("Filiale Chur")),
        birth_date: Some(SafeText::new("1973-08-21")),
        email: Some(SafeText::new("anna.muster@example.ch")),
        telephone: Some(SafeText::new("+41 81 555 01 23")),
        mobile: None,
        street: Some(SafeText::new("Bahnhofstrasse 12")),
        city: Some(SafeText::new("7000 Chur CH")),
        remarks: Some(SafeText::new("Prefers to be called back.")),
    }
}

impl World {
    /// Anna Muster with all five credentials, and two people whose names are easily mixed up with hers.
    pub fn new() -> Self {
        let cells = (0..120).map(|cell| format!("c{cell:03}")).collect::<Vec<_>>().join(",");
        Self {
            hits: vec![
                hit("1034", "a.muster", "Anna Muster", ("anna.muster@example.ch", "Filiale Chur")),
                hit("1043", "anna.muster2", "Ana Muster", ("", "Filiale Basel")),
                hit("1050", "b.keller", "Beat Keller", ("beat.keller@example.ch", "Hauptsitz")),
            ],
            total: Some(3),
            user: anna(),
            credentials: vec![
                credential("puk-1", CredentialKind::Puk, Some(2)),
                credential("tsp-1", CredentialKind::TempStrongPassword, Some(0)),
                credential("tick-1", CredentialKind::Ticket, Some(1)),
                credential("dev-1", CredentialKind::DevicePassword, Some(0)),
                credential("otp-1", CredentialKind::OtpCard, None),
            ],
            policies: vec![
                policy("puk-1", "PUKPolicy", &[("maxResetCount", "5"), ("sendingMethod", "PDFstore")]),
                policy(
                    "tsp-1",
                    "TempStrongPasswordPolicy",
                    &[("ticketLen1", "12"), ("sendingMethod", "SMS_SMTP,Email")],
                ),
                policy("tick-1", "TicketPolicy", &[("sendingMethod", "Email")]),
                policy("dev-1", "DevicePasswordPolicy", &[("minLength", "12"), ("minNonAlnum", "1")]),
                policy("otp-1", "OTPCardPolicy", &[("coordinateCardFormat", "true")]),
            ],
            rights: vec![CREDENTIAL_VIEW.into(), CREDENTIAL_MODIFY.into()],
            card: format!("10|12|{}|{cells}", "0".repeat(120)),
            cases: Ok(vec![]),
            watchers: vec![],
            clients: vec![],
            audit: vec![],
        }
    }

    pub fn card(&self) -> OtpCard {
        OtpCard::parse(Secret::new(self.card.clone())).unwrap()
    }

    fn reply(&self, read: &Read) -> Reply {
        match read {
            Read::Caller => Reply::Caller(Ok(Caller {
                at: Some(user_ref("1034")),
                login_id: LoginId::new("m.huber"),
                name: SafeText::new("Maria Huber"),
            })),
            Read::Rights => Reply::Rights(Ok(Rights::new(self.rights.iter().cloned()))),
            Read::Clients => Reply::Clients(Ok(self.clients.clone())),
            Read::Search { from, .. } | Read::ClientUsers { from, .. } => {
                let rows = self.hits.iter().skip(*from).take(50).cloned().collect();
                Reply::Hits(Ok(Page { from: *from, rows, unusable: 0, total: self.total }))
            }
            Read::User(_) => Reply::User(Ok(self.user.clone())),
            Read::Credentials(_) => Reply::Credentials(Ok(self.credentials.clone())),
            Read::Evidence { kind, id, .. } => {
                let same = |credential: &&Credential| credential.kind == *kind && credential.id == *id;
                let credential = self.credentials.iter().find(same).cloned();
                let comment = credential.as_ref().and_then(|credential| credential.comment.as_ref()).map(print_of);
                Reply::Evidence(Ok(Evidence {
                    credential,
                    value: None,
                    comment,
                    ahead: None,
                    at: "2026-11-21T14:02:12Z".parse().unwrap(),
                }))
            }
            Read::Cases => Reply::Cases(self.cases.clone().map(|cases| Listing { cases, notes: vec![] })),
            Read::Audit => Reply::Audit(Ok(self.audit.clone())),
            Read::Watchers => Reply::Watchers(self.watchers.clone()),
            Read::Policies(_) => Reply::Policies(Ok(self.policies.clone())),
            Read::Card(..) => Reply::Card(Ok((self.credentials[4].clone(), Ok(self.card())))),
            Read::Printers(_) => {
                let names = vec!["Helpdesk".to_owned(), "Back office".replace(' ', "-")];
                Reply::Printers(Ok(Queues { names, default: Some("Back-office".into()) }), vec![])
            }
        }
    }
}

/// A fingerprint as good as any: equal texts have equal ones.
pub fn print_of(text: &SafeText) -> Fingerprint {
    let mut bytes = [0; 16];
    for (place, byte) in text.as_str().bytes().enumerate() {
        bytes[place % 16] ^= byte;
    }
    Fingerprint(bytes)
}

/// Carried out, with this value.
pub fn done(value: NewValue) -> WriteAnswer {
    WriteAnswer::Done(Box::new(Done { credential: None, value }))
}

/// Carried out, with a plain value.
pub fn plain() -> NewValue {
    NewValue::Plain(Arc::new(Secret::new(FRAGMENT.into())))
}

pub fn refused(fault: Fault) -> WriteAnswer {
    let problem = fault.problem(Asked::Write, None);
    WriteAnswer::Refused(fault, problem)
}

pub fn unknown(fault: Fault) -> WriteAnswer {
    let problem = fault.problem(Asked::Write, None);
    WriteAnswer::Unknown(fault, problem)
}

pub fn top(story: &Story) -> &Screen {
    story.app.screen().unwrap()
}

pub fn quits(story: &Story) -> bool {
    story.others.contains(&Effect::Quit)
}

/// A confirmation of the reset of Anna's temporary strong password, with the newest state read.
pub fn confirming(world: &World) -> Story {
    let mut story = Story::new();
    story.open("must", world).keys("jr").answer(world);
    assert!(matches!(top(&story), Screen::Confirm(_)));
    story
}
