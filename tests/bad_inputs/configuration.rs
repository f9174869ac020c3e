//! Bad inputs before anything is asked of a server: the configuration and the command line.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use rustix::process::geteuid;

use crate::desk::{Desk, mode};
use crate::parts::is_there;
use crate::told::{asked, refuses_to_begin, says};

/// A desk whose whole configuration is this text.
fn with(text: &str) -> Desk {
    let desk = Desk::new();
    fs::write(desk.path("config.toml"), text).unwrap();
    desk
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn bad_01_config_that_others_may_write() {
    let desk = Desk::new();
    let path = desk.path("config.toml");
    let before = fs::read(&path).unwrap();
    let config = path.display();
    for bits in [0o620, 0o602, 0o666, 0o664] {
        allow(&path, bits);
        let text = format!(
            "The configuration file {config} can be changed by others, who could name another server in it. \
             Run: chmod go-w {config}\n"
        );
        refuses_to_begin(&desk, 2, &text);
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (before.clone(), bits));
    }
}

#[test]
fn bad_01_config_of_another_user() {
    if !is_there("root", geteuid().is_root()) {
        return;
    }
    let desk = Desk::new();
    let path = desk.path("config.toml");
    chown(&path, Some(65_534), None).unwrap();
    let text = format!(
        "The configuration file {} belongs to another user, who could name another server in it. Use one of your own, or one of \
         root's.\n",
        path.display()
    );
    refuses_to_begin(&desk, 2, &text);
}

/// It holds no secret, so reading it harms nobody. What would be one does not get that far.
#[test]
fn bad_01_config_that_others_may_read_is_fine_and_a_token_in_it_is_not() {
    let desk = Desk::new();
    let path = desk.path("config.toml");
    allow(&path, 0o644);
    assert_eq!(desk.print(&["--user", "demo.all", "--to", "text"]).code, 0);
    let desk = with("[profiles.test]\nurl = \"https://idm.example.ch\"\ntoken = \"c2VjcmV0LW9mLXRoZS1kZXNr\"\n");
    allow(&desk.path("config.toml"), 0o600);
    let text = format!(
        "{}:3: secrets do not belong into the configuration. Remove \"token\", and use token_command (a program that \
         prints it) or token_file (a file that only you can read).\n",
        desk.path("config.toml").display()
    );
    refuses_to_begin(&desk, 2, &text);
}

#[test]
fn bad_03_token_on_the_command_line() {
    let desk = Desk::new();
    let text = |name: &str| {
        format!(
            "credesk takes no {name}: everybody on this host can read a command line. Let the profile fetch the token with \
             token_command (a program that prints it) or token_file (a file that only you can read). If the secret was \
             real, change it.\n"
        )
    };
    for (arguments, name) in [
        (&["--token", "c2VjcmV0"][..], "--token"),
        (&["--token=c2VjcmV0"], "--token"),
        (&["--read-only", "--password=c2VjcmV0", "demo"], "--password"),
        (&["otp", "print", "--user", "demo.all", "--to", "text", "--token", "c2VjcmV0"], "--token"),
    ] {
        says(&desk.run(&mut desk.line(&[], arguments)), 2, &text(name));
    }
    assert_eq!(asked(&desk.sandbox), 0);
    assert!(!desk.journal().exists());
}

#[test]
fn bad_04_http_to_a_far_host_or_user_and_password_in_the_url() {
    let far = "\"url\" must begin with https: only a server on this very host (127.0.0.1, ::1, localhost) may be reached \
               by http.";
    let secret = "\"url\" holds a user or a password: secrets do not belong into an address.";
    for (url, why) in [
        ("http://idm.example.ch", far),
        ("http://127.0.0.1.example.ch", far),
        ("https://m.huber:c2VjcmV0@idm.example.ch", secret),
        ("https://m.huber@idm.example.ch", secret),
        ("http://m.huber:c2VjcmV0@127.0.0.1", secret),
    ] {
        let desk = with(&format!("[profiles.test]\nurl = \"{url}\"\ntoken_file = \"token\"\n"));
        refuses_to_begin(&desk, 2, &format!("{}:2: {why}\n", desk.path("config.toml").display()));
    }
}

#[test]
fn bad_07_unknown_key_with_the_nearest_one_and_the_line() {
    let at = "[profiles.test]\nurl = \"https://idm.example.ch\"\ntoken_file = \"token\"\n";
    for (text, line, why) in [
        (format!("{at}read_onyl = true\n"), 4, "the key \"read_onyl\" is not known; did you mean \"read_only\"?"),
        (format!("{at}\n# a\nreveel = \"never\"\n"), 6, "the key \"reveel\" is not known; did you mean \"reveal\"?"),
        (
            format!("defualt_profile = \"test\"\n{at}"),
            1,
            "the key \"defualt_profile\" is not known; did you mean \"default_profile\"?",
        ),
        (format!("{at}insecure = true\n"), 4, "the key \"insecure\" is not known."),
        (format!("{at}\"a\\u001b[2J\\u202e\" = 1\n"), 4, "the key \"a<U+001B>[2J<U+202E>\" is not known."),
    ] {
        let desk = with(&text);
        refuses_to_begin(&desk, 2, &format!("{}:{line}: {why}\n", desk.path("config.toml").display()));
    }
}
