//! Clients ("get-clients"): those in the caller's data room. All were made when the server started.

use std::sync::Arc;

use axum::extract::State;

use super::answer::{self, Answered};
use crate::sandbox::caller::Caller;
use crate::sandbox::paging::PageRequest;
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;

pub(super) async fn list(State(shared): State<Arc<Shared>>, caller: Caller, page: PageRequest) -> Answered {
    caller.require(&[Right::ClientView])?;
    let world = shared.world();
    let visible = world.clients.iter().filter(|client| caller.sees_client(&client.ext_id));
    let page = page.cut(visible, |client| (&client.ext_id, world.started));
    Ok(answer::list(page, |client| client.wire(world.started)))
}
