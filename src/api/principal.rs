//! The caller: who it is, what it may do, its clients, and the password check of self-administration.

use reqwest::{Method, StatusCode};
use serde::Serialize;

use super::ApiClient;
use super::answer::{Answer, wrong_shape};
use super::error::ApiError;
use super::wire::principal::{WireCaller, WireClient, WirePermissions};
use super::wire::secret::TokenAnswer;
use crate::domain::fault::{Asked, Fault};
use crate::domain::id::LoginId;
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;
use crate::domain::user::{Caller, Client};
use crate::secret::Secret;

/// The body of the token request (page generate-bearer-token).
#[derive(Serialize)]
struct TokenRequest<'a> {
    username: &'a str,
    password: &'a str,
    grant_type: &'a str,
}

impl ApiClient {
    /// Who is signed in: `GET /principal/v1/me` (page get-caller-user-info; needs the role `SelfAdmin`).
    pub async fn caller(&self) -> Result<Caller, Problem> {
        let call = self.reading(self.address("principal", &["me"]));
        let answer = self.send(call).await.and_then(Answer::json::<WireCaller>);
        answer.map(WireCaller::into_domain).map_err(ApiError::on_reading)
    }

    /// What the caller may do: `GET /principal/v1/permissions` (page get-caller-user-permissions).
    pub async fn rights(&self) -> Result<Rights, Problem> {
        let call = self.reading(self.address("principal", &["permissions"]));
        let answer = self.send(call).await.and_then(Answer::json::<WirePermissions>);
        answer.map(WirePermissions::into_domain).map_err(ApiError::on_reading)
    }

    /// The clients that the caller may see: `GET /core/v1/clients` (page get-clients).
    pub async fn clients(&self) -> Result<Vec<Client>, Problem> {
        let listed = self.every_page::<WireClient>(&self.address("core", &["clients"])).await;
        let listed = listed.map_err(ApiError::on_reading)?;
        Ok(listed.rows.into_iter().filter_map(WireClient::into_domain).collect())
    }

    /// Checks the caller's own password and keeps the `X-Token` that comes back: `POST /principal/v1/token` (page
    /// generate-bearer-token). `login` must be the caller's own login ID.
    pub async fn sign_in(&self, login: &LoginId, password: Secret) -> Result<(), Problem> {
        let kept = self.ask_x_token(login, password).await.and_then(|token| self.keep(&token));
        kept.map_err(password_problem)
    }

    /// Checks the caller's own password, to unlock the console: the same request as for [`ApiClient::sign_in`]. The `X-Token`
    /// that comes back is kept in a self-admin profile, which needs one; in any other it is wiped at once.
    pub async fn check_password(&self, login: &LoginId, password: Secret) -> Result<(), Problem> {
        let checked = self.ask_x_token(login, password).await;
        let used = checked.and_then(|token| if self.profile.self_admin { self.keep(&token) } else { Ok(()) });
        used.map_err(password_problem)
    }

    /// Drops the `X-Token`: what it stands for, a password typed a moment ago, is no longer true.
    pub fn forget_x_token(&self) {
        self.auth.forget_x_token();
    }

    async fn ask_x_token(&self, login: &LoginId, password: Secret) -> Result<Secret, ApiError> {
        let value = password.expose();
        let body = TokenRequest { username: login.as_str(), password: value, grant_type: "password" };
        let call = self.change(Method::POST, self.address("principal", &["token"])).json(&body, value.len())?;
        access_token(self.send(call).await?)
    }

    fn keep(&self, token: &Secret) -> Result<(), ApiError> {
        self.auth.keep_x_token(token).map_err(|_| wrong_shape("access_token"))
    }
}

/// What the operator reads when the password check failed.
fn password_problem(error: ApiError) -> Problem {
    match error {
        ApiError::Refused { status: StatusCode::UNAUTHORIZED, .. } => {
            Fault::WrongPassword.problem(Asked::Read, error.server())
        }
        other => other.on_reading(),
    }
}

/// The token of an answer to the token request.
pub(super) fn access_token(answer: Answer) -> Result<Secret, ApiError> {
    answer.json::<TokenAnswer>()?.access_token.ok_or_else(|| wrong_shape("access_token"))
}
