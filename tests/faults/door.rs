//! A port of its own for one schedule, which can be shut: nobody listens, nobody takes connections, or whoever comes is
//! turned away. Faults that strike before a request can be read have no other way to tell schedules apart.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync;
use tokio::task::JoinHandle;

use crate::script::Line;

/// What is done with a connection that was taken.
pub type Taken = Arc<dyn Fn(TcpStream) + Send + Sync>;

/// The port.
pub struct Door {
    pub address: SocketAddr,
    /// Holds the port while nobody listens: bound, and never listening.
    _reserved: TcpSocket,
    /// The line, and whether only the next connection meets it.
    line: Mutex<(Line, bool)>,
    /// The task that listens.
    listening: sync::Mutex<Option<JoinHandle<()>>>,
}

fn socket() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket
}

impl Door {
    /// A port where nobody listens yet.
    pub fn new() -> Self {
        let reserved = socket();
        reserved.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self {
            address: reserved.local_addr().unwrap(),
            _reserved: reserved,
            line: Mutex::new((Line::Refused, false)),
            listening: sync::Mutex::default(),
        }
    }

    /// What a connection meets that comes now.
    pub fn meets(&self) -> Line {
        let mut line = self.line.lock().unwrap();
        let met = line.0;
        if line.1 {
            *line = (Line::Open, false);
        }
        met
    }

    /// Whether somebody takes connections.
    pub fn takes(&self) -> bool {
        takes(self.line.lock().unwrap().0)
    }

    /// The line is like this when it returns: for the next connection alone, or until it is changed again. On the
    /// server's runtime.
    pub async fn set(&self, line: Line, once: bool, taken: &Taken) {
        let mut listening = self.listening.lock().await;
        let was = std::mem::replace(&mut *self.line.lock().unwrap(), (line, once)).0;
        if takes(was) && takes(line) && listening.is_some() {
            return; // it is the handler that turns them away
        }
        stop(listening.take()).await;
        *listening = match line {
            Line::Refused => None,
            Line::Full => Some(self.full().await),
            _ => Some(self.take_all(Arc::clone(taken))),
        };
    }

    /// Nobody listens any more, for good.
    pub async fn close(&self) {
        stop(self.listening.lock().await.take()).await;
    }

    fn listener(&self, backlog: u32) -> TcpListener {
        let socket = socket();
        socket.bind(self.address).unwrap();
        socket.listen(backlog).unwrap()
    }

    /// A queue for one connection, and that one is in it: the next must wait.
    async fn full(&self) -> JoinHandle<()> {
        let queue = self.listener(0);
        let first = TcpStream::connect(self.address).await;
        tokio::spawn(async move {
            let _both = (queue, first);
            std::future::pending::<()>().await;
        })
    }

    fn take_all(&self, taken: Taken) -> JoinHandle<()> {
        let listener = self.listener(1024);
        tokio::spawn(async move {
            loop {
                if let Ok((socket, _)) = listener.accept().await {
                    taken(socket);
                }
            }
        })
    }
}

fn takes(line: Line) -> bool {
    !matches!(line, Line::Refused | Line::Full)
}

/// Ends the task and waits for it, since the listener goes with it.
async fn stop(task: Option<JoinHandle<()>>) {
    if let Some(task) = task {
        task.abort();
        let _ended = task.await;
    }
}
