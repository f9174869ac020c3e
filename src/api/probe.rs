//! Asks the server for nothing in particular, without a token: whether it is there, whose it is, and what time it has.
//!
//! Any answer will do. Nothing is sent that tells who asks.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE};

use super::ApiClient;
use super::answer::Answer;
use super::error::ApiError;
use super::tls;
use super::transport::{CAP_KB, ahead, read_capped};
use super::transport_error::TransportError;
use super::verifier::{Chain, Seen};
use crate::domain::fault::{Asked, Fault};
use crate::domain::problem::Problem;

/// What a server did that was asked without a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Its answer's status (RFC 9110, section 15).
    pub status: u16,
    /// Why the answer is none of nevisIDM, where it is not: a web page, or a pointer to another address.
    pub strange: Option<Problem>,
    /// How far the server's clock is ahead of ours, where it tells its time (`Date`; RFC 9110, section 6.6.1).
    pub ahead: Option<SignedDuration>,
    /// From looking up the name to the end of the answer.
    pub took: Duration,
    /// Its certificates; none where it is asked without TLS.
    pub chain: Option<Chain>,
}

impl ApiClient {
    /// Asks for the caller's permissions (page get-caller-user-permissions) without saying who calls: 401 is the usual answer.
    ///
    /// # Errors
    /// Nothing could be asked, or no answer came.
    pub async fn probe(&self) -> Result<Probe, Problem> {
        let since = Instant::now();
        let seen = Seen::default();
        let answer = self.ask_without_token(&seen).await.map_err(ApiError::on_reading)?;
        let strange = match answer.web_page() {
            Some(page) => Some(page),
            None => answer.status.is_redirection().then_some(Fault::Redirect),
        };
        Ok(Probe {
            status: answer.status.as_u16(),
            strange: strange.map(|fault| fault.problem(Asked::Read, None)),
            ahead: answer.ahead,
            took: since.elapsed(),
            chain: seen.chain(),
        })
    }

    async fn ask_without_token(&self, seen: &Seen) -> Result<Answer, ApiError> {
        let (profile, noting) = (self.profile.clone(), seen.clone());
        let made = tokio::task::spawn_blocking(move || tls::noting_client(&profile, &noting)).await;
        let http = made.unwrap_or(Err(tls::SetupError::Request("its client could not be made")))?;
        let time = self.profile.read_timeout;
        let lost = |error: reqwest::Error| TransportError::new(error, time);
        let url = self.address("principal", &["permissions"]);
        let sent = http.get(url).timeout(time).header(ACCEPT, "application/json").send().await;
        let mut response = sent.map_err(lost)?;
        let (status, ahead) = (response.status(), ahead(response.headers()));
        let media_type = response.headers().get(CONTENT_TYPE).map_or(&[][..], |value| value.as_bytes());
        let html = media_type.to_ascii_lowercase().starts_with(b"text/html");
        // What is in it does not matter: an error's text may be missing.
        let body = read_capped(&mut response, CAP_KB, lost).await.unwrap_or_default();
        Ok(Answer { status, html, ahead, body })
    }
}

impl Probe {
    /// Whether the server wants to know who asks, as nevisIDM does.
    pub fn asks_for_sign_in(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED || self.status == StatusCode::FORBIDDEN
    }
}
