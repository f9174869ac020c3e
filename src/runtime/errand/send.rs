//! Sends a confirmed draft: once, by the same hand as the console. What follows are readings, and the comment that a reset
//! could not take.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::select;
use tokio::sync::mpsc::unbounded_channel;

use crate::app::check::Checked;
use crate::app::effect::CallId;
use crate::domain::credential::Credential;
use crate::domain::edit::Edit;
use crate::domain::fault::Asked;
use crate::domain::life::Stage;
use crate::domain::operation::{Change, NotConfirmed, Order};
use crate::domain::problem::{Problem, Took};
use crate::domain::receipt::receipt;
use crate::domain::record::{Event, OperationId};
use crate::domain::settling::Settling;
use crate::domain::verdict::{Finding, Sent};
use crate::domain::words::{Reader, verdict_lines};
use crate::domain::write::{Done, NewValue, WriteAnswer};
use crate::runtime::carry_out::{broken, carry_out};
use crate::runtime::errand::draft::Draft;
use crate::runtime::errand::office::Office;
use crate::runtime::errand::outcome::{Carried, Outcome, Unsettled};
use crate::runtime::event::Event as Told;

/// What there is to say while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The answer was lost; readings will tell within so many seconds.
    Settling(u64),
}

/// What was carried out, at the moment at which its answer is here.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Which operation.
    pub id: OperationId,
    /// The new value, as far as there is one.
    pub value: &'a NewValue,
    /// The credential as it is now, where the answer told.
    pub credential: &'a Credential,
    /// One sentence for each part of the new value.
    pub receipt: &'a [String],
}

/// What came of one request.
struct Sending {
    answer: WriteAnswer,
    after: Duration,
    recorded: Option<Timestamp>,
    trouble: Vec<Problem>,
}

impl Office {
    /// Confirms the draft with the typed word, sends it, and waits until it is known what became of it.
    ///
    /// # Errors
    /// The word does not confirm it, or it was confirmed before. Nothing was sent.
    pub async fn send(
        &mut self,
        draft: &mut Draft,
        word: &str,
        said: impl Fn(Progress),
    ) -> Result<Outcome, NotConfirmed> {
        self.send_then(draft, word, said, async |_, _| {}).await
    }

