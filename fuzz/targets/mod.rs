//! What the fuzzer does with its bytes, one file a target: `check` takes any bytes, and panics where a promise is broken. It
//! says how far it got, zero where all was refused at once: seeds that get nowhere prove nothing.
//!
//! Called from two sides: by the fuzzer (`fuzz_targets/`), and by `cargo test --test fuzz_corpus`, which goes through the
//! corpus. Only what both of them have may be used: credesk without the sandbox, and few crates.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a finding")]

pub mod bodies;
pub mod configuration;
pub mod decoder;
pub mod journal;
pub mod json;
pub mod keys;
pub mod otp_card;
pub mod query;
pub mod refusals;
pub mod screens;
pub mod spelling;
#[path = "../../tests/support/story.rs"]
pub mod story;
pub mod tape;
pub mod terminal;

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]) -> usize);

/// All of them.
pub const ALL: [Target; 10] = [
    ("bodies", bodies::check),
    ("configuration", configuration::check),
    ("decoder", decoder::check),
    ("journal", journal::check),
    ("keys", keys::check),
    ("otp_card", otp_card::check),
    ("query", query::check),
    ("refusals", refusals::check),
    ("screens", screens::check),
    ("spelling", spelling::check),
];
