//! Sends a sheet to a queue of CUPS through `lp`, and asks `lpstat` which queues there are.
//!
//! The document goes to `lp` through a pipe and nowhere else: no shell, no temporary file, and nothing of the sheet in an
//! argument or in the job's title. Nothing is sent twice.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use crate::domain::printing::{Format, PrintFault, Queues, is_queue_name};
use crate::domain::record::Paper;
use crate::text::SafeText;

/// How long `lpstat` may take.
const LIST_WITHIN: Duration = Duration::from_secs(10);
/// How long `lp` may take: a sheet is small, but the scheduler may be at the other end of a slow line.
const SEND_WITHIN: Duration = Duration::from_mins(1);
/// The most characters of a job's ID: a queue's name has at most 127.
const LONGEST_JOB: usize = 150;
/// What is kept of an answer in bytes. A list of ten thousand queues fits.
const ENOUGH: u64 = 1 << 20;

/// CUPS, as its programs `lp` and `lpstat` reach it: `CUPS_SERVER`, `client.conf` and the operator's own default count.
#[derive(Debug, Clone)]
pub struct Cups {
    /// The folder that `lp` and `lpstat` are in. None: they are looked for as a shell does.
    pub programs: Option<PathBuf>,
    /// The scheduler: a socket's path or `HOST:PORT`. None: the one that CUPS is set up for.
    pub server: Option<OsString>,
    /// Environment variables that the programs must not see: those that hold tokens.
    pub hidden: Vec<String>,
    /// How long a list is waited for.
    pub list_within: Duration,
    /// How long `lp` is waited for.
    pub send_within: Duration,
}

impl Default for Cups {
    fn default() -> Self {
        Self { programs: None, server: None, hidden: Vec::new(), list_within: LIST_WITHIN, send_within: SEND_WITHIN }
    }
}

/// How a program ended, and what it said.
struct Ran {
    status: ExitStatus,
    printed: String,
    complained: String,
}

/// Why a program did not end by itself.
enum Broke {
    NotStarted(std::io::Error),
    Slow,
}

impl Cups {
    /// The queues that there are, and the default one: `LPDEST`, `PRINTER` and `lpoptions` come before the scheduler's.
    ///
    /// An instance (`NAME/INSTANCE`, `lpoptions(1)`) is a set of options that the operator keeps, and counts as its queue.
    ///
    /// # Errors
    /// [`PrintFault::NoLp`]; [`PrintFault::NoScheduler`], also when it does not answer in time; [`PrintFault::Failed`].
    pub async fn list(&self) -> Result<Queues, PrintFault> {
        let mut lpstat = self.program("lpstat");
        // Answered in this order. `-e` alone is silent, and content, where there is no scheduler.
        lpstat.args(["-r", "-d", "-e"]);
        match run(lpstat, &[], self.list_within).await {
            Ok(ran) if !ran.status.success() => Err(PrintFault::Failed(ran.said("lpstat"))),
            Ok(ran) if !is_running(&ran) => Err(PrintFault::NoScheduler(ran.said("lpstat"))),
            Ok(ran) => Ok(queues(&ran.printed)),
            Err(Broke::NotStarted(why)) => Err(not_started(&why)),
            Err(Broke::Slow) => Err(PrintFault::NoScheduler(self.no_answer())),
        }
    }

    /// Hands a document to a queue, and tells the job's ID, for example `Card-12`. The title says what it is, and of whom
    /// nothing: everybody can read the titles of jobs.
    ///
    /// # Errors
    /// [`PrintFault::NoLp`], [`PrintFault::NoScheduler`], [`PrintFault::NoQueue`], [`PrintFault::Refused`],
    /// [`PrintFault::Timeout`], [`PrintFault::Failed`].
    pub async fn send(&self, queue: &str, paper: Paper, document: &[u8], format: Format) -> Result<String, PrintFault> {
        if !is_queue_name(queue) {
            return Err(PrintFault::NoQueue(SafeText::new(queue)));
        }
        let mut lp = self.program("lp");
        // One copy, whatever the operator's own options say. The format is told, so that the scheduler does not guess it from the first bytes.
        lp.args([
            "-d",
            queue,
            "-n",
            "1",
            "-t",
            title(paper),
            "-o",
            &format!("document-format={}", media_type(format)),
            "-",
        ]);
        match run(lp, document, self.send_within).await {
            Ok(ran) if ran.status.success() => Ok(job(&ran.printed).unwrap_or_else(|| format!("{queue}-?"))),
            Ok(ran) => Err(self.why_refused(queue, &ran).await),
            Err(Broke::NotStarted(why)) => Err(not_started(&why)),
            Err(Broke::Slow) => Err(PrintFault::Timeout(self.send_within.as_secs())),
        }
    }

    /// `lp` says of every queue that it does not exist where it has only not found the scheduler.
    async fn why_refused(&self, queue: &str, ran: &Ran) -> PrintFault {
        let said = ran.said("lp");
        let mut lpstat = self.program("lpstat");
        lpstat.arg("-r");
        match run(lpstat, &[], self.list_within).await {
            Ok(ran) if ran.status.success() && !is_running(&ran) => PrintFault::NoScheduler(ran.said("lpstat")),
            Err(Broke::Slow) => PrintFault::NoScheduler(self.no_answer()),
            Ok(_) | Err(Broke::NotStarted(_)) => classified(queue, said),
        }
    }

