//! The ticket ("get-ticket", "update-ticket", "regenerate-ticket").

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::credentials::{self, CHANGE};
use super::{OfUser, answer};
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::{Kind, Reader};
use crate::sandbox::operation::{self, CredentialPatch};
use crate::sandbox::server::Shared;

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
) -> Result<Response, Refusal> {
    credentials::read(&shared.world(), &caller, &target, Kind::Ticket, None, SelfService::Allowed)
}

pub(super) async fn patch(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
    Json(patch): Json<CredentialPatch>,
) -> Result<Response, Refusal> {
    credentials::update(&mut shared.world(), &caller, &target, Kind::Ticket, patch)
}

pub(super) async fn reset(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
) -> Result<Response, Refusal> {
    let mut world = shared.world();
    let (user, _) = caller.user(&world, &target.client, &target.user, &CHANGE, SelfService::Refused)?;
    let (ticket, plain) = operation::reset(&mut world, &user, Kind::Ticket)?;
    let shown = plain.unwrap_or_else(|| ticket.value.clone());
    Ok(answer::ok(&ticket.wire_with_value(&shown, Reader::Administrator)))
}
