//! One profile: a server, who asks it, and how. Every field holds a checked value; defaults are filled in.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::address;
use super::color::{AnsiColor, NAMES};
use super::error::ConfigError;
use super::hand_over;
use super::key::Key;
use super::section::{Given, Section};
use crate::domain::hand_over::HandOver;
use crate::domain::id::ClientId;
use crate::domain::idle::Idle;
use crate::domain::look::Look;
use crate::secret::Secret;
use crate::text::SafeText;

/// Where the token comes from. Never a real server's token itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenSource {
    /// A program and its arguments; what it prints is the token. No shell is involved.
    Command(Vec<String>),
    /// A file that only its owner may read.
    File(PathBuf),
    /// The name of an environment variable: the last resort. At the start `cli` takes its value out of the environment, and
    /// the profile then says [`TokenSource::Taken`]; what still stands here afterwards was not set.
    Variable(String),
    /// The token that stood in the environment variable of this name. No file can say this.
    Taken(String, Arc<Secret>),
    /// The token of the embedded sandbox itself. No file can say this.
    Given(Arc<Secret>),
}

impl TokenSource {
    /// Which kind of source it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Command(_) => "token_command",
            Self::File(_) => "token_file",
            Self::Variable(_) | Self::Taken(..) => "token_env",
            Self::Given(_) => "the demo",
        }
    }
}

/// The client's certificate and its key, both as PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientIdentity {
    /// The certificate, with its chain.
    pub certificate: PathBuf,
    /// The private key, not encrypted.
    pub key: PathBuf,
}

/// A profile. Fields are named like their keys; a key that ends in `_s` counts seconds, and its field is a [`Duration`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file, set by itself")]
pub struct Profile {
    /// Its name in the file.
    pub name: String,
    /// The server, with a path prefix where a gateway has one.
    pub url: Url,
    /// The client to work in, where it is one.
    pub client: Option<ClientId>,
    /// The clients to work in, [`Profile::client`] among them; none where these are all that the operator sees.
    pub clients: Vec<ClientId>,
    /// What the header calls this environment: at most twenty characters.
    pub environment: String,
    /// The colour of that mark.
    pub environment_color: AnsiColor,
    /// Real people are behind this server, and the screens say so in words.
    pub production: bool,
    /// Where the token comes from.
    pub token: TokenSource,
    /// The environment variables that hold a token of any profile. No child process may inherit them.
    pub token_variables: Vec<String>,
    /// Act as a user on one's own credentials, with an `X-Token` (page generate-bearer-token).
    pub self_admin: bool,
    /// Send no change whatever.
    pub read_only: bool,
    /// PEM file with the certificates to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// The certificate to show to the server.
    pub client_identity: Option<ClientIdentity>,
    /// The proxy to go through. Proxy variables of the environment are not looked at.
    pub proxy: Option<Url>,
    /// Look for words that begin with what was typed, not for whole words.
    pub search_prefix: bool,
    /// How long to wait after the last key before searching, in milliseconds.
    pub search_delay_ms: u64,
    /// Rows of one page of hits.
    pub page_size: usize,
    /// The custom property that names a user's organisational unit: the API has no field for it.
    pub unit_property: String,
    /// Until then a connection must stand.
    pub connect_timeout: Duration,
    /// Until then the answer to a reading must be whole.
    pub read_timeout: Duration,
    /// Until then the answer to a change must be whole.
    pub write_timeout: Duration,
    /// How long after it was sent a change may still arrive at the server, by way of a slow gateway. Longer than
    /// `write_timeout`. Until it is over, a change of which nothing is to be seen counts as unknown.
    pub settle: Duration,
    /// After the reset of a PUK, a temporary strong password or a ticket, none of which takes a comment, write the comment
    /// by a second request.
    pub comment_after_reset: bool,
    /// How a new value may leave credesk.
    pub hand_over: HandOver,
    /// Nobody has pressed a key for so long: credesk ends.
    pub end_after: Duration,
    /// How the console looks: the same in every profile of a file.
    pub look: Look,
}

impl Profile {
    /// Whether a program gives the token: one that can be asked again at any time, and asks the operator in its turn. Then it
    /// unlocks the console, and a reading that meets 401 may have it run again.
    pub fn unlocks_by_command(&self) -> bool {
        matches!(self.token, TokenSource::Command(_))
    }
}

/// The custom property that names a unit, where the profile names no other.
const UNIT_PROPERTY: &str = "unit";

