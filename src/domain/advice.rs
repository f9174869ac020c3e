//! What a policy means for whoever reads a new value out on the telephone, and which settings would be kinder at the same
//! strength.
//!
//! Names a setting only where its name is published or stands in the policy itself. Advises nobody to be weaker.

use crate::domain::policy::Policy;
use crate::domain::spelling::Kind;
use crate::domain::spoken::{KIND, Spoken, WORDS_A_MINUTE, length_for};

/// What is said of a policy: what it means, and what would be kinder, where anything would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Sentences.
    pub means: String,
    /// Sentences; none where there is nothing to gain.
    pub kinder: Option<String>,
}

/// The published default of `ticketCharacterSet` (page Temporary-strong-password), with its `w x z y`.
const TICKET_CHARACTERS: &str = "0123456789abcdefghijklmnopqrstuvwxzyABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The published default of `pukCharacterSet` (page PUK).
const PUK_CHARACTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// The published default of `pukLen` and of `ticketLen0`.
const LENGTH: u32 = 30;

/// The advice about a policy for PUKs, temporary strong passwords, tickets or device passwords; none for any other.
pub fn advice(policy: &Policy) -> Option<Advice> {
    Some(match policy.kind.as_str() {
        "PUKPolicy" => puk(policy),
        "TempStrongPasswordPolicy" => temporary(policy),
        "TicketPolicy" => ticket(policy),
        "DevicePasswordPolicy" => device(policy),
        _ => return None,
    })
}

/// Page PUK: `pukLen`, `pukCharacterSet`, and `plainValueExposedToCaller`, which is off unless it is set.
fn puk(policy: &Policy) -> Advice {
    if exposes(policy) != Some(true) {
        return silent(
            "Nothing of a PUK is read out: nevisIDM keeps the plain value to itself (plainValueExposedToCaller is not true).",
        );
    }
    let characters = text(policy, "pukCharacterSet").unwrap_or(PUK_CHARACTERS);
    let Some(value) = value(length(policy, "pukLen"), characters) else { return unclear("pukLen and pukCharacterSet") };
    said(&value, |kinder| format!("pukLen = {}, pukCharacterSet = \"{KIND}\"", kinder.length()))
}

/// Page Temporary-strong-password: the first part (`ticketLen0`) is the caller's, and the second (`ticketLen1`) goes
/// another way; both are drawn from `ticketCharacterSet`.
fn temporary(policy: &Policy) -> Advice {
    let length = length(policy, "ticketLen0");
    if exposes(policy) == Some(false) || length == Some(0) {
        return silent(
            "Nothing of a temporary strong password is read out: the policy gives the caller no part of it.",
        );
    }
    let characters = text(policy, "ticketCharacterSet").unwrap_or(TICKET_CHARACTERS);
    let Some(value) = value(length, characters) else { return unclear("ticketLen0 and ticketCharacterSet") };
    let second = policy.second_part().and_then(|length| u32::try_from(length).ok()).filter(|length| *length > 0);
    let second = second.and_then(|length| Spoken::new(length, characters));
    said(&value, |kinder| {
        let second = second.as_ref().map_or_else(String::new, |second| {
            format!(", and for the second part, of the same characters, ticketLen1 = {}", length_for(second.bits()))
        });
        format!("ticketLen0 = {}, ticketCharacterSet = \"{KIND}\"{second}", kinder.length())
    })
}

/// How the settings of a ticket are called is not published (page Ticket, as far as it can be read). A policy that holds
/// those of a temporary strong password says so itself.
fn ticket(policy: &Policy) -> Advice {
    const UNPUBLISHED: &str = "how a ticket's length and characters are set is not published";
    if exposes(policy) != Some(true) {
        return silent("Nothing of a ticket is read out: the answer to a reset carries a hash.");
    }
    let (Some(length), Some(characters)) = (length(policy, "ticketLen0"), text(policy, "ticketCharacterSet")) else {
        return silent(&format!("What a ticket means on the telephone cannot be told: {UNPUBLISHED}."));
    };
    match Spoken::new(length, characters) {
        Some(value) if policy.parameters.contains_key("ticketLen0") => said(&value, |kinder| {
            let length = kinder.length();
            format!(
                "{length} characters of \"{KIND}\" (this policy has ticketLen0 and ticketCharacterSet for it; {UNPUBLISHED})"
            )
        }),
        Some(_) | None => unclear("Its length and characters"),
    }
}

