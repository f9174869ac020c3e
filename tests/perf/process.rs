//! What the kernel knows of a process, from Linux's `/proc` (proc(5)). Must not start or end any.

use std::fs;
use std::io;
use std::time::Duration;

/// What a process and all its threads have used since they started.
#[derive(Clone, Copy)]
pub struct Usage {
    pub cpu: Duration,
    /// How often a thread went to sleep and was woken: voluntary context switches.
    pub wakeups: u64,
}

impl Usage {
    pub fn of(process_id: u32) -> io::Result<Self> {
        let mut usage = Self { cpu: Duration::ZERO, wakeups: 0 };
        for task in fs::read_dir(format!("/proc/{process_id}/task"))? {
            let task = task?.path();
            let schedule = fs::read_to_string(task.join("schedstat"))?;
            let nanoseconds = schedule.split(' ').next().and_then(|field| field.parse().ok());
            usage.cpu +=
                Duration::from_nanos(nanoseconds.ok_or_else(|| io::Error::other("schedstat is not readable"))?);
            usage.wakeups += number(&fs::read_to_string(task.join("status"))?, "voluntary_ctxt_switches")?;
        }
        Ok(usage)
    }

    pub fn since(self, earlier: Self) -> Self {
        Self { cpu: self.cpu.saturating_sub(earlier.cpu), wakeups: self.wakeups.saturating_sub(earlier.wakeups) }
    }
}

/// The memory a process has in use, in KiB.
pub fn resident_kib(process_id: u32) -> io::Result<u64> {
    number(&fs::read_to_string(format!("/proc/{process_id}/status"))?, "VmRSS")
}

/// The number in a line such as `VmRSS:  3104 kB`.
fn number(status: &str, key: &str) -> io::Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .ok_or_else(|| io::Error::other(format!("no {key} in /proc")))
}
