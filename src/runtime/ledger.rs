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
use crate::runtime::entropy;
use crate::runtime::keeper::{Heads, Keeper, Place, Request, unusable};

/// How long a line may take. A local disk needs a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

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
