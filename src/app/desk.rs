//! What all screens share: where we are, who is signed in, what is allowed, and the tray for effects.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::app::casework::Casework;
use crate::app::clip::Clip;
use crate::app::effect::{CallId, Effect, Read, TimerId};
use crate::app::lock::Unlock;
use crate::app::msg::Reply;
use crate::app::recents::Recents;
use crate::app::remote::Remote;
use crate::domain::hand_over::HandOver;
use crate::domain::id::{ClientId, PolicyId};
use crate::domain::idle::Idle;
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{PrintId, SessionId};
use crate::domain::rights::Rights;
use crate::domain::spelling::Alphabets;
use crate::domain::user::{Caller, Client};
use crate::domain::watcher::Watcher;

/// The smallest terminal, in columns and rows. On a smaller one nothing is drawn but a sentence that says so.
pub const SMALLEST: (u16, u16) = (60, 16);

/// A profile of the configuration, as it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName {
    /// Its name.
    pub name: String,
    /// The marker of its environment.
    pub environment: String,
}

/// What the profile and the terminal decide before the first key. Never changes while the console runs.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the profile, set by itself")]
pub struct Site {
    /// The marker in the header: `PROD`, `TEST`, `DEMO`.
    pub environment: String,
    /// The marker's colour, one of the terminal's sixteen.
    pub environment_color: String,
    /// Host and, where it is not the usual one, port.
    pub host: String,
    /// The same with the path prefix where a gateway has one: what tells one server from another in the journal.
    pub server: String,
    /// Real people are behind this server, and the screens say so in words.
    pub production: bool,
    /// The place of this profile among [`Site::profiles`].
    pub profile: usize,
    /// The names of all profiles of the configuration, with their environments.
    pub profiles: Vec<ProfileName>,
    /// The clients that the profile works in; none where it works in all that the operator sees.
    pub clients: Vec<ClientId>,
    /// The operator acts on own credentials, with an X-Token.
    pub self_admin: bool,
    /// Nothing is changed in this session.
    pub read_only: bool,
    /// The embedded sandbox: a newcomer gets a hint.
    pub demo: bool,
    /// Rows of one page of results.
    pub page_size: usize,
    /// This run, by the number that was drawn at its start.
    pub session: SessionId,
    /// On resets, which take no comment themselves, a comment is written by a second request.
    pub comment_after_reset: bool,
    /// How a new value may leave credesk.
    pub hand_over: HandOver,
    /// The spelling alphabets, in the order in which `w` offers them.
    pub alphabets: Alphabets,
    /// How long the answer to a change is waited for.
    pub write_timeout: Duration,
    /// How long after sending a change may still arrive at the server.
    pub settle: Duration,
    /// The unit of the settling's schedule: one second. Tests have no such patience.
    pub second: Duration,
    /// How long typing must rest before a search goes out.
    pub search_delay: Duration,
    /// What happens while nobody presses a key, and after how long.
    pub idle: Idle,
    /// How the lock is opened.
    pub unlock: Unlock,
    /// The time zone of every date on the screen.
    pub time_zone: TimeZone,
}

/// What all screens share.
#[derive(Debug)]
pub struct Desk {
    /// Profile and terminal.
    pub site: Site,
    /// Who is signed in.
    pub caller: Remote<Caller>,
    /// What the operator may do. Where it cannot be read, nothing is greyed.
    pub rights: Remote<Rights>,
    /// The clients, read only where they are needed.
    pub clients: Remote<Vec<Client>>,
    /// The one client that is worked in, where the operator has chosen one.
    pub client: Option<ClientId>,
    /// The users opened in this session.
    pub recents: Recents,
    /// The policies of each client that a user was opened of.
    pub policies: BTreeMap<ClientId, Remote<Vec<Policy>>>,
    /// Changes that are not over.
    pub(super) casework: Casework,
    /// Who else keeps what is shown.
    pub watchers: Remote<Vec<Watcher>>,
    /// A self-admin has signed in with the password.
    pub signed_in: bool,
    /// One sentence above the footer; gone with the next key.
    pub note: Option<String>,
    /// The note tells of a verdict: it stays until a key, whatever is read meanwhile.
    pub note_stays: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Sheets that were asked for in this session.
    prints: u32,
    /// A value in the terminal's clipboard.
    pub(super) clip: Option<Clip>,
    tray: Vec<Effect>,
    next: u64,
}

