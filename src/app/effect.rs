//! What to do: data that the runtime carries out, and that a test compares.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::credential::CredentialKind;
use crate::domain::device_password::Rules;
use crate::domain::id::{ClientId, CredentialId, LoginId, UserRef};
use crate::domain::operation::Order;
use crate::domain::record::{Event, OperationId};
use crate::domain::search::SearchText;
use crate::domain::sheet::{Addressee, PrintOrder};
use crate::secret::Secret;

/// The number of a call. A reply is taken only by the state that waits for its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// The number of a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimerId(pub u64);

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read something from the server.
    Read(CallId, Read),
    /// Write the intent into the journal; then, and only then, change something on the server: one request, awaited even
    /// when the program ends. What became of it goes into the journal too.
    Write(CallId, Box<Order>),
    /// Tell the journal what happened to an operation.
    Record(OperationId, Event),
    /// Forget a reading that is on its way. Never used on a write.
    Cancel(CallId),
    /// Exchange the operator's password for an X-Token.
    SignIn(CallId, LoginId, Secret),
    /// Find out whether whoever sits there is who used the console before.
    Unlock(CallId, Proof),
    /// Forget that a self-admin has signed in.
    ForgetXToken,
    /// Make a password that keeps the rules.
    Generate(CallId, Rules),
    /// Write the print into the journal; then, and only then, print.
    Print(CallId, Box<PrintOrder>),
    /// Send a value to the clipboard of the operator's terminal.
    Clip(CallId, Arc<Secret>),
    /// Empty that clipboard.
    EmptyClipboard,
    /// Send [`Msg::Timer`](crate::app::msg::Msg::Timer) after this long.
    Timer(TimerId, Duration),
    /// End this session as [`Effect::Quit`] does, and begin one with the profile at this place.
    Switch(usize),
    /// Draw everything anew.
    Redraw,
    /// End. Writes on their way are awaited first.
    Quit,
}

/// By what somebody is recognised.
#[derive(Debug, PartialEq, Eq)]
pub enum Proof {
    /// A token that `token_command` prints anew; where it is known who used the console before, it must be that person's.
    Token(Option<LoginId>),
    /// That person's password.
    Password(LoginId, Secret),
}

/// A reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Who is signed in.
    Caller,
    /// What the operator may do.
    Rights,
    /// The clients that the operator sees.
    Clients,
    /// A page of the query service's hits.
    Search {
        /// What was typed.
        text: SearchText,
        /// Offset of the first row.
        from: usize,
    },
    /// A page of a client's users with this login ID.
    ClientUsers {
        /// The client.
        client: ClientId,
        /// What was typed.
        login_id: SearchText,
        /// Offset of the first row.
        from: usize,
    },
    /// A user.
    User(UserRef),
    /// A user's credentials.
    Credentials(UserRef),
    /// How one credential stands, with what tells whether it was changed.
    Evidence {
        /// Whose.
        at: UserRef,
        /// What kind.
        kind: CredentialKind,
        /// Which one, where it has an external ID.
        id: Option<CredentialId>,
    },
    /// The open cases of the journal. Asks no server.
    Cases,
    /// The last entries of the journal. Asks no server.
    Audit,
    /// Who else keeps what is shown. Asks no server.
    Watchers,
    /// A client's policies.
    Policies(ClientId),
    /// An OTP card with its cells.
    Card(UserRef, CredentialId),
    /// Where a sheet can be printed, and which characters of its head the font lacks. Asks no server.
    Printers(Box<Addressee>),
}
