//! One change whose answer was lost: what the readings say so far, how long to wait, and then the verdict.
//!
//! The readings themselves are the desk's (`app/casework`); they go on when this screen is left.

use std::sync::Arc;

use crate::app::action::SettleAction;
use crate::app::desk::Desk;
use crate::app::screen::card::CardScreen;
use crate::app::screen::handoff::Handoff;
use crate::app::screen::user::UserScreen;
use crate::app::screen::{Screen, Step};
use crate::domain::case::Case;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{LoginId, UserRef};
use crate::domain::operation::Operation;
use crate::domain::problem::Problem;
use crate::domain::record::OperationId;
use crate::domain::settling::Settling;
use crate::domain::user::User;
use crate::domain::verdict::Verdict;
use crate::domain::words::verdict_lines;
use crate::secret::Secret;
use crate::text::SafeText;

/// Whom and what a change is about, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which operation.
    pub id: OperationId,
    /// What was done.
    pub title: String,
    /// For whom. The journal knows no names: a case of an earlier run has the login ID here too.
    pub name: SafeText,
    /// For whom, by login ID.
    pub login_id: LoginId,
}

/// The screen of one unknown outcome.
#[derive(Debug)]
pub struct Settle {
    told: Told,
    at: UserRef,
    /// User and credential as they were confirmed; none for a case of an earlier run.
    target: Option<(User, Credential)>,
    /// What the answer met.
    problem: Option<Problem>,
    /// The new password that was made or typed here.
    value: Option<Arc<Secret>>,
    warned: bool,
}

impl Settle {
    /// Of an operation of this session, with the value that is valid if it was carried out.
    pub fn of_operation(operation: &Operation, id: OperationId, value: Option<Arc<Secret>>) -> Self {
        let user = operation.user();
        let told = Told { id, title: operation.title(), name: user.name.clone(), login_id: user.login_id.clone() };
        let target = Some((user.clone(), operation.credential().clone()));
        let problem = operation.problem().cloned();
        Self { told, at: user.at.clone(), target, problem, value, warned: false }
    }

    /// Of a case of the journal.
    pub fn of_case(case: &Case) -> Self {
        let login_id = case.intent.login_id.clone();
        let told = Told { id: case.id, title: case.intent.title(), name: login_id.shown().clone(), login_id };
        Self { told, at: case.intent.at.clone(), target: None, problem: None, value: None, warned: false }
    }

    /// Whom and what it is about.
    pub fn told(&self) -> &Told {
        &self.told
    }

    /// What the answer met; none for a case of an earlier run.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// True where a new password is held.
    pub fn holds_secret(&self) -> bool {
        self.value.is_some()
    }

    /// How far the settling is; none for a case that is not being settled.
    pub fn settling<'a>(&self, desk: &'a Desk) -> Option<&'a Settling> {
        desk.settling(self.told.id)
    }

    /// What the verdict means; empty before there is one.
    pub fn verdict_lines(&self, desk: &Desk) -> Vec<String> {
        let Some(settling) = self.settling(desk) else { return Vec::new() };
        let held = self.value.is_some();
        settling
            .verdict()
            .map_or_else(Vec::new, |verdict| verdict_lines(&settling.sent().intent, verdict, settling.newest(), held))
    }

    /// Whether an action has a meaning now.
    pub fn offers(&self, action: SettleAction, desk: &Desk) -> bool {
        let verdict = self.settling(desk).and_then(Settling::verdict);
        match action {
            SettleAction::Result => match verdict {
                Some(Verdict::Happened) => self.value.is_some() || self.shows_card(),
                Some(Verdict::CannotTell(_)) => self.value.is_some(),
                Some(Verdict::DidNotHappen) | None => false,
            },
            SettleAction::Again => !matches!(verdict, Some(Verdict::Happened | Verdict::DidNotHappen)),
            SettleAction::Note => verdict.is_some() || self.settling(desk).is_none(),
            SettleAction::OpenUser => self.target.is_none(),
        }
    }

    fn shows_card(&self) -> bool {
        self.target.as_ref().is_some_and(|(_, credential)| credential.kind == CredentialKind::OtpCard)
    }

    /// A key on this screen.
    pub fn act(&mut self, action: SettleAction, desk: &mut Desk) -> Step {
        if !self.offers(action, desk) {
            desk.say(match action {
                SettleAction::Result => "There is nothing to show yet.",
                SettleAction::Again => "The verdict stands: reading again tells nothing new.",
                SettleAction::Note => "Still checking. Do not reset again before the verdict.",
                SettleAction::OpenUser => "Esc goes back to the user.",
            });
            return Step::Stay;
        }
        match action {
            SettleAction::Result => self.result(desk),
            SettleAction::Again => {
                desk.settle_again(self.told.id);
                Step::Stay
            }
            SettleAction::Note => self.note(desk),
            SettleAction::OpenUser => {
                let name = self.told.name.clone();
                Step::Push(Box::new(Screen::User(UserScreen::open(self.at.clone(), name, 0, desk))))
            }
        }
    }

    fn result(&mut self, desk: &mut Desk) -> Step {
        let certain = self.settling(desk).and_then(Settling::verdict) == Some(Verdict::Happened);
        let mut lines = self.verdict_lines(desk);
        if let Some(value) = self.value.take() {
            if !certain {
                lines.push(
                    "If it was carried out, the value below is the valid one. Do not hand it over before that is clear."
                        .into(),
                );
            }
            let screen = Handoff::settled(&self.told, lines, value, certain);
            return Step::Finish(Box::new(Screen::Handoff(screen)));
        }
        let Some((user, credential)) = &self.target else { return Step::Stay };
        let Some(id) = credential.id.clone() else { return Step::Stay };
        if desk.site.self_admin && !desk.signed_in {
            return Step::SignIn;
        }
        let screen = CardScreen::read(user, credential, id, &[], desk);
        desk.close_case(self.told.id);
        Step::Finish(Box::new(Screen::Card(screen)))
    }

    fn note(&mut self, desk: &mut Desk) -> Step {
        if self.keeps_value(desk) && !self.warned {
            self.warned = true;
            desk.say(
                "A new password is held here, and may be the valid one. v shows it; d once more wipes it for good.",
            );
            return Step::Stay;
        }
        desk.close_case(self.told.id);
        Step::Back
    }

    /// Esc: the readings go on. A password that may be the valid one is not lost by it.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.keeps_value(desk) {
            desk.say("The new password is held here until the verdict. d wipes it once there is one.");
            return Step::Stay;
        }
        Step::Back
    }

    fn keeps_value(&self, desk: &Desk) -> bool {
        let verdict = self.settling(desk).and_then(Settling::verdict);
        self.value.is_some() && verdict != Some(Verdict::DidNotHappen)
    }
}
