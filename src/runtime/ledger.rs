//! The one thread that writes the journal, in order, so that a slow disk holds up no key.
//!
//! Sleeps until it is asked. Opens the journal at the first request, after the first frame; where that fails it tries
//! again at the next, so that a journal put right needs no restart.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use std::{io, thread};

use jiff::{Timestamp, Zoned};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::domain::case::{Case, Listed, Listing, Misplaced};
use crate::domain::evidence::FingerprintKey;
use crate::domain::fault::Fault;
use crate::domain::life::Stage;
use crate::domain::problem::{Problem, Took};
use crate::domain::record::{Entry, Event, OperationId, SessionId, What, Who};
use crate::domain::verdict::Sent;
use crate::journal::{AppendError, Head, Journal, JournalError, syslog};
use crate::runtime::entropy;
use crate::runtime::who::is_running;

/// How long a line may take. A local disk needs a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the thread is asked.
enum Request {
    Record(What, oneshot::Sender<Result<Timestamp, Fault>>),
    List(oneshot::Sender<Result<Listing, Problem>>),
    Key(oneshot::Sender<FingerprintKey>),
    End(&'static str, oneshot::Sender<Option<Heads>>),
}

/// Where the journal lies, and who else is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its file.
    pub path: PathBuf,
    /// The local syslog is told the head at the beginning and at the end of the session.
    pub syslog: bool,
}

impl From<PathBuf> for Place {
    fn from(path: PathBuf) -> Self {
        Self { path, syslog: false }
    }
}

/// The journal's head when this session had opened it, and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// At the start.
    pub start: Head,
    /// Now.
    pub now: Head,
    /// What else there is to say about it.
    pub notes: Vec<String>,
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
    pub fn start(place: Place, session: SessionId, who: Who) -> io::Result<Self> {
        let (requests, asked) = channel();
        let Place { path, syslog } = place;
        let keeper =
            Keeper { path, session, who, syslog, journal: None, start: None, notes: Vec::new(), owed: Vec::new() };
        thread::Builder::new().name("journal".to_owned()).spawn(move || keeper.serve(&asked))?;
        Ok(Self { requests })
    }

    /// Has an event written down. It is in the thread's hands when this returns, whoever waits for the answer, and on the
    /// disk when the answer comes.
    ///
    /// # Errors
    /// It is not on the disk, or nobody knows.
    pub fn record(&self, id: OperationId, event: Event) -> impl Future<Output = Result<Timestamp, Fault>> + use<> {
        let answer = self.ask(move |answer| Request::Record(What::Operation(id, event), answer));
        async { answer.await.unwrap_or_else(|why| Err(Fault::Journal(why))) }
    }

    /// The open cases.
    ///
    /// # Errors
    /// The journal cannot be used; nothing can be changed before it can.
    pub async fn cases(&self) -> Result<Listing, Problem> {
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

    /// Puts a question, at once, and gives back the waiting for the answer.
    fn ask<T, R>(&self, request: R) -> impl Future<Output = Result<T, String>> + use<T, R>
    where
        R: FnOnce(oneshot::Sender<T>) -> Request,
    {
        let (answer, answered) = oneshot::channel();
        let asked = self.requests.send(request(answer)).is_ok();
        async move {
            match timeout(PATIENCE, answered).await {
                Ok(Ok(answer)) if asked => Ok(answer),
                Ok(_) => Err("its thread has ended".to_owned()),
                Err(_) => Err(format!("the disk did not answer within {} seconds", PATIENCE.as_secs())),
            }
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
    syslog: bool,
    journal: Option<Journal>,
    start: Option<Head>,
    /// What the operator has to know, until it is told.
    notes: Vec<String>,
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
        let mut journal = Journal::open(&self.path)?;
        self.notes.extend(journal.torn().map(|torn| torn.to_string()));
        let started = self.entry(What::SessionStarted(self.who.clone()));
        match journal.append(&started) {
            // The beginning of a session fits behind anything.
            Ok(_) | Err(AppendError::Locked(_) | AppendError::Misplaced(_)) => {}
            Err(AppendError::Failed(error)) => return Err(error),
        }
        if self.start.is_none() {
            self.start = Some(journal.head());
            self.tell_syslog(&journal.head());
        }
        Ok(journal)
    }

    /// A chain alone cannot see that its end was cut off; another log that knows the head can.
    fn tell_syslog(&mut self, head: &Head) {
        if self.syslog {
            let told = syslog::tell(Path::new(syslog::LOCAL), head, self.session, self.who.pid, &Zoned::now());
            self.notes.extend(told.err());
        }
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
            Err(AppendError::Misplaced(Misplaced::OutOfOrder(..))) if is_settled_by_any(&entry) => Ok(entry.at),
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

    fn list(&mut self) -> Result<Listing, JournalError> {
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
        let cases = journal.cases().cloned().map(listed).collect();
        Ok(Listing { cases, notes: std::mem::take(&mut self.notes) })
    }

    fn end(&mut self, reason: &'static str) -> Option<Heads> {
        let entry = self.entry(What::SessionEnded(reason.to_owned()));
        let start = self.start.take()?;
        let _ = self.pay();
        let mut journal = self.journal.take()?;
        // A session whose end is missing looks like one that was killed; its cases are listed all the same.
        let _ = journal.append(&entry);
        let now = journal.head();
        self.tell_syslog(&now);
        Some(Heads { start, now, notes: std::mem::take(&mut self.notes) })
    }
}

fn is_intent(entry: &Entry) -> bool {
    matches!(entry.what, What::Operation(_, Event::Confirmed(_)))
}

/// What another session may have found out before, by readings or by taking note.
fn is_settled_by_any(entry: &Entry) -> bool {
    let What::Operation(_, event) = &entry.what else { return false };
    match event {
        Event::NotSent(_)
        | Event::Refused(_)
        | Event::Unknown(_)
        | Event::Happened
        | Event::DidNotHappen
        | Event::CannotTell(_)
        | Event::Closed
        | Event::CommentWaived => true,
        Event::Confirmed(_) | Event::Held(_) | Event::Shown | Event::HandedOver => false,
    }
}

/// An operation that is not settled, for a sentence.
fn named(case: &Case) -> String {
    let by = case.intent.caller.as_ref().map_or_else(String::new, |caller| format!(" by {}", caller.shown()));
    format!("\"{}\" for {}{by}, confirmed {:.0}", case.intent.title(), case.intent.login_id.shown(), case.confirmed)
}
