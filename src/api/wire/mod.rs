//! nevisIDM's JSON, as it may really come: absent, null, a number where a text was declared. And the one door through
//! which server text becomes [`SafeText`].
//!
//! The types here stay in `api`. They read leniently and turn into domain types, which are exact.

pub mod credential;
pub mod lenient;
pub mod page;
pub mod policy;
pub mod principal;
pub mod query;
pub mod refusal;
pub mod secret;
pub mod user;

use crate::text::{SafeText, fit, width};

/// The most columns that the server's words take within a sentence.
const QUOTED: usize = 200;

/// Server text, safe to draw.
pub fn safe(raw: &str) -> SafeText {
    SafeText::new(raw)
}

/// Words of the server within a sentence of credesk's, safe to draw, and cut with an ellipsis where they would push the rest
/// of the sentences off the screen.
pub fn quoted(raw: &str) -> SafeText {
    let whole = safe(raw);
    if width(whole.as_str()) <= QUOTED { whole } else { safe(&fit(whole.as_str(), QUOTED)) }
}

/// Server text, safe to draw, where there is anything in it.
pub fn shown(raw: Option<&str>) -> Option<SafeText> {
    raw.filter(|text| !text.trim().is_empty()).map(safe)
}

/// Those of the parts that are there, with a space between them.
pub fn joined(parts: &[Option<&str>]) -> Option<String> {
    let present: Vec<&str> = parts.iter().flatten().copied().filter(|part| !part.trim().is_empty()).collect();
    (!present.is_empty()).then(|| present.join(" "))
}
