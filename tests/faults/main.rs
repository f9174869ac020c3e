//! The fault campaign: every operation against every fault in every phase, on real sockets, counted at the server.
//!
//! `CREDESK_FAULTS=n` runs so many schedules, `CREDESK_FAULT=seed` runs one again and prints the server's log.
//!
//! | file | what it is |
//! | --- | --- |
//! | `op.rs` | the operations and credentials, by the published names |
//! | `script.rs` | what goes wrong, as data, and what must be said of it |
//! | `schedule.rs` | the generator: a seed becomes an operation and a script |
//! | `world.rs` | one user's credentials: changes, readings, counts, log |
//! | `http.rs`, `wire.rs`, `tls.rs`, `spoil.rs` | requests and answers as bytes, connections and how they end |
//! | `place.rs`, `connection.rs`, `door.rs`, `server.rs` | the server: many schedules at the same time |
//! | `scripts_hold.rs` | the server tested with plain sockets |
//! | `client.rs` | the driver of the API client alone |
//! | `seat.rs`, `operator.rs` | the whole console without a terminal, and the hands at its keys |
//! | `account.rs` | what the operator was told |
//! | `judge.rs`, `campaign.rs` | what was told held against what is true; many at the same time, and the counts |
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a failed unwrap is a failed test")]
#![allow(dead_code, reason = "the shared profile helper has more than is needed here")]

mod account;
mod campaign;
mod client;
mod connection;
mod door;
mod http;
mod judge;
mod op;
mod operator;
mod place;
#[path = "../support/profile.rs"]
mod profile;
mod schedule;
mod script;
mod scripts_hold;
mod seat;
mod server;
mod spoil;
mod tls;
mod wire;
mod world;
