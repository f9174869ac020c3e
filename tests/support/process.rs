//! What the kernel tells of a process: when it ends, and how much CPU time it took. Linux only.

use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::param::clock_ticks_per_second;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

/// CPU time that a process has taken so far, in user and in kernel mode, all threads together. Also of one that has ended
/// and is not reaped yet. Exact to a tick or two, of 10 ms each.
pub fn cpu(pid: Pid) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    // proc_pid_stat(5): utime and stime are the 14th and the 15th field; the second ends with the last bracket.
    let (_, rest) = stat.rsplit_once(')').unwrap();
    let ticks: u64 = rest.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 1000 / clock_ticks_per_second())
}

/// Waits until a process has ended. False: it has not, after so long.
pub fn ends_within(pid: Pid, patience: Duration) -> bool {
    // Without a process of this number it has ended, and somebody else has reaped it.
    let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else { return true };
    let patience = Timespec::try_from(patience).unwrap();
    poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&patience)).unwrap() > 0
}
