//! The commands that change one credential of one user: what is asked for, who confirms, where the new value goes.

pub mod asked;
mod confirm;
mod deliver;
pub mod device;
mod typed;

use std::cell::Cell;

use crate::cli::args::Global;
use crate::cli::args::change::{ReplaceCard, Reset, Resettable};
use crate::cli::exit::Exit;
use crate::cli::office::{attempt, until_interrupted};
use crate::cli::otp::find;
use crate::cli::stop::{Stop, ended, unsent, usage};
use crate::cli::talk::say;
use crate::cli::{reveal, told};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::CredentialId;
use crate::domain::operation::Change;
use crate::domain::otp_card::Labels;
use crate::runtime::errand::{Held, Office, Page, Progress, Wanted};
use asked::{Asked, Sort};
use deliver::Delivery;

/// `credesk reset`.
pub fn reset(wanted: &Reset, global: &Global) -> Exit {
    let (how, whose) = (&wanted.how, &wanted.whose);
    let user = (whose.user.as_deref().unwrap_or_default(), whose.client.as_deref());
    let kind = match wanted.what {
        Resettable::Tempstrong => CredentialKind::TempStrongPassword,
        Resettable::Puk => CredentialKind::Puk,
        Resettable::Ticket => CredentialKind::Ticket,
    };
    let done = attempt(
        global,
        |profile| Asked::read(user, how, Sort::Reset, profile),
        async |office, _, asked| {
            let page = asked.page(office).await?;
            let credential = only(&page.credentials, &kind)?;
            Box::pin(carry_out(office, &page, credential, Change::Reset, &asked)).await
        },
    );
    ended(how.json, done.map_err(unsent))
}

/// `credesk otp replace`.
pub fn replace(wanted: &ReplaceCard, global: &Global) -> Exit {
    let (how, whose) = (&wanted.how, &wanted.whose);
    let user = (whose.user.as_deref().unwrap_or_default(), whose.client.as_deref());
    let done = attempt(
        global,
        |profile| {
            let (outlet, asked) = Asked::read(user, how, Sort::Card, profile)?;
            Ok((outlet, (asked, external_id("--card", wanted.card.as_deref())?)))
        },
        async |office, _, (asked, card)| {
            let page = asked.page(office).await?;
            let (credential, _) = find::card(&page.credentials, card.as_ref())?;
            Box::pin(carry_out(office, &page, &credential, Change::Replace { comment: None }, &asked)).await
        },
    );
    ended(how.json, done.map_err(unsent))
}

/// An option that names a credential.
///
/// # Errors
/// It can name none.
pub fn external_id(option: &str, raw: Option<&str>) -> Result<Option<CredentialId>, Stop> {
    let read = raw.map(CredentialId::parse).transpose();
    read.map_err(|why| usage(format!("{option} must be an external ID, but {why}.")))
}

/// The user's one credential of a kind of which there is only one.
fn only<'a>(credentials: &'a [Credential], kind: &CredentialKind) -> Result<&'a Credential, Stop> {
    let named = match kind {
        CredentialKind::Puk => "PUK",
        CredentialKind::TempStrongPassword => "temporary strong password",
        CredentialKind::Ticket => "ticket",
        CredentialKind::DevicePassword => "device password",
        CredentialKind::OtpCard => "OTP card",
        CredentialKind::Other(_) => "such credential",
    };
    let found = credentials.iter().find(|credential| credential.kind == *kind);
    found.ok_or_else(|| (Exit::Refused, format!("Nothing was sent: the user has no {named}.")))
}

/// From the wish to the end: draft, confirmation, one request, value, journal, and everything there is to say.
async fn carry_out(
    office: &mut Office,
    page: &Page,
    credential: &Credential,
    change: Change,
    asked: &Asked<'_>,
) -> Result<Exit, Stop> {
    let interrupt = office.interrupt.clone();
    if asked.reveal {
        reveal::ask(&interrupt).await?;
    }
    let earlier = Cell::new(false);
    office.on_earlier(move |left| once(&earlier, "An earlier change of this credential is being settled", left));
    let wanted = Wanted { change, comment: asked.comment.clone(), ticket: asked.ticket.clone() };
    let drafting = Box::pin(office.draft(page, credential, wanted));
    let draft = until_interrupted(&interrupt, drafting).await?;
    let mut draft = draft.map_err(told::objected)?;
    let word = confirm::confirmed(office, &mut draft, asked).await?;
    // A replacement keeps the card's policy.
    let mut delivery = Delivery::new(asked.reveal, asked.json, Labels::of(draft.policy()));
    let settling = Cell::new(false);
    let said = |Progress::Settling(left)| once(&settling, "The answer was lost. Reading what became of it", left);
    let held = async |office: &Office, held: Held<'_>| delivery.held(office, &held).await;
    let sent = Box::pin(office.send_then(&mut draft, &word, said, held)).await;
    let outcome = sent.map_err(|_| usage("Nothing was sent: that does not confirm it."))?;
    Ok(delivery.finish(office, &draft, outcome).await)
}

/// Says at the beginning that something takes its time.
fn once(said: &Cell<bool>, what: &str, left: u64) {
    if !said.replace(true) {
        say(format_args!("{what}: this takes {left} s at most ..."));
    }
}
