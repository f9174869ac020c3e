//! The screens: each file holds one screen's state and what happens in it. What it looks like is in `ui/screen`, under
//! the same name.

pub mod audit;
pub mod card;
pub mod cases;
pub mod confirm;
pub mod form;
pub mod handoff;
pub mod lookup;
pub mod print;
pub mod results;
pub mod settle;
pub mod user;

use tui_input::InputRequest;

use crate::app::action::{Action, Global, Move};
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, TimerId};
use crate::app::filter::Filter;
use crate::app::msg::Reply;
use crate::domain::record::OperationId;
use crate::text::SafeText;

/// A screen. The lookup is always the lowest of the stack.
#[derive(Debug)]
pub enum Screen {
    /// Finding a user.
    Lookup(Box<lookup::Lookup>),
    /// A user and the credentials.
    User(Box<user::UserScreen>),
    /// Editing a credential.
    Form(Box<form::Form>),
    /// Confirming a change.
    Confirm(Box<confirm::Confirm>),
    /// Handing a new value over.
    Handoff(Box<handoff::Handoff>),
    /// An OTP card.
    Card(Box<card::CardScreen>),
    /// Printing a card or a slip.
    Print(Box<print::PrintScreen>),
    /// One unknown outcome.
    Settle(Box<settle::Settle>),
    /// The open cases.
    Cases(cases::CasesScreen),
    /// The last entries of the journal.
    Audit(Box<audit::AuditScreen>),
}

/// What a screen wants of the stack after it took a message.
#[derive(Debug)]
pub enum Step {
    /// Stay.
    Stay,
    /// Leave this screen.
    Back,
    /// Another screen over this one.
    Push(Box<Screen>),
    /// A change was carried out: back to the user, and this screen over it.
    Finish(Box<Screen>),
    /// The operator's own password is needed first.
    SignIn,
}

impl Screen {
    /// Which part of the screen takes the next key.
    pub fn context(&self) -> Context {
        match self {
            _ if self.filter().is_some_and(Filter::is_typing) => Context::Filter,
            Self::Lookup(screen) => screen.context(),
            Self::User(_) => Context::User,
            Self::Form(screen) => screen.context(),
            Self::Confirm(_) => Context::Confirm,
            Self::Handoff(screen) => screen.context(),
            Self::Print(screen) => screen.context(),
            Self::Card(screen) => screen.context(),
            Self::Settle(_) => Context::Settle,
            Self::Cases(_) => Context::Cases,
            Self::Audit(_) => Context::Audit,
        }
    }

    /// Its part of the breadcrumb.
    pub fn crumb(&self) -> Option<SafeText> {
        match self {
            Self::Lookup(_) => None,
            Self::User(screen) => Some(screen.name().clone()),
            Self::Form(_) => Some(SafeText::new("Edit")),
            Self::Confirm(screen) => Some(screen.crumb()),
            Self::Handoff(screen) => Some(SafeText::new(if screen.value().is_some() { "Hand-off" } else { "Done" })),
            Self::Card(_) => Some(SafeText::new("OTP card")),
            Self::Print(_) => Some(SafeText::new("Print")),
            Self::Settle(_) => Some(SafeText::new("Outcome")),
            Self::Cases(_) => Some(SafeText::new("Open cases")),
            Self::Audit(_) => Some(SafeText::new("Journal")),
        }
    }

    /// Takes an action that is meant for it. One that is meant for another screen does nothing.
    pub fn act(&mut self, action: Action, desk: &mut Desk) -> Step {
        match (self, action) {
            (Self::Lookup(screen), Action::Lookup(action)) => screen.act(action, desk),
            (Self::User(screen), Action::User(action)) => screen.act(action, desk),
            (Self::Form(screen), Action::Form(action)) => screen.act(action, desk),
            (Self::Confirm(screen), Action::Confirm(action)) => screen.act(action, desk),
            (Self::Handoff(screen), Action::Handoff(action)) => screen.act(action, desk),
            (Self::Card(screen), Action::Card(action)) => screen.act(action, desk),
            (Self::Print(screen), Action::Print(action)) => screen.act(action, desk),
            (Self::Settle(screen), Action::Settle(action)) => screen.act(action, desk),
            (Self::Cases(screen), Action::Cases(action)) => screen.act(action, desk),
            (Self::Audit(screen), Action::Audit(action)) => screen.act(action, desk),
            _ => Step::Stay,
        }
    }

