//! Confirming a change: who, what, what stops working. Armed by typing the login ID, and by nothing else.
//!
//! When it opens it reads user and credential once more, so that what is confirmed is what the server has now. A refused
//! write comes back here; one whose outcome is unknown ends here.

use std::sync::Arc;
use std::time::Duration;

use tui_input::{Input, InputRequest};

use crate::app::action::ConfirmAction;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Read};
use crate::app::held::{NewSecret, Subject};
use crate::app::msg::Reply;
use crate::app::outcome::result_of;
use crate::app::remote::Remote;
use crate::app::screen::settle::Settle;
use crate::app::screen::{Screen, Step};
use crate::domain::credential::CredentialKind;
use crate::domain::edit::{Difference, Edit, changes_between};
use crate::domain::evidence::Evidence;
use crate::domain::fault::Fault;
use crate::domain::hand_over::Reveal;
use crate::domain::life::Stage;
use crate::domain::operation::{Change, NotConfirmed, Operation};
use crate::domain::problem::Problem;
use crate::domain::user::User;
use crate::domain::words::short_name;
use crate::domain::write::WriteAnswer;
use crate::text::{SafeText, one_line};

/// The confirmation.
#[derive(Debug)]
pub struct Confirm {
    operation: Operation,
    word: Input,
    comment: Input,
    in_comment: bool,
    seen: Seen,
    user: Remote<User>,
    evidence: Remote<Evidence>,
    takes_comment: bool,
    changed: Vec<Difference>,
    obstacle: Option<String>,
    said: Option<String>,
    call: Option<CallId>,
    sent: bool,
}

/// What the operator can have seen so far. Only what was on the screen counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Not all of the dialog.
    Nothing,
    /// The dialog, but not what was typed last: a paste that the terminal does not mark brings word and Enter at once.
    Dialog,
    /// The dialog, and the word as it stands.
    Word,
}

