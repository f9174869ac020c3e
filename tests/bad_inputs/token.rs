//! Bad tokens: nothing is sent with them, or nothing is done for them.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credesk::sandbox::{Answer, Fault, Harm};
use rustix::process::geteuid;

use crate::desk::Desk;
use crate::parts::is_there;
use crate::seat::sandbox;
use crate::told::{asked, at_a_console, at_the_console, reads, says, standing, writes};

const PRINT: [&str; 4] = ["--user", "demo.all", "--to", "text"];

/// Asserts that a card is not printed for want of a token, and that the server hears nothing of it.
#[track_caller]
fn no_token(desk: &Desk, why: &str) {
    let text = format!("There is no token to sign in with: {why}\nPut the profile right, then try again.\n");
    says(&desk.print(&PRINT), 3, &text);
    assert_eq!(asked(&desk.sandbox), 0);
    assert_eq!(desk.lines().len(), 0);
}

#[test]
fn bad_02_token_file_that_is_a_symlink() {
    let desk = Desk::new();
    let link = desk.path("link");
    symlink(desk.path("token"), &link).unwrap();
    desk.configure(&desk.sandbox.url(), "token_file = \"link\"");
    no_token(&desk, &format!("token_file {} is a symbolic link: name the file itself.", link.display()));
    assert!(link.is_symlink());
}

#[test]
fn bad_02_token_file_that_is_foreign_or_open_to_others() {
    let desk = Desk::new();
    let path = desk.path("token");
    let token = path.display();
    for bits in [0o640, 0o604, 0o666] {
        fs::set_permissions(&path, Permissions::from_mode(bits)).unwrap();
        no_token(&desk, &format!("token_file {token} is open to others (mode {bits:04o}): run chmod 600 on it."));
    }
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    if is_there("root", geteuid().is_root()) {
        chown(&path, Some(65_534), None).unwrap();
        no_token(&desk, &format!("token_file {token} belongs to another user."));
    }
}

#[test]
fn bad_05_token_with_a_line_break_at_column_77() {
    let desk = Desk::new();
    desk.give_token(&format!("{}\n{}\n", "x".repeat(76), "y".repeat(20)));
    no_token(
        &desk,
        "the token has a line break at column 77. GNU base64 wraps lines at 76 characters: make the token with base64 -w0.",
    );
}

/// A JWT whose time was over in 2020.
fn over() -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", part(r#"{"alg":"HS256"}"#), part(r#"{"sub":"m.huber","exp":1577836800}"#))
}

#[test]
fn bad_06_token_that_tells_of_its_own_end() {
    let desk = Desk::new();
    desk.give_token(&over());
    let what = |from: &str| format!("The token {from} ended on 2020-01-01T00:00:00Z, by this host's clock.");
    let text = format!(
        "{}\nPut a new one into that file, then try again.\n",
        what(&format!("in token_file {}", desk.path("token").display()))
    );
    says(&desk.print(&PRINT), 3, &text);
    assert_eq!((asked(&desk.sandbox), desk.lines().len()), (0, 0));
    let profile = crate::seat::profile_at(&desk.sandbox.url(), &over(), "");
    let told = at_a_console(&profile, async |seat| {
        let next = "Sign in where that program gets it, then try again.";
        reads(seat, &[&what("that token_command \"echo\" printed"), next]).await;
        // The operator's work goes on, and what is typed stays.
        seat.keys("<Esc>demo").until("Search  demo").await;
        reads(seat, &[&what("that token_command \"echo\" printed"), next]).await;
    });
    assert_eq!(asked(&desk.sandbox), 0);
    assert_eq!(told, ["session-started"]);
}

#[test]
fn bad_06_token_that_the_server_takes_for_expired() {
    let desk = Desk::new();
    desk.give_token("dGhpcy10b2tlbi1oYXMtZW5kZWQ");
    let text = "nevisIDM does not accept your sign-in: the token is wrong, or has ended.\nGet a new token, then run \
                the command again.\nnevisIDM said: The bearer token is not valid\n";
    says(&desk.print(&PRINT), 3, text);
    assert_eq!(desk.lines().len(), 0);
}

#[test]
fn bad_06_token_that_expires_between_the_last_reading_and_the_reset() {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1001");
    let expired = r#"{"errors":[{"code":"errors.unauthenticated","message":"token expired"}]}"#;
    sandbox.inject(Fault::new("POST", "/puk/reset", Harm::Instead(Answer::Status(401, expired.into()))));
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.all").await.confirm("r", "demo.all").await;
        reads(
            seat,
            &[
                "nevisIDM does not accept your sign-in: the token is wrong, or has ended. Nothing was changed: no reset \
                 took place. Sign in again: the next request fetches the token anew. Your selection is kept.",
                "nevisIDM said: errors.unauthenticated: token expired",
            ],
        )
        .await;
        seat.until("or type demo.all and press Enter").await;
    });
    assert_eq!(standing(&sandbox, "1001"), before);
    assert_eq!(writes(&sandbox), 1, "it was asked for once, and refused");
    assert_eq!(told, ["session-started", "confirmed", "refused signed-out"]);
}
