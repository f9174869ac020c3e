//! `credesk doctor`: the binary against a real sandbox, and against everything that can be wrong.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/nested_tmux.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod nested_tmux;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
mod support;
#[path = "support/tls_server.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod tls_server;

#[path = "doctor/place.rs"]
mod place;
#[path = "doctor/server.rs"]
mod server;
#[path = "doctor/surroundings.rs"]
mod surroundings;
