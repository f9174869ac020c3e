//! A user who was named, and not chosen from the rows; and the clients that are worked in.

use tui_input::Input;

use crate::app::desk::Desk;
use crate::app::remote::Remote;
use crate::app::screen::Step;
use crate::app::screen::lookup::{Lookup, Source};
use crate::domain::id::ClientId;
use crate::domain::problem::{Problem, Took};
use crate::domain::search::SearchText;
use crate::domain::user::{Client, UserHit};
use crate::text::SafeText;

/// A user who was named, and not chosen from the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The whole login ID.
    pub login_id: String,
    /// The client, where it is known.
    pub client: Option<ClientId>,
}

impl Lookup {
    /// Goes to the results of a search for exactly this user, and from there to the user's page, where there is just one.
    pub fn jump(&mut self, wanted: Wanted, desk: &mut Desk) {
        self.input = Input::new(wanted.login_id.clone());
        self.typed(desk);
        if self.resting.take().is_none() {
            desk.say(format!("Type at least {} characters of a login ID.", SearchText::FEWEST));
            return;
        }
        self.search(desk);
        (self.wanted, self.in_results) = (Some(wanted), true);
    }

    /// Something lies over the results: another screen, or the palette, which lists the actions of the one below. Nobody is
    /// opened under it.
    pub fn opens_nobody(&mut self) {
        self.wanted = None;
    }

    /// Other clients are worked in: what was found is looked for anew.
    pub fn clients_have_changed(&mut self, desk: &mut Desk) {
        self.source = Source::Query;
        self.typed(desk);
    }

    /// Opens the user who was named, where there can be no other. The marked row is the likeliest one otherwise.
    pub(super) fn open_who_is_wanted(&mut self, desk: &mut Desk) -> Step {
        let (Some(wanted), Some(results)) = (self.wanted.take(), &self.results) else { return Step::Stay };
        let scope = desk.scope();
        let is_wanted = |hit: &UserHit| {
            hit.login_id.as_str() == wanted.login_id
                && wanted.client.as_ref().is_none_or(|client| *client == hit.at.client)
                && (scope.is_empty() || scope.contains(&hit.at.client))
        };
        let exact: Vec<_> = results.known().filter(|(_, hit)| is_wanted(hit)).map(|(place, _)| place).collect();
        // Within a client there is one of each login ID.
        let one_client =
            wanted.client.is_some() || scope.len() == 1 || matches!(self.source, Source::ClientUsers(Some(_)));
        let is_sure = one_client || (results.unread() == 0 && results.unusable() == 0);
        self.selected = exact.first().copied().unwrap_or(self.selected);
        let login_id = SafeText::new(&wanted.login_id);
        // It stays when further pages come in.
        match exact.len() {
            0 if results.total() == 0 => {}
            0 => desk.announce(format!("Nobody among these has exactly the login ID \"{login_id}\".")),
            1 if is_sure => return self.open(desk),
            1 => desk.announce("Not all that were found could be looked at: is it the marked one?"),
            several => {
                desk.announce(format!("{several} users have the login ID \"{login_id}\": choose by the client."));
            }
        }
        Step::Stay
    }

    /// The clients were read, because the list of one client's users is the only way to search.
    pub fn clients_are_known(&mut self, desk: &mut Desk) {
        if self.source != Source::ClientUsers(None) {
            return;
        }
        match &desk.clients {
            Remote::Ready(clients) => {
                let scope = desk.scope();
                let worked_in = |client: &&Client| scope.is_empty() || scope.contains(&client.id);
                let clients: Vec<_> = clients.iter().filter(worked_in).collect();
                if let [only] = &clients[..] {
                    self.source = Source::ClientUsers(Some(only.id.clone()));
                    self.search(desk);
                } else {
                    let known: Vec<_> =
                        clients.iter().map(|client| format!("{} ({})", client.id, client.name)).collect();
                    let what =
                        "The search service is not exposed, and the profile does not say whose users to look through.";
                    let known = known.join(", ");
                    let next = format!("Choose one with :client, or set client in the profile: {known}.");
                    self.problem = Some(Problem::new(what, Took::NothingAsked, next));
                }
            }
            Remote::Failed(problem) => self.problem = Some(problem.clone()),
            Remote::Idle | Remote::Loading(_) => {}
        }
    }
}
