//! The journal as a file: whose it is, who else holds it, what happens when the disk is full or the process dies.
//!
//! Some tests run parts of this program as processes of their own: [`child`] is what they do.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; children talk by printing"
)]

#[path = "support/journal.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod support;

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use credesk::domain::record::{Delivered, Event, OperationId, PrintEvent, SessionId, What};
use credesk::journal::{AppendError, Head, Journal, JournalError, Note, Said, Wrong, contents, lost, verify};
use jiff::Timestamp;
use rustix::fs::{FlockOperation, Mode, flock};
use rustix::process::{Resource, Rlimit, geteuid, setrlimit};
use support::{asked, at, confirmed, entry, event, every_print, id, intent, print, print_event, who, working_day};
use tempfile::TempDir;

const NOBODY: u32 = 65_534;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.jsonl")
    }

    fn open(&self) -> Result<Journal, JournalError> {
        Journal::open(&self.path())
    }

    /// A journal with a few lines.
    fn filled(&self, lines: usize) -> Journal {
        let mut journal = self.open().unwrap();
        for entry in working_day().take(lines) {
            journal.append(&entry).unwrap();
        }
        journal
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    fn refused(&self) -> String {
        self.open().unwrap_err().to_string()
    }
}

fn failed(error: AppendError) -> JournalError {
    match error {
        AppendError::Failed(why) => why,
        other => panic!("{other}"),
    }
}

fn is_root() -> bool {
    geteuid().is_root()
}

// What children do.

/// A task for a process of its own: this program again, with this test alone.
fn spawn(task: &str, path: &Path, failpoint: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--quiet"])
        .env("JOURNAL_TASK", task)
        .env("JOURNAL_PATH", path)
        .env("CREDESK_FAILPOINT", failpoint)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What it printed, line by line, and how it ended.
fn run(task: &str, path: &Path, failpoint: &str) -> (Vec<String>, std::process::ExitStatus) {
    let output = spawn(task, path, failpoint).wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (said.lines().filter_map(|line| line.strip_prefix("said: ")).map(String::from).collect(), output.status)
}

fn say(words: impl std::fmt::Display) {
    println!("\nsaid: {words}");
}

/// Not a test of its own: what a process of its own does for another test.
#[test]
fn child() {
    let (Ok(task), Some(path)) = (std::env::var("JOURNAL_TASK"), std::env::var_os("JOURNAL_PATH")) else { return };
    let path = PathBuf::from(path);
    let mut words = task.split(' ');
    let (task, number) = (words.next().unwrap(), words.next().map_or(0, |number| number.parse().unwrap()));
    match task {
        // Appends the lines of a working day, and says of each how it went.
        "append" => append_and_tell(&path, number),
        "limited" => {
            let size = fs::metadata(&path).unwrap().len();
            let limit = Rlimit { current: Some(size + 100), maximum: Some(size + 100) };
            setrlimit(Resource::Fsize, limit).unwrap();
            append_and_tell(&path, 1);
        }
        "unprivileged" => {
            say(Journal::open(&path).unwrap_err());
        }
        "crowd" => {
            let mut journal = Journal::open(&path).unwrap();
            say("open");
            std::io::stdin().read_exact(&mut [0]).unwrap();
            let session = SessionId(u32::try_from(number).unwrap());
            for count in 1..=500 {
                let mut one = intent(u32::try_from(number).unwrap() * 1000 + count);
                one.comment = Some("x".repeat(count as usize % 97));
                let what = What::Operation(OperationId { session, number: count }, Event::Confirmed(Box::new(one)));
                journal.append(&credesk::domain::record::Entry { at: at(0), session, what }).unwrap();
            }
        }
        "hold" => {
            let file = File::open(&path).unwrap();
            flock(&file, FlockOperation::LockExclusive).unwrap();
            say("held");
            let _ = std::io::stdin().read(&mut [0]);
        }
        other => panic!("{other}"),
    }
}

fn append_and_tell(path: &Path, number: u64) {
    let mut journal = match Journal::open(path) {
        Ok(journal) => journal,
        Err(error) => return say(error),
    };
    for entry in working_day().take(usize::try_from(number).unwrap()) {
        match journal.append(&entry) {
            Ok(head) => say(head.lines),
            Err(error) => say(error),
        }
    }
}

/// Waits until a child has said something.
fn heard(child: &mut Child) -> BufReader<ChildStdout> {
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("said: ") {
        line.clear();
        assert_ne!(stdout.read_line(&mut line).unwrap(), 0, "the child has ended");
    }
    stdout
}

// Whose it is.

#[test]
fn the_first_start_makes_folder_file_and_key_for_their_owner_alone() {
    let place = Place::new();
    let path = place.folder.path().join("a/b/journal.jsonl");
    let journal = Journal::open(&path).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(path.parent().unwrap().parent().unwrap()), 0o700);
    assert_eq!(mode(&path), 0o600);
    let key = path.with_file_name("journal.jsonl.key");
    assert_eq!((mode(&key), fs::metadata(&key).unwrap().len()), (0o600, 32));
    assert_eq!(fs::read(&key).unwrap(), journal.key().bytes());
    assert_eq!(Journal::open(&path).unwrap().key().bytes(), journal.key().bytes());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2, "nothing else is left behind");
    assert_eq!(journal.head(), Head::default());
}

