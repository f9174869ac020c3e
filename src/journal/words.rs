//! From what the domain says to the fields of a line, and back. Every word that stands in a journal for good is here; those of
//! prints stand in `print_words`, those for kinds of credentials in `kinds`.
//!
//! Whatever is not exactly what would be written is not read.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::batch::BatchId;
use crate::domain::evidence::Fingerprint;
use crate::domain::id::{ClientId, CredentialId, LoginId, UserId, UserRef};
use crate::domain::life::Stage;
use crate::domain::record::{Act, Baseline, Delivered, Event, Intent, OperationId, What, Who, Why};
use crate::domain::ticket_reference::TicketReference;
use crate::domain::when::When;
use crate::journal::kinds::{kind_of, kind_word, meant, word};
use crate::journal::print_words;
use crate::journal::wire::{WireBaseline, WireIntent, WireLine, WireWho};
use crate::text::SafeText;

const WHYS: [(&str, Why); 4] = [
    ("more-than-once", Why::MoreThanOnce),
    ("another-hand", Why::AnotherHand),
    ("unreadable", Why::Unreadable),
    ("gone", Why::Gone),
];
const DELIVERED: [(&str, Delivered); 2] = [("value", Delivered::Value), ("nothing", Delivered::Nothing)];

/// The word for a reason why readings cannot tell.
pub fn why_word(why: Why) -> Option<String> {
    word(&WHYS, &why)
}

/// The word for what is asked for.
pub fn act_word(act: &Act) -> &'static str {
    match act {
        Act::Reset => "reset",
        Act::Replace => "replace",
        Act::Update(_) => "update",
    }
}

/// The word for what came with an answer.
pub fn delivered_word(delivered: Delivered) -> Option<String> {
    word(&DELIVERED, &delivered)
}

/// The word for an event.
pub fn event_word(event: &Event) -> &'static str {
    match event {
        Event::Confirmed(_) => "confirmed",
        Event::NotSent(_) => "not-sent",
        Event::Refused(_) => "refused",
        Event::Unknown(_) => "unknown",
        Event::Held(_) => "held",
        Event::Happened => "happened",
        Event::DidNotHappen => "did-not-happen",
        Event::CannotTell(_) => "cannot-tell",
        Event::Shown => "shown",
        Event::HandedOver => "handed-over",
        Event::Closed => "closed",
        Event::CommentWaived => "comment-waived",
    }
}

/// What a stage is called.
pub fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Preflight => "being read",
        Stage::Confirmed => "confirmed",
        Stage::Sending => "sending",
        Stage::NotSent => "not sent",
        Stage::Refused => "refused",
        Stage::Unknown => "unknown",
        Stage::Held => "carried out",
        Stage::Happened => "carried out, as a reading shows",
        Stage::DidNotHappen => "not carried out",
        Stage::CannotTell => "readings cannot tell",
        Stage::Shown => "shown",
        Stage::HandedOver => "handed over",
        Stage::Closed => "closed",
    }
}

/// Fills in what happened; an error names what cannot be written down so that it could be read again.
pub fn write(what: &What, line: &mut WireLine) -> Result<(), &'static str> {
    match what {
        What::SessionStarted(who) => {
            "session-started".clone_into(&mut line.event);
            line.who = Some(write_who(who));
        }
        What::SessionEnded(reason) => {
            "session-ended".clone_into(&mut line.event);
            line.reason = Some(reason.clone());
        }
        What::Print(id, event) => print_words::write(*id, event, line)?,
        What::Operation(id, event) => {
            line.op = Some(id.to_string());
            event_word(event).clone_into(&mut line.event);
            match event {
                Event::Confirmed(intent) => line.intent = Some(write_intent(intent)?),
                Event::NotSent(fault) | Event::Refused(fault) | Event::Unknown(fault) => {
                    line.fault = Some(fault.clone());
                }
                Event::Held(delivered) => line.delivered = delivered_word(*delivered),
                Event::CannotTell(why) => line.why = why_word(*why),
                Event::Happened
                | Event::DidNotHappen
                | Event::Shown
                | Event::HandedOver
                | Event::Closed
                | Event::CommentWaived => {}
            }
        }
    }
    Ok(())
}

/// Reads what happened. Fields that do not belong to the event are not seen here.
pub fn read(line: &WireLine) -> Option<What> {
    if let Some(print) = &line.print {
        return print_words::read(print, line).map(|(id, event)| What::Print(id, event));
    }
    let Some(op) = &line.op else {
        return match line.event.as_str() {
            "session-started" => Some(What::SessionStarted(read_who(line.who.as_ref()?))),
            "session-ended" => Some(What::SessionEnded(line.reason.clone()?)),
            _ => None,
        };
    };
    let fault = || line.fault.clone();
    let event = match line.event.as_str() {
        "confirmed" => Event::Confirmed(Box::new(read_intent(line.intent.as_ref()?)?)),
        "not-sent" => Event::NotSent(fault()?),
        "refused" => Event::Refused(fault()?),
        "unknown" => Event::Unknown(fault()?),
        "held" => Event::Held(meant(&DELIVERED, line.delivered.as_ref()?)?),
        "happened" => Event::Happened,
        "did-not-happen" => Event::DidNotHappen,
        "cannot-tell" => Event::CannotTell(meant(&WHYS, line.why.as_ref()?)?),
        "shown" => Event::Shown,
        "handed-over" => Event::HandedOver,
        "closed" => Event::Closed,
        "comment-waived" => Event::CommentWaived,
        _ => return None,
    };
    Some(What::Operation(OperationId::parse(op)?, event))
}

