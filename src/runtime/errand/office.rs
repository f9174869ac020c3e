//! A place of work without a screen: the server, the journal, who works there, and what was read once for all errands.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use tokio::join;

use crate::api::ApiClient;
use crate::domain::credential::Credential;
use crate::domain::fault::Fault;
use crate::domain::hand_over::Outlet;
use crate::domain::id::{ClientId, UserRef};
use crate::domain::operation::Terms;
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{Event, OperationId, SessionId};
use crate::domain::rights::Rights;
use crate::domain::user::{Caller, User};
use crate::runtime::errand::interrupt::Interrupt;
use crate::runtime::ledger::Ledger;

/// What the profile and the command line decide.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What tells one server from another in the journal.
    pub server: String,
    /// This run, by the number that was drawn at its start.
    pub session: SessionId,
    /// Nothing is changed.
    pub read_only: bool,
    /// The operator acts on own credentials.
    pub self_admin: bool,
    /// On resets a comment is written by a second request.
    pub comment_after_reset: bool,
    /// Where a new value goes: the receipt tells who has it.
    pub outlet: Outlet,
    /// How long the answer to a change is waited for.
    pub write_timeout: Duration,
    /// How long after sending a change may still arrive at the server.
    pub settle: Duration,
    /// The unit of the settling's schedule: one second. Tests have no such patience.
    pub second: Duration,
}

/// The place.
#[derive(Debug)]
pub struct Office {
    /// The server.
    pub api: ApiClient,
    /// The way to the journal.
    pub ledger: Ledger,
    /// What the profile decides.
    pub standing: Standing,
    /// Whether somebody wants an end.
    pub interrupt: Interrupt,
    /// Who is signed in, where the server told.
    pub caller: Option<Caller>,
    /// What that person may do. Where it cannot be read, nothing is refused for it.
    pub rights: Option<Rights>,
    policies: BTreeMap<ClientId, Vec<Policy>>,
    confirmed: u32,
    pub(super) earlier: Earlier,
}

/// Who is told that an earlier change is being settled, and within how many seconds at most.
#[derive(Clone)]
pub(super) struct Earlier(pub Rc<dyn Fn(u64)>);

impl fmt::Debug for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Earlier(..)")
    }
}

/// A user with all that a change has to know.
#[derive(Debug, Clone)]
pub struct Page {
    /// The user.
    pub user: User,
    /// All credentials.
    pub credentials: Vec<Credential>,
    /// The policies of the user's client, as far as they may be read.
    pub policies: Vec<Policy>,
}

impl Office {
    /// Reads who is signed in, and what that person may do.
    ///
    /// # Errors
    /// Neither can be read: then nothing else will work either.
    pub async fn open(
        api: ApiClient,
        ledger: Ledger,
        standing: Standing,
        interrupt: Interrupt,
    ) -> Result<Self, Problem> {
        let (caller, rights) = join!(api.caller(), api.rights());
        let (caller, rights) = match (caller, rights) {
            (Err(_), Err(problem)) => return Err(problem),
            (caller, rights) => (caller.ok(), rights.ok()),
        };
        let policies = BTreeMap::new();
        let earlier = Earlier(Rc::new(|_| {}));
        Ok(Self { api, ledger, standing, interrupt, caller, rights, policies, confirmed: 0, earlier })
    }

    /// Has somebody told while a change that an earlier run has left open is settled: before each second, how many are left
    /// at most.
    pub fn on_earlier(&mut self, said: impl Fn(u64) + 'static) {
        self.earlier = Earlier(Rc::new(said));
    }

    /// Reads a user, the credentials, and once for each client the policies.
    ///
    /// # Errors
    /// User or credentials cannot be read.
    pub async fn look(&mut self, at: &UserRef) -> Result<Page, Problem> {
        let known = self.policies.get(&at.client).cloned();
        let policies = async {
            match known {
                Some(known) => known,
                // Most operators may not read policies: receipts then say what is not known.
                None => self.api.policies(&at.client).await.unwrap_or_default(),
            }
        };
        let (user, credentials, policies) = join!(self.api.user(at), self.api.credentials(at), policies);
        self.policies.insert(at.client.clone(), policies.clone());
        Ok(Page { user: user?, credentials: credentials?, policies })
    }

    /// What this place adds to the next confirmation.
    pub(super) fn terms(&self) -> Terms {
        Terms {
            id: OperationId { session: self.standing.session, number: self.confirmed + 1 },
            server: self.standing.server.clone(),
            caller: self.caller.as_ref().map(|caller| caller.login_id.clone()),
            comment_after: self.standing.comment_after_reset,
            write_timeout: self.standing.write_timeout,
            settle: self.standing.settle,
        }
    }

    /// The number of these terms is used.
    pub(super) fn is_confirmed(&mut self) {
        self.confirmed += 1;
    }

    /// Tells the journal what became of the result: shown, handed over, or taken note of.
    ///
    /// # Errors
    /// It is not on the disk. What was said of the change holds all the same; it stays an open case.
    pub async fn tell(&self, id: OperationId, event: Event) -> Result<(), Fault> {
        self.ledger.record(id, event).await.map(|_| ())
    }
}
