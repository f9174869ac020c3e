//! The way to the journal: asks the one thread that writes it (`keeper`), and waits for the answer without holding up a
//! key.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::domain::case::Listing;
use crate::domain::evidence::FingerprintKey;
use crate::domain::fault::Fault;
use crate::domain::problem::Problem;
use crate::domain::record::{Event, OperationId, SessionId, What, Who};
use crate::runtime::keeper::{Heads, Keeper, Place, Request, unusable};

/// How long a line may take. A local disk needs a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

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
        let answer = self.ask(PATIENCE, move |answer| Request::Record(What::Operation(id, event), answer));
        async { answer.await.unwrap_or_else(|why| Err(Fault::Journal(why))) }
    }

    /// The open cases.
    ///
    /// # Errors
    /// The journal cannot be used; nothing can be changed before it can.
    pub async fn cases(&self) -> Result<Listing, Problem> {
        self.ask(PATIENCE, Request::List).await.unwrap_or_else(|why| Err(unusable(why)))
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
