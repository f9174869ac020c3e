//! The verifying reading after a change that the server says it has carried out. Nothing waits for it.

use crate::app::desk::Desk;
use crate::app::effect::CallId;
use crate::app::settlement::evidence_of;
use crate::domain::evidence::Evidence;
use crate::domain::problem::Problem;
use crate::domain::record::OperationId;
use crate::domain::verdict::{Finding, Sent};

/// The verifying reading after a change that the server says it has carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The reading shows the change.
    Shown,
    /// It does not, or shows another hand as well.
    NotShown,
    /// It failed.
    Failed(Problem),
}

impl Checked {
    /// The sentence below the receipt.
    pub fn sentence(&self) -> String {
        match self {
            Self::Shown => "Verified: the server's own reading shows the change.".into(),
            Self::NotShown => {
                "Not verified: the server's own reading does not show this change, or shows another one too. Have the user try it while on the phone.".into()
            }
            Self::Failed(problem) => format!("Not verified, because the reading failed. {}", problem.what),
        }
    }
}

impl Desk {
    /// Reads once, to verify a change that the server says it has carried out.
    /// What it brings is shown with the result of `shown_with`.
    pub fn verify(&mut self, shown_with: OperationId, sent: Sent) {
        let call = self.read(evidence_of(&sent.intent));
        self.casework.checks.push((call, shown_with, sent));
    }

    /// What the verifying reading has brought.
    pub fn checked(&self, id: OperationId) -> Option<&Checked> {
        self.casework.checked.iter().find(|(known, _)| *known == id).map(|(_, checked)| checked)
    }

    /// Takes the reading that a check waits for; `false` where none does.
    pub(super) fn take_check(&mut self, call: CallId, result: &Result<Evidence, Problem>) -> bool {
        let waiting = &mut self.casework.checks;
        let Some(place) = waiting.iter().position(|(waiting, ..)| *waiting == call) else { return false };
        let (_, shown_with, sent) = waiting.swap_remove(place);
        let checked = match result {
            Ok(reading) if sent.finding(reading) == Finding::Done => Checked::Shown,
            Ok(_) => Checked::NotShown,
            Err(problem) => Checked::Failed(problem.clone()),
        };
        self.casework.checked.push((shown_with, checked));
        true
    }
}
