//! The life of one operation, as the console and the command line drive it: nothing is confirmed without a baseline, and
//! one confirmation makes one order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::time::Duration;

use jiff::Timestamp;

use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::evidence::Evidence;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::{ClientId, LoginId, UserId, UserRef};
use credesk::domain::life::Stage;
use credesk::domain::operation::{Change, NotConfirmed, Operation, Terms};
use credesk::domain::record::{OperationId, SessionId};
use credesk::domain::user::{Language, User, UserState};
use credesk::domain::write::{Done, NewValue, Write, WriteAnswer};

use credesk::text::SafeText;

fn user() -> User {
    User {
        at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() },
        login_id: LoginId::new("a.muster"),
        name: SafeText::new("Anna Muster"),
        state: UserState::Active,
        language: Language::De,
        technical: false,
        unit: None,
        birth_date: None,
        email: None,
        telephone: None,
        mobile: None,
        street: None,
        city: None,
        remarks: None,
    }
}

fn puk(version: i32) -> Credential {
    Credential {
        id: None,
        kind: CredentialKind::Puk,
        state: CredentialState::Active,
        policy: None,
        version: Some(version),
        reset_count: Some(2),
        failed_logins: None,
        last_success: None,
        last_failure: None,
        last_modified: None,
        state_reason: None,
        comment: None,
        valid_to: None,
    }
}

fn reading(version: i32) -> Evidence {
    let at = Timestamp::UNIX_EPOCH;
    Evidence { credential: Some(puk(version)), value: None, comment: None, ahead: None, at }
}

fn terms(number: u32) -> Terms {
    Terms {
        id: OperationId { session: SessionId(7), number },
        server: "idm.example.ch".into(),
        caller: None,
        comment_after: true,
        write_timeout: Duration::from_secs(30),
        settle: Duration::from_mins(1),
    }
}

fn operation() -> Operation {
    Operation::draft(user(), puk(7), Change::Reset).unwrap()
}

/// One that is on its way.
fn sending() -> Operation {
    let mut operation = operation();
    assert!(operation.read(reading(8)));
    operation.set_comment(" HD-77 ");
    operation.confirm("a.muster", &terms(1)).unwrap();
    operation.recorded(Timestamp::UNIX_EPOCH);
    operation
}

fn not_sent() -> WriteAnswer {
    let fault = Fault::NoConnection;
    let problem = fault.problem(Asked::Write, None);
    WriteAnswer::NotSent(fault, problem)
}

#[test]
fn nothing_is_confirmed_without_a_baseline_or_without_the_word() {
    let mut operation = operation();
    assert_eq!(operation.confirm("a.muster", &terms(1)), Err(NotConfirmed::NoBaseline));
    assert!(operation.read(reading(8)));
    assert_eq!(operation.confirm("", &terms(1)), Err(NotConfirmed::Empty));
    assert_eq!(operation.confirm("A.muster", &terms(1)), Err(NotConfirmed::Mismatch));
    let order = operation.confirm("a.muster", &terms(1)).unwrap();
    assert_eq!(order.intent.baseline.version, Some(8), "what was read last");
    assert_eq!(operation.confirm("a.muster", &terms(2)), Err(NotConfirmed::Sending));
}

#[test]
fn another_credential_is_no_baseline() {
    let mut operation = operation();
    let other = Credential { kind: CredentialKind::Ticket, ..puk(8) };
    assert!(!operation.read(Evidence { credential: Some(other), ..reading(8) }));
    assert!(!operation.read(Evidence { credential: None, ..reading(8) }));
    assert_eq!(operation.stage(), Stage::Draft);
}

#[test]
fn what_was_not_sent_needs_a_new_reading_and_is_another_operation() {
    let mut operation = sending();
    assert!(operation.answered(not_sent()).is_none() && operation.is_draft());
    assert_eq!(operation.confirm("a.muster", &terms(2)), Err(NotConfirmed::NoBaseline));
    assert!(operation.read(reading(9)));
    let order = operation.confirm("a.muster", &terms(2)).unwrap();
    assert_eq!((order.id.number, order.intent.baseline.version), (2, Some(9)));
}

#[test]
fn an_answer_counts_once_and_only_while_it_is_waited_for() {
    let done = || WriteAnswer::Done(Box::new(Done { credential: None, value: NewValue::Hashed }));
    assert!(operation().answered(done()).is_none());
    let mut operation = sending();
    assert!(operation.answered(done()).is_some());
    assert!(operation.answered(done()).is_none() && !operation.is_draft());
    assert!(!operation.read(reading(9)), "what was carried out is not prepared again");
}

#[test]
fn a_reset_says_its_comment_afterwards_and_no_other_change_does() {
    let operation = sending();
    let order = operation.follow_up(Some(&puk(9)), &terms(2)).unwrap();
    let Write::Update { edit, version, .. } = &order.write else { panic!("{:?}", order.write) };
    assert_eq!((edit.comment.as_deref(), *version), (Some("[credesk 00000007-2] HD-77"), Some(9)));
    assert_eq!(order.intent.follows, operation.id());
    let silent = Terms { comment_after: false, ..terms(2) };
    assert!(operation.follow_up(None, &silent).is_none());
}
