//! The people and programs that may call the sandbox: which user they are, what they may do and to whom, and their bearer
//! tokens, made as the guide "api-usage" makes API keys.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::random;
use super::rights::Right;

/// A prepared caller; [`super::Sandbox::token`] gives its bearer token. The password of each is `demo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `m.huber`: may look up users, read and change credentials, and read policies in the clients `100` and `200`.
    Helpdesk,
    /// `l.rossi`: the same without any change.
    Viewer,
    /// `demo.self`: a user with rights over nothing but himself.
    SelfAdmin,
    /// `c.favre`: the rights of the helpdesk, but the query service is not exposed to her.
    NoSearch,
}

/// Rights to read.
const VIEW: [Right; 9] = [
    Right::ClientView,
    Right::UserView,
    Right::UserSearch,
    Right::CredentialView,
    Right::PolicyView,
    Right::PolicyConfigurationView,
    Right::PropertyView,
    Right::PropertyValueView,
    Right::PropertyAllowedValueView,
];
/// Rights to change users and credentials.
const CHANGE: [Right; 3] = [Right::UserModify, Right::CredentialModify, Right::CredentialChangeState];

impl Operator {
    /// Every caller.
    pub const ALL: [Self; 4] = [Self::Helpdesk, Self::Viewer, Self::SelfAdmin, Self::NoSearch];

    /// External ID of the prepared user who the caller is.
    pub(super) fn user_ext_id(self) -> &'static str {
        match self {
            Self::Helpdesk => "1900",
            Self::Viewer => "1901",
            Self::SelfAdmin => "1050",
            Self::NoSearch => "1902",
        }
    }

    pub(super) fn may(self, right: Right) -> bool {
        let all = match self {
            Self::Helpdesk | Self::NoSearch => VIEW.contains(&right) || CHANGE.contains(&right),
            Self::Viewer => VIEW.contains(&right),
            Self::SelfAdmin => false,
        };
        all || right == Right::SelfAdmin
    }

    /// External IDs of the clients in the operator's data room.
    pub(super) fn client_data_room(self) -> &'static [&'static str] {
        if self == Self::SelfAdmin { &["100"] } else { &["100", "200"] }
    }

    /// Names of the units outside the operator's data room.
    pub(super) fn closed_units(self) -> &'static [&'static str] {
        if self == Self::SelfAdmin { &[] } else { &["Interne Revision"] }
    }

    /// Whether the query service is exposed to the operator.
    pub(super) fn may_query(self) -> bool {
        self != Self::NoSearch
    }

    /// External ID of the device password that the token proves.
    pub(super) fn credential_ext_id(self) -> String {
        format!("api-{}", self.user_ext_id())
    }

    /// 64 URL-safe characters.
    pub(super) fn secret(self, seed: u64) -> String {
        const URL_SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        random::text(&mut random::rng(seed, &["secret", self.user_ext_id()]), URL_SAFE, 64)
    }

    /// The bearer token: Base64 without padding of `userExtId:credExtId:secret`.
    pub(super) fn token(self, seed: u64) -> String {
        let parts = [self.user_ext_id(), &self.credential_ext_id(), &self.secret(seed)].join(":");
        STANDARD_NO_PAD.encode(parts)
    }
}
