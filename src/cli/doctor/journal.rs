//! The journal: whether every line is as it was written, what is open, and whether a console could go on with it. Writes
//! nothing, and makes nothing.

use std::path::Path;

use jiff::Timestamp;

use crate::domain::finding::{Area, Finding};
use crate::journal::{Contents, JournalError, contents, lost, usable};
use crate::text::SafeText;

const AREA: Area = Area::Journal;
const KEEP: &str =
    "Keep the file as it is, and have whoever answers for the journal look at it; credesk audit verify says more.";
const PUT_RIGHT: &str = "Have whoever looks after this host put it right: without the journal credesk changes nothing.";

/// Looks at it. Blocks as long as the disk does, and up to two seconds where another credesk holds it.
pub fn check(path: Option<&Path>, now: Timestamp) -> Finding {
    let Some(path) = path else {
        return Finding::fail(
            AREA,
            "There is no home folder to keep it in.",
            "Name a file for it in the configuration.",
        );
    };
    if let Some(lost) = lost(path, now) {
        return Finding::fail(AREA, &lost.to_string(), KEEP);
    }
    let read = match contents(path) {
        Ok(read) => Some(read),
        Err(JournalError::Missing(_)) => None,
        Err(error) => return failed(&error),
    };
    if let Err(error) = usable(path) {
        return failed(&error);
    }
    read.as_ref().map_or_else(
        || {
            let path = SafeText::new(&path.display().to_string());
            Finding::ok(AREA, &format!("There is none yet; credesk makes {path} when it is first started."))
        },
        judge,
    )
}

fn failed(error: &JournalError) -> Finding {
    let changed = matches!(error, JournalError::Tampered { .. } | JournalError::Changed(_) | JournalError::Replaced(_));
    Finding::fail(AREA, &error.to_string(), if changed { KEEP } else { PUT_RIGHT })
}

fn judge(contents: &Contents) -> Finding {
    let report = match &contents.report {
        Ok(report) => report,
        Err(fragment) => {
            return Finding::warn(
                AREA,
                &format!("{fragment} Everything before it is whole."),
                "Nothing was sent because of it; credesk audit verify says more.",
            );
        }
    };
    let lines = report.head.lines;
    let open = contents.open.len();
    let remarks = if report.notes.is_empty() { "" } else { " There are remarks: credesk audit verify tells them." };
    let found = format!("{lines} lines, and every one is as it was written.{remarks}");
    if open > 0 {
        let (what, them) =
            if open == 1 { ("One operation is".to_owned(), "it") } else { (format!("{open} operations are"), "them") };
        let next = format!("credesk audit list shows {them}; the console settles {them} (Ctrl-O).");
        return Finding::warn(AREA, &format!("{found} {what} open."), &next);
    }
    Finding::ok(AREA, &format!("{found} Nothing is open."))
}
