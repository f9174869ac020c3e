//! `credesk show`: what is known of a user, and what may be done with each credential. Changes nothing, and writes nothing
//! into the journal.

mod offers;
mod page;

use crate::cli::args::Global;
use crate::cli::args::look::Show;
use crate::cli::change::asked::page;
use crate::cli::exit::Exit;
use crate::cli::office::attempt;
use crate::cli::person::Person;
use crate::cli::site;
use crate::cli::stop::ended;
use crate::cli::talk::{print, say};
use crate::domain::case::Case;
use crate::domain::hand_over::Outlet;
use crate::domain::id::UserRef;
use crate::journal::{JournalError, contents};
use crate::json::{self, Shown};

/// Runs the command.
pub fn run(wanted: &Show, global: &Global) -> Exit {
    let done = attempt(
        global,
        |profile| {
            let person = Person::read(&wanted.login, wanted.client.as_deref(), profile.client.as_ref())?;
            Ok((Outlet::Withheld, person))
        },
        async |office, _, person| {
            let page = page(office, &person).await?;
            let cases = open_cases(global, &office.standing.server, &page.user.at);
            let known = cases.as_deref().unwrap_or_default();
            let offer = |credential| offers::offers(&page.user, credential, known, office);
            let credentials: Vec<_> = page.credentials.iter().map(|one| (one.clone(), offer(one))).collect();
            let shown = Shown {
                user: &page.user,
                credentials: &credentials,
                policies: &page.policies,
                cases: cases.as_deref(),
            };
            print(if wanted.json { json::shown(&shown) + "\n" } else { page::write(&shown) });
            Ok(Exit::Done)
        },
    );
    ended(wanted.json, done)
}

/// The open cases about a user; none where the journal cannot be read, which is said. No journal holds none.
fn open_cases(global: &Global, server: &str, at: &UserRef) -> Option<Vec<Case>> {
    let Some(path) = site::journal(global) else { return Some(Vec::new()) };
    match contents(&path) {
        Ok(contents) => {
            let about = |case: &Case| case.intent.server == server && case.intent.at == *at;
            Some(contents.open.into_iter().filter(about).collect())
        }
        Err(JournalError::Missing(_)) => Some(Vec::new()),
        Err(why) => {
            say(format_args!("Whether there are open cases about this user is not known: {why}"));
            None
        }
    }
}
