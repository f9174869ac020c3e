//! Users of the core service ("get-users", "get-user-1", "patch-user-1").

use std::sync::Arc;

use axum::extract::path::Path;
use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{OfUser, answer};
use crate::sandbox::body::Json;
use crate::sandbox::caller::{Caller, SelfService};
use crate::sandbox::clock::Moment;
use crate::sandbox::error::Refusal;
use crate::sandbox::model::credential::Reader;
use crate::sandbox::model::user::User;
use crate::sandbox::paging::{Listed, PageRequest, Parameters};
use crate::sandbox::rights::Right;
use crate::sandbox::server::Shared;
use crate::sandbox::user_list::UserList;
use crate::sandbox::user_patch;

const LIST: [Right; 5] = [
    Right::ClientView,
    Right::UserView,
    Right::PropertyView,
    Right::PropertyValueView,
    Right::PropertyAllowedValueView,
];

impl Listed for User {
    fn ext_id(&self) -> &str {
        &self.ext_id
    }

    fn created(&self) -> Moment {
        self.created
    }
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(client): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let page = PageRequest::new(&parameters)?.with_offset_and_total(&parameters)?;
    let wanted = UserList::new(&parameters)?;
    let world = shared.world();
    let client = caller.client(&world, &client, &LIST)?;
    let users = wanted.of_client(&world, &client.ext_id).filter(|user| caller.sees_unit_of(user));
    let page = page.cut(users);
    Ok(answer::list(page.map(|user| json!(user))))
}

pub(super) async fn get(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
) -> Result<Response, Refusal> {
    let world = shared.world();
    let (user, reader) = caller.user(&world, &target.client, &target.user, &[Right::UserView], SelfService::Allowed)?;
    Ok(seen_by(&caller, reader, user))
}

pub(super) async fn patch(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    target: OfUser,
    Json(patch): Json<Map<String, Value>>,
) -> Result<Response, Refusal> {
    let mut world = shared.world();
    let rights = [Right::UserView, Right::UserModify];
    let (user, reader) = caller.user(&world, &target.client, &target.user, &rights, SelfService::Allowed)?;
    if user.technical {
        caller.require(&[Right::UserModifyTechUser])?;
    }
    if reader == Reader::Owner && user_patch::touches_protected(&patch) {
        caller.step_up(&world)?;
    }
    let mut changed = user_patch::apply(&world, &user, patch)?;
    changed.version = user.version.saturating_add(1);
    changed.last_modified = world.now();
    world.store_user(changed.clone());
    Ok(seen_by(&caller, reader, changed))
}

/// A user without the properties that the caller may not read; one's own may always be read.
fn seen_by(caller: &Caller, reader: Reader, mut user: User) -> Response {
    if reader == Reader::Administrator && caller.require(&Right::PROPERTIES).is_err() {
        user.details.properties.clear();
    }
    answer::ok(&json!(user))
}