#[test]
fn a_journal_without_lines_beside_an_older_key_is_told() {
    let place = Place::new();
    let (path, key) = (place.path(), place.folder.path().join("journal.jsonl.key"));
    let told = |journal: &Journal| journal.lost(Timestamp::now()).map(|lost| lost.to_string());
    assert_eq!(told(&place.filled(3)), None, "made by this very opening");
    let age = |seconds| {
        let made = SystemTime::now() - Duration::from_secs(seconds);
        File::options().write(true).open(&key).unwrap().set_modified(made).unwrap();
    };
    age(86_400);
    assert_eq!(told(&place.open().unwrap()), None, "its lines are there");
    for take in [|path: &Path| fs::write(path, b"").unwrap(), |path: &Path| fs::remove_file(path).unwrap()] {
        take(&path);
        age(86_400);
        let said = lost(&path, Timestamp::now()).unwrap().to_string();
        assert!(said.starts_with("The journal has no lines, although its key is from 20"), "{said}");
        assert_eq!(told(&place.open().unwrap()), Some(said));
        age(2);
        assert_eq!(told(&place.open().unwrap()), None, "two that start for the first time");
        assert_eq!(lost(&path, Timestamp::now()), None);
    }
    fs::write(&path, b"{\"v\":1").unwrap();
    age(86_400);
    assert!(told(&place.open().unwrap()).is_some(), "a fragment is no line");
}

#[test]
fn what_is_open_is_known_again_after_a_start() {
    let place = Place::new();
    let mut journal = place.open().unwrap();
    journal.append(&entry(0, What::SessionStarted(who()))).unwrap();
    journal.append(&confirmed(1, 1)).unwrap();
    journal.append(&event(2, 1, Event::Refused("limit".into()))).unwrap();
    let head = journal.append(&confirmed(3, 2)).unwrap();
    drop(journal);
    let journal = place.open().unwrap();
    let open: Vec<_> = journal.cases().map(|case| (case.id, case.locks(), case.who.clone())).collect();
    assert_eq!(open, [(id(2), true, Some(who()))]);
    assert_eq!(journal.head(), head);
    assert_eq!(verify(&place.bytes()).unwrap().head, head);
}

