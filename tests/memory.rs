//! No copy of a secret stays in memory: all of the memory of the real binary is looked through while it works, for every form
//! that a secret can have there.
//!
//! The process lets itself be read by nobody but root, so these tests need root; elsewhere they are left out by name.
//! `CREDESK_REQUIRE=memory` makes that a failure.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "memory/needles.rs"]
mod needles;
#[path = "memory/outsiders.rs"]
mod outsiders;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "memory/place.rs"]
mod place;
#[path = "memory/planted.rs"]
mod planted;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "memory/scan.rs"]
mod scan;
#[path = "memory/tap.rs"]
mod tap;
#[path = "memory/tokens.rs"]
mod tokens;
#[path = "memory/values.rs"]
mod values;

/// Whether this may read the memory of a process that lets nobody: the capability `CAP_SYS_PTRACE` (capabilities(7)), which
/// root may lack in a container.
fn may_look() -> bool {
    const CAP_SYS_PTRACE: u64 = 19;
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let held = status.lines().find_map(|line| line.strip_prefix("CapEff:")).unwrap().trim();
    parts::is_there("memory", u64::from_str_radix(held, 16).unwrap() >> CAP_SYS_PTRACE & 1 == 1)
}
