//! Where the tokens come from, where they go, and when they are dropped.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credesk::api::ApiClient;
use credesk::domain::id::LoginId;
use credesk::domain::write::{Write, WriteAnswer};
use credesk::secret::Secret;
use support::ids::{card, user};
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, json, status};

/// What the operator reads where a profile with these lines has no token; nothing may have been sent.
async fn refusal(home: &Home, lines: &str) -> String {
    let server = RawServer::start([]);
    let client = ApiClient::new(&home.profile(&server.url(), lines));
    let answer = client.write(Write::ResetPuk(user())).await;
    let WriteAnswer::NotSent(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(server.connections(), 0);
    problem.what
}

/// The `Authorization` header that a profile with these lines sends.
async fn sent(home: &Home, lines: &str) -> Option<String> {
    let server = RawServer::start([json("{}")]);
    let client = ApiClient::new(&home.profile(&server.url(), lines));
    client.caller().await.unwrap();
    server.requests()[0].header("authorization").map(String::from)
}

#[tokio::test(flavor = "current_thread")]
async fn a_token_file_must_be_ones_own_and_nobody_elses() {
    let home = Home::new();
    for (mode, told) in [(0o644, "mode 0644"), (0o640, "mode 0640"), (0o602, "mode 0602")] {
        home.write("open", TOKEN, mode);
        let said = refusal(&home, "token_file = \"open\"").await;
        assert!(said.contains(told) && said.contains("chmod 600") && !said.contains(TOKEN), "{said}");
    }
    symlink(home.folder.path().join("token"), home.folder.path().join("link")).unwrap();
    assert!(refusal(&home, "token_file = \"link\"").await.contains("is a symbolic link"));
    assert!(refusal(&home, "token_file = \".\"").await.contains("is not a regular file"));
    assert!(refusal(&home, "token_file = \"none\"").await.contains("cannot be read: there is no such file or folder"));
    home.write("private", &format!("{TOKEN}\r\n"), 0o400);
    assert_eq!(sent(&home, "token_file = \"private\"").await, Some(format!("Bearer {TOKEN}")));
}

#[tokio::test(flavor = "current_thread")]
async fn a_wrapped_token_is_refused_with_its_column() {
    let home = Home::new();
    home.write("wrapped", &format!("{}\n{}\n", "x".repeat(76), "y".repeat(16)), 0o600);
    let said = refusal(&home, "token_file = \"wrapped\"").await;
    assert!(said.contains("line break at column 77") && said.contains("base64 -w0"), "{said}");
    home.write("empty", "\n", 0o600);
    assert!(refusal(&home, "token_file = \"empty\"").await.contains("the token is empty"));
    home.write("long", &"x".repeat(100_000), 0o600);
    assert!(refusal(&home, "token_file = \"long\"").await.contains("more than 16 kB"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_command_is_run_without_a_shell_and_its_failure_named() {
    let home = Home::new();
    let printf = r#"token_command = ["printf", "%s\\n", "$HOME;a"]"#;
    assert_eq!(sent(&home, printf).await.as_deref(), Some("Bearer $HOME;a"));
    let failing = r#"token_command = ["sh", "-c", "echo dG9rZW4; echo oops >&2; exit 3"]"#;
    let said = refusal(&home, failing).await;
    assert!(said.contains("\"sh\" ended with exit status: 3"), "{said}");
    assert!(!said.contains("dG9rZW4") && !said.contains("oops"), "{said}");
    let said = refusal(&home, r#"token_command = ["/nowhere/fetch", "secret-argument"]"#).await;
    assert!(said.contains("\"/nowhere/fetch\" could not be started: there is no such file or folder"), "{said}");
    assert!(!said.contains("secret-argument"), "{said}");
    assert!(refusal(&home, r#"token_command = ["yes"]"#).await.contains("more than 16 kB"));
    // Its standard input is empty, so a program that asks for something ends instead of waiting.
    assert!(refusal(&home, r#"token_command = ["cat"]"#).await.contains("the token is empty"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_slow_command_is_started_once_and_survives_the_reader_that_started_it() {
    let home = Home::new();
    let folder = home.folder.path().to_owned();
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let script = format!(r#""cd '{}'; echo >> starts; cat pipe""#, folder.display());
    let server = RawServer::start([json("{}"), json("{}")]);
    let client =
        Arc::new(ApiClient::new(&home.profile(&server.url(), &format!(r#"token_command = ["sh", "-c", {script}]"#))));
    let reader = || {
        let client = Arc::clone(&client);
        tokio::spawn(async move { client.caller().await })
    };
    let first = reader();
    // Opening it waits until the command reads from it.
    let mut pipe =
        tokio::task::spawn_blocking(|| std::fs::File::options().write(true).open(pipe)).await.unwrap().unwrap();
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let (second, third) = (reader(), reader());
    pipe.write_all(TOKEN.as_bytes()).unwrap();
    drop(pipe);
    second.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
    assert_eq!(std::fs::read_to_string(folder.join("starts")).unwrap(), "\n");
    let bearer = format!("Bearer {TOKEN}");
    assert!(server.requests().iter().all(|request| request.header("authorization") == Some(&bearer)));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_command_that_failed_is_tried_anew_with_the_next_request() {
    let home = Home::new();
    let later = home.folder.path().join("later");
    let server = RawServer::start([json("{}")]);
    let client =
        ApiClient::new(&home.profile(&server.url(), &format!(r#"token_command = ["cat", "{}"]"#, later.display())));
    let problem = client.caller().await.unwrap_err();
    assert!(problem.what.contains("\"cat\" ended with exit status: 1"), "{problem}");
    home.write("later", TOKEN, 0o600);
    client.caller().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_variable_is_read_at_the_start_alone_and_hidden_from_the_commands_of_other_profiles() {
    let home = Home::new();
    // Cargo sets this one for every test; a test may not set one itself. What takes it is the program, once.
    assert!(refusal(&home, "token_env = \"CARGO_PKG_NAME\"").await.contains("CARGO_PKG_NAME"));
    assert!(refusal(&home, "token_env = \"CREDESK_NO_SUCH_VARIABLE\"").await.contains("CREDESK_NO_SUCH_VARIABLE"));
    let other = "[profiles.other]\nurl = \"https://x.ch\"\ntoken_env = \"CARGO_PKG_NAME\"";
    let command = r#"token_command = ["sh", "-c", "printf '[%s]' \"$CARGO_PKG_NAME\""]"#;
    let server = RawServer::start([json("{}")]);
    let text = format!("default_profile = \"a\"\n[profiles.a]\nurl = \"{}\"\n{command}\n{other}\n", server.url());
    let config = credesk::config::load(&home.write("two.toml", &text, 0o600)).unwrap();
    ApiClient::new(config.profile(None).unwrap()).caller().await.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer []"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_401_drops_the_token_and_nothing_is_sent_again_by_itself() {
    let home = Home::new();
    let server = RawServer::start([json("{}"), status("401 Unauthorized", "{}"), json("{}")]);
    let client = ApiClient::new(&home.profile(&server.url(), ""));
    client.caller().await.unwrap();
    home.write("token", "bmV3ZXI", 0o600);
    let answer = client.write(Write::ResetPuk(user())).await;
    assert!(matches!(answer, WriteAnswer::Refused(..)), "{answer:?}");
    assert_eq!(server.requests().len(), 2);
    client.caller().await.unwrap();
    let sent: Vec<_> =
        server.requests().iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, [format!("Bearer {TOKEN}"), format!("Bearer {TOKEN}"), "Bearer bmV3ZXI".into()]);
}

fn jwt(exp: u64) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", part(r#"{"alg":"HS256"}"#), part(&format!(r#"{{"sub":"1034","exp":{exp}}}"#)))
}

fn access(token: &str) -> String {
    format!(r#"{{"access_token":"{token}","token_type":"bearer"}}"#)
}

fn login() -> (LoginId, Secret) {
    (LoginId::new("demo.all"), Secret::new("my \"pass\"".into()))
}

#[tokio::test(flavor = "current_thread")]
async fn the_x_token_goes_to_the_three_requests_that_want_it_until_a_401() {
    let home = Home::new();
    let token = jwt(99_999_999_999);
    let nothing = || std::iter::repeat_with(|| json("{}"));
    let replies = nothing().take(1).chain([json(&access(&token))]).chain(nothing().take(5));
    let server = RawServer::start(replies.chain([status("401 Unauthorized", "{}"), json("{}")]));
    let client = ApiClient::new(&home.profile(&server.url(), "self_admin = true"));
    client.write(Write::ResetTempStrongPassword(user())).await;
    let (name, password) = login();
    client.sign_in(&name, password).await.unwrap();
    let replace = Write::ReplaceOtpCard { user: user(), card: card(), comment: None, version: None };
    client.write(Write::ResetTempStrongPassword(user())).await;
    client.write(replace).await;
    client.otp_card(&user(), &card()).await.unwrap().1.unwrap_err();
    client.write(Write::ResetTicket(user())).await;
    client.write(Write::ResetPuk(user())).await;
    client.rights().await.unwrap_err();
    client.write(Write::ResetTempStrongPassword(user())).await;
    let requests = server.requests();
    assert_eq!(requests[1].line(), "POST /nevisidm/api/principal/v1/token HTTP/1.1");
    assert_eq!(requests[1].body, r#"{"username":"demo.all","password":"my \"pass\"","grant_type":"password"}"#);
    let with: Vec<_> = requests.iter().map(|request| request.header("x-token") == Some(token.as_str())).collect();
    assert_eq!(with, [false, false, true, true, true, false, false, false, false]);
    assert_eq!(requests[8].header("x-token"), None);
}

#[tokio::test(flavor = "current_thread")]
async fn an_x_token_that_ended_or_cannot_be_used_is_not_kept() {
    let home = Home::new();
    let wrong = status("401 Unauthorized", r#"{"errors":[{"code":"errors.x","message":"wrong password"}]}"#);
    let ended = json(&access(&jwt(1_231_414)));
    let replies = [wrong, ended, json("{}"), json(&access("a b")), json("{}"), json(&access("opaque")), json("{}")];
    let server = RawServer::start(replies);
    let client = ApiClient::new(&home.profile(&server.url(), "self_admin = true"));
    let reset = || Write::ResetTempStrongPassword(user());
    let problem = client.sign_in(&login().0, login().1).await.unwrap_err();
    assert!(problem.to_string().starts_with("The password was not accepted."), "{problem}");
    client.sign_in(&login().0, login().1).await.unwrap();
    client.write(reset()).await;
    for _ in 0..2 {
        let problem = client.sign_in(&login().0, login().1).await.unwrap_err();
        assert!(problem.what.contains("access_token"), "{problem}");
    }
    client.sign_in(&login().0, login().1).await.unwrap();
    client.write(reset()).await;
    let requests = server.requests();
    assert_eq!((requests[2].header("x-token"), requests[6].header("x-token")), (None, Some("opaque")));
}