/// Page api-usage: `minLength`, `maxLength`, `minNonAlnum`, `minNonLetter`. The value is made by credesk, which keeps to them.
fn device(policy: &Policy) -> Advice {
    if text(policy, "resetCodeEnabled").is_some_and(is_true) {
        return silent(
            "The server makes the value itself (resetCodeEnabled); of what length and characters is not published.",
        );
    }
    let rules = policy.password_rules();
    let parts = rules.parts().map(|parts| parts.map(|(count, set)| (u32::try_from(count).unwrap_or(u32::MAX), set)));
    let Some(value) = parts.and_then(Spoken::of_parts) else {
        return Advice {
            means: "No value that could be read out keeps these rules.".into(),
            kinder: Some("Have minLength, maxLength, minNonLetter and minNonAlnum put into agreement.".into()),
        };
    };
    let kinder = (rules.min_non_alnum > 0).then(|| {
        "minNonAlnum = 0: a sign is said by its name and searched for on another keyboard, and the letter in its place has \
         5 bits where the sign has 3."
            .into()
    });
    Advice { means: format!("credesk makes the value: {}", meaning(&value)), kinder }
}

fn said(value: &Spoken, settings: impl Fn(&Spoken) -> String) -> Advice {
    let kinder = value.kinder().map(|kinder| {
        format!(
            "At the same strength, {} small letters and digits, none of them easily mistaken, are {} words and have {} bits: {}.",
            kinder.length(),
            whole(kinder.words()),
            kinder.bits().floor(),
            settings(&kinder)
        )
    });
    Advice { means: meaning(value), kinder }
}

fn silent(means: &str) -> Advice {
    Advice { means: means.to_owned(), kinder: None }
}

fn unclear(what: &str) -> Advice {
    Advice {
        means: format!("{what} do not tell what a value is like, or hold characters that no spelling alphabet has."),
        kinder: Some("Have the policy put right: only letters, digits and signs of ASCII can be read out.".into()),
    }
}

/// What it takes to say the value.
fn meaning(value: &Spoken) -> String {
    let capitals = if value.mixes_case() { value.of_kind(Kind::Capital) } else { 0.0 };
    let counted = [
        ("easily mistaken", value.marked()),
        ("capitals to be told from small letters", capitals),
        ("signs to be named", value.of_kind(Kind::Sign)),
    ];
    let told: Vec<String> = counted
        .into_iter()
        .filter(|(_, count)| *count > 0.0)
        .map(|(what, count)| format!("; {what}: about {}", whole(count).max(1.0)))
        .collect();
    format!(
        "{} characters, drawn from {}, are read out: {} bits; about {} words, {} seconds or more at {WORDS_A_MINUTE} words a \
         minute{}.",
        value.length(),
        value.choice(),
        value.bits().floor(),
        whole(value.words()),
        whole(value.seconds()),
        told.concat()
    )
}

fn whole(number: f64) -> f64 {
    number.round()
}

fn text<'a>(policy: &'a Policy, name: &str) -> Option<&'a str> {
    policy.parameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// The published default where it is not set; none where it is no length.
fn length(policy: &Policy, name: &str) -> Option<u32> {
    text(policy, name).map_or(Some(LENGTH), |value| value.parse().ok())
}

/// A set that is written with ranges is not guessed at: how sets are written is not published.
fn value(length: Option<u32>, characters: &str) -> Option<Spoken> {
    let has_range = ["a-z", "A-Z", "0-9"].iter().any(|range| characters.contains(range));
    Spoken::new(length?, characters).filter(|_| !has_range)
}

/// What the policy says itself of exposing a plain value; none where it says nothing.
fn exposes(policy: &Policy) -> Option<bool> {
    text(policy, "plainValueExposedToCaller").map(is_true)
}

