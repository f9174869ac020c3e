//! A value said: spelt in groups of four, or whole; and compared with what a caller reads back. One of the files that look into a
//! secret; what is made of it is wiped.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::app::screen::handoff::GROUP;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::dialogue::Question;
use crate::cli::plain::halt::Halt;
use crate::cli::plain::value::Held;
use crate::domain::look_alike::remark;
use crate::domain::spelling::{Alphabet, Kind, first_for};
use crate::secret::Secret;

const HELP: &str = "Only Enter: the next group. b: the group before; in the first group, back to the value. w: the next alphabet. \
                    e: end. Spaces are not part of the value. Capitals count.";
const KEYS: &str = "Only Enter says the next group, b the one before, w takes another alphabet, e ends.";
const CHECK_HELP: &str =
    "Type the characters of the group as the caller says them. They are compared and do not appear.";

/// An answer while it is spelt.
enum Turn {
    Next,
    Alphabet,
    End,
}

impl Desk<'_> {
    /// Spells it, group by group.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn spell(&mut self, held: &mut Held) -> Result<(), Halt> {
        let count = held.new.value.count().div_ceil(GROUP);
        let mut chosen = first_for(&self.site.alphabets, &held.subject.user.language);
        let mut group = 0;
        let (mut named, mut first) = (None, true);
        while group < count {
            let Some(alphabet) = self.site.alphabets.get(chosen).map(Arc::clone) else { return Ok(()) };
            if named != Some(chosen) {
                self.say(format!("Alphabet: {}.", alphabet.name()));
                named = Some(chosen);
            }
            self.seen(held).await;
            self.say("");
            self.say(format!("Group {} of {count}.", group + 1));
            for line in group_lines(&held.new.value, group, &alphabet) {
                self.say(&*line);
            }
            // Said once: whoever listens does not want to hear it with every group.
            let lines = if std::mem::take(&mut first) { vec![KEYS.to_owned()] } else { Vec::new() };
            let question = Question { lines, prompt: "Next", help: HELP, takes_nothing: true, ..Question::default() };
            let read = |typed: &str| match typed.trim() {
                "" => Ok(Turn::Next),
                "w" => Ok(Turn::Alphabet),
                "e" => Ok(Turn::End),
                _ => Err("That is no answer here. Press Enter for the next group, or type e to end.".to_owned()),
            };
            match self.dialogue.ask(&question, read).await? {
                Some(Turn::Next) => group += 1,
                Some(Turn::Alphabet) => chosen = (chosen + 1) % self.site.alphabets.len().max(1),
                None if group > 0 => group -= 1,
                Some(Turn::End) | None => return Ok(()),
            }
        }
        self.say("That was the last group.");
        Ok(())
    }

    /// Says it whole, on a line of its own.
    pub async fn show_whole(&mut self, held: &mut Held) {
        self.say("The value, on the next line:");
        self.dialogue.exactly(held.new.value.expose());
        self.seen(held).await;
    }

    /// Compares, group by group, what the caller reads back. Says where it differs, and never what would be right.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn read_back(&mut self, value: &Secret) -> Result<(), Halt> {
        let groups = groups(value);
        let mut group = 0;
        while let Some(right) = groups.get(group) {
            let place = group + 1;
            let question = Question {
                lines: vec![format!("Type group {place} of {} as the caller says it.", groups.len())],
                prompt: "Group",
                help: CHECK_HELP,
                ..Question::default()
            };
            let Some(typed) = self.dialogue.secret(&question, Some(right)).await? else { return Ok(()) };
            match typed.differs_from(right) {
                None if typed.count() == right.count() => {
                    self.say(format!("Group {place} is right."));
                    group += 1;
                }
                None => self.say(format!("Right so far, but group {place} has {} characters.", right.count())),
                Some(at) if at >= right.count() => {
                    self.say(format!("That is too long: group {place} has {} characters.", right.count()));
                }
                Some(at) => {
                    self.say(format!(
                        "Group {place} differs at its character {}. Have group {place} said again.",
                        at + 1
                    ));
                }
            }
        }
        self.say(format!("Read back: all {} characters are right.", value.count()));
        Ok(())
    }
}

/// The value in groups of four.
fn groups(value: &Secret) -> Vec<Secret> {
    let mut groups: Vec<Secret> = Vec::with_capacity(value.count().div_ceil(GROUP));
    let mut characters = value.expose().chars().peekable();
    while characters.peek().is_some() {
        // Never grows, so that no copy stays behind.
        let mut group = String::with_capacity(GROUP * 4);
        group.extend(characters.by_ref().take(GROUP));
        groups.push(Secret::new(group));
    }
    groups
}

/// A line for each character of a group: it, its word, what kind it is, and what it is easily taken for.
fn group_lines(value: &Secret, group: usize, alphabet: &Alphabet) -> Vec<Zeroizing<String>> {
    let mut characters = Zeroizing::new(Vec::with_capacity(value.count()));
    characters.extend(value.expose().chars());
    let places = (group * GROUP..characters.len()).take(GROUP);
    places.map(|at| spelt(&characters, at, alphabet)).collect()
}

/// `T: TANGO, CAPITAL.`
fn spelt(characters: &[char], at: usize, alphabet: &Alphabet) -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::with_capacity(160));
    let Some(&character) = characters.get(at) else { return line };
    let word = Zeroizing::new(alphabet.word(character).unwrap_or_default());
    if character == ' ' {
        line.push_str("space");
    } else {
        line.push(character);
    }
    for part in [": ", &word, ", ", Kind::of(character).map_or("", |kind| alphabet.kind_name(kind)), "."] {
        line.push_str(part);
    }
    let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
    if let Some(remark) = remark(before, character, characters.get(at + 1).copied()) {
        for part in [" Careful: ", remark, "."] {
            line.push_str(part);
        }
    }
    line
}

/// A short secret text, such as a cell of a card, spelt: a line for each character.
pub fn spelt_cell(text: &str, alphabet: &Alphabet) -> Vec<Zeroizing<String>> {
    let mut characters = Zeroizing::new(Vec::with_capacity(text.len()));
    characters.extend(text.chars());
    (0..characters.len()).map(|at| spelt(&characters, at, alphabet)).collect()
}