    /// Whether an action has a meaning for what this screen holds now, allowed or not.
    pub fn offers(&self, action: Action, desk: &Desk) -> bool {
        match (self, action) {
            (Self::User(screen), Action::User(action)) => screen.offers(action),
            (Self::Confirm(screen), Action::Confirm(action)) => screen.offers(action),
            (Self::Handoff(screen), Action::Handoff(action)) => screen.offers(action, &desk.site.hand_over),
            (Self::Card(screen), Action::Card(action)) => screen.offers(action, &desk.site.hand_over),
            (Self::Print(screen), Action::Print(action)) => screen.offers(action),
            (Self::Settle(screen), Action::Settle(action)) => screen.offers(action, desk),
            (Self::Cases(screen), Action::Cases(action)) => screen.offers(action, desk),
            (Self::Confirm(screen), Action::Global(Global::Back)) => !screen.operation().is_sending(),
            (Self::Print(screen), Action::Global(Global::Back)) => !screen.is_printing(),
            (_, Action::Global(Global::Quit)) => !self.holds_secret(),
            (_, Action::Filter(_)) => self.filter().is_some(),
            _ => true,
        }
    }

    /// Moves in the list of the screen, where it has one.
    pub fn moved(&mut self, to: Move, desk: &mut Desk) {
        match self {
            Self::Lookup(screen) => screen.moved(to, desk),
            Self::User(screen) => screen.moved(to),
            Self::Cases(screen) => screen.moved(to, desk),
            Self::Audit(screen) => screen.moved(to, desk),
            Self::Print(screen) => screen.moved(to, desk),
            Self::Form(_) | Self::Confirm(_) | Self::Handoff(_) | Self::Card(_) | Self::Settle(_) => {}
        }
    }

    /// Edits the text field of the screen, where it has one.
    pub fn edit(&mut self, request: InputRequest, desk: &mut Desk) {
        match self {
            Self::Lookup(screen) => screen.edit(request, desk),
            Self::Form(screen) => screen.edit(request, desk),
            Self::Confirm(screen) => screen.edit(request),
            Self::Card(screen) => screen.edit(request),
            Self::Handoff(screen) => screen.edit(request),
            Self::Print(screen) => screen.edit(request),
            Self::User(_) | Self::Settle(_) | Self::Cases(_) | Self::Audit(_) => {}
        }
    }

    /// Takes pasted text, where it may be pasted.
    pub fn paste(&mut self, text: &str, desk: &mut Desk) {
        match self {
            Self::Lookup(screen) => screen.paste(text, desk),
            Self::Form(screen) => screen.paste(text, desk),
            Self::Confirm(screen) => screen.paste(text, desk),
            Self::Print(screen) => screen.paste(text, desk),
            Self::User(_) | Self::Handoff(_) | Self::Card(_) | Self::Settle(_) | Self::Cases(_) | Self::Audit(_) => {
                desk.say("Nothing can be pasted here.");
            }
        }
    }

