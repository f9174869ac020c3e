//! What the sandbox has been asked: for tests that count writes. Holds no header values and no bodies, for those carry
//! tokens and passwords; keeps the newest requests only.

use std::collections::VecDeque;

use axum::http::request::Parts;

/// How many requests are kept.
const KEPT: usize = 10_000;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `GET`, `POST`, `PATCH`, ...
    pub method: String,
    /// The path as it was sent, percent-encoded where the client encoded it.
    pub path: String,
    /// What followed the question mark, still encoded.
    pub query: Option<String>,
    /// The names of the headers in lower case, in their order. Never the values.
    pub headers: Vec<String>,
}

impl From<&Parts> for Seen {
    fn from(parts: &Parts) -> Self {
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers.keys().map(ToString::to_string).collect(),
        }
    }
}

/// The newest requests, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct RequestLog(VecDeque<Seen>);

impl RequestLog {
    pub fn add(&mut self, seen: Seen) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(seen);
    }

    pub fn all(&self) -> Vec<Seen> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_requests_are_forgotten() {
        let mut log = RequestLog::default();
        for number in 0..=KEPT {
            let path = format!("/{number}");
            log.add(Seen { method: "GET".to_owned(), path, query: None, headers: Vec::new() });
        }
        let all = log.all();
        assert_eq!((all.len(), all[0].path.as_str()), (KEPT, "/1"));
    }
}
