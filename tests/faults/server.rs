//! The server: one thread, two shared listeners (plain and TLS), one that redirects point to, and a door for each
//! schedule that needs one. Requests find their schedule by the first part of their path, `/w/{number}`.
//!
//! The driver's side is [`Server`] and [`Post`].

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};

use crate::connection::{self, Origin};
use crate::door::{Door, Taken};
use crate::place::Place;
use crate::schedule::Schedule;
use crate::script::{Line, Phase};
use crate::tls::Tls;
use crate::world::Counts;

/// How long anything may take that must come: a hanging test says so instead of hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// What connections share.
pub struct Shared {
    pub tls: Tls,
    places: Mutex<HashMap<u32, Arc<Place>>>,
    /// Accepted connections of the shared listeners that have not named their schedule yet.
    unnamed: Mutex<BTreeSet<u64>>,
    /// The oldest of them, or the number of the next.
    oldest: watch::Sender<u64>,
    accepted: AtomicU64,
}

impl Shared {
    pub fn place(&self, number: u32) -> Option<Arc<Place>> {
        self.places.lock().unwrap().get(&number).cloned()
    }

    pub fn accept(&self) -> u64 {
        let mut unnamed = self.unnamed.lock().unwrap();
        let number = self.accepted.fetch_add(1, Ordering::SeqCst);
        unnamed.insert(number);
        number
    }

    /// The connection is a schedule's by now, or over.
    pub fn named(&self, number: u64) {
        let mut unnamed = self.unnamed.lock().unwrap();
        if unnamed.remove(&number) {
            let oldest = unnamed.first().copied().unwrap_or(self.accepted.load(Ordering::SeqCst));
            self.oldest.send_if_modified(|known| std::mem::replace(known, oldest) != oldest);
        }
    }
}

/// A running server. Stops when dropped.
pub struct Server {
    shared: Arc<Shared>,
    handle: Handle,
    plain: SocketAddr,
    secure: SocketAddr,
    elsewhere: SocketAddr,
    next: AtomicU32,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn listen() -> TcpListener {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    socket.listen(4096).unwrap()
}

impl Server {
    pub fn start() -> Self {
        let shared = Arc::new(Shared {
            tls: Tls::new(),
            places: Mutex::default(),
            unnamed: Mutex::default(),
            oldest: watch::Sender::new(0),
            accepted: AtomicU64::new(0),
        });
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        let on_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listeners = [listen(), listen(), listen()];
                let addresses = [0, 1, 2].map(|at: usize| listeners[at].local_addr().unwrap());
                for (listener, origin) in listeners.into_iter().zip([Origin::Plain, Origin::Secure, Origin::Elsewhere])
                {
                    tokio::spawn(accept_all(listener, origin, Arc::clone(&on_thread)));
                }
                tell.send((Handle::current(), addresses)).unwrap();
                let _dropped = stopped.await;
            });
        });
        let (handle, [plain, secure, elsewhere]) = told.recv().unwrap();
        let next = AtomicU32::new(100_001); // so that all have the same number of digits
        Self { shared, handle, plain, secure, elsewhere, next, stop: Some(stop), thread: Some(thread) }
    }

    /// The certificate to trust, in PEM: for the profile's `ca_file`.
    pub fn authority_pem(&self) -> &str {
        &self.shared.tls.authority_pem
    }

    /// Makes a place for a schedule. A unit of its script lasts `unit`.
    pub fn open(&self, schedule: Schedule, unit: Duration) -> Post {
        self.open_with(schedule, unit, None)
    }

    /// The same, but what comes late comes when the driver says so: see [`Post::passed`]. On a loaded host the console's
    /// seconds last longer than they should, and what comes late must not come early by them.
    pub fn open_by_clock(&self, schedule: Schedule, unit: Duration) -> Post {
        self.open_with(schedule, unit, Some(watch::Sender::new(0)))
    }

    fn open_with(&self, schedule: Schedule, unit: Duration, clock: Option<watch::Sender<u32>>) -> Post {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let script = &schedule.script;
        let needs_door = script.sending != Line::Open || script.settling.is_some();
        let door = needs_door.then(|| Arc::new(Door::new()));
        let elsewhere = format!("http://{}", self.elsewhere);
        let mut place = Place::new(number, schedule, unit, door.clone(), &elsewhere);
        place.clock = clock;
        let place = Arc::new(place);
        self.shared.places.lock().unwrap().insert(number, Arc::clone(&place));
        let shared_address = if script.nature.tls { self.secure } else { self.plain };
        let address = door.as_ref().map_or(shared_address, |door| door.address);
        let post = Post { place, address, shared: Arc::clone(&self.shared), handle: self.handle.clone() };
        post.set_line(Line::Open, false);
        post
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

async fn accept_all(listener: TcpListener, origin: Origin, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                let number = shared.accept();
                let (shared, origin) = (Arc::clone(&shared), origin);
                tokio::spawn(async move {
                    connection::serve(&shared, socket, origin, number).await;
                    shared.named(number);
                });
            }
            Err(error) => panic!("no connection can be taken: {error}"),
        }
    }
}

