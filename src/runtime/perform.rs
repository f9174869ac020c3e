//! Effects become tasks. A reading may be called back; a change is always awaited, whatever happens to the console.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{AbortHandle, JoinHandle, spawn_local};
use tokio::time::{Instant, sleep, timeout_at};

use crate::api::ApiClient;
use crate::app::effect::{CallId, Proof, Read, TimerId};
use crate::app::msg::Reply;
use crate::domain::device_password::Rules;
use crate::domain::fault::{Asked, Fault};
use crate::domain::id::LoginId;
use crate::domain::operation::Order;
use crate::domain::printing::PrintFault;
use crate::domain::problem::Problem;
use crate::domain::record::{Event as OperationEvent, OperationId};
use crate::domain::search::SearchFailure;
use crate::domain::sheet::PrintOrder;
use crate::domain::write::WriteAnswer;
use crate::print;
use crate::print::queue::Cups;
use crate::runtime::carry_out::{broken, carry_out, tell_unrecorded};
use crate::runtime::clipboard::Clipboard;
use crate::runtime::entropy;
use crate::runtime::event::{Event, Receiver, Sender};
use crate::runtime::evidence;
use crate::runtime::farewell::{Ending, Subject};
use crate::runtime::ledger::Ledger;
use crate::runtime::panics::{Panicked, survived};
use crate::runtime::paper;
use crate::runtime::terminal::Screen;
use crate::runtime::watchers;
use crate::secret::Secret;

/// What an outcome may take to reach the disk, once its own deadline is over.
const GRACE: Duration = Duration::from_secs(1);

/// Of a print that is not waited for any longer.
const NO_ANSWER: &str =
    "A sheet was on its way to the printer, and its answer was not waited for any longer. Look at the printer.";

/// What became of that which was on its way when the console ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// The changes.
    pub changes: Vec<Ending>,
    /// A sentence for each print.
    pub prints: Vec<String>,
}

/// The calls that are on their way.
#[derive(Debug)]
pub struct Calls {
    client: Rc<ApiClient>,
    page_size: usize,
    events: Sender,
    ledger: Ledger,
    cups: Cups,
    reads: HashMap<CallId, AbortHandle>,
    writes: HashMap<CallId, Subject>,
    prints: HashSet<CallId>,
    clipboard: Clipboard,
    /// A value may be in the clipboard.
    clipped: bool,
    /// What is done about the clipboard, one after the other: what empties it must not overtake what fills it.
    clipping: Option<JoinHandle<()>>,
    /// The console has ended: what has not left yet does not leave any more.
    ending: Rc<Cell<bool>>,
}

impl Calls {
    /// Nothing is on its way. `page_size` is the number of rows that a search asks for.
    pub fn new(client: ApiClient, ledger: Ledger, cups: Cups, page_size: usize, events: Sender) -> Self {
        Self {
            client: Rc::new(client),
            page_size,
            events,
            ledger,
            cups,
            reads: HashMap::new(),
            writes: HashMap::new(),
            prints: HashSet::new(),
            clipboard: Clipboard::of_environment(std::env::var_os("TMUX").as_deref()),
            clipped: false,
            clipping: None,
            ending: Rc::new(Cell::new(false)),
        }
    }

    /// Starts a reading.
    pub fn read(&mut self, id: CallId, what: Read) {
        let (client, size, events) = (Rc::clone(&self.client), self.page_size, self.events.clone());
        let (ledger, cups) = (self.ledger.clone(), self.cups.clone());
        let task = spawn_local(async move {
            let failed = broken_reading(&what);
            let reply = survived(answer(&client, &ledger, &cups, what, size)).await.unwrap_or(failed);
            send(&events, id, reply);
        });
        self.reads.insert(id, task.abort_handle());
    }

