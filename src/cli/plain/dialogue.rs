//! Questions and answers: what can be answered to every question, and what happens when nobody answers.
//!
//! `b` goes back, `q` leaves, `?` explains, an empty line asks again. What none of this is, and no answer either, gets a
//! sentence and the question once more.

use tokio::select;
use tokio::time::{Instant, sleep_until};

use crate::cli::plain::ears::{Ears, Line};
use crate::cli::plain::halt::{Halt, Heard};
use crate::cli::plain::voice::Voice;
use crate::domain::idle::Idle;
use crate::runtime::errand::Interrupt;
use crate::secret::{Secret, SecretInput};

/// What can be answered anywhere.
const EVERYWHERE: &str =
    "b goes back, q leaves credesk, a question mark explains. An empty line asks the question again.";

/// A question.
#[derive(Debug, Default)]
pub struct Question<'a> {
    /// What is asked, a line each.
    pub lines: Vec<String>,
    /// What stands before the answer.
    pub prompt: &'a str,
    /// What `?` says.
    pub help: &'a str,
    /// An answer that counts even where it is `b`, `q` or `?`: a login ID can be that short.
    pub word: Option<&'a str>,
    /// An empty line is an answer.
    pub takes_nothing: bool,
}

/// What is held while it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// Nothing secret.
    Nothing,
    /// A card that can be read again: it is wiped when nobody answers.
    Card,
    /// A new value that was not noted as handed over: leaving asks once more, too.
    Value,
}

/// Whoever asks and hears.
#[derive(Debug)]
pub struct Dialogue {
    voice: Voice,
    ears: Ears,
    interrupt: Interrupt,
    idle: Idle,
    /// The last answer, or the end of the last work.
    since: Instant,
    holding: Holding,
    wiped: bool,
}

impl Dialogue {
    /// Begins.
    pub fn new(voice: Voice, ears: Ears, interrupt: Interrupt, idle: Idle) -> Self {
        Self { voice, ears, interrupt, idle, since: Instant::now(), holding: Holding::Nothing, wiped: false }
    }

    /// Says something.
    pub fn say(&self, text: impl AsRef<str>) {
        self.voice.say(text.as_ref());
    }

    /// Says a line as it is, however long: a value.
    pub fn exactly(&self, line: &str) {
        self.voice.prompt(line);
        self.voice.prompt("\n");
    }

    /// True where accents and other scripts are written around.
    pub fn is_ascii(&self) -> bool {
        self.voice.is_ascii()
    }

    /// True where what is typed can be kept from appearing.
    pub fn can_hide(&self) -> bool {
        self.ears.is_terminal()
    }

    /// From now on this is held.
    pub fn hold(&mut self, holding: Holding) {
        (self.holding, self.wiped) = (holding, false);
    }

    /// The operator could not answer until now.
    pub fn worked(&mut self) {
        self.since = Instant::now();
    }

    /// Throws away what was typed ahead.
    pub fn forget(&self) {
        self.ears.forget();
    }

    /// Waits for something that may be given up at any time: a reading. Never for a change.
    ///
    /// # Errors
    /// It was interrupted before.
    pub async fn wait<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Halt> {
        let done = select! {
            done = waiting => Ok(done),
            number = self.interrupt.raised() => Err(Halt::Signal(number)),
        };
        self.worked();
        done
    }

