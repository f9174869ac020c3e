//! Effects become tasks. A reading may be called back; a change is always awaited, whatever happens to the console.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::{AbortHandle, spawn_local};
use tokio::time::{Instant, sleep, timeout_at};

use crate::api::ApiClient;
use crate::app::effect::{CallId, Read, TimerId};
use crate::app::msg::Reply;
use crate::domain::device_password::Rules;
use crate::domain::fault::{Asked, Fault};
use crate::domain::id::LoginId;
use crate::domain::problem::Problem;
use crate::domain::search::SearchFailure;
use crate::domain::write::{Write, WriteAnswer};
use crate::runtime::entropy;
use crate::runtime::event::{Event, Receiver, Sender};
use crate::runtime::farewell::{Ending, Subject};
use crate::runtime::panics::{Panicked, survived};
use crate::secret::Secret;

/// The calls that are on their way.
#[derive(Debug)]
pub struct Calls {
    client: Rc<ApiClient>,
    page_size: usize,
    events: Sender,
    reads: HashMap<CallId, AbortHandle>,
    writes: HashMap<CallId, Subject>,
}

impl Calls {
    /// Nothing is on its way. `page_size` is the number of rows that a search asks for.
    pub fn new(client: ApiClient, page_size: usize, events: Sender) -> Self {
        Self { client: Rc::new(client), page_size, events, reads: HashMap::new(), writes: HashMap::new() }
    }

    /// Starts a reading.
    pub fn read(&mut self, id: CallId, what: Read) {
        let (client, size, events) = (Rc::clone(&self.client), self.page_size, self.events.clone());
        let task = spawn_local(async move {
            let failed = broken_reading(&what);
            let reply = survived(answer(&client, what, size)).await.unwrap_or(failed);
            send(&events, id, reply);
        });
        self.reads.insert(id, task.abort_handle());
    }

    /// Starts a change. Nothing in this process can stop it from here on.
    pub fn write(&mut self, id: CallId, write: Write) {
        let (client, events) = (Rc::clone(&self.client), self.events.clone());
        self.writes.insert(id, Subject::of(&write));
        spawn_local(async move {
            let answer = survived(client.write(&write)).await;
            let answer = answer.unwrap_or_else(|Panicked| WriteAnswer::Unknown(broken(Asked::Write)));
            send(&events, id, Reply::Written(answer));
        });
    }

    /// Exchanges the operator's password.
    pub fn sign_in(&mut self, id: CallId, login: LoginId, password: Secret) {
        let (client, events) = (Rc::clone(&self.client), self.events.clone());
        let task = spawn_local(async move {
            let result = survived(client.sign_in(&login, password)).await;
            let result = result.unwrap_or_else(|Panicked| Err(broken(Asked::Read)));
            send(&events, id, Reply::SignedIn(result));
        });
        self.reads.insert(id, task.abort_handle());
    }

    /// Makes a password.
    pub fn generate(&self, id: CallId, rules: &Rules) {
        send(&self.events, id, Reply::Password(entropy::password(rules)));
    }

    /// Starts a timer.
    pub fn timer(&self, id: TimerId, after: Duration) {
        let events = self.events.clone();
        spawn_local(async move {
            sleep(after).await;
            // The loop is gone only when the program ends.
            let _ = events.send(Event::Timer(id));
        });
    }

    /// Gives a reading up. A change is never among them.
    pub fn cancel(&mut self, id: CallId) {
        if let Some(task) = self.reads.remove(&id) {
            task.abort();
        }
    }

    /// An answer has arrived.
    pub fn settled(&mut self, id: CallId) {
        self.reads.remove(&id);
        self.writes.remove(&id);
    }

    /// True while a change is on its way.
    pub fn awaits_a_change(&self) -> bool {
        !self.writes.is_empty()
    }

    /// Awaits the changes that are on their way, for at most `patience`, and says what became of each. Never a value:
    /// the answers are dropped, and so wiped, here.
    pub async fn finish(mut self, events: &mut Receiver, patience: Duration) -> Vec<Ending> {
        let deadline = Instant::now() + patience;
        let mut endings = Vec::new();
        while !self.writes.is_empty() {
            match timeout_at(deadline, events.recv()).await {
                Ok(Some(Event::Reply(id, reply))) => {
                    if let (Some(subject), Reply::Written(answer)) = (self.writes.remove(&id), *reply) {
                        endings.push(Ending::new(subject, answer));
                    }
                }
                Ok(Some(Event::Typed { .. } | Event::Timer(_) | Event::Signal(_) | Event::TerminalLost)) => {}
                Ok(None) | Err(_) => break,
            }
        }
        endings.extend(self.writes.into_values().map(|subject| {
            let problem = Fault::timeout(patience).problem(Asked::Write, None);
            Ending::new(subject, WriteAnswer::Unknown(problem))
        }));
        endings
    }
}

fn send(events: &Sender, id: CallId, reply: Reply) {
    // The loop is gone only when the program ends; a secret in the reply is wiped with it.
    let _ = events.send(Event::Reply(id, Box::new(reply)));
}

async fn answer(client: &ApiClient, what: Read, size: usize) -> Reply {
    match what {
        Read::Caller => Reply::Caller(client.caller().await),
        Read::Rights => Reply::Rights(client.rights().await),
        Read::Clients => Reply::Clients(client.clients().await),
        Read::Search { text, from } => Reply::Hits(client.search(&text, from, size).await),
        Read::ClientUsers { client: of, login_id, from } => {
            Reply::Hits(client.client_users(&of, &login_id, from, size).await.map_err(SearchFailure::Failed))
        }
        Read::User(at) => Reply::User(client.user(&at).await),
        Read::Credentials(at) => Reply::Credentials(client.credentials(&at).await),
        Read::Policies(of) => Reply::Policies(client.policies(&of).await),
        Read::Card(at, card) => Reply::Card(client.otp_card(&at, &card).await),
    }
}

/// What a reading answers when the task that read has panicked.
fn broken_reading(what: &Read) -> Reply {
    let problem = broken(Asked::Read);
    match what {
        Read::Caller => Reply::Caller(Err(problem)),
        Read::Rights => Reply::Rights(Err(problem)),
        Read::Clients => Reply::Clients(Err(problem)),
        Read::Search { .. } | Read::ClientUsers { .. } => Reply::Hits(Err(SearchFailure::Failed(problem))),
        Read::User(_) => Reply::User(Err(problem)),
        Read::Credentials(_) => Reply::Credentials(Err(problem)),
        Read::Policies(_) => Reply::Policies(Err(problem)),
        Read::Card(..) => Reply::Card(Err(problem)),
    }
}

/// As certain as a broken connection: nobody knows what had left before.
fn broken(asked: Asked) -> Problem {
    let what = "The request ended with a fault in credesk itself.".to_owned();
    Problem { what, ..Fault::ConnectionLost.problem(asked, None) }
}
