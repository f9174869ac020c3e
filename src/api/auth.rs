//! The two tokens: the bearer token of every request, and the `X-Token` of self-administration.
//!
//! Both live here, in wiped memory, and go as sensitive headers to the configured server only. A 401 drops both. Nothing is
//! sent here: `transport.rs` alone decides what a renewed token is for.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::HeaderValue;
use serde::Deserialize;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::token_source;
use super::token_text::{self, TokenError};
use super::wire::lenient::Object;
use crate::config::Profile;
use crate::secret::Secret;

/// How long after its end a token is still sent: the clocks of two hosts differ (RFC 7519, section 4.1.4).
const CLOCKS_DIFFER: Duration = Duration::from_secs(30);

/// The tokens of one client.
pub struct Auth {
    profile: Arc<Profile>,
    bearer: Mutex<Kept>,
    x_token: Mutex<Option<XToken>>,
}

/// The newest fetching of the bearer token.
#[derive(Default)]
struct Kept {
    current: Option<Numbered>,
    /// How many fetchings there were; the newest has this number.
    fetchings: u64,
}

/// One fetching of the bearer token, and later its result. Whoever needs the token meanwhile waits for this one.
type Fetch = watch::Receiver<Option<Result<Fetched, TokenError>>>;

#[derive(Clone)]
struct Numbered {
    number: u64,
    fetch: Fetch,
}

/// A token as it came from its source, ready to be sent.
#[derive(Clone)]
pub struct Fetched {
    header: HeaderValue,
    ends: Option<SystemTime>,
}

/// A token, and which fetching it is from.
pub struct Bearer {
    /// The `Authorization` header.
    pub header: HeaderValue,
    number: u64,
}

struct XToken {
    header: HeaderValue,
    ends: Option<SystemTime>,
}

impl Auth {
    /// No tokens yet.
    pub fn new(profile: Arc<Profile>) -> Self {
        Self { profile, bearer: Mutex::default(), x_token: Mutex::default() }
    }

    /// The bearer token, fetched where there is none or where its time is over.
    ///
    /// May be dropped while it waits: the fetching goes on by itself. Otherwise readings that are called back with every
    /// key would kill `token_command` each time, and typing would keep the token from ever arriving.
    pub async fn bearer(&self) -> Result<Bearer, TokenError> {
        let of_use = {
            let mut kept = self.kept();
            match kept.current.as_ref().filter(|current| is_of_use(&current.fetch)) {
                Some(current) => current.clone(),
                None => self.begin(&mut kept),
            }
        };
        arrived(of_use).await
    }

    /// Another token than the one that met a 401, where there is another: fetched anew once, however many readings ask for
    /// it. None where a newer one was refused as well, and where the source gives the same again.
    pub async fn renewed(&self, refused: &Bearer) -> Option<Result<Bearer, TokenError>> {
        let newer = {
            let mut kept = self.kept();
            match &kept.current {
                Some(current) if current.number > refused.number => current.clone(),
                _ if kept.fetchings > refused.number => return None,
                _ => self.begin(&mut kept),
            }
        };
        let arrived = arrived(newer).await;
        match arrived {
            // Of no use to anybody: the next request asks the source once more.
            Ok(same) if same.header == refused.header => {
                self.kept().current.take_if(|current| current.number == same.number);
                None
            }
            other => Some(other),
        }
    }

    /// Fetches a token that nobody uses yet. Ends when it is dropped.
    pub async fn fetch_apart(&self) -> Result<Fetched, TokenError> {
        fetched(&self.profile).await
    }

    /// Takes a token into use in the place of the present one.
    pub fn take_into_use(&self, token: Fetched) {
        let (_, fetch) = watch::channel(Some(Ok(token)));
        let mut kept = self.kept();
        kept.fetchings += 1;
        kept.current = Some(Numbered { number: kept.fetchings, fetch });
    }

