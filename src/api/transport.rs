//! One request, one answer: addresses, headers, and the body with its cap. Nothing here sends a second time.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap};
use reqwest::{Method, Response, StatusCode, Url};
use serde::Serialize;
use zeroize::Zeroizing;

use super::ApiClient;
use super::answer::Answer;
use super::error::ApiError;
use super::tls::{self, SetupError};
use super::transport_error::TransportError;
use super::wire::refusal;
use crate::domain::fault::Fault;

/// The most kilobytes of an answer about one thing.
const CAP_KB: u64 = 256;
/// The most kilobytes of one row of a list. Rows have about one.
const ROW_KB: u64 = 4;

/// A request, ready to be sent once.
pub struct Call {
    method: Method,
    url: Url,
    body: Option<Zeroizing<Vec<u8>>>,
    with_x_token: bool,
    keeps_tokens: bool,
    time: Duration,
    cap_kb: u64,
}

impl Call {
    /// Adds a JSON body, in a buffer that is wiped when it was sent.
    ///
    /// `secret_bytes` is the length of the secret in it, so that the buffer need not grow and leave a copy behind.
    pub fn json(mut self, body: &impl Serialize, secret_bytes: usize) -> Result<Self, SetupError> {
        let escaped_at_worst = 6 * secret_bytes + 8192;
        let mut buffer = Zeroizing::new(Vec::with_capacity(escaped_at_worst));
        serde_json::to_writer(&mut *buffer, body).map_err(|_| SetupError::Request("its body is no JSON"))?;
        self.body = Some(buffer);
        Ok(self)
    }

    /// Keeps the tokens after a 401. For a reading that others do not depend on: a page that this caller may not see must
    /// not end the sign-in.
    pub fn optional(self) -> Self {
        Self { keeps_tokens: true, ..self }
    }

    /// Makes room for a list of so many rows.
    pub fn rows(mut self, rows: usize) -> Self {
        self.cap_kb = CAP_KB.max(ROW_KB * u64::try_from(rows).unwrap_or(u64::MAX / ROW_KB));
        self
    }
}

impl ApiClient {
    /// An address of the API: `{url}/nevisidm/api/{family}/v1/{segments}`. Segments are external IDs or fixed words.
    pub(super) fn address(&self, family: &str, segments: &[&str]) -> Url {
        let mut url = self.profile.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["nevisidm", "api", family, "v1"]).extend(segments);
        }
        url
    }

    /// A reading.
    pub(super) fn reading(&self, url: Url) -> Call {
        let time = self.profile.read_timeout;
        Call { method: Method::GET, url, body: None, with_x_token: false, keeps_tokens: false, time, cap_kb: CAP_KB }
    }

    /// A change, or the request for an `X-Token`.
    pub(super) fn change(&self, method: Method, url: Url) -> Call {
        let time = self.profile.write_timeout;
        Call { method, url, body: None, with_x_token: false, keeps_tokens: false, time, cap_kb: CAP_KB }
    }

    /// The same request with the `X-Token`, where the profile acts as a self-admin.
    pub(super) fn stepped_up(&self, call: Call) -> Call {
        Call { with_x_token: self.profile.self_admin, ..call }
    }

    async fn http(&self) -> Result<&reqwest::Client, SetupError> {
        let profile = &self.profile;
        let make = || async {
            let profile = Arc::clone(profile);
            let made = tokio::task::spawn_blocking(move || tls::client(&profile)).await;
            made.unwrap_or(Err(SetupError::Request("its client could not be made")))
        };
        self.http.get_or_try_init(make).await
    }

    /// Sends the request, once, and takes a 2xx answer.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ApiError> {
        let Call { method, url, body, with_x_token, keeps_tokens, time, cap_kb } = call;
        let lost = |error: reqwest::Error| TransportError::new(error, time);
        let http = self.http().await?;
        let bearer = self.auth.bearer().await?;
        let method_has_content = method != Method::GET;
        let mut request = http
            .request(method, url)
            .timeout(time)
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, bearer.clone());
        if let Some(x_token) = self.auth.x_token().filter(|_| with_x_token) {
            request = request.header("X-Token", x_token);
        }
        if body.is_none() && method_has_content {
            request = request.header(CONTENT_LENGTH, 0); // RFC 9110, section 8.6; some gateways answer 411 without it
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(Bytes::from_owner(body));
        }
        let mut response = request.send().await.map_err(lost)?;
        let status = response.status();
        let ahead = ahead(response.headers());
        if status == StatusCode::UNAUTHORIZED && !keeps_tokens {
            self.auth.forget(&bearer);
        }
        let body = read_capped(&mut response, cap_kb, lost).await;
        let media_type = response.headers().get(CONTENT_TYPE).map_or(&[][..], |value| value.as_bytes());
        let html = media_type.to_ascii_lowercase().starts_with(b"text/html");
        if status.is_success() {
            Ok(Answer { status, html, ahead, body: body? })
        } else {
            // The status alone is definitive; a body that did not arrive only costs the server's words.
            Err(refused(&Answer { status, html, ahead, body: body.unwrap_or_default() }))
        }
    }
}

/// What an answer is worth that is no success.
pub(super) fn refused(answer: &Answer) -> ApiError {
    ApiError::Refused { status: answer.status, said: refusal::read(&answer.body), page: answer.web_page() }
}

/// How far the server's clock is ahead of ours: its `Date` (RFC 9110, section 6.6.1) against this moment, both without their
/// fractions. The form is that of section 5.6.7, which is one of RFC 2822; the two obsolete ones are not read.
fn ahead(headers: &HeaderMap) -> Option<SignedDuration> {
    let date = DateTimeParser::new().parse_timestamp(headers.get(DATE)?.as_bytes()).ok()?;
    Some(SignedDuration::from_secs(date.as_second() - Timestamp::now().as_second()))
}

/// Reads the body into a buffer that never grows, and is wiped.
async fn read_capped(
    response: &mut Response,
    cap_kb: u64,
    lost: impl Fn(reqwest::Error) -> TransportError,
) -> Result<Zeroizing<Vec<u8>>, ApiError> {
    let cap = usize::try_from(cap_kb * 1024).unwrap_or(usize::MAX);
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    let mut body = Zeroizing::new(Vec::with_capacity(announced.unwrap_or(cap).min(cap)));
    while let Some(chunk) = response.chunk().await.map_err(&lost)? {
        if body.len() + chunk.len() > cap {
            return Err(ApiError::Answer(Fault::TooLarge(cap_kb)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
