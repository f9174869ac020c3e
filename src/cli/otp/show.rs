//! `credesk otp show`: a card as it is now. Replaces nothing; where its cells are put out, the journal knows it as it knows
//! a print.

use std::sync::Arc;

use crate::cli::args::Global;
use crate::cli::args::otp::ShowCard;
use crate::cli::change::asked::page;
use crate::cli::change::external_id;
use crate::cli::exit::Exit;
use crate::cli::office::{attempt, until_interrupted};
use crate::cli::otp::find;
use crate::cli::person::Person;
use crate::cli::reveal;
use crate::cli::stop::{Stop, ended, stopped, usage};
use crate::cli::talk::{print, say};
use crate::config::Profile;
use crate::domain::credential::Credential;
use crate::domain::fault::{Asked, Fault};
use crate::domain::hand_over::{Outlet, Reveal};
use crate::domain::id::CredentialId;
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::printing::{Destination, PrintFault};
use crate::domain::record::{Paper, Print, PrintEvent, PrintId};
use crate::json;
use crate::print::text::grid;
use crate::runtime::errand::{Office, Page};
use crate::text::SafeText;

/// Runs the command.
pub fn show(wanted: &ShowCard, global: &Global) -> Exit {
    let done = attempt(
        global,
        |profile| check(wanted, profile),
        async |office, _, (person, card)| {
            let interrupt = office.interrupt.clone();
            if wanted.reveal {
                reveal::ask(&interrupt).await?;
            }
            let page = page(office, &person).await?;
            let (listed, id) = find::card(&page.credentials, card.as_ref())?;
            let read = until_interrupted(&interrupt, office.api.otp_card(&page.user.at, &id)).await?;
            let (newest, card) = read.map_err(stopped)?;
            let credential = newest.completed_by(&listed);
            let card = card.map_err(|why| {
                (Exit::Refused, format!("Not shown: {why}. A shifted card would lock the user out.\nTry again; if it stays so, replace the card."))
            })?;
            let labels = labels(&page, &credential);
            let shown = Card { page: &page, credential: &credential, id, cells: Arc::new(card), labels };
            shown.facts();
            if wanted.reveal {
                shown.put_out(office, wanted.json).await
            } else {
                if wanted.json {
                    print(shown.json() + "\n");
                }
                Ok(Exit::Done)
            }
        },
    );
    ended(wanted.json, done)
}

fn check<'a>(wanted: &'a ShowCard, profile: &Profile) -> Result<(Outlet, (Person<'a>, Option<CredentialId>)), Stop> {
    if profile.self_admin {
        return Err(usage("A self-admin's card is shown in the console, which asks for the password."));
    }
    let person = Person::read(&wanted.user, wanted.client.as_deref(), profile.client.as_ref())?;
    let card = external_id("--card", wanted.card.as_deref())?;
    let allowed = profile.hand_over.reveal;
    if wanted.reveal && allowed != Reveal::Screen {
        return Err((Exit::Refused, reveal::barred(allowed)));
    }
    if wanted.reveal {
        reveal::is_possible()?;
    }
    Ok((Outlet::Withheld, (person, card)))
}

/// As the card's policy says; the published default where it cannot be read, which is said.
fn labels(page: &Page, credential: &Credential) -> Labels {
    let policy = page.policies.iter().find(|policy| Some(&policy.id) == credential.policy.as_ref());
    if policy.is_none() && credential.policy.is_some() {
        say("The card's policy could not be read: check that the sign-in page calls the cells so.");
    }
    Labels::of(policy)
}

/// A card that was read.
struct Card<'a> {
    page: &'a Page,
    credential: &'a Credential,
    id: CredentialId,
    cells: Arc<OtpCard>,
    labels: Labels,
}

impl Card<'_> {
    fn facts(&self) {
        let (user, card) = (&self.page.user, &self.cells);
        let (login, client) = (user.login_id.shown(), &user.at.client);
        say(format_args!("OTP card {} of {} ({login}), client {client}.", self.id, user.name));
        let unused = card.remaining().map_or_else(String::new, |unused| format!(", {unused} cells not used yet"));
        let state = self.credential.state.as_str();
        say(format_args!("{} rows, {} columns{unused}; state {state}.", card.rows(), card.columns()));
    }

    fn json(&self) -> String {
        json::card(&self.page.user, self.credential, &self.page.policies, (&self.cells, self.labels))
    }

    /// Not a cell leaves before the journal knows of it.
    async fn put_out(&self, office: &Office, as_json: bool) -> Result<Exit, Stop> {
        let id = PrintId { session: office.standing.session, number: 1 };
        let user = &self.page.user;
        let print = Print {
            server: office.standing.server.clone(),
            caller: office.caller.as_ref().map(|caller| caller.login_id.clone()),
            at: user.at.clone(),
            login_id: user.login_id.clone(),
            kind: self.credential.kind.clone(),
            credential: Some(self.id.clone()),
            paper: Paper::Card,
            to: Destination::Output,
            operation: None,
        };
        office.ledger.print(id, PrintEvent::Asked(Box::new(print))).await.map_err(|fault| no_journal(&fault))?;
        let put = if as_json {
            reveal::put(&json::value::with_cells(&self.json(), &self.cells))
        } else {
            reveal::put(&grid(&self.cells, self.labels))
        };
        let failed = put.err().map(|error| PrintFault::NoOutput(SafeText::new(&error.kind().to_string())));
        let event = match &failed {
            None => PrintEvent::Accepted(None),
            Some(fault) => PrintEvent::Failed(fault.name().into()),
        };
        let told = office.ledger.print(id, event).await;
        if let Some(fault) = failed {
            let (what, _) = fault.what_and_next();
            return Err((Exit::Terminal, format!("{what} The card is as it was.")));
        }
        told.map(|_| Exit::Done).map_err(|_| {
            (Exit::Journal, "The card was put out, but the journal could not be told what became of it.".to_owned())
        })
    }
}

fn no_journal(fault: &Fault) -> Stop {
    (Exit::Journal, format!("Not put out: {}", fault.problem(Asked::Read, None).what))
}
