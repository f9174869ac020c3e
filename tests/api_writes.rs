//! The five operations on a real socket: which bytes go out, and what each answer comes to.

mod support;

use std::sync::Arc;

use credesk::api::ApiClient;
use credesk::domain::credential::CredentialState;
use credesk::domain::edit::Edit;
use credesk::domain::id::{ClientId, CredentialId, PolicyId, UserId, UserRef};
use credesk::domain::otp_card::CardFault;
use credesk::domain::write::{Done, NewValue, Updatable, Write, WriteAnswer};
use credesk::secret::Secret;
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, Reply, Request, json, no_content, status};

const BASE: &str = "/nevisidm/api/core/v1/1000/users/1034";

fn user() -> UserRef {
    UserRef { client: ClientId::parse("1000").unwrap(), user: UserId::parse("1034").unwrap() }
}

fn card() -> CredentialId {
    CredentialId::parse("otp 7".replace(' ', "-").as_str()).unwrap()
}

fn replace() -> Write {
    Write::ReplaceOtpCard { user: user(), card: card(), comment: Some("lost \"it\"".into()), version: Some(7) }
}

fn update(what: Updatable, edit: Edit) -> Write {
    Write::Update { user: user(), what, edit, version: Some(7) }
}

/// Sends one change to a server with one answer.
async fn send(write: &Write, reply: Reply) -> (WriteAnswer, Vec<Request>) {
    let server = RawServer::start([reply]);
    let home = Home::new();
    let client = ApiClient::new(&home.profile(&server.url(), ""));
    let answer = client.write(write).await;
    (answer, server.requests())
}

fn done(answer: WriteAnswer) -> Done {
    match answer {
        WriteAnswer::Done(done) => *done,
        other => panic!("{other:?}"),
    }
}

fn plain(value: &str) -> NewValue {
    NewValue::Plain(Arc::new(Secret::new(value.into())))
}

#[tokio::test(flavor = "current_thread")]
async fn the_three_resets_send_no_body() {
    for (write, path) in [
        (Write::ResetPuk(user()), "puk"),
        (Write::ResetTempStrongPassword(user()), "tempstrong-password"),
        (Write::ResetTicket(user()), "ticket"),
    ] {
        let (_, requests) = send(&write, json("{}")).await;
        let [request] = &requests[..] else { panic!("{requests:?}") };
        assert_eq!(request.line(), format!("POST {BASE}/{path}/reset HTTP/1.1"));
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("content-length"), Some("0"));
        for absent in ["content-type", "x-token", "referer", "accept-encoding", "cookie", "transfer-encoding"] {
            assert_eq!(request.header(absent), None, "{absent}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_replacement_sends_its_version_as_a_text_and_always_a_body() {
    let (_, requests) = send(&replace(), json("{}")).await;
    assert_eq!(requests[0].line(), format!("POST {BASE}/otp-credentials/otp-7/replace HTTP/1.1"));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    assert_eq!(requests[0].body, r#"{"modificationComment":"lost \"it\"","version":"7"}"#);
    let bare = Write::ReplaceOtpCard { user: user(), card: card(), comment: None, version: None };
    assert_eq!(send(&bare, json("{}")).await.1[0].body, "{}");
}

#[tokio::test(flavor = "current_thread")]
async fn the_device_password_update_names_itself_in_the_body_and_sends_its_version_as_a_number() {
    let edit = Edit {
        state: Some(CredentialState::TmpLocked),
        policy: Some(PolicyId::parse("p1").unwrap()),
        comment: Some("new phone".into()),
        password: Some(Arc::new(Secret::new("kT7\"w9".into()))),
    };
    let write = update(Updatable::DevicePassword(card()), edit);
    let (answer, requests) = send(&write, json(r#"{"extId":"otp-7","userExtId":"1034","version":8}"#)).await;
    assert_eq!(requests[0].line(), format!("PATCH {BASE}/device-password/otp-7 HTTP/1.1"));
    assert_eq!(
        requests[0].body,
        r#"{"extId":"otp-7","stateName":"tmp-locked","policyExtId":"p1","modificationComment":"new phone","password":"kT7\"w9","version":7}"#
    );
    let done = done(answer);
    assert_eq!(done.value, plain("kT7\"w9"));
    assert_eq!(done.credential.unwrap().version, Some(8));
}
