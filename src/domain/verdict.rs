//! What a reading says about a change whose answer was lost. Readings decide, never another attempt.
//!
//! ```text
//! body-less resets       resetCount +1, dated after sending, no other hand        carried out
//!                        resetCount as before                                     nothing yet
//!                        +2 or more, another comment, or dated before sending     cannot tell
//! changes with a body    our mark in the comment                                  carried out
//!                        version or value as before                               nothing yet
//!                        changed without our mark                                 cannot tell
//! ```

use jiff::{SignedDuration, Timestamp};

use crate::domain::credential::Credential;
use crate::domain::evidence::{Evidence, Fingerprint};
use crate::domain::record::{Act, Baseline, Event, Intent, OperationId, Why};
use crate::domain::when::When;

/// A change that was sent, with all that a reading is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Which operation.
    pub id: OperationId,
    /// What was confirmed.
    pub intent: Intent,
    /// When it was about to leave, by this host's clock at that time.
    pub at: Timestamp,
}

/// What one reading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Not carried out so far.
    Nothing,
    /// Carried out.
    Done,
    /// It cannot be told from this.
    CannotTell(Why),
    /// The reading lacks what it would have to be compared by.
    Incomplete,
}

/// The final word about a change whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was carried out.
    Happened,
    /// It was not carried out, and will not be any more.
    DidNotHappen,
    /// Readings cannot tell.
    CannotTell(Why),
}

impl Verdict {
    /// What the journal is told of it.
    pub fn event(self) -> Event {
        match self {
            Self::Happened => Event::Happened,
            Self::DidNotHappen => Event::DidNotHappen,
            Self::CannotTell(why) => Event::CannotTell(why),
        }
    }
}

/// Dates are whole seconds, and so is the server's `Date`: two seconds may lie between one moment and itself.
const GRAIN: SignedDuration = SignedDuration::from_secs(2);

impl Sent {
    /// What a reading says about this change.
    pub fn finding(&self, reading: &Evidence) -> Finding {
        let Some(now) = &reading.credential else { return Finding::CannotTell(Why::Gone) };
        match self.intent.act {
            Act::Reset => self.after_reset(now, reading),
            Act::Replace | Act::Update(_) => self.after_marked(now, reading),
        }
    }

    fn after_reset(&self, now: &Credential, reading: &Evidence) -> Finding {
        let before = &self.intent.baseline;
        // The step of `resetCount` is one (page regenerate-puk); that of `version` is not published, so only its changing
        // counts.
        let raised = now.reset_count.zip(before.reset_count).map(|(now, before)| now.checked_sub(before));
        let renewed = match raised {
            Some(Some(0)) => false,
            Some(Some(1)) => true,
            Some(_) => return Finding::CannotTell(Why::MoreThanOnce),
            None if before.reset_count.is_some() => return Finding::Incomplete,
            None => match changed_value(before, reading) {
                Some(changed) => changed,
                None if !is_newer(before, now) => false,
                // Documented for the PUK (page regenerate-puk), which has no page of its own.
                None if now.state_reason.as_ref().is_some_and(|reason| reason.as_str() == "reset") => true,
                None => return Finding::CannotTell(Why::AnotherHand),
            },
        };
        if !renewed {
            Finding::Nothing
        } else if another_comment(before, reading) || self.is_dated_otherwise(now, reading) {
            Finding::CannotTell(Why::AnotherHand)
        } else {
            Finding::Done
        }
    }

    fn after_marked(&self, now: &Credential, reading: &Evidence) -> Finding {
        let before = &self.intent.baseline;
        let mark = self.id.mark();
        if now.comment.as_ref().is_some_and(|comment| comment.as_str().contains(&mark)) {
            return Finding::Done;
        }
        let untouched = self.intent.act.ends_old_value() && changed_value(before, reading) == Some(false);
        if untouched || !is_newer(before, now) {
            Finding::Nothing
        } else {
            // Somebody's change, and the mark of ours is not on it: ours came before it, or was refused because of it.
            Finding::CannotTell(Why::AnotherHand)
        }
    }

    /// Whether the credential's last change lies before our request, or after the time in which it could still arrive,
    /// by the server's own clock.
    ///
    /// A `Date` may be a gateway's, whose clock is another one than nevisIDM's. It is when the change would lie in the
    /// future, or before the baseline, which did not show it: then dates tell nothing.
    fn is_dated_otherwise(&self, now: &Credential, reading: &Evidence) -> bool {
        let Some((When::At(changed), sent)) = now.last_modified.as_ref().zip(self.at_server()) else { return false };
        let baseline = &self.intent.baseline;
        let before = baseline.at.zip(baseline.ahead).and_then(|(at, ahead)| at.checked_add(ahead).ok());
        let is_ahead_of = |moment: Timestamp| changed.duration_since(moment) > GRAIN;
        let is_behind = |moment: Timestamp| changed.duration_since(moment) < -GRAIN;
        if reading.at_server().is_some_and(is_ahead_of) || before.is_some_and(is_behind) {
            return false;
        }
        let latest = SignedDuration::try_from(self.intent.settle).map_or(SignedDuration::MAX, |settle| settle + GRAIN);
        let after = changed.duration_since(sent);
        after < -GRAIN || after > latest
    }

