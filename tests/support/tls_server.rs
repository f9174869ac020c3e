//! An HTTPS server of raw bytes on a real socket, with an authority of its own: one reply for every request.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::raw_server::{Request, read_request};

/// A running server. Stops when dropped.
pub struct TlsServer {
    address: SocketAddr,
    /// The authority that vouches for it, in PEM.
    pub ca: String,
    requests: Arc<Mutex<Vec<Request>>>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TlsServer {
    /// Answers every request with these bytes.
    pub fn start(reply: &[u8]) -> Self {
        Self::start_until(reply, (2099, 12, 31))
    }

    /// The same with a certificate that is valid from 2020 until this day.
    pub fn start_until(reply: &[u8], (year, month, day): (i32, u8, u8)) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "an authority of a test");
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut of_server = CertificateParams::new(names).unwrap();
        of_server.not_before = date_time_ymd(2020, 1, 1);
        of_server.not_after = date_time_ymd(year, month, day);
        let certificate = of_server.signed_by(&key, &authority).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let chain = vec![certificate.der().clone()];
        let config = Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap());

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, stopping) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (kept, stop, reply) = (Arc::clone(&requests), Arc::clone(&stopping), reply.to_vec());
        let thread = std::thread::spawn(move || {
            for socket in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), socket.unwrap());
                if let Some(request) = read_request(&mut stream) {
                    kept.lock().unwrap().push(request);
                    // A client that has read enough may be gone before all is written.
                    let _gone = stream.write_all(&reply);
                    stream.conn.send_close_notify();
                    let _gone = stream.flush();
                }
            }
        });
        Self { address, ca: authority.pem(), requests, stopping, thread: Some(thread) }
    }

    /// `https://localhost:PORT`.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        self.thread.take().unwrap().join().unwrap();
    }
}
