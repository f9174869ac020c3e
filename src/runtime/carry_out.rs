//! One change: the intent goes to the disk, one request leaves, what became of it goes to the disk. In this order, or not
//! at all.

use std::cell::Cell;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::api::ApiClient;
use crate::app::effect::CallId;
use crate::domain::fault::{Asked, Fault};
use crate::domain::operation::Order;
use crate::domain::problem::{Problem, Took};
use crate::domain::record::{Delivered, Event as OperationEvent, OperationId};
use crate::domain::write::{NewValue, WriteAnswer};
use crate::journal::failpoint;
use crate::runtime::event::{Event, Sender};
use crate::runtime::ledger::Ledger;
use crate::runtime::panics::{Panicked, survived};

/// From the intent on the disk to the outcome on the disk. Says how long after sending the answer came.
pub async fn carry_out(
    client: &ApiClient,
    ledger: &Ledger,
    events: &Sender,
    ending: &Cell<bool>,
    (id, Order { id: operation, intent, write }): (CallId, Order),
) -> (WriteAnswer, Duration) {
    let confirmed = OperationEvent::Confirmed(Box::new(intent));
    let recorded = match ledger.record(operation, confirmed).await {
        Ok(at) => at,
        Err(fault) => return (not_sent(fault), Duration::ZERO),
    };
    if ending.get() {
        record(ledger, events, operation, OperationEvent::NotSent(Fault::Ending.name().into())).await;
        return (not_sent(Fault::Ending), Duration::ZERO);
    }
    let _ = events.send(Event::Recorded(id, recorded));
    failpoint::reached("sending");
    let left = Instant::now();
    let sending = async {
        failpoint::reached("writing");
        let answer = client.write(write).await;
        failpoint::reached("written");
        answer
    };
    let answer = survived(sending).await;
    let answer = answer.unwrap_or_else(|Panicked| {
        WriteAnswer::Unknown(Fault::ConnectionLost, broken(Asked::Write)) // nobody knows what had left before
    });
    let after = left.elapsed();
    failpoint::reached("answered");
    record(ledger, events, operation, outcome(&answer)).await;
    failpoint::reached("recorded");
    (answer, after)
}

fn not_sent(fault: Fault) -> WriteAnswer {
    let problem = fault.problem(Asked::Write, None);
    WriteAnswer::NotSent(fault, problem)
}

/// Writes an event down; where that fails the operator is told, and nothing else changes: the case stays open.
async fn record(ledger: &Ledger, events: &Sender, id: OperationId, event: OperationEvent) {
    tell_unrecorded(ledger.record(id, event).await, events);
}

/// Tells the operator of a line that is missing in the journal.
pub fn tell_unrecorded(recorded: Result<Timestamp, Fault>, events: &Sender) {
    if let Err(fault) = recorded {
        let _ = events.send(Event::Trouble(Box::new(unrecorded(&fault))));
    }
}

/// Says nothing against the change itself: what the screen says of it holds.
fn unrecorded(fault: &Fault) -> Problem {
    let what = fault.problem(Asked::Read, None).what;
    Problem::new(
        what,
        Took::NothingAsked,
        "What the screen says about the change holds all the same; only the journal does not know it. credesk tries to write it again with the next line. Put the journal right before you quit: otherwise the change is listed as an open case at the next start, and settled by reading.",
    )
}

/// What the journal is told of an answer. Never its value.
fn outcome(answer: &WriteAnswer) -> OperationEvent {
    match answer {
        WriteAnswer::Done(done) => OperationEvent::Held(match done.value {
            NewValue::Plain(_) | NewValue::Card(_) | NewValue::UnreadableCard(_) | NewValue::Unspeakable => {
                Delivered::Value
            }
            NewValue::Hashed | NewValue::NotExposed | NewValue::Absent | NewValue::Unchanged => Delivered::Nothing,
        }),
        WriteAnswer::NotSent(fault, _) => OperationEvent::NotSent(fault.name().into()),
        WriteAnswer::Refused(fault, _) => OperationEvent::Refused(fault.name().into()),
        WriteAnswer::Unknown(fault, _) => OperationEvent::Unknown(fault.name().into()),
    }
}

/// As certain as a broken connection: nobody knows what had left before.
pub fn broken(asked: Asked) -> Problem {
    let what = "The request ended with a fault in credesk itself.".to_owned();
    Problem { what, ..Fault::ConnectionLost.problem(asked, None) }
}
