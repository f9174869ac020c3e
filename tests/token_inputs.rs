//! Every way in which a token, or a file that a profile names, can be wrong: each has its own sentence, and nothing is sent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use credesk::api::ApiClient;
use credesk::config;
use credesk::domain::write::{Write, WriteAnswer};
use support::ids::user;
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, json};

/// What the operator reads where a profile with these lines has no token; nothing may have been sent.
async fn refusal(home: &Home, lines: &str) -> String {
    let server = RawServer::start([]);
    let client = ApiClient::new(&home.profile(&server.url(), lines));
    let answer = client.write(Write::ResetPuk(user())).await;
    let WriteAnswer::NotSent(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(server.connections(), 0);
    let next = if problem.what.contains(" ended with ") {
        "Run that program by hand to see what it wants, and sign in there; then try again."
    } else {
        "Put the profile right, then try again."
    };
    assert_eq!(problem.next, next);
    problem.what.strip_prefix("There is no token to sign in with: ").unwrap().to_owned()
}

async fn accepted(home: &Home, lines: &str) {
    let server = RawServer::start([json("{}")]);
    ApiClient::new(&home.profile(&server.url(), lines)).caller().await.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}

const WRAPPED: &str = "GNU base64 wraps lines at 76 characters: make the token with base64 -w0.";

fn line_break(column: usize) -> String {
    format!("the token has a line break at column {column}. {WRAPPED}")
}

fn sign(column: usize) -> String {
    format!(
        "the token has a space or another sign at column {column} that no token has. Where it was made with base64, use base64 -w0."
    )
}

/// Contents that are no token, with their sentences.
fn contents() -> Vec<(Vec<u8>, String)> {
    let long = "x".repeat(76);
    vec![
        (format!("{long}\nyyyy\n").into_bytes(), line_break(77)),
        (format!("{long}\r\nyyyy\r\n").into_bytes(), line_break(77)),
        (b"abc\rdef".to_vec(), line_break(4)),
        (b"abc\n\n".to_vec(), line_break(4)),
        (b"\nabc".to_vec(), line_break(1)),
        (b"abc\0def".to_vec(), sign(4)),
        (b"abc\tdef".to_vec(), sign(4)),
        (b"abc def".to_vec(), sign(4)),
        (b" abc".to_vec(), sign(1)),
        (b"abc ".to_vec(), sign(4)),
        (b"\xef\xbb\xbfabc".to_vec(), sign(1)),
        ("ab\u{e9}".as_bytes().to_vec(), sign(3)),
        (b"ab\x1b[2J".to_vec(), sign(3)),
        (b"ab\xff".to_vec(), sign(3)),
        (b"ab\x7f".to_vec(), sign(3)),
        (Vec::new(), "the token is empty.".into()),
        (b"\n".to_vec(), "the token is empty.".into()),
        (b"\r\n".to_vec(), "the token is empty.".into()),
        (vec![b'x'; 16 * 1024 + 1], "the token has more than 16 kB.".into()),
        (vec![b'x'; 16 * 1024 + 3], "the token has more than 16 kB.".into()),
        (vec![b'x'; 1_000_000], "the token has more than 16 kB.".into()),
    ]
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_no_token_is_told_with_its_column_from_a_file_and_from_a_program() {
    let home = Home::new();
    for (content, said) in contents() {
        let path = home.write("odd", "", 0o600);
        fs::write(&path, &content).unwrap();
        assert_eq!(refusal(&home, "token_file = \"odd\"").await, said, "{:?}", &content[..content.len().min(90)]);
        let cat = format!(r#"token_command = ["cat", "{}"]"#, path.display());
        assert_eq!(refusal(&home, &cat).await, said, "{:?}", &content[..content.len().min(90)]);
    }
    let path = home.write("longest", "", 0o600);
    fs::write(&path, [&[b'x'; 16 * 1024][..], b"\r\n"].concat()).unwrap();
    let server = RawServer::start([json("{}")]);
    ApiClient::new(&home.profile(&server.url(), "token_file = \"longest\"")).caller().await.unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn a_program_that_gives_no_token_is_told_with_its_name() {
    let home = Home::new();
    let plain = home.write("plain", "#!/bin/sh\necho x\n", 0o600);
    let run = |script: &str| format!(r#"token_command = ["sh", "-c", "{script}"]"#);
    let named = |path: &Path| format!(r#"token_command = ["{}", "dG9rZW4"]"#, path.display());
    for (line, said) in [
        (run("yes"), "the token has more than 16 kB.".to_owned()),
        (run("echo dG9rZW4 >&2"), "the token is empty.".to_owned()),
        (run("echo dG9rZW4; echo no >&2; exit 3"), "token_command \"sh\" ended with exit status: 3.".to_owned()),
        (run("kill -9 $$"), "token_command \"sh\" ended with signal: 9 (SIGKILL).".to_owned()),
        (
            named(Path::new("/nowhere/fetch")),
            "token_command \"/nowhere/fetch\" could not be started: there is no such file or folder.".to_owned(),
        ),
        (named(&plain), format!("token_command \"{}\" could not be started: permission denied.", plain.display())),
        (
            named(home.folder.path()),
            format!("token_command \"{}\" could not be started: permission denied.", home.folder.path().display()),
        ),
    ] {
        assert_eq!(refusal(&home, &line).await, said);
    }
}

/// The sentence about a file of this name.
fn of_file(home: &Home, name: &str, why: &str) -> String {
    format!("token_file {} {why}.", home.folder.path().join(name).display())
}

#[tokio::test(flavor = "current_thread")]
async fn a_token_file_that_is_not_ones_own_alone_is_refused() {
    let home = Home::new();
    let at = |name: &str| home.folder.path().join(name);
    for mode in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666, 0o777] {
        home.write("open", TOKEN, mode);
        let why = format!("is open to others (mode {mode:04o}): run chmod 600 on it");
        assert_eq!(refusal(&home, "token_file = \"open\"").await, of_file(&home, "open", &why));
    }
    symlink(at("token"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    for link in ["link", "dangling"] {
        let why = "is a symbolic link: name the file itself";
        assert_eq!(refusal(&home, &format!("token_file = \"{link}\"")).await, of_file(&home, link, why));
    }
    fs::create_dir(at("folder")).unwrap();
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(at("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for (name, why) in [
        ("folder", "is not a regular file"),
        ("pipe", "is not a regular file"),
        ("none", "cannot be read: there is no such file or folder"),
        ("token/below", "cannot be read: not a directory"),
    ] {
        assert_eq!(refusal(&home, &format!("token_file = \"{name}\"")).await, of_file(&home, name, why));
    }
    assert!(refusal(&home, "token_file = \"socket\"").await.contains("socket cannot be read: "));
    assert_eq!(refusal(&home, "token_file = \"/dev/null\"").await, "token_file /dev/null is not a regular file.");
}

#[tokio::test(flavor = "current_thread")]
async fn the_folder_of_a_token_file_must_keep_others_from_exchanging_it() {
    let home = Home::new();
    let folder = home.folder.path().join("folder");
    fs::create_dir(&folder).unwrap();
    home.write("folder/token", TOKEN, 0o600);
    let line = "token_file = \"folder/token\"";
    let mode = |mode| fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
    for open in [0o777, 0o770, 0o702] {
        mode(open);
        let why = format!("lies in a folder that others may write to (mode {open:04o}): run chmod go-w on it");
        assert_eq!(refusal(&home, line).await, of_file(&home, "folder/token", &why));
    }
    // In a folder like /tmp nobody can remove or rename a file of somebody else's.
    for fine in [0o700, 0o755, 0o1777] {
        mode(fine);
        accepted(&home, line).await;
    }
    // What leads to the folder is no matter, and neither is another name of the file.
    symlink(&folder, home.folder.path().join("way")).unwrap();
    accepted(&home, "token_file = \"way/token\"").await;
    fs::hard_link(folder.join("token"), home.folder.path().join("second")).unwrap();
    accepted(&home, "token_file = \"second\"").await;
}

/// Whether this process may give files away.
fn is_root() -> bool {
    parts::is_there("root", rustix::process::geteuid().is_root())
}

const NOBODY: u32 = 65534;

#[tokio::test(flavor = "current_thread")]
async fn a_foreign_file_and_a_foreign_folder_are_refused_even_by_root() {
    if !is_root() {
        return;
    }
    let home = Home::new();
    let folder = home.folder.path().join("folder");
    fs::create_dir(&folder).unwrap();
    let path = home.write("folder/token", TOKEN, 0o600);
    std::os::unix::fs::chown(&path, Some(NOBODY), None).unwrap();
    let line = "token_file = \"folder/token\"";
    assert_eq!(refusal(&home, line).await, of_file(&home, "folder/token", "belongs to another user"));
    std::os::unix::fs::chown(&path, Some(0), None).unwrap();
    std::os::unix::fs::chown(&folder, Some(NOBODY), None).unwrap();
    let why = "lies in a folder that belongs to another user";
    assert_eq!(refusal(&home, line).await, of_file(&home, "folder/token", why));

    let path = home.write("config.toml", "", 0o600);
    std::os::unix::fs::chown(&path, Some(NOBODY), None).unwrap();
    assert_eq!(
        config::load(&path).unwrap_err().to_string(),
        format!(
            "The configuration file {} belongs to another user, who could name another server in it. Use one of your own, or one \
             of root's.",
            path.display()
        )
    );
    std::os::unix::fs::chown(&path, Some(0), None).unwrap();
    let path = home.write("ca.pem", "", 0o600);
    std::os::unix::fs::chown(&path, Some(NOBODY), None).unwrap();
    let said = of_tls(&home, "ca_file = \"ca.pem\"").await;
    assert_eq!(said, format!("ca_file {} belongs to another user.", path.display()));
}

#[test]
fn a_configuration_may_be_a_link_but_neither_a_pipe_nor_a_folder() {
    let home = Home::new();
    let at = |name: &str| home.folder.path().join(name);
    home.profile("https://idm.example.ch", "");
    symlink(at("config.toml"), at("link.toml")).unwrap();
    config::load(&at("link.toml")).unwrap();
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(at("pipe")).status().unwrap().success());
    for name in ["pipe", "."] {
        let said = config::load(&at(name)).unwrap_err().to_string();
        assert!(said.ends_with("cannot be read: it is not a regular file."), "{said}");
    }
    // What counts are the permissions of the file that the link leads to.
    home.write("config.toml", "", 0o620);
    assert!(config::load(&at("link.toml")).unwrap_err().to_string().contains("can be changed by others"));
}

/// What the operator reads of a request over TLS that cannot be made.
async fn of_tls(home: &Home, lines: &str) -> String {
    let client = ApiClient::new(&home.profile("https://127.0.0.1:9", lines));
    let answer = client.write(Write::ResetPuk(user())).await;
    let WriteAnswer::NotSent(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(problem.fault, Some("setup"));
    problem.what
}

#[tokio::test(flavor = "current_thread")]
async fn keys_and_certificates_that_others_have_a_hand_in_are_refused() {
    let home = Home::new();
    let at = |name: &str| home.folder.path().join(name).display().to_string();
    let key = rcgen::generate_simple_self_signed(["me".to_owned()]).unwrap();
    home.write("me.pem", &key.cert.pem(), 0o644);
    let both = "client_certificate = \"me.pem\"\nclient_key = \"me.key\"";
    for mode in [0o640, 0o604, 0o644] {
        home.write("me.key", &key.signing_key.serialize_pem(), mode);
        let why = format!("is open to others (mode {mode:04o}): run chmod 600 on it");
        assert_eq!(of_tls(&home, both).await, format!("client_key {} {why}.", at("me.key")));
    }
    fs::rename(at("me.key"), at("there")).unwrap();
    symlink(at("there"), at("me.key")).unwrap();
    let said = of_tls(&home, both).await;
    assert_eq!(said, format!("client_key {} is a symbolic link: name the file itself.", at("me.key")));
    home.write("me.pem", &key.cert.pem(), 0o664);
    let why = "can be changed by others (mode 0664): run chmod go-w on it";
    assert_eq!(of_tls(&home, both).await, format!("client_certificate {} {why}.", at("me.pem")));
    home.write("ca.pem", &key.cert.pem(), 0o666);
    let said = of_tls(&home, "ca_file = \"ca.pem\"").await;
    assert_eq!(said, format!("ca_file {} can be changed by others (mode 0666): run chmod go-w on it.", at("ca.pem")));
    let said = of_tls(&home, "ca_file = \"none\"").await;
    assert_eq!(said, format!("ca_file {} cannot be read: there is no such file or folder.", at("none")));
}
