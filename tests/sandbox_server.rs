//! The sandbox as a server: where it listens, what it logs, conflicts with another operator, cards, sameness of two
//! runs, and faults on demand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use std::collections::BTreeSet;
use std::net::TcpStream;

use credesk::sandbox::{Answer, Clock, Fault, Harm, Operator, Options, Sandbox};
use sandbox_client::{Client, NOW, options, read, start, user};
use serde_json::{Value, json};

#[test]
fn it_listens_on_loopback_only_and_stops_when_dropped() {
    for listen in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let refused = Sandbox::start(Options { listen: listen.parse().unwrap(), ..options() });
        let error = refused.err().unwrap();
        assert!(error.to_string().contains("loopback only"), "{listen}: {error}");
    }
    let crowded = Sandbox::start(Options { users: 1_000_001, ..options() });
    assert!(crowded.err().unwrap().to_string().contains("at most 1000000"));
    let sandbox = start();
    let address = sandbox.address();
    assert_eq!(sandbox.url(), format!("http://{address}"));
    assert!(TcpStream::connect(address).is_ok());
    drop(sandbox);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn requests_are_logged_with_the_names_of_their_headers() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    client.get("/nevisidm/api/query/v1/users?q=a%20b&size=3");
    client.post(&format!("{}/puk/reset", user("1001")));
    let seen = sandbox.requests();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].query.as_deref(), Some("q=a%20b&size=3"));
    assert_eq!((seen[1].method.as_str(), seen[1].path.as_str()), ("POST", &*format!("{}/puk/reset", user("1001"))));
    assert!(seen[1].headers.contains(&"authorization".to_owned()));
    assert!(!format!("{seen:?}").contains(&sandbox.token(Operator::Helpdesk)));
}

#[test]
fn the_date_is_the_sandboxs_own() {
    let sandbox = start();
    let reply = Client::anonymous(&sandbox).get("/");
    assert_eq!((reply.status, reply.header("date")), (404, Some("Sat, 21 Nov 2026 04:00:00 GMT")));
}

#[test]
fn a_path_that_is_no_text_is_refused_to_whoever_is_signed_in() {
    let sandbox = start();
    for path in ["%FF/users/1001", "100/users/%FF/ticket", "100/users/1001/otp-credentials/%FF"] {
        let path = format!("/nevisidm/api/core/v1/{path}");
        let reply = Client::helpdesk(&sandbox).get(&path);
        assert_eq!((reply.status, reply.code().as_str()), (400, "errors.invalidData"), "{path}");
        assert_eq!(Client::anonymous(&sandbox).get(&path).status, 401, "{path}");
    }
}

#[test]
fn another_operator_is_faster_once_for_each_credential() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let device = format!("{}/device-password/dev-1006", user("1006"));
    let card = format!("{}/otp-credentials/otp-1006", user("1006"));
    let before = read(&client, &device);
    let body = |seen: &Value| json!({ "extId": "dev-1006", "modificationComment": "mine", "version": seen["version"] });
    let conflict = client.patch(&device, &body(&before));
    assert_eq!((conflict.status, conflict.code().as_str()), (409, "errors.optimisticLockingFailure"));
    let between = read(&client, &device);
    assert_eq!(between["version"], before["version"].as_i64().unwrap() + 1);
    assert_eq!(between["modificationComment"], "changed by h.keller");
    assert_eq!(client.patch(&device, &body(&between)).status, 200);

    let replace =
        |seen: &Value| client.post_json(&format!("{card}/replace"), &json!({ "version": seen["version"].to_string() }));
    let before = read(&client, &card);
    assert_eq!(replace(&before).status, 409);
    let between = read(&client, &card);
    assert_eq!(between["otp"], before["otp"]);
    assert_eq!(replace(&between).status, 200);

    let path = format!("{}/ticket", user("1006"));
    let before = read(&client, &path);
    let reset = client.post(&format!("{path}/reset")).json();
    assert_eq!(reset["version"], before["version"].as_i64().unwrap() + 2);
    assert_eq!(reset["resetCount"], before["resetCount"].as_i64().unwrap() + 1);
}

