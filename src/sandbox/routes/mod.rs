//! The published paths and who answers them. What is not listed here is not imitated. One file per resource; `request`,
//! `answer` and `credentials` are what several of them have in common.

pub(super) mod answer;
mod clients;
mod credentials;
mod device_password;
mod otp;
mod policies;
mod principal;
mod puk;
mod query;
mod request;
mod tempstrong;
mod ticket;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::{get, patch, post};

use super::error::Refusal;
use super::server::Shared;

/// All routes; whatever else is asked for is refused in the core service's shape.
pub(super) fn router() -> Router<Arc<Shared>> {
    let user = "/nevisidm/api/core/v1/{client}/users/{user}";
    let of_user = |resource: &str| format!("{user}/{resource}");
    Router::new()
        .route("/nevisidm/api/principal/v1/token", post(principal::token))
        .route("/nevisidm/api/principal/v1/me", get(principal::me))
        .route("/nevisidm/api/principal/v1/permissions", get(principal::permissions))
        .route("/nevisidm/api/query/v1/users", get(query::users))
        .route("/nevisidm/api/core/v1/clients", get(clients::list))
        .route("/nevisidm/api/core/v1/clients/{client}/users", get(users::list))
        .route("/nevisidm/api/core/v1/clients/{client}/policies", get(policies::list))
        .route("/nevisidm/api/core/v1/{client}/policies/{policy}", get(policies::get))
        .route("/nevisidm/api/core/v1/system/credential-state-change-reasons", get(credentials::reasons))
        .route(user, get(users::get).patch(users::patch))
        .route(&of_user("credentials"), get(credentials::list))
        .route(&of_user("puk"), patch(puk::patch))
        .route(&of_user("puk/reset"), post(puk::reset))
        .route(&of_user("tempstrong-password"), get(tempstrong::get).patch(tempstrong::patch))
        .route(&of_user("tempstrong-password/reset"), post(tempstrong::reset))
        .route(&of_user("ticket"), get(ticket::get).patch(ticket::patch))
        .route(&of_user("ticket/reset"), post(ticket::reset))
        .route(&of_user("device-password/{credential}"), get(device_password::get).patch(device_password::patch))
        .route(&of_user("otp-credentials/{credential}"), get(otp::get))
        .route(&of_user("otp-credentials/{credential}/replace"), post(otp::replace))
        .fallback(no_such_path)
        .method_not_allowed_fallback(wrong_method)
}

async fn no_such_path(uri: Uri) -> Refusal {
    Refusal::no_record(format!("There is no resource {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Refusal {
    let message = format!("{method} is not allowed on {}", uri.path());
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "errors.invalidData", message)
}
