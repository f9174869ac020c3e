//! What must be read before a change is confirmed: about the person, about the value, about the limit. The console and the
//! command line say the same.

use crate::domain::credential::CredentialState;
use crate::domain::edit::Edit;
use crate::domain::hand_over::Outlet;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::Policy;
use crate::domain::user::UserState;

/// The warnings, one sentence each; none where there is nothing to warn of. `policy` is the credential's, where it can be
/// read; `outlet` where a new value goes.
pub fn cautions(operation: &Operation, policy: Option<&Policy>, outlet: impl Into<Outlet>) -> Vec<String> {
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
    said.extend(kept_back(operation.change(), outlet.into()).map(String::from));
    if let Change::Update(Edit { state: Some(CredentialState::Archived), .. }) = operation.change() {
        said.push("What is archived cannot be changed back here.".into());
    }
    let limit = policy.and_then(Policy::reset_limit);
    if let (Some(count), Some(limit), Change::Reset) = (credential.reset_count, limit, operation.change())
        && count >= limit
    {
        said.push(format!("It was reset {count} of {limit} times: the server will most likely refuse."));
    }
    said
}

/// What becomes of the new value where it does not get out: to be known before it is made.
fn kept_back(change: &Change, outlet: Outlet) -> Option<&'static str> {
    let made_here = match change {
        Change::Reset | Change::Replace { .. } => false,
        Change::Update(edit) if edit.password.is_some() => true,
        Change::Update(_) => return None,
    };
    match (outlet, made_here, change) {
        // Who is asked to confirm a password that is withheld has typed it.
        (Outlet::Screen | Outlet::Output, ..) | (Outlet::Withheld, true, _) => None,
        (Outlet::Printer, ..) => Some("The new value will not be drawn here: this profile prints it."),
        (Outlet::Barred, false, _) => Some(
            "This profile lets no new value out. Unless nevisIDM itself delivers all of it, the user is left without one.",
        ),
        (Outlet::Barred, true, _) => {
            Some("This profile lets no new value out, and nevisIDM does not send this one: nobody would know it.")
        }
        (Outlet::Withheld, _, Change::Replace { .. }) => {
            Some("The new card is not put out: --reveal was not given. It can be read or printed later.")
        }
        (Outlet::Withheld, false, _) => Some(
            "The new value is not put out: --reveal was not given. Unless nevisIDM itself delivers all of it, the user is left without one.",
        ),
    }
}
