//! Spoiling a true answer.

use serde_json::{Value, json};

use crate::http::Answer;
use crate::op::Kind;
use crate::script::Spoil;

/// What a sign-in proxy sends.
const PAGE: &str = "<!DOCTYPE html><html><head><title>Sign in - Proxy</title></head><body>no</body></html>";

/// `page`: the credential's own page, for where the true answer has no body or is an error.
pub fn spoil(spoil: Spoil, truth: &Answer, page: &Value, kind: Kind) -> Answer {
    let read = || serde_json::from_slice(&truth.body).ok();
    let mut object: Value =
        Some(200).filter(|status| truth.status == *status).and_then(|_| read()).unwrap_or(page.clone());
    let json = |object: &Value| Answer::json(200, object);
    let raw = |text: String| Answer::of(200, "application/json", text);
    match spoil {
        Spoil::Html => Answer::of(200, "text/html; charset=utf-8", PAGE),
        Spoil::HtmlAsJson => raw(PAGE.into()),
        Spoil::NotJson => raw(format!("{object},")),
        Spoil::CutJson => {
            let whole = object.to_string();
            raw(whole[..whole.len() * 2 / 3].to_owned())
        }
        Spoil::DuplicateKey => raw(object.to_string().replacen('{', &format!("{{\"{}\":\"other\",", kind.member()), 1)),
        Spoil::WrongType => {
            object["stateName"] = json!({ "a": 1 });
            json(&object)
        }
        Spoil::OtherUser => {
            object["userExtId"] = "somebody-else".into();
            json(&object)
        }
        Spoil::OtherCredential => {
            let other = if kind == Kind::Ticket { Kind::Puk } else { Kind::Ticket };
            object["extId"] = other.ext_id().into();
            object["type"] = other.name().into();
            json(&object)
        }
        Spoil::NoOwner => json(&json!({})),
        Spoil::Errors => json(&json!({ "errors": [{ "code": "errors.fatalError", "message": "it failed" }] })),
        Spoil::Oversized => {
            object["filler"] = "x".repeat(300 * 1024).into();
            json(&object)
        }
        Spoil::Empty => Answer::of(200, "application/json", ""),
        Spoil::NoContent => Answer::empty(204),
        Spoil::Accepted202 => Answer::json(202, &object),
        Spoil::Garbage => unreachable!("it is no answer of HTTP"),
    }
}
