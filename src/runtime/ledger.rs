//! The one thread that writes the journal, in order, so that a slow disk holds up no key.
//!
//! Sleeps until it is asked. Opens the journal at the first request, after the first frame; where that fails it tries
//! again at the next, so that a journal put right needs no restart.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::domain::case::{Case, Listed, Misplaced};
use crate::domain::evidence::FingerprintKey;
use crate::domain::fault::Fault;
use crate::domain::life::Stage;
use crate::domain::problem::{Problem, Took};
use crate::domain::record::{Entry, Event, OperationId, SessionId, What, Who};
use crate::domain::verdict::Sent;
use crate::journal::{AppendError, Head, Journal, JournalError};
use crate::runtime::entropy;
use crate::runtime::who::is_running;

/// How long a line may take. A local disk needs a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the thread is asked.
enum Request {
    Record(What, oneshot::Sender<Result<Timestamp, Fault>>),
    List(oneshot::Sender<Result<Vec<Listed>, Problem>>),
    Key(oneshot::Sender<FingerprintKey>),
    End(&'static str, oneshot::Sender<Option<Heads>>),
}

/// The journal's head when this session had opened it, and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// At the start.
    pub start: Head,
    /// Now.
    pub now: Head,
}

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
    pub fn start(path: PathBuf, session: SessionId, who: Who) -> io::Result<Self> {
        let (requests, asked) = channel();
        let keeper = Keeper { path, session, who, journal: None, start: None, owed: Vec::new() };
        thread::Builder::new().name("journal".to_owned()).spawn(move || keeper.serve(&asked))?;
        Ok(Self { requests })
    }

    /// Writes an event down. When the future comes back, it is on the disk; the thread is asked at once, so that what
    /// is recorded just before the end of the session still comes before the end.
    ///
    /// # Errors
    /// It is not on the disk, or nobody knows.
    pub fn record(&self, id: OperationId, event: Event) -> impl Future<Output = Result<Timestamp, Fault>> + use<> {
        let asked: Asked<Result<Timestamp, Fault>> =
            self.request(|answer| Request::Record(What::Operation(id, event), answer));
        async move { asked.answer().await.unwrap_or_else(|why| Err(Fault::Journal(why))) }
    }

    /// The open cases.
    ///
    /// # Errors
    /// The journal cannot be used; nothing can be changed before it can.
    pub async fn cases(&self) -> Result<Vec<Listed>, Problem> {
        self.ask(Request::List).await.unwrap_or_else(|why| Err(unusable(why)))
    }

    /// The key of the fingerprints. Without a journal one that lasts no longer than this session: then nothing is sent,
    /// and so nothing is compared later.
    pub async fn key(&self) -> FingerprintKey {
        self.ask(Request::Key).await.unwrap_or_else(|_| entropy::fingerprint_key())
    }

    /// Ends the session in the journal, after everything that was asked before. Says where the journal stands.
    pub async fn end(&self, reason: &'static str) -> Option<Heads> {
        self.ask(|answer| Request::End(reason, answer)).await.ok().flatten()
    }

    async fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Result<T, String> {
        self.request(request).answer().await
    }

    fn request<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Asked<T> {
        let (answer, answered) = oneshot::channel();
        // Where the thread has ended, the request and with it the sender of its answer are dropped.
        let _ = self.requests.send(request(answer));
        Asked(answered)
    }
}

/// What the thread was asked.
struct Asked<T>(oneshot::Receiver<T>);

impl<T> Asked<T> {
    async fn answer(self) -> Result<T, String> {
        match timeout(PATIENCE, self.0).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) => Err("its thread has ended".to_owned()),
            Err(_) => Err(format!("the disk did not answer within {} seconds", PATIENCE.as_secs())),
        }
    }
}

/// Nothing can be changed without a journal.
fn unusable(why: impl std::fmt::Display) -> Problem {
    Problem::new(
        format!("{why}"),
        Took::NothingAsked,
        "You can look up, but nothing is changed in this session before the journal works: without it a reset whose answer is lost could not be settled.",
    )
}

/// What the thread knows.
struct Keeper {
    path: PathBuf,
    session: SessionId,
    who: Who,
    journal: Option<Journal>,
    start: Option<Head>,
    /// What happened and could not be written yet, in its order: it is tried again before anything else is written.
    owed: Vec<Entry>,
}

impl Keeper {
    fn serve(mut self, asked: &Receiver<Request>) {
        // Who asked may have given up meanwhile: an answer that nobody takes is no fault.
        while let Ok(request) = asked.recv() {
            match request {
                Request::Record(what, answer) => drop(answer.send(self.record(what))),
                Request::List(answer) => drop(answer.send(self.list().map_err(unusable))),
                Request::Key(answer) => {
                    let key = self.open().map_or_else(|_| entropy::fingerprint_key(), |journal| journal.key());
                    drop(answer.send(key));
                }
                Request::End(reason, answer) => {
                    drop(answer.send(self.end(reason)));
                    return;
                }
            }
        }
    }

