//! Whatever the configured server answers, and whatever a proxy does: nothing is sent anywhere else. A second listener, a real
//! one, is named in every way that HTTP knows; it sees no connection, and the first server one request.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/listener.rs"]
mod listener;
mod support;
#[path = "support/tls_server.rs"]
mod tls_server;

use std::collections::BTreeSet;
use std::io::{Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

use credesk::api::ApiClient;
use credesk::domain::edit::Edit;
use credesk::domain::id::LoginId;
use credesk::domain::search::SearchText;
use credesk::domain::write::{Updatable, Write, WriteAnswer};
use credesk::secret::Secret;
use listener::Listener;
use support::ids::{about_card, card, user};
use support::profile::{Home, TOKEN};
use support::raw_server::{self, RawServer, Reply, json};
use tls_server::TlsServer;

const X_TOKEN: &str = "ZnJlc2hseS1wcm92ZW4";
const PASSWORD: &str = "Wq7-otter-Lamp";

/// What a change that met an answer is told as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    Refused,
    Unknown,
}
use Told::{Done, Refused, Unknown};

/// An answer that points elsewhere. In its text `{B}` is the port of the second listener.
struct Case {
    name: String,
    answer: String,
    told: Told,
}

/// A status of three digits with a reason, and a location.
const REDIRECTS: [&str; 5] =
    ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"];
