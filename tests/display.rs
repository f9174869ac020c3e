//! What is drawn follows the terminal: without colours, in ASCII, in a locale without UTF-8, on a light or a dark background;
//! and in every one of these modes it says the same, in the same columns.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "display/columns.rs"]
mod columns;
#[path = "display/confirming.rs"]
mod confirming;
#[path = "display/meanings.rs"]
mod meanings;
#[path = "display/modes.rs"]
mod modes;
#[path = "display/people.rs"]
mod people;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/story.rs"]
mod story;
#[cfg(feature = "sandbox")]
#[path = "display/terminal.rs"]
mod terminal;
