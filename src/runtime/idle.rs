//! How long nobody has pressed a key. Asks no clock: who calls says what time it is.

use std::time::Instant;

use crate::domain::idle::{Idle, Rest};

/// Watches one console.
#[derive(Debug)]
pub struct Watch {
    times: Idle,
    since: Instant,
    reached: Option<Rest>,
}

impl Watch {
    /// The last key was pressed now.
    pub fn new(times: Idle, now: Instant) -> Self {
        Self { times, since: now, reached: None }
    }

    /// A key was pressed.
    pub fn stir(&mut self, now: Instant) {
        (self.since, self.reached) = (now, None);
    }

    /// When something happens next; never after the end.
    pub fn due(&self) -> Option<Instant> {
        self.times.next(self.reached).map(|(_, after)| self.since + after)
    }

    /// What is due by now, one after the other.
    pub fn reached(&mut self, now: Instant) -> Option<Rest> {
        let (rest, after) = self.times.next(self.reached)?;
        if now.saturating_duration_since(self.since) < after {
            return None;
        }
        self.reached = Some(rest);
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_was_slept_through_comes_at_once_and_in_order() {
        let begin = Instant::now();
        let mut watch = Watch::new(Idle::default(), begin);
        let minutes = |minutes| begin + Duration::from_mins(minutes);
        assert_eq!((watch.reached(begin), watch.due()), (None, Some(minutes(1))));
        let found: Vec<_> = std::iter::from_fn(|| watch.reached(minutes(6))).collect();
        assert_eq!(found, [Rest::Cover, Rest::Lock, Rest::Wipe]);
        assert_eq!(watch.due(), Some(minutes(15)));
        watch.stir(minutes(6));
        assert_eq!((watch.reached(minutes(6)), watch.due()), (None, Some(minutes(7))));
        let found: Vec<_> = std::iter::from_fn(|| watch.reached(minutes(60))).collect();
        assert_eq!((found.last(), watch.due()), (Some(&Rest::End), None));
    }
}
