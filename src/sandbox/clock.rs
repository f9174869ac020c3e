//! The sandbox's time: the real one, or one that stands still until a test moves it.
//! Everything that writes a date asks here; nothing else in the sandbox may read the system's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// Where the sandbox takes the time from.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at so many seconds after 1970-01-01T00:00:00Z until [`Clock::advance`] moves it.
    /// Clones share the time.
    pub fn fixed(epoch_seconds: i64) -> Self {
        Self(Some(Arc::new(AtomicI64::new(epoch_seconds))))
    }

    /// Moves a fixed clock forward by whole seconds. The system's clock goes its own way.
    pub fn advance(&self, by: Duration) {
        if let Some(time) = &self.0 {
            time.fetch_add(seconds(by), Ordering::SeqCst);
        }
    }

    pub(super) fn now(&self) -> Moment {
        let fixed = self.0.as_ref().map(|time| time.load(Ordering::SeqCst));
        Moment(fixed.unwrap_or_else(|| Timestamp::now().as_second()))
    }
}

/// A point in time, in seconds: the API's dates carry no fraction (`2023-08-18T12:34:56Z` in "get-clients").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub i64);

impl Moment {
    pub fn after(self, period: Duration) -> Self {
        Self(self.0.saturating_add(seconds(period)))
    }

    pub fn before(self, period: Duration) -> Self {
        Self(self.0.saturating_sub(seconds(period)))
    }

    /// Reads an ISO date with time and offset.
    pub fn parse(iso: &str) -> Option<Self> {
        iso.parse::<Timestamp>().ok().map(|time| Self(time.as_second()))
    }

    /// In UTC, as the API writes dates.
    pub fn iso(self) -> String {
        self.timestamp().to_string()
    }

    /// The form of the `Date` header (RFC 9110, section 5.6.7).
    pub fn http_date(self) -> String {
        self.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

pub(super) const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

pub(super) const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 86_400)
}

fn seconds(period: Duration) -> i64 {
    i64::try_from(period.as_secs()).unwrap_or(i64::MAX)
}
