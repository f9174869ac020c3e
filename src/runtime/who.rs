//! Who works on which host, for the journal: as the operating system tells it, and as the environment claims it.

use std::env;
use std::fs;

use rustix::process::{Pid, getpid, getuid, test_kill_process};
use rustix::system::uname;

use crate::domain::record::Who;

/// Who works here.
pub fn who() -> Who {
    Who {
        uid: getuid().as_raw(),
        login_uid: login_uid(),
        account: variable("LOGNAME").or_else(|| variable("USER")),
        ssh: variable("SSH_CONNECTION"),
        host: uname().nodename().to_string_lossy().into_owned(),
        pid: getpid().as_raw_nonzero().get().unsigned_abs(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The user who signed in, whatever `su` and `sudo` have made of the process since (proc(5)). The greatest number stands
/// for "none".
fn login_uid() -> Option<u32> {
    let text = fs::read_to_string("/proc/self/loginuid").ok()?;
    text.trim().parse().ok().filter(|uid| *uid != u32::MAX)
}

/// A variable of the environment, cut: nobody has checked it.
fn variable(name: &str) -> Option<String> {
    const LONGEST: usize = 200;
    let text: String = env::var(name).ok()?.chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

/// Whether another credesk with this number is running on this host. A number that now belongs to another program does
/// not count, where the system tells its name, and neither does a process that has ended and whose parent has not asked
/// about its end yet (`Z`; proc(5)): it will never say what became of its changes.
pub fn is_running(pid: u32) -> bool {
    let Some(process) = i32::try_from(pid).ok().and_then(Pid::from_raw) else { return false };
    if process == getpid() || test_kill_process(process).is_err() {
        return false;
    }
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return true };
    let Some((before, after)) = stat.rsplit_once(") ") else { return true };
    before.ends_with("(credesk") && !after.starts_with(['Z', 'X'])
}
