//! The one thread that writes the journal, in order, so that a slow disk holds up no key.
//!
//! Sleeps until it is asked. Opens the journal at the first request, after the first frame; where that fails it tries
//! again at the next, so that a journal put right needs no restart. What a full disk did not take is owed, and written
//! before anything else.

use std::fs::File;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use jiff::{Timestamp, Zoned};
use tokio::sync::oneshot;

use crate::domain::batch::Tried;
use crate::domain::case::{Case, Listed, Listing, Misplaced};
use crate::domain::evidence::FingerprintKey;
use crate::domain::fault::Fault;
use crate::domain::life::Stage;
use crate::domain::noted::Noted;
use crate::domain::printing::PrintFault;
use crate::domain::problem::Problem;
use crate::domain::record::{Entry, Event, PrintEvent, SessionId, What, Who};
use crate::journal::{self, AppendError, Head, Journal, JournalError, syslog};
use crate::runtime::journal_trouble::no_journal;
use crate::runtime::looking_back;
use crate::runtime::who::is_running;

/// What the thread is asked.
pub enum Request {
    /// Write this down.
    Record(What, oneshot::Sender<Result<Timestamp, Fault>>),
    /// Tell the open cases.
    List(oneshot::Sender<Result<Listing, Problem>>),
    /// Tell what is known of lists on this server; where nobody else is to work through one meanwhile, see to that first.
    Tried(String, bool, oneshot::Sender<Result<Vec<Tried>, Problem>>),
    /// Tell the last entries.
    LookBack(oneshot::Sender<Result<Vec<Noted>, Problem>>),
    /// Tell the key of the fingerprints; none where the journal cannot be used.
    Key(oneshot::Sender<Option<FingerprintKey>>),
    /// End the session, for this reason.
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

/// What the thread knows.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    session: SessionId,
    who: Who,
    /// Where the local syslog listens, where it is told.
    syslog: Option<PathBuf>,
    journal: Option<Journal>,
    start: Option<Head>,
    /// What the operator has to know, until it is told.
    notes: Vec<String>,
    /// What happened and could not be written yet, in its order: it is tried again before anything else is written.
    owed: Vec<Entry>,
    /// Nobody else works through a list as long as this is open.
    alone: Option<File>,
}

impl Keeper {
    /// One that has opened nothing yet.
    pub fn new(Place { path, syslog }: Place, session: SessionId, who: Who) -> Self {
        let syslog = syslog.then(|| PathBuf::from(syslog::LOCAL));
        Self {
            path,
            session,
            who,
            syslog,
            journal: None,
            start: None,
            notes: Vec::new(),
            owed: Vec::new(),
            alone: None,
        }
    }

