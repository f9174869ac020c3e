//! When a token is fetched anew: when its time is over, and once for readings that met 401. Never does a change go out twice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use assert_cmd::Command;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credesk::api::ApiClient;
use credesk::config::{Profile, TokenSource};
use credesk::domain::fault::Fault;
use credesk::domain::write::{Write, WriteAnswer};
use credesk::secret::Secret;
use support::ids::user;
use support::profile::Home;
use support::raw_server::{RawServer, Reply, Round, json, status};

fn no() -> Reply {
    status("401 Unauthorized", "{}")
}

fn jwt(exp: u64) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", part(r#"{"alg":"HS256"}"#), part(&format!(r#"{{"sub":"1034","exp":{exp}}}"#)))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A program that writes one `x` more into the file `runs` at each run, and prints all of them as the token.
struct Counting {
    home: Home,
    client: Arc<ApiClient>,
}

impl Counting {
    fn new(server: &RawServer) -> Self {
        let home = Home::new();
        let folder = home.folder.path().display();
        let line = format!(r#"token_command = ["sh", "-c", "cd '{folder}' && printf x >> runs && cat runs"]"#);
        Self { client: Arc::new(ApiClient::new(&home.profile(&server.url(), &line))), home }
    }

    fn runs(&self) -> usize {
        std::fs::read(self.home.folder.path().join("runs")).map_or(0, |runs| runs.len())
    }
}

/// The tokens that were sent, in the order of the requests.
fn sent(server: &RawServer) -> Vec<String> {
    server.requests().iter().map(|request| request.header("authorization").unwrap().replace("Bearer ", "")).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_reading_that_meets_401_goes_out_once_more_with_another_token() {
    let server = RawServer::start([no(), json("{}"), json("{}")]);
    let desk = Counting::new(&server);
    desk.client.caller().await.unwrap();
    desk.client.caller().await.unwrap();
    assert_eq!(sent(&server), ["x", "xx", "xx"]);
    assert_eq!(desk.runs(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_reading_never_goes_out_a_third_time() {
    let server = RawServer::start([no(), no(), no(), no(), json("{}")]);
    let desk = Counting::new(&server);
    for runs in [2, 4] {
        let problem = desk.client.caller().await.unwrap_err();
        assert_eq!(problem.fault, Some("signed-out"), "{problem}");
        assert_eq!((server.requests().len(), desk.runs()), (runs, runs));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_change_that_meets_401_goes_out_once_and_the_next_reading_renews() {
    let server = RawServer::start([no(), json("{}")]);
    let desk = Counting::new(&server);
    let answer = desk.client.write(Write::ResetPuk(user())).await;
    let WriteAnswer::Refused(Fault::SignedOut, problem) = answer else { panic!("{answer:?}") };
    assert!(problem.to_string().contains("Nothing was changed: no reset took place."), "{problem}");
    assert_eq!((server.requests().len(), desk.runs()), (1, 1));
    desk.client.caller().await.unwrap();
    assert_eq!(sent(&server), ["x", "xx"]);
}

#[tokio::test(flavor = "current_thread")]
async fn readings_that_meet_401_at_once_have_the_program_run_once() {
    let round = |reply: fn() -> Reply| -> Round { (0..4).map(|_| ("/me", reply())).collect() };
    let server = RawServer::start_rounds([round(no), round(|| json("{}"))]);
    let desk = Counting::new(&server);
    let readings: Vec<_> = (0..4)
        .map(|_| {
            let client = Arc::clone(&desk.client);
            tokio::spawn(async move { client.caller().await })
        })
        .collect();
    for reading in readings {
        reading.await.unwrap().unwrap();
    }
    assert_eq!(sent(&server), ["x", "x", "x", "x", "xx", "xx", "xx", "xx"]);
    assert_eq!(desk.runs(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_program_that_gives_the_refused_token_again_brings_no_second_request() {
    let home = Home::new();
    let server = RawServer::start([no(), json("{}")]);
    let client = ApiClient::new(&home.profile(&server.url(), r#"token_command = ["printf", "same"]"#));
    assert_eq!(client.caller().await.unwrap_err().fault, Some("signed-out"));
    assert_eq!(sent(&server), ["same"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_token_that_no_program_gives_is_not_renewed_but_read_again_with_the_next_request() {
    let home = Home::new();
    let server = RawServer::start([no(), json("{}"), no(), json("{}")]);
    let client = ApiClient::new(&home.profile(&server.url(), "token_file = \"token\""));
    home.write("token", "first", 0o600);
    assert_eq!(client.caller().await.unwrap_err().fault, Some("signed-out"));
    home.write("token", "second", 0o600);
    client.caller().await.unwrap();
    // What was taken out of the environment at the start is there once, and stays what it is.
    let given = TokenSource::Given(Arc::new(Secret::new("taken".into())));
    let client = ApiClient::new(&Profile { token: given, ..home.profile(&server.url(), "token_env = \"T\"") });
    client.caller().await.unwrap_err();
    client.caller().await.unwrap();
    assert_eq!(sent(&server), ["first", "second", "taken", "taken"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_program_that_cannot_renew_is_told_of() {
    let home = Home::new();
    let token = home.folder.path().join("token");
    let line = format!(r#"token_command = ["sh", "-c", "cat '{0}' && rm '{0}'"]"#, token.display());
    let server = RawServer::start([no()]);
    let problem = ApiClient::new(&home.profile(&server.url(), &line)).caller().await.unwrap_err();
    assert!(problem.what.contains("\"sh\" ended with exit status: 1"), "{problem}");
    assert_eq!(server.requests().len(), 1);
}

/// What the operator reads where a profile with this line has a token that ended.
async fn ended(home: &Home, line: &str) -> String {
    let server = RawServer::start([]);
    let client = ApiClient::new(&home.profile(&server.url(), line));
    let read = client.caller().await.unwrap_err();
    assert_eq!(read.fault, Some("token-ended"));
    let answer = client.write(Write::ResetPuk(user())).await;
    let WriteAnswer::NotSent(Fault::TokenEnded(..), problem) = answer else { panic!("{answer:?}") };
    assert_eq!((problem.what.as_str(), problem.next.as_str()), (read.what.as_str(), read.next.as_str()));
    assert_eq!(server.connections(), 0);
    read.to_string()
}

#[tokio::test(flavor = "current_thread")]
async fn a_token_whose_time_is_over_is_not_sent() {
    let home = Home::new();
    let folder: PathBuf = home.folder.path().canonicalize().unwrap();
    let path = home.write("token", &format!("{}\n", jwt(1_300_819_380)), 0o600);
    let since = "ended on 2011-03-22T18:43:00Z, by this host's clock.";
    assert_eq!(
        ended(&home, "token_file = \"token\"").await,
        format!("The token in token_file {} {since} Put a new one into that file, then try again.", path.display())
    );
    assert_eq!(
        ended(&home, &format!(r#"token_command = ["cat", "{}"]"#, folder.join("token").display())).await,
        format!(
            "The token that token_command \"cat\" printed {since} Sign in where that program gets it, then try again."
        )
    );
}

#[tokio::test(flavor = "current_thread")]
async fn clocks_may_differ_by_thirty_seconds() {
    let home = Home::new();
    for (late, goes) in [(20, true), (31, false)] {
        let server = RawServer::start([json("{}")]);
        home.write("token", &jwt(now() - late), 0o600);
        let read = ApiClient::new(&home.profile(&server.url(), "")).caller().await;
        assert_eq!((read.is_ok(), server.requests().len()), (goes, usize::from(goes)), "{late} s");
    }
}

#[test]
fn the_command_line_ends_with_3() {
    let home = Home::new();
    home.profile("http://127.0.0.1:1", ""); // nobody listens there, and nobody is asked
    home.write("token", &jwt(1_300_819_380), 0o600);
    let mut command = Command::cargo_bin("credesk").unwrap();
    command.env_clear().current_dir(home.folder.path()).env("HOME", home.folder.path());
    command.args(["--config", "config.toml", "otp", "print", "--user", "demo.all", "--to", "text"]);
    let said = command.assert().code(3);
    let said = String::from_utf8_lossy(&said.get_output().stderr).into_owned();
    assert!(
        said.contains("ended on 2011-03-22T18:43:00Z, by this host's clock.\nPut a new one into that file"),
        "{said}"
    );
}
