//! The last entries of the journal: what was done here, by whom, and what became of it. Looks, and changes nothing.

use crate::app::action::{AuditAction, Move};
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Read};
use crate::app::filter::{Filter, Shown, moved_among, standing_for};
use crate::app::msg::Reply;
use crate::app::remote::Remote;
use crate::app::screen::Step;
use crate::domain::noted::Noted;

/// The last entries.
#[derive(Debug, Default)]
pub struct AuditScreen {
    entries: Remote<Vec<Noted>>,
    /// The number of the marked entry: the mark stays on it when newer ones come before it.
    marked: Option<String>,
    filter: Filter,
}

impl AuditScreen {
    /// Opens the list and reads it.
    pub fn open(desk: &mut Desk) -> Self {
        let mut screen = Self::default();
        screen.read(desk);
        screen
    }

    /// Reads it again.
    pub fn read(&mut self, desk: &mut Desk) {
        self.marked = self.marked().map(|noted| noted.id.clone()).or(self.marked.take());
        desk.read_into(&mut self.entries, Read::Audit);
    }

    /// The entries, the newest first.
    pub fn entries(&self) -> &Remote<Vec<Noted>> {
        &self.entries
    }

    fn all(&self) -> &[Noted] {
        self.entries.ready().map_or(&[], Vec::as_slice)
    }

    /// The numbers of the entries that are shown.
    pub fn rows(&self) -> Vec<usize> {
        let shown = |noted: &Noted| {
            let Noted { id, standing, stage, what, login_id, user, by, .. } = noted;
            let (login_id, standing) = (login_id.shown(), standing.word());
            self.filter
                .lets_through(&format!("{id} {standing} {stage} {what} {login_id} {}/{} {by}", user.client, user.user))
        };
        let all = self.all();
        (0..all.len()).filter(|place| shown(&all[*place])).collect()
    }

    fn wanted(&self) -> usize {
        let place = |id: &String| self.all().iter().position(|noted| noted.id == *id);
        self.marked.as_ref().and_then(place).unwrap_or(0)
    }

    /// The number of the marked entry; none where none is shown.
    pub fn selected(&self) -> Option<usize> {
        standing_for(self.wanted(), &self.rows())
    }

    /// The marked entry.
    pub fn marked(&self) -> Option<&Noted> {
        self.all().get(self.selected()?)
    }

    /// What the list is narrowed by.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The same, to be changed.
    pub fn filter_mut(&mut self) -> &mut Filter {
        &mut self.filter
    }

    /// How many entries are shown.
    pub fn shown(&self) -> Shown {
        Shown { rows: self.rows().len(), of: self.all().len(), unread: 0 }
    }

    /// Moves the mark.
    pub fn moved(&mut self, to: Move, desk: &Desk) {
        if let Some(place) = moved_among(self.wanted(), &self.rows(), desk.list_rows(), to) {
            self.marked = self.all().get(place).map(|noted| noted.id.clone());
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: AuditAction, desk: &mut Desk) -> Step {
        match action {
            AuditAction::Again => self.read(desk),
        }
        Step::Stay
    }

    /// Forgets what is on its way.
    pub fn leave(&mut self, desk: &mut Desk) {
        desk.cancel(&self.entries);
    }

    /// True while this is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.entries.waits_for(id)
    }

    /// Takes the entries.
    pub fn reply(&mut self, reply: Reply) {
        if let Reply::Audit(result) = reply {
            self.entries.settle(result);
        }
    }
}
