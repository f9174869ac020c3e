//! What credentials of all types have in common on the wire: the list ("get-credentials"), the vocabulary of reasons
//! ("get-cred-state-change-reasons"), and the way GET and PATCH go for one of them.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::json;

use super::{OfUser, answer};
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::clock::Moment;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::{Credential, Kind, Reader};
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::paging::{Listed, PageRequest, Parameters};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;
use crate::sandbox::world::World;

/// What a change to a credential needs.
pub(super) const CHANGE: [Right; 2] = [Right::CredentialModify, Right::CredentialView];

const REASONS: [&str; 15] = [
    "customized-reason-code",
    "initialized",
    "activated",
    "too-many-login-failures",
    "reset-by-admin",
    "changed-by-admin",
    "changed-by-user",
    "logged-in-with-strong-cred",
    "cert-uploaded",
    "policy-check-failed",
    "renewal",
    "reset",
    "cert-revoked",
    "unlock",
    "changed-by-batchjob",
];

impl Listed for Credential {
    fn ext_id(&self) -> &str {
        &self.ext_id
    }

    fn created(&self) -> Moment {
        self.created
    }
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let page = PageRequest::new(&parameters)?;
    let world = shared.world();
    let rights = [Right::CredentialView];
    let (user, _) = caller.user(&world, &target.client, &target.user, &rights, SelfService::Allowed)?;
    let page = page.cut(world.credentials(&user).into_iter());
    Ok(answer::list(page.map(|credential| credential.wire_in_list())))
}

pub(super) async fn reasons(_caller: Caller) -> Response {
    answer::ok(&json!({ "items": REASONS }))
}

pub(super) fn read(
    world: &World,
    caller: &Caller,
    target: &OfUser,
    kind: Kind,
    ext_id: Option<&str>,
    self_service: SelfService,
) -> Result<Response, Refusal> {
    let (user, reader) = caller.user(world, &target.client, &target.user, &[Right::CredentialView], self_service)?;
    Ok(answer::ok(&world.credential(&user, kind, ext_id)?.wire(reader)))
}

/// PATCH of a PUK, a temporary strong password or a ticket.
pub(super) fn update(
    world: &mut World,
    caller: &Caller,
    target: &OfUser,
    kind: Kind,
    patch: CredentialPatch,
) -> Result<Response, Refusal> {
    let (user, _) = caller.user(world, &target.client, &target.user, &CHANGE, SelfService::Refused)?;
    require_state_right(caller, &patch)?;
    let credential = operation::credential_to_update(world, &user, kind, None, &patch)?;
    let updated = operation::update(world, &user, credential, patch, None)?;
    Ok(answer::ok(&updated.wire(Reader::Administrator)))
}

/// Naming a state needs a right of its own ("create-puk" says so for creation).
pub(super) fn require_state_right(caller: &Caller, patch: &CredentialPatch) -> Result<(), Refusal> {
    if patch.state_name.is_some() { caller.require(&[Right::CredentialChangeState]) } else { Ok(()) }
}
