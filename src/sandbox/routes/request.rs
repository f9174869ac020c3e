//! What every route below a user begins with: who asks, and which client and user the path names.

use std::sync::{Arc, MutexGuard};

use axum::extract::FromRequestParts;
use axum::extract::path::Path;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Reader;
use crate::sandbox::model::user::User;
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;
use crate::sandbox::world::World;

/// A request about one user, or about something of that user's.
pub(super) struct UserRequest {
    /// Proven, but not asked for any right yet.
    pub caller: Caller,
    shared: Arc<Shared>,
    path: UserPath,
}

/// The user named in a path, by external IDs.
#[derive(Deserialize)]
struct UserPath {
    client: String,
    user: String,
}

/// The credential named in a path, by its external ID.
#[derive(Deserialize)]
pub(super) struct CredentialPath {
    pub credential: String,
}

impl FromRequestParts<Arc<Shared>> for UserRequest {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, shared).await?;
        let path = Path::from_request_parts(parts, shared).await;
        let Path(path) = path.map_err(|not_text| Refusal::malformed(not_text.to_string()))?;
        Ok(Self { caller, shared: Arc::clone(shared), path })
    }
}

impl UserRequest {
    /// All that the server knows; nobody else reads or writes until the guard is dropped.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    /// The user of the path, and whether the caller acts as administrator or as the user itself ([`Caller::user`]).
    pub fn user(&self, world: &World, rights: &[Right], self_service: SelfService) -> Result<(User, Reader), Refusal> {
        self.caller.user(world, &self.path.client, &self.path.user, rights, self_service)
    }
}
