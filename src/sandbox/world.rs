//! Everything the imitated server knows: prepared users, generated ones, and what has been changed since the
//! start. Finds and stores; checks neither rights nor rules.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::{Clock, Moment};
use super::error::Refusal;
use super::model::client::Client;
use super::model::credential::{Credential, Kind};
use super::model::policy::{Parameters, Policy};
use super::model::user::User;
use super::operator::Operator;
use super::personas::{self, AssetError};
use super::population::{self, Population};
use super::seeded::{Draft, PolicyName};
use super::{generated, random};

/// The state that requests read and change, under one lock.
pub(super) struct World {
    pub seed: u64,
    pub clock: Clock,
    /// When the server started: the dates of all that was there before count back from here.
    pub started: Moment,
    pub clients: Vec<Client>,
    pub policies: Vec<Policy>,
    pub population: Population,
    /// Prepared users, and generated ones that somebody changed, by external ID.
    users: BTreeMap<u32, User>,
    /// Credentials by their user's external ID, with the same rule.
    credentials: BTreeMap<String, Vec<Credential>>,
    /// External IDs of the credentials that another operator will change just before the next write.
    contested: BTreeSet<String>,
}

impl World {
    pub fn new(seed: u64, users: u32, clock: Clock) -> Result<Self, AssetError> {
        let mut world = Self {
            seed,
            started: clock.now(),
            clock,
            clients: personas::clients()?,
            policies: personas::policies()?,
            population: Population::new(seed, users),
            users: BTreeMap::new(),
            credentials: BTreeMap::new(),
            contested: BTreeSet::new(),
        };
        for persona in personas::users()? {
            let user = persona.user(world.started);
            let mut credentials = world.make(&user, &persona.credentials);
            credentials.extend(world.api_key(&user));
            if persona.contested {
                world.contested.extend(credentials.iter().map(|credential| credential.ext_id.clone()));
            }
            world.credentials.insert(user.ext_id.clone(), credentials);
            world.store_user(user);
        }
        Ok(world)
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The client with this external ID; 404 without one. Whether the caller may see it is not asked here.
    pub fn client(&self, ext_id: &str) -> Result<&Client, Refusal> {
        let found = self.clients.iter().find(|client| client.ext_id == ext_id);
        found.ok_or_else(|| Refusal::no_record(format!("A client with extId {ext_id} doesn't exist")))
    }

    /// The policy with this external ID, if it belongs to the client.
    pub fn policy(&self, client_ext_id: &str, ext_id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.client_ext_id == client_ext_id && policy.ext_id == ext_id)
    }

    /// The parameters a credential lives under; none if it has no policy.
    pub fn parameters(&self, policy_ext_id: Option<&str>) -> Parameters {
        let policy = self.policies.iter().find(|policy| Some(policy.ext_id.as_str()) == policy_ext_id);
        policy.map(|policy| policy.parameters.clone()).unwrap_or_default()
    }

    /// The user of a client; 404 also for a user of another client.
    pub fn user(&self, client: &Client, ext_id: &str) -> Result<User, Refusal> {
        let found = self.user_anywhere(ext_id).filter(|user| user.client_ext_id == client.ext_id);
        found.ok_or_else(|| {
            Refusal::no_record(format!("A user with extId {ext_id} doesn't exist on client with name {}", client.name))
        })
    }

    /// The user with exactly this external ID, in whatever client.
    pub fn user_anywhere(&self, ext_id: &str) -> Option<User> {
        let number: u32 = ext_id.parse().ok()?;
        let user = self.user_numbered(number)?;
        (user.ext_id == ext_id).then_some(user)
    }

    /// The user with this external ID as a number.
    pub fn user_numbered(&self, number: u32) -> Option<User> {
        if let Some(user) = self.users.get(&number) {
            return Some(user.clone());
        }
        let index = number.checked_sub(population::FIRST_EXT_ID).filter(|index| *index < self.population.len())?;
        Some(self.generated_user(index))
    }

    /// The generated user at an index as it was when the server started, whatever has been changed since.
    pub fn generated_user(&self, index: u32) -> User {
        generated::user(self.population.person(index), self.seed, self.started)
    }

    /// The prepared and the changed users, by external ID.
    pub fn kept_users(&self) -> impl Iterator<Item = (u32, &User)> {
        self.users.iter().map(|(number, user)| (*number, user))
    }

