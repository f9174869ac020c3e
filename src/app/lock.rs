//! The lock: over everything, and nothing of a user on it. Comes when nobody has pressed a key for a while, when the process
//! is stopped, and when asked for; goes when whoever sits there has been recognised.
//!
//! What goes on below goes on: answers arrive, cases are settled. Values that nobody acknowledges do not stay for ever.

use tui_input::InputRequest;

use crate::app::App;
use crate::app::action::{Action, Global};
use crate::app::effect::{CallId, Effect, Proof};
use crate::app::modal::Modal;
use crate::app::msg::Msg;
use crate::app::screen::Screen;
use crate::app::secret_field;
use crate::domain::idle::Rest;
use crate::domain::problem::{Problem, Took};
use crate::secret::SecretInput;

/// How somebody is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlock {
    /// The profile's `token_command` is run once more, and its token must be that of the same person.
    Command,
    /// The operator's password is asked for, and checked by the server.
    Password,
}

/// Why it is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nobody has pressed a key.
    Idle,
    /// The process was stopped.
    Stopped,
    /// The operator asked for it.
    Asked,
}

impl Why {
    /// In words, for the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idle => "nobody has pressed a key",
            Self::Stopped => "the process was stopped",
            Self::Asked => "the operator asked for it",
        }
    }
}

/// The lock.
#[derive(Debug)]
pub struct Lock {
    why: Why,
    field: SecretInput,
    call: Option<CallId>,
    problem: Option<Problem>,
    /// One sentence above the footer. That of the desk may name a user.
    said: Option<String>,
    /// Values that are held here have had their time.
    wipes: bool,
}

impl Lock {
    fn new(why: Why) -> Self {
        Self { why, field: SecretInput::default(), call: None, problem: None, said: None, wipes: false }
    }

    /// Why it is there.
    pub fn why(&self) -> Why {
        self.why
    }

    /// How many characters of a password were typed.
    pub fn count(&self) -> usize {
        self.field.count()
    }

    /// True while it is being checked who sits there.
    pub fn is_checking(&self) -> bool {
        self.call.is_some()
    }

    /// What the last try met.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What was said last.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// Whether a key has a meaning now: Esc forgets what was typed, and stops the check.
    pub fn offers(&self, action: Action) -> bool {
        action != Action::Global(Global::Back) || self.is_checking() || self.count() > 0
    }

    fn edit(&mut self, request: InputRequest) {
        if self.call.is_some() {
            return;
        }
        self.problem = None;
        // No password is as long as a full field; the server will say that it is wrong.
        let _taken = secret_field::edit(&mut self.field, request);
    }
}

impl App {
    /// The lock, where there is one: then nothing else is drawn, and nothing else takes a key.
    pub fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// Nobody has pressed a key for so long.
    pub(super) fn rest(&mut self, rest: Rest) {
        match rest {
            Rest::Cover => {
                if self.shows_secret() {
                    self.stack.iter_mut().for_each(Screen::cover);
                    self.desk.say("Covered: nobody has pressed a key for a while. v shows it again.");
                }
            }
            Rest::Lock => self.lock_up(Why::Idle),
            Rest::Wipe => {
                self.lock_up(Why::Idle);
                if let Some(lock) = &mut self.lock {
                    lock.wipes = true;
                }
            }
            Rest::End => self.shut_down(),
        }
    }

    /// Locks. What was typed into a field that confirms or signs in is forgotten, and so is the proof that a self-admin has
    /// given: all of it was for whoever sat here before.
    pub(super) fn lock_up(&mut self, why: Why) {
        if self.lock.is_some() {
            return;
        }
        for screen in &mut self.stack {
            screen.cover();
            screen.disarm();
        }
        if let Some(Modal::SignIn(sign_in)) = &self.modal
            && let Some(call) = sign_in.call
        {
            self.desk.ask(Effect::Cancel(call));
        }
        // A message has to be read all the same.
        self.modal = self.modal.take().filter(|modal| matches!(modal, Modal::Message(_)));
        self.desk.note = None;
        self.desk.signed_in = false;
        self.desk.ask(Effect::ForgetXToken);
        self.desk.empty_clipboard();
        self.desk.need_caller();
        self.warned_to_quit = false;
        self.lock = Some(Lock::new(why));
    }

    /// What the lock takes for itself; gives back what is for others.
    pub(super) fn locked(&mut self, msg: Msg) -> Option<Msg> {
        let Some(lock) = &mut self.lock else { return Some(msg) };
        match msg {
            Msg::Edit(request) => {
                (lock.said, self.warned_to_quit) = (None, false);
                if self.desk.site.unlock == Unlock::Password {
                    lock.edit(request);
                }
            }
            Msg::Paste(_) => lock.said = Some("Nothing can be pasted here.".into()),
            Msg::Action(action) => {
                lock.said = None;
                self.act_locked(action);
                self.warned_to_quit &= action == Action::Global(Global::Interrupt);
            }
            Msg::Drawn(_) => {}
            Msg::Reply(..)
            | Msg::Trouble(_)
            | Msg::Timer(_)
            | Msg::Rest(_)
            | Msg::Stop
            | Msg::Resize(..)
            | Msg::Shutdown => return Some(msg),
        }
        None
    }

