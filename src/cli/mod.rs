//! The command line: reads it, runs what it asks for, says what there is to say.
//!
//! Standard output is data, standard error is talk. Secrets never stand on the command line.

mod args;
mod ask;
mod audit;
mod batch;
mod change;
mod completions;
mod configuration;
mod console;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod exit;
mod find;
mod log;
mod man;
mod office;
mod otp;
mod person;
mod plain;
mod reveal;
mod show;
mod site;
mod stop;
mod table;
mod talk;
mod told;

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

pub use exit::Exit;

use crate::runtime::harden;
use args::otp::OtpCommand;
use args::{Arguments, Command, secret_argument};
use talk::say;

/// The command line as `clap` knows it, from which completions and manual pages are made.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program.
pub fn run() -> Exit {
    // Before anything is read that could hold a secret: arguments, environment, configuration.
    harden::harden();
    let words: Vec<OsString> = std::env::args_os().collect();
    if let Some(name) = secret_argument(&words) {
        say(format_args!(
            "credesk takes no {name}: everybody on this host can read a command line. Let the profile fetch the token \
             with token_command (a program that prints it) or token_file (a file that only you can read). If the secret \
             was real, change it."
        ));
        return Exit::Usage;
    }
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output, complaints to standard error; clap knows which is which.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    if let Some(sentence) = arguments.misplaced() {
        say(sentence);
        return Exit::Usage;
    }
    if let Err(sentence) = log::start(&arguments.global) {
        say(sentence);
        return Exit::Usage;
    }
    let exit = match (carry_out(arguments), talk::unwritten()) {
        (Exit::Done, Some(why)) => {
            say(format_args!("Standard output could not be written ({why}): what stands there is not all of it."));
            Exit::Terminal
        }
        (exit, _) => exit,
    };
    tracing::info!("credesk ends with code {}", exit.code());
    exit
}

fn carry_out(arguments: Arguments) -> Exit {
    match arguments.command {
        None if plain::is_wanted(arguments.global.plain) => plain::run(&arguments.global),
        None => console::run(&arguments.global),
        Some(Command::Audit(audit)) => audit::run(&audit, &arguments.global),
        Some(Command::Reset(wanted)) => match &wanted.whose.from {
            Some(from) => batch::reset(&wanted, from, &arguments.global),
            None => change::reset(&wanted, &arguments.global),
        },
        Some(Command::Otp { command: OtpCommand::Replace(wanted) }) => match &wanted.whose.from {
            Some(from) => batch::replace(&wanted, from, &arguments.global),
            None => change::replace(&wanted, &arguments.global),
        },
        Some(Command::Doctor(asked)) => doctor::run(&asked, &arguments.global),
        Some(Command::DevicePassword { command }) => change::device::run(&command, &arguments.global),
        Some(Command::Find(wanted)) => find::run(&wanted, &arguments.global),
        Some(Command::Show(wanted)) => show::run(&wanted, &arguments.global),
        Some(Command::Otp { command: OtpCommand::Show(wanted) }) => otp::show(&wanted, &arguments.global),
        Some(Command::Otp { command: OtpCommand::Print(wanted) }) => otp::print(&wanted, &arguments.global),
        Some(Command::Config(asked)) => configuration::run(asked.command, &arguments.global),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man { command }) => man::run(command.as_deref()),
        #[cfg(feature = "sandbox")]
        Some(Command::Demo(population)) => demo::demo(&population, &arguments.global),
        #[cfg(feature = "sandbox")]
        Some(Command::Sandbox { listen, population }) => demo::sandbox(listen, &population),
    }
}
