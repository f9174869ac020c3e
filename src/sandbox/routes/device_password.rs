//! Device passwords ("update-device-password-1"). GET is in the overview of credential management without a page of its
//! own; it is imitated, for the version has to come from somewhere.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::credentials::{self, CHANGE};
use super::{OfCredential, OfUser, answer};
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::{Kind, Reader};
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::password_rules;
use crate::sandbox::server::Shared;
use crate::sandbox::value;

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfCredential,
) -> Result<Response, Refusal> {
    let OfCredential { client, user, credential } = target;
    let of_user = OfUser { client, user };
    let kind = Kind::DevicePassword;
    credentials::read(&shared.world(), &caller, &of_user, kind, Some(&credential), SelfService::Refused)
}

pub(super) async fn patch(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfCredential,
    Json(mut patch): Json<CredentialPatch>,
) -> Result<Response, Refusal> {
    let mut world = shared.world();
    let (user, _) = caller.user(&world, &target.client, &target.user, &CHANGE, SelfService::Refused)?;
    credentials::require_state_right(&caller, &patch)?;
    if patch.ext_id.as_deref() != Some(&target.credential) {
        return Err(Refusal::invalid("extId is required in the body, and must be the one in the path"));
    }
    let ext_id = Some(target.credential.as_str());
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
    Ok(answer::ok(&updated.wire(Reader::Administrator)))
}
