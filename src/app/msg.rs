//! What happened. The runtime makes messages; [`App::update`](crate::app::App::update) is the only one who takes them.
//!
//! No `Debug`: a message may carry what was typed into a password field, and messages never go into a log.

use std::time::Duration;

use jiff::Timestamp;
use tui_input::InputRequest;

use crate::app::action::Action;
use crate::app::effect::{CallId, TimerId};
use crate::domain::case::Listing;
use crate::domain::credential::Credential;
use crate::domain::evidence::Evidence;
use crate::domain::idle::Rest;
use crate::domain::noted::Noted;
use crate::domain::otp_card::{CardFault, OtpCard};
use crate::domain::policy::Policy;
use crate::domain::printing::{PrintFault, Printed, Queues};
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;
use crate::domain::search::{Page, SearchFailure};
use crate::domain::user::{Caller, Client, User, UserHit};
use crate::domain::watcher::Watcher;
use crate::domain::write::WriteAnswer;
use crate::secret::Secret;

/// What happened.
pub enum Msg {
    /// A key with a meaning.
    Action(Action),
    /// A key that edits the text field.
    Edit(InputRequest),
    /// Text was pasted.
    Paste(String),
    /// An answer to the call with this number.
    Reply(CallId, Box<Reply>),
    /// A problem that belongs to no screen: a line that the journal did not take, a clipboard that could not be emptied.
    Trouble(Problem),
    /// A timer ran out.
    Timer(TimerId),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// What `App` shows now is on the screen, all of it (`true`) or not. Only what is wholly there can be confirmed, and
    /// keys that came in the same batch as the opening of a confirmation do not count in it. (Keys that were read before
    /// its first frame are dropped by the runtime, which knows when a key was read.)
    Drawn(bool),
    /// Nobody has pressed a key for so long.
    Rest(Rest),
    /// The process is about to be stopped by job control.
    Stop,
    /// The program is to end: hang-up, termination.
    Shutdown,
}

/// An answer. Failures are already sentences.
pub enum Reply {
    /// Who is signed in.
    Caller(Result<Caller, Problem>),
    /// What the operator may do.
    Rights(Result<Rights, Problem>),
    /// The clients.
    Clients(Result<Vec<Client>, Problem>),
    /// A page of search results.
    Hits(Result<Page<UserHit>, SearchFailure>),
    /// A user.
    User(Result<User, Problem>),
    /// A user's credentials.
    Credentials(Result<Vec<Credential>, Problem>),
    /// A client's policies.
    Policies(Result<Vec<Policy>, Problem>),
    /// An OTP card.
    Card(Result<(Credential, Result<OtpCard, CardFault>), Problem>),
    /// How one credential stands.
    Evidence(Result<Evidence, Problem>),
    /// The open cases of the journal.
    Cases(Result<Listing, Problem>),
    /// The last entries of the journal, the newest first.
    Audit(Result<Vec<Noted>, Problem>),
    /// Who else keeps what is shown.
    Watchers(Vec<Watcher>),
    /// The intent of a write is on the disk since this moment; the request leaves now.
    Recorded(Timestamp),
    /// What became of a write, and how long after the request had left.
    Written(WriteAnswer, Duration),
    /// Where a sheet can be printed, and which characters of its head the font lacks.
    Printers(Result<Queues, Problem>, Vec<char>),
    /// What became of a print.
    Printed(Result<Printed, PrintFault>),
    /// Whether the value is on its way to the terminal's clipboard.
    Clipped(Result<(), Problem>),
    /// Whether the password was right.
    SignedIn(Result<(), Problem>),
    /// Whether whoever wants to unlock the console is who used it before.
    Unlocked(Result<(), Problem>),
    /// A new password, where the rules can be kept.
    Password(Option<Secret>),
}
