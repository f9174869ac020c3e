//! What came of a change, told once: sentences to the person, the value to standard output where that was asked for, the
//! rest to the journal. A value that nobody could write stays an open case.

use std::io;

use crate::app::check::Checked;
use crate::cli::exit::Exit;
use crate::cli::talk::say;
use crate::cli::{reveal, told};
use crate::domain::fault::Asked;
use crate::domain::life::Stage;
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::problem::{Problem, Took};
use crate::domain::record::{Event, OperationId};
use crate::domain::verdict::Verdict;
use crate::domain::write::NewValue;
use crate::json::{self, Became, Change};
use crate::print::text::grid;
use crate::runtime::errand::{Draft, Held, Office, Outcome};
use crate::secret::Secret;
use crate::text::SafeText;

/// A value that may go out.
#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Plain(&'a Secret),
    Card(&'a OtpCard),
}

impl<'a> Value<'a> {
    fn of(value: &'a NewValue) -> Option<Self> {
        match value {
            NewValue::Plain(value) => Some(Self::Plain(value)),
            NewValue::Card(card) => Some(Self::Card(card)),
            NewValue::Hashed
            | NewValue::NotExposed
            | NewValue::Absent
            | NewValue::Unspeakable
            | NewValue::UnreadableCard(_)
            | NewValue::Unchanged => None,
        }
    }
}

/// What came of it, on its way out.
#[derive(Debug)]
pub struct Delivery {
    reveal: bool,
    json: bool,
    labels: Labels,
    /// What became of the answer, once it was told.
    told: Option<io::Result<()>>,
    trouble: Vec<Problem>,
}

impl Delivery {
    /// Nothing is there yet. `labels` is how a new card's cells are called.
    pub fn new(reveal: bool, json: bool, labels: Labels) -> Self {
        Self { reveal, json, labels, told: None, trouble: Vec::new() }
    }

    /// It was carried out, and the answer is here: told at once, unless all of it goes out as one object at the end.
    pub async fn held(&mut self, office: &Office, held: &Held<'_>) {
        if self.json {
            return;
        }
        held.receipt.iter().for_each(say);
        let value = Value::of(held.value).filter(|_| self.reveal);
        let put = value.map_or(Ok(()), |value| self.put(value));
        self.journal(office, held.id, &put, value.is_some()).await;
        self.told = Some(put);
    }

    /// Tells the rest, and says how the command ends.
    pub async fn finish(mut self, office: &Office, draft: &Draft, outcome: Outcome) -> Exit {
        let exit = told::exit(&outcome);
        let mut lines = told::lines(&outcome);
        let (id, value, may_be_told) = match &outcome {
            Outcome::Carried(carried) => (carried.id, Value::of(&carried.value), true),
            Outcome::Not(id, _) => (*id, None, false),
            Outcome::Unsettled(unsettled) => {
                let happened = unsettled.verdict == Some(Verdict::Happened);
                let is_out = unsettled.verdict != Some(Verdict::DidNotHappen);
                let value = unsettled.held.as_deref().map(Value::Plain).filter(|_| is_out);
                if self.reveal && value.is_some() && !happened {
                    lines.push(
                        "The password that was sent is put out here: it may be the valid one, or may not.".into(),
                    );
                }
                (unsettled.id, value, happened)
            }
        };
        let value = value.filter(|_| self.reveal);
        if self.json {
            let object = object(draft, &outcome, &lines, (id, exit), self.labels);
            let put = match value {
                Some(Value::Plain(value)) => reveal::put(&json::value::with_value(&object, value)),
                Some(Value::Card(card)) => reveal::put(&json::value::with_cells(&object, card)),
                None => reveal::put(&(object + "\n")),
            };
            lines.iter().for_each(say);
            if may_be_told {
                self.journal(office, id, &put, value.is_some()).await;
            }
            self.told = Some(put);
        } else if self.told.is_some() {
            // The receipt stands there already.
            let receipt = if let Outcome::Carried(carried) = &outcome { carried.receipt.len() } else { 0 };
            lines.iter().skip(receipt).for_each(say);
        } else {
            lines.iter().for_each(say);
            let put = value.map_or(Ok(()), |value| self.put(value));
            if may_be_told {
                self.journal(office, id, &put, value.is_some()).await;
            }
            self.told = Some(put);
        }
        self.ended(exit, value.is_some())
    }

    fn ended(self, exit: Exit, had_value: bool) -> Exit {
        for problem in &self.trouble {
            say(problem.sentences());
        }
        match self.told {
            Some(Err(error)) => {
                let why = SafeText::new(&error.kind().to_string());
                let what = if had_value { "the new value" } else { "the result" };
                say(format_args!(
                    "Standard output could not be written ({why}): {what} did not get out. Do not repeat the command for that: what is said above of the change holds, and the case stays open (credesk audit list)."
                ));
                if exit == Exit::Done { Exit::Terminal } else { exit }
            }
            Some(Ok(())) | None if !self.trouble.is_empty() && exit == Exit::Done => Exit::Journal,
            Some(Ok(())) | None => exit,
        }
    }

    fn put(&self, value: Value<'_>) -> io::Result<()> {
        match value {
            Value::Plain(value) => reveal::put(&json::value::line(value)),
            Value::Card(card) => reveal::put(&grid(card, self.labels)),
        }
    }

    /// Tells the journal what became of what was carried out. Where it did not get out, nothing: then it stays open.
    async fn journal(&mut self, office: &Office, id: OperationId, put: &io::Result<()>, was_value: bool) {
        if put.is_err() {
            return;
        }
        for event in [Event::Shown, if was_value { Event::HandedOver } else { Event::Closed }] {
            if let Err(fault) = office.tell(id, event).await {
                let what = fault.problem(Asked::Read, None).what;
                let next = "What is said of the change holds all the same; in the journal it stays an open case.";
                self.trouble.push(Problem::new(what, Took::NothingAsked, next));
                return;
            }
        }
    }
}

fn object(
    draft: &Draft,
    outcome: &Outcome,
    sentences: &[String],
    (operation, exit): (OperationId, Exit),
    labels: Labels,
) -> String {
    let asked = draft.operation();
    let (became, problem, credential) = match outcome {
        Outcome::Carried(carried) => (Became::CarriedOut, None, &carried.credential),
        Outcome::Not(_, problem) => {
            let became = if asked.stage() == Stage::NotSent { Became::NotSent } else { Became::Refused };
            (became, Some(problem), asked.credential())
        }
        Outcome::Unsettled(unsettled) => {
            let became = match unsettled.verdict {
                Some(Verdict::Happened) => Became::Happened,
                Some(Verdict::DidNotHappen) => Became::DidNotHappen,
                Some(Verdict::CannotTell(_)) | None => Became::Unknown,
            };
            (became, Some(&unsettled.problem), asked.credential())
        }
    };
    let (verified, card) = match outcome {
        Outcome::Carried(carried) => {
            let verified = match carried.checked {
                Checked::Shown => Some(true),
                Checked::NotShown => Some(false),
                Checked::Failed(_) => None,
            };
            let card = if let NewValue::Card(card) = &carried.value { Some((card, labels)) } else { None };
            (verified, card)
        }
        Outcome::Not(..) | Outcome::Unsettled(_) => (None, None),
    };
    json::change(&Change {
        operation,
        act: asked.change().act(),
        became,
        user: asked.user(),
        credential,
        policies: draft.policies(),
        ticket: asked.ticket(),
        sentences,
        problem,
        verified,
        card,
        exit: exit.code(),
    })
}
