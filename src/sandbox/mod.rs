//! An imitation of nevisIDM, on loopback, in memory: for `credesk demo`, for training, and for tests that want a real
//! server. It knows the published API and nothing else of this crate, and it answers with real behaviour: rights, data
//! rooms, policies, limits, optimistic locking, hashes, cards. It must never hold a real person's data or a real secret.
//!
//! ```text
//! request -> server (log, fault, delay, date) -> routes -> caller (token, rights, data room) -> operation -> world
//!                                                  |                                                          |
//!                                                search, user_list, paging            personas, generated, population
//! ```
//!
//! Where the published pages are silent, the sandbox decides. A client must not rely on any of this:
//!
//! | what | decision | where the pages are silent |
//! | --- | --- | --- |
//! | bearer token | the API key of "api-usage"; valid while that device password is active and has that value | the header, and an expiry |
//! | 401 | core error shape, `errors.unauthenticated`, `WWW-Authenticate: Bearer`; for an `X-Token`, `errors.invalidToken` and a challenge `X-Token` | bodies and challenge texts |
//! | `X-Token` lifetime | 300 s | "generate-bearer-token" |
//! | `token` with another `grant_type` | 400 | only 200 and 401 are listed |
//! | unit of the caller | made of the unit's name | there are no units here |
//! | 400, 405, 415 | not JSON, wrong method, not `application/json`: core error shape, `errors.invalidData`, on every path | no operation lists them |
//! | JSON of the wrong shape or type | 422 `errors.invalidData`; `null` counts as absent; unknown members are ignored | which of 400 and 422 |
//! | order of checks | token, body, rights, client, client data room, user, unit data room, credential, archived, version, limit | everywhere |
//! | code: permission | 403 `errors.permissionDenied`; the message names one missing right | published list of codes is cut |
//! | code: data room | 403 `errors.dataroomPermissionDenied` | the same |
//! | code: limit | 403 `errors.maxResetCountExceeded` | the same |
//! | code: version conflict | 409 `errors.optimisticLockingFailure` | the same; `errors.pessimisticLockingFailure` is published |
//! | codes: archived, read-only member, login ID in use | `errors.recordDeleted`, `errors.modifyReadonlyData`, `errors.duplicateName` | which situation each published code means |
//! | codes: password | `errors.pwdPolicyViolated` for a rule, `errors.policyViolation` for a password under `resetCodeEnabled` | the same |
//! | reset limit | policy parameter `maxResetCount`, default 5, negative: none; for PUK, temporary strong password and ticket, each from its own policy | name, default; "reset-temp-strong-password" speaks of the PUK policy |
//! | OTP card size | policy parameters `otpRows`, `otpCols` (10), `otpLen` (4) | "Policy-parameters/OTP" shows none |
//! | OTP encoding | counters: one digit a cell in one run, `0` unused, `1` used; card: cells row by row, `,` between; four characters without `0 1 i l o` | "replace-otp-secret" names the parts only |
//! | hash syntax | `{SSHA256}` or `{SSHA}`, then Base64 of digest and 8 bytes of salt | "message digest algorithm prefix" |
//! | exposure: PUK, ticket | `plainValueExposedToCaller` (default false): the plain value stands in the reset's answer, once; every later answer has the hash | for REST, and for tickets at all |
//! | exposure: temporary strong password | the first `ticketLen0` characters; 204 if that is 0 or `plainValueExposedToCaller` is false (default true); `ticketLen1` defaults to 0 | "if the policy exposes the fragment" |
//! | delivery | what is not exposed must be sendable: 403 `errors.emailChannel` if no method of `sendingMethod` has its address | status and code; "Email fails without valid e-mail" is published |
//! | state after a reset | PUK and ticket: `active`, but `disabled` stays; temporary strong password: `initial` (published) | "regenerate-puk", "regenerate-ticket" |
//! | reason after a reset | `reset`, for all three; an OTP replacement: `renewal`; the detail goes | all but the PUK |
//! | counters after a reset | logins, good and failed, 0 (published); also after an OTP replacement, not after a PATCH | "replace-otp-secret", "update-device-password-1" |
//! | validity after a reset | begins now, lasts `credentialLifetime`; a reset is possible after the end | everywhere |
//! | ticket's `failureCount`, `successCount` | the login counters; left out for the owner | what they differ in; which are "internal" |
//! | version | +1 a change, also for a PATCH that changes nothing; none sent, none compared | step |
//! | OTP `version` | shortest decimal text; anything else 422 | "string" |
//! | PATCH of a credential | sets the reason `changed-by-admin` always; any state may follow any other; naming a state needs `CredentialChangeState`; the policy must be of the type and the client; `identification` is ignored | all but the PUK's reason |
//! | archived user or credential | can be read; resets 403, PATCH 422 | everywhere |
//! | device password | a new one changes neither state nor reset count; `minLength` 8, `maxLength` 100, the other rules off by default; 422 if the body's `extId` is not the path's | "update-device-password-1" |
//! | `modificationComment` | at most 1000 characters | everywhere |
//! | GET of a PUK | 405: no page, so no client may depend on it | overview |
//! | GET of a device password | imitated; not for the owner | in the overview, without a page |
//! | credential list | with `resetCount`, without values, `failureCount`, `successCount` | past the cut of "get-credentials" |
//! | `limit` | 0 or absent: 100; at most 1000; the token is absent on the last page | meaning of 0 |
//! | order and `sortBy` | by external ID as a number; `sortBy` upwards only, text in lower case, without a value first; unknown: 400 | direction |
//! | filters | whole value, any case; a `*` at the end: beginning; `properties.NAME` for properties; unknown: 400 | match semantics |
//! | users outside the unit data room | left out of lists, 403 alone; found by the query service (published) | lists |
//! | PATCH of a user | `UserModifyTechUser` for technical users only; an empty property is removed; the owner needs `X-Token` for `contacts.email` and `userState` | "patch-user-1" |
//! | `q` | words are what blanks, dots, hyphens and the like divide; a term fits a whole word or the whole value; case and diacritics do not count (`mueller`, `muller` and `Müller`); several words in one value (`anna.muster`, quotes) must follow one another; `*` at the end; `AND`, `OR`, `NOT`, parentheses, quotes, a backslash before a character; other operators 400 | all but `field:value` and quotes |
//! | fields of `q` | those of "Supported-attributes/Users", and `unit`; not `client`, `profile.*`, `credential.*`, `loginInfo.*`; unknown: 400. Default: `loginid`, `name`, `firstname`, `email`, `extid` | defaults |
//! | `from`, `size` | 0 and 10; `size` at most 1000; hits by external ID, `_score` always 1 | past the cut of "Query-REST-Service-request" |
//! | query service not exposed | 403 for one prepared operator | who is refused |
//! | locks | do not end by themselves; nobody signs in here | - |
//! | `Date` header | the sandbox's clock | - |
//!
//! Not imitated (404 or 405): creating and deleting, reset and change of device passwords, PATCH of OTP cards, the
//! authentication API, SCIM, SOAP.