impl Desk {
    /// A desk on which nothing was read yet.
    pub fn new(site: Site) -> Self {
        Self {
            site,
            caller: Remote::Idle,
            rights: Remote::Idle,
            clients: Remote::Idle,
            client: None,
            recents: Recents::default(),
            policies: BTreeMap::new(),
            casework: Casework::default(),
            watchers: Remote::Idle,
            signed_in: false,
            note: None,
            note_stays: false,
            size: (80, 24),
            prints: 0,
            clip: None,
            tray: Vec::new(),
            next: 0,
        }
    }

    /// True where the window is too small to draw anything on: what is not seen takes no keys.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// The rows that a list has on this terminal: all but header, headings, note and footer.
    pub fn list_rows(&self) -> usize {
        usize::from(self.size.1).saturating_sub(Self::CHROME_ROWS).max(1)
    }

    /// Rows around a list that fills the screen: header and rule, field, headings, summary, note, footer.
    pub const CHROME_ROWS: usize = 8;

    /// Puts an effect into the tray.
    pub fn ask(&mut self, effect: Effect) {
        self.tray.push(effect);
    }

    /// Asks for a reading.
    pub fn read(&mut self, read: Read) -> CallId {
        let id = self.call_id();
        self.ask(Effect::Read(id, read));
        id
    }

    /// Asks for a reading into `slot`; one that was on its way there is forgotten.
    pub fn read_into<T>(&mut self, slot: &mut Remote<T>, read: Read) {
        self.cancel(slot);
        *slot = Remote::Loading(self.read(read));
    }

    /// Forgets a reading that is on its way.
    pub fn cancel<T>(&mut self, slot: &Remote<T>) {
        if let Some(id) = slot.call() {
            self.ask(Effect::Cancel(id));
        }
    }

    /// Starts a timer.
    pub fn timer(&mut self, after: Duration) -> TimerId {
        let id = TimerId(self.fresh());
        self.ask(Effect::Timer(id, after));
        id
    }

    /// A number for a call that the caller puts into the tray itself.
    pub fn call_id(&mut self) -> CallId {
        CallId(self.fresh())
    }

