//! What a journal tells of operations and prints, a few words a line.

use std::path::Path;

use credesk::domain::record::{Event, Print, PrintEvent, What};
use credesk::journal::{Said, contents};

/// The journal, which must be whole. Beginning and end of sessions are left out.
pub fn told(journal: &Path) -> Vec<String> {
    let contents = contents(journal).unwrap();
    contents.report.unwrap();
    let lines = contents.lines.iter().map(|written| match &written.line.said {
        Said::Entry(entry) => words(&entry.what),
        Said::Torn(_) => Some("torn".into()),
    });
    lines.flatten().collect()
}

fn words(what: &What) -> Option<String> {
    match what {
        What::SessionStarted(_) | What::SessionEnded(_) => None,
        What::Operation(_, event) => Some(
            match event {
                Event::Confirmed(_) => "confirmed",
                Event::Held(_) => "held",
                Event::Shown => "shown",
                Event::HandedOver => "handed over",
                Event::Closed => "closed",
                _ => "something else",
            }
            .into(),
        ),
        What::Print(id, event) => Some(match event {
            PrintEvent::Asked(print) => asked(id.number, print),
            PrintEvent::Accepted(Some(job)) => format!("p{} accepted as {job}", id.number),
            PrintEvent::Accepted(None) => format!("p{} accepted", id.number),
            PrintEvent::Failed(why) => format!("p{} failed: {why}", id.number),
        }),
    }
}

fn asked(number: u32, print: &Print) -> String {
    let of = if print.operation.is_some() { "result" } else { "viewed" };
    format!("p{number} asked: {of} {} {:?} to {}", print.login_id.shown(), print.paper, print.to)
}
