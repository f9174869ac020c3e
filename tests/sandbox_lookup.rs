//! Finding users in the sandbox: the query service, the list of a client's users, and changing a user.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use credesk::sandbox::{Options, Sandbox};
use sandbox_client::{Client, options, read, start, user};
use serde_json::{Value, json};

/// Login IDs of the hits for an expression that is already fit for a URL.
fn hits(client: &Client<'_>, q: &str) -> Vec<String> {
    let found = read(client, &format!("/nevisidm/api/query/v1/users?size=1000&q={q}"));
    let hits = found["response"]["hits"].as_array().unwrap();
    assert_eq!(found["response"]["totalResults"], hits.len());
    hits.iter().map(|hit| hit["loginId"].as_str().unwrap().to_owned()).collect()
}

/// Login IDs in a list of the client's users.
fn listed(client: &Client<'_>, parameters: &str) -> Vec<String> {
    let list = read(client, &format!("/nevisidm/api/core/v1/clients/100/users?{parameters}"));
    list["items"].as_array().unwrap().iter().map(|item| item["loginId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn terms_match_whole_words_beginnings_and_fields() {
    let sandbox = Sandbox::start(Options { users: 0, ..options() }).unwrap();
    let client = Client::helpdesk(&sandbox);
    let musters = ["anna.muster", "anna.muster2", "a.muster", "ana.muster", "demo.mixed", "anna.muster"];
    for (q, expected) in [
        ("muster", &musters[..]),
        ("MUSTER", &musters),
        ("muste", &[]),
        ("muste*", &musters),
        ("name:muster%20firstname:anna", &["anna.muster", "anna.muster2", "a.muster", "anna.muster"]),
        ("firstname:muster", &[]),
        ("anna%20muster%20city:basel", &["anna.muster2"]),
        ("muster%20AND%20NOT%20firstname:anna", &["ana.muster"]),
        ("(basel%20OR%20city:basel%20OR%20city:chiasso)%20AND%20muster", &["anna.muster2", "anna.muster"]),
        ("name:%22dos%20santos%22", &["demo.conflict"]),
        ("name:%22santos%20dos%22", &[]),
        ("name:santos", &["demo.conflict"]),
        ("NGUY%E1%BB%84N", &["demo.plainpuk"]),
        ("name:petrovi%C4%87", &["demo.all"]),
        ("petrovic", &["demo.all"]),
        ("nguyen*", &["demo.plainpuk"]),
        ("broennimann", &["demo.archived"]),
        ("bronnimann", &["demo.archived"]),
        ("unit.name:b%C3%BCmpliz", &["demo.plainpuk"]),
        ("unit.name:Bern-B%C3%BCmpliz", &["demo.plainpuk"]),
        ("unit.name:B%C3%BCmpliz-Bern", &[]),
        ("unit.name:%22filiale%20bern%22", &["demo.plainpuk"]),
        ("milena.petrovic%40example.ch", &["demo.all"]),
        ("extid:1001", &["demo.all"]),
        ("1001", &["demo.all"]),
        ("unit.name:%22filiale%20ch*%22", &[]),
        ("unit.name:%22filiale%20chur%22", &["demo.all"]),
        ("street:h%C3%B6heweg", &["demo.room"]),
        ("state:archived", &["demo.archived"]),
        ("loginid:demo.*%20city:fri*", &["demo.nofragment"]),
        ("demo%5C.all", &["demo.all"]),
        ("mobile:%22%2B41%2079%20318%2022%2046%22", &["demo.all"]),
    ] {
        assert_eq!(hits(&client, q), expected, "{q}");
    }
}

#[test]
fn generated_users_are_found_by_more_than_their_index_knows() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let some = read(&client, &user("10007"));
    let login = some["loginId"].as_str().unwrap();
    let unit: Vec<&str> = some["properties"]["unit"].as_str().unwrap().split_whitespace().collect();
    let (forwards, backwards) = (unit.join("%20"), unit.iter().rev().copied().collect::<Vec<_>>().join("%20"));
    let year = some["created"].as_str().unwrap().replace(':', "%5C:");
    let other = read(&client, &user("10008"))["loginId"].as_str().unwrap().to_owned();
    for (q, expected) in [
        (format!("extid:10008%20OR%20{login}"), &[login, other.as_str()][..]),
        ("extid:1000*%20AND%20extid:10007%20OR%20extid:none".to_owned(), &[login]),
        ("(extid:10007%20OR%20extid:10008)%20AND%20NOT%20extid:10007".to_owned(), &[&other]),
        (format!("extid:10007%20OR%20{login}"), &[login]),
        ("NOT%20NOT%20extid:10007".to_owned(), &[login]),
        (format!("extid:10007%20created:{year}"), &[login]),
        ("extid:10007%20created:2001".to_owned(), &[]),
        (format!("extid:10007%20unit.name:%22{forwards}%22"), &[login]),
        (format!("extid:10007%20unit.name:%22x%20{backwards}%22"), &[]),
        ("extid:10007%20*".to_owned(), &[login]),
        ("extid:10007%20title:*".to_owned(), &[]),
    ] {
        assert_eq!(hits(&client, &q), expected, "{q}");
    }
}

/// A double NOT keeps the index out: every generated user is then compared one by one.
#[test]
fn the_index_and_the_comparison_agree() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for index in 0..50 {
        let person = read(&client, &user(&(10_000 + index).to_string()));
        let member = |path: &str| person.pointer(path).and_then(Value::as_str).unwrap_or("none").to_owned();
        let family = member("/name/familyName");
        let beginning: String = family.chars().take(3).collect();
        for value in
            [family, format!("{beginning}*"), member("/name/firstName"), member("/loginId"), member("/contacts/email")]
        {
            let q = percent_encoded(&value);
            assert_eq!(hits(&client, &q), hits(&client, &format!("NOT%20NOT%20({q})")), "{value}");
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

#[test]
fn default_fields_restrict_a_search() {
    let sandbox = Sandbox::start(Options { users: 0, ..options() }).unwrap();
    let client = Client::helpdesk(&sandbox);
    assert_eq!(hits(&client, "huber&df=name"), ["m.huber"]);
    assert_eq!(hits(&client, "huber&df=firstname"), Vec::<String>::new());
    assert_eq!(hits(&client, "lugano&df=name&df=city"), ["demo.locked"]);
}

#[test]
fn what_cannot_be_read_is_refused_in_the_query_services_shape() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for q in [
        "",
        "%20",
        "%22open",
        "(a",
        "a)",
        "a%20AND",
        "shoe:42",
        "a:b:c",
        "a*b",
        "a~",
        "%5Ba%20TO%20b%5D",
        "-a",
        "a%5C",
        "loginid:",
    ] {
        let reply = client.get(&format!("/nevisidm/api/query/v1/users?q={q}"));
        assert_eq!((reply.status, &reply.json()["response"]), (400, &Value::Null), "{q}");
        assert_eq!(reply.json()["messages"]["errors"].as_array().unwrap().len(), 1, "{q}");
    }
    let empty = client.get("/nevisidm/api/query/v1/users?q=").json();
    assert_eq!(empty["messages"]["errors"][0], "Parameter 'q' is mandatory.");
    assert_eq!(client.get("/nevisidm/api/query/v1/users?q=a&df=shoe").status, 400);
    let deep = "(".repeat(40) + "a" + &")".repeat(40);
    assert_eq!(client.get(&format!("/nevisidm/api/query/v1/users?q={deep}")).status, 400);
}

#[test]
fn hits_come_in_pages_with_the_total() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let all = hits(&client, "*");
    assert!(all.len() > 70, "prepared and generated: {}", all.len());
    let mut paged = Vec::new();
    for from in (0..all.len()).step_by(7) {
        let page = read(&client, &format!("/nevisidm/api/query/v1/users?q=*&size=7&from={from}"));
        let response = &page["response"];
        assert_eq!((&response["totalResults"], &response["from"]), (&json!(all.len()), &json!(from)));
        paged
            .extend(response["hits"].as_array().unwrap().iter().map(|hit| hit["loginId"].as_str().unwrap().to_owned()));
    }
    assert_eq!(paged, all);
    assert_eq!(read(&client, "/nevisidm/api/query/v1/users?q=*")["response"]["size"], 10);
    assert_eq!(read(&client, "/nevisidm/api/query/v1/users?q=*&size=5000")["response"]["size"], 1000);
}

#[test]
fn the_list_of_users_filters_and_sorts() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for (parameters, expected) in [
        ("loginId=anna.muster", &["anna.muster"][..]),
        ("loginId=ANNA.Muster", &["anna.muster"]),
        ("loginId=anna.muster*", &["anna.muster", "anna.muster2"]),
        ("extId=1010", &["demo.hidden"]),
        ("extId=01010", &[]),
        ("name.familyName=muster&sortBy=address.city", &["anna.muster2", "ana.muster", "a.muster", "anna.muster"]),
        ("name.familyName=muster&name.firstName=anna&sortBy=birthDate", &["a.muster", "anna.muster", "anna.muster2"]),
        ("userState=archived&loginId=demo.*", &["demo.archived"]),
        ("isTechnicalUser=true", &["svc.backup"]),
        ("properties.unit=helpdesk&sortBy=loginId", &["c.favre", "l.rossi", "m.huber"]),
        ("contacts.email=luca.bernasconi@example.ch", &["demo.locked"]),
    ] {
        assert_eq!(listed(&client, parameters), expected, "{parameters}");
    }
    for parameters in
        ["shoeSize=42", "sortBy=userState", "sortBy=-loginId", "limit=-1", "offset=x", "continuationToken=x"]
    {
        let reply = client.get(&format!("/nevisidm/api/core/v1/clients/100/users?{parameters}"));
        assert_eq!(reply.status, 400, "{parameters}");
    }
}

