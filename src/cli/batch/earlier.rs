//! A user of a list whom an earlier run has met: what it left open is found out before anything else.

use crate::cli::batch::job::Job;
use crate::cli::batch::list::Row;
use crate::cli::batch::row::{Done, Terms};
use crate::cli::batch::weight::{Weight, weight};
use crate::cli::exit::Exit;
use crate::domain::batch::{Became, Fate, Told, Tried};
use crate::domain::record::Event;
use crate::domain::verdict::Verdict;
use crate::runtime::errand::{Objection, Office};

/// One that was done, or given up: it stays as it is.
pub fn skipped(row: &Row, terms: &Terms, tried: &Tried, when: &str) -> Done {
    let id = tried.id;
    let (fate, sentence) = match tried.became {
        Became::GivenUp => (
            Fate::Skipped,
            format!(
                "Sent at {when} (operation {id}); readings could not tell what became of it, and somebody took note of that: not done again."
            ),
        ),
        // A card can be read again.
        _ if tried.open && terms.reveal && terms.job != Job::Replace => (
            Fate::ValueLost,
            format!(
                "Carried out at {when} (operation {id}), and nobody has noted that the new value was handed over: if the user has none, reset this one by itself."
            ),
        ),
        Became::Done | Became::Unknown | Became::Nothing => {
            (Fate::Skipped, format!("Carried out at {when} (operation {id}): not done again."))
        }
    };
    let close = tried.open && fate == Fate::Skipped && !terms.dry_run;
    let notes = if close { vec![Event::Closed] } else { Vec::new() };
    Done { told: told(row, tried, fate, sentence), weight: Weight::Alone, notes }
}

/// One of which nobody knows: readings tell. None where they show that it was not carried out: then it is to be done.
pub async fn found_out(
    office: &mut Office,
    row: &Row,
    terms: &Terms,
    (tried, when): (&Tried, &str),
    left: impl Fn(u64),
) -> Option<Done> {
    let id = tried.id;
    let found = match office.find_out(id, left).await {
        Ok(found) => found,
        Err(objection) => {
            let (sentence, weight) = match objection {
                Objection::NotAllowed(sentence) | Objection::Changed(sentence) | Objection::Locked(sentence) => {
                    (sentence, Weight::Alone)
                }
                Objection::Journal(problem) => (problem.to_string(), Weight::End(Exit::Journal)),
                Objection::Unread(problem) => (problem.to_string(), weight(&problem)),
            };
            return Some(Done { told: told(row, tried, Fate::NotSent, sentence), weight, notes: Vec::new() });
        }
    };
    match found {
        Some(Verdict::DidNotHappen) => None,
        Some(Verdict::Happened) => {
            let tried = Tried { became: Became::Done, open: true, ..tried.clone() };
            let done = skipped(row, terms, &tried, when);
            let weight = if done.told.fate.is_in_doubt() { Weight::Doubt } else { done.weight };
            Some(Done { weight, ..done })
        }
        Some(Verdict::CannotTell(_)) => {
            let sentence = format!(
                "Sent at {when} (operation {id}), and readings cannot tell whether it was carried out. Not done again: ask who else works on this user."
            );
            Some(Done { told: told(row, tried, Fate::Unknown, sentence), weight: Weight::Doubt, notes: Vec::new() })
        }
        None => {
            let sentence =
                format!("Sent at {when} (operation {id}); interrupted before readings could tell what became of it.");
            Some(Done { told: told(row, tried, Fate::Unknown, sentence), weight: Weight::Doubt, notes: Vec::new() })
        }
    }
}

fn told(row: &Row, tried: &Tried, fate: Fate, sentence: String) -> Told {
    Told { client: Some(tried.at.client.to_string()), operation: Some(tried.id), ..row.told(fate, sentence) }
}
