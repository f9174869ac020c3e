//! A command line that contradicts itself, and a profile that forbids it: refused before anything is read.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use credesk::sandbox::Operator;

use crate::desk::Desk;

#[test]
fn each_contradiction_has_its_sentence_and_nothing_is_read() {
    let desk = Desk::new();
    let user = ["--user", "demo.all"];
    for (more, sentence) in [
        (&["--to", "text", "--queue", "Card"][..], "--queue belongs to --to queue.\n"),
        (&["--to", "file", "--file", "a.pdf", "--queue", "Card"], "--queue belongs to --to queue.\n"),
        (&["--to", "text", "--file", "a.txt"], "--file belongs to --to file.\n"),
        (&["--to", "queue", "--file", "a.pdf"], "--file belongs to --to file.\n"),
        (&["--to", "queue", "--queue", "Card", "--file", "a.pdf"], "--file belongs to --to file.\n"),
        (&["--to", "file"], "--to file needs --file PATH.\n"),
        (&["--to", "file", "--file", ""], "a value is required for '--file <PATH>'"),
        (&["--to", "text", "--format", "pdf"], "--to text writes text, not PDF.\n"),
        (
            &["--to", "queue", "--queue", "a b\u{1b}[2J"],
            "--queue must be the name of a queue of CUPS, and \"a b<U+001B>[2J\" can be none.\n",
        ),
        (&["--to", "queue", "--queue", ""], "and \"\" can be none.\n"),
        (&["--to", "queue", "--queue=-oraw"], "and \"-oraw\" can be none.\n"),
        (&["--to", "text", "--client", "a/b"], "--client must be an external ID, but"),
        (&["--to", "text", "--card", ".."], "--card must be an external ID, but"),
        (&["--to", "text", "--card", ""], "--card must be an external ID, but an external ID is empty.\n"),
        (&["--to", "fax"], "[possible values: queue, file, text]"),
        (&["--to", "queue", "--format", "word"], "[possible values: pdf, text]"),
        (&["--to", "text", "--quue", "Card"], "'--queue'"),
        (&["--to", "text", "--copies", "2"], "unexpected argument '--copies'"),
        (&[], "--to <WHERE>"),
    ] {
        desk.print(&[&user, more].concat()).is_only(2, &[sentence]);
    }
    desk.print(&["--to", "text"]).is_only(2, &["--user <LOGIN>"]);
    desk.print(&["--to", "text", "--user", " x "]).is_only(2, &["A login ID of two characters or more is needed."]);
    let mut no_utf8 = desk.command(&["--user", "demo.all", "--to", "file", "--file"]);
    desk.run(no_utf8.arg(OsStr::from_bytes(b"card\xff.pdf"))).is_only(2, &["--file must be UTF-8"]);
    // What the tests themselves read does not count, and they read as many times as they have run something.
    let by_credesk = |path: &str| ["/users", "/me", "/credentials", "/policies"].iter().any(|end| path.ends_with(end));
    assert!(!desk.sandbox.requests().iter().any(|request| by_credesk(&request.path)));
    assert_eq!(desk.lines().len(), 0, "there is nothing to tell the journal");
}

#[test]
fn where_no_value_may_leave_nothing_is_even_read() {
    let desk = Desk::of(Operator::Helpdesk, "reveal = \"never\"");
    let mut print = desk.command(&["--user", "demo.all", "--to", "text"]);
    let output = print.output().unwrap();
    assert_eq!(desk.sandbox.requests(), [], "something was read all the same");
    assert_eq!((output.status.code(), output.stdout), (Some(4), Vec::new()));
    let sentence = "Not printed: this profile never lets a value out (reveal = \"never\").\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), sentence);
    assert_eq!(desk.lines().len(), 0);
}

#[test]
fn where_values_are_printed_only_it_prints() {
    let desk = Desk::of(Operator::Helpdesk, "reveal = \"print\"");
    let said = desk.print(&["--user", "demo.all", "--to", "text", "--read-only"]);
    assert!(said.is(0, &[]).text().contains("otp-1001"));
}

#[test]
fn a_self_admin_is_sent_to_the_console() {
    let desk = Desk::of(Operator::SelfAdmin, "self_admin = true");
    let sentence = "A self-admin's card is printed in the console, which asks for the password.\n";
    desk.print(&["--user", "demo.self", "--to", "text"]).is_only(2, &[sentence]);
}
