//! The temporary strong password ("get-temp-strong-password", "update-temp-strong-password",
//! "reset-temp-strong-password").

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::credentials::{self, CHANGE};
use super::{OfUser, answer};
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::server::Shared;

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
) -> Result<Response, Refusal> {
    credentials::read(&shared.world(), &caller, &target, Kind::TempStrong, None, SelfService::Allowed)
}

pub(super) async fn patch(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
    Json(patch): Json<CredentialPatch>,
) -> Result<Response, Refusal> {
    credentials::update(&mut shared.world(), &caller, &target, Kind::TempStrong, patch)
}

pub(super) async fn reset(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
) -> Result<Response, Refusal> {
    let mut world = shared.world();
    let (user, reader) = caller.user(&world, &target.client, &target.user, &CHANGE, SelfService::WithXToken)?;
    let (password, fragment) = operation::reset(&mut world, &user, Kind::TempStrong)?;
    Ok(match fragment {
        Some(fragment) => answer::ok(&password.wire_with_value(&fragment, reader)),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
