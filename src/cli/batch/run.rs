//! Works through a list, one user after the other, and decides after each whether the rest has its turn.

use std::cell::Cell;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use crate::cli::batch::earlier::{found_out, skipped};
use crate::cli::batch::list::Row;
use crate::cli::batch::pace::Pace;
use crate::cli::batch::plan::{Plan, Step};
use crate::cli::batch::progress::Progress;
use crate::cli::batch::report::Report;
use crate::cli::batch::row::{Done, INTERRUPTED, Terms, carry_out};
use crate::cli::batch::weight::{MOST_IN_A_ROW, Weight};
use crate::cli::exit::Exit;
use crate::cli::office::until_interrupted;
use crate::cli::talk::say;
use crate::domain::batch::{Fate, Told};
use crate::domain::fault::Asked;
use crate::runtime::errand::{self, Office};

/// What is said where somebody wanted an end.
const ENDED: &str = "Interrupted: who was on the way was finished, and nobody else was begun.";

/// A run.
pub struct Run<'a> {
    /// Where it is done.
    pub office: &'a mut Office,
    /// What holds for everybody.
    pub terms: Terms,
    /// The users.
    pub rows: &'a [Row],
    /// What is to be done with each.
    pub plan: Plan,
    /// When the next one may begin.
    pub pace: Pace,
    /// Goes on where it is not known what became of somebody.
    pub keep_going: bool,
    /// Where each of them is told of.
    pub report: Report,
    /// How a person reads a time.
    pub told: fn(Timestamp) -> String,
}

/// Why the rest had no turn.
struct End {
    exit: Exit,
    why: String,
}

