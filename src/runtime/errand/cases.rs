//! What earlier runs have left open about a credential: settled by reading before anything else is sent about it.

use std::time::Duration;

use tokio::select;
use tokio::time::{Instant, sleep};

use crate::domain::case::{Listed, Lock};
use crate::domain::credential::Credential;
use crate::domain::evidence::Evidence;
use crate::domain::id::UserRef;
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{Intent, OperationId, Why};
use crate::domain::settling::Settling;
use crate::domain::verdict::Verdict;
use crate::domain::words::{Reader, verdict_lines};
use crate::runtime::errand::draft::{Objection, locked};
use crate::runtime::errand::office::Office;
use crate::runtime::evidence;

/// A credential that no open case keeps.
pub(super) struct Freed {
    /// What there is to know about that, and about the journal.
    pub notes: Vec<String>,
    /// The earlier change that was settled just now, where it was carried out.
    pub happened: Option<OperationId>,
}

impl Office {
    /// Sees to it that no open case keeps this credential: what a run that has ended left open is settled by reading. Says
    /// what there is to know about that, and about the journal.
    ///
    /// # Errors
    /// It stays locked, or the journal cannot be used.
    pub(super) async fn free(
        &self,
        at: &UserRef,
        credential: &Credential,
        policies: &[Policy],
    ) -> Result<Freed, Objection> {
        let listing = self.ledger.cases().await.map_err(Objection::Journal)?;
        let server = self.standing.server.clone();
        let locks = |listed: &&Listed| listed.lock_on(&server, at, credential).is_some();
        let mut notes = listing.notes;
        let Some(listed) = listing.cases.iter().find(locks) else { return Ok(Freed { notes, happened: None }) };
        if listed.elsewhere || listed.case.why.is_some() {
            return Err(locked(if listed.elsewhere { Lock::Elsewhere } else { Lock::Unknown }));
        }
        let settling = Settling::resume(listed.case.sent(), listed.age);
        let settled = self.settle(settling, |left| (self.earlier.0)(left)).await;
        match settled.verdict() {
            Some(verdict @ (Verdict::Happened | Verdict::DidNotHappen)) => {
                let case = &listed.case;
                notes.push(format!("An earlier change is settled now: \"{}\", {}.", case.intent.title(), case.id));
                let newest = settled.newest();
                let policy = newest.and_then(|newest| newest.policy.as_ref());
                let policy = policies.iter().find(|one| policy == Some(&one.id));
                notes.extend(verdict_lines(&case.intent, verdict, newest, policy, false, Reader::Command));
                let happened = (verdict == Verdict::Happened).then_some(case.id);
                Ok(Freed { notes, happened })
            }
            Some(Verdict::CannotTell(_)) | None => Err(locked(Lock::Unknown)),
        }
    }

    /// What became of an operation that an earlier run has left open: reads until there is a verdict, and tells the journal.
    /// None where it was interrupted.
    ///
    /// # Errors
    /// Another credesk is at work on it, or has just settled it; or the journal cannot be used.
    pub async fn find_out(&self, id: OperationId, left: impl Fn(u64)) -> Result<Option<Verdict>, Objection> {
        let listing = self.ledger.cases().await.map_err(Objection::Journal)?;
        let Some(listed) = listing.cases.into_iter().find(|listed| listed.case.id == id && !listed.elsewhere) else {
            return Err(locked(Lock::Elsewhere));
        };
        match listed.case.why {
            // Readings that failed then may work now. What the others say will not change.
            None | Some(Why::Unreadable) => {
                Ok(self.settle(Settling::resume(listed.case.sent(), listed.age), left).await.verdict())
            }
            Some(why) => Ok(Some(Verdict::CannotTell(why))),
        }
    }

    /// Reads by the schedule until there is a verdict, and tells the journal. Says before each second how many are left at
    /// most. Without a verdict it was interrupted.
    pub async fn settle(&self, mut settling: Settling, left: impl Fn(u64)) -> Settling {
        let intent = settling.sent().intent.clone();
        while settling.verdict().is_none() {
            let begun = Instant::now();
            let verdict = if settling.wants_reading() {
                let read = select! {
                    read = self.read(&intent) => read,
                    _ = self.interrupt.raised() => return settling,
                };
                settling.read(read.as_ref().map_err(Clone::clone))
            } else {
                left(settling.left());
                select! {
                    () = sleep(self.standing.second) => {}
                    _ = self.interrupt.raised() => return settling,
                }
                None
            };
            if let Some(verdict) = verdict {
                self.found(&settling, verdict).await;
            }
            for _ in 0..whole(begun.elapsed(), self.standing.second) {
                settling.second();
            }
        }
        settling
    }

    async fn read(&self, intent: &Intent) -> Result<Evidence, Problem> {
        evidence::read(&self.api, &self.ledger, &intent.at, (&intent.kind, intent.credential.as_ref())).await
    }

    async fn found(&self, settling: &Settling, verdict: Verdict) {
        // Where it cannot be written the case stays open, and readings tell the next run the same.
        let _ = self.tell(settling.sent().id, verdict.event()).await;
    }
}

/// How many whole units have passed.
fn whole(passed: Duration, unit: Duration) -> u64 {
    u64::try_from(passed.as_nanos() / unit.as_nanos().max(1)).unwrap_or(u64::MAX)
}
