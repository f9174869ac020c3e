//! `credesk --plain`: the whole job as numbered questions, through the real binary, over pipes and on a terminal, against a real
//! server and a real journal.
//!
//! What holds for every run, [`place::Said::new`] checks: no escape sequence or other control, nothing on standard error, no
//! line that is wider than it has to be. A longer campaign of random answers:
//! `CREDESK_PLAIN_RUNS=2000 cargo test --test plain random`.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "plain/answers.rs"]
mod answers;
#[path = "plain/begin.rs"]
mod begin;
#[path = "plain/ends.rs"]
mod ends;
#[path = "plain/found.rs"]
mod found;
#[path = "plain/operations.rs"]
mod operations;
#[path = "plain/place.rs"]
mod place;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "plain/talk.rs"]
mod talk;
#[path = "plain/told.rs"]
mod told;
#[path = "plain/transcript.rs"]
mod transcript;
