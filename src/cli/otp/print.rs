//! `credesk otp print`: reads a card and prints it, with the same sheet, journal and rules as the console. Replaces nothing.

use std::io::{IsTerminal, stdout};
use std::sync::Arc;

use jiff::tz::TimeZone;
use tokio::runtime::{Builder, LocalOptions};

use crate::api::ApiClient;
use crate::cli::args::{Global, PrintCard, To, Written};
use crate::cli::console::profile;
use crate::cli::exit::Exit;
use crate::cli::otp::{Stop, find, stopped};
use crate::cli::site::{cups, server};
use crate::cli::talk::say;
use crate::config::Profile;
use crate::domain::credential::CredentialKind;
use crate::domain::id::{ClientId, CredentialId};
use crate::domain::otp_card::Labels;
use crate::domain::printing::{Destination, Format, PrintFault, Printed};
use crate::domain::record::{Paper, Print, PrintId, SessionId};
use crate::domain::sheet::{CardSheet, PrintOrder, Sheet, place_among};
use crate::print;
use crate::print::queue::Cups;
use crate::runtime::keeper::Place;
use crate::runtime::ledger::Ledger;
use crate::runtime::who::who;
use crate::runtime::{entropy, harden, paper};
use crate::text::SafeText;

/// Runs the command.
pub fn print(wanted: &PrintCard, global: &Global) -> Exit {
    harden::harden();
    match attempt(wanted, global) {
        Ok(()) => Exit::Done,
        Err((exit, sentence)) => {
            say(sentence);
            exit
        }
    }
}

fn attempt(wanted: &PrintCard, global: &Global) -> Result<(), Stop> {
    let (profile, _, journal) = profile(global).map_err(|sentence| (Exit::Usage, sentence))?;
    let asked = Asked::read(wanted, &profile)?;
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default());
    let runtime =
        runtime.map_err(|error| (Exit::Refused, format!("Not printed: the system refused to start: {error}.")))?;
    let done = runtime.block_on(run(&asked, &profile, journal));
    runtime.shutdown_background();
    done
}

/// The command line, checked.
struct Asked<'a> {
    login_id: &'a str,
    client: Option<ClientId>,
    card: Option<CredentialId>,
    /// None: the default queue, whichever that is.
    to: Option<Destination>,
    format: Format,
}

impl<'a> Asked<'a> {
    fn read(wanted: &'a PrintCard, profile: &Profile) -> Result<Self, Stop> {
        let usage = |sentence: String| (Exit::Usage, sentence);
        if !profile.hand_over.prints_cards() {
            let sentence = "Not printed: this profile never lets a value out (reveal = \"never\").";
            return Err((Exit::Refused, sentence.into()));
        }
        if profile.self_admin {
            return Err(usage("A self-admin's card is printed in the console, which asks for the password.".into()));
        }
        let id = |option: &str, why| usage(format!("{option} must be an external ID, but {why}."));
        let client = wanted.client.as_deref().map(ClientId::parse).transpose();
        let card = wanted.card.as_deref().map(CredentialId::parse).transpose();
        let format = match (wanted.to, wanted.format) {
            (To::Text, Some(Written::Pdf)) => return Err(usage("--to text writes text, not PDF.".into())),
            (To::Text, _) | (_, Some(Written::Text)) => Format::Text,
            (_, Some(Written::Pdf)) => Format::Pdf,
            (_, None) => profile.hand_over.format,
        };
        Ok(Self {
            login_id: &wanted.user,
            client: client.map_err(|why| id("--client", why))?.or_else(|| profile.client.clone()),
            card: card.map_err(|why| id("--card", why))?,
            to: destination(wanted, profile).map_err(usage)?,
            format,
        })
    }
}

fn destination(wanted: &PrintCard, profile: &Profile) -> Result<Option<Destination>, String> {
    match (wanted.to, &wanted.queue, &wanted.file) {
        (To::Queue, queue, None) => {
            Ok(queue.clone().or_else(|| profile.hand_over.printer.clone()).map(Destination::Queue))
        }
        (To::File, None, Some(path)) if path.to_str().is_some() => Ok(Some(Destination::File(path.clone()))),
        (To::File, None, Some(_)) => Err("--file must be UTF-8, so that the journal can name it.".into()),
        (To::File, None, None) => Err("--to file needs --file PATH.".into()),
        (To::Text, None, None) if stdout().is_terminal() => Err(
            "Not printed: standard output is this terminal, and its history would keep the card. Send it on, for example: | lp"
                .into(),
        ),
        (To::Text, None, None) => Ok(Some(Destination::Output)),
        (_, Some(_), _) => Err("--queue belongs to --to queue.".into()),
        (_, _, Some(_)) => Err("--file belongs to --to file.".into()),
    }
}

