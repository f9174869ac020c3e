//! Opens the log where it is asked for: `--log FILE`, or the environment's `CREDESK_LOG`. What is written to it, says
//! [`crate::runtime::log`].

use std::fs::File;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use tracing::Level;

use crate::cli::args::{Global, LogLevel};
use crate::config::own_file;
use crate::runtime::log;
use crate::text::SafeText;

/// Begins the log, where there is to be one.
///
/// # Errors
/// A sentence: its file cannot be used.
pub fn start(global: &Global) -> Result<(), String> {
    let variable = || std::env::var_os("CREDESK_LOG").filter(|value| !value.is_empty()).map(PathBuf::from);
    let Some(path) = global.log.clone().or_else(variable) else { return Ok(()) };
    let file = appendable(&path).map_err(|why| {
        let path = SafeText::new(&path.display().to_string());
        format!("The log {path} {why}. Nothing was done; put the file right, or leave the log out.")
    })?;
    log::start(file, level(global.log_level));
    tracing::info!("credesk {} begins", env!("CARGO_PKG_VERSION"));
    Ok(())
}

fn level(asked: LogLevel) -> Level {
    match asked {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    }
}

/// The file for appending, made for its owner alone where it is missing.
fn appendable(path: &Path) -> Result<File, String> {
    let flags = OFlags::WRONLY | OFlags::APPEND | own_file::CAREFUL;
    let made = open(path, flags | OFlags::CREATE | OFlags::EXCL, Mode::RUSR | Mode::WUSR);
    let file = match made {
        Err(Errno::EXIST) => open(path, flags, Mode::empty()),
        made => made,
    };
    let file = File::from(file.map_err(own_file::not_opened)?);
    own_file::check(&file)?;
    Ok(file)
}
