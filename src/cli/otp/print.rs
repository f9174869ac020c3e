//! `credesk otp print`: reads a card and prints it, with the same sheet, journal and rules as the console. Replaces nothing.

use crate::api::ApiClient;
use crate::cli::args::Global;
use crate::cli::args::otp::PrintCard;
use crate::cli::console::profile;
use crate::cli::exit::Exit;
use crate::cli::otp::asked::Asked;
use crate::cli::otp::not_printed;
use crate::cli::otp::sheet::{self, Read};
use crate::cli::site::{cups, server};
use crate::cli::stop::{Stop, ended, usage};
use crate::cli::talk::{print as put_out, say};
use crate::config::Profile;
use crate::domain::credential::CredentialKind;
use crate::domain::printing::{Destination, Printed};
use crate::domain::record::{Paper, Print, PrintId, SessionId};
use crate::domain::sheet::{PrintOrder, Sheet};
use crate::json;
use crate::print::queue::Cups;
use crate::runtime::keeper::Place;
use crate::runtime::ledger::Ledger;
use crate::runtime::who::who;
use crate::runtime::{self, entropy, panics, paper};

/// Runs the command.
pub fn print(wanted: &PrintCard, global: &Global) -> Exit {
    panics::install_hook();
    ended(wanted.json, attempt(wanted, global).map(|()| Exit::Done))
}

fn attempt(wanted: &PrintCard, global: &Global) -> Result<(), Stop> {
    let (profile, _, journal) = profile(global).map_err(usage)?;
    let asked = Asked::read(wanted, &profile)?;
    let runtime = runtime::on_one_thread()
        .map_err(|error| (Exit::Refused, format!("Not printed: the system refused to start: {error}.")))?;
    let done = runtime.block_on(run(&asked, &profile, journal));
    runtime.shutdown_background();
    done
}

async fn run(asked: &Asked<'_>, profile: &Profile, journal: Place) -> Result<(), Stop> {
    let api = ApiClient::new(profile);
    let cups = cups(profile);
    let to = match &asked.to {
        Some(to) => to.clone(),
        None => default_queue(&cups).await?,
    };
    let Read { at, card, sheet } = sheet::read(&api, asked).await?;
    let session = SessionId(entropy::number());
    let print = Print {
        server: server(profile),
        caller: api.caller().await.ok().map(|caller| caller.login_id),
        at,
        login_id: sheet.to.login_id.clone(),
        kind: CredentialKind::OtpCard,
        credential: Some(card),
        paper: Paper::Card,
        to,
        operation: None,
    };
    let order = PrintOrder {
        id: PrintId { session, number: 1 },
        print,
        sheet: Sheet::Card(Box::new(sheet)),
        format: asked.format,
        specimen: false,
    };
    deliver(order, &cups, journal, session, asked.json).await
}

async fn deliver(
    order: PrintOrder,
    cups: &Cups,
    journal: Place,
    session: SessionId,
    as_json: bool,
) -> Result<(), Stop> {
    let (at, card) = (order.print.at.clone(), order.print.credential.clone());
    let ledger = Ledger::start(journal, session, who())
        .map_err(|error| (Exit::Journal, format!("Not printed: the journal's thread cannot be started: {error}.")))?;
    let (printed, untold) = paper::print(&ledger, cups, order).await;
    let ended = ledger.end("quit").await;
    let printed = printed.map_err(|fault| not_printed(&fault))?;
    if printed != Printed::Written {
        say(printed.sentence());
    }
    if as_json && let Some(card) = card {
        put_out(json::print(&at, &card, &printed) + "\n");
    }
    match (untold, ended) {
        (None, Ok(_)) => Ok(()),
        (Some(_), _) | (None, Err(_)) => {
            Err((Exit::Journal, "Printed, but the journal could not be told what became of it.".into()))
        }
    }
}

async fn default_queue(cups: &Cups) -> Result<Destination, Stop> {
    let queues = cups.list().await.map_err(|fault| not_printed(&fault))?;
    let none = || {
        let known = if queues.names.is_empty() { "none".into() } else { queues.names.join(", ") };
        usage(format!("CUPS has no default queue. Say which: --queue NAME (there is: {known})."))
    };
    queues.default.clone().map(Destination::Queue).ok_or_else(none)
}
