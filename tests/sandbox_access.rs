//! Who may do what in the sandbox: bearer tokens, elementary rights, data rooms, self-admin and its X-Token.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use std::time::Duration;

use credesk::sandbox::{Clock, Operator, Options, Sandbox};
use sandbox_client::{Client, NOW, Reply, options, read, start, user};
use serde_json::{Value, json};

const ALL: [Operator; 4] = [Operator::Helpdesk, Operator::Viewer, Operator::SelfAdmin, Operator::NoSearch];

fn names(client: &Client<'_>) -> Vec<String> {
    let permissions = read(client, "/nevisidm/api/principal/v1/permissions");
    serde_json::from_value(permissions["elementaryPermissions"].clone()).unwrap()
}

#[test]
fn each_operator_is_somebody_with_rights_of_its_own() {
    let sandbox = start();
    let seen: Vec<(String, usize, bool, bool)> = ALL
        .iter()
        .map(|operator| {
            let client = Client::of(&sandbox, *operator);
            let me = read(&client, "/nevisidm/api/principal/v1/me");
            let names = names(&client);
            let has = |name: &str| names.iter().any(|held| held == name);
            let login = me["loginId"].as_str().unwrap().to_owned();
            (login, names.len(), has("AccessControl.CredentialModify"), has("AccessControl.SelfAdmin"))
        })
        .collect();
    let expected = [
        ("m.huber", 13, true, true),
        ("l.rossi", 10, false, true),
        ("demo.self", 1, false, true),
        ("c.favre", 13, true, true),
    ];
    assert_eq!(seen, expected.map(|(login, count, modify, own)| (login.to_owned(), count, modify, own)));
}

#[test]
fn the_token_is_an_api_key_whose_credential_can_be_taken_away() {
    let sandbox = start();
    let token = sandbox.token(Operator::Helpdesk);
    assert!(!token.contains(['=', '\n']));
    let client = Client::helpdesk(&sandbox);
    let mut other = token.clone();
    other.replace_range(token.len() - 8.., "AAAAAAAA");
    let forged = Client::anonymous(&sandbox).with("Authorization", &format!("Bearer {other}"));
    assert_eq!(forged.get("/nevisidm/api/principal/v1/me").status, 401);
    let path = format!("{}/device-password/api-1900", user("1900"));
    let disabled = client.patch(&path, &json!({ "extId": "api-1900", "stateName": "disabled" }));
    assert_eq!(disabled.status, 200, "{disabled:?}");
    assert_eq!(client.get("/nevisidm/api/principal/v1/me").status, 401);
    assert_eq!(Client::of(&sandbox, Operator::Viewer).get("/nevisidm/api/principal/v1/me").status, 200);
}

#[test]
fn without_the_right_to_modify_nothing_changes() {
    let sandbox = start();
    let viewer = Client::of(&sandbox, Operator::Viewer);
    let before = read(&viewer, &format!("{}/credentials", user("1001")));
    let replies: [Reply; 5] = [
        viewer.post(&format!("{}/puk/reset", user("1001"))),
        viewer.post(&format!("{}/tempstrong-password/reset", user("1001"))),
        viewer.post(&format!("{}/ticket/reset", user("1001"))),
        viewer.patch(&format!("{}/device-password/dev-1001", user("1001")), &json!({ "extId": "dev-1001" })),
        viewer.post_json(&format!("{}/otp-credentials/otp-1001/replace", user("1001")), &json!({})),
    ];
    for reply in replies {
        assert_eq!((reply.status, reply.code().as_str()), (403, "errors.permissionDenied"));
        assert!(reply.body.contains("AccessControl.CredentialModify"), "{reply:?}");
    }
    assert_eq!(read(&viewer, &format!("{}/credentials", user("1001"))), before);
}

#[test]
fn a_user_outside_the_unit_data_room_is_found_but_not_opened() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let found = read(&client, "/nevisidm/api/query/v1/users?q=loginid:demo.room");
    assert_eq!(found["response"]["hits"][0]["extid"], "1008");
    for reply in [
        client.get(&user("1008")),
        client.get(&format!("{}/credentials", user("1008"))),
        client.post(&format!("{}/puk/reset", user("1008"))),
        client.patch(&user("1008"), &json!({})),
    ] {
        assert_eq!((reply.status, reply.code().as_str()), (403, "errors.dataroomPermissionDenied"));
    }
    let list = read(&client, "/nevisidm/api/core/v1/clients/100/users?loginId=demo.room");
    assert_eq!(list["items"], json!([]));
}

#[test]
fn a_client_outside_the_data_room_is_nowhere_to_be_seen() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let clients = read(&client, "/nevisidm/api/core/v1/clients");
    let names: Vec<&Value> = clients["items"].as_array().unwrap().iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["Default", "Partner"]);
    let found = read(&client, "/nevisidm/api/query/v1/users?q=treasury.one");
    assert_eq!(found["response"]["totalResults"], 0);
    let reply = client.get("/nevisidm/api/core/v1/300/users/3001");
    assert_eq!((reply.status, reply.code().as_str()), (403, "errors.dataroomPermissionDenied"));
    assert_eq!(client.get("/nevisidm/api/core/v1/400/users/3001").status, 404);
}

