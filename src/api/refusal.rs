//! What a status means, and which of the four kinds a 403 is.
//!
//! The codes for a missing permission, a data room and the reset limit are not published, only the names of their
//! examples: "Permission denied", "Dataroom permission denied", "Maximum reset count exceeded" (page reset-password).
//! So words are looked for, in code and message alike; what is not recognised stays unspecified.

use reqwest::StatusCode;

use super::wire::quoted;
use super::wire::refusal::Said;
use crate::domain::fault::Fault;
use crate::text::SafeText;

/// The fault behind a status that is not 2xx.
pub fn fault(status: StatusCode, said: &[Said]) -> Fault {
    match status.as_u16() {
        300..=399 => Fault::Redirect,
        401 => Fault::SignedOut,
        403 => said.iter().find_map(forbidden).unwrap_or(Fault::Forbidden),
        404 => Fault::NotFound,
        408 | 500..=599 => Fault::Server(status.as_u16()),
        409 | 412 => Fault::Conflict,
        422 => Fault::Invalid,
        429 => Fault::TooMany,
        other => Fault::Status(other),
    }
}

/// The kind of a 403, where one error tells it. "Dataroom permission denied" is no missing permission, so the order counts.
fn forbidden(said: &Said) -> Option<Fault> {
    let words = format!("{} {}", said.code.as_deref().unwrap_or_default(), said.message.as_deref().unwrap_or_default());
    let plain: String = words.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let has = |word: &str| plain.contains(word);
    if has("reset") && (has("maximum") || has("max") || has("limit") || has("exceed")) {
        Some(Fault::ResetLimit)
    } else if has("dataroom") {
        Some(Fault::DataRoom)
    } else if let Some(permission) = permission(&words) {
        Some(Fault::Permission(Some(permission)))
    } else if has("permission") || has("accesscontrol") {
        Some(Fault::Permission(None))
    } else {
        None
    }
}

/// An elementary permission as the API names them: `AccessControl.CredentialModify`.
fn permission(words: &str) -> Option<SafeText> {
    const PREFIX: &str = "AccessControl.";
    let found = &words[words.find(PREFIX)?..];
    let letters = found[PREFIX.len()..].chars().take_while(char::is_ascii_alphanumeric).count();
    (letters > 0).then(|| quoted(&found[..PREFIX.len() + letters]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: Option<&str>, message: Option<&str>) -> Fault {
        let said = Said { code: code.map(String::from), message: message.map(String::from) };
        fault(StatusCode::FORBIDDEN, &[said])
    }

    #[test]
    fn the_four_kinds_are_told_apart() {
        for message in
            ["Maximum reset count exceeded", "The credential has reached its reset limit.", "maxResetCount is 5"]
        {
            assert_eq!(kind(None, Some(message)), Fault::ResetLimit, "{message}");
        }
        assert_eq!(kind(Some("errors.maximumResetCountExceeded"), None), Fault::ResetLimit);
        for message in ["Dataroom permission denied", "outside your data room", "DATA_ROOM"] {
            assert_eq!(kind(None, Some(message)), Fault::DataRoom, "{message}");
        }
        assert_eq!(kind(Some("errors.permissionDenied"), Some("no")), Fault::Permission(None));
        assert_eq!(
            kind(None, Some("Missing AccessControl.CredentialModify!")),
            Fault::Permission(Some(quoted("AccessControl.CredentialModify")))
        );
        assert_eq!(kind(None, Some("AccessControl.")), Fault::Permission(None));
        assert_eq!(kind(Some("errors.policyViolation"), Some("Credential not in validity period")), Fault::Forbidden);
        assert_eq!(fault(StatusCode::FORBIDDEN, &[]), Fault::Forbidden);
    }

    #[test]
    fn the_first_error_that_tells_is_taken() {
        let unclear = Said { code: Some("errors.unknownReason".into()), message: None };
        let clear = Said { code: None, message: Some("Dataroom permission denied".into()) };
        assert_eq!(fault(StatusCode::FORBIDDEN, &[unclear, clear]), Fault::DataRoom);
    }
}