    /// When it was about to leave, by the server's clock; none where that is not known.
    pub fn at_server(&self) -> Option<Timestamp> {
        self.at.checked_add(self.intent.baseline.ahead?).ok()
    }

    /// How long ago it was sent, by this host's clock. A clock that went back gives zero, so that the time to settle begins
    /// anew; for one that was set forward see [`Settling`](crate::domain::settling::Settling).
    pub fn age(&self, now: Timestamp) -> std::time::Duration {
        std::time::Duration::try_from(now.duration_since(self.at)).unwrap_or_default()
    }
}

/// Whether the credential was changed at all since the baseline. What one of the two does not tell says nothing.
fn is_newer(before: &Baseline, now: &Credential) -> bool {
    let differs = |before: Option<i32>, now: Option<i32>| before.zip(now).is_some_and(|(before, now)| before != now);
    let dates = before.last_modified.as_ref().zip(now.last_modified.as_ref());
    differs(before.version, now.version) || dates.is_some_and(|(before, now)| before != now)
}

/// Whether hash or card is another; none where one of the two could not be read.
fn changed_value(before: &Baseline, reading: &Evidence) -> Option<bool> {
    before.value.zip(reading.value).map(|(before, now)| before != now)
}

/// Whether somebody wrote another comment. A comment that is gone says nothing: a reset may clear it.
fn another_comment(before: &Baseline, reading: &Evidence) -> bool {
    let written: Option<Fingerprint> = reading.comment;
    written.is_some() && written != before.comment
}

