//! `credesk audit export`: lines of the journal for another program.
//!
//! As JSON lines they are the journal's own, byte for byte. As CSV (RFC 4180) they are for a spreadsheet: times in UTC, and
//! what a spreadsheet would take for a formula stands behind an apostrophe.

use std::ops::Range;

use jiff::Timestamp;

use crate::cli::args::audit::Format;
use crate::cli::audit::words::{event as told, safe};
use crate::domain::audit_prints as print_words;
use crate::domain::record::{Act, Event, Intent, Print, PrintEvent, What, Who};
use crate::journal::{Contents, Line, Said, act_word, event_word, kind_word, paper_word, print_event_word};

/// New ones come last, so that whoever counts columns goes on.
const COLUMNS: [&str; 26] = [
    "line",
    "at (UTC)",
    "session",
    "operation",
    "event",
    "told",
    "account",
    "uid",
    "login uid",
    "ssh",
    "host",
    "server",
    "caller",
    "client",
    "user",
    "login id",
    "kind",
    "credential",
    "act",
    "comment",
    "print",
    "paper",
    "to",
    "job",
    "ticket reference",
    "batch",
];

/// The lines of these days.
pub fn export(contents: &Contents, days: &Range<Timestamp>, format: Format) -> String {
    let chosen = contents.lines.iter().filter(|written| days.contains(&written.line.at()));
    match format {
        Format::Jsonl => chosen.fold(String::new(), |text, written| text + &written.text + "\n"),
        Format::Csv => {
            let rows = chosen.map(|written| record(&cells(&written.line)));
            std::iter::once(record(&COLUMNS.map(String::from))).chain(rows).collect()
        }
    }
}

fn cells(line: &Line) -> [String; 26] {
    let mut cells = [const { String::new() }; 26];
    let mut put = |column: &str, text: String| {
        if let Some(place) = COLUMNS.iter().position(|name| *name == column) {
            cells[place] = text;
        }
    };
    put("line", line.n.to_string());
    put("at (UTC)", line.at().to_string());
    put("session", line.session().to_string());
    match &line.said {
        Said::Torn(torn) => {
            put("event", "torn".into());
            put("told", format!("the line before is a fragment of {} bytes", torn.length));
        }
        Said::Entry(entry) => match &entry.what {
            What::SessionStarted(who) => {
                put("event", "session-started".into());
                put_who(who, &mut put);
            }
            What::SessionEnded(reason) => {
                put("event", "session-ended".into());
                put("told", safe(reason));
            }
            What::Print(id, event) => {
                put("print", id.to_string());
                put("event", print_event_word(event).into());
                put("told", print_words::event(event));
                match event {
                    PrintEvent::Asked(print) => put_print(print, &mut put),
                    PrintEvent::Accepted(job) => put("job", job.as_deref().map(safe).unwrap_or_default()),
                    PrintEvent::Failed(_) => {}
                }
            }
            What::Operation(id, event) => {
                put("operation", id.to_string());
                put("event", event_word(event).into());
                put("told", told(event));
                if let Event::Confirmed(intent) = event {
                    put_intent(intent, &mut put);
                }
            }
        },
    }
    cells
}

fn put_who(who: &Who, put: &mut impl FnMut(&str, String)) {
    put("account", who.account.as_deref().map(safe).unwrap_or_default());
    put("uid", who.uid.to_string());
    put("login uid", who.login_uid.map(|uid| uid.to_string()).unwrap_or_default());
    put("ssh", who.ssh.as_deref().map(safe).unwrap_or_default());
    put("host", safe(&who.host));
}

fn put_intent(intent: &Intent, put: &mut impl FnMut(&str, String)) {
    put("server", safe(&intent.server));
    put("caller", intent.caller.as_ref().map(|caller| caller.shown().to_string()).unwrap_or_default());
    put("client", intent.at.client.to_string());
    put("user", intent.at.user.to_string());
    put("login id", intent.login_id.shown().to_string());
    put("kind", kind_word(&intent.kind).unwrap_or_default());
    put("credential", intent.credential.as_ref().map(ToString::to_string).unwrap_or_default());
    let fields = match &intent.act {
        Act::Reset | Act::Replace => String::new(),
        Act::Update(fields) => safe(&format!(" {}", fields.join(" "))),
    };
    put("act", format!("{}{fields}", act_word(&intent.act)));
    put("comment", intent.comment.as_deref().map(safe).unwrap_or_default());
    put("ticket reference", intent.ticket.as_ref().map(ToString::to_string).unwrap_or_default());
    put("batch", intent.batch.map(|batch| batch.to_string()).unwrap_or_default());
}

fn put_print(print: &Print, put: &mut impl FnMut(&str, String)) {
    put("server", safe(&print.server));
    put("caller", print.caller.as_ref().map(|caller| caller.shown().to_string()).unwrap_or_default());
    put("client", print.at.client.to_string());
    put("user", print.at.user.to_string());
    put("login id", print.login_id.shown().to_string());
    put("kind", kind_word(&print.kind).unwrap_or_default());
    put("credential", print.credential.as_ref().map(ToString::to_string).unwrap_or_default());
    put("operation", print.operation.map(|id| id.to_string()).unwrap_or_default());
    put("paper", paper_word(print.paper).into());
    put("to", print_words::to(&print.to));
}

/// One record of RFC 4180, with its line break.
fn record(cells: &[String]) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            let guard = if cell.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
            if cell.contains([',', '"']) || !guard.is_empty() {
                format!("\"{guard}{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    quoted.join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_its_cells_apart_and_holds_no_formula() {
        let cells = ["a,b", "say \"x\"", "=1+1", "@cmd", "plain"].map(String::from);
        assert_eq!(record(&cells), "\"a,b\",\"say \"\"x\"\"\",\"'=1+1\",\"'@cmd\",plain\r\n");
    }
}
