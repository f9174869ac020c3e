//! The reading that a change is confirmed on, verified by and settled with: with the journal's key, so that readings of
//! different sessions can be compared.

use crate::api::ApiClient;
use crate::domain::credential::CredentialKind;
use crate::domain::evidence::Evidence;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::problem::Problem;
use crate::runtime::entropy;
use crate::runtime::ledger::Ledger;

/// Reads how a credential stands. Without a journal there is no key: then the fingerprints are left out.
///
/// # Errors
/// The list of the user's credentials cannot be read.
pub async fn read(
    client: &ApiClient,
    ledger: &Ledger,
    at: &UserRef,
    (kind, id): (&CredentialKind, Option<&CredentialId>),
) -> Result<Evidence, Problem> {
    let key = ledger.key().await;
    let made_with = key.clone().unwrap_or_else(entropy::fingerprint_key);
    let mut evidence = client.evidence(at, kind, id, &made_with).await?;
    if key.is_none() {
        // Fingerprints that no other reading could be compared with.
        (evidence.value, evidence.comment) = (None, None);
    }
    Ok(evidence)
}
