//! The journal: an append-only file of lines, each tied to the one before, which says what was about to be sent before it
//! was, and what became of it.
//!
//! Blocking: an append takes as long as the disk needs, and up to two seconds where another process holds the lock.
//! Holds no value, no hash, no token. Repairs nothing: what is not as it was written is an error with a sentence.

mod batches;
mod chain;
mod contents;
mod error;
pub mod failpoint;
mod file;
mod hex;
mod history;
mod inspect;
mod key;
mod kinds;
mod line;
mod lock;
mod lost;
mod peek;
mod print_history;
mod print_words;
mod scan;
mod seal;
pub mod syslog;
mod tamper;
mod wire;
mod words;
mod write;

use std::fmt;
use std::fs::{File, Metadata};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

pub use batches::{alone, tried};
pub use chain::{Chain, Head, Note};
pub use contents::{Contents, Written, contents};
pub use error::{AppendError, JournalError};
pub use history::{Operation, Standing, history};
pub use inspect::{guarded, usable};
pub use kinds::kind_word;
pub use line::{Line, Said, Torn};
pub use lost::{Lost, lost};
pub use peek::peek;
pub use print_history::{Printing, prints};
pub use print_words::{paper_word, print_event_word};
pub use scan::{Report, verify};
pub use tamper::{Tamper, Wrong};
pub use words::{act_word, delivered_word, event_word, stage_word, why_word};

use jiff::Timestamp;

use crate::domain::case::Case;
use crate::domain::evidence::FingerprintKey;
use crate::domain::record::Entry;
use scan::Tail;

/// What the file ends with where a credesk was cut off while it wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TornEnd {
    /// The line, counted from one.
    pub line: u64,
    /// How many bytes.
    pub length: u64,
}

impl fmt::Display for TornEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The journal's last line ({}) is a fragment of {} bytes: a credesk was cut off while it wrote them, and nothing was sent because of them. They stay as they are; the next line will say so.",
            self.line, self.length
        )
    }
}

/// The key, and the facts about its file where it was there before.
type FoundKey = (FingerprintKey, Option<Metadata>);

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    folder: File,
    chain: Chain,
    tail: Tail,
    key: FingerprintKey,
    /// The key's file, where it was there before and no line was.
    orphan: Option<Metadata>,
    written: u64,
}

impl Journal {
    /// Opens the journal, and makes it with its folder and its key where there is none. Reads and checks every line.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let folder = file::folder_of(path);
        file::folder(folder)?;
        let file = file::appendable(path)?;
        let folder = file::sync_folder(folder)?;

