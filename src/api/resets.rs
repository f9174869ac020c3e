//! The changes: one [`Write`] becomes one request, and its answer one [`WriteAnswer`].
//!
//! Nothing here is ever sent again, by nobody. What is not proven is [`WriteAnswer::Unknown`].

use std::sync::Arc;

use reqwest::Method;
use serde::Serialize;

use super::ApiClient;
use super::answer::Answer;
use super::belonging::Asked;
use super::credentials::read_card;
use super::error::ApiError;
use super::tls::SetupError;
use super::transport::Call;
use super::wire::secret::Values;
use crate::domain::credential::{CredentialKind, CredentialState};
use crate::domain::digest::is_hash;
use crate::domain::edit::Edit;
use crate::domain::fault::{self, Certainty, Fault};
use crate::domain::id::{CredentialId, PolicyId};
use crate::domain::write::{Done, NewValue, Updatable, Write, WriteAnswer};
use crate::secret::Secret;

/// The body of an OTP card's replacement. The page replace-otp-secret declares `version` as a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplaceBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    modification_comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

/// The body of an update. What is left out stays as it is (page update-device-password-1, which also wants `extId`).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdateBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ext_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_ext_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modification_comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

impl ApiClient {
    /// Carries out one change with exactly one request.
    pub async fn write(&self, write: Write) -> WriteAnswer {
        outcome(self.carry_out(&write).await)
    }

    async fn carry_out(&self, write: &Write) -> Result<Done, ApiError> {
        if self.profile.read_only {
            return Err(SetupError::ReadOnly.into());
        }
        done(write, self.send(self.request(write)?).await?)
    }

    /// The request of a change.
    fn request(&self, write: &Write) -> Result<Call, SetupError> {
        let post = |segments: &[&str]| self.change(Method::POST, self.below(write.user(), segments));
        match write {
            Write::ResetPuk(_) => Ok(post(&["puk", "reset"])),
            Write::ResetTempStrongPassword(_) => Ok(self.stepped_up(post(&["tempstrong-password", "reset"]))),
            Write::ResetTicket(_) => Ok(post(&["ticket", "reset"])),
            Write::ReplaceOtpCard { card, comment, version, .. } => {
                let body = ReplaceBody {
                    modification_comment: comment.as_deref(),
                    version: version.map(|version| version.to_string()),
                };
                self.stepped_up(post(&["otp-credentials", card.as_str(), "replace"])).json(&body, 0)
            }
            Write::Update { what, edit, version, .. } => self.update(write, what, edit, *version),
        }
    }

    fn update(&self, write: &Write, what: &Updatable, edit: &Edit, version: Option<i32>) -> Result<Call, SetupError> {
        let (segments, id) = match what {
            Updatable::Puk => (vec!["puk"], None),
            Updatable::TempStrongPassword => (vec!["tempstrong-password"], None),
            Updatable::Ticket => (vec!["ticket"], None),
            Updatable::DevicePassword(id) => (vec!["device-password", id.as_str()], Some(id.as_str())),
        };
        if matches!(edit.state, Some(CredentialState::Other(_))) {
            return Err(SetupError::Request("the state asked for is not a published one"));
        }
        let password = own_password(write).map(|password| password.expose());
        let body = UpdateBody {
            ext_id: id,
            state_name: edit.state.as_ref().map(CredentialState::as_str),
            policy_ext_id: edit.policy.as_ref().map(PolicyId::as_str),
            modification_comment: edit.comment.as_deref(),
            password,
            version,
        };
        let call = self.change(Method::PATCH, self.below(write.user(), &segments));
        call.json(&body, password.map_or(0, str::len))
    }
}

/// What an answer with a status of success proves.
pub(super) fn done(write: &Write, answer: Answer) -> Result<Done, ApiError> {
    if answer.is_empty_success() { nothing_said(write, &answer) } else { said(write, answer) }
}