    /// External ID of the generated user at an index, if nobody changed that user.
    pub fn untouched(&self, index: u32) -> Option<u32> {
        let number = population::FIRST_EXT_ID.saturating_add(index);
        (!self.users.contains_key(&number)).then_some(number)
    }

    /// External IDs of all users, ascending.
    pub fn user_numbers(&self) -> impl Iterator<Item = u32> {
        let prepared = self.users.range(..population::FIRST_EXT_ID).map(|(number, _)| *number);
        prepared.chain((0..self.population.len()).map(|index| population::FIRST_EXT_ID + index))
    }

    /// The user of a client with this login ID, whatever its letters' case.
    pub fn user_by_login_id(&self, client_ext_id: &str, login_id: &str) -> Option<User> {
        let login_id = login_id.to_lowercase();
        let kept = self
            .users
            .values()
            .find(|user| user.client_ext_id == client_ext_id && user.details.login_id.to_lowercase() == login_id);
        if let Some(user) = kept {
            return Some(user.clone());
        }
        let index = self.population.by_login_id(&login_id).filter(|_| client_ext_id == generated::CLIENT)?;
        self.untouched(index).map(|_| self.generated_user(index))
    }

    /// Keeps a changed user as it is given; the version is the caller's affair.
    pub fn store_user(&mut self, user: User) {
        if let Ok(number) = user.ext_id.parse() {
            self.users.insert(number, user);
        }
    }

    /// All credentials of a user, changed or not.
    pub fn credentials(&self, user: &User) -> Vec<Credential> {
        match self.credentials.get(&user.ext_id) {
            Some(kept) => kept.clone(),
            None => self.make(user, &generated::credentials(user, self.seed)),
        }
    }

    /// The user's credential of a type: the one with this external ID, or the only one.
    pub fn credential(&self, user: &User, kind: Kind, ext_id: Option<&str>) -> Result<Credential, Refusal> {
        let mut all = self.credentials(user).into_iter();
        let found = all.find(|one| one.kind == kind && ext_id.is_none_or(|ext_id| one.ext_id == ext_id));
        found.ok_or_else(|| {
            let wanted = ext_id.map(|ext_id| format!(" with extId {ext_id}")).unwrap_or_default();
            let (kind, user) = (kind.name(), &user.ext_id);
            Refusal::no_record(format!("A credential of type {kind}{wanted} doesn't exist for user {user}"))
        })
    }

    /// The same for a write. If the credential is contested, somebody else's change takes place first, once.
    pub fn credential_to_write(
        &mut self,
        user: &User,
        kind: Kind,
        ext_id: Option<&str>,
    ) -> Result<Credential, Refusal> {
        let mut credential = self.credential(user, kind, ext_id)?;
        if self.contested.remove(&credential.ext_id) {
            credential.modification_comment = Some("changed by h.keller".to_owned());
            credential = self.store_credential(user, credential);
        }
        Ok(credential)
    }

    /// Keeps a changed credential: one version up, modified now. Gives it back as it is kept.
    pub fn store_credential(&mut self, user: &User, mut credential: Credential) -> Credential {
        credential.version = credential.version.saturating_add(1);
        credential.last_modified = self.now();
        let mut all = self.credentials(user);
        if let Some(place) = all.iter_mut().find(|one| one.ext_id == credential.ext_id) {
            *place = credential.clone();
        }
        self.credentials.insert(user.ext_id.clone(), all);
        credential
    }

    /// The generator for a credential's next value.
    pub fn rng_for(&self, credential: &Credential) -> fastrand::Rng {
        random::rng(self.seed, &["value", &credential.ext_id, &credential.version.to_string()])
    }

    /// The credentials that drafts describe, under the policies they name.
    fn make(&self, user: &User, drafts: &[Draft]) -> Vec<Credential> {
        let make = |draft: &Draft| {
            let parameters = self.parameters(draft.policy_ext_id(&user.client_ext_id).as_deref());
            draft.make(self.seed, self.started, user, &parameters)
        };
        drafts.iter().map(make).collect()
    }

    /// The device password behind an operator's bearer token.
    fn api_key(&self, user: &User) -> Option<Credential> {
        let operator = Operator::ALL.into_iter().find(|operator| operator.user_ext_id() == user.ext_id)?;
        let draft = Draft {
            ext_id: Some(operator.credential_ext_id()),
            policy: PolicyName::Named("api".to_owned()),
            value: Some(operator.secret(self.seed)),
            ..Draft::of(Kind::DevicePassword)
        };
        self.make(user, &[draft]).pop()
    }
}