#[test]
fn a_credential_in_doubt_is_locked_for_every_other_journal_that_is_open() {
    let place = Place::new();
    let (mut one, mut other) = (place.open().unwrap(), place.open().unwrap());
    one.append(&entry(0, What::SessionStarted(who()))).unwrap();
    one.append(&confirmed(1, 1)).unwrap();
    let same = event(2, 2, Event::Confirmed(Box::new(intent(1))));
    let size = place.bytes().len();
    let refused = other.append(&same).unwrap_err();
    assert!(matches!(&refused, AppendError::Locked(case) if case.id == id(1)));
    let sentence = refused.to_string();
    assert!(sentence.starts_with("Nothing was sent: nobody knows yet whether operation 4f9a2c31-1"), "{sentence}");
    assert!(sentence.contains("2026-11-21T12:00:01Z by m.huber on jump-1"), "{sentence}");
    assert_eq!(place.bytes().len(), size, "nothing was written");
    let misplaced = other.append(&event(3, 1, Event::HandedOver)).unwrap_err();
    assert!(matches!(misplaced, AppendError::Misplaced(_)), "{misplaced}");
    other.append(&event(3, 1, Event::DidNotHappen)).unwrap();
    one.append(&same).unwrap();
    other.refresh().unwrap();
    assert_eq!(other.cases().map(|case| case.id).collect::<Vec<_>>(), [id(2)]);
    assert_eq!(one.head(), other.head());
}

#[test]
fn a_print_is_known_again_after_a_start_and_to_every_other_journal_that_is_open() {
    let place = Place::new();
    let (mut one, mut other) = (place.open().unwrap(), place.open().unwrap());
    let failed = || PrintEvent::Failed("no-lp".into());
    one.append(&asked(0, 1, print())).unwrap();
    other.append(&asked(1, 2, print())).unwrap();
    other.append(&print_event(2, 1, PrintEvent::Accepted(None))).unwrap();
    one.append(&print_event(3, 2, failed())).unwrap();
    drop(one);
    let mut again = place.open().unwrap();
    let size = place.bytes().len();
    for journal in [&mut again, &mut other] {
        for (entry, why) in [
            (asked(4, 2, print()), "there is a print 4f9a2c31-p2 already."),
            (print_event(4, 1, failed()), "print 4f9a2c31-p1 has its end already."),
            (print_event(4, 3, failed()), "print 4f9a2c31-p3 was not asked for."),
        ] {
            let refused = journal.append(&entry).unwrap_err();
            assert!(matches!(refused, AppendError::Misplaced(_)), "{refused}");
            assert_eq!(refused.to_string(), format!("The journal does not take this: {why}"));
        }
    }
    assert_eq!(place.bytes().len(), size, "nothing was written");
    assert_eq!(again.cases().count(), 0, "a print is no open case");
}

#[test]
fn every_print_goes_into_a_file_and_comes_back() {
    let place = Place::new();
    let mut journal = place.open().unwrap();
    for entry in every_print() {
        journal.append(&entry).unwrap();
    }
    let read = contents(&place.path()).unwrap();
    let said: Vec<_> = read.lines.into_iter().map(|written| written.line.said).collect();
    assert_eq!(said, every_print().into_iter().map(Said::Entry).collect::<Vec<_>>());
}

#[test]
fn what_is_not_a_file_of_ones_own_is_refused_and_left_as_it_is() {
    let place = Place::new();
    let path = place.path();
    let elsewhere = place.folder.path().join("elsewhere");
    fs::write(&elsewhere, "").unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert!(place.refused().ends_with("is a symbolic link: name the file itself."), "{}", place.refused());
    fs::remove_file(&path).unwrap();
    symlink(place.folder.path().join("nowhere"), &path).unwrap();
    assert!(place.refused().contains("is a symbolic link"), "{}", place.refused());
    fs::remove_file(&path).unwrap();

    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    assert!(place.refused().ends_with("is not a regular file."), "{}", place.refused());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(place.refused().ends_with("is not a regular file."), "{}", place.refused());
    fs::remove_dir(&path).unwrap();

    drop(place.filled(3));
    for mode in [0o644, 0o620, 0o604] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        assert!(place.refused().contains(&format!("is open to others (mode {mode:04o})")), "{}", place.refused());
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, mode, "not repaired");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(place.folder.path(), Permissions::from_mode(0o770)).unwrap();
    assert!(place.refused().starts_with("Others may write to"), "{}", place.refused());
    fs::set_permissions(place.folder.path(), Permissions::from_mode(0o700)).unwrap();
    place.open().unwrap();
}

