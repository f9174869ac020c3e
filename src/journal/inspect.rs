//! Whether a console could use the journal, found out without making or writing anything: folders, owners, permissions, the
//! key, the lock. What stands in it, [`contents`](crate::journal::contents()) checks.

use std::path::Path;

use rustix::fs::{Access, access};
use rustix::io::Errno;

use crate::journal::error::{JournalError, reason};
use crate::journal::{file, key, lock};

/// Whether folder and file are one's own, and nobody else's to change or read. Content to find nothing there yet.
pub fn guarded(path: &Path) -> Result<(), JournalError> {
    let folder = file::folder_of(path);
    if folder.exists() {
        file::check_folder(folder)?;
    }
    match path.symlink_metadata() {
        Ok(facts) => file::check(path, &facts),
        Err(_) => Ok(()),
    }
}

/// Whether lines could be appended: the file, or the folder that it will be made in, may be written to, the key is there,
/// and nobody holds the lock for long. The lock is taken for a moment.
pub fn usable(path: &Path) -> Result<(), JournalError> {
    let Some(file) = file::readable(path)? else {
        let folder = file::folder_of(path);
        let above = folder.ancestors().find(|above| above.exists()).unwrap_or(Path::new("."));
        let why = |errno: Errno| JournalError::Folder { path: above.to_owned(), why: reason(&errno.into()) };
        return access(above, Access::WRITE_OK | Access::EXEC_OK).map_err(why);
    };
    let why = |errno: Errno| JournalError::NotOpened { path: path.to_owned(), why: reason(&errno.into()) };
    access(path, Access::READ_OK | Access::WRITE_OK).map_err(why)?;
    let has_lines = file::metadata(path, &file)?.len() > 0;
    if has_lines && !key::is_there(path)? {
        return Err(JournalError::KeyMissing(file::beside(path, ".key")));
    }
    lock::hold(&file, None, path)?;
    lock::release(&file);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{FlockOperation, flock};

    use super::*;
    use crate::journal::Journal;

    #[test]
    fn nothing_is_made_and_a_fresh_place_will_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/yet/journal.jsonl");
        assert_eq!((guarded(&path), usable(&path)), (Ok(()), Ok(())));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_would_stop_a_console_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        drop(Journal::open(&path).unwrap());
        fs::write(&path, "x\n").unwrap();
        assert_eq!((guarded(&path), usable(&path)), (Ok(()), Ok(())));

        let held = File::open(&path).unwrap();
        flock(&held, FlockOperation::LockExclusive).unwrap();
        assert_eq!(usable(&path), Err(JournalError::Busy(path.clone())));
        drop(held);

        let key = file::beside(&path, ".key");
        fs::write(&key, "short").unwrap();
        assert_eq!(usable(&path), Err(JournalError::KeyBroken(key.clone())));
        fs::remove_file(&key).unwrap();
        assert_eq!(usable(&path), Err(JournalError::KeyMissing(key)));

        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(guarded(&path), Err(JournalError::OpenToOthers { mode: 0o644, .. })));
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        assert_eq!(guarded(&path), Err(JournalError::FolderOpen(folder.path().to_owned())));
    }
}
