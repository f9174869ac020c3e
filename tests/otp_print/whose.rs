//! Whose card: one user and one card, or a question. Never the nearest.

use credesk::sandbox::{Answer, Fault, Harm, Operator};
use serde_json::json;

use crate::desk::Desk;
use crate::raw_server::{self, RawServer, Reply};
use crate::sandbox_client::{Client, read, user};

fn text_of(desk: &Desk, more: &[&str]) -> crate::desk::Said {
    desk.print(&[&["--to", "text"], more].concat())
}

#[test]
fn of_two_cards_the_operator_says_which() {
    let desk = Desk::new();
    let sentence = "The user has 2 OTP cards (otp-1007-1, otp-1007-2). Say which: --card EXTID.\n";
    text_of(&desk, &["--user", "demo.cards"]).is_only(2, &[sentence]);
    for (card, place, label) in [("otp-1007-1", "1 von 2", "|    A "), ("otp-1007-2", "2 von 2", "| 001 ")] {
        let said = text_of(&desk, &["--user", "demo.cards", "--card", card]);
        said.is(0, &[&format!("OTP card {card} of Ursina Camenisch (demo.cards), client 100.\n")]);
        let sheet = said.text();
        assert!(sheet.contains(card) && sheet.contains(place) && sheet.contains(label), "{sheet}");
        let cells = desk.cells("1007", card);
        let other = desk.cells("1007", if card == "otp-1007-1" { "otp-1007-2" } else { "otp-1007-1" });
        assert!(cells.iter().all(|cell| sheet.contains(cell.as_str())));
        assert!(!other.iter().all(|cell| sheet.contains(cell.as_str())));
    }
    let sentence = "The user has no OTP card otp-1001, but otp-1007-1, otp-1007-2.\n";
    text_of(&desk, &["--user", "demo.cards", "--card", "otp-1001"]).is_only(4, &[sentence]);
}

#[test]
fn without_a_card_there_is_none_to_print() {
    let desk = Desk::new();
    text_of(&desk, &["--user", "demo.none"]).is_only(4, &["The user has no OTP card.\n"]);
    text_of(&desk, &["--user", "demo.none", "--card", "otp-1001"]).is_only(4, &["The user has no OTP card.\n"]);
}

#[test]
fn a_login_id_of_two_clients_needs_the_client() {
    let desk = Desk::new();
    let sentence = "\"anna.muster\" is a user of several clients (100, 200). Say which: --client EXTID.\n";
    text_of(&desk, &["--user", "anna.muster"]).is_only(2, &[sentence]);
    let in_100 = text_of(&desk, &["--user", "anna.muster", "--client", "100"]);
    in_100.is(0, &["OTP card otp-1011 of Anna Muster (anna.muster), client 100.\n"]);
    assert!(in_100.text().contains("otp-1011"));
    text_of(&desk, &["--user", "anna.muster", "--client", "200"]).is_only(4, &["The user has no OTP card.\n"]);
    let sentence = "There is no user with the login ID \"anna.muster\" that you may see in the client 300.\n";
    text_of(&desk, &["--user", "anna.muster", "--client", "300"]).is_only(4, &[sentence]);
    // The profile's client counts, and the command line's comes first.
    desk.configure(&desk.sandbox.url(), "client = \"100\"");
    text_of(&desk, &["--user", "anna.muster"]).is(0, &["client 100.\n"]);
    text_of(&desk, &["--user", "anna.muster", "--client", "200"]).is_only(4, &["The user has no OTP card.\n"]);
}

#[test]
fn a_login_id_is_taken_whole_and_to_the_letter() {
    let desk = Desk::new();
    for login_id in ["anna", "muster", "demo", "demo.al", "demo.all2", "nobody.here", "Milena Petrović", " demo.all"] {
        let sentence = format!("There is no user with the login ID \"{login_id}\" that you may see.\n");
        text_of(&desk, &["--user", login_id]).is_only(4, &[&sentence]);
    }
    let sentence =
        "There is no user with the login ID \"Demo.All\" that you may see. There is \"demo.all\": capitals count.\n";
    text_of(&desk, &["--user", "Demo.All"]).is_only(4, &[sentence]);
    // Signs of the query language are letters like any other.
    for login_id in
        ["demo.*", "**", "loginid:demo.all", "demo.all OR demo.cards", "(demo.all", "\"demo.all\"", "<>", "NOT x"]
    {
        text_of(&desk, &["--user", login_id]).is_only(4, &["There is no user with the login ID"]);
    }
    let sentence = "There is no user with the login ID \"demo.all<U+001B>[2J<U+202E>\" that you may see.\n";
    text_of(&desk, &["--user", "demo.all\u{1b}[2J\u{202e}"]).is_only(4, &[sentence]);
    assert_eq!(desk.lines().len(), 0, "nothing was asked to be printed");
}

