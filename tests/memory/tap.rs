//! A server's TLS: it takes what comes over TLS, passes it on to a server without, and keeps what went over it, so that a
//! test knows the values whatever the client does with them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What a client says in place of a text: a password that is long enough to be looked for, for the server's short one.
#[derive(Clone, Copy)]
pub struct Exchange {
    /// In a body: the member with this text.
    pub typed: &'static str,
    /// What the server gets. It is shorter.
    pub known: &'static str,
}

/// It listens until the process ends.
pub struct Tap {
    address: SocketAddr,
    kept: Arc<Mutex<Vec<u8>>>,
    /// The authority that a client has to trust, in PEM.
    pub authority: String,
}

impl Tap {
    /// In front of this server.
    pub fn start(server: SocketAddr, exchange: Option<Exchange>) -> Self {
        let (acceptor, authority) = certificate();
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let kept = Arc::new(Mutex::default());
        let all = Arc::clone(&kept);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                while let Ok((client, _)) = listener.accept().await {
                    let (acceptor, all) = (acceptor.clone(), Arc::clone(&all));
                    tokio::spawn(async move {
                        let Ok(client) = acceptor.accept(client).await else { return };
                        let Ok(server) = TcpStream::connect(server).await else { return };
                        let (from_client, to_client) = tokio::io::split(client);
                        let (from_server, to_server) = server.into_split();
                        let ahead = pass(from_client, to_server, &all, exchange);
                        let back = pass(from_server, to_client, &all, None);
                        tokio::join!(ahead, back);
                    });
                }
            });
        });
        Self { address, kept, authority }
    }

    /// `https://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The texts of all members of this name in all bodies, in the order of time.
    pub fn values_of(&self, member: &str) -> Vec<String> {
        let bytes = self.kept.lock().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let start = format!("\"{member}\":\"");
        text.split(&start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    kept: &Mutex<Vec<u8>>,
    exchange: Option<Exchange>,
) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        kept.lock().unwrap().extend_from_slice(&bytes[..count]);
        let passed = match exchange {
            Some(exchange) => exchange.in_place(&bytes[..count]),
            None => bytes[..count].to_vec(),
        };
        if to.write_all(&passed).await.is_err() || to.flush().await.is_err() {
            break;
        }
    }
    // The other end has usually gone before.
    let _ = to.shutdown().await;
}

impl Exchange {
    /// The length stays what the head says: blanks behind a text are no part of it (RFC 8259, section 2).
    fn in_place(self, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(bytes);
        let typed = format!("\"{}\"", self.typed);
        let known = format!("{:width$}", format!("\"{}\"", self.known), width = typed.len());
        text.replace(&typed, &known).into_bytes()
    }
}

fn certificate() -> (TlsAcceptor, String) {
    let mut params = CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "ours");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
    (TlsAcceptor::from(Arc::new(config)), authority.pem())
}
