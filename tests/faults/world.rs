//! One user with five credentials as nevisIDM would hold them: what a change does, what a reading says, and a count of
//! everything. Knows nothing of sockets, and only of the clock among the faults.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::http::{Answer, Request};
use crate::op::Kind;
use crate::script::{Clock, Nature};

/// The client of every user.
pub const CLIENT: &str = "1000";
/// The token that the driver's profile must send.
pub const TOKEN: &str = "dGhlLXRva2VuLW9mLXRoZS1jYW1wYWlnbg";
/// The operator's mark on what the second operator does.
pub const COLLEAGUE: &str = "by colleague B";

/// A change, read from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Reset(Kind),
    Replace {
        version: Option<i32>,
        comment: Option<String>,
    },
    Update {
        kind: Kind,
        version: Option<i32>,
        state: Option<String>,
        comment: Option<String>,
        password: Option<String>,
    },
}

impl Change {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Reset(kind) | Self::Update { kind, .. } => *kind,
            Self::Replace { .. } => Kind::OtpCard,
        }
    }

    fn version(&self) -> Option<i32> {
        match self {
            Self::Reset(_) => None,
            Self::Replace { version, .. } | Self::Update { version, .. } => *version,
        }
    }

    /// Reads a change; an answer where it is none. `below` is the path below the user.
    pub fn read(request: &Request, below: &[&str]) -> Result<Self, Answer> {
        let reset = |kind: Kind| match &request.body[..] {
            [] => Ok(Self::Reset(kind)),
            _ => Err(Answer::error(400, "a reset has no body")),
        };
        match (request.method.as_str(), below) {
            ("POST", ["puk", "reset"]) => reset(Kind::Puk),
            ("POST", ["tempstrong-password", "reset"]) => reset(Kind::TempStrong),
            ("POST", ["ticket", "reset"]) => reset(Kind::Ticket),
            ("POST", ["otp-credentials", "otp-1", "replace"]) => {
                let body = object(request)?;
                let version = body.get("version").map(|version| version.as_str().and_then(|text| text.parse().ok()));
                let version =
                    version.map(|number| number.ok_or_else(|| Answer::error(422, "version is no text of a number")));
                Ok(Self::Replace { version: version.transpose()?, comment: text(&body, "modificationComment") })
            }
            ("PATCH", segments) => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.segments() == segments && *kind != Kind::OtpCard);
                let kind = kind.ok_or_else(|| Answer::error(404, "no such credential"))?;
                let body = object(request)?;
                if kind == Kind::DevicePassword && text(&body, "extId").as_deref() != Some(kind.ext_id()) {
                    return Err(Answer::error(422, "extId is required"));
                }
                let version =
                    body.get("version").map(|version| version.as_i64().and_then(|number| number.try_into().ok()));
                let version = version.map(|number| number.ok_or_else(|| Answer::error(422, "version is no number")));
                Ok(Self::Update {
                    kind,
                    version: version.transpose()?,
                    state: text(&body, "stateName"),
                    comment: text(&body, "modificationComment"),
                    password: text(&body, "password"),
                })
            }
            _ => Err(Answer::error(404, "no such operation")),
        }
    }
}

fn object(request: &Request) -> Result<Map<String, Value>, Answer> {
    serde_json::from_slice(&request.body).map_err(|_| Answer::error(400, "the body is no JSON object"))
}

fn text(body: &Map<String, Value>, name: &str) -> Option<String> {
    body.get(name).and_then(Value::as_str).map(String::from)
}

/// One credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    kind: Kind,
    pub version: i32,
    pub reset_count: i32,
    pub state: String,
    pub reason: &'static str,
    pub comment: Option<String>,
    last_modified: Timestamp,
    /// The hash, or the card.
    pub value: String,
}

type Credentials = [Credential; 5];

/// What the server counted. `commits` are those of the console's writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Requests for a change whose first line came.
    pub begun: u32,
    /// Requests for a change that came whole.
    pub received: u32,
    /// Changes of the console that were carried out.
    pub commits: u32,
    /// Changes of the second operator that were carried out.
    pub by_colleague: u32,
    /// Changes of the console that a version stood against.
    pub conflicts: u32,
    /// Connections to the second listener, where redirects point to.
    pub strayed: u32,
    /// Readings.
    pub reads: u32,
    /// Requests that are not well formed, or that no part of the console should make.
    pub odd: u32,
}

