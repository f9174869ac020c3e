//! A user's page as text for people. Every text of the server is safe to draw.

use std::fmt::Write;

use jiff::tz::TimeZone;

use crate::cli::audit::words::Times;
use crate::domain::credential::Credential;
use crate::domain::id::CredentialId;
use crate::domain::policy::Policy;
use crate::domain::user::User;
use crate::domain::words::resets;
use crate::json::{Offer, Shown};
use crate::text::{SafeText, holds_right_to_left};

/// The page.
pub fn write(shown: &Shown<'_>) -> String {
    let times = Times(TimeZone::system());
    let mut text = String::new();
    identity(&mut text, shown.user);
    line(&mut text, "");
    if shown.credentials.is_empty() {
        line(&mut text, "This user has no credentials.");
    } else {
        line(&mut text, &format!("Credentials (times: {})", times.zone()));
    }
    for (one, offers) in shown.credentials {
        credential(&mut text, one, shown.policies, &times);
        for offer in offers {
            operation(&mut text, offer);
        }
    }
    for case in shown.cases.unwrap_or_default() {
        line(&mut text, "");
        let locks = if case.locks() { ", outcome unknown" } else { "" };
        let when = times.second(case.confirmed);
        line(&mut text, &format!("Open case {}: {}, confirmed {when}{locks}", case.id, case.intent.title()));
        line(&mut text, &format!("  credesk audit show {}; the console's open cases: Ctrl-O", case.id));
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words.trim_end());
    text.push('\n');
}

fn fact(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {name:<12} {value}");
}

fn given(value: Option<&SafeText>) -> &str {
    value.filter(|value| !value.is_empty()).map_or("-", SafeText::as_str)
}

fn identity(text: &mut String, user: &User) {
    // A terminal that turns a name around which is written from right to left stops at a word of ours.
    let fence = if holds_right_to_left(user.name.as_str()) { "login ID " } else { "" };
    line(text, &format!("{}   {fence}{}   user {}", user.name, user.login_id.shown(), user.state.as_str()));
    if user.technical {
        line(text, "TECHNICAL USER: a machine signs in with it.");
    }
    if user.has_hidden() {
        line(text, "Hidden characters in name or login ID: who is this?");
    }
    if user.mixes_scripts() {
        line(text, "Letters of several scripts in name or login ID: who is this?");
    }
    fact(text, "External ID", &format!("{} in client {}", user.at.user, user.at.client));
    fact(text, "Unit", given(user.unit.as_ref()));
    fact(text, "Language", user.language.as_str());
    fact(text, "Born", given(user.birth_date.as_ref()));
    fact(text, "E-mail", given(user.email.as_ref()));
    fact(text, "Telephone", given(user.telephone.as_ref()));
    fact(text, "Mobile", given(user.mobile.as_ref()));
    fact(text, "Street", given(user.street.as_ref()));
    fact(text, "City", given(user.city.as_ref()));
    fact(text, "Remarks", given(user.remarks.as_ref()));
}

fn credential(text: &mut String, credential: &Credential, policies: &[Policy], times: &Times) {
    let policy = policies.iter().find(|policy| Some(&policy.id) == credential.policy.as_ref());
    let failed = credential.failed_logins.map_or_else(|| "-".into(), |count| count.to_string());
    line(text, "");
    line(text, &format!("{}: {}", credential.kind.as_str(), credential.state.as_str()));
    fact(text, "External ID", credential.id.as_ref().map_or("none", CredentialId::as_str));
    let named = match (&credential.policy, policy) {
        (None, _) => "none".to_owned(),
        (Some(id), None) => id.to_string(),
        (Some(id), Some(policy)) => format!("{} ({id})", policy.name),
    };
    fact(text, "Policy", &named);
    fact(text, "Resets", &resets(credential, policy));
    fact(text, "Failed", &failed);
    fact(text, "Last login", &times.minute(credential.last_success.as_ref()));
    fact(text, "Last failure", &times.minute(credential.last_failure.as_ref()));
    let reason = credential.state_reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    fact(text, "Changed", &format!("{}{reason}", times.minute(credential.last_modified.as_ref())));
    if let Some(comment) = &credential.comment {
        fact(text, "Comment", comment.as_str());
    }
    if credential.valid_to.is_some() {
        fact(text, "Valid to", &times.minute(credential.valid_to.as_ref()));
    }
}

fn operation(text: &mut String, offer: &Offer) {
    match &offer.objection {
        None => line(text, &format!("  {}", offer.command)),
        Some(why) => line(text, &format!("  {} is not possible: {why}", offer.operation)),
    }
}
