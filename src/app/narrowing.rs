//! Which screens have a list that can be narrowed, and the keys that do it.

use crate::app::App;
use crate::app::action::FilterAction;
use crate::app::desk::Desk;
use crate::app::filter::{Filter, Shown};
use crate::app::screen::Screen;

impl Screen {
    /// What its list is narrowed by, where there is a list to narrow.
    pub fn filter(&self) -> Option<&Filter> {
        match self {
            Self::Lookup(screen) => screen.filter(),
            Self::User(screen) => screen.filter(),
            Self::Cases(screen) => Some(screen.filter()),
            Self::Audit(screen) => Some(screen.filter()),
            Self::Print(screen) => screen.filter(),
            Self::Form(_) | Self::Confirm(_) | Self::Handoff(_) | Self::Card(_) | Self::Settle(_) => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn filter_mut(&mut self) -> Option<&mut Filter> {
        match self {
            Self::Lookup(screen) => screen.filter_mut(),
            Self::User(screen) => screen.filter_mut(),
            Self::Cases(screen) => Some(screen.filter_mut()),
            Self::Audit(screen) => Some(screen.filter_mut()),
            Self::Print(screen) => screen.filter_mut(),
            Self::Form(_) | Self::Confirm(_) | Self::Handoff(_) | Self::Card(_) | Self::Settle(_) => None,
        }
    }

    /// How many rows of its list are shown; none where all are, and none are asked for.
    pub fn shown(&self, desk: &Desk) -> Option<Shown> {
        if let Self::Lookup(screen) = self {
            return screen.shown(desk);
        }
        self.filter().filter(|filter| filter.is_on())?;
        match self {
            Self::User(screen) => Some(screen.shown()),
            Self::Cases(screen) => Some(screen.shown(desk)),
            Self::Audit(screen) => Some(screen.shown()),
            Self::Print(screen) => Some(screen.shown(desk)),
            Self::Lookup(_) | Self::Form(_) | Self::Confirm(_) | Self::Handoff(_) | Self::Card(_) | Self::Settle(_) => {
                None
            }
        }
    }
}

impl App {
    pub(super) fn narrow(&mut self, action: FilterAction) {
        let Some(filter) = self.stack.last_mut().and_then(Screen::filter_mut) else { return };
        match action {
            FilterAction::Open => filter.open(),
            FilterAction::Keep => filter.keep(),
        }
    }

    /// The filter that takes the keys, where one does.
    pub(super) fn typed_filter(&mut self) -> Option<&mut Filter> {
        self.stack.last_mut()?.filter_mut().filter(|filter| filter.is_typing())
    }

    /// Esc shows all rows again, where some are left out. Says whether it did.
    pub(super) fn show_all_rows(&mut self) -> bool {
        let filter = self.stack.last_mut().and_then(Screen::filter_mut).filter(|filter| filter.is_on());
        filter.map(Filter::clear).is_some()
    }
}