impl Baseline {
    /// What a reading before the confirmation says.
    pub fn of(reading: &Evidence) -> Self {
        let credential = reading.credential.as_ref();
        Self {
            version: credential.and_then(|credential| credential.version),
            reset_count: credential.and_then(|credential| credential.reset_count),
            last_modified: credential.and_then(|credential| credential.last_modified.clone()),
            value: reading.value,
            comment: reading.comment,
            ahead: reading.ahead,
            at: Some(reading.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::credential::{CredentialKind, CredentialState};
    use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
    use crate::domain::record::SessionId;
    use crate::text::SafeText;

    fn reading(version: i32, count: Option<i32>, modified: &str, value: u8, comment: Option<&str>) -> Evidence {
        let credential = Credential {
            id: None,
            kind: CredentialKind::Puk,
            state: CredentialState::Active,
            policy: None,
            version: Some(version),
            reset_count: count,
            failed_logins: None,
            last_success: None,
            last_failure: None,
            last_modified: Some(When::parse(modified)),
            state_reason: None,
            comment: comment.map(SafeText::new),
            valid_to: None,
        };
        Evidence {
            credential: Some(credential),
            value: Some(Fingerprint([value; 16])),
            comment: comment.map(|text| Fingerprint([u8::try_from(text.len()).unwrap_or_default(); 16])),
            ahead: Some(SignedDuration::from_hours(1)),
            at: "2026-11-21T14:30:00Z".parse().unwrap(),
        }
    }

    const BEFORE: &str = "2026-11-21T10:00:00Z";
    const AFTER: &str = "2026-11-21T15:02:12Z"; // the server is an hour ahead of our 14:02:11

    fn sent(act: Act, before: &Evidence) -> Sent {
        let intent = Intent {
            server: "idm.example.ch".into(),
            caller: None,
            at: UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() },
            login_id: LoginId::new("a.muster"),
            kind: CredentialKind::Puk,
            credential: None,
            act,
            comment: None,
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline { at: Some("2026-11-21T14:01:50Z".parse().unwrap()), ..Baseline::of(before) },
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        let id = OperationId { session: SessionId(7), number: 1 };
        Sent { id, intent, at: "2026-11-21T14:02:11Z".parse().unwrap() }
    }

    #[test]
    fn the_reset_count_decides_where_there_is_one() {
        let before = reading(7, Some(2), BEFORE, 1, Some("old"));
        let sent = sent(Act::Reset, &before);
        let finding = |version, count, modified, comment| {
            sent.finding(&reading(version, Some(count), modified, 2, Some(comment)))
        };
        assert_eq!(sent.finding(&before), Finding::Nothing);
        assert_eq!(finding(9, 3, AFTER, "old"), Finding::Done, "the step of the version is not published");
        assert_eq!(finding(8, 2, AFTER, "old"), Finding::Nothing, "a colleague's edit is no reset");
        assert_eq!(finding(9, 4, AFTER, "old"), Finding::CannotTell(Why::MoreThanOnce));
        assert_eq!(finding(9, 1, AFTER, "old"), Finding::CannotTell(Why::MoreThanOnce));
        assert_eq!(finding(9, 3, AFTER, "another"), Finding::CannotTell(Why::AnotherHand));
        assert_eq!(finding(8, 3, "2026-11-21T15:02:08Z", "old"), Finding::CannotTell(Why::AnotherHand));
        assert_eq!(finding(8, 3, "2026-11-21T15:02:09Z", "old"), Finding::Done, "within the grain of the clocks");
    }

    #[test]
    fn without_a_count_the_value_decides_and_without_that_the_version() {
        let before = reading(7, None, BEFORE, 1, None);
        let sent = sent(Act::Reset, &before);
        assert_eq!(sent.finding(&reading(8, None, AFTER, 2, None)), Finding::Done);
        assert_eq!(sent.finding(&reading(8, None, AFTER, 1, None)), Finding::Nothing);
        let no_page = |version| Evidence { value: None, ..reading(version, None, AFTER, 1, None) };
        assert_eq!(sent.finding(&no_page(8)), Finding::CannotTell(Why::AnotherHand), "it may be anybody's edit");
        let mut reset = no_page(8);
        reset.credential.as_mut().unwrap().state_reason = Some(SafeText::new("reset"));
        assert_eq!(sent.finding(&reset), Finding::Done);
        let untouched = Evidence { value: None, ..before.clone() };
        assert_eq!(sent.finding(&untouched), Finding::Nothing);
    }

    #[test]
    fn what_a_reading_does_not_tell_is_no_change() {
        let before = reading(7, Some(2), BEFORE, 1, None);
        let sent = sent(Act::Reset, &before);
        assert_eq!(sent.finding(&reading(8, None, AFTER, 1, None)), Finding::Incomplete, "a count that is missing");
        let nothing_known = Baseline { ahead: before.ahead, ..Baseline::default() };
        let mut sent = Sent { intent: Intent { act: Act::Update(vec!["comment".into()]), ..sent.intent }, ..sent };
        sent.intent.baseline = nothing_known;
        assert_eq!(sent.finding(&reading(8, Some(2), AFTER, 1, Some("theirs"))), Finding::Nothing, "after a 204");
    }

    #[test]
    fn a_reset_of_days_later_is_not_ours() {
        let before = reading(7, Some(2), BEFORE, 1, None);
        let sent = sent(Act::Reset, &before);
        let dated = |modified| sent.finding(&reading(8, Some(3), modified, 2, None));
        assert_eq!(dated("2026-11-21T15:03:13Z"), Finding::Done, "the last moment at which it could arrive");
        assert_eq!(dated("2026-11-21T15:03:14Z"), Finding::CannotTell(Why::AnotherHand));
    }

    #[test]
    fn dates_of_a_clock_that_is_not_the_servers_tell_nothing() {
        let before = reading(7, Some(2), BEFORE, 1, None);
        let sent = sent(Act::Reset, &before);
        let dated = |modified| sent.finding(&reading(8, Some(3), modified, 2, None));
        assert_eq!(dated("2026-11-21T14:02:12Z"), Finding::Done, "the gateway is an hour ahead: before the baseline");
        assert_eq!(dated("2026-11-21T16:02:12Z"), Finding::Done, "it is behind: in the future");
    }

    #[test]
    fn a_change_with_a_body_is_known_by_its_mark() {
        let before = reading(7, None, BEFORE, 1, Some("sent by post"));
        let sent = sent(Act::Replace, &before);
        let ours = format!("card lost {}", sent.id.mark());
        assert_eq!(sent.finding(&reading(8, None, AFTER, 2, Some(&ours))), Finding::Done);
        assert_eq!(sent.finding(&reading(8, None, AFTER, 2, Some("theirs"))), Finding::CannotTell(Why::AnotherHand));
        assert_eq!(
            sent.finding(&reading(8, None, AFTER, 1, Some("an edit"))),
            Finding::Nothing,
            "the card is the old one"
        );
        assert_eq!(sent.finding(&before), Finding::Nothing);
    }

    #[test]
    fn a_credential_that_is_gone_says_so() {
        let before = reading(7, Some(2), BEFORE, 1, None);
        let gone = Evidence { credential: None, value: None, comment: None, ahead: None, at: Timestamp::UNIX_EPOCH };
        assert_eq!(sent(Act::Reset, &before).finding(&gone), Finding::CannotTell(Why::Gone));
    }

    #[test]
    fn a_clock_that_went_back_gives_no_age() {
        let sent = sent(Act::Reset, &reading(7, Some(2), BEFORE, 1, None));
        assert_eq!(sent.age("2026-11-21T14:03:11Z".parse().unwrap()), Duration::from_mins(1));
        assert_eq!(sent.age("2026-11-21T13:00:00Z".parse().unwrap()), Duration::ZERO);
    }
}
