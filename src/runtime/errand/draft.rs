//! From a wish to a draft that can be confirmed: the rules, the open cases, and the reading that is the baseline. Sends no
//! change.

use crate::domain::batch::BatchId;
use crate::domain::case::Lock;
use crate::domain::credential::Credential;
use crate::domain::edit::changes_between;
use crate::domain::evidence::Evidence;
use crate::domain::operation::{Change, NotPossible, Operation};
use crate::domain::permission::{Surroundings, Wish, objection};
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::OperationId;
use crate::domain::ticket_reference::TicketReference;
use crate::domain::user::User;
use crate::runtime::errand::cases::Freed;
use crate::runtime::errand::office::{Office, Page};
use crate::runtime::evidence;

/// What is to be done, and in whose words.
#[derive(Debug)]
pub struct Wanted {
    /// The change.
    pub change: Change,
    /// A comment, where the change itself does not carry it.
    pub comment: Option<String>,
    /// The helpdesk's own ticket.
    pub ticket: Option<TicketReference>,
}

/// A change that can be confirmed.
#[derive(Debug)]
pub struct Draft {
    pub(super) operation: Operation,
    pub(super) policies: Vec<Policy>,
    notes: Vec<String>,
    happened: Option<OperationId>,
}

impl Draft {
    /// The operation: whose credential, what is done, what stops working.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Names the list of which it is a part.
    pub fn set_batch(&mut self, batch: BatchId) {
        self.operation.set_batch(batch);
    }

    /// The policies of the user's client, as far as they may be read.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The credential's policy, where it can be read.
    pub fn policy(&self) -> Option<&Policy> {
        let named = self.operation.credential().policy.as_ref();
        self.policies.iter().find(|policy| named == Some(&policy.id))
    }

    /// What there is to know before it is confirmed: an earlier change that was settled on the way, the journal.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// For a confirmation that was given before anybody could know of [`Draft::notes`].
    ///
    /// # Errors
    /// An earlier change of this credential was settled only now, and was carried out: whoever repeats a command whose answer
    /// was lost must not reset twice.
    pub fn is_news_to_nobody(&self) -> Result<(), Objection> {
        let Some(id) = self.happened else { return Ok(()) };
        let notes = self.notes.join(" ");
        Err(Objection::Changed(format!(
            "Nothing was sent: an earlier change of this credential ({id}) was carried out, as readings show only now. {notes} If the user needs another one all the same, do it again."
        )))
    }
}

/// Why something cannot be confirmed. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// It makes no sense or is not allowed: a whole sentence.
    NotAllowed(String),
    /// What is to be changed is not what it was when it was looked at: a whole sentence.
    Changed(String),
    /// Another change of this credential is not settled: a whole sentence.
    Locked(String),
    /// The journal cannot be used, and without it nothing is sent.
    Journal(Problem),
    /// A reading failed.
    Unread(Problem),
}

impl Office {
    /// Makes a draft of a change of one credential of a page: checks the rules, settles what an earlier run has left open
    /// about this credential, and reads the baseline.
    ///
    /// # Errors
    /// See [`Objection`].
    pub async fn draft(&mut self, page: &Page, credential: &Credential, wanted: Wanted) -> Result<Draft, Objection> {
        let wish = match &wanted.change {
            Change::Update(edit) if edit.password.is_none() => Wish::Edit,
            Change::Update(_) | Change::Reset | Change::Replace { .. } => Wish::Operate,
        };
        self.allowed(wish, &page.user, credential)?;
        let no_id = |NotPossible| {
            Objection::NotAllowed(
                "Not possible: this credential has no external ID, so it cannot be named to the server.".into(),
            )
        };
        let Wanted { change, comment, ticket } = wanted;
        let operation = Operation::draft(page.user.clone(), credential.clone(), change).map_err(no_id)?;
        let Freed { notes, happened } = self.free(&page.user.at, credential, &page.policies).await?;
        let mut draft = Draft { operation, policies: page.policies.clone(), notes, happened };
        // Since the page was read somebody may have thought for long, or an earlier change been settled; and where the
        // confirmation is given already, nobody looks at the user again.
        let (user, reading) = tokio::join!(self.api.user(&page.user.at), self.evidence(&draft.operation));
        let (user, reading) = (user.map_err(Objection::Unread)?, reading.map_err(Objection::Unread)?);
        still_called(&page.user, &user)?;
        // Nobody has confirmed anything yet: what was read last is what will be confirmed.
        take(&mut draft.operation, reading)?;
        self.allowed(wish, &user, draft.operation.credential())?;
        if let Some(comment) = comment {
            draft.operation.set_comment(&comment);
        }
        draft.operation.set_ticket(ticket);
        Ok(draft)
    }

