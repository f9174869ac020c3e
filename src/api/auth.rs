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
use tokio::sync::watch;

use super::token_source;
use super::token_text::{self, TokenError};
use crate::config::Profile;
use crate::secret::Secret;

/// The tokens of one client.
pub struct Auth {
    profile: Arc<Profile>,
    bearer: Mutex<Option<Fetch>>,
    x_token: Mutex<Option<XToken>>,
}

/// One fetching of the bearer token, and later its result. Whoever needs the token meanwhile waits for this one.
type Fetch = watch::Receiver<Option<Result<HeaderValue, TokenError>>>;

struct XToken {
    header: HeaderValue,
    ends: Option<SystemTime>,
}

impl Auth {
    /// No tokens yet.
    pub fn new(profile: Arc<Profile>) -> Self {
        Self { profile, bearer: Mutex::default(), x_token: Mutex::default() }
    }

    /// The bearer token, fetched where there is none.
    ///
    /// May be dropped while it waits: the fetching goes on by itself. Otherwise readings that are called back with every
    /// key would kill `token_command` each time, and typing would keep the token from ever arriving.
    pub async fn bearer(&self) -> Result<HeaderValue, TokenError> {
        let mut fetch = self.fetch();
        let fetched = fetch.wait_for(Option::is_some).await.map_or(None, |fetched| fetched.clone());
        fetched.unwrap_or(Err(TokenError::Lost))
    }

    /// The fetching that has succeeded or is under way, or else a new one.
    fn fetch(&self) -> Fetch {
        let mut bearer = self.bearer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fetch) = bearer.as_ref().filter(|fetch| is_of_use(fetch)) {
            return fetch.clone();
        }
        let (tell, fetch) = watch::channel(None);
        let profile = Arc::clone(&self.profile);
        tokio::spawn(async move {
            let raw = token_source::fetch(&profile).await;
            let token = raw.and_then(|raw| token_text::bearer(&raw));
            if token.is_ok() {
                tracing::info!("token fetched from {}", profile.token.kind());
            } else {
                tracing::warn!("no token from {}", profile.token.kind());
            }
            tell.send_replace(Some(token));
        });
        bearer.insert(fetch).clone()
    }

    /// Drops both tokens after a 401; the bearer token only if no newer one came in between.
    pub fn forget(&self, used: &HeaderValue) {
        let mut bearer = self.bearer.lock().unwrap_or_else(PoisonError::into_inner);
        bearer.take_if(|fetch| matches!(&*fetch.borrow(), Some(Ok(token)) if token == used));
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

/// Whether a fetching has succeeded or can still succeed. One that has failed is tried anew with the next request.
fn is_of_use(fetch: &Fetch) -> bool {
    match &*fetch.borrow() {
        Some(result) => result.is_ok(),
        None => fetch.has_changed().is_ok(), // its task is alive
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
