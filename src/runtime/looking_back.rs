//! The last entries of the journal, for the console. Reads the file as `credesk audit` does, and tells it in the same words.

use std::path::Path;

use crate::domain::audit_prints;
use crate::domain::audit_words::{act, event, person};
use crate::domain::noted::{Noted, Standing};
use crate::domain::record::{Event, PrintEvent};
use crate::journal::{JournalError, Operation, Printing, contents, history, prints, stage_word};

/// So many are shown: `credesk audit list --all` shows the others.
const MOST: usize = 200;

/// The last operations and prints, the newest first.
pub fn last(path: &Path) -> Result<Vec<Noted>, JournalError> {
    let contents = contents(path)?;
    let operations = history(&contents).into_iter().map(|operation| operation_noted(&operation));
    let mut all: Vec<_> = operations.chain(prints(&contents).iter().map(print_noted)).collect();
    // Equal times keep their order, which is that of the file.
    all.sort_by_key(|noted| noted.at);
    all.reverse();
    all.truncate(MOST);
    Ok(all)
}

fn operation_noted(operation: &Operation) -> Noted {
    let intent = &operation.intent;
    let confirmed = event(&Event::Confirmed(Box::new(intent.clone())));
    let which = intent.credential.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
    let events = operation.events.iter().map(|(at, _, what)| (*at, event(what)));
    Noted {
        id: operation.id.to_string(),
        at: operation.confirmed,
        standing: operation.standing,
        stage: stage_word(operation.stage).into(),
        what: format!("{}: {}{which}", act(&intent.act), intent.kind.as_str()),
        login_id: intent.login_id.clone(),
        user: intent.at.clone(),
        server: intent.server.clone(),
        by: person(intent.caller.as_ref(), operation.who.as_ref()),
        events: [(operation.confirmed, confirmed)].into_iter().chain(events).collect(),
    }
}

fn print_noted(printing: &Printing) -> Noted {
    let print = &printing.print;
    let end = printing.end.as_ref();
    let asked = audit_prints::event(&PrintEvent::Asked(Box::new(print.clone())));
    let told = end.map(|(at, event)| (*at, audit_prints::event(event)));
    Noted {
        id: printing.id.to_string(),
        at: printing.asked,
        standing: if end.is_some() { Standing::Over } else { Standing::Open },
        stage: audit_prints::stage(print, end.map(|(_, event)| event)),
        what: audit_prints::what(print),
        login_id: print.login_id.clone(),
        user: print.at.clone(),
        server: print.server.clone(),
        by: person(print.caller.as_ref(), printing.who.as_ref()),
        events: [(printing.asked, asked)].into_iter().chain(told).collect(),
    }
}
