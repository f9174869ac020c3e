//! The delivery receipt: after every success one sentence for each part of the new value, saying who holds it now, and
//! what still keeps the user from using it.

use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::{Policy, SendingMethod};
use crate::domain::user::UserState;
use crate::domain::write::NewValue;

/// One sentence for each part of the new value. Never empty: a blank field is a defect.
///
/// `credential` is as it is now; `policies` are those of the client, as far as they may be read.
pub fn receipt(operation: &Operation, credential: &Credential, value: &NewValue, policies: &[Policy]) -> Vec<String> {
    let kind = &credential.kind;
    let thing = kind.as_str().to_lowercase().replace("puk", "PUK").replace("otp", "OTP");
    let mut lines = vec![first_sentence(operation, value, &thing)];
    let policy = Found::of(credential, policies);
    match (operation.change(), value) {
        (Change::Update(_), NewValue::Plain(_)) => {
            lines.push("nevisIDM does not send it: nobody but you holds it now.".into());
        }
        (_, NewValue::Plain(_)) if *kind == CredentialKind::TempStrongPassword => lines.push(policy.second_part()),
        (_, NewValue::Plain(_)) => lines.extend(policy.also_sent()),
        (_, NewValue::Hashed | NewValue::NotExposed | NewValue::Absent) => lines.push(policy.delivery(&thing)),
        (_, NewValue::Card(_)) => lines.push("The cells of the old card no longer work.".into()),
        (_, NewValue::Unspeakable) => {
            lines.push("Tell the policy's owner; until then another reset gives a value of the same kind.".into());
        }
        (_, NewValue::UnreadableCard(_)) => {
            lines.push("Go back and press v to read the card again; replacing it once more is not needed.".into());
        }
        (Change::Update(_) | Change::Reset | Change::Replace { .. }, NewValue::Unchanged) => {}
    }
    if let Change::Update(edit) = operation.change() {
        let changes =
            edit.differences(operation.credential(), policies).into_iter().filter(|line| line.field != "password");
        lines.extend(changes.map(|line| format!("{}: {} -> {}.", line.field, line.before, line.after)));
    }
    lines.extend(obstacles(operation, credential));
    lines
}

fn first_sentence(operation: &Operation, value: &NewValue, thing: &str) -> String {
    match value {
        NewValue::Plain(_) if matches!(operation.change(), Change::Update(_)) => {
            format!("The new {thing} is shown here, and only here.")
        }
        NewValue::Plain(_) => format!("The new {thing} is shown here, for reading out."),
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

/// What still keeps the user from signing in with it.
fn obstacles(operation: &Operation, credential: &Credential) -> Vec<String> {
    let mut lines = Vec::new();
    if credential.state.is_locked() {
        let state = credential.state.as_str();
        lines.push(format!("It is still {state}: nobody can sign in with it before its state is changed."));
    }
    let user = operation.user();
    if user.state != UserState::Active {
        lines.push(format!("The user is {}: nobody can sign in before that is changed.", user.state.as_str()));
    }
    lines
}

/// What is known of the credential's policy.
enum Found<'a> {
    Policy(&'a Policy),
    None,
    Unreadable,
}

impl<'a> Found<'a> {
    fn of(credential: &Credential, policies: &'a [Policy]) -> Self {
        let Some(id) = &credential.policy else { return Self::None };
        policies.iter().find(|policy| policy.id == *id).map_or(Self::Unreadable, Self::Policy)
    }

    /// Who delivers a value that is not shown here.
    fn delivery(&self, thing: &str) -> String {
        match self {
            Self::Unreadable => {
                format!("How nevisIDM delivers the {thing} is not known: its policy could not be read.")
            }
            Self::None => format!("How nevisIDM delivers the {thing} is not known: it has no policy of its own."),
            Self::Policy(policy) => sent_by(policy).map_or_else(
                || {
                    format!(
                        "The policy \"{}\" names no delivery: ask your administrator who hands the {thing} over.",
                        policy.name
                    )
                },
                |ways| format!("nevisIDM sends it {ways}."),
            ),
        }
    }

    /// Whether a value that is shown here goes out another way too.
    fn also_sent(&self) -> Option<String> {
        match self {
            Self::Policy(policy) => sent_by(policy).map(|ways| format!("nevisIDM also sends it {ways}.")),
            Self::None | Self::Unreadable => None,
        }
    }

    /// A fragment may be only the first part (`ticketLen0` of `ticketLen0 + ticketLen1`; page Temporary-strong-password).
    fn second_part(&self) -> String {
        let Self::Policy(policy) = self else {
            return "Whether nevisIDM sends a second part is not known: there is no policy to be read.".into();
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
}

/// The ways in which nevisIDM tries to deliver, in words; none where it does not.
pub fn sent_by(policy: &Policy) -> Option<String> {
    match &policy.sending_methods()[..] {
        [] => None,
        [method] => Some(method.phrase()),
        [first, rest @ ..] => {
            let others: Vec<_> = rest.iter().map(SendingMethod::phrase).collect();
            Some(format!("{}; if that fails, {}", first.phrase(), others.join(", then ")))
        }
    }
}
