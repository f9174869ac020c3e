//! `credesk audit` through the real binary: what it prints, what it says, how it ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/journal.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod support;

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::SystemTime;

use assert_cmd::Command;
use credesk::domain::id::LoginId;
use credesk::domain::printing::Destination;
use credesk::domain::record::{Act, Delivered, Entry, Event, Intent, Paper, Print, PrintEvent, SessionId, What};
use credesk::journal::{Head, Journal};
use support::{
    asked, confirmed, entry, event, every_event, every_print, id, intent, odd_names, print, print_event, who,
    working_day,
};
use tempfile::TempDir;

struct Said {
    code: i32,
    out: String,
    err: String,
}

struct Desk {
    home: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { home: TempDir::new().unwrap() }
    }

    /// Where the journal lies without a configuration.
    fn journal(&self) -> PathBuf {
        self.home.path().join(".local/state/credesk/journal.jsonl")
    }

    fn with(entries: impl IntoIterator<Item = Entry>) -> (Self, Head) {
        let desk = Self::new();
        let mut journal = Journal::open(&desk.journal()).unwrap();
        for entry in entries {
            journal.append(&entry).unwrap();
        }
        let head = journal.head();
        (desk, head)
    }

    fn audit(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.env_clear().env("HOME", self.home.path()).env("TZ", "Europe/Zurich").arg("audit").args(arguments);
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Two that are open, one of them in doubt, and one that is over.
fn three() -> Vec<Entry> {
    vec![
        entry(0, What::SessionStarted(who())),
        confirmed(1, 1),
        event(2, 1, Event::Unknown("timeout".into())),
        confirmed(3, 2),
        event(4, 2, Event::Refused("limit".into())),
        confirmed(5, 3),
        event(6, 3, Event::Held(Delivered::Value)),
    ]
}

#[test]
fn list_names_what_is_open_first_and_the_zone_once() {
    let (desk, _) = Desk::with(three());
    let said = desk.audit(&["list"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let words: Vec<Vec<&str>> = said
        .out
        .lines()
        .map(|line| line.split("  ").filter(|word| !word.is_empty()).map(str::trim).collect())
        .collect();
    assert_eq!(words[0], ["operation", "confirmed (Europe/Zurich)", "stage", "what", "login ID", "user", "by"]);
    assert_eq!(
        words[1],
        [
            "LOCKS",
            "4f9a2c31-1",
            "2026-11-21 13:00:01",
            "unknown",
            "Temporary strong password: reset",
            "anna.muster",
            "100/1",
            "m.huber"
        ]
    );
    assert_eq!(words[2][..2], ["open", "4f9a2c31-3"]);
    assert_eq!(words[3][..2], ["over", "4f9a2c31-2"]);
    assert_eq!(words.len(), 4);
    assert_eq!(said.out.matches("Zurich").count(), 1);
}

#[test]
fn list_ends_with_the_last_twenty_that_are_over_unless_all_are_asked_for() {
    let (desk, _) = Desk::with(working_day().take(110)); // whole operations
    let lines = |arguments: &[&str]| desk.audit(arguments).out.lines().count();
    let all = lines(&["list", "--all"]) - 1;
    assert_eq!(all, 24 + 6, "operations and prints");
    assert_eq!(lines(&["list"]), 1 + 20);
    assert_eq!(lines(&["list", "--json"]), 20);
    assert!(desk.audit(&["list"]).out.lines().last().unwrap().contains("4f9a2c31-p24 "));
}

/// One operation in doubt, one that is over, and prints of every kind before, between and after them.
fn printed() -> Vec<Entry> {
    let slip = Print {
        paper: Paper::Slip,
        kind: credesk::domain::credential::CredentialKind::TempStrongPassword,
        credential: None,
        operation: Some(id(2)),
        ..print()
    };
    vec![
        entry(0, What::SessionStarted(who())),
        asked(1, 1, print()),
        print_event(2, 1, PrintEvent::Accepted(Some("Card-12".into()))),
        confirmed(3, 1),
        event(4, 1, Event::Unknown("timeout".into())),
        asked(5, 2, Print { to: Destination::Terminal, caller: None, ..print() }),
        confirmed(6, 2),
        event(7, 2, Event::Held(Delivered::Value)),
        event(8, 2, Event::HandedOver),
        asked(9, 3, Print { to: Destination::File("/home/m.huber/slip.pdf".into()), ..slip.clone() }),
        print_event(10, 3, PrintEvent::Failed("file-exists".into())),
        asked(11, 4, Print { to: Destination::File("/home/m.huber/slip2.pdf".into()), ..slip }),
        print_event(12, 4, PrintEvent::Accepted(None)),
        asked(13, 5, print()),
        print_event(14, 5, PrintEvent::Failed("timeout".into())),
        event(15, 2, Event::Closed),
    ]
}

#[test]
fn list_shows_prints_among_the_operations_and_those_without_an_end_with_what_is_open() {
    let (desk, _) = Desk::with(printed());
    let said = desk.audit(&["list"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let words: Vec<Vec<&str>> = said
        .out
        .lines()
        .skip(1)
        .map(|line| line.split("  ").filter(|word| !word.is_empty()).map(str::trim).collect())
        .collect();
    let order: Vec<[&str; 2]> = words.iter().map(|words| [words[0], words[1]]).collect();
    assert_eq!(
        order,
        [
            ["LOCKS", "4f9a2c31-1"],
            ["open", "4f9a2c31-p2"],
            ["over", "4f9a2c31-p1"],
            ["over", "4f9a2c31-2"],
            ["over", "4f9a2c31-p3"],
            ["over", "4f9a2c31-p4"],
            ["over", "4f9a2c31-p5"],
        ]
    );
    assert_eq!(
        words[1][2..],
        [
            "2026-11-21 13:00:05",
            "asked, no end: look at the printer",
            "OTP card to terminal's own printer",
            "a.muster",
            "100/1",
            "m.huber"
        ]
    );
    assert_eq!(words[2][3..5], ["accepted, job Card-12", "OTP card to queue Card"]);
    assert_eq!(words[4][3..5], ["not printed (file-exists)", "slip to file /home/m.huber/slip.pdf…"]);
    assert_eq!((words[5][3], words[6][3]), ("saved", "no answer (timeout)"));
}

#[test]
fn a_print_without_an_end_locks_nothing() {
    let (desk, _) = Desk::with([
        entry(0, What::SessionStarted(who())),
        asked(1, 1, Print { operation: Some(id(1)), ..print() }),
        confirmed(2, 1),
    ]);
    let journal = Journal::open(&desk.journal()).unwrap();
    assert_eq!(journal.cases().map(|case| case.id).collect::<Vec<_>>(), [id(1)]);
    assert_eq!(desk.audit(&["verify"]).code, 0);
}

#[test]
fn list_as_json_tells_prints_too() {
    let (desk, _) = Desk::with(printed());
    let out = desk.audit(&["list", "--json", "--all"]).out;
    let all: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(all.len(), 7);
    let told = |number: usize| all.iter().find(|one| one["print"] == format!("4f9a2c31-p{number}")).unwrap();
    assert_eq!(
        *told(1),
        serde_json::json!({
            "print": "4f9a2c31-p1", "standing": "over", "stage": "accepted",
            "asked": "2026-11-21T12:00:01Z", "ended": "2026-11-21T12:00:02Z", "account": "m.huber", "host": "jump-1",
            "server": "https://idm.example.ch", "caller": "m.huber", "client": "100", "user": "1",
            "login_id": "a.muster", "kind": "otp-card", "credential": "otp-1", "paper": "card",
            "to": "queue", "name": "Card", "job": "Card-12",
        })
    );
    assert_eq!((&told(2)["standing"], &told(2)["stage"]), (&"open".into(), &"asked".into()));
    assert!(told(2).get("ended").is_none() && told(2).get("name").is_none());
    assert_eq!((&told(3)["fault"], &told(3)["operation"]), (&"file-exists".into(), &"4f9a2c31-2".into()));
}

#[test]
fn show_tells_a_print_and_an_operation_names_its_own() {
    let (desk, _) = Desk::with(printed());
    let said = desk.audit(&["show", "4f9a2c31-p1"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let (facts, told) = said.out.split_once("\n\n").unwrap();
    assert_eq!(
        facts.lines().collect::<Vec<_>>(),
        [
            "print        4f9a2c31-p1",
            "what         OTP card printed for a.muster: queue Card, job Card-12",
            "credential   OTP card (otp-1)",
            "user         a.muster (client 100, user 1)",
            "server       https://idm.example.ch",
            "by           m.huber on jump-1 (uid 1001, process 4711, credesk 0.1.0, login uid 1001, SSH 192.0.2.7 50022 192.0.2.1 22)",
            "signed in as m.huber",
            "operation    none: what was there already was read again",
            "times        Europe/Zurich",
        ]
    );
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "2026-11-21 13:00:01  asked for by the operator; nothing had left before this",
            "2026-11-21 13:00:02  accepted by the queue as job Card-12; whether paper came out, nobody knows",
        ]
    );
    for (print, what) in [
        ("4f9a2c31-p2", "OTP card for a.muster: terminal's own printer; asked, no end: look at the printer\n"),
        (
            "4f9a2c31-p3",
            "Slip (Temporary strong password) not printed for a.muster: file /home/m.huber/slip.pdf (file-exists)\n",
        ),
        ("4f9a2c31-p4", "Slip (Temporary strong password) printed for a.muster: file /home/m.huber/slip2.pdf\n"),
        ("4f9a2c31-p5", "queue Card, no answer (timeout); it may have been printed all the same\n"),
    ] {
        let out = desk.audit(&["show", print]).out;
        assert!(out.contains(what), "{out}");
    }
    let out = desk.audit(&["show", "4f9a2c31-2"]).out;
    let prints: Vec<_> = out.lines().filter(|line| line.starts_with("print ")).collect();
    assert_eq!(prints.len(), 2, "{out}");
    assert!(prints[0].starts_with("print        4f9a2c31-p3: Slip ") && prints[1].contains(" 4f9a2c31-p4: "), "{out}");
    assert!(!desk.audit(&["show", "4f9a2c31-1"]).out.contains("\nprint "));
    let said = desk.audit(&["show", "4f9a2c31-p9"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("holds no print 4f9a2c31-p9."), "{}", said.err);
}

#[test]
fn export_as_a_table_has_a_row_for_each_line_of_a_print() {
    let (desk, _) = Desk::with(printed());
    let out = desk.audit(&["export", "--format", "csv"]).out;
    let rows: Vec<_> = out.split_terminator("\r\n").collect();
    assert!(rows[0].ends_with(",comment,print,paper,to,job,ticket reference,batch"), "{}", rows[0]);
    assert_eq!(
        rows[2],
        "2,2026-11-21T12:00:01Z,4f9a2c31,,print-asked,asked for by the operator; nothing had left before this,,,,,,https://idm.example.ch,m.huber,100,1,a.muster,otp-card,otp-1,,,4f9a2c31-p1,card,queue Card,,,"
    );
    assert_eq!(
        rows[3],
        "3,2026-11-21T12:00:02Z,4f9a2c31,,print-accepted,\"accepted by the queue as job Card-12; whether paper came out, nobody knows\",,,,,,,,,,,,,,,4f9a2c31-p1,,,Card-12,,"
    );
    assert!(rows[10].contains(",4f9a2c31-2,print-asked,"), "the operation whose result it is: {}", rows[10]);
    assert!(rows[11].contains(",print-failed,not printed (file-exists),"), "{}", rows[11]);
    assert_eq!(desk.audit(&["export"]).out, fs::read_to_string(desk.journal()).unwrap());
}

#[test]
fn no_name_of_a_queue_a_file_or_a_job_reaches_the_terminal_as_it_is() {
    let mut entries = vec![entry(0, What::SessionStarted(who()))];
    entries.extend(every_print());
    let (desk, _) = Desk::with(entries.clone());
    let shows: Vec<[String; 2]> =
        (1..=2 * odd_names().len()).map(|n| ["show".into(), format!("4f9a2c31-p{n}")]).collect();
    let shows = shows.iter().map(|[show, print]| vec![show.as_str(), print.as_str()]);
    for command in [vec!["list", "--all"], vec!["export", "--format", "csv"]].into_iter().chain(shows) {
        let said = desk.audit(&command);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{command:?}");
        let drawn = said.out.replace("\r\n", "\n");
        assert!(!drawn.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\r', '\t', '\0']), "{command:?}: {drawn:?}");
    }
    let rows = desk.audit(&["export", "--format", "csv"]).out;
    assert_eq!(rows.split_terminator("\r\n").count(), entries.len() + 1, "one row each");
    assert!(rows.contains("queue <U+001B>[2J<U+009B>31m,") && rows.contains(&"q".repeat(300)), "{rows}");
    assert!(rows.contains(",\"'=1+1\",,\r\n"), "a job that looks like a formula");
    assert!(rows.contains("\"queue say \"\"x\"\", 'y' \\ z\""), "{rows}");
    assert_eq!(desk.audit(&["list", "--all"]).out.lines().count(), 1 + 18, "one line each");
    assert_eq!(desk.audit(&["list", "--all", "--json"]).out.lines().count(), 18);
}

#[test]
fn list_as_json_is_one_object_a_line() {
    let (desk, _) = Desk::with(three());
    let said = desk.audit(&["list", "--json"]);
    let first: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    assert_eq!(first["op"], "4f9a2c31-1");
    assert_eq!(first["standing"], "LOCKS");
    assert_eq!(first["confirmed"], "2026-11-21T12:00:01Z");
    assert_eq!(first["login_id"], "anna.muster");
    assert_eq!(said.out.lines().count(), 3);
}

#[test]
fn show_tells_one_operation_in_the_order_of_time() {
    let mut entries = three();
    let other = SessionId(7);
    entries.push(Entry { session: other, ..event(70, 1, Event::Happened) });
    let (desk, _) = Desk::with(entries);
    let said = desk.audit(&["show", "4f9a2c31-1"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let told: Vec<_> = said.out.split_once("\n\n").unwrap().1.lines().collect();
    assert_eq!(
        told,
        [
            "2026-11-21 13:00:01  confirmed by the operator; nothing was sent before this",
            "2026-11-21 13:00:02  outcome unknown (timeout)",
            "2026-11-21 13:01:10  carried out, as a reading shows; the answer was lost (noted by session 00000007)",
        ]
    );
    for fact in [
        "ticket 4711",
        "m.huber on jump-1",
        "SSH 192.0.2.7",
        "version 7, reset 2 times",
        "somebody has to look at it",
        "user 1)",
    ] {
        assert!(said.out.contains(fact), "{fact}\n{}", said.out);
    }
    assert_eq!(said.out.matches("Zurich").count(), 1);
    for wrong in ["4f9a2c31-9", "4f9a2c31", "x\u{1b}[31m"] {
        let said = desk.audit(&["show", wrong]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{wrong}");
        assert!(said.err.contains("credesk audit list") && !said.err.contains('\u{1b}'), "{}", said.err);
    }
}

#[test]
fn verify_tells_how_many_lines_from_when_to_when_and_the_head() {
    let (desk, head) = Desk::with(every_event());
    let said = desk.audit(&["verify"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<_> = said.out.lines().collect();
    assert_eq!(lines[0], format!("{} lines, and every one is as it was written.", head.lines));
    assert_eq!(lines[1..4], ["first 2026-11-21 13:00:00", "last  2026-11-21 13:01:00", "Times: Europe/Zurich"]);
    assert_eq!(lines[4], format!("head  {head}"));

    // A copy, open to all, elsewhere: whoever has it may check it.
    let copy = desk.home.path().join("copy");
    fs::copy(desk.journal(), &copy).unwrap();
    fs::set_permissions(&copy, Permissions::from_mode(0o644)).unwrap();
    assert_eq!(desk.audit(&["verify", copy.to_str().unwrap()]).out, said.out);
}

#[test]
fn verify_names_the_line_and_ends_with_seven() {
    let (desk, _) = Desk::with(working_day().take(10));
    let whole = fs::read(desk.journal()).unwrap();
    let copy = desk.home.path().join("copy");
    let verify = |bytes: &[u8]| {
        fs::write(&copy, bytes).unwrap();
        desk.audit(&["verify", copy.to_str().unwrap()])
    };
    let lines: Vec<_> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let mut flipped = whole.clone();
    flipped[lines[..4].concat().len() + 30] ^= 1;
    let mut swapped = lines.clone();
    swapped.swap(4, 5);
    for (bytes, told) in [
        (flipped, "line 5 was changed"),
        ([&lines[..4], &lines[5..]].concat().concat(), "line 5 does not follow"),
        (swapped.concat(), "line 5 does not follow"),
        (whole[..whole.len() - 9].to_vec(), "line 10 is a fragment"),
        (b"hello\n".to_vec(), "line 1 is no line of a journal"),
    ] {
        let said = verify(&bytes);
        assert_eq!((said.code, said.out.as_str()), (7, ""), "{told}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    for command in [&["list"][..], &["show", "4f9a2c31-1"], &["export"]] {
        fs::write(&copy, [&lines[..4], &lines[5..]].concat().concat()).unwrap();
        let said = desk.audit(&[command, &["--journal", copy.to_str().unwrap()]].concat());
        assert_eq!((said.code, said.out.as_str()), (7, ""), "{command:?} reads no journal that was changed");
    }
    let cut = verify(&lines[..9].concat());
    assert_eq!(cut.code, 0);
    assert!(cut.out.contains("9 lines") && cut.err.contains("only the head tells"), "{}{}", cut.out, cut.err);
}

#[test]
fn list_names_who_was_signed_in_and_else_the_account() {
    let intents = [Some(LoginId::new("huber-idm")), None].map(|caller| Intent { caller, ..intent(1) });
    let [first, second] = intents.map(|intent| Event::Confirmed(Box::new(intent)));
    let (desk, _) = Desk::with([
        entry(0, What::SessionStarted(who())),
        event(1, 1, first),
        event(2, 1, Event::Refused("limit".into())),
        event(3, 2, second),
    ]);
    let out = desk.audit(&["list"]).out;
    let by = |operation: &str| out.lines().find(|line| line.contains(operation)).unwrap().rsplit("  ").next().unwrap();
    assert_eq!((by("4f9a2c31-1"), by("4f9a2c31-2")), ("huber-idm", "m.huber"));
}

#[test]
fn show_says_what_became_of_the_request_that_was_to_write_the_comment() {
    let reset = Intent { comment_after: true, ..intent(1) };
    let comment = Intent { act: Act::Update(vec!["comment".into()]), follows: Some(id(1)), ..intent(1) };
    let mut entries = vec![
        entry(0, What::SessionStarted(who())),
        event(1, 1, Event::Confirmed(Box::new(reset))),
        event(2, 1, Event::Held(Delivered::Value)),
    ];
    let said = |entries: &[Entry]| Desk::with(entries.to_vec()).0.audit(&["show", "4f9a2c31-1"]).out;
    let out = said(&entries);
    assert!(out.contains("a second request, afterwards: none was confirmed\n"), "{out}");
    entries.push(event(3, 2, Event::Confirmed(Box::new(comment.clone()))));
    entries.push(event(4, 2, Event::Refused("limit".into())));
    entries.push(event(5, 3, Event::Confirmed(Box::new(comment))));
    entries.push(event(6, 3, Event::Held(Delivered::Nothing)));
    let out = said(&entries);
    assert!(out.contains("afterwards: operation 4f9a2c31-2, refused; operation 4f9a2c31-3, carried out\n"), "{out}");
}

#[test]
fn verify_remarks_that_others_may_read_the_journal() {
    let (desk, _) = Desk::with(three());
    let remark = "Remark, which matters less for a copy: ";
    assert!(!desk.audit(&["verify"]).err.contains(remark));
    fs::set_permissions(desk.journal(), Permissions::from_mode(0o640)).unwrap();
    let said = desk.audit(&["verify"]);
    assert!(said.code == 0 && said.out.contains("7 lines"), "{}", said.out);
    assert!(said.err.contains(remark) && said.err.contains("is open to others (mode 0640)"), "{}", said.err);
}

#[test]
fn verify_misses_the_lines_of_a_journal_whose_key_is_older() {
    let (desk, _) = Desk::with(three());
    let key = desk.journal().with_file_name("journal.jsonl.key");
    File::options().write(true).open(&key).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(desk.audit(&["verify"]).code, 0);
    fs::write(desk.journal(), b"").unwrap();
    let emptied = desk.audit(&["verify"]);
    fs::remove_file(desk.journal()).unwrap();
    for said in [emptied, desk.audit(&["verify", desk.journal().to_str().unwrap()])] {
        assert_eq!((said.code, said.out.as_str()), (7, ""));
        assert!(said.err.contains("no lines, although its key is from 1970-01-01T00:00:00Z"), "{}", said.err);
    }
}

#[test]
fn a_fragment_at_the_end_is_told_and_the_rest_can_be_read() {
    let (desk, _) = Desk::with(three());
    OpenOptions::new().append(true).open(desk.journal()).unwrap().write_all(b"{\"v\":1,\"n\"").unwrap();
    let said = desk.audit(&["list"]);
    assert_eq!((said.code, said.out.lines().count()), (0, 4));
    assert!(said.err.starts_with("Line 8 is a fragment: 10 bytes"), "{}", said.err);
    assert_eq!(desk.audit(&["verify"]).code, 7);
    let mut journal = Journal::open(&desk.journal()).unwrap();
    journal.append(&event(9, 1, Event::DidNotHappen)).unwrap();
    let said = desk.audit(&["verify"]);
    assert!(said.out.contains("Line 8 is a fragment of 10 bytes"), "{}", said.out);
    assert!(
        desk.audit(&["export", "--format", "csv"]).out.contains(",torn,the line before is a fragment of 10 bytes,")
    );
}

#[test]
fn export_gives_the_journals_own_lines_of_the_days_asked_for_in_the_operators_zone() {
    // 23:30 UTC is half past midnight of the next day in Zurich.
    let mut entries = three();
    for late in [41_400, 41_401] {
        entries.push(event(late, 1, Event::CannotTell(credesk::domain::record::Why::Unreadable)));
    }
    let (desk, _) = Desk::with(entries);
    let whole = fs::read_to_string(desk.journal()).unwrap();
    assert_eq!(desk.audit(&["export"]).out, whole);
    let days = |arguments: &[&str]| desk.audit(&[&["export"], arguments].concat()).out.lines().count();
    assert_eq!(days(&["--from", "2026-11-22"]), 2);
    assert_eq!(days(&["--to", "2026-11-21"]), 7);
    assert_eq!(days(&["--from", "2026-11-21", "--to", "2026-11-22"]), 9);
    assert_eq!(days(&["--from", "2026-11-23"]), 0);
    let wrong = desk.audit(&["export", "--from", "yesterday"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
}

#[test]
fn export_as_csv_is_safe_in_a_spreadsheet_and_on_a_terminal() {
    let mut intent = intent(1);
    intent.login_id = LoginId::new("=cmd|' /C calc'!A0\u{1b}[31m");
    intent.comment = Some("a \"b\", c\n\u{202e}d".into());
    let (desk, _) =
        Desk::with([entry(0, What::SessionStarted(who())), event(1, 1, Event::Confirmed(Box::new(intent)))]);
    let said = desk.audit(&["export", "--format", "csv"]);
    let lines: Vec<_> = said.out.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("line,at (UTC),session,operation,event,told,account,"), "{}", lines[0]);
    assert!(lines[2].starts_with("2,2026-11-21T12:00:01Z,4f9a2c31,4f9a2c31-1,confirmed,"), "{}", lines[2]);
    assert!(lines[2].contains("\"'=cmd|' /C calc'!A0<U+001B>[31m\""), "{}", lines[2]);
    assert!(lines[2].ends_with("\"a \"\"b\"\", c<U+000A><U+202E>d\",,,,,,"), "{}", lines[2]);
    for command in [&["list"][..], &["show", "4f9a2c31-1"]] {
        let out = desk.audit(command).out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
    }
}

#[test]
fn the_journal_is_the_one_that_is_named_or_the_configurations_or_the_usual_one() {
    let (desk, _) = Desk::with(three());
    let other = desk.home.path().join("other.jsonl");
    fs::copy(desk.journal(), &other).unwrap();
    fs::remove_file(desk.journal()).unwrap();
    let said = desk.audit(&["list"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.starts_with(&format!("There is no journal at {}.", desk.journal().display())), "{}", said.err);
    assert!(!desk.journal().exists(), "not made");

    let named = ["list", "--journal", other.to_str().unwrap()];
    assert_eq!(desk.audit(&named).out.lines().count(), 4);
    let config = desk.home.path().join("c.toml");
    let profile = "[profiles.a]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n";
    fs::write(&config, format!("journal = \"other.jsonl\"\n{profile}")).unwrap();
    fs::set_permissions(&config, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(desk.audit(&["--config", config.to_str().unwrap(), "list"]).out.lines().count(), 4);
    let said = desk.audit(&["--config", "/nowhere/c.toml", "list"]);
    assert!(said.code == 2 && said.err.contains("/nowhere/c.toml"), "{}", said.err);
}

#[test]
fn an_option_that_would_be_ignored_is_refused() {
    let (desk, _) = Desk::with(three());
    for (arguments, told) in [
        (&["list", "--profile", "a"][..], "credesk audit takes no --profile"),
        (&["list", "--read-only"], "credesk audit takes no --read-only"),
        (&["list", "--journal", "a", "--config", "b"], "credesk audit takes no --config"),
        (&["verify", "a", "--config", "b"], "credesk audit takes no --config"),
        (&["verify", "a", "--journal", "b"], "cannot be used with"),
        (&[], "Usage: credesk audit"),
    ] {
        let said = desk.audit(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(said.err.contains(told), "{}", said.err);
    }
}

#[test]
fn nothing_of_the_audit_writes() {
    let (desk, _) = Desk::with(three());
    let folder = desk.journal().parent().unwrap().to_owned();
    let state = || {
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap());
        let mut all: Vec<_> = entries
            .map(|entry| {
                (entry.file_name(), fs::read(entry.path()).unwrap(), entry.metadata().unwrap().modified().unwrap())
            })
            .collect();
        all.sort();
        all
    };
    let before = state();
    for arguments in [&["list"][..], &["show", &id(1).to_string()], &["verify"], &["export"]] {
        assert_eq!(desk.audit(arguments).code, 0);
    }
    assert_eq!(state(), before);
}