fn is_true(value: &str) -> bool {
    value.eq_ignore_ascii_case("true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::PolicyId;
    use crate::text::SafeText;

    fn of(kind: &str, parameters: &[(&str, &str)]) -> Advice {
        let policy = Policy {
            id: PolicyId::parse("p1").unwrap(),
            name: SafeText::new("p"),
            kind: kind.into(),
            parameters: parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        };
        advice(&policy).unwrap()
    }

    #[test]
    fn the_published_default_of_a_temporary_strong_password() {
        let advice = of("TempStrongPasswordPolicy", &[]);
        // 30 + 30 x 52 / 62 = 55.2 words, 33.1 seconds; 30 x 20 / 62 = 9.7; 30 x 26 / 62 = 12.6; 178.6 bits.
        assert_eq!(
            advice.means,
            "30 characters, drawn from 62, are read out: 178 bits; about 55 words, 33 seconds or more at 100 words a minute; \
             easily mistaken: about 10; capitals to be told from small letters: about 13."
        );
        assert_eq!(
            advice.kinder.unwrap(),
            "At the same strength, 41 small letters and digits, none of them easily mistaken, are 41 words and have 182 bits: \
             ticketLen0 = 41, ticketCharacterSet = \"abcdefghijkpqrstux3479\"."
        );
    }

    #[test]
    fn a_second_part_keeps_its_strength_too() {
        let split = [("ticketLen0", "12"), ("ticketLen1", "8")];
        let kinder = of("TempStrongPasswordPolicy", &split).kinder.unwrap();
        // 12 x 5.954 = 71.45 bits are 16.02 characters, 8 x 5.954 = 47.63 bits are 10.68.
        assert!(kinder.contains("ticketLen0 = 17,") && kinder.ends_with("ticketLen1 = 11."), "{kinder}");
    }

    #[test]
    fn where_nothing_is_read_out_nothing_is_advised() {
        for (kind, parameters) in [
            ("PUKPolicy", &[][..]),
            ("PUKPolicy", &[("plainValueExposedToCaller", "false"), ("pukLen", "99")]),
            ("TempStrongPasswordPolicy", &[("ticketLen0", "0")]),
            ("TempStrongPasswordPolicy", &[("plainValueExposedToCaller", "false")]),
            ("TicketPolicy", &[]),
            ("TicketPolicy", &[("plainValueExposedToCaller", "true")]),
            ("DevicePasswordPolicy", &[("resetCodeEnabled", "true"), ("minNonAlnum", "3")]),
        ] {
            let advice = of(kind, parameters);
            assert_eq!(advice.kinder, None, "{kind} {parameters:?}");
            assert!(!advice.means.contains("bits"), "{}", advice.means);
        }
        assert!(of("TicketPolicy", &[("plainValueExposedToCaller", "true")]).means.contains("is not published"));
    }

    #[test]
    fn digits_alone_are_kind_already() {
        let pin = [("plainValueExposedToCaller", "TRUE"), ("pukLen", "12"), ("pukCharacterSet", "0123456789")];
        let advice = of("PUKPolicy", &pin);
        // 12 x 3.3219 = 39.86 bits; 12 words at 100 a minute are 7.2 seconds.
        assert_eq!(
            advice.means,
            "12 characters, drawn from 10, are read out: 39 bits; about 12 words, 7 seconds or more at 100 words a minute."
        );
        assert_eq!(advice.kinder, None);
    }

    #[test]
    fn a_ticket_is_told_by_what_its_policy_holds_and_its_settings_are_not_made_up() {
        let plain = [
            ("plainValueExposedToCaller", "true"),
            ("ticketLen0", "16"),
            ("ticketCharacterSet", "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
        ];
        let advice = of("TicketPolicy", &plain);
        // 16 x 5 = 80 bits; 2 5 6 8 B G S W Y Z are 10 of 32; capitals alone need not be told apart.
        assert!(
            advice.means.contains(": 80 bits;") && advice.means.ends_with("easily mistaken: about 5."),
            "{}",
            advice.means
        );
        let kinder = advice.kinder.unwrap();
        assert!(kinder.contains("18 characters of") && kinder.contains("is not published"), "{kinder}");
    }

    #[test]
    fn a_device_password_is_as_credesk_makes_it() {
        let strict = [("minLength", "12"), ("minNonAlnum", "1"), ("minNonLetter", "2")];
        let advice = of("DevicePasswordPolicy", &strict);
        // A sign, two digits, thirteen letters: 3 + 6 + 13 x 5.585 = 81.6 bits; 16 + 13 words.
        assert!(advice.means.starts_with("credesk makes the value: 16 characters, drawn from 64"), "{}", advice.means);
        assert!(advice.means.contains(": 81 bits; about 29 words"), "{}", advice.means);
        assert!(advice.means.ends_with("signs to be named: about 1."), "{}", advice.means);
        assert!(advice.kinder.unwrap().starts_with("minNonAlnum = 0"));
        assert_eq!(of("DevicePasswordPolicy", &[("minLength", "6")]).kinder, None);
        let impossible = of("DevicePasswordPolicy", &[("maxLength", "4"), ("minNonAlnum", "6")]);
        assert!(impossible.means.starts_with("No value"), "{}", impossible.means);
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        for (name, value) in
            [("ticketCharacterSet", "a-zA-Z0-9"), ("ticketCharacterSet", "äöü"), ("ticketLen0", "many")]
        {
            let advice = of("TempStrongPasswordPolicy", &[(name, value)]);
            assert!(advice.means.contains("do not tell"), "{name}: {}", advice.means);
        }
        let other = Policy {
            id: PolicyId::parse("p").unwrap(),
            name: SafeText::new("p"),
            kind: "PwdPolicy".into(),
            parameters: [].into(),
        };
        assert_eq!(advice(&other), None);
    }
}
