//! The way to the journal: asks the one thread that writes it (`keeper`), and waits for the answer without holding up a
//! key.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::domain::batch::Tried;
use crate::domain::case::Listing;
use crate::domain::evidence::FingerprintKey;
use crate::domain::fault::Fault;
use crate::domain::noted::Noted;
use crate::domain::problem::Problem;
use crate::domain::record::{Event, OperationId, PrintEvent, PrintId, SessionId, What, Who};
use crate::runtime::journal_trouble::unusable;
use crate::runtime::keeper::{Heads, Keeper, Place, Request};

/// How long a line may take. A local disk needs a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a pass over the whole journal may take: one of years has a million lines.
const A_WHOLE_JOURNAL: Duration = Duration::from_mins(2);

/// How long the end of a session may take: a lock that another holds or a disk that hangs keeps no console whose line is
/// gone. Less than the two seconds for which the journal's lock is waited for.
const AT_THE_END: Duration = Duration::from_secs(1);

/// The way to the thread.
#[derive(Debug, Clone)]
pub struct Ledger {
    requests: Sender<Request>,
}

impl Ledger {
    /// Starts the thread. Opens nothing yet.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start(place: Place, session: SessionId, who: Who) -> io::Result<Self> {
        let (requests, asked) = channel();
        let keeper = Keeper::new(place, session, who);
        thread::Builder::new().name("journal".to_owned()).spawn(move || keeper.serve(&asked))?;
        Ok(Self { requests })
    }

    /// Has an event written down. It is in the thread's hands when this returns, whoever waits for the answer, and on the
    /// disk when the answer comes.
    ///
    /// # Errors
    /// It is not on the disk, or nobody knows.
    pub fn record(&self, id: OperationId, event: Event) -> impl Future<Output = Result<Timestamp, Fault>> + use<> {
        self.write(What::Operation(id, event))
    }

    /// The same for what happened to a print. Not a byte of it may leave before `Asked` was answered; after an error it is
    /// not printed.
    ///
    /// # Errors
    /// It is not on the disk, or nobody knows: always [`Fault::Journal`], with a whole sentence.
    pub fn print(&self, id: PrintId, event: PrintEvent) -> impl Future<Output = Result<Timestamp, Fault>> + use<> {
        self.write(What::Print(id, event))
    }

    fn write(&self, what: What) -> impl Future<Output = Result<Timestamp, Fault>> + use<> {
        let answer = self.ask(PATIENCE, move |answer| Request::Record(what, answer));
        async { answer.await.unwrap_or_else(|why| Err(Fault::Journal(why))) }
    }

    /// The open cases.
    ///
    /// # Errors
    /// The journal cannot be used; nothing can be changed before it can.
    pub async fn cases(&self) -> Result<Listing, Problem> {
        self.ask(PATIENCE, Request::List).await.unwrap_or_else(|why| Err(unusable(why)))
    }

    /// What the journal knows of lists that were worked through on this server. Where it is to be worked `alone`, nobody
    /// else who shares the journal can work through one from here to the end of the session.
    ///
    /// # Errors
    /// Somebody else does at this moment (fault `locked`), or the journal cannot be used.
    pub async fn tried(&self, server: &str, alone: bool) -> Result<Vec<Tried>, Problem> {
        let server = server.to_owned();
        let asked = self.ask(A_WHOLE_JOURNAL, move |answer| Request::Tried(server, alone, answer));
        asked.await.unwrap_or_else(|why| Err(unusable(why)))
    }

    /// The last entries of the journal.
    ///
    /// # Errors
    /// The journal cannot be used; nothing can be changed before it can.
    pub async fn look_back(&self) -> Result<Vec<Noted>, Problem> {
        self.ask(PATIENCE, Request::LookBack).await.unwrap_or_else(|why| Err(unusable(why)))
    }

    /// The key of the fingerprints; none where the journal cannot be used. Then nothing is sent, and so no fingerprint is
    /// compared later.
    pub async fn key(&self) -> Option<FingerprintKey> {
        self.ask(PATIENCE, Request::Key).await.ok().flatten()
    }

    /// Ends the session in the journal, after everything that was asked before, within a second. Says where the journal
    /// stands; none where it was not opened.
    ///
    /// # Errors
    /// Nobody knows whether the end is on the disk; a whole sentence.
    pub async fn end(&self, reason: &'static str) -> Result<Option<Heads>, String> {
        self.ask(AT_THE_END, |answer| Request::End(reason, answer)).await
    }

    /// Puts a question, at once, and gives back the waiting for the answer.
    fn ask<T, R>(&self, patience: Duration, request: R) -> impl Future<Output = Result<T, String>> + use<T, R>
    where
        R: FnOnce(oneshot::Sender<T>) -> Request,
    {
        let (answer, answered) = oneshot::channel();
        let asked = self.requests.send(request(answer)).is_ok();
        async move {
            match timeout(patience, answered).await {
                Ok(Ok(answer)) if asked => Ok(answer),
                Ok(_) => Err("The thread that writes the journal has ended.".to_owned()),
                Err(_) => {
                    let seconds = patience.as_secs();
                    let plural = if seconds == 1 { "" } else { "s" };
                    Err(format!("The journal's disk did not answer within {seconds} second{plural}."))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use rustix::fs::{FlockOperation, flock};
    use tokio::runtime::Builder;

    use super::*;
    use crate::domain::credential::CredentialKind;
    use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
    use crate::domain::printing::Destination;
    use crate::domain::record::{Paper, Print};
    use crate::runtime::who::who;

    const SESSION: SessionId = SessionId(7);

    fn id(number: u32) -> PrintId {
        PrintId { session: SESSION, number }
    }

    fn asked() -> PrintEvent {
        PrintEvent::Asked(Box::new(Print {
            server: "s".into(),
            caller: None,
            at: UserRef { client: ClientId::parse("1").unwrap(), user: UserId::parse("2").unwrap() },
            login_id: LoginId::new("a.muster"),
            kind: CredentialKind::OtpCard,
            credential: None,
            paper: Paper::Card,
            to: Destination::Output,
            operation: None,
        }))
    }

    /// Lets a test do something with a ledger and its file, ends the session, and gives back what stands there then.
    fn after(work: impl AsyncFnOnce(&Ledger, &Path)) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let ledger = Ledger::start(path.clone().into(), SESSION, who()).unwrap();
        Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
            ledger.cases().await.unwrap();
            work(&ledger, &path).await;
            ledger.end("quit").await.unwrap();
        });
        let event = |line: &str| line.split(r#""event":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
        fs::read_to_string(path).unwrap().lines().map(event).collect()
    }

    fn is_journal(recorded: &Result<Timestamp, Fault>) -> bool {
        matches!(recorded, Err(Fault::Journal(_)))
    }

    #[test]
    fn a_print_that_is_not_on_the_disk_is_not_owed_and_an_end_is() {
        let events = after(async |ledger, path| {
            ledger.print(id(1), asked()).await.unwrap();
            let away = path.with_extension("away");
            fs::rename(path, &away).unwrap();
            assert!(is_journal(&ledger.print(id(2), asked()).await));
            assert!(is_journal(&ledger.print(id(1), PrintEvent::Accepted(Some("Card-12".into()))).await));
            fs::rename(&away, path).unwrap();
            ledger.print(id(3), asked()).await.unwrap();
            ledger.print(id(3), PrintEvent::Failed("no-lp".into())).await.unwrap();
        });
        assert_eq!(
            events,
            ["session-started", "print-asked", "print-accepted", "print-asked", "print-failed", "session-ended"]
        );
    }

    #[test]
    fn a_print_that_makes_no_sense_is_refused() {
        let events = after(async |ledger, _| {
            assert!(is_journal(&ledger.print(id(1), PrintEvent::Accepted(None)).await));
            ledger.print(id(1), asked()).await.unwrap();
            assert!(is_journal(&ledger.print(id(1), asked()).await));
            ledger.print(id(1), PrintEvent::Accepted(None)).await.unwrap();
            assert!(is_journal(&ledger.print(id(1), PrintEvent::Failed("timeout".into())).await));
        });
        assert_eq!(events, ["session-started", "print-asked", "print-accepted", "session-ended"]);
    }

    #[test]
    fn a_print_that_nobody_waits_for_is_not_asked_for_or_taken_back() {
        for _ in 0..20 {
            let events = after(async |ledger, path| {
                // As if another process wrote: no line gets there, and no answer comes, before nobody waits for it.
                let journal = fs::File::open(path).unwrap();
                flock(&journal, FlockOperation::LockExclusive).unwrap();
                drop(ledger.print(id(1), asked()));
            });
            let prints = &events[1..events.len() - 1];
            assert!(prints.is_empty() || prints == ["print-asked", "print-failed"], "{events:?}");
        }
    }

    #[test]
    fn an_end_that_no_journal_can_hold_keeps_no_later_line_out() {
        let events = after(async |ledger, _| {
            ledger.print(id(1), asked()).await.unwrap();
            assert!(is_journal(&ledger.print(id(1), PrintEvent::Accepted(Some("x".repeat(2 << 20)))).await));
            ledger.print(id(2), asked()).await.unwrap();
        });
        assert_eq!(events, ["session-started", "print-asked", "print-asked", "session-ended"]);
    }
}