/// The driver's end of one schedule.
pub struct Post {
    place: Arc<Place>,
    address: SocketAddr,
    shared: Arc<Shared>,
    handle: Handle,
}

/// What was true in the end.
#[derive(Debug, Clone)]
pub struct Truth {
    pub counts: Counts,
    /// In order, one line each.
    pub log: Vec<String>,
    /// The value that the console's change gave.
    pub given: Option<String>,
}

impl Post {
    /// For the profile's `url`.
    pub fn url(&self) -> String {
        let scheme = if self.place.schedule.script.nature.tls { "https" } else { "http" };
        format!("{scheme}://{}/w/{}", self.address, self.place.number)
    }

    /// The external ID, and the login ID, of the one user.
    pub fn user(&self) -> String {
        self.place.world.lock().unwrap().user.clone()
    }

    pub fn schedule(&self) -> &Schedule {
        &self.place.schedule
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        self.place.world.lock().unwrap().counts
    }

    /// To be called before the write is sent, with [`Phase::Sending`]: from then on the line is as the script has it. And
    /// with [`Phase::Settling`] when the write is known not to have been sent: then the line is open again. When a write
    /// arrives, the server knows by itself that the settling has begun.
    pub fn enter(&self, phase: Phase) {
        self.place.enter(phase);
        match (phase, self.place.schedule.script.sending) {
            (Phase::Sending, line) if line != Line::Open => {
                self.set_line(line, !matches!(line, Line::Refused | Line::Full));
            }
            (Phase::Settling, line) if line != Line::Open => self.set_line(Line::Open, false),
            _ => {}
        }
    }

    /// So many units have passed since the write.
    pub fn passed(&self, units: u32) {
        if let Some(clock) = &self.place.clock {
            clock.send_if_modified(|now| std::mem::replace(now, units.max(*now)) < units);
        }
    }

    fn set_line(&self, line: Line, once: bool) {
        let Some(door) = self.place.door.clone() else { return };
        let taken = Arc::clone(self.place.taken.get_or_init(|| taken(&self.shared, &self.place)));
        let (tell, told) = mpsc::channel();
        self.handle.spawn(async move {
            door.set(line, once, &taken).await;
            let _ = tell.send(());
        });
        told.recv_timeout(PATIENCE).unwrap();
    }

    /// Waits until every connection of the schedule has ended and every late change has come, and tells the truth. The
    /// console must be gone by then, or have no request under way.
    pub async fn finish(self) -> Truth {
        self.passed(u32::MAX);
        let whole = async {
            let mut busy = self.place.busy.subscribe();
            busy.wait_for(|busy| *busy == 0).await.unwrap();
            if self.place.door.as_ref().is_none_or(|door| door.takes()) {
                self.overtake().await;
            }
            busy.wait_for(|busy| *busy == 0).await.unwrap();
        };
        let in_time = tokio::time::timeout(PATIENCE, whole).await;
        assert!(in_time.is_ok(), "connections without an end: {}\n{:#?}", self.place.schedule, self.log());
        self.shared.places.lock().unwrap().remove(&self.place.number);
        if let Some(door) = self.place.door.clone() {
            self.handle.spawn(async move { door.close().await });
        }
        Truth { counts: self.counts(), log: self.log(), given: self.place.world.lock().unwrap().given.clone() }
    }

    pub fn log(&self) -> Vec<String> {
        self.place.world.lock().unwrap().log.clone()
    }

    /// Every connection that was made before now is known to belong to a schedule when this returns: a connection made
    /// now is taken later than they, and is told its number.
    async fn overtake(&self) {
        let mut bell = TcpStream::connect(self.address).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut bell, connection::BELL).await.unwrap();
        let mut number = String::new();
        bell.read_to_string(&mut number).await.unwrap();
        let number: u64 = number.trim().parse().unwrap();
        let mut oldest = self.shared.oldest.subscribe();
        oldest.wait_for(|oldest| *oldest >= number).await.unwrap();
    }
}

/// What a schedule's own door does with connections.
fn taken(shared: &Arc<Shared>, place: &Arc<Place>) -> Taken {
    let (shared, place) = (Arc::clone(shared), Arc::downgrade(place));
    Arc::new(move |socket| {
        let Some(place) = place.upgrade() else { return };
        let shared = Arc::clone(&shared);
        tokio::spawn(connection::at_the_door(shared, place, socket));
    })
}
