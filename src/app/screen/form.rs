//! The form: state, policy and comment of a credential, and the value of a device password. Sends nothing; it ends in
//! the confirmation.

use std::sync::Arc;

use tui_input::{Input, InputRequest};

use crate::app::action::FormAction;
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect};
use crate::app::msg::Reply;
use crate::app::screen::confirm::Confirm;
use crate::app::screen::{Screen, Step};
use crate::app::secret_field;
use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::device_password::Rules;
use crate::domain::edit::Edit;
use crate::domain::id::PolicyId;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::Policy;
use crate::domain::user::User;
use crate::secret::{Secret, SecretInput};
use crate::text::one_line;

/// A field of the form, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What becomes of the password: kept, made, typed.
    Password,
    /// The typed password.
    Typed,
    /// The state.
    State,
    /// The policy.
    Policy,
    /// The comment on this modification.
    Comment,
}

/// What becomes of a device password's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordMode {
    /// It stays.
    Keep,
    /// credesk makes a new one that keeps the policy's rules.
    Make,
    /// The operator types a new one.
    Type,
}

/// The form.
#[derive(Debug)]
pub struct Form {
    user: User,
    credential: Credential,
    focus: Field,
    password: PasswordMode,
    typed: SecretInput,
    state: Option<CredentialState>,
    policy: Option<PolicyId>,
    comment: Input,
    complaints: Vec<String>,
    making: Option<CallId>,
}

impl Form {
    /// A form in which nothing is changed yet; with `new_password` credesk makes a new device password.
    pub fn new(user: User, credential: Credential, new_password: bool) -> Self {
        let password = if new_password { PasswordMode::Make } else { PasswordMode::Keep };
        let mut form = Self {
            user,
            credential,
            focus: Field::Password,
            password,
            typed: SecretInput::new(),
            state: None,
            policy: None,
            comment: Input::default(),
            complaints: Vec::new(),
            making: None,
        };
        form.focus = form.fields()[0];
        form
    }

