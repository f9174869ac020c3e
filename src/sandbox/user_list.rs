//! Filters and sorts the users of a client ("get-users"). How a filter compares and which way is up are not
//! published; the table of [`super`] says what was decided.

use std::borrow::Cow;

use super::error::Refusal;
use super::model::user::User;
use super::paging::{Parameters, parameter};
use super::world::World;

/// Fields that may be named in `sortBy`.
const SORTABLE: [&str; 28] = [
    "extId",
    "loginId",
    "isTechnicalUser",
    "name.title",
    "name.firstName",
    "name.familyName",
    "birthDate",
    "address.countryCode",
    "address.city",
    "address.postalCode",
    "address.addressline1",
    "address.addressline2",
    "address.street",
    "address.houseNumber",
    "address.dwellingNumber",
    "address.postOfficeBoxText",
    "address.postOfficeBoxNumber",
    "address.locality",
    "contacts.telephone",
    "contacts.telefax",
    "contacts.mobile",
    "contacts.email",
    "validity.to",
    "validity.from",
    "remarks",
    "version",
    "created",
    "lastModified",
];
/// Fields that may be filtered by but not sorted by.
const ONLY_FILTERS: [&str; 5] = ["userState", "languageCode", "sex", "gender", "modificationComment"];
/// Parameters that are no filters.
const CONTROLS: [&str; 5] = ["limit", "offset", "continuationToken", "returnTotalResultCount", "sortBy"];

/// What a list of users is asked to hold, and in which order.
pub(super) struct UserList {
    filters: Vec<Filter>,
    sort_by: Option<String>,
}

/// A filter that leaves one user at most, so that the others need not be looked at.
enum Key<'a> {
    LoginId(&'a str),
    ExtId(&'a str),
}

/// One query parameter that is compared with a field.
struct Filter {
    field: String,
    /// In lower case.
    value: String,
    prefix: bool,
}

impl UserList {
    pub fn new(parameters: &Parameters) -> Result<Self, Refusal> {
        let sort_by = parameter(parameters, "sortBy").map(str::to_owned);
        if let Some(field) = sort_by.as_deref().filter(|field| !SORTABLE.contains(field)) {
            return Err(Refusal::malformed(format!("Users cannot be sorted by {field}")));
        }
        let given = parameters.iter().filter(|(name, _)| !CONTROLS.contains(&name.as_str()));
        let filters = given.map(|(name, value)| Filter::new(name, value)).collect::<Result<_, _>>()?;
        Ok(Self { filters, sort_by })
    }

    /// The users in question. Without `sortBy` they are found one by one as they are taken, so that a page of a very
    /// large client costs a page.
    pub fn of_client<'a>(&'a self, world: &'a World, client_ext_id: &'a str) -> Box<dyn Iterator<Item = User> + 'a> {
        let candidates: Box<dyn Iterator<Item = User>> = match self.key() {
            Some(Key::LoginId(value)) => Box::new(world.user_by_login_id(client_ext_id, value).into_iter()),
            Some(Key::ExtId(value)) => Box::new(world.user_anywhere(value).into_iter()),
            None => Box::new(world.user_numbers().filter_map(|number| world.user_numbered(number))),
        };
        let wanted = candidates.filter(move |user| {
            user.client_ext_id == client_ext_id && self.filters.iter().all(|filter| filter.fits(user))
        });
        let Some(field) = self.sort_by.as_deref().filter(|field| *field != "extId") else { return Box::new(wanted) };
        // Of a million users only the keys are held; those of the page are made again.
        let keyed = wanted.filter_map(|user| Some((sort_key(&user, field), user.ext_id.parse::<u32>().ok()?)));
        let mut sorted: Vec<_> = keyed.collect();
        sorted.sort_unstable();
        Box::new(sorted.into_iter().filter_map(|(_, number)| world.user_numbered(number)))
    }

    fn key(&self) -> Option<Key<'_>> {
        self.filters.iter().filter(|filter| !filter.prefix).find_map(|filter| match filter.field.as_str() {
            "loginId" => Some(Key::LoginId(&filter.value)),
            "extId" => Some(Key::ExtId(&filter.value)),
            _ => None,
        })
    }
}

impl Filter {
    fn new(field: &str, value: &str) -> Result<Self, Refusal> {
        let known = SORTABLE.contains(&field) || ONLY_FILTERS.contains(&field) || field.starts_with("properties.");
        if !known {
            return Err(Refusal::malformed(format!("Users cannot be filtered by {field}")));
        }
        let lower = value.to_lowercase();
        let (value, prefix) = match lower.strip_suffix('*') {
            Some(beginning) => (beginning.to_owned(), true),
            None => (lower, false),
        };
        Ok(Self { field: field.to_owned(), value, prefix })
    }

    fn fits(&self, user: &User) -> bool {
        user.field(&self.field).is_some_and(|text| {
            let text = text.to_lowercase();
            if self.prefix { text.starts_with(&self.value) } else { text == self.value }
        })
    }
}

/// Text in lower case, numbers by their size; a user without the field comes first.
fn sort_key(user: &User, field: &str) -> (i32, String) {
    match field {
        "version" => (user.version, String::new()),
        _ => (0, user.field(field).map(Cow::into_owned).unwrap_or_default().to_lowercase()),
    }
}
