//! `credesk man`: hands out the manual pages, for installations that brought none along.
//!
//! The pages are files, made ahead of time by `clap_mangen` from the same command line that the program reads, and
//! `tests/made.rs` fails where they are no longer what it would make: see `cli/completions.rs` for the reason.

use crate::cli::exit::Exit;
use crate::cli::talk::{print, say};
use crate::text::SafeText;

/// The pages by what they are about; the first one is about credesk itself.
const PAGES: &[(&str, &str)] = &include!("../../assets/man/pages.in");

/// Prints the page of a command, or of credesk itself.
pub fn run(command: Option<&str>) -> Exit {
    let wanted = command.unwrap_or("credesk");
    if let Some((_, page)) = PAGES.iter().find(|(name, _)| *name == wanted) {
        print(page);
        return Exit::Done;
    }
    let known = PAGES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    say(format_args!("There is no manual page \"{}\". There is one for each of: {known}.", SafeText::new(wanted)));
    Exit::Usage
}
