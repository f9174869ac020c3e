//! Entries for journals: one of every event, and stories that make sense.

use std::time::Duration;

use credesk::domain::credential::CredentialKind;
use credesk::domain::evidence::Fingerprint;
use credesk::domain::id::{ClientId, CredentialId, LoginId, UserId, UserRef};
use credesk::domain::printing::Destination;
use credesk::domain::record::{
    Act, Baseline, Delivered, Entry, Event, Intent, OperationId, Paper, Print, PrintEvent, PrintId, SessionId, What,
    Who, Why,
};
use credesk::domain::when::When;
use jiff::{SignedDuration, Timestamp};

pub const SESSION: SessionId = SessionId(0x4f9a_2c31);

/// A moment, counted in seconds from a fixed one.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_262_400 + second).unwrap()
}

pub fn id(number: u32) -> OperationId {
    OperationId { session: SESSION, number }
}

pub fn who() -> Who {
    Who {
        uid: 1001,
        login_uid: Some(1001),
        account: Some("m.huber".into()),
        ssh: Some("192.0.2.7 50022 192.0.2.1 22".into()),
        host: "jump-1".into(),
        pid: 4711,
        version: "0.1.0".into(),
    }
}

/// The reset of a user's temporary strong password; another user, another credential.
pub fn intent(user: u32) -> Intent {
    Intent {
        server: "https://idm.example.ch".into(),
        caller: Some(LoginId::new("m.huber")),
        at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse(&user.to_string()).unwrap() },
        login_id: LoginId::new("anna.muster"),
        kind: CredentialKind::TempStrongPassword,
        credential: Some(CredentialId::parse("tsp-1").unwrap()),
        act: Act::Reset,
        comment: Some("ticket 4711".into()),
        ticket: None,
        batch: None,
        comment_after: false,
        follows: None,
        baseline: Baseline {
            version: Some(7),
            reset_count: Some(2),
            last_modified: Some(When::parse("2026-11-20T08:00:00Z")),
            value: Some(Fingerprint([7; 16])),
            comment: None,
            ahead: Some(SignedDuration::from_millis(-1500)),
            at: Some("2026-11-21T13:02:07.25Z".parse().unwrap()),
        },
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    }
}

pub fn entry(second: i64, what: What) -> Entry {
    Entry { at: at(second), session: SESSION, what }
}

pub fn event(second: i64, number: u32, event: Event) -> Entry {
    entry(second, What::Operation(id(number), event))
}

pub fn confirmed(second: i64, number: u32) -> Entry {
    event(second, number, Event::Confirmed(Box::new(intent(number))))
}

/// What every line of a journal can say, in an order that makes sense.
pub fn every_event() -> Vec<Entry> {
    let lives: Vec<Vec<Event>> = vec![
        vec![Event::NotSent("dns".into())],
        vec![Event::Refused("limit".into())],
        vec![Event::Held(Delivered::Value), Event::Shown, Event::HandedOver, Event::Closed],
        vec![Event::Held(Delivered::Nothing), Event::CommentWaived, Event::Closed],
        vec![Event::Unknown("timeout".into()), Event::Happened, Event::Shown, Event::Closed],
        vec![Event::Unknown("cut".into()), Event::DidNotHappen],
        vec![Event::CannotTell(Why::MoreThanOnce), Event::CannotTell(Why::AnotherHand)],
        vec![Event::CannotTell(Why::Unreadable), Event::CannotTell(Why::Gone)],
    ];
    let mut all = vec![entry(0, What::SessionStarted(who()))];
    for (number, life) in (1..).zip(lives) {
        let mut intent = Intent { comment_after: true, ..intent(number) };
        if number == 2 {
            intent.act = Act::Update(vec!["state".into(), "comment".into()]);
            intent.baseline = Baseline { last_modified: Some(When::parse("yesterday")), ..Baseline::default() };
            intent.follows = Some(id(1));
            (intent.caller, intent.credential, intent.comment) = (None, None, None);
        }
        if number == 3 {
            (intent.act, intent.kind) = (Act::Replace, CredentialKind::OtpCard);
        }
        let events = std::iter::once(Event::Confirmed(Box::new(intent))).chain(life);
        all.extend(events.map(|one| event(i64::from(number), number, one)));
    }
    all.push(entry(60, What::SessionEnded("quit".into())));
    all
}

