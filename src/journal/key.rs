//! The key of the journal's fingerprints: 32 random bytes in a file of their own beside it, made once.
//!
//! Never made anew for a journal that has lines: every fingerprint in them would seem to be of another value.

use std::fs::{Metadata, remove_file, rename};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

use crate::domain::evidence::FingerprintKey;
use crate::journal::error::{JournalError, reason};
use crate::journal::file;

/// Reads the key; makes it for a journal without lines. Whoever calls holds the journal's lock. The facts about its file
/// where it was there before.
pub fn key(journal: &Path, has_lines: bool) -> Result<(FingerprintKey, Option<Metadata>), JournalError> {
    let path = file::beside(journal, ".key");
    if let Some((key, facts)) = read(&path)? {
        return Ok((key, Some(facts)));
    }
    if has_lines {
        return Err(JournalError::KeyMissing(path));
    }
    make(&path).map_err(|error| JournalError::KeyNotMade { path: path.clone(), why: reason(&error) })?;
    file::sync_folder(file::folder_of(&path))?;
    let (key, _) = read(&path)?.ok_or(JournalError::KeyMissing(path))?;
    Ok((key, None))
}

/// Whether the key is there, and is one. Makes none.
pub fn is_there(journal: &Path) -> Result<bool, JournalError> {
    Ok(read(&file::beside(journal, ".key"))?.is_some())
}

fn read(path: &Path) -> Result<Option<(FingerprintKey, Metadata)>, JournalError> {
    let Some(file) = file::readable(path)? else { return Ok(None) };
    let facts = file::metadata(path, &file)?;
    file::check(path, &facts)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(64));
    let read = file.take(33).read_to_end(&mut bytes);
    read.map_err(|error| JournalError::NotRead { path: path.to_owned(), why: reason(&error) })?;
    let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| JournalError::KeyBroken(path.to_owned()))?;
    Ok(Some((FingerprintKey::new(key), facts)))
}

/// Under another name first: whoever is cut off in the middle leaves no half of a key behind.
fn make(path: &Path) -> io::Result<()> {
    let mut key = Zeroizing::new([0; 32]);
    SystemRandom::new().fill(key.as_mut_slice()).map_err(|_| io::Error::from(ErrorKind::Other))?;
    let unfinished = file::beside(path, ".new");
    match remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = file::create(&unfinished)?;
    file.write_all(key.as_slice())?;
    file.sync_all()?;
    rename(&unfinished, path)
}
