//! Sheets on paper, read back: every cell where its label says, every text on the page, fonts embedded, four languages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "paper/as_text.rs"]
mod as_text;
#[path = "paper/cards.rs"]
mod cards;
#[path = "paper/grid.rs"]
mod grid;
#[path = "support/pdf.rs"]
mod pdf;
#[path = "paper/poppler.rs"]
mod poppler;
#[path = "paper/sheets.rs"]
mod sheets;
#[path = "paper/slips.rs"]
mod slips;
