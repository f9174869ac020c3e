//! The hand-off: the receipt, and the new value where there is one. Covered until asked for, wiped on leaving.

use std::sync::Arc;

use tui_input::InputRequest;

use crate::app::action::HandoffAction;
use crate::app::context::Context;
use crate::app::curtain::Curtain;
use crate::app::desk::Desk;
use crate::app::effect::TimerId;
use crate::app::held::{NewSecret, Subject};
use crate::app::read_back::ReadBack;
use crate::app::screen::Step;
use crate::app::screen::print::{About, PrintScreen};
use crate::domain::hand_over::{HandOver, Reveal};
use crate::domain::id::LoginId;
use crate::domain::record::{Event, OperationId};
use crate::domain::sheet::{Addressee, Sheet, SlipSheet};
use crate::domain::spelling::{Alphabet, first_for};
use crate::secret::Secret;
use crate::text::SafeText;

/// Characters of one group. The spaces between groups are not part of the value.
pub const GROUP: usize = 4;

/// The hand-off screen.
#[derive(Debug)]
pub struct Handoff {
    operation: Option<OperationId>,
    subject: Subject,
    receipt: Vec<String>,
    value: Option<NewSecret>,
    curtain: Curtain,
    /// The operator was told that `d` would wipe a value that nobody has seen.
    warned: bool,
    group: usize,
    alphabet: usize,
    read_back: Option<ReadBack>,
    certain: bool,
}

impl Handoff {
    /// The result of an operation, covered. A profile that never lets a value out has it wiped here.
    pub fn new(
        operation: Option<OperationId>,
        subject: Subject,
        receipt: Vec<String>,
        value: Option<NewSecret>,
        desk: &Desk,
    ) -> Self {
        Self {
            operation,
            alphabet: first_for(&desk.site.alphabets, &subject.user.language),
            subject,
            receipt,
            value: value.filter(|_| desk.site.hand_over.reveal != Reveal::Never),
            curtain: Curtain::default(),
            warned: false,
            group: 0,
            read_back: None,
            certain: true,
        }
    }

    /// The value of a change of which nobody knows whether it was carried out: it stays an open case, and what is held may
    /// not be the valid value.
    #[must_use]
    pub fn uncertain(self) -> Self {
        Self { operation: None, certain: false, ..self }
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
        &self.subject.title
    }

    /// For whom.
    pub fn name(&self) -> &SafeText {
        &self.subject.user.name
    }

    /// For whom, by login ID.
    pub fn login_id(&self) -> &LoginId {
        &self.subject.user.login_id
    }

    /// One sentence for each part of the new value.
    pub fn receipt(&self) -> &[String] {
        &self.receipt
    }

    /// The value, for the one screen that draws it.
    pub fn value(&self) -> Option<&Secret> {
        self.value.as_ref().map(|new| &*new.value)
    }

    /// How many groups the value has.
    pub fn groups(&self) -> usize {
        self.value().map_or(0, |value| value.count().div_ceil(GROUP))
    }

    /// The group that is being read out, counted from zero.
    pub fn group(&self) -> usize {
        self.group
    }

