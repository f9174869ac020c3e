//! The one user with a login ID, and the one card that is meant. Never a guess: where there are two, it says so.

use crate::api::ApiClient;
use crate::cli::exit::Exit;
use crate::cli::otp::{Stop, stopped};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{ClientId, CredentialId, UserRef};
use crate::domain::search::{SearchFailure, SearchText};
use crate::text::SafeText;

/// Rows of a search. A login ID is unique within a client: more hits than this are names that merely contain it.
const ROWS: usize = 100;

/// The user with exactly this login ID; capitals count as nevisIDM itself decides.
pub async fn user(api: &ApiClient, login_id: &str, client: Option<&ClientId>) -> Result<UserRef, Stop> {
    let text = SearchText::parse(login_id)
        .ok_or_else(|| (Exit::Usage, "A login ID has at least two characters.".to_owned()))?;
    let page = match (api.search(&text, 0, ROWS).await, client) {
        (Err(SearchFailure::NotExposed(_)), Some(client)) => {
            api.client_users(client, &text, 0, ROWS).await.map_err(|problem| stopped(&problem))?
        }
        (Err(SearchFailure::NotExposed(problem)), None) => {
            let (exit, sentence) = stopped(&problem);
            return Err((exit, format!("{sentence}\nWith --client the users of that client can be listed instead.")));
        }
        (Err(SearchFailure::Failed(problem)), _) => return Err(stopped(&problem)),
        (Ok(page), _) => page,
    };
    let is_meant = |at: &UserRef| client.is_none_or(|client| at.client == *client);
    let mut found: Vec<_> = page
        .rows
        .into_iter()
        .filter(|hit| hit.login_id.as_str() == login_id && is_meant(&hit.at))
        .map(|hit| hit.at)
        .collect();
    let shown = SafeText::new(login_id);
    match (found.pop(), &found[..]) {
        (Some(at), []) => Ok(at),
        (Some(at), others) => {
            let clients: Vec<_> = others.iter().chain([&at]).map(|at| at.client.to_string()).collect();
            let clients = clients.join(", ");
            Err((
                Exit::Usage,
                format!("\"{shown}\" is a user of several clients ({clients}). Say which: --client EXTID."),
            ))
        }
        (None, _) => Err((Exit::Refused, format!("There is no user with the login ID \"{shown}\" that you may see."))),
    }
}

/// The card that is meant, among all credentials of the user.
pub fn card(credentials: &[Credential], wanted: Option<&CredentialId>) -> Result<(Credential, CredentialId), Stop> {
    let cards = credentials.iter().filter(|credential| credential.kind == CredentialKind::OtpCard);
    let cards: Vec<_> = cards.filter_map(|card| Some((card.clone(), card.id.clone()?))).collect();
    let known = || cards.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>().join(", ");
    match (wanted, &cards[..]) {
        (_, []) => Err((Exit::Refused, "The user has no OTP card.".to_owned())),
        (None, [one]) => Ok(one.clone()),
        (None, _) => Err((
            Exit::Usage,
            format!("The user has {} OTP cards ({}). Say which: --card EXTID.", cards.len(), known()),
        )),
        (Some(wanted), _) => cards
            .iter()
            .find(|(_, id)| id == wanted)
            .cloned()
            .ok_or_else(|| (Exit::Refused, format!("The user has no OTP card {wanted}, but {}.", known()))),
    }
}
