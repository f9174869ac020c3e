//! The reading that settles an unknown outcome: what is asked at once, what may fail, and what a fingerprint tells.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::time::Duration;

use credesk::api::{ApiClient, comment_fingerprint};
use credesk::config::Profile;
use credesk::domain::credential::CredentialKind;
use credesk::domain::evidence::{Evidence, Fingerprint, FingerprintKey};
use credesk::domain::id::{CredentialId, LoginId};
use credesk::domain::problem::{Problem, Took};
use credesk::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use support::ids::{card, user};
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, Reply, Round, json, status};

const LIST: &str = "/users/1034/credentials";
const TICKET: &str = "/users/1034/ticket";
const CARD: &str = "/users/1034/otp-credentials/otp-7";

fn key() -> FingerprintKey {
    FingerprintKey::new([7; 32])
}

fn id(raw: &str) -> CredentialId {
    CredentialId::parse(raw).unwrap()
}

/// A client and the server that it asks, round by round.
struct Desk {
    server: RawServer,
    home: Home,
    client: ApiClient,
}

impl Desk {
    fn new(rounds: impl IntoIterator<Item = Round>) -> Self {
        Self::with(rounds, "", |_| {})
    }

    fn with(rounds: impl IntoIterator<Item = Round>, lines: &str, change: impl FnOnce(&mut Profile)) -> Self {
        let server = RawServer::start_rounds(rounds);
        let home = Home::new();
        let mut profile = home.profile(&server.url(), lines);
        change(&mut profile);
        Self { client: ApiClient::new(&profile), server, home }
    }

    async fn ticket(&self) -> Result<Evidence, Problem> {
        self.client.evidence(&user(), &CredentialKind::Ticket, Some(&id("t")), &key()).await
    }

    async fn card(&self) -> Result<Evidence, Problem> {
        self.client.evidence(&user(), &CredentialKind::OtpCard, Some(&card()), &key()).await
    }

    /// The paths that were asked for, in the order of the alphabet.
    fn paths(&self) -> Vec<String> {
        let mut paths: Vec<_> = self.server.requests().iter().map(|request| request.path().to_owned()).collect();
        paths.sort();
        paths.iter().map(|path| path.split("/1000").last().unwrap().to_owned()).collect()
    }
}

/// The list with the user's ticket, and beside it what a test adds.
fn list(fields: &str) -> Reply {
    json(&format!(
        r#"{{"items":[{{"type":"PUK","extId":"p","resetCount":1}},
            {{"type":"Ticket Authorization","extId":"t","userExtId":"1034","version":7{fields}}}]}}"#
    ))
}