    /// Asks for one of several things, by number. Counts from zero.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn choose(&mut self, ask: &str, choices: &[String], help: &str) -> Heard<usize> {
        let mut lines = vec![ask.to_owned()];
        lines.extend(choices.iter().enumerate().map(|(place, choice)| format!("{}. {choice}", place + 1)));
        let question = Question { lines, prompt: "Number", help, ..Question::default() };
        let count = choices.len();
        self.ask(&question, |typed| number(typed, count)).await
    }

    /// Asks until there is an answer that `read` takes; what it says otherwise is said.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn ask<T>(
        &mut self,
        question: &Question<'_>,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Heard<T> {
        loop {
            self.put(question);
            let line = self.line(false).await?;
            let typed = match text_of(&line) {
                Ok(typed) => typed,
                Err(sentence) => {
                    self.say(sentence);
                    continue;
                }
            };
            let is_word = question.word == Some(typed);
            match typed.trim() {
                "" if !question.takes_nothing => {}
                "b" if !is_word => return Ok(None),
                "q" if !is_word => self.leave().await?,
                "?" if !is_word => self.explain(question),
                _ => match read(typed) {
                    Ok(answer) => return Ok(Some(answer)),
                    Err(sentence) => self.say(sentence),
                },
            }
        }
    }

    /// Asks for something that must not appear. `None`: back. Only where [`Dialogue::can_hide`] says so. `right` counts as an
    /// answer even where it is `b`, `q` or `?`.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn secret(&mut self, question: &Question<'_>, right: Option<&Secret>) -> Heard<SecretInput> {
        loop {
            let Some(hidden) = Ears::hide() else { return Ok(None) };
            self.put(question);
            let line = self.line(true).await;
            drop(hidden);
            self.voice.prompt("\n"); // the one that was typed did not appear
            let line = line?;
            match text_of(&line) {
                Ok("") => {}
                Ok(typed) => {
                    let mut field = SecretInput::new();
                    let fits = typed.chars().all(|character| field.push(character));
                    // What is waited for may be a b itself.
                    let is_right = right.is_some_and(|right| field.is(right));
                    match typed {
                        "b" if !is_right => return Ok(None),
                        "q" if !is_right => self.leave().await?,
                        "?" if !is_right => self.explain(question),
                        _ if fits => return Ok(Some(field)),
                        _ => self.say("That is longer than it can be."),
                    }
                }
                Err(sentence) => self.say(sentence),
            }
        }
    }

    /// The same as a whole secret.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn password(&mut self, question: &Question<'_>) -> Heard<Secret> {
        Ok(self.secret(question, None).await?.map(|mut field| field.take()))
    }

    fn put(&self, question: &Question<'_>) {
        self.say("");
        question.lines.iter().for_each(|line| self.say(line));
        let end = if self.ears.is_terminal() { ": " } else { ":\n" };
        self.voice.prompt(&format!("{}{end}", question.prompt));
    }

    fn explain(&self, question: &Question<'_>) {
        if !question.help.is_empty() {
            self.say(question.help);
        }
        self.say(EVERYWHERE);
    }

    /// `q`: asks once more where a value would be lost.
    async fn leave(&mut self) -> Result<(), Halt> {
        while self.holding == Holding::Value {
            let lines = [
                "The new value was not noted as handed over. It is wiped when you leave.",
                "1. Leave all the same.",
                "2. Stay.",
            ];
            let lines = lines.map(String::from).to_vec();
            self.put(&Question { lines, prompt: "Number", ..Question::default() });
            let line = self.line(false).await?;
            match text_of(&line).map(str::trim) {
                Ok("1" | "q") => break,
                Ok("2" | "b") => return Ok(()),
                Ok(_) => self.say("That is no answer here. Type 1 or 2."),
                Err(sentence) => self.say(sentence),
            }
        }
        Err(Halt::Quit)
    }

    async fn line(&mut self, hidden: bool) -> Result<Line, Halt> {
        if self.voice.is_deaf() {
            return Err(Halt::Deaf);
        }
        let wipes = self.holding != Holding::Nothing && !self.wiped;
        let wipe = (wipes && self.idle.wipe < self.idle.end).then_some(self.idle.wipe);
        let until = self.since + wipe.unwrap_or(self.idle.end);
        let heard = select! {
            biased;
            number = self.interrupt.raised() => Err(Halt::Signal(number)),
            line = self.ears.line() => line.ok_or(Halt::EndOfInput),
            () = sleep_until(until) => Err(if wipe.is_some() { Halt::Wiped } else { Halt::Idle }),
        };
        match heard {
            Ok(line) => {
                self.since = Instant::now();
                Ok(line)
            }
            Err(halt) => {
                // Idle counts from the last answer, also where the wiping came in between.
                self.wiped |= halt == Halt::Wiped;
                if !hidden {
                    self.voice.prompt("\n"); // nobody has ended the line of the prompt
                }
                Err(halt)
            }
        }
    }
}