impl Run<'_> {
    /// Works through the list. Says how it ended.
    pub async fn go(mut self) -> Exit {
        let mut progress = Progress::new(self.rows.len());
        let begun = Instant::now();
        let (mut end, mut in_a_row) = (None::<End>, 0);
        for (row, step) in self.rows.iter().zip(std::mem::take(&mut self.plan.steps)) {
            if let (None, Some(number)) = (&end, self.office.interrupt.number()) {
                end = Some(End { exit: Exit::Signal(number), why: ENDED.into() });
            }
            if end.is_some() {
                let told = row.told(Fate::NotTried, "The run ended before.");
                if self.report.tell(&told).is_err() {
                    return unread(None);
                }
                continue;
            }
            let done = Box::pin(self.one(row, &step, begun, &progress)).await;
            progress.clear();
            if self.report.tell(&done.told).is_err() {
                return unread(Some(&done.told));
            }
            end = self.note(&done).await;
            progress.done(&done.told);
            in_a_row = if matches!(done.weight, Weight::Away | Weight::Doubt) { in_a_row + 1 } else { 0 };
            end = end.or_else(|| self.weigh(&done, in_a_row));
        }
        progress.clear();
        self.finish(end.as_ref())
    }

    async fn one(&mut self, row: &Row, step: &Step, begun: Instant, progress: &Progress) -> Done {
        let when = match step {
            Step::Do => String::new(),
            Step::Skip(tried) | Step::FindOut(tried) => (self.told)(tried.confirmed),
        };
        let first = Cell::new(true);
        let name = row.login_id.as_str();
        let left = |left: u64| progress.waits(name, left, first.replace(false));
        match step {
            Step::Skip(tried) => return skipped(row, &self.terms, tried, &when),
            Step::FindOut(tried) => {
                if let Some(done) = found_out(self.office, row, &self.terms, (tried, &when), left).await {
                    return done;
                }
            }
            Step::Do => {}
        }
        if !self.terms.dry_run {
            let due = begun + self.pace.due(begun.elapsed());
            let interrupt = self.office.interrupt.clone();
            if let Err((exit, _)) = until_interrupted(&interrupt, sleep_until(due)).await {
                let told = row.told(Fate::NotTried, INTERRUPTED);
                return Done { told, weight: Weight::End(exit), notes: Vec::new() };
            }
        }
        let said = |errand::Progress::Settling(seconds)| left(seconds);
        Box::pin(carry_out(self.office, row, &self.terms, self.plan.batch, said)).await
    }

    /// Tells the journal that the report has it. Where that fails nothing more is sent.
    async fn note(&self, done: &Done) -> Option<End> {
        let id = done.told.operation?;
        for event in &done.notes {
            if let Err(fault) = self.office.tell(id, event.clone()).await {
                let why = fault.problem(Asked::Read, None).what;
                let why = format!("{why} The report is right; the journal lists operation {id} as open.");
                return Some(End { exit: Exit::Journal, why });
            }
        }
        None
    }

    fn weigh(&self, done: &Done, in_a_row: usize) -> Option<End> {
        let (line, login_id) = (done.told.line, &done.told.login_id);
        let sentence = &done.told.sentence;
        match done.weight {
            Weight::End(Exit::Signal(number)) => {
                let exit = Exit::Signal(self.office.interrupt.number().unwrap_or(number));
                Some(End { exit, why: ENDED.into() })
            }
            Weight::End(exit) => Some(End { exit, why: sentence.clone() }),
            Weight::Doubt if !self.keep_going && !self.is_last(line) => Some(End {
                exit: Exit::OutcomeUnknown,
                why: format!(
                    "Stopped at line {line}, {login_id}: see what the user holds now. With --keep-going such a one does not stop the run."
                ),
            }),
            Weight::Away | Weight::Doubt if in_a_row >= MOST_IN_A_ROW && !self.is_last(line) => Some(End {
                exit: Exit::Refused,
                why: format!(
                    "Stopped: {in_a_row} users in a row met the same kind of trouble. The last one: {sentence}"
                ),
            }),
            Weight::Alone | Weight::Away | Weight::Doubt => None,
        }
    }

    fn is_last(&self, line: usize) -> bool {
        self.rows.last().is_some_and(|row| row.line == line)
    }

    fn finish(&self, end: Option<&End>) -> Exit {
        let count = |fate| self.report.count(fate);
        let exit = match end {
            _ if count(Fate::Unknown) + count(Fate::ValueLost) > 0 => Exit::OutcomeUnknown,
            Some(end) => end.exit,
            None if self.report.counted().iter().any(|(fate, count)| !fate.is_well() && *count > 0) => Exit::Refused,
            None => Exit::Done,
        };
        let counts: Vec<_> = self.report.counted().into_iter().filter(|(_, count)| *count > 0).collect();
        let counts: Vec<_> =
            counts.iter().map(|(fate, count)| format!("{count} {}", fate.word().replace('-', " "))).collect();
        if let Some(end) = end {
            say(&end.why);
        }
        let users = self.rows.len();
        let plural = if users == 1 { "" } else { "s" };
        say(format_args!("{users} user{plural}: {}. Batch {}.", counts.join(", "), self.plan.batch));
        let left = count(Fate::NotTried) + count(Fate::NotSent) + count(Fate::NotCarriedOut) + count(Fate::Unknown);
        if left > 0 && !self.terms.dry_run {
            say("The same command with --resume carries on: it does nobody twice, and reads first what is unknown.");
        }
        match self.report.end(exit) {
            Ok(()) => exit,
            Err(_) => unread(None),
        }
    }
}

/// Nobody reads the report any more. What was carried out and not told of stays an open case.
fn unread(last: Option<&Told>) -> Exit {
    say("Stopped: the report could not be written to standard output, so nothing more was sent.");
    if let Some(last) = last
        && let Some(id) = last.operation
    {
        let (line, login_id, word) = (last.line, &last.login_id, last.fate.word());
        say(format_args!(
            "Not in the report: line {line}, {login_id}: {word}. It stays an open case of the journal: credesk audit show {id}"
        ));
        return Exit::OutcomeUnknown;
    }
    Exit::Refused
}

/// The rate where none is asked for: kind to a server that others work with, and none for one on this host.
pub fn rate(asked: Option<u32>, is_loopback: bool) -> Option<u32> {
    const KIND: u32 = 60;
    asked.or_else(|| (!is_loopback).then_some(KIND))
}

/// How long a run takes at least.
pub fn at_least(rate: u32, users: usize) -> Duration {
    let users = u32::try_from(users.saturating_sub(1)).unwrap_or(u32::MAX);
    Duration::from_mins(1).saturating_mul(users) / rate.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_on_this_host_is_asked_without_a_limit() {
        assert_eq!([rate(None, true), rate(None, false), rate(Some(7), true)], [None, Some(60), Some(7)]);
        assert_eq!(at_least(60, 1000), Duration::from_secs(999));
        assert_eq!((at_least(1, 0), at_least(60, 1)), (Duration::ZERO, Duration::ZERO));
    }
}
