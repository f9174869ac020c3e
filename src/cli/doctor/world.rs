//! What the checks look at: the profile and its server. What several checks need is asked once, by whoever comes first.
//!
//! Sends readings alone, and the token to the profile's server alone.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::configuration::Loaded;
use crate::api::{ApiClient, Probe, TokenFacts};
use crate::config::Profile;
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;
use crate::domain::user::Caller;

/// A reading has at most so long, whatever the profile allows: somebody waits for the whole report.
const LONGEST_READING: Duration = Duration::from_secs(10);

/// Why the server was not asked, or gave no answer.
#[derive(Debug, Clone, Copy)]
pub enum NotAsked<'a> {
    /// There is no profile to ask with.
    NoProfile,
    /// There is no way to the server.
    NoServer(&'a Problem),
    /// There is no token.
    NoToken(&'a Problem),
    /// nevisIDM does not accept the token.
    SignedOut,
}

impl NotAsked<'_> {
    /// Why, as the end of a sentence.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NoProfile => "there is no profile to ask with",
            Self::NoServer(_) => "the server cannot be asked",
            Self::NoToken(_) => "there is no token",
            Self::SignedOut => "nevisIDM does not accept the token",
        }
    }
}

/// What the checks look at.
pub struct World {
    /// What became of the configuration.
    pub loaded: Loaded,
    /// When this began.
    pub now: Timestamp,
    client: Option<ApiClient>,
    probe: OnceCell<Result<Probe, Problem>>,
    token: OnceCell<Result<TokenFacts, Problem>>,
    rights: OnceCell<Result<Rights, Problem>>,
    caller: OnceCell<Result<Caller, Problem>>,
}

impl World {
    /// One in which nothing was asked yet.
    pub fn new(loaded: Loaded, now: Timestamp) -> Self {
        let client = loaded.profile.as_ref().map(|profile| {
            ApiClient::asking_once(&Profile {
                read_timeout: profile.read_timeout.min(LONGEST_READING),
                connect_timeout: profile.connect_timeout.min(LONGEST_READING),
                ..profile.clone()
            })
        });
        let (probe, token, rights, caller) = <_>::default();
        Self { loaded, now, client, probe, token, rights, caller }
    }

    /// The profile, where there is one.
    pub fn profile(&self) -> Option<&Profile> {
        self.loaded.profile.as_ref()
    }

    /// Where the journal lies, as far as that is known.
    pub fn journal(&self) -> Option<PathBuf> {
        self.loaded.journal.clone()
    }

    fn client(&self) -> Result<&ApiClient, NotAsked<'_>> {
        self.client.as_ref().ok_or(NotAsked::NoProfile)
    }

    /// What the server does when it is asked without a token.
    pub async fn probe(&self) -> Result<&Probe, NotAsked<'_>> {
        let client = self.client()?;
        self.probe.get_or_init(|| client.probe()).await.as_ref().map_err(NotAsked::NoServer)
    }

    /// The facts of the token.
    pub async fn token(&self) -> Result<&TokenFacts, NotAsked<'_>> {
        let client = self.client()?;
        self.token.get_or_init(|| client.token_facts()).await.as_ref().map_err(NotAsked::NoToken)
    }

    /// What the caller may do, and who it is, as the server says with this token.
    pub async fn signed_in(&self) -> Result<SignedIn<'_>, NotAsked<'_>> {
        self.token().await?;
        self.probe().await?;
        let client = self.client()?;
        let (rights, caller) =
            tokio::join!(self.rights.get_or_init(|| client.rights()), self.caller.get_or_init(|| client.caller()));
        let refused = |problem: &Problem| problem.fault == Some("signed-out");
        if rights.as_ref().is_err_and(refused) || caller.as_ref().is_err_and(refused) {
            return Err(NotAsked::SignedOut);
        }
        Ok(SignedIn { client, rights, caller })
    }
}

/// What the server says of the caller.
#[derive(Clone, Copy)]
pub struct SignedIn<'a> {
    /// For further readings.
    pub client: &'a ApiClient,
    /// What the caller may do.
    pub rights: &'a Result<Rights, Problem>,
    /// Who the caller is.
    pub caller: &'a Result<Caller, Problem>,
}
