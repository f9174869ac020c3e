//! OTP cards ("get-otp", "replace-otp-secret").

use axum::extract::path::Path;
use serde::Deserialize;

use super::answer::{self, Answered};
use super::credentials::{self, CHANGE, VIEW};
use super::request::{CredentialPath, UserRequest};
use crate::sandbox::body::Json;
use crate::sandbox::caller::SelfService;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Kind;
use crate::sandbox::operation;

/// The body of a replacement. Here alone the version is text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement {
    modification_comment: Option<String>,
    version: Option<String>,
}

pub(super) async fn get(request: UserRequest, Path(named): Path<CredentialPath>) -> Answered {
    credentials::read(&request, &VIEW, SelfService::WithXToken, Kind::OtpCard, Some(&named.credential))
}

pub(super) async fn replace(
    request: UserRequest,
    Path(named): Path<CredentialPath>,
    Json(body): Json<Replacement>,
) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, &CHANGE, SelfService::WithXToken)?;
    let version = body.version.as_deref().map(read_version).transpose()?;
    let card = operation::replace(&mut world, &user, &named.credential, version, body.modification_comment)?;
    Ok(answer::ok(&card.wire(reader)))
}

/// A version in its shortest form: `7`, but not `07`, `+7` or ` 7`.
fn read_version(text: &str) -> Result<i32, Refusal> {
    let number = text.parse::<i32>().ok().filter(|number| number.to_string() == text);
    number.ok_or_else(|| Refusal::invalid(format!("version is not a number: {text}")))
}
