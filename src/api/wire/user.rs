//! A user of the core API (page get-user-1), whole or as a row of the client's list (page get-users).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lenient::{Scalar, flag, object, text};
use super::{joined, safe, shown};
use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
use crate::domain::user::{Language, User, UserHit, UserState};

/// One user. Objects that hold nothing may be missing.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WireUser {
    #[serde(deserialize_with = "text")]
    pub ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    pub client_ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    login_id: Option<String>,
    #[serde(deserialize_with = "text")]
    user_state: Option<String>,
    #[serde(deserialize_with = "text")]
    language_code: Option<String>,
    #[serde(deserialize_with = "flag")]
    is_technical_user: Option<bool>,
    #[serde(deserialize_with = "object")]
    name: Person,
    #[serde(deserialize_with = "object")]
    properties: BTreeMap<String, Scalar>,
    #[serde(deserialize_with = "text")]
    birth_date: Option<String>,
    #[serde(deserialize_with = "object")]
    address: Address,
    #[serde(deserialize_with = "object")]
    contacts: Contacts,
    #[serde(deserialize_with = "text")]
    remarks: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Person {
    #[serde(deserialize_with = "text")]
    title: Option<String>,
    #[serde(deserialize_with = "text")]
    first_name: Option<String>,
    #[serde(deserialize_with = "text")]
    family_name: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Address {
    #[serde(deserialize_with = "text")]
    addressline1: Option<String>,
    #[serde(deserialize_with = "text")]
    street: Option<String>,
    #[serde(deserialize_with = "text")]
    house_number: Option<String>,
    #[serde(deserialize_with = "text")]
    postal_code: Option<String>,
    #[serde(deserialize_with = "text")]
    city: Option<String>,
    #[serde(deserialize_with = "text")]
    country_code: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Contacts {
    #[serde(deserialize_with = "text")]
    telephone: Option<String>,
    #[serde(deserialize_with = "text")]
    mobile: Option<String>,
    #[serde(deserialize_with = "text")]
    email: Option<String>,
}

impl Address {
    fn street(&self) -> Option<String> {
        let street = joined(&[self.street.as_deref(), self.house_number.as_deref()]);
        street.or_else(|| joined(&[self.addressline1.as_deref()]))
    }

    fn city(&self) -> Option<String> {
        let city = joined(&[self.postal_code.as_deref(), self.city.as_deref()]);
        let country = joined(&[self.country_code.as_deref()]);
        match (city, country) {
            (Some(city), Some(country)) => Some(format!("{city}, {country}")),
            (city, country) => city.or(country),
        }
    }
}

impl WireUser {
    fn unit(&mut self, unit_property: &str) -> Option<String> {
        self.properties.remove(unit_property).and_then(Scalar::into_text)
    }

    /// The whole user, at the place where it was asked for.
    pub fn into_user(mut self, at: UserRef, unit_property: &str) -> User {
        let unit = self.unit(unit_property);
        let Person { title, first_name, family_name } = &self.name;
        let name = joined(&[title.as_deref(), first_name.as_deref(), family_name.as_deref()]);
        User {
            at,
            login_id: LoginId::new(self.login_id.as_deref().unwrap_or_default()),
            name: safe(&name.unwrap_or_default()),
            state: UserState::parse(self.user_state.as_deref().unwrap_or_default()),
            language: Language::parse(self.language_code.as_deref().unwrap_or_default()),
            technical: self.is_technical_user.unwrap_or(false),
            unit: shown(unit.as_deref()),
            birth_date: shown(self.birth_date.as_deref()),
            email: shown(self.contacts.email.as_deref()),
            telephone: shown(self.contacts.telephone.as_deref()),
            mobile: shown(self.contacts.mobile.as_deref()),
            street: shown(self.address.street().as_deref()),
            city: shown(self.address.city().as_deref()),
            remarks: shown(self.remarks.as_deref()),
        }
    }

    /// A row of the list of this client; none where its external ID cannot be one.
    pub fn into_hit(mut self, client: &ClientId, unit_property: &str) -> Option<UserHit> {
        let unit = self.unit(unit_property);
        let user = UserId::parse(self.ext_id.as_deref()?).ok()?;
        let name = joined(&[self.name.first_name.as_deref(), self.name.family_name.as_deref()]);
        Some(UserHit {
            at: UserRef { client: client.clone(), user },
            login_id: LoginId::new(self.login_id.as_deref().unwrap_or_default()),
            name: safe(&name.unwrap_or_default()),
            email: shown(self.contacts.email.as_deref()),
            unit: shown(unit.as_deref()),
            state: UserState::parse(self.user_state.as_deref().unwrap_or_default()),
        })
    }
}
