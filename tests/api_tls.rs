//! TLS on a real socket: whose certificate is taken, and that a bad one proves that nothing was sent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
mod support;

use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;

use credesk::api::ApiClient;
use credesk::domain::write::{Write, WriteAnswer};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, Issuer, KeyPair, date_time_ymd};
use ring::digest::{SHA256, digest};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};
use support::ids::user;
use support::profile::Home;
use support::raw_server::read_request;

type Authority = CertifiedIssuer<'static, KeyPair>;

const CA: &str = "ca_file = \"ca.pem\"";
/// What every refusal of a certificate ends with.
const NEXT: &str = "credesk has no way to accept it. Ask the server's administrator, and compare the fingerprint; where an \
                    authority of your own has made it, name that authority with ca_file in the profile.";

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What a certificate for this host says, valid from 2020 to 2099.
fn params(host: &str) -> CertificateParams {
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "idm");
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 12, 31);
    params
}

/// A certificate and its key.
struct Shown {
    der: CertificateDer<'static>,
    pem: String,
    key: KeyPair,
}

impl Shown {
    fn by(issuer: &Issuer<'_, KeyPair>, params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, issuer).unwrap();
        Self { der: certificate.der().clone(), pem: certificate.pem(), key }
    }

    fn by_itself(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { der: certificate.der().clone(), pem: certificate.pem(), key }
    }

    /// The fingerprint as other programs show it.
    fn fingerprint(&self) -> String {
        let bytes = digest(&SHA256, &self.der);
        bytes.as_ref().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }
}