mod body;
mod caller;
mod clock;
mod digest;
mod error;
mod fault;
mod generated;
mod line;
mod model;
mod operation;
mod operator;
mod otp_card;
mod paging;
mod password_rules;
mod personas;
pub mod population;
mod random;
mod request_log;
mod rights;
mod routes;
mod search;
mod seeded;
mod server;
mod user_list;
mod user_patch;
mod value;
mod world;
mod xtoken;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

pub use clock::Clock;
pub use fault::{Answer, Fault, Harm};
pub use operator::Operator;
pub use request_log::Seen;

use server::Shared;
use world::World;

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; only loopback addresses are taken. Port 0 lets the system choose.
    pub listen: SocketAddr,
    /// How many generated users there are beside the prepared ones, up to 1,000,000.
    pub users: u32,
    /// The seed that all values and generated users are drawn from.
    pub seed: u64,
    /// How long every answer waits after its request was carried out.
    pub delay: Duration,
    /// Where the time comes from.
    pub now: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            users: 1000,
            seed: 1,
            delay: Duration::ZERO,
            now: Clock::system(),
        }
    }
}

/// A running server, in a thread of its own with a runtime of its own. It stops when this is dropped.
pub struct Sandbox {
    address: SocketAddr,
    seed: u64,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Sandbox {
    /// Starts a server; it accepts connections when this returns.
    ///
    /// # Errors
    /// The address is not on loopback, or cannot be bound; there are too many users; or the thread cannot be started.
    pub fn start(options: Options) -> io::Result<Self> {
        if options.users > population::MOST {
            let message = format!("the sandbox makes at most {} users, not {}", population::MOST, options.users);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = server::bind(options.listen)?;
        let address = listener.local_addr()?;
        let world = World::new(options.seed, options.users, options.now).map_err(io::Error::other)?;
        let shared = Arc::new(Shared::new(world, options.delay));
        let (stop, stopped) = oneshot::channel();
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || server::run(listener, for_thread, stopped))?;
        Ok(Self { address, seed: options.seed, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as the beginning of a URL, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bearer token of a prepared caller: an API key made as "api-usage" says. It depends on the seed only.
    pub fn token(&self, operator: Operator) -> String {
        operator.token(self.seed)
    }

    /// The newest 10,000 requests, in order of arrival.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.log().all()
    }

    /// From now on every answer waits this long after its request was carried out.
    pub fn set_delay(&self, delay: Duration) {
        *self.shared.delay() = delay;
    }

    /// Queues a fault for the next request that fits it.
    pub fn inject(&self, fault: Fault) {
        self.shared.faults().add(fault);
    }

    /// Blocks until the server ends, which by itself it does only if its runtime fails.
    ///
    /// # Errors
    /// The runtime could not be made, or the listener failed.
    pub fn wait(mut self) -> io::Result<()> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the sandbox's thread panicked")))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only if the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A failure of the server has been seen by whoever was talking to it.
            let _ = thread.join();
        }
    }
}
