//! `credesk find`: the console's search without the console. Changes nothing, and opens nobody.

use std::collections::{BTreeSet, HashMap};

use crate::cli::args::Global;
use crate::cli::args::look::Find;
use crate::cli::exit::Exit;
use crate::cli::office::{attempt, until_interrupted};
use crate::cli::person;
use crate::cli::stop::{Stop, ended, usage};
use crate::cli::table::table;
use crate::cli::talk::{print, say};
use crate::config::Profile;
use crate::domain::hand_over::Outlet;
use crate::domain::id::ClientId;
use crate::domain::search::SearchText;
use crate::domain::user::UserHit;
use crate::json::{self, Found};
use crate::runtime::errand::Office;
use crate::text::{SafeText, begins_left_to_right, holds_right_to_left};

/// The most pages: with a client named, others' users are passed over.
const PAGES: usize = 200;

/// Runs the command.
pub fn run(wanted: &Find, global: &Global) -> Exit {
    let done = attempt(
        global,
        |profile| Ok((Outlet::Withheld, (text(wanted)?, client(wanted, profile)?))),
        async |office, _, (text, client)| {
            let interrupt = office.interrupt.clone();
            let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
            let searching = search(office, &text, client.as_ref(), limit);
            let seen = until_interrupted(&interrupt, searching).await??;
            Ok(tell(&text, seen, wanted.json))
        },
    );
    ended(wanted.json, done)
}

fn text(wanted: &Find) -> Result<SearchText, Stop> {
    let fewest = SearchText::FEWEST;
    let read = SearchText::parse(&wanted.query.join(" "));
    read.ok_or_else(|| usage(format!("Nothing was asked: type at least {fewest} characters.")))
}

fn client(wanted: &Find, profile: &Profile) -> Result<Option<ClientId>, Stop> {
    let named = wanted.client.as_deref().map(ClientId::parse).transpose();
    let named = named.map_err(|why| usage(format!("--client must be an external ID, but {why}.")))?;
    Ok(named.or_else(|| profile.client.clone()))
}

/// What a search has shown.
#[derive(Default)]
struct Seen {
    rows: Vec<UserHit>,
    known: BTreeSet<(ClientId, String)>,
    /// How many rows of the list were looked at.
    looked_at: usize,
    total: Option<usize>,
    unusable: usize,
    at_the_end: bool,
}

async fn search(office: &Office, text: &SearchText, client: Option<&ClientId>, limit: usize) -> Result<Seen, Stop> {
    let mut seen = Seen::default();
    for _ in 0..PAGES {
        let page = person::page(&office.api, (text, client), seen.looked_at).await?;
        let given = page.rows.len() + page.unusable;
        seen.looked_at += given;
        seen.unusable += page.unusable;
        seen.total = seen.total.max(page.total);
        let mut is_new = false;
        for hit in page.rows.into_iter().filter(|hit| client.is_none_or(|client| *client == hit.at.client)) {
            if seen.known.insert((hit.at.client.clone(), hit.at.user.to_string())) {
                is_new = true;
                seen.rows.push(hit);
            }
        }
        // A server that shows the same page again shows nothing that is not there already.
        seen.at_the_end = given == 0 || seen.total.is_some_and(|total| seen.looked_at >= total);
        if seen.at_the_end || seen.rows.len() >= limit || (!is_new && client.is_none()) {
            break;
        }
    }
    if seen.rows.len() > limit {
        seen.rows.truncate(limit);
        seen.at_the_end = false;
    }
    Ok(seen)
}

fn tell(text: &SearchText, seen: Seen, as_json: bool) -> Exit {
    let Seen { rows, total, unusable, at_the_end, .. } = seen;
    let mut alike: HashMap<String, usize> = HashMap::new();
    for hit in &rows {
        *alike.entry(hit.name_key()).or_default() += 1;
    }
    let is_alike = |hit: &UserHit| alike.get(&hit.name_key()).is_some_and(|count| *count > 1);
    let rows: Vec<_> = rows.into_iter().map(|hit| (is_alike(&hit), hit)).map(|(alike, hit)| (hit, alike)).collect();
    if as_json {
        print(json::found(&Found { rows: &rows, complete: at_the_end, total, unusable }) + "\n");
    } else if !rows.is_empty() {
        let titles = ["", "login ID", "name", "e-mail or unit", "state", "client", "external ID"];
        let lines: Vec<_> = [titles.map(String::from)].into_iter().chain(rows.iter().map(row)).collect();
        print(table(&lines));
    }
    let count = rows.len();
    match count {
        0 => say(format_args!("Nobody found for \"{}\".", SafeText::new(text.as_str()))),
        1 => say("1 user."),
        _ => say(format_args!("{count} users.")),
    }
    if rows.iter().any(|(_, alike)| *alike) {
        say("Names marked = are near-identical: check login ID and unit.");
    }
    if rows.iter().any(|(hit, _)| hit.has_hidden() || hit.mixes_scripts()) {
        say("Names marked ! hold hidden characters or mix scripts: make sure who this is.");
    }
    if unusable > 0 {
        say(format_args!(
            "{unusable} more cannot be asked about: the server gave external IDs that can be none. Tell the server's owner."
        ));
    }
    if !at_the_end {
        let all = total.map_or_else(|| "an unknown number".to_owned(), |total| total.to_string());
        say(format_args!(
            "There may be more: the search found {all}. More words narrow it down; --limit N shows more."
        ));
    }
    if count == 0 { Exit::Refused } else { Exit::Done }
}

/// After a text that is written from right to left a cell says what it is, so that a terminal which turns such texts around
/// cannot let two cells change places.
fn row((hit, alike): &(UserHit, bool)) -> [String; 7] {
    let marks = [(*alike, '='), (hit.has_hidden() || hit.mixes_scripts(), '!')];
    let mark: String = marks.iter().filter(|(marked, _)| *marked).map(|(_, mark)| mark).collect();
    let contact = hit.email.as_ref().or(hit.unit.as_ref()).map_or("", |text| text.as_str());
    let cells = [
        ("", mark.as_str()),
        ("login ID", hit.login_id.shown().as_str()),
        ("name", hit.name.as_str()),
        ("at", contact),
        ("state", hit.state.as_str()),
        ("client", hit.at.client.as_str()),
        ("ID", hit.at.user.as_str()),
    ];
    let mut turned = false;
    cells.map(|(title, text)| {
        let fenced = turned && !text.is_empty() && !begins_left_to_right(text);
        turned = holds_right_to_left(text) || (turned && text.is_empty());
        if fenced { format!("{title} {text}") } else { text.to_owned() }
    })
}
