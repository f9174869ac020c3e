//! Whether an open file is the operator's alone, as files with secrets in them and the log must be, or can be changed by nobody
//! else, as those must be that say whom to trust.
//!
//! Made on the open descriptor, so that nobody can swap the file in between. Opens nothing and changes nothing.

use std::io::ErrorKind;
use std::os::fd::AsFd;

use rustix::fs::{FileType, OFlags, Stat, fstat};
use rustix::io::Errno;
use rustix::process::geteuid;

/// NOFOLLOW: no symbolic link. NONBLOCK: a named pipe in the file's place must not hold up anybody.
pub const CAREFUL: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

/// The mode bits that let the group or everybody else write.
pub const OTHERS_WRITE: u32 = 0o022;

/// Nothing where it is a regular file, one's own, and nobody else's to read or write.
///
/// # Errors
/// What is wrong with it, to be put behind its name in a sentence.
pub fn check(file: impl AsFd) -> Result<(), String> {
    let facts = fstat(file).map_err(unusable)?;
    let permissions = facts.st_mode & 0o7777;
    if FileType::from_raw_mode(facts.st_mode) != FileType::RegularFile {
        return Err("is not a regular file".into());
    }
    if facts.st_uid != geteuid().as_raw() {
        return Err("belongs to another user".into());
    }
    if permissions & 0o077 != 0 {
        return Err(format!("is open to others (mode {permissions:04o}): run chmod 600 on it"));
    }
    Ok(())
}

/// Why an open file that says whom to trust is not to be trusted itself.
pub enum Distrust {
    /// It is something else than a file.
    NotRegular,
    /// It belongs neither to the operator nor to root.
    Foreign,
    /// Others may write to it: its permissions.
    Writable(u32),
}

/// Nothing where it is a regular file of one's own or of root that nobody else may write to. Others may read it.
///
/// # Errors
/// The operating system does not say.
pub fn distrust(file: impl AsFd) -> Result<Option<Distrust>, Errno> {
    let facts = fstat(file)?;
    let permissions = facts.st_mode & 0o7777;
    Ok(if FileType::from_raw_mode(facts.st_mode) != FileType::RegularFile {
        Some(Distrust::NotRegular)
    } else if !mine_or_roots(&facts) {
        Some(Distrust::Foreign)
    } else {
        (permissions & OTHERS_WRITE != 0).then_some(Distrust::Writable(permissions))
    })
}

/// Whether it belongs to whoever runs this, or to root, who may do everything anyway.
pub fn mine_or_roots(facts: &Stat) -> bool {
    facts.st_uid == geteuid().as_raw() || facts.st_uid == 0
}

/// Why a file could not be opened with [`CAREFUL`], to be put behind its name in a sentence.
pub fn not_opened(errno: Errno) -> String {
    match errno {
        Errno::LOOP => "is a symbolic link: name the file itself".into(),
        // A named pipe that nobody reads from.
        Errno::NXIO => "is not a regular file".into(),
        other => unusable(other),
    }
}

fn unusable(errno: Errno) -> String {
    format!("cannot be opened: {}", reason(errno.kind()))
}

/// The operating system's reason in an operator's words, as far as they are better than its own.
pub fn reason(kind: ErrorKind) -> String {
    if kind == ErrorKind::NotFound { "there is no such file or folder".into() } else { kind.to_string() }
}
