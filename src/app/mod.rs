//! The console's state and everything that happens in it: [`App::update`] takes a message and says what to do.
//!
//! Pure and synchronous: no clock, no random numbers, no network, no terminal. Does not know how anything looks (`ui`),
//! nor how anything is carried out (`runtime`, `api`).

#![warn(clippy::wildcard_enum_match_arm)]

pub mod action;
pub mod bindings;
pub mod casework;
pub mod check;
mod choice;
pub mod clip;
pub mod context;
pub mod curtain;
pub mod desk;
pub mod effect;
pub mod filter;
pub mod follow_up;
pub mod held;
mod jumps;
pub mod keymap;
pub mod list;
pub mod lock;
pub mod modal;
pub mod msg;
mod narrowing;
mod outcome;
pub mod palette;
pub mod read_back;
pub mod recents;
pub mod remote;
pub mod screen;
mod secret_field;
pub mod settlement;
mod stack;
mod update;

use crate::domain::id::LoginId;
use crate::domain::life::Stage;
use crate::domain::record::{Delivered, Intent};
use action::Action;
use bindings::Binding;
use context::Context;
use desk::{Desk, Site};
use effect::{Effect, Read};
use lock::Lock;
use modal::Modal;
use remote::Remote;
use screen::Screen;

/// The console.
#[derive(Debug)]
pub struct App {
    desk: Desk,
    stack: Vec<Screen>,
    modal: Option<Modal>,
    lock: Option<Lock>,
    warned_to_quit: bool,
    /// The open cases of earlier runs were shown.
    greeted: bool,
}

impl App {
    /// The console with an empty search field. Asks for nothing yet; see [`App::start`].
    pub fn new(site: Site) -> Self {
        Self {
            desk: Desk::new(site),
            stack: vec![Screen::Lookup(Box::default())],
            modal: None,
            lock: None,
            warned_to_quit: false,
            greeted: false,
        }
    }

    /// Reads who is signed in, and what that person may do.
    pub fn start(&mut self) -> Vec<Effect> {
        self.desk.caller = Remote::Loading(self.desk.read(Read::Caller));
        self.desk.rights = Remote::Loading(self.desk.read(Read::Rights));
        self.desk.list_cases();
        self.desk.watchers = Remote::Loading(self.desk.read(Read::Watchers));
        self.desk.take_effects()
    }

    /// What has to be said when the console ends now: changes about which nobody knows yet whether they were carried out.
    pub fn left_open(&self) -> Vec<String> {
        let sentence = |intent: &Intent| {
            format!(
                "Outcome unknown: \"{}\" for {}. Do not reset again; start credesk again: it reads what became of it.",
                intent.title(),
                intent.login_id.shown()
            )
        };
        self.desk.unsettled().map(sentence).collect()
    }

    /// What else has to be said then: values of this session that nobody has noted as handed over, here or wiped already.
    pub fn not_handed_over(&self) -> Vec<String> {
        let here = self.stack.iter().filter(|screen| screen.holds_secret()).filter_map(|screen| match screen {
            Screen::Handoff(screen) => screen.operation().map(|_| (screen.title(), screen.login_id())),
            Screen::Card(screen) => screen.operation().map(|_| ("Replace the OTP card", screen.login_id())),
            Screen::Lookup(_)
            | Screen::User(_)
            | Screen::Form(_)
            | Screen::Confirm(_)
            | Screen::Print(_)
            | Screen::Settle(_)
            | Screen::Cases(_)
            | Screen::Audit(_) => None,
        });
        let here: Vec<_> = here.map(|(title, login_id)| (title.to_owned(), login_id)).collect();
        let wiped = self.desk.cases().map(|listed| &listed.case).filter(|case| {
            let came = case.stage == Stage::Held && case.delivered == Some(Delivered::Value);
            case.id.session == self.desk.site.session && (came || case.stage == Stage::Shown)
        });
        let wiped = wiped.map(|case| (case.intent.title(), &case.intent.login_id));
        let sentence = |(title, login_id): (String, &LoginId)| {
            let login_id = login_id.shown();
            format!("Carried out, but not noted as handed over: \"{title}\" for {login_id}. The next start lists it.")
        };
        here.into_iter().chain(wiped).map(sentence).collect()
    }

    /// What all screens share.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The screens from the lookup up to the one on top.
    pub fn screens(&self) -> &[Screen] {
        &self.stack
    }

    /// The screen on top.
    pub fn screen(&self) -> Option<&Screen> {
        self.stack.last()
    }

    /// What lies over it.
    pub fn modal(&self) -> Option<&Modal> {
        self.modal.as_ref()
    }

    /// Which keys hold now.
    pub fn context(&self) -> Context {
        match (&self.lock, &self.modal) {
            (Some(_), _) => Context::Locked,
            (None, Some(modal)) => modal.context(),
            (None, None) => self.screen_context(),
        }
    }

    /// Which keys hold on the screen below a modal.
    pub fn screen_context(&self) -> Context {
        self.screen().map_or(Context::LookupField, Screen::context)
    }

    /// True while a secret value can be read off the screen.
    pub fn shows_secret(&self) -> bool {
        self.stack.iter().any(Screen::shows_secret)
    }

    /// Whether a row of the key table has a meaning for what is selected. What has none is kept out of the footer.
    pub fn offers(&self, binding: &Binding) -> bool {
        if let Some(lock) = &self.lock {
            return lock.offers(binding.action);
        }
        self.modal.is_some() || self.screen().is_none_or(|screen| screen.offers(binding.action, &self.desk))
    }

    /// Why a row of the key table does nothing at the moment, where it does not.
    pub fn disabled(&self, binding: &Binding) -> Option<String> {
        match (binding.action, self.screen()) {
            (Action::User(action), Some(Screen::User(screen))) => screen.may(action, &self.desk).err(),
            _ => None,
        }
    }
}
