//! Paper: how a sheet is written, and how it gets to a queue, a file or the terminal's printer.
//!
//! Everything is made in memory. Never a temporary file, never a secret in an argument or a job's title.

pub mod facts;
pub mod file;
pub mod font;
pub mod letter;
pub mod media;
pub mod pdf;
pub mod queue;
pub mod text;
pub mod value;
mod wrap;

use crate::domain::sheet::Addressee;
use crate::text::SafeText;

/// The characters of a name, a login ID and an address that the fonts lack: boxes on paper, each told once.
pub fn undrawable(to: &Addressee) -> Vec<char> {
    let lines = to.address.iter().map(SafeText::as_str);
    let all: Vec<&str> = [to.name.as_str(), to.login_id.shown().as_str()].into_iter().chain(lines).collect();
    font::undrawable(&all.join(" "))
}
