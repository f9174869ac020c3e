//! What is pasted or typed, and what a name is made of.

use crate::pty::Pty;
use crate::sandbox_client::{Client, read, user};
use crate::seat::sandbox;
use crate::told::{at_the_console, reads, stand_on, standing, writes};

/// Forty lines, as they come from a mail. As keys they would reset something, and quit.
fn forty_lines() -> String {
    (1..=40).map(|number| ["Anna Muster ", &number.to_string(), "\tjrq\n"].concat()).collect()
}

#[test]
fn bad_09_forty_pasted_lines_in_the_search_field() {
    let mut pty = Pty::credesk(&["demo", "--users", "0"]);
    pty.wait_for("m.huber");
    pty.send(&format!("\u{1b}[200~{}\u{1b}[201~", forty_lines()));
    let said = "Pasted lines (40) became one, of at most 200 characters.";
    pty.wait_until(said, |screen| stand_on(&screen.contents(), &[said]));
    pty.wait_for("Nobody found for \"Anna Muster 1 jrq Anna Muster 2 jrq");
    // It is still there, and still in the search field: one key empties it.
    pty.send("\u{1b}");
    pty.wait_without("Anna Muster 1");
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
}

/// A terminal that does not mark a paste sends it as keys, each line with its Enter: users are opened, and nothing is sent.
#[test]
fn bad_09_forty_lines_that_the_terminal_does_not_mark() {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1001");
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.keys(&"demo.all<Enter>r<Enter>".repeat(40)).until("demo.all").await;
        seat.keys("<F1>").until("Help: ").await;
    });
    assert_eq!((standing(&sandbox, "1001"), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

#[test]
fn bad_10_name_with_u_202e_or_esc() {
    let mut pty = Pty::credesk(&["demo", "--users", "0"]);
    pty.wait_for("m.huber");
    pty.send("demo.hidden\r");
    pty.wait_for("> demo.hidden");
    pty.send("\r");
    pty.wait_for("> Temporary strong password");
    pty.wait_without("eading");
    pty.send("r");
    let warning = "Name or login ID hold hidden characters: make sure who this is.";
    pty.wait_until(warning, |screen| stand_on(&screen.contents(), &[warning]));
    pty.wait_for("Ma<U+200B>rco<U+202E> <U+001B>[31mRossi<U+001B>[0m<U+2066>");
    let raw = pty.raw();
    for hidden in ['\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{85}', '\u{7}'] {
        assert!(!raw.contains(hidden), "{hidden:?} on the terminal");
    }
    assert!(
        !raw.contains("\u{1b}[31mRossi") && !raw.contains("\u{1b}]0;owned"),
        "the terminal was told to obey a name"
    );
}

/// credesk takes no reference to a ticket yet; the comment is where operators write one.
#[test]
fn bad_11_malformed_ticket_reference_in_the_comment() {
    let sandbox = sandbox();
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.all").await.keys("Gr").until("Comment (Tab)").await.until_gone("Reading the newest").await;
        seat.keys("<Tab>")
            .until("Comment (Tab)>")
            .await
            .paste("HD-20931\r\n\u{1b}[2J\u{202e}13902")
            .until("13902")
            .await;
        reads(seat, &["Comment (Tab)> HD-20931   [2J<U+202E>13902"]).await;
        assert_eq!(writes(&sandbox), 0);
        // Enter in the comment ends the comment; it sends nothing, and neither does an Enter without the word.
        seat.keys("<Enter><Enter>");
        reads(seat, &["Nothing was sent. Type the word above, or press Esc to cancel."]).await;
        assert!(seat.screen().contains("HD-20931   [2J<U+202E>13902"), "{}", seat.screen());
    });
    assert_eq!(writes(&sandbox), 0);
    assert_eq!(told, ["session-started"]);
}

#[test]
fn bad_13_device_password_with_a_trailing_space_or_too_short_for_the_policy() {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1009");
    let again = "Type the password again.";
    let space = "The password holds a space, which nobody hears on the telephone.";
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.devices").await.keys("jr").until("at least 12 characters").await.keys("<Right><Down>");
        seat.keys("Sommer-2026-Chur <Enter>");
        reads(seat, &[space, again]).await;
        seat.keys("Kurz+1<Enter>");
        reads(seat, &["The policy asks for at least 12 characters; this has 6.", again]).await;
        seat.keys("kurz <Enter>");
        let short = "The policy asks for at least 12 characters; this has 5.";
        let letters = "The policy asks for at least 2 characters that are no letters; this has 1.";
        reads(seat, &[space, short, letters, again]).await;
        assert!(!seat.screen().contains("urz"), "{}", seat.screen());
        // What was typed beside it is kept; of the password nothing is.
        assert!(seat.screen().contains("type a new one"), "{}", seat.screen());
    });
    assert_eq!((standing(&sandbox, "1009"), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

#[test]
fn a_comment_of_ten_kilobytes() {
    let sandbox = sandbox();
    let card = || read(&Client::helpdesk(&sandbox), &format!("{}/otp-credentials/otp-1001", user("1001")));
    let before = card();
    let said = "A comment has at most 500 characters: the rest was left out.";
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.all").await.keys("Gr").until("Comment (Tab)").await.until_gone("Reading the newest").await;
        seat.keys("<Tab>").until("Comment (Tab)>").await.paste(&"x".repeat(10_000));
        reads(seat, &[said]).await;
        assert_eq!(card(), before);
        // The form says the same.
        seat.keys("<Esc>").until("user active").await.until_gone("Reading").await;
        seat.keys("ge").until("Comment").await.keys("<Down><Down>").paste(&"x".repeat(10_000));
        reads(seat, &[said]).await;
    });
    assert_eq!((card(), writes(&sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}
