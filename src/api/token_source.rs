//! Fetching the token: from a program or a file, or from the profile that carries it. Every buffer is wiped.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use zeroize::Zeroizing;

use super::private_file;
use super::token_text::{Ended, LONGEST, TokenError};
use super::wire::safe;
use crate::config::{Profile, TokenSource, own_file};

/// How long the program may take, until it has ended and every program that it left behind has let go of its output.
const COMMAND_TIME: Duration = Duration::from_secs(10);

/// The token as it came, line break and all.
pub async fn fetch(profile: &Profile) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    match &profile.token {
        TokenSource::Command(command) => from_command(command, &profile.token_variables, COMMAND_TIME).await,
        TokenSource::File(path) => from_file(path),
        // It was taken out of the environment when the program started, or it was not there.
        TokenSource::Variable(name) => Err(TokenError::NoVariable(safe(name))),
        TokenSource::Taken(_, token) | TokenSource::Given(token) => {
            Ok(Zeroizing::new(token.expose().as_bytes().to_vec()))
        }
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
        TokenSource::Variable(name) | TokenSource::Taken(name, _) => (
            format!("in the environment variable {}", safe(name)),
            "Start credesk again with a new one in that variable.",
        ),
        TokenSource::Given(_) => ("of the demo".to_owned(), "Start the demo again."),
    };
    let then = Timestamp::try_from(then).map_or_else(|_| "long ago".into(), |then| format!("on {then:.0}"));
    let what = format!("The token {from} ended {then}, by this host's clock.");
    Ended { what, next: next.to_owned() }
}

/// A line break more than the longest token.
const ENOUGH: usize = LONGEST + 2;

async fn from_command(
    command: &[String],
    hidden: &[String],
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let (name, arguments) = command.split_first().ok_or(TokenError::Empty)?;
    let program = safe(name);
    let mut child = Command::new(name);
    child.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    for variable in hidden {
        child.env_remove(variable);
    }
    let not_started =
        |why: std::io::Error| TokenError::NotStarted { program: program.clone(), why: own_file::reason(why.kind()) };
    let mut child = child.spawn().map_err(not_started)?;
    let stdout = child.stdout.take();
    let run = async {
        // One byte more than enough shows that it is too much, and even that needs no growing, which would leave a copy.
        let mut printed = Zeroizing::new(Vec::with_capacity(2 * LONGEST));
        if let Some(stdout) = stdout {
            stdout.take(ENOUGH as u64 + 1).read_to_end(&mut printed).await?;
        }
        // The pipe is closed by now: a program that still prints ends by itself, and its status is an error.
        Ok::<_, std::io::Error>((printed, child.wait().await?))
    };
    match tokio::time::timeout(limit, run).await {
        Ok(Ok((printed, _))) if printed.len() > ENOUGH => Err(TokenError::TooLong),
        Ok(Ok((printed, status))) if status.success() => Ok(printed),
        Ok(Ok((_, status))) => Err(TokenError::Failed { program, status: status.to_string() }),
        Ok(Err(why)) => Err(not_started(why)),
        Err(_) => Err(TokenError::Slow { program, seconds: limit.as_secs() }),
    }
}

/// The token of a file, as it came.
pub fn from_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let fault = |why| TokenError::File { path: safe(&path.display().to_string()), why };
    private_file::secret(path, ENOUGH).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    const LIMIT: Duration = Duration::from_secs(3);

    async fn run(script: &str) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let command = ["sh", "-c", script].map(String::from);
        from_command(&command, &[], LIMIT).await
    }

    fn slow() -> Result<Zeroizing<Vec<u8>>, TokenError> {
        Err(TokenError::Slow { program: safe("sh"), seconds: 3 })
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_program_that_does_not_end_in_time_gives_no_token_and_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let pid = |name: &str| folder.path().join(name);
        let script = |name: &str, rest: &str| format!("echo $$ > '{}'; {rest}", pid(name).display());
        let [hangs, closes, noisy] = [
            script("hangs", "exec sleep 1000"),
            script("closes", "echo dG9rZW4; exec sleep 1000 >&-"),
            script("noisy", "exec yes >&2"),
        ];
        // The last one ends at once, but what it leaves behind keeps the pipe open.
        let keeps = format!("sleep 1000 & echo $! > '{}'; echo dG9rZW4", pid("keeps").display());
        let ended = tokio::join!(run(&hangs), run(&closes), run(&noisy), run(&keeps));
        assert_eq!(ended, (slow(), slow(), slow(), slow()));
        assert_eq!(
            slow().unwrap_err().to_string(),
            "token_command \"sh\" did not end within 3 seconds, or left a program behind that keeps its output open."
        );
        let number = |name| std::fs::read_to_string(pid(name)).unwrap().trim().parse().unwrap();
        for name in ["hangs", "closes", "noisy"] {
            let process = rustix::process::Pid::from_raw(number(name)).unwrap();
            let until = Instant::now() + Duration::from_secs(20);
            while rustix::process::test_kill_process(process).is_ok() {
                assert!(Instant::now() < until, "{name} lives on");
                tokio::time::sleep(Duration::from_millis(10)).await; // tokio collects it meanwhile
            }
        }
        // What a program leaves behind is its own affair; here nobody needs it any more.
        let left = rustix::process::Pid::from_raw(number("keeps")).unwrap();
        rustix::process::kill_process(left, rustix::process::Signal::KILL).unwrap();
    }
}
