//! `credesk config check`: reads the configuration as the console would, and the files that it names. Connects to nothing,
//! and runs no program.

use std::path::Path;

use rustix::fs::{Access, access};

use crate::api;
use crate::cli::args::Global;
use crate::cli::console::NO_JOURNAL;
use crate::cli::exit::Exit;
use crate::cli::site::configuration;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::{print, say};
use crate::config::{self, Config, Profile, Report, TokenSource};
use crate::domain::problem::Problem;
use crate::text::SafeText;

/// Checks the profile that is named, or all.
pub fn check(global: &Global, json: bool) -> Result<(), Stop> {
    let (path, _) = configuration(global).map_err(usage)?;
    let (config, report) = checked(&path, global.profile.as_deref());
    if json {
        print(format_args!("{}\n", report.json(&path, config.as_ref())));
    }
    for warning in report.warnings.iter().filter(|_| !json) {
        say(format_args!("Warning: {warning}"));
    }
    match config {
        Some(config) if report.problems.is_empty() => {
            if !json {
                print(usable(&path, &config));
            }
            Ok(())
        }
        Some(_) | None => Err((Exit::Usage, report.problems.join("\n"))),
    }
}

/// Everything that is wrong, and everything that could be better.
fn checked(path: &Path, wanted: Option<&str>) -> (Option<Config>, Report) {
    let mut report = Report::default();
    let loaded = config::load(path).and_then(|config| match wanted {
        Some(_) => config.profile(wanted).cloned().map(|one| (config, vec![one])),
        None => Ok((config.clone(), config.profiles.into_values().collect())),
    });
    let (config, profiles) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            report.problems.push(error.to_string());
            return (None, report);
        }
    };
    if config.journal.is_none() {
        report.problems.push(NO_JOURNAL.to_owned());
    }
    for profile in &profiles {
        let name = SafeText::new(&profile.name);
        let mut problems: Vec<_> = api::files::problems(profile).iter().map(Problem::sentences).collect();
        token(profile, &mut problems, &mut report.warnings);
        report.problems.extend(problems.iter().map(|problem| format!("Profile \"{name}\": {problem}")));
    }
    (Some(config), report)
}

fn token(profile: &Profile, problems: &mut Vec<String>, warnings: &mut Vec<String>) {
    let name = SafeText::new(&profile.name);
    match &profile.token {
        TokenSource::Command(words) => {
            let program = words.first().map_or("", String::as_str);
            if !can_be_run(program) {
                problems.push(format!(
                    "The program of token_command, \"{}\", is not there, or you may not run it. Install it, or put the profile right.",
                    SafeText::new(program)
                ));
            }
        }
        TokenSource::Variable(variable) | TokenSource::Taken(variable, _) => {
            let unset = if std::env::var_os(variable).is_none() { " It is not set here." } else { "" };
            warnings.push(format!(
                "Profile \"{name}\": the token comes from the environment variable {}, the last resort: it stays in the shell \
                 that set it. token_command or token_file keep it better.{unset}",
                SafeText::new(variable)
            ));
        }
        TokenSource::File(_) | TokenSource::Given(_) => {}
    }
}

/// Whether a program would be found, as the system looks for it: by its path where it names a folder, else in `PATH`.
fn can_be_run(program: &str) -> bool {
    let runs = |path: &Path| path.is_file() && access(path, Access::EXEC_OK).is_ok();
    if program.contains('/') {
        return runs(Path::new(program));
    }
    // Where there is no PATH, the C library looks into these two (execvp(3)).
    let folders = std::env::var_os("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    std::env::split_paths(&folders).any(|folder| runs(&folder.join(program)))
}

fn usable(path: &Path, config: &Config) -> String {
    let name = |name: &String| {
        let default = if *name == config.default_profile { " (default)" } else { "" };
        format!("{}{default}", SafeText::new(name))
    };
    let names = config.profiles.keys().map(name).collect::<Vec<_>>().join(", ");
    format!("The configuration {} is usable.\nProfiles: {names}\n", SafeText::new(&path.display().to_string()))
}
