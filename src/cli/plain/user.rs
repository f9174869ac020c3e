//! One user: who it is, a fact a line, and the credentials to choose from.

use crate::app::screen::user::Wanted;
use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::halt::Halt;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::UserRef;
use crate::domain::user::User;
use crate::domain::words::resets;
use crate::runtime::errand::Page;
use crate::text::SafeText;

const HELP: &str = "Type the number of the credential that the caller has trouble with.";

impl Desk<'_> {
    /// Reads a user, tells of it, and asks for a credential until the operator goes back. `alike`: how many others were found
    /// with nearly the same name.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn user(&mut self, at: &UserRef, alike: u32, mut begin: Option<Wanted>) -> Result<(), Halt> {
        let mut told = None;
        loop {
            self.say("Reading the user.");
            let page = match self.dialogue.wait(self.office.look(at)).await? {
                Ok(page) => page,
                Err(problem) => {
                    self.problem(&problem);
                    return Ok(());
                }
            };
            if told.as_ref() != Some(&page.user) {
                self.identity(&page.user, alike);
                told = Some(page.user.clone());
            }
            if page.credentials.is_empty() {
                self.say("This user has no credentials.");
                return Ok(());
            }
            let wanted = begin.take().and_then(|begin| {
                let place = page.credentials.iter().position(|credential| begin.is(credential))?;
                Some((place, begin.comment))
            });
            let (place, comment) = if let Some(wanted) = wanted {
                wanted
            } else {
                let choices: Vec<_> = page.credentials.iter().map(|one| summary(one, &page)).collect();
                let ask = format!("Which credential of {}, {}?", page.user.name, page.user.login_id.shown());
                let Some(place) = self.dialogue.choose(&ask, &choices, HELP).await? else {
                    return Ok(());
                };
                (place, None)
            };
            Box::pin(self.credential(&page, place, comment)).await?;
        }
    }

    fn identity(&self, user: &User, alike: u32) {
        self.say("");
        self.fact("Name", &user.name);
        self.fact("Login ID", user.login_id.shown());
        self.fact("State", user.state.as_str());
        if user.technical {
            self.say("Careful: this is a technical user. A machine signs in with it.");
        }
        if user.has_hidden() {
            self.say("Careful: name or login ID hold hidden characters. Make sure who this is.");
        }
        if user.mixes_scripts() {
            self.say("Careful: name or login ID hold letters of several scripts. Make sure who this is.");
        }
        if alike == 1 {
            self.say("Careful: 1 other user was found with nearly this name. Compare unit and date of birth.");
        } else if alike > 1 {
            self.say(format!(
                "Careful: {alike} other users were found with nearly this name. Compare unit and date of birth."
            ));
        }
        self.fact("External ID", format_args!("{} in client {}", user.at.user, user.at.client));
        let known = |name: &str, fact: &Option<SafeText>| {
            if let Some(fact) = fact.as_ref().filter(|fact| !fact.is_empty()) {
                self.fact(name, fact);
            }
        };
        known("Unit", &user.unit);
        known("Born", &user.birth_date);
        self.fact("Language", user.language.as_str());
        known("E-mail", &user.email);
        known("Telephone", &user.telephone);
        known("Mobile telephone", &user.mobile);
        known("Street", &user.street);
        known("City", &user.city);
        known("Remarks", &user.remarks);
    }
}

/// What tells a credential from its mates, and how it stands.
fn summary(credential: &Credential, page: &Page) -> String {
    let kind = credential.kind.as_str();
    let mut facts = vec![match (&credential.kind, &credential.id) {
        (CredentialKind::DevicePassword | CredentialKind::OtpCard, Some(id)) => format!("{kind} {id}"),
        _ => kind.to_owned(),
    }];
    facts.push(credential.state.as_str().to_owned());
    if let Some(failed) = credential.failed_logins.filter(|failed| *failed > 0) {
        facts.push(format!("failed logins {failed}"));
    }
    if credential.reset_count.is_some() {
        facts.push(format!("resets {}", resets(credential, policy(&page.policies, credential.policy.as_ref()))));
    }
    format!("{}.", facts.join(", "))
}
