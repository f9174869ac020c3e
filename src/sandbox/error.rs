//! Refusals, and the two shapes in which the server words them: `{"errors":[{code,message}]}` for the core and
//! principal services, `{"messages":{"errors":[..]},"response":null}` for the query service
//! ("Query-REST-Service-error-response"). Which codes are published and which are this sandbox's own stands in
//! the table of [`super`].

use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::routes::answer;

/// A request that is not carried out, in the words of the core and principal services.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    challenge: Option<&'static str>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), challenge: None }
    }

    /// 400: the request cannot be read.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "errors.invalidData", message)
    }

    /// 401 with the challenge for a bearer token.
    pub fn not_signed_in(message: &str) -> Self {
        let challenge = Some("Bearer realm=\"nevisidm\"");
        Self { challenge, ..Self::new(StatusCode::UNAUTHORIZED, "errors.unauthenticated", message) }
    }

    /// The password has to be given anew: the fresh proof in `X-Token` is absent, wrong or too old.
    pub fn step_up(message: &str) -> Self {
        let challenge = Some("X-Token realm=\"nevisidm\", error=\"invalid_token\"");
        Self { challenge, ..Self::new(StatusCode::UNAUTHORIZED, "errors.invalidToken", message) }
    }

    /// 403: an elementary right is missing.
    pub fn lacks(right: &str) -> Self {
        let message = format!("Permission denied: AccessControl.{right} is required");
        Self::new(StatusCode::FORBIDDEN, "errors.permissionDenied", message)
    }

    /// 403: the rights are there, but not for this client or unit.
    pub fn data_room(message: impl std::fmt::Display) -> Self {
        let message = format!("Dataroom permission denied: {message}");
        Self::new(StatusCode::FORBIDDEN, "errors.dataroomPermissionDenied", message)
    }

    /// 403: the caller may, but the policy forbids it.
    pub fn restricted(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// 404: no such record, or no such path.
    pub fn no_record(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "errors.noRecord", message)
    }

    /// 409: optimistic locking.
    pub fn conflict(entity: &str, stored: i32, sent: i32) -> Self {
        let message = format!("The {entity} was changed in between: its version is {stored}, the request has {sent}");
        Self::new(StatusCode::CONFLICT, "errors.optimisticLockingFailure", message)
    }

    /// 422 for a body that can be read but not accepted.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::unprocessable("errors.invalidData", message)
    }

    /// 422 with a code of its own.
    pub fn unprocessable(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    fn with_body(&self, body: &serde_json::Value) -> Response {
        let mut response = answer::json(self.status, body);
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.with_body(&json!({ "errors": [{ "code": self.code, "message": self.message }] }))
    }
}

/// The same, in the words of the query service.
pub(super) struct QueryRefusal(pub Refusal);

impl From<Refusal> for QueryRefusal {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for QueryRefusal {
    fn into_response(self) -> Response {
        self.0.with_body(&json!({ "messages": { "errors": [self.0.message] }, "response": null }))
    }
}
