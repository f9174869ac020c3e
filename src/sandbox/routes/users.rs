//! Users of the core service ("get-users", "get-user-1", "patch-user-1").

use std::sync::Arc;

use axum::extract::path::Path;
use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::answer::{self, Answered};
use super::request::UserRequest;
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::model::credential::Reader;
use crate::sandbox::model::user::User;
use crate::sandbox::paging::{PageRequest, Parameters};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;
use crate::sandbox::user_list::UserList;
use crate::sandbox::user_patch;

/// What the list needs.
const LIST: [Right; 5] = [
    Right::ClientView,
    Right::UserView,
    Right::PropertyView,
    Right::PropertyValueView,
    Right::PropertyAllowedValueView,
];

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(client): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Answered {
    let page = PageRequest::new(&parameters)?.with_offset_and_total(&parameters)?;
    let wanted = UserList::new(&parameters)?;
    let world = shared.world();
    let client = caller.client(&world, &client, &LIST)?;
    let users = wanted.of_client(&world, &client.ext_id).filter(|user| caller.sees_unit_of(user));
    let page = page.cut(users, |user| (&user.ext_id, user.created));
    Ok(answer::list(page, |user| json!(user)))
}

pub(super) async fn get(request: UserRequest) -> Answered {
    let (user, reader) = request.user(&request.world(), &[Right::UserView], SelfService::Allowed)?;
    Ok(seen_by(&request.caller, reader, user))
}

pub(super) async fn patch(request: UserRequest, Json(patch): Json<Map<String, Value>>) -> Answered {
    let mut world = request.world();
    let (user, reader) = request.user(&world, &[Right::UserView, Right::UserModify], SelfService::Allowed)?;
    if user.technical {
        request.caller.require(&[Right::UserModifyTechUser])?;
    }
    if reader == Reader::Owner && user_patch::touches_protected(&patch) {
        request.caller.step_up(&world)?;
    }
    let mut changed = user_patch::apply(&world, &user, patch)?;
    changed.version = user.version.saturating_add(1);
    changed.last_modified = world.now();
    world.store_user(changed.clone());
    Ok(seen_by(&request.caller, reader, changed))
}

/// A user without the properties that the caller may not read; one's own may always be read.
fn seen_by(caller: &Caller, reader: Reader, mut user: User) -> Response {
    if reader == Reader::Administrator && caller.require(&Right::PROPERTIES).is_err() {
        user.details.properties.clear();
    }
    answer::ok(&json!(user))
}
