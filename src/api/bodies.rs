//! The bodies of answers, read as the client reads them, without a server: for whoever has a body and no connection, such
//! as the fuzzer and the tests of its findings.
//!
//! Everything here calls what [`ApiClient`](super::ApiClient) calls for an answer that came with 200, and nothing is
//! decided here. Sends nothing.

use reqwest::StatusCode;
use zeroize::Zeroizing;

use super::answer::{Answer, Trusted};
use super::belonging::Asked;
use super::credentials::{card_page, own_page, row_of};
use super::error::ApiError;
use super::evidence::kept_value;
use super::principal::access_token;
use super::transport::refused;
use super::wire::credential::WireCredential;
use super::wire::page::WirePage;
use super::wire::policy::WirePolicy;
use super::wire::principal::{WireCaller, WireClient, WirePermissions};
use super::{resets, users};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::evidence::{Fingerprint, FingerprintKey};
use crate::domain::id::{ClientId, CredentialId, UserRef};
use crate::domain::otp_card::{CardFault, OtpCard};
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;
use crate::domain::search::Page;
use crate::domain::user::{Caller, Client, User, UserHit};
use crate::domain::write::{Write, WriteAnswer};
use crate::secret::Secret;

fn answer(status: StatusCode, body: &[u8]) -> Answer {
    Answer { status, html: false, ahead: None, body: Zeroizing::new(body.to_vec()) }
}

fn ok(body: &[u8]) -> Answer {
    answer(StatusCode::OK, body)
}

fn trusted(body: &[u8]) -> Result<Trusted, Problem> {
    ok(body).trusted().map_err(ApiError::on_reading)
}

/// The query service's hits (page Successful-Query-REST-Service-response).
///
/// # Errors
/// The sentence for the operator, as everywhere here.
pub fn hits(body: &[u8], from: usize, unit_property: &str) -> Result<Page<UserHit>, Problem> {
    users::hits(ok(body), from, unit_property).map_err(ApiError::on_reading)
}

/// A page of a client's users (page get-users).
pub fn client_users(
    body: &[u8],
    client: &ClientId,
    offset: usize,
    unit_property: &str,
) -> Result<Page<UserHit>, Problem> {
    users::rows_of_client(ok(body), client, offset, unit_property).map_err(ApiError::on_reading)
}

/// A user (page get-user-1).
pub fn user(body: &[u8], at: &UserRef, unit_property: &str) -> Result<User, Problem> {
    users::whole_user(ok(body), at, unit_property).map_err(ApiError::on_reading)
}

/// A page of a user's credentials (page get-credentials), and the token of the next one.
pub fn credentials(body: &[u8], user: &UserRef) -> Result<(Vec<Credential>, Option<String>), Problem> {
    let page: WirePage<WireCredential> = ok(body).json().map_err(ApiError::on_reading)?;
    let next = page.pagination.next();
    let rows: Result<_, ApiError> = page.into_rows().map(|row| row_of(user, row)).collect();
    rows.map(|rows| (rows, next)).map_err(ApiError::on_reading)
}

/// A credential's own page (pages get-temp-strong-password, get-ticket, get-otp), and the fingerprint of its value.
pub fn credential(
    body: &[u8],
    user: &UserRef,
    id: Option<&CredentialId>,
    kind: &CredentialKind,
    key: &FingerprintKey,
) -> Result<(Credential, Option<Fingerprint>), Problem> {
    let answer = trusted(body)?;
    let credential = own_page(Asked { user, id, kind: kind.clone() }, &answer).map_err(ApiError::on_reading)?;
    Ok((credential, kept_value(&answer, kind, key)))
}

/// An OTP card (page get-otp).
pub fn card(
    body: &[u8],
    user: &UserRef,
    card: &CredentialId,
) -> Result<(Credential, Result<OtpCard, CardFault>), Problem> {
    card_page(&trusted(body)?, user, card).map_err(ApiError::on_reading)
}

/// A page of a client's policies (page get-policy-configurations).
pub fn policies(body: &[u8]) -> Result<Vec<Policy>, Problem> {
    let page: WirePage<WirePolicy> = ok(body).json().map_err(ApiError::on_reading)?;
    Ok(page.into_rows().filter_map(WirePolicy::into_domain).collect())
}

/// Who is signed in (page get-caller-user-info).
pub fn caller(body: &[u8]) -> Result<Caller, Problem> {
    ok(body).json().map(WireCaller::into_domain).map_err(ApiError::on_reading)
}

/// What the caller may do (page get-caller-user-permissions).
pub fn rights(body: &[u8]) -> Result<Rights, Problem> {
    ok(body).json().map(WirePermissions::into_domain).map_err(ApiError::on_reading)
}

/// A page of the clients (page get-clients).
pub fn clients(body: &[u8]) -> Result<Vec<Client>, Problem> {
    let page: WirePage<WireClient> = ok(body).json().map_err(ApiError::on_reading)?;
    Ok(page.into_rows().filter_map(WireClient::into_domain).collect())
}

/// The answer to the token request (page generate-bearer-token).
pub fn token(body: &[u8]) -> Result<Secret, Problem> {
    access_token(ok(body)).map_err(ApiError::on_reading)
}

/// What became of a change, by the answer to it. A status that is none counts as 500.
pub fn written(status: u16, body: &[u8], write: &Write) -> WriteAnswer {
    let answer = answer(code(status), body);
    resets::outcome(if answer.status.is_success() { resets::done(write, answer) } else { Err(refused(&answer)) })
}

/// What a reading makes of an answer that is no success: both shapes of errors (pages delete-enterprise-authorization and
/// Query-REST-Service-error-response), web pages, and whatever else a gateway sends. A status that is none counts as 500.
pub fn refusal(status: u16, body: &[u8]) -> Problem {
    refused(&answer(code(status), body)).on_reading()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