    /// Esc.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        match self {
            Self::Lookup(screen) => screen.back(desk),
            Self::User(_) | Self::Form(_) | Self::Settle(_) | Self::Cases(_) | Self::Audit(_) => Step::Back,
            Self::Confirm(screen) => screen.back(desk),
            Self::Handoff(screen) => screen.back(desk),
            Self::Card(screen) => screen.back(desk),
            Self::Print(screen) => screen.back(desk),
        }
    }

    /// True where this screen waits for the call.
    pub fn waits_for(&self, id: CallId) -> bool {
        match self {
            Self::Lookup(screen) => screen.waits_for(id),
            Self::User(screen) => screen.waits_for(id),
            Self::Form(screen) => screen.waits_for(id),
            Self::Confirm(screen) => screen.waits_for(id),
            Self::Card(screen) => screen.waits_for(id),
            Self::Print(screen) => screen.waits_for(id),
            Self::Audit(screen) => screen.waits_for(id),
            Self::Handoff(_) | Self::Settle(_) | Self::Cases(_) => false,
        }
    }

    /// Takes the reply that it waits for.
    pub fn reply(&mut self, id: CallId, reply: Reply, desk: &mut Desk) -> Step {
        match self {
            Self::Lookup(screen) => return screen.reply(id, reply, desk),
            Self::User(screen) => return screen.reply(reply, desk),
            Self::Form(screen) => return screen.reply(reply, desk),
            Self::Confirm(screen) => return screen.reply(reply, desk),
            Self::Card(screen) => return screen.reply(reply, desk),
            Self::Print(screen) => screen.reply(reply),
            Self::Audit(screen) => screen.reply(reply),
            Self::Handoff(_) | Self::Settle(_) | Self::Cases(_) => {}
        }
        Step::Stay
    }

    /// True while a secret value can be read off the screen.
    pub fn shows_secret(&self) -> bool {
        match self {
            Self::Handoff(screen) => screen.shows_secret(),
            Self::Card(screen) => screen.shows_secret(),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Confirm(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => false,
        }
    }

    /// True while a secret value is held here, shown or not.
    pub fn holds_secret(&self) -> bool {
        match self {
            Self::Handoff(screen) => screen.value().is_some(),
            Self::Card(screen) => screen.card().is_some(),
            Self::Form(screen) => screen.holds_secret(),
            Self::Confirm(screen) => screen.holds_secret(),
            Self::Print(_) => true,
            Self::Lookup(_) | Self::User(_) | Self::Settle(_) | Self::Cases(_) | Self::Audit(_) => false,
        }
    }

    /// Covers a shown secret.
    pub fn cover(&mut self) {
        match self {
            Self::Handoff(screen) => screen.cover(),
            Self::Card(screen) => screen.cover(),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Confirm(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => {}
        }
    }

    /// Forgets what was typed to confirm.
    pub fn disarm(&mut self) {
        match self {
            Self::Confirm(screen) => screen.disarm(),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Handoff(_)
            | Self::Card(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => {}
        }
    }

    /// The operation whose result is held here.
    pub fn result_of(&self) -> Option<OperationId> {
        match self {
            Self::Handoff(screen) => screen.operation(),
            Self::Card(screen) => screen.operation(),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Confirm(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => None,
        }
    }

    /// A timer ran out.
    pub fn timer(&mut self, id: TimerId, desk: &mut Desk) {
        match self {
            Self::Lookup(screen) => screen.timer(id, desk),
            Self::Handoff(screen) => screen.timer(id, desk),
            Self::Card(screen) => screen.timer(id, desk),
            Self::User(_)
            | Self::Form(_)
            | Self::Confirm(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => {}
        }
    }

    /// A frame was drawn, with all that this screen has to say or not.
    pub fn was_drawn(&mut self, whole: bool, desk: &mut Desk) {
        match self {
            Self::Confirm(screen) => screen.was_drawn(whole),
            Self::Handoff(screen) => screen.was_drawn(whole, desk),
            Self::Card(screen) => screen.was_drawn(whole, desk),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => {}
        }
    }

    /// What this screen holds has left: on paper, or to a clipboard.
    pub fn was_let_out(&mut self, desk: &mut Desk) {
        match self {
            Self::Handoff(screen) => screen.was_let_out(desk),
            Self::Card(screen) => screen.was_let_out(desk),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Confirm(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => {}
        }
    }

    /// True while a change is on its way to the server.
    pub fn is_sending(&self) -> bool {
        match self {
            Self::Confirm(screen) => screen.operation().is_sending(),
            Self::Lookup(_)
            | Self::User(_)
            | Self::Form(_)
            | Self::Handoff(_)
            | Self::Card(_)
            | Self::Print(_)
            | Self::Settle(_)
            | Self::Cases(_)
            | Self::Audit(_) => false,
        }
    }

    /// True while a sheet is on its way to a printer.
    pub fn is_printing(&self) -> bool {
        matches!(self, Self::Print(screen) if screen.is_printing())
    }

    /// Forgets every reading that this screen waits for, because it is about to go.
    pub fn leave(&mut self, desk: &mut Desk) {
        match self {
            Self::User(screen) => screen.leave(desk),
            Self::Confirm(screen) => screen.leave(desk),
            Self::Card(screen) => screen.leave(desk),
            Self::Print(screen) => screen.leave(desk),
            Self::Audit(screen) => screen.leave(desk),
            Self::Lookup(_) | Self::Form(_) | Self::Handoff(_) | Self::Settle(_) | Self::Cases(_) => {}
        }
    }
}
