//! The confirmation: who, what, what stops working, what to be careful about; the login ID typed, and nothing else, sends it.

use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::dialogue::Question;
use crate::cli::plain::halt::Halt;
use crate::cli::told::objected;
use crate::domain::caution::cautions;
use crate::domain::credential::Credential;
use crate::domain::edit::Difference;
use crate::domain::operation::{Change, NotConfirmed, Operation};
use crate::domain::words::resets;
use crate::runtime::errand::{Draft, Objection, Page, Wanted};
use crate::text::SafeText;

const HELP: &str = "Type the word exactly; capitals count. Anything else sends nothing. b cancels.";

impl Desk<'_> {
    /// Has a change confirmed, sends it, and tells what became of it.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn confirm(&mut self, page: &Page, credential: &Credential, change: Change) -> Result<(), Halt> {
        let takes_comment = match &change {
            Change::Replace { .. } => true,
            Change::Reset => self.office.standing.comment_after_reset,
            Change::Update(_) => false, // asked for already
        };
        let comment = if takes_comment {
            let Some(comment) = self.ask_comment().await? else { return Ok(()) };
            Some(comment).filter(|text| !text.is_empty())
        } else {
            None
        };
        self.say("Reading the newest state.");
        let wanted = Wanted { change, comment: comment.clone(), ticket: None };
        let drafted = self.dialogue.wait(Box::pin(self.office.draft(page, credential, wanted))).await?;
        let mut draft = match drafted {
            Ok(draft) => draft,
            Err(objection) => {
                self.objected(objection);
                return Ok(());
            }
        };
        self.describe(&draft, comment.as_deref());
        self.dialogue.forget(); // what was typed before this was said cannot be an answer to it
        loop {
            let Some(word) = self.ask_word(draft.operation()).await? else {
                self.say("Cancelled: nothing was sent.");
                return Ok(());
            };
            if !self.is_signed_in_for(&credential.kind).await? {
                return Ok(());
            }
            self.say("Reading the newest state once more.");
            if let Err(objection) = self.dialogue.wait(self.office.refresh(&mut draft)).await? {
                self.objected(objection);
                return Ok(());
            }
            match self.send(&mut draft, &word, &page.credentials).await? {
                Ok(open) => {
                    drop(draft); // it holds a new device password
                    return if let Some(case) = open { self.take_note(case).await } else { Ok(()) };
                }
                Err(why) => self.tell(why.sentence()),
            }
        }
    }

    fn objected(&self, objection: Objection) {
        let (_, sentence) = objected(objection);
        sentence.lines().for_each(|line| self.tell(line));
    }

    async fn ask_word(&mut self, operation: &Operation) -> Result<Option<String>, Halt> {
        let word = operation.user().confirmation_word();
        let which = if operation.user().login_id.can_be_typed() { "login ID" } else { "external ID" };
        let question = Question {
            lines: vec![format!("To send it, type the {which}: {}", SafeText::new(word))],
            prompt: "Confirm",
            help: HELP,
            word: Some(word),
            ..Question::default()
        };
        let read = |typed: &str| match typed {
            typed if typed == word => Ok(typed.to_owned()),
            _ => Err(NotConfirmed::Mismatch),
        };
        let said = |why: NotConfirmed| crate::cli::plain::words::here(why.sentence());
        self.dialogue.ask(&question, |typed| read(typed).map_err(said)).await
    }

    /// Everything that must be heard before the login ID is typed.
    fn describe(&self, draft: &Draft, comment: Option<&str>) {
        let operation = draft.operation();
        let (user, credential) = (operation.user(), operation.credential());
        self.say("");
        self.say("Please check. Nothing was sent so far.");
        self.place();
        self.fact("What", operation.title());
        self.fact("Name", &user.name);
        self.fact("Login ID", user.login_id.shown());
        self.fact("External ID", format_args!("{} in client {}", user.at.user, user.at.client));
        self.fact("Language", user.language.as_str());
        self.fact("Unit", user.unit.as_ref().map_or("not given", |unit| unit.as_str()));
        let id = credential.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
        self.fact("Credential", format_args!("{}{id}", credential.kind.as_str()));
        self.fact("State", credential.state.as_str());
        if credential.reset_count.is_some() {
            let policy = policy(draft.policies(), credential.policy.as_ref());
            self.fact("Resets so far", resets(credential, policy));
        }
        if let Some(comment) = comment {
            self.fact("Comment on the change", SafeText::new(comment));
        }
        for caution in cautions(operation, draft.policy(), self.office.standing.outlet) {
            self.tell(&format!("Careful: {caution}"));
        }
        self.tell(operation.consequence());
        match operation.change() {
            Change::Update(edit) => {
                for Difference { field, before, after } in edit.differences(credential, draft.policies()) {
                    self.say(format!("Change of {field}: from {before} to {}.", SafeText::new(&after)));
                }
            }
            Change::Reset | Change::Replace { .. } => self.say("This cannot be undone."),
        }
    }
}
