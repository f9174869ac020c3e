//! New values of credentials: what a policy makes the server draw, what of it the caller may see, and whether the
//! rest can reach the user at all ("Policy-parameters", pages PUK, Ticket, Temporary-strong-password).

use fastrand::Rng;

use super::model::credential::Kind;
use super::model::policy::Parameters;
use super::model::user::User;
use super::{digest, otp_card, random};

const LETTERS_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// As published, with `w x z y`.
const TICKET_CHARACTERS: &str = "0123456789abcdefghijklmnopqrstuvwxzyABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A new value.
pub(super) struct NewValue {
    /// What the server keeps: the hash, or the card.
    pub stored: String,
    /// What the caller gets in plain; nothing if the policy does not expose it.
    pub exposed: Option<String>,
}

/// A new value, as long and of such characters as the policy asks for.
pub(super) fn draw(kind: Kind, parameters: &Parameters, rng: &mut Rng) -> NewValue {
    if kind == Kind::OtpCard {
        let card = otp_card::draw(parameters, 0, rng);
        return NewValue { stored: card.clone(), exposed: Some(card) };
    }
    let plain = match kind {
        Kind::Puk => {
            let alphabet = parameters.text("pukCharacterSet", LETTERS_AND_DIGITS);
            random::text(rng, alphabet, parameters.size("pukLen", 30))
        }
        Kind::TempStrong | Kind::Ticket => {
            let alphabet = parameters.text("ticketCharacterSet", TICKET_CHARACTERS);
            random::text(rng, alphabet, first_part(parameters) + second_part(parameters))
        }
        _ => random::text(rng, LETTERS_AND_DIGITS, 32),
    };
    NewValue { stored: hash(&plain, parameters, rng), exposed: exposed(kind, &plain, parameters) }
}

/// The stored form of a value under the policy's `hashAlgorithm`.
pub(super) fn hash(plain: &str, parameters: &Parameters, rng: &mut Rng) -> String {
    digest::hash(plain, parameters.text("hashAlgorithm", "SSHA256"), rng)
}

/// Whether what the caller does not see can be sent to the user: Email needs an address, `SMS_SMTP` a mobile number,
/// and a list of methods is tried in its order.
pub(super) fn deliverable(kind: Kind, parameters: &Parameters, user: &User) -> bool {
    if exposed_whole(kind, parameters) {
        return true;
    }
    let default = if kind == Kind::Puk { "PDFstore" } else { "Email" };
    let contacts = &user.details.contacts;
    parameters.text("sendingMethod", default).split(',').any(|method| match method.trim() {
        "Email" | "HTMLemail" | "PDFemail" => contacts.email.is_some(),
        "SMS_SMTP" => contacts.mobile.is_some(),
        _ => true,
    })
}

/// Length of the first part, which in a temporary strong password is the caller's.
fn first_part(parameters: &Parameters) -> usize {
    parameters.size("ticketLen0", 30)
}

/// Length of the second part, which in a temporary strong password only the user gets.
fn second_part(parameters: &Parameters) -> usize {
    parameters.size("ticketLen1", 0)
}

/// Whether the caller gets anything of the value.
fn exposes(kind: Kind, parameters: &Parameters) -> bool {
    let temporary = kind == Kind::TempStrong;
    parameters.flag("plainValueExposedToCaller", temporary) && !(temporary && first_part(parameters) == 0)
}

/// Whether the caller gets so much that nothing has to be sent.
fn exposed_whole(kind: Kind, parameters: &Parameters) -> bool {
    exposes(kind, parameters) && !(kind == Kind::TempStrong && second_part(parameters) > 0)
}

fn exposed(kind: Kind, plain: &str, parameters: &Parameters) -> Option<String> {
    if !exposes(kind, parameters) {
        return None;
    }
    let length = if kind == Kind::TempStrong { first_part(parameters) } else { usize::MAX };
    Some(plain.chars().take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        serde_json::from_value(pairs.iter().copied().collect()).unwrap()
    }

    fn fragment(pairs: &[(&str, &str)]) -> Option<usize> {
        let drawn = draw(Kind::TempStrong, &parameters(pairs), &mut Rng::with_seed(1));
        drawn.exposed.map(|text| text.chars().count())
    }

    #[test]
    fn either_parameter_alone_hides_the_fragment() {
        assert_eq!(fragment(&[]), Some(30));
        assert_eq!(fragment(&[("ticketLen0", "12"), ("ticketLen1", "8")]), Some(12));
        assert_eq!(fragment(&[("ticketLen0", "0")]), None);
        assert_eq!(fragment(&[("plainValueExposedToCaller", "false")]), None);
    }

    #[test]
    fn the_plain_puk_is_the_one_that_was_hashed() {
        let policy = parameters(&[("plainValueExposedToCaller", "true"), ("pukLen", "12"), ("pukCharacterSet", "01")]);
        let drawn = draw(Kind::Puk, &policy, &mut Rng::with_seed(1));
        let plain = drawn.exposed.unwrap();
        assert!(plain.len() == 12 && plain.chars().all(|digit| "01".contains(digit)), "{plain}");
        assert!(digest::matches(&plain, &drawn.stored));
    }
}
