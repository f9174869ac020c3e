//! The command line of a change, checked against itself and the profile. Asks nobody: what contradicts itself is refused
//! before anything is read.

use crate::cli::args::change::How;
use crate::cli::exit::Exit;
use crate::cli::office::until_interrupted;
use crate::cli::person::{self, Person};
use crate::cli::site::server;
use crate::cli::stop::{Stop, stopped, usage};
use crate::cli::{ask, reveal};
use crate::config::Profile;
use crate::domain::edit::Edit;
use crate::domain::hand_over::{Outlet, Reveal};
use crate::domain::ticket_reference::TicketReference;
use crate::runtime::errand::{Office, Page};
use crate::text::SafeText;

/// What a change takes and gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A request without a body: a comment needs a second one.
    Reset,
    /// A new card, which can be read again.
    Card,
    /// A device password.
    Device,
}

/// What is asked for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The server and its environment, as they are named to whoever confirms.
    pub place: String,
    /// Whether real people are behind it.
    pub production: bool,
    /// Whose.
    pub person: Person<'a>,
    /// The helpdesk's own ticket.
    pub ticket: Option<TicketReference>,
    /// The modification comment.
    pub comment: Option<String>,
    /// The confirmation, where it is given already.
    pub confirm: Option<&'a str>,
    /// The new value is put out.
    pub reveal: bool,
    /// As JSON.
    pub json: bool,
}

impl<'a> Asked<'a> {
    /// Checks a command line. Says where a new value goes, too.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn read(
        (user, client): (&'a str, Option<&'a str>),
        how: &'a How,
        sort: Sort,
        profile: &Profile,
    ) -> Result<(Outlet, Self), Stop> {
        if profile.self_admin {
            return Err(usage(
                "Nothing was sent: a self-admin changes own credentials in the console, which asks for the password.",
            ));
        }
        if profile.read_only {
            return Err((Exit::Refused, "Nothing was sent: this session is read-only.".into()));
        }
        let asked = Self {
            place: format!("{} ({})", server(profile), profile.environment),
            production: profile.production,
            person: Person::read(user, client, profile.client.as_ref())?,
            ticket: ticket(how.ticket.as_deref())?,
            comment: comment(how.comment.as_deref(), sort, profile)?,
            confirm: how.confirm.as_deref(),
            reveal: how.reveal,
            json: how.json,
        };
        let outlet = outlet(how.reveal, sort, profile)?;
        if asked.confirm.is_none() && !ask::is_possible() {
            return Err(usage(
                "Nothing was sent: there is no terminal to ask on. Confirm with --confirm LOGIN, the user's login ID once more.",
            ));
        }
        if asked.reveal {
            reveal::is_possible()?;
        }
        Ok((outlet, asked))
    }

    /// The user's page.
    ///
    /// # Errors
    /// There is no such user, or more than one; or it cannot be read.
    pub async fn page(&self, office: &mut Office) -> Result<Page, Stop> {
        page(office, &self.person).await
    }
}

/// The page of the one user with a login ID.
///
/// # Errors
/// There is no such user, or more than one; or it cannot be read.
pub async fn page(office: &mut Office, person: &Person<'_>) -> Result<Page, Stop> {
    let interrupt = office.interrupt.clone();
    let at = until_interrupted(&interrupt, person::find(&office.api, person)).await??;
    let page = until_interrupted(&interrupt, office.look(&at)).await?.map_err(stopped)?;
    if page.user.login_id.as_str() == person.login_id {
        return Ok(page);
    }
    // The search has an index of its own, and that may be behind.
    let now = page.user.login_id.shown();
    let sentence = format!(
        "Nothing was sent: the user that was found has another login ID by now (\"{now}\"). Make sure who is meant."
    );
    Err((Exit::Refused, sentence))
}

fn ticket(raw: Option<&str>) -> Result<Option<TicketReference>, Stop> {
    raw.map(TicketReference::parse)
        .transpose()
        .map_err(|why| usage(format!("Nothing was sent: --ticket cannot be read. {why}")))
}

fn comment(raw: Option<&str>, sort: Sort, profile: &Profile) -> Result<Option<String>, Stop> {
    let Some(raw) = raw else { return Ok(None) };
    let text = raw.trim();
    if sort == Sort::Reset && !profile.comment_after_reset {
        return Err(usage(
            "Nothing was sent: this reset takes no comment. With comment_after_reset = true in the profile it is written by a second request.",
        ));
    }
    let most = Edit::LONGEST_COMMENT;
    let length = text.chars().count();
    if text.is_empty() {
        Err(usage("Nothing was sent: --comment is empty."))
    } else if length > most {
        Err(usage(format!("Nothing was sent: a comment has at most {most} characters; this has {length}.")))
    } else if SafeText::new(text).has_hidden() {
        Err(usage("Nothing was sent: a comment is one line without hidden characters."))
    } else {
        Ok(Some(text.to_owned()))
    }
}

/// Where a new value goes: no further than the profile lets it.
fn outlet(reveal: bool, sort: Sort, profile: &Profile) -> Result<Outlet, Stop> {
    let allowed = profile.hand_over.reveal;
    match (allowed, reveal) {
        (Reveal::Screen, true) => Ok(Outlet::Output),
        (Reveal::Print | Reveal::Never, true) => Err((Exit::Refused, reveal::barred(allowed))),
        (Reveal::Screen, false) => Ok(Outlet::Withheld),
        // A card can be read again and printed; and a device password is known to whoever set it.
        (Reveal::Print, false) if sort == Sort::Card => Ok(Outlet::Withheld),
        (Reveal::Print | Reveal::Never, false) if sort == Sort::Device => Ok(Outlet::Withheld),
        (Reveal::Print | Reveal::Never, false) => Ok(Outlet::Barred),
    }
}
