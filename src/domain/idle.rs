//! What happens while nobody presses a key: the screen is covered, then locked, then values are wiped, then credesk ends.
//!
//! Only the lengths, and which comes next. Who counts the time is the runtime.

use std::time::Duration;

/// What happens when no key was pressed for long enough, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rest {
    /// Shown values are covered.
    Cover,
    /// The console is locked: whoever goes on has to be recognised.
    Lock,
    /// Values that are still held are wiped.
    Wipe,
    /// credesk ends.
    End,
}

impl Rest {
    const ALL: [Self; 4] = [Self::Cover, Self::Lock, Self::Wipe, Self::End];
}

/// How long after the last key each of it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idle {
    /// Until shown values are covered.
    pub cover: Duration,
    /// Until the console is locked.
    pub lock: Duration,
    /// Until values that nobody has acknowledged are wiped.
    pub wipe: Duration,
    /// Until credesk ends.
    pub end: Duration,
}

impl Idle {
    /// The longest that an idle console may run, in seconds: a profile may only shorten it.
    pub const LONGEST_S: u64 = 900;

    /// The lengths that hold everywhere, and until the end what the profile says.
    pub const fn ending_after(end: Duration) -> Self {
        Self { cover: Duration::from_mins(1), lock: Duration::from_mins(2), wipe: Duration::from_mins(5), end }
    }

    /// What comes after this, and how long after the last key; nothing after the end. A short life may end before the
    /// rest has its turn.
    pub fn next(&self, reached: Option<Rest>) -> Option<(Rest, Duration)> {
        let later = Rest::ALL.into_iter().filter(|rest| Some(*rest) > reached);
        later.map(|rest| (rest, self.after(rest))).min_by_key(|(_, after)| *after)
    }

    fn after(&self, rest: Rest) -> Duration {
        match rest {
            Rest::Cover => self.cover,
            Rest::Lock => self.lock,
            Rest::Wipe => self.wipe,
            Rest::End => self.end,
        }
    }
}

impl Default for Idle {
    fn default() -> Self {
        Self::ending_after(Duration::from_secs(Self::LONGEST_S))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that happens to a console that nobody touches, with the seconds after the last key.
    fn all_of(idle: Idle) -> Vec<(Rest, u64)> {
        let mut reached = None;
        std::iter::from_fn(|| {
            let (rest, after) = idle.next(reached)?;
            reached = Some(rest);
            Some((rest, after.as_secs()))
        })
        .collect()
    }

    #[test]
    fn it_is_covered_locked_wiped_and_ended() {
        let whole = [(Rest::Cover, 60), (Rest::Lock, 120), (Rest::Wipe, 300), (Rest::End, 900)];
        assert_eq!(all_of(Idle::default()), whole);
    }

    #[test]
    fn a_short_life_ends_before_the_rest() {
        assert_eq!(all_of(Idle::ending_after(Duration::from_secs(90))), [(Rest::Cover, 60), (Rest::End, 90)]);
    }
}
