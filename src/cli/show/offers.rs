//! What could be done with a credential, by which command, and why not: the console's own table of permissions.

use crate::domain::case::Case;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::CredentialId;
use crate::domain::permission::{Surroundings, Wish, objection};
use crate::domain::user::User;
use crate::json::Offer;
use crate::runtime::errand::Office;

/// The commands for a credential of this kind.
pub fn offers(user: &User, credential: &Credential, cases: &[Case], office: &Office) -> Vec<Offer> {
    let server = &office.standing.server;
    let locked = cases.iter().any(|case| case.locks() && case.is_about(server, &user.at, credential));
    let locked = locked.then_some("the outcome of an earlier change is unknown; the next change settles it first");
    let surroundings = Surroundings { locked, ..office.surroundings() };
    let change = objection(Wish::Operate, Some(user), credential, &surroundings).or_else(|| office_says(office));
    let view = office.rights.as_ref().and_then(|rights| rights.missing_to_view(office.standing.self_admin));
    let view = view.map(|missing| format!("needs {missing}"));
    let id = credential.id.as_ref().map(CredentialId::as_str);
    let offer = |operation, words: &str, option: Option<(&str, &str)>, objection: &Option<String>| Offer {
        operation,
        command: command(words, user, option),
        objection: objection.clone().or_else(|| untypable(user)),
    };
    match &credential.kind {
        CredentialKind::Puk => vec![offer("reset", "reset puk", None, &change)],
        CredentialKind::TempStrongPassword => vec![offer("reset", "reset tempstrong", None, &change)],
        CredentialKind::Ticket => vec![offer("reset", "reset ticket", None, &change)],
        CredentialKind::DevicePassword => {
            let device = id.map(|id| ("--device", id));
            vec![
                offer("set", "device-password set", device, &change),
                offer("reset", "device-password reset --reveal", device, &change),
            ]
        }
        CredentialKind::OtpCard => {
            let card = id.map(|id| ("--card", id));
            vec![
                offer("replace", "otp replace", card, &change),
                offer("show", "otp show", card, &view),
                offer("print", "otp print --to queue", card, &view),
            ]
        }
        CredentialKind::Other(_) => Vec::new(),
    }
}

/// What only the console can do.
fn office_says(office: &Office) -> Option<String> {
    office.standing.self_admin.then(|| "a self-admin works in the console, which asks for the password".into())
}

fn untypable(user: &User) -> Option<String> {
    (!user.login_id.can_be_typed()).then(|| "nobody can type this login ID: the console finds the user".into())
}

fn command(words: &str, user: &User, option: Option<(&str, &str)>) -> String {
    let login = quoted(user.login_id.shown().as_str());
    let client = quoted(user.at.client.as_str());
    let option = option.map(|(name, id)| format!(" {name} {}", quoted(id))).unwrap_or_default();
    format!("credesk {words} --user {login} --client {client}{option}")
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._@:+-".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_each_for_one_word() {
        assert_eq!(quoted("a.muster"), "a.muster");
        assert_eq!(quoted("o'brien $HOME"), "'o'\\''brien $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
