//! Every answer of the sandbox, refusals included, is what the `OpenAPI` document says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/openapi.rs"]
mod openapi;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use std::collections::BTreeSet;

use credesk::sandbox::{Operator, Sandbox};
use openapi::Contract;
use sandbox_client::{Client, start, user};
use serde_json::{Value, json};

/// Operations of the document that the sandbox does not imitate: no part of the console calls them.
const NOT_IMITATED: [&str; 13] = [
    "DELETE /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/device-password/{extId}",
    "DELETE /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/otp-credentials/{extId}",
    "GET /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/puk",
    "PATCH /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/otp-credentials/{extId}",
    "POST /nevisidm/api/auth/v1/{clientExtId}/users/{userExtId}/otp/challenge",
    "POST /nevisidm/api/auth/v1/{clientExtId}/users/{userExtId}/otp/login",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/device-password",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/device-password/{extId}/change",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/device-password/{extId}/reset",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/otp-credentials",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/puk",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/tempstrong-password",
    "POST /nevisidm/api/core/v1/{clientExtId}/users/{userExtId}/ticket",
];

const PRINCIPAL: &str = "/nevisidm/api/principal/v1";
const QUERY: &str = "/nevisidm/api/query/v1/users";
const CORE: &str = "/nevisidm/api/core/v1";

/// Sends requests, checks each answer, and notes which operations were answered with success.
struct Checked {
    sandbox: Sandbox,
    contract: Contract,
    succeeded: BTreeSet<String>,
    x_token: String,
}

impl Checked {
    fn new() -> Self {
        let sandbox = start();
        let body = json!({ "username": "demo.self", "password": "demo", "grant_type": "password" });
        let token = Client::of(&sandbox, Operator::SelfAdmin).post_json(&format!("{PRINCIPAL}/token"), &body).json();
        let x_token = token["access_token"].as_str().unwrap().to_owned();
        Self { sandbox, contract: Contract::read(), succeeded: BTreeSet::new(), x_token }
    }

    /// A request as the helpdesk, without a body.
    fn expect(&mut self, status: u16, method: &str, path: &str) {
        self.expect_as(Operator::Helpdesk, status, method, path, None);
    }

    fn expect_with(&mut self, status: u16, method: &str, path: &str, body: &Value) {
        self.expect_as(Operator::Helpdesk, status, method, path, Some(&body.to_string()));
    }

    fn expect_as(&mut self, operator: Operator, status: u16, method: &str, path: &str, body: Option<&str>) {
        let client = Client::of(&self.sandbox, operator).with("X-Token", &self.x_token);
        let reply = client.send(method, path, body);
        assert_eq!(reply.status, status, "{method} {path}: {reply:?}");
        assert!(reply.complete && reply.header("date").is_some(), "{reply:?}");
        self.contract.check(method, path, status, &reply.body).unwrap();
        if status < 300 {
            self.succeeded.extend(self.contract.operation(method, path));
        }
    }

