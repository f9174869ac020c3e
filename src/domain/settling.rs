//! Settling an unknown outcome: when to read again, and when the readings are final.
//!
//! Pure: whoever drives it says that a second has passed, and what a reading brought. Readings go out at once, then after
//! 2, 5, 10 and 20 seconds, and when the time in which the change may still arrive is over.

use std::time::Duration;

use crate::domain::credential::Credential;
use crate::domain::evidence::Evidence;
use crate::domain::problem::{Problem, Took};
use crate::domain::record::Why;
use crate::domain::verdict::{Finding, Sent, Verdict};

/// Seconds after the settling began at which a reading goes out.
const SCHEDULE: [u64; 5] = [0, 2, 5, 10, 20];

/// What a reading brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Not carried out so far.
    Nothing,
    /// Carried out.
    Done,
    /// Changed, and not by this change alone.
    Unclear,
    /// It failed.
    Failed(Problem),
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Seconds after sending at which it went out.
    pub at: u64,
    /// What it brought.
    pub seen: Seen,
}

/// One unknown outcome on its way to a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    sent: Sent,
    /// Seconds since sending when the settling began.
    begun: u64,
    /// That number comes from this host's clock, which may have been set meanwhile, and not from waiting for the answer.
    by_clock: bool,
    /// Seconds since it began.
    passed: u64,
    /// How many readings of the schedule went out.
    gone_out: usize,
    /// The last reading, at the end of the time to settle, went out.
    last_is_out: bool,
    /// When the reading on its way went out, in seconds since sending.
    on_its_way: Option<u64>,
    readings: Vec<Reading>,
    /// The credential as the newest reading shows it.
    newest: Option<Credential>,
    verdict: Option<Verdict>,
}

impl Settling {
    /// Begins, so long after sending.
    pub fn begin(sent: Sent, age: Duration) -> Self {
        Self {
            sent,
            begun: age.as_secs(),
            by_clock: false,
            passed: 0,
            gone_out: 0,
            last_is_out: false,
            on_its_way: None,
            readings: Vec::new(),
            newest: None,
            verdict: None,
        }
    }

    /// Begins for a change of an earlier run: how long ago that was, only clocks tell.
    pub fn resume(sent: Sent, age: Duration) -> Self {
        Self { by_clock: true, ..Self::begin(sent, age) }
    }

    /// The change in question.
    pub fn sent(&self) -> &Sent {
        &self.sent
    }

    /// The readings that came back, oldest first.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The credential as the newest reading shows it.
    pub fn newest(&self) -> Option<&Credential> {
        self.newest.as_ref()
    }

    /// The verdict, once there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    /// True while a reading is on its way.
    pub fn is_reading(&self) -> bool {
        self.on_its_way.is_some()
    }

    /// Seconds until the change cannot arrive any more.
    pub fn left(&self) -> u64 {
        self.settle().saturating_sub(self.elapsed())
    }

    /// Seconds until the next reading; none while one is on its way, or where none is due any more.
    pub fn next_in(&self) -> Option<u64> {
        let scheduled = SCHEDULE.get(self.gone_out).map(|due| due.saturating_sub(self.passed));
        let last = (!self.last_is_out).then(|| self.left());
        match (self.verdict, self.on_its_way) {
            (None, None) => scheduled.into_iter().chain(last).min(),
            (Some(_), _) | (_, Some(_)) => None,
        }
    }

    fn elapsed(&self) -> u64 {
        self.begun + self.passed
    }

    /// Rounded up: the time to settle is over when all of it is.
    fn settle(&self) -> u64 {
        let settle = self.sent.intent.settle;
        settle.as_secs() + u64::from(settle.subsec_nanos() > 0)
    }

    /// A second has passed.
    pub fn second(&mut self) {
        self.passed += 1;
    }

    /// Whether a reading has to go out now. If so it counts as gone out.
    #[must_use]
    pub fn wants_reading(&mut self) -> bool {
        let due = self.next_in() == Some(0);
        if due {
            // What has become due while a reading was on its way is one reading, not several.
            let passed = SCHEDULE.iter().filter(|due| **due <= self.passed).count();
            self.gone_out = self.gone_out.max(passed);
            self.last_is_out |= self.left() == 0;
            self.on_its_way = Some(self.elapsed());
        }
        due
    }

