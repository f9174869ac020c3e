//! The caller of a request: taken from the bearer token, and asked for its rights and data rooms. Every route that
//! touches a client, a user or a credential comes through here first.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::error::Refusal;
use super::model::client::Client;
use super::model::credential::{Kind, Reader, State};
use super::model::user::User;
use super::operator::Operator;
use super::rights::Right;
use super::server::Shared;
use super::world::World;
use super::{digest, xtoken};

/// Who sent a request, proven.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub user: User,
    operator: Operator,
    x_token: Option<String>,
}

/// Whether the owner of a user or credential may do something to it without administrators' rights, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SelfService {
    Refused,
    Allowed,
    /// Only with a valid `X-Token`.
    WithXToken,
}

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let authorization = header(AUTHORIZATION.as_str());
        let token = authorization
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| Refusal::not_signed_in("The request has no bearer token"))?;
        let world = shared.world();
        let (operator, user) =
            authenticate(&world, token).ok_or_else(|| Refusal::not_signed_in("The bearer token is not valid"))?;
        Ok(Self { user, operator, x_token: header("x-token").map(str::to_owned) })
    }
}

/// Reads `userExtId:credExtId:secret` and compares the secret with that device password, which must be in use.
fn authenticate(world: &World, token: &str) -> Option<(Operator, User)> {
    let decoded = String::from_utf8(STANDARD_NO_PAD.decode(token).ok()?).ok()?;
    let (user_ext_id, rest) = decoded.split_once(':')?;
    let (credential_ext_id, secret) = rest.split_once(':')?;
    let operator = Operator::ALL.into_iter().find(|one| one.user_ext_id() == user_ext_id)?;
    let user = world.user_anywhere(user_ext_id)?;
    let key = world.credential(&user, Kind::DevicePassword, Some(credential_ext_id)).ok()?;
    let proven = operator.credential_ext_id() == credential_ext_id
        && key.state == State::Active
        && digest::matches(secret, &key.value);
    proven.then_some((operator, user))
}

impl Caller {
    pub fn may(&self, right: Right) -> bool {
        self.operator.may(right)
    }

    /// Whether the query service is exposed to the caller, which is no elementary right.
    pub fn may_query(&self) -> bool {
        self.operator.may_query()
    }

    /// Refuses with 403 unless the caller has all of the rights; the refusal names the first one missing.
    pub fn require(&self, rights: &[Right]) -> Result<(), Refusal> {
        match rights.iter().find(|right| !self.may(**right)) {
            Some(right) => Err(Refusal::lacks(&right.name())),
            None => Ok(()),
        }
    }

    /// Whether the client with this external ID is in the caller's data room.
    pub fn sees_client(&self, ext_id: &str) -> bool {
        self.operator.client_data_room().contains(&ext_id)
    }

    /// Whether the user's unit is in the caller's data room; a user without a unit always is.
    pub fn sees_unit_of(&self, user: &User) -> bool {
        user.unit().is_none_or(|unit| !self.operator.closed_units().contains(&unit))
    }

    /// The client, if the caller has the rights and the client is in the caller's data room.
    pub fn client<'w>(&self, world: &'w World, ext_id: &str, rights: &[Right]) -> Result<&'w Client, Refusal> {
        self.require(rights)?;
        let client = world.client(ext_id)?;
        if !self.sees_client(ext_id) {
            return Err(Refusal::data_room(format!("client {} is outside the caller's data room", client.name)));
        }
        Ok(client)
    }

    /// The user, and whether the caller acts as administrator or as the user itself.
    pub fn user(
        &self,
        world: &World,
        client_ext_id: &str,
        ext_id: &str,
        rights: &[Right],
        self_service: SelfService,
    ) -> Result<(User, Reader), Refusal> {
        let denied = match self.require(rights) {
            Ok(()) => {
                let client = self.client(world, client_ext_id, rights)?;
                let user = world.user(client, ext_id)?;
                if self.sees_unit_of(&user) {
                    return Ok((user, Reader::Administrator));
                }
                return Err(Refusal::data_room(format!("user {ext_id} is in a unit outside the caller's data room")));
            }
            Err(denied) => denied,
        };
        let own = self.user.ext_id == ext_id && self.user.client_ext_id == client_ext_id;
        if self_service == SelfService::Refused || !own || !self.may(Right::SelfAdmin) {
            return Err(denied);
        }
        if self_service == SelfService::WithXToken {
            self.step_up(world)?;
        }
        Ok((self.user.clone(), Reader::Owner))
    }

    /// Whether the caller gave the password anew, as the `X-Token` proves ("idm-principal-rest-api").
    pub fn step_up(&self, world: &World) -> Result<(), Refusal> {
        let token = self.x_token.as_deref().ok_or_else(|| Refusal::step_up("The header X-Token is missing"))?;
        let subject = xtoken::subject(world.seed, token, world.now())
            .ok_or_else(|| Refusal::step_up("The X-Token is not valid or has expired"))?;
        if subject == self.user.ext_id { Ok(()) } else { Err(Refusal::step_up("The X-Token belongs to another user")) }
    }
}