    /// All prepared users of the client `100`.
    fn users(&self) -> Vec<String> {
        let list = Client::helpdesk(&self.sandbox).get(&format!("{CORE}/clients/100/users?limit=1000")).json();
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["extId"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn reads_are_as_the_document_says() {
    let mut checked = Checked::new();
    for path in [
        format!("{PRINCIPAL}/me"),
        format!("{PRINCIPAL}/permissions"),
        format!("{QUERY}?q=muster"),
        format!("{QUERY}?q=*&size=200"),
        format!("{CORE}/clients"),
        format!("{CORE}/clients?limit=1"),
        format!("{CORE}/clients/100/users?limit=2&returnTotalResultCount=true"),
        format!("{CORE}/clients/100/policies"),
        format!("{CORE}/100/policies/otp-standard"),
        format!("{CORE}/system/credential-state-change-reasons"),
    ] {
        checked.expect(200, "GET", &path);
    }
    let users = checked.users();
    assert!(users.len() > 70, "prepared and generated: {}", users.len());
    for ext_id in users {
        checked.expect(200, "GET", &user(&ext_id));
        checked.expect(200, "GET", &format!("{}/credentials", user(&ext_id)));
    }
    for path in [
        format!("{QUERY}?q="),
        format!("{QUERY}?q=(a"),
        format!("{CORE}/clients?limit=many"),
        format!("{CORE}/clients/100/users?sortBy=shoeSize"),
    ] {
        checked.expect(400, "GET", &path);
    }
    for path in [
        format!("{CORE}/clients/300/users"),
        format!("{CORE}/clients/300/policies"),
        format!("{CORE}/300/policies/any"),
        user("1008"),
        format!("{}/credentials", user("1008")),
        format!("{CORE}/300/users/3001"),
    ] {
        checked.expect(403, "GET", &path);
    }
    for path in [
        format!("{CORE}/clients/999/users"),
        format!("{CORE}/clients/999/policies"),
        format!("{CORE}/100/policies/none"),
        user("999"),
        user("2001"),
        format!("{}/credentials", user("999")),
    ] {
        checked.expect(404, "GET", &path);
    }
    checked.expect_as(Operator::NoSearch, 403, "GET", &format!("{QUERY}?q=a"), None);
    checked.expect_as(Operator::SelfAdmin, 200, "GET", &format!("{QUERY}?q=a"), None);
    checked.expect_as(Operator::SelfAdmin, 403, "GET", &format!("{CORE}/clients"), None);
}

#[test]
fn changes_are_as_the_document_says_and_together_with_reads_all_operations_are_answered() {
    let mut checked = Checked::new();
    let credential = |path: &str| format!("{}/{path}", user("1001"));
    for path in ["tempstrong-password", "ticket", "device-password/dev-1001", "otp-credentials/otp-1001"] {
        checked.expect(200, "GET", &credential(path));
    }
    for path in ["puk/reset", "tempstrong-password/reset", "ticket/reset"] {
        checked.expect(200, "POST", &credential(path));
        for (status, ext_id) in [(403, "1005"), (403, "1008"), (404, "1016")] {
            checked.expect(status, "POST", &format!("{}/{path}", user(ext_id)));
        }
        checked.expect_as(Operator::Viewer, 403, "POST", &credential(path), None);
    }
    checked.expect(204, "POST", &format!("{}/tempstrong-password/reset", user("1003")));
    checked.expect_with(
        200,
        "POST",
        &credential("otp-credentials/otp-1001/replace"),
        &json!({ "modificationComment": "lost" }),
    );
    checked.expect_with(409, "POST", &credential("otp-credentials/otp-1001/replace"), &json!({ "version": "99" }));
    checked.expect_with(422, "POST", &credential("otp-credentials/otp-1001/replace"), &json!({ "version": 1 }));
    checked.expect_with(404, "POST", &credential("otp-credentials/none/replace"), &json!({}));
    let device = "device-password/dev-1001";
    for path in ["puk", "tempstrong-password", "ticket", device] {
        let with = |member: &str, value: Value| json!({ "extId": "dev-1001", member: value });
        checked.expect_with(200, "PATCH", &credential(path), &with("modificationComment", json!("seen")));
        checked.expect_with(409, "PATCH", &credential(path), &with("version", json!(99)));
        checked.expect_with(422, "PATCH", &credential(path), &with("stateName", json!("asleep")));
        checked.expect_as(Operator::Viewer, 403, "PATCH", &credential(path), Some("{}"));
        checked.expect_as(Operator::Helpdesk, 400, "PATCH", &credential(path), Some("{\"extId\":"));
    }
    checked.expect_with(404, "PATCH", &format!("{}/puk", user("1016")), &json!({}));
    checked.expect_with(200, "PATCH", &user("1001"), &json!({ "remarks": "moved" }));
    checked.expect_with(409, "PATCH", &user("1001"), &json!({ "version": 1 }));
    checked.expect_with(422, "PATCH", &user("1001"), &json!({ "userState": "asleep" }));
    checked.expect_with(404, "PATCH", &user("999"), &json!({}));
    checked.expect_as(Operator::Viewer, 403, "PATCH", &user("1001"), Some("{}"));
    let token = json!({ "username": "demo.self", "password": "demo", "grant_type": "password" }).to_string();
    checked.expect_as(Operator::SelfAdmin, 200, "POST", &format!("{PRINCIPAL}/token"), Some(&token));
    checked.expect_as(Operator::Helpdesk, 401, "POST", &format!("{PRINCIPAL}/token"), Some(&token));
    for path in ["me", "permissions"] {
        checked.expect(200, "GET", &format!("{PRINCIPAL}/{path}"));
    }
    for path in [
        QUERY.to_owned() + "?q=a",
        format!("{CORE}/clients"),
        format!("{CORE}/clients/200/users"),
        format!("{CORE}/clients/200/policies"),
        format!("{CORE}/200/policies/200-puk-standard"),
        format!("{CORE}/200/users/2001"),
        format!("{CORE}/200/users/2001/credentials"),
        format!("{CORE}/system/credential-state-change-reasons"),
    ] {
        checked.expect(200, "GET", &path);
    }

    let documented: BTreeSet<String> = checked.contract.operations().into_iter().collect();
    let left: Vec<&String> = documented.difference(&checked.succeeded).collect();
    assert_eq!(left, NOT_IMITATED.iter().collect::<Vec<_>>(), "operations without a successful answer");
}

#[test]
fn refusals_before_any_operation_are_as_the_document_says() {
    let checked = Checked::new();
    let paths = [
        ("GET", format!("{PRINCIPAL}/me")),
        ("GET", format!("{PRINCIPAL}/permissions")),
        ("GET", format!("{QUERY}?q=a")),
        ("GET", format!("{CORE}/clients")),
        ("GET", user("1001")),
        ("POST", format!("{}/puk/reset", user("1001"))),
        ("POST", format!("{}/ticket/reset", user("1001"))),
    ];
    for (method, path) in paths {
        for client in [
            Client::anonymous(&checked.sandbox),
            Client::anonymous(&checked.sandbox).with("Authorization", "Bearer bm90OmE6dG9rZW4"),
            Client::anonymous(&checked.sandbox).with("Authorization", "Basic bm90OmE6dG9rZW4"),
        ] {
            let reply = client.send(method, &path, None);
            assert_eq!(reply.status, 401, "{path}");
            assert!(reply.header("www-authenticate").is_some());
            checked.contract.check(method, &path, 401, &reply.body).unwrap();
        }
    }
    let client = Client::helpdesk(&checked.sandbox);
    for (method, path) in [
        ("GET", format!("{}/puk", user("1001"))),
        ("DELETE", user("1001")),
        ("PUT", format!("{}/ticket", user("1001"))),
        ("GET", format!("{}/puk/reset", user("1001"))),
    ] {
        let reply = client.send(method, &path, None);
        assert_eq!(reply.status, 405, "{path}");
        assert!(reply.header("allow").is_some(), "{reply:?}");
        checked.contract.check(method, &path, 405, &reply.body).unwrap();
    }
    let text = Client::helpdesk(&checked.sandbox).with("Content-Type", "text/plain");
    let reply = text.send("PATCH", &user("1001"), Some("{}"));
    assert_eq!(reply.status, 415);
    checked.contract.check("PATCH", &user("1001"), 415, &reply.body).unwrap();
}

#[test]
fn the_checker_notices_what_is_wrong() {
    let contract = Contract::read();
    let reset = format!("{}/puk/reset", user("1"));
    let check = |status, body: &str| contract.check("POST", &reset, status, body);
    check(200, r#"{"version":1,"type":"PUK","stateName":"active","puk":"{SSHA}x","validity":{"from":"a"}}"#).unwrap();
    check(403, r#"{"errors":[{"code":"errors.x","message":"y"}]}"#).unwrap();
    for (status, body, wrong) in [
        (200, "", "must have a body"),
        (200, "{", "not JSON"),
        (200, r#"{"version":"1"}"#, "/version"),
        (200, r#"{"stateName":"locked"}"#, "/stateName"),
        (200, r#"{"resetcount":1}"#, "resetcount"),
        (200, r#"{"validity":{"until":"x"}}"#, "until"),
        (201, "{}", "does not list the status 201"),
        (409, "{}", "does not list the status 409"),
        (403, r#"{"errors":[{"code":1}]}"#, "/errors/0/code"),
        (403, r#"{"error":"x"}"#, "error"),
        (405, "{}", "errors"),
    ] {
        let error = check(status, body).unwrap_err();
        assert!(error.contains(wrong), "{status} {body}: {error}");
    }
    assert!(
        contract.check("GET", "/nevisidm/api/core/v2/clients", 200, "{}").unwrap_err().contains("not in the document")
    );
    assert!(contract.check("DELETE", &user("1"), 204, "").unwrap_err().contains("not in the document"));
    let query = contract.check("GET", QUERY, 400, r#"{"errors":[{"code":"a"}]}"#).unwrap_err();
    assert!(query.contains("errors"), "the query service has another shape: {query}");
}
