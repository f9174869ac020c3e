//! One credential: how it stands, a fact a line, and what can be done with it; for what cannot, why.

use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::halt::Halt;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::date::{minute, zone_name};
use crate::domain::operation::Change;
use crate::domain::permission::{Surroundings, Wish, objection};
use crate::domain::record::Act;
use crate::domain::when::When;
use crate::domain::words::{resets, title};
use crate::runtime::errand::Page;

const HELP: &str = "Type the number of what is to be done. Nothing is sent before you have typed the login ID.";

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Operate,
    Edit,
    View,
}

impl Desk<'_> {
    /// Tells how a credential stands, asks what to do with it, and does it. Afterwards the page is old.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn credential(&mut self, page: &Page, place: usize, comment: Option<String>) -> Result<(), Halt> {
        let Some(credential) = page.credentials.get(place) else { return Ok(()) };
        self.state_of(credential, page);
        if comment.is_some() {
            return self.edit(page, credential, false, comment).await;
        }
        let Some(deed) = self.ask_deed(page, credential).await? else { return Ok(()) };
        match (deed, &credential.kind) {
            (Deed::View, _) => Box::pin(self.view_card(page, credential)).await,
            (Deed::Edit, _) => self.edit(page, credential, false, None).await,
            (Deed::Operate, CredentialKind::DevicePassword) => self.edit(page, credential, true, None).await,
            (Deed::Operate, CredentialKind::OtpCard) => {
                Box::pin(self.confirm(page, credential, Change::Replace { comment: None })).await
            }
            (Deed::Operate, _) => Box::pin(self.confirm(page, credential, Change::Reset)).await,
        }
    }

    async fn ask_deed(&mut self, page: &Page, credential: &Credential) -> Result<Option<Deed>, Halt> {
        let (mut deeds, mut choices) = (Vec::new(), Vec::new());
        for (deed, what) in deeds_of(credential) {
            match self.objection(deed, page, credential) {
                None => {
                    deeds.push(deed);
                    choices.push(format!("{what}."));
                }
                Some(why) => self.say(format!("Not possible here: {what}. The reason: {why}.")),
            }
        }
        if deeds.is_empty() {
            self.say("So there is nothing that can be done with it.");
            return Ok(None);
        }
        let chosen = self.dialogue.choose("What is to be done with it?", &choices, HELP).await?;
        Ok(chosen.and_then(|chosen| deeds.get(chosen).copied()))
    }

    fn state_of(&self, credential: &Credential, page: &Page) {
        let zone = &self.zone;
        let policy = policy(&page.policies, credential.policy.as_ref());
        self.say("");
        self.fact("Credential", credential.kind.as_str());
        if let Some(id) = &credential.id {
            self.fact("External ID", id);
        }
        self.fact("State", credential.state.as_str());
        if let Some(reason) = &credential.state_reason {
            self.fact("Reason of the state", reason);
        }
        match (policy, &credential.policy) {
            (Some(policy), _) => self.fact("Policy", &policy.name),
            (None, Some(id)) => self.fact("Policy", id),
            (None, None) => self.fact("Policy", "none"),
        }
        if credential.reset_count.is_some() {
            self.fact("Resets", resets(credential, policy));
        }
        if let Some(failed) = credential.failed_logins {
            self.fact("Failed logins", failed);
        }
        let moment = |name: &str, when: &Option<When>| {
            if when.is_some() {
                self.fact(name, format_args!("{} ({})", minute(when.as_ref(), zone), zone_name(zone)));
            }
        };
        moment("Changed", &credential.last_modified);
        moment("Last login", &credential.last_success);
        moment("Last failed login", &credential.last_failure);
        moment("Valid to", &credential.valid_to);
        if let Some(comment) = &credential.comment {
            self.fact("Comment", comment);
        }
    }

    /// Why something cannot be done, by the same table as everywhere.
    fn objection(&self, deed: Deed, page: &Page, credential: &Credential) -> Option<String> {
        let rights = self.office.rights.as_ref();
        let wish = match deed {
            Deed::Operate => Wish::Operate,
            Deed::Edit => Wish::Edit,
            Deed::View if !self.site.hand_over.prints_cards() => {
                return Some("this profile lets no value out".into());
            }
            Deed::View if credential.id.is_none() => {
                return Some("this card has no external ID, so it cannot be read".into());
            }
            Deed::View => {
                let missing = rights.and_then(|rights| rights.missing_to_view(self.site.self_admin));
                return missing.map(|permission| format!("needs {permission}"));
            }
        };
        let surroundings = Surroundings {
            read_only: self.office.standing.read_only,
            self_admin: self.site.self_admin,
            rights,
            locked: None, // what an earlier run has left open is settled when it is asked for
        };
        objection(wish, Some(&page.user), credential, &surroundings)
    }
}

/// What there is for a credential, allowed or not.
fn deeds_of(credential: &Credential) -> Vec<(Deed, String)> {
    let act = match credential.kind {
        CredentialKind::OtpCard => Act::Replace,
        CredentialKind::DevicePassword => Act::Update(Vec::new()),
        CredentialKind::Puk | CredentialKind::TempStrongPassword | CredentialKind::Ticket => Act::Reset,
        CredentialKind::Other(_) => return vec![(Deed::Operate, "change it".into())],
    };
    let operate = (Deed::Operate, title(&act, &credential.kind));
    match credential.kind {
        CredentialKind::OtpCard => vec![operate, (Deed::View, "View the card".into())],
        _ => vec![operate, (Deed::Edit, "Edit state, policy or comment".into())],
    }
}
