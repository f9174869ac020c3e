//! What came of one schedule, as the operator saw it.

use credesk::domain::record::OperationId;

/// What the operator was told in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// Nothing was confirmed: what must be read before could not be.
    NotTried,
    /// "No reset took place", by the answer, or because nothing had left.
    Refused,
    /// "Done", by the answer.
    Done,
    /// "Carried out", by readings.
    CarriedOut,
    /// "Not carried out", by readings.
    NotCarriedOut,
    /// "Cannot tell": changed more than once, or by another hand.
    CannotTell,
    /// "Cannot tell": the readings failed until the end.
    Unreadable,
}

/// How a verdict is told above the footer of whatever screen is on top, by [`Told`].
pub const SENTENCES: [&[&str]; 7] = [
    &[],
    &[],
    &[],
    &["Carried out"],
    &["Not carried out: no reset took place", "Not carried out: the edit changed nothing"],
    &["Changed more than once", "Somebody else changed"],
    &["The readings failed until the end"],
];

/// What came of one schedule, as the operator saw it.
#[derive(Debug, Default)]
pub struct Account {
    pub told: Option<Told>,
    /// The screen that said so.
    pub screen: String,
    /// The operation's number, once there is one.
    pub operation: Option<OperationId>,
    /// The value that was on the screen.
    pub value: Option<String>,
    /// The verifying reading after a "done" showed the change.
    pub verified: Option<bool>,
    /// What must never be, seen at once.
    pub broken: Vec<String>,
    /// How often a lock was tried, and held.
    pub locked: u32,
    /// Enters beyond the first.
    pub mashed: u32,
}
