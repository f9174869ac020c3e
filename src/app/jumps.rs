//! Carries out what was chosen in the palette. What leads away from a screen is refused while a value is held there, or
//! while something is on its way: whoever jumps sees no answer.

use crate::app::App;
use crate::app::action::{Action, ConfirmAction};
use crate::app::effect::Effect;
use crate::app::modal::Modal;
use crate::app::palette::{Jump, Palette, Row};
use crate::app::screen::audit::AuditScreen;
use crate::app::screen::lookup::Wanted;
use crate::app::screen::{Screen, Step};
use crate::domain::id::ClientId;

impl App {
    /// Enter in the palette. Where nothing can be carried out it stays as it is, with what was typed.
    pub(super) fn choose(&mut self, mut palette: Palette) {
        let rows = palette.rows(self.screen_context(), &self.desk);
        match rows.get(palette.selected) {
            None => {
                self.desk.say(palette.nothing(&self.desk));
                self.modal = Some(Modal::Palette(palette));
            }
            Some(Row::Command(offer)) => {
                if let Some(jump) = offer.jump.clone() {
                    self.jump(jump);
                } else {
                    palette.begin_with(offer);
                    self.modal = Some(Modal::Palette(palette));
                    self.need_what_the_palette_asks_for();
                }
            }
            Some(Row::Action(binding)) => match self.disabled(binding) {
                Some(why) => self.desk.say(format!("Not possible: {why}")),
                None if binding.action == Action::Confirm(ConfirmAction::Send) => {
                    self.desk.say("Nothing was sent. Only Enter below what you typed sends it.");
                }
                None => self.act(binding.action),
            },
        }
    }

    /// The names of the clients, once a command for one is being typed.
    pub(super) fn need_what_the_palette_asks_for(&mut self) {
        if let Some(Modal::Palette(palette)) = &self.modal
            && palette.asks_for_clients()
        {
            self.desk.need_clients();
        }
    }

    fn jump(&mut self, jump: Jump) {
        if let Some(why) = self.reason_not_to_jump() {
            self.desk.say(why);
            return;
        }
        match jump {
            Jump::User(..) | Jump::Client(_) if self.desk.site.self_admin => {
                self.desk.say("A self-admin acts on own credentials only, and finds nobody else.");
            }
            Jump::User(login_id, client) => self.look_up(Wanted { login_id, client }),
            Jump::Client(client) => self.work_in(client),
            Jump::Audit => self.open_audit(),
            Jump::Profile(place) => self.switch_to(place),
        }
    }

    /// Why no jump leads away from here.
    fn reason_not_to_jump(&self) -> Option<&'static str> {
        if self.stack.iter().any(Screen::is_sending) {
            Some("A change is on its way. Wait for its answer.")
        } else if self.stack.iter().any(Screen::is_printing) {
            Some("A sheet is on its way to the printer. Wait for its answer.")
        } else if self.stack.iter().any(Screen::holds_secret) {
            Some("A secret value is held here. d wipes it, or Esc leaves it first.")
        } else {
            None
        }
    }

    fn look_up(&mut self, wanted: Wanted) {
        self.leave_to_lookup();
        if let [Screen::Lookup(lookup), ..] = &mut self.stack[..] {
            lookup.jump(wanted, &mut self.desk);
        }
    }

    fn work_in(&mut self, client: Option<ClientId>) {
        self.leave_to_lookup();
        let said = client.as_ref().map_or_else(
            || "Looking up in every client again.".to_owned(),
            |client| format!("Looking up in the client {client} alone. :client all ends that."),
        );
        self.desk.client = client;
        if let [Screen::Lookup(lookup), ..] = &mut self.stack[..] {
            lookup.clients_have_changed(&mut self.desk);
        }
        self.desk.say(said);
    }

    fn open_audit(&mut self) {
        if let Some(Screen::Audit(screen)) = self.stack.last_mut() {
            screen.read(&mut self.desk);
        } else {
            let screen = AuditScreen::open(&mut self.desk);
            self.step(Step::Push(Box::new(Screen::Audit(Box::new(screen)))));
        }
    }

    /// Ends this session as quitting does, and has another one begin. Nothing of this one goes over.
    fn switch_to(&mut self, place: usize) {
        if place == self.desk.site.profile {
            self.desk.say("This is that profile.");
        } else if let Some(reason) = self.reason_to_stay() {
            self.desk.say(format!("{reason} The profile was not switched."));
        } else {
            self.desk.ask(Effect::Switch(place));
        }
    }

    fn leave_to_lookup(&mut self) {
        self.desk.note = None;
        while self.stack.len() > 1 {
            self.leave();
        }
    }
}