    /// Starts a change: first the intent goes to the disk, then one request leaves, then what became of it goes to the disk.
    /// Nothing in this process can stop it from here on, and nothing starts it again.
    pub fn write(&mut self, id: CallId, order: Order) {
        let (client, ledger, events) = (Rc::clone(&self.client), self.ledger.clone(), self.events.clone());
        let ending = Rc::clone(&self.ending);
        self.writes.insert(id, Subject::of(&order.write));
        spawn_local(async move {
            let (answer, after) = carry_out(&client, &ledger, &events, &ending, (id, order)).await;
            send(&events, id, Reply::Written(answer, after));
        });
    }

    /// Tells the journal what happened to an operation. The journal keeps the order.
    pub fn record(&self, id: OperationId, event: OperationEvent) {
        let (recorded, events) = (self.ledger.record(id, event), self.events.clone());
        spawn_local(async move { tell_unrecorded(recorded.await, &events) });
    }

    /// Starts a print: first it goes to the disk, then once to its destination, then what became of it goes to the disk.
    pub fn print(&mut self, id: CallId, order: PrintOrder) {
        let (ledger, cups, events) = (self.ledger.clone(), self.cups.clone(), self.events.clone());
        self.prints.insert(id);
        spawn_local(async move {
            let (printed, untold) = survived(paper::print(&ledger, &cups, order)).await.unwrap_or_else(|Panicked| {
                (Err(PrintFault::NotMade("credesk itself failed while it printed".into())), None)
            });
            if let Some(fault) = untold {
                tell_unrecorded(Err(fault), &events);
            }
            send(&events, id, Reply::Printed(printed));
        });
    }

    /// Sends a value to the clipboard of the operator's terminal.
    pub fn clip(&mut self, id: CallId, value: Arc<Secret>) {
        let (clipboard, events, ending) = (self.clipboard, self.events.clone(), Rc::clone(&self.ending));
        let before = self.clipping.take();
        self.clipped = true;
        self.clipping = Some(spawn_local(async move {
            over(before).await;
            if !ending.get() {
                let result = clipboard.put(&value, &mut Screen).await;
                send(&events, id, Reply::Clipped(result));
            }
        }));
    }

    /// Empties that clipboard.
    pub fn empty_clipboard(&mut self) {
        let (clipboard, events) = (self.clipboard, self.events.clone());
        let before = self.clipping.take();
        self.clipped = false;
        self.clipping = Some(spawn_local(async move {
            over(before).await;
            if let Err(problem) = clipboard.clear(&mut Screen).await {
                let _ = events.send(Event::Trouble(Box::new(problem)));
            }
        }));
    }

