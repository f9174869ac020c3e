//! The two tokens: the bearer token of every request, and the `X-Token` of self-administration.
//!
//! Both live here, in wiped memory, and go as sensitive headers to the configured server only. A 401 drops both;
//! nothing is ever sent again because of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::token_source;
use super::token_text::{self, TokenError};
use crate::config::Profile;
use crate::secret::Secret;

/// The tokens of one client.
pub struct Auth {
    profile: Arc<Profile>,
    /// Held over the fetching, so that two requests at once do not start the program twice.
    bearer: tokio::sync::Mutex<Option<HeaderValue>>,
    x_token: Mutex<Option<XToken>>,
}

struct XToken {
    header: HeaderValue,
    ends: Option<SystemTime>,
}

impl Auth {
    /// No tokens yet.
    pub fn new(profile: Arc<Profile>) -> Self {
        Self { profile, bearer: tokio::sync::Mutex::default(), x_token: Mutex::default() }
    }

    /// The bearer token, fetched where there is none.
    pub async fn bearer(&self) -> Result<HeaderValue, TokenError> {
        let mut cached = self.bearer.lock().await;
        if let Some(header) = &*cached {
            return Ok(header.clone());
        }
        let raw = token_source::fetch(&self.profile).await?;
        let header = token_text::bearer(&raw)?;
        *cached = Some(header.clone());
        Ok(header)
    }

    /// Drops both tokens after a 401; the bearer token only if no newer one came in between.
    pub async fn forget(&self, used: &HeaderValue) {
        let mut cached = self.bearer.lock().await;
        if cached.as_ref() == Some(used) {
            *cached = None;
        }
        *self.x_token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Keeps an `X-Token` until it ends.
    pub fn keep_x_token(&self, token: &Secret) -> Result<(), TokenError> {
        let kept = XToken { header: token_text::x_token(token.expose().as_bytes())?, ends: end_of(token) };
        *self.x_token.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(())
    }

    /// The `X-Token`, where there is one that has not ended.
    pub fn x_token(&self) -> Option<HeaderValue> {
        let mut cached = self.x_token.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = |token: &XToken| token.ends.is_some_and(|ends| ends <= SystemTime::now());
        if cached.as_ref().is_some_and(ended) {
            *cached = None;
        }
        cached.as_ref().map(|token| token.header.clone())
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Auth(..)")
    }
}

/// The `exp` of a JWT (RFC 7519), in the payload that the page idm-principal-rest-api shows. Its signature is the
/// server's business. None where it cannot be read: then the server says 401 when it has ended.
fn end_of(token: &Secret) -> Option<SystemTime> {
    #[derive(Deserialize)]
    struct Claims {
        exp: u64,
    }
    let payload = token.expose().split('.').nth(1)?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_secs(claims.exp))
}
