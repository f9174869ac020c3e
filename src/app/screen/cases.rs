//! The open cases: changes of this and of earlier runs that somebody still has to look at.

use crate::app::action::{CasesAction, Move};
use crate::app::desk::Desk;
use crate::app::filter::{Filter, Shown, moved_among, standing_for};
use crate::app::screen::settle::Settle;
use crate::app::screen::user::{UserScreen, Wanted};
use crate::app::screen::{Screen, Step};
use crate::domain::case::Listed;
use crate::domain::id::CredentialId;
use crate::domain::record::OperationId;
use crate::domain::words::case_standing;

/// The list of open cases.
#[derive(Debug, Default)]
pub struct CasesScreen {
    /// The marked case: the mark stays on it when others go.
    marked: Option<OperationId>,
    /// Its place, for when it has gone itself.
    place: usize,
    /// The case that the next `d` closes.
    warned: Option<OperationId>,
    filter: Filter,
}

impl CasesScreen {
    /// Opens the list and reads it anew.
    pub fn open(desk: &mut Desk) -> Self {
        desk.list_cases();
        Self::default()
    }

    /// The number of the marked case; none where none is shown.
    pub fn selected(&self, desk: &Desk) -> Option<usize> {
        standing_for(self.wanted(desk), &self.rows(desk))
    }

    fn wanted(&self, desk: &Desk) -> usize {
        let place = self.marked.and_then(|id| desk.cases().position(|listed| listed.case.id == id));
        place.unwrap_or_else(|| self.place.min(desk.cases().count().saturating_sub(1)))
    }

    /// The marked case.
    pub fn marked<'a>(&self, desk: &'a Desk) -> Option<&'a Listed> {
        desk.cases().nth(self.selected(desk)?)
    }

    /// The numbers of the cases that are shown.
    pub fn rows(&self, desk: &Desk) -> Vec<usize> {
        let shown = |listed: &Listed| {
            let intent = &listed.case.intent;
            let id = intent.credential.as_ref().map_or("", CredentialId::as_str);
            let standing = case_standing(listed, desk.settling(listed.case.id), &desk.site.server);
            let words =
                format!("{} {} {id} {} {standing}", intent.login_id.shown(), intent.kind.as_str(), intent.title());
            self.filter.lets_through(&words)
        };
        desk.cases().enumerate().filter(|(_, listed)| shown(listed)).map(|(place, _)| place).collect()
    }

    /// What the list is narrowed by.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The same, to be changed.
    pub fn filter_mut(&mut self) -> &mut Filter {
        self.warned = None;
        &mut self.filter
    }

    /// How many cases are shown.
    pub fn shown(&self, desk: &Desk) -> Shown {
        Shown { rows: self.rows(desk).len(), of: desk.cases().count(), unread: 0 }
    }

    /// Moves the mark.
    pub fn moved(&mut self, to: Move, desk: &Desk) {
        self.warned = None;
        let rows = self.rows(desk);
        let Some(place) = moved_among(self.wanted(desk), &rows, desk.list_rows(), to) else { return };
        self.place = place;
        self.marked = desk.cases().nth(self.place).map(|listed| listed.case.id);
    }

    /// Whether an action has a meaning for the marked case.
    pub fn offers(&self, action: CasesAction, desk: &Desk) -> bool {
        let Some(listed) = self.marked(desk) else { return action == CasesAction::Again };
        match action {
            CasesAction::Comment => listed.case.comment_missing,
            CasesAction::Open | CasesAction::Again | CasesAction::Note => true,
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: CasesAction, desk: &mut Desk) -> Step {
        let Some(listed) = self.marked(desk).cloned() else {
            desk.list_cases();
            return Step::Stay;
        };
        (self.marked, self.place) = (Some(listed.case.id), self.selected(desk).unwrap_or(self.place));
        match action {
            CasesAction::Open => return Step::Push(Box::new(Screen::Settle(Box::new(Settle::of_case(&listed.case))))),
            CasesAction::Again => {
                desk.settle_again(listed.case.id);
                desk.list_cases();
            }
            CasesAction::Note => self.note(&listed, desk),
            CasesAction::Comment if listed.case.comment_missing => return Self::write_comment(&listed, desk),
            CasesAction::Comment => desk.say("This case misses no comment."),
        }
        Step::Stay
    }

    fn note(&mut self, listed: &Listed, desk: &mut Desk) {
        let id = listed.case.id;
        if let Some(why) = desk.keeps_open(id) {
            desk.say(why);
        } else if self.warned == Some(id) {
            self.warned = None;
            desk.close_case(id);
        } else {
            self.warned = Some(id);
            desk.say("d once more takes this case off the list: you have looked after the user.");
        }
    }

    /// The comment that could not be written, once more: to be reviewed and confirmed like every change.
    fn write_comment(listed: &Listed, desk: &mut Desk) -> Step {
        let intent = &listed.case.intent;
        if intent.server != desk.site.server {
            desk.say("It is about another server: start credesk with that profile.");
            return Step::Stay;
        }
        let (kind, id, comment) = (intent.kind.clone(), intent.credential.clone(), intent.comment.clone());
        let name = intent.login_id.shown().clone();
        let screen = UserScreen::open_at(intent.at.clone(), name, Wanted { kind, id, comment }, desk);
        Step::Push(Box::new(Screen::User(Box::new(screen))))
    }
}