    fn open(&mut self) -> Result<&mut Journal, JournalError> {
        let journal = match self.journal.take() {
            Some(journal) => journal,
            None => self.opened()?,
        };
        Ok(self.journal.insert(journal))
    }

    fn opened(&mut self) -> Result<Journal, JournalError> {
        let mut journal = Journal::open(Path::new(&self.path))?;
        let started = self.entry(What::SessionStarted(self.who.clone()));
        match journal.append(&started) {
            // The beginning of a session fits behind anything.
            Ok(_) | Err(AppendError::Locked(_) | AppendError::Misplaced(_)) => {}
            Err(AppendError::Failed(error)) => return Err(error),
        }
        self.start.get_or_insert_with(|| journal.head());
        Ok(journal)
    }

    fn entry(&self, what: What) -> Entry {
        Entry { at: Timestamp::now(), session: self.session, what }
    }

    fn record(&mut self, what: What) -> Result<Timestamp, Fault> {
        let entry = self.entry(what);
        let appended = self.pay().map_err(AppendError::Failed).and_then(|journal| journal.append(&entry));
        match appended {
            Ok(_) => Ok(entry.at),
            Err(AppendError::Locked(case)) => Err(Fault::Locked(named(&case))),
            // Another credesk that shares the journal has settled it first: readings tell everybody the same.
            Err(AppendError::Misplaced(Misplaced::OutOfOrder(..))) if is_verdict(&entry) => Ok(entry.at),
            Err(error @ AppendError::Misplaced(_)) => Err(Fault::Journal(error.to_string())),
            Err(AppendError::Failed(error)) => {
                // An intent that could not be written has not happened: nothing was sent.
                if !is_intent(&entry) {
                    self.owed.push(entry);
                }
                Err(Fault::Journal(error.to_string()))
            }
        }
    }

    /// Writes what is owed: a disk that was full may have room again, and what comes later makes no sense without it.
    fn pay(&mut self) -> Result<&mut Journal, JournalError> {
        let mut owed = std::mem::take(&mut self.owed).into_iter();
        while let Some(entry) = owed.next() {
            match self.open().map_err(AppendError::Failed).and_then(|journal| journal.append(&entry)) {
                // What does not fit any more was settled by another credesk meanwhile.
                Ok(_) | Err(AppendError::Locked(_) | AppendError::Misplaced(_)) => {}
                Err(AppendError::Failed(error)) => {
                    self.owed = [entry].into_iter().chain(owed).collect();
                    return Err(error);
                }
            }
        }
        self.open()
    }

    fn list(&mut self) -> Result<Vec<Listed>, JournalError> {
        let own = self.session;
        let host = self.who.host.clone();
        let journal = self.open()?;
        journal.refresh()?;
        let now = Timestamp::now();
        let listed = |case: Case| {
            let age = Sent { id: case.id, intent: case.intent.clone(), at: case.confirmed }.age(now);
            let at_work = matches!(case.stage, Stage::Sending | Stage::Unknown | Stage::Held | Stage::Shown);
            let living = case.who.as_ref().is_some_and(|who| who.host == host && is_running(who.pid));
            Listed { elsewhere: at_work && living && case.id.session != own, age, case }
        };
        Ok(journal.cases().cloned().map(listed).collect())
    }

    fn end(&mut self, reason: &'static str) -> Option<Heads> {
        let entry = self.entry(What::SessionEnded(reason.to_owned()));
        let start = self.start.take()?;
        let _ = self.pay();
        let journal = self.journal.as_mut()?;
        // A session whose end is missing looks like one that was killed; its cases are listed all the same.
        let _ = journal.append(&entry);
        Some(Heads { start, now: journal.head() })
    }
}

fn is_intent(entry: &Entry) -> bool {
    matches!(entry.what, What::Operation(_, Event::Confirmed(_)))
}

fn is_verdict(entry: &Entry) -> bool {
    let What::Operation(_, event) = &entry.what else { return false };
    matches!(event, Event::Happened | Event::DidNotHappen | Event::CannotTell(_) | Event::Closed)
}

/// An operation that is not settled, for a sentence.
fn named(case: &Case) -> String {
    let by = case.intent.caller.as_ref().map_or_else(String::new, |caller| format!(" by {}", caller.shown()));
    format!("\"{}\" for {}{by}, confirmed {:.0}", case.intent.title(), case.intent.login_id.shown(), case.confirmed)
}