fn page(fields: &str) -> Reply {
    json(&format!(r#"{{"extId":"t","userExtId":"1034","version":7{fields}}}"#))
}

/// What a page with this hash says of the ticket.
async fn of_hash(hash: &str, key: &FingerprintKey) -> Option<Fingerprint> {
    let desk = Desk::new([vec![(LIST, list("")), (TICKET, page(&format!(r#","ticket":"{hash}""#)))]]);
    let evidence = desk.client.evidence(&user(), &CredentialKind::Ticket, Some(&id("t")), key).await.unwrap();
    assert!(evidence.credential.is_some());
    evidence.value
}

/// What a page with this card says.
async fn of_card(otp: &str) -> Option<Fingerprint> {
    let rows = r#"{"items":[{"type":"OTP Card","extId":"otp-7","version":3}]}"#;
    let body = format!(r#"{{"extId":"otp-7","type":"OTP Card","version":3,"otp":"{otp}"}}"#);
    let evidence = Desk::new([vec![(LIST, json(rows)), (CARD, json(&body))]]).card().await.unwrap();
    assert_eq!(evidence.credential.unwrap().version, Some(3));
    evidence.value
}

fn raw(head: &str, body: &str) -> Reply {
    Reply::Bytes(format!("HTTP/1.1 {head}\r\n\r\n{body}").into_bytes())
}

#[tokio::test(flavor = "current_thread")]
async fn a_fingerprint_tells_the_same_or_not() {
    let first = of_hash("{SSHA256}aGFzaA==", &key()).await.unwrap();
    // HMAC-SHA256 cut to 16 bytes, worked out elsewhere: what a journal holds must mean the same after an update.
    assert_eq!(first.to_string(), "d8524c4596a18e38f9c5e6784b4acf57");
    assert_eq!(of_hash("{SSHA256}aGFzaA==", &key()).await, Some(first));
    assert_ne!(of_hash("{SSHA256}aGFzaB==", &key()).await, Some(first));
    assert_ne!(of_hash("{SSHA256}aGFzaA==", &FingerprintKey::new([8; 32])).await, Some(first));
    assert_eq!(of_hash("", &key()).await, None);
}

#[tokio::test(flavor = "current_thread")]
async fn a_card_is_the_same_until_its_cells_are_others() {
    let first = of_card("2|2|0000|aa,bb,cc,dd").await.unwrap();
    assert_eq!(first.to_string(), "d71f04475882d1bc39333e41c492af98");
    for used in ["2|2|0110|aa,bb,cc,dd", "2|2||aa,bb,cc,dd", "2|2|0110|aa,bb,cc,dd|B2", "2|2|0110|aa,bb,cc,dd|A1"] {
        assert_eq!(of_card(used).await, Some(first), "{used}");
    }
    for other in ["2|2|0000|aa,bb,cc,de", "4|1|0000|aa,bb,cc,dd", "1|4|0000|aa,bb,cc,dd", "22||0000|aa,bb,cc,dd"] {
        let value = of_card(other).await;
        assert!(value.is_some() && value != Some(first), "{other}");
    }
    for none in ["", "2|2|0000|", "2|2|0000", "aa,bb,cc,dd"] {
        assert_eq!(of_card(none).await, None, "{none}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_comment_is_told_from_another_operators() {
    let desk = Desk::new([
        vec![(LIST, list(r#","modificationComment":"new phone""#)), (TICKET, page(""))],
        vec![(LIST, list(r#","modificationComment":" ""#)), (TICKET, page(r#","modificationComment":"x""#))],
    ]);
    let comment = desk.ticket().await.unwrap().comment;
    assert_eq!(comment.unwrap().to_string(), "30dd4f49cdbaa75636c6a64d5542455a");
    assert_eq!(comment, comment_fingerprint(&key(), "new phone"));
    assert_ne!(comment, comment_fingerprint(&key(), "new phones"));
    assert_eq!((desk.ticket().await.unwrap().comment, comment_fingerprint(&key(), " ")), (None, None));
}

#[tokio::test(flavor = "current_thread")]
async fn list_and_page_are_on_their_way_at_the_same_time() {
    // The server answers neither before both are there; one after the other would wait until the time is over.
    for (kind, credential, path) in [
        (CredentialKind::Ticket, id("t"), "/users/1034/ticket"),
        (CredentialKind::TempStrongPassword, id("s"), "/users/1034/tempstrong-password"),
        (CredentialKind::DevicePassword, id("d"), "/users/1034/device-password/d"),
        (CredentialKind::OtpCard, card(), CARD),
    ] {
        let desk = Desk::new([vec![(LIST, json(r#"{"items":[]}"#)), (path, json("{}"))]]);
        desk.client.evidence(&user(), &kind, Some(&credential), &key()).await.unwrap();
        let mut both = [LIST, path];
        both.sort_unstable();
        assert_eq!((desk.paths(), desk.server.connections()), (both.map(String::from).to_vec(), 2));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn where_there_is_no_page_only_the_list_is_asked() {
    for (kind, credential) in [
        (CredentialKind::Puk, Some(id("p"))),
        (CredentialKind::Puk, None),
        (CredentialKind::parse("Hologram"), Some(id("h"))),
        (CredentialKind::DevicePassword, None),
        (CredentialKind::OtpCard, None),
    ] {
        let rows = r#"{"items":[{"type":"PUK","extId":"p","version":4,"resetCount":2}]}"#;
        let desk = Desk::new([vec![(LIST, json(rows))]]);
        let evidence = desk.client.evidence(&user(), &kind, credential.as_ref(), &key()).await.unwrap();
        assert_eq!((evidence.value, desk.paths()), (None, vec![LIST.to_owned()]));
        let counted = evidence.credential.and_then(|credential| credential.reset_count);
        assert_eq!(counted, (kind == CredentialKind::Puk).then_some(2));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_page_that_cannot_be_used_leaves_the_value_out_and_the_list_counts() {
    let whole = r#"{"extId":"t","userExtId":"1034","version":7,"ticket":"{SSHA}x"}"#;
    let length = whole.len();
    let unusable = [
        status("403 Forbidden", "{}"),
        status("404 Not Found", "{}"),
        status("401 Unauthorized", "{}"),
        status("500 Oops", "{}"),
        raw("302 Found\r\nLocation: /x", ""),
        raw("204 No Content", ""),
        raw(&format!("200 OK\r\nContent-Length: {length}"), &whole[..length - 5]),
        raw("200 OK", &whole[..length - 5]),
        raw("200 OK\r\nContent-Type: text/html", "<html><title>Sign in - Proxy</title>"),
        raw("200 OK\r\nContent-Type: text/html", whole),
        Reply::Bytes(Vec::new()),
        json(&format!(r#"{{"ticket":"{}"}}"#, "x".repeat(300 * 1024))),
        json(r#"{"extId":"t","userExtId":"1043","version":7,"ticket":"{SSHA}x"}"#),
        json(r#"{"extId":"u","userExtId":"1034","version":7,"ticket":"{SSHA}x"}"#),
        json(r#"{"extId":"t","type":"PUK","version":7,"ticket":"{SSHA}x"}"#),
        json(r#"{"extId":"t","version":7,"ticket":"{SSHA}x","ticket":"{SSHA}y"}"#),
        json(r#"{"extId":"t","version":"07","ticket":"{SSHA}x"}"#),
        json(r#"{"extId":"t","version":7,"ticket":5}"#),
        json(r#"{"extId":"t","version":7,"puk":"{SSHA}x"}"#),
        json("[]"),
    ];
    for (number, reply) in unusable.into_iter().enumerate() {
        let desk = Desk::new([vec![(LIST, list(r#","resetCount":2"#)), (TICKET, reply)]]);
        let evidence = desk.ticket().await.unwrap();
        let credential = evidence.credential.unwrap();
        assert_eq!((evidence.value, credential.version, credential.reset_count), (None, Some(7), Some(2)), "{number}");
        assert_eq!(desk.server.requests().len(), 2);
    }
    // What is wrong with each of them is the one thing: this page is fine.
    let evidence = Desk::new([vec![(LIST, list("")), (TICKET, json(whole))]]).ticket().await.unwrap();
    assert!(evidence.value.is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn a_page_that_never_comes_costs_its_time_and_no_more() {
    let silent = vec![(LIST, list("")), (TICKET, Reply::Stall(b"HTTP/1.1 200 OK\r\n".to_vec()))];
    let desk = Desk::with([silent], "", |profile| profile.read_timeout = Duration::from_millis(1500));
    let evidence = desk.ticket().await.unwrap();
    assert_eq!((evidence.value, evidence.credential.unwrap().version), (None, Some(7)));
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_that_cannot_be_read_is_a_problem_whatever_the_page_says() {
    for (reply, said) in [
        (status("403 Forbidden", "{}"), "Refused by nevisIDM"),
        (status("404 Not Found", "{}"), "Not found"),
        (status("500 Oops", "{}"), "The server failed (HTTP 500)"),
        (Reply::Bytes(Vec::new()), "The connection broke"),
        (raw("200 OK\r\nContent-Length: 99", r#"{"items":[]}"#), "The answer was cut off"),
        (
            raw("200 OK", "<html><title>Sign in - Proxy</title>"),
            "This is a web page, not nevisIDM (\"Sign in - Proxy\")",
        ),
        (json(r#"{"items":[{"type":"PUK","userExtId":"1043"}]}"#), "belongs to 1043"),
        (json(r#"{"items":[{"type":"Ticket Authorization","extId":"t","version":"07"}]}"#), "at \"items.version\""),
        (json(r#"{"items":[{"type":"PUK","type":"OTP Card"}]}"#), "not valid JSON"),
    ] {
        let desk = Desk::new([vec![(LIST, reply), (TICKET, page(r#","ticket":"{SSHA}x""#))]]);
        let problem = desk.ticket().await.unwrap_err();
        assert!(problem.what.contains(said), "{said}: {problem}");
        assert_eq!(problem.took, Took::NothingAsked);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_credential_that_is_gone_is_none_and_another_one_is_not_taken_for_it() {
    let answers = page(r#","ticket":"{SSHA}x","resetCount":4"#);
    for rows in ["", r#"{"type":"Ticket Authorization","extId":"other","version":7}"#, r#"{"type":"PUK","extId":"t"}"#]
    {
        let rows = json(&format!(r#"{{"items":[{rows}]}}"#));
        let evidence = Desk::new([vec![(LIST, rows), (TICKET, answers.clone())]]).ticket().await.unwrap();
        assert_eq!((evidence.credential, evidence.value, evidence.comment), (None, None, None));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn without_an_id_the_only_one_of_its_kind_is_meant() {
    let row = r#"{"type":"Ticket Authorization","extId":"t"}"#;
    for (rows, page_id, found, with_value) in [
        (format!(r#"{row},{{"type":"PUK"}}"#), "t", true, true),
        (row.to_owned(), "other", true, false),
        (r#"{"type":"Ticket Authorization"}"#.to_owned(), "t", true, true),
        (format!("{row},{row}"), "t", false, false),
    ] {
        let page = json(&format!(r#"{{"extId":"{page_id}","ticket":"{{SSHA}}x"}}"#));
        let desk = Desk::new([vec![(LIST, json(&format!(r#"{{"items":[{rows}]}}"#))), (TICKET, page)]]);
        let evidence = desk.client.evidence(&user(), &CredentialKind::Ticket, None, &key()).await;
        assert_eq!(evidence.is_ok(), found, "{rows}");
        assert_eq!(evidence.is_ok_and(|evidence| evidence.value.is_some()), with_value, "{rows}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_page_of_another_moment_than_the_list_adds_nothing() {
    let newer = json(r#"{"extId":"t","version":8,"resetCount":3,"ticket":"{SSHA}x"}"#);
    let desk = Desk::new([
        vec![(LIST, list("")), (TICKET, newer)],
        vec![(LIST, list("")), (TICKET, page(r#","resetCount":3,"ticket":"{SSHA}x""#))],
        vec![(LIST, list(r#","resetCount":2"#)), (TICKET, page(r#","resetCount":3"#))],
        vec![(LIST, list("")), (TICKET, json(r#"{"resetCount":3,"ticket":"{SSHA}x"}"#))],
    ]);
    for (value, counted) in [(false, None), (true, Some(3)), (false, Some(2)), (true, Some(3))] {
        let evidence = desk.ticket().await.unwrap();
        let credential = evidence.credential.unwrap();
        assert_eq!((evidence.value.is_some(), credential.reset_count, credential.version), (value, counted, Some(7)));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_servers_clock_is_read_from_the_lists_date() {
    let dated = |date: &str| raw(&format!("200 OK\r\nDate: {date}"), r#"{"items":[]}"#);
    let page = || raw("200 OK\r\nDate: Sat, 21 Nov 1998 04:00:00 GMT", "{}");
    for hours in [-1, 0, 1, 24 * 365] {
        let date = Timestamp::now() + SignedDuration::from_hours(hours);
        let header = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let desk = Desk::new([vec![(LIST, dated(&header)), (TICKET, page())]]);
        let before = Timestamp::now().as_second();
        let ahead = desk.ticket().await.unwrap().ahead.unwrap();
        let after = Timestamp::now().as_second();
        let possible = date.as_second() - after..=date.as_second() - before;
        assert!(possible.contains(&ahead.as_secs()) && ahead.subsec_nanos() == 0, "{header}: {ahead}");
    }
    for reply in [json(r#"{"items":[]}"#), dated("soon"), dated("Sun, 21 Nov 2026 04:00:00 GMT"), dated("")] {
        let evidence = Desk::new([vec![(LIST, reply), (TICKET, page())]]).ticket().await.unwrap();
        assert_eq!(evidence.ahead, None);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn only_the_list_can_cost_the_token() {
    let refused = || status("401 Unauthorized", "{}");
    let desk = Desk::new([
        vec![(LIST, list("")), (TICKET, refused())],
        vec![(LIST, refused()), (TICKET, page(""))],
        vec![(LIST, list("")), (TICKET, page(""))],
    ]);
    desk.ticket().await.unwrap();
    desk.home.write("token", "YW5vdGhlci10b2tlbg==", 0o600);
    let problem = desk.ticket().await.unwrap_err();
    assert!(problem.what.contains("does not accept your sign-in"), "{problem}");
    desk.ticket().await.unwrap();
    let sent = desk.server.requests();
    let old = format!("Bearer {TOKEN}");
    let bearers: Vec<_> = sent.iter().map(|request| request.header("authorization").unwrap()).collect();
    assert_eq!(bearers[..4], [&old; 4]);
    assert_eq!(bearers[4..], ["Bearer YW5vdGhlci10b2tlbg=="; 2]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_self_admins_card_is_asked_for_with_an_x_token_only() {
    let rows = || json(r#"{"items":[{"type":"OTP Card","extId":"otp-7"}]}"#);
    let cells = || json(r#"{"extId":"otp-7","otp":"1|1||a"}"#);
    let token = json(r#"{"access_token":"aGVhZA.e30.c2ln"}"#);
    let rounds = [
        vec![(LIST, rows())],
        vec![("/principal/v1/token", token)],
        vec![(LIST, rows()), (CARD, status("401 Unauthorized", "{}"))],
        vec![(LIST, rows()), (CARD, cells())],
    ];
    let desk = Desk::with(rounds, "self_admin = true", |_| {});
    assert_eq!(desk.card().await.unwrap().value, None);
    desk.client.sign_in(&LoginId::new("a.muster"), Secret::new("demo".into())).await.unwrap();
    assert_eq!(desk.card().await.unwrap().value, None);
    assert!(desk.card().await.unwrap().value.is_some());
    let requests = desk.server.requests();
    let with_x_token = |path: &str| -> Vec<bool> {
        let to = requests.iter().filter(|request| request.path().ends_with(path));
        to.map(|request| request.header("x-token").is_some()).collect()
    };
    assert_eq!((with_x_token(CARD), with_x_token(LIST)), (vec![true; 2], vec![false; 3]));

    let helpdesk = Desk::new([vec![(LIST, rows()), (CARD, cells())]]);
    assert!(helpdesk.card().await.unwrap().value.is_some());
    assert!(helpdesk.server.requests().iter().all(|request| request.header("x-token").is_none()));
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_of_a_value_stands_in_what_is_handed_on() {
    let hash = r#","ticket":"{SSHA256}c2VjcmV0LWhhc2g=""#;
    let evidence = Desk::new([vec![(LIST, list("")), (TICKET, page(hash))]]).ticket().await.unwrap();
    assert!(evidence.value.is_some() && !format!("{evidence:?} {:?}", key()).contains("c2VjcmV0"));
}