/// A hit of the query service.
fn hit(number: usize, client: &str, login_id: &str) -> serde_json::Value {
    json!({ "extid": number.to_string(), "loginId": login_id, "client": { "extid": client } })
}

/// Pages of a search for many namesakes, and those who stand at these places instead.
fn pages(total: usize, exact: &[(usize, &str)]) -> Vec<Reply> {
    let place = |number: usize| {
        let exact = exact.iter().find(|(place, _)| *place == number);
        exact.map_or_else(
            || hit(number, "100", &format!("anna.muster{}", number + 2)),
            |(_, client)| hit(number, client, "anna.muster"),
        )
    };
    let page = |from: usize| {
        let hits: Vec<_> = (from..total.min(from + 100)).map(place).collect();
        raw_server::json(&json!({ "response": { "totalResults": total, "from": from, "hits": hits } }).to_string())
    };
    (0..total).step_by(100).map(page).collect()
}

#[test]
fn whoever_is_far_down_the_list_is_found_and_a_second_one_too() {
    let desk = Desk::new();
    let text = |server: &RawServer, more: &[&str]| {
        desk.configure(&server.url(), "");
        text_of(&desk, &[&["--user", "anna.muster"], more].concat())
    };
    let server = RawServer::start(pages(250, &[(30, "100"), (240, "200")]));
    text(&server, &[]).is_only(2, &["is a user of several clients (100, 200)."]);
    assert_eq!(server.requests().len(), 3);
    // With the client named, nobody further down can be meant.
    let mut replies = pages(250, &[(30, "100"), (140, "200")]);
    replies[2] = raw_server::status("500 Too Far", "{}");
    let server = RawServer::start(replies);
    text(&server, &["--client", "200"]).is_only(4, &["The server failed (HTTP 500)."]);
    assert!(server.requests()[2].path().ends_with("/200/users/140"), "{:?}", server.requests()[2]);
    // nevisIDM knows no two in one client. Should a server, none of them is the one.
    let server = RawServer::start(pages(20, &[(3, "100"), (7, "100")]));
    let sentence =
        "Several users of the client 100 have the login ID \"anna.muster\": which one is meant cannot be told.\n";
    text(&server, &["--client", "100"]).is_only(4, &[sentence]);
    // Too many to look at: not found is not the same as not there, and one may not be the only one.
    let server = RawServer::start(pages(5000, &[(30, "100")]));
    text(&server, &[]).is_only(2, &["a second client might have this login ID too. Say which client: --client EXTID."]);
    assert_eq!(server.requests().len(), 20);
    let server = RawServer::start(pages(5000, &[]));
    text(&server, &[]).is_only(4, &["There is no user with", "Not all that were found could be looked at"]);
    // One that tells no total, and shows the end by an empty page.
    let untold = |hits: serde_json::Value| raw_server::json(&json!({ "response": { "hits": hits } }).to_string());
    let server = RawServer::start([untold(json!([hit(30, "100", "anna.muster")])), untold(json!([]))]);
    text(&server, &[]).is_only(4, &["The server failed (HTTP 500)."]);
    assert!(server.requests()[2].path().ends_with("/100/users/30"), "{:?}", server.requests()[2]);
    // A server that shows the first page again and again.
    let first = pages(250, &[(30, "100")]).remove(0);
    let server = RawServer::start(vec![first; 20]);
    text(&server, &[]).is_only(2, &["a second client might have this login ID too."]);
}

#[test]
fn a_search_that_is_behind_prints_nobody_elses_card() {
    let desk = Desk::new();
    let mut renamed = read(&Client::helpdesk(&desk.sandbox), &user("1001"));
    renamed["loginId"] = json!("someone.else");
    let instead = Harm::Instead(Answer::Status(200, renamed.to_string()));
    desk.sandbox.inject(Fault::new("GET", "/100/users/1001", instead));
    let sentence = "Not printed: the user that was found has another login ID by now (\"someone.else\").";
    text_of(&desk, &["--user", "demo.all"]).is_only(4, &[sentence]);
}

#[test]
fn where_there_is_no_search_the_client_is_listed() {
    let desk = Desk::of(Operator::NoSearch, "");
    let sentence = "With --client EXTID the users of that client are listed instead.\n";
    text_of(&desk, &["--user", "anna.muster"])
        .is_only(4, &["nevisIDM said: The query service is not exposed to this caller\n", sentence]);
    text_of(&desk, &["--user", "anna.muster", "--client", "100"]).is(0, &["OTP card otp-1011 of Anna Muster"]);
    text_of(&desk, &["--user", "Anna.Muster", "--client", "100"])
        .is_only(4, &["There is \"anna.muster\": capitals count."]);
    text_of(&desk, &["--user", "nobody.here", "--client", "100"]).is_only(4, &["There is no user with the login ID"]);
}
