//! How the audit says times, events and people. Everything that is not credesk's own is made safe to draw.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::id::LoginId;
use crate::domain::record::{Act, Delivered, Event, Who, Why};
use crate::domain::when::When;
use crate::text::SafeText;

/// Times in the operator's zone.
pub struct Times(pub TimeZone);

impl Times {
    /// The zone's name, said once.
    pub fn zone(&self) -> String {
        match self.0.iana_name() {
            Some("Etc/UTC") => "UTC".into(),
            Some(name) => name.into(),
            None => "local time".into(),
        }
    }

    /// `2026-11-21 14:02:07`.
    pub fn second(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `2026-11-21 14:02`, or the server's own text where it was no date, or a dash where there is none.
    pub fn minute(&self, when: Option<&When>) -> String {
        match when {
            Some(When::At(at)) => at.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            Some(When::Text(text)) => text.to_string(),
            None => "-".into(),
        }
    }

    /// From the beginning of one day to the end of another, or from or to the end of time.
    pub fn days(&self, from: Option<Date>, to: Option<Date>) -> Range<Timestamp> {
        let midnight = |date: Date| date.to_zoned(self.0.clone()).ok().map(|midnight| midnight.timestamp());
        let start = from.and_then(midnight).unwrap_or(Timestamp::MIN);
        let end = to.and_then(|date| date.tomorrow().ok()).and_then(midnight).unwrap_or(Timestamp::MAX);
        start..end
    }
}

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