/// Ways to name the second listener.
const PLACES: [(&str, &str); 6] = [
    ("another port", "http://127.0.0.1:{B}/nevisidm/api/x"),
    ("another name of this host", "http://localhost:{B}/nevisidm/api/x"),
    ("its own address as a user's name", "http://127.0.0.1:80@127.0.0.1:{B}/"),
    ("no scheme", "//127.0.0.1:{B}/nevisidm/api/x"),
    ("backslashes", "/\\127.0.0.1:{B}/nevisidm/api/x"),
    ("https", "https://127.0.0.1:{B}/nevisidm/api/x"),
];
/// Everything else: its name, the status, further headers, the body where it is not JSON about the user, what it is told as.
#[rustfmt::skip]
const OTHERS: [(&str, &str, &str, &str, Told); 24] = [
    ("a location with an encoded line break", "302 Found", "Location: http://127.0.0.1:{B}/%0d%0aX: y\r\n", "", Refused),
    ("a location with a tab in it", "302 Found", "Location: http://127.0.0.1:{B}/\tx\r\n", "", Refused),
    ("two locations", "307 Temporary Redirect", "Location: /nevisidm/api/x\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Refused),
    ("a redirect to itself", "308 Permanent Redirect", "Location: /nevisidm/api/x\r\n", "", Refused),
    ("300 with a choice", "300 Multiple Choices", "Location: http://127.0.0.1:{B}/\r\n", "<a href=\"http://127.0.0.1:{B}/\">x</a>", Refused),
    ("304 with a location", "304 Not Modified", "Location: http://127.0.0.1:{B}/\r\n", "", Refused),
    ("305 use this proxy", "305 Use Proxy", "Location: http://127.0.0.1:{B}/\r\n", "", Refused),
    ("306 switch proxy", "306 Switch Proxy", "Location: http://127.0.0.1:{B}/\r\nSet-Proxy: set; proxyURI=\"http://127.0.0.1:{B}/\"\r\n", "", Refused),
    ("Refresh", "200 OK", "Refresh: 0; url=http://127.0.0.1:{B}/\r\n", "", Done),
    ("Content-Location", "200 OK", "Content-Location: http://127.0.0.1:{B}/\r\n", "", Done),
    ("201 with a location", "201 Created", "Location: http://127.0.0.1:{B}/\r\n", "", Done),
    ("202 with a place to ask again", "202 Accepted", "Location: http://127.0.0.1:{B}/\r\nRetry-After: 0\r\n", "", Unknown),
    ("Link to the next page", "200 OK", "Link: <http://127.0.0.1:{B}/>; rel=\"next\"\r\n", "", Done),
    ("Alt-Svc", "200 OK", "Alt-Svc: http/1.1=\"127.0.0.1:{B}\"; ma=3600\r\n", "", Done),
    ("a cookie for everybody", "200 OK", "Set-Cookie: a=b; Domain=localhost; Path=/\r\n", "", Done),
    ("401 with a realm elsewhere", "401 Unauthorized", "WWW-Authenticate: Bearer realm=\"http://127.0.0.1:{B}/token\", scope=\"x\"\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Refused),
    ("401 that asks for a name and a password", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\", Digest realm=\"x\", nonce=\"y\", domain=\"http://127.0.0.1:{B}/\"\r\n", "", Refused),
    ("407 of the server", "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Unknown),
    ("421 wrong server", "421 Misdirected Request", "Alt-Svc: http/1.1=\"127.0.0.1:{B}\"\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Unknown),
    ("426 with another protocol", "426 Upgrade Required", "Upgrade: h2c\r\nConnection: upgrade\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Unknown),
    ("429 with a place to go", "429 Too Many Requests", "Retry-After: 0\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Refused),
    ("503 with a place to go", "503 Service Unavailable", "Retry-After: 0\r\nLocation: http://127.0.0.1:{B}/\r\n", "", Unknown),
    ("a web page that goes on by itself", "200 OK", "Content-Type: text/html\r\n", "<meta http-equiv=refresh content=\"0;url=http://127.0.0.1:{B}/\"><base href=\"http://127.0.0.1:{B}/\">", Unknown),
    ("a next page in the body", "200 OK", "", "{\"userExtId\":\"1034\",\"extId\":\"otp-7\",\"next\":\"http://127.0.0.1:{B}/\",\"_links\":{\"self\":{\"href\":\"http://127.0.0.1:{B}/\"}}}", Done),
];

fn cases() -> Vec<Case> {
    let answer = |status: &str, headers: &str, body: &str| {
        let body = if body.is_empty() {
            about_card(r#""puk":"abc","ticket":"abc","tempStrongPassword":"abc""#)
        } else {
            body.to_owned()
        };
        // The length without the placeholders' own: each is replaced by a port of five digits.
        let length = body.len() + 2 * body.matches("{B}").count();
        let body = if status.starts_with("304") { String::new() } else { body };
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
    };
    let redirects = REDIRECTS.iter().flat_map(|status| {
        PLACES.iter().map(move |(name, place)| Case {
            name: format!("{} {name}", &status[..3]),
            answer: answer(status, &format!("Location: {place}\r\n"), ""),
            told: Refused,
        })
    });
    let others = OTHERS.iter().map(|(name, status, headers, body, told)| Case {
        name: (*name).to_owned(),
        answer: answer(status, headers, body),
        told: *told,
    });
    let hints = Case {
        name: "103 with an early hint".into(),
        answer: format!(
            "HTTP/1.1 103 Early Hints\r\nLink: <http://127.0.0.1:{{B}}/>; rel=preconnect\r\n\r\n{}",
            answer("200 OK", "", "")
        ),
        told: Done,
    };
    redirects.chain(others).chain([hints]).collect()
}

fn writes() -> [Write; 5] {
    let edit = Edit { password: Some(Arc::new(Secret::new(PASSWORD.into()))), ..Edit::default() };
    [
        Write::ResetTempStrongPassword(user()),
        Write::ResetPuk(user()),
        Write::ResetTicket(user()),
        Write::ReplaceOtpCard { user: user(), card: card(), comment: None, version: None },
        Write::Update { user: user(), what: Updatable::DevicePassword(card()), edit, version: Some(3) },
    ]
}

fn told(answer: &WriteAnswer) -> Told {
    match answer {
        WriteAnswer::Done(_) => Done,
        WriteAnswer::Refused(..) => Refused,
        WriteAnswer::Unknown(..) => Unknown,
        WriteAnswer::NotSent(..) => panic!("it was sent"),
    }
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_goes_to_a_second_listener_whatever_the_server_answers() {
    let cases = cases();
    assert!(cases.iter().map(|case| &case.name).collect::<BTreeSet<_>>().len() >= 40);
    let second = Listener::start();
    assert!(second.port() > 9999, "the lengths count on five digits");
    for case in &cases {
        let home = Home::new();
        let access = json(&format!(r#"{{"access_token":"{X_TOKEN}"}}"#));
        let answer = case.answer.replace("{B}", &second.port().to_string());
        let replies = std::iter::repeat_with(|| Reply::Bytes(answer.clone().into_bytes())).take(9);
        let server = RawServer::start([access].into_iter().chain(replies));
        let client = ApiClient::new(&home.profile(&server.url(), "self_admin = true"));
        client.sign_in(&LoginId::new("demo.all"), Secret::new("pass".into())).await.unwrap();
        let mut requests = 1;
        for write in writes() {
            let name = format!("{}, {write:?}", case.name);
            let answer = client.write(write).await;
            requests += 1;
            assert_eq!((told(&answer), server.requests().len()), (case.told, requests), "{name}: {answer:?}");
            assert_eq!(second.connections(), 0, "{name}");
        }
        let _whatever = client.caller().await;
        let _whatever = client.user(&user()).await;
        let _whatever = client.search(&SearchText::parse("demo").unwrap(), 0, 10).await;
        let _whatever = client.check_password(&LoginId::new("demo.all"), Secret::new("pass".into())).await;
        assert_eq!((server.requests().len(), second.connections()), (requests + 4, 0), "{}", case.name);
        let bearer = format!("Bearer {TOKEN}");
        assert!(server.requests().iter().all(|request| request.header("authorization") == Some(&bearer)));
        assert!(
            server.requests()[1].header("x-token") == Some(X_TOKEN) && server.requests()[5].body.contains(PASSWORD)
        );
    }
    assert_eq!(second.end(), Vec::<Vec<u8>>::new());
}

#[tokio::test(flavor = "current_thread")]
async fn https_is_never_left_for_http() {
    let second = Listener::start();
    for status in REDIRECTS {
        let location = format!("http://127.0.0.1:{}/", second.port());
        let answer = format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let server = TlsServer::start(answer.as_bytes());
        let home = Home::new();
        home.write("ca.pem", &server.ca, 0o644);
        let client = ApiClient::new(&home.profile(&server.url(), "ca_file = \"ca.pem\""));
        for write in writes() {
            assert_eq!(told(&client.write(write).await), Refused, "{status}");
        }
        assert_eq!(client.caller().await.unwrap_err().fault, Some("redirect"));
        assert_eq!(server.requests().len(), writes().len() + 1);
    }
    assert_eq!(second.end(), Vec::<Vec<u8>>::new());
}

#[tokio::test(flavor = "current_thread")]
async fn a_proxy_that_points_elsewhere_gets_nothing_but_the_servers_name() {
    let second = Listener::start();
    let place = format!("Location: http://127.0.0.1:{}/\r\nContent-Length: 0\r\n\r\n", second.port());
    for answer in [
        format!("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n{place}"),
        format!("HTTP/1.1 302 Found\r\n{place}"),
        format!("HTTP/1.1 305 Use Proxy\r\n{place}"),
        format!("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n{place}"),
        format!("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 302 Found\r\n{place}"),
    ] {
        let replies = std::iter::repeat_with(|| Reply::Bytes(answer.clone().into_bytes())).take(6);
        let proxy = RawServer::start(replies);
        let home = Home::new();
        let lines = format!("proxy = \"{}\"", proxy.url());
        let client = ApiClient::new(&home.profile("https://idm.example.ch", &lines));
        for write in writes() {
            let told = client.write(write).await;
            assert!(matches!(told, WriteAnswer::NotSent(..)), "{answer}: {told:?}");
        }
        client.caller().await.unwrap_err();
        for request in proxy.requests() {
            assert_eq!(request.line(), "CONNECT idm.example.ch:443 HTTP/1.1");
            assert_eq!((request.header("authorization"), request.header("proxy-authorization")), (None, None));
            assert!(request.header("x-token").is_none() && request.body.is_empty());
        }
        assert_eq!(proxy.requests().len(), 6);
    }
    assert_eq!(second.end(), Vec::<Vec<u8>>::new());
}

/// A proxy that does its work once: what came before its tunnel, and what the client said in it.
fn tunnel(to: String) -> (String, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let mut client = listener.accept().unwrap().0;
        let head = raw_server::read_request(&mut client).unwrap().head;
        let mut server = TcpStream::connect(to).unwrap();
        client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        let (mut back, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let back = std::thread::spawn(move || {
            let _gone = std::io::copy(&mut back, &mut to_client);
            let _gone = to_client.shutdown(Shutdown::Both);
        });
        let (mut said, mut block) = (Vec::new(), [0; 4096]);
        while let Ok(count @ 1..) = client.read(&mut block) {
            said.extend_from_slice(&block[..count]);
            server.write_all(&block[..count]).unwrap();
        }
        let _gone = server.shutdown(Shutdown::Both);
        back.join().unwrap();
        (head, said)
    });
    (url, thread)
}

#[tokio::test(flavor = "current_thread")]
async fn the_token_goes_through_a_proxy_inside_tls_only() {
    let server = TlsServer::start(b"HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"loginId\":\"demo.all\"}");
    let (proxy, thread) = tunnel(server.url().replace("https://", ""));
    let home = Home::new();
    home.write("ca.pem", &server.ca, 0o644);
    let lines = format!("ca_file = \"ca.pem\"\nproxy = \"{proxy}\"");
    ApiClient::new(&home.profile(&server.url(), &lines)).caller().await.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    let (head, said) = thread.join().unwrap();
    assert!(head.starts_with("CONNECT localhost:") && !head.to_lowercase().contains("authorization"), "{head}");
    assert!(said.len() > 200, "the request went another way");
    assert!(!said.windows(8).any(|part| TOKEN.as_bytes().windows(8).any(|needle| part == needle)));
}
