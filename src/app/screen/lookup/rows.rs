//! Which rows of the lookup are shown: those that hold the words typed, of the clients that are worked in.

use crate::app::desk::Desk;
use crate::app::filter::{Filter, Shown, standing_for};
use crate::app::recents::Recent;
use crate::app::screen::lookup::Lookup;
use crate::domain::user::UserHit;
use crate::text::SafeText;

impl Lookup {
    /// The selected row; none where none is shown.
    pub fn selected(&self, desk: &Desk) -> Option<usize> {
        match self.rows(desk) {
            Some(rows) => standing_for(self.selected, &rows),
            None => Some(self.selected),
        }
    }

    /// The rows that are shown; none where it is all of them.
    pub fn rows(&self, desk: &Desk) -> Option<Vec<usize>> {
        let scope = desk.scope();
        if scope.is_empty() && !self.filter.narrows() {
            return None;
        }
        let results = self.results.as_ref()?;
        let shown = |hit: &UserHit| {
            (scope.is_empty() || scope.contains(&hit.at.client))
                && (!self.filter.narrows() || self.filter.lets_through(&words(hit)))
        };
        Some(results.known().filter(|(_, hit)| shown(hit)).map(|(place, _)| place).collect())
    }

    /// What the rows are narrowed by, where there are any.
    pub fn filter(&self) -> Option<&Filter> {
        self.results.as_ref().filter(|results| results.total() > 0).map(|_| &self.filter)
    }

    /// The same, to be changed.
    pub fn filter_mut(&mut self) -> Option<&mut Filter> {
        self.results.as_ref().filter(|results| results.total() > 0).map(|_| &mut self.filter)
    }

    /// How many rows are shown, where it is not all of them.
    pub fn shown(&self, desk: &Desk) -> Option<Shown> {
        let results = self.results.as_ref()?;
        let rows = match self.rows(desk) {
            Some(rows) => rows.len(),
            None if self.filter.is_on() => results.known().count(),
            None => return None,
        };
        Some(Shown { rows, of: results.known().count(), unread: results.unread() })
    }

    /// The users opened in this session, where nothing else is in their place.
    pub fn recents<'a>(&self, desk: &'a Desk) -> &'a [Recent] {
        let empty = self.input.value().is_empty() && self.results.is_none() && self.problem.is_none();
        if empty { desk.recents.all() } else { &[] }
    }
}

/// What a row is found by.
fn words(hit: &UserHit) -> String {
    let text = |text: &Option<SafeText>| text.as_ref().map_or_else(String::new, ToString::to_string);
    let UserHit { at, login_id, name, email, unit, state } = hit;
    let (client, user, state) = (&at.client, &at.user, state.as_str());
    format!("{} {name} {} {} {state} {client}/{user}", login_id.shown(), text(email), text(unit))
}
