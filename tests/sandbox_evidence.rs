//! The reading that settles an unknown outcome, against the sandbox: before and after each of the five operations.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use credesk::api::{ApiClient, comment_fingerprint};
use credesk::domain::credential::CredentialKind;
use credesk::domain::edit::Edit;
use credesk::domain::evidence::{Evidence, FingerprintKey};
use credesk::domain::id::{ClientId, CredentialId, LoginId, UserId, UserRef};
use credesk::domain::write::{Updatable, Write, WriteAnswer};
use credesk::sandbox::{Answer, Clock, Fault, Harm, Operator, Options, Sandbox};
use credesk::secret::Secret;
use jiff::Timestamp;
use support::profile::Home;

/// A sandbox whose clock stands still until a test moves it, and an operator's client on it.
struct Desk {
    started: i64,
    sandbox: Sandbox,
    clock: Clock,
    client: ApiClient,
    user: UserRef,
    key: FingerprintKey,
}

impl Desk {
    fn new(operator: Operator, lines: &str, user: &str) -> Self {
        let started = Timestamp::now().as_second();
        let clock = Clock::fixed(started);
        let sandbox = Sandbox::start(Options { users: 0, now: clock.clone(), ..Options::default() }).unwrap();
        let token = format!("token_command = [\"echo\", \"{}\"]\n{lines}", sandbox.token(operator));
        let client = ApiClient::new(&Home::new().profile(&sandbox.url(), &token));
        let user = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse(user).unwrap() };
        Self { started, sandbox, clock, client, user, key: FingerprintKey::new([7; 32]) }
    }

    async fn evidence(&self, kind: &CredentialKind, id: &CredentialId) -> Evidence {
        self.client.evidence(&self.user, kind, Some(id), &self.key).await.unwrap()
    }

    /// What is to be seen of the user's five credentials.
    async fn all(&self) -> Vec<Evidence> {
        let mut all = Vec::new();
        for (kind, prefix) in KINDS {
            let evidence = self.evidence(&kind, &self.id(prefix)).await;
            assert!(evidence.credential.is_some(), "{prefix}");
            // The sandbox's clock stands still and ours does not.
            all.push(Evidence { ahead: None, ..evidence });
        }
        all
    }

    fn id(&self, prefix: &str) -> CredentialId {
        CredentialId::parse(&format!("{prefix}-{}", self.user.user)).unwrap()
    }

    fn version(evidence: &Evidence) -> Option<i32> {
        evidence.credential.as_ref().unwrap().version
    }
}

const KINDS: [(CredentialKind, &str); 5] = [
    (CredentialKind::Puk, "puk"),
    (CredentialKind::TempStrongPassword, "tsp"),
    (CredentialKind::Ticket, "tic"),
    (CredentialKind::DevicePassword, "dev"),
    (CredentialKind::OtpCard, "otp"),
];

/// What is seen of an operation: whether version, value and comment are others, and how many resets more there are.
type Seen = (bool, bool, bool, Option<i32>);

fn seen(before: &Evidence, after: &Evidence) -> Seen {
    let (old, new) = (before.credential.as_ref().unwrap(), after.credential.as_ref().unwrap());
    let resets = new.reset_count.zip(old.reset_count).map(|(new, old)| new - old);
    (new.version != old.version, after.value != before.value, after.comment != before.comment, resets)
}

/// The five operations, in the order of [`KINDS`].
fn operations(desk: &Desk, all: &[Evidence]) -> [Write; 5] {
    let user = || desk.user.clone();
    let device = Updatable::DevicePassword(desk.id("dev"));
    let password = Some(Arc::new(Secret::new("kT7w9QxB4mZp2LrN".into())));
    let edit = Edit { password, comment: Some("HD-1 device".into()), ..Edit::default() };
    [
        Write::ResetPuk(user()),
        Write::ResetTempStrongPassword(user()),
        Write::ResetTicket(user()),
        Write::Update { user: user(), what: device, edit, version: Desk::version(&all[3]) },
        Write::ReplaceOtpCard {
            user: user(),
            card: desk.id("otp"),
            comment: Some("HD-1 card".into()),
            version: Desk::version(&all[4]),
        },
    ]
}

const SEEN: [Seen; 5] = [
    (true, false, false, Some(1)), // a PUK has no page, so no value
    (true, true, false, Some(1)),
    (true, true, false, Some(1)),
    (true, true, true, Some(0)),
    (true, true, true, None),
];

