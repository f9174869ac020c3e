//! Changes without a screen, against a real sandbox and a real journal: what becomes of each, what the journal knows of it,
//! and that the server was asked for at most one change. The seconds of the settling are milliseconds here.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/profile.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod profile;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use credesk::api::ApiClient;
use credesk::app::check::Checked;
use credesk::domain::credential::{Credential, CredentialKind};
use credesk::domain::edit::Edit;
use credesk::domain::hand_over::Outlet;
use credesk::domain::id::{ClientId, UserId, UserRef};
use credesk::domain::operation::{Change, NotConfirmed};
use credesk::domain::record::{Event, SessionId};
use credesk::domain::verdict::Verdict;
use credesk::domain::write::NewValue;
use credesk::runtime::errand::{Interrupt, Objection, Office, Outcome, Page, Progress, Standing, Wanted};
use credesk::runtime::ledger::Ledger;
use credesk::runtime::on_one_thread;
use credesk::runtime::who::who;
use credesk::sandbox::{Answer, Fault, Harm, Operator, Options, Sandbox};
use profile::Home;
use sandbox_client::{Client, read, user};
use serde_json::{Value, json};

const KIND: CredentialKind = CredentialKind::TempStrongPassword;
const RESET: &str = "/tempstrong-password/reset";
const CREDENTIALS: &str = "/1001/credentials";
/// Where somebody interrupts the settling between two readings: a reading must not take so long. None is waited for.
const A_WHOLE_ONE: Duration = Duration::from_secs(1);

/// A sandbox, and a folder with a profile and a journal.
struct Place {
    home: Home,
    sandbox: Sandbox,
}

impl Place {
    fn new() -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let home = Home::new();
        home.write("token", &sandbox.token(Operator::Helpdesk), 0o600);
        Self { home, sandbox }
    }

    fn journal(&self) -> PathBuf {
        self.home.folder.path().join("journal.jsonl")
    }

    /// An office of a session of its own, and what is done there.
    fn work<T>(&self, session: u32, work: impl AsyncFnOnce(&mut Office) -> T) -> T {
        let profile = self.home.profile(&self.sandbox.url(), "");
        on_one_thread().unwrap().block_on(async {
            let session = SessionId(session);
            let ledger = Ledger::start(self.journal().into(), session, who()).unwrap();
            let standing = Standing {
                server: "test".into(),
                session,
                read_only: false,
                self_admin: false,
                comment_after_reset: true,
                outlet: Outlet::Output,
                write_timeout: Duration::from_secs(20),
                settle: Duration::from_mins(1),
                second: Duration::from_millis(1),
            };
            let api = ApiClient::new(&profile);
            let mut office = Office::open(api, ledger.clone(), standing, Interrupt::default()).await.unwrap();
            let done = work(&mut office).await;
            ledger.end("quit").await.unwrap();
            done
        })
    }

    fn writes(&self) -> Vec<String> {
        let all = self.sandbox.requests();
        all.into_iter().filter(|one| one.method != "GET").map(|one| format!("{} {}", one.method, one.path)).collect()
    }

    /// The journal's events: operation's number and name.
    fn events(&self) -> Vec<String> {
        let journal = fs::read_to_string(self.journal()).unwrap();
        let lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of_operations = lines.filter_map(|line| {
            let number = line["op"].as_str()?.rsplit_once('-')?.1.to_owned();
            Some(format!("{number} {}", line["event"].as_str()?))
        });
        of_operations.collect()
    }

    fn lose(&self, harm: Harm) {
        self.sandbox.inject(Fault::new("POST", RESET, harm));
    }
}

fn at() -> UserRef {
    UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1001").unwrap() }
}

fn wanted() -> Wanted {
    Wanted { change: Change::Reset, comment: None, ticket: None }
}

async fn look(office: &mut Office) -> (Page, Credential) {
    let page = office.look(&at()).await.unwrap();
    let credential = page.credentials.iter().find(|one| one.kind == KIND).unwrap().clone();
    (page, credential)
}

/// From the page to the end.
async fn reset(office: &mut Office, wanted: Wanted) -> Result<Outcome, Objection> {
    let (page, credential) = look(office).await;
    let mut draft = office.draft(&page, &credential, wanted).await?;
    Ok(Box::pin(office.send(&mut draft, "demo.all", |_| {})).await.unwrap())
}

