//! Reads a JSON request body, and says what is wrong with it: 415 for another media type, 400 for what is not JSON, 422
//! for JSON of the wrong shape, because the operations list 422 for a failed validation and nothing for a malformed
//! request.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error::Refusal;

/// The most that is read of a body, in bytes.
const LIMIT: usize = 256 * 1024;

/// A request body, read.
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_json = content_type
            .and_then(|text| text.split(';').next())
            .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            let message = "The body must be of the media type application/json";
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "errors.invalidData", message));
        }
        let bytes = axum::body::to_bytes(request.into_body(), LIMIT)
            .await
            .map_err(|_| Refusal::malformed(format!("The body cannot be read or is longer than {LIMIT} bytes")))?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Self(value)),
            Err(error) if error.classify() == Category::Data => {
                Err(Refusal::invalid(format!("The body has the wrong shape: {error}")))
            }
            Err(error) => Err(Refusal::malformed(format!("The body is not JSON: {error}"))),
        }
    }
}
