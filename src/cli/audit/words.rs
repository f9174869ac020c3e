//! How the audit says times. What it says of events and people is shared with the console.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use crate::domain::audit_words::{account, act, event, person, safe};
use crate::domain::date;
use crate::domain::when::When;

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
        date::minute(when, &self.0)
    }

    /// From the beginning of one day to the end of another, or from or to the end of time.
    pub fn days(&self, from: Option<Date>, to: Option<Date>) -> Range<Timestamp> {
        let midnight = |date: Date| date.to_zoned(self.0.clone()).ok().map(|midnight| midnight.timestamp());
        let start = from.and_then(midnight).unwrap_or(Timestamp::MIN);
        let end = to.and_then(|date| date.tomorrow().ok()).and_then(midnight).unwrap_or(Timestamp::MAX);
        start..end
    }
}
