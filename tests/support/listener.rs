//! A second listener: a real socket that takes every connection, keeps every byte, and answers as a server would that
//! somebody was lured to.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// The listener. [`Listener::end`] tells what came.
pub struct Listener {
    address: SocketAddr,
    came: Arc<Mutex<Vec<Vec<u8>>>>,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Listener {
    pub fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let (came, stopping) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (kept, stop) = (Arc::clone(&came), Arc::clone(&stopping));
        let thread = std::thread::spawn(move || {
            for connection in socket.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                kept.lock().unwrap().push(Vec::new());
                let bytes = take(&mut connection.unwrap());
                *kept.lock().unwrap().last_mut().unwrap() = bytes;
            }
        });
        Self { address, came, stopping, thread }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections were taken so far.
    pub fn connections(&self) -> usize {
        self.came.lock().unwrap().len()
    }

    /// What came on each connection. Every one that was made before is among them: the queue is taken in its order.
    pub fn end(self) -> Vec<Vec<u8>> {
        self.stopping.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        self.thread.join().unwrap();
        Arc::into_inner(self.came).unwrap().into_inner().unwrap()
    }
}

/// Reads to the end of a request's head, answers, and reads what still comes.
fn take(connection: &mut TcpStream) -> Vec<u8> {
    connection.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let (mut bytes, mut block) = (Vec::new(), [0; 4096]);
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        match connection.read(&mut block) {
            Ok(count @ 1..) => bytes.extend_from_slice(&block[..count]),
            _ => return bytes,
        }
    }
    let _gone = connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    let _gone = connection.shutdown(std::net::Shutdown::Write);
    let _reset = connection.read_to_end(&mut bytes);
    bytes
}
