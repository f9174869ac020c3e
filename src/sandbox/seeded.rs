//! Makes a credential from a short description of its situation. The prepared users' descriptions stand in the
//! assets, the generated users' are drawn from the seed; both become credentials here, so they look alike.

use serde::Deserialize;

use super::clock::{Moment, days, minutes};
use super::model::credential::{Credential, Kind, State};
use super::model::policy::Parameters;
use super::model::user::{Period, User};
use super::{otp_card, random, value};

/// Ten years, in milliseconds: `credentialLifetime` of most types ("All-credential-types").
const TEN_YEARS_MS: i64 = 315_360_000_000;
/// Five days: the same of tickets and temporary strong passwords.
const FIVE_DAYS_MS: i64 = 432_000_000;

/// The situation of a credential when the server starts.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Draft {
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Absent: type and user, `puk-1001`.
    #[serde(default)]
    pub ext_id: Option<String>,
    #[serde(default)]
    pub policy: PolicyName,
    #[serde(default)]
    pub state: State,
    #[serde(default)]
    pub reason: Option<Reason>,
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    pub comment: Option<String>,
    #[serde(default)]
    pub reset_count: i32,
    /// Successful logins.
    #[serde(default)]
    pub logins: i32,
    #[serde(default)]
    pub last_login_days_ago: Option<u64>,
    /// Failed logins.
    #[serde(default)]
    pub failures: i32,
    #[serde(default)]
    pub failed_minutes_ago: Option<u64>,
    #[serde(default = "a_year")]
    pub created_days_ago: u64,
    #[serde(default = "yesterday")]
    pub changed_days_ago: u64,
    /// Used cells of an OTP card.
    #[serde(default)]
    pub used: usize,
    #[serde(default)]
    pub latest_challenge: Option<String>,
    /// The plain value, where somebody has to know it.
    #[serde(default)]
    pub value: Option<String>,
}

/// The end of a policy's external ID.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum PolicyName {
    Named(String),
    /// `null`: the credential has no policy.
    None,
}

impl Default for PolicyName {
    fn default() -> Self {
        Self::Named("standard".to_owned())
    }
}

/// Reasons by their published names ("get-cred-state-change-reasons").
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reason {
    Initialized,
    TooManyLoginFailures,
    ChangedByAdmin,
    ChangedByBatchjob,
    Reset,
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Self::Initialized => "initialized",
            Self::TooManyLoginFailures => "too-many-login-failures",
            Self::ChangedByAdmin => "changed-by-admin",
            Self::ChangedByBatchjob => "changed-by-batchjob",
            Self::Reset => "reset",
        }
    }
}

impl Draft {
    /// A credential in good order under the standard policy.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            ext_id: None,
            policy: PolicyName::default(),
            state: State::Active,
            reason: None,
            detail: None,
            comment: None,
            reset_count: 0,
            logins: 0,
            last_login_days_ago: None,
            failures: 0,
            failed_minutes_ago: None,
            created_days_ago: a_year(),
            changed_days_ago: yesterday(),
            used: 0,
            latest_challenge: None,
            value: None,
        }
    }

    /// External ID of the policy that the description names.
    pub fn policy_ext_id(&self, client_ext_id: &str) -> Option<String> {
        self.kind.policy_type()?;
        let PolicyName::Named(name) = &self.policy else { return None };
        let name = format!("{}-{name}", self.kind.prefix());
        Some(if client_ext_id == "100" { name } else { format!("{client_ext_id}-{name}") })
    }

    /// The credential as it stands when the server starts at `started`.
    pub fn make(&self, seed: u64, started: Moment, user: &User, parameters: &Parameters) -> Credential {
        let ext_id = self.ext_id.clone().unwrap_or_else(|| format!("{}-{}", self.kind.prefix(), user.ext_id));
        let last_modified = started.before(days(self.changed_days_ago));
        Credential {
            value: self.first_value(seed, &ext_id, parameters),
            ext_id,
            user_ext_id: user.ext_id.clone(),
            kind: self.kind,
            policy_ext_id: self.policy_ext_id(&user.client_ext_id),
            created: started.before(days(self.created_days_ago.max(self.changed_days_ago))),
            last_modified,
            version: 1 + self.reset_count + i32::from(self.reason.is_some()),
            state: self.state,
            state_change_reason: self.reason.unwrap_or(Reason::Initialized).name(),
            state_change_detail: self.detail.clone(),
            last_successful_login: self.last_login_days_ago.map(|count| started.before(days(count))),
            successful_login_count: self.logins.max(i32::from(self.last_login_days_ago.is_some())),
            last_failed_login: self.failed_minutes_ago.map(|count| started.before(minutes(count))),
            failed_login_count: self.failures,
            modification_comment: self.comment.clone(),
            validity: validity(self.kind, parameters, last_modified),
            reset_count: self.reset_count,
        }
    }

    fn first_value(&self, seed: u64, ext_id: &str, parameters: &Parameters) -> String {
        let mut rng = random::rng(seed, &["first value", ext_id]);
        match (&self.value, self.kind) {
            (Some(plain), _) => value::hash(plain, parameters, &mut rng),
            (None, Kind::OtpCard) => {
                let card = otp_card::draw(parameters, self.used, &mut rng);
                self.latest_challenge.iter().fold(card, |card, challenge| format!("{card}|{challenge}"))
            }
            (None, kind) => value::draw(kind, parameters, &mut rng).stored,
        }
    }
}

/// How long a value made at `from` may be used.
pub(super) fn validity(kind: Kind, parameters: &Parameters, from: Moment) -> Period {
    let default = if matches!(kind, Kind::TempStrong | Kind::Ticket) { FIVE_DAYS_MS } else { TEN_YEARS_MS };
    let lifetime = parameters.number("credentialLifetime", default);
    Period { from: Some(from.iso()), to: Some(Moment(from.0.saturating_add(lifetime / 1000)).iso()) }
}

fn a_year() -> u64 {
    365
}

fn yesterday() -> u64 {
    1
}
