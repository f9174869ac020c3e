//! One print: the line in the journal, the sheet made in memory, one delivery, and what became of it in the journal.

use std::io::Write;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::domain::fault::{Asked, Fault};
use crate::domain::printing::{Destination, Format, PrintFault, Printed};
use crate::domain::record::{Paper, PrintEvent};
use crate::domain::sheet::{PrintOrder, Sheet};
use crate::print::queue::Cups;
use crate::print::{file, media, pdf, text};
use crate::runtime::ledger::Ledger;
use crate::runtime::terminal::Screen;
use crate::text::SafeText;

/// Prints, once. Nothing leaves before the journal knows of it. The second part is what the journal could not be told
/// afterwards.
///
/// # Errors
/// Nothing was printed, or nobody knows; the sentence.
pub async fn print(ledger: &Ledger, cups: &Cups, order: PrintOrder) -> (Result<Printed, PrintFault>, Option<Fault>) {
    let PrintOrder { id, mut print, sheet, format, specimen } = order;
    if let Destination::File(path) = &print.to {
        print.to = Destination::File(placed(path)); // the journal names the place, not what was typed
    }
    let (to, paper) = (print.to.clone(), print.paper);
    // Made first: a sheet that cannot be made is no print.
    let document = match document(sheet, &to, format, specimen) {
        Ok(document) => document,
        Err(fault) => return (Err(fault), None),
    };
    if let Err(fault) = ledger.print(id, PrintEvent::Asked(Box::new(print))).await {
        return (Err(PrintFault::Journal(fault.problem(Asked::Read, None).what)), None);
    }
    tracing::info!("print {id} begins, to {to}");
    let printed = deliver(cups, &to, (paper, format), document).await;
    let event = match &printed {
        Ok(Printed::Queued(job)) => PrintEvent::Accepted(Some(job.clone())),
        Ok(Printed::Saved(_) | Printed::SentToTerminal | Printed::Written) => PrintEvent::Accepted(None),
        Err(fault) => PrintEvent::Failed(fault.name().into()),
    };
    match &printed {
        Ok(_) => tracing::info!("print {id} accepted"),
        Err(fault) => tracing::warn!("print {id} failed: {}", fault.name()),
    }
    let told = ledger.print(id, event).await;
    (printed, told.err())
}

/// The bytes that go out.
fn document(sheet: Sheet, to: &Destination, format: Format, specimen: bool) -> Result<Zeroizing<Vec<u8>>, PrintFault> {
    match (to, format) {
        (Destination::Terminal, _) => {
            let text = text::render(&sheet, specimen)?;
            media::copy(&text)
        }
        (_, Format::Text) => text::render(&sheet, specimen).map(|text| Zeroizing::new(text.as_bytes().to_vec())),
        (_, Format::Pdf) => pdf::render([sheet], specimen),
    }
}

async fn deliver(
    cups: &Cups,
    to: &Destination,
    (paper, format): (Paper, Format),
    document: Zeroizing<Vec<u8>>,
) -> Result<Printed, PrintFault> {
    match to {
        Destination::Queue(name) => cups.send(name, paper, &document, format).await.map(Printed::Queued),
        Destination::File(path) => {
            let (path, place) = (path.clone(), path.clone());
            let saved = tokio::task::spawn_blocking(move || file::save(&place, &document)).await;
            saved.map_err(|_| PrintFault::NotMade("credesk itself failed while it wrote the file".into()))??;
            Ok(Printed::Saved(path))
        }
        Destination::Terminal => {
            Screen.write_all(&document).map(|()| Printed::SentToTerminal).map_err(|_| PrintFault::NoTerminal)
        }
        // Without a buffer too, as onto a terminal: nobody would wipe it.
        Destination::Output => Screen
            .write_all(&document)
            .map(|()| Printed::Written)
            .map_err(|error| PrintFault::NoOutput(SafeText::new(&error.kind().to_string()))),
    }
}

/// The whole path: `~/` is the operator's home folder; anything relative begins where credesk was started.
fn placed(path: &Path) -> PathBuf {
    let home = path.strip_prefix("~").ok().zip(directories::BaseDirs::new());
    let path = home.map_or_else(|| path.to_owned(), |(rest, folders)| folders.home_dir().join(rest));
    std::path::absolute(&path).unwrap_or(path)
}
