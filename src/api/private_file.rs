//! Reads the files that a profile names: those with a secret in them, and those that say whom to trust.
//!
//! All checks are made on open descriptors, the folder's first and then the file's in it, so that nobody can swap anything in
//! between. Changes no permissions: whoever finds them wrong has to find out why.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{Mode, OFlags, fstat, open, openat};
use rustix::io::Errno;
use zeroize::Zeroizing;

use crate::config::own_file::{self, Distrust, OTHERS_WRITE, mine_or_roots};

/// NONBLOCK: a named pipe in the file's place must not hold up the console.
const CAREFUL: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
/// Only its owner may remove a file from a folder with this bit (`S_ISVTX`), as from `/tmp`.
const STICKY: u32 = 0o1000;

/// Reads a secret: a regular file, no symbolic link, one's own, and nobody else's to read or write, in a folder in which
/// nobody else can put another file in its place. At most so many bytes, into a buffer that never grows and is wiped.
///
/// A link in the folder's own path is followed, and a second name of the file (a hard link) is no matter: owner and
/// permissions are the file's, whatever it is called.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the file.
pub fn secret(path: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    read(open_secret(path)?, most)
}

/// Makes the checks that are made before a secret is read from a file, and reads not a byte.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the file.
pub fn check_secret(path: &Path) -> Result<(), String> {
    open_secret(path).map(drop)
}

/// Whether nobody else can put another file in this one's place.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the file.
pub fn check_folder_of(path: &Path) -> Result<(), String> {
    safe_folder(folder_of(path)).map(drop)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn open_secret(path: &Path) -> Result<OwnedFd, String> {
    let name = path.file_name().ok_or_else(|| "is not a regular file".to_owned())?;
    let folder = safe_folder(folder_of(path))?;
    let file = openat(&folder, name, CAREFUL | OFlags::NOFOLLOW, Mode::empty()).map_err(|error| match error {
        Errno::LOOP => "is a symbolic link: name the file itself".to_owned(),
        other => cannot(other),
    })?;
    own_file::check(&file)?;
    Ok(file)
}

/// Reads what says whom to trust or who one is: a regular file of one's own or of root, which nobody else may write to. Links
/// are followed, as systems keep such files behind them; the checks are made on what they lead to.
///
/// # Errors
/// As for [`secret`].
pub fn trusted(path: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    read(open_trusted(path)?, most)
}

/// Makes the checks that are made before a file is read that says whom to trust, and reads not a byte.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the file.
pub fn check_trusted(path: &Path) -> Result<(), String> {
    open_trusted(path).map(drop)
}

fn open_trusted(path: &Path) -> Result<OwnedFd, String> {
    let file = open(path, CAREFUL, Mode::empty()).map_err(cannot)?;
    match own_file::distrust(&file).map_err(cannot)? {
        None => Ok(file),
        Some(Distrust::NotRegular) => Err("is not a regular file".to_owned()),
        Some(Distrust::Foreign) => Err("belongs to another user".to_owned()),
        Some(Distrust::Writable(mode)) => {
            Err(format!("can be changed by others (mode {mode:04o}): run chmod go-w on it"))
        }
    }
}

/// Opens a folder in which nobody else can exchange a file.
fn safe_folder(path: &Path) -> Result<OwnedFd, String> {
    let folder = open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).map_err(cannot)?;
    let facts = fstat(&folder).map_err(cannot)?;
    let permissions = facts.st_mode & 0o7777;
    if !mine_or_roots(&facts) {
        return Err("lies in a folder that belongs to another user".to_owned());
    }
    if permissions & OTHERS_WRITE != 0 && permissions & STICKY == 0 {
        return Err(format!(
            "lies in a folder that others may write to (mode {permissions:04o}): run chmod go-w on it"
        ));
    }
    Ok(folder)
}

/// One byte more than the most is read, so that the caller notices a longer one.
fn read(file: OwnedFd, most: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    let enough = most.saturating_add(1);
    let mut content = Zeroizing::new(Vec::with_capacity(enough));
    let limit = u64::try_from(enough).unwrap_or(u64::MAX);
    let failed = |error: std::io::Error| format!("cannot be read: {}", own_file::reason(error.kind()));
    File::from(file).take(limit).read_to_end(&mut content).map_err(failed)?;
    Ok(content)
}

fn cannot(error: Errno) -> String {
    format!("cannot be read: {}", own_file::reason(error.kind()))
}