#[test]
fn the_list_of_users_is_continued_where_it_stopped() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    for sort in ["", "&sortBy=name.familyName"] {
        let all = listed(&client, &format!("limit=1000{sort}"));
        let (mut collected, mut token) = (Vec::new(), String::new());
        loop {
            let path = format!("/nevisidm/api/core/v1/clients/100/users?limit=9{sort}&continuationToken={token}");
            let page = read(&client, &path);
            let items = page["items"].as_array().unwrap();
            collected.extend(items.iter().map(|item| item["loginId"].as_str().unwrap().to_owned()));
            assert_eq!(page["_pagination"]["limit"], 9);
            match page["_pagination"]["continuationToken"].as_str() {
                Some(next) => token = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(collected, all);
    }
    let page = read(
        &client,
        "/nevisidm/api/core/v1/clients/100/users?offset=3&limit=2&continuationToken=0_1001&returnTotalResultCount=true",
    );
    let all = listed(&client, "limit=0");
    assert_eq!(page["items"][0]["loginId"], all[3], "the offset wins");
    assert_eq!(page["_pagination"]["totalResult"], all.len());
    assert!(read(&client, "/nevisidm/api/core/v1/clients/100/users")["_pagination"]["totalResult"].is_null());
}

#[test]
fn a_changed_user_is_found_by_what_it_is_now() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let before = read(&client, &user("10007"));
    let body = json!({
        "name": { "familyName": "Quartenoud" }, "properties": { "unit": "", "badge": "7" },
        "remarks": null, "version": before["version"], "modificationComment": "married",
    });
    let changed = client.patch(&user("10007"), &body);
    assert_eq!(changed.status, 200, "{changed:?}");
    let changed = changed.json();
    assert_eq!(changed, read(&client, &user("10007")));
    assert_eq!(changed["name"]["firstName"], before["name"]["firstName"]);
    assert_eq!(changed["properties"], json!({ "badge": "7" }));
    assert_eq!(changed["version"], before["version"].as_i64().unwrap() + 1);
    assert_eq!(hits(&client, "quartenoud"), [before["loginId"].as_str().unwrap()]);
    let old = before["name"]["familyName"].as_str().unwrap();
    assert!(!hits(&client, &format!("name:{old}")).contains(&before["loginId"].as_str().unwrap().to_owned()));
    assert_eq!(client.patch(&user("10007"), &body).status, 409);
}

#[test]
fn a_user_is_not_changed_by_what_is_wrong() {
    let sandbox = start();
    let client = Client::helpdesk(&sandbox);
    let before = read(&client, &user("1001"));
    for (body, code) in [
        (json!({ "extId": "1" }), "errors.modifyReadonlyData"),
        (json!({ "isTechnicalUser": true }), "errors.modifyReadonlyData"),
        (json!({ "languageCode": "RM" }), "errors.invalidData"),
        (json!({ "name": "Petrović" }), "errors.invalidData"),
        (json!({ "loginId": 5 }), "errors.invalidData"),
        (json!({ "version": "3" }), "errors.invalidData"),
        (json!({ "loginId": "Anna.Muster" }), "errors.duplicateName"),
    ] {
        let reply = client.patch(&user("1001"), &body);
        assert_eq!((reply.status, reply.code().as_str()), (422, code), "{body}");
    }
    assert_eq!(read(&client, &user("1001")), before);
    let technical = client.patch(&user("1018"), &json!({ "remarks": "x" }));
    assert_eq!((technical.status, technical.code().as_str()), (403, "errors.permissionDenied"));
    assert_eq!(client.patch(&user("1015"), &json!({ "remarks": "x" })).code(), "errors.recordDeleted");
}