    /// The operator wants to know now, and the schedule begins anew after a verdict that told nothing.
    pub fn again(&mut self) {
        if matches!(self.verdict, Some(Verdict::CannotTell(_)) | None) && !self.is_reading() {
            self.begun += self.passed;
            (self.passed, self.gone_out, self.last_is_out, self.verdict) = (0, 0, false, None);
        }
    }

    /// The seconds since sending at which a reading went out, corrected by the server's clock where this host's has been
    /// set forward: nothing is final before the time to settle is over for the server too.
    fn corrected(&mut self, at: u64, reading: &Evidence) -> u64 {
        let by_server = reading.at_server().zip(self.sent.at_server()).filter(|_| self.by_clock);
        let Some((now, sent)) = by_server else { return at };
        let passed = u64::try_from(now.duration_since(sent).as_secs()).unwrap_or_default();
        let surplus = at.saturating_sub(passed);
        // Once: from here on this host's own waiting counts, whatever is done to any clock.
        self.by_clock = false;
        if surplus > 0 {
            // What passed here since it began is true time; only what the clock said before is not.
            let here = self.elapsed() - at;
            (self.begun, self.passed) = (passed + here, 0);
            // The schedule has begun already; what is left of it is one reading at the end.
            self.gone_out = SCHEDULE.len();
            self.last_is_out = self.left() == 0;
        }
        at - surplus
    }

    /// Takes what the reading brought. Says the verdict where this decides.
    pub fn read(&mut self, result: Result<&Evidence, Problem>) -> Option<Verdict> {
        let at = self.on_its_way.take()?;
        let at = result.as_ref().map_or(at, |reading| self.corrected(at, reading));
        let final_word = at >= self.settle();
        let finding = result.map(|reading| {
            self.newest.clone_from(&reading.credential);
            self.sent.finding(reading)
        });
        let over = self.last_is_out && self.gone_out == SCHEDULE.len();
        let unreadable = over.then_some(Verdict::CannotTell(Why::Unreadable));
        // Only "carried out" cannot be overtaken by what still arrives. A verdict frees the credential sooner or later, and
        // nothing else may be sent about it while the first change may still be on its way.
        let (seen, verdict) = match finding {
            Ok(Finding::Done) => (Seen::Done, Some(Verdict::Happened)),
            Ok(Finding::CannotTell(why)) => (Seen::Unclear, final_word.then_some(Verdict::CannotTell(why))),
            Ok(Finding::Nothing) => (Seen::Nothing, final_word.then_some(Verdict::DidNotHappen)),
            Ok(Finding::Incomplete) => (Seen::Failed(incomplete()), unreadable),
            Err(problem) => (Seen::Failed(problem), unreadable),
        };
        self.readings.push(Reading { at, seen });
        self.verdict = verdict;
        verdict
    }
}