    /// A number for a print.
    pub fn print_id(&mut self) -> PrintId {
        self.prints += 1;
        PrintId { session: self.site.session, number: self.prints }
    }

    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Empties the tray.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.tray)
    }

    /// Says one sentence above the footer.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.note = Some(sentence.into());
        self.note_stays = false;
    }

    /// Says one sentence that no answer of the server takes away: only a key does.
    pub fn announce(&mut self, sentence: impl Into<String>) {
        self.say(sentence);
        self.note_stays = true;
    }

    /// Reads a client's policies, unless they are there or on their way. `anew` reads them in any case.
    pub fn need_policies(&mut self, client: &ClientId, anew: bool) {
        let slot = self.policies.get(client);
        let wanted = match slot {
            None | Some(Remote::Idle | Remote::Failed(_)) => true,
            Some(Remote::Ready(_)) => anew,
            Some(Remote::Loading(_)) => false,
        };
        if wanted {
            let id = self.read(Read::Policies(client.clone()));
            self.policies.insert(client.clone(), Remote::Loading(id));
        }
    }

    /// Reads the clients; a reading of them that was on its way is forgotten.
    pub fn read_clients(&mut self) {
        if let Some(id) = self.clients.call() {
            self.ask(Effect::Cancel(id));
        }
        self.clients = Remote::Loading(self.read(Read::Clients));
    }

    /// Reads the clients, unless they are there or on their way.
    pub fn need_clients(&mut self) {
        if matches!(self.clients, Remote::Idle | Remote::Failed(_)) {
            self.read_clients();
        }
    }

    /// The clients that are worked in; none where it is all that the operator sees.
    pub fn scope(&self) -> &[ClientId] {
        self.client.as_ref().map_or(&self.site.clients, std::slice::from_ref)
    }

    /// The clients to choose from, with their names as far as they are known.
    pub fn clients_to_choose(&self) -> Vec<(ClientId, String)> {
        let read = self.clients.ready().map_or(&[][..], Vec::as_slice);
        let known = |id: &ClientId| read.iter().find(|client| client.id == *id);
        if self.site.clients.is_empty() {
            return read.iter().map(|client| (client.id.clone(), client.name.to_string())).collect();
        }
        let name = |id: &ClientId| known(id).map_or_else(String::new, |client| client.name.to_string());
        self.site.clients.iter().map(|id| (id.clone(), name(id))).collect()
    }

    /// Whether there are no others to choose from.
    pub fn knows_clients(&self) -> bool {
        !self.site.clients.is_empty() || self.clients.ready().is_some()
    }

    /// Reads again who is signed in and what that person may do, where it could not be read before.
    pub fn need_caller(&mut self) {
        if matches!(self.caller, Remote::Failed(_)) {
            self.caller = Remote::Loading(self.read(Read::Caller));
        }
        if matches!(self.rights, Remote::Failed(_)) {
            self.rights = Remote::Loading(self.read(Read::Rights));
        }
    }

    /// True where something on the desk waits for the call.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.caller.waits_for(id)
            || self.rights.waits_for(id)
            || self.clients.waits_for(id)
            || self.watchers.waits_for(id)
            || self.policies.values().any(|policies| policies.waits_for(id))
            || self.casework_waits_for(id)
            || self.clip.is_some_and(|clip| clip.call == id)
    }

    /// What went wrong, where neither caller nor rights could be read: then nothing else will work either.
    pub fn locked_out(&self) -> Option<&Problem> {
        match (&self.caller, &self.rights) {
            (Remote::Failed(_), Remote::Failed(problem)) => Some(problem),
            _ => None,
        }
    }

    /// Takes the reply that it waits for.
    pub fn take(&mut self, id: CallId, reply: Reply) {
        match reply {
            Reply::Caller(result) => self.caller.settle(result),
            Reply::Rights(result) => self.rights.settle(result),
            Reply::Clients(result) => self.clients.settle(result),
            Reply::Policies(result) => {
                if let Some(policies) = self.policies.values_mut().find(|policies| policies.waits_for(id)) {
                    policies.settle(result);
                }
            }
            Reply::Watchers(found) => self.watchers.settle(Ok(found)),
            Reply::Evidence(result) => self.take_evidence(id, &result),
            Reply::Cases(result) => self.take_cases(result),
            Reply::Recorded(at) => self.follow_up_recorded(id, at),
            Reply::Written(answer, after) => self.follow_up_written(id, answer, after),
            Reply::Clipped(result) => self.clipped(result),
            Reply::Hits(_)
            | Reply::User(_)
            | Reply::Credentials(_)
            | Reply::Card(_)
            | Reply::Printers(..)
            | Reply::Printed(_)
            | Reply::Audit(_)
            | Reply::SignedIn(_)
            | Reply::Unlocked(_)
            | Reply::Password(_) => {}
        }
    }

    /// The policies of a client, as far as they are there.
    pub fn policies_of(&self, client: &ClientId) -> &[Policy] {
        self.policies.get(client).and_then(Remote::ready).map_or(&[], Vec::as_slice)
    }

    /// The warning beside a value that is still covered, where somebody else keeps what is shown.
    pub fn watched(&self) -> Option<String> {
        self.watchers.ready()?.first().map(|watcher| watcher.sentence())
    }

    /// A policy of a client, where it could be read.
    pub fn policy(&self, client: &ClientId, id: Option<&PolicyId>) -> Option<&Policy> {
        let id = id?;
        self.policies_of(client).iter().find(|policy| policy.id == *id)
    }
}
