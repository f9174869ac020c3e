//! Any bytes as the body of any answer that the client reads. The first line picks which: its first byte counts.
//!
//! * Nothing is used of a body that is not one whole JSON object, or that has a key twice at any depth; nor of the same
//!   body cut by a byte, nor of the same with a key twice.
//! * What is used is about the user, the client and the credential that were asked for.
//! * Versions, counts and values are those that stand there, character for character, or there are none.
//! * Every text can be drawn, and every failure is a sentence.
//! * A change is "done" only by an answer with a status of success that says whose credential it is; what is not proven is
//!   unknown. No answer makes "not sent" of it.

use std::fmt::Debug;

use credesk::api::bodies;
use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::edit::Edit;
use credesk::domain::evidence::FingerprintKey;
use credesk::domain::id::{ClientId, CredentialId, UserId, UserRef};
use credesk::domain::problem::{Problem, Took};
use credesk::domain::user::{User, UserHit};
use credesk::domain::write::{Done, NewValue, Updatable, Write, WriteAnswer};
use credesk::secret::Secret;
use serde_json::Value;

use super::json::{name, number, object, with_a_key_twice};
use super::terminal::{assert_all_drawable, assert_drawable, assert_sentences};

/// The custom property of the unit.
const UNIT: &str = "unit";

pub fn asked() -> UserRef {
    UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1001").unwrap() }
}

fn id(kind: &str) -> CredentialId {
    CredentialId::parse(&format!("{kind}-1001")).unwrap()
}

