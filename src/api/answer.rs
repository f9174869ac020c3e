//! A 2xx answer, and whether it can be trusted: no web page, strict JSON, the declared shape.

use jiff::SignedDuration;
use reqwest::StatusCode;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::error::ApiError;
use super::strict_json::{self, NotStrict};
use super::wire::lenient::Object;
use super::wire::quoted;
use crate::domain::fault::Fault;
use crate::text::SafeText;

/// The answer as it came.
pub struct Answer {
    pub status: StatusCode,
    /// It calls itself HTML.
    pub html: bool,
    /// How far the server's clock was ahead of ours when the answer's head arrived, where it tells its time.
    pub ahead: Option<SignedDuration>,
    pub body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// True for "carried out, and there is nothing to say" (RFC 9110, 15.3.5).
    pub fn is_empty_success(&self) -> bool {
        self.status == StatusCode::NO_CONTENT
    }

    /// The fault of a web page, where it is one: nevisIDM itself answers in JSON.
    pub fn web_page(&self) -> Option<Fault> {
        let page = self.html || self.body.trim_ascii_start().starts_with(b"<");
        page.then(|| Fault::WebPage(title(&self.body)))
    }

    /// Refuses what cannot be trusted: another status than 200 or 201, a web page, JSON that is not strict.
    pub fn trusted(self) -> Result<Trusted, ApiError> {
        let fault = if let Some(page) = self.web_page() {
            page
        } else if !matches!(self.status, StatusCode::OK | StatusCode::CREATED) {
            Fault::Status(self.status.as_u16())
        } else {
            match strict_json::check(&self.body) {
                Ok(()) => return Ok(Trusted { body: self.body }),
                Err(NotStrict::Cut) => Fault::CutOff,
                Err(NotStrict::Broken) => Fault::NotJson,
            }
        };
        Err(ApiError::Answer(fault))
    }

    /// The answer as a type, where it can be trusted.
    pub fn json<T: for<'de> Deserialize<'de>>(self) -> Result<T, ApiError> {
        self.trusted()?.read()
    }
}

/// An answer that says one thing and is whole. May be read more than once, for its facts and for its secrets.
pub struct Trusted {
    body: Zeroizing<Vec<u8>>,
}

impl Trusted {
    /// The answer as a type. Where a field cannot be read, its name is told and never its value.
    pub fn read<T: for<'de> Deserialize<'de>>(&self) -> Result<T, ApiError> {
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let read: Result<Object<T>, _> = serde_path_to_error::deserialize(&mut json);
        read.map(|object| object.0).map_err(|error| wrong_shape(&error.path().to_string()))
    }
}

/// The field of this name cannot be read.
pub fn wrong_shape(field: &str) -> ApiError {
    ApiError::Answer(Fault::WrongShape(quoted(if field == "." { "the whole answer" } else { field })))
}

/// The title of a web page.
fn title(body: &[u8]) -> Option<SafeText> {
    let page = String::from_utf8_lossy(body);
    let lower = page.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let words: Vec<&str> = page[start..end].split_whitespace().collect();
    (!words.is_empty()).then(|| quoted(&words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_page_is_found() {
        for (page, found) in [
            ("<html><head><title>Sign in - Proxy</title>", Some("Sign in - Proxy")),
            ("<TITLE lang=\"en\">\n  Sign\n in </TITLE>", Some("Sign in")),
            ("<title></title>", None),
            ("<title>never ends", None),
            ("<html>", None),
        ] {
            assert_eq!(title(page.as_bytes()).as_ref().map(SafeText::as_str), found, "{page}");
        }
    }
}