/// Serves one connection; the thread's result says whether a request came, and who the client showed to be.
struct Server {
    url: String,
    thread: JoinHandle<(bool, Option<CertificateDer<'static>>)>,
}

/// Asks for a certificate of the client where an authority for it is given.
fn serve(shown: &Shown, versions: &[&'static SupportedProtocolVersion], clients: Option<&Authority>) -> Server {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(versions).unwrap();
    let builder = match clients {
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            builder.with_client_cert_verifier(verifier)
        }
        None => builder.with_no_client_auth(),
    };
    let key = PrivateKeyDer::try_from(shown.key.serialize_der()).unwrap();
    let config = Arc::new(builder.with_single_cert(vec![shown.der.clone()], key).unwrap());
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

async fn reset(home: &Home, url: &str, lines: &str) -> WriteAnswer {
    ApiClient::new(&home.profile(url, lines)).write(Write::ResetPuk(user())).await
}

/// What the operator reads of a reset that was not sent.
async fn not_sent(home: &Home, url: &str, lines: &str) -> String {
    let answer = reset(home, url, lines).await;
    let WriteAnswer::NotSent(_, problem) = &answer else { panic!("{answer:?}") };
    problem.to_string()
}

/// Asserts that this certificate is refused in these words, before any byte of the request.
async fn refused(home: &Home, shown: &Shown, lines: &str, why: &str, facts: &str) {
    let server = serve(shown, rustls::ALL_VERSIONS, None);
    let said = not_sent(home, &server.url, lines).await;
    let expected = format!(
        "The server's certificate is not valid: {why}. It is made out to {facts}. SHA-256 fingerprint: {} \
         Nothing was changed: no reset took place. {NEXT}",
        shown.fingerprint()
    );
    assert_eq!(said, expected);
    assert!(!server.thread.join().unwrap().0, "a request arrived");
}

const TO_2099: &str = "valid from 2020-01-01 00:00 UTC until 2099-12-31 00:00 UTC";

#[tokio::test(flavor = "current_thread")]
async fn a_bad_certificate_is_named_with_its_facts_and_nothing_is_sent() {
    let (ours, theirs) = (authority("ours"), authority("theirs"));
    let home = Home::new();
    home.write("ca.pem", &ours.pem(), 0o644);
    let good = params("localhost");
    let of_ours = format!("localhost (CN=idm), by CN=ours, and is {TO_2099}");

    let unknown = Shown::by(&theirs, &good);
    let facts = format!("localhost (CN=idm), by CN=theirs, and is {TO_2099}");
    refused(&home, &unknown, CA, "it comes from an authority that is not trusted here", &facts).await;
    refused(&home, &unknown, "", "it comes from an authority that is not trusted here", &facts).await;

    let mut expired = good.clone();
    expired.not_after = date_time_ymd(2021, 1, 1);
    let facts = of_ours.replace("2099-12-31", "2021-01-01");
    refused(&home, &Shown::by(&ours, &expired), CA, "it has expired", &facts).await;

    let mut early = good.clone();
    early.not_before = date_time_ymd(2098, 1, 1);
    let facts = of_ours.replace("2020-01-01", "2098-01-01");
    let why = "it is not valid yet (is this host's clock right?)";
    refused(&home, &Shown::by(&ours, &early), CA, why, &facts).await;

    let mut other = params("idm.example.ch");
    other.subject_alt_names.push(rcgen::SanType::IpAddress("192.0.2.7".parse().unwrap()));
    let facts = of_ours.replace("localhost", "idm.example.ch, 192.0.2.7");
    refused(&home, &Shown::by(&ours, &other), CA, "it is made out to another name than localhost", &facts).await;

    let facts = of_ours.replace("CN=ours", "CN=idm");
    let why = "it vouches for itself (self-signed), and is not trusted here";
    refused(&home, &Shown::by_itself(&good), CA, why, &facts).await;

    let mut authority = good.clone();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let why = "it is the certificate of an authority, and none of a server";
    refused(&home, &Shown::by(&ours, &authority), CA, why, &of_ours).await;

    let mut for_clients = good.clone();
    for_clients.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    let why = "it does not keep the rules for server certificates";
    refused(&home, &Shown::by(&ours, &for_clients), CA, why, &of_ours).await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_certificate_says_of_itself_is_made_harmless() {
    let (ours, home) = (authority("ours"), Home::new());
    home.write("ca.pem", &authority("none").pem(), 0o644);
    let mut hostile = params("localhost");
    hostile.distinguished_name.push(DnType::OrganizationName, "a\u{1b}]0;x\u{7}\u{202e}b");
    hostile.distinguished_name.push(DnType::OrganizationalUnitName, "long".repeat(500));
    hostile.subject_alt_names =
        (0..300).map(|n| rcgen::SanType::DnsName(format!("h{n}\u{1b}").try_into().unwrap())).collect();
    let server = serve(&Shown::by(&ours, &hostile), rustls::ALL_VERSIONS, None);
    let said = not_sent(&home, &server.url, CA).await;
    assert!(said.chars().all(|sign| !sign.is_control() && sign != '\u{202e}'), "{said:?}");
    let names = [0, 1, 2, 3, 4].map(|n| format!("h{n}<U+001B>, ")).concat();
    assert!(said.contains(&format!("{names}295 more (")) && said.chars().count() < 1200, "{said}");
    server.thread.join().unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn tls_1_2_and_1_3_are_spoken() {
    let ours = authority("ours");
    let home = Home::new();
    home.write("ca.pem", &ours.pem(), 0o644);
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let server = serve(&Shown::by(&ours, &params("localhost")), &[version], None);
        let answer = reset(&home, &server.url, CA).await;
        assert!(matches!(answer, WriteAnswer::Done(_)), "{version:?}: {answer:?}");
        assert!(server.thread.join().unwrap().0);
    }
}

const TOO_OLD: &str = "The server speaks no TLS that is safe: it offers TLS 1.1 or older, and credesk needs 1.2 or 1.3. \
                       Nothing was changed: no reset took place. credesk has no way round it. Ask the server's \
                       administrator for TLS 1.2 or 1.3.";

/// A TLS record with one handshake message: a `ServerHello` (RFC 4346, section 7.4.1.3) of this version.
fn server_hello(version: u8) -> Vec<u8> {
    let mut hello = vec![3, version];
    hello.extend([7; 32]); // random
    hello.extend([0, 0x00, 0x2f, 0]); // no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![22, 3, version, 0, length + 4, 2, 0, 0, length];
    record.extend(hello);
    record
}

/// Takes one connection, sends these bytes, and gives back all that came.
fn answer_with(bytes: Vec<u8>) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let thread = std::thread::spawn(move || {
        let mut socket = listener.accept().unwrap().0;
        socket.write_all(&bytes).unwrap();
        let mut came = Vec::new();
        let _reset = socket.read_to_end(&mut came);
        came
    });
    (url, thread)
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_of_tls_1_1_or_older_is_refused() {
    let home = Home::new();
    let protocol_version = vec![21, 3, 2, 0, 2, 2, 70]; // the alert that says so
    for bytes in [server_hello(2), server_hello(1), protocol_version] {
        let (url, thread) = answer_with(bytes);
        assert_eq!(not_sent(&home, &url, "").await, TOO_OLD);
        let came = thread.join().unwrap();
        assert!(!came.windows(4).any(|part| part == b"HTTP"), "a request arrived");
    }
}

/// A server of OpenSSL, for what rustls does not do even as a server. `None` where there is no such program.
struct OpenSsl {
    process: Child,
    url: String,
}

impl OpenSsl {
    fn start(folder: &Path, make: &str, options: &[&str]) -> Option<Self> {
        if !parts::is_there("openssl", parts::runs("openssl")) {
            return None;
        }
        let status = Command::new("sh").args(["-ec", make]).current_dir(folder).stderr(Stdio::null()).status().unwrap();
        assert!(status.success(), "{make}");
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", "127.0.0.1:0", "-cert", "s.pem", "-key", "s.key"]);
        command.args(["-cipher", "DEFAULT:@SECLEVEL=0"]).args(options).current_dir(folder);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.as_mut().unwrap()).lines();
        let port = lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT 127.0.0.1:").map(String::from)).unwrap();
        Some(Self { process, url: format!("https://localhost:{port}") })
    }

    /// What it told of its connections.
    fn end(mut self) -> String {
        self.process.kill().unwrap();
        let mut told = Vec::new();
        self.process.stdout.take().unwrap().read_to_end(&mut told).unwrap();
        String::from_utf8_lossy(&told).into_owned()
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        // It may have ended already.
        let _gone = self.process.kill();
        let _status = self.process.wait();
    }
}

/// An authority `ca.pem`, and a certificate for localhost with this key and this digest.
fn made_with(key: &str, digest: &str) -> String {
    format!(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=old -days 30 \
         -addext keyUsage=critical,keyCertSign -sha256
         openssl req -newkey {key} -nodes -keyout s.key -out s.csr -subj /CN=idm
         printf subjectAltName=DNS:localhost > ext
         openssl x509 -req -in s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out s.pem -days 30 {digest} -extfile ext
         chmod 644 ca.pem"
    )
}

#[tokio::test(flavor = "current_thread")]
async fn weak_keys_and_signatures_and_an_old_openssl_are_refused() {
    for (key, digest, options, said) in [
        (
            "rsa:1024",
            "-sha256",
            &[][..],
            "its key is too short to be safe (RSA with fewer than 2048 bits). It is made out to",
        ),
        (
            "rsa:1024",
            "-sha256",
            &["-tls1_2"],
            "its key is too short to be safe (RSA with fewer than 2048 bits). It is made",
        ),
        (
            "ec -pkeyopt ec_paramgen_curve:P-256",
            "-sha1",
            &[],
            "it is signed in a way that is no longer safe (such as SHA-1). It is made out to",
        ),
        ("ec -pkeyopt ec_paramgen_curve:P-256", "-sha256", &["-tls1_1"], TOO_OLD),
    ] {
        let home = Home::new();
        let Some(server) = OpenSsl::start(home.folder.path(), &made_with(key, digest), options) else { return };
        let told = not_sent(&home, &server.url, CA).await;
        assert!(told.contains(said), "{key} {digest}: {told}");
        let came = server.end();
        assert!(!came.contains("HTTP/1.1"), "{came}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_configured_authority_is_trusted_and_the_clients_certificate_shown() {
    let ours = authority("ours");
    let home = Home::new();
    home.write("ca.pem", &ours.pem(), 0o644);
    let me = Shown::by(&ours, &params("m.huber"));
    home.write("me.pem", &me.pem, 0o644);
    home.write("me.key", &me.key.serialize_pem(), 0o600);
    let server = serve(&Shown::by(&ours, &params("localhost")), rustls::ALL_VERSIONS, Some(&ours));
    let lines = "ca_file = \"ca.pem\"\nclient_certificate = \"me.pem\"\nclient_key = \"me.key\"";
    let answer = reset(&home, &server.url, lines).await;
    assert!(matches!(answer, WriteAnswer::Done(_)), "{answer:?}");
    assert_eq!(server.thread.join().unwrap(), (true, Some(me.der)));
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_without_tls_and_files_that_cannot_be_used_are_named() {
    let home = Home::new();
    home.write("bad.pem", "no certificate", 0o600);
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