/// What became of the change.
pub(super) fn outcome(done: Result<Done, ApiError>) -> WriteAnswer {
    match done {
        Ok(done) => WriteAnswer::Done(Box::new(done)),
        Err(error) => failed(&error),
    }
}

/// The password that the change itself sets: a device password's, and no other's.
fn own_password(write: &Write) -> Option<&Arc<Secret>> {
    match write {
        Write::Update { what: Updatable::DevicePassword(_), edit, .. } => edit.password.as_ref(),
        _ => None,
    }
}

/// What 204 means: published for the temporary strong password only, where the policy does not expose the value (page
/// reset-temp-strong-password). An update needs no value from the server, so that it was carried out is all there is
/// to know (RFC 9110, section 15.3.5). Anywhere else a value was expected, and its absence leaves the outcome open.
fn nothing_said(write: &Write, answer: &Answer) -> Result<Done, ApiError> {
    match write {
        Write::ResetTempStrongPassword(_) => Ok(Done { credential: None, value: NewValue::NotExposed }),
        Write::Update { .. } => Ok(Done { credential: None, value: value_of_update(write) }),
        Write::ResetPuk(_) | Write::ResetTicket(_) | Write::ReplaceOtpCard { .. } => {
            Err(ApiError::Answer(Fault::Status(answer.status.as_u16())))
        }
    }
}

/// An answer with a body: trusted, and about the right one, or not used at all.
fn said(write: &Write, answer: Answer) -> Result<Done, ApiError> {
    let answer = answer.trusted()?;
    let (kind, id) = target(write);
    let credential = Asked { user: write.user(), id, kind }.take_named(answer.read()?)?;
    let values = || answer.read::<Values>();
    let value = match write {
        Write::ResetPuk(_) => new_value(values()?.puk),
        Write::ResetTempStrongPassword(_) => new_value(values()?.temp_strong_password),
        Write::ResetTicket(_) => new_value(values()?.ticket),
        Write::ReplaceOtpCard { .. } => read_card(values()?.otp).map_or_else(NewValue::UnreadableCard, NewValue::Card),
        Write::Update { .. } => value_of_update(write),
    };
    Ok(Done { credential: Some(credential), value })
}

fn target(write: &Write) -> (CredentialKind, Option<&CredentialId>) {
    match write {
        Write::ResetPuk(_) | Write::Update { what: Updatable::Puk, .. } => (CredentialKind::Puk, None),
        Write::ResetTempStrongPassword(_) | Write::Update { what: Updatable::TempStrongPassword, .. } => {
            (CredentialKind::TempStrongPassword, None)
        }
        Write::ResetTicket(_) | Write::Update { what: Updatable::Ticket, .. } => (CredentialKind::Ticket, None),
        Write::ReplaceOtpCard { card, .. } => (CredentialKind::OtpCard, Some(card)),
        Write::Update { what: Updatable::DevicePassword(id), .. } => (CredentialKind::DevicePassword, Some(id)),
    }
}

/// What a reset's answer shows of the new value. A space or an accent in it would be read out wrong, and lock the user
/// out as surely as a hash.
fn new_value(field: Option<Secret>) -> NewValue {
    let Some(value) = field.filter(|value| !value.is_empty()) else { return NewValue::Absent };
    if is_hash(value.expose()) {
        NewValue::Hashed
    } else if value.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        NewValue::Plain(Arc::new(value))
    } else {
        NewValue::Unspeakable
    }
}

fn value_of_update(write: &Write) -> NewValue {
    own_password(write).map_or(NewValue::Unchanged, |password| NewValue::Plain(Arc::clone(password)))
}

fn failed(error: &ApiError) -> WriteAnswer {
    let fault = error.fault();
    let problem = fault.problem(fault::Asked::Write, error.server());
    match fault.certainty() {
        Certainty::NotSent => WriteAnswer::NotSent(fault, problem),
        Certainty::Refused => WriteAnswer::Refused(fault, problem),
        Certainty::Unknown => WriteAnswer::Unknown(fault, problem),
    }
}
