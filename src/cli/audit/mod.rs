//! `credesk audit`: looks into the journal and changes nothing. Asks no server.

mod export;
mod list;
mod show;
pub mod words;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::args::Global;
use crate::cli::args::audit::{Audit, AuditCommand};
use crate::cli::audit::show::Wanted;
use crate::cli::audit::words::Times;
use crate::cli::exit::Exit;
use crate::cli::site::configuration;
use crate::cli::talk::{print, say};
use crate::config::{self, ConfigError};
use crate::journal::{Contents, JournalError, contents, history, lost, prints};

/// Runs one of the commands.
pub fn run(audit: &Audit, global: &Global) -> Exit {
    let times = Times(TimeZone::system());
    match attempt(audit, global, &times) {
        Ok(()) => Exit::Done,
        Err((exit, sentence)) => {
            say(sentence);
            exit
        }
    }
}

type Outcome = Result<(), (Exit, String)>;

fn attempt(audit: &Audit, global: &Global, times: &Times) -> Outcome {
    let path = match &audit.command {
        AuditCommand::Verify { file: Some(file) } => file.clone(),
        AuditCommand::Verify { file: None }
        | AuditCommand::List { .. }
        | AuditCommand::Show { .. }
        | AuditCommand::Export(_) => journal(audit, global).map_err(|sentence| (Exit::Usage, sentence))?,
    };
    // Before the journal is read: a misspelt number is not the journal's fault.
    let wanted = match &audit.command {
        AuditCommand::Show { id } => Some(Wanted::parse(id).ok_or_else(|| (Exit::Usage, show::no_id(id)))?),
        AuditCommand::List { .. } | AuditCommand::Verify { .. } | AuditCommand::Export(_) => None,
    };
    if let AuditCommand::Verify { .. } = audit.command
        && let Some(lost) = lost(&path, Timestamp::now())
    {
        return Err((Exit::Journal, lost.to_string()));
    }
    let contents = contents(&path).map_err(|error| match error {
        JournalError::Missing(_) => (Exit::Usage, error.to_string()),
        other => (Exit::Journal, other.to_string()),
    })?;
    if let AuditCommand::Verify { .. } = audit.command {
        return verify(&path, &contents, times);
    }
    if let Err(fragment) = &contents.report {
        say(format_args!("{fragment} Everything before it is whole."));
    }
    match &audit.command {
        AuditCommand::List { all, json } => {
            print(list::list(&history(&contents), &prints(&contents), *all, *json, times));
        }
        AuditCommand::Export(options) => {
            let wanted = options.format;
            print(export::export(&contents, &times.days(options.from, options.to), wanted));
        }
        AuditCommand::Show { .. } | AuditCommand::Verify { .. } => {
            let (operations, prints) = (history(&contents), prints(&contents));
            let Some(wanted) = wanted else { return Ok(()) }; // read above, or this is no `show`
            let told = match wanted {
                Wanted::Operation(id) => operations
                    .iter()
                    .find(|operation| operation.id == id)
                    .map(|found| show::show(found, &operations, &prints, times)),
                Wanted::Print(id) => {
                    prints.iter().find(|print| print.id == id).map(|found| show::show_print(found, times))
                }
            };
            print(told.ok_or_else(|| (Exit::Usage, show::not_there(wanted, &path)))?);
        }
    }
    Ok(())
}

/// The file that was named, or the one of the configuration, or the usual one where there is no configuration yet.
fn journal(audit: &Audit, global: &Global) -> Result<PathBuf, String> {
    if let Some(named) = &audit.journal {
        return Ok(named.clone());
    }
    let homeless = "There is no home folder to look for the journal in. Name it with --journal.";
    let (path, is_default) = configuration(global)?;
    match config::load(&path) {
        Ok(config) => config.journal.ok_or_else(|| homeless.to_owned()),
        Err(ConfigError::Missing(_)) if is_default => config::default_journal().ok_or_else(|| homeless.to_owned()),
        Err(other) => Err(other.to_string()),
    }
}

fn verify(path: &Path, contents: &Contents, times: &Times) -> Outcome {
    if let Some(open) = &contents.open_to_others {
        say(format_args!("Remark, which matters less for a copy: {open}"));
    }
    let report = contents.report.as_ref().map_err(|tamper| {
        let error = JournalError::Tampered { path: path.to_owned(), tamper: tamper.clone() };
        (Exit::Journal, error.to_string())
    })?;
    let dates = report.dates.map_or_else(String::new, |(first, last)| {
        format!("\nfirst {}\nlast  {}\nTimes: {}", times.second(first), times.second(last), times.zone())
    });
    print(format_args!(
        "{} lines, and every one is as it was written.{dates}\nhead  {}\n",
        report.head.lines, report.head
    ));
    for note in &report.notes {
        print(format_args!("{note}\n"));
    }
    say(
        "Whether lines are missing at the end, only the head tells: compare it with what credesk said or the syslog noted.",
    );
    Ok(())
}