    /// Begins a fetching.
    fn begin(&self, kept: &mut Kept) -> Numbered {
        let (tell, fetch) = watch::channel(None);
        let profile = Arc::clone(&self.profile);
        tokio::spawn(async move {
            tell.send_replace(Some(fetched(&profile).await));
        });
        kept.fetchings += 1;
        kept.current.insert(Numbered { number: kept.fetchings, fetch }).clone()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.bearer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops both tokens after a 401; the bearer token only if no newer one came in between.
    pub fn forget(&self, used: &Bearer) {
        self.kept().current.take_if(|current| current.number == used.number);
        self.forget_x_token();
    }

    /// Drops the `X-Token`.
    pub fn forget_x_token(&self) {
        *self.x_token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Keeps an `X-Token` until it ends.
    pub fn keep_x_token(&self, token: &Secret) -> Result<(), TokenError> {
        let kept =
            XToken { header: token_text::x_token(token.expose().as_bytes())?, ends: end_of(token.expose().as_bytes()) };
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

impl Fetched {
    /// The `Authorization` header.
    pub fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Whether its time is over.
    fn has_ended(&self) -> bool {
        let late = |ends: SystemTime| SystemTime::now().duration_since(ends).is_ok_and(|late| late >= CLOCKS_DIFFER);
        self.ends.is_some_and(late)
    }
}

/// The token from its source. One whose time is over is no token.
async fn fetched(profile: &Profile) -> Result<Fetched, TokenError> {
    let token = token_source::fetch(profile).await.and_then(|raw| usable(profile, &raw));
    match &token {
        Ok(_) => tracing::info!("token fetched from {}", profile.token.kind()),
        // Its sentences name programs, files, columns and times; none holds a byte of the token.
        Err(error) => tracing::warn!("no token from {}: {error}", profile.token.kind()),
    }
    token
}

/// What the source gave, where it is a token whose time is not over.
fn usable(profile: &Profile, raw: &[u8]) -> Result<Fetched, TokenError> {
    let token = Fetched { header: token_text::bearer(raw)?, ends: end_of(raw) };
    match token.ends {
        Some(ends) if token.has_ended() => Err(TokenError::Ended(token_source::ended(&profile.token, ends))),
        _ => Ok(token),
    }
}

/// The result of a fetching.
async fn arrived(Numbered { number, mut fetch }: Numbered) -> Result<Bearer, TokenError> {
    let result = fetch.wait_for(Option::is_some).await.map_or(None, |result| result.clone());
    result.unwrap_or(Err(TokenError::Lost)).map(|token| Bearer { header: token.header, number })
}

/// Whether a fetching has succeeded, with a token that can still be sent, or can succeed. One that has failed is tried anew
/// with the next request.
fn is_of_use(fetch: &Fetch) -> bool {
    match &*fetch.borrow() {
        Some(result) => result.as_ref().is_ok_and(|token| !token.has_ended()),
        None => fetch.has_changed().is_ok(), // its task is alive
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Auth(..)")
    }
}

/// The `exp` of a JWT (RFC 7519, section 4.1.4), in the payload that the page idm-principal-rest-api shows. Its signature is
/// the server's business. None where it cannot be read: then the server says 401 when it has ended.
pub(super) fn end_of(token: &[u8]) -> Option<SystemTime> {
    #[derive(Deserialize)]
    struct Claims {
        /// Seconds, perhaps with a fraction (RFC 7519, section 2, `NumericDate`).
        exp: f64,
    }
    let mut parts = token.trim_ascii().split(|byte| *byte == b'.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else { return None };
    let payload = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload).ok()?);
    let Object(claims) = serde_json::from_slice::<Object<Claims>>(&payload).ok()?;
    UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(claims.exp.max(0.0)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> Vec<u8> {
        format!("e30.{}.c2ln\n", URL_SAFE_NO_PAD.encode(claims)).into_bytes()
    }

    #[test]
    fn the_end_of_a_jwt_is_read_and_of_nothing_else() {
        let at = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        assert_eq!(end_of(&token(r#"{"sub":"1","exp":1300819380}"#)), at(1_300_819_380));
        assert_eq!(end_of(&token(r#"{"exp":1300819380.0}"#)), at(1_300_819_380));
        assert_eq!(end_of(&token(r#"{"exp":-5}"#)), at(0));
        for claims in [r#"{"exp":"1300819380"}"#, r#"{"exp":1e300}"#, r#"{"nbf":1}"#, "[1]", "no json"] {
            assert_eq!(end_of(&token(claims)), None, "{claims}");
        }
        let two = format!("{}.{}", "e30", URL_SAFE_NO_PAD.encode(r#"{"exp":1}"#));
        for other in ["MTAzNDphcGk6c2VjcmV0", "a.b.c", "", two.as_str(), &format!("{two}.c.d")] {
            assert_eq!(end_of(other.as_bytes()), None, "{other}");
        }
    }

    fn auth(token: &std::path::Path, line: &str) -> Auth {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let line = line.replace("TOKEN", &token.display().to_string());
        std::fs::write(&path, format!("[profiles.a]\nurl = \"https://idm.example.ch\"\n{line}\n")).unwrap();
        Auth::new(Arc::new(crate::config::load(&path).unwrap().profile(None).unwrap().clone()))
    }

    /// A program that prints one `x` more at each run.
    const COUNTING: &str = r#"token_command = ["sh", "-c", "printf x >> 'TOKEN' && cat 'TOKEN'"]"#;

    fn given(ends: SystemTime) -> Fetched {
        Fetched { header: HeaderValue::from_static("Bearer given"), ends: Some(ends) }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_token_in_use_whose_time_is_over_is_fetched_anew_before_it_is_sent() {
        let folder = tempfile::tempdir().unwrap();
        let auth = auth(&folder.path().join("runs"), COUNTING);
        auth.take_into_use(given(SystemTime::now() - Duration::from_secs(15)));
        assert_eq!(auth.bearer().await.unwrap().header, "Bearer given");
        auth.take_into_use(given(SystemTime::now() - Duration::from_secs(31)));
        assert_eq!(auth.bearer().await.unwrap().header, "Bearer x");
        assert_eq!(auth.bearer().await.unwrap().header, "Bearer x");
    }

    #[tokio::test(flavor = "current_thread")]
    async fn who_comes_late_with_a_refused_token_starts_nothing_more() {
        let folder = tempfile::tempdir().unwrap();
        let auth = auth(&folder.path().join("runs"), COUNTING);
        let first = auth.bearer().await.unwrap();
        auth.forget(&first);
        let second = auth.renewed(&first).await.unwrap().unwrap();
        assert_eq!(second.header, "Bearer xx");
        auth.forget(&first);
        assert_eq!(auth.renewed(&first).await.unwrap().unwrap().header, "Bearer xx");
        auth.forget(&second);
        assert!(auth.renewed(&first).await.is_none());
        assert_eq!(auth.bearer().await.unwrap().header, "Bearer xxx");
    }
}
