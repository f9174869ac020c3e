//! `credesk completions`: hands out what completes its commands in a shell.
//!
//! The scripts are files, made ahead of time by `clap_complete` from the same command line that the program reads, and
//! `tests/made.rs` fails where they are no longer what it would make. Linked into the program, `clap_complete` and
//! `clap_mangen` would take 250 kB of it.

use crate::cli::args::completions::Shell;
use crate::cli::exit::Exit;
use crate::cli::talk::print;

/// Prints the script of a shell.
pub fn run(shell: Shell) -> Exit {
    print(match shell {
        Shell::Bash => include_str!("../../assets/completions/credesk.bash"),
        Shell::Zsh => include_str!("../../assets/completions/_credesk"),
        Shell::Fish => include_str!("../../assets/completions/credesk.fish"),
    });
    Exit::Done
}
