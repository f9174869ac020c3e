//! The rules of the changes: the reset limit, optimistic locking, what a reset and an update do to a credential.
//! Routes decide who may; here is decided what happens.

use axum::http::StatusCode;
use serde::Deserialize;

use super::clock::Moment;
use super::error::Refusal;
use super::model::credential::{Credential, Kind, State};
use super::model::user::{Period, User, UserState};
use super::world::World;
use super::{seeded, value};

/// `maxResetCount` where a policy says nothing.
const DEFAULT_MAXIMUM_RESETS: i64 = 5;
/// The longest `modificationComment`, in characters.
const LONGEST_COMMENT: usize = 1000;

/// The members that the PATCH operations of the credential types publish. What a type does not know is ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CredentialPatch {
    pub ext_id: Option<String>,
    pub state_name: Option<String>,
    pub policy_ext_id: Option<String>,
    pub modification_comment: Option<String>,
    pub password: Option<String>,
    pub version: Option<i32>,
    pub validity: Option<Period>,
}

/// Draws a new value for a PUK, a temporary strong password or a ticket. Gives back the credential as it is kept, and
/// what the caller may see of the value.
pub(super) fn reset(world: &mut World, user: &User, kind: Kind) -> Result<(Credential, Option<String>), Refusal> {
    let mut credential = world.credential_to_write(user, kind, None)?;
    refuse_archived(user, &credential, StatusCode::FORBIDDEN)?;
    let parameters = world.parameters(credential.policy_ext_id.as_deref());
    let maximum = parameters.number("maxResetCount", DEFAULT_MAXIMUM_RESETS);
    if maximum >= 0 && i64::from(credential.reset_count) >= maximum {
        let message = format!("Maximum reset count exceeded: the policy allows {maximum} resets");
        return Err(Refusal::restricted("errors.maxResetCountExceeded", message));
    }
    if !value::deliverable(kind, &parameters, user) {
        let message = "The new value cannot be sent: the user has no valid address for the policy's sendingMethod";
        return Err(Refusal::restricted("errors.emailChannel", message));
    }
    let new = value::draw(kind, &parameters, &mut world.rng_for(&credential));
    credential.value = new.stored;
    credential.reset_count += 1;
    credential.state = match (kind, credential.state) {
        (Kind::TempStrong, _) => State::Initial,
        (_, State::Disabled) => State::Disabled,
        _ => State::Active,
    };
    credential.validity = seeded::validity(kind, &parameters, world.now());
    begin_anew(&mut credential, "reset");
    Ok((world.store_credential(user, credential), new.exposed))
}

/// Draws a new OTP card; external ID, policy and state stay ("replace-otp-secret").
pub(super) fn replace(
    world: &mut World,
    user: &User,
    ext_id: &str,
    version: Option<i32>,
    comment: Option<String>,
) -> Result<Credential, Refusal> {
    check_comment(comment.as_deref())?;
    let mut credential = world.credential_to_write(user, Kind::OtpCard, Some(ext_id))?;
    refuse_archived(user, &credential, StatusCode::FORBIDDEN)?;
    check_version("credential", credential.version, version)?;
    let parameters = world.parameters(credential.policy_ext_id.as_deref());
    credential.value = value::draw(Kind::OtpCard, &parameters, &mut world.rng_for(&credential)).stored;
    credential.modification_comment = comment.or(credential.modification_comment);
    begin_anew(&mut credential, "renewal");
    Ok(world.store_credential(user, credential))
}

