//! The text of a file that says what credesk does. Reading it tells nobody a secret; writing to it is for its owner alone.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use super::own_file::{self, Distrust};

/// Why there is no text.
#[derive(Debug, PartialEq, Eq)]
pub enum NotRead {
    /// There is no such file.
    Missing,
    /// The operating system's reason.
    Unreadable(String),
    /// Others may write to it.
    Writable,
    /// It belongs to somebody else, who may write to it at any time. Not to root, who may do that anyway.
    Foreign,
    /// It is no text in UTF-8.
    NotUtf8,
}

/// Reads a file of one's own or of root that nobody else may write to. A symbolic link is followed, as people keep such files
/// elsewhere and link them here; all checks are made on the open file that it leads to.
pub fn read(path: &Path) -> Result<String, NotRead> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => NotRead::Missing,
        kind => NotRead::Unreadable(kind.to_string()),
    };
    // NONBLOCK: a named pipe in the file's place must not hold up the start.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut file = File::from(open(path, flags, Mode::empty()).map_err(|error| unreadable(error.into()))?);
    match own_file::distrust(&file).map_err(|error| unreadable(error.into()))? {
        None => {}
        Some(Distrust::NotRegular) => return Err(NotRead::Unreadable("it is not a regular file".to_owned())),
        Some(Distrust::Foreign) => return Err(NotRead::Foreign),
        Some(Distrust::Writable(_)) => return Err(NotRead::Writable),
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| NotRead::NotUtf8)
}
