//! OTP cards ("get-otp", "replace-otp-secret").

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::credentials::{self, CHANGE};
use super::{OfCredential, OfUser, answer};
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation;
use crate::sandbox::server::Shared;

/// Here alone the version is text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replace {
    modification_comment: Option<String>,
    version: Option<String>,
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfCredential,
) -> Result<Response, Refusal> {
    let OfCredential { client, user, credential } = target;
    let of_user = OfUser { client, user };
    let kind = Kind::OtpCard;
    credentials::read(&shared.world(), &caller, &of_user, kind, Some(&credential), SelfService::WithXToken)
}

pub(super) async fn replace(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfCredential,
    Json(request): Json<Replace>,
) -> Result<Response, Refusal> {
    let mut world = shared.world();
    let (user, reader) = caller.user(&world, &target.client, &target.user, &CHANGE, SelfService::WithXToken)?;
    let version = request.version.as_deref().map(read_version).transpose()?;
    let card = operation::replace(&mut world, &user, &target.credential, version, request.modification_comment)?;
    Ok(answer::ok(&card.wire(reader)))
}

/// A version in its shortest form: `7`, but not `07`, `+7` or ` 7`.
fn read_version(text: &str) -> Result<i32, Refusal> {
    let number = text.parse::<i32>().ok().filter(|number| number.to_string() == text);
    number.ok_or_else(|| Refusal::invalid(format!("version is not a number: {text}")))
}
