//! The log: lines about what credesk did, into a file, and only where that was asked for.
//!
//! Takes events of this crate alone: what HTTP and TLS libraries would say of a request is thrown away unread. Of an event
//! only its sentence is taken, never a field, and only made safe to read: a server's text cannot begin a line of its own.
//! What may stand in a sentence: names, ids, numbers. `tests/layers.rs` lists the files that write to it.

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::text::SafeText;

/// What the targets of this crate begin with.
const OWN: &str = "credesk::";

/// Begins to write what is at least as important as this level to the end of this file.
///
/// To be called once. Where nobody calls it, an event costs the reading of one number.
pub fn start(file: File, least: Level) {
    let log = Log { file: Mutex::new(file), least };
    // The only refusal would be that there is one already.
    let _ = tracing::subscriber::set_global_default(log);
}

struct Log {
    file: Mutex<File>,
    least: Level,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.least && metadata.target().starts_with(OWN)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.least.into())
    }

    fn event(&self, event: &Event<'_>) {
        let mut sentence = Sentence(String::new());
        event.record(&mut sentence);
        let line = line(Timestamp::now(), event.metadata(), &sentence.0);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // One write, at the end of the file: lines of two processes do not mix. A full disk must not end the console.
        let _ = file.write_all(line.as_bytes());
    }

    // credesk has no spans, and those of libraries are not looked at.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// `2026-11-21T18:00:00Z INFO api: GET query/users 200 12 ms`
fn line(now: Timestamp, metadata: &Metadata<'_>, sentence: &str) -> String {
    let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let target = metadata.target();
    let layer = target.strip_prefix(OWN).unwrap_or(target).split("::").next().unwrap_or(target);
    format!("{second} {} {layer}: {}\n", metadata.level(), SafeText::new(sentence))
}

/// The event's own sentence; its fields, should it have any, are dropped.
struct Sentence(String);

impl Visit for Sentence {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            // A String takes everything.
            let _ = write!(self.0, "{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sentences_of_this_crate_are_written_and_each_stays_on_its_line() {
        let path = tempfile::NamedTempFile::new().unwrap();
        let log = Log { file: Mutex::new(path.reopen().unwrap()), least: Level::INFO };
        tracing::subscriber::with_default(log, || {
            tracing::info!("a name with \n2026-01-01T00:00:00Z INFO api: and \u{1b}[2J in it");
            tracing::warn!(field = "a field", other = ?"another", "without fields");
            tracing::debug!("not asked for");
            tracing::error!(target: "hyper::client", "of a library");
            tracing::error!(target: "credeskish", "of a library");
        });
        let written = std::fs::read_to_string(path.path()).unwrap();
        let (time, rest) = written.split_at(20);
        assert!(time.parse::<Timestamp>().is_ok(), "{written}");
        let lines: Vec<_> = rest.lines().collect();
        assert_eq!(lines.len(), 2, "{written}");
        assert!(lines[0].starts_with(" INFO runtime: a name with <U+000A>2026-01-01T00:00:00Z INFO"), "{written}");
        assert!(lines[0].contains("<U+001B>") && lines[1].ends_with("Z WARN runtime: without fields"), "{written}");
    }
}
