//! Finding a user: a search field and its results. Never waits for the server, and never shows a late answer.

mod rows;
mod wanted;

use std::collections::BTreeMap;

use tui_input::{Input, InputRequest};

use crate::app::action::{LookupAction, Move};
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, Read, TimerId};
use crate::app::filter::{Filter, moved_among};
use crate::app::list::{first_visible, moved};
use crate::app::msg::Reply;
use crate::app::screen::results::Results;
use crate::app::screen::user::UserScreen;
use crate::app::screen::{Screen, Step};
use crate::domain::id::ClientId;
use crate::domain::problem::Problem;
use crate::domain::search::{SearchFailure, SearchText};
use crate::text::one_line;
pub use wanted::Wanted;

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
    filter: Filter,
    /// Who is to be opened once the answer is there.
    wanted: Option<Wanted>,
    problem: Option<Problem>,
}

/// So many pages are turned by themselves in search of rows of the clients that are worked in.
const MOST_PAGES: usize = 20;

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
            filter: Filter::default(),
            wanted: None,
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
        self.wanted = None;
        match action {
            LookupAction::FocusField => self.in_results = false,
            LookupAction::ToResults if !self.recents(desk).is_empty() => {
                (self.in_results, self.selected) = (true, 0);
            }
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
        if let Some(recent) = self.recents(desk).get(self.selected) {
            let (login_id, client) = (recent.login_id.as_str().to_owned(), Some(recent.client.clone()));
            self.jump(Wanted { login_id, client }, desk);
            return Step::Stay;
        }
        let place = self.selected(desk);
        let hit = self.results.as_ref().zip(place).and_then(|(results, place)| results.row(place));
        let alike = self.results.as_ref().zip(place).map_or(0, |(results, place)| results.twins(place));
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
        let height = desk.list_rows();
        self.wanted = None;
        match (self.rows(desk), &self.results) {
            (Some(rows), _) => self.selected = moved_among(self.selected, &rows, height, to).unwrap_or(self.selected),
            (None, Some(results)) => self.selected = moved(self.selected, results.total(), height, to),
            (None, None) => self.selected = moved(self.selected, self.recents(desk).len(), height, to),
        }
        self.fetch_visible(desk);
    }

    /// Asks for the pages in view that are not there, and for those a screenful further down: rows that are there when
    /// they come into view are drawn once, and need no waiting.
    pub fn fetch_visible(&mut self, desk: &mut Desk) {
        let (Some(results), Some(text), false) = (&self.results, &self.asked, self.stale) else { return };
        let height = desk.list_rows();
        let on_the_way: Vec<_> = self.calls.values().copied().collect();
        let wanted = if let Some(rows) = self.rows(desk) {
            // Rows of other clients are left out: pages are turned, one after the other, until a screen is full.
            let below = rows.iter().filter(|row| **row >= self.selected).count();
            let full = self.filter.narrows() || below >= 2 * height || results.pages() >= MOST_PAGES;
            if full || !on_the_way.is_empty() { Vec::new() } else { Vec::from_iter(results.next_unread()) }
        } else {
            let first = first_visible(self.selected, height, results.total());
            results.missing(first..first + 2 * height)
        };
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
            if self.input.value().starts_with(':') {
                desk.say("A colon is text here. Commands are typed in the palette: Ctrl-P.");
            }
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
        self.wanted = None;
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
    pub fn reply(&mut self, id: CallId, reply: Reply, desk: &mut Desk) -> Step {
        let (Some(from), Reply::Hits(result)) = (self.calls.remove(&id), reply) else { return Step::Stay };
        match result {
            Ok(mut page) => {
                if page.from != from {
                    page.from = from; // a server that does not know this offset sends the first page again
                    page.rows.clear();
                }
                if from == 0 {
                    self.results = Some(Results::new(desk.site.page_size));
                    self.selected = 0;
                    self.filter.clear();
                    self.stale = false;
                }
                if let Some(results) = &mut self.results {
                    results.take(page);
                    self.selected = self.selected.min(results.total().saturating_sub(1));
                }
                self.fetch_visible(desk);
                self.open_who_is_wanted(desk)
            }
            Err(SearchFailure::NotExposed(_)) if self.source == Source::Query => {
                let only = desk.scope().first().filter(|_| desk.scope().len() == 1);
                self.source = Source::ClientUsers(only.cloned());
                self.search(desk);
                Step::Stay
            }
            Err(SearchFailure::NotExposed(problem) | SearchFailure::Failed(problem)) => {
                self.problem = Some(problem);
                self.wanted = None;
                if from == 0 {
                    self.in_results = false;
                    self.results = None;
                    self.stale = false;
                }
                Step::Stay
            }
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