/// The values as they stand in the file, and the one list of a profile's keys.
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file, set by itself")]
struct Raw {
    url: Option<Given<String>>,
    client: Option<Given<String>>,
    clients: Option<Given<Vec<String>>>,
    environment: Option<Given<String>>,
    environment_color: Option<Given<String>>,
    production: Option<bool>,
    token_command: Option<Given<Vec<String>>>,
    token_file: Option<Given<String>>,
    token_env: Option<Given<String>>,
    self_admin: bool,
    read_only: bool,
    ca_file: Option<Given<String>>,
    client_certificate: Option<Given<String>>,
    client_key: Option<Given<String>>,
    proxy: Option<Given<String>>,
    search_prefix: bool,
    search_delay_ms: u64,
    page_size: u64,
    unit_property: Option<Given<String>>,
    connect_timeout_s: u64,
    read_timeout_s: u64,
    write_timeout_s: u64,
    settle_s: u64,
    comment_after_reset: bool,
    hand_over: HandOver,
    end_after_s: u64,
}

impl Raw {
    fn read(section: &mut Section<'_>) -> Result<Self, ConfigError> {
        Ok(Self {
            url: section.text("url")?,
            client: section.text("client")?,
            clients: section.texts("clients")?,
            environment: section.text("environment")?,
            environment_color: section.word("environment_color", &NAMES, AnsiColor::YELLOW.name())?,
            production: section.given_flag("production")?,
            token_command: section.texts("token_command")?,
            token_file: section.file("token_file")?,
            token_env: section.text("token_env")?,
            self_admin: section.flag("self_admin", false)?,
            read_only: section.flag("read_only", false)?,
            ca_file: section.file("ca_file")?,
            client_certificate: section.file("client_certificate")?,
            client_key: section.file("client_key")?,
            proxy: section.text("proxy")?,
            search_prefix: section.flag("search_prefix", true)?,
            search_delay_ms: section.number("search_delay_ms", &(0..=5000), 150)?,
            page_size: section.number("page_size", &(10..=1000), 100)?,
            unit_property: section.text_or("unit_property", UNIT_PROPERTY)?,
            connect_timeout_s: section.number("connect_timeout_s", &(1..=60), 5)?,
            read_timeout_s: section.number("read_timeout_s", &(1..=300), 15)?,
            write_timeout_s: section.number("write_timeout_s", &(1..=600), 30)?,
            settle_s: section.number("settle_s", &(5..=3600), 60)?,
            comment_after_reset: section.flag("comment_after_reset", false)?,
            hand_over: hand_over::read(section)?,
            end_after_s: section.number("end_after_s", &(60..=Idle::LONGEST_S), Idle::LONGEST_S)?,
        })
    }
}

/// The keys that [`read`] takes.
pub fn known_keys() -> Vec<Key> {
    let mut section = Section::empty();
    let _nothing_can_be_wrong_in_it = Raw::read(&mut section);
    section.asked().to_vec()
}

/// Reads and checks a profile of a console that looks like this; and its keys, with what counts for each.
pub fn read(name: &str, mut section: Section<'_>, look: Look) -> Result<(Profile, Vec<Key>), ConfigError> {
    let raw = Raw::read(&mut section)?;
    let profile = checked_profile(name, &section, raw, look)?;
    section.counts_as("environment", &profile.environment);
    Ok((profile, section.asked().to_vec()))
}

fn checked_profile(name: &str, section: &Section<'_>, raw: Raw, look: Look) -> Result<Profile, ConfigError> {
    section.finish()?;
    let token = token_source(section, name, &raw)?;
    let client_identity = identity(section, &raw)?;
    let url = raw.url.as_ref().ok_or_else(|| section.lacks(format!("The profile \"{name}\" has no url.")))?;
    let clients = clients(section, name, &raw)?;
    let environment = match &raw.environment {
        Some(given) => checked(section, given, environment)?,
        None => environment(&name.to_uppercase()).map_err(|why| {
            section.lacks(format!("The profile \"{name}\" has no environment, and its name cannot serve as one: {why}"))
        })?,
    };
    let environment_color = match &raw.environment_color {
        Some(given) => checked(section, given, |name| AnsiColor::parse(name).ok_or_else(colors))?,
        None => AnsiColor::YELLOW,
    };
    let url = checked(section, url, address::server)?;
    let through = |given| checked(section, given, |raw| address::proxy(raw, &url));
    let proxy = raw.proxy.as_ref().map(through).transpose()?;
    Ok(Profile {
        name: name.to_owned(),
        url,
        client: clients.first().filter(|_| clients.len() == 1).cloned(),
        clients,
        production: raw.production.unwrap_or_else(|| is_production(&environment)),
        environment,
        environment_color,
        token,
        token_variables: Vec::new(),
        self_admin: raw.self_admin,
        read_only: raw.read_only,
        ca_file: raw.ca_file.as_ref().map(|given| section.path(&given.value)),
        client_identity,
        proxy,
        search_prefix: raw.search_prefix,
        search_delay_ms: raw.search_delay_ms,
        page_size: usize::try_from(raw.page_size).unwrap_or(usize::MAX),
        unit_property: raw.unit_property.map_or_else(|| UNIT_PROPERTY.to_owned(), |given| given.value),
        connect_timeout: Duration::from_secs(raw.connect_timeout_s),
        read_timeout: Duration::from_secs(raw.read_timeout_s),
        write_timeout: Duration::from_secs(raw.write_timeout_s),
        settle: settle(section, name, raw.settle_s, raw.write_timeout_s)?,
        comment_after_reset: raw.comment_after_reset,
        hand_over: raw.hand_over,
        end_after: Duration::from_secs(raw.end_after_s),
        look,
    })
}

