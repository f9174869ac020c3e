//! Answers with a JSON body, and the frame of lists ("get-clients": `items`, `_pagination`, `_classifications`).

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::error::Refusal;
use crate::sandbox::paging::Page;

/// What a route gives back: the answer, or why there is none.
pub(super) type Answered = Result<Response, Refusal>;

pub(in crate::sandbox) fn json(status: StatusCode, body: &Value) -> Response {
    let content_type = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, content_type, body.to_string()).into_response()
}

pub(super) fn ok(body: &Value) -> Response {
    json(StatusCode::OK, body)
}

/// A page in the frame of lists, each item as `wire` writes it.
pub(super) fn list<T>(page: Page<T>, wire: impl FnMut(&T) -> Value) -> Response {
    let mut pagination = json!({ "limit": page.limit });
    if let Some(token) = page.continuation_token {
        pagination["continuationToken"] = token.into();
    }
    if let Some(total) = page.total {
        pagination["totalResult"] = total.into();
    }
    let items: Vec<Value> = page.items.iter().map(wire).collect();
    ok(&json!({ "items": items, "_pagination": pagination, "_classifications": {} }))
}
