//! What the operator was told, held against what the server did and what the journal keeps.

use credesk::domain::record::{Event, OperationId, What};
use credesk::journal::{Contents, Said};

use crate::account::{Account, Told};
use crate::op::Op;
use crate::schedule::Schedule;
use crate::script::Words;
use crate::server::Truth;

/// One schedule that was worked through.
pub struct Outcome {
    pub schedule: Schedule,
    pub account: Account,
    /// The console did something that the operator did not understand.
    pub stuck: Option<String>,
    pub truth: Truth,
    /// Every event of every operation, or why the journal is not whole.
    pub journal: Result<Vec<(OperationId, Event)>, String>,
}

/// The events of a journal that is whole.
pub fn events(contents: Contents) -> Result<Vec<(OperationId, Event)>, String> {
    contents.report.map_err(|tamper| format!("{tamper:?}"))?;
    let event = |said| match said {
        Said::Entry(entry) => match entry.what {
            What::Operation(id, event) => Some((id, event)),
            What::Print(..) | What::SessionStarted(_) | What::SessionEnded(_) => None,
        },
        Said::Torn(_) => None,
    };
    Ok(contents.lines.into_iter().filter_map(|line| event(line.line.said)).collect())
}

impl Outcome {
    pub fn committed(&self) -> bool {
        self.truth.counts.commits > 0
    }

    /// Nobody can tell by reading: ours, a reset without a body, was lost and not carried out, and a second operator made
    /// exactly one reset, unmarked as those are, in the same minute. "Carried out" is what every reading of the published
    /// API then says, so such schedules are a class of their own. Where the count itself cannot be read (a PUK has no page of
    /// its own, and the list need not carry it), two resets look like one.
    pub fn is_twin(&self) -> bool {
        let script = &self.schedule.script;
        let uncounted = self.schedule.op == Op::ResetPuk && !script.nature.list_has_count;
        let like_one = self.truth.counts.by_colleague == 1 || uncounted;
        self.schedule.op.is_bare_reset() && script.looks_like_ours() && like_one
    }

    /// "Cannot tell" is not the script's doing: readings work, and no second hand was in it.
    pub fn must_be_sure(&self) -> bool {
        !self.schedule.script.may_be_unsure()
    }

    /// Everything that must never be. Empty: all promises were kept.
    pub fn broken(&self) -> Vec<String> {
        let mut broken = self.account.broken.clone();
        broken.extend(self.stuck.clone());
        broken.extend(self.at_the_server().map(String::from));
        broken.extend(self.told_wrongly().map(String::from));
        broken.extend(self.shown_wrongly());
        broken.extend(self.journal_says_otherwise());
        broken
    }

    /// R1 and R5, by the server's own counts.
    fn at_the_server(&self) -> Option<&'static str> {
        let counts = &self.truth.counts;
        let tried = self.account.told != Some(Told::NotTried);
        match () {
            () if counts.begun > 1 || counts.received > 1 || counts.commits > 1 => Some("DOUBLE: more than one write"),
            () if counts.strayed > 0 => Some("STRAYED: a redirect was followed"),
            () if counts.odd > 0 => Some("ODD: a request that no part of the console should make"),
            () if !tried && counts.begun > 0 => Some("UNASKED: a write that nobody confirmed"),
            () => None,
        }
    }

    /// R3 and R4.
    fn told_wrongly(&self) -> Option<&'static str> {
        match (self.account.told?, self.committed()) {
            (Told::Refused | Told::NotCarriedOut | Told::NotTried, true) => {
                Some("FAILED: \"no reset took place\", and it was carried out")
            }
            (Told::Done, false) => Some("DONE: \"done\", and it was not carried out"),
            (Told::CarriedOut, false) if !self.is_twin() => Some("DONE: \"carried out\", and it was not"),
            _ => None,
        }
    }

    /// R8; and what came whole is there to be handed over.
    fn shown_wrongly(&self) -> Option<String> {
        let given = self.truth.given.as_ref().map(|given| card_of(given).unwrap_or_else(|| given.clone()));
        match &self.account.value {
            Some(shown) if given.as_ref() != Some(shown) => {
                Some(format!("VALUE: {shown:?} was shown, and it is {given:?}"))
            }
            None if self.account.told == Some(Told::Done) && self.schedule.script.write.words == Words::True => {
                given.map(|given| format!("VALUE: {given:?} came, and nothing was shown"))
            }
            Some(_) | None => None,
        }
    }

    /// The journal must be whole and tell the same: what was confirmed before it was sent, and what was told at the end.
    fn journal_says_otherwise(&self) -> Option<String> {
        let events = match &self.journal {
            Ok(events) => events,
            Err(why) => return Some(format!("JOURNAL: not whole: {why}")),
        };
        let wrong = || Some(format!("JOURNAL: it tells another story: {events:?}"));
        let told = self.account.told?;
        let Some((first, confirmed)) = events.first() else {
            return if told == Told::NotTried { None } else { wrong() };
        };
        let intents = events.iter().filter(|(_, event)| matches!(event, Event::Confirmed(_))).count();
        let one_story = matches!(confirmed, Event::Confirmed(_)) && events.iter().all(|(id, _)| id == first);
        if told == Told::NotTried || intents != 1 || !one_story || self.account.operation != Some(*first) {
            return wrong();
        }
        let answer = events.get(1).map(|(_, event)| event);
        let last_verdict = events.iter().rev().map(|(_, event)| event).find(|event| is_verdict(event));
        let same = match told {
            Told::NotTried => false,
            Told::Refused => matches!(answer, Some(Event::NotSent(_) | Event::Refused(_))) && events.len() == 2,
            Told::Done => matches!(answer, Some(Event::Held(_))) && last_verdict.is_none(),
            Told::CarriedOut => is_unknown(answer) && matches!(last_verdict, Some(Event::Happened)),
            Told::NotCarriedOut => is_unknown(answer) && matches!(last_verdict, Some(Event::DidNotHappen)),
            Told::CannotTell | Told::Unreadable => {
                is_unknown(answer) && matches!(last_verdict, Some(Event::CannotTell(_)))
            }
        };
        if same { None } else { wrong() }
    }
}

fn is_unknown(event: Option<&Event>) -> bool {
    matches!(event, Some(Event::Unknown(_)))
}

fn is_verdict(event: &Event) -> bool {
    matches!(event, Event::Happened | Event::DidNotHappen | Event::CannotTell(_))
}

/// Rows, columns and cells of a card as it is on the wire (`rows|cols|counters|cells`).
fn card_of(given: &str) -> Option<String> {
    let parts: Vec<&str> = given.split('|').collect();
    match parts[..] {
        [rows, columns, _, cells] => Some(format!("{rows}|{columns}|{cells}")),
        _ => None,
    }
}