    /// The fields that this credential has, in order.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        if self.credential.kind == CredentialKind::DevicePassword {
            fields.push(Field::Password);
            if self.password == PasswordMode::Type {
                fields.push(Field::Typed);
            }
        }
        fields.extend([Field::State, Field::Policy, Field::Comment]);
        fields
    }

    /// The field that takes the next key.
    pub fn focus(&self) -> Field {
        self.focus
    }

    /// The same with a comment typed already.
    #[must_use]
    pub fn with_comment(self, comment: &str) -> Self {
        Self { comment: Input::from(comment), focus: Field::Comment, ..self }
    }

    /// Whose credential.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The credential as it is now.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// What becomes of the password.
    pub fn password(&self) -> PasswordMode {
        self.password
    }

    /// How many characters of a password were typed.
    pub fn typed_count(&self) -> usize {
        self.typed.count()
    }

    /// The state to set; `None` keeps it.
    pub fn state(&self) -> Option<&CredentialState> {
        self.state.as_ref()
    }

    /// The policy to set; `None` keeps it.
    pub fn policy(&self) -> Option<&PolicyId> {
        self.policy.as_ref()
    }

    /// The comment.
    pub fn comment(&self) -> &Input {
        &self.comment
    }

    /// What is wrong, one sentence each.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// True where a password was typed.
    pub fn holds_secret(&self) -> bool {
        self.typed.count() > 0
    }

    /// A choice or a text field.
    pub fn context(&self) -> Context {
        match self.focus {
            Field::Typed | Field::Comment => Context::FormText,
            Field::Password | Field::State | Field::Policy => Context::FormChoice,
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: FormAction, desk: &mut Desk) -> Step {
        match action {
            FormAction::NextField => self.step_focus(1),
            FormAction::PreviousField => self.step_focus(-1),
            FormAction::NextChoice => self.step_choice(1, desk),
            FormAction::PreviousChoice => self.step_choice(-1, desk),
            FormAction::Review => return self.review(desk),
        }
        Step::Stay
    }

    fn step_focus(&mut self, by: isize) {
        self.focus = stepped(&self.fields(), &self.focus, by);
    }

    fn step_choice(&mut self, by: isize, desk: &Desk) {
        match self.focus {
            Field::Password => {
                let modes = [PasswordMode::Keep, PasswordMode::Make, PasswordMode::Type];
                self.password = stepped(&modes, &self.password, by);
                self.typed.clear();
            }
            Field::State => {
                let others = CredentialState::SETTABLE.into_iter().filter(|state| *state != self.credential.state);
                let states: Vec<_> = [None].into_iter().chain(others.map(Some)).collect();
                self.state = stepped(&states, &self.state, by);
            }
            Field::Policy => {
                let known = self.choices(desk).map(|policy| Some(policy.id.clone()));
                let policies: Vec<_> = [None].into_iter().chain(known).collect();
                self.policy = stepped(&policies, &self.policy, by);
            }
            Field::Typed | Field::Comment => {}
        }
    }

    /// The other policies that this credential could have.
    pub fn choices<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a Policy> {
        let others = |policy: &&Policy| Some(&policy.id) != self.credential.policy.as_ref();
        desk.policies_of(&self.user.at.client)
            .iter()
            .filter(|policy| policy.is_for(&self.credential.kind))
            .filter(others)
    }

    /// The rules of the policy that the password will be under.
    pub fn rules(&self, desk: &Desk) -> Rules {
        let policy = self.policy.as_ref().or(self.credential.policy.as_ref());
        desk.policy(&self.user.at.client, policy).map(Policy::password_rules).unwrap_or_default()
    }

    /// Edits the text field in focus.
    pub fn edit(&mut self, request: InputRequest, desk: &mut Desk) {
        match (self.focus, request) {
            (Field::Typed, request) => {
                if !secret_field::edit(&mut self.typed, request) {
                    desk.say("The password is as long as it can be.");
                }
            }
            (Field::Comment, request) => {
                let full = self.comment.value().chars().count() >= Edit::LONGEST_COMMENT;
                if full && matches!(request, InputRequest::InsertChar(_)) {
                    desk.say(format!(
                        "A comment has at most {} characters: the rest was left out.",
                        Edit::LONGEST_COMMENT
                    ));
                } else {
                    self.comment.handle(request);
                }
            }
            (Field::Password | Field::State | Field::Policy, _) => {}
        }
    }

    /// Pasted text goes into the comment only: a password that was pasted was somewhere else before.
    pub fn paste(&mut self, text: &str, desk: &mut Desk) {
        if self.focus != Field::Comment {
            desk.say("Nothing can be pasted into this field.");
            return;
        }
        for character in one_line(text) {
            self.edit(InputRequest::InsertChar(character), desk);
        }
    }

    fn review(&mut self, desk: &mut Desk) -> Step {
        self.complaints.clear();
        match self.password {
            PasswordMode::Keep => self.confirm(None, desk),
            PasswordMode::Make => {
                let id = desk.call_id();
                self.making = Some(id);
                desk.ask(Effect::Generate(id, self.rules(desk)));
                Step::Stay
            }
            PasswordMode::Type => {
                let password = self.typed.take();
                self.complaints = self.rules(desk).complaints(&password);
                if self.complaints.is_empty() {
                    self.confirm(Some(password), desk)
                } else {
                    self.focus = Field::Typed;
                    self.complaints.push("Type the password again.".into());
                    Step::Stay
                }
            }
        }
    }

    /// True where a new password is being made.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.making == Some(id)
    }

    /// Takes the password that was made.
    pub fn reply(&mut self, reply: Reply, desk: &mut Desk) -> Step {
        let Reply::Password(made) = reply else { return Step::Stay };
        self.making = None;
        if let Some(password) = made {
            return self.confirm(Some(password), desk);
        }
        self.complaints =
            vec!["The policy asks for more than any password can keep. Choose another policy, or type one.".into()];
        Step::Stay
    }

    fn confirm(&mut self, password: Option<Secret>, desk: &mut Desk) -> Step {
        let comment = self.comment.value().trim();
        let edit = Edit {
            state: self.state.clone(),
            policy: self.policy.clone(),
            comment: (!comment.is_empty()).then(|| comment.to_owned()),
            password: password.map(Arc::new),
        };
        if edit.is_empty() {
            self.complaints = vec!["Nothing is to be changed yet: choose a value with Left and Right.".into()];
            return Step::Stay;
        }
        let change = Change::Update(edit);
        let Ok(operation) = Operation::draft(self.user.clone(), self.credential.clone(), change) else {
            self.complaints = vec!["This credential has no external ID, so it cannot be named to the server.".into()];
            return Step::Stay;
        };
        Step::Push(Box::new(Screen::Confirm(Box::new(Confirm::open(operation, desk)))))
    }
}

/// The neighbour of `current` among `all`, going round.
fn stepped<T: Clone + PartialEq>(all: &[T], current: &T, by: isize) -> T {
    let at = all.iter().position(|one| one == current).unwrap_or(0);
    let next = at.checked_add_signed(by).map_or(all.len().saturating_sub(1), |next| next % all.len().max(1));
    all.get(next).cloned().unwrap_or_else(|| current.clone())
}
