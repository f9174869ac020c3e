//! Policies ("get-policy-configurations", "get-policy-configuration").

use std::sync::Arc;

use axum::extract::path::Path;
use axum::extract::{Query, State};
use axum::response::Response;

use super::answer;
use crate::sandbox::caller::Caller;
use crate::sandbox::clock::Moment;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::policy::Policy;
use crate::sandbox::paging::{Listed, PageRequest, Parameters};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;

/// A policy on its way into a list: all were made when the server started.
struct Item<'w>(&'w Policy, Moment);

impl Listed for Item<'_> {
    fn ext_id(&self) -> &str {
        &self.0.ext_id
    }

    fn created(&self) -> Moment {
        self.1
    }
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(client): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let page = PageRequest::new(&parameters)?;
    let world = shared.world();
    let client = caller.client(&world, &client, &[Right::ClientView, Right::PolicyConfigurationView])?;
    let of_client = world.policies.iter().filter(|policy| policy.client_ext_id == client.ext_id);
    let page = page.cut(of_client.map(|policy| Item(policy, world.started)));
    Ok(answer::list(page.map(|Item(policy, created)| policy.wire(created))))
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((client, policy)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let world = shared.world();
    let client = caller.client(&world, &client, &[Right::PolicyView])?;
    let found = world.policy(&client.ext_id, &policy);
    let found = found.ok_or_else(|| {
        Refusal::no_record(format!("A policy with extId {policy} doesn't exist on client with name {}", client.name))
    })?;
    Ok(answer::ok(&found.wire(world.started)))
}
