//! Prints that meet an end: the journal's, or the console's.

use std::fs::{self, File};
use std::io::Write as _;
use std::process::Command;

use credesk::domain::record::{Entry, SessionId, What};
use credesk::journal::{Journal, contents};
use credesk::runtime::who::who;
use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use std::os::unix::fs::DirBuilderExt;
use tempfile::TempDir;

use crate::desk::{DOWN, Desk, ENTER};
use crate::lists::{pipe, programs};
use crate::parts::is_there;
use crate::pty::{Pty, Start};
use crate::told::told;

/// The program is started with an empty environment, and so without a search path.
const UNSHARE: &str = "/usr/bin/unshare";
const END: &str = "\u{1b}[F";
const CLEAR: &str = "\u{15}";

/// A console at the card of demo.all, viewed and covered.
fn card(desk: &Desk, outer: &[&str], environment: &[(&str, &str)]) -> Pty {
    let arguments = ["--config", &desk.config()];
    let mut pty =
        Pty::start_within(outer, &Start { arguments: &arguments, size: (100, 30), environment, ..Start::default() });
    pty.open_page("demo.all");
    pty.send(&DOWN.repeat(4));
    pty.wait_for("> OTP card");
    pty.send("v");
    pty.wait_for("Covered: press v.");
    pty.wait_until_it_listens();
    pty
}

/// Types the name of a file, and Enter.
fn save(pty: &mut Pty, to: &str) {
    pty.send("p");
    pty.wait_for("save to a file");
    pty.wait_without("Looking for printers");
    pty.wait_until_it_listens();
    pty.send(END);
    pty.wait_for("> save to a file");
    pty.send(ENTER);
    pty.wait_for("Save to:");
    pty.wait_until_it_listens();
    pty.send(&format!("{CLEAR}{to}"));
    pty.wait_for(to);
    pty.send(ENTER);
}

fn wait_for_words(pty: &Pty, words: &str) {
    pty.wait_until(words, |screen| screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains(words));
}

#[test]
fn what_the_journal_cannot_be_told_is_not_printed() {
    let desk = Desk::new("");
    let mut pty = card(&desk, &[], &[]);
    let journal = desk.folder.path().join("journal/journal.jsonl");
    let other = File::open(&journal).unwrap();
    flock(&other, FlockOperation::LockExclusive).unwrap();
    save(&mut pty, "~/card.pdf");
    wait_for_words(&pty, "Not printed: no line could be written into the journal. Another credesk holds the journal");
    wait_for_words(&pty, "What was to be printed is still here.");
    assert!(!pty.home().join("card.pdf").exists());
    flock(&other, FlockOperation::Unlock).unwrap();
    pty.send(ENTER);
    pty.wait_for("readable by you alone");
    assert!(fs::read(pty.home().join("card.pdf")).unwrap().starts_with(b"%PDF-"));
    let told = told(&journal);
    let place = pty.home().join("card.pdf");
    let asked = format!("p2 asked: viewed demo.all Card to file {}", place.display());
    assert_eq!(told, [&*asked, "p2 accepted"], "the whole place, wherever it was typed");
}

#[test]
fn on_a_disk_that_is_really_full_nothing_is_printed() {
    const BLOCK: u64 = 4096;
    let may = Command::new(UNSHARE).args(["-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !is_there("unshare", may.is_ok_and(|ran| ran.status.success())) {
        return;
    }
    let desk = Desk::new("");
    let state = desk.folder.path().join("journal");
    let kept = desk.folder.path().join("kept");
    fs::DirBuilder::new().mode(0o700).create(&state).unwrap();
    // Room in the last block for the beginning of a session, and not for a print.
    let mut journal = Journal::open(&state.join("journal.jsonl")).unwrap();
    let mut session = |padding: usize| {
        let mut who = who();
        who.version = "x".repeat(padding);
        let entry = Entry { at: Timestamp::now(), session: SessionId(7), what: What::SessionStarted(who) };
        journal.append(&entry).unwrap();
        fs::metadata(state.join("journal.jsonl")).unwrap().len()
    };
    let length = session(1);
    let size = session(usize::try_from(BLOCK - length - length - 500).unwrap());
    assert!((BLOCK - 700..BLOCK - 400).contains(&size), "{size}");
    drop(journal);
    fs::rename(&state, &kept).unwrap();
    fs::DirBuilder::new().mode(0o700).create(&state).unwrap();
    let (on, from) = (state.display(), kept.display());
    let script = format!("mount -t tmpfs -o size=8k,mode=700 none {on}; cp -p {from}/* {on}/; exec \"$0\" \"$@\"");
    let mut pty = card(&desk, &[UNSHARE, "-Urm", "sh", "-ec", &script], &[]);
    save(&mut pty, "~/card.pdf");
    wait_for_words(&pty, "Not printed: no line could be written into the journal.");
    wait_for_words(&pty, "the disk is full");
    wait_for_words(&pty, "Put the journal right, then print again. What was to be printed is still here.");
    assert!(!pty.home().join("card.pdf").exists());
}

#[test]
fn a_print_on_its_way_is_awaited_when_the_console_ends() {
    let desk = Desk::new("");
    let place = TempDir::new().unwrap();
    let (go, document) = (pipe(&place, "go"), place.path().join("document"));
    let lpstat = "echo scheduler is running\necho system default destination: Slow\necho Slow";
    let lp = format!("cat > '{}'\nread line < '{go}'\necho 'request id is Slow-7 (1 file(s))'", document.display());
    let folder = programs(&[("lpstat", lpstat), ("lp", &lp)]);
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let mut pty = card(&desk, &[], &[("PATH", &path)]);
    pty.send("p");
    pty.wait_for("> queue Slow");
    pty.wait_until_it_listens();
    pty.send(ENTER);
    pty.wait_for("On its way to: queue Slow");
    pty.send("\u{1b}");
    pty.wait_for("Wait for the answer, at most a minute.");
    pty.send("\u{3}");
    pty.wait_for("A sheet is on its way to the printer. Ctrl-C once more quits all the same.");
    pty.send("\u{3}");
    pty.wait_for_bytes(0, "\u{1b}[?1049l");
    // Opening waits until lp has read the document.
    File::options().write(true).open(&go).unwrap().write_all(b"now\n").unwrap();
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
    assert!(fs::read(document).unwrap().starts_with(b"%PDF-"));
    let journal = desk.folder.path().join("journal/journal.jsonl");
    assert_eq!(told(&journal), ["p1 asked: viewed demo.all Card to queue Slow", "p1 accepted as Slow-7"]);
    let last = contents(&journal).unwrap().lines.pop().unwrap();
    assert!(last.text.contains("quit"), "the session's end comes after it: {}", last.text);
}
