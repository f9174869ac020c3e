//! The commands that change one credential of one user: what is asked for, who confirms, where the new value goes.

use crate::cli::args::Global;
use crate::cli::args::change::{ReplaceCard, Reset, Resettable};
use crate::cli::exit::Exit;
use crate::cli::office::{until_interrupted, work};
use crate::cli::person::{self, Person};
use crate::cli::stop::{Stop, stopped, usage};
use crate::cli::talk::say;
use crate::cli::told;
use crate::config::Profile;
use crate::domain::credential::CredentialKind;
use crate::domain::hand_over::Reveal;
use crate::domain::operation::Change;
use crate::domain::record::Event;
use crate::runtime::errand::{Office, Outcome, Wanted};

/// `credesk reset`.
pub fn reset(wanted: &Reset, global: &Global) -> Exit {
    work(global, |_| Reveal::Never, async |office, profile| attempt(wanted, office, profile).await)
}

/// `credesk otp replace`.
pub fn replace(_wanted: &ReplaceCard, _global: &Global) -> Exit {
    Exit::Usage
}

async fn attempt(wanted: &Reset, office: &mut Office, profile: &Profile) -> Result<Exit, Stop> {
    let login_id = wanted.whose.user.as_deref().unwrap_or_default();
    let person = Person::read(login_id, wanted.whose.client.as_deref(), profile.client.as_ref())?;
    let at = until_interrupted(&office.interrupt, person::find(&office.api, &person)).await??;
    let page = office.look(&at).await.map_err(stopped)?;
    let kind = match wanted.what {
        Resettable::Tempstrong => CredentialKind::TempStrongPassword,
        Resettable::Puk => CredentialKind::Puk,
        Resettable::Ticket => CredentialKind::Ticket,
    };
    let credential = page.credentials.iter().find(|credential| credential.kind == kind);
    let credential = credential.ok_or_else(|| (Exit::Refused, "The user has none.".to_owned()))?;
    let change = Wanted { change: Change::Reset, comment: None, ticket: None };
    let mut draft = office.draft(&page, credential, change).await.map_err(told::objected)?;
    let word = wanted.how.confirm.clone().ok_or_else(|| usage("--confirm is needed."))?;
    let outcome = office.send(&mut draft, &word, |_| {}).await.map_err(|why| usage(why.sentence()))?;
    told::lines(&outcome).iter().for_each(say);
    if let Outcome::Carried(carried) = &outcome {
        let _ = office.tell(carried.id, Event::Shown).await;
        let _ = office.tell(carried.id, Event::Closed).await;
    }
    Ok(told::exit(&outcome))
}