    /// Answers until the session ends, or nobody is left to ask.
    pub fn serve(mut self, asked: &Receiver<Request>) {
        // Who asked may have given up meanwhile: an answer that nobody takes is no fault.
        while let Ok(request) = asked.recv() {
            match request {
                Request::Record(what, answer) => self.record_for(what, answer),
                Request::List(answer) => drop(answer.send(self.list().map_err(|why| no_journal(&why)))),
                Request::Tried(server, alone, answer) => {
                    drop(answer.send(self.tried(&server, alone).map_err(|why| no_journal(&why))));
                }
                Request::LookBack(answer) => drop(answer.send(self.look_back().map_err(|why| no_journal(&why)))),
                Request::Key(answer) => drop(answer.send(self.open().ok().map(|journal| journal.key()))),
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
        tracing::info!("journal opened");
        let lost = journal.lost(Timestamp::now()).map(|lost| lost.to_string());
        for note in lost.into_iter().chain(journal.torn().map(|torn| torn.to_string())) {
            // An opening that is tried again finds the same.
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
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
        if let Some(socket) = &self.syslog {
            let told = syslog::tell(socket, head, self.session, self.who.pid, &Zoned::now());
            self.notes.extend(told.err());
        }
    }

    fn entry(&self, what: What) -> Entry {
        Entry { at: Timestamp::now(), session: self.session, what }
    }

    /// Records for somebody who waits. An intent for which nobody waits any more was told as not sent, and a print as not
    /// printed, and so it must not stay in the journal as one that may have been.
    fn record_for(&mut self, what: What, answer: oneshot::Sender<Result<Timestamp, Fault>>) {
        let nothing = nothing_of(&what);
        if nothing.is_some() && answer.is_closed() {
            return;
        }
        let recorded = self.record(what);
        if let (Err(Ok(_)), Some(nothing)) = (answer.send(recorded), nothing) {
            // Where this fails too it is owed, as any other line.
            let _ = self.record(nothing);
        }
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
                // An intent that could not be written has not happened: nothing was sent or printed. And what no journal
                // can hold would keep every later line out for good.
                if nothing_of(&entry.what).is_none() && !matches!(error, JournalError::Unwritable(_)) {
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
            let age = case.sent().age(now);
            let at_work = matches!(case.stage, Stage::Sending | Stage::Unknown | Stage::Held | Stage::Shown);
            let living = case.who.as_ref().is_some_and(|who| who.host == host && is_running(who.pid));
            Listed { elsewhere: at_work && living && case.id.session != own, age, case }
        };
        let cases = journal.cases().cloned().map(listed).collect();
        Ok(Listing { cases, notes: std::mem::take(&mut self.notes) })
    }

    fn tried(&mut self, server: &str, alone: bool) -> Result<Vec<Tried>, JournalError> {
        self.open()?;
        if alone {
            self.alone = Some(journal::alone(&self.path)?);
        }
        journal::tried(&self.path, server)
    }

    /// What the file holds by now; opening it makes one where there was none.
    fn look_back(&mut self) -> Result<Vec<Noted>, JournalError> {
        self.open()?;
        looking_back::last(&self.path)
    }

    fn end(&mut self, reason: &'static str) -> Option<Heads> {
        let entry = self.entry(What::SessionEnded(reason.to_owned()));
        let start = self.start.take()?;
        let _ = self.pay();
        if !self.owed.is_empty() {
            self.notes.push(format!(
                "{} lines could not be written into the journal. The next start lists what they would have settled.",
                self.owed.len()
            ));
        }
        let mut journal = self.journal.take()?;
        if let Err(why) = journal.append(&entry) {
            self.notes.push(format!(
                "The end of this session is missing in the journal: it looks like one that was killed, and its open cases are listed at the next start all the same. The reason: {why}"
            ));
        }
        let now = journal.head();
        self.tell_syslog(&now);
        Some(Heads { start, now, notes: std::mem::take(&mut self.notes) })
    }
}

/// Of what is written before anything leaves: the line that says that nothing came of it, because nobody waited for the
/// journal.
fn nothing_of(what: &What) -> Option<What> {
    match what {
        What::Operation(id, Event::Confirmed(_)) => {
            Some(What::Operation(*id, Event::NotSent(Fault::Journal(String::new()).name().into())))
        }
        What::Print(id, PrintEvent::Asked(_)) => {
            Some(What::Print(*id, PrintEvent::Failed(PrintFault::Journal(String::new()).name().into())))
        }
        What::Operation(..) | What::Print(..) | What::SessionStarted(_) | What::SessionEnded(_) => None,
    }
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixDatagram;
    use std::time::{Duration, SystemTime};

    use tempfile::TempDir;

    use super::*;
    use crate::runtime::who::who;

    fn keeper() -> (TempDir, Keeper) {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper::new(folder.path().join("journal.jsonl").into(), SessionId(7), who());
        (folder, keeper)
    }

    #[test]
    fn the_syslog_is_told_the_head_at_the_start_and_at_the_end() {
        let (folder, mut keeper) = keeper();
        let socket = folder.path().join("log");
        let log = UnixDatagram::bind(&socket).unwrap();
        log.set_nonblocking(true).unwrap();
        keeper.syslog = Some(socket);
        keeper.list().unwrap();
        let heads = keeper.end("quit").unwrap();
        assert_eq!((heads.start.lines, heads.now.lines, heads.notes.len()), (1, 2, 0));
        for head in [heads.start, heads.now] {
            let mut buffer = [0; 512];
            let length = log.recv(&mut buffer).unwrap();
            let said = String::from_utf8_lossy(&buffer[..length]).into_owned();
            assert!(said.ends_with(&format!("journal head {} {head} session 00000007", head.lines)), "{said}");
        }
    }

    #[test]
    fn an_end_that_cannot_be_written_is_told_with_the_reason() {
        let (folder, mut keeper) = keeper();
        keeper.list().unwrap();
        fs::remove_file(folder.path().join("journal.jsonl")).unwrap();
        let heads = keeper.end("quit").unwrap();
        assert_eq!(heads.start, heads.now);
        assert!(heads.notes.len() == 1 && heads.notes[0].contains("was deleted or moved away"), "{:?}", heads.notes);
        assert!(heads.notes[0].contains("The end of this session is missing"), "{:?}", heads.notes);
    }

    #[test]
    fn an_emptied_journal_is_told_once() {
        let (folder, mut keeper) = keeper();
        let path = folder.path().join("journal.jsonl");
        drop(Journal::open(&path).unwrap());
        let made = SystemTime::now() - Duration::from_hours(24);
        File::options().write(true).open(path.with_extension("jsonl.key")).unwrap().set_modified(made).unwrap();
        let notes = keeper.list().unwrap().notes;
        assert!(notes.len() == 1 && notes[0].contains("it was emptied, deleted or replaced"), "{notes:?}");
        assert!(keeper.list().unwrap().notes.is_empty());
    }

    #[test]
    fn whom_to_turn_to_depends_on_what_is_wrong() {
        let (folder, mut keeper) = keeper();
        let path = folder.path().join("journal.jsonl");
        drop(Journal::open(&path).unwrap());
        fs::write(&path, "hello\n").unwrap();
        let next = no_journal(&keeper.list().unwrap_err()).next;
        assert!(next.contains("Keep the file as it is") && next.contains("credesk audit verify"), "{next}");
        assert!(keeper.open().is_err(), "and so there is no key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let next = no_journal(&keeper.list().unwrap_err()).next;
        assert!(next.ends_with("Have whoever looks after this host put it right."), "{next}");
    }
}
