//! Where a list comes from: a file or standard input, read whole before anything is done, and never more than a list can
//! have.

use std::fs::File;
use std::io::{self, IsTerminal, Read, stdin};
use std::path::Path;

use crate::text::SafeText;

/// The most bytes of a list: five hundred for each user of the longest.
pub const MOST_BYTES: u64 = 50_000_000;

/// True where the list comes from standard input.
pub fn is_standard_input(from: &Path) -> bool {
    from == Path::new("-")
}

/// The bytes of a list.
///
/// # Errors
/// It cannot be read, or is too large: a sentence.
pub fn bytes(from: &Path) -> Result<Vec<u8>, String> {
    if is_standard_input(from) {
        if stdin().is_terminal() {
            return Err("--from - reads the list from standard input, and that is this terminal. Name a file, or send one on: credesk ... --from - < users.csv".into());
        }
        return all(stdin().lock(), "Standard input");
    }
    let name = SafeText::new(&from.display().to_string()).to_string();
    let opened = File::open(from).and_then(|file| file.metadata().map(|facts| (file, facts)));
    match opened {
        Ok((_, facts)) if facts.is_dir() => Err(format!("{name} is a folder, not a list.")),
        Ok((file, _)) => all(file, &name),
        Err(error) => Err(format!("The list {name} cannot be read: {}.", reason(&error))),
    }
}

fn all(source: impl Read, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    source
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{name} cannot be read to its end: {}.", reason(&error)))?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES / 1_000_000;
        return Err(format!("{name} has more than {most} MB. Divide the list."));
    }
    Ok(bytes)
}

/// The operating system's words, without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_not_read_to_its_end() {
        let why = all(io::repeat(b'x'), "x.csv").unwrap_err();
        assert_eq!(why, "x.csv has more than 50 MB. Divide the list.");
    }
}
