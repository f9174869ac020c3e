//! What has become of a print, as JSON.

use serde::Serialize;

use super::text;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::printing::Printed;

/// `credesk otp print`.
pub fn print(at: &UserRef, card: &CredentialId, printed: &Printed) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Document<'a> {
        kind: &'static str,
        client_ext_id: &'a str,
        ext_id: &'a str,
        card_ext_id: &'a str,
        job: Option<&'a str>,
        file: Option<String>,
    }
    let (job, file) = match printed {
        Printed::Queued(job) => (Some(job.as_str()), None),
        Printed::Saved(path) => (None, Some(path.to_string_lossy().into_owned())),
        Printed::SentToTerminal | Printed::Written => (None, None),
    };
    text(&Document {
        kind: "print",
        client_ext_id: at.client.as_str(),
        ext_id: at.user.as_str(),
        card_ext_id: card.as_str(),
        job,
        file,
    })
}
