//! Finding a user: a search field and its results. Never waits for the server, and never shows a late answer.

use std::collections::BTreeMap;

use tui_input::{Input, InputRequest};

use crate::app::action::{LookupAction, Move};
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, Read, TimerId};
use crate::app::list::{first_visible, moved};
use crate::app::msg::Reply;
use crate::app::remote::Remote;
use crate::app::screen::results::Results;
use crate::app::screen::user::UserScreen;
use crate::app::screen::{Screen, Step};
use crate::domain::id::ClientId;
use crate::domain::problem::{Problem, Took};
use crate::domain::search::{SearchFailure, SearchText};
use crate::text::one_line;

/// Where the hits come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The query service.
    Query,
    /// The list of a client's users, filtered by login ID, because the query service is not exposed.
    ClientUsers(Option<ClientId>),
}

/// The lookup screen.
#[derive(Debug)]
pub struct Lookup {
    input: Input,
    in_results: bool,
    resting: Option<TimerId>,
    asked: Option<SearchText>,
    source: Source,
    calls: BTreeMap<CallId, usize>,
    results: Option<Results>,
    stale: bool,
    selected: usize,
    problem: Option<Problem>,
}

impl Lookup {
    /// An empty field, ready to be typed into.
    pub fn new() -> Self {
        Self {
            input: Input::default(),
            in_results: false,
            resting: None,
            asked: None,
            source: Source::Query,
            calls: BTreeMap::new(),
            results: None,
            stale: false,
            selected: 0,
            problem: None,
        }
    }

    /// Field or results.
    pub fn context(&self) -> Context {
        if self.in_results { Context::LookupResults } else { Context::LookupField }
    }

    /// The search field.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// The rows of the last answered search.
    pub fn results(&self) -> Option<&Results> {
        self.results.as_ref()
    }

    /// True while the rows belong to an older text than the field holds. They are shown, and cannot be opened.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The selected row.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// True while an answer is on its way.
    pub fn is_loading(&self) -> bool {
        !self.calls.is_empty()
    }

    /// What the last search met.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Where the hits come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What was asked for last.
    pub fn asked(&self) -> Option<&SearchText> {
        self.asked.as_ref()
    }

    /// A key on this screen.
    pub fn act(&mut self, action: LookupAction, desk: &mut Desk) -> Step {
        match action {
            LookupAction::FocusField => self.in_results = false,
            LookupAction::ToResults => {
                if self.resting.take().is_some() || self.problem.is_some() {
                    self.search(desk); // after a failure Enter tries again
                }
                self.in_results = self.asked.is_some();
                if !self.in_results {
                    desk.say(format!("Type at least {} characters to search.", SearchText::FEWEST));
                }
            }
            LookupAction::Open => return self.open(desk),
        }
        Step::Stay
    }

    fn open(&mut self, desk: &mut Desk) -> Step {
        let hit = self.results.as_ref().and_then(|results| results.row(self.selected));
        let alike = self.results.as_ref().map_or(0, |results| results.twins(self.selected));
        match hit {
            _ if self.stale => desk.say("Still searching: these rows belong to the text before."),
            Some(hit) => {
                let screen = UserScreen::open(hit.at.clone(), hit.name.clone(), alike, desk);
                return Step::Push(Box::new(Screen::User(Box::new(screen))));
            }
            None if self.is_loading() => desk.say("Still reading this row."),
            None => desk.say("There is nobody to open."),
        }
        Step::Stay
    }

