//! The command line of `credesk otp print`, checked against itself and the profile. Asks nobody: what contradicts itself is
//! refused before anything is read.

use std::io::{IsTerminal, stdout};

use crate::cli::args::otp::{PrintCard, To, Written};
use crate::cli::exit::Exit;
use crate::cli::person::Person;
use crate::cli::stop::{Stop, usage};
use crate::config::Profile;
use crate::domain::id::CredentialId;
use crate::domain::printing::{Destination, Format, is_queue_name};
use crate::text::SafeText;

/// What is to be printed, and where to.
pub struct Asked<'a> {
    /// Whose.
    pub person: Person<'a>,
    /// The card, where it is named.
    pub card: Option<CredentialId>,
    /// None: the default queue, whichever that is.
    pub to: Option<Destination>,
    /// How the sheet is written.
    pub format: Format,
    /// What became of it is put out as JSON.
    pub json: bool,
}

impl<'a> Asked<'a> {
    /// Checks a command line.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn read(wanted: &'a PrintCard, profile: &Profile) -> Result<Self, Stop> {
        if !profile.hand_over.prints_cards() {
            let sentence = "Not printed: this profile never lets a value out (reveal = \"never\").";
            return Err((Exit::Refused, sentence.into()));
        }
        if profile.self_admin {
            return Err(usage("A self-admin's card is printed in the console, which asks for the password."));
        }
        if wanted.json && wanted.to == To::Text {
            return Err(usage("--to text puts the sheet on standard output: there is no room for --json."));
        }
        let card = wanted.card.as_deref().map(CredentialId::parse).transpose();
        Ok(Self {
            person: Person::read(&wanted.user, wanted.client.as_deref(), profile.client.as_ref())?,
            card: card.map_err(|why| usage(format!("--card must be an external ID, but {why}.")))?,
            to: destination(wanted, profile).map_err(usage)?,
            format: format(wanted, profile).map_err(usage)?,
            json: wanted.json,
        })
    }
}

fn destination(wanted: &PrintCard, profile: &Profile) -> Result<Option<Destination>, String> {
    match (wanted.to, &wanted.queue, &wanted.file) {
        (To::Queue, Some(queue), None) if !is_queue_name(queue) => {
            Err(format!("--queue must be the name of a queue of CUPS, and \"{}\" can be none.", SafeText::new(queue)))
        }
        (To::Queue, queue, None) => {
            Ok(queue.clone().or_else(|| profile.hand_over.printer.clone()).map(Destination::Queue))
        }
        (To::File, None, None) => Err("--to file needs --file PATH.".into()),
        (To::File, None, Some(path)) if path.to_str().is_some() => Ok(Some(Destination::File(path.clone()))),
        (To::File, None, Some(_)) => Err("--file must be UTF-8, so that the journal can name it.".into()),
        (To::Text, None, None) if stdout().is_terminal() => Err(
            "Not printed: standard output is this terminal, and its history would keep the card. Send it on, for example: | lp"
                .into(),
        ),
        (To::Text, None, None) => Ok(Some(Destination::Output)),
        (To::File | To::Text, Some(_), _) => Err("--queue belongs to --to queue.".into()),
        (To::Queue | To::Text, _, Some(_)) => Err("--file belongs to --to file.".into()),
    }
}

fn format(wanted: &PrintCard, profile: &Profile) -> Result<Format, String> {
    match (wanted.to, wanted.format) {
        (To::Text, Some(Written::Pdf)) => Err("--to text writes text, not PDF.".into()),
        (To::Text, Some(Written::Text) | None) | (To::Queue | To::File, Some(Written::Text)) => Ok(Format::Text),
        (To::Queue | To::File, Some(Written::Pdf)) => Ok(Format::Pdf),
        (To::Queue | To::File, None) => Ok(profile.hand_over.format),
    }
}
