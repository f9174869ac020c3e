//! The five operations by keyboard, step by step, on the page of demo.all.

use crate::pty::Pty;

pub const ENTER: &str = "\r";
pub const DONE: &str = "d";
const WORD: &str = "demo.all";

/// How far an operator goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upto {
    Start,
    Confirmed,
    Shown,
    HandedOver,
}

/// One of the five.
#[derive(Debug)]
pub struct Operation {
    pub name: &'static str,
    /// As the open cases call it.
    pub title: &'static str,
    /// Where its credential stands on the page, from the top.
    row: usize,
    credential: &'static str,
    /// There is something to read out.
    pub has_value: bool,
    /// What is told when its answer was lost.
    pub lost: &'static str,
}

pub const OPERATIONS: [Operation; 5] = [
    Operation {
        name: "PUK",
        title: "Regenerate the PUK",
        row: 0,
        credential: "PUK",
        has_value: false,
        lost: "The old PUK no longer works. The new one was lost with the answer, unless",
    },
    Operation {
        name: "password",
        title: "Reset the temporary strong password",
        row: 1,
        credential: "Temporary strong password",
        has_value: true,
        lost: "The old password no longer works. The new one was lost with the answer, unless",
    },
    Operation {
        name: "ticket",
        title: "Regenerate the ticket",
        row: 2,
        credential: "Ticket",
        has_value: false,
        lost: "The old ticket no longer works. The new one was lost with the answer, unless",
    },
    Operation {
        name: "device",
        title: "Update the device password",
        row: 3,
        credential: "Device password",
        has_value: true,
        lost: "the new one is gone with the credesk that made it",
    },
    Operation {
        name: "card",
        title: "Replace the OTP card",
        row: 4,
        credential: "OTP card",
        has_value: true,
        lost: "The new one is not lost: v on the card shows it",
    },
];

impl Operation {
    /// Goes as far as asked; the program may die under the last key.
    pub fn drive(&self, pty: &mut Pty, upto: Upto) {
        if upto == Upto::Start {
            return;
        }
        self.ready(pty);
        pty.send(ENTER);
        if upto >= Upto::Shown {
            self.show(pty);
        }
        if upto >= Upto::HandedOver {
            pty.send(DONE);
        }
    }

    /// The same where the program may die before the screen shows what the last key brought.
    pub fn drive_to_its_death(&self, pty: &mut Pty, upto: Upto) {
        match upto {
            Upto::Shown if self.has_value => {
                self.drive(pty, Upto::Confirmed);
                self.await_result(pty);
                pty.wait_until_it_listens();
                pty.send("v");
            }
            Upto::Shown => self.drive(pty, Upto::Confirmed),
            Upto::Start | Upto::Confirmed | Upto::HandedOver => self.drive(pty, upto),
        }
    }

    /// Up to the confirmation with the word typed: the next Enter sends.
    pub fn ready(&self, pty: &mut Pty) {
        self.ask(pty);
        if self.name == "device" {
            pty.wait_for("credesk makes a new one");
            pty.send(ENTER);
        }
        type_word(pty);
    }

    /// Opens the page, goes to the credential, and asks for a new value.
    pub fn ask(&self, pty: &mut Pty) {
        pty.open_page(WORD);
        pty.send(&"j".repeat(self.row));
        pty.wait_for(&format!("> {}", self.credential));
        pty.send("r");
    }

    /// Waits for the result, which is covered where there is something to see.
    pub fn await_result(&self, pty: &mut Pty) {
        pty.wait_for(match self.name {
            "card" => "Covered: press v.",
            _ if self.has_value => "Ready to read out?",
            _ => ": done",
        });
    }

    /// Waits for the result and uncovers it.
    pub fn show(&self, pty: &mut Pty) {
        self.await_result(pty);
        pty.wait_until_it_listens();
        if self.has_value {
            pty.send("v");
            if self.name == "card" {
                pty.wait_without("....");
            } else {
                pty.wait_for("====");
            }
        }
    }
}

/// Types the word once the confirmation is there and has read the newest state.
pub fn type_word(pty: &mut Pty) {
    pty.wait_for("type demo.all and press Enter");
    pty.wait_without("eading the newest state");
    pty.wait_until_it_listens();
    pty.send(WORD);
    pty.wait_for("> demo.all");
}
