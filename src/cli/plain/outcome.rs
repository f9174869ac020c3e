//! Sends a confirmed change, once, and tells what became of it.

use std::cell::Cell;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::held::{NewSecret, Subject};
use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::halt::{Halt, Heard};
use crate::cli::told;
use crate::domain::credential::Credential;
use crate::domain::operation::NotConfirmed;
use crate::domain::record::{Event, OperationId};
use crate::domain::sheet::place_among;
use crate::domain::verdict::Verdict;
use crate::domain::write::NewValue;
use crate::runtime::errand::{Carried, Draft, Outcome, Progress, Unsettled};

/// How many seconds lie between two words about how long it still takes.
const SELDOM: u64 = 10;

const NOTE_HELP: &str = "A case that is closed is no longer listed. The journal keeps it in any case.";

impl Desk<'_> {
    /// Sends. `mates` are all credentials of the user. Hands back the case of which the operator is to take note, where there is one; the inner error: the word did not
    /// count, and nothing was sent.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn send(
        &mut self,
        draft: &mut Draft,
        word: &str,
        mates: &[Credential],
    ) -> Result<Result<Option<OperationId>, NotConfirmed>, Halt> {
        let patience = self.office.standing.write_timeout.as_secs();
        self.say(format!("Sending. Waiting for the answer, at most {patience} seconds."));
        let dialogue = &self.dialogue;
        let told = Cell::new(None);
        let progress = |Progress::Settling(left)| still_checking(left, &told, |sentence| dialogue.say(sentence));
        let outcome = match self.office.send(draft, word, progress).await {
            Ok(outcome) => outcome,
            Err(why) => return Ok(Err(why)),
        };
        self.dialogue.worked();
        self.say("");
        self.tell_all(&told::lines(&outcome));
        Ok(Ok(match outcome {
            Outcome::Carried(carried) => {
                Box::pin(self.carried(draft, *carried, mates)).await?;
                None
            }
            Outcome::Not(..) => None,
            Outcome::Unsettled(unsettled) => Box::pin(self.unsettled(draft, *unsettled)).await?,
        }))
    }

    async fn carried(&mut self, draft: &Draft, carried: Carried, mates: &[Credential]) -> Result<(), Halt> {
        let Carried { id, value, credential, .. } = carried;
        let operation = draft.operation();
        match value {
            NewValue::Plain(value) if self.lets_out() => {
                let policy = policy(draft.policies(), credential.policy.as_ref());
                let new = NewSecret::of(value, operation, policy);
                self.value(Subject::of(operation), new, Some(id)).await
            }
            NewValue::Card(card) if self.lets_out() => {
                let user = operation.user().clone();
                let place = place_among(&credential, mates);
                self.card((user, credential, place), draft.policies(), Arc::new(card), Some(id)).await
            }
            NewValue::Plain(_)
            | NewValue::Card(_)
            | NewValue::Hashed
            | NewValue::NotExposed
            | NewValue::Absent
            | NewValue::Unspeakable
            | NewValue::UnreadableCard(_)
            | NewValue::Unchanged => {
                // The receipt is all there is, and it was said.
                self.record(id, Event::Shown).await;
                self.record(id, Event::Closed).await;
                Ok(())
            }
        }
    }

    fn lets_out(&self) -> bool {
        self.site.hand_over.prints_cards()
    }

    async fn unsettled(&mut self, draft: &Draft, unsettled: Unsettled) -> Heard<OperationId> {
        let Unsettled { id, verdict, held, .. } = unsettled;
        let operation = draft.operation();
        let certain = verdict == Some(Verdict::Happened);
        if let Some(value) = held.filter(|_| self.lets_out() && verdict != Some(Verdict::DidNotHappen)) {
            if !certain {
                self.say(
                    "If it was carried out, the value that is held here is the valid one. \
                     Do not hand it over before that is clear.",
                );
            }
            let new = NewSecret { value, first_part: false, made: Some(Timestamp::now()) };
            self.value(Subject::of(operation), new, certain.then_some(id)).await?;
            if certain {
                return Ok(None);
            }
        }
        Ok(match verdict {
            Some(Verdict::Happened | Verdict::CannotTell(_)) => Some(id),
            Some(Verdict::DidNotHappen) | None => None,
        })
    }

    /// Whether a case that is not over is to be closed.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn take_note(&mut self, id: OperationId) -> Result<(), Halt> {
        let choices =
            ["Leave it as an open case.".to_owned(), "You have looked after the user: close the case.".into()];
        match self.dialogue.choose("What becomes of this case?", &choices, NOTE_HELP).await? {
            Some(1) => self.record(id, Event::Closed).await,
            Some(_) | None => self.say("It stays an open case."),
        }
        Ok(())
    }
}

/// Says how many seconds are left, at most every [`SELDOM`] seconds.
pub fn still_checking(left: u64, told: &Cell<Option<u64>>, say: impl Fn(String)) {
    if told.get().is_none_or(|told| left + SELDOM <= told) {
        told.set(Some(left));
        say(format!("Still checking, {left} seconds left at most. Do not reset again."));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn the_time_that_is_left_is_said_every_ten_seconds() {
        let (told, said) = (Cell::new(None), RefCell::new(Vec::new()));
        for left in (0..=38).rev() {
            still_checking(left, &told, |sentence| said.borrow_mut().push(sentence));
        }
        let starts: Vec<_> = said.borrow().iter().map(|line| line[..25].to_owned()).collect();
        assert_eq!(
            starts,
            [
                "Still checking, 38 second",
                "Still checking, 28 second",
                "Still checking, 18 second",
                "Still checking, 8 seconds"
            ]
        );
    }
}