fn write_who(who: &Who) -> WireWho {
    WireWho {
        uid: who.uid,
        login_uid: who.login_uid,
        account: who.account.clone(),
        ssh: who.ssh.clone(),
        host: who.host.clone(),
        pid: who.pid,
        credesk: who.version.clone(),
    }
}

fn read_who(who: &WireWho) -> Who {
    Who {
        uid: who.uid,
        login_uid: who.login_uid,
        account: who.account.clone(),
        ssh: who.ssh.clone(),
        host: who.host.clone(),
        pid: who.pid,
        version: who.credesk.clone(),
    }
}

fn write_intent(intent: &Intent) -> Result<WireIntent, &'static str> {
    let fields = match &intent.act {
        Act::Reset | Act::Replace => None,
        Act::Update(fields) => Some(fields.clone()),
    };
    Ok(WireIntent {
        server: intent.server.clone(),
        caller: intent.caller.as_ref().map(|caller| caller.as_str().to_owned()),
        client: intent.at.client.to_string(),
        user: intent.at.user.to_string(),
        login_id: intent.login_id.as_str().to_owned(),
        kind: kind_word(&intent.kind).ok_or("a kind of credential that credesk does not change")?,
        credential: intent.credential.as_ref().map(ToString::to_string),
        act: act_word(&intent.act).to_owned(),
        fields,
        comment: intent.comment.clone(),
        ticket: intent.ticket.as_ref().map(ToString::to_string),
        batch: intent.batch.map(|batch| batch.to_string()),
        comment_after: intent.comment_after,
        follows: intent.follows.map(|id| id.to_string()),
        baseline: write_baseline(&intent.baseline)?,
        write_timeout_ms: milliseconds(intent.write_timeout),
        settle_ms: milliseconds(intent.settle),
    })
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn read_intent(intent: &WireIntent) -> Option<Intent> {
    let act = match (intent.act.as_str(), &intent.fields) {
        ("reset", None) => Act::Reset,
        ("replace", None) => Act::Replace,
        ("update", Some(fields)) => Act::Update(fields.clone()),
        _ => return None,
    };
    Some(Intent {
        server: intent.server.clone(),
        caller: intent.caller.as_deref().map(LoginId::new),
        at: UserRef { client: ClientId::parse(&intent.client).ok()?, user: UserId::parse(&intent.user).ok()? },
        login_id: LoginId::new(&intent.login_id),
        kind: kind_of(&intent.kind)?,
        credential: intent.credential.as_deref().map(CredentialId::parse).transpose().ok()?,
        act,
        comment: intent.comment.clone(),
        ticket: intent.ticket.as_deref().map(TicketReference::parse).transpose().ok()?,
        batch: each(intent.batch.as_ref(), BatchId::parse).ok()?,
        comment_after: intent.comment_after,
        follows: each(intent.follows.as_ref(), OperationId::parse).ok()?,
        baseline: read_baseline(&intent.baseline)?,
        write_timeout: Duration::from_millis(intent.write_timeout_ms),
        settle: Duration::from_millis(intent.settle_ms),
    })
}

fn write_baseline(baseline: &Baseline) -> Result<WireBaseline, &'static str> {
    let (moment, text) = match &baseline.last_modified {
        None => (None, None),
        Some(When::At(moment)) => (Some(moment.to_string()), None),
        // Readings are compared with it: one that came back changed would look like a change of the credential.
        Some(When::Text(text)) if SafeText::new(text.as_str()) == *text => (None, Some(text.to_string())),
        Some(When::Text(_)) => return Err("a date of the last change that holds hidden characters"),
    };
    Ok(WireBaseline {
        version: baseline.version,
        reset_count: baseline.reset_count,
        last_modified: moment,
        last_modified_text: text,
        value_fingerprint: baseline.value.map(|print| print.to_string()),
        comment_fingerprint: baseline.comment.map(|print| print.to_string()),
        ahead_ms: baseline.ahead.map(|ahead| i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX)),
        read_at: baseline.at.map(|at| at.to_string()),
    })
}

fn read_baseline(baseline: &WireBaseline) -> Option<Baseline> {
    let last_modified = match (&baseline.last_modified, &baseline.last_modified_text) {
        (None, None) => None,
        (Some(moment), None) => Some(When::At(moment.parse::<Timestamp>().ok()?)),
        (None, Some(text)) => Some(When::Text(SafeText::new(text))),
        (Some(_), Some(_)) => return None,
    };
    Some(Baseline {
        version: baseline.version,
        reset_count: baseline.reset_count,
        last_modified,
        value: each(baseline.value_fingerprint.as_ref(), Fingerprint::parse).ok()?,
        comment: each(baseline.comment_fingerprint.as_ref(), Fingerprint::parse).ok()?,
        ahead: baseline.ahead_ms.map(SignedDuration::from_millis),
        at: baseline.read_at.as_deref().map(str::parse).transpose().ok()?,
    })
}

/// Nothing stays nothing; something has to be read.
fn each<T>(text: Option<&String>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    text.map(|text| read(text).ok_or(())).transpose()
}