    /// The alphabet in which it is spelt; none where there is none at all.
    pub fn alphabet<'a>(&self, desk: &'a Desk) -> Option<&'a Arc<Alphabet>> {
        desk.site.alphabets.get(self.alphabet)
    }

    /// The read-back check, while it goes on.
    pub fn read_back(&self) -> Option<&ReadBack> {
        self.read_back.as_ref()
    }

    /// Which part of the screen takes the next key.
    pub fn context(&self) -> Context {
        if self.read_back.is_some() { Context::ReadBack } else { Context::Handoff }
    }

    /// What lies over the value.
    pub fn curtain(&self) -> &Curtain {
        &self.curtain
    }

    /// True while the value can be read off the screen.
    pub fn shows_secret(&self) -> bool {
        self.value.is_some() && !self.curtain.is_closed()
    }

    /// Covers the value.
    pub fn cover(&mut self) {
        self.curtain.close();
    }

    /// A timer ran out.
    pub fn timer(&mut self, id: TimerId, desk: &mut Desk) {
        self.curtain.second(id, desk);
    }

    /// Whether an action has a meaning: without a value there is nothing to uncover.
    pub fn offers(&self, action: HandoffAction, rules: &HandOver) -> bool {
        match action {
            HandoffAction::Done => true,
            HandoffAction::Cover
            | HandoffAction::NextGroup
            | HandoffAction::PreviousGroup
            | HandoffAction::Alphabet
            | HandoffAction::ReadBack
            | HandoffAction::Check => self.value.is_some() && rules.on_screen(),
            HandoffAction::Clipboard => self.value.is_some() && rules.no_clipboard().is_none(),
            HandoffAction::Print => self.value.is_some() && rules.prints_slips() && self.certain,
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: HandoffAction, desk: &mut Desk) -> Step {
        self.curtain.stir(desk);
        match action {
            HandoffAction::Done => return self.done(desk),
            _ if self.value.is_none() => desk.say("There is no value here; see above who holds it."),
            HandoffAction::Print => return self.print(desk),
            HandoffAction::Clipboard => self.clip(desk),
            _ if !desk.site.hand_over.on_screen() => {
                desk.say("This profile never draws a value (reveal = \"print\"): p prints it.");
            }
            HandoffAction::Cover if self.curtain.is_closed() => self.curtain.open(desk),
            HandoffAction::Cover => self.cover(),
            HandoffAction::ReadBack => {
                self.cover();
                self.read_back = Some(ReadBack::default());
            }
            HandoffAction::Check => self.check(desk),
            HandoffAction::NextGroup | HandoffAction::PreviousGroup | HandoffAction::Alphabet
                if self.curtain.is_closed() =>
            {
                desk.say("The value is covered: press v first.");
            }
            HandoffAction::NextGroup => self.group = (self.group + 1).min(self.groups().saturating_sub(1)),
            HandoffAction::PreviousGroup => self.group = self.group.saturating_sub(1),
            HandoffAction::Alphabet => self.alphabet = (self.alphabet + 1) % desk.site.alphabets.len().max(1),
        }
        Step::Stay
    }

    /// A frame was drawn, with all that there is to show or not.
    pub fn was_drawn(&mut self, whole: bool, desk: &mut Desk) {
        self.curtain.drawn(whole, self.operation, desk);
    }

    /// The value has left: on a slip, or to a clipboard.
    pub fn was_let_out(&mut self, desk: &mut Desk) {
        self.curtain.see(self.operation, desk);
    }

    fn clip(&mut self, desk: &mut Desk) {
        if let Some(why) = desk.site.hand_over.no_clipboard() {
            desk.say(why);
        } else if let Some(new) = &self.value {
            desk.clip(Arc::clone(&new.value));
        }
    }

    fn print(&mut self, desk: &mut Desk) -> Step {
        if !self.certain {
            desk.say("Not printed: nobody knows yet whether this value is the valid one.");
            return Step::Stay;
        }
        if !desk.site.hand_over.prints_slips() {
            desk.say("This profile prints no slips (slip = false).");
            return Step::Stay;
        }
        // In the user's language, whichever one is read out in.
        let alphabets = &desk.site.alphabets;
        let alphabet = alphabets.get(first_for(alphabets, &self.subject.user.language)).cloned();
        let Some((new, alphabet)) = self.value.as_ref().zip(alphabet) else { return Step::Stay };
        let sheet = Sheet::Slip(Box::new(SlipSheet {
            to: Addressee::of(&self.subject.user),
            kind: self.subject.kind.clone(),
            issued: new.made.map(|made| desk.site.time_zone.to_datetime(made).date()),
            first_part: new.first_part,
            value: Arc::clone(&new.value),
            alphabet,
        }));
        let about = About {
            at: self.subject.user.at.clone(),
            kind: self.subject.kind.clone(),
            credential: self.subject.credential.clone(),
            operation: self.operation,
        };
        self.cover();
        PrintScreen::open(sheet, about, desk)
    }

    /// A key in the read-back check.
    pub fn edit(&mut self, request: InputRequest) {
        if let (Some(check), Some(new)) = (&mut self.read_back, &self.value) {
            check.edit(request, &new.value);
        }
    }

    /// Enter in the read-back check: ends it where all is right.
    fn check(&mut self, desk: &mut Desk) {
        let total = self.value().map_or(0, Secret::count);
        match self.read_back.as_ref().map(|check| (check.differs_at(), check.count())) {
            Some((Some(place), _)) => {
                desk.say(format!("Character {} differs: have group {} said again.", place + 1, place / GROUP + 1));
            }
            Some((None, count)) if count < total => {
                desk.say(format!("{count} of {total} characters so far, all of them right."));
            }
            Some((None, _)) => {
                self.read_back = None;
                desk.say(format!("Read back: all {total} characters are right."));
            }
            None => {}
        }
    }

    /// Esc: ends the read-back check, or leaves; but never with a value that nobody has seen.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.read_back.take().is_some() {
            return Step::Stay;
        }
        if self.value.is_none() || self.curtain.was_seen() {
            self.tell(Event::Closed, desk);
            return Step::Back;
        }
        desk.say(format!("Nobody has seen this value yet. {}; d wipes it for good.", Self::way_out(desk)));
        Step::Stay
    }

    /// The key that lets a value out, where it was not seen.
    fn way_out(desk: &Desk) -> &'static str {
        if desk.site.hand_over.on_screen() { "v shows it" } else { "p prints it" }
    }

    fn tell(&mut self, event: Event, desk: &mut Desk) {
        if let Some(id) = self.operation.take() {
            desk.record(id, event);
        }
    }

    /// `d`: wipes and closes. Asks once more for a value that nobody has seen; `d` may have been meant for a login ID.
    fn done(&mut self, desk: &mut Desk) -> Step {
        let handed_over = self.value.is_some() && self.curtain.was_seen();
        if handed_over || self.value.is_none() || self.warned {
            // A value that was not here, or that nobody has looked at, was not handed over, whatever the key is called.
            self.tell(if handed_over { Event::HandedOver } else { Event::Closed }, desk);
            return Step::Back;
        }
        self.warned = true;
        desk.say(format!("Nobody has seen this value yet. {}; d once more wipes it for good.", Self::way_out(desk)));
        Step::Stay
    }
}