/// The user, the credentials, the counts and the log.
pub struct World {
    pub user: String,
    nature: Nature,
    credentials: Credentials,
    /// The state before the last change.
    older: Credentials,
    /// The state that the first write found.
    found: Option<Credentials>,
    pub counts: Counts,
    pub log: Vec<String>,
    /// The value that the console's change gave, where the answer tells it or the request brought it.
    pub given: Option<String>,
    serial: u32,
}

impl World {
    pub fn new(user: &str, nature: Nature) -> Self {
        let start = now(nature.clock) - SignedDuration::from_hours(24 * 30);
        let mut serial = 0;
        let credentials = Kind::ALL.map(|kind| {
            serial += 1;
            Credential {
                kind,
                version: 7,
                reset_count: 2,
                state: "active".into(),
                reason: "initialized",
                comment: None,
                last_modified: start,
                value: stored(kind, serial),
            }
        });
        let older = credentials.clone();
        let mut world = Self {
            user: user.to_owned(),
            nature,
            credentials,
            older,
            found: None,
            counts: Counts::default(),
            log: Vec::new(),
            given: None,
            serial,
        };
        // Last week's work, so that a stale reading before the write has something to be behind of.
        for kind in Kind::ALL {
            world.touch(kind, start + SignedDuration::from_hours(24 * 23), |credential, _| {
                credential.comment = Some("last week".into());
            });
        }
        world
    }

    pub fn credential(&self, kind: Kind) -> &Credential {
        &self.credentials[kind.place()]
    }

    pub fn note(&mut self, what: impl Into<String>) {
        self.log.push(what.into());
    }

