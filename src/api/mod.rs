//! The HTTP client of nevisIDM's REST API: readings and changes in, domain types and problems out.
//!
//! Promises kept here, and tested on a real socket: one change is one request, never repeated and never redirected;
//! only an error before the connection stood counts as "not sent"; the token goes to the configured server only; an
//! answer is used only when it is whole, says one thing, and is about the user that was asked for.
//!
//! Knows nothing of screens, of timers or of what happens next.

mod answer;
mod auth;
mod belonging;
pub mod bodies;
mod certificate;
mod credentials;
mod error;
mod evidence;
mod exposure;
mod family;
pub mod files;
mod policies;
mod principal;
mod private_file;
mod probe;
mod refusal;
mod renewal;
mod resets;
mod search_expression;
mod strict_json;
mod tls;
mod token_facts;
mod token_source;
mod token_text;
mod transport;
mod transport_error;
mod users;
mod verifier;
mod wire;

use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::config::Profile;
use auth::Auth;
pub use evidence::comment_fingerprint;
pub use exposure::PageSeen;
pub use private_file::{check_folder_of, check_secret, check_trusted};
pub use probe::Probe;
pub use search_expression::expression as search_expression;
pub use token_facts::{TokenFacts, TokenKind};
pub use verifier::Chain;

/// A client for one profile. Several readings may run side by side; every request opens a connection of its own.
///
/// Every method may be dropped while it waits: a reading is then given up, but not the fetching of the token, which later
/// requests need too. A change must be awaited, for nobody can take it back.
#[derive(Debug)]
pub struct ApiClient {
    profile: Arc<Profile>,
    auth: Auth,
    http: OnceCell<reqwest::Client>,
    /// The token is fetched once, whatever the server says of it.
    asks_once: bool,
}

impl ApiClient {
    /// A client that has done nothing yet: no file is read and no connection made before the first request.
    pub fn new(profile: &Profile) -> Self {
        let profile = Arc::new(profile.clone());
        Self { auth: Auth::new(Arc::clone(&profile)), profile, http: OnceCell::new(), asks_once: false }
    }

    /// The same for somebody who only looks around: a reading that meets 401 neither drops the token nor has another one
    /// fetched, so that `token_command` runs once where it succeeds.
    pub fn asking_once(profile: &Profile) -> Self {
        Self { asks_once: true, ..Self::new(profile) }
    }
}
