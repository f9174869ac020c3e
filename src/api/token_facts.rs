//! What kind of token the profile's source gives, and when it ends. Tells nothing else of it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use super::ApiClient;
use super::auth::end_of;
use super::error::ApiError;
use super::wire::lenient::Object;
use crate::domain::problem::Problem;

/// The kinds of token whose form is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `userExtId:credExtId:secret` as Base64 (page api-usage).
    ApiKey,
    /// A JSON Web Token (RFC 7519), as an OAuth 2 server gives it.
    Jwt,
    /// Something else. The form of a `SecToken` is not published, so it may be one.
    Other,
}

/// A token, without the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenFacts {
    /// Its kind.
    pub kind: TokenKind,
    /// When it ends; none where it does not say.
    pub ends: Option<Timestamp>,
}

impl ApiClient {
    /// The facts of the token that every request carries; fetches it where that was not done yet.
    ///
    /// # Errors
    /// There is no token.
    pub async fn token_facts(&self) -> Result<TokenFacts, Problem> {
        let bearer = self.auth.bearer().await.map_err(|why| ApiError::Token(why).on_reading())?;
        let header = bearer.header.as_bytes();
        Ok(facts(header.strip_prefix(b"Bearer ").unwrap_or(header)))
    }
}

fn facts(token: &[u8]) -> TokenFacts {
    let kind = if is_jwt(token) {
        TokenKind::Jwt
    } else if is_api_key(token) {
        TokenKind::ApiKey
    } else {
        TokenKind::Other
    };
    let ends = end_of(token).and_then(|ends| Timestamp::try_from(ends).ok());
    TokenFacts { kind, ends: ends.filter(|_| kind == TokenKind::Jwt) }
}

/// Three parts, the first of which is a JOSE header: an object with `alg` (RFC 7515, sections 3.1 and 4.1.1).
fn is_jwt(token: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Header {
        #[serde(rename = "alg")]
        _alg: IgnoredAny,
    }
    let mut parts = token.split(|byte| *byte == b'.');
    let (Some(header), Some(_), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    serde_json::from_slice::<Object<Header>>(&header).is_ok()
}

fn is_api_key(token: &[u8]) -> bool {
    let end = token.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let Ok(decoded) = STANDARD_NO_PAD.decode(&token[..end]).map(Zeroizing::new) else { return false };
    let parts: Vec<&[u8]> = decoded.split(|byte| *byte == b':').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(token: &str) -> TokenKind {
        facts(token.as_bytes()).kind
    }

    #[test]
    fn the_published_samples_are_recognised() {
        // Page api-usage: the sample of a key, and the beginning of the token beside it, made whole.
        let key = STANDARD_NO_PAD.encode("1054:1024:6LFQjP86HDFsv-jQgEyFnUNjECriMZoblEsrkFofCbiLmqDojJ8xjFm5hj78yLPk");
        assert_eq!(facts(key.as_bytes()), TokenFacts { kind: TokenKind::ApiKey, ends: None });
        assert_eq!(kind(&format!("{key}==")), TokenKind::ApiKey);
        // Page idm-principal-rest-api: the header and the payload of its sample.
        let jwt = [r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"sub":"extId","exp":1231414}"#]
            .map(|part| URL_SAFE_NO_PAD.encode(part));
        let found = facts(format!("{}.{}.c2ln", jwt[0], jwt[1]).as_bytes());
        assert_eq!(found, TokenFacts { kind: TokenKind::Jwt, ends: Timestamp::from_second(1_231_414).ok() });
    }

    #[test]
    fn anything_else_is_of_no_known_kind() {
        let two = STANDARD_NO_PAD.encode("1054:1024");
        let empty = STANDARD_NO_PAD.encode("1054::secret");
        let no_header = format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT"}"#));
        for other in [two.as_str(), &empty, &no_header, "a.b.c", "opaque", "e30.e30", "====", "<SecToken/>"] {
            assert_eq!(kind(other), TokenKind::Other, "{other}");
        }
    }
}