/// Changes what a PATCH names and leaves the rest. A new password must already be hashed into `new_value`.
pub(super) fn update(
    world: &mut World,
    user: &User,
    mut credential: Credential,
    patch: CredentialPatch,
    new_value: Option<String>,
) -> Result<Credential, Refusal> {
    if let Some(policy_ext_id) = patch.policy_ext_id {
        let policy = world.policy(&user.client_ext_id, &policy_ext_id);
        if policy.is_none_or(|policy| Some(policy.kind.as_str()) != credential.kind.policy_type()) {
            let kind = credential.kind.name();
            return Err(Refusal::invalid(format!("There is no policy {policy_ext_id} for credentials of type {kind}")));
        }
        credential.policy_ext_id = Some(policy_ext_id);
    }
    if let Some(state) = read_state(patch.state_name.as_deref())? {
        credential.state = state;
    }
    if matches!(credential.kind, Kind::Puk | Kind::Ticket)
        && let Some(validity) = patch.validity
    {
        credential.validity = merged(&credential.validity, validity)?;
    }
    credential.value = new_value.unwrap_or(credential.value);
    credential.modification_comment = patch.modification_comment.or(credential.modification_comment);
    credential.state_change_reason = "changed-by-admin";
    Ok(world.store_credential(user, credential))
}

/// What every PATCH of a credential checks first. The credential may be somebody else's work of this very moment.
pub(super) fn credential_to_update(
    world: &mut World,
    user: &User,
    kind: Kind,
    ext_id: Option<&str>,
    patch: &CredentialPatch,
) -> Result<Credential, Refusal> {
    check_comment(patch.modification_comment.as_deref())?;
    let credential = world.credential_to_write(user, kind, ext_id)?;
    refuse_archived(user, &credential, StatusCode::UNPROCESSABLE_ENTITY)?;
    check_version("credential", credential.version, patch.version)?;
    Ok(credential)
}

/// Optimistic locking: a version that is sent must be the stored one; none sent, none compared.
pub(super) fn check_version(entity: &str, stored: i32, sent: Option<i32>) -> Result<(), Refusal> {
    match sent {
        Some(sent) if sent != stored => Err(Refusal::conflict(entity, stored, sent)),
        _ => Ok(()),
    }
}

/// Refuses a comment that is too long.
pub(super) fn check_comment(comment: Option<&str>) -> Result<(), Refusal> {
    if comment.is_some_and(|text| text.chars().count() > LONGEST_COMMENT) {
        return Err(Refusal::invalid(format!("modificationComment is longer than {LONGEST_COMMENT} characters")));
    }
    Ok(())
}

/// Refuses a change to an archived user or credential; which status says so differs between reset and update.
fn refuse_archived(user: &User, credential: &Credential, status: StatusCode) -> Result<(), Refusal> {
    if user.details.user_state == UserState::Archived || credential.state == State::Archived {
        return Err(Refusal::new(status, "errors.recordDeleted", "The user or the credential is archived"));
    }
    Ok(())
}

/// What a new value sets back: the reason of the state and the counters of logins.
fn begin_anew(credential: &mut Credential, reason: &'static str) {
    credential.state_change_reason = reason;
    credential.state_change_detail = None;
    credential.successful_login_count = 0;
    credential.failed_login_count = 0;
}

/// The state with this published name.
fn read_state(name: Option<&str>) -> Result<Option<State>, Refusal> {
    let Some(name) = name else { return Ok(None) };
    let state = serde_json::from_value(name.into());
    state.map(Some).map_err(|_| Refusal::invalid(format!("There is no credential state {name}")))
}

/// The stored validity with the ends that were sent in place of its own; the end may not come first.
fn merged(stored: &Period, sent: Period) -> Result<Period, Refusal> {
    let period = Period { from: sent.from.or(stored.from.clone()), to: sent.to.or(stored.to.clone()) };
    let read = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match Moment::parse(text) {
            Some(moment) => Ok(Some(moment)),
            None => Err(Refusal::invalid(format!("validity: {text} is not an ISO date with time and offset"))),
        },
    };
    match (read(&period.from)?, read(&period.to)?) {
        (Some(from), Some(to)) if to < from => Err(Refusal::invalid("validity: the end is before the beginning")),
        (from, to) => Ok(Period { from: from.map(Moment::iso), to: to.map(Moment::iso) }),
    }
}
