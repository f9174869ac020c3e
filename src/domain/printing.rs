//! Where a sheet goes, and what can go wrong on the way, with its sentences. Nothing here prints.

use std::fmt;
use std::path::PathBuf;

use crate::domain::problem::{Problem, Took};
use crate::text::SafeText;

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF, A4.
    Pdf,
    /// Text, 79 columns, a form feed at the end.
    Text,
}

impl Format {
    /// Reads the word of the configuration and of the command line.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "pdf" => Some(Self::Pdf),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// That word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }
}

/// Whether CUPS can have a queue of this name, as `lpadmin(8)` allows: up to 127 bytes of printing characters, none of them
/// a space, `/` or `#`. A name that begins with `-` would be an option for `lp`.
pub fn is_queue_name(name: &str) -> bool {
    let odd = |character: char| character.is_control() || character.is_whitespace() || matches!(character, '/' | '#');
    (1..=127).contains(&name.len()) && !name.starts_with('-') && !name.contains(odd)
}

/// Where a sheet goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A queue of CUPS, by name.
    Queue(String),
    /// A new file.
    File(PathBuf),
    /// The printer at the operator's own terminal (media copy: `ESC [ 5 i`, ECMA-48 8.3.82 MC).
    Terminal,
    /// Standard output, for the command line.
    Output,
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(name) => write!(f, "queue {}", SafeText::new(name)),
            Self::File(path) => write!(f, "file {}", SafeText::new(&path.to_string_lossy())),
            Self::Terminal => f.write_str("the printer at this terminal"),
            Self::Output => f.write_str("standard output"),
        }
    }
}

/// What has become of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// Accepted by the queue under this job id. Whether paper came out, nobody knows.
    Queued(String),
    /// In the file.
    Saved(PathBuf),
    /// Sent to the terminal, which tells nothing back.
    SentToTerminal,
    /// On standard output.
    Written,
}

impl Printed {
    /// The sentence for the operator.
    pub fn sentence(&self) -> String {
        match self {
            Self::Queued(job) => format!(
                "Accepted by the queue as job {}. Accepted is not printed: look at the printer.",
                SafeText::new(job)
            ),
            Self::Saved(path) => {
                format!(
                    "Saved to {}, readable by you alone. Delete it when it is printed.",
                    SafeText::new(&path.to_string_lossy())
                )
            }
            Self::SentToTerminal => {
                "Sent to the printer at this terminal. Whether it printed, credesk cannot tell.".into()
            }
            Self::Written => "Written.".into(),
        }
    }
}

/// The queues of CUPS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queues {
    /// Their names, in the order in which CUPS lists them.
    pub names: Vec<String>,
    /// The default one, where there is one.
    pub default: Option<String>,
}

/// Why a sheet was not printed. Texts in it are safe to draw and hold nothing of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintFault {
    /// A mandatory field is missing; its name.
    Missing(&'static str),
    /// The journal could not be written; a whole sentence that says why.
    Journal(String),
    /// `lp` or `lpstat` is not on this host.
    NoLp,
    /// The printing system of this host does not answer; what it said.
    NoScheduler(SafeText),
    /// There is no such queue (any more).
    NoQueue(SafeText),
    /// The queue takes no jobs, or not ours; what it said.
    Refused(SafeText),
    /// No answer within this many seconds. It may have been accepted.
    Timeout(u64),
    /// `lp` failed in another way; what it said.
    Failed(SafeText),
    /// The file is there already.
    Exists(SafeText),
    /// No space left for the file.
    NoSpace,
    /// The file could not be written; why, in a few words.
    NotSaved(SafeText),
    /// The sheet could not be made; why, in a few words.
    NotMade(String),
    /// The terminal could not be written to.
    NoTerminal,
    /// Standard output could not be written to, or not to the end; why, in a few words.
    NoOutput(SafeText),
}