/// The clients of both keys, of which at most one may be given.
fn clients(section: &Section<'_>, name: &str, raw: &Raw) -> Result<Vec<ClientId>, ConfigError> {
    let parse = |key: &str, line: usize, id: &String| {
        ClientId::parse(id)
            .map_err(|why| section.bad(line, format!("\"{key}\" must be the external ID of a client, but {why}.")))
    };
    match (&raw.client, &raw.clients) {
        (Some(_), Some(_)) => {
            Err(section.lacks(format!("The profile \"{name}\" has both client and clients: give one of them.")))
        }
        (Some(one), None) => Ok(vec![parse("client", one.line, &one.value)?]),
        (None, Some(several)) if several.value.is_empty() => {
            Err(section.bad(several.line, "\"clients\" names no client. Without it credesk searches all of them."))
        }
        (None, Some(several)) => several.value.iter().map(|id| parse("clients", several.line, id)).collect(),
        (None, None) => Ok(Vec::new()),
    }
}

/// An environment that is called so is taken for it, unless the file says otherwise: the other mistake is the worse one.
fn is_production(environment: &str) -> bool {
    ["PROD", "PRODUCTION"].iter().any(|name| environment.trim().eq_ignore_ascii_case(name))
}

/// An outcome cannot be settled while the answer itself is still awaited.
fn settle(section: &Section<'_>, name: &str, settle_s: u64, write_timeout_s: u64) -> Result<Duration, ConfigError> {
    if settle_s > write_timeout_s {
        Ok(Duration::from_secs(settle_s))
    } else {
        Err(section.lacks(format!(
            "The profile \"{name}\" has settle_s = {settle_s} and write_timeout_s = {write_timeout_s}: settle_s must be the \
             larger one, and larger than the timeout of any gateway on the way."
        )))
    }
}

fn checked<T>(
    section: &Section<'_>,
    given: &Given<String>,
    check: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, ConfigError> {
    check(&given.value).map_err(|why| section.bad(given.line, why))
}

fn environment(raw: &str) -> Result<String, String> {
    let fits = (1..=20).contains(&raw.chars().count()) && !raw.trim().is_empty();
    if fits && !SafeText::new(raw).has_hidden() {
        Ok(raw.to_owned())
    } else {
        Err("\"environment\" must have one to twenty characters, all of them visible.".into())
    }
}

fn colors() -> String {
    format!("\"environment_color\" must be one of {}.", NAMES.join(", "))
}

fn token_source(section: &Section<'_>, name: &str, raw: &Raw) -> Result<TokenSource, ConfigError> {
    let one_of = "exactly one of token_command, token_file and token_env";
    match (&raw.token_command, &raw.token_file, &raw.token_env) {
        (Some(command), None, None) => match command.value.first() {
            Some(program) if !program.is_empty() => Ok(TokenSource::Command(command.value.clone())),
            _ => Err(section.bad(command.line, "\"token_command\" names no program.")),
        },
        (None, Some(file), None) => Ok(TokenSource::File(section.path(&file.value))),
        (None, None, Some(variable)) => {
            let usable = !variable.value.is_empty() && !variable.value.contains(['=', '\0']);
            let found = usable.then(|| TokenSource::Variable(variable.value.clone()));
            found
                .ok_or_else(|| section.bad(variable.line, "\"token_env\" must be the name of an environment variable."))
        }
        (None, None, None) => Err(section.lacks(format!("The profile \"{name}\" has no token: give {one_of}."))),
        _ => {
            Err(section.lacks(format!("The profile \"{name}\" has more than one source of the token: give {one_of}.")))
        }
    }
}

fn identity(section: &Section<'_>, raw: &Raw) -> Result<Option<ClientIdentity>, ConfigError> {
    match (&raw.client_certificate, &raw.client_key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            Ok(Some(ClientIdentity { certificate: section.path(&certificate.value), key: section.path(&key.value) }))
        }
        (Some(given), None) => Err(section.bad(given.line, "\"client_certificate\" needs \"client_key\" beside it.")),
        (None, Some(given)) => Err(section.bad(given.line, "\"client_key\" needs \"client_certificate\" beside it.")),
    }
}
