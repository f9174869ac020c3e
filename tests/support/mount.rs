//! A file system of its own, which a test may fill or shut.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Mounted in a folder that is removed afterwards.
pub struct Mount(TempDir);

impl Mount {
    /// Mounts a tmpfs. None where that is not allowed, which is said.
    pub fn new(options: &str, test: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: {test} mounts a file system, which is not allowed here");
        None
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}
