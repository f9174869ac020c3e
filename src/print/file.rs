//! Saves a sheet to a new file that its owner alone can read, whole or not at all.
//!
//! Overwrites nothing, follows no link at the file's place, and leaves no half of a sheet behind.

use std::fs::File;
use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags};
use rustix::fs::{fchmod, fsync, linkat, open, openat, renameat_with, unlinkat};
use rustix::io::Errno;

use crate::domain::printing::PrintFault;
use crate::text::SafeText;

/// Only the owner reads and writes.
const MODE: Mode = Mode::RUSR.union(Mode::WUSR);
const NEW: OFlags = OFlags::WRONLY.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW);

/// Writes the document to a file of this name, which must not be there yet. It is on the disk when this returns. Blocks.
///
/// # Errors
/// [`PrintFault::Exists`], whatever is there; [`PrintFault::NoSpace`]; [`PrintFault::NotSaved`]. Nothing is left then.
pub fn save(path: &Path, document: &[u8]) -> Result<(), PrintFault> {
    into_place(path, document).map_err(|error| match error {
        Errno::EXIST => PrintFault::Exists(SafeText::new(&path.to_string_lossy())),
        Errno::NOSPC | Errno::DQUOT => PrintFault::NoSpace,
        other => PrintFault::NotSaved(SafeText::new(&why(other))),
    })
}

fn into_place(path: &Path, document: &[u8]) -> Result<(), Errno> {
    let name = Path::new(path.file_name().ok_or(Errno::ISDIR)?);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    match nameless(folder.as_fd()) {
        Some(file) => {
            let file = written(file, document)?;
            linked(&file, folder.as_fd(), name)?;
        }
        None => beside(folder.as_fd(), name, document)?,
    }
    settled(folder.as_fd()).inspect_err(|_| {
        // It stands there, and might be gone after a power failure: better none than one that nobody counts on. The error
        // is told; that it could not be removed either would say no more.
        let _ = unlinkat(&folder, name, AtFlags::empty());
    })
}

/// A file without a name (`open(2)`, `O_TMPFILE`): until it gets one, it is gone when the program is. None where there is
/// no such thing, as on NFS.
#[cfg(target_os = "linux")]
fn nameless(folder: BorrowedFd<'_>) -> Option<OwnedFd> {
    // It gets its name through /proc: without the right to bypass permissions there is no other way.
    File::open("/proc/self/fd").ok()?;
    openat(folder, ".", OFlags::WRONLY | OFlags::CLOEXEC | OFlags::TMPFILE, MODE).ok()
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: BorrowedFd<'_>) -> Option<OwnedFd> {
    None
}

/// Gives a nameless file its name. A name that is taken stays whose it is.
fn linked(file: &File, folder: BorrowedFd<'_>, name: &Path) -> Result<(), Errno> {
    use std::os::fd::AsRawFd;
    let open_file = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, open_file, folder, name, AtFlags::SYMLINK_FOLLOW)
}

/// Writes a file with a name of its own beside the place, and moves it there.
fn beside(folder: BorrowedFd<'_>, name: &Path, document: &[u8]) -> Result<(), Errno> {
    let (own, file) = named(folder)?;
    let moved = written(file, document).and_then(|_| moved(folder, &own, name));
    moved.inspect_err(|_| {
        // The error is told; that the half could not be removed either has the same cause.
        let _ = unlinkat(folder, &own, AtFlags::empty());
    })
}

/// A new file with a name that nobody has. A program that was killed may have left one behind.
fn named(folder: BorrowedFd<'_>) -> Result<(String, OwnedFd), Errno> {
    for number in 0..100 {
        let own = format!(".credesk-{}-{number}.part", std::process::id());
        match openat(folder, &own, NEW | OFlags::CREATE | OFlags::EXCL, MODE) {
            Err(Errno::EXIST) => {}
            opened => return Ok((own, opened?)),
        }
    }
    Err(Errno::BUSY)
}

/// Moves without overwriting. Where the file system knows no such move, as NFS, a second name does the same.
fn moved(folder: BorrowedFd<'_>, own: &str, name: &Path) -> Result<(), Errno> {
    match renameat_with(folder, own, folder, name, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            linkat(folder, own, folder, name, AtFlags::empty())?;
            unlinkat(folder, own, AtFlags::empty())
        }
        done => done,
    }
}

/// The document is in it, and on the disk.
fn written(file: OwnedFd, document: &[u8]) -> Result<File, Errno> {
    let mut file = File::from(file);
    // Whatever the umask has taken away.
    fchmod(&file, MODE)?;
    let error = |error: std::io::Error| Errno::from_io_error(&error).unwrap_or(Errno::IO);
    file.write_all(document).and_then(|()| file.sync_all()).map_err(error)?;
    Ok(file)
}

/// The folder's entry is on the disk. Some file systems keep none that could be forced there.
fn settled(folder: BorrowedFd<'_>) -> Result<(), Errno> {
    match fsync(folder) {
        Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
        done => done,
    }
}

fn why(error: Errno) -> String {
    match error {
        Errno::NOENT => "there is no such folder".into(),
        Errno::NOTDIR => "a part of the path is not a folder".into(),
        Errno::ISDIR => "that is a folder, and the name of a file is needed".into(),
        Errno::ACCESS | Errno::PERM => "you may not write there".into(),
        Errno::ROFS => "the file system is read-only".into(),
        Errno::NAMETOOLONG => "the name is too long".into(),
        Errno::FBIG => "it is larger than your files may be (ulimit -f)".into(),
        Errno::IO => "the disk cannot be written to".into(),
        other => other.kind().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use tempfile::TempDir;

    /// As on a file system that has no nameless files.
    fn save_beside(folder: &TempDir, name: &str) -> Result<(), Errno> {
        let open = File::open(folder.path()).unwrap();
        beside(open.as_fd(), Path::new(name), b"sheet")
    }

    #[test]
    fn a_file_with_a_name_of_its_own_is_moved_into_place() {
        let folder = TempDir::new().unwrap();
        let left = format!(".credesk-{}-0.part", std::process::id());
        fs::write(folder.path().join(&left), "half").unwrap();
        save_beside(&folder, "card.pdf").unwrap();
        let saved = folder.path().join("card.pdf");
        assert_eq!(fs::read(&saved).unwrap(), b"sheet");
        assert_eq!(fs::metadata(&saved).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(fs::metadata(&saved).unwrap().nlink(), 1);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_is_there_stays_there_and_nothing_else_does() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("card.pdf"), "old").unwrap();
        assert_eq!(save_beside(&folder, "card.pdf"), Err(Errno::EXIST));
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
        assert_eq!(save_beside(&folder, "link"), Err(Errno::EXIST));
        assert_eq!(fs::read(folder.path().join("card.pdf")).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
