//! An HTTP server of raw bytes on a real socket: answers what it is told, byte for byte, and keeps what it was asked.
//!
//! It knows nothing of nevisIDM, and not much of HTTP: just enough to find the end of a request.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What the server does with one request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends these bytes and keeps the connection open without a further word.
    Stall(Vec<u8>),
    /// Sends these bytes, and then one block for ever, until the client goes away.
    Endless(Vec<u8>),
}

/// A 2xx answer with a JSON body.
pub fn json(body: &str) -> Reply {
    status("200 OK", body)
}

/// An answer with this status line's end and a JSON body.
pub fn status(status: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
            .into_bytes(),
    )
}

/// 204.
pub fn no_content() -> Reply {
    Reply::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Request line and headers, without the empty line.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Request {
    /// The request line.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The path, without what follows a question mark.
    pub fn path(&self) -> &str {
        let target = self.line().split(' ').nth(1).unwrap_or_default();
        target.split('?').next().unwrap_or_default()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// A running server. Stops when dropped.
pub struct RawServer {
    address: SocketAddr,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

/// Answers to requests that come at the same time, each with the end of the path that it is for.
pub type Round = Vec<(&'static str, Reply)>;

/// What is still to be answered.
enum Script {
    /// One request after the other.
    InOrder(VecDeque<Reply>),
    /// As many requests as the round has answers; none is answered before all of them are there.
    Rounds(VecDeque<Round>),
}

struct State {
    script: Mutex<Script>,
    requests: Mutex<Vec<Request>>,
    connections: Mutex<usize>,
    /// Every connection once more, so that dropping the server ends a reply that has no end.
    open: Mutex<Vec<TcpStream>>,
    stopping: AtomicBool,
}

impl RawServer {
    /// Answers the requests in this order, one connection after the other; then with 500.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::with(Script::InOrder(replies.into_iter().collect()))
    }

    /// Waits, round by round, until as many requests are there as the round has answers, each on its own connection, and
    /// answers them only then; a request whose path ends otherwise gets 500. After the last round everything does.
    pub fn start_rounds(rounds: impl IntoIterator<Item = Round>) -> Self {
        Self::with(Script::Rounds(rounds.into_iter().collect()))
    }

    fn with(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            script: Mutex::new(script),
            requests: Mutex::default(),
            connections: Mutex::default(),
            open: Mutex::default(),
            stopping: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || serve(&listener, &shared));
        Self { address, state, thread: Some(thread) }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far. When an answer has arrived, its request is among them.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap().clone()
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> usize {
        *self.state.connections.lock().unwrap()
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.state.stopping.store(true, Ordering::SeqCst);
        for connection in self.state.open.lock().unwrap().drain(..) {
            let _gone = connection.shutdown(Shutdown::Both);
        }
        drop(TcpStream::connect(self.address));
        self.thread.take().unwrap().join().unwrap();
    }
}

fn serve(listener: &TcpListener, state: &State) {
    let mut waiting = Vec::new();
    for stream in listener.incoming() {
        if state.stopping.load(Ordering::SeqCst) {
            return;
        }
        *state.connections.lock().unwrap() += 1;
        let mut stream = stream.unwrap();
        state.open.lock().unwrap().push(stream.try_clone().unwrap());
        if let Some(request) = read_request(&mut stream) {
            state.requests.lock().unwrap().push(request.clone());
            waiting.push((stream, request));
            let due = due(&mut waiting, &mut state.script.lock().unwrap());
            for (mut stream, reply) in due {
                answer(&mut stream, reply);
            }
        }
    }
}

/// The answers that may go out now.
fn due(waiting: &mut Vec<(TcpStream, Request)>, script: &mut Script) -> Vec<(TcpStream, Reply)> {
    let unscripted = || status("500 Not Scripted", "{}");
    let round = match script {
        Script::InOrder(replies) => vec![("", replies.pop_front().unwrap_or_else(unscripted))],
        Script::Rounds(rounds) if rounds.front().is_some_and(|round| round.len() > waiting.len()) => return Vec::new(),
        Script::Rounds(rounds) => rounds.pop_front().unwrap_or_default(),
    };
    let reply_to = |request: &Request| {
        let fits = |(end, _): &&(&str, Reply)| request.path().ends_with(end);
        round.iter().find(fits).map_or_else(unscripted, |(_, reply)| reply.clone())
    };
    waiting.drain(..).map(|(stream, request)| (stream, reply_to(&request))).collect()
}

/// Reads one request; `None` where the client goes away before it is whole.
pub fn read_request(stream: &mut impl Read) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    loop {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let request = Request { head, body: String::new() };
            let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= end + 4 + length {
                let body = String::from_utf8(bytes[end + 4..].to_vec()).unwrap();
                return Some(Request { body, ..request });
            }
        }
        match stream.read(&mut block) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&block[..count]),
            _ => return None,
        }
    }
}

/// A client that has read enough may be gone before all is written; that is its right.
fn answer(stream: &mut TcpStream, reply: Reply) {
    match reply {
        Reply::Bytes(bytes) => {
            let _gone = stream.write_all(&bytes).and_then(|()| stream.shutdown(Shutdown::Both));
        }
        Reply::Stall(bytes) => {
            let _gone = stream.write_all(&bytes);
        }
        Reply::Endless(bytes) => {
            let block = vec![b'x'; 64 * 1024];
            let mut fine = stream.write_all(&bytes).is_ok();
            while fine {
                fine = stream.write_all(&block).is_ok();
            }
        }
    }
}
