//! `credesk otp print` through the real binary, against a real server, a real CUPS and a real journal.
//!
//! What holds for every run, [`desk::Desk::run`] checks: the server is asked and never changed, nothing of a card or a
//! token stands on standard error or in the journal, nothing there moves a terminal, and the journal is as it was written.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/cups.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod cups;
#[path = "support/print_desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/mount.rs"]
mod mount;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "otp_print/places.rs"]
mod places;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "otp_print/queues.rs"]
mod queues;
#[path = "support/raw_server.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod raw_server;
#[path = "otp_print/refused.rs"]
mod refused;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
#[path = "otp_print/sheet.rs"]
mod sheet;
#[path = "otp_print/usage.rs"]
mod usage;
#[path = "otp_print/whose.rs"]
mod whose;
