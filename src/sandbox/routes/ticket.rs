//! The ticket ("get-ticket", "update-ticket", "regenerate-ticket").

use super::answer::Answered;
use super::credentials::{self, CHANGE, VIEW};
use super::request::UserRequest;
use crate::sandbox::body::Json;
use crate::sandbox::caller::SelfService;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation::CredentialPatch;

pub(super) async fn get(request: UserRequest) -> Answered {
    credentials::read(&request, &VIEW, SelfService::Allowed, Kind::Ticket, None)
}

pub(super) async fn patch(request: UserRequest, Json(patch): Json<CredentialPatch>) -> Answered {
    credentials::update(&request, &CHANGE, Kind::Ticket, patch)
}

pub(super) async fn reset(request: UserRequest) -> Answered {
    credentials::regenerate(&request, &CHANGE, Kind::Ticket)
}
