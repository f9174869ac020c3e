//! Applies a PATCH to a user: members that are sent replace, members that are absent or `null` stay
//! ("patch-user-1").

use serde_json::{Map, Value};

use super::error::Refusal;
use super::model::user::{Details, User, UserState};
use super::operation;
use super::world::World;

/// Members that a PATCH may not carry.
const READ_ONLY: [&str; 5] = ["extId", "clientExtId", "isTechnicalUser", "created", "lastModified"];

/// Whether the user itself must have given the password anew for this ("idm-principal-rest-api" names the e-mail
/// address and the status).
pub(super) fn touches_protected(patch: &Map<String, Value>) -> bool {
    patch.contains_key("userState") || patch.get("contacts").is_some_and(|contacts| contacts.get("email").is_some())
}

/// The user as changed, not stored yet and with its old version.
pub(super) fn apply(world: &World, user: &User, mut patch: Map<String, Value>) -> Result<User, Refusal> {
    if let Some(name) = READ_ONLY.into_iter().find(|name| patch.contains_key(*name)) {
        return Err(Refusal::unprocessable("errors.modifyReadonlyData", format!("{name} cannot be changed")));
    }
    let version =
        patch.remove("version").map(serde_json::from_value).transpose().map_err(|error| wrong_shape(&error))?;
    operation::check_version("user", user.version, version.flatten())?;
    if user.details.user_state == UserState::Archived {
        return Err(Refusal::unprocessable("errors.recordDeleted", "The user is archived"));
    }
    let mut merged = serde_json::to_value(&user.details).map_err(|error| wrong_shape(&error))?;
    if let Some(object) = merged.as_object_mut() {
        merge(object, patch);
    }
    let mut details: Details = serde_json::from_value(merged).map_err(|error| wrong_shape(&error))?;
    details.properties.retain(|_, value| !value.is_empty());
    operation::check_comment(details.modification_comment.as_deref())?;
    let namesake = world.user_by_login_id(&user.client_ext_id, &details.login_id);
    if namesake.is_some_and(|namesake| namesake.ext_id != user.ext_id) {
        let message = format!("The login ID {} is in use", details.login_id);
        return Err(Refusal::unprocessable("errors.duplicateName", message));
    }
    Ok(User { details, ..user.clone() })
}

/// Objects are merged member by member, everything else is replaced.
fn merge(into: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (into.get_mut(&name), value) {
            (_, Value::Null) => {}
            (Some(Value::Object(inner)), Value::Object(patch)) => merge(inner, patch),
            (_, value) => {
                into.insert(name, value);
            }
        }
    }
}

fn wrong_shape(error: &serde_json::Error) -> Refusal {
    Refusal::invalid(format!("The user cannot be changed so: {error}"))
}
