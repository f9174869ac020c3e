//! TLS on a real socket: whose certificate is taken, and that a bad one proves that nothing was sent.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use credesk::api::ApiClient;
use credesk::domain::write::{Write, WriteAnswer};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use support::ids::user;
use support::profile::Home;
use support::raw_server::read_request;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate of this authority, and its key.
fn certificate(authority: &Authority, name: &str, expired: bool) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    if expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    (params.signed_by(&key, authority).unwrap(), key)
}

/// Serves one connection; the thread's result says whether a request came, and who the client showed to be.
struct Server {
    url: String,
    thread: JoinHandle<(bool, Option<CertificateDer<'static>>)>,
}

fn serve(authority: &Authority, name: &str, expired: bool, ask_client: bool) -> Server {
    let (certificate, key) = certificate(authority, name, expired);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.unwrap();
    let builder = if ask_client {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        builder.with_client_cert_verifier(verifier)
    } else {
        builder.with_no_client_auth()
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let thread = std::thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
        let request = read_request(&mut stream);
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"userExtId\":\"1034\"}");
        stream.conn.send_close_notify();
        let _gone = stream.flush();
        let shown = stream.conn.peer_certificates().and_then(|chain| chain.first().cloned());
        (request.is_some(), shown.map(CertificateDer::into_owned))
    });
    Server { url, thread }
}

async fn reset(home: &Home, server: &Server, lines: &str) -> WriteAnswer {
    ApiClient::new(&home.profile(&server.url, lines)).write(Write::ResetPuk(user())).await
}

#[tokio::test(flavor = "current_thread")]
async fn a_bad_certificate_is_named_and_nothing_is_sent() {
    let (ours, theirs) = (authority("ours"), authority("theirs"));
    let home = Home::new();
    home.write("ca.pem", &ours.pem(), 0o644);
    for (server, lines, said) in [
        (serve(&theirs, "localhost", false, false), "ca_file = \"ca.pem\"", "authority that is not trusted here"),
        (serve(&ours, "localhost", false, false), "", "authority that is not trusted here"),
        (serve(&ours, "localhost", true, false), "ca_file = \"ca.pem\"", "it has expired"),
        (serve(&ours, "idm.example.ch", false, false), "ca_file = \"ca.pem\"", "another name than localhost"),
    ] {
        let answer = reset(&home, &server, lines).await;
        let WriteAnswer::NotSent(_, problem) = &answer else { panic!("{said}: {answer:?}") };
        assert!(problem.what.starts_with("The server's certificate is not valid: "), "{problem}");
        assert!(problem.what.contains(said), "{problem}");
        assert!(!server.thread.join().unwrap().0, "a request arrived");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_configured_authority_is_trusted_and_the_clients_certificate_shown() {
    let ours = authority("ours");
    let home = Home::new();
    home.write("ca.pem", &ours.pem(), 0o644);
    let (certificate, key) = certificate(&ours, "m.huber", false);
    home.write("me.pem", &certificate.pem(), 0o644);
    home.write("me.key", &key.serialize_pem(), 0o600);
    let server = serve(&ours, "localhost", false, true);
    let lines = "ca_file = \"ca.pem\"\nclient_certificate = \"me.pem\"\nclient_key = \"me.key\"";
    let answer = reset(&home, &server, lines).await;
    assert!(matches!(answer, WriteAnswer::Done(_)), "{answer:?}");
    assert_eq!(server.thread.join().unwrap(), (true, Some(certificate.der().clone())));
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_without_tls_and_files_that_cannot_be_used_are_named() {
    let home = Home::new();
    home.write("bad.pem", "no certificate", 0o644);
    let plain = support::raw_server::RawServer::start([]);
    let https = plain.url().replace("http:", "https:");
    for (lines, said) in [
        ("ca_file = \"none.pem\"", "ca_file"),
        ("ca_file = \"bad.pem\"", "holds no certificate"),
        ("client_certificate = \"bad.pem\"\nclient_key = \"bad.pem\"", "must be PEM"),
        ("client_certificate = \"bad.pem\"\nclient_key = \"none\"", "client_key"),
    ] {
        let client = ApiClient::new(&home.profile(&https, lines));
        let answer = client.write(Write::ResetPuk(user())).await;
        assert!(
            matches!(&answer, WriteAnswer::NotSent(_, problem) if problem.what.contains(said)),
            "{said}: {answer:?}"
        );
    }
    assert_eq!(plain.connections(), 0);

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let speaker = std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad\r\n\r\n"));
    let answer = ApiClient::new(&home.profile(&url, "")).write(Write::ResetPuk(user())).await;
    assert!(
        matches!(&answer, WriteAnswer::NotSent(_, problem) if problem.what.contains("does not speak TLS")),
        "{answer:?}"
    );
    speaker.join().unwrap().unwrap();
}
