//! Answers with a JSON body, and the frame of lists ("get-clients": `items`, `_pagination`, `_classifications`).

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::paging::Page;

pub(in crate::sandbox) fn json(status: StatusCode, body: &Value) -> Response {
    let content_type = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, content_type, body.to_string()).into_response()
}

pub(super) fn ok(body: &Value) -> Response {
    json(StatusCode::OK, body)
}

pub(super) fn list(page: Page<Value>) -> Response {
    let mut pagination = json!({ "limit": page.limit });
    if let Some(token) = page.continuation_token {
        pagination["continuationToken"] = token.into();
    }
    if let Some(total) = page.total {
        pagination["totalResult"] = total.into();
    }
    ok(&json!({ "items": page.items, "_pagination": pagination, "_classifications": {} }))
}