#[test]
fn carried_out_at_once_and_its_value_waits_for_no_reading() {
    let place = Place::new();
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
        assert_eq!(draft.policy().unwrap().name.as_str(), "Temporary password");
        let reads = || place.sandbox.requests().len();
        let told = RefCell::new(None);
        let held = async |office: &Office, held: credesk::runtime::errand::Held<'_>| {
            assert!(matches!(held.value, NewValue::Plain(_)) && !held.receipt.is_empty());
            office.tell(held.id, Event::Shown).await.unwrap();
            *told.borrow_mut() = Some(reads());
        };
        let outcome = office.send_then(&mut draft, "demo.all", |_| {}, held).await.unwrap();
        let Outcome::Carried(carried) = outcome else { panic!("{outcome:?}") };
        assert_eq!((carried.checked, carried.comment), (Checked::Shown, None));
        assert_eq!(carried.credential.reset_count, credential.reset_count.map(|count| count + 1));
        assert!(told.into_inner().unwrap() < reads(), "the verifying reading came after the value");
        assert_eq!(office.send(&mut draft, "demo.all", |_| {}).await.unwrap_err(), NotConfirmed::Over);
    });
    assert_eq!(place.writes().len(), 1);
    assert_eq!(place.events(), ["1 confirmed", "1 held", "1 shown"]);
}

#[test]
fn whoever_wants_an_end_waits_for_no_reading_and_no_comment() {
    let place = Place::new();
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        let commented = Wanted { comment: Some("called".into()), ..wanted() };
        let mut draft = office.draft(&page, &credential, commented).await.unwrap();
        // No reading is answered any more.
        (0..3).for_each(|_| place.sandbox.inject(Fault::new("GET", CREDENTIALS, Harm::Instead(Answer::Silence))));
        let held = async |office: &Office, _: credesk::runtime::errand::Held<'_>| office.interrupt.raise(2);
        let outcome = office.send_then(&mut draft, "demo.all", |_| {}, held).await.unwrap();
        let Outcome::Carried(carried) = outcome else { panic!("{outcome:?}") };
        assert!(matches!(carried.value, NewValue::Plain(_)));
        assert!(matches!(carried.checked, Checked::Failed(_)), "{:?}", carried.checked);
        assert!(carried.comment.unwrap().contains("its comment still missing"));
    });
    assert_eq!(place.writes().len(), 1);
    assert_eq!(place.events(), ["1 confirmed", "1 held", "2 confirmed", "2 not-sent"]);
}

#[test]
fn a_wrong_word_uses_no_number_and_sends_nothing() {
    let place = Place::new();
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
        for word in ["", "demo.al", "Demo.all", "demo.all "] {
            assert!(office.send(&mut draft, word, |_| {}).await.is_err(), "{word}");
        }
        assert_eq!(place.writes().len(), 0);
        let outcome = office.send(&mut draft, "demo.all", |_| {}).await.unwrap();
        assert!(matches!(outcome, Outcome::Carried(_)));
    });
    assert_eq!(place.events(), ["1 confirmed", "1 held"]);
}

#[test]
fn refused_and_never_sent() {
    let place = Place::new();
    place.work(7, async |office| {
        place.lose(Harm::Instead(Answer::Status(429, "{}".into())));
        let Outcome::Not(_, problem) = reset(office, wanted()).await.unwrap() else { panic!() };
        assert_eq!(problem.fault, Some("too-many"));
    });
    assert_eq!((place.writes().len(), place.events()), (1, ["1 confirmed", "1 refused"].map(String::from).to_vec()));
    // Told to end before the request left: the journal knows it, the server does not.
    let place = Place::new();
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
        office.interrupt.raise(2);
        let Outcome::Not(_, problem) = office.send(&mut draft, "demo.all", |_| {}).await.unwrap() else { panic!() };
        assert_eq!(problem.fault, Some("ending"));
    });
    assert_eq!((place.writes().len(), place.events()), (0, ["1 confirmed", "1 not-sent"].map(String::from).to_vec()));
    // Without a journal nothing is sent, and no draft comes to be.
    let place = Place::new();
    fs::write(place.journal(), "hello\n").unwrap();
    let profile_kept = place.journal();
    place.work(7, async |office| {
        let refused = reset(office, wanted()).await.unwrap_err();
        assert!(matches!(refused, Objection::Journal(_)), "{refused:?}");
    });
    assert_eq!((place.writes().len(), fs::read_to_string(profile_kept).unwrap().as_str()), (0, "hello\n"));
}

