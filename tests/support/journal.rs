//! Entries for journals: one of every event, and stories that make sense.

use std::time::Duration;

use credesk::domain::credential::CredentialKind;
use credesk::domain::evidence::Fingerprint;
use credesk::domain::id::{ClientId, CredentialId, LoginId, UserId, UserRef};
use credesk::domain::record::{Act, Baseline, Delivered, Entry, Event, Intent, OperationId, SessionId, What, Who, Why};
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

/// An endless working day: sessions of sixteen resets, all carried out and handed over.
pub fn working_day() -> impl Iterator<Item = Entry> {
    (1..).flat_map(|number: u32| {
        let second = i64::from(number) * 60;
        let started = (number % 16 == 1).then(|| entry(second, What::SessionStarted(who())));
        started.into_iter().chain([
            confirmed(second, number),
            event(second + 1, number, Event::Held(Delivered::Value)),
            event(second + 5, number, Event::Shown),
            event(second + 30, number, Event::HandedOver),
        ])
    })
}
