//! Everything that can go wrong with a change, on a real socket: what it proves, and that it is sent once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::net::TcpListener;

use credesk::api::ApiClient;
use credesk::domain::fault::Fault;
use credesk::domain::problem::Problem;
use credesk::domain::write::{Write, WriteAnswer};
use credesk::text::SafeText;
use support::ids::{about_user, card, user};
use support::profile::Home;
use support::raw_server::{RawServer, Reply, json, status};

fn reset() -> Write {
    Write::ResetPuk(user())
}

/// Sends one change to a server with one answer, and makes sure that it was asked once.
async fn send(write: Write, reply: Reply) -> WriteAnswer {
    let server = RawServer::start([reply]);
    let home = Home::new();
    let answer = ApiClient::new(&home.profile(&server.url(), "write_timeout_s = 1")).write(write).await;
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
    answer
}

fn unknown(answer: WriteAnswer) -> Problem {
    match answer {
        WriteAnswer::Unknown(_, problem) => problem,
        other => panic!("{other:?}"),
    }
}

fn refused(answer: WriteAnswer) -> (Fault, Problem) {
    match answer {
        WriteAnswer::Refused(fault, problem) => (fault, problem),
        other => panic!("{other:?}"),
    }
}

fn raw(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_that_ends_at_any_byte_is_unknown_and_asked_once() {
    let bodies = [
        "HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n{\"puk\":\"kT7w9QxB\",\"userExtId\":\"1034\"}\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n25\r\n{\"puk\":\"kT7w9QxB\",\"userExtId\":\"1034\"}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{\"puk\":\"kT7w9QxB\",\"userExtId\":\"1034\"}",
    ];
    for whole in bodies {
        assert!(matches!(send(reset(), raw(whole)).await, WriteAnswer::Done(_)), "{whole}");
        for end in 0..whole.len() {
            let problem = unknown(send(reset(), raw(&whole[..end])).await);
            let lines = problem.to_string();
            assert!(lines.contains("Do not reset again") && !lines.contains("kT7w"), "{end}: {lines}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn answers_that_cannot_be_trusted_are_unknown() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(70), "]".repeat(70));
    for (reply, said) in [
        (json(r#"{"puk":"a","puk":"b"}"#), "not valid JSON"),
        (json(r#"{"puk":"a","validity":{"to":"x","to":"y"}}"#), "not valid JSON"),
        (json(&deep), "not valid JSON"),
        (json(r#"{"puk":"a"} x"#), "not valid JSON"),
        (json(""), "not valid JSON"),
        (json(r#"{"puk":"kT7w"#), "cut off"),
        (json("[]"), "could not be read at \"the whole answer\""),
        (json("\"x\""), "could not be read at \"the whole answer\""),
        (json(&about_user(r#""puk":12345"#)), "could not be read at \"puk\""),
        (json(&about_user(r#""puk":["x"]"#)), "could not be read at \"puk\""),
        (json(r#"{"error":"session expired"}"#), "does not say whose"),
        (json(r#"{"puk":"x","stateName":{"a":1}}"#), "could not be read at \"stateName\""),
        (json(r#"{"puk":"x","userExtId":"1043"}"#), "belongs to 1043, you asked for 1034"),
        (json(r#"{"puk":"x","userExtId":"\u202e4301"}"#), "belongs to <U+202E>4301"),
        (json(r#"{"puk":"x","type":"Ticket Authorization"}"#), "belongs to Ticket, you asked for PUK"),
        (
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x\r\n\r\n<html><title>Sign in - Proxy</title>"),
            "a web page, not nevisIDM (\"Sign in - Proxy\")",
        ),
        (raw("HTTP/1.1 200 OK\r\n\r\n \n<!DOCTYPE html>"), "a web page, not nevisIDM."),
        (raw("SSH-2.0-OpenSSH_9.6\r\n"), "connection broke"),
        (status("400 Bad Request", "{}"), "HTTP 400"),
        (status("408 Request Timeout", "{}"), "HTTP 408"),
        (status("500 Internal Server Error", "{}"), "HTTP 500"),
        (status("503 Service Unavailable", "<html><title>x</title>"), "HTTP 503"),
        (status("504 Gateway Timeout", "{}"), "HTTP 504"),
        (Reply::Stall(Vec::new()), "No answer within 1 seconds"),
        (Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"puk\":\"kT7w".to_vec()), "No answer within 1"),
        (Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\n{\"puk\":\"".to_vec()), "larger than 256 kB"),
        (Reply::Endless(b"HTTP/1.1 200 OK\r\nContent-Length: 500000000\r\n\r\n{".to_vec()), "larger than 256 kB"),
    ] {
        let problem = unknown(send(reset(), reply).await);
        assert!(problem.what.contains(said), "{said}: {problem}");
        assert!(!problem.to_string().contains("kT7w"), "{problem}");
    }
    let replace = Write::ReplaceOtpCard { user: user(), card: card(), comment: None, version: None };
    let problem = unknown(send(replace, json(r#"{"extId":"otp-8","otp":"1|1||a"}"#)).await);
    assert!(problem.what.contains("belongs to otp-8, you asked for otp-7"), "{problem}");
}

#[tokio::test(flavor = "current_thread")]
async fn every_refusal_has_its_kind_and_the_servers_words() {
    let core = |message: &str| format!(r#"{{"errors":[{{"code":"errors.x","message":"{message}"}}]}}"#);
    let right = SafeText::new("AccessControl.CredentialModify");
    for (line, body, fault, server) in [
        ("302 Found", String::new(), Fault::Redirect, None),
        ("401 Unauthorized", core("token expired"), Fault::SignedOut, Some("errors.x: token expired")),
        (
            "403 Forbidden",
            core("Maximum reset count exceeded"),
            Fault::ResetLimit,
            Some("errors.x: Maximum reset count exceeded"),
        ),
        (
            "403 Forbidden",
            core("Dataroom permission denied"),
            Fault::DataRoom,
            Some("errors.x: Dataroom permission denied"),
        ),
        (
            "403 Forbidden",
            core("needs AccessControl.CredentialModify"),
            Fault::Permission(Some(right)),
            Some("errors.x: needs AccessControl.CredentialModify"),
        ),
        ("403 Forbidden", core("Permission denied"), Fault::Permission(None), Some("errors.x: Permission denied")),
        ("403 Forbidden", core("no"), Fault::Forbidden, Some("errors.x: no")),
        ("403 Forbidden", "<html>no</html>".into(), Fault::Forbidden, None),
        ("404 Not Found", core("a\\u001b[31m"), Fault::NotFound, Some("errors.x: a<U+001B>[31m")),
        ("409 Conflict", core("v"), Fault::Conflict, Some("errors.x: v")),
        ("412 Precondition Failed", "{}".into(), Fault::Conflict, None),
        ("422 Unprocessable Content", core("policy"), Fault::Invalid, Some("errors.x: policy")),
        ("429 Too Many Requests", r#"{"messages":{"errors":["slow down"]}}"#.into(), Fault::TooMany, Some("slow down")),
    ] {
        let (found, problem) = refused(send(reset(), status(line, &body)).await);
        assert_eq!(found, fault);
        assert_eq!(problem.server.as_ref().map(SafeText::as_str), server, "{line} {body}");
        assert!(problem.to_string().contains("no reset took place"), "{problem}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_servers_words_never_take_more_than_two_hundred_columns() {
    let error = |code: &str, message: &str| format!(r#"{{"errors":[{{"code":"{code}","message":"{message}"}}]}}"#);
    for (body, expected) in [
        (error("c", &"x".repeat(197)), format!("c: {}", "x".repeat(197))),
        (error("c", &"x".repeat(198)), format!("c: {}…", "x".repeat(196))),
        (error(&"c".repeat(9000), "x"), format!("{}…", "c".repeat(199))),
        (error("c", &"李".repeat(500)), format!("c: {}…", "李".repeat(98))),
    ] {
        let (_, problem) = refused(send(reset(), status("409 Conflict", &body)).await);
        assert_eq!(problem.server.unwrap().as_str(), expected);
    }
    let long = "x".repeat(5000);
    for reply in
        [json(&format!(r#"{{"userExtId":"{long}"}}"#)), raw(&format!("HTTP/1.1 200 OK\r\n\r\n<title>{long}</title>"))]
    {
        let problem = unknown(send(reset(), reply).await);
        assert!(problem.what.contains("xxx…") && problem.what.chars().count() < 300, "{problem}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_status_of_a_refusal_counts_even_where_its_body_is_cut() {
    let cut = raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\n{\"errors\":[");
    assert_eq!(refused(send(reset(), cut).await).0, Fault::Forbidden);
}

#[tokio::test(flavor = "current_thread")]
async fn a_redirect_leads_nowhere() {
    for line in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let elsewhere = RawServer::start([json(r#"{"puk":"x"}"#)]);
        let head = format!("HTTP/1.1 {line}\r\nLocation: {}/x\r\nContent-Length: 0\r\n\r\n", elsewhere.url());
        assert_eq!(refused(send(reset(), raw(&head)).await).0, Fault::Redirect);
        assert_eq!(elsewhere.connections(), 0, "{line}");
    }
}

/// An address of this host where nobody listens: the port was ours a moment ago.
fn nobody() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

#[tokio::test(flavor = "current_thread")]
async fn a_connection_that_is_refused_proves_that_nothing_was_sent() {
    let home = Home::new();
    let answer = ApiClient::new(&home.profile(&nobody(), "")).write(reset()).await;
    let WriteAnswer::NotSent(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(problem, Fault::NoConnection.problem(credesk::domain::fault::Asked::Write, None));
}

#[tokio::test(flavor = "current_thread")]
async fn a_name_without_an_address_proves_it_too() {
    let home = Home::new();
    let answer = ApiClient::new(&home.profile("https://nobody.invalid", "")).write(reset()).await;
    let WriteAnswer::NotSent(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(problem.what, "The server's name could not be found.");
}

#[tokio::test(flavor = "current_thread")]
async fn a_problem_never_tells_the_address_it_was_sent_to() {
    let home = Home::new();
    let client = ApiClient::new(&home.profile(&nobody(), ""));
    let problem = client.user(&user()).await.unwrap_err();
    assert!(!problem.to_string().contains("1034") && !problem.to_string().contains("127.0.0.1"), "{problem}");
    assert!(!format!("{client:?}").contains("dGhl"));
}

#[tokio::test(flavor = "current_thread")]
async fn every_request_opens_a_connection_of_its_own() {
    let open = || Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"userExtId\":\"1034\"}".to_vec());
    let server = RawServer::start([open(), open()]);
    let home = Home::new();
    let client = ApiClient::new(&home.profile(&server.url(), "write_timeout_s = 1"));
    for _ in 0..2 {
        let answer = client.write(reset()).await;
        assert!(matches!(answer, WriteAnswer::Done(_)), "{answer:?}");
    }
    assert_eq!((server.requests().len(), server.connections()), (2, 2));
}
