//! The five operations of the console, as the sandbox carries them out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use sandbox_client::{Client, read, start, user};
use serde_json::{Value, json};

fn in_list(client: &Client<'_>, ext_id: &str, kind: &str) -> Value {
    let list = read(client, &format!("{}/credentials", user(ext_id)));
    let items = list["items"].as_array().unwrap().clone();
    items.into_iter().find(|item| item["type"] == kind).unwrap()
}

#[test]
fn a_puk_reset_answers_with_a_new_hash_and_one_reset_more() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let before = in_list(&client, "1001", "PUK");
    let first = client.post(&format!("{}/puk/reset", user("1001"))).json();
    let second = client.post(&format!("{}/puk/reset", user("1001"))).json();
    assert!(first["puk"].as_str().unwrap().starts_with("{SSHA256}"), "{first}");
    assert_ne!(first["puk"], second["puk"]);
    assert_eq!(second["resetCount"], before["resetCount"].as_i64().unwrap() + 2);
    assert_eq!(second["version"], before["version"].as_i64().unwrap() + 2);
    assert_eq!(second["stateChangeReason"], "reset");
    assert_eq!(second["lastModified"], "2026-11-21T04:00:00Z");
    assert_eq!(in_list(&client, "1001", "PUK")["resetCount"], second["resetCount"]);
}

#[test]
fn a_policy_may_expose_the_plain_puk_once() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let puk = client.post(&format!("{}/puk/reset", user("1004"))).json();
    let plain = puk["puk"].as_str().unwrap();
    assert!(plain.len() == 12 && plain.bytes().all(|byte| byte.is_ascii_digit()), "{plain}");
    let later = client.patch(&format!("{}/puk", user("1004")), &json!({ "modificationComment": "x" })).json();
    assert!(later["puk"].as_str().unwrap().starts_with("{SSHA}"), "{later}");
}

#[test]
fn a_temporary_password_reset_answers_with_the_fragment_its_policy_exposes() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for (ext_id, length) in [("1001", 30), ("1012", 12)] {
        let path = format!("{}/tempstrong-password", user(ext_id));
        let reset = client.post(&format!("{path}/reset"));
        assert_eq!(reset.status, 200);
        let reset = reset.json();
        let fragment = reset["tempStrongPassword"].as_str().unwrap();
        assert_eq!(fragment.chars().count(), length);
        assert_eq!(reset["stateName"], "initial");
        assert!(reset["validity"].is_null());
        let later = read(&client, &path);
        assert!(later["tempStrongPassword"].as_str().unwrap().starts_with("{SSHA256}"));
        assert_eq!(later["version"], reset["version"]);
    }
}

#[test]
fn a_reset_may_answer_with_nothing_and_still_have_taken_place() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/tempstrong-password", user("1003"));
    let before = read(&client, &path);
    let reset = client.post(&format!("{path}/reset"));
    assert_eq!((reset.status, reset.body.as_str()), (204, ""));
    let after = read(&client, &path);
    assert_eq!(after["resetCount"], before["resetCount"].as_i64().unwrap() + 1);
    assert_ne!(after["tempStrongPassword"], before["tempStrongPassword"]);
}

#[test]
fn a_reset_unlocks_and_forgets_the_failed_logins() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    assert_eq!(in_list(&client, "1002", "PUK")["stateName"], "tmp-locked");
    assert_eq!(in_list(&client, "1002", "Temporary Strong Password")["stateName"], "fail-locked");
    let puk = client.post(&format!("{}/puk/reset", user("1002"))).json();
    assert_eq!((&puk["stateName"], &puk["failedLoginCount"]), (&json!("active"), &json!(0)));
    let ticket = client.post(&format!("{}/ticket/reset", user("1002"))).json();
    assert_eq!((&ticket["stateName"], &ticket["failureCount"]), (&json!("active"), &json!(0)));
    let password = client.post(&format!("{}/tempstrong-password/reset", user("1002"))).json();
    assert_eq!(password["stateName"], "initial");
}

#[test]
fn a_disabled_credential_stays_disabled_and_an_archived_one_cannot_be_reset() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    assert_eq!(client.post(&format!("{}/puk/reset", user("1021"))).json()["stateName"], "disabled");
    let archived = client.post(&format!("{}/puk/reset", user("1015")));
    assert_eq!((archived.status, archived.code().as_str()), (403, "errors.recordDeleted"));
}

