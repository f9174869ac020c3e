//! The rate of a run as a schedule: when the next change may begin. Waits for nothing itself.

use std::time::Duration;

/// The spacing between changes. It goes from one due time to the next, so that a timer that rings late does not add up; what
/// took long is not made up for by a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    spacing: Duration,
    next: Duration,
}

impl Pace {
    /// At most so many in a minute; none for no limit.
    pub fn new(a_minute: Option<u32>) -> Self {
        let spacing = a_minute.map_or(Duration::ZERO, |rate| Duration::from_mins(1) / rate.max(1));
        Self { spacing, next: Duration::ZERO }
    }

    /// When the next change may begin, both times counted from the beginning of the run; counts it as begun then.
    pub fn due(&mut self, now: Duration) -> Duration {
        let due = self.next.max(now);
        self.next = due + self.spacing;
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rate: Option<u32>, arrivals: &[u64]) -> Vec<u64> {
        let mut pace = Pace::new(rate);
        let due = arrivals.iter().map(|now| pace.due(Duration::from_millis(*now)).as_millis());
        due.map(|due| u64::try_from(due).unwrap()).collect()
    }

    #[test]
    fn changes_keep_their_distance_and_lateness_does_not_add_up() {
        assert_eq!(run(Some(60), &[0, 200, 1203, 2001, 3999]), [0, 1000, 2000, 3000, 4000]);
        assert_eq!(run(Some(60), &[0, 1005, 2005, 3005]), [0, 1005, 2005, 3005], "late, and not later and later");
        assert_eq!(run(Some(6000), &[0, 1, 2, 3]), [0, 10, 20, 30]);
        assert_eq!(run(None, &[0, 1, 2]), [0, 1, 2]);
    }

    #[test]
    fn what_took_long_is_followed_by_no_burst() {
        assert_eq!(run(Some(60), &[0, 9500, 9600, 9700]), [0, 9500, 10500, 11500]);
    }

    #[test]
    fn in_no_minute_are_there_more() {
        for rate in [1, 7, 60, 61, 600] {
            let mut pace = Pace::new(Some(rate));
            let mut now = Duration::ZERO;
            let starts: Vec<_> = (0..rate * 3)
                .map(|_| {
                    now = pace.due(now) + Duration::from_millis(3);
                    now
                })
                .collect();
            let rate = usize::try_from(rate).unwrap();
            for pair in starts.windows(rate + 1) {
                assert!(pair[rate].saturating_sub(pair[0]) >= Duration::from_millis(59_999), "{rate}");
            }
        }
    }
}
