//! One try of the connection, with the profile as it would be written: who the token belongs to, and what it may do. Reads,
//! and changes nothing.

use crate::api::ApiClient;
use crate::cli::site::server;
use crate::config::Profile;
use crate::domain::credential::CredentialKind;
use crate::domain::problem::Problem;
use crate::domain::rights::Rights;

/// What was found, in sentences.
///
/// # Errors
/// What the first reading that failed says.
pub async fn test(profile: &Profile) -> Result<Vec<String>, Problem> {
    let api = ApiClient::new(profile);
    let caller = api.caller().await?;
    let rights = api.rights().await?;
    let mut found = vec![
        format!("Connected to {}.", server(profile)),
        format!("The token belongs to {} ({}).", caller.name, caller.login_id.shown()),
        may(&rights, profile.self_admin),
    ];
    if let Some(wanted) = &profile.client {
        let clients = api.clients().await?;
        found.push(match clients.iter().find(|client| client.id == *wanted) {
            Some(client) => format!("The client {wanted} is \"{}\".", client.name),
            None => format!("But the client {wanted} is not among those that it may see: {}.", listed(&clients)),
        });
    }
    Ok(found)
}

fn listed(clients: &[crate::domain::user::Client]) -> String {
    let names: Vec<_> = clients.iter().map(|client| client.id.to_string()).collect();
    if names.is_empty() { "there is none".into() } else { names.join(", ") }
}

fn may(rights: &Rights, self_admin: bool) -> String {
    let missing = rights.missing_to_change(&CredentialKind::Puk, self_admin);
    match (rights.missing_to_view(self_admin), missing) {
        (Some(lacks), _) => format!("But it may not see credentials: it lacks {lacks}."),
        (None, Some(lacks)) => format!("It may see credentials and not change them: it lacks {lacks}."),
        (None, None) => "It may see and change credentials.".into(),
    }
}
