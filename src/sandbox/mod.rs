//! An imitation of nevisIDM, on loopback, in memory. (Table of decisions follows.)

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
    /// The address is not on loopback, or cannot be bound; or the thread cannot be started.
    pub fn start(options: Options) -> io::Result<Self> {
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