pub fn print_id(number: u32) -> PrintId {
    PrintId { session: SESSION, number }
}

/// The OTP card of a user, to a queue.
pub fn print() -> Print {
    Print {
        server: "https://idm.example.ch".into(),
        caller: Some(LoginId::new("m.huber")),
        at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1").unwrap() },
        login_id: LoginId::new("a.muster"),
        kind: CredentialKind::OtpCard,
        credential: Some(CredentialId::parse("otp-1").unwrap()),
        paper: Paper::Card,
        to: Destination::Queue("Card".into()),
        operation: None,
    }
}

pub fn print_event(second: i64, number: u32, event: PrintEvent) -> Entry {
    entry(second, What::Print(print_id(number), event))
}

pub fn asked(second: i64, number: u32, print: Print) -> Entry {
    print_event(second, number, PrintEvent::Asked(Box::new(print)))
}

/// Names of queues, files and jobs that somebody may have chosen in order to deceive.
pub fn odd_names() -> Vec<String> {
    let odd = ["", "\u{1b}[2J\u{9b}31m", "a\n\t\r\0b", "say \"x\", 'y' \\ z", "\u{202e}drac", "=1+1", "ünï 李"];
    odd.into_iter().map(String::from).chain(["q".repeat(300)]).collect()
}

/// What every line about a print can say, in an order that makes sense.
pub fn every_print() -> Vec<Entry> {
    let odd = odd_names();
    let queues = odd.iter().cloned().map(Destination::Queue);
    let files = odd.iter().map(|name| Destination::File(name.into()));
    let places = queues.chain(files).chain([Destination::Terminal, Destination::Output]);
    let kinds = [
        CredentialKind::Puk,
        CredentialKind::TempStrongPassword,
        CredentialKind::Ticket,
        CredentialKind::DevicePassword,
        CredentialKind::OtpCard,
    ];
    let ends =
        odd.iter().cloned().flat_map(|name| [PrintEvent::Accepted(Some(name.clone())), PrintEvent::Failed(name)]);
    let ends: Vec<_> = ends.chain([PrintEvent::Accepted(None)]).map(Some).chain([None]).collect();
    let mut all = Vec::new();
    for (number, to) in (1..).zip(places) {
        let place = number as usize;
        let mut one = Print { to, kind: kinds[place % kinds.len()].clone(), ..print() };
        if place.is_multiple_of(2) {
            (one.paper, one.operation) = (Paper::Slip, Some(id(number)));
        }
        if place.is_multiple_of(3) {
            (one.caller, one.credential) = (None, None);
        }
        all.push(asked(i64::from(number), number, one));
        all.extend(ends[place - 1].clone().map(|end| print_event(i64::from(number), number, end)));
    }
    all
}

/// An endless working day: sessions of sixteen resets, all carried out and handed over; every fourth on paper.
pub fn working_day() -> impl Iterator<Item = Entry> {
    (1..).flat_map(|number: u32| {
        let second = i64::from(number) * 60;
        let started = (number % 16 == 1).then(|| entry(second, What::SessionStarted(who())));
        let day = started.into_iter().chain([
            confirmed(second, number),
            event(second + 1, number, Event::Held(Delivered::Value)),
            event(second + 5, number, Event::Shown),
        ]);
        let slip = Print {
            kind: CredentialKind::TempStrongPassword,
            credential: None,
            paper: Paper::Slip,
            operation: Some(id(number)),
            ..print()
        };
        let job = PrintEvent::Accepted(Some(format!("Card-{number}")));
        let printed = [asked(second + 10, number, slip), print_event(second + 11, number, job)];
        let printed = printed.into_iter().filter(move |_| number.is_multiple_of(4));
        day.chain(printed).chain([event(second + 30, number, Event::HandedOver)])
    })
}
