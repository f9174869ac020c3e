//! One user of a list, from the login ID to what became of it: the same operation, rules and sentences as a change by
//! itself.

use std::sync::Arc;

use crate::cli::batch::job::Job;
use crate::cli::batch::list::Row;
use crate::cli::batch::weight::{self, Weight, weight};
use crate::cli::office::until_interrupted;
use crate::cli::person::{self, Missed, Person};
use crate::cli::stop::Stop;
use crate::cli::{exit::Exit, told};
use crate::domain::batch::{BatchId, Fate, Told, Value};
use crate::domain::caution::cautions;
use crate::domain::hand_over::Outlet;
use crate::domain::id::ClientId;
use crate::domain::problem::Problem;
use crate::domain::record::Event;
use crate::domain::ticket_reference::TicketReference;
use crate::domain::verdict::Verdict;
use crate::domain::write::NewValue;
use crate::runtime::errand::{Draft, Objection, Office, Outcome, Page, Progress, Wanted};

/// What holds for every user of a list.
#[derive(Debug)]
pub struct Terms {
    /// What is done.
    pub job: Job,
    /// The client of those whose line names none.
    pub client: Option<ClientId>,
    /// The comment of those whose line has none.
    pub comment: Option<String>,
    /// The ticket of those whose line has none.
    pub ticket: Option<TicketReference>,
    /// New values are put out.
    pub reveal: bool,
    /// Nothing is sent.
    pub dry_run: bool,
}

/// What became of one user, and what that means for the others.
pub struct Done {
    /// What is told of it.
    pub told: Told,
    /// What it means for the rest.
    pub weight: Weight,
    /// What the journal is told of its operation once the report has it.
    pub notes: Vec<Event>,
}

impl Row {
    /// What is told of this user.
    pub fn told(&self, fate: Fate, sentence: impl Into<String>) -> Told {
        Told {
            line: self.line,
            client: self.client.as_ref().map(ToString::to_string),
            login_id: self.login_id.clone(),
            operation: None,
            fate,
            sentence: sentence.into(),
            value: Value::None,
        }
    }
}

/// Why a user was not done, before anything was sent.
struct Not(Fate, String, Weight);

impl From<Problem> for Not {
    fn from(problem: Problem) -> Self {
        Self(weight::fate(&problem), problem.to_string(), weight(&problem))
    }
}

impl From<Stop> for Not {
    fn from((exit, sentence): Stop) -> Self {
        match exit {
            Exit::Signal(_) => Self(Fate::NotTried, INTERRUPTED.into(), Weight::End(exit)),
            _ => Self(Fate::Refused, sentence.replace('\n', " "), Weight::Alone),
        }
    }
}

impl From<Missed> for Not {
    fn from(missed: Missed) -> Self {
        match missed {
            Missed::Nobody(stop) => stop.into(),
            Missed::Unread(problem) => problem.into(),
        }
    }
}

impl From<Objection> for Not {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::NotAllowed(sentence) | Objection::Changed(sentence) => {
                Self(Fate::Refused, sentence, Weight::Alone)
            }
            // Not a refusal of the change as such: the same may work later.
            Objection::Locked(sentence) => Self(Fate::NotSent, sentence, Weight::Alone),
            Objection::Journal(problem) => Self(Fate::NotSent, problem.to_string(), Weight::End(Exit::Journal)),
            Objection::Unread(problem) => problem.into(),
        }
    }
}

/// What is said of those whose turn did not come.
pub const INTERRUPTED: &str = "Interrupted before anything was sent.";

/// Does one user, or says why not. `said` is told while readings go on.
pub async fn carry_out(office: &mut Office, row: &Row, terms: &Terms, batch: BatchId, said: impl Fn(Progress)) -> Done {
    let mut client = None;
    match attempt(office, row, terms, batch, said, &mut client).await {
        Ok(mut done) => {
            done.told.client = client.or(done.told.client);
            done
        }
        Err(Not(fate, sentence, weight)) => {
            let mut told = row.told(fate, sentence);
            told.client = client.or(told.client);
            Done { told, weight, notes: Vec::new() }
        }
    }
}

