//! One request, one answer: addresses, headers, and the body with its cap.
//!
//! A change is never sent a second time. A reading is, in one case: it met 401, and `token_command` then gave another token.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use reqwest::{Method, Response, StatusCode, Url};
use serde::Serialize;
use zeroize::Zeroizing;

use super::ApiClient;
use super::answer::Answer;
use super::auth::Bearer;
use super::error::ApiError;
use super::family::family;
use super::tls::{self, SetupError};
use super::transport_error::TransportError;
use super::wire::refusal;
use crate::domain::fault::Fault;

/// The most kilobytes of an answer about one thing.
pub(super) const CAP_KB: u64 = 256;
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

    /// The same reading once more; none of a change, and none of a reading that leaves the tokens alone.
    fn again(&self) -> Option<Self> {
        let Self { method, url, body, with_x_token, keeps_tokens, time, cap_kb } = self;
        let repeatable = method == Method::GET && body.is_none() && !keeps_tokens;
        repeatable.then(|| Self {
            method: Method::GET,
            url: url.clone(),
            body: None,
            with_x_token: *with_x_token,
            keeps_tokens: false,
            time: *time,
            cap_kb: *cap_kb,
        })
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
        let (time, keeps_tokens) = (self.profile.read_timeout, self.asks_once);
        Call { method: Method::GET, url, body: None, with_x_token: false, keeps_tokens, time, cap_kb: CAP_KB }
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

    /// Sends the request and takes a 2xx answer. A change goes out once, whatever the answer. A reading that meets 401 goes
    /// out a second time where the profile's `token_command` gives another token than the refused one, and never a third.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ApiError> {
        let again = call.again().filter(|_| self.profile.unlocks_by_command());
        let bearer = self.auth.bearer().await?;
        let answer = self.exchange(call, &bearer).await;
        let Some(again) = again.filter(|_| is_unauthorized(&answer)) else { return answer };
        match self.auth.renewed(&bearer).await {
            Some(renewed) => self.exchange(again, &renewed?).await,
            None => answer,
        }
    }

    /// Sends the request, once, with this token, and takes a 2xx answer.
    pub(super) async fn exchange(&self, call: Call, bearer: &Bearer) -> Result<Answer, ApiError> {
        let Call { keeps_tokens, .. } = call;
        let answer = self.exchange_with(call, &bearer.header).await;
        if !keeps_tokens && is_unauthorized(&answer) {
            self.auth.forget(bearer);
        }
        answer
    }

    /// The same with a token that need not be in use, and that stays what it is whatever the answer.
    pub(super) async fn exchange_with(&self, call: Call, bearer: &HeaderValue) -> Result<Answer, ApiError> {
        let what = format!("{} {}", call.method, family(&call.url));
        tracing::debug!("{} {}", call.method, call.url.path());
        let since = Instant::now();
        let outcome = self.once(call, bearer).await;
        let took = since.elapsed().as_millis();
        match &outcome {
            Ok(answer) => {
                tracing::info!("{what} {} {took} ms, {} bytes", answer.status.as_u16(), answer.body.len());
            }
            Err(ApiError::Refused { status, .. }) => tracing::warn!("{what} {} {took} ms", status.as_u16()),
            Err(error) => tracing::warn!("{what} {} {took} ms", error.fault().name()),
        }
        outcome
    }

    async fn once(&self, call: Call, bearer: &HeaderValue) -> Result<Answer, ApiError> {
        let Call { method, url, body, with_x_token, keeps_tokens: _, time, cap_kb } = call;
        let lost = |error: reqwest::Error| TransportError::new(error, time);
        let http = self.http().await?;
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

fn is_unauthorized(answer: &Result<Answer, ApiError>) -> bool {
    matches!(answer, Err(ApiError::Refused { status: StatusCode::UNAUTHORIZED, .. }))
}

/// What an answer is worth that is no success.
pub(super) fn refused(answer: &Answer) -> ApiError {
    ApiError::Refused { status: answer.status, said: refusal::read(&answer.body), page: answer.web_page() }
}

/// How far the server's clock is ahead of ours: its `Date` (RFC 9110, section 6.6.1) against this moment, both without their
/// fractions. The form is that of section 5.6.7, which is one of RFC 2822; the two obsolete ones are not read.
pub(super) fn ahead(headers: &HeaderMap) -> Option<SignedDuration> {
    let date = DateTimeParser::new().parse_timestamp(headers.get(DATE)?.as_bytes()).ok()?;
    Some(SignedDuration::from_secs(date.as_second() - Timestamp::now().as_second()))
}

/// Reads the body into a buffer that never grows, and is wiped.
pub(super) async fn read_capped(
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