    /// Empties the clipboard before the terminal is given back, where a value may be in it. Says what is to be known.
    pub async fn clear_clipboard(&mut self) -> Option<Problem> {
        // A value that has not left yet does not leave any more.
        self.ending.set(true);
        over(self.clipping.take()).await;
        if !std::mem::take(&mut self.clipped) {
            return None;
        }
        self.clipboard.clear(&mut Screen).await.err()
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

    /// Finds out whether whoever sits there is who used the console before.
    pub fn unlock(&mut self, id: CallId, proof: Proof) {
        let (client, events) = (Rc::clone(&self.client), self.events.clone());
        let task = spawn_local(async move {
            let result = survived(async {
                match proof {
                    Proof::Token(expected) => client.renew(expected.as_ref()).await,
                    Proof::Password(login_id, password) => client.check_password(&login_id, password).await,
                }
            });
            let result = result.await.unwrap_or_else(|Panicked| Err(broken(Asked::Read)));
            send(&events, id, Reply::Unlocked(result));
        });
        self.reads.insert(id, task.abort_handle());
    }

    /// Forgets that a self-admin has signed in.
    pub fn forget_x_token(&self) {
        self.client.forget_x_token();
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
        self.prints.remove(&id);
    }

    /// True while a sheet is on its way.
    pub fn awaits_a_print(&self) -> bool {
        !self.prints.is_empty()
    }

    /// True while a change is on its way.
    pub fn awaits_a_change(&self) -> bool {
        !self.writes.is_empty()
    }

    /// How long the answer to a print is waited for at most: `lp`, and `lpstat` for what it meant.
    pub fn print_patience(&self) -> Duration {
        self.cups.send_within + self.cups.list_within
    }

    /// Awaits the changes that are on their way, for at most `patience`, and the prints for as long as their own programs
    /// may take. Says what became of each; never a value: the answers are dropped, and so wiped, here.
    pub async fn finish(mut self, events: &mut Receiver, patience: Duration) -> Ended {
        self.ending.set(true);
        // They would go on with a token of a session that is over.
        self.reads.values().for_each(AbortHandle::abort);
        let longest = if self.awaits_a_print() { patience.max(self.print_patience()) } else { patience };
        let deadline = Instant::now() + longest + GRACE;
        let mut ended = Ended::default();
        while !self.writes.is_empty() || !self.prints.is_empty() {
            match timeout_at(deadline, events.recv()).await {
                Ok(Some(Event::Reply(id, reply))) => {
                    let (was_print, subject) = (self.prints.remove(&id), self.writes.remove(&id));
                    match (subject, *reply) {
                        (Some(subject), Reply::Written(answer, _)) => ended.changes.push(Ending::new(subject, answer)),
                        (None, Reply::Printed(Ok(printed))) if was_print => ended.prints.push(printed.sentence()),
                        (None, Reply::Printed(Err(fault))) if was_print => ended.prints.push(fault.what_and_next().0),
                        _ => {}
                    }
                }
                Ok(Some(
                    Event::Typed { .. }
                    | Event::Recorded(..)
                    | Event::Trouble(_)
                    | Event::Timer(_)
                    | Event::Signal(_)
                    | Event::TerminalLost,
                )) => {}
                Ok(None) | Err(_) => break,
            }
        }
        ended.changes.extend(self.writes.into_values().map(|subject| {
            let fault = Fault::timeout(patience);
            let problem = fault.problem(Asked::Write, None);
            Ending::new(subject, WriteAnswer::Unknown(fault, problem))
        }));
        ended.prints.extend(self.prints.iter().map(|_| NO_ANSWER.to_owned()));
        ended
    }
}

/// Waits until a task is over.
async fn over(task: Option<JoinHandle<()>>) {
    if let Some(task) = task {
        // One that has panicked is over, too.
        let _ = task.await;
    }
}

fn send(events: &Sender, id: CallId, reply: Reply) {
    // The loop is gone only when the program ends; a secret in the reply is wiped with it.
    let _ = events.send(Event::Reply(id, Box::new(reply)));
}

async fn answer(client: &ApiClient, ledger: &Ledger, cups: &Cups, what: Read, size: usize) -> Reply {
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
        Read::Evidence { at, kind, id } => {
            Reply::Evidence(evidence::read(client, ledger, &at, (&kind, id.as_ref())).await)
        }
        Read::Cases => Reply::Cases(ledger.cases().await),
        Read::Audit => Reply::Audit(ledger.look_back().await),
        Read::Watchers => Reply::Watchers(watchers::find().await),
        Read::Policies(of) => Reply::Policies(client.policies(&of).await),
        Read::Card(at, card) => Reply::Card(client.otp_card(&at, &card).await),
        Read::Printers(to) => {
            let queues = cups.list().await.map_err(|fault| fault.without_a_list());
            Reply::Printers(queues, print::undrawable(&to))
        }
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
        Read::Evidence { .. } => Reply::Evidence(Err(problem)),
        Read::Cases => Reply::Cases(Err(problem)),
        Read::Audit => Reply::Audit(Err(problem)),
        Read::Watchers => Reply::Watchers(Vec::new()),
        Read::Policies(_) => Reply::Policies(Err(problem)),
        Read::Card(..) => Reply::Card(Err(problem)),
        Read::Printers(_) => Reply::Printers(Err(problem), Vec::new()),
    }
}
