//! Lists that are none, and command lines that contradict themselves: a sentence, the right exit code, and nothing sent.

use std::os::unix::fs::PermissionsExt;

use crate::desk::Desk;

const RESET: [&str; 3] = ["reset", "tempstrong", "--from"];

#[track_caller]
fn refused(desk: &Desk, arguments: &[&str], code: i32, sentence: &str) {
    desk.run(arguments).is_only(code, &[sentence]);
    assert!(desk.sandbox.requests().iter().all(|seen| seen.method == "GET"));
}

#[test]
fn a_bad_list_is_refused_as_a_whole_before_anybody_is_asked() {
    let desk = Desk::new(0, "");
    for (bytes, sentence) in [
        (&b""[..], "Nothing was sent. The list is empty."),
        (b"login_id\n\n", "The list names no user"),
        (b"user\ndemo.all\n", "Line 1 names a column \"user\", which is none."),
        (b"client\n100\n", "The column login_id is missing."),
        (b"login_id,card\ndemo.all,x\n", "that belongs to credesk otp replace"),
        (b"login_id,client\ndemo.all\n", "Line 2 has 1 field, and the first line names 2."),
        (b"login_id\ndemo.all\ndemo.locked\n\ndemo.all\n", "more than once: lines 2 (demo.all), 5 (demo.all)."),
        (b"login_id\nx\n", "Line 2: a login ID of 2 to 200 characters is needed."),
        (b"login_id\ndemo.all\n\xe4\n", "Line 3 of the list is not UTF-8. Save it as \"CSV UTF-8\"."),
        (b"\xff\xfel\0o\0g\0", "The list is UTF-16, not UTF-8."),
        (b"login_id\n\"demo.all\n", "The quote that line 2 opens is never closed."),
        (b"login_id\ndemo\x1b[2J\n", "Line 2: login_id holds a character that nobody sees"),
        (b"login_id,lo\x1b[2J\xe2\x80\xae\ndemo.all,x\n", "Line 1 names a column \"lo<U+001B>"),
    ] {
        let list = desk.file("list.csv", bytes);
        refused(&desk, &[&RESET[..], &[&list, "--confirm", "1"]].concat(), 2, sentence);
        desk.run_with(&[&RESET[..], &["-", "--confirm", "1"]].concat(), bytes).is_only(2, &[sentence]);
    }
    assert_eq!(desk.sandbox.requests(), [], "not even read");
    assert!(!desk.journal().exists());
}

#[test]
fn a_million_lines_are_refused_within_bounds() {
    let desk = Desk::new(0, "");
    let lines = (0..1_000_000).fold("login_id\n".to_owned(), |text, user| text + &format!("user{user}\n"));
    let arguments = [&RESET[..], &["-", "--confirm", "1000000"]].concat();
    let sentence = "The list has more than 100000 users. Divide it.";
    desk.run_with(&arguments, lines.as_bytes()).is_only(2, &[sentence]);
    let list = desk.file("list.csv", lines.as_bytes());
    refused(&desk, &[&RESET[..], &[&list, "--confirm", "1000000"]].concat(), 2, sentence);
    // What has no end is not read to its end.
    refused(&desk, &[&RESET[..], &["/dev/zero", "--confirm", "1"]].concat(), 2, "/dev/zero has more than 50 MB.");
    assert_eq!(desk.sandbox.requests(), []);
}