#[test]
fn what_belongs_to_somebody_else_is_refused() {
    if !is_root() {
        eprintln!("skipped: what_belongs_to_somebody_else_is_refused gives files away, which needs root");
        return;
    }
    let place = Place::new();
    drop(place.filled(3));
    chown(place.path(), Some(NOBODY), None).unwrap();
    assert!(place.refused().contains("belongs to another user"), "{}", place.refused());
    chown(place.path(), Some(0), None).unwrap();
    chown(place.folder.path(), Some(NOBODY), None).unwrap();
    assert!(place.refused().contains("belongs to another user, who could put"), "{}", place.refused());
}

#[test]
fn the_key_is_checked_as_the_journal_is_and_never_made_anew() {
    let place = Place::new();
    drop(place.filled(3));
    let key = place.folder.path().join("journal.jsonl.key");
    let kept = fs::read(&key).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap();
    assert!(place.refused().contains("journal.jsonl.key is open to others"), "{}", place.refused());
    fs::remove_file(&key).unwrap();
    assert!(place.refused().contains("journal.jsonl.key is missing"), "{}", place.refused());
    assert!(!key.exists());
    for wrong in [&kept[1..], &[&kept[..], b"x"].concat()] {
        fs::write(&key, wrong).unwrap();
        fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
        assert!(place.refused().contains("it has not 32 bytes"), "{}", place.refused());
    }
    fs::write(&key, kept).unwrap();
    place.open().unwrap();
}

#[test]
fn a_key_that_was_not_finished_is_made_again() {
    let place = Place::new();
    fs::write(place.folder.path().join("journal.jsonl.key.new"), "half").unwrap();
    place.open().unwrap();
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 2);
}

// What was done to it.

