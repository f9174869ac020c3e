//! The caller about itself ("get-caller-user-info", "get-caller-user-permissions") and the step-up token
//! ("generate-bearer-token").

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::answer::{self, Answered};
use crate::sandbox::body::Json;
use crate::sandbox::caller::Caller;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::{Kind, State as CredentialState};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;
use crate::sandbox::{digest, xtoken};

/// The body of "generate-bearer-token", whose members are those of RFC 6749, section 4.3.2.
#[derive(Deserialize)]
pub(super) struct TokenRequest {
    username: Option<String>,
    password: Option<String>,
    grant_type: Option<String>,
}

pub(super) async fn token(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Json(request): Json<TokenRequest>,
) -> Answered {
    if request.grant_type.as_deref() != Some("password") {
        return Err(Refusal::malformed("grant_type must be password"));
    }
    caller.require(&[Right::SelfAdmin])?;
    let world = shared.world();
    let stored = world.credential(&caller.user, Kind::Password, None).ok();
    let proven = stored.is_some_and(|stored| {
        request.username.as_deref() == Some(&caller.user.details.login_id)
            && stored.state == CredentialState::Active
            && request.password.is_some_and(|password| digest::matches(&password, &stored.value))
    });
    if !proven {
        return Err(Refusal::step_up("Login ID or password is wrong"));
    }
    let token = xtoken::issue(world.seed, &caller.user.ext_id, world.now())
        .map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "errors.fatalError", error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (PRAGMA, HeaderValue::from_static("no-cache")),
    ];
    let body = json!({ "access_token": token, "token_type": "bearer" });
    Ok((headers, body.to_string()).into_response())
}

pub(super) async fn me(State(shared): State<Arc<Shared>>, caller: Caller) -> Answered {
    caller.require(&[Right::SelfAdmin])?;
    let user = &caller.user;
    let world = shared.world();
    let client = world.client(&user.client_ext_id)?;
    Ok(answer::ok(&json!({
        "userExtId": user.ext_id,
        "loginId": user.details.login_id,
        "fullName": user.full_name(),
        "email": user.details.contacts.email.as_deref().unwrap_or_default(),
        "displayLanguageCode": user.details.language_code,
        "clientExtId": client.ext_id,
        "clientName": client.name,
        "profileExtId": format!("profile-{}", user.ext_id),
        "unitExtId": user.unit().map(unit_ext_id).unwrap_or_default(),
    })))
}

pub(super) async fn permissions(caller: Caller) -> Response {
    let held = Right::ALL.into_iter().filter(|right| caller.may(*right));
    let names: Vec<String> = held.map(|right| format!("AccessControl.{}", right.name())).collect();
    answer::ok(&json!({ "elementaryPermissions": names }))
}

/// Units are no records here, only names; an external ID is made of the name.
fn unit_ext_id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