#[test]
fn a_list_that_cannot_be_read_is_named() {
    let desk = Desk::new(0, "");
    std::fs::create_dir(desk.path("folder")).unwrap();
    for (list, sentence) in [
        ("none.csv", "The list none.csv cannot be read: no such file or directory."),
        ("folder", "folder is a folder, not a list."),
    ] {
        refused(&desk, &[&RESET[..], &[list, "--confirm", "1"]].concat(), 2, sentence);
    }
    let list = desk.list(&["demo.all"]);
    std::fs::set_permissions(desk.path(&list), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(desk.path(&list)).is_err() {
        refused(&desk, &[&RESET[..], &[&list, "--confirm", "1"]].concat(), 2, "permission denied");
    }
}

#[test]
fn without_the_right_number_nothing_is_sent() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all", "demo.locked"]);
    let with = |more: &[&'static str]| [&RESET[..], &[list.as_str()], more].concat();
    for number in ["1", "3", "02", "two", "", " 2"] {
        let arguments = [&RESET[..], &[&list, "--confirm", number]].concat();
        refused(&desk, &arguments, 2, "the list names 2 users, and --confirm says another number.");
    }
    let needed = "Without a terminal on which to ask, --confirm says how many users the list names: --confirm 2";
    refused(&desk, &with(&[]), 2, needed);
    desk.run_with(&[&RESET[..], &["-"]].concat(), b"login_id\nab\ncd\n").is_only(2, &[needed]);
    assert_eq!(desk.sandbox.requests(), []);
}

#[test]
fn what_contradicts_itself_or_the_profile_is_refused() {
    let desk = Desk::new(0, "");
    let list = desk.list(&["demo.all"]);
    let with = |more: &[&'static str]| [&RESET[..], &[list.as_str(), "--confirm", "1"], more].concat();
    for (more, code, sentence) in [
        (&["--client", "1/2"][..], 2, "--client must be an external ID"),
        (&["--ticket", "INC 1"], 2, "--ticket: "),
        (&["--comment", "a\nb"], 2, "--comment: the comment holds a character that nobody sees"),
        (&["--comment", "x"], 2, "this profile writes none afterwards (comment_after_reset = false)"),
        (&["--read-only"], 4, "Nothing was sent: this session is read-only."),
        (&["--rate", "0"], 2, "--rate"),
        (&["--again", "--resume"], 2, "cannot be used with"),
        (&["--user", "demo.all"], 2, "cannot be used with"),
    ] {
        refused(&desk, &with(more), code, sentence);
    }
    for many in ["--dry-run", "--resume", "--again", "--keep-going", "--rate=9"] {
        let arguments = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all", many];
        refused(&desk, &arguments, 2, "cannot be used with");
        refused(&desk, &["reset", "puk", many], 2, "--from <FILE>");
    }
    let comments = desk.file("comments.csv", b"login_id,comment\ndemo.all,hello\n");
    refused(&desk, &[&RESET[..], &[&comments, "--confirm", "1"]].concat(), 2, "comment_after_reset = false");
    for word in ["print", "never"] {
        desk.configure(&desk.sandbox.url(), &format!("reveal = \"{word}\""));
        refused(&desk, &with(&["--reveal"]), 4, &format!("lets no value out this way (reveal = \"{word}\")"));
    }
    desk.configure(&desk.sandbox.url(), "self_admin = true");
    refused(&desk, &with(&[]), 2, "a self-admin acts on own credentials");
    assert_eq!(desk.sandbox.requests(), []);
}

#[test]
fn marks_line_ends_semicolons_and_empty_lines_are_no_fault() {
    let desk = Desk::new(0, "");
    let text = "\u{FEFF}Ticket;Login_ID;Client\r\n\r\nINC-1;demo.all;100\r\n;;\r\n;\"demo.locked\";\r\n\r\n";
    let list = desk.file("excel.csv", text.as_bytes());
    let said = desk.run(&[&RESET[..], &[&list, "--confirm", "2", "--client", "100", "--ticket", "CHG-7"]].concat());
    said.is(0, &["3 empty lines of the list were passed over.", "Client 100: 2.", "2 users: 2 carried out."]);
    assert_eq!(said.rows().iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    let tickets = desk.operations().into_iter().map(|operation| operation.intent.ticket.unwrap().to_string());
    assert_eq!(tickets.collect::<Vec<_>>(), ["INC-1", "CHG-7"]);
}