#[test]
fn a_journal_that_was_changed_is_not_opened_and_not_written() {
    let place = Place::new();
    let mut journal = place.filled(9);
    let mut bytes = place.bytes();
    // In what a line says, not in what ties it to the others.
    let place_in_it = bytes.windows(9).rposition(|word| word == br#""version""#).unwrap();
    bytes[place_in_it + 3] ^= 1;
    let line = bytes[..place_in_it].split(|byte| *byte == b'\n').count();
    fs::write(place.path(), &bytes).unwrap();
    assert!(place.refused().contains(&format!("line {line} was changed")), "{}", place.refused());
    assert_eq!(place.bytes(), bytes, "not repaired");
    let mut short = bytes.clone();
    short[place_in_it + 3] ^= 1;
    short.drain(..=short.iter().position(|byte| *byte == b'\n').unwrap());
    fs::write(place.path(), &short).unwrap();
    assert!(place.refused().contains("line 1 does not follow"), "{}", place.refused());
    assert!(matches!(failed(journal.append(&confirmed(0, 900)).unwrap_err()), JournalError::Changed(_)));
}

#[test]
fn a_line_that_somebody_else_adds_is_found_before_the_next_is_written() {
    let place = Place::new();
    let mut journal = place.filled(5);
    let mut file = OpenOptions::new().append(true).open(place.path()).unwrap();
    file.write_all(b"{\"v\":1,\"n\":6}\n").unwrap();
    for _ in 0..2 {
        let error = failed(journal.append(&confirmed(0, 900)).unwrap_err());
        assert!(matches!(&error, JournalError::Tampered { tamper, .. } if tamper.line == 6), "{error}");
        assert!(journal.refresh().is_err());
    }
    assert!(place.bytes().ends_with(b"\"n\":6}\n"), "nothing was written");
}

#[test]
fn a_file_that_is_replaced_deleted_or_cut_between_two_lines_is_noticed() {
    let place = Place::new();
    let mut journal = place.filled(5);
    let (path, aside) = (place.path(), place.folder.path().join("aside"));
    let next = confirmed(0, 900);
    let mut refused = || failed(journal.append(&next).unwrap_err());

    fs::rename(&path, &aside).unwrap();
    assert!(matches!(refused(), JournalError::Gone(_)));
    assert!(!path.exists(), "not made anew");
    fs::copy(&aside, &path).unwrap();
    assert!(matches!(refused(), JournalError::Replaced(_)), "the same bytes, and yet another file");
    fs::rename(&aside, &path).unwrap();

    let whole = place.bytes();
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(whole.len() as u64 - 10).unwrap();
    assert!(matches!(refused(), JournalError::Changed(_)));
    file.set_len(whole.len() as u64).unwrap();
    assert!(matches!(refused(), JournalError::Changed(_)), "the same length, other bytes");
    fs::write(&path, &whole).unwrap();

    fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
    assert!(matches!(refused(), JournalError::OpenToOthers { .. }));
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(place.bytes(), whole);
    assert_eq!(journal.append(&next).unwrap().lines, 6, "put back, it goes on");
}

#[test]
fn a_fragment_at_the_end_is_told_kept_and_ended_by_a_line_of_its_own() {
    let place = Place::new();
    drop(place.filled(5));
    let whole = place.bytes();
    // Once a piece of a line, once all of it but the line break.
    for kept in [10, 0] {
        fs::write(place.path(), &whole).unwrap();
        let mut journal = place.open().unwrap();
        journal.append(&confirmed(400, 3)).unwrap();
        drop(journal);
        let bytes = place.bytes();
        let cut = bytes.len() - 1 - kept;
        fs::write(place.path(), &bytes[..cut]).unwrap();

        let mut journal = place.open().unwrap();
        let torn = journal.torn().unwrap();
        assert_eq!((torn.line, torn.length), (6, (cut - whole.len()) as u64));
        assert!(torn.to_string().contains("(6) is a fragment"), "{torn}");
        assert_eq!(place.bytes().len(), cut, "left as it is");
        assert_eq!(verify(&place.bytes()).unwrap_err().wrong, Wrong::Unfinished(torn.length));
        assert!(contents(&place.path()).unwrap().report.is_err());

        assert_eq!(journal.append(&confirmed(500, 4)).unwrap().lines, 8);
        assert_eq!(journal.torn(), None);
        let after = place.bytes();
        assert_eq!(&after[..cut], &bytes[..cut], "the fragment stays");
        let report = verify(&after).unwrap();
        assert_eq!(report.head, journal.head());
        assert_eq!(report.notes, [Note::Fragment { line: 6, length: torn.length }]);
        let read = contents(&place.path()).unwrap();
        assert!(matches!(read.lines[5].line.said, Said::Torn(_)));
        assert_eq!(place.open().unwrap().head(), journal.head());

        // Fragment and line belong together, and every byte of both is watched.
        let lines: Vec<&[u8]> = after.split_inclusive(|byte| *byte == b'\n').collect();
        for line in [5, 6] {
            let without: Vec<&[u8]> =
                lines.iter().enumerate().filter(|(place, _)| *place != line).map(|(_, line)| *line).collect();
            assert!(verify(&without.concat()).is_err(), "without line {}", line + 1);
        }
        for byte in (cut - 300)..after.len() {
            let mut flipped = after.clone();
            flipped[byte] ^= 4;
            assert!(verify(&flipped).is_err(), "byte {byte}");
        }
    }
}

// Two at once.

#[test]
fn two_processes_that_append_500_lines_each_at_the_same_time_leave_one_whole_chain() {
    let place = Place::new();
    place.open().unwrap();
    let mut children: Vec<Child> =
        [1, 2].map(|number| spawn(&format!("crowd {number}"), &place.path(), "")).into_iter().collect();
    let outputs: Vec<_> = children.iter_mut().map(heard).collect();
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"!").unwrap();
    }
    for (child, mut output) in children.iter_mut().zip(outputs) {
        std::io::copy(&mut output, &mut std::io::sink()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    let read = contents(&place.path()).unwrap();
    assert_eq!(read.report.unwrap().head.lines, 1000);
    let sessions: Vec<u32> = read.lines.iter().map(|written| written.line.session().0).collect();
    assert!(sessions.windows(2).filter(|pair| pair[0] != pair[1]).count() > 2, "they never met");
}

#[test]
fn a_lock_that_another_process_holds_is_waited_for_two_seconds_and_then_told() {
    let place = Place::new();
    let mut journal = place.filled(2);
    let mut child = spawn("hold", &place.path(), "");
    let output = heard(&mut child);
    let begin = Instant::now();
    let error = failed(journal.append(&confirmed(0, 900)).unwrap_err());
    let waited = begin.elapsed();
    assert!(error.to_string().starts_with("Another credesk holds the journal"), "{error}");
    // The two seconds are part of the promise: an operator is waiting.
    assert!(waited >= Duration::from_millis(1900) && waited < Duration::from_secs(5), "{waited:?}");
    assert!(matches!(place.open().unwrap_err(), JournalError::Busy(_)));
    drop(child.stdin.take());
    child.wait().unwrap();
    drop(output);
    assert_eq!(journal.append(&confirmed(0, 900)).unwrap().lines, 3);
}

// The disk, and the death of a process.

#[test]
fn a_disk_that_fails_leaves_the_file_as_it_was_and_the_journal_goes_on() {
    for (point, why) in [
        ("journal-3=EIO", "the disk reports an error"),
        ("journal-3=ENOSPC", "the disk is full"),
        ("journal-3=EROFS", "the file system is read-only"),
        ("journal-3-torn=ENOSPC", "the disk is full"),
    ] {
        let place = Place::new();
        let (said, status) = run("append 4", &place.path(), point);
        assert!(status.success(), "{point}");
        let sentence = format!("The journal {} cannot be written: {why}.", place.path().display());
        // The fourth entry follows the third, which is missing: the reset was never noted as carried out.
        assert_eq!(said[..3], ["1".to_owned(), "2".to_owned(), sentence], "{point}");
        assert!(said[3].starts_with("The journal does not take this: operation"), "{said:?}");
        assert_eq!(verify(&place.bytes()).unwrap().head.lines, 2, "{point}");
        assert_eq!(place.open().unwrap().torn(), None, "{point}");
    }
}

#[test]
fn a_process_that_dies_leaves_all_that_was_acknowledged_and_nothing_else() {
    for (point, lines) in [("journal-4-before=KILL", 3), ("journal-4-after=KILL", 4)] {
        let place = Place::new();
        let (said, status) = run("append 6", &place.path(), point);
        assert_eq!(status.signal(), Some(9), "{point}");
        assert_eq!(said, ["1", "2", "3"], "{point}");
        let journal = place.open().unwrap();
        assert_eq!((journal.head().lines, journal.torn()), (lines, None), "{point}");
        assert_eq!(journal.cases().count(), 1, "carried out, and not handed over");
    }
}

#[test]
fn every_line_is_one_write_made_durable_under_the_lock_before_it_is_acknowledged() {
    let place = Place::new();
    drop(place.filled(1));
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-y", "-s", "64", "-e", "trace=write,pwrite64,writev,fdatasync,fsync,flock"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--quiet"])
        .env("JOURNAL_TASK", "append 1")
        .env("JOURNAL_PATH", place.path())
        .stdout(Stdio::null())
        .output();
    let trace = traced.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    if !trace.contains("flock(") {
        eprintln!(
            "skipped: {} needs strace",
            "every_line_is_one_write_made_durable_under_the_lock_before_it_is_acknowledged"
        );
        return;
    }
    // Of all calls, those on the journal's file, and the child's word that the line was taken.
    let steps: Vec<&str> = trace
        .lines()
        .filter(|line| line.contains("journal.jsonl>") || line.contains("said: 2"))
        .map(|line| if line.contains("said: 2") { "acknowledged" } else { line })
        .map(|line| {
            ["write", "fdatasync", "LOCK_EX", "LOCK_UN"].into_iter().find(|word| line.contains(word)).unwrap_or(line)
        })
        .collect();
    let from = steps.iter().position(|step| *step == "write").unwrap();
    assert_eq!(steps[from - 1..], ["LOCK_EX", "write", "fdatasync", "LOCK_UN", "acknowledged"], "{trace}");
}

