//! Fetching the token: from a program or a file, or from the profile that carries it. Every buffer is wiped.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use rustix::process::geteuid;
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use zeroize::Zeroizing;

use super::token_text::{Ended, LONGEST, TokenError};
use super::wire::safe;
use crate::config::{Profile, TokenSource};

/// How long the program may take.
const COMMAND_SECONDS: u64 = 10;

/// The token as it came, line break and all.
pub async fn fetch(profile: &Profile) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    match &profile.token {
        TokenSource::Command(command) => from_command(command, &profile.token_variables).await,
        TokenSource::File(path) => from_file(path),
        // It was taken out of the environment when the program started, or it was not there.
        TokenSource::Variable(name) => Err(TokenError::NoVariable(safe(name))),
        TokenSource::Given(token) => Ok(Zeroizing::new(token.expose().as_bytes().to_vec())),
    }
}

/// What is told of a token from this source that ended then.
pub fn ended(source: &TokenSource, then: SystemTime) -> Ended {
    let (from, next) = match source {
        TokenSource::Command(command) => {
            let program = safe(command.first().map_or("", String::as_str));
            (format!("that token_command \"{program}\" printed"), "Sign in where that program gets it, then try again.")
        }
        TokenSource::File(path) => (
            format!("in token_file {}", safe(&path.display().to_string())),
            "Put a new one into that file, then try again.",
        ),
        TokenSource::Variable(name) => (
            format!("in the environment variable {}", safe(name)),
            "Start credesk again with a new one in that variable.",
        ),
        TokenSource::Given(_) => ("of the demo".to_owned(), "Start the demo again."),
    };
    let then = Timestamp::try_from(then).map_or_else(|_| "long ago".into(), |then| format!("on {then:.0}"));
    let what = format!("The token {from} ended {then}, by this host's clock.");
    Ended { what, next: next.to_owned() }
}

/// A buffer that a token of the longest size, its line break and one byte too many fit into without growing.
fn buffer() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(2 * LONGEST))
}

/// One byte and a line break more than the longest token, so that a longer one is noticed.
const ENOUGH: u64 = LONGEST as u64 + 3;

async fn from_command(command: &[String], hidden: &[String]) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let (name, arguments) = command.split_first().ok_or(TokenError::Empty)?;
    let program = safe(name);
    let mut child = Command::new(name);
    child.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    for variable in hidden {
        child.env_remove(variable);
    }
    let not_started =
        |why: std::io::Error| TokenError::NotStarted { program: program.clone(), why: why.kind().to_string() };
    let mut child = child.spawn().map_err(not_started)?;
    let stdout = child.stdout.take();
    let run = async {
        let mut printed = buffer();
        if let Some(stdout) = stdout {
            stdout.take(ENOUGH).read_to_end(&mut printed).await?;
        }
        // The pipe is closed by now: a program that still prints ends by itself, and its status is an error.
        Ok::<_, std::io::Error>((printed, child.wait().await?))
    };
    match tokio::time::timeout(Duration::from_secs(COMMAND_SECONDS), run).await {
        Ok(Ok((printed, _))) if printed.len() > LONGEST + 2 => Err(TokenError::TooLong),
        Ok(Ok((printed, status))) if status.success() => Ok(printed),
        Ok(Ok((_, status))) => Err(TokenError::Failed { program, status: status.to_string() }),
        Ok(Err(why)) => Err(not_started(why)),
        Err(_) => Err(TokenError::Slow { program, seconds: COMMAND_SECONDS }),
    }
}

/// Reads a file that only its owner can read. All checks are made on the open descriptor, so that nobody can swap the
/// file in between.
fn from_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let fault = |why: &str| TokenError::File { path: safe(&path.display().to_string()), why: why.to_owned() };
    let io = |kind: ErrorKind| fault(&format!("cannot be read: {kind}"));
    // NONBLOCK: a named pipe in the file's place must not hold up the console.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let descriptor = open(path, flags, Mode::empty()).map_err(|error| match error {
        rustix::io::Errno::LOOP => fault("is a symbolic link: name the file itself"),
        other => io(other.kind()),
    })?;
    let facts = fstat(&descriptor).map_err(|error| io(error.kind()))?;
    let permissions = facts.st_mode & 0o7777;
    if FileType::from_raw_mode(facts.st_mode) != FileType::RegularFile {
        return Err(fault("is not a regular file"));
    }
    if facts.st_uid != geteuid().as_raw() {
        return Err(fault("belongs to another user"));
    }
    if permissions & 0o077 != 0 {
        return Err(fault(&format!("is open to others (mode {permissions:04o}): run chmod 600 on it")));
    }
    let mut token = buffer();
    File::from(descriptor).take(ENOUGH).read_to_end(&mut token).map_err(|error| io(error.kind()))?;
    Ok(token)
}
