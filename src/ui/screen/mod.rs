//! The screens' looks, each under the name that its state has in `app/screen`.

pub mod audit;
pub mod card;
pub mod cases;
pub mod confirm;
pub mod form;
pub mod handoff;
pub mod locked;
pub mod lookup;
pub mod print;
pub mod settle;
pub mod user;

use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::policy::Policy;

/// `2 of 5`, `2` where the limit is not known, a dash where nothing counts.
fn resets(credential: &Credential, policy: Option<&Policy>) -> String {
    match (credential.reset_count, policy.and_then(Policy::reset_limit)) {
        (Some(count), Some(limit)) if credential.kind != CredentialKind::OtpCard => format!("{count} of {limit}"),
        (Some(count), _) => count.to_string(),
        (None, _) => "-".into(),
    }
}
