//! Opens the journal's file and its folder, and checks that nobody else can have a hand in them.
//!
//! All checks of a file are made on the open descriptor, so that nobody can swap it in between. Changes no permissions:
//! whoever finds them wrong has to find out why.

use std::fs::{DirBuilder, File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::process::geteuid;

use crate::journal::error::{JournalError, reason};

/// NOFOLLOW: no symbolic link. NONBLOCK: a named pipe in its place must not hold up anybody.
const CAREFUL: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

/// The folder that a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the folder, with those above it, for its owner alone; checks it where it was there already.
pub fn folder(path: &Path) -> Result<(), JournalError> {
    let fault = |at: &Path, error: &io::Error| JournalError::Folder { path: at.to_owned(), why: reason(error) };
    let mut missing: Vec<&Path> = path.ancestors().filter(|at| !at.as_os_str().is_empty()).collect();
    let there = missing.iter().position(|at| at.exists()).unwrap_or(missing.len());
    missing.truncate(there);
    for made in missing.into_iter().rev() {
        match DirBuilder::new().mode(0o700).create(made) {
            Ok(()) => drop(sync_folder(folder_of(made))?),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {} // another credesk was faster
            Err(error) => return Err(fault(made, &error)),
        }
    }
    check_folder(path)
}

/// Whether nobody else can put another journal into this folder.
pub fn check_folder(path: &Path) -> Result<(), JournalError> {
    let fault = |error: io::Error| JournalError::Folder { path: path.to_owned(), why: reason(&error) };
    let facts = path.metadata().map_err(fault)?;
    if !facts.is_dir() {
        return Err(fault(Errno::NOTDIR.into()));
    }
    if facts.uid() != geteuid().as_raw() && facts.uid() != 0 {
        return Err(JournalError::FolderForeign(path.to_owned()));
    }
    if facts.mode() & 0o022 != 0 {
        return Err(JournalError::FolderOpen(path.to_owned()));
    }
    Ok(())
}

/// Opens a folder, and makes the names in it durable.
pub fn sync_folder(path: &Path) -> Result<File, JournalError> {
    let fault = |error: io::Error| JournalError::Folder { path: path.to_owned(), why: reason(&error) };
    let folder = File::open(path).map_err(fault)?;
    folder.sync_all().map_err(fault)?;
    Ok(folder)
}

/// Opens the file for reading and appending; makes it where it is missing.
pub fn appendable(path: &Path) -> Result<File, JournalError> {
    let flags = OFlags::RDWR | OFlags::APPEND | CAREFUL;
    let opened = match open(path, flags, Mode::empty()) {
        // Where another credesk makes it at the same moment, this one opens what the other has made.
        Err(Errno::NOENT) => match open(path, flags | OFlags::CREATE | OFlags::EXCL, Mode::RUSR | Mode::WUSR) {
            Err(Errno::EXIST) => open(path, flags, Mode::empty()),
            made => made,
        },
        opened => opened,
    };
    let file = File::from(opened.map_err(|errno| not_opened(path, errno))?);
    check(path, &metadata(path, &file)?)?;
    Ok(file)
}

/// Opens a file for reading alone; none where there is none. Whose it is, is for the caller to check.
pub fn readable(path: &Path) -> Result<Option<File>, JournalError> {
    let file = match open(path, OFlags::RDONLY | CAREFUL, Mode::empty()) {
        Ok(descriptor) => File::from(descriptor),
        Err(Errno::NOENT) => return Ok(None),
        Err(errno) => return Err(not_opened(path, errno)),
    };
    if metadata(path, &file)?.is_file() { Ok(Some(file)) } else { Err(JournalError::NotRegular(path.to_owned())) }
}

/// Makes a file that is not there yet, for its owner alone.
pub fn create(path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | CAREFUL;
    Ok(open(path, flags, Mode::RUSR | Mode::WUSR).map(File::from)?)
}

/// The facts about an open file.
pub fn metadata(path: &Path, file: &File) -> Result<Metadata, JournalError> {
    file.metadata().map_err(|error| JournalError::NotRead { path: path.to_owned(), why: reason(&error) })
}

/// A regular file, one's own, and nobody else's to read or write.
pub fn check(path: &Path, facts: &Metadata) -> Result<(), JournalError> {
    let mode = facts.mode() & 0o7777;
    if facts.is_symlink() {
        Err(JournalError::SymbolicLink(path.to_owned()))
    } else if !facts.is_file() {
        Err(JournalError::NotRegular(path.to_owned()))
    } else if facts.uid() != geteuid().as_raw() {
        Err(JournalError::Foreign(path.to_owned()))
    } else if mode & 0o077 != 0 {
        Err(JournalError::OpenToOthers { path: path.to_owned(), mode })
    } else {
        Ok(())
    }
}

/// Says where others may read or write an open file, whosever it is.
pub fn open_to_others(path: &Path, file: &File) -> Result<Option<JournalError>, JournalError> {
    let mode = metadata(path, file)?.mode() & 0o7777;
    Ok((mode & 0o077 != 0).then(|| JournalError::OpenToOthers { path: path.to_owned(), mode }))
}

/// The size of an open file, once it is certain that its path still names it and that it is still nobody else's.
pub fn still_there(path: &Path, file: &File) -> Result<u64, JournalError> {
    let ours = metadata(path, file)?;
    let named = match path.symlink_metadata() {
        Ok(named) => named,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(JournalError::Gone(path.to_owned())),
        Err(error) => return Err(JournalError::NotRead { path: path.to_owned(), why: reason(&error) }),
    };
    if (named.dev(), named.ino()) != (ours.dev(), ours.ino()) {
        return Err(JournalError::Replaced(path.to_owned()));
    }
    check(path, &ours)?;
    Ok(ours.len())
}

/// A file beside the journal, with this at the end of its name.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Says what is in the way rather than how the system calls it.
fn not_opened(path: &Path, errno: Errno) -> JournalError {
    let in_the_way = path.symlink_metadata().ok().and_then(|facts| check(path, &facts).err());
    in_the_way.unwrap_or_else(|| JournalError::NotOpened { path: path.to_owned(), why: reason(&errno.into()) })
}
