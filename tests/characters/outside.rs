//! Hostile texts in what is printed beside the screens: the sentences after the end, `credesk audit`, a card as text.

use assert_cmd::Command;
use credesk::domain::credential::CredentialKind;
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::{CredentialId, LoginId};
use credesk::domain::record::{Act, Baseline, Entry, Event, Intent, OperationId, SessionId, What};
use credesk::domain::write::{Write, WriteAnswer};
use credesk::journal::Journal;
use credesk::runtime::farewell::{Ending, Subject};
use credesk::text::SafeText;
use fastrand::Rng;
use std::time::Duration;

use crate::clusters::random;
use crate::judge::{is_forbidden, named};
use crate::story::user_ref;
use crate::tour::who;

/// Lines of safe text, and nothing else.
fn judge(printed: &[u8], what: &str) {
    let text = str::from_utf8(printed).unwrap().replace("\r\n", "\n"); // lines of CSV end so (RFC 4180)
    let found = text.chars().find(|character| *character != '\n' && is_forbidden(*character));
    assert!(found.is_none(), "{what}: {} was printed", named(&found.unwrap().to_string()));
}

#[test]
fn sentences_after_the_end_are_safe() {
    let mut rng = Rng::with_seed(0xfa7e);
    for _ in 0..2000 {
        let said = Some(SafeText::new(&random(&mut rng)));
        let fault = Fault::Permission(said.clone());
        let problem = fault.problem(Asked::Write, said);
        let subject = Subject::of(&Write::ResetTempStrongPassword(user_ref("1034")));
        judge(Ending::new(subject, WriteAnswer::Refused(fault, problem)).to_string().as_bytes(), "farewell");
    }
}

#[test]
fn what_audit_prints_is_safe() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".local/state/credesk/journal.jsonl");
    let mut journal = Journal::open(&path).unwrap();
    let mut rng = Rng::with_seed(0xa0d17);
    let session = SessionId(0x4f9a_2c31);
    let at = "2026-11-21T13:02:11Z".parse().unwrap();
    journal.append(&Entry { at, session, what: What::SessionStarted(who(random(&mut rng))) }).unwrap();
    for number in 1..60 {
        let id = OperationId { session, number };
        let intent = Intent {
            server: random(&mut rng),
            caller: Some(LoginId::new(&random(&mut rng))),
            at: user_ref("1034"),
            login_id: LoginId::new(&random(&mut rng)),
            kind: CredentialKind::DevicePassword,
            credential: CredentialId::parse("dev-1").ok(),
            act: Act::Update(vec![random(&mut rng)]),
            comment: Some(random(&mut rng)),
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline::default(),
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        for event in [Event::Confirmed(Box::new(intent)), Event::Unknown(random(&mut rng))] {
            journal.append(&Entry { at, session, what: What::Operation(id, event) }).unwrap();
        }
    }
    drop(journal);
    // Not here: `export` and `list --json`, which put out JSON. `export` does let characters through that nobody sees.
    for arguments in [&["list", "--all"][..], &["show", "4f9a2c31-7"], &["export", "--format", "csv"], &["verify"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        let output = command.env_clear().env("HOME", home.path()).arg("audit").args(arguments).output().unwrap();
        judge(&output.stdout, &format!("audit {arguments:?}"));
        judge(&output.stderr, &format!("audit {arguments:?}"));
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty());
    }
}
