//! A conversation on a terminal: each answer is typed when its question stands there.

use crate::place::Place;
use crate::pty::{Pty, Start};

/// A running conversation.
pub struct Talk {
    pub pty: Pty,
    heard: usize,
}

impl Talk {
    /// Begins at a place.
    pub fn at(place: &Place) -> Self {
        Self::start(&["--plain", "--config", &place.config()], &[])
    }

    /// Begins with this command line.
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let environment = [&[("TZ", "Europe/Zurich"), ("CUPS_SERVER", "/nowhere/no-scheduler")], environment].concat();
        let pty = Pty::start(&Start { arguments, environment: &environment, ..Start::default() });
        Self { pty, heard: 0 }
    }

    /// Waits for a prompt.
    pub fn wait_for(&mut self, prompt: &str) {
        self.pty.wait_for_bytes(self.heard, &format!("{prompt}: "));
    }

    /// Waits for a prompt, and types an answer.
    pub fn answer(&mut self, prompt: &str, answer: &str) {
        self.wait_for(prompt);
        self.heard = self.pty.raw().len();
        self.pty.send(&format!("{answer}\n"));
    }

    /// The same several times.
    pub fn answers(&mut self, answers: &[(&str, &str)]) {
        for (prompt, answer) in answers {
            self.answer(prompt, answer);
        }
    }

    /// Everything that stood there, without the terminal's own carriage returns.
    pub fn all(&self) -> String {
        self.pty.raw().replace("\r\n", "\n")
    }
}