async fn attempt(
    office: &mut Office,
    row: &Row,
    terms: &Terms,
    batch: BatchId,
    said: impl Fn(Progress),
    client: &mut Option<String>,
) -> Result<Done, Not> {
    let interrupt = office.interrupt.clone();
    let named = row.client.as_ref().or(terms.client.as_ref());
    let person = Person::read(&row.login_id, named.map(ClientId::as_str), None)?;
    let at = until_interrupted(&interrupt, person::seek(&office.api, &person)).await??;
    *client = Some(at.client.to_string());
    let page = until_interrupted(&interrupt, office.look(&at)).await??;
    if page.user.login_id.as_str() != row.login_id {
        // The search has an index of its own, and that may be behind.
        let now = page.user.login_id.shown();
        let sentence = format!("Not sent: the user that was found has another login ID by now (\"{now}\").");
        return Err(Not(Fate::Refused, sentence, Weight::Alone));
    }
    let mut draft = until_interrupted(&interrupt, Box::pin(draft(office, &page, row, terms))).await??;
    draft.set_batch(batch);
    if terms.dry_run {
        let mut sentences = vec![format!("{} would be done.", draft.operation().title())];
        // Where new values go is said once, for all of them.
        sentences.extend(cautions(draft.operation(), draft.policy(), Outlet::Output));
        sentences.extend(draft.notes().iter().cloned());
        return Ok(Done {
            told: row.told(Fate::WouldBeDone, sentences.join(" ")),
            weight: Weight::Alone,
            notes: Vec::new(),
        });
    }
    // The whole list was confirmed, by how many it names.
    let word = draft.operation().user().confirmation_word().to_owned();
    match office.send(&mut draft, &word, said).await {
        Ok(outcome) => Ok(became(row, terms, outcome)),
        Err(why) => Err(Not(Fate::NotSent, why.sentence().into(), Weight::Alone)),
    }
}

async fn draft(office: &mut Office, page: &Page, row: &Row, terms: &Terms) -> Result<Draft, Not> {
    let credential = terms.job.credential(&page.credentials, row.card.as_ref())?;
    let wanted = Wanted {
        change: terms.job.change(),
        comment: row.comment.clone().or_else(|| terms.comment.clone()),
        ticket: row.ticket.clone().or_else(|| terms.ticket.clone()),
    };
    let draft = office.draft(page, &credential, wanted).await?;
    draft.is_news_to_nobody()?;
    Ok(draft)
}

fn became(row: &Row, terms: &Terms, outcome: Outcome) -> Done {
    let sentence = told::lines(&outcome).join(" ");
    match outcome {
        Outcome::Carried(carried) => {
            let weight = if carried.trouble.is_empty() { Weight::Alone } else { Weight::End(Exit::Journal) };
            let told = Told {
                operation: Some(carried.id),
                value: if terms.reveal { value(carried.value) } else { Value::None },
                ..row.told(Fate::CarriedOut, sentence)
            };
            let end = if matches!(told.value, Value::None) { Event::Closed } else { Event::HandedOver };
            Done { told, weight, notes: vec![Event::Shown, end] }
        }
        Outcome::Not(id, problem) => {
            let fate = if problem.fault == Some("ending") { Fate::NotTried } else { weight::fate(&problem) };
            Done {
                told: Told { operation: Some(id), ..row.told(fate, sentence) },
                weight: weight(&problem),
                notes: Vec::new(),
            }
        }
        Outcome::Unsettled(unsettled) => {
            let (fate, seen) = verdict(terms, unsettled.verdict);
            let told = Told { operation: Some(unsettled.id), ..row.told(fate, sentence) };
            // An answer that was lost may be the first of many.
            let weight = if fate.is_in_doubt() { Weight::Doubt } else { Weight::Away };
            let notes = if seen { vec![Event::Shown, Event::Closed] } else { Vec::new() };
            Done { told, weight, notes }
        }
    }
}

fn value(value: NewValue) -> Value {
    match value {
        NewValue::Plain(value) => Value::Text(value),
        NewValue::Card(card) => Value::Card(Arc::new(card)),
        NewValue::Hashed
        | NewValue::NotExposed
        | NewValue::Absent
        | NewValue::Unspeakable
        | NewValue::UnreadableCard(_)
        | NewValue::Unchanged => Value::None,
    }
}

/// What a verdict means for a user, and whether nothing is left to look at.
pub fn verdict(terms: &Terms, verdict: Option<Verdict>) -> (Fate, bool) {
    match verdict {
        // A card can be read again.
        Some(Verdict::Happened) if terms.reveal && terms.job != Job::Replace => (Fate::ValueLost, false),
        Some(Verdict::Happened) => (Fate::CarriedOut, !terms.reveal),
        Some(Verdict::DidNotHappen) => (Fate::NotCarriedOut, false),
        Some(Verdict::CannotTell(_)) | None => (Fate::Unknown, false),
    }
}

/// Where a new value goes in such a run.
pub fn outlet(reveal: bool) -> Outlet {
    if reveal { Outlet::Output } else { Outlet::Withheld }
}