impl Confirm {
    /// Opens the confirmation of a draft and reads the newest state.
    pub fn open(operation: Operation, desk: &mut Desk) -> Self {
        let takes_comment = match operation.change() {
            Change::Replace { .. } => true,
            Change::Reset => desk.site.comment_after_reset,
            Change::Update(_) => false, // the form has asked for it
        };
        let mut screen = Self {
            operation,
            takes_comment,
            word: Input::default(),
            comment: Input::default(),
            in_comment: false,
            seen: Seen::Nothing,
            user: Remote::Idle,
            evidence: Remote::Idle,
            changed: Vec::new(),
            obstacle: None,
            said: None,
            call: None,
            sent: false,
        };
        screen.read(desk);
        screen
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The field for the login ID.
    pub fn word(&self) -> &Input {
        &self.word
    }

    /// The field for the comment, where the operation has one.
    pub fn comment(&self) -> Option<&Input> {
        self.takes_comment.then_some(&self.comment)
    }

    /// True while the comment takes the keys.
    pub fn in_comment(&self) -> bool {
        self.in_comment
    }

    /// What changed between the reading before and the newest one.
    pub fn changed(&self) -> &[Difference] {
        &self.changed
    }

    /// What was said about the last Enter.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// Why this cannot be confirmed at all.
    pub fn obstacle(&self) -> Option<&str> {
        self.obstacle.as_deref()
    }

    /// True while the newest state is being read.
    pub fn is_reading(&self) -> bool {
        self.user.is_loading() || self.evidence.is_loading()
    }

    /// What the reading of the newest state met.
    pub fn reading_problem(&self) -> Option<&Problem> {
        match (&self.user, &self.evidence) {
            (Remote::Failed(problem), _) | (_, Remote::Failed(problem)) => Some(problem),
            (
                Remote::Idle | Remote::Loading(_) | Remote::Ready(_),
                Remote::Idle | Remote::Loading(_) | Remote::Ready(_),
            ) => None,
        }
    }

    /// Whether an action has a meaning now.
    pub fn offers(&self, action: ConfirmAction) -> bool {
        match action {
            ConfirmAction::SwitchField => self.comment().is_some() && self.operation.is_draft(),
            ConfirmAction::Send | ConfirmAction::Reload => self.operation.is_draft(),
        }
    }

    /// Its part of the breadcrumb.
    pub fn crumb(&self) -> SafeText {
        short_name(self.operation.credential())
    }

    /// True where a new password waits to be sent.
    pub fn holds_secret(&self) -> bool {
        matches!(self.operation.change(), Change::Update(Edit { password: Some(_), .. }))
    }

    /// True where a request went out: what the user screen shows may be old.
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    /// It is on the screen now, all of it or not; keys count while all of it is.
    pub fn was_drawn(&mut self, whole: bool) {
        self.seen = if whole { Seen::Word } else { Seen::Nothing };
    }

    /// Forgets the typed login ID: whoever comes back confirms anew.
    pub fn disarm(&mut self) {
        self.word.reset();
        self.seen = Seen::Nothing;
    }

    fn read(&mut self, desk: &mut Desk) {
        let at = self.operation.user().at.clone();
        let credential = self.operation.credential();
        let (kind, id) = (credential.kind.clone(), credential.id.clone());
        desk.read_into(&mut self.user, Read::User(at.clone()));
        desk.read_into(&mut self.evidence, Read::Evidence { at, kind, id });
        self.obstacle = None;
    }

    /// Forgets what is being read. A write is never forgotten.
    pub fn leave(&mut self, desk: &mut Desk) {
        desk.cancel(&self.user);
        desk.cancel(&self.evidence);
    }

    /// Esc: cancels, unless the request is on its way.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.operation.is_sending() {
            desk.say("The request is on its way and cannot be called back. The answer is shown here.");
            return Step::Stay;
        }
        Step::Back
    }

    /// Edits the field in focus.
    pub fn edit(&mut self, request: InputRequest) {
        // What is not drawn is not typed into: without the newest state there is no field.
        if self.seen != Seen::Nothing && self.operation.is_draft() && self.reading_problem().is_none() {
            self.seen = Seen::Dialog;
            let field = if self.in_comment { &mut self.comment } else { &mut self.word };
            let full = field.value().chars().count() >= Edit::LONGEST_COMMENT;
            if !(full && matches!(request, InputRequest::InsertChar(_))) {
                field.handle(request);
            }
            self.said = None;
        }
    }

    /// A login ID must be typed; only a comment may be pasted.
    pub fn paste(&mut self, text: &str, desk: &mut Desk) {
        if self.in_comment {
            for character in one_line(text) {
                self.edit(InputRequest::InsertChar(character));
            }
            if self.comment.value().chars().count() >= Edit::LONGEST_COMMENT {
                desk.say(format!("A comment has at most {} characters: the rest was left out.", Edit::LONGEST_COMMENT));
            }
        } else {
            desk.say("Pasting does not confirm: type the login ID.");
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: ConfirmAction, desk: &mut Desk) -> Step {
        match action {
            ConfirmAction::Send => return self.send(desk),
            ConfirmAction::SwitchField => self.in_comment = self.comment().is_some() && !self.in_comment,
            ConfirmAction::Reload if self.operation.is_draft() => self.read(desk),
            ConfirmAction::Reload => {}
        }
        Step::Stay
    }

    fn send(&mut self, desk: &mut Desk) -> Step {
        if self.in_comment {
            self.in_comment = false; // Enter ends the comment; it is not meant for the server
            return Step::Stay;
        }
        if self.seen == Seen::Nothing {
            return Step::Stay;
        }
        if self.operation.is_draft() {
            if let Some(why) = self.not_ready() {
                self.said = Some(why.into());
                return Step::Stay;
            }
            if self.needs_sign_in(desk) && self.operation.user().is_confirmed_by(self.word.value()) {
                self.said = None;
                return Step::SignIn;
            }
        }
        self.operation.set_comment(self.comment.value());
        if let Some(why) = desk.lock_on(&self.operation.user().at, self.operation.credential()) {
            self.said = Some(format!("Nothing was sent: {why}."));
            return Step::Stay;
        }
        let terms = desk.terms();
        match self.operation.confirm(self.word.value(), &terms) {
            Ok(order) => {
                self.call = Some(desk.order(order));
                self.sent = true;
                self.said = None;
            }
            Err(NotConfirmed::Sending) => desk.say(NotConfirmed::Sending.sentence()),
            Err(why) => self.said = Some(why.sentence().into()),
        }
        Step::Stay
    }

    fn not_ready(&self) -> Option<&'static str> {
        if self.seen == Seen::Dialog {
            Some("Nothing was sent: that came in one burst, like a paste. Enter again.")
        } else if self.obstacle.is_some() {
            Some("Nothing was sent.")
        } else if self.reading_problem().is_some() {
            Some("Nothing was sent: the newest state is not known. F5 reads again.")
        } else if self.is_reading() {
            Some("Nothing was sent: still reading. Enter again in a moment.")
        } else {
            None
        }
    }

    fn needs_sign_in(&self, desk: &Desk) -> bool {
        let kind = &self.operation.credential().kind;
        let protected = matches!(kind, CredentialKind::TempStrongPassword | CredentialKind::OtpCard);
        desk.site.self_admin && protected && !desk.signed_in
    }

    /// True where this is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.call == Some(id) || self.user.waits_for(id) || self.evidence.waits_for(id)
    }

    /// Takes the newest state, or what became of the write.
    pub fn reply(&mut self, reply: Reply, desk: &mut Desk) -> Step {
        match reply {
            Reply::User(result) => self.take_user(result),
            Reply::Evidence(result) => self.take_evidence(result),
            Reply::Recorded(at) => self.operation.recorded(at),
            Reply::Written(answer, after) => return self.written(answer, after, desk),
            Reply::Caller(_)
            | Reply::Rights(_)
            | Reply::Clients(_)
            | Reply::Hits(_)
            | Reply::Credentials(_)
            | Reply::Policies(_)
            | Reply::Card(_)
            | Reply::Cases(_)
            | Reply::Audit(_)
            | Reply::Printers(..)
            | Reply::Printed(_)
            | Reply::Clipped(_)
            | Reply::SignedIn(_)
            | Reply::Unlocked(_)
            | Reply::Watchers(_)
            | Reply::Password(_) => {}
        }
        Step::Stay
    }

    fn take_user(&mut self, result: Result<User, Problem>) {
        self.user.settle(result);
        if let Some(newest) = self.user.ready() {
            let frozen = self.operation.user();
            if newest.login_id != frozen.login_id || newest.name != frozen.name {
                self.obstacle = Some(format!(
                    "This user is now called {} ({}). Go back and make sure that it is still the right person.",
                    newest.name,
                    newest.login_id.shown()
                ));
            }
        }
    }

    fn take_evidence(&mut self, result: Result<Evidence, Problem>) {
        self.evidence.settle(result);
        let Some(reading) = self.evidence.ready().cloned() else { return };
        let before = self.operation.credential().clone();
        match &reading.credential {
            Some(newest) => {
                let changed = changes_between(&before, newest);
                if self.operation.read(reading) && !changed.is_empty() {
                    self.changed = changed;
                    self.word = Input::default();
                }
            }
            None => self.obstacle = Some("This credential is not there any more. Go back and look again.".into()),
        }
    }

    fn written(&mut self, answer: WriteAnswer, after: Duration, desk: &mut Desk) -> Step {
        self.call = None;
        self.word = Input::default();
        self.changed.clear();
        let signed_out = matches!(&answer, WriteAnswer::Refused(Fault::SignedOut, _));
        if let Some(done) = self.operation.answered(answer) {
            return Step::Finish(Box::new(result_of(&self.operation, done, desk)));
        }
        if let Some(id) = self.operation.id() {
            desk.done_with(id);
        }
        if self.operation.stage() == Stage::Unknown
            && let Some(sent) = self.operation.sent()
        {
            // A new device password was made or typed here, and may be the valid one now: it is not thrown away.
            if let Change::Update(Edit { password: Some(password), .. }) = self.operation.change() {
                let new = NewSecret { value: Arc::clone(password), first_part: false, made: Some(sent.at) };
                if desk.site.hand_over.reveal != Reveal::Never {
                    desk.hold(sent.id, Subject::of(&self.operation), new);
                }
            }
            let screen = Settle::of_operation(&self.operation, sent.id);
            desk.settle(sent, after);
            return Step::Finish(Box::new(Screen::Settle(Box::new(screen))));
        }
        desk.signed_in &= !signed_out;
        if self.operation.is_draft() {
            self.read(desk); // whatever is confirmed next is confirmed on a reading of its own
        }
        Step::Stay
    }
}
