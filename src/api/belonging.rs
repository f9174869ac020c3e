//! Whether an answer is about whom and what was asked for. If not, nothing of it may be shown.

use super::error::ApiError;
use super::wire::credential::WireCredential;
use super::wire::quoted;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::fault::Fault;
use crate::domain::id::{CredentialId, UserRef};

/// What was asked for.
pub struct Asked<'a> {
    pub user: &'a UserRef,
    /// The credential, where the address named one.
    pub id: Option<&'a CredentialId>,
    pub kind: CredentialKind,
}

impl Asked<'_> {
    /// The credential of a change's answer. Here the address proves nothing: `{}`, or an error that came with 200, would
    /// pass for a change that was carried out. So the answer itself must say whose and which credential it is about.
    pub fn take_named(self, wire: WireCredential) -> Result<Credential, ApiError> {
        let told = |id: &Option<String>| id.as_deref().is_some_and(|id| !id.is_empty());
        let named = told(&wire.user_ext_id) && (self.id.is_none() || told(&wire.ext_id)) && !wire.tells_of_errors();
        let credential = self.take(wire)?;
        if named { Ok(credential) } else { Err(ApiError::Answer(Fault::NoOwner)) }
    }

    /// The credential of an answer, if it is the one that was asked for.
    pub fn take(self, wire: WireCredential) -> Result<Credential, ApiError> {
        same_user(self.user, &wire)?;
        if let Some(id) = self.id {
            same(id.as_str(), wire.ext_id.as_deref())?;
        }
        match wire.named_kind() {
            // A word that is not published says nothing against it; another published type does.
            None | Some(CredentialKind::Other(_)) => {}
            Some(named) => same(self.kind.as_str(), Some(named.as_str()))?,
        }
        Ok(wire.into_domain(self.kind))
    }
}

/// Refuses a credential of another user.
pub fn same_user(asked: &UserRef, wire: &WireCredential) -> Result<(), ApiError> {
    same(asked.user.as_str(), wire.user_ext_id.as_deref())
}

/// Refuses another name than the one asked for. An answer without it passes here: the address named it.
pub fn same(asked: &str, got: Option<&str>) -> Result<(), ApiError> {
    match got {
        Some(got) if got != asked && !got.is_empty() => {
            Err(ApiError::Answer(Fault::Foreign { asked: quoted(asked), got: quoted(got) }))
        }
        _ => Ok(()),
    }
}
