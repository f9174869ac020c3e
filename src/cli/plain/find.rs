//! Finding a user: a text to look for, and the list of those who were found, ten at a time.

use std::collections::BTreeSet;

use crate::app::screen::results::Results;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::dialogue::{Question, number};
use crate::cli::plain::halt::{Halt, Heard};
use crate::domain::id::ClientId;
use crate::domain::problem::{Problem, Took};
use crate::domain::search::{Page, SearchFailure, SearchText};
use crate::domain::user::UserHit;
use crate::text::SafeText;

/// So many are read out at once.
const AT_ONCE: usize = 10;
const HELP: &str = "Type a name, a login ID, an e-mail address or an external ID; more words narrow it down.";
const LIST_HELP: &str = "Type the number of a user, m for more users, or b to look for another one.";

/// An answer to the list.
enum Picked {
    One(usize),
    More,
}

impl Desk<'_> {
    /// Asks for users, and opens them, until the operator goes back.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn find(&mut self) -> Result<(), Halt> {
        let lines = || vec!["Whom are you looking for?".to_owned()];
        loop {
            let question = Question { lines: lines(), prompt: "Search for", help: HELP, ..Question::default() };
            let few = format!("Type at least {} characters.", SearchText::FEWEST);
            let text =
                self.dialogue.ask(&question, |typed| SearchText::parse(typed).ok_or_else(|| few.clone())).await?;
            let Some(text) = text else { return Ok(()) };
            self.say("Searching.");
            match self.search(&text, 0).await? {
                Ok(page) => {
                    let mut results = Results::new(self.site.page_size);
                    results.take(page);
                    self.results(&text, results).await?;
                }
                Err(problem) => self.problem(&problem),
            }
        }
    }

    async fn results(&mut self, text: &SearchText, mut results: Results) -> Result<(), Halt> {
        let asked = SafeText::new(text.as_str());
        match results.total() {
            0 => {
                self.say(format!("Nobody found for \"{asked}\"."));
                return Ok(());
            }
            1 => self.say(format!("1 user found for \"{asked}\".")),
            total => self.say(format!("{total} users found for \"{asked}\".")),
        }
        let mut from = 0;
        loop {
            self.complete(text, &mut results, from).await?;
            let to = (from + AT_ONCE).min(results.total());
            match self.pick(&results, from, to).await? {
                None => return Ok(()),
                Some(Picked::More) => from = to,
                Some(Picked::One(row)) => match results.row(row).map(|hit| hit.at.clone()) {
                    Some(at) => self.user(&at, results.twins(row), None).await?,
                    None => self.say("This one cannot be opened: its external ID can be none."),
                },
            }
        }
    }

    /// Reads what is missing of these rows.
    async fn complete(&mut self, text: &SearchText, results: &mut Results, from: usize) -> Result<(), Halt> {
        let mut asked = BTreeSet::new();
        while let Some(offset) = results.missing(from..from + AT_ONCE).into_iter().find(|at| !asked.contains(at)) {
            asked.insert(offset);
            match self.search(text, offset).await? {
                Ok(mut page) => {
                    if page.from != offset {
                        page.from = offset; // a server that does not know this offset sends the first page again
                        page.rows.clear();
                    }
                    results.take(page);
                }
                Err(problem) => {
                    self.problem(&problem);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn pick(&mut self, results: &Results, from: usize, to: usize) -> Heard<Picked> {
        let mut lines: Vec<String> = (from..to).map(|row| line(results, row)).collect();
        if results.unusable() > 0 {
            let count = results.unusable();
            lines.push(format!("{count} of those found cannot be opened: their external IDs can be none."));
        }
        let more = to < results.total();
        lines.push(match (to - from, more) {
            (_, true) => format!("Which user? These are {} to {to} of {}; m for more.", from + 1, results.total()),
            (1, false) => format!("Is it this user? Type {to} to open it, b to look for another one."),
            (_, false) => "Which user?".into(),
        });
        let question = Question { lines, prompt: "Number", help: LIST_HELP, ..Question::default() };
        let read = |typed: &str| match typed.trim() {
            "m" if more => Ok(Picked::More),
            "m" => Err("There are no more.".to_owned()),
            typed => number(typed, to).map(Picked::One),
        };
        self.dialogue.ask(&question, read).await
    }

    async fn search(&mut self, text: &SearchText, from: usize) -> Result<Result<Page<UserHit>, Problem>, Halt> {
        let (api, size) = (&self.office.api, self.site.page_size);
        match self.dialogue.wait(api.search(text, from, size)).await? {
            Ok(page) => Ok(Ok(page)),
            Err(SearchFailure::Failed(problem)) => Ok(Err(problem)),
            Err(SearchFailure::NotExposed(_)) => match self.only_client().await? {
                Ok(client) => {
                    if from == 0 {
                        self.say("The search service is not exposed here: looking for exact login IDs.");
                    }
                    let listed = self.office.api.client_users(&client, text, from, size);
                    self.dialogue.wait(listed).await
                }
                Err(problem) => Ok(Err(problem)),
            },
        }
    }

    /// The client whose users can be listed instead.
    async fn only_client(&mut self) -> Result<Result<ClientId, Problem>, Halt> {
        if let Some(client) = &self.site.client {
            return Ok(Ok(client.clone()));
        }
        let clients = self.dialogue.wait(self.office.api.clients()).await?;
        Ok(clients.and_then(|clients| {
            if let [only] = &clients[..] {
                return Ok(only.id.clone());
            }
            let known: Vec<_> = clients.iter().map(|client| format!("{} ({})", client.id, client.name)).collect();
            let what = "The search service is not exposed, and the profile does not say whose users to look through.";
            let next = format!("Set client in the profile to one of: {}.", known.join(", "));
            Err(Problem::new(what, Took::NothingAsked, next))
        }))
    }
}

/// One who was found, with all that tells people apart.
fn line(results: &Results, row: usize) -> String {
    let number = row + 1;
    let Some(hit) = results.row(row) else { return format!("{number}. Cannot be opened.") };
    let mut facts = vec![
        hit.name.to_string(),
        format!("login ID {}", hit.login_id.shown()),
        hit.unit.as_ref().map_or_else(|| "no unit given".into(), |unit| format!("unit {unit}")),
        hit.state.as_str().to_owned(),
        format!("external ID {}", hit.at.user),
    ];
    if results.several_clients() {
        facts.push(format!("client {}", hit.at.client));
    }
    let mut line = format!("{number}. {}.", facts.join(", "));
    if results.twins(row) > 0 {
        line.push_str(" Careful: another one has nearly this name.");
    }
    if hit.has_hidden() {
        line.push_str(" Careful: hidden characters in name or login ID.");
    }
    if hit.mixes_scripts() {
        line.push_str(" Careful: letters of several scripts in name or login ID.");
    }
    line
}
