//! What became of an errand that was confirmed.

use std::sync::Arc;

use crate::app::check::Checked;
use crate::domain::credential::Credential;
use crate::domain::problem::Problem;
use crate::domain::record::OperationId;
use crate::domain::verdict::Verdict;
use crate::domain::write::NewValue;
use crate::secret::Secret;

/// What became of it. There is no fourth way.
#[derive(Debug)]
pub enum Outcome {
    /// Carried out; the answer is here.
    Carried(Box<Carried>),
    /// Not carried out: never sent, or refused. The problem tells which.
    Not(OperationId, Problem),
    /// The answer was lost.
    Unsettled(Box<Unsettled>),
}

/// A change that was carried out.
#[derive(Debug)]
pub struct Carried {
    /// Which operation.
    pub id: OperationId,
    /// The new value, as far as the server tells, or credesk made it.
    pub value: NewValue,
    /// The credential as it is now, where the answer told.
    pub credential: Credential,
    /// One sentence for each part of the new value.
    pub receipt: Vec<String>,
    /// What the verifying reading brought.
    pub checked: Checked,
    /// What became of the comment that followed by a second request.
    pub comment: Option<String>,
    /// Lines that the journal did not take, as sentences.
    pub trouble: Vec<Problem>,
}

/// A change whose answer was lost.
#[derive(Debug)]
pub struct Unsettled {
    /// Which operation.
    pub id: OperationId,
    /// How the answer was lost.
    pub problem: Problem,
    /// What readings say; none where they were interrupted.
    pub verdict: Option<Verdict>,
    /// What that means, one sentence for each thing to know.
    pub lines: Vec<String>,
    /// A password that credesk made or was told: the valid one if it was carried out.
    pub held: Option<Arc<Secret>>,
}
