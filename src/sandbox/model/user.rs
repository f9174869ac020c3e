//! A user: the core service's object ("get-user-1", "patch-user-1").

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Moment;

/// Custom property that carries the name of the user's organisational unit: the user object has no unit.
pub(in crate::sandbox) const UNIT: &str = "unit";

/// A user as the core service answers it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sandbox) struct User {
    pub created: Moment,
    pub last_modified: Moment,
    pub version: i32,
    pub ext_id: String,
    pub client_ext_id: String,
    #[serde(rename = "isTechnicalUser")]
    pub technical: bool,
    #[serde(flatten)]
    pub details: Details,
}

/// The part that a PATCH may change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sandbox) struct Details {
    pub user_state: UserState,
    pub login_id: String,
    pub language_code: Language,
    #[serde(default)]
    pub name: Name,
    #[serde(default)]
    pub properties: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    #[serde(default)]
    pub address: Address,
    #[serde(default)]
    pub contacts: Contacts,
    #[serde(default)]
    pub validity: Period,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modification_comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::sandbox) enum UserState {
    Active,
    Disabled,
    Archived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::sandbox) enum Language {
    En,
    De,
    Fr,
    It,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::sandbox) enum Sex {
    Male,
    Female,
    Other,
}

/// Declares an object of optional strings, as the API has several, with its published member names.
macro_rules! strings {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $wire:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Serialize, Deserialize)]
        pub(in crate::sandbox) struct $name {
            $(#[serde(rename = $wire, skip_serializing_if = "Option::is_none")] pub $field: Option<String>,)*
        }

        impl $name {
            fn field(&self, name: &str) -> Option<&str> {
                match name {
                    $($wire => self.$field.as_deref(),)*
                    _ => None,
                }
            }
        }
    };
}

strings!(Name { title: "title", first: "firstName", family: "familyName" });
strings!(Contacts { telephone: "telephone", telefax: "telefax", mobile: "mobile", email: "email" });
strings!(
    /// ISO dates, kept as they were sent.
    Period { from: "from", to: "to" }
);
strings!(Address {
    addressline1: "addressline1",
    addressline2: "addressline2",
    postal_code: "postalCode",
    city: "city",
    street: "street",
    house_number: "houseNumber",
    country_code: "countryCode",
    post_office_box_text: "postOfficeBoxText",
    post_office_box_number: "postOfficeBoxNumber",
    dwelling_number: "dwellingNumber",
    locality: "locality",
});

impl User {
    /// First and family name, as "get-caller-user-info" answers them.
    pub fn full_name(&self) -> String {
        let parts = [&self.details.name.first, &self.details.name.family];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Name of the organisational unit.
    pub fn unit(&self) -> Option<&str> {
        self.details.properties.get(UNIT).map(String::as_str)
    }

    /// The text of a field by its published name, such as `name.familyName`: what filters, `sortBy` and the query
    /// service compare. `properties.x` is the custom property `x`.
    pub fn field(&self, path: &str) -> Option<Cow<'_, str>> {
        let details = &self.details;
        if let Some((object, member)) = path.split_once('.') {
            let text = match object {
                "name" => details.name.field(member),
                "address" => details.address.field(member),
                "contacts" => details.contacts.field(member),
                "validity" => details.validity.field(member),
                "properties" => details.properties.get(member).map(String::as_str),
                _ => None,
            };
            return text.map(Cow::Borrowed);
        }
        let text = match path {
            "extId" => Cow::Borrowed(self.ext_id.as_str()),
            "loginId" => Cow::Borrowed(details.login_id.as_str()),
            "userState" => Cow::Borrowed(details.user_state.name()),
            "languageCode" => Cow::Borrowed(details.language_code.name()),
            "isTechnicalUser" => Cow::Borrowed(if self.technical { "true" } else { "false" }),
            "sex" => Cow::Borrowed(details.sex?.name()),
            "gender" => Cow::Borrowed(details.gender?.name()),
            "birthDate" => Cow::Borrowed(details.birth_date.as_deref()?),
            "remarks" => Cow::Borrowed(details.remarks.as_deref()?),
            "modificationComment" => Cow::Borrowed(details.modification_comment.as_deref()?),
            "version" => Cow::Owned(self.version.to_string()),
            "created" => Cow::Owned(self.created.iso()),
            "lastModified" => Cow::Owned(self.last_modified.iso()),
            _ => return None,
        };
        Some(text)
    }
}

impl UserState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Archived => "archived",
        }
    }
}

impl Language {
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "EN",
            Self::De => "DE",
            Self::Fr => "FR",
            Self::It => "IT",
        }
    }
}

impl Sex {
    pub fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
        }
    }
}
