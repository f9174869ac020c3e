//! The prepared users, clients and policies, read from the assets. A login ID says what the user's situation is:
//! `demo.locked`, `demo.limit`, `demo.conflict`, and so on.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::clock::{Moment, days};
use super::model::client::Client;
use super::model::policy::Policy;
use super::model::user::{Address, Contacts, Details, Language, Name, Period, Sex, UNIT, User, UserState};
use super::seeded::Draft;

/// An asset cannot be read: a mistake in this crate, not in its use.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox's own {asset} cannot be read")]
pub(super) struct AssetError {
    asset: &'static str,
    #[source]
    source: serde_json::Error,
}

pub(super) fn clients() -> Result<Vec<Client>, AssetError> {
    read("clients.json", include_str!("../../assets/sandbox/clients.json"))
}

pub(super) fn policies() -> Result<Vec<Policy>, AssetError> {
    read("policies.json", include_str!("../../assets/sandbox/policies.json"))
}

pub(super) fn users() -> Result<Vec<Persona>, AssetError> {
    read("personas.json", include_str!("../../assets/sandbox/personas.json"))
}

fn read<T: DeserializeOwned>(asset: &'static str, text: &str) -> Result<T, AssetError> {
    serde_json::from_str(text).map_err(|source| AssetError { asset, source })
}

/// A prepared user, with what makes the situation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Persona {
    ext_id: String,
    #[serde(default = "default_client")]
    client: String,
    login_id: String,
    first_name: Option<String>,
    family_name: String,
    language: Language,
    sex: Option<Sex>,
    birth_date: Option<String>,
    street: Option<String>,
    house_number: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    telephone: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    unit: String,
    remarks: Option<String>,
    #[serde(default = "active")]
    user_state: UserState,
    #[serde(default)]
    technical: bool,
    /// Another operator changes each credential of this user just before the first write to it.
    #[serde(default)]
    pub contested: bool,
    pub credentials: Vec<Draft>,
}

impl Persona {
    /// The user as it stands when the server starts.
    pub fn user(&self, started: Moment) -> User {
        let address = Address {
            street: self.street.clone(),
            house_number: self.house_number.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
            country_code: self.city.as_ref().map(|_| "CH".to_owned()),
            ..Address::default()
        };
        let contacts = Contacts {
            telephone: self.telephone.clone(),
            mobile: self.mobile.clone(),
            email: self.email.clone(),
            telefax: None,
        };
        let name = Name { first: self.first_name.clone(), family: Some(self.family_name.clone()), title: None };
        User {
            created: started.before(days(1200)),
            last_modified: started.before(days(60)),
            version: 3,
            ext_id: self.ext_id.clone(),
            client_ext_id: self.client.clone(),
            technical: self.technical,
            details: Details {
                user_state: self.user_state,
                login_id: self.login_id.clone(),
                language_code: self.language,
                name,
                properties: [(UNIT.to_owned(), self.unit.clone())].into(),
                sex: self.sex,
                gender: None,
                birth_date: self.birth_date.clone(),
                address,
                contacts,
                validity: Period::default(),
                remarks: self.remarks.clone(),
                modification_comment: None,
            },
        }
    }
}

fn default_client() -> String {
    "100".to_owned()
}

fn active() -> UserState {
    UserState::Active
}