#[test]
fn a_ticket_reset_answers_with_a_hash_or_where_exposed_with_the_ticket() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let hashed = client.post(&format!("{}/ticket/reset", user("1001"))).json();
    assert!(hashed["ticket"].as_str().unwrap().starts_with("{SSHA256}"));
    assert_eq!((&hashed["resetCount"], &hashed["successCount"]), (&json!(1), &json!(0)));
    let plain = client.post(&format!("{}/ticket/reset", user("1004"))).json();
    assert_eq!(plain["ticket"].as_str().unwrap().len(), 16);
}

#[test]
fn a_reset_that_could_not_reach_the_user_is_refused() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/ticket", user("1019"));
    let reply = client.post(&format!("{path}/reset"));
    assert_eq!((reply.status, reply.code().as_str()), (403, "errors.emailChannel"));
    let by_mail_or_on_paper = json!({ "policyExtId": "tic-standard" });
    assert_eq!(client.patch(&path, &by_mail_or_on_paper).status, 200);
    assert_eq!(client.post(&format!("{path}/reset")).status, 200);
}

#[test]
fn a_reset_beyond_the_maximum_is_refused_and_changes_nothing() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let before = read(&client, &format!("{}/credentials", user("1005")));
    for path in ["puk/reset", "tempstrong-password/reset", "ticket/reset"] {
        let reply = client.post(&format!("{}/{path}", user("1005")));
        assert_eq!((reply.status, reply.code().as_str()), (403, "errors.maxResetCountExceeded"), "{path}");
    }
    assert_eq!(read(&client, &format!("{}/credentials", user("1005"))), before);
}

#[test]
fn the_limit_counts_resets_one_by_one_and_holds_without_a_policy() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for ext_id in ["1003", "1017"] {
        let statuses: Vec<u16> = (0..6).map(|_| client.post(&format!("{}/puk/reset", user(ext_id))).status).collect();
        assert_eq!(statuses, [200, 200, 200, 200, 200, 403], "{ext_id}");
    }
}

#[test]
fn a_device_password_takes_what_is_sent_and_leaves_the_rest() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/device-password/dev-1009-old", user("1009"));
    let before = read(&client, &path);
    let body = json!({
        "extId": "dev-1009-old", "stateName": "active", "policyExtId": "dev-strict",
        "password": "Gletscher-4478", "modificationComment": "new laptop", "version": before["version"],
    });
    let after = client.patch(&path, &body);
    assert_eq!(after.status, 200, "{after:?}");
    let after = after.json();
    assert_eq!(after, read(&client, &path));
    for (member, value) in [
        ("stateName", json!("active")),
        ("policyExtId", json!("dev-strict")),
        ("modificationComment", json!("new laptop")),
        ("stateChangeReason", json!("changed-by-admin")),
        ("stateChangeDetail", before["stateChangeDetail"].clone()),
        ("resetCount", before["resetCount"].clone()),
        ("created", before["created"].clone()),
    ] {
        assert_eq!(after[member], value, "{member}");
    }
    assert_ne!(after["devicePassword"], before["devicePassword"]);
    let comment_only = client.patch(&path, &json!({ "extId": "dev-1009-old", "modificationComment": "y" })).json();
    assert_eq!(comment_only["devicePassword"], after["devicePassword"]);
    assert_eq!(comment_only["stateName"], "active");
}

