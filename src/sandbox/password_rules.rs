//! Whether a device password satisfies its policy: `minLength`, `maxLength`, `minNonAlnum`, `minNonLetter`,
//! `checkDictionary` (named in "api-usage"; their defaults are not published) and `resetCodeEnabled`
//! ("create-device-password").

use super::error::Refusal;
use super::model::policy::Parameters;

/// Words that a password may not contain where the policy checks a dictionary.
const DICTIONARY: [&str; 12] = [
    "password",
    "passwort",
    "motdepasse",
    "segreto",
    "geheim",
    "willkommen",
    "bienvenue",
    "benvenuto",
    "sommer",
    "winter",
    "qwertz",
    "123456",
];

/// Refuses with 422 a password that breaks its policy; the message names all rules that are broken.
pub(super) fn check(password: &str, policy: &Parameters) -> Result<(), Refusal> {
    if policy.flag("resetCodeEnabled", false) {
        let message = "The policy makes the password itself (resetCodeEnabled); none can be set";
        return Err(Refusal::unprocessable("errors.policyViolation", message));
    }
    let broken = broken_rules(password, policy);
    if broken.is_empty() {
        return Ok(());
    }
    let message = format!("The password violates the policy: {}", broken.join(", "));
    Err(Refusal::unprocessable("errors.pwdPolicyViolated", message))
}

fn broken_rules(password: &str, policy: &Parameters) -> Vec<String> {
    let count = |fits: fn(char) -> bool| password.chars().filter(|character| fits(*character)).count();
    let length = password.chars().count();
    let mut broken = Vec::new();
    let mut at_least = |rule: &str, default: usize, found: usize| {
        let wanted = policy.size(rule, default);
        if found < wanted {
            broken.push(format!("{rule} is {wanted}"));
        }
    };
    at_least("minLength", 8, length);
    at_least("minNonAlnum", 0, count(|character| !character.is_alphanumeric()));
    at_least("minNonLetter", 0, count(|character| !character.is_alphabetic()));
    let longest = policy.size("maxLength", 100);
    if length > longest {
        broken.push(format!("maxLength is {longest}"));
    }
    let lower = password.to_lowercase();
    if policy.flag("checkDictionary", false) && DICTIONARY.iter().any(|word| lower.contains(word)) {
        broken.push("checkDictionary: it contains a common word".to_owned());
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(password: &str) -> String {
        let strict =
            r#"{"minLength":"12","maxLength":"16","minNonAlnum":"1","minNonLetter":"2","checkDictionary":"true"}"#;
        broken_rules(password, &serde_json::from_str(strict).unwrap()).join(", ")
    }

    #[test]
    fn each_rule_is_told() {
        assert_eq!(broken("Gruezi-mit-42"), "");
        assert_eq!(broken("Zürich_2026-"), "");
        assert_eq!(broken("Gruezi-4"), "minLength is 12");
        assert_eq!(broken("Grueziwohl42x"), "minNonAlnum is 1");
        assert_eq!(broken("Gruezi-mitein"), "minNonLetter is 2");
        assert_eq!(broken("Gruezi-mit-allen-42"), "maxLength is 16");
        assert_eq!(broken("My-PassWort-42"), "checkDictionary: it contains a common word");
    }
}
