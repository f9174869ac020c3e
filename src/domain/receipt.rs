//! The delivery receipt: after every success one sentence for each part of the new value, saying who holds it now.

use crate::domain::credential::CredentialKind;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::{Policy, SendingMethod};
use crate::domain::write::NewValue;

/// One sentence for each part of the new value. Never empty: a blank field is a defect.
///
/// `policy` is the policy of the credential, where it may be read.
pub fn receipt(operation: &Operation, value: &NewValue, policy: Option<&Policy>) -> Vec<String> {
    let kind = &operation.baseline().kind;
    let thing = kind.as_str().to_lowercase().replace("puk", "PUK").replace("otp", "OTP");
    let mut lines = vec![first_sentence(operation, value, &thing)];
    match value {
        NewValue::Plain(_) if matches!(operation.change(), Change::Update(_)) => {
            lines.push("nevisIDM does not send it: nobody but you holds it now.".into());
        }
        NewValue::Plain(_) if *kind == CredentialKind::TempStrongPassword => lines.push(second_part(policy)),
        NewValue::Plain(_) | NewValue::Hashed | NewValue::NotExposed | NewValue::Absent => {
            lines.push(delivery(policy, &thing));
        }
        NewValue::Card(_) => lines.push("The cells of the old card no longer work.".into()),
        NewValue::Unspeakable => {
            lines.push("Tell the policy's owner; until then another reset gives a value of the same kind.".into());
        }
        NewValue::UnreadableCard(_) => {
            lines
                .push("Go back and press v on the card to read it again; replacing it once more is not needed.".into());
        }
        NewValue::Unchanged => {}
    }
    lines
}

fn first_sentence(operation: &Operation, value: &NewValue, thing: &str) -> String {
    match value {
        NewValue::Plain(_) if matches!(operation.change(), Change::Update(_)) => {
            format!("The new {thing} is shown here, and only here.")
        }
        NewValue::Plain(_) => format!("The new {thing} is shown here: read it out to the caller."),
        NewValue::Hashed => {
            format!("Carried out. The server answered with a hash of the new {thing}: nothing to read out.")
        }
        NewValue::NotExposed => {
            format!("Carried out. The policy does not expose the new {thing}: nothing to read out.")
        }
        NewValue::Absent => format!("Carried out. The answer does not carry the new {thing}: nothing to read out."),
        NewValue::Unspeakable => {
            format!("Carried out, but the new {thing} holds characters that cannot be read out, so it is not shown.")
        }
        NewValue::Card(_) => "Carried out. The new card is shown here.".into(),
        NewValue::UnreadableCard(why) => {
            format!(
                "The replacement was carried out, but the new card is not shown: {why}. A shifted card would lock the user out."
            )
        }
        NewValue::Unchanged => format!("Carried out. The value of the {thing} itself was not changed."),
    }
}

/// Who delivers a value that is not, or not only, shown here.
fn delivery(policy: Option<&Policy>, thing: &str) -> String {
    let Some(policy) = policy else {
        return format!("How nevisIDM delivers the {thing} is not known: its policy could not be read.");
    };
    match &policy.sending_methods()[..] {
        [] => format!(
            "The policy \"{}\" names no delivery: ask your administrator who hands the {thing} over.",
            policy.name
        ),
        [method] => format!("nevisIDM sends it {}.", method.phrase()),
        [first, rest @ ..] => {
            let others: Vec<_> = rest.iter().map(SendingMethod::phrase).collect();
            format!("nevisIDM sends it {}; if that fails, {}.", first.phrase(), others.join(", then "))
        }
    }
}

/// A fragment may be only the first part (`ticketLen0` of `ticketLen0 + ticketLen1`; page Temporary-strong-password).
fn second_part(policy: Option<&Policy>) -> String {
    let Some(policy) = policy else {
        return "Whether this is all of it is not known: its policy could not be read.".into();
    };
    match policy.second_part() {
        Some(second) if second > 0 => {
            let way = policy.sending_methods().first().map_or_else(|| "another way".into(), SendingMethod::phrase);
            format!("This is part 1 of 2: the other {second} characters reach the user {way}.")
        }
        Some(_) => "This is all of it: nevisIDM sends no second part.".into(),
        None => "Whether nevisIDM sends a second part, the policy does not say.".into(),
    }
}