/// Rows, columns, counters, cells and perhaps a challenge.
fn card(client: &Client<'_>, path: &str) -> (usize, usize, String, Vec<String>, Option<String>) {
    let otp = read(client, path)["otp"].as_str().unwrap().to_owned();
    let mut parts = otp.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap();
    let (rows, columns, counters, cells) = (next(), next(), next(), next());
    let cells = cells.split(',').map(str::to_owned).collect();
    (rows.parse().unwrap(), columns.parse().unwrap(), counters, cells, parts.next())
}

#[test]
fn cards_have_the_size_of_their_policy_and_cells_that_can_be_told_apart() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for (path, size, used, challenge) in [
        (format!("{}/otp-credentials/otp-1001", user("1001")), (10, 10), 37, None),
        (format!("{}/otp-credentials/otp-1007-1", user("1007")), (12, 14), 151, Some("D7")),
        (format!("{}/otp-credentials/otp-1007-2", user("1007")), (12, 14), 0, None),
    ] {
        let (rows, columns, counters, cells, latest) = card(&client, &path);
        assert_eq!((rows, columns), size);
        assert_eq!((counters.len(), cells.len()), (rows * columns, rows * columns));
        assert_eq!(counters.matches('1').count(), used);
        assert_eq!(counters.matches('0').count(), rows * columns - used);
        assert!(cells.iter().all(|cell| cell.len() == 4 && !cell.contains(['0', 'o', '1', 'l', 'i', 'O', 'I'])));
        assert_eq!(latest.as_deref(), challenge);
        client.post_json(&format!("{path}/replace"), &json!({}));
        let (_, _, counters, fresh, latest) = card(&client, &path);
        assert_eq!((counters.matches('1').count(), latest), (0, None));
        assert!(cells.iter().zip(&fresh).filter(|(old, new)| old == new).count() < 5);
    }
    let policy = |name: &str| read(&client, &format!("/nevisidm/api/core/v1/100/policies/{name}"));
    assert_eq!(policy("otp-coordinates")["parameters"]["coordinateCardFormat"], "true");
    assert_eq!(policy("otp-numbers")["parameters"]["coordinateCardFormat"], "false");
}

/// What a sandbox says to a fixed course of requests, with reads of no consequence between them or without.
fn course(seed: u64, with_reads: bool) -> Vec<String> {
    let sandbox = Sandbox::start(Options { seed, ..options() }).unwrap();
    let client = Client::helpdesk(&sandbox);
    let mut answers = vec![sandbox.token(Operator::Helpdesk)];
    for ext_id in ["1001", "1012", "1004", "1001"] {
        for path in ["puk/reset", "tempstrong-password/reset", "ticket/reset"] {
            answers.push(client.post(&format!("{}/{path}", user(ext_id))).body);
        }
        if with_reads {
            client.get(&format!("{}/credentials", user("10003")));
        }
    }
    answers.push(client.get(&format!("{}/credentials", user("10005"))).body);
    answers
}

#[test]
fn the_same_seed_and_requests_give_the_same_answers() {
    let first = course(7, false);
    assert_eq!(first, course(7, true));
    let other = course(8, false);
    assert!(first.iter().zip(&other).filter(|(one, two)| one == two).count() < first.len() / 2);
}

#[test]
fn no_two_credentials_share_an_external_id() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let users = read(&client, "/nevisidm/api/core/v1/clients/100/users?limit=1000");
    let mut seen = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for one in users["items"].as_array().unwrap() {
        let list = read(&client, &format!("{}/credentials", user(one["extId"].as_str().unwrap())));
        for item in list["items"].as_array().unwrap() {
            assert!(seen.insert(item["extId"].to_string()), "{item}");
            kinds.insert(item["type"].as_str().unwrap().to_owned());
            assert!(
                ["puk", "ticket", "tempStrongPassword", "devicePassword", "otp"]
                    .iter()
                    .all(|name| item[name].is_null())
            );
        }
    }
    assert!(kinds.len() >= 8, "{kinds:?}");
}

