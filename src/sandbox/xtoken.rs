//! The `X-Token`: a JWT that proves a fresh password check ("generate-bearer-token"). Algorithm and claims are those
//! of the published sample: HS256, `sub` (external ID of the user) and `exp`.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac::{HMAC_SHA256, Key, sign, verify};
use serde::{Deserialize, Serialize};

use super::clock::Moment;
use super::random;

/// How long a token is valid; the pages do not say.
const LIFETIME: Duration = Duration::from_mins(5);
/// The JOSE header (RFC 7515, section 4).
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
}

/// A token for a user, valid from now.
pub(super) fn issue(seed: u64, user_ext_id: &str, now: Moment) -> Result<String, serde_json::Error> {
    let claims = serde_json::to_vec(&Claims { sub: user_ext_id.to_owned(), exp: now.after(LIFETIME).0 })?;
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(&key(seed), signed.as_bytes()));
    Ok(format!("{signed}.{signature}"))
}

/// Whose password the token proves; nothing if it is not ours or has expired.
pub(super) fn subject(seed: u64, token: &str, now: Moment) -> Option<String> {
    let (signed, signature) = token.rsplit_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    verify(&key(seed), signed.as_bytes(), &signature).ok()?;
    let (_, claims) = signed.split_once('.')?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    (now.0 < claims.exp).then_some(claims.sub)
}

/// The signing key of this sandbox, drawn from its seed.
fn key(seed: u64) -> Key {
    let mut bytes = [0; 32];
    random::rng(seed, &["X-Token"]).fill(&mut bytes);
    Key::new(HMAC_SHA256, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_its_end_and_unchanged_only() {
        let token = issue(1, "1050", Moment(1_000)).unwrap();
        assert_eq!(subject(1, &token, Moment(1_299)).as_deref(), Some("1050"));
        assert_eq!(subject(1, &token, Moment(1_300)), None);
        assert_eq!(subject(2, &token, Moment(1_000)), None);
        let (head, signature) = token.rsplit_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD.encode(r#"{"sub":"1001","exp":9999999999}"#);
        let header = head.split_once('.').unwrap().0;
        assert_eq!(subject(1, &format!("{header}.{forged}.{signature}"), Moment(1_000)), None);
    }
}
