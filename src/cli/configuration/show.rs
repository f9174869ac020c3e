//! `credesk config show`: what counts for every key, written as the file could be, with the line that says so behind it.

use std::fmt::Write;

use crate::cli::args::Global;
use crate::cli::site::configuration;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::print;
use crate::config::{self, Effective, Key, table_name};
use crate::text::SafeText;

/// Prints it: of the profile that is named, or of all.
pub fn show(global: &Global, json: bool) -> Result<(), Stop> {
    let (path, _) = configuration(global).map_err(usage)?;
    let (config, mut effective) = config::load_effective(&path).map_err(|error| usage(error.to_string()))?;
    if let Some(wanted) = &global.profile {
        config.profile(Some(wanted)).map_err(|error| usage(error.to_string()))?;
        effective.profiles.retain(|name, _| name == wanted);
    }
    if json {
        print(format_args!("{}\n", effective.json()));
    } else {
        print(text(&effective));
    }
    Ok(())
}

fn text(effective: &Effective) -> String {
    let mut text = format!("# {}\n", SafeText::new(&effective.path.display().to_string()));
    for key in &effective.keys {
        line(&mut text, key);
    }
    text.push_str("\n[display]\n");
    for key in &effective.display {
        line(&mut text, key);
    }
    for (name, keys) in &effective.profiles {
        let _ = write!(text, "\n[profiles.{}]\n", table_name(name));
        for key in keys {
            line(&mut text, key);
        }
    }
    text
}

/// Where the comment of a short line begins.
const COLUMN: usize = 44;

fn line(text: &mut String, key: &Key) {
    let from = match (key.line, &key.value) {
        (Some(line), _) if key.hides_arguments() => {
            format!("line {line}; its arguments may hold secrets and are left out")
        }
        (Some(line), _) => format!("line {line}"),
        (None, Some(_)) => "default".to_owned(),
        (None, None) => "not set".to_owned(),
    };
    let _ = match &key.value {
        Some(value) => {
            let setting = format!("{} = {value}", key.name);
            writeln!(text, "{setting:COLUMN$} # {from}")
        }
        None => writeln!(text, "# {}: {from}", key.name),
    };
}
