//! A credential: the object common to all types and what the five types of the console add to it
//! ("get-credentials", "regenerate-puk", "reset-temp-strong-password", "regenerate-ticket",
//! "update-device-password-1", "replace-otp-secret").

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::user::Period;
use crate::sandbox::clock::Moment;

/// The types this sandbox has, by their published names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(in crate::sandbox) enum Kind {
    #[serde(rename = "PUK")]
    Puk,
    #[serde(rename = "Temporary Strong Password")]
    TempStrong,
    #[serde(rename = "Ticket Authorization")]
    Ticket,
    #[serde(rename = "DevicePassword")]
    DevicePassword,
    #[serde(rename = "OTP Card")]
    OtpCard,
    Password,
    #[serde(rename = "mTan")]
    MTan,
    #[serde(rename = "FIDO UAF Authenticator")]
    FidoUaf,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Puk => "PUK",
            Self::TempStrong => "Temporary Strong Password",
            Self::Ticket => "Ticket Authorization",
            Self::DevicePassword => "DevicePassword",
            Self::OtpCard => "OTP Card",
            Self::Password => "Password",
            Self::MTan => "mTan",
            Self::FidoUaf => "FIDO UAF Authenticator",
        }
    }

    /// The policy type a credential of this type takes, where its name is published ("get-policy-configuration").
    pub fn policy_type(self) -> Option<&'static str> {
        match self {
            Self::Puk => Some("PUKPolicy"),
            Self::TempStrong => Some("TempStrongPasswordPolicy"),
            Self::Ticket => Some("TicketPolicy"),
            Self::DevicePassword => Some("DevicePasswordPolicy"),
            Self::OtpCard => Some("OTPCardPolicy"),
            Self::Password => Some("PwdPolicy"),
            Self::MTan | Self::FidoUaf => None,
        }
    }

    /// Begins the external ID of a credential that this sandbox makes.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Puk => "puk",
            Self::TempStrong => "tsp",
            Self::Ticket => "tic",
            Self::DevicePassword => "dev",
            Self::OtpCard => "otp",
            Self::Password => "pwd",
            Self::MTan => "mtan",
            Self::FidoUaf => "uaf",
        }
    }

    /// The member of the wire object that holds the value.
    fn value_member(self) -> Option<&'static str> {
        match self {
            Self::Puk => Some("puk"),
            Self::TempStrong => Some("tempStrongPassword"),
            Self::Ticket => Some("ticket"),
            Self::DevicePassword => Some("devicePassword"),
            Self::OtpCard => Some("otp"),
            Self::Password | Self::MTan | Self::FidoUaf => None,
        }
    }

    /// Whether the published object has a reset count.
    pub fn counts_resets(self) -> bool {
        matches!(self, Self::Puk | Self::TempStrong | Self::Ticket | Self::DevicePassword)
    }

    /// Whether the published object has a validity: that of the temporary strong password has none.
    fn has_validity(self) -> bool {
        self != Self::TempStrong
    }
}

/// States by their published names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::sandbox) enum State {
    Initial,
    #[default]
    Active,
    TmpLocked,
    FailLocked,
    ResetCode,
    AdminChanged,
    Disabled,
    Archived,
}

/// A credential of any type, with all that one of the types has.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Credential {
    pub ext_id: String,
    pub user_ext_id: String,
    pub kind: Kind,
    pub policy_ext_id: Option<String>,
    pub created: Moment,
    pub last_modified: Moment,
    pub version: i32,
    pub state: State,
    pub state_change_reason: &'static str,
    pub state_change_detail: Option<String>,
    pub last_successful_login: Option<Moment>,
    pub successful_login_count: i32,
    pub last_failed_login: Option<Moment>,
    pub failed_login_count: i32,
    pub modification_comment: Option<String>,
    pub validity: Period,
    /// The hash with its prefix, or the card.
    pub value: String,
    pub reset_count: i32,
}

/// Who reads: the answer to the owner leaves internals out ("get-ticket").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Reader {
    Administrator,
    Owner,
}

impl Credential {
    /// An item of the credential list: the common object, and the reset count where the type has one. No values.
    pub fn wire_in_list(&self) -> Value {
        let mut object = self.common();
        if self.kind.counts_resets() {
            object.insert("resetCount".to_owned(), self.reset_count.into());
        }
        Value::Object(object)
    }

    /// The object of the credential's own type.
    pub fn wire(&self, reader: Reader) -> Value {
        self.wire_with_value(&self.value, reader)
    }

    /// The same with another text where the value stands: the plain value just made.
    pub fn wire_with_value(&self, value: &str, reader: Reader) -> Value {
        let mut object = self.common();
        if let Some(member) = self.kind.value_member() {
            object.insert(member.to_owned(), value.into());
        }
        if self.kind.counts_resets() {
            object.insert("resetCount".to_owned(), self.reset_count.into());
        }
        if self.kind == Kind::Ticket && reader == Reader::Administrator {
            object.insert("failureCount".to_owned(), self.failed_login_count.into());
            object.insert("successCount".to_owned(), self.successful_login_count.into());
        }
        Value::Object(object)
    }

    /// The members common to all types.
    fn common(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                object.insert(name.to_owned(), value);
            }
        };
        put("created", json!(self.created));
        put("lastModified", json!(self.last_modified));
        put("version", json!(self.version));
        put("extId", json!(self.ext_id));
        put("userExtId", json!(self.user_ext_id));
        put("policyExtId", json!(self.policy_ext_id));
        put("stateName", json!(self.state));
        put("stateChangeReason", json!(self.state_change_reason));
        put("stateChangeDetail", json!(self.state_change_detail));
        put("lastSuccessfulLoginDate", json!(self.last_successful_login));
        put("successfulLoginCount", json!(self.successful_login_count));
        put("lastFailedLoginDate", json!(self.last_failed_login));
        put("failedLoginCount", json!(self.failed_login_count));
        put("modificationComment", json!(self.modification_comment));
        put("type", json!(self.kind.name()));
        if self.kind.has_validity() {
            put("validity", json!(self.validity));
        }
        object
    }
}
