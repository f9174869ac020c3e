//! HTTP/1.1 by hand: finding the end of a request, and writing an answer as bytes that can then be cut anywhere.
//!
//! No library, for libraries are too polite: they hide second requests, refuse to lie, and close when they like.

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// The target without its query.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The bytes of one connection that were not used yet.
#[derive(Default)]
pub struct Incoming {
    bytes: Vec<u8>,
}

impl Incoming {
    pub fn push(&mut self, more: &[u8]) {
        self.bytes.extend_from_slice(more);
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Method and path, as soon as the first line is whole. So a request is known before it is complete.
    pub fn line(&self) -> Option<(&str, &str)> {
        let end = self.bytes.windows(2).position(|two| two == b"\r\n")?;
        let mut words = std::str::from_utf8(&self.bytes[..end]).ok()?.split(' ');
        let (method, target) = (words.next()?, words.next()?);
        Some((method, target.split('?').next().unwrap_or_default()))
    }

    /// The next request where it is complete; an error where its length cannot be told for certain.
    pub fn take(&mut self) -> Result<Option<Request>, &'static str> {
        let Some(end) = self.bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let head = std::str::from_utf8(&self.bytes[..end]).map_err(|_| "a head that is no text")?;
        let (method, path) = self.line().ok_or("no request line")?;
        let headers: Vec<(String, String)> = head
            .split("\r\n")
            .skip(1)
            .map(|line| line.split_once(':').ok_or("a header without a colon"))
            .map(|pair| pair.map(|(key, value)| (key.to_owned(), value.trim().to_owned())))
            .collect::<Result<_, _>>()?;
        let named = |name: &str| headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).collect::<Vec<_>>();
        if !named("transfer-encoding").is_empty() {
            return Err("a transfer encoding");
        }
        let length = match named("content-length")[..] {
            [] => 0,
            [(_, value)] => value.parse().map_err(|_| "a length that is no number")?,
            _ => return Err("two lengths"),
        };
        let start = end + 4;
        if self.bytes.len() < start + length {
            return Ok(None);
        }
        let (method, path) = (method.to_owned(), path.to_owned());
        let body = self.bytes[start..start + length].to_vec();
        self.bytes.drain(..start + length);
        Ok(Some(Request { method, path, headers, body }))
    }
}

/// How an answer tells its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `Content-Length`.
    Length,
    /// `Transfer-Encoding: chunked`, in chunks of so many bytes.
    Chunked(usize),
    /// The end of the connection.
    UntilClose,
}

/// An answer before it is written.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::of(status, "application/json", body.to_string())
    }

    pub fn of(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type", media_type.to_owned())], body: body.into() }
    }

    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An error in the core service's words.
    pub fn error(status: u16, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "errors": [{ "code": "errors.x", "message": message }] }))
    }

    /// The bytes on the wire, and how many of them are the head.
    pub fn bytes(&self, framing: Framing) -> (Vec<u8>, usize) {
        let mut bytes = format!("HTTP/1.1 {} Whatever\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        let bodiless = self.status == 204;
        match framing {
            _ if bodiless => {}
            Framing::Length => bytes.extend_from_slice(format!("Content-Length: {}\r\n", self.body.len()).as_bytes()),
            Framing::Chunked(_) => bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
            Framing::UntilClose => bytes.extend_from_slice(b"Connection: close\r\n"),
        }
        bytes.extend_from_slice(b"\r\n");
        let head = bytes.len();
        match framing {
            _ if bodiless => {}
            Framing::Length | Framing::UntilClose => bytes.extend_from_slice(&self.body),
            Framing::Chunked(size) => {
                for chunk in self.body.chunks(size.max(1)) {
                    bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                    bytes.extend_from_slice(chunk);
                    bytes.extend_from_slice(b"\r\n");
                }
                bytes.extend_from_slice(b"0\r\n\r\n");
            }
        }
        (bytes, head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &[u8] =
        b"PATCH /w/7/ticket?x=1 HTTP/1.1\r\nhost: a\r\nContent-Length: 4\r\n\r\n{\"a\"POST /next HTTP/1.1\r\n\r\n";

    #[test]
    fn a_request_is_complete_with_its_last_byte_and_not_before() {
        let end = PATCH.windows(4).position(|four| four == b"POST").unwrap();
        for cut in 0..end {
            let mut incoming = Incoming::default();
            incoming.push(&PATCH[..cut]);
            assert!(incoming.take().unwrap().is_none(), "{cut}");
            assert_eq!(incoming.line().is_some(), cut >= b"PATCH /w/7/ticket?x=1 HTTP/1.1\r\n".len(), "{cut}");
        }
        let mut incoming = Incoming::default();
        for byte in PATCH {
            incoming.push(&[*byte]);
        }
        let first = incoming.take().unwrap().unwrap();
        assert_eq!((first.method.as_str(), first.path.as_str()), ("PATCH", "/w/7/ticket"));
        assert_eq!((first.body.as_slice(), first.header("HOST")), (&b"{\"a\""[..], Some("a")));
        assert_eq!(incoming.take().unwrap().unwrap().path, "/next", "a second request on the connection is seen");
        assert!(incoming.is_empty());
    }

    #[test]
    fn a_length_that_could_mean_two_things_is_odd() {
        for head in ["Content-Length: 1\r\nContent-Length: 1", "Transfer-Encoding: chunked", "Content-Length: x", "x"] {
            let mut incoming = Incoming::default();
            incoming.push(format!("POST / HTTP/1.1\r\n{head}\r\n\r\n").as_bytes());
            assert!(incoming.take().is_err(), "{head}");
        }
    }

    #[test]
    fn an_answer_is_framed_as_asked() {
        let answer = Answer::of(200, "a/b", "hello");
        let text = |framing| String::from_utf8(answer.bytes(framing).0).unwrap();
        assert!(text(Framing::Length).ends_with("Content-Length: 5\r\n\r\nhello"));
        assert!(text(Framing::Chunked(3)).ends_with("\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"));
        assert!(text(Framing::UntilClose).ends_with("Connection: close\r\n\r\nhello"));
        assert_eq!(answer.bytes(Framing::Length).1 + 5, answer.bytes(Framing::Length).0.len());
        assert_eq!(Answer::empty(204).bytes(Framing::Chunked(1)).0, b"HTTP/1.1 204 Whatever\r\n\r\n");
    }
}
