//! The words and fields of prints, from what the domain says to a line and back, as strict as `words`. A job's title or
//! anything of what is on a sheet has no word here.

use std::path::PathBuf;

use crate::domain::id::{ClientId, CredentialId, LoginId, UserId, UserRef};
use crate::domain::printing::Destination;
use crate::domain::record::{OperationId, Paper, Print, PrintEvent, PrintId};
use crate::journal::kinds::{kind_of, kind_word};
use crate::journal::wire::{WireLine, WirePrint};

/// The word for what is on a sheet.
pub fn paper_word(paper: Paper) -> &'static str {
    match paper {
        Paper::Card => "card",
        Paper::Slip => "slip",
    }
}

/// The word for an event.
pub fn print_event_word(event: &PrintEvent) -> &'static str {
    match event {
        PrintEvent::Asked(_) => "print-asked",
        PrintEvent::Accepted(_) => "print-accepted",
        PrintEvent::Failed(_) => "print-failed",
    }
}

/// The word for where a sheet goes, and the name of the queue or the file; an error names what cannot be written down. A
/// name that is not UTF-8 is refused and not replaced: it would come back as the name of another file.
pub fn to_words(to: &Destination) -> Result<(&'static str, Option<&str>), &'static str> {
    match to {
        Destination::Queue(name) => Ok(("queue", Some(name))),
        Destination::File(path) => path
            .to_str()
            .map(|path| ("file", Some(path)))
            .ok_or("the name of a file that is not UTF-8; choose another name"),
        Destination::Terminal => Ok(("terminal", None)),
        Destination::Output => Ok(("output", None)),
    }
}

/// Fills in what happened to a print; an error names what cannot be written down so that it could be read again.
pub fn write(id: PrintId, event: &PrintEvent, line: &mut WireLine) -> Result<(), &'static str> {
    line.print = Some(id.to_string());
    print_event_word(event).clone_into(&mut line.event);
    match event {
        PrintEvent::Asked(print) => line.sheet = Some(write_print(print)?),
        PrintEvent::Accepted(job) => line.job.clone_from(job),
        PrintEvent::Failed(fault) => line.fault = Some(fault.clone()),
    }
    Ok(())
}

/// Reads what happened to this print. Fields that do not belong to the event are not seen here.
pub fn read(id: &str, line: &WireLine) -> Option<(PrintId, PrintEvent)> {
    let event = match line.event.as_str() {
        "print-asked" => PrintEvent::Asked(Box::new(read_print(line.sheet.as_ref()?)?)),
        "print-accepted" => PrintEvent::Accepted(line.job.clone()),
        "print-failed" => PrintEvent::Failed(line.fault.clone()?),
        _ => return None,
    };
    Some((PrintId::parse(id)?, event))
}

fn write_print(print: &Print) -> Result<WirePrint, &'static str> {
    let (to, name) = to_words(&print.to)?;
    Ok(WirePrint {
        server: print.server.clone(),
        caller: print.caller.as_ref().map(|caller| caller.as_str().to_owned()),
        client: print.at.client.to_string(),
        user: print.at.user.to_string(),
        login_id: print.login_id.as_str().to_owned(),
        kind: kind_word(&print.kind).ok_or("a kind of credential that credesk does not print")?,
        credential: print.credential.as_ref().map(ToString::to_string),
        paper: paper_word(print.paper).to_owned(),
        to: to.to_owned(),
        name: name.map(str::to_owned),
        operation: print.operation.map(|id| id.to_string()),
    })
}

fn read_print(print: &WirePrint) -> Option<Print> {
    let to = match (print.to.as_str(), &print.name) {
        ("queue", Some(name)) => Destination::Queue(name.clone()),
        ("file", Some(name)) => Destination::File(PathBuf::from(name)),
        ("terminal", None) => Destination::Terminal,
        ("output", None) => Destination::Output,
        _ => return None,
    };
    let operation = match &print.operation {
        Some(id) => Some(OperationId::parse(id)?),
        None => None,
    };
    Some(Print {
        server: print.server.clone(),
        caller: print.caller.as_deref().map(LoginId::new),
        at: UserRef { client: ClientId::parse(&print.client).ok()?, user: UserId::parse(&print.user).ok()? },
        login_id: LoginId::new(&print.login_id),
        kind: kind_of(&print.kind)?,
        credential: print.credential.as_deref().map(CredentialId::parse).transpose().ok()?,
        paper: [Paper::Card, Paper::Slip].into_iter().find(|paper| paper_word(*paper) == print.paper)?,
        to,
        operation,
    })
}