    /// The same, and what was carried out is told at once to `held`: a value waits neither for the comment nor for the
    /// reading that verifies.
    ///
    /// # Errors
    /// The word does not confirm it, or it was confirmed before. Nothing was sent.
    pub async fn send_then(
        &mut self,
        draft: &mut Draft,
        word: &str,
        said: impl Fn(Progress),
        held: impl AsyncFnOnce(&Self, Held<'_>),
    ) -> Result<Outcome, NotConfirmed> {
        let order = draft.operation.confirm(word, &self.terms())?;
        self.is_confirmed();
        let (id, intent) = (order.id, order.intent.clone());
        let Sending { answer, after, recorded, trouble } = self.carry_out(order).await;
        let at = recorded.unwrap_or_else(Timestamp::now);
        if recorded.is_some() {
            draft.operation.recorded(at);
        }
        let sent = Sent { id, intent, at };
        let done = draft.operation.answered(answer);
        let problem = draft.operation.problem().cloned();
        Ok(match (done, draft.operation.stage(), problem) {
            (Some(done), ..) => {
                let before = draft.operation.credential();
                let answered = done.credential.clone().map(|now| now.completed_by(before));
                let credential = answered.unwrap_or_else(|| before.clone());
                let outlet = self.standing.outlet;
                let receipt = receipt(&draft.operation, &credential, &done.value, &draft.policies, outlet);
                held(self, Held { id, value: &done.value, credential: &credential, receipt: &receipt }).await;
                let (comment, checked) = Box::pin(self.checked(draft, &done, sent)).await;
                let value = done.value;
                Outcome::Carried(Box::new(Carried { id, value, credential, receipt, checked, comment, trouble }))
            }
            (None, Stage::NotSent | Stage::Refused, Some(mut problem)) => {
                for missing in &trouble {
                    problem.next = format!("{} {}", problem.next, missing.sentences());
                }
                Outcome::Not(id, problem)
            }
            (None, _, problem) => {
                let problem = problem.unwrap_or_else(|| broken(Asked::Write));
                let mut unsettled = self.unknown(draft, sent, problem, after, said).await;
                unsettled.lines.extend(trouble.iter().map(Problem::sentences));
                Outcome::Unsettled(Box::new(unsettled))
            }
        })
    }

    async fn carry_out(&self, order: Order) -> Sending {
        let (events, mut told) = unbounded_channel();
        let sending = carry_out(&self.api, &self.ledger, &events, &self.interrupt.ending, (CallId(0), order));
        let (answer, after) = sending.await;
        let (mut recorded, mut trouble) = (None, Vec::new());
        while let Ok(event) = told.try_recv() {
            match event {
                Told::Recorded(_, at) => recorded = Some(at),
                Told::Trouble(problem) => trouble.push(*problem),
                Told::Typed { .. } | Told::Reply(..) | Told::Timer(_) | Told::Signal(_) | Told::TerminalLost => {}
            }
        }
        Sending { answer, after, recorded, trouble }
    }

    /// What follows once it is carried out: the comment, then the reading that verifies. Somebody who wants an end does not
    /// wait for the reading.
    async fn checked(&mut self, draft: &Draft, done: &Done, sent: Sent) -> (Option<String>, Checked) {
        let (comment, sent) = self.follow_up(draft, done, sent).await;
        let reading = select! {
            reading = self.evidence(&draft.operation) => reading,
            _ = self.interrupt.raised() => Err(Problem::new("It was interrupted.", Took::NothingAsked, "")),
        };
        let checked = match reading {
            Ok(reading) if sent.finding(&reading) == Finding::Done => Checked::Shown,
            Ok(_) => Checked::NotShown,
            Err(problem) => Checked::Failed(problem),
        };
        (comment, checked)
    }

    /// Sends the comment that a reset could not take, once. Says what became of it, and what the verifying reading is held
    /// against: a reading that shows the comment's mark shows the reset before it.
    async fn follow_up(&mut self, draft: &Draft, done: &Done, reset: Sent) -> (Option<String>, Sent) {
        let terms = self.terms();
        let Some(order) = draft.operation.follow_up(done.credential.as_ref(), &terms) else { return (None, reset) };
        self.is_confirmed();
        let (id, intent) = (order.id, order.intent.clone());
        let Sending { answer, recorded, .. } = self.carry_out(order).await;
        match (answer, recorded) {
            (WriteAnswer::Done(_), Some(at)) => {
                // Where this cannot be written, the console lists a comment that is there, and its readings tell.
                let _ = self.tell(id, Event::Closed).await;
                (Some("The comment is written too.".into()), Sent { id, intent, at })
            }
            (WriteAnswer::NotSent(_, problem) | WriteAnswer::Refused(_, problem), _) => {
                let why = problem.what;
                (Some(format!("The reset is done, its comment still missing (credesk audit list): {why}")), reset)
            }
            (WriteAnswer::Unknown(..) | WriteAnswer::Done(_), _) => {
                let said = "The reset is done. Whether its comment was written is not known: the console's open cases (Ctrl-O) will tell.";
                (Some(said.into()), reset)
            }
        }
    }

    async fn unknown(
        &self,
        draft: &Draft,
        sent: Sent,
        problem: Problem,
        after: Duration,
        said: impl Fn(Progress),
    ) -> Unsettled {
        let held = match draft.operation.change() {
            Change::Update(Edit { password: Some(password), .. }) => Some(Arc::clone(password)),
            Change::Update(_) | Change::Reset | Change::Replace { .. } => None,
        };
        let id = sent.id;
        let settling = self.settle(Settling::begin(sent, after), |left| said(Progress::Settling(left))).await;
        let verdict = settling.verdict();
        let newest = settling.newest();
        let policy = newest.and_then(|newest| newest.policy.as_ref());
        let policy = draft.policies.iter().find(|one| policy == Some(&one.id));
        let lines = match verdict {
            Some(verdict) => verdict_lines(&settling.sent().intent, verdict, newest, policy, held.is_some(), Reader::Command),
            None => vec![
                "Interrupted before readings could tell. Do not reset again: start credesk again, it reads what became of it."
                    .into(),
            ],
        };
        Unsettled { id, problem, verdict, lines, held }
    }
}
