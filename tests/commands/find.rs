//! `credesk find`: who is found, how it is pointed out, and how many.

use credesk::sandbox::Operator;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn those_who_are_found_stand_in_a_table_and_twins_are_pointed_out() {
    let desk = Desk::new();
    let said = desk.run(&["find", "muster"]);
    said.is(
        0,
        &["6 users.\n", "Names marked = are near-identical: check login ID and unit.\n", "Names marked ! hold hidden"],
    );
    let mut lines = said.out.lines();
    let titles: Vec<_> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(titles.join(" "), "login ID name e-mail or unit state client external ID");
    let anna = said.out.lines().find(|line| line.contains("anna.muster2")).unwrap();
    assert!(anna.starts_with("= ") && anna.contains("Anna Muster") && anna.contains("active  100     1012"), "{anna}");
    let mixed = said.out.lines().find(|line| line.contains("demo.mixed")).unwrap();
    assert!(mixed.starts_with("! "), "{mixed}");
    desk.run(&["find", "demo.none"]).is(0, &["1 user.\n"]);
    // Words are joined, and each must be found.
    desk.run(&["find", "Milena", "Petrovic"]).is(0, &["1 user.\n"]);
    assert!(desk.run(&["find", "demo.hidden"]).out.contains("<U+202E>"));
}

#[test]
fn json_says_the_same() {
    let desk = Desk::new();
    let object = desk.run(&["find", "muster", "--json"]).is(0, &[]).json();
    assert_eq!((&object["complete"], &object["total"]), (&json!(true), &json!(6)));
    let of = |login: &str, client: &str| {
        let users = object["users"].as_array().unwrap();
        users.iter().find(|user| user["loginId"] == login && user["clientExtId"] == client).unwrap().clone()
    };
    assert_eq!(of("anna.muster", "100")["nearIdentical"], true);
    assert_eq!(of("demo.mixed", "100")["mixedScripts"], true);
    assert_eq!(of("anna.muster", "200")["extId"], "2003");
    let hidden = desk.run(&["find", "demo.hidden", "--json"]).json();
    assert_eq!(hidden["users"][0]["hiddenCharacters"], true);
}

#[test]
fn nobody_is_found() {
    let desk = Desk::new();
    desk.run(&["find", "zzqq"]).is_only(4, &["Nobody found for \"zzqq\".\n"]);
    let object = desk.run(&["find", "zzqq", "--json"]).is(4, &[]).json();
    assert_eq!((&object["users"], &object["complete"]), (&json!([]), &json!(true)));
    desk.run(&["find", "a\u{1b}[2J\u{202e}b"]).is_only(4, &["Nobody found for"]);
}

#[test]
fn a_client_and_a_limit_narrow_it_down() {
    let desk = Desk::new();
    let said = desk.run(&["find", "muster", "--client", "200"]);
    said.is(0, &["1 user.\n"]);
    assert!(said.out.contains("2003") && !said.out.contains("1011"));
    desk.run(&["find", "muster", "--client", "300"]).is_only(4, &["Nobody found"]);
    let said = desk.run(&["find", "muster", "--limit", "2"]);
    said.is(0, &["2 users.\n", "There may be more: the search found 6.", "--limit N shows more.\n"]);
    assert_eq!(said.out.lines().count(), 3);
    let object = desk.run(&["find", "muster", "--limit", "2", "--json"]).json();
    assert_eq!((&object["complete"], object["users"].as_array().unwrap().len()), (&json!(false), 2));
    // The profile's client counts, and the command line's comes first.
    desk.configure(&desk.sandbox.url(), "client = \"200\"");
    desk.run(&["find", "muster"]).is(0, &["1 user.\n"]);
    desk.run(&["find", "muster", "--client", "100"]).is(0, &["5 users.\n"]);
    desk.run(&["find", "muster", "--limit", "0"]).is_only(2, &["invalid value '0'"]);
}

#[test]
fn where_there_is_no_search_the_client_is_listed() {
    let desk = Desk::of(Operator::NoSearch, "");
    desk.run(&["find", "anna.muster"])
        .is_only(4, &["With --client EXTID the users of that client are listed instead.\n"]);
    desk.run(&["find", "anna.muster", "--client", "100"]).is(0, &["1 user.\n"]);
}

#[test]
fn more_than_one_page_is_turned() {
    use credesk::sandbox::{Options, Sandbox};
    let desk = Desk::new();
    let crowd = Sandbox::start(Options { users: 3000, ..Options::default() }).unwrap();
    desk.configure(&crowd.url(), "");
    std::fs::write(desk.path("token"), crowd.token(Operator::Helpdesk)).unwrap();
    let object = desk.run(&["find", "filiale", "--json", "--limit", "1"]).json();
    let some = object["total"].as_u64();
    let object = desk.run(&["find", "anna", "--json", "--limit", "10000"]).is(0, &[]).json();
    let (total, users) = (object["total"].as_u64().unwrap(), object["users"].as_array().unwrap().len());
    assert_eq!(u64::try_from(users).unwrap(), total, "{some:?}");
    assert_eq!(object["complete"], true);
}
