//! The open cases: changes of this and of earlier runs that somebody still has to look at.

use crate::app::action::{CasesAction, Move};
use crate::app::desk::Desk;
use crate::app::list::moved;
use crate::app::screen::settle::Settle;
use crate::app::screen::{Screen, Step};
use crate::domain::case::Listed;
use crate::domain::record::OperationId;
use crate::domain::settling::Settling;

/// The list of open cases.
#[derive(Debug, Default)]
pub struct CasesScreen {
    selected: usize,
    /// The case that the next `d` closes.
    warned: Option<OperationId>,
}

impl CasesScreen {
    /// Opens the list and reads it anew.
    pub fn open(desk: &mut Desk) -> Self {
        desk.list_cases();
        Self::default()
    }

    /// The number of the marked row.
    pub fn selected(&self, desk: &Desk) -> usize {
        self.selected.min(desk.cases().count().saturating_sub(1))
    }

    /// The marked case.
    pub fn marked<'a>(&self, desk: &'a Desk) -> Option<&'a Listed> {
        desk.cases().nth(self.selected(desk))
    }

    /// Moves the mark.
    pub fn moved(&mut self, to: Move, desk: &Desk) {
        self.warned = None;
        self.selected = moved(self.selected(desk), desk.cases().count(), desk.list_rows(), to);
    }

    /// A key on this screen.
    pub fn act(&mut self, action: CasesAction, desk: &mut Desk) -> Step {
        let Some(listed) = self.marked(desk).cloned() else {
            desk.list_cases();
            desk.say("There is no open case.");
            return Step::Stay;
        };
        match action {
            CasesAction::Open => {
                return Step::Push(Box::new(Screen::Settle(Box::new(Settle::of_case(&listed.case)))));
            }
            CasesAction::Again => {
                desk.settle_again(listed.case.id);
                desk.list_cases();
            }
            CasesAction::Note => self.note(&listed, desk),
        }
        Step::Stay
    }

    fn note(&mut self, listed: &Listed, desk: &mut Desk) {
        let id = listed.case.id;
        let verdict = desk.settling(id).and_then(Settling::verdict);
        if listed.elsewhere {
            desk.say("Another credesk is at work on it: leave it to that one.");
        } else if listed.case.locks() && listed.case.why.is_none() && verdict.is_none() {
            desk.say("Nobody knows yet whether it was carried out. Only readings can tell; r reads now.");
        } else if self.warned == Some(id) {
            self.warned = None;
            desk.close_case(id);
        } else {
            self.warned = Some(id);
            desk.say("d once more takes this case off the list: you have looked after the user.");
        }
    }
}
