//! The one confirmation of a run: what is done, with how many, where. On a terminal the number is typed after that; without
//! one it stands on the command line.

use std::collections::BTreeMap;

use crate::cli::ask;
use crate::cli::batch::list::List;
use crate::cli::batch::plan::{Plan, Step};
use crate::cli::batch::row::Terms;
use crate::cli::batch::run::at_least;
use crate::cli::exit::Exit;
use crate::cli::site;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::say;
use crate::config::Profile;
use crate::domain::id::ClientId;
use crate::runtime::errand::Interrupt;

/// So often somebody may type another number.
const TIMES: usize = 3;
/// So many clients are named.
const NAMED: usize = 5;

/// Checks the number that stands on the command line; without one, that somebody can be asked.
///
/// # Errors
/// Another number, or nobody to ask.
pub fn check(given: Option<&str>, users: usize, can_ask: bool) -> Result<(), Stop> {
    match given {
        Some(given) if given == users.to_string() => Ok(()),
        Some(_) => Err(usage(format!(
            "Nothing was sent: the list names {}, and --confirm says another number.",
            people(users)
        ))),
        None if can_ask => Ok(()),
        None => Err(usage(format!(
            "Nothing was sent. Without a terminal on which to ask, --confirm says how many users the list names: --confirm {users}"
        ))),
    }
}

/// Says what a run is about.
pub fn say_what(list: &List, plan: &Plan, terms: &Terms, profile: &Profile, rate: Option<u32>) {
    let users = list.rows.len();
    if profile.production {
        say("PRODUCTION: real people");
    }
    say(terms.job.title(&people(users)));
    say(format_args!("Server: {} ({}). {}", site::server(profile), profile.environment, clients(list, terms)));
    if list.empty > 0 {
        let (lines, were) = if list.empty == 1 { ("line", "was") } else { ("lines", "were") };
        say(format_args!("{} empty {lines} of the list {were} passed over.", list.empty));
    }
    let skipped = plan.steps.iter().filter(|step| matches!(step, Step::Skip(_))).count();
    let unknown = plan.steps.iter().filter(|step| matches!(step, Step::FindOut(_))).count();
    if skipped > 0 {
        say(format_args!("Left out: {}, whom an earlier run has done.", people(skipped)));
    }
    if unknown > 0 {
        say(format_args!("Of {} it is found out first what became of them in an earlier run.", people(unknown)));
    }
    if terms.dry_run {
        say("Nothing is sent: this only says what would be done.");
        return;
    }
    say(terms.job.consequence());
    if !terms.reveal {
        say(
            "New values are not put out: --reveal was not given. Where nevisIDM itself does not deliver all of one, the user is left without.",
        );
    }
    if let Some(rate) = rate {
        let minutes = at_least(rate, users - skipped).as_secs().div_ceil(60);
        say(format_args!("At most {rate} a minute (--rate): it takes {minutes} min or more."));
    }
}

/// Has the number of users typed.
///
/// # Errors
/// Something else was typed, or it was interrupted.
pub async fn ask(interrupt: &Interrupt, users: usize) -> Result<(), Stop> {
    // What was typed before the question stood there was meant for something else.
    ask::forget_what_was_typed();
    for _ in 0..TIMES {
        let typed =
            ask::line(interrupt, &format!("Type {users} and press Enter to begin, or nothing to leave it: ")).await?;
        match typed.as_deref() {
            Some(typed) if typed == users.to_string() => return Ok(()),
            None | Some("") => break,
            Some(_) => say("Nothing was sent: not that number."),
        }
    }
    Err((Exit::Refused, "Nothing was sent: it was not confirmed.".into()))
}

fn clients(list: &List, terms: &Terms) -> String {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for row in &list.rows {
        let client = row.client.as_ref().or(terms.client.as_ref());
        *counts.entry(client.map(ClientId::as_str)).or_default() += 1;
    }
    let mut named: Vec<String> = counts
        .iter()
        .map(|(client, count)| match client {
            Some(client) => format!("client {client}: {count}"),
            None => format!("whichever client has the login ID: {count}"),
        })
        .collect();
    let more = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    if more > 0 {
        named.push(format!("{more} more clients"));
    }
    let list = named.join(", ");
    let mut letters = list.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

fn people(users: usize) -> String {
    if users == 1 { "1 user".into() } else { format!("{users} users") }
}
