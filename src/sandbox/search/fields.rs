//! The names by which the query service knows the fields of a user ("Supported-attributes/Users").

use std::borrow::Cow;

use crate::sandbox::model::user::{UNIT, User};
use crate::sandbox::population;

/// Query name, name of the core service's field.
const FIELDS: [(&str, &str); 27] = [
    ("extid", "extId"),
    ("loginid", "loginId"),
    ("name", "name.familyName"),
    ("firstname", "name.firstName"),
    ("remarks", "remarks"),
    ("title", "name.title"),
    ("sex", "sex"),
    ("telephone", "contacts.telephone"),
    ("telefax", "contacts.telefax"),
    ("mobile", "contacts.mobile"),
    ("email", "contacts.email"),
    ("uniqueemail", "contacts.email"),
    ("state", "userState"),
    ("addressline1", "address.addressline1"),
    ("addressline2", "address.addressline2"),
    ("postalcode", "address.postalCode"),
    ("city", "address.city"),
    ("street", "address.street"),
    ("housenumber", "address.houseNumber"),
    ("dwellingnumber", "address.dwellingNumber"),
    ("postofficeboxtext", "address.postOfficeBoxText"),
    ("locality", "address.locality"),
    ("modificationcomment", "modificationComment"),
    ("created", "created"),
    ("modified", "lastModified"),
    ("unit.name", "properties.unit"),
    (UNIT, "properties.unit"),
];

/// Where a term without a field looks.
const DEFAULT: [&str; 5] = ["loginid", "name", "firstname", "email", "extid"];

/// A field that can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) struct Field(usize);

impl Field {
    /// The field with this query name, whatever its letters' case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        FIELDS.iter().position(|(known, _)| *known == name).map(Self)
    }

    pub fn defaults() -> Vec<Self> {
        DEFAULT.into_iter().filter_map(Self::named).collect()
    }

    /// Whether every user has this field.
    pub fn is_never_empty(self) -> bool {
        matches!(FIELDS[self.0].0, "extid" | "loginid")
    }

    /// What the user has in this field.
    pub fn text(self, user: &User) -> Option<Cow<'_, str>> {
        user.field(FIELDS[self.0].1)
    }

    /// The same field in the index over the generated users, if that has it.
    pub fn indexed(self) -> Option<population::Field> {
        Some(match FIELDS[self.0].0 {
            "extid" => population::Field::ExtId,
            "loginid" => population::Field::LoginId,
            "name" => population::Field::FamilyName,
            "firstname" => population::Field::FirstName,
            "email" | "uniqueemail" => population::Field::Email,
            "city" => population::Field::City,
            "unit.name" | UNIT => population::Field::Unit,
            _ => return None,
        })
    }
}
