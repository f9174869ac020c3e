//! Clients ("get-clients"): those in the caller's data room.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;

use super::answer;
use crate::sandbox::caller::Caller;
use crate::sandbox::clock::Moment;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::client::Client;
use crate::sandbox::paging::{Listed, PageRequest, Parameters};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;

/// A client on its way into a list: all were made when the server started.
struct Item<'w>(&'w Client, Moment);

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
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let page = PageRequest::new(&parameters)?;
    caller.require(&[Right::ClientView])?;
    let world = shared.world();
    let visible = world.clients.iter().filter(|client| caller.sees_client(&client.ext_id));
    let page = page.cut(visible.map(|client| Item(client, world.started)));
    Ok(answer::list(page.map(|Item(client, created)| client.wire(created))))
}