/// A reading that came, and lacks what it would have to be compared by.
fn incomplete() -> Problem {
    Problem::new("The answer lacks what it would have to be compared by.", Took::NothingAsked, "credesk reads again.")
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::domain::credential::{CredentialKind, CredentialState};
    use crate::domain::fault::{Asked, Fault};
    use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
    use crate::domain::record::{Act, Baseline, Intent, OperationId, SessionId};

    fn settling(age: u64) -> Settling {
        let intent = Intent {
            server: "idm.example.ch".into(),
            caller: None,
            at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() },
            login_id: LoginId::new("a.muster"),
            kind: CredentialKind::Ticket,
            credential: None,
            act: Act::Reset,
            comment: None,
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline::default(),
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        let id = OperationId { session: SessionId(7), number: 1 };
        let at = "2026-11-21T14:02:11Z".parse().unwrap();
        Settling::begin(Sent { id, intent, at }, Duration::from_secs(age))
    }

    fn gone() -> Evidence {
        let at = "2026-11-21T14:02:21Z".parse().unwrap();
        Evidence { credential: None, value: None, comment: None, ahead: None, at }
    }

    fn failed() -> Problem {
        Fault::NoConnection.problem(Asked::Read, None)
    }

    /// Lets seconds pass, and answers each reading at once; tells when each went out, and the verdict.
    fn run(settling: &mut Settling, seconds: u64, answer: impl Fn(u64) -> Result<Evidence, Problem>) -> Vec<u64> {
        let mut out = Vec::new();
        for second in 0..=seconds {
            if second > 0 {
                settling.second();
            }
            if settling.wants_reading() {
                out.push(second);
                let result = answer(second);
                settling.read(result.as_ref().map_err(Clone::clone));
            }
        }
        out
    }

    #[test]
    fn readings_go_out_by_the_schedule_and_once_more_at_the_end() {
        let mut settling = settling(3);
        assert_eq!(run(&mut settling, 100, |_| Err(failed())), [0, 2, 5, 10, 20, 57]);
        assert_eq!(settling.verdict(), Some(Verdict::CannotTell(Why::Unreadable)));
        assert_eq!(settling.readings().last().map(|reading| reading.at), Some(60));
    }

    #[test]
    fn one_that_is_long_over_is_read_by_the_schedule_until_a_reading_works() {
        let mut settling = settling(4000);
        assert_eq!(run(&mut settling, 100, |_| Err(failed())), [0, 2, 5, 10, 20]);
        assert_eq!(settling.verdict(), Some(Verdict::CannotTell(Why::Unreadable)));
        settling.again();
        assert_eq!(run(&mut settling, 3, |second| if second < 2 { Err(failed()) } else { Ok(gone()) }), [0, 2]);
        assert_eq!(settling.verdict(), Some(Verdict::CannotTell(Why::Gone)));
    }

    #[test]
    fn a_slow_reading_is_waited_for_and_what_became_due_meanwhile_is_one_reading() {
        let mut settling = settling(0);
        assert!(settling.wants_reading());
        for _ in 0..7 {
            settling.second();
            assert!(!settling.wants_reading() && settling.next_in().is_none());
        }
        settling.read(Err(failed()));
        assert!(settling.wants_reading(), "the ones of 2 and 5 seconds");
        settling.read(Err(failed()));
        assert_eq!(settling.next_in(), Some(3), "the one of 10 seconds");
        assert_eq!(settling.left(), 53);
    }

    #[test]
    fn nothing_is_final_before_the_time_is_over_and_a_reading_counts_by_when_it_went_out() {
        let mut settling = settling(59);
        assert!(settling.wants_reading());
        settling.second();
        let same = Evidence { credential: Some(credential()), ..gone() };
        assert_eq!(settling.read(Ok(&same)), None, "it went out a second too early");
        assert!(settling.wants_reading());
        assert_eq!(settling.read(Ok(&same)), Some(Verdict::DidNotHappen));
        assert_eq!(settling.next_in(), None);
    }

    #[test]
    fn a_clock_that_was_set_forward_makes_nothing_final_before_its_time() {
        // The host's clock says an hour, the server's ten seconds.
        let mut settling = Settling::resume(settling(0).sent, Duration::from_hours(1));
        settling.sent.intent.baseline.ahead = Some(SignedDuration::ZERO);
        let same = Evidence { credential: Some(credential()), ahead: Some(SignedDuration::ZERO), ..gone() };
        assert!(settling.wants_reading());
        assert_eq!(settling.read(Ok(&same)), None);
        assert_eq!((settling.left(), settling.readings()[0].at), (50, 10));
        let unknown = Evidence { ahead: None, ..same };
        assert_eq!(run(&mut settling, 50, |_| Ok(unknown.clone())).last(), Some(&50));
        assert_eq!(settling.verdict(), Some(Verdict::DidNotHappen));
    }

    fn credential() -> Credential {
        Credential {
            id: None,
            kind: CredentialKind::Ticket,
            state: CredentialState::Active,
            policy: None,
            version: None,
            reset_count: None,
            failed_logins: None,
            last_success: None,
            last_failure: None,
            last_modified: None,
            state_reason: None,
            comment: None,
            valid_to: None,
        }
    }
}
