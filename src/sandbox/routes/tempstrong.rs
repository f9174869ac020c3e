//! The temporary strong password ("get-temp-strong-password", "update-temp-strong-password",
//! "reset-temp-strong-password").

use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::answer::{self, Answered};
use super::credentials::{self, CHANGE, VIEW};
use super::request::UserRequest;
use crate::sandbox::body::Json;
use crate::sandbox::caller::SelfService;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation::{self, CredentialPatch};

pub(super) async fn get(request: UserRequest) -> Answered {
    credentials::read(&request, &VIEW, SelfService::Allowed, Kind::TempStrong, None)
}

pub(super) async fn patch(request: UserRequest, Json(patch): Json<CredentialPatch>) -> Answered {
    credentials::update(&request, &CHANGE, Kind::TempStrong, patch)
}

/// Unlike a PUK or a ticket: the owner may do it too, and what the policy does not expose is not answered at all.
pub(super) async fn reset(request: UserRequest) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, &CHANGE, SelfService::WithXToken)?;
    let (password, fragment) = operation::reset(&mut world, &user, Kind::TempStrong)?;
    Ok(match fragment {
        Some(fragment) => answer::ok(&password.wire_with_value(&fragment, reader)),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
