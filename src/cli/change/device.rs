//! `credesk device-password`: a password of the operator's own choice, or one that credesk makes. Neither is ever an
//! argument.

use std::sync::Arc;

use crate::cli::args::Global;
use crate::cli::args::change::{DevicePasswordCommand, ResetPassword, SetPassword};
use crate::cli::change::asked::{Asked, Sort};
use crate::cli::change::{carry_out, external_id, typed};
use crate::cli::exit::Exit;
use crate::cli::office::attempt;
use crate::cli::stop::{Stop, ended, unsent, usage};
use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::device_password::Rules;
use crate::domain::edit::Edit;
use crate::domain::id::{CredentialId, PolicyId};
use crate::domain::operation::Change;
use crate::domain::policy::Policy;
use crate::runtime::entropy;
use crate::runtime::errand::Page;
use crate::text::SafeText;

/// Runs one of the two.
pub fn run(command: &DevicePasswordCommand, global: &Global) -> Exit {
    match command {
        DevicePasswordCommand::Set(wanted) => set(wanted, global),
        DevicePasswordCommand::Reset(wanted) => reset(wanted, global),
    }
}

fn set(wanted: &SetPassword, global: &Global) -> Exit {
    let (how, which) = (&wanted.how, &wanted.which);
    let done = attempt(
        global,
        |profile| {
            let (outlet, asked) = Asked::read((&which.user, which.client.as_deref()), how, Sort::Device, profile)?;
            let device = external_id("--device", which.device.as_deref())?;
            let state = wanted.state.as_deref().map(state).transpose()?;
            let policy = wanted.policy.as_deref().map(PolicyId::parse).transpose();
            let policy = policy.map_err(|why| usage(format!("--policy must be an external ID, but {why}.")))?;
            Ok((outlet, (asked, device, state, policy)))
        },
        async |office, _, (asked, device, state, policy)| {
            let page = asked.page(office).await?;
            let credential = one(&page, device.as_ref())?;
            let state = state.filter(|state| *state != credential.state);
            let policy = other_policy(policy, &page, &credential)?;
            let rules = rules(policy.as_ref().or(credential.policy.as_ref()), &page.policies);
            let password = Some(Arc::new(typed::password(&office.interrupt, &rules).await?));
            let edit = Edit { state, policy, comment: asked.comment.clone(), password };
            Box::pin(carry_out(office, &page, &credential, Change::Update(edit), &asked)).await
        },
    );
    ended(how.json, done.map_err(unsent))
}

fn reset(wanted: &ResetPassword, global: &Global) -> Exit {
    let (how, which) = (&wanted.how, &wanted.which);
    let done = attempt(
        global,
        |profile| {
            if !how.reveal {
                return Err(usage(
                    "Nothing was sent: credesk would make a new password, and nobody would know it. Give --reveal, or choose one yourself with credesk device-password set.",
                ));
            }
            let (outlet, asked) = Asked::read((&which.user, which.client.as_deref()), how, Sort::Device, profile)?;
            Ok((outlet, (asked, external_id("--device", which.device.as_deref())?)))
        },
        async |office, _, (asked, device)| {
            let page = asked.page(office).await?;
            let credential = one(&page, device.as_ref())?;
            let made = entropy::password(&rules(credential.policy.as_ref(), &page.policies));
            let made = made.ok_or_else(|| {
                let sentence = "Nothing was sent: the policy asks for more than any password can keep. Choose one yourself with credesk device-password set.";
                (Exit::Refused, sentence.to_owned())
            })?;
            let edit = Edit { comment: asked.comment.clone(), password: Some(Arc::new(made)), ..Edit::default() };
            Box::pin(carry_out(office, &page, &credential, Change::Update(edit), &asked)).await
        },
    );
    ended(how.json, done.map_err(unsent))
}

fn state(raw: &str) -> Result<CredentialState, Stop> {
    let found = CredentialState::SETTABLE.into_iter().find(|state| state.as_str() == raw);
    let known = CredentialState::SETTABLE.iter().map(CredentialState::as_str).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| usage(format!("There is no state \"{}\". There is: {known}.", SafeText::new(raw))))
}

/// The one that is meant. Never a guess.
fn one(page: &Page, wanted: Option<&CredentialId>) -> Result<Credential, Stop> {
    let all = page.credentials.iter().filter(|credential| credential.kind == CredentialKind::DevicePassword);
    let all: Vec<_> = all.filter_map(|one| Some((one, one.id.as_ref()?))).collect();
    let known = || all.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>().join(", ");
    match (wanted, &all[..]) {
        (_, []) => Err((Exit::Refused, "Nothing was sent: the user has no device password.".into())),
        (None, [(one, _)]) => Ok((*one).clone()),
        (None, _) => {
            Err(usage(format!("The user has {} device passwords ({}). Say which: --device EXTID.", all.len(), known())))
        }
        (Some(wanted), _) => {
            let found = all.iter().find(|(_, id)| *id == wanted).map(|(one, _)| (*one).clone());
            found.ok_or_else(|| {
                let sentence = format!("Nothing was sent: the user has no device password {wanted}, but {}.", known());
                (Exit::Refused, sentence)
            })
        }
    }
}

/// A policy that is another one than now. Where policies may be read, it must be one for device passwords.
fn other_policy(wanted: Option<PolicyId>, page: &Page, credential: &Credential) -> Result<Option<PolicyId>, Stop> {
    let Some(wanted) = wanted.filter(|wanted| Some(wanted) != credential.policy.as_ref()) else { return Ok(None) };
    let known: Vec<_> = page.policies.iter().filter(|policy| policy.is_for(&CredentialKind::DevicePassword)).collect();
    if page.policies.is_empty() || known.iter().any(|policy| policy.id == wanted) {
        return Ok(Some(wanted));
    }
    let known = known.iter().map(|policy| policy.id.to_string()).collect::<Vec<_>>().join(", ");
    let sentence = format!("Nothing was sent: the client has no policy {wanted} for device passwords, but {known}.");
    Err((Exit::Refused, sentence))
}

fn rules(policy: Option<&PolicyId>, policies: &[Policy]) -> Rules {
    let policy = policies.iter().find(|one| Some(&one.id) == policy);
    policy.map(Policy::password_rules).unwrap_or_default()
}
