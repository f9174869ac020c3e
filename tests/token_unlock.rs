//! What unlocks the console: a new token that is proven to be the operator's, or the operator's own password.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use credesk::api::ApiClient;
use credesk::domain::id::LoginId;
use credesk::domain::write::Write;
use credesk::sandbox::{Operator, Options, Sandbox};
use credesk::secret::Secret;
use support::ids::user;
use support::profile::Home;
use support::raw_server::{RawServer, Reply, json, status};

const CAT: &str = r#"token_command = ["cat", "token"]"#;

/// The profile whose program prints the file `token` of the home.
fn by_command(home: &Home, url: &str) -> ApiClient {
    let path = home.folder.path().join("token");
    ApiClient::new(&home.profile(url, &CAT.replace("\"token\"", &format!("\"{}\"", path.display()))))
}

fn sent(server: &RawServer) -> Vec<String> {
    server.requests().iter().map(|request| request.header("authorization").unwrap().replace("Bearer ", "")).collect()
}

fn me(login: &str) -> Reply {
    json(&format!(r#"{{"loginId":"{login}"}}"#))
}

#[test]
fn only_a_program_can_be_asked_again() {
    let home = Home::new();
    for (lines, unlocks) in [(CAT, true), ("token_file = \"token\"", false), ("token_env = \"X\"", false)] {
        assert_eq!(home.profile("https://idm.example.ch", lines).unlocks_by_command(), unlocks, "{lines}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_new_token_is_asked_whose_it_is_before_it_is_used() {
    let home = Home::new();
    home.write("token", "first", 0o600);
    let replies = [me("m.huber"), me("m.huber"), me("l.rossi"), me("m.huber"), me("m.huber")];
    let server = RawServer::start(replies);
    let client = by_command(&home, &server.url());
    let me = LoginId::new("m.huber");
    client.caller().await.unwrap();
    home.write("token", "second", 0o600);
    client.renew(Some(&me)).await.unwrap();
    home.write("token", "strange", 0o600);
    let problem = client.renew(Some(&me)).await.unwrap_err();
    assert_eq!(
        problem.to_string(),
        "The token is that of somebody else (l.rossi). credesk stays locked. \
         Sign in as yourself where the token comes from, then unlock again."
    );
    client.caller().await.unwrap();
    home.write("token", "third", 0o600);
    client.renew(Some(&me)).await.unwrap();
    assert_eq!(sent(&server), ["first", "second", "strange", "second", "third"]);
    assert!(server.requests().iter().all(|request| request.line() == "GET /nevisidm/api/principal/v1/me HTTP/1.1"));
}

#[tokio::test(flavor = "current_thread")]
async fn whatever_is_wrong_with_the_new_token_the_old_one_stays() {
    let home = Home::new();
    let page = Reply::Bytes(b"HTTP/1.1 403 No\r\nContent-Type: text/html\r\n\r\n<title>Sign in</title>".to_vec());
    let me_again = || me("m.huber");
    let replies = [
        me_again(),
        status("401 Unauthorized", "{}"),
        status("500 Oops", "{}"),
        status("403 Forbidden", "{}"),
        json("{}"),
        page,
        me_again(),
        status("403 Forbidden", "{}"),
        me_again(),
    ];
    let server = RawServer::start(replies);
    let client = by_command(&home, &server.url());
    let me = LoginId::new("m.huber");
    home.write("token", "old", 0o600);
    client.caller().await.unwrap();
    home.write("token", "new", 0o600);
    for said in ["does not accept your sign-in", "The server failed", "Refused by nevisIDM", "at \"loginId\""] {
        let problem = client.renew(Some(&me)).await.unwrap_err();
        assert!(problem.what.contains(said), "{problem}");
    }
    assert!(client.renew(None).await.unwrap_err().what.contains("web page"));
    home.write("token", "", 0o600);
    assert!(client.renew(Some(&me)).await.unwrap_err().what.contains("the token is empty"));
    client.caller().await.unwrap();
    // Nobody in particular is expected where nevisIDM never told who is signed in.
    home.write("token", "new", 0o600);
    client.renew(None).await.unwrap();
    client.caller().await.unwrap();
    assert_eq!(sent(&server), ["old", "new", "new", "new", "new", "new", "old", "new", "new"]);
}

fn x_tokens(server: &RawServer) -> Vec<bool> {
    server.requests().iter().map(|request| request.header("x-token").is_some()).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn the_x_token_of_a_password_check_is_kept_by_a_self_admin_only() {
    for (lines, kept) in [("self_admin = true", true), ("", false)] {
        let home = Home::new();
        let access = || json(r#"{"access_token":"opaque","token_type":"bearer"}"#);
        let server = RawServer::start([access(), json("{}"), json("{}")]);
        let client = ApiClient::new(&home.profile(&server.url(), lines));
        client.check_password(&LoginId::new("m.huber"), Secret::new("pass".into())).await.unwrap();
        client.write(Write::ResetTempStrongPassword(user())).await;
        client.forget_x_token();
        client.write(Write::ResetTempStrongPassword(user())).await;
        assert_eq!(x_tokens(&server), [false, kept, false], "{lines}");
        let request = &server.requests()[0];
        assert_eq!(request.line(), "POST /nevisidm/api/principal/v1/token HTTP/1.1");
        assert_eq!(request.body, r#"{"username":"m.huber","password":"pass","grant_type":"password"}"#);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn only_a_token_of_the_same_person_leaves_the_x_token() {
    let nobody = || status("403 Forbidden", "{}");
    let huber = LoginId::new("m.huber");
    for (expected, answer, kept) in
        [(Some(&huber), me("m.huber"), true), (None, me("m.huber"), false), (None, nobody(), false)]
    {
        let home = Home::new();
        let server = RawServer::start([json(r#"{"access_token":"opaque","token_type":"bearer"}"#), answer, json("{}")]);
        let path = home.folder.path().join("token");
        let lines = format!("token_command = [\"cat\", \"{}\"]\nself_admin = true", path.display());
        let client = ApiClient::new(&home.profile(&server.url(), &lines));
        client.check_password(&huber, Secret::new("pass".into())).await.unwrap();
        client.renew(expected).await.unwrap();
        client.write(Write::ResetTempStrongPassword(user())).await;
        assert_eq!(x_tokens(&server), [false, false, kept], "{expected:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_password_check_that_says_no_or_nothing_does_not_unlock() {
    let home = Home::new();
    let server = RawServer::start([status("401 Unauthorized", "{}"), json("{}"), status("500 Oops", "{}")]);
    let client = ApiClient::new(&home.profile(&server.url(), ""));
    for said in ["The password was not accepted.", "at \"access_token\"", "The server failed"] {
        let problem = client.check_password(&LoginId::new("m.huber"), Secret::new("x".into())).await.unwrap_err();
        assert!(problem.what.contains(said), "{problem}");
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(flavor = "current_thread")]
async fn everybody_of_the_sandbox_can_unlock() {
    let sandbox = Sandbox::start(Options { users: 50, ..Options::default() }).unwrap();
    let home = Home::new();
    let url = format!("http://{}", sandbox.address());
    let everybody = [
        (Operator::Helpdesk, "m.huber"),
        (Operator::Viewer, "l.rossi"),
        (Operator::SelfAdmin, "demo.self"),
        (Operator::NoSearch, "c.favre"),
    ];
    for (operator, name) in everybody {
        let login = LoginId::new(name);
        home.write("token", &sandbox.token(operator), 0o600);
        let client = by_command(&home, &url);
        client.renew(Some(&login)).await.unwrap();
        client.check_password(&login, Secret::new("demo".into())).await.unwrap();
        client.check_password(&login, Secret::new("Demo".into())).await.unwrap_err();
        client.renew(Some(&LoginId::new("demo.all"))).await.unwrap_err();
    }
}
