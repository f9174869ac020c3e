//! One change that is not over: what the readings say so far, how long to wait, and then the verdict; or how an open case
//! stands.
//!
//! The readings are the desk's (`app/settlement`), and so is a password that may be the valid one (`app/casework`): both
//! stay when this screen is left.

use crate::app::action::SettleAction;
use crate::app::desk::Desk;
use crate::app::screen::card::CardScreen;
use crate::app::screen::handoff::Handoff;
use crate::app::screen::user::{UserScreen, Wanted};
use crate::app::screen::{Screen, Step};
use crate::domain::case::Case;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{CredentialId, LoginId, UserRef};
use crate::domain::operation::Operation;
use crate::domain::problem::Problem;
use crate::domain::record::OperationId;
use crate::domain::settling::Settling;
use crate::domain::user::User;
use crate::domain::verdict::Verdict;
use crate::domain::words::{Reader, case_advice, verdict_lines};
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

/// The screen of one change that is not over.
#[derive(Debug)]
pub struct Settle {
    told: Told,
    at: UserRef,
    /// Kind and external ID of the credential.
    credential: (CredentialKind, Option<CredentialId>),
    /// User and credential as they were confirmed; none for a case of the list.
    target: Option<(User, Credential)>,
    /// What the answer met.
    problem: Option<Problem>,
    warned: bool,
}

impl Settle {
    /// Of an operation that was just sent.
    pub fn of_operation(operation: &Operation, id: OperationId) -> Self {
        let (user, credential) = (operation.user(), operation.credential());
        let told = Told { id, title: operation.title(), name: user.name.clone(), login_id: user.login_id.clone() };
        Self {
            told,
            at: user.at.clone(),
            credential: (credential.kind.clone(), credential.id.clone()),
            target: Some((user.clone(), credential.clone())),
            problem: operation.problem().cloned(),
            warned: false,
        }
    }

    /// Of a case of the list.
    pub fn of_case(case: &Case) -> Self {
        let intent = &case.intent;
        let login_id = intent.login_id.clone();
        let told = Told { id: case.id, title: intent.title(), name: login_id.shown().clone(), login_id };
        let credential = (intent.kind.clone(), intent.credential.clone());
        Self { told, at: intent.at.clone(), credential, target: None, problem: None, warned: false }
    }

    /// Whom and what it is about.
    pub fn told(&self) -> &Told {
        &self.told
    }

    /// The credential's external ID.
    pub fn credential_id(&self) -> Option<&CredentialId> {
        self.credential.1.as_ref()
    }

    /// What the answer met; none for a case of the list.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// How far the settling is; none for a case that is not being settled.
    pub fn settling<'a>(&self, desk: &'a Desk) -> Option<&'a Settling> {
        desk.settling(self.told.id)
    }

    /// What the verdict means, or how the case stands; empty while it is being settled.
    pub fn lines(&self, desk: &Desk) -> Vec<String> {
        let held = desk.holds(self.told.id);
        match (self.settling(desk), desk.listed(self.told.id)) {
            (Some(settling), _) => settling.verdict().map_or_else(Vec::new, |verdict| {
                let intent = &settling.sent().intent;
                let policy = desk.policy_in(intent, settling.newest());
                verdict_lines(intent, verdict, settling.newest(), policy, held, Reader::Console)
            }),
            (None, Some(listed)) => {
                case_advice(listed, None, desk.policy_in(&listed.case.intent, None), &desk.site.server)
            }
            (None, None) => vec!["This case is closed.".into()],
        }
    }

    /// Whether an action has a meaning now.
    pub fn offers(&self, action: SettleAction, desk: &Desk) -> bool {
        let id = self.told.id;
        let verdict = self.settling(desk).and_then(Settling::verdict);
        let held = desk.holds(id);
        match action {
            SettleAction::Result => match verdict {
                Some(Verdict::Happened) => held || (self.shows_card() && desk.site.hand_over.prints_cards()),
                Some(Verdict::CannotTell(_)) => held,
                Some(Verdict::DidNotHappen) | None => false,
            },
            SettleAction::Again => match (self.settling(desk), verdict) {
                (Some(_), None | Some(Verdict::CannotTell(_))) => true,
                (Some(_), Some(Verdict::Happened | Verdict::DidNotHappen)) => false,
                (None, _) => desk.listed(id).is_some_and(|listed| desk.is_ours_to_settle(listed)),
            },
            SettleAction::Note => desk.keeps_open(id).is_none(),
            SettleAction::OpenUser => self.target.is_none(),
        }
    }

    fn shows_card(&self) -> bool {
        self.target.is_some() && self.credential.0 == CredentialKind::OtpCard
    }

    /// A key on this screen.
    pub fn act(&mut self, action: SettleAction, desk: &mut Desk) -> Step {
        if !self.offers(action, desk) {
            desk.say(match action {
                SettleAction::Result => "There is nothing to show here.",
                SettleAction::Again => "Reading again tells nothing new here.",
                SettleAction::Note => desk.keeps_open(self.told.id).unwrap_or_default(),
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
                let (kind, id) = self.credential.clone();
                let wanted = Wanted { kind, id, comment: None };
                let screen = UserScreen::open_at(self.at.clone(), self.told.name.clone(), wanted, desk);
                Step::Push(Box::new(Screen::User(Box::new(screen))))
            }
        }
    }

    fn result(&mut self, desk: &mut Desk) -> Step {
        let certain = self.settling(desk).and_then(Settling::verdict) == Some(Verdict::Happened);
        if let Some((subject, value)) = desk.let_go(self.told.id) {
            let mut lines = self.lines(desk);
            if certain {
                lines.truncate(1); // that the password is held is to be seen below
            } else {
                lines.push(
                    "If it was carried out, the value below is the valid one. Do not hand it over before that is clear."
                        .into(),
                );
            }
            let handoff = Handoff::new(Some(self.told.id), subject, lines, Some(value), desk);
            let handoff = if certain { handoff } else { handoff.uncertain() };
            return Step::Finish(Box::new(Screen::Handoff(Box::new(handoff))));
        }
        let Some((user, credential)) = &self.target else { return Step::Stay };
        let Some(id) = credential.id.clone() else { return Step::Stay };
        if desk.site.self_admin && !desk.signed_in {
            return Step::SignIn;
        }
        let screen = CardScreen::read(user, credential, id, &[], desk).of(self.told.id);
        Step::Finish(Box::new(Screen::Card(Box::new(screen))))
    }

    /// `d`. Asks once more where something would be lost, or where the operator may not know the case.
    fn note(&mut self, desk: &mut Desk) -> Step {
        let held = desk.holds(self.told.id);
        if (held || self.target.is_none()) && !std::mem::replace(&mut self.warned, true) {
            desk.say(if held {
                "A new password is held here, and may be the valid one. d once more wipes it for good."
            } else {
                "d once more takes this case off the list: you have looked after the user."
            });
            return Step::Stay;
        }
        desk.close_case(self.told.id);
        Step::Back
    }
}
