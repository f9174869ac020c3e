//! What has become of a change, and what there is to say of a card, as JSON. Without any value.

use serde::Serialize;

use super::credential::CredentialJson;
use super::text;
use super::user::UserJson;
use crate::domain::credential::Credential;
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{Act, OperationId};
use crate::domain::ticket_reference::TicketReference;
use crate::domain::user::User;
use crate::text::SafeText;

/// What became of a change. A program looks at this first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// Carried out; the answer came.
    CarriedOut,
    /// Carried out, as readings show; the answer was lost.
    Happened,
    /// Not carried out: nothing was sent.
    NotSent,
    /// Not carried out: the server refused it.
    Refused,
    /// Not carried out, as readings show; the answer was lost.
    DidNotHappen,
    /// Nobody knows: readings cannot tell, or were interrupted.
    Unknown,
}

/// A change that was confirmed.
#[derive(Debug)]
pub struct Change<'a> {
    /// Its number in the journal.
    pub operation: OperationId,
    /// What was asked for.
    pub act: Act,
    /// What became of it.
    pub became: Became,
    /// Whose credential.
    pub user: &'a User,
    /// The credential: as it is now where it was carried out, and else as it was before.
    pub credential: &'a Credential,
    /// The policies of the user's client, as far as they may be read.
    pub policies: &'a [Policy],
    /// The helpdesk's own ticket.
    pub ticket: Option<&'a TicketReference>,
    /// All there is to say, one sentence each.
    pub sentences: &'a [String],
    /// What went wrong, and what the server said of it.
    pub problem: Option<&'a Problem>,
    /// What the verifying reading brought: whether it shows the change; none where there was none.
    pub verified: Option<bool>,
    /// A new card, with what its cells are called.
    pub card: Option<(&'a OtpCard, Labels)>,
    /// The exit code that goes with it.
    pub exit: u8,
}

/// A card without its cells.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CardJson {
    rows: usize,
    columns: usize,
    labels: &'static str,
    unused: Option<usize>,
}

impl CardJson {
    fn of((card, labels): (&OtpCard, Labels)) -> Self {
        let labels = match labels {
            Labels::Coordinates => "coordinates",
            Labels::Running => "running",
        };
        Self { rows: card.rows(), columns: card.columns(), labels, unused: card.remaining() }
    }
}

/// The commands that change something.
pub fn change(change: &Change<'_>) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Document<'a> {
        kind: &'static str,
        operation: String,
        act: &'static str,
        outcome: Became,
        user: UserJson<'a>,
        credential: CredentialJson<'a>,
        ticket: Option<&'a str>,
        sentences: &'a [String],
        fault: Option<&'static str>,
        server_said: Option<&'a str>,
        verified: Option<bool>,
        card: Option<CardJson>,
        exit: u8,
    }
    text(&Document {
        kind: "change",
        operation: change.operation.to_string(),
        act: match change.act {
            Act::Reset => "reset",
            Act::Replace => "replace",
            Act::Update(_) => "update",
        },
        outcome: change.became,
        user: UserJson::of(change.user),
        credential: CredentialJson::of(change.credential, change.policies),
        ticket: change.ticket.map(TicketReference::as_str),
        sentences: change.sentences,
        fault: change.problem.and_then(|problem| problem.fault),
        server_said: change.problem.and_then(|problem| problem.server.as_ref()).map(SafeText::as_str),
        verified: change.verified,
        card: change.card.map(CardJson::of),
        exit: change.exit,
    })
}

/// `credesk otp show`: what there is to say of a card without its cells.
pub fn card(user: &User, credential: &Credential, policies: &[Policy], card: (&OtpCard, Labels)) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        kind: &'static str,
        user: UserJson<'a>,
        credential: CredentialJson<'a>,
        card: CardJson,
    }
    text(&Document {
        kind: "card",
        user: UserJson::of(user),
        credential: CredentialJson::of(credential, policies),
        card: CardJson::of(card),
    })
}