#[test]
fn the_query_service_may_be_closed_and_answers_in_its_own_shape() {
    let sandbox = start();
    let path = "/nevisidm/api/query/v1/users?q=muster";
    let closed = Client::of(&sandbox, Operator::NoSearch).get(path);
    assert_eq!(closed.status, 403);
    assert!(closed.json()["messages"]["errors"][0].as_str().unwrap().contains("not exposed"));
    let anonymous = Client::anonymous(&sandbox).get(path);
    assert_eq!((anonymous.status, &anonymous.json()["response"]), (401, &Value::Null));
    let self_admin = read(&Client::of(&sandbox, Operator::SelfAdmin), path);
    assert_eq!(self_admin["response"]["totalResults"], 0);
}

fn x_token(sandbox: &Sandbox) -> String {
    let body = json!({ "username": "demo.self", "password": "demo", "grant_type": "password" });
    let reply = Client::of(sandbox, Operator::SelfAdmin).post_json("/nevisidm/api/principal/v1/token", &body);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("pragma"), Some("no-cache"));
    assert_eq!(reply.json()["token_type"], "bearer");
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_self_admin_needs_a_fresh_password_for_what_is_protected() {
    let clock = Clock::fixed(NOW);
    let sandbox = Sandbox::start(Options { now: clock.clone(), ..options() }).unwrap();
    let plain = Client::of(&sandbox, Operator::SelfAdmin);
    let reset = format!("{}/tempstrong-password/reset", user("1050"));
    let card = format!("{}/otp-credentials/otp-1050", user("1050"));
    let refused = |reply: Reply| {
        assert_eq!((reply.status, reply.code().as_str()), (401, "errors.invalidToken"));
        assert!(reply.header("www-authenticate").unwrap().starts_with("X-Token"), "{reply:?}");
    };
    refused(plain.post(&reset));
    refused(plain.get(&card));
    refused(plain.post_json(&format!("{card}/replace"), &json!({})));
    let token = x_token(&sandbox);
    let stepped_up = Client::of(&sandbox, Operator::SelfAdmin).with("X-Token", &token);
    assert_eq!(stepped_up.get(&card).status, 200);
    assert_eq!(stepped_up.post_json(&format!("{card}/replace"), &json!({})).status, 200);
    let fragment = stepped_up.post(&reset);
    assert_eq!((fragment.status, &fragment.json()["stateName"]), (200, &json!("initial")));
    clock.advance(Duration::from_mins(5));
    refused(stepped_up.post(&reset));
    let forged = Client::of(&sandbox, Operator::SelfAdmin).with("X-Token", &token.replace('.', "x."));
    refused(forged.get(&card));
}

#[test]
fn a_self_admin_sees_itself_and_nobody_else() {
    let sandbox = start();
    let client = Client::of(&sandbox, Operator::SelfAdmin);
    assert_eq!(read(&client, &user("1050"))["loginId"], "demo.self");
    assert_eq!(client.get(&format!("{}/credentials", user("1050"))).status, 200);
    let ticket = read(&client, &format!("{}/ticket", user("1050")));
    assert!(ticket["ticket"].is_string() && ticket["successCount"].is_null(), "{ticket}");
    for (method, path) in [
        ("GET", user("1001")),
        ("GET", format!("{}/credentials", user("1001"))),
        ("POST", format!("{}/tempstrong-password/reset", user("1001"))),
        ("POST", format!("{}/puk/reset", user("1050"))),
        ("POST", format!("{}/ticket/reset", user("1050"))),
        ("GET", format!("{}/device-password/dev-1050", user("1050"))),
        ("PATCH", format!("{}/puk", user("1050"))),
        ("PATCH", format!("{}/tempstrong-password", user("1050"))),
        ("PATCH", format!("{}/ticket", user("1050"))),
        ("PATCH", format!("{}/device-password/dev-1050", user("1050"))),
    ] {
        let reply = client.send(method, &path, Some("{}"));
        assert_eq!((reply.status, reply.code().as_str()), (403, "errors.permissionDenied"), "{method} {path}");
    }
}

#[test]
fn a_self_admin_changes_itself_but_its_address_only_with_the_token() {
    let sandbox = start();
    let client = Client::of(&sandbox, Operator::SelfAdmin);
    assert_eq!(client.patch(&user("1050"), &json!({ "contacts": { "telephone": "1" } })).status, 200);
    let email = json!({ "contacts": { "email": "new@example.ch" } });
    assert_eq!(client.patch(&user("1050"), &email).status, 401);
    let stepped_up = Client::of(&sandbox, Operator::SelfAdmin).with("X-Token", &x_token(&sandbox));
    let changed = stepped_up.patch(&user("1050"), &email).json();
    assert_eq!(
        (&changed["contacts"]["email"], &changed["contacts"]["telephone"]),
        (&json!("new@example.ch"), &json!("1"))
    );
}

#[test]
fn the_token_endpoint_takes_the_callers_own_login_id_and_password_only() {
    let sandbox = start();
    let client = Client::of(&sandbox, Operator::SelfAdmin);
    for (body, status) in [
        (json!({ "username": "demo.self", "password": "wrong", "grant_type": "password" }), 401),
        (json!({ "username": "m.huber", "password": "demo", "grant_type": "password" }), 401),
        (json!({ "username": "demo.self", "grant_type": "password" }), 401),
        (json!({ "username": "demo.self", "password": "demo", "grant_type": "refresh" }), 400),
    ] {
        assert_eq!(client.post_json("/nevisidm/api/principal/v1/token", &body).status, status, "{body}");
    }
}
