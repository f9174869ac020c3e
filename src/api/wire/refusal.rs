//! What the server says when it refuses, in any of its shapes.
//!
//! The core API sends `{"errors":[{"code","message"}]}` (page delete-enterprise-authorization), the query service
//! `{"messages":{"errors":["..."]}}` (page Query-REST-Service-error-response). Gateways in front of them send what they
//! like. A refusal holds no secret, so it may pass through `serde_json::Value`.

use serde_json::Value;

use super::quoted;
use crate::text::SafeText;

/// One error of the server, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// For example `errors.noRecord`.
    pub code: Option<String>,
    /// For people.
    pub message: Option<String>,
}

/// The errors in the body of a refusal; empty where it holds none that can be read.
pub fn read(body: &[u8]) -> Vec<Said> {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let lists = [value.get("errors"), value.get("messages").and_then(|messages| messages.get("errors"))];
    lists.into_iter().flatten().flat_map(each).filter_map(said).collect()
}

/// `errors` is a list; a single error without one is taken too.
fn each(errors: &Value) -> &[Value] {
    errors.as_array().map_or_else(|| std::slice::from_ref(errors), Vec::as_slice)
}

fn said(error: &Value) -> Option<Said> {
    let field = |name: &str| error.get(name).and_then(Value::as_str).map(String::from);
    let said = match error {
        Value::String(message) => Said { code: None, message: Some(message.clone()) },
        _ => Said { code: field("code"), message: field("message") },
    };
    (said.code.is_some() || said.message.is_some()).then_some(said)
}

/// Codes and messages in one short line, safe to draw.
pub fn in_words(errors: &[Said]) -> Option<SafeText> {
    let line = |said: &Said| match (&said.code, &said.message) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (one, other) => one.clone().or_else(|| other.clone()).unwrap_or_default(),
    };
    let words = errors.iter().map(line).collect::<Vec<_>>().join("; ");
    (!words.is_empty()).then(|| quoted(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_and_strange_ones_are_read() {
        for (body, words) in [
            (
                r#"{"errors":[{"code":"errors.noRecord","message":"No such user"}]}"#,
                Some("errors.noRecord: No such user"),
            ),
            (
                r#"{"messages":{"errors":["Parameter 'q' is mandatory."]},"response":null}"#,
                Some("Parameter 'q' is mandatory."),
            ),
            (r#"{"errors":["a",{"code":"b"},{"message":"c"},{},7,null]}"#, Some("a; b; c")),
            (r#"{"errors":{"code":"a","message":"b"}}"#, Some("a: b")),
            (r#"{"errors":"a"}"#, Some("a")),
            (r#"{"errors":[{"code":7,"message":["x"]}]}"#, None),
            (r#"{"errors":null}"#, None),
            ("[]", None),
            ("", None),
            ("<html>", None),
        ] {
            assert_eq!(in_words(&read(body.as_bytes())).as_ref().map(SafeText::as_str), words, "{body}");
        }
    }
}
