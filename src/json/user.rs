//! A user and what may be done with the user's credentials, as JSON.

use serde::Serialize;

use super::case::CaseJson;
use super::credential::CredentialJson;
use super::text;
use crate::domain::case::Case;
use crate::domain::credential::Credential;
use crate::domain::policy::Policy;
use crate::domain::user::{User, UserHit};
use crate::text::SafeText;

/// Something that could be done with a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub operation: &'static str,
    /// The command that does it.
    pub command: String,
    /// Why it is not possible.
    pub objection: Option<String>,
}

/// A user's page.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The user.
    pub user: &'a User,
    /// The credentials, each with what could be done with it.
    pub credentials: &'a [(Credential, Vec<Offer>)],
    /// The policies of the user's client, as far as they may be read.
    pub policies: &'a [Policy],
    /// The open cases about the user; none where the journal could not be read.
    pub cases: Option<&'a [Case]>,
}

/// `credesk show`.
pub fn shown(page: &Shown<'_>) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        kind: &'static str,
        user: UserJson<'a>,
        credentials: Vec<Row<'a>>,
        #[serde(rename = "openCases")]
        cases: Option<Vec<CaseJson>>,
    }
    #[derive(Serialize)]
    struct Row<'a> {
        #[serde(flatten)]
        credential: CredentialJson<'a>,
        operations: Vec<OfferJson<'a>>,
    }
    #[derive(Serialize)]
    struct OfferJson<'a> {
        operation: &'static str,
        command: &'a str,
        possible: bool,
        objection: Option<&'a str>,
    }
    let credentials = page.credentials.iter().map(|(credential, offers)| Row {
        credential: CredentialJson::of(credential, page.policies),
        operations: offers
            .iter()
            .map(|offer| OfferJson {
                operation: offer.operation,
                command: &offer.command,
                possible: offer.objection.is_none(),
                objection: offer.objection.as_deref(),
            })
            .collect(),
    });
    text(&Document {
        kind: "user",
        user: UserJson::of(page.user),
        credentials: credentials.collect(),
        cases: page.cases.map(|cases| cases.iter().map(CaseJson::of).collect()),
    })
}

/// A user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserJson<'a> {
    client_ext_id: &'a str,
    ext_id: &'a str,
    login_id: &'a str,
    login_id_shown: &'a str,
    name: &'a str,
    state: &'a str,
    hidden_characters: bool,
    mixed_scripts: bool,
    language: &'a str,
    technical: bool,
    unit: Option<&'a str>,
    birth_date: Option<&'a str>,
    email: Option<&'a str>,
    telephone: Option<&'a str>,
    mobile: Option<&'a str>,
    street: Option<&'a str>,
    city: Option<&'a str>,
    remarks: Option<&'a str>,
}

fn drawn(text: Option<&SafeText>) -> Option<&str> {
    text.map(SafeText::as_str)
}

impl<'a> UserJson<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            client_ext_id: user.at.client.as_str(),
            ext_id: user.at.user.as_str(),
            login_id: user.login_id.as_str(),
            login_id_shown: user.login_id.shown().as_str(),
            name: user.name.as_str(),
            state: user.state.as_str(),
            hidden_characters: user.has_hidden(),
            mixed_scripts: user.mixes_scripts(),
            language: user.language.as_str(),
            technical: user.technical,
            unit: drawn(user.unit.as_ref()),
            birth_date: drawn(user.birth_date.as_ref()),
            email: drawn(user.email.as_ref()),
            telephone: drawn(user.telephone.as_ref()),
            mobile: drawn(user.mobile.as_ref()),
            street: drawn(user.street.as_ref()),
            city: drawn(user.city.as_ref()),
            remarks: drawn(user.remarks.as_ref()),
        }
    }
}

/// A row of a search.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HitJson<'a> {
    client_ext_id: &'a str,
    ext_id: &'a str,
    login_id: &'a str,
    login_id_shown: &'a str,
    name: &'a str,
    state: &'a str,
    hidden_characters: bool,
    mixed_scripts: bool,
    near_identical: bool,
    unit: Option<&'a str>,
    email: Option<&'a str>,
}

impl<'a> HitJson<'a> {
    pub(super) fn of(hit: &'a UserHit, near_identical: bool) -> Self {
        Self {
            client_ext_id: hit.at.client.as_str(),
            ext_id: hit.at.user.as_str(),
            login_id: hit.login_id.as_str(),
            login_id_shown: hit.login_id.shown().as_str(),
            name: hit.name.as_str(),
            state: hit.state.as_str(),
            hidden_characters: hit.has_hidden(),
            mixed_scripts: hit.mixes_scripts(),
            near_identical,
            unit: drawn(hit.unit.as_ref()),
            email: drawn(hit.email.as_ref()),
        }
    }
}