    /// Esc: from the results to the field, then empties the field.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.in_results {
            self.in_results = false;
        } else if self.input.value().is_empty() {
            desk.say("This is the first screen. To quit, press Ctrl-C.");
        } else {
            self.input = Input::default();
            self.source = Source::Query; // another caller: the search service may be there again
            self.typed(desk);
        }
        Step::Stay
    }

    /// Moves the selection and asks for the pages that come into view.
    pub fn moved(&mut self, to: Move, desk: &mut Desk) {
        if let Some(results) = &self.results {
            self.selected = moved(self.selected, results.total(), desk.list_rows(), to);
            self.fetch_visible(desk);
        }
    }

    /// Asks for the pages in view that are not there, and for those a screenful further down: rows that are there when
    /// they come into view are drawn once, and need no waiting.
    pub fn fetch_visible(&mut self, desk: &mut Desk) {
        let (Some(results), Some(text), false) = (&self.results, &self.asked, self.stale) else { return };
        let height = desk.list_rows();
        let first = first_visible(self.selected, height, results.total());
        let on_the_way: Vec<_> = self.calls.values().copied().collect();
        let wanted = results.missing(first..first + 2 * height);
        for from in wanted.into_iter().filter(|from| !on_the_way.contains(from)) {
            if let Some(read) = self.source.read(text, from) {
                self.calls.insert(desk.read(read), from);
            }
        }
    }

    /// Edits the field.
    pub fn edit(&mut self, request: InputRequest, desk: &mut Desk) {
        let before = self.input.value().to_owned();
        self.input.handle(request);
        if self.input.value() != before {
            self.typed(desk);
        }
    }

    /// Pasted lines become one line; the search still waits for a rest.
    pub fn paste(&mut self, text: &str, desk: &mut Desk) {
        if self.in_results {
            desk.say("Press / first to paste into the search field.");
            return;
        }
        let lines = text.lines().count();
        if lines > 1 || text.chars().count() > SearchText::MOST {
            desk.say(format!("Pasted lines ({lines}) became one, of at most {} characters.", SearchText::MOST));
        }
        for character in one_line(text).take(SearchText::MOST) {
            self.input.handle(InputRequest::InsertChar(character));
        }
        self.typed(desk);
    }

    fn typed(&mut self, desk: &mut Desk) {
        self.forget(desk);
        self.stale = self.results.is_some();
        if SearchText::parse(self.input.value()).is_some() {
            self.resting = Some(desk.timer(desk.site.search_delay));
        } else {
            self.resting = None;
            self.asked = None;
            self.results = None;
            self.stale = false;
            self.problem = None;
        }
    }

    /// A timer ran out; only the newest counts.
    pub fn timer(&mut self, id: TimerId, desk: &mut Desk) {
        if self.resting == Some(id) {
            self.resting = None;
            self.search(desk);
        }
    }

    fn search(&mut self, desk: &mut Desk) {
        self.forget(desk);
        self.asked = SearchText::parse(self.input.value());
        self.problem = None;
        let Some(text) = &self.asked else { return };
        if let Some(read) = self.source.read(text, 0) {
            self.calls.insert(desk.read(read), 0);
        } else {
            desk.read_clients();
        }
    }

    fn forget(&mut self, desk: &mut Desk) {
        for id in std::mem::take(&mut self.calls).into_keys() {
            desk.ask(Effect::Cancel(id));
        }
    }

    /// True where a page is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.calls.contains_key(&id)
    }

    /// Takes a page of hits.
    pub fn reply(&mut self, id: CallId, reply: Reply, desk: &mut Desk) {
        let (Some(from), Reply::Hits(result)) = (self.calls.remove(&id), reply) else { return };
        match result {
            Ok(mut page) => {
                if page.from != from {
                    page.from = from; // a server that does not know this offset sends the first page again
                    page.rows.clear();
                }
                if from == 0 {
                    self.results = Some(Results::new(desk.site.page_size));
                    self.selected = 0;
                    self.stale = false;
                }
                if let Some(results) = &mut self.results {
                    results.take(page);
                    self.selected = self.selected.min(results.total().saturating_sub(1));
                }
                self.fetch_visible(desk);
            }
            Err(SearchFailure::NotExposed(_)) if self.source == Source::Query => {
                self.source = Source::ClientUsers(desk.site.client.clone());
                self.search(desk);
            }
            Err(SearchFailure::NotExposed(problem) | SearchFailure::Failed(problem)) => {
                self.problem = Some(problem);
                if from == 0 {
                    self.in_results = false;
                    self.results = None;
                    self.stale = false;
                }
            }
        }
    }

    /// The clients were read, because the list of one client's users is the only way to search.
    pub fn clients_are_known(&mut self, desk: &mut Desk) {
        if self.source != Source::ClientUsers(None) {
            return;
        }
        match &desk.clients {
            Remote::Ready(clients) => {
                if let [only] = &clients[..] {
                    self.source = Source::ClientUsers(Some(only.id.clone()));
                    self.search(desk);
                } else {
                    let known: Vec<_> =
                        clients.iter().map(|client| format!("{} ({})", client.id, client.name)).collect();
                    let what =
                        "The search service is not exposed, and the profile does not say whose users to look through.";
                    let next = format!("Set client in the profile to one of: {}.", known.join(", "));
                    self.problem = Some(Problem::new(what, Took::NothingAsked, next));
                }
            }
            Remote::Failed(problem) => self.problem = Some(problem.clone()),
            Remote::Idle | Remote::Loading(_) => {}
        }
    }
}

impl Default for Lookup {
    fn default() -> Self {
        Self::new()
    }
}

impl Source {
    fn read(&self, text: &SearchText, from: usize) -> Option<Read> {
        match self {
            Self::Query => Some(Read::Search { text: text.clone(), from }),
            Self::ClientUsers(Some(client)) => {
                Some(Read::ClientUsers { client: client.clone(), login_id: text.clone(), from })
            }
            Self::ClientUsers(None) => None,
        }
    }
}