/// The changes whose answers are read: the five operations and an edit.
pub fn changes() -> [(Write, CredentialKind, Option<&'static str>); 6] {
    let update = |what| Write::Update {
        user: asked(),
        what,
        edit: Edit { state: Some(CredentialState::Active), comment: Some("x".into()), ..Edit::default() },
        version: Some(7),
    };
    let card = Write::ReplaceOtpCard { user: asked(), card: id("otp"), comment: None, version: Some(7) };
    [
        (Write::ResetPuk(asked()), CredentialKind::Puk, Some("puk")),
        (Write::ResetTempStrongPassword(asked()), CredentialKind::TempStrongPassword, Some("tempStrongPassword")),
        (Write::ResetTicket(asked()), CredentialKind::Ticket, Some("ticket")),
        (card, CredentialKind::OtpCard, Some("otp")),
        (update(Updatable::DevicePassword(id("dev"))), CredentialKind::DevicePassword, None),
        (update(Updatable::Ticket), CredentialKind::Ticket, None),
    ]
}

/// Reads with `read`, and holds what does not depend on the type. Hands out what was read, with the same as JSON.
fn used<T: Debug>(body: &[u8], read: impl Fn(&[u8]) -> Result<T, Problem>) -> Option<(T, Value)> {
    let found = match read(body) {
        Ok(found) => found,
        Err(problem) => {
            assert_eq!(problem.took, Took::NothingAsked);
            assert_sentences(&problem);
            return None;
        }
    };
    let value = object(body).unwrap_or_else(|| panic!("no whole object, or a key twice: {found:?}"));
    assert!(read(&body.trim_ascii_end()[..body.trim_ascii_end().len() - 1]).is_err(), "cut, and used");
    if let Some(twice) = with_a_key_twice(body, &value) {
        assert!(read(&twice).is_err(), "with a key twice, and used");
    }
    Some((found, value))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.get("items").and_then(Value::as_array).into_iter().flatten().filter(|row| !row.is_null())
}

fn hit(hit: &UserHit) {
    assert_all_drawable([&hit.name, hit.login_id.shown()].into_iter().chain(&hit.email).chain(&hit.unit), "a hit");
    assert_drawable(hit.state.as_str(), "a state");
    assert_drawable(&format!("{}{}", hit.at.client, hit.at.user), "an ID");
}

fn user(user: &User, value: &Value) {
    let User { unit, birth_date, email, telephone, mobile, street, city, remarks, .. } = user;
    let all = [unit, birth_date, email, telephone, mobile, street, city, remarks].into_iter().flatten();
    assert_all_drawable(all.chain([&user.name, user.login_id.shown()]), "a user");
    assert_drawable(user.state.as_str(), "a state");
    assert_eq!(user.at, asked());
    assert!(
        name(value, "extId").is_none_or(|id| id == "1001") && name(value, "clientExtId").is_none_or(|id| id == "100")
    );
}

fn credential(credential: &Credential, value: &Value) {
    let dates = [&credential.last_success, &credential.last_failure, &credential.last_modified, &credential.valid_to];
    for date in dates.into_iter().flatten() {
        assert_drawable(&date.to_string(), "a date");
    }
    assert_all_drawable(credential.state_reason.iter().chain(&credential.comment), "a credential");
    assert_drawable(credential.kind.as_str(), "a kind");
    assert_drawable(credential.state.as_str(), "a state");
    assert!(name(value, "userExtId").is_none_or(|id| id == "1001"), "somebody else's: {value}");
    assert!(credential.version.is_none_or(|version| number(value, "version") == Some(version)), "{value}");
    assert!(credential.reset_count.is_none_or(|count| number(value, "resetCount") == Some(count)), "{value}");
    if credential.version.is_none() && !matches!(credential.kind, CredentialKind::Other(_)) {
        assert!(value.get("version").is_none_or(Value::is_null), "an unreadable version is lost: {value}");
    }
}

fn own_page(body: &[u8], kind: &CredentialKind, asked_for: Option<&CredentialId>) -> Option<()> {
    let key = FingerprintKey::new([7; 32]);
    let ((found, _), value) = used(body, |body| bodies::credential(body, &asked(), asked_for, kind, &key))?;
    credential(&found, &value);
    assert_eq!(found.kind, *kind);
    assert!(asked_for.is_none_or(|id| name(&value, "extId").is_none_or(|told| told == id.as_str())));
    Some(())
}

fn secret(value: &Value, field: &str, secret: &Secret) {
    assert_eq!(value.get(field).and_then(Value::as_str), Some(secret.expose()));
}

fn card(body: &[u8]) -> Option<()> {
    let ((found, cells), value) = used(body, |body| bodies::card(body, &asked(), &id("otp")))?;
    let told = value.get("otp").and_then(Value::as_str);
    assert!(name(&value, "userExtId").is_none_or(|id| id == "1001"), "somebody else's: {value}");
    assert!(name(&value, "extId").is_none_or(|told| told == "otp-1001"), "another card: {value}");
    assert_eq!(found.kind, CredentialKind::OtpCard);
    match (cells, told) {
        (Ok(card), Some(told)) => super::otp_card::same(&card, told),
        (Ok(_), None) => panic!("a card out of nothing"),
        (Err(why), _) => assert_drawable(&why.to_string(), "a card's fault"),
    }
    Some(())
}

/// The answer to a change.
fn written(body: &[u8], status: u16, which: usize) -> Option<()> {
    let (write, kind, field) = &changes()[which];
    match bodies::written(status, body, write) {
        WriteAnswer::Done(done) => {
            proven(*done, body, status, kind, *field);
            Some(())
        }
        WriteAnswer::Unknown(_, problem) => {
            assert_eq!(problem.took, Took::Unknown);
            assert_sentences(&problem);
            None
        }
        answer @ (WriteAnswer::NotSent(..) | WriteAnswer::Refused(..)) => panic!("status {status}: {answer:?}"),
    }
}

fn proven(done: Done, body: &[u8], status: u16, kind: &CredentialKind, field: Option<&str>) {
    let Some(found) = done.credential else {
        let silent = field.is_none() || *kind == CredentialKind::TempStrongPassword;
        assert!(status == 204 && silent && matches!(done.value, NewValue::NotExposed | NewValue::Unchanged));
        return;
    };
    assert!(matches!(status, 200 | 201), "{status}");
    let value = object(body).unwrap();
    let whose = value.get("userExtId").unwrap();
    assert!(whose == "1001" || whose.as_f64() == Some(1001.0), "done, and somebody else's: {value}");
    assert!(["errors", "error"].iter().all(|key| value.get(key).is_none_or(Value::is_null)), "{value}");
    assert_eq!(found.kind, *kind);
    assert_all_drawable(found.state_reason.iter().chain(&found.comment), "a credential");
    match done.value {
        NewValue::Plain(plain) => {
            secret(&value, field.unwrap(), &plain);
            assert!(!plain.is_empty() && plain.expose().bytes().all(|byte| byte.is_ascii_graphic()));
            assert!(["{SSHA}", "{SSHA256}", "{SHA-256}", "$2a$"].iter().all(|hash| !plain.expose().starts_with(hash)));
        }
        NewValue::Card(card) => super::otp_card::same(&card, value["otp"].as_str().unwrap()),
        NewValue::UnreadableCard(_) => assert_eq!(*kind, CredentialKind::OtpCard),
        NewValue::Unchanged => assert_eq!(field, None),
        NewValue::Hashed | NewValue::Unspeakable => assert!(name(&value, field.unwrap()).is_some()),
        NewValue::Absent => assert!(name(&value, field.unwrap()).is_none()),
        NewValue::NotExposed => panic!("{value}"),
    }
}

fn hits(body: &[u8], from: usize) -> Option<()> {
    let (page, value) = used(body, |body| bodies::hits(body, from, UNIT))?;
    page.rows.iter().for_each(hit);
    let told = number(&value["response"], "from");
    assert!(page.rows.is_empty() || told.is_none_or(|told| usize::try_from(told) == Ok(from)), "{value}");
    Some(())
}

fn client_users(body: &[u8]) -> Option<()> {
    let client = asked().client;
    let (page, value) = used(body, |body| bodies::client_users(body, &client, 7, UNIT))?;
    page.rows.iter().for_each(hit);
    assert!(page.rows.len() <= items(&value).count() && page.from == 7);
    Some(())
}

fn credentials(body: &[u8]) -> Option<()> {
    let ((rows, next), value) = used(body, |body| bodies::credentials(body, &asked()))?;
    assert_eq!(rows.len(), items(&value).count());
    rows.iter().zip(items(&value)).for_each(|(row, value)| credential(row, value));
    assert!(next.is_none_or(|token| !token.is_empty()));
    Some(())
}

fn policies(body: &[u8]) -> Option<()> {
    for policy in used(body, bodies::policies)?.0 {
        assert_all_drawable([&policy.name], "a policy");
        let _ = (policy.reset_limit(), policy.second_part(), policy.password_rules());
        for method in policy.sending_methods() {
            assert_drawable(&method.phrase(), "a way of delivery");
        }
    }
    Some(())
}

fn principal(which: u8, body: &[u8]) -> Option<()> {
    match which {
        b'm' => {
            let (caller, _) = used(body, bodies::caller)?;
            assert_all_drawable([&caller.name, caller.login_id.shown()], "the caller");
        }
        b'r' => drop(used(body, bodies::rights)?),
        b't' => {
            let told = |body: &[u8]| bodies::token(body).map(|token| token.expose().to_owned());
            let (token, value) = used(body, told)?;
            secret(&value, "access_token", &Secret::new(token));
        }
        _ => {
            for client in used(body, bodies::clients)?.0 {
                assert_all_drawable([&client.name], "a client");
                assert_drawable(client.id.as_str(), "an ID");
            }
        }
    }
    Some(())
}

/// How far it gets: one, where something of the body is used.
pub fn check(data: &[u8]) -> usize {
    let Some((which, rest)) = data.split_first() else { return 0 };
    let line = rest.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let body = &rest[line..];
    let used = match which {
        b'h' => hits(body, 0),
        b'H' => hits(body, 1),
        b'l' => client_users(body),
        b'u' => used(body, |body| bodies::user(body, &asked(), UNIT)).map(|(found, value)| user(&found, &value)),
        b'c' => credentials(body),
        b'p' => policies(body),
        b'o' => card(body),
        b'q' => own_page(body, &CredentialKind::TempStrongPassword, None),
        b'i' => own_page(body, &CredentialKind::Ticket, None),
        b'd' => own_page(body, &CredentialKind::DevicePassword, Some(&id("dev"))),
        b'O' => own_page(body, &CredentialKind::OtpCard, Some(&id("otp"))),
        b'0'..=b'5' => written(body, 200, usize::from(which - b'0')),
        b'6'..=b'9' => written(body, [201, 202, 204, 206][usize::from(which - b'6')], usize::from(which - b'6')),
        other => principal(*other, body),
    };
    usize::from(used.is_some())
}
