//! Fetching the token: from a program or a file, or from the profile that carries it. Every buffer is wiped.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::fs::{Mode, OFlags, open};
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use zeroize::Zeroizing;

use super::token_text::{LONGEST, TokenError};
use super::wire::safe;
use crate::config::{Profile, TokenSource, own_file};

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
    let fault = |why: String| TokenError::File { path: safe(&path.display().to_string()), why };
    let descriptor = open(path, OFlags::RDONLY | own_file::CAREFUL, Mode::empty())
        .map_err(|errno| fault(own_file::not_opened(errno)))?;
    own_file::check(&descriptor).map_err(fault)?;
    let mut token = buffer();
    File::from(descriptor)
        .take(ENOUGH)
        .read_to_end(&mut token)
        .map_err(|error| fault(format!("cannot be read: {}", error.kind())))?;
    Ok(token)
}
