//! A line between a client and a server on this host that keeps what came back, so that a test knows the values that the
//! server gave, whatever the client does with them.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What went over it so far, in both directions.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

/// A listening line. It is open until the process ends.
pub struct Wiretap {
    address: SocketAddr,
    kept: Kept,
}

impl Wiretap {
    /// A line to this server.
    pub fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let kept = Kept::default();
        let all = kept.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(server) else { return };
                all.pass(&client, &server);
                all.pass(&server, &client);
            }
        });
        Self { address, kept }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The texts of all members of this name in all bodies, in the order of time.
    pub fn values_of(&self, member: &str) -> Vec<String> {
        let bytes = self.kept.0.lock().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let start = format!("\"{member}\":\"");
        text.split(&start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    }
}

impl Kept {
    fn pass(&self, from: &TcpStream, to: &TcpStream) {
        let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let kept = Arc::clone(&self.0);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                kept.lock().unwrap().extend_from_slice(&bytes[..count]);
                if to.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            // The other end has usually gone before.
            let _ = to.shutdown(Shutdown::Write);
        });
    }
}
