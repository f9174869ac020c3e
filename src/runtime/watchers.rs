//! Looks for what keeps the screen: in the environment, among the programs that this one was started by, and in tmux's
//! options. Decides nothing, and reads nothing of the screen.

use std::ffi::OsStr;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::domain::watcher::Watcher;

/// Programs that record a session, by the name that the kernel keeps of them (`/proc/PID/comm`, at most 15 bytes).
const RECORDERS: [(&str, &str); 7] = [
    ("script", "script"),
    ("asciinema", "asciinema"),
    ("ttyrec", "ttyrec"),
    ("termrec", "termrec"),
    ("tlog-rec", "tlog"),
    ("tlog-rec-sessio", "tlog"),
    ("t-rec", "t-rec"),
];

/// Variables that recorders set for what runs in them.
const MARKS: [(&str, &str); 2] = [("ASCIINEMA_REC", "asciinema"), ("TLOG_REC_SESSION_CONF_FILE", "tlog")];

/// How many programs up are looked at: a chain that is longer goes in a circle.
const DEEP: usize = 64;

/// How long tmux may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// All that are found.
pub async fn find() -> Vec<Watcher> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mark = MARKS.iter().find(|(variable, _)| is_set(variable)).map(|(_, name)| *name);
    let mut found: Vec<Watcher> = mark.or_else(recorder_above).map(Watcher::Recorder).into_iter().collect();
    if is_set("TMUX") {
        found.extend(has_no_alternate_screen().await.then_some(Watcher::Tmux));
    } else if is_set("STY") {
        found.push(Watcher::Screen);
    }
    found
}

/// A recorder among the programs that this one was started by.
fn recorder_above() -> Option<&'static str> {
    let mut process = rustix::process::getppid()?.as_raw_pid();
    for _ in 0..DEEP {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let comm = field("Name:")?;
        if let Some((_, name)) = RECORDERS.iter().find(|(known, _)| *known == comm) {
            return Some(name);
        }
        process = field("PPid:")?.parse().ok().filter(|parent| *parent > 0)?;
    }
    None
}

/// Whether this pane of tmux was told to have no alternate screen. Where tmux does not answer, the usual is assumed.
async fn has_no_alternate_screen() -> bool {
    let mut command = Command::new("tmux");
    command.args(["show-options", "-Awv", "alternate-screen"].map(OsStr::new));
    command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    matches!(timeout(PATIENCE, command.output()).await, Ok(Ok(output)) if output.stdout.trim_ascii() == b"off")
}