    fn act_locked(&mut self, action: Action) {
        match action {
            Action::Accept => self.unlock(),
            Action::Global(Global::Redraw) => self.desk.ask(Effect::Redraw),
            Action::Global(Global::Back) => self.stop_unlocking(),
            Action::Global(Global::Interrupt) => match (self.reason_not_to_quit(), &mut self.lock) {
                (Some(reason), Some(lock)) => lock.said = Some(reason),
                _ => self.desk.ask(Effect::Quit),
            },
            Action::Global(Global::Help | Global::Palette | Global::Cases | Global::Lock | Global::Quit)
            | Action::Move(_)
            | Action::Lookup(_)
            | Action::User(_)
            | Action::Form(_)
            | Action::Confirm(_)
            | Action::Handoff(_)
            | Action::Card(_)
            | Action::Print(_)
            | Action::Settle(_)
            | Action::Cases(_)
            | Action::Audit(_)
            | Action::Filter(_) => {}
        }
    }

    /// Esc: forgets what was typed, and does not wait for the answer any longer.
    fn stop_unlocking(&mut self) {
        let Some(lock) = &mut self.lock else { return };
        lock.field.clear();
        lock.problem = None;
        if let Some(call) = lock.call.take() {
            self.desk.ask(Effect::Cancel(call));
        }
    }

    /// Enter: asks who sits there.
    fn unlock(&mut self) {
        let Some(lock) = &mut self.lock else { return };
        let caller = self.desk.caller.ready().map(|caller| caller.login_id.clone());
        let proof = match (self.desk.site.unlock, caller) {
            _ if lock.call.is_some() => return,
            (Unlock::Command, expected) => Proof::Token(expected),
            (Unlock::Password, _) if lock.field.count() == 0 => return,
            (Unlock::Password, Some(login_id)) => Proof::Password(login_id, lock.field.take()),
            (Unlock::Password, None) => {
                let what = "Who is signed in could not be read, so there is no login ID to check the password of.";
                let next = "Try again in a moment: it is being read. Ctrl-C quits.";
                lock.problem = Some(Problem::new(what, Took::NothingAsked, next));
                self.desk.need_caller();
                return;
            }
        };
        let id = self.desk.call_id();
        (lock.call, lock.problem) = (Some(id), None);
        self.desk.ask(Effect::Unlock(id, proof));
    }

    /// Somebody was recognised, or was not.
    pub(super) fn unlocked(&mut self, id: CallId, result: Result<(), Problem>) {
        let Some(lock) = self.lock.as_mut().filter(|lock| lock.call == Some(id)) else { return };
        lock.call = None;
        match result {
            Ok(()) => {
                // The check of a self-admin's password is the sign-in itself.
                self.desk.signed_in = self.desk.site.self_admin && self.desk.site.unlock == Unlock::Password;
                self.lock = None;
                // What was noted meanwhile has not been read yet.
                if self.desk.note.is_none() {
                    self.desk.say("Unlocked.");
                }
            }
            Err(problem) => lock.problem = Some(problem),
        }
    }

    /// Wipes what has been held for too long: leaves every screen down to the last one with a value on it. The journal is
    /// told nothing, as after a crash: the operation stays an open case, "the value was not handed over". What is on its way
    /// to the server or to a printer is waited for first.
    pub(super) fn wipe_what_had_its_time(&mut self) {
        let due = self.lock.as_ref().is_some_and(|lock| lock.wipes);
        if due {
            self.desk.recents.wipe();
        }
        let busy = self.stack.iter().any(|screen| screen.is_sending() || screen.is_printing());
        let held = self.stack.iter().any(Screen::holds_secret) || self.desk.holds_values();
        if !due || busy || !held {
            return;
        }
        while self.stack.iter().any(Screen::holds_secret) {
            if let Some(id) = self.stack.last().and_then(Screen::result_of) {
                self.desk.done_with(id);
            }
            self.leave();
        }
        self.desk.wipe_held();
        self.desk.list_cases();
        let wiped = Problem::new(
            "What was held here was wiped, because nobody pressed a key for too long.",
            Took::NothingAsked,
            "A card can be read again. A value that nobody has written down is gone: see the open cases (Ctrl-O), and reset \
             it again if the user has not got it.",
        );
        // A message that nobody has read yet stays: it may be about a line that is missing in the journal.
        if self.modal.is_none() {
            self.modal = Some(Modal::Message(wiped));
        } else {
            self.desk.announce(wiped.sentences());
        }
    }
}