#[test]
fn a_hidden_name_holds_what_a_terminal_must_not_get() {
    let sandbox = start();
    let text = Client::helpdesk(&sandbox).get(&user("1010")).json().to_string();
    let hidden = serde_json::from_str::<Value>(&text).unwrap();
    let name =
        hidden["name"]["familyName"].as_str().unwrap().to_owned() + hidden["name"]["firstName"].as_str().unwrap();
    for character in ['\u{1b}', '\u{202e}', '\u{200b}'] {
        assert!(name.contains(character), "{character:?}");
    }
    assert!(hidden["remarks"].as_str().unwrap().contains('\u{7}'));
}

fn resets(client: &Client<'_>) -> i64 {
    let list = read(client, &format!("{}/credentials", user("1001")));
    list["items"][0]["resetCount"].as_i64().unwrap()
}

#[test]
fn a_fault_strikes_once_before_or_after_the_deed() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/puk/reset", user("1001"));
    let inject = |harm: Harm| sandbox.inject(Fault::new("POST", "/puk/reset", harm));
    let before = resets(&client);

    inject(Harm::Instead(Answer::Status(503, "{}".to_owned())));
    assert_eq!(client.post(&path).status, 503);
    inject(Harm::Instead(Answer::Redirect(307, "http://127.0.0.1:9/".to_owned())));
    assert_eq!(client.post(&path).header("location"), Some("http://127.0.0.1:9/"));
    inject(Harm::Instead(Answer::Close));
    assert_eq!(client.raw("POST", &path, None), b"");
    assert_eq!(resets(&client), before, "nothing was carried out");

    inject(Harm::AfterCarryingOut(Answer::HtmlPage));
    let page = client.post(&path);
    assert!(page.status == 200 && page.header("content-type").unwrap().starts_with("text/html"), "{page:?}");
    inject(Harm::AfterCarryingOut(Answer::Close));
    assert_eq!(client.raw("POST", &path, None), b"");
    inject(Harm::CutBody(20));
    let cut = client.post(&path);
    assert_eq!((cut.status, cut.body.len(), cut.complete), (200, 20, false), "{cut:?}");
    assert_eq!(resets(&client), before + 3, "each was carried out");

    inject(Harm::CutBody(0));
    let other = client.post(&format!("{}/ticket/reset", user("1001")));
    assert!(other.complete && other.status == 200, "the fault is for another path: {other:?}");
    assert_eq!(client.post(&path).body, "");
    assert_eq!(client.post(&path).code(), "errors.maxResetCountExceeded");
}

#[test]
fn a_client_that_hangs_up_has_not_undone_anything() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    sandbox.inject(Fault::new("POST", "/puk/reset", Harm::AfterCarryingOut(Answer::Silence)));
    let before = resets(&client);
    let request = format!(
        "POST {}/puk/reset HTTP/1.1\r\nHost: s\r\nAuthorization: Bearer {}\r\n\r\n",
        user("1001"),
        sandbox.token(Operator::Helpdesk)
    );
    let mut silent = TcpStream::connect(sandbox.address()).unwrap();
    std::io::Write::write_all(&mut silent, request.as_bytes()).unwrap();
    // The thread that serves is one: when it has taken the request, the next answer comes after the deed.
    while sandbox.requests().len() < 2 {
        std::thread::yield_now();
    }
    assert_eq!(resets(&client), before + 1);
}

#[test]
fn a_fixed_clock_moves_only_when_told() {
    let clock = Clock::fixed(NOW);
    let sandbox = Sandbox::start(Options { now: clock.clone(), ..options() }).unwrap();
    let client = Client::helpdesk(&sandbox);
    clock.advance(std::time::Duration::from_secs(61));
    let reset = client.post(&format!("{}/puk/reset", user("1001"))).json();
    assert_eq!(reset["lastModified"], "2026-11-21T04:01:01Z");
}