        let mut chain = Chain::default();
        // Most of it without the lock, so that others can go on. What is strange may only be another's line half
        // written, so it is read anew, and with the lock.
        if read(path, &file, &mut chain).is_err() {
            chain = Chain::default();
        }
        lock::hold(&file, Some(&folder), path)?;
        let opened = Self::open_locked(path, &file, chain);
        lock::release(&file);
        let (chain, tail, (key, facts)) = opened?;
        let orphan = facts.filter(|_| chain.head().lines == 0);
        Ok(Self { path: path.to_owned(), file, folder, chain, tail, key, orphan, written: 0 })
    }

    fn open_locked(path: &Path, file: &File, chain: Chain) -> Result<(Chain, Tail, FoundKey), JournalError> {
        let size = file::still_there(path, file)?;
        let mut chain = if ends_as(&chain, size, file) { chain } else { Chain::default() };
        let tail = read(path, file, &mut chain)?;
        let key = key::key(path, size > 0)?;
        Ok((chain, tail, key))
    }

    /// Takes an entry: returns once it is on the disk. After an error nothing of it is in the journal, unless the error
    /// says otherwise.
    pub fn append(&mut self, entry: &Entry) -> Result<Head, AppendError> {
        lock::hold(&self.file, Some(&self.folder), &self.path)?;
        let appended = self.append_locked(entry);
        lock::release(&self.file);
        appended
    }

    fn append_locked(&mut self, entry: &Entry) -> Result<Head, AppendError> {
        self.catch_up()?;
        self.chain.cases().check(entry)?;
        self.end_fragment(entry)?;
        let Head { lines, hash } = self.chain.head();
        let line = Line { n: lines + 1, said: Said::Entry(entry.clone()) };
        let bytes = line.write(&hash).map_err(JournalError::Unwritable)?;
        self.written += 1;
        write::durably(&self.file, &self.path, self.chain.bytes(), &bytes, self.written)?;
        self.chain.take(bytes.trim_ascii_end()).map_err(|tamper| self.tampered(tamper))?;
        Ok(self.chain.head())
    }

    /// Ends a fragment with a line break, and says in a line of its own what it is.
    fn end_fragment(&mut self, entry: &Entry) -> Result<(), JournalError> {
        if self.tail.is_empty() {
            return Ok(());
        }
        let Head { lines, hash } = self.chain.head();
        let (length, sha256) = (self.tail.len() as u64, hex::sum(&[&self.tail]));
        let torn = Torn { at: entry.at, session: entry.session, length, sha256 };
        let line = Line { n: lines + 2, said: Said::Torn(torn) };
        let bytes = line.write(&hash).map_err(JournalError::Unwritable)?;
        let both = [b"\n", bytes.as_slice()].concat();
        self.written += 1;
        write::durably(&self.file, &self.path, self.chain.bytes() + length, &both, self.written)?;
        let taken = self.chain.take_torn(&self.tail, bytes.trim_ascii_end());
        self.tail.clear();
        taken.map(drop).ok_or_else(|| self.tampered(Tamper { line: lines + 1, wrong: Wrong::Shape }))
    }

    /// Reads what others have written.
    pub fn refresh(&mut self) -> Result<(), JournalError> {
        lock::hold(&self.file, Some(&self.folder), &self.path)?;
        let caught_up = self.catch_up();
        lock::release(&self.file);
        caught_up
    }

    fn catch_up(&mut self) -> Result<(), JournalError> {
        let size = file::still_there(&self.path, &self.file)?;
        if !ends_as(&self.chain, size, &self.file) {
            return Err(JournalError::Changed(self.path.clone()));
        }
        self.tail = read(&self.path, &self.file, &mut self.chain)?;
        Ok(())
    }

    fn tampered(&self, tamper: Tamper) -> JournalError {
        JournalError::Tampered { path: self.path.clone(), tamper }
    }

    /// What the journal leaves open, in the order in which it was confirmed.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.chain.cases().open()
    }

    /// Where it ends.
    pub fn head(&self) -> Head {
        self.chain.head()
    }

    /// The key of its fingerprints.
    pub fn key(&self) -> FingerprintKey {
        self.key.clone()
    }

    /// The fragment at its end, where there is one.
    pub fn torn(&self) -> Option<TornEnd> {
        let (line, length) = (self.chain.head().lines + 1, self.tail.len() as u64);
        (length > 0).then_some(TornEnd { line, length })
    }

    /// Whether it had no line when it was opened, although its key is older than a first start takes.
    pub fn lost(&self, now: Timestamp) -> Option<Lost> {
        Lost::by(self.orphan.as_ref()?, now)
    }

    /// What is worth knowing about its lines.
    pub fn notes(&self) -> &[Note] {
        self.chain.notes()
    }
}

/// Whether the file still has, where the chain ends, the hash of its last line.
fn ends_as(chain: &Chain, size: u64, file: &File) -> bool {
    if chain.bytes() == 0 {
        return true;
    }
    let ending = seal::ending(&chain.head().hash);
    let mut found = vec![0; ending.len()];
    let Some(at) = chain.bytes().checked_sub(ending.len() as u64) else { return false };
    size >= chain.bytes() && file.read_exact_at(&mut found, at).is_ok() && found == ending.as_bytes()
}

/// Reads on from where the chain ends.
fn read(path: &Path, file: &File, chain: &mut Chain) -> Result<Tail, JournalError> {
    contents::read(path, file, chain, &mut |_, _| {})
}
