//! A running sandbox and the plainest of HTTP clients for it: one request per connection, over a real socket, so that
//! what tests see is what stood on the wire.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::TcpStream;

use credesk::sandbox::{Clock, Operator, Options, Sandbox};
use serde_json::Value;

/// 2026-11-21T04:00:00Z
pub const NOW: i64 = 1_795_233_600;

/// A sandbox whose clock stands still at [`NOW`], with a handful of generated users.
pub fn start() -> Sandbox {
    Sandbox::start(options()).unwrap()
}

/// What [`start`] starts with.
pub fn options() -> Options {
    Options { users: 50, now: Clock::fixed(NOW), ..Options::default() }
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
    /// Whether as much body came as the head promised.
    pub complete: bool,
}

impl Reply {
    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The code of the first error, in the core service's shape.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("no code in {self:?}")).to_owned()
    }
}

/// Sends requests as one caller.
pub struct Client<'a> {
    sandbox: &'a Sandbox,
    headers: Vec<(String, String)>,
}

impl<'a> Client<'a> {
    pub fn anonymous(sandbox: &'a Sandbox) -> Self {
        Self { sandbox, headers: Vec::new() }
    }

    pub fn of(sandbox: &'a Sandbox, operator: Operator) -> Self {
        Self::anonymous(sandbox).with("Authorization", &format!("Bearer {}", sandbox.token(operator)))
    }

    pub fn helpdesk(sandbox: &'a Sandbox) -> Self {
        Self::of(sandbox, Operator::Helpdesk)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None)
    }

    pub fn post(&self, path: &str) -> Reply {
        self.send("POST", path, None)
    }

    pub fn post_json(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, Some(&body.to_string()))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send("PATCH", path, Some(&body.to_string()))
    }

    /// Sends a request whose answer must have at least a status line.
    pub fn send(&self, method: &str, path: &str, body: Option<&str>) -> Reply {
        let bytes = self.raw(method, path, body);
        read_reply(&bytes).unwrap_or_else(|| panic!("no answer to {method} {path}: {bytes:?}"))
    }

    /// All bytes that come until the connection ends.
    pub fn raw(&self, method: &str, path: &str, body: Option<&str>) -> Vec<u8> {
        let mut lines = vec![format!("{method} {path} HTTP/1.1")];
        let mut header = |name: &str, value: &str| lines.push(format!("{name}: {value}"));
        header("Host", "sandbox");
        header("Connection", "close");
        self.headers.iter().for_each(|(name, value)| header(name, value));
        if let Some(body) = body {
            header("Content-Length", &body.len().to_string());
            if !self.headers.iter().any(|(name, _)| name == "Content-Type") {
                header("Content-Type", "application/json");
            }
        }
        let request = format!("{}\r\n\r\n{}", lines.join("\r\n"), body.unwrap_or_default());
        let mut stream = TcpStream::connect(self.sandbox.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A connection that is cut on purpose may end with a reset: what came before it counts.
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            bytes.extend_from_slice(&piece[..count]);
        }
        bytes
    }
}

fn read_reply(bytes: &[u8]) -> Option<Reply> {
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let promised = headers.iter().find(|(name, _)| name == "content-length");
    let complete = promised.is_none_or(|(_, length)| length.parse() == Ok(body.len()));
    Some(Reply { status, headers, body: body.to_owned(), complete })
}

/// The beginning of the paths of a user of the client `100`.
pub fn user(ext_id: &str) -> String {
    format!("/nevisidm/api/core/v1/100/users/{ext_id}")
}

/// A GET that must succeed.
pub fn read(client: &Client<'_>, path: &str) -> Value {
    let reply = client.get(path);
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    reply.json()
}