impl PrintFault {
    /// One word for the journal, for good.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing-field",
            Self::Journal(_) => "journal",
            Self::NoLp => "no-lp",
            Self::NoScheduler(_) => "no-scheduler",
            Self::NoQueue(_) => "no-queue",
            Self::Refused(_) => "refused",
            Self::Timeout(_) => "timeout",
            Self::Failed(_) => "lp-failed",
            Self::Exists(_) => "file-exists",
            Self::NoSpace => "no-space",
            Self::NotSaved(_) => "not-saved",
            Self::NotMade(_) => "not-made",
            Self::NoTerminal => "no-terminal",
            Self::NoOutput(_) => "no-output",
        }
    }

    /// True where a sheet may lie at the printer all the same.
    pub fn may_have_printed(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// For the console, where the sheet's value is still on the screen that it was printed from.
    pub fn problem(&self) -> Problem {
        let (what, next) = self.what_and_next();
        Problem::new(what, Took::NothingAsked, format!("{next} What was to be printed is still here."))
    }

    /// The same where printers were only looked for: nothing was asked of them yet.
    pub fn without_a_list(&self) -> Problem {
        let (_, why, next) = self.parts();
        Problem::new(format!("No list of printers: {why}"), Took::NothingAsked, next)
    }

    /// What happened, and what to do now.
    pub fn what_and_next(&self) -> (String, &'static str) {
        let (head, why, next) = self.parts();
        (format!("{head}{why}"), next)
    }

    /// What did not take place, why, and what to do now.
    fn parts(&self) -> (&'static str, String, &'static str) {
        const NOT_PRINTED: &str = "Not printed: ";
        const NOT_SAVED: &str = "Not saved: ";
        match self {
            Self::Missing(field) => (
                NOT_PRINTED,
                format!("{field} is missing, and a sheet must say whose it is."),
                "Have the user completed in nevisIDM, then print again.",
            ),
            Self::Journal(why) => (
                NOT_PRINTED,
                format!("no line could be written into the journal. {why}"),
                "Put the journal right, then print again.",
            ),
            Self::NoLp => (
                NOT_PRINTED,
                "this host has no program \"lp\" (CUPS).".to_owned(),
                "Save to a file, or have the package cups-client installed.",
            ),
            Self::NoScheduler(said) => (
                NOT_PRINTED,
                format!("the printing system of this host does not answer ({said})."),
                "Save to a file, or have CUPS started.",
            ),
            Self::NoQueue(name) => {
                (NOT_PRINTED, format!("there is no queue \"{name}\"."), "Choose another queue, or save to a file.")
            }
            Self::Refused(said) => (
                NOT_PRINTED,
                format!("the queue did not accept the job ({said})."),
                "Choose another queue, or save to a file.",
            ),
            Self::Timeout(seconds) => (
                "",
                format!(
                    "The printing system did not answer within {seconds} seconds. It may have accepted the job all the same."
                ),
                "Look at the printer before you print again: a second sheet must not lie there.",
            ),
            Self::Failed(said) => {
                (NOT_PRINTED, format!("lp failed ({said})."), "Choose another queue, or save to a file.")
            }
            Self::Exists(path) => {
                (NOT_SAVED, format!("{path} is there already, and credesk overwrites nothing."), "Type another name.")
            }
            Self::NoSpace => (
                NOT_SAVED,
                "there is no space left on that disk. Nothing of it was left there.".to_owned(),
                "Make room, or type a name on another disk.",
            ),
            Self::NotSaved(why) => (NOT_SAVED, format!("{why}."), "Type another name."),
            Self::NotMade(why) => (NOT_PRINTED, format!("{why}."), "Print it as text, or tell the authors of credesk."),
            Self::NoTerminal => (
                NOT_PRINTED,
                "the terminal could not be written to.".to_owned(),
                "Print to a queue, or save to a file.",
            ),
            Self::NoOutput(why) => (
                "Not printed, or not to the end: ",
                format!("standard output could not be written to ({why})."),
                "Throw away what has come out, then print again.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cups_allows_is_a_name() {
        let long = "x".repeat(127);
        for name in ["Card", "Küche", "a-b_c.d", "x", &long] {
            assert!(is_queue_name(name), "{name}");
        }
        let longer = "x".repeat(128);
        for name in ["", "-d", "-", "a b", "a/b", "a#b", "a\nb", "a\u{9b}b", "a\0b", "a\u{a0}b", &longer] {
            assert!(!is_queue_name(name), "{name}");
        }
    }
}