    /// The `Date` header (RFC 9110, section 6.6.1).
    pub fn date(&self) -> Option<String> {
        let off = match self.nature.clock {
            Clock::Right | Clock::Wrong(_) => 0,
            Clock::GatewayWrong(seconds) => seconds,
            Clock::NoDate => return None,
        };
        let moment = now(self.nature.clock) + SignedDuration::from_secs(off.into());
        Some(moment.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
    }

    /// Keeps the present state as the one that the write found, for stale readings. The first write counts.
    pub fn write_begins(&mut self) {
        self.counts.begun += 1;
        self.found.get_or_insert_with(|| self.credentials.clone());
    }

    fn touch(&mut self, kind: Kind, at: Timestamp, change: impl FnOnce(&mut Credential, u32)) {
        self.serial += 1;
        self.older[kind.place()] = self.credentials[kind.place()].clone();
        let credential = &mut self.credentials[kind.place()];
        change(credential, self.serial);
        credential.version += self.nature.version_step;
        credential.last_modified = at;
    }

    /// Whether a version stands against this change now.
    pub fn is_outdated(&self, change: &Change) -> bool {
        change.version().is_some_and(|version| version != self.credential(change.kind()).version)
    }

    /// Carries out a change of the console; the answer says what came of it.
    pub fn carry_out(&mut self, change: &Change) -> Answer {
        let kind = change.kind();
        if self.is_outdated(change) {
            self.counts.conflicts += 1;
            let stored = self.credential(kind).version;
            self.note(format!("conflict: stored {stored}, sent {:?}", change.version()));
            return Answer::error(409, "the credential was changed in between");
        }
        self.apply(change);
        self.counts.commits += 1;
        self.given = match change {
            Change::Reset(_) => self.nature.exposed.then(|| plain(self.serial)),
            Change::Replace { .. } => Some(self.credential(kind).value.clone()),
            Change::Update { password, .. } => password.clone(),
        };
        let Credential { version, reset_count, .. } = *self.credential(kind);
        self.note(format!("committed: {kind:?} version {version} resets {reset_count}"));
        self.done(change)
    }

    /// The second operator changes a credential with a console of another make: no version, for it reads just before.
    pub fn colleague(&mut self, kind: Kind, resets: bool) {
        let comment = Some(COLLEAGUE.to_owned());
        let change = match (resets, kind) {
            (true, Kind::Puk | Kind::TempStrong | Kind::Ticket) => Change::Reset(kind),
            (true, Kind::OtpCard) => Change::Replace { version: None, comment },
            (true, Kind::DevicePassword) => {
                Change::Update { kind, version: None, state: None, comment, password: Some("colleagues-own".into()) }
            }
            (false, _) => Change::Update { kind, version: None, state: None, comment, password: None },
        };
        self.apply(&change);
        self.counts.by_colleague += 1;
        self.note(format!("colleague: {change:?}"));
    }

    fn apply(&mut self, change: &Change) {
        let at = now(self.nature.clock);
        match change {
            Change::Reset(kind) => self.touch(*kind, at, |credential, serial| {
                credential.reset_count += 1;
                credential.value = stored(*kind, serial);
                credential.reason = "reset";
                credential.state = if *kind == Kind::TempStrong { "initial".into() } else { "active".into() };
            }),
            Change::Replace { comment, .. } => self.touch(Kind::OtpCard, at, |credential, serial| {
                credential.value = stored(Kind::OtpCard, serial);
                credential.reason = "renewal";
                credential.comment = comment.clone().or(credential.comment.take());
            }),
            Change::Update { kind, state, comment, password, .. } => self.touch(*kind, at, |credential, serial| {
                if password.is_some() {
                    credential.value = stored(*kind, serial);
                }
                credential.state = state.clone().unwrap_or(credential.state.clone());
                credential.comment = comment.clone().or(credential.comment.take());
                credential.reason = "changed-by-admin";
            }),
        }
    }

    fn done(&self, change: &Change) -> Answer {
        let kind = change.kind();
        let mut body = self.own_page(&self.credentials, kind);
        if let Change::Reset(_) = change {
            if self.nature.exposed {
                body[kind.member()] = plain(self.serial).into();
            } else if kind == Kind::TempStrong {
                return Answer::empty(204);
            }
        }
        // The value comes last, so that an answer that was cut in the middle of it names its owner all the same.
        let value = body.as_object_mut().and_then(|body| body.remove(kind.member()));
        let facts = body.to_string();
        let last = value.map_or_else(|| "}".into(), |value| format!(",\"{}\":{value}}}", kind.member()));
        Answer::of(200, "application/json", format!("{}{last}", facts.strip_suffix('}').unwrap()))
    }

    /// A credential's own page as it is now.
    pub fn page(&self, kind: Kind) -> Value {
        self.own_page(&self.credentials, kind)
    }

    /// What a reading says. `stale`: out of the state that the write found, or, before any write, of one change ago.
    pub fn read(&self, path: &[&str], stale: bool) -> Answer {
        let from = match (stale, &self.found) {
            (false, _) => &self.credentials,
            (true, Some(found)) => found,
            (true, None) => &self.older,
        };
        let user = self.user.as_str();
        match path {
            ["principal", "v1", "me"] => Answer::json(200, &me()),
            ["principal", "v1", "permissions"] => Answer::json(200, &json!({ "elementaryPermissions": RIGHTS })),
            ["query", "v1", "users"] => Answer::json(200, &self.hits()),
            ["core", "v1", "clients"] => Answer::json(
                200,
                &list(&[json!({ "extId": CLIENT, "name": "Default", "displayName": { "EN": "Default" } })]),
            ),
            ["core", "v1", "clients", CLIENT, "policies"] => Answer::json(200, &list(&Kind::ALL.map(policy))),
            ["core", "v1", CLIENT, "users", named] if *named == user => Answer::json(200, &self.user()),
            ["core", "v1", CLIENT, "users", named, "credentials"] if *named == user => {
                let rows = Kind::ALL.map(|kind| self.row(from, kind));
                Answer::json(200, &list(&rows))
            }
            ["core", "v1", CLIENT, "users", named, page @ ..] if *named == user => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.segments() == page);
                kind.map_or_else(
                    || Answer::error(404, "no such credential"),
                    |kind| Answer::json(200, &self.own_page(from, kind)),
                )
            }
            _ => Answer::error(404, "no such record"),
        }
    }

    fn row(&self, from: &Credentials, kind: Kind) -> Value {
        let credential = &from[kind.place()];
        let mut row = json!({
            "created": "2024-01-01T00:00:00Z",
            "lastModified": format!("{:.0}", credential.last_modified),
            "version": credential.version,
            "extId": kind.ext_id(),
            "userExtId": self.user,
            "policyExtId": kind.policy(),
            "stateName": credential.state,
            "stateChangeReason": credential.reason,
            "successfulLoginCount": 0,
            "failedLoginCount": 0,
            "type": kind.name(),
        });
        if let Some(comment) = &credential.comment {
            row["modificationComment"] = comment.as_str().into();
        }
        if kind != Kind::TempStrong {
            row["validity"] = json!({ "from": "2024-01-01T00:00:00Z", "to": "2034-01-01T00:00:00Z" });
        }
        if kind != Kind::OtpCard && self.nature.list_has_count {
            row["resetCount"] = credential.reset_count.into();
        }
        row
    }

    fn own_page(&self, from: &Credentials, kind: Kind) -> Value {
        let mut page = self.row(from, kind);
        let credential = &from[kind.place()];
        page[kind.member()] = credential.value.as_str().into();
        if kind != Kind::OtpCard {
            page["resetCount"] = credential.reset_count.into();
        }
        page
    }

    fn user(&self) -> Value {
        json!({
            "created": "2024-01-01T00:00:00Z",
            "lastModified": "2024-01-01T00:00:00Z",
            "version": 1,
            "extId": self.user,
            "clientExtId": CLIENT,
            "isTechnicalUser": false,
            "userState": "active",
            "loginId": self.user,
            "languageCode": "DE",
            "name": { "firstName": "Anna", "familyName": "Muster" },
            "contacts": { "email": "anna.muster@example.ch", "mobile": "+41790000000" },
        })
    }

    fn hits(&self) -> Value {
        json!({
            "response": {
                "totalResults": 1,
                "from": 0,
                "hits": [{
                    "extid": self.user,
                    "loginId": self.user,
                    "name": "Muster",
                    "firstName": "Anna",
                    "email": "anna.muster@example.ch",
                    "state": "active",
                    "client": { "extid": CLIENT, "name": "Default" },
                }],
            },
            "messages": { "warns": [], "errors": [], "infos": [] },
        })
    }
}

