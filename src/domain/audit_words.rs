//! How the journal is told to whoever looks back: events and people. Everything that is not credesk's own is made safe to draw.

use crate::domain::id::LoginId;
use crate::domain::record::{Act, Delivered, Event, Who, Why};
use crate::text::SafeText;

/// A text that came from somewhere else.
pub fn safe(text: &str) -> String {
    SafeText::new(text).to_string()
}

/// What is asked for.
pub fn act(act: &Act) -> String {
    match act {
        Act::Reset => "reset".into(),
        Act::Replace => "replace".into(),
        Act::Update(fields) => safe(&format!("update {}", fields.join(", "))),
    }
}

/// Who it was for the host.
pub fn account(who: Option<&Who>) -> String {
    who.map_or_else(|| "?".into(), |who| who.account.as_deref().map_or_else(|| format!("user {}", who.uid), safe))
}

/// Who it was for nevisIDM, where that is known; else for the host.
pub fn person(caller: Option<&LoginId>, who: Option<&Who>) -> String {
    caller.map_or_else(|| account(who), |caller| caller.shown().to_string())
}

/// What happened.
pub fn event(event: &Event) -> String {
    let sentence = match event {
        Event::Confirmed(_) => "confirmed by the operator; nothing was sent before this",
        Event::NotSent(fault) => return format!("not sent ({}); nothing was changed", safe(fault)),
        Event::Refused(fault) => return format!("refused by the server ({}); nothing was changed", safe(fault)),
        Event::Unknown(fault) => return format!("outcome unknown ({})", safe(fault)),
        Event::Held(Delivered::Value) => "carried out, as the answer says; a value came with it",
        Event::Held(Delivered::Nothing) => "carried out, as the answer says; no value came with it",
        Event::Happened => "carried out, as a reading shows; the answer was lost",
        Event::DidNotHappen => "not carried out, as readings show",
        Event::CannotTell(Why::MoreThanOnce) => "readings cannot tell: it was changed more than once",
        Event::CannotTell(Why::AnotherHand) => "readings cannot tell: somebody else changed it",
        Event::CannotTell(Why::Unreadable) => "readings cannot tell: they failed",
        Event::CannotTell(Why::Gone) => "readings cannot tell: the credential is not there any more",
        Event::Shown => "the operator has seen the result",
        Event::HandedOver => "the operator has handed the value over",
        Event::Closed => "the operator has taken note",
        Event::CommentWaived => "the operator does without the comment that was to follow",
    };
    sentence.into()
}