#[test]
fn a_refusal_that_the_journal_did_not_take_is_told_as_both() {
    let mut place = Place::new();
    let delay = Duration::from_millis(500);
    place.sandbox = Sandbox::start(Options { users: 0, delay, ..Options::default() }).unwrap();
    place.home.write("token", &place.sandbox.token(Operator::Helpdesk), 0o600);
    let journal = place.journal();
    place.work(7, async |office| {
        place.lose(Harm::Instead(Answer::Status(429, "{}".into())));
        let away = std::thread::spawn(move || {
            // While the server takes its time, the journal goes.
            while !fs::read_to_string(&journal).is_ok_and(|lines| lines.contains("confirmed")) {
                std::thread::yield_now();
            }
            fs::rename(&journal, journal.with_extension("away")).unwrap();
        });
        let Outcome::Not(_, problem) = reset(office, wanted()).await.unwrap() else { panic!() };
        away.join().unwrap();
        assert_eq!(problem.fault, Some("too-many"));
        assert!(problem.next.contains("deleted or moved away"), "{}", problem.next);
    });
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_lost_answer_is_told_by_readings() {
    for (harm, verdict, event) in [
        (Harm::AfterCarryingOut(Answer::Close), Verdict::Happened, "1 happened"),
        (Harm::Instead(Answer::Close), Verdict::DidNotHappen, "1 did-not-happen"),
        (Harm::CutBody(20), Verdict::Happened, "1 happened"),
    ] {
        let place = Place::new();
        place.work(7, async |office| {
            place.lose(harm);
            let Outcome::Unsettled(unsettled) = reset(office, wanted()).await.unwrap() else { panic!() };
            assert_eq!((unsettled.verdict, unsettled.held), (Some(verdict), None));
            assert!(!unsettled.lines.is_empty());
        });
        assert_eq!(place.writes().len(), 1, "{verdict:?}");
        assert_eq!(place.events(), ["1 confirmed", "1 unknown", event]);
    }
}

#[test]
fn a_password_that_was_made_here_is_held_where_the_answer_is_lost() {
    let place = Place::new();
    place.work(7, async |office| {
        let page = office.look(&at()).await.unwrap();
        let of = |one: &&Credential| one.kind == CredentialKind::DevicePassword;
        let credential = page.credentials.iter().find(of).unwrap().clone();
        let password = std::sync::Arc::new(credesk::secret::Secret::new("Vx7qJ2mRt9Wz".into()));
        let edit = Edit { password: Some(password), ..Edit::default() };
        let wanted = Wanted { change: Change::Update(edit), comment: None, ticket: None };
        place.sandbox.inject(Fault::new("PATCH", "/dev-1001", Harm::AfterCarryingOut(Answer::Close)));
        let mut draft = office.draft(&page, &credential, wanted).await.unwrap();
        let outcome = office.send(&mut draft, "demo.all", |_| {}).await.unwrap();
        let Outcome::Unsettled(unsettled) = outcome else { panic!("{outcome:?}") };
        assert_eq!(unsettled.verdict, Some(Verdict::Happened));
        assert_eq!(unsettled.held.unwrap().count(), 12);
        let said = unsettled.lines.join(" ");
        assert!(said.contains("The new password is the valid one") && !said.contains("v shows"), "{said}");
    });
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_comment_follows_and_what_became_of_it_is_told() {
    let commented = || Wanted { comment: Some("called".into()), ..wanted() };
    for (harm, said, events) in [
        (None, "The comment is written too.", &["2 held", "2 closed"][..]),
        (Some(Harm::Instead(Answer::Status(409, "{}".into()))), "its comment still missing", &["2 refused"]),
        (Some(Harm::Instead(Answer::Close)), "Whether its comment was written is not known", &["2 unknown"]),
    ] {
        let place = Place::new();
        place.work(7, async |office| {
            if let Some(harm) = harm {
                place.sandbox.inject(Fault::new("PATCH", "/tempstrong-password", harm));
            }
            let Outcome::Carried(carried) = reset(office, commented()).await.unwrap() else { panic!() };
            let comment = carried.comment.unwrap();
            assert!(comment.contains(said), "{comment}");
            assert_eq!(carried.checked, Checked::Shown);
        });
        assert_eq!(place.writes().len(), 2, "the reset once, the comment once: {said}");
        let all = place.events();
        assert_eq!(all[..3], ["1 confirmed", "1 held", "2 confirmed"]);
        assert_eq!(all[3..], *events);
    }
}

#[test]
fn what_an_earlier_run_left_open_is_settled_first_and_told() {
    let place = Place::new();
    place.work(7, async |office| {
        place.lose(Harm::AfterCarryingOut(Answer::Close));
        office.standing.second = A_WHOLE_ONE;
        let interrupt = office.interrupt.clone();
        let (page, credential) = look(office).await;
        let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
        // The first reading fails, and somebody wants an end before the second.
        place.sandbox.inject(Fault::new("GET", CREDENTIALS, Harm::Instead(Answer::Close)));
        let said = move |Progress::Settling(_)| interrupt.raise(15);
        let outcome = office.send(&mut draft, "demo.all", said).await.unwrap();
        let Outcome::Unsettled(unsettled) = outcome else { panic!("{outcome:?}") };
        assert_eq!(unsettled.verdict, None);
    });
    assert_eq!((place.writes().len(), place.events()), (1, ["1 confirmed", "1 unknown"].map(String::from).to_vec()));
    place.work(8, async |office| {
        let (page, credential) = look(office).await;
        let draft = office.draft(&page, &credential, wanted()).await.unwrap();
        let notes = draft.notes().join("\n");
        assert!(
            notes.starts_with("An earlier change is settled now: \"Reset the temporary strong password\", 00000007-1."),
            "{notes}"
        );
        assert!(notes.contains("Carried out: the reset count went from 2 to 3."), "{notes}");
        // Who confirmed it before that was known did not mean a second one. Asked once more, it is known.
        let Err(Objection::Changed(sentence)) = draft.is_news_to_nobody() else { panic!() };
        assert!(
            sentence.starts_with("Nothing was sent: an earlier change of this credential (00000007-1)"),
            "{sentence}"
        );
        office.draft(&page, &credential, wanted()).await.unwrap().is_news_to_nobody().unwrap();
    });
    assert_eq!((place.writes().len(), place.events()[2..].to_vec()), (1, vec!["1 happened".to_owned()]));
}

#[test]
fn what_readings_cannot_settle_stays_locked() {
    let place = Place::new();
    let interrupted = |session| {
        place.work(session, async |office| {
            place.lose(Harm::Instead(Answer::Close));
            office.standing.second = A_WHOLE_ONE;
            let interrupt = office.interrupt.clone();
            let (page, credential) = look(office).await;
            let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
            let outcome = office.send(&mut draft, "demo.all", move |_| interrupt.raise(2)).await.unwrap();
            assert!(matches!(outcome, Outcome::Unsettled(_)));
        });
    };
    interrupted(7);
    place.work(8, async |office| {
        let (page, credential) = look(office).await;
        // One for the list, however often it is read: none of the readings that would settle it succeeds.
        for _ in 0..20 {
            place.sandbox.inject(Fault::new("GET", CREDENTIALS, Harm::Instead(Answer::Close)));
        }
        // Long enough for a reading to take no more than a few of them.
        office.standing.second = Duration::from_millis(20);
        let seconds = std::rc::Rc::new(RefCell::new(Vec::new()));
        let told = seconds.clone();
        office.on_earlier(move |left| told.borrow_mut().push(left));
        let refused = office.draft(&page, &credential, wanted()).await.unwrap_err();
        let Objection::Locked(sentence) = refused else { panic!("{refused:?}") };
        assert!(sentence.contains("the outcome of an earlier change of this credential is unknown"), "{sentence}");
        assert!(seconds.borrow().len() > 1 && seconds.borrow().is_sorted_by(|a, b| a >= b), "{seconds:?}");
    });
    // Readings that work again do not unlock it by themselves: somebody looks at it first.
    place.work(9, async |office| {
        // What is left of the failures.
        while office.look(&at()).await.is_err() {}
        let (page, credential) = look(office).await;
        let refused = office.draft(&page, &credential, wanted()).await.unwrap_err();
        assert!(matches!(refused, Objection::Locked(_)), "{refused:?}");
    });
    assert_eq!(place.writes().len(), 1);
    assert_eq!(place.events().last().unwrap(), "1 cannot-tell");
}

#[test]
fn another_credesk_that_is_at_work_is_left_alone() {
    let place = Place::new();
    place.work(7, async |first| {
        let (page, credential) = look(first).await;
        let mut draft = first.draft(&page, &credential, wanted()).await.unwrap();
        let mut other = first.draft(&page, &credential, wanted()).await.unwrap();
        place.lose(Harm::Instead(Answer::Close));
        first.standing.second = A_WHOLE_ONE;
        let interrupt = first.interrupt.clone();
        let outcome = first.send(&mut draft, "demo.all", move |_| interrupt.raise(2)).await.unwrap();
        assert!(matches!(outcome, Outcome::Unsettled(_)));
        // A draft from before, confirmed now: the journal itself refuses it.
        let late = first.send(&mut other, "demo.all", |_| {}).await.unwrap();
        let Outcome::Not(_, problem) = late else { panic!("{late:?}") };
        assert_eq!(problem.fault, Some("locked"));
    });
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn what_changed_since_it_was_shown_is_told_and_not_confirmed() {
    let place = Place::new();
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        let mut draft = office.draft(&page, &credential, wanted()).await.unwrap();
        office.refresh(&mut draft).await.unwrap();
        place.work_elsewhere();
        let refused = office.refresh(&mut draft).await.unwrap_err();
        let Objection::Changed(sentence) = refused else { panic!("{refused:?}") };
        assert!(
            sentence.starts_with("Nothing was sent: somebody changed this credential in the meantime"),
            "{sentence}"
        );
    });
    assert_eq!(place.writes().len(), 1, "the one from elsewhere");
}

#[test]
fn a_user_who_is_renamed_after_the_page_was_read_gets_no_draft() {
    let place = Place::new();
    let before = read(&Client::helpdesk(&place.sandbox), &user("1001"));
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        for (field, value) in
            [("loginId", "someone.else".into()), ("name", json!({ "firstName": "Some", "familyName": "One" }))]
        {
            let mut renamed = before.clone();
            renamed[field] = value;
            let instead = Harm::Instead(Answer::Status(200, renamed.to_string()));
            place.sandbox.inject(Fault::new("GET", "/100/users/1001", instead));
            let refused = office.draft(&page, &credential, wanted()).await.unwrap_err();
            let Objection::Changed(sentence) = refused else { panic!("{refused:?}") };
            assert!(sentence.starts_with("Nothing was sent: this user is now called "), "{field}: {sentence}");
        }
        office.draft(&page, &credential, wanted()).await.unwrap();
    });
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn what_is_archived_or_gone_since_the_page_was_read_gets_no_draft() {
    let place = Place::new();
    let before = read(&Client::helpdesk(&place.sandbox), &format!("{}/credentials", user("1001")));
    let is_meant = |one: &Value| one["type"] == "Temporary Strong Password";
    let mut archived = before.clone();
    let mut gone = before;
    for one in archived["items"].as_array_mut().unwrap().iter_mut().filter(|one| is_meant(one)) {
        one["stateName"] = "archived".into();
    }
    gone["items"].as_array_mut().unwrap().retain(|one| !is_meant(one));
    place.work(7, async |office| {
        let (page, credential) = look(office).await;
        for (body, said) in [(archived, "Not possible: this credential is archived."), (gone, "is not there any more")]
        {
            place.sandbox.inject(Fault::new("GET", CREDENTIALS, Harm::Instead(Answer::Status(200, body.to_string()))));
            let refused = office.draft(&page, &credential, wanted()).await.unwrap_err();
            let (Objection::NotAllowed(sentence) | Objection::Changed(sentence)) = refused else {
                panic!("{refused:?}")
            };
            assert!(sentence.contains(said), "{sentence}");
        }
    });
    assert_eq!(place.writes().len(), 0);
}

impl Place {
    /// Another operator resets the same credential.
    fn work_elsewhere(&self) {
        let journal = self.journal().with_file_name("elsewhere.jsonl");
        let profile = self.home.profile(&self.sandbox.url(), "");
        std::thread::scope(|scope| {
            let elsewhere = scope.spawn(|| {
                on_one_thread().unwrap().block_on(async {
                    let session = SessionId(9);
                    let ledger = Ledger::start(journal.into(), session, who()).unwrap();
                    let standing = Standing {
                        server: "test".into(),
                        session,
                        read_only: false,
                        self_admin: false,
                        comment_after_reset: false,
                        outlet: Outlet::Withheld,
                        write_timeout: Duration::from_secs(20),
                        settle: Duration::from_mins(1),
                        second: Duration::from_millis(1),
                    };
                    let api = ApiClient::new(&profile);
                    let mut office = Office::open(api, ledger, standing, Interrupt::default()).await.unwrap();
                    let outcome = reset(&mut office, wanted()).await.unwrap();
                    assert!(matches!(outcome, Outcome::Carried(_)));
                });
            });
            elsewhere.join().unwrap();
        });
    }
}
