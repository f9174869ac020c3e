//! Where every message goes: to the application itself, to what lies over the screen, or to the screen.

use tui_input::InputRequest;

use crate::app::App;
use crate::app::action::{Action, Global, Move};
use crate::app::bindings::Binding;
use crate::app::effect::{CallId, Effect, TimerId};
use crate::app::list::moved;
use crate::app::lock::Why;
use crate::app::modal::{Modal, SignIn};
use crate::app::msg::{Msg, Reply};
use crate::app::palette::Palette;
use crate::app::screen::cases::CasesScreen;
use crate::app::screen::user::UserScreen;
use crate::app::screen::{Screen, Step};
use crate::domain::printing::PrintFault;
use crate::domain::problem::Problem;

impl App {
    /// Takes a message and says what to do.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        if !self.is_blind(&msg)
            && let Some(msg) = self.locked(msg)
        {
            self.take(msg);
        }
        self.wipe_what_had_its_time();
        self.desk.take_effects()
    }

    /// A key of which nobody sees what it does, because the window is too small. Only quitting and locking are left.
    fn is_blind(&self, msg: &Msg) -> bool {
        let acts = match msg {
            Msg::Action(action) => {
                !matches!(action, Action::Global(Global::Interrupt | Global::Redraw | Global::Lock | Global::Quit))
            }
            Msg::Edit(_) | Msg::Paste(_) => true,
            Msg::Reply(..)
            | Msg::Trouble(_)
            | Msg::Timer(_)
            | Msg::Resize(..)
            | Msg::Drawn(_)
            | Msg::Rest(_)
            | Msg::Stop
            | Msg::Shutdown => false,
        };
        acts && self.desk.is_too_small()
    }

    /// A message that is not for the lock.
    fn take(&mut self, msg: Msg) {
        match msg {
            Msg::Action(action) => {
                self.desk.note = None;
                self.act(action);
                self.warned_to_quit &= action == Action::Global(Global::Interrupt);
            }
            Msg::Edit(request) => self.edit(request),
            Msg::Paste(text) => self.paste(&text),
            Msg::Reply(id, reply) => self.reply(id, *reply),
            Msg::Timer(id) => self.timer(id),
            Msg::Trouble(problem) => self.unrecorded(problem),
            Msg::Resize(columns, rows) => self.resize(columns, rows),
            Msg::Drawn(whole) => self.drawn(whole),
            Msg::Rest(rest) => self.rest(rest),
            Msg::Stop => self.lock_up(Why::Stopped),
            Msg::Shutdown => self.shut_down(),
        }
    }

    /// Ends, whatever goes on.
    pub(super) fn shut_down(&mut self) {
        self.stack.iter_mut().for_each(Screen::cover);
        self.desk.ask(Effect::Quit);
    }

    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Global(action) => self.global(action),
            Action::Move(to) => self.move_to(to),
            Action::Accept => self.accept(),
            Action::Filter(action) => self.narrow(action),
            Action::Lookup(_)
            | Action::User(_)
            | Action::Form(_)
            | Action::Confirm(_)
            | Action::Handoff(_)
            | Action::Card(_)
            | Action::Print(_)
            | Action::Settle(_)
            | Action::Cases(_)
            | Action::Audit(_) => {
                let step = self.stack.last_mut().map(|screen| screen.act(action, &mut self.desk));
                self.step(step.unwrap_or(Step::Stay));
            }
        }
    }

    fn global(&mut self, action: Global) {
        match action {
            Global::Help => self.lay_over(Modal::Help(0)),
            Global::Palette => self.lay_over(Modal::Palette(Palette::default())),
            Global::Cases => {
                let screen = CasesScreen::open(&mut self.desk);
                self.step(Step::Push(Box::new(Screen::Cases(screen))));
            }
            Global::Redraw => self.desk.ask(Effect::Redraw),
            Global::Back if self.modal.is_some() => self.modal = None,
            Global::Back if self.show_all_rows() => {}
            Global::Back if self.is_at_home() => {
                self.desk.say("This is your own page, and all that there is for a self-admin. q quits.");
            }
            Global::Back => {
                let step = self.stack.last_mut().map(|screen| screen.back(&mut self.desk));
                self.step(step.unwrap_or(Step::Stay));
            }
            Global::Quit => match self.reason_to_stay() {
                Some(reason) => self.desk.say(reason),
                None => self.desk.ask(Effect::Quit),
            },
            Global::Lock => self.lock_up(Why::Asked),
            Global::Interrupt => self.interrupt(),
        }
    }

    /// Puts something over the screen. A value below would be cut by it and look like a whole one, so it is covered.
    pub(super) fn lay_over(&mut self, modal: Modal) {
        self.stack.iter_mut().for_each(Screen::cover);
        self.modal = Some(modal);
    }

    /// Ctrl-C: covers what is shown; then warns where something would be lost; then quits.
    fn interrupt(&mut self) {
        if self.shows_secret() {
            self.stack.iter_mut().for_each(Screen::cover);
            self.desk.say("Covered. Ctrl-C once more quits.");
            self.warned_to_quit = true;
        } else if let Some(reason) = self.reason_not_to_quit() {
            self.desk.say(reason);
        } else {
            self.desk.ask(Effect::Quit);
        }
    }

    /// What would be lost, said once: the second time there is no reason any more.
    pub(super) fn reason_not_to_quit(&mut self) -> Option<String> {
        let reason = self.reason_to_stay().filter(|_| !self.warned_to_quit)?;
        self.warned_to_quit = true;
        Some(format!("{reason} Ctrl-C once more quits all the same."))
    }

    pub(super) fn reason_to_stay(&self) -> Option<&'static str> {
        if self.stack.iter().any(Screen::is_sending) || self.desk.is_following_up() {
            Some("A change is on its way.")
        } else if self.stack.iter().any(Screen::is_printing) {
            Some("A sheet is on its way to the printer.")
        } else if self.desk.holds_values() || self.stack.iter().any(Screen::holds_secret) {
            Some("A secret value is held here.")
        } else if self.desk.unsettled().next().is_some() {
            Some("The outcome of a change is still unknown; the next start goes on with it.")
        } else {
            None
        }
    }

    fn move_to(&mut self, to: Move) {
        let below = self.screen_context();
        let height = self.desk.list_rows();
        match &mut self.modal {
            Some(Modal::Help(row)) => {
                let length = Binding::of(below).count();
                *row = moved(*row, length, height, to);
            }
            Some(Modal::Palette(palette)) => {
                palette.selected = moved(palette.selected, palette.rows(below, &self.desk).len(), height, to);
            }
            Some(Modal::Message(_) | Modal::SignIn(_)) => {}
            None => {
                if let Some(screen) = self.stack.last_mut() {
                    screen.moved(to, &mut self.desk);
                }
            }
        }
    }

    /// Enter in a modal.
    fn accept(&mut self) {
        match self.modal.take() {
            Some(Modal::Palette(palette)) => self.choose(palette),
            Some(Modal::SignIn(sign_in)) => self.modal = Some(Modal::SignIn(self.sign_in(sign_in))),
            Some(Modal::Help(_) | Modal::Message(_)) | None => {}
        }
    }

    /// Exchanges the password, once; the caller's own login ID is part of the request.
    fn sign_in(&mut self, mut sign_in: SignIn) -> SignIn {
        if sign_in.call.is_some() || sign_in.count() == 0 {
            return sign_in;
        }
        if let Some(caller) = self.desk.caller.ready() {
            let login_id = caller.login_id.clone();
            let id = self.desk.call_id();
            sign_in.call = Some(id);
            sign_in.problem = None;
            self.desk.ask(Effect::SignIn(id, login_id, sign_in.take()));
        } else {
            self.desk.say("Who is signed in could not be read, so there is no login ID to sign in with.");
        }
        sign_in
    }

    fn edit(&mut self, request: InputRequest) {
        self.desk.note = None;
        self.warned_to_quit = false;
        if let Some(modal) = &mut self.modal {
            modal.edit(request);
            self.need_what_the_palette_asks_for();
        } else if let Some(filter) = self.typed_filter() {
            filter.edit(request);
        } else if let Some(screen) = self.stack.last_mut() {
            screen.edit(request, &mut self.desk);
        }
    }

    fn paste(&mut self, text: &str) {
        self.desk.note = None;
        if self.modal.is_some() {
            self.desk.say("Nothing can be pasted here.");
        } else if let Some(filter) = self.typed_filter() {
            filter.paste(text);
        } else if let Some(screen) = self.stack.last_mut() {
            screen.paste(text, &mut self.desk);
        }
    }

    /// A reply goes to whoever waits for its number. Where nobody does it is dropped, and a secret in it is wiped.
    fn reply(&mut self, id: CallId, reply: Reply) {
        if self.desk.waits_for(id) {
            let start = matches!(reply, Reply::Caller(_) | Reply::Rights(_));
            let cases = matches!(reply, Reply::Cases(_));
            if matches!(reply, Reply::Clipped(Ok(())))
                && let Some(handoff) = self.stack.iter_mut().find(|screen| matches!(screen, Screen::Handoff(_)))
            {
                handoff.was_let_out(&mut self.desk);
            }
            self.desk.take(id, reply);
            self.verdicts();
            if cases {
                self.greet_with_cases();
            }
            if start {
                self.open_oneself();
            }
            if let Some(problem) = self.desk.locked_out().filter(|_| start && self.modal.is_none()) {
                self.modal = Some(Modal::Message(problem.clone()));
            }
            if let [Screen::Lookup(lookup), ..] = &mut self.stack[..] {
                lookup.clients_are_known(&mut self.desk);
            }
        } else if let Reply::SignedIn(result) = reply {
            self.signed_in(id, result);
        } else if let Reply::Unlocked(result) = reply {
            self.unlocked(id, result);
        } else if let Some(place) = self.stack.iter().position(|screen| screen.waits_for(id)) {
            if place + 1 == self.stack.len() && !self.desk.note_stays {
                self.desk.note = None; // it was about waiting for this
            }
            if (place + 1 < self.stack.len() || self.modal.is_some())
                && let Screen::Lookup(lookup) = &mut self.stack[place]
            {
                lookup.opens_nobody();
            }
            let is_printed = matches!(&reply, Reply::Printed(printed)
                if printed.as_ref().map_or_else(PrintFault::may_have_printed, |_| true));
            let step = self.stack[place].reply(id, reply, &mut self.desk);
            if is_printed && let Some(below) = place.checked_sub(1) {
                self.stack[below].was_let_out(&mut self.desk);
            }
            self.step(step);
        }
    }

    /// A line is missing in the journal. The footer would not do: the answer that comes with it takes the note away.
    fn unrecorded(&mut self, problem: Problem) {
        if matches!(self.modal, None | Some(Modal::Message(_))) {
            self.modal = Some(Modal::Message(problem));
        } else {
            self.desk.say(problem.sentences());
        }
    }

    /// A verdict about a user whose page is open makes that page old.
    fn verdicts(&mut self) {
        let Some((id, changed)) = self.desk.take_changed() else { return };
        if matches!(self.stack.last(), Some(Screen::Settle(screen)) if screen.told().id == id) {
            self.desk.note = None; // the screen says it in full
        }
        for screen in &mut self.stack {
            if let Screen::User(screen) = screen
                && *screen.at() == changed
            {
                screen.read(&mut self.desk, false);
            }
        }
    }

    /// The first list of open cases, at the start: what an earlier run has left is seen before anything else is done.
    fn greet_with_cases(&mut self) {
        if std::mem::replace(&mut self.greeted, true) {
            return;
        }
        if let Some(problem) = self.desk.journal_trouble() {
            self.modal = Some(Modal::Message(problem.clone()));
        } else if self.desk.cases().next().is_some() {
            self.step(Step::Push(Box::new(Screen::Cases(CasesScreen::default()))));
        }
    }

    /// A self-admin acts on own credentials only, so that page is opened at once.
    fn open_oneself(&mut self) {
        let caller = self.desk.caller.ready().filter(|_| {
            self.desk.site.self_admin && !self.stack.iter().any(|screen| matches!(screen, Screen::User(_)))
        });
        if let Some((at, name)) = caller.and_then(|caller| caller.at.clone().zip(Some(caller.name.clone()))) {
            let screen = UserScreen::open(at, name, 0, &mut self.desk);
            // Below what an earlier run has left, should that be shown already.
            self.stack.insert(1, Screen::User(Box::new(screen)));
        }
    }

    /// A self-admin's own page: below it is only the search, in which a self-admin finds nobody.
    fn is_at_home(&self) -> bool {
        self.desk.site.self_admin && matches!(self.stack[..], [Screen::Lookup(_), Screen::User(_)])
    }

    fn signed_in(&mut self, id: CallId, result: Result<(), Problem>) {
        let Some(Modal::SignIn(sign_in)) = self.modal.as_mut().filter(|modal| modal.waits_for(id)) else { return };
        sign_in.call = None;
        match result {
            Ok(()) => {
                self.desk.signed_in = true;
                self.modal = None;
                self.desk.say("Signed in. Nothing else was sent: press the same key once more.");
            }
            Err(problem) => sign_in.problem = Some(problem),
        }
    }

    fn timer(&mut self, id: TimerId) {
        self.desk.second(id);
        self.desk.unclip(id);
        for screen in &mut self.stack {
            screen.timer(id, &mut self.desk);
        }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.desk.size = (columns, rows);
        if self.desk.is_too_small() {
            self.stack.iter_mut().for_each(Screen::cover);
        }
        if let [Screen::Lookup(lookup), ..] = &mut self.stack[..] {
            lookup.fetch_visible(&mut self.desk);
        }
    }

    fn drawn(&mut self, whole: bool) {
        if let Some(screen) = self.stack.last_mut().filter(|_| self.modal.is_none()) {
            screen.was_drawn(whole, &mut self.desk);
        }
    }
}
