//! The readings on a real socket: what is asked, and how strange an answer may be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use credesk::api::ApiClient;
use credesk::domain::credential::{CredentialKind, CredentialState};
use credesk::domain::id::{CredentialId, PolicyId};
use credesk::domain::otp_card::CardFault;
use credesk::domain::search::{Page, SearchFailure, SearchText};
use credesk::domain::user::{Language, UserState};
use credesk::text::SafeText;
use support::ids::{card, user};
use support::profile::Home;
use support::raw_server::{RawServer, Reply, json, status};

const BASE: &str = "/nevisidm/api/core/v1/1000/users/1034";

struct Desk {
    server: RawServer,
    _home: Home,
    client: ApiClient,
}

impl Desk {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let server = RawServer::start(replies);
        let home = Home::new();
        let client = ApiClient::new(&home.profile(&server.url(), ""));
        Self { server, _home: home, client }
    }

    fn lines(&self) -> Vec<String> {
        self.server.requests().iter().map(|request| request.line().to_owned()).collect()
    }
}

fn text(typed: &str) -> SearchText {
    SearchText::parse(typed).unwrap()
}

fn shown(text: Option<&SafeText>) -> Option<&str> {
    text.map(SafeText::as_str)
}

#[tokio::test(flavor = "current_thread")]
async fn who_am_i_and_what_may_i() {
    let desk = Desk::new([
        json(r#"{"loginId":"m.huber","fullName":"Maria Huber","new":[1]}"#),
        json(r#"{"loginId":"m.huber","fullName":null}"#),
        json(r#"{"elementaryPermissions":["AccessControl.CredentialView",null,"AccessControl.CredentialModify"]}"#),
    ]);
    assert_eq!(desk.client.caller().await.unwrap().name.as_str(), "Maria Huber");
    assert_eq!(desk.client.caller().await.unwrap().name.as_str(), "m.huber");
    let rights = desk.client.rights().await.unwrap();
    assert_eq!(rights.missing_to_change(&CredentialKind::Puk, false), None);
    assert_eq!(desk.lines()[0], "GET /nevisidm/api/principal/v1/me HTTP/1.1");
    assert_eq!(desk.lines()[2], "GET /nevisidm/api/principal/v1/permissions HTTP/1.1");
}

#[tokio::test(flavor = "current_thread")]
async fn lists_are_read_page_by_page_until_their_token_ends_or_repeats() {
    let page = |id: u32, token: &str| {
        json(&format!(
            r#"{{"items":[{{"extId":{id},"name":"n","displayName":{{"DE":"Bank","EN":"The bank"}}}},null,{{"extId":"a/b"}}],"_pagination":{{"continuationToken":{token}}}}}"#
        ))
    };
    let desk = Desk::new([page(1, "\"17_a&b\""), page(2, "\"17_c\""), page(3, "\"17_c\"")]);
    let clients = desk.client.clients().await.unwrap();
    assert_eq!(clients.iter().map(|client| client.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(clients[0].name.as_str(), "The bank");
    assert_eq!(desk.lines()[0], "GET /nevisidm/api/core/v1/clients?limit=100 HTTP/1.1");
    assert_eq!(desk.lines()[1], "GET /nevisidm/api/core/v1/clients?limit=100&continuationToken=17_a%26b HTTP/1.1");

    let endless = Desk::new((0..30).map(|page_number| page(page_number, &format!("\"{page_number}\""))));
    assert_eq!(endless.client.clients().await.unwrap().len(), 20);
}

#[tokio::test(flavor = "current_thread")]
async fn a_search_escapes_what_was_typed_and_keeps_the_count() {
    let desk = Desk::new([json(
        r#"{"response":{"totalResults":1000000,"from":200,"size":3,"hits":[
            {"extid":1034,"client":{"extid":"1000"},"name":"Muster","firstName":"Anna\u202e","loginId":"a.muster",
             "email":"","state":"active","properties":{"unit":"Schalter","x":[{}]},"_score":1.5,"birthdate":null},
            {"extid":"1035"}, {"extid":"a b","client":{"extid":"1000"}}, null]},"messages":{}}"#,
    )]);
    let page = desk.client.search(&text("anna m:*"), 200, 3).await.unwrap();
    assert_eq!((page.from, page.total, page.rows.len()), (200, Some(1_000_000), 1));
    let hit = &page.rows[0];
    assert_eq!((&hit.at, hit.name.as_str()), (&user(), "Anna<U+202E> Muster"));
    assert_eq!((shown(hit.unit.as_ref()), &hit.email, &hit.state), (Some("Schalter"), &None, &UserState::Active));
    assert_eq!(
        desk.lines()[0],
        "GET /nevisidm/api/query/v1/users?q=anna*+AND+m%5C%3A%5C**&df=loginid&df=name&df=firstname&df=email&df=extid&from=200&size=3 HTTP/1.1"
    );
    assert_eq!(desk.client.search(&text("<<>>"), 0, 3).await.unwrap().rows.len(), 0);
    assert_eq!(desk.lines().len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn rows_from_elsewhere_than_asked_for_end_the_list() {
    let answer = |from: &str| {
        json(&format!(
            r#"{{"response":{{"totalResults":900,{from}"hits":[{{"extid":"1034","client":{{"extid":"1000"}}}}]}}}}"#
        ))
    };
    let desk = Desk::new([answer(""), answer(r#""from":"100","#), answer(r#""from":0,"#), answer(r#""from":100,"#)]);
    for echoed in ["none", "the same"] {
        let page = desk.client.search(&text("anna"), 100, 10).await.unwrap();
        assert_eq!((page.from, page.rows.len(), page.total), (100, 1, Some(900)), "{echoed}");
    }
    let elsewhere = desk.client.search(&text("anna"), 100, 10).await.unwrap();
    assert_eq!(elsewhere, Page { from: 100, rows: Vec::new(), unusable: 0, total: Some(100) });
    let failure = desk.client.search(&text("anna"), 0, 10).await;
    assert!(
        matches!(&failure, Err(SearchFailure::Failed(problem)) if problem.what.contains("response.from")),
        "{failure:?}"
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_search_that_is_not_exposed_is_told_apart() {
    for (line, not_exposed) in
        [("403 Forbidden", true), ("404 Not Found", true), ("401 Unauthorized", false), ("500 Oops", false)]
    {
        let body = r#"{"messages":{"errors":["No."]},"response":null}"#;
        let desk = Desk::new([status(line, body)]);
        let failure = desk.client.search(&text("anna"), 0, 10).await.unwrap_err();
        let (SearchFailure::NotExposed(problem) | SearchFailure::Failed(problem)) = &failure;
        assert_eq!(problem.server, Some(SafeText::new("No.")), "{line}");
        assert_eq!(matches!(failure, SearchFailure::NotExposed(_)), not_exposed, "{line}");
    }
    // A gateway that does not publish the path answers with a page of its own; the fallback must work there too.
    let page = "<html><title>Sign in - Proxy</title>";
    let html = |line: &str, body: &str| {
        Reply::Bytes(format!("HTTP/1.1 {line}\r\nContent-Type: text/html\r\n\r\n{body}").into_bytes())
    };
    for (reply, title) in [
        (status("403 Forbidden", page), " (\"Sign in - Proxy\")"),
        (status("404 Not Found", page), " (\"Sign in - Proxy\")"),
        (html("403 Forbidden", "No."), ""),
        (html("404 Not Found", ""), ""),
    ] {
        let failure = Desk::new([reply]).client.search(&text("anna"), 0, 10).await.unwrap_err();
        let SearchFailure::NotExposed(problem) = &failure else { panic!("{failure:?}") };
        assert_eq!(problem.what, format!("This is a web page, not nevisIDM{title}."));
    }
    for body in [r#"{"messages":{"errors":["x"]},"response":null}"#, "{}", r#"{"response":{"hits":{}}}"#] {
        let desk = Desk::new([json(body)]);
        assert!(matches!(desk.client.search(&text("anna"), 0, 10).await, Err(SearchFailure::Failed(_))), "{body}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_list_of_a_client_tells_its_end_where_it_can() {
    let row = r#"{"extId":"1034","loginId":"a","name":{"familyName":"Muster"},"contacts":null}"#;
    let desk = Desk::new([
        json(&format!(r#"{{"items":[{row},null]}}"#)),
        json(&format!(r#"{{"items":[{row}]}}"#)),
        json(r#"{"items":[]}"#),
        json(&format!(r#"{{"items":[{row}],"_pagination":{{"totalResult":"7"}}}}"#)),
    ]);
    let client = user().client;
    let full = desk.client.client_users(&client, &text("a b&c"), 4, 2).await.unwrap();
    assert_eq!((full.from, full.rows.len(), full.total), (4, 1, None));
    assert_eq!((full.rows[0].name.as_str(), &full.rows[0].at), ("Muster", &user()));
    // A server may cap the limit, so a short page is no end; an empty one is.
    assert_eq!(desk.client.client_users(&client, &text("ab"), 4, 2).await.unwrap().total, None);
    assert_eq!(desk.client.client_users(&client, &text("ab"), 4, 2).await.unwrap().total, Some(4));
    assert_eq!(desk.client.client_users(&client, &text("ab"), 0, 2).await.unwrap().total, Some(7));
    let line = "GET /nevisidm/api/core/v1/clients/1000/users?loginId=a+b%26c&offset=4&limit=2 HTTP/1.1";
    assert_eq!(desk.lines()[0], line);
}

#[tokio::test(flavor = "current_thread")]
async fn a_user_may_lack_everything_or_be_another() {
    let desk = Desk::new([
        json(
            r#"{"extId":1034,"clientExtId":"1000","loginId":"demo.all","userState":"asleep","languageCode":"de","isTechnicalUser":"true",
            "name":{"title":"Dr.","firstName":"Anna","familyName":"Muster"},"address":{"street":"Weg","houseNumber":7,"postalCode":8000,"city":"Zürich","countryCode":"CH"},
            "contacts":{"email":"a@b.ch","telephone":null},"properties":{"unit":7},"lastModified":"2023-08-18T12:34:56Z","validity":null}"#,
        ),
        json("{}"),
        json(r#"{"extId":"1043"}"#),
        json(r#"{"extId":"1034","clientExtId":"2000"}"#),
        json(r#"{"name":["Anna"]}"#),
    ]);
    let whole = desk.client.user(&user()).await.unwrap();
    assert_eq!((whole.name.as_str(), whole.technical, whole.language), ("Dr. Anna Muster", true, Language::De));
    assert_eq!((shown(whole.street.as_ref()), shown(whole.city.as_ref())), (Some("Weg 7"), Some("8000 Zürich, CH")));
    assert_eq!((shown(whole.unit.as_ref()), whole.state.as_str()), (Some("7"), "asleep"));
    assert!(whole.telephone.is_none());
    let bare = desk.client.user(&user()).await.unwrap();
    assert_eq!((bare.at.clone(), bare.confirmation_word(), bare.name.as_str()), (user(), "1034", ""));
    for said in ["belongs to 1043", "belongs to 2000", "could not be read at \"name\""] {
        let problem = desk.client.user(&user()).await.unwrap_err();
        assert!(problem.what.contains(said), "{problem}");
    }
    assert_eq!(desk.lines()[0], format!("GET {BASE} HTTP/1.1"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_reset_count_that_is_missing_is_read_and_nothing_else_is_changed() {
    let desk = Desk::new([
        json(
            r#"{"items":[
            {"type":"PUK","extId":"p","stateName":"fail_locked","resetCount":"2","version":7.0,"policyExtId":5,"lastModified":"soon","validity":{"to":"2030-01-01T00:00:00Z"}},
            {"type":"Ticket Authorization","extId":"t","version":1,"stateName":"active","policyExtId":"p1"},
            {"type":"DevicePassword","extId":"d e"},
            {"type":"DevicePassword","extId":"d","version":4,"modificationComment":"new phone"},
            {"type":"DevicePassword","extId":"e"},
            {"type":"Temporary Strong Password"},
            {"type":"OTP Card","extId":"o"},
            {"type":"Hologram","version":"07"}, {}, null]}"#,
        ),
        json(
            r#"{"type":"Ticket Authorization","extId":"t","version":2,"stateName":"disabled","policyExtId":"p2","resetCount":4,"ticket":"{SSHA}x"}"#,
        ),
        json(r#"{"resetCount":5}"#),
        json(r#"{"extId":"e","version":"07","resetCount":6}"#),
        json(r#"{"userExtId":"1043","resetCount":9}"#),
    ]);
    let found = desk.client.credentials(&user()).await.unwrap();
    let counts: Vec<_> = found.iter().map(|credential| credential.reset_count).collect();
    assert_eq!(counts, [Some(2), Some(4), None, Some(5), None, None, None, None, None]);
    let versions: Vec<_> = found.iter().map(|credential| credential.version).collect();
    assert_eq!(versions, [Some(7), Some(1), None, Some(4), None, None, None, None, None]);
    assert_eq!(found[0].state, CredentialState::FailLocked);
    assert_eq!(
        (&found[1].state, found[1].policy.as_ref().map(PolicyId::as_str)),
        (&CredentialState::Active, Some("p1"))
    );
    assert_eq!(found[2].id, None);
    assert_eq!(found[3].id.as_ref().map(CredentialId::as_str), Some("d"));
    assert_eq!(shown(found[3].comment.as_ref()), Some("new phone"));
    assert_eq!(found[8].kind.as_str(), "unknown type");
    let expected =
        ["/credentials?limit=100", "/ticket", "/device-password/d", "/device-password/e", "/tempstrong-password"];
    assert_eq!(desk.lines(), expected.map(|path| format!("GET {BASE}{path} HTTP/1.1")));
}

#[tokio::test(flavor = "current_thread")]
async fn credentials_of_another_user_or_with_an_unreadable_version_are_not_shown() {
    for (body, said) in [
        (r#"{"items":[{"type":"PUK","userExtId":"1043"}]}"#, "belongs to 1043"),
        (r#"{"items":[{"type":"PUK","version":"07"}]}"#, "could not be read at \"items.version\""),
        (r#"{"items":[{"type":"PUK","version":2147483648}]}"#, "could not be read at \"items.version\""),
        (r#"{"items":[["PUK"]]}"#, "could not be read at \"items[0]\""),
        (r#"{"items":[{"type":"PUK","type":"OTP Card"}]}"#, "not valid JSON"),
    ] {
        let problem = Desk::new([json(body)]).client.credentials(&user()).await.unwrap_err();
        assert!(problem.what.contains(said), "{body} {problem}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn policies_keep_what_is_text_and_an_otp_card_its_cells() {
    let desk = Desk::new([
        json(
            r#"{"items":[{"extId":"p1","name":"PUK default","policyType":"PUKPolicy","parameters":{"maxResetCount":5,"plainValueExposedToCaller":true,"sendingMethod":"Email","x":{},"y":null}},{"name":"nobody can point to it"}]}"#,
        ),
        json(r#"{"extId":"otp-7","type":"OTP Card","version":"3","otp":"1|2|00|aa,bb"}"#),
        json(r#"{"extId":"otp-7"}"#),
    ]);
    let policies = desk.client.policies(&user().client).await.unwrap();
    assert_eq!((policies.len(), policies[0].reset_limit()), (1, Some(5)));
    assert_eq!(policies[0].parameters.len(), 3);
    let (credential, cells) = desk.client.otp_card(&user(), &card()).await.unwrap();
    assert_eq!((credential.version, cells.unwrap().expose_cell(0, 1)), (Some(3), Some("bb")));
    assert_eq!(desk.client.otp_card(&user(), &card()).await.unwrap().1, Err(CardFault::Parts));
    assert_eq!(desk.lines()[1], format!("GET {BASE}/otp-credentials/otp-7 HTTP/1.1"));
}
