//! What credentials of all types have in common on the wire: the list ("get-credentials"), the vocabulary of reasons
//! ("get-cred-state-change-reasons"), and how one of them is read, updated and regenerated where no type differs. Which
//! rights that takes, the routes say.

use axum::response::Response;
use serde_json::json;

use super::answer::{self, Answered};
use super::request::UserRequest;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::{Credential, Kind};
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::paging::PageRequest;
use crate::sandbox::rights::Right;

/// What reading a credential needs.
pub(super) const VIEW: [Right; 1] = [Right::CredentialView];
/// What a change to a credential needs.
pub(super) const CHANGE: [Right; 2] = [Right::CredentialModify, Right::CredentialView];

/// The reasons by their published names.
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

pub(super) async fn list(request: UserRequest, page: PageRequest) -> Answered {
    let world = request.world();
    let (user, _) = request.user(&world, &VIEW, SelfService::Allowed)?;
    let page = page.cut(world.credentials(&user).into_iter(), |credential| (&credential.ext_id, credential.created));
    Ok(answer::list(page, Credential::wire_in_list))
}

/// Needs no right.
pub(super) async fn reasons(_caller: Caller) -> Response {
    answer::ok(&json!({ "items": REASONS }))
}

/// GET of one credential, by its external ID or, where a user has one of the type at most, by the type alone. Answers
/// with the stored form of the value: a hash, or the card.
pub(super) fn read(
    request: &UserRequest,
    rights: &[Right],
    self_service: SelfService,
    kind: Kind,
    ext_id: Option<&str>,
) -> Answered {
    let world = request.world();
    let (user, reader) = request.user(&world, rights, self_service)?;
    Ok(answer::ok(&world.credential(&user, kind, ext_id)?.wire(reader)))
}

/// PATCH of a PUK, a temporary strong password or a ticket; not for the owner. Answers with the changed credential.
pub(super) fn update(request: &UserRequest, rights: &[Right], kind: Kind, patch: CredentialPatch) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, rights, SelfService::Refused)?;
    require_state_right(&request.caller, &patch)?;
    let credential = operation::credential_to_update(&mut world, &user, kind, None, &patch)?;
    let updated = operation::update(&mut world, &user, credential, patch, None)?;
    Ok(answer::ok(&updated.wire(reader)))
}

/// Reset of a PUK or a ticket; not for the owner. Answers with the new value: in plain if the policy exposes it, else
/// as it is stored.
pub(super) fn regenerate(request: &UserRequest, rights: &[Right], kind: Kind) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, rights, SelfService::Refused)?;
    let (credential, plain) = operation::reset(&mut world, &user, kind)?;
    let shown = plain.as_deref().unwrap_or(&credential.value);
    Ok(answer::ok(&credential.wire_with_value(shown, reader)))
}

/// Naming a state needs a right of its own ("create-puk" says so for creation).
pub(super) fn require_state_right(caller: &Caller, patch: &CredentialPatch) -> Result<(), Refusal> {
    if patch.state_name.is_some() { caller.require(&[Right::CredentialChangeState]) } else { Ok(()) }
}