#[test]
fn a_device_password_patch_is_refused_for_each_fault() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let id = "dev-1009-strict";
    let path = format!("{}/device-password/{id}", user("1009"));
    let before = read(&client, &path);
    for (body, status, code) in [
        (json!({}), 422, "errors.invalidData"),
        (json!({ "extId": "" }), 422, "errors.invalidData"),
        (json!({ "extId": "dev-1009-lax" }), 422, "errors.invalidData"),
        (json!({ "extId": id, "stateName": "locked" }), 422, "errors.invalidData"),
        (json!({ "extId": id, "policyExtId": "puk-standard" }), 422, "errors.invalidData"),
        (json!({ "extId": id, "policyExtId": "nothing" }), 422, "errors.invalidData"),
        (json!({ "extId": id, "version": before["version"].to_string() }), 422, "errors.invalidData"),
        (json!({ "extId": id, "version": 4_294_967_296_i64 }), 422, "errors.invalidData"),
        (
            json!({ "extId": id, "version": before["version"].as_i64().unwrap() + 1 }),
            409,
            "errors.optimisticLockingFailure",
        ),
        (json!({ "extId": id, "password": "short-1" }), 422, "errors.pwdPolicyViolated"),
        (json!({ "extId": id, "password": "Gletscherspalte" }), 422, "errors.pwdPolicyViolated"),
        (
            json!({ "extId": id, "password": "Gletscher-4478", "policyExtId": "dev-code" }),
            422,
            "errors.policyViolation",
        ),
        (json!({ "extId": id, "modificationComment": "x".repeat(1001) }), 422, "errors.invalidData"),
    ] {
        let reply = client.patch(&path, &body);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{body}");
    }
    assert_eq!(read(&client, &path), before);
    let lax = format!("{}/device-password/dev-1009-lax", user("1009"));
    assert_eq!(client.patch(&lax, &json!({ "extId": "dev-1009-lax", "password": "short-1" })).status, 200);
}

#[test]
fn a_card_is_replaced_and_keeps_all_but_its_cells() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/otp-credentials/otp-1007-1", user("1007"));
    let before = read(&client, &path);
    let body = json!({ "version": before["version"].to_string(), "modificationComment": "lost" });
    let after = client.post_json(&format!("{path}/replace"), &body);
    assert_eq!(after.status, 200, "{after:?}");
    let after = after.json();
    assert_eq!(after, read(&client, &path));
    for member in ["extId", "policyExtId", "stateName", "created", "validity"] {
        assert_eq!(after[member], before[member], "{member}");
    }
    assert_eq!((&after["stateChangeReason"], &after["modificationComment"]), (&json!("renewal"), &json!("lost")));
    assert!(after["resetCount"].is_null());
    assert_ne!(after["otp"], before["otp"]);
}

#[test]
fn a_card_replacement_takes_its_version_as_text_only() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/otp-credentials/otp-1007-2", user("1007"));
    let before = read(&client, &path);
    let version = before["version"].as_i64().unwrap();
    for (body, status) in [
        (json!({ "version": version }), 422),
        (json!({ "version": "seven" }), 422),
        (json!({ "version": format!("0{version}") }), 422),
        (json!({ "version": (version + 1).to_string() }), 409),
    ] {
        assert_eq!(client.post_json(&format!("{path}/replace"), &body).status, status, "{body}");
    }
    assert_eq!(client.post(&format!("{path}/replace")).status, 415, "the body is required");
    assert_eq!(read(&client, &path), before);
    assert_eq!(client.post_json(&format!("{path}/replace"), &json!({})).status, 200);
}

#[test]
fn a_locked_card_stays_locked_when_it_is_replaced() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let path = format!("{}/otp-credentials/otp-1002/replace", user("1002"));
    let card = client.post_json(&path, &json!({})).json();
    assert_eq!((&card["stateName"], &card["failedLoginCount"]), (&json!("fail-locked"), &json!(0)));
}

#[test]
fn the_other_types_can_be_updated_too() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for (resource, kind) in
        [("puk", "PUK"), ("ticket", "Ticket Authorization"), ("tempstrong-password", "Temporary Strong Password")]
    {
        let path = format!("{}/{resource}", user("1002"));
        let before = in_list(&client, "1002", kind);
        let body = json!({ "stateName": "active", "modificationComment": "unlocked", "version": before["version"] });
        let after = client.patch(&path, &body);
        assert_eq!(after.status, 200, "{after:?}");
        let after = after.json();
        assert_eq!((&after["stateName"], &after["stateChangeReason"]), (&json!("active"), &json!("changed-by-admin")));
        assert_eq!(after["failedLoginCount"], before["failedLoginCount"]);
        assert_eq!(client.patch(&path, &body).status, 409);
    }
    let path = format!("{}/puk", user("1001"));
    let validity = json!({ "to": "2027-01-31T22:59:59Z" });
    let puk = client.patch(&path, &json!({ "validity": validity })).json();
    assert_eq!(puk["validity"]["to"], "2027-01-31T22:59:59Z");
    assert!(puk["validity"]["from"].is_string());
    for wrong in ["tomorrow", "2001-01-01T00:00:00Z"] {
        assert_eq!(client.patch(&path, &json!({ "validity": { "to": wrong } })).status, 422, "{wrong}");
    }
}