/// A line as a text.
fn text_of(line: &Line) -> Result<&str, &'static str> {
    if line.too_long {
        return Err("That line is too long, and was not taken.");
    }
    let text = str::from_utf8(&line.bytes).map_err(|_| "That line is not UTF-8, and was not taken.")?;
    if text.chars().any(char::is_control) {
        return Err("That line holds control characters, and was not taken.");
    }
    Ok(text)
}

/// A number from one to `count`, counted from zero.
pub fn number(typed: &str, count: usize) -> Result<usize, String> {
    let typed = typed.trim();
    let number = typed.strip_suffix('.').unwrap_or(typed).parse::<usize>().ok();
    number.filter(|number| (1..=count).contains(number)).map(|number| number - 1).ok_or_else(|| match count {
        1 => "That is no answer here. Type 1.".into(),
        2 => "That is no answer here. Type 1 or 2.".into(),
        count => format!("That is no answer here. Type a number from 1 to {count}."),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::runtime::Builder;
    use zeroize::Zeroizing;

    use super::*;

    fn line(text: &str) -> Line {
        Line { bytes: Zeroizing::new(text.as_bytes().to_vec()), too_long: false }
    }

    #[test]
    fn without_an_answer_a_value_is_wiped_first_and_then_it_ends() {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (wipe, end) = (Duration::from_millis(20), Duration::from_millis(60));
            let idle = Idle { wipe, ..Idle::ending_after(end) };
            let (ears, answers, _requests) = Ears::of_a_test();
            let mut dialogue = Dialogue::new(Voice::of_a_test(), ears, Interrupt::default(), idle);
            let choices = ["Yes.".to_owned(), "No.".into()];
            let begun = Instant::now();
            dialogue.hold(Holding::Value);
            assert_eq!(dialogue.choose("?", &choices, "").await, Err(Halt::Wiped));
            assert!(begun.elapsed() >= wipe);
            dialogue.hold(Holding::Nothing);
            // Counted from the last answer, and not from the wiping. The line that was waited for is taken by the next
            // question.
            answers.send(Some(line("2"))).unwrap();
            assert_eq!(dialogue.choose("?", &choices, "").await, Ok(Some(1)));
            let answered = dialogue.since;
            assert_eq!(dialogue.choose("?", &choices, "").await, Err(Halt::Idle));
            assert!(answered.elapsed() >= end);
            // A short life ends before the rest has its turn.
            dialogue.idle = Idle { wipe: Duration::from_mins(10), ..Idle::ending_after(wipe) };
            dialogue.hold(Holding::Value);
            assert_eq!(dialogue.choose("?", &choices, "").await, Err(Halt::Idle));
        });
    }

    #[test]
    fn a_word_that_is_asked_for_is_an_answer_even_where_it_is_a_command() {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (ears, answers, _requests) = Ears::of_a_test();
            let mut dialogue = Dialogue::new(Voice::of_a_test(), ears, Interrupt::default(), Idle::default());
            let question = Question { word: Some("q"), prompt: "Confirm", ..Question::default() };
            answers.send(Some(line("q"))).unwrap();
            assert_eq!(dialogue.ask(&question, |typed| Ok(typed.to_owned())).await, Ok(Some("q".into())));
            answers.send(Some(line("b"))).unwrap();
            assert_eq!(dialogue.ask(&question, |typed| Ok(typed.to_owned())).await, Ok(None));
            answers.send(None).unwrap();
            assert_eq!(dialogue.ask(&question, |typed| Ok(typed.to_owned())).await, Err(Halt::EndOfInput));
        });
    }
}
