//! Changes without a screen: what a command, a batch or plain questions ask for goes through the same operation, journal,
//! rules and sentences as in the console.
//!
//! ```text
//! Office::open     who is signed in, what that person may do
//! Office::look     a user with all credentials                                        readings
//! Office::draft    rules, open cases, baseline; or why it cannot be done               readings
//! Office::send     intent on the disk, ONE request, outcome on the disk, one reading that verifies;
//!                  a lost answer is settled by readings until there is a verdict
//! Office::send_then    the same, and a value is told of before anything is read: it waits for nothing
//! Office::tell     what became of the value                                            journal
//! ```
//!
//! Draws nothing and asks nobody: who confirms, and where a value goes, is up to the caller (`cli`). One change at a time.

mod cases;
mod draft;
mod interrupt;
mod office;
mod outcome;
mod send;

pub use draft::{Draft, Objection, Wanted};
pub use interrupt::Interrupt;
pub use office::{Office, Page, Standing};
pub use outcome::{Carried, Outcome, Unsettled};
pub use send::{Held, Progress};
