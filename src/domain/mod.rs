//! Facts and rules of the helpdesk's work with nevisIDM: no I/O, no serde, no async, no terminal.
//!
//! Besides `secret` and `text` it may name three outside types as plain values: `jiff::Timestamp`, `jiff::SignedDuration` and
//! `jiff::civil::Date`.

pub mod advice;
pub mod audit_prints;
pub mod audit_words;
pub mod batch;
pub mod case;
pub mod caution;
pub mod credential;
pub mod date;
pub mod device_password;
pub mod digest;
pub mod edit;
pub mod evidence;
pub mod fault;
pub mod finding;
pub mod hand_over;
pub mod id;
pub mod idle;
pub mod life;
pub mod look;
pub mod look_alike;
pub mod noted;
pub mod operation;
pub mod order;
pub mod otp_card;
pub mod permission;
pub mod policy;
pub mod printing;
pub mod prints;
pub mod problem;
pub mod receipt;
pub mod record;

pub mod rights;
pub mod search;
pub mod settling;
pub mod sheet;
pub mod spelling;
pub mod spoken;
pub mod ticket_reference;
pub mod user;
pub mod verdict;
pub mod watcher;
pub mod when;
pub mod words;
pub mod write;
