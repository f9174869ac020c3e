//! No character that a terminal obeys, or that nobody sees, reaches a terminal: every code point and a hundred thousand
//! random strings, through every screen and everything that is printed, each character in the columns that were counted.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stdout, reason = "the counts of a campaign")]

#[path = "characters/clusters.rs"]
mod clusters;
#[path = "characters/every.rs"]
mod every;
#[path = "characters/judge.rs"]
mod judge;
#[path = "characters/narrow.rs"]
mod narrow;
#[path = "characters/outside.rs"]
mod outside;
#[path = "characters/scenes.rs"]
mod scenes;
#[path = "characters/screens.rs"]
mod screens;
#[path = "characters/stage.rs"]
mod stage;
#[path = "support/story.rs"]
mod story;
#[path = "characters/stream.rs"]
mod stream;
#[path = "characters/texts.rs"]
mod texts;
#[path = "characters/tour.rs"]
mod tour;