    /// Reads user and credential once more, where time has passed between the draft and the confirmation.
    ///
    /// # Errors
    /// Something else stands there now than what was confirmed; or it cannot be read.
    pub async fn refresh(&mut self, draft: &mut Draft) -> Result<(), Objection> {
        let at = draft.operation.user().at.clone();
        let (user, reading) = tokio::join!(self.api.user(&at), self.evidence(&draft.operation));
        let (user, reading) = (user.map_err(Objection::Unread)?, reading.map_err(Objection::Unread)?);
        still_called(draft.operation.user(), &user)?;
        still_so(draft.operation.credential(), &reading)?;
        take(&mut draft.operation, reading)
    }

    /// Whether it makes sense and is allowed, as the console decides it.
    fn allowed(&self, wish: Wish, user: &User, credential: &Credential) -> Result<(), Objection> {
        let why = objection(wish, Some(user), credential, &self.surroundings());
        why.map_or(Ok(()), |why| Err(Objection::NotAllowed(format!("Not possible: {why}."))))
    }

    /// What this place has to do with a permission.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            read_only: self.standing.read_only,
            self_admin: self.standing.self_admin,
            rights: self.rights.as_ref(),
            locked: None,
        }
    }

    /// Reads how the credential stands.
    pub(super) async fn evidence(&self, operation: &Operation) -> Result<Evidence, Problem> {
        let credential = operation.credential();
        let which = (&credential.kind, credential.id.as_ref());
        evidence::read(&self.api, &self.ledger, &operation.user().at, which).await
    }
}

/// Whether it is still the person that was looked at.
fn still_called(before: &User, now: &User) -> Result<(), Objection> {
    if now.login_id == before.login_id && now.name == before.name {
        return Ok(());
    }
    Err(Objection::Changed(format!(
        "Nothing was sent: this user is now called {} ({}). Make sure that it is still the right person.",
        now.name,
        now.login_id.shown()
    )))
}

/// Whether the credential stands as it did when it was shown.
fn still_so(before: &Credential, reading: &Evidence) -> Result<(), Objection> {
    let Some(newest) = &reading.credential else { return Ok(()) }; // told by `take`
    match changes_between(before, newest).first() {
        None => Ok(()),
        Some(first) => Err(Objection::Changed(format!(
            "Nothing was sent: somebody changed this credential in the meantime ({}: {} -> {}). Look at it, then do it again.",
            first.field, first.before, first.after
        ))),
    }
}

/// Takes a reading as the baseline.
fn take(operation: &mut Operation, reading: Evidence) -> Result<(), Objection> {
    if reading.credential.is_none() {
        return Err(Objection::Changed("Nothing was sent: this credential is not there any more.".into()));
    }
    if operation.read(reading) {
        Ok(())
    } else {
        Err(Objection::Changed("Nothing was sent: the reading is about another credential.".into()))
    }
}

/// What is said of a credential that another change has locked.
pub(super) fn locked(lock: Lock) -> Objection {
    let why = match lock {
        Lock::Elsewhere => "another credesk is changing this credential at this moment. Wait for it, then look again",
        Lock::Unknown => {
            "the outcome of an earlier change of this credential is unknown. Do not reset it again: the open cases of the console (Ctrl-O) and credesk audit list say what is known"
        }
    };
    Objection::Locked(format!("Nothing was sent: {why}."))
}