const RIGHTS: [&str; 9] = [
    "AccessControl.ClientView",
    "AccessControl.UserView",
    "AccessControl.UserSearch",
    "AccessControl.CredentialView",
    "AccessControl.CredentialModify",
    "AccessControl.CredentialChangeState",
    "AccessControl.PolicyView",
    "AccessControl.PolicyConfigurationView",
    "AccessControl.SelfAdmin",
];

fn me() -> Value {
    json!({ "userExtId": "500", "loginId": "m.huber", "fullName": "Max Huber", "clientExtId": CLIENT })
}

fn list(rows: &[Value]) -> Value {
    json!({ "items": rows, "_pagination": { "limit": 100 }, "_classifications": {} })
}

fn policy(kind: Kind) -> Value {
    let maximum = json!({ "maxResetCount": "20", "minLength": "12", "maxLength": "100" });
    json!({
        "extId": kind.policy(),
        "clientExtId": CLIENT,
        "policyType": kind.policy_type(),
        "name": kind.policy(),
        "defaultPolicy": true,
        "parameters": maximum,
    })
}

/// The server's time.
fn now(clock: Clock) -> Timestamp {
    let off = match clock {
        Clock::Wrong(seconds) => seconds,
        Clock::Right | Clock::GatewayWrong(_) | Clock::NoDate => 0,
    };
    Timestamp::now() + SignedDuration::from_secs(off.into())
}

/// A value as it is kept: a hash, or a card of two by three.
fn stored(kind: Kind, serial: u32) -> String {
    if kind == Kind::OtpCard {
        let cells: Vec<String> = (0..6).map(|cell| format!("c{serial:02}{cell}")).collect();
        format!("2|3|000000|{}", cells.join(","))
    } else {
        format!("{{SSHA256}}hash-of-{serial}")
    }
}

/// A value in plain.
fn plain(serial: u32) -> String {
    format!("plain-value-{serial}")
}
