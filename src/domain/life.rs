//! The stages of one change on the server, and the steps between them: the console, the command line and the journal
//! all go by this one table.
//!
//! ```text
//! Draft -> Preflight -> Confirmed* -> Sending
//! Sending -> NotSent*   proven: no byte left the process
//!         -> Refused*   a definitive answer
//!         -> Unknown*   anything else once bytes may have left
//!         -> Held*      carried out, and the answer is whole
//! Unknown, CannotTell -> Happened* | DidNotHappen* | CannotTell*      by reading, never by another attempt
//! Held, Happened -> Shown* -> HandedOver* ;  every stage after sending -> Closed*        (* = a line of the journal)
//! ```

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is looked at. Nothing is known yet of how the credential stands now.
    Draft,
    /// The baseline is there; the operator may confirm.
    Preflight,
    /// The operator has confirmed; the intent is on its way to the disk. Nothing has left.
    Confirmed,
    /// The intent is on the disk. From here on bytes may have left.
    Sending,
    /// Over: no byte left the process.
    NotSent,
    /// Over: the server did not do it.
    Refused,
    /// Nobody knows; readings will tell.
    Unknown,
    /// Carried out; the answer is here.
    Held,
    /// Carried out, as a reading shows; the answer was lost.
    Happened,
    /// Over: a reading shows that it was not carried out.
    DidNotHappen,
    /// The readings cannot tell.
    CannotTell,
    /// The operator has seen the result.
    Shown,
    /// The operator has handed the new value over.
    HandedOver,
    /// Over: the operator has taken note.
    Closed,
}

/// What takes a change from one stage to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The baseline was read.
    Read,
    /// The operator confirmed.
    Confirm,
    /// The intent is on the disk.
    Send,
    /// Proven: nothing was sent.
    FailBefore,
    /// A definitive "no".
    Refuse,
    /// The answer is lost or cannot be used.
    Lose,
    /// The answer is here.
    Hold,
    /// A reading shows that it was carried out.
    FindDone,
    /// Readings show that it was not carried out.
    FindNothing,
    /// Readings cannot tell.
    GiveUp,
    /// The operator sees the result.
    Show,
    /// The operator hands the value over.
    HandOver,
    /// The operator takes note and is done with it.
    Close,
}

/// The stages in which nobody knows whether it was carried out.
const UNCLEAR: &[Stage] = &[Stage::Sending, Stage::Unknown, Stage::CannotTell];

impl Stage {
    /// The stage after a step; none where the step makes no sense here. Each step names the stages that it leads from.
    pub fn after(self, step: Step) -> Option<Self> {
        let (from, to): (&[Self], Self) = match step {
            // A draft may be read again as often as one likes, and what was not done may be confirmed anew.
            Step::Read => (&[Self::Draft, Self::Preflight, Self::NotSent, Self::Refused], Self::Preflight),
            Step::Confirm => (&[Self::Preflight], Self::Confirmed),
            Step::Send => (&[Self::Confirmed], Self::Sending),
            Step::FailBefore => (&[Self::Confirmed, Self::Sending], Self::NotSent),
            Step::Refuse => (&[Self::Sending], Self::Refused),
            Step::Lose => (&[Self::Sending], Self::Unknown),
            // Another session may have judged by readings meanwhile, or closed the case; the answer itself is the better
            // witness.
            Step::Hold => {
                (&[Self::Sending, Self::Happened, Self::DidNotHappen, Self::CannotTell, Self::Closed], Self::Held)
            }
            // A session that died while sending left no word about the answer.
            Step::FindDone => (UNCLEAR, Self::Happened),
            Step::FindNothing => (UNCLEAR, Self::DidNotHappen),
            Step::GiveUp => (UNCLEAR, Self::CannotTell),
            Step::Show => (&[Self::Held, Self::Happened], Self::Shown),
            Step::HandOver => (&[Self::Held, Self::Shown], Self::HandedOver),
            Step::Close => {
                (&[Self::Held, Self::Shown, Self::HandedOver, Self::Happened, Self::CannotTell], Self::Closed)
            }
        };
        from.contains(&self).then_some(to)
    }

    /// True where nobody knows whether it was carried out: until that is clear, nothing else may be sent about this
    /// credential, by anybody who shares the journal.
    pub fn locks(self) -> bool {
        match self {
            Self::Sending | Self::Unknown | Self::CannotTell => true,
            Self::Draft
            | Self::Preflight
            | Self::Confirmed
            | Self::NotSent
            | Self::Refused
            | Self::Held
            | Self::Happened
            | Self::DidNotHappen
            | Self::Shown
            | Self::HandedOver
            | Self::Closed => false,
        }
    }

    /// True where somebody still has to look at it: it may have changed the server, and nobody has said that the user
    /// was served.
    pub fn is_open(self) -> bool {
        match self {
            Self::Sending | Self::Unknown | Self::CannotTell | Self::Held | Self::Happened | Self::Shown => true,
            Self::Draft
            | Self::Preflight
            | Self::Confirmed
            | Self::NotSent
            | Self::Refused
            | Self::DidNotHappen
            | Self::HandedOver
            | Self::Closed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [Stage; 14] = [
        Stage::Draft,
        Stage::Preflight,
        Stage::Confirmed,
        Stage::Sending,
        Stage::NotSent,
        Stage::Refused,
        Stage::Unknown,
        Stage::Held,
        Stage::Happened,
        Stage::DidNotHappen,
        Stage::CannotTell,
        Stage::Shown,
        Stage::HandedOver,
        Stage::Closed,
    ];

    #[test]
    fn only_one_step_leads_to_sending_and_it_needs_a_confirmation_on_the_disk() {
        let to_sending: Vec<_> =
            STAGES.into_iter().filter(|stage| stage.after(Step::Send) == Some(Stage::Sending)).collect();
        assert_eq!(to_sending, [Stage::Confirmed]);
        let to_confirmed: Vec<_> = STAGES.into_iter().filter(|stage| stage.after(Step::Confirm).is_some()).collect();
        assert_eq!(to_confirmed, [Stage::Preflight]);
    }

    #[test]
    fn what_may_have_changed_the_server_never_becomes_a_refusal_or_a_draft_again() {
        for stage in [Stage::Unknown, Stage::Held, Stage::Happened, Stage::CannotTell, Stage::Shown, Stage::HandedOver]
        {
            for step in [Step::Read, Step::Confirm, Step::Send, Step::FailBefore, Step::Refuse] {
                assert_eq!(stage.after(step), None, "{stage:?} {step:?}");
            }
        }
    }

    #[test]
    fn what_locks_is_open() {
        for stage in STAGES {
            assert!(stage.is_open() || !stage.locks(), "{stage:?}");
        }
    }

    #[test]
    fn a_value_that_was_never_held_is_never_handed_over() {
        for stage in [Stage::Sending, Stage::Unknown, Stage::CannotTell, Stage::DidNotHappen, Stage::Refused] {
            assert_eq!(stage.after(Step::HandOver), None);
            assert_eq!(stage.after(Step::Show), None);
        }
    }
}
