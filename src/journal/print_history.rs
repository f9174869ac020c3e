//! The prints of a journal, each with what became of it, for whoever looks back.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::id::{CredentialId, LoginId};
use crate::domain::record::{Entry, Print, PrintEvent, PrintId, SessionId, What, Who};
use crate::journal::contents::Contents;
use crate::journal::kinds::kind_word;
use crate::journal::line::Said;
use crate::journal::print_words::{paper_word, to_words};

/// One print.
#[derive(Debug, Clone)]
pub struct Printing {
    /// Which one.
    pub id: PrintId,
    /// What was asked for.
    pub print: Print,
    /// When.
    pub asked: Timestamp,
    /// By whom.
    pub who: Option<Who>,
    /// What became of it, and when; none where credesk was cut off before it could be told.
    pub end: Option<(Timestamp, PrintEvent)>,
}

/// All prints, in the order in which they were asked for.
pub fn prints(contents: &Contents) -> Vec<Printing> {
    let mut sessions: Vec<(SessionId, &Who)> = Vec::new();
    let mut prints: Vec<Printing> = Vec::new();
    for written in &contents.lines {
        let Said::Entry(Entry { at, session, what }) = &written.line.said else { continue };
        match what {
            What::SessionStarted(who) => sessions.push((*session, who)),
            What::SessionEnded(_) | What::Operation(..) => {}
            What::Print(id, PrintEvent::Asked(print)) => prints.push(Printing {
                id: *id,
                print: (**print).clone(),
                asked: *at,
                who: sessions.iter().rev().find(|(of, _)| *of == id.session).map(|(_, who)| (*who).clone()),
                end: None,
            }),
            What::Print(id, event) => {
                // The chain takes no end of a print that was not asked for. The newest ones are the likeliest.
                if let Some(print) = prints.iter_mut().rev().find(|print| print.id == *id) {
                    print.end = Some((*at, event.clone()));
                }
            }
        }
    }
    prints
}

#[derive(Serialize)]
struct Summary<'a> {
    print: String,
    standing: &'a str,
    stage: &'a str,
    asked: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'a str>,
    client: &'a str,
    user: &'a str,
    login_id: &'a str,
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential: Option<&'a str>,
    paper: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'a str>,
}

impl Printing {
    /// One line of JSON about it, times in UTC.
    pub fn json(&self) -> String {
        let print = &self.print;
        let (to, name) = to_words(&print.to).unwrap_or_default(); // it was read from words
        let end = self.end.as_ref().map(|(_, event)| event);
        let (stage, job, fault) = match end {
            Some(PrintEvent::Accepted(job)) => ("accepted", job.as_deref(), None),
            Some(PrintEvent::Failed(fault)) => ("failed", None, Some(fault.as_str())),
            Some(PrintEvent::Asked(_)) | None => ("asked", None, None),
        };
        let summary = Summary {
            print: self.id.to_string(),
            standing: if end.is_some() { "over" } else { "open" },
            stage,
            asked: self.asked.to_string(),
            ended: self.end.as_ref().map(|(at, _)| at.to_string()),
            account: self.who.as_ref().and_then(|who| who.account.as_deref()),
            host: self.who.as_ref().map(|who| who.host.as_str()),
            server: &print.server,
            caller: print.caller.as_ref().map(LoginId::as_str),
            client: print.at.client.as_str(),
            user: print.at.user.as_str(),
            login_id: print.login_id.as_str(),
            kind: kind_word(&print.kind),
            credential: print.credential.as_ref().map(CredentialId::as_str),
            paper: paper_word(print.paper),
            to,
            name,
            operation: print.operation.map(|id| id.to_string()),
            job,
            fault,
        };
        serde_json::to_string(&summary).unwrap_or_default() // texts and nothing else: always possible
    }
}
