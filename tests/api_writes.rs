//! The five operations on a real socket: which bytes go out, and what each answer comes to.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::sync::Arc;

use credesk::api::ApiClient;
use credesk::domain::credential::CredentialState;
use credesk::domain::edit::Edit;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::PolicyId;
use credesk::domain::otp_card::CardFault;
use credesk::domain::write::{Done, NewValue, Updatable, Write, WriteAnswer};
use credesk::secret::Secret;
use support::ids::{about_card, about_user, card, user};
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, Reply, Request, json, no_content, status};

const BASE: &str = "/nevisidm/api/core/v1/1000/users/1034";

fn replace() -> Write {
    Write::ReplaceOtpCard { user: user(), card: card(), comment: Some("lost \"it\"".into()), version: Some(7) }
}

fn update(what: Updatable, edit: Edit) -> Write {
    Write::Update { user: user(), what, edit, version: Some(7) }
}

/// Sends one change to a server with one answer.
async fn send(write: Write, reply: Reply) -> (WriteAnswer, Vec<Request>) {
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
        let (_, requests) = send(write, json("{}")).await;
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
    let (_, requests) = send(replace(), json("{}")).await;
    assert_eq!(requests[0].line(), format!("POST {BASE}/otp-credentials/otp-7/replace HTTP/1.1"));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    assert_eq!(requests[0].body, r#"{"modificationComment":"lost \"it\"","version":"7"}"#);
    let bare = Write::ReplaceOtpCard { user: user(), card: card(), comment: None, version: None };
    assert_eq!(send(bare, json("{}")).await.1[0].body, "{}");
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
    let (answer, requests) = send(write, json(r#"{"extId":"otp-7","userExtId":"1034","version":8}"#)).await;
    assert_eq!(requests[0].line(), format!("PATCH {BASE}/device-password/otp-7 HTTP/1.1"));
    assert_eq!(
        requests[0].body,
        r#"{"extId":"otp-7","stateName":"tmp-locked","policyExtId":"p1","modificationComment":"new phone","password":"kT7\"w9","version":7}"#
    );
    let done = done(answer);
    assert_eq!(done.value, plain("kT7\"w9"));
    assert_eq!(done.credential.unwrap().version, Some(8));
}

#[tokio::test(flavor = "current_thread")]
async fn other_updates_leave_out_what_does_not_change_and_never_carry_a_password() {
    let edit = Edit { password: Some(Arc::new(Secret::new("x".into()))), comment: Some("c".into()), ..Edit::default() };
    for (what, path) in
        [(Updatable::Puk, "puk"), (Updatable::TempStrongPassword, "tempstrong-password"), (Updatable::Ticket, "ticket")]
    {
        let (answer, requests) = send(update(what, edit.clone()), json(&about_user(r#""puk":"{SSHA}x""#))).await;
        assert_eq!(requests[0].line(), format!("PATCH {BASE}/{path} HTTP/1.1"));
        assert_eq!(requests[0].body, r#"{"modificationComment":"c","version":7}"#);
        assert_eq!(done(answer).value, NewValue::Unchanged);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_value_is_plain_hashed_absent_or_unspeakable() {
    let puk = || Write::ResetPuk(user());
    let temp = || Write::ResetTempStrongPassword(user());
    let ticket = || Write::ResetTicket(user());
    for (write, fields, expected) in [
        (puk(), r#""puk":"kT7w9QxB","resetCount":3,"type":"PUK""#, plain("kT7w9QxB")),
        (puk(), r#""puk":"!\u007e""#, plain("!~")),
        (puk(), r#""puk":"{SSHA256}q1w2""#, NewValue::Hashed),
        (puk(), r#""puk":null"#, NewValue::Absent),
        (puk(), r#""ticket":"kT7w9QxB""#, NewValue::Absent),
        (temp(), r#""tempStrongPassword":"a\u0062\/c","type":"Temporary Strong Password""#, plain("ab/c")),
        (temp(), r#""tempStrongPassword":"""#, NewValue::Absent),
        (temp(), r#""version":8"#, NewValue::Absent),
        (ticket(), r#""ticket":"sha:xyz","type":"something new""#, NewValue::Hashed),
        (ticket(), r#""ticket":"plain","extId":"any""#, plain("plain")),
    ] {
        assert_eq!(done(send(write, json(&about_user(fields))).await.0).value, expected, "{fields}");
    }
    for value in
        ["kT7 w9", " kT7w9", r"kT7w9\n", r"kT7w9\u0000", r"\u007f", "käse", r"a\u200bb", r"\u202eabc", r"\u0430bc", " "]
    {
        let answer = json(&about_user(&format!(r#""puk":"{value}""#)));
        assert_eq!(done(send(puk(), answer).await.0).value, NewValue::Unspeakable, "{value}");
    }
    let answer = about_user(r#""puk":"x","resetCount":"3","version":"07","stateName":"a_state","validity":null"#);
    let credential = done(send(puk(), json(&answer)).await.0).credential.unwrap();
    assert_eq!((credential.reset_count, credential.version), (Some(3), None));
    assert_eq!(credential.state.as_str(), "a_state");
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_that_does_not_say_whose_credential_it_is_about_proves_nothing() {
    let update_puk = || update(Updatable::Puk, Edit::default());
    let update_device = || update(Updatable::DevicePassword(card()), Edit::default());
    for (write, body) in [
        (Write::ResetPuk(user()), "{}".to_owned()),
        (Write::ResetPuk(user()), r#"{"puk":"kT7w9QxB"}"#.to_owned()),
        (Write::ResetPuk(user()), r#"{"puk":"kT7w9QxB","userExtId":""}"#.to_owned()),
        (Write::ResetPuk(user()), r#"{"puk":"kT7w9QxB","userExtId":null}"#.to_owned()),
        (Write::ResetPuk(user()), r#"{"errors":[{"code":"errors.x","message":"no"}]}"#.to_owned()),
        (Write::ResetPuk(user()), about_user(r#""puk":"kT7w9QxB","errors":["no"]"#)),
        (Write::ResetTicket(user()), r#"{"error":"session expired"}"#.to_owned()),
        (Write::ResetTicket(user()), about_user(r#""ticket":"kT7w9QxB","error":"session expired""#)),
        (Write::ResetTempStrongPassword(user()), "{}".to_owned()),
        (replace(), "{}".to_owned()),
        (replace(), r#"{"extId":"otp-7","otp":"1|1||kT7w"}"#.to_owned()),
        (replace(), about_user(r#""otp":"1|1||kT7w""#)),
        (replace(), about_card(r#""otp":"1|1||kT7w","error":{"code":7}"#)),
        (update_puk(), "{}".to_owned()),
        (update_puk(), r#"{"extId":"p1","version":8}"#.to_owned()),
        (update_device(), about_user(r#""version":8"#)),
        (update_device(), about_user(r#""extId":"","version":8"#)),
    ] {
        let (answer, requests) = send(write, json(&body)).await;
        assert_eq!(answer, WriteAnswer::Unknown(Fault::NoOwner, Fault::NoOwner.problem(Asked::Write, None)), "{body}");
        assert_eq!(requests.len(), 1);
    }
    let named = r#"{"puk":"kT7w9QxB","userExtId":1034,"errors":null,"error":null}"#;
    assert_eq!(done(send(Write::ResetPuk(user()), json(named)).await.0).value, plain("kT7w9QxB"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_card_comes_whole_or_is_not_shown_though_it_was_replaced() {
    let whole = json(&about_card(r#""otp":"2|2|0000|aa,bb,cc,dd""#));
    let NewValue::Card(card) = done(send(replace(), whole).await.0).value else { panic!() };
    assert_eq!(card.expose_cell(1, 0), Some("cc"));
    for (fields, fault) in [
        (r#""otp":"2|2|0000|aa,bb,cc""#, CardFault::Count { expected: 4, found: 3 }),
        (r#""version":8"#, CardFault::Parts),
    ] {
        let answer = json(&about_card(fields));
        assert_eq!(done(send(replace(), answer).await.0).value, NewValue::UnreadableCard(fault));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_empty_success_counts_where_no_value_is_expected() {
    let secret = Arc::new(Secret::new("kT7w9".into()));
    let edit = Edit { password: Some(secret), ..Edit::default() };
    for (write, expected) in [
        (Write::ResetTempStrongPassword(user()), NewValue::NotExposed),
        (update(Updatable::Puk, Edit::default()), NewValue::Unchanged),
        (update(Updatable::DevicePassword(card()), edit), plain("kT7w9")),
    ] {
        assert_eq!(done(send(write, no_content()).await.0), Done { credential: None, value: expected });
    }
    for write in [Write::ResetPuk(user()), Write::ResetTicket(user()), replace()] {
        let (answer, _) = send(write, no_content()).await;
        assert!(matches!(&answer, WriteAnswer::Unknown(_, problem) if problem.what.contains("204")), "{answer:?}");
    }
    let (answer, _) = send(Write::ResetPuk(user()), status("202 Accepted", r#"{"puk":"x"}"#)).await;
    assert!(matches!(answer, WriteAnswer::Unknown(..)), "{answer:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_read_only_profile_sends_nothing() {
    let server = RawServer::start([json("{}")]);
    let home = Home::new();
    let client = ApiClient::new(&home.profile(&server.url(), "read_only = true"));
    let answer = client.write(Write::ResetPuk(user())).await;
    assert!(matches!(&answer, WriteAnswer::NotSent(_, problem) if problem.what.contains("read-only")), "{answer:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn a_path_prefix_and_odd_ids_stay_in_their_segments() {
    let server = RawServer::start([json("{}")]);
    let home = Home::new();
    let client = ApiClient::new(&home.profile(&format!("{}/gate/way/", server.url()), ""));
    let mut odd = user();
    odd.user = credesk::domain::id::UserId::parse("a%2f?b#c;d").unwrap();
    let _answer = client.write(Write::ResetPuk(odd)).await;
    let line = "POST /gate/way/nevisidm/api/core/v1/1000/users/a%252f%3Fb%23c;d/puk/reset HTTP/1.1";
    assert_eq!(server.requests()[0].line(), line);
}