async fn run(asked: &Asked<'_>, profile: &Profile, journal: Place) -> Result<(), Stop> {
    let api = ApiClient::new(profile);
    let cups = cups(profile);
    let to = match &asked.to {
        Some(to) => to.clone(),
        None => default_queue(&cups).await?,
    };
    let at = find::user(&api, asked.login_id, asked.client.as_ref()).await?;
    let user = api.user(&at).await.map_err(|problem| stopped(&problem))?;
    let credentials = api.credentials(&at).await.map_err(|problem| stopped(&problem))?;
    let (credential, id) = find::card(&credentials, asked.card.as_ref())?;
    // Without the right to read policies the labels are the published default.
    let policies = api.policies(&at.client).await.unwrap_or_default();
    let policy = policies.iter().find(|policy| Some(&policy.id) == credential.policy.as_ref());
    let (newest, card) = api.otp_card(&at, &id).await.map_err(|problem| stopped(&problem))?;
    let card =
        card.map_err(|why| (Exit::Refused, format!("Not printed: {why}. A shifted card would lock the user out.")))?;
    let zone = TimeZone::system();
    let sheet = CardSheet::new(
        &user,
        &newest.completed_by(&credential),
        place_among(&credential, &credentials),
        (Labels::of(policy), Arc::new(card)),
        |moment| zone.to_datetime(moment).date(),
    );
    for character in print::undrawable(&sheet.to) {
        let shown = SafeText::new(&character.to_string());
        say(format_args!(
            "The font has no shape for \"{shown}\" in the name or the address: a box stands there instead."
        ));
    }
    let session = SessionId(entropy::number());
    let print = Print {
        server: server(profile),
        caller: api.caller().await.ok().map(|caller| caller.login_id),
        at,
        login_id: user.login_id.clone(),
        kind: CredentialKind::OtpCard,
        credential: Some(id),
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
    deliver(order, &cups, journal, session).await
}

async fn deliver(order: PrintOrder, cups: &Cups, journal: Place, session: SessionId) -> Result<(), Stop> {
    let ledger = Ledger::start(journal, session, who())
        .map_err(|error| (Exit::Journal, format!("Not printed: the journal's thread cannot be started: {error}.")))?;
    let (printed, untold) = paper::print(&ledger, cups, order).await;
    let ended = ledger.end("quit").await;
    let printed = printed.map_err(|fault| (exit(&fault), fault.problem().sentences()))?;
    if printed != Printed::Written {
        say(printed.sentence());
    }
    match (untold, ended) {
        (None, Ok(_)) => Ok(()),
        (Some(_), _) | (None, Err(_)) => {
            Err((Exit::Journal, "Printed, but the journal could not be told what became of it.".into()))
        }
    }
}

async fn default_queue(cups: &Cups) -> Result<Destination, Stop> {
    let queues = cups.list().await.map_err(|fault| (exit(&fault), fault.problem().sentences()))?;
    let none = || {
        let known = if queues.names.is_empty() { "none".into() } else { queues.names.join(", ") };
        (Exit::Usage, format!("CUPS has no default queue. Say which: --queue NAME (there is: {known})."))
    };
    queues.default.clone().map(Destination::Queue).ok_or_else(none)
}

/// A fault of the journal keeps everything from being printed, and one without an answer leaves it open.
fn exit(fault: &PrintFault) -> Exit {
    match fault {
        PrintFault::Journal(_) => Exit::Journal,
        PrintFault::Timeout(_) => Exit::OutcomeUnknown,
        PrintFault::Missing(_)
        | PrintFault::NoLp
        | PrintFault::NoScheduler(_)
        | PrintFault::NoQueue(_)
        | PrintFault::Refused(_)
        | PrintFault::Failed(_)
        | PrintFault::Exists(_)
        | PrintFault::NoSpace
        | PrintFault::NotSaved(_)
        | PrintFault::NotMade(_)
        | PrintFault::NoTerminal => Exit::Refused,
    }
}
