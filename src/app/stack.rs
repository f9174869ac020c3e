//! The stack of screens: what comes on top, what goes, and what is read again when it has gone. Why, the screens decide.

use crate::app::App;
use crate::app::modal::{Modal, SignIn};
use crate::app::screen::{Screen, Step};

impl App {
    /// What was said about one screen is not said about another.
    pub(super) fn step(&mut self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Push(screen) => {
                self.desk.note = None;
                self.stack.push(*screen);
            }
            Step::Back => {
                self.desk.note = None;
                self.pop();
            }
            Step::SignIn => self.lay_over(Modal::SignIn(SignIn::default())),
            Step::Finish(mut result) => {
                self.leave_to_user();
                if let (Screen::Card(card), Some(Screen::User(user))) = (&mut *result, self.stack.last()) {
                    card.find_place(user.credentials().ready().map_or(&[], Vec::as_slice));
                }
                self.read_user_again();
                // A message is about something else, and has to be read all the same.
                self.modal = self.modal.take().filter(|modal| matches!(modal, Modal::Message(_)));
                self.desk.note = None;
                self.stack.push(*result);
            }
        }
    }

    /// Leaves the screen on top. A user screen below is read again where a change may have gone out.
    fn pop(&mut self) {
        let was_sent = match self.stack.last() {
            Some(Screen::Confirm(screen)) => screen.was_sent(),
            Some(
                Screen::Lookup(_)
                | Screen::User(_)
                | Screen::Form(_)
                | Screen::Handoff(_)
                | Screen::Card(_)
                | Screen::Print(_)
                | Screen::Settle(_)
                | Screen::Cases(_)
                | Screen::Audit(_),
            )
            | None => false,
        };
        if was_sent {
            self.leave_to_user();
            self.read_user_again();
        } else if self.stack.len() > 1 {
            self.leave();
        }
    }

    /// Down to the user's page, or to the second screen where there is none.
    pub(super) fn leave_to_user(&mut self) {
        let user = self.stack.iter().rposition(|screen| matches!(screen, Screen::User(_)));
        while self.stack.len() > user.map_or(2, |place| place + 1) {
            self.leave();
        }
    }

    pub(super) fn leave(&mut self) {
        if let Some(mut screen) = self.stack.pop() {
            screen.leave(&mut self.desk);
        }
    }

    pub(super) fn read_user_again(&mut self) {
        if let Some(Screen::User(screen)) = self.stack.last_mut() {
            screen.read(&mut self.desk, false);
        }
    }
}
