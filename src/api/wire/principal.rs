//! Who is signed in, what they may do, and the clients (pages get-caller-user-info, get-caller-user-permissions, get-clients).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lenient::{Scalar, list, object, text};
use super::safe;
use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
use crate::domain::rights::Rights;
use crate::domain::user::{Caller, Client};

/// The caller.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WireCaller {
    #[serde(deserialize_with = "text")]
    login_id: Option<String>,
    #[serde(deserialize_with = "text")]
    full_name: Option<String>,
    #[serde(deserialize_with = "text")]
    client_ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    user_ext_id: Option<String>,
}

impl WireCaller {
    /// The caller; where no name is told, the login ID stands for it.
    pub fn into_domain(self) -> Caller {
        let login_id = self.login_id.unwrap_or_default();
        let name = self.full_name.filter(|name| !name.trim().is_empty());
        let client = self.client_ext_id.and_then(|id| ClientId::parse(&id).ok());
        let user = self.user_ext_id.and_then(|id| UserId::parse(&id).ok());
        Caller {
            at: client.zip(user).map(|(client, user)| UserRef { client, user }),
            name: safe(name.as_deref().unwrap_or(&login_id)),
            login_id: LoginId::new(&login_id),
        }
    }
}

/// The caller's permissions.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WirePermissions {
    #[serde(deserialize_with = "list")]
    elementary_permissions: Vec<Scalar>,
}

impl WirePermissions {
    /// The permissions, without what is no text.
    pub fn into_domain(self) -> Rights {
        Rights::new(self.elementary_permissions.into_iter().filter_map(Scalar::into_text))
    }
}

/// A client.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WireClient {
    #[serde(deserialize_with = "text")]
    ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    name: Option<String>,
    #[serde(deserialize_with = "object")]
    display_name: BTreeMap<String, Scalar>,
}

impl WireClient {
    /// The client under its English name, or any other, or its internal one; none where its external ID cannot be one.
    pub fn into_domain(mut self) -> Option<Client> {
        let id = ClientId::parse(self.ext_id.as_deref()?).ok()?;
        let english = self.display_name.remove("EN");
        let mut names = english.into_iter().chain(self.display_name.into_values()).filter_map(Scalar::into_text);
        let name = names.find(|name| !name.trim().is_empty()).or(self.name);
        Some(Client { name: safe(name.as_deref().unwrap_or(id.as_str())), id })
    }
}
