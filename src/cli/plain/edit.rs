//! What is to be changed of a credential: state, policy, comment, and the value of a device password. Sends nothing; it ends in
//! the confirmation.

use std::sync::Arc;

use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::dialogue::Question;
use crate::cli::plain::halt::{Halt, Heard};
use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::device_password::Rules;
use crate::domain::edit::Edit;
use crate::domain::operation::Change;
use crate::domain::policy::Policy;
use crate::runtime::entropy;
use crate::runtime::errand::Page;
use crate::secret::Secret;

const HELP: &str = "Type the number of what is to be changed, or 1 to go on. Nothing is sent from here.";
const PASSWORD_HELP: &str = "What you type is not shown. Capitals count. You are asked for it twice.";

/// What becomes of a device password's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Password {
    Keep,
    Make,
    Type,
}

/// What was chosen so far.
struct Draft {
    password: Password,
    edit: Edit,
}

/// What a line of the list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Password,
    State,
    Policy,
    Comment,
}

impl Desk<'_> {
    /// Asks what is to be changed, and has it confirmed. `new_password`: credesk makes a new device password, unless another
    /// way is chosen.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn edit(
        &mut self,
        page: &Page,
        credential: &Credential,
        new_password: bool,
        comment: Option<String>,
    ) -> Result<(), Halt> {
        let password = if new_password { Password::Make } else { Password::Keep };
        let mut draft = Draft { password, edit: Edit { comment, ..Edit::default() } };
        let mut fields = vec![Field::State, Field::Policy, Field::Comment];
        if credential.kind == CredentialKind::DevicePassword {
            fields.insert(0, Field::Password);
        }
        loop {
            let mut choices = vec!["Go on to the confirmation.".to_owned()];
            choices.extend(fields.iter().map(|field| draft.line(*field, page, credential)));
            let Some(chosen) = self.dialogue.choose("What is to be changed?", &choices, HELP).await? else {
                return Ok(());
            };
            match chosen.checked_sub(1).and_then(|place| fields.get(place)) {
                Some(Field::Password) => self.ask_password_mode(&mut draft).await?,
                Some(Field::State) => self.ask_state(&mut draft, credential).await?,
                Some(Field::Policy) => self.ask_policy(&mut draft, page, credential).await?,
                Some(Field::Comment) => {
                    if let Some(comment) = self.ask_comment().await? {
                        draft.edit.comment = Some(comment).filter(|text| !text.is_empty());
                    }
                }
                None => {
                    if let Some(edit) = self.edit_of(&draft, page, credential).await? {
                        return Box::pin(self.confirm(page, credential, Change::Update(edit))).await;
                    }
                }
            }
        }
    }

    async fn ask_password_mode(&mut self, draft: &mut Draft) -> Result<(), Halt> {
        let mut choices = vec!["It stays as it is.".to_owned(), "credesk makes a new one.".into()];
        if self.dialogue.can_hide() {
            choices.push("You type a new one; it does not appear.".into());
        } else {
            self.say(
                "This is no terminal: what you type cannot be kept from appearing, so credesk makes the password.",
            );
        }
        let modes = [Password::Keep, Password::Make, Password::Type];
        if let Some(chosen) = self.dialogue.choose("What becomes of the password?", &choices, HELP).await? {
            draft.password = modes.get(chosen).copied().unwrap_or(Password::Keep);
        }
        Ok(())
    }

    async fn ask_state(&mut self, draft: &mut Draft, credential: &Credential) -> Result<(), Halt> {
        let now = credential.state.as_str();
        let others = CredentialState::SETTABLE.into_iter().filter(|state| *state != credential.state);
        let states: Vec<_> = others.collect();
        let mut choices = vec![format!("It stays {now}.")];
        choices.extend(states.iter().map(|state| format!("{}.", state.as_str())));
        if let Some(chosen) = self.dialogue.choose("Which state?", &choices, "").await? {
            draft.edit.state = chosen.checked_sub(1).and_then(|place| states.get(place).cloned());
        }
        Ok(())
    }

    async fn ask_policy(&mut self, draft: &mut Draft, page: &Page, credential: &Credential) -> Result<(), Halt> {
        let fits = |one: &&Policy| one.is_for(&credential.kind) && Some(&one.id) != credential.policy.as_ref();
        let others: Vec<_> = page.policies.iter().filter(fits).collect();
        let mut choices = vec!["It stays as it is.".to_owned()];
        choices.extend(others.iter().map(|policy| format!("{}.", policy.name)));
        if others.is_empty() {
            self.say("There is no other policy for this kind of credential, or you may not read policies.");
        }
        if let Some(chosen) = self.dialogue.choose("Which policy?", &choices, "").await? {
            draft.edit.policy =
                chosen.checked_sub(1).and_then(|place| others.get(place)).map(|policy| policy.id.clone());
        }
        Ok(())
    }

    /// A comment; empty where none is wanted.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn ask_comment(&mut self) -> Heard<String> {
        let question = Question {
            lines: vec!["A comment on this change, for nevisIDM. Only Enter: no comment.".to_owned()],
            prompt: "Comment",
            help: "Colleagues read it beside the credential. Never type a password into it.",
            takes_nothing: true,
            ..Question::default()
        };
        let most = Edit::LONGEST_COMMENT;
        let read = |typed: &str| match typed.trim() {
            long if long.chars().count() > most => Err(format!("A comment has at most {most} characters.")),
            comment => Ok(comment.to_owned()),
        };
        self.dialogue.ask(&question, read).await
    }

    /// The edit as it is confirmed; none where something is missing, which is said.
    async fn edit_of(&mut self, draft: &Draft, page: &Page, credential: &Credential) -> Heard<Edit> {
        let id = draft.edit.policy.as_ref().or(credential.policy.as_ref());
        let rules = policy(&page.policies, id).map(Policy::password_rules).unwrap_or_default();
        let password = match draft.password {
            Password::Keep => None,
            Password::Make => {
                let made = entropy::password(&rules);
                if made.is_none() {
                    self.say(
                        "The policy asks for more than any password can keep. Choose another policy, or type one.",
                    );
                    return Ok(None);
                }
                made
            }
            Password::Type => match self.ask_password(&rules).await? {
                Some(password) => Some(password),
                None => return Ok(None),
            },
        };
        let edit = Edit { password: password.map(Arc::new), ..draft.edit.clone() };
        if edit.is_empty() {
            self.say("Nothing is to be changed yet.");
            return Ok(None);
        }
        Ok(Some(edit))
    }

    /// A new password, typed twice.
    async fn ask_password(&mut self, rules: &Rules) -> Heard<Secret> {
        self.say(rules.sentence());
        let question = |line: &str| Question {
            lines: vec![line.to_owned()],
            prompt: "Password",
            help: PASSWORD_HELP,
            ..Question::default()
        };
        loop {
            let first = question("Type the new password. It does not appear.");
            let Some(first) = self.dialogue.password(&first).await? else { return Ok(None) };
            let complaints = rules.complaints(&first);
            if !complaints.is_empty() {
                self.tell_all(&complaints);
                continue;
            }
            let Some(second) = self.dialogue.password(&question("Type it once more.")).await? else { return Ok(None) };
            if first == second {
                return Ok(Some(first));
            }
            self.say("The two differ. Type both again.");
        }
    }
}

impl Draft {
    /// What a line of the list says: how it is, and what becomes of it.
    fn line(&self, field: Field, page: &Page, credential: &Credential) -> String {
        let named = |id| policy(&page.policies, Some(id)).map_or_else(|| format!("{id}"), |one| one.name.to_string());
        match field {
            Field::Password => match self.password {
                Password::Keep => "Password: stays as it is.".into(),
                Password::Make => "Password: credesk makes a new one.".into(),
                Password::Type => "Password: you type a new one when you go on.".into(),
            },
            Field::State => {
                let now = credential.state.as_str();
                let kept = || format!("State: {now}, stays.");
                self.edit.state.as_ref().map_or_else(kept, |new| format!("State: from {now} to {}.", new.as_str()))
            }
            Field::Policy => {
                let now = credential.policy.as_ref().map_or_else(|| "none".into(), named);
                let kept = format!("Policy: {now}, stays.");
                self.edit.policy.as_ref().map_or(kept, |new| format!("Policy: from {now} to {}.", named(new)))
            }
            Field::Comment => match &self.edit.comment {
                Some(comment) => format!("Comment: {}", crate::text::SafeText::new(comment)),
                None => "Comment: none.".into(),
            },
        }
    }
}
