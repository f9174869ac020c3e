//! What must be known before a change is confirmed: the same sentences wherever it is confirmed. Decides nothing.

use crate::domain::credential::CredentialState;
use crate::domain::edit::Edit;
use crate::domain::hand_over::Reveal;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::Policy;
use crate::domain::user::UserState;

/// What to be careful about, one sentence each. `policies` are those of the client, as far as they may be read; `reveal` is
/// how far the profile lets a value out.
pub fn cautions(operation: &Operation, policies: &[Policy], reveal: Reveal) -> Vec<String> {
    let user = operation.user();
    let credential = operation.credential();
    let mut said = Vec::new();
    if user.has_hidden() {
        said.push("Name or login ID hold hidden characters: make sure who this is.".into());
    }
    if user.mixes_scripts() {
        said.push("Name or login ID mix letters of scripts that look alike: make sure who this is.".into());
    }
    if user.technical {
        said.push("This is a technical user: a machine signs in with it.".into());
    }
    if user.state != UserState::Active {
        said.push(format!("This user is {}.", user.state.as_str()));
    }
    said.extend(kept_back(operation.change(), reveal).map(String::from));
    if let Change::Update(Edit { state: Some(CredentialState::Archived), .. }) = operation.change() {
        said.push("What is archived cannot be changed back here.".into());
    }
    let limit =
        policies.iter().find(|policy| Some(&policy.id) == credential.policy.as_ref()).and_then(Policy::reset_limit);
    if let (Some(count), Some(limit), Change::Reset) = (credential.reset_count, limit, operation.change())
        && count >= limit
    {
        said.push(format!("It was reset {count} of {limit} times: the server will most likely refuse."));
    }
    said
}

/// What becomes of the new value where the profile does not let it onto the screen: to be known before it is made.
fn kept_back(change: &Change, reveal: Reveal) -> Option<&'static str> {
    let made_here = match change {
        Change::Reset | Change::Replace { .. } => false,
        Change::Update(edit) if edit.password.is_some() => true,
        Change::Update(_) => return None,
    };
    match (reveal, made_here) {
        (Reveal::Screen, _) => None,
        (Reveal::Print, _) => Some("The new value will not be drawn here: this profile prints it."),
        (Reveal::Never, false) => Some(
            "This profile lets no new value out. Unless nevisIDM itself delivers all of it, the user is left without one.",
        ),
        (Reveal::Never, true) => {
            Some("This profile lets no new value out, and nevisIDM does not send this one: nobody would know it.")
        }
    }
}
