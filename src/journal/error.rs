//! Why the journal cannot be used, each as a sentence. Whoever calls adds what that means: nothing was sent, or an outcome
//! that was not noted.

use std::io;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use crate::domain::case::{Case, Misplaced};
use crate::journal::tamper::{self, Tamper};
use crate::text::SafeText;

/// Why the journal cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The folder cannot be made, opened or made durable.
    #[error("The folder {} for the journal cannot be used: {why}.", shown(.path))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// Others may write to the folder.
    #[error("Others may write to {path}, where the journal lies, and could put another one in its place. Run: chmod go-w {path}", path = shown(.0))]
    FolderOpen(PathBuf),
    /// The folder belongs to somebody else.
    #[error("{}, where the journal lies, belongs to another user, who could put another journal in its place. Name a file in a folder of your own.", shown(.0))]
    FolderForeign(PathBuf),
    /// A symbolic link.
    #[error("{} is a symbolic link: name the file itself.", shown(.0))]
    SymbolicLink(PathBuf),
    /// A folder, a pipe, a device.
    #[error("{} is not a regular file.", shown(.0))]
    NotRegular(PathBuf),
    /// The file belongs to somebody else.
    #[error("{} belongs to another user. Name a file of your own, or have its owner look at it.", shown(.0))]
    Foreign(PathBuf),
    /// The file is open to others.
    #[error("{path} is open to others (mode {mode:04o}). Find out who has changed that, then run: chmod 600 {path}", path = shown(.path))]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file cannot be opened or made.
    #[error("{} cannot be opened: {why}.", shown(.path))]
    NotOpened {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// The file cannot be read.
    #[error("{} cannot be read: {why}.", shown(.path))]
    NotRead {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// There is no journal there to be read.
    #[error("There is no journal at {}. credesk makes one when it is first started.", shown(.0))]
    Missing(PathBuf),
    /// A line could not be written. The file is as it was before.
    #[error("The journal {} cannot be written: {why}.", shown(.path))]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// A line could not be written whole, nor what was written of it be taken back.
    #[error(
        "The journal {} cannot be written: {why}. What was written of the line could not be taken back either ({cut}): the file ends with it, and the next line will say so.",
        shown(.path)
    )]
    NotCut {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
        /// Its reason why the file could not be cut.
        cut: String,
    },
    /// The lock is held by another process.
    #[error("Another credesk holds the journal {} for more than 2 seconds. Try again; if it stays so, one of them hangs.", shown(.0))]
    Busy(PathBuf),
    /// Another process works through a list.
    #[error("Another credesk works through a list at this moment, with the journal {}.", shown(.0))]
    InUse(PathBuf),
    /// There is no lock to be had.
    #[error("The journal {} cannot be locked against another credesk: {why}.", shown(.path))]
    NotLocked {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// The file was deleted or moved away.
    #[error("The journal {} was deleted or moved away while credesk had it open. Put it back, or quit and start credesk again.", shown(.0))]
    Gone(PathBuf),
    /// Another file has its name.
    #[error("Another file was put in the place of the journal {} while credesk had it open. Find out by whom, then quit and start credesk again.", shown(.0))]
    Replaced(PathBuf),
    /// Lines that were there are not there any more, or not as they were.
    #[error("The end of the journal {path} was cut off or changed while credesk had it open. Find out by whom, then run: credesk audit verify {path}", path = shown(.0))]
    Changed(PathBuf),
    /// A line is not as it was written.
    #[error("The journal {}: {}", shown(.path), told(.tamper))]
    Tampered {
        /// The file.
        path: PathBuf,
        /// Which line, and what is wrong with it.
        tamper: Tamper,
    },
    /// The journal has lines, and the key of its fingerprints is not there.
    #[error(
        "{} is missing: the key of all fingerprints in the journal. Put it back; without it no open operation of this journal can be settled. If it is lost, settle what is open by hand and move the journal away.",
        shown(.0)
    )]
    KeyMissing(PathBuf),
    /// The key's file holds something else.
    #[error("{} is not the key of the journal's fingerprints: it has not 32 bytes. Put the right one back.", shown(.0))]
    KeyBroken(PathBuf),
    /// The key cannot be made.
    #[error("The key of the journal's fingerprints, {}, cannot be made: {why}.", shown(.path))]
    KeyNotMade {
        /// Its file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// An entry that could not be read back as it is.
    #[error("The journal cannot hold {0}.")]
    Unwritable(&'static str),
}

/// Why an entry was not taken. Nothing of it is in the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// An intent about a credential of which another operation is in doubt.
    #[error("Nothing was sent: {} It was confirmed at {} by {}. Until a reading tells, nothing else is sent about this credential, by any credesk that shares this journal.", tamper::locked(.0.id), .0.confirmed, confirmer(.0))]
    Locked(Box<Case>),
    /// It makes no sense after what the journal holds; another credesk may have been faster.
    #[error("The journal does not take this: {}", tamper::sentence(.0))]
    Misplaced(Misplaced),
    /// The journal cannot be used.
    #[error(transparent)]
    Failed(#[from] JournalError),
}

impl From<Misplaced> for AppendError {
    fn from(misplaced: Misplaced) -> Self {
        match misplaced {
            Misplaced::Locked(case) => Self::Locked(case),
            Misplaced::Unheard(_) | Misplaced::OutOfOrder(..) | Misplaced::Twice(_) | Misplaced::Print(_) => {
                Self::Misplaced(misplaced)
            }
        }
    }
}

fn confirmer(case: &Case) -> SafeText {
    let name = case.who.as_ref().map_or_else(
        || "an unknown operator".into(),
        |who| {
            let account = who.account.clone().unwrap_or_else(|| format!("user {}", who.uid));
            format!("{account} on {}", who.host)
        },
    );
    SafeText::new(&name)
}

fn shown(path: &Path) -> SafeText {
    SafeText::new(&path.display().to_string())
}

/// The line's sentence, in the middle of another one.
fn told(tamper: &Tamper) -> String {
    let sentence = tamper.to_string();
    sentence.strip_prefix("Line").map_or_else(|| sentence.clone(), |rest| format!("line{rest}"))
}

/// The operating system's reason, in words that fit into a sentence.
pub fn reason(error: &io::Error) -> String {
    let known = match Errno::from_io_error(error) {
        Some(Errno::NOSPC) => "the disk is full",
        Some(Errno::DQUOT) => "your quota of the disk is used up",
        Some(Errno::ROFS) => "the file system is read-only",
        Some(Errno::ACCESS | Errno::PERM) => "you have no permission",
        Some(Errno::IO) => "the disk reports an error",
        Some(Errno::FBIG) => "it would become larger than this account's files may be (ulimit -f)",
        Some(Errno::NOTDIR) => "something in its path is not a folder",
        Some(_) | None => return error.kind().to_string(),
    };
    known.to_owned()
}
