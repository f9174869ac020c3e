//! A table of names: each name once, with the forms it is compared in and its part of a login ID.

use super::fold::{Folded, words};
use std::collections::HashMap;

/// Stands for "no name" in a [`Names`] table.
pub(super) const NONE: u16 = 0;

/// One name of a table.
pub(super) struct Name {
    pub text: &'static str,
    pub folded: Folded,
    /// What a login ID is made of: `Müller` gives `mueller`.
    pub login: String,
    /// The same for all names with the same `login`, such as `Müller` and `Mueller`.
    pub login_number: u16,
}

impl Name {
    /// Whether the name can be half of a double name: `Meier-Keller`, but not `von Gunten-Keller`.
    pub fn is_one_word(&self) -> bool {
        words(self.text).eq([self.text])
    }
}

/// All first names, or all family names.
pub(super) struct Names {
    list: Vec<Name>,
    numbers: HashMap<&'static str, u16>,
    login_numbers: HashMap<String, u16>,
    /// What joins the words of one name in a login ID.
    joint: &'static str,
}

impl Names {
    pub fn new(joint: &'static str) -> Self {
        let mut names = Self { list: Vec::new(), numbers: HashMap::new(), login_numbers: HashMap::new(), joint };
        names.add("");
        names
    }

    /// The number of a name in this table; a new one is put at the end.
    pub fn add(&mut self, text: &'static str) -> u16 {
        let next = number(self.list.len());
        let found = *self.numbers.entry(text).or_insert(next);
        if found == next {
            let folded = Folded::new(text);
            let login = words(&folded.written_out).collect::<Vec<_>>().join(self.joint);
            let next_login = number(self.login_numbers.len());
            let login_number = *self.login_numbers.entry(login.clone()).or_insert(next_login);
            self.list.push(Name { text, folded, login, login_number });
        }
        found
    }

    pub fn get(&self, number: u16) -> &Name {
        &self.list[usize::from(number)]
    }

    /// In the order of their numbers, [`NONE`] first.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.list.iter()
    }

    /// The `login_number` of a part of a login ID, which is never [`NONE`].
    pub fn login_number(&self, login: &str) -> Option<u16> {
        self.login_numbers.get(login).copied().filter(|number| *number != NONE)
    }
}

/// The lists are a few thousand names long; a test of the catalogue sees to it that they stay so.
fn number(len: usize) -> u16 {
    u16::try_from(len).unwrap_or(u16::MAX)
}
