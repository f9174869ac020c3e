//! What the commands put out for programs, as JSON. Its shape is published: `assets/schema/output.schema.json`.
//!
//! Each command puts out one object. Texts of the server stand there as credesk draws them, so that they can be shown as
//! they are; IDs stand there as the server has them, and are to be sent back, not drawn (`loginIdShown` is). A value is
//! added by `value` alone, in memory that is wiped.

pub mod batch;
mod case;
mod change;
mod credential;
pub mod doctor;
mod found;
mod print;
mod user;
pub mod value;

use serde::Serialize;

pub use change::{Became, Change, card, change};
pub use found::{Found, found};
pub use print::print;
pub use user::{Offer, Shown, shown};

/// What kept a command from its job, one sentence a line, and the exit code that goes with it.
pub fn error(sentences: &str, exit: u8) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        kind: &'static str,
        error: Problem<'a>,
    }
    #[derive(Serialize)]
    struct Problem<'a> {
        sentences: Vec<&'a str>,
        exit: u8,
    }
    text(&Document { kind: "error", error: Problem { sentences: sentences.lines().collect(), exit } })
}

/// One line. Nothing here can fail to be written as JSON: names of fields are texts, and numbers are whole.
fn text(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap_or_default()
}
