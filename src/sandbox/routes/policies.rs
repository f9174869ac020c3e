//! Policies ("get-policy-configurations", "get-policy-configuration"). All were made when the server started.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::path::Path;

use super::answer::{self, Answered};
use crate::sandbox::caller::Caller;
use crate::sandbox::error::Refusal;
use crate::sandbox::paging::PageRequest;
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(client): Path<String>,
    page: PageRequest,
) -> Answered {
    let world = shared.world();
    let client = caller.client(&world, &client, &[Right::ClientView, Right::PolicyConfigurationView])?;
    let of_client = world.policies.iter().filter(|policy| policy.client_ext_id == client.ext_id);
    let page = page.cut(of_client, |policy| (&policy.ext_id, world.started));
    Ok(answer::list(page, |policy| policy.wire(world.started)))
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((client, policy)): Path<(String, String)>,
) -> Answered {
    let world = shared.world();
    let client = caller.client(&world, &client, &[Right::PolicyView])?;
    let found = world.policy(&client.ext_id, &policy);
    let found = found.ok_or_else(|| {
        Refusal::no_record(format!("A policy with extId {policy} doesn't exist on client with name {}", client.name))
    })?;
    Ok(answer::ok(&found.wire(world.started)))
}
