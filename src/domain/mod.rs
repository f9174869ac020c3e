//! Facts and rules of the helpdesk's work with nevisIDM: no I/O, no serde, no async, no terminal.
//!
//! Besides `secret` and `text` it may name two outside types, `jiff::Timestamp` and `jiff::SignedDuration`, as plain values.

pub mod case;
pub mod credential;
pub mod device_password;
pub mod digest;
pub mod doubt;
pub mod edit;
pub mod evidence;
pub mod fault;
pub mod id;
pub mod life;
pub mod operation;
pub mod otp_card;
pub mod policy;
pub mod problem;
pub mod receipt;
pub mod record;
pub mod rights;
pub mod search;
pub mod user;
pub mod when;
pub mod write;
