//! `credesk config`: makes a configuration, checks it, and shows what counts. Changes none that is there.

mod answers;
mod ask;
mod check;
mod connection;
mod init;
mod show;

use std::io::{IsTerminal, Write, stdout};
use std::os::unix::ffi::OsStrExt;

use crate::cli::args::Global;
use crate::cli::args::config::ConfigCommand;
use crate::cli::exit::Exit;
use crate::cli::site::configuration;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::{print, say};
use crate::text::SafeText;

/// The schema of the file, made ahead of time from the keys that the parser asks for; `tests/made.rs` holds it up to date.
const SCHEMA: &str = include_str!("../../../assets/schema/config.schema.json");

/// Runs the command.
pub fn run(command: ConfigCommand, global: &Global) -> Exit {
    let done = match command {
        ConfigCommand::Init => init::init(global),
        ConfigCommand::Check { json } => check::check(global, json),
        ConfigCommand::Show { json } => show::show(global, json),
        ConfigCommand::Path => path(global),
        ConfigCommand::Schema => {
            print(SCHEMA);
            Ok(())
        }
    };
    match done {
        Ok(()) => Exit::Done,
        Err((exit, sentence)) => {
            say(sentence);
            exit
        }
    }
}

/// Where the configuration is looked for, there or not.
fn path(global: &Global) -> Result<(), Stop> {
    let (path, _) = configuration(global).map_err(usage)?;
    if stdout().is_terminal() {
        print(format_args!("{}\n", SafeText::new(&path.display().to_string())));
    } else {
        // For a program, byte for byte. Whoever does not want to read it has gone.
        let _ = stdout().write_all(path.as_os_str().as_bytes()).and_then(|()| stdout().write_all(b"\n"));
    }
    if !path.exists() {
        say("There is no such file yet. Run: credesk config init");
    }
    Ok(())
}
