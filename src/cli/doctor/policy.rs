//! The policy adviser: what each policy that may be read means on the telephone, and which settings would be kinder.

use super::unseen;
use super::world::{SignedIn, World};
use crate::domain::advice::{Advice, advice};
use crate::domain::finding::{Area, Finding};
use crate::domain::id::ClientId;
use crate::domain::policy::Policy;

/// So many clients are looked at; a profile that names one is about that one alone.
const CLIENTS: usize = 10;

/// Reads the policies, client by client.
pub async fn check(world: &World) -> Vec<Finding> {
    let signed_in = match world.signed_in().await {
        Ok(signed_in) => signed_in,
        Err(why) => return vec![unseen(Area::Policy, why.reason())],
    };
    let named = world.profile().and_then(|profile| profile.client.clone());
    let clients = match named {
        Some(client) => vec![client],
        None => clients(&signed_in).await,
    };
    let mut found = Vec::new();
    for client in clients.iter().take(CLIENTS) {
        match signed_in.client.policies(client).await {
            Ok(policies) => found.extend(of_client(client, &policies)),
            Err(problem) => found.push(Finding::warn(
                Area::Policy,
                &format!("The policies of client {client} cannot be read. {}", problem.what),
                "To be advised, and to be told by receipts who delivers a value, have ClientView and PolicyConfigurationView given.",
            )),
        }
    }
    if clients.len() > CLIENTS {
        let others = clients.len() - CLIENTS;
        found.push(Finding::ok(
            Area::Policy,
            &format!("{others} more clients were left out: name one with client in the profile."),
        ));
    }
    if found.is_empty() {
        found.push(unseen(Area::Policy, "credesk is told of no client whose policies it could read"));
    }
    found
}

/// The clients that the caller may see, or else the caller's own.
async fn clients(signed_in: &SignedIn<'_>) -> Vec<ClientId> {
    if let Ok(clients) = signed_in.client.clients().await {
        return clients.into_iter().map(|client| client.id).collect();
    }
    let own = signed_in.caller.as_ref().ok().and_then(|caller| caller.at.as_ref());
    own.map(|at| at.client.clone()).into_iter().collect()
}

fn of_client(client: &ClientId, policies: &[Policy]) -> Vec<Finding> {
    let advised: Vec<_> = policies.iter().filter_map(|policy| Some(judge(client, policy, advice(policy)?))).collect();
    if advised.is_empty() {
        let found = format!("Client {client} has no policy for a value that is read out.");
        return vec![Finding::ok(Area::Policy, &found)];
    }
    advised
}

fn judge(client: &ClientId, policy: &Policy, Advice { means, kinder }: Advice) -> Finding {
    let found = format!("Client {client}, {} \"{}\" ({}): {means}", policy.kind, policy.name, policy.id);
    match kinder {
        None => Finding::ok(Area::Policy, &found),
        Some(kinder) => Finding::warn(Area::Policy, &found, &kinder),
    }
}
