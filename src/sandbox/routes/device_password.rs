//! Device passwords ("update-device-password-1"). GET is in the overview of credential management without a page of its
//! own; it is imitated, for the version has to come from somewhere.

use axum::extract::path::Path;

use super::answer::{self, Answered};
use super::credentials::{self, CHANGE, VIEW};
use super::request::{CredentialPath, UserRequest};
use crate::sandbox::body::Json;
use crate::sandbox::caller::SelfService;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::password_rules;
use crate::sandbox::value;

pub(super) async fn get(request: UserRequest, Path(named): Path<CredentialPath>) -> Answered {
    credentials::read(&request, &VIEW, SelfService::Refused, Kind::DevicePassword, Some(&named.credential))
}

/// Unlike the other updates: the password itself can be sent, and is checked against the policy it will live under.
pub(super) async fn patch(
    request: UserRequest,
    Path(named): Path<CredentialPath>,
    Json(mut patch): Json<CredentialPatch>,
) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, &CHANGE, SelfService::Refused)?;
    credentials::require_state_right(&request.caller, &patch)?;
    if patch.ext_id.as_deref() != Some(&named.credential) {
        return Err(Refusal::invalid("extId is required in the body, and must be the one in the path"));
    }
    let ext_id = Some(named.credential.as_str());
    let credential = operation::credential_to_update(&mut world, &user, Kind::DevicePassword, ext_id, &patch)?;
    let hashed = match patch.password.take() {
        None => None,
        Some(password) => {
            let policy = patch.policy_ext_id.as_deref().or(credential.policy_ext_id.as_deref());
            let parameters = world.parameters(policy);
            password_rules::check(&password, &parameters)?;
            Some(value::hash(&password, &parameters, &mut world.rng_for(&credential)))
        }
    };
    let updated = operation::update(&mut world, &user, credential, patch, hashed)?;
    Ok(answer::ok(&updated.wire(reader)))
}
