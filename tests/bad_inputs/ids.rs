//! External IDs that would lead a request elsewhere: from the configuration, the command line, and the server.

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::json;

use crate::desk::Desk;
use crate::seat::sandbox;
use crate::told::{asked, at_the_console, reads, refuses_to_begin, says, standing, writes};

/// What is wrong with an ID, as the end of a sentence.
fn bad() -> Vec<(String, String)> {
    let path = |id: &str| {
        format!(
            "the external ID \"{id}\" would lead to another address; external IDs hold no / and no \\, and are neither \
             \".\" nor \"..\"."
        )
    };
    vec![
        ("100/users/1".to_owned(), path("100/users/1")),
        ("..".to_owned(), path("..")),
        (String::new(), "an external ID is empty.".to_owned()),
        ("9".repeat(300), "an external ID has 300 characters; at most 255 are possible.".to_owned()),
    ]
}

#[test]
fn bad_08_external_id_in_the_configuration() {
    for (id, why) in bad() {
        let desk = Desk::new();
        desk.configure(&desk.sandbox.url(), &format!("client = \"{id}\""));
        let at = format!("{}:4", desk.path("config.toml").display());
        refuses_to_begin(&desk, 2, &format!("{at}: \"client\" must be the external ID of a client, but {why}\n"));
    }
}

#[test]
fn bad_08_external_id_on_the_command_line() {
    let desk = Desk::new();
    for (id, why) in bad() {
        for option in ["--client", "--card"] {
            let said = desk.print(&["--user", "demo.all", "--to", "text", option, &id]);
            says(&said, 2, &format!("{option} must be an external ID, but {why}\n"));
        }
    }
    assert_eq!(asked(&desk.sandbox), 0);
}

/// Whoever cannot be asked about is not hidden: it is told how many they are, and nobody else's row takes their place.
#[test]
fn bad_08_external_id_of_a_user_that_the_server_found() {
    let sandbox = sandbox();
    let hit = |id: &str| json!({ "extid": id, "loginId": "demo.bad", "name": "Bad", "client": { "extid": "100" } });
    let good = json!({ "extid": "1001", "loginId": "demo.all", "name": "Petrović", "client": { "extid": "100" } });
    let hits: Vec<_> = bad().iter().map(|(id, _)| hit(id)).chain([good]).collect();
    let body = json!({ "response": { "totalResults": hits.len(), "from": 0, "hits": hits } }).to_string();
    let before = standing(&sandbox, "1001");
    sandbox.inject(Fault::new("GET", "/query/v1/users", Harm::Instead(Answer::Status(200, body))));
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.keys("demo").until_gone("Searching").await;
        let told =
            "4 of them cannot be opened: the server gave external IDs that can be none. Tell the server's owner.";
        reads(seat, &["5 users.", "", told]).await;
        assert_eq!(seat.screen().matches("demo.all").count(), 1, "{}", seat.screen());
        seat.keys("<Enter>G<Enter>").until("There is nobody to open.").await;
        seat.keys("g<Enter>").until("user active").await.until_gone("Reading").await;
    });
    assert!(sandbox.requests().iter().all(|seen| !seen.path.contains("..")), "{:?}", sandbox.requests());
    assert_eq!((standing(&sandbox, "1001"), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

/// A credential without an ID that can be one can be looked at; nothing can be asked about it.
#[test]
fn bad_08_external_id_of_a_credential_that_the_server_listed() {
    let ids = bad().into_iter().map(|(id, _)| id);
    for id in ids {
        let sandbox = sandbox();
        let [_, mut list] = standing(&sandbox, "1009");
        for item in list["items"].as_array_mut().unwrap() {
            item["extId"] = json!(id);
        }
        let before = standing(&sandbox, "1009");
        let listed = Harm::Instead(Answer::Status(200, list.to_string()));
        sandbox.inject(Fault::new("GET", "/1009/credentials", listed));
        let told = at_the_console(&sandbox, "", async |seat| {
            seat.keys("demo.devices").until("  demo.devices ").await.until_gone("Searching").await;
            seat.keys("<Enter><Enter>").until("user active").await.until_gone("Reading").await;
            seat.keys("r").until("at least").await;
            seat.keys("<Enter>");
            reads(seat, &["This credential has no external ID, so it cannot be named to the server."]).await;
        });
        assert!(sandbox.requests().iter().all(|seen| !seen.path.contains("device-password/")));
        assert_eq!((standing(&sandbox, "1009"), writes(&sandbox)), (before, 0));
        assert_eq!(told, ["session-started"]);
    }
}
