//! The operations of a journal, each with everything that happened to it. For whoever looks back; what a session acts on
//! are the cases.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::id::{CredentialId, LoginId};
use crate::domain::life::Stage;
pub use crate::domain::noted::Standing;
use crate::domain::record::{Entry, Event, Intent, OperationId, SessionId, What, Who};
use crate::journal::contents::Contents;
use crate::journal::kinds::kind_word;
use crate::journal::line::Said;
use crate::journal::words::{act_word, stage_word};

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Which one.
    pub id: OperationId,
    /// What was confirmed.
    pub intent: Intent,
    /// When.
    pub confirmed: Timestamp,
    /// By whom.
    pub who: Option<Who>,
    /// Where it stands.
    pub stage: Stage,
    /// Whether anybody still has to look at it.
    pub standing: Standing,
    /// What happened to it after it was confirmed: when, in which session, what.
    pub events: Vec<(Timestamp, SessionId, Event)>,
}

/// All operations, in the order in which they were confirmed.
pub fn history(contents: &Contents) -> Vec<Operation> {
    let mut sessions: Vec<(SessionId, &Who)> = Vec::new();
    let mut operations: Vec<Operation> = Vec::new();
    for written in &contents.lines {
        let Said::Entry(Entry { at, session, what }) = &written.line.said else { continue };
        match what {
            What::SessionStarted(who) => sessions.push((*session, who)),
            What::SessionEnded(_) | What::Print(..) => {}
            What::Operation(id, Event::Confirmed(intent)) => operations.push(Operation {
                id: *id,
                intent: (**intent).clone(),
                confirmed: *at,
                who: sessions.iter().rev().find(|(of, _)| *of == id.session).map(|(_, who)| (*who).clone()),
                stage: Stage::Sending,
                standing: Standing::Over,
                events: Vec::new(),
            }),
            What::Operation(id, event) => {
                // The chain takes no event of an operation that was not confirmed. The newest ones are the likeliest.
                if let Some(operation) = operations.iter_mut().rev().find(|operation| operation.id == *id) {
                    operation.stage =
                        event.step().and_then(|step| operation.stage.after(step)).unwrap_or(operation.stage);
                    operation.events.push((*at, *session, event.clone()));
                }
            }
        }
    }
    for operation in &mut operations {
        if let Some(case) = contents.open.iter().find(|case| case.id == operation.id) {
            operation.standing = if case.locks() { Standing::Locks } else { Standing::Open };
        }
    }
    operations
}

#[derive(Serialize)]
struct Summary<'a> {
    op: String,
    standing: &'a str,
    stage: &'a str,
    confirmed: String,
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
    act: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch: Option<String>,
}

impl Operation {
    /// One line of JSON about it, times in UTC.
    pub fn json(&self) -> String {
        let intent = &self.intent;
        let summary = Summary {
            op: self.id.to_string(),
            standing: self.standing.word(),
            stage: stage_word(self.stage),
            confirmed: self.confirmed.to_string(),
            account: self.who.as_ref().and_then(|who| who.account.as_deref()),
            host: self.who.as_ref().map(|who| who.host.as_str()),
            server: &intent.server,
            caller: intent.caller.as_ref().map(LoginId::as_str),
            client: intent.at.client.as_str(),
            user: intent.at.user.as_str(),
            login_id: intent.login_id.as_str(),
            kind: kind_word(&intent.kind),
            credential: intent.credential.as_ref().map(CredentialId::as_str),
            act: act_word(&intent.act),
            comment: intent.comment.as_deref(),
            batch: intent.batch.map(|batch| batch.to_string()),
        };
        serde_json::to_string(&summary).unwrap_or_default() // texts and nothing else: always possible
    }
}
