//! The query service's search over users ("Query-REST-Service-request", "Successful-Query-REST-Service-response").

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::answer;
use crate::sandbox::caller::Caller;
use crate::sandbox::error::{QueryRefusal, Refusal};
use crate::sandbox::model::client::Client;
use crate::sandbox::model::user::{Sex, User};
use crate::sandbox::paging::{Parameters, number, parameter};
use crate::sandbox::rights::Right;
use crate::sandbox::search::expression::Expression;
use crate::sandbox::search::find;
use crate::sandbox::server::Shared;

/// Hits in an answer where `size` is absent.
const DEFAULT_SIZE: usize = 10;
/// The most hits in an answer.
const MAXIMUM_SIZE: usize = 1000;

pub(super) async fn users(
    State(shared): State<Arc<Shared>>,
    caller: Result<Caller, Refusal>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, QueryRefusal> {
    let caller = caller?;
    if !caller.may_query() {
        let message = "The query service is not exposed to this caller";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "errors.permissionDenied", message).into());
    }
    let q = parameter(&parameters, "q").filter(|q| !q.trim().is_empty());
    let q = q.ok_or_else(|| Refusal::malformed("Parameter 'q' is mandatory."))?;
    let default_fields: Vec<String> =
        parameters.iter().filter(|(name, _)| name == "df").map(|(_, field)| field.clone()).collect();
    let expression = Expression::read(q, &default_fields)
        .map_err(|wrong| Refusal::malformed(format!("Parameter 'q' cannot be read: {wrong}")))?;
    let from = number(&parameters, "from", 0)?;
    let size = number(&parameters, "size", DEFAULT_SIZE)?.min(MAXIMUM_SIZE);

    let world = shared.world();
    let found = if caller.may(Right::UserSearch) {
        find(&world, &expression, |client| caller.sees_client(client))
    } else {
        Vec::new()
    };
    let page = found.iter().skip(from).take(size).filter_map(|number| world.user_numbered(*number));
    let hits: Vec<Value> = page.filter_map(|user| Some(hit(&user, world.client(&user.client_ext_id).ok()?))).collect();
    Ok(answer::ok(&json!({
        "response": { "totalResults": found.len(), "from": from, "size": size, "hits": hits },
        "messages": { "warns": [], "errors": [], "infos": [] },
    })))
}

/// A hit, spelt the query service's way; what a user has not is left out.
fn hit(user: &User, client: &Client) -> Value {
    let details = &user.details;
    let (address, contacts) = (&details.address, &details.contacts);
    let mut hit = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            hit.insert(name.to_owned(), value);
        }
    };
    put("id", json!(format!("{}-{}", client.ext_id, user.ext_id)));
    put("extid", json!(user.ext_id));
    put("state", json!(details.user_state));
    put("name", json!(details.name.family));
    put("firstName", json!(details.name.first));
    put("title", json!(details.name.title));
    put("language", json!(details.language_code.name().to_lowercase()));
    put("remarks", json!(details.remarks));
    put("loginId", json!(details.login_id));
    put("sex", json!(details.sex.map(letter)));
    put("birthdate", json!(details.birth_date));
    put("telephone", json!(contacts.telephone));
    put("telefax", json!(contacts.telefax));
    put("mobile", json!(contacts.mobile));
    put("email", json!(contacts.email));
    put("addressline1", json!(address.addressline1));
    put("addressline2", json!(address.addressline2));
    put("street", json!(address.street));
    put("houseNumber", json!(address.house_number));
    put("dwellingNumber", json!(address.dwelling_number));
    put("postalcode", json!(address.postal_code));
    put("city", json!(address.city));
    put("locality", json!(address.locality));
    put("country", json!(address.country_code.as_ref().map(|code| code.to_lowercase())));
    put("postOfficeBoxText", json!(address.post_office_box_text));
    put("postOfficeBoxNumber", json!(address.post_office_box_number));
    put("modificationComment", json!(details.modification_comment));
    put("validFrom", json!(details.validity.from));
    put("validTo", json!(details.validity.to));
    put("isTechnicalUser", json!(user.technical));
    put("properties", json!(details.properties));
    put("client", json!({ "id": client.ext_id, "extid": client.ext_id, "name": client.name, "dtoType": "CLIENT" }));
    put("dtoType", json!("USER"));
    put("_score", json!(1.0));
    put("_internalId", json!(user.ext_id));
    Value::Object(hit)
}

/// The query service writes sexes as letters.
fn letter(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "M",
        Sex::Female => "F",
        Sex::Other => "O",
    }
}