#[test]
fn a_limit_of_file_sizes_is_told_and_does_not_kill() {
    let place = Place::new();
    drop(place.filled(3));
    let before = place.bytes();
    let (said, status) = run("limited", &place.path(), "");
    assert!(status.success(), "{status}");
    assert!(said[0].ends_with("larger than this account's files may be (ulimit -f)."), "{said:?}");
    assert_eq!(place.bytes(), before);
}

/// A file system of its own, which a test may fill. None where mounting is not allowed.
struct Mount(TempDir);

impl Mount {
    fn new(options: &str, test: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: {test} mounts a file system, which is not allowed here");
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_is_really_full_takes_no_half_line() {
    let Some(mount) = Mount::new("size=64k,mode=700", "a_disk_that_is_really_full_takes_no_half_line") else { return };
    let path = mount.0.path().join("journal.jsonl");
    let mut journal = Journal::open(&path).unwrap();
    let error = working_day().find_map(|entry| journal.append(&entry).err()).unwrap();
    assert!(error.to_string().ends_with("cannot be written: the disk is full."), "{error}");
    let head = journal.head();
    assert!(head.lines > 50);
    let mut file = File::open(&path).unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    assert_eq!(verify(&bytes).unwrap().head, head);
    assert_eq!(Journal::open(&path).unwrap().torn(), None);
}

#[test]
fn a_read_only_file_system_is_told() {
    let Some(mount) = Mount::new("size=1m,mode=700", "a_read_only_file_system_is_told") else { return };
    let path = mount.0.path().join("journal.jsonl");
    let mut journal = Journal::open(&path).unwrap();
    journal.append(&confirmed(0, 1)).unwrap();
    drop(journal);
    let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(mount.0.path()).status().unwrap();
    assert!(remount.success());
    let there = Journal::open(&path).unwrap_err().to_string();
    assert!(there.ends_with("cannot be opened: the file system is read-only."), "{there}");
    let new = Journal::open(&mount.0.path().join("other.jsonl")).unwrap_err().to_string();
    assert!(new.ends_with("cannot be opened: the file system is read-only."), "{new}");
    assert_eq!(contents(&path).unwrap().lines.len(), 1, "it can still be read");
}

#[test]
fn a_folder_without_permission_is_told() {
    if !is_root() || Command::new("setpriv").arg("--version").output().is_err() {
        eprintln!("skipped: a_folder_without_permission_is_told changes the user, which needs root and setpriv");
        return;
    }
    // Another user has to reach the program and the folder; only the folder itself is closed.
    let outer = TempDir::new_in("/tmp").unwrap();
    fs::set_permissions(outer.path(), Permissions::from_mode(0o755)).unwrap();
    let program = outer.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let folder = outer.path().join("state");
    fs::create_dir(&folder).unwrap();
    chown(&folder, Some(NOBODY), None).unwrap();
    let heard = |path: &Path| {
        let output = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&program)
            .args(["--exact", "child", "--nocapture"])
            .env("JOURNAL_TASK", "unprivileged")
            .env("JOURNAL_PATH", path)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    fs::set_permissions(&folder, Permissions::from_mode(0o500)).unwrap();
    let said = heard(&folder.join("journal.jsonl"));
    assert!(said.contains("cannot be opened: you have no permission."), "{said}");
    let said = heard(&folder.join("deeper/journal.jsonl"));
    assert!(said.contains("for the journal cannot be used: you have no permission."), "{said}");
}

#[test]
fn a_missing_journal_is_told_to_whoever_only_reads() {
    let place = Place::new();
    let error = contents(&place.path()).unwrap_err().to_string();
    assert!(error.starts_with("There is no journal at"), "{error}");
    assert!(!place.path().exists());
    let mut journal = place.filled(0);
    journal.append(&confirmed(0, 1)).unwrap();
    journal.append(&event(1, 1, Event::Held(Delivered::Value))).unwrap();
    let read = contents(&place.path()).unwrap();
    assert_eq!((read.lines.len(), read.open.len()), (2, 1));
}