#[tokio::test(flavor = "current_thread")]
async fn each_operation_is_seen_and_nothing_else_is() {
    let desk = Desk::new(Operator::Helpdesk, "", "1001");
    let mut before = desk.all().await;
    assert_eq!(before, desk.all().await);
    let with_value: Vec<_> = before.iter().map(|evidence| evidence.value.is_some()).collect();
    assert_eq!(with_value, [false, true, true, true, true]);
    for (number, expected) in SEEN.into_iter().enumerate() {
        desk.clock.advance(Duration::from_secs(90));
        let write = operations(&desk, &before)[number].clone();
        assert!(matches!(desk.client.write(&write).await, WriteAnswer::Done(_)), "{write:?}");
        let after = desk.all().await;
        for (other, (old, new)) in before.iter().zip(&after).enumerate() {
            if other == number {
                assert_eq!(seen(old, new), expected, "{write:?}");
                assert_ne!(
                    old.credential.as_ref().unwrap().last_modified,
                    new.credential.as_ref().unwrap().last_modified
                );
            } else {
                assert_eq!(old, new, "{write:?}");
            }
        }
        before = after;
    }
    assert_eq!(before[3].comment, comment_fingerprint(&desk.key, "HD-1 device"));
    assert_eq!(before[4].comment, comment_fingerprint(&desk.key, "HD-1 card"));
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_that_was_lost_and_a_request_that_was_not_carried_out_are_told_apart() {
    for (carried_out, harm) in [
        (true, Harm::AfterCarryingOut(Answer::Close)),
        (true, Harm::AfterCarryingOut(Answer::Status(503, "{}".into()))),
        (true, Harm::CutBody(20)),
        (false, Harm::Instead(Answer::Close)),
        (false, Harm::Instead(Answer::Status(503, "{}".into()))),
    ] {
        let desk = Desk::new(Operator::Helpdesk, "", "1001");
        let before = desk.all().await;
        for (write, method) in operations(&desk, &before).into_iter().zip(["POST", "POST", "POST", "PATCH", "POST"]) {
            desk.sandbox.inject(Fault::new(method, "", harm.clone()));
            assert!(matches!(desk.client.write(&write).await, WriteAnswer::Unknown(_)), "{write:?}");
        }
        let after = desk.all().await;
        for (number, (old, new)) in before.iter().zip(&after).enumerate() {
            let nothing = (false, false, false, SEEN[number].3.map(|_| 0));
            assert_eq!(seen(old, new), if carried_out { SEEN[number] } else { nothing }, "{harm:?} {number}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_edit_changes_the_version_and_not_the_value() {
    let desk = Desk::new(Operator::Helpdesk, "", "1001");
    let before = desk.all().await;
    for what in [Updatable::TempStrongPassword, Updatable::Ticket, Updatable::DevicePassword(desk.id("dev"))] {
        let edit = Edit { comment: Some("seen by a colleague".into()), ..Edit::default() };
        let write = Write::Update { user: desk.user.clone(), what, edit, version: None };
        assert!(matches!(desk.client.write(&write).await, WriteAnswer::Done(_)));
    }
    for (old, new) in before.iter().zip(&desk.all().await).skip(1).take(3) {
        assert_eq!(seen(old, new), (true, false, true, Some(0)));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_sandboxs_clock_is_the_one_that_is_compared() {
    let desk = Desk::new(Operator::Helpdesk, "", "1001");
    desk.clock.advance(Duration::from_hours(1));
    let before = Timestamp::now().as_second();
    let evidence = desk.evidence(&CredentialKind::Puk, &desk.id("puk")).await;
    let after = Timestamp::now().as_second();
    let ahead = evidence.ahead.unwrap().as_secs();
    let date = desk.started + 3600;
    assert!((date - after..=date - before).contains(&ahead), "{ahead}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_self_admin_sees_what_the_server_lets_an_owner_see() {
    let desk = Desk::new(Operator::SelfAdmin, "self_admin = true", "1050");
    let with_value = async || desk.all().await.iter().map(|evidence| evidence.value.is_some()).collect::<Vec<_>>();
    // The page of a device password is refused to its owner; that of a card without an X-Token is not asked for.
    assert_eq!(with_value().await, [false, true, true, false, false]);
    assert!(!desk.sandbox.requests().iter().any(|seen| seen.path.contains("otp-credentials")));
    desk.client.sign_in(&LoginId::new("demo.self"), Secret::new("demo".into())).await.unwrap();
    assert_eq!(with_value().await, [false, true, true, false, true]);
    // When the X-Token has ended, the server says 401 to the page; the list is read all the same.
    desk.clock.advance(Duration::from_mins(10));
    assert_eq!(with_value().await, [false, true, true, false, false]);
}
