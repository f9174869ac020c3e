//! What a journal knows of lists that were worked through: one pass over its lines, of which only the changes of lists are
//! kept. And that only one list is worked through at a time.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::domain::batch::{Became, Tried};
use crate::domain::life::Stage;
use crate::domain::record::{Entry, Event, OperationId, What};
use crate::journal::chain::Chain;
use crate::journal::error::{JournalError, reason};
use crate::journal::line::{Line, Said};
use crate::journal::{contents, file, lock};

/// The right to work through a list, as long as this lives: held on a file of its own beside the journal, so that it goes
/// with the process.
///
/// # Errors
/// Another process has it: [`JournalError::InUse`]. Or the file cannot be made.
pub fn alone(journal: &Path) -> Result<File, JournalError> {
    let path = file::beside(journal, ".batch");
    let file = file::appendable(&path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(Errno::WOULDBLOCK) => Err(JournalError::InUse(journal.to_owned())),
        Err(other) => Err(JournalError::NotLocked { path, why: reason(&other.into()) }),
    }
}

/// Every change of a list on this server, in the order in which they were confirmed. What does the writing of a comment
/// afterwards is no change of a list.
pub fn tried(path: &Path, server: &str) -> Result<Vec<Tried>, JournalError> {
    let file = file::readable(path)?.ok_or_else(|| JournalError::Missing(path.to_owned()))?;
    let pass = || {
        let mut found = Found::default();
        contents::read(path, &file, &mut Chain::default(), &mut |line, _| found.take(&line, server))?;
        Ok(found.all.into_iter().map(|(tried, _)| tried).collect())
    };
    pass().or_else(|_: JournalError| {
        // What is strange may only be a line that is being written.
        lock::hold(&file, None, path)?;
        pass()
    })
}

#[derive(Default)]
struct Found {
    places: HashMap<OperationId, usize>,
    all: Vec<(Tried, Stage)>,
}

impl Found {
    fn take(&mut self, line: &Line, server: &str) {
        let Said::Entry(Entry { at, what: What::Operation(id, event), .. }) = &line.said else { return };
        if let Event::Confirmed(intent) = event {
            let Some(batch) = intent.batch.filter(|_| intent.server == server) else { return };
            let tried = Tried {
                id: *id,
                batch,
                at: intent.at.clone(),
                login_id: intent.login_id.clone(),
                kind: intent.kind.clone(),
                credential: intent.credential.clone(),
                confirmed: *at,
                became: Became::Unknown,
                open: false,
            };
            self.places.insert(*id, self.all.len());
            self.all.push((tried, Stage::Sending));
        } else if let Some((tried, stage)) = self.places.get(id).and_then(|place| self.all.get_mut(*place)) {
            *stage = event.step().and_then(|step| stage.after(step)).unwrap_or(*stage);
            tried.became = became(tried.became, *stage);
            tried.open = tried.became == Became::Done && stage.is_open();
        }
    }
}

/// What is carried out stays so, whatever is noted afterwards.
fn became(before: Became, stage: Stage) -> Became {
    match stage {
        _ if before == Became::Done => Became::Done,
        Stage::Held | Stage::Happened | Stage::Shown | Stage::HandedOver => Became::Done,
        Stage::NotSent | Stage::Refused | Stage::DidNotHappen => Became::Nothing,
        Stage::Closed => Became::GivenUp,
        Stage::Draft | Stage::Preflight | Stage::Confirmed | Stage::Sending | Stage::Unknown | Stage::CannotTell => {
            Became::Unknown
        }
    }
}