    /// A program in English: its words are read here.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.as_ref().map_or_else(|| name.into(), |folder| folder.join(name)));
        for variable in &self.hidden {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C");
        if let Some(server) = &self.server {
            command.env("CUPS_SERVER", server);
        }
        command
    }

    fn no_answer(&self) -> SafeText {
        SafeText::new(&format!("no answer within {} seconds", self.list_within.as_secs()))
    }
}

impl Ran {
    /// The first line of what a program says, without its name. What it complains about comes first.
    fn said(&self, name: &str) -> SafeText {
        let mut lines = self.complained.lines().chain(self.printed.lines()).map(str::trim);
        let Some(line) = lines.find(|line| !line.is_empty()) else { return SafeText::new(&self.status.to_string()) };
        let line = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(line);
        SafeText::new(line.strip_prefix("Error - ").unwrap_or(line).trim_end_matches('.'))
    }
}

/// What the job is called. `lpstat` shows it to everybody on the host.
fn title(paper: Paper) -> &'static str {
    match paper {
        Paper::Card => "credesk card",
        Paper::Slip => "credesk slip",
    }
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Pdf => "application/pdf",
        Format::Text => "text/plain",
    }
}

/// Runs a program, gives it the document on its standard input, and reads what it says.
async fn run(mut command: Command, document: &[u8], within: Duration) -> Result<Ran, Broke> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(Broke::NotStarted)?;
    let Ok(ran) = tokio::time::timeout(within, talk(&mut child, document)).await else {
        // It is gone when this returns, so that it does not print what was given up. It may have ended by itself.
        let _ = child.kill().await;
        return Err(Broke::Slow);
    };
    ran.map_err(Broke::NotStarted)
}

async fn talk(child: &mut Child, document: &[u8]) -> std::io::Result<Ran> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // It stays with the child: where this is given up halfway, the child is killed before its input ends, or it would take
    // the half for the whole.
    let stdin = &mut child.stdin;
    let give = async {
        if let Some(stdin) = stdin {
            // A program that reads no further says why, and its status says that it failed.
            let _ = stdin.write_all(document).await;
        }
        *stdin = None;
    };
    let ((), printed, complained) = tokio::join!(give, read(stdout), read(stderr));
    Ok(Ran { status: child.wait().await?, printed: printed?, complained: complained? })
}

async fn read(stream: Option<impl AsyncRead + Unpin>) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(ENOUGH).read_to_end(&mut bytes).await?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn not_started(why: &std::io::Error) -> PrintFault {
    if why.kind() == ErrorKind::NotFound {
        return PrintFault::NoLp;
    }
    PrintFault::Failed(SafeText::new(&format!("it could not be run: {}", why.kind())))
}

/// What `lpstat -r` prints.
fn is_running(ran: &Ran) -> bool {
    ran.printed.lines().any(|line| line == "scheduler is running")
}

/// What `lpstat -r -d -e` prints: two lines of several words, then the names, one a line.
fn queues(printed: &str) -> Queues {
    let queue = |name: &str| name.split('/').next().filter(|name| is_queue_name(name)).map(String::from);
    let default = printed.lines().find_map(|line| line.strip_prefix("system default destination: "));
    let mut names: Vec<_> = printed.lines().filter_map(queue).collect();
    names.dedup();
    Queues { names, default: default.and_then(queue) }
}

/// `Card-12` in `request id is Card-12 (0 file(s))`.
fn job(printed: &str) -> Option<String> {
    let told = printed.lines().find_map(|line| line.strip_prefix("request id is "))?;
    // No ID is longer than a queue's name and a number.
    told.split_whitespace().next().map(|id| id.chars().take(LONGEST_JOB).collect())
}

/// What `lp` meant. Its words are those of CUPS 2.4 (`lp.c`, and the scheduler's `ipp.c`).
fn classified(queue: &str, said: SafeText) -> PrintFault {
    let says = |words: &[&str]| words.iter().any(|words| said.as_str().contains(words));
    if says(&["does not exist", "has been deleted"]) {
        PrintFault::NoQueue(SafeText::new(queue))
    } else if says(&["not accepting jobs", "Not allowed to print", "Forbidden", "Unauthorized", "Not authorized"]) {
        PrintFault::Refused(said)
    } else {
        PrintFault::Failed(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_lpstat_prints_it() {
        let with = queues("scheduler is running\nsystem default destination: Card/draft\nCard\nCard/draft\nKüche\n");
        assert_eq!(with, Queues { names: vec!["Card".into(), "Küche".into()], default: Some("Card".into()) });
        let without = queues("scheduler is running\nno system default destination\nCard\n");
        assert_eq!(without, Queues { names: vec!["Card".into()], default: None });
        let own = "lpstat: error - LPDEST environment variable names non-existent destination \"No\".\nscheduler is running\n";
        assert_eq!(queues(own), Queues::default());
    }

    #[test]
    fn what_lp_says_is_told_in_its_words() {
        let fault = |said: &str| classified("Card", SafeText::new(said));
        assert_eq!(fault("The printer or class does not exist"), PrintFault::NoQueue(SafeText::new("Card")));
        let shut = "Destination \"Card\" is not accepting jobs";
        assert_eq!(fault(shut), PrintFault::Refused(SafeText::new(shut)));
        assert_eq!(fault("Too many active jobs"), PrintFault::Failed(SafeText::new("Too many active jobs")));
        assert_eq!(job("request id is Card-12 (0 file(s))\n"), Some("Card-12".into()));
        assert_eq!(job("what?"), None);
    }
}
