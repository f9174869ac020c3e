//! The hand-off: the receipt, and the new value where there is one. Covered until asked for, wiped on leaving.

use std::sync::Arc;

use crate::app::action::HandoffAction;
use crate::app::desk::Desk;
use crate::app::screen::Step;
use crate::app::screen::settle::Told;
use crate::domain::id::LoginId;
use crate::domain::operation::Operation;
use crate::domain::record::{Event, OperationId};
use crate::secret::Secret;
use crate::text::SafeText;

/// Characters of one group. The spaces between groups are not part of the value.
pub const GROUP: usize = 4;

/// The hand-off screen.
#[derive(Debug)]
pub struct Handoff {
    operation: Option<OperationId>,
    title: String,
    name: SafeText,
    login_id: LoginId,
    receipt: Vec<String>,
    value: Option<Arc<Secret>>,
    sight: Sight,
    group: usize,
    certain: bool,
}

/// Whether the value can be read, and whether it ever could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// Covered, and nobody has seen it yet.
    Unseen,
    /// The same, and the operator was told that `d` would wipe it.
    Warned,
    /// On the screen.
    Shown,
    /// Covered again.
    Covered,
}

impl Sight {
    fn was_seen(self) -> bool {
        matches!(self, Self::Shown | Self::Covered)
    }
}

impl Handoff {
    /// The result of an operation, covered.
    pub fn new(operation: &Operation, receipt: Vec<String>, value: Option<Arc<Secret>>) -> Self {
        Self {
            operation: operation.id(),
            title: operation.title(),
            name: operation.user().name.clone(),
            login_id: operation.user().login_id.clone(),
            receipt,
            value,
            sight: Sight::Unseen,
            group: 0,
            certain: true,
        }
    }

    /// A change of which readings have told that it was carried out, or could not tell (`certain`), with the value that
    /// credesk itself had made for it.
    pub fn settled(told: &Told, lines: Vec<String>, value: Arc<Secret>, certain: bool) -> Self {
        let Told { id, title, name, login_id } = told.clone();
        Self {
            operation: certain.then_some(id), // what is not clear stays an open case
            title,
            name,
            login_id,
            receipt: lines,
            value: Some(value),
            sight: Sight::Unseen,
            group: 0,
            certain,
        }
    }

    /// Which operation, where its end is still to be told to the journal.
    pub fn operation(&self) -> Option<OperationId> {
        self.operation
    }

    /// False where nobody knows whether the change was carried out.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// What was done.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// For whom.
    pub fn name(&self) -> &SafeText {
        &self.name
    }

    /// For whom, by login ID.
    pub fn login_id(&self) -> &LoginId {
        &self.login_id
    }

    /// One sentence for each part of the new value.
    pub fn receipt(&self) -> &[String] {
        &self.receipt
    }

    /// The value, for the one screen that draws it.
    pub fn value(&self) -> Option<&Secret> {
        self.value.as_deref()
    }

    /// How many groups the value has.
    pub fn groups(&self) -> usize {
        self.value.as_ref().map_or(0, |value| value.count().div_ceil(GROUP))
    }

    /// The group that is being read out, counted from zero.
    pub fn group(&self) -> usize {
        self.group
    }

    /// True while the value is covered.
    pub fn is_covered(&self) -> bool {
        self.sight != Sight::Shown
    }

    /// True while the value can be read off the screen.
    pub fn shows_secret(&self) -> bool {
        self.value.is_some() && !self.is_covered()
    }

    /// Covers the value.
    pub fn cover(&mut self) {
        if self.sight == Sight::Shown {
            self.sight = Sight::Covered;
        }
    }

    /// Whether an action has a meaning: without a value there is nothing to uncover.
    pub fn offers(&self, action: HandoffAction) -> bool {
        match action {
            HandoffAction::Done => true,
            HandoffAction::Cover
            | HandoffAction::NextGroup
            | HandoffAction::PreviousGroup
            | HandoffAction::Alphabet
            | HandoffAction::ReadBack
            | HandoffAction::Print => self.value.is_some(),
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: HandoffAction, desk: &mut Desk) -> Step {
        match action {
            HandoffAction::Done => return self.done(desk),
            HandoffAction::Cover => {
                if self.value.is_none() {
                    desk.say("There is no value to uncover; see above who holds it.");
                } else if self.is_covered() {
                    if !self.sight.was_seen()
                        && let Some(id) = self.operation
                    {
                        desk.record(id, Event::Shown);
                    }
                    self.sight = Sight::Shown;
                } else {
                    self.cover();
                }
            }
            HandoffAction::NextGroup | HandoffAction::PreviousGroup if self.value.is_none() => {
                desk.say("There is no value to read out; see above who holds it.");
            }
            HandoffAction::NextGroup | HandoffAction::PreviousGroup if self.is_covered() => {
                desk.say("The value is covered: press v first.");
            }
            HandoffAction::NextGroup => self.group = (self.group + 1).min(self.groups().saturating_sub(1)),
            HandoffAction::PreviousGroup => self.group = self.group.saturating_sub(1),
            HandoffAction::Alphabet | HandoffAction::ReadBack | HandoffAction::Print => {}
        }
        Step::Stay
    }

    /// Esc: leaves, but never with a value that nobody has seen.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.value.is_none() || self.sight.was_seen() {
            self.tell(Event::Closed, desk);
            return Step::Back;
        }
        desk.say("Nobody has seen this value yet. v shows it; d wipes it for good.");
        Step::Stay
    }

    fn tell(&mut self, event: Event, desk: &mut Desk) {
        if let Some(id) = self.operation.take() {
            desk.record(id, event);
        }
    }

    /// `d`: wipes and closes. Asks once more for a value that nobody has seen; `d` may have been meant for a login ID.
    fn done(&mut self, desk: &mut Desk) -> Step {
        if self.value.is_none() || self.sight != Sight::Unseen {
            // A value that nobody has looked at was not handed over, whatever the key is called.
            let handed_over = self.value.is_none() || self.sight.was_seen();
            self.tell(if handed_over { Event::HandedOver } else { Event::Closed }, desk);
            return Step::Back;
        }
        self.sight = Sight::Warned;
        desk.say("Nobody has seen this value yet. v shows it; d once more wipes it for good.");
        Step::Stay
    }
}
