//! The PUK ("update-puk", "regenerate-puk"). No page tells of reading one, so GET is refused with 405.

use super::answer::Answered;
use super::credentials::{self, CHANGE};
use super::request::UserRequest;
use crate::sandbox::body::Json;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation::CredentialPatch;

pub(super) async fn patch(request: UserRequest, Json(patch): Json<CredentialPatch>) -> Answered {
    credentials::update(&request, &CHANGE, Kind::Puk, patch)
}

pub(super) async fn reset(request: UserRequest) -> Answered {
    credentials::regenerate(&request, &CHANGE, Kind::Puk)
}
