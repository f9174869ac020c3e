//! What a request is about, in words that may stand in a log: the kind of thing, and never whose.

use reqwest::Url;

/// The words of addresses that the API itself has; whatever else stands there is somebody's.
const FIXED: &[&str] = &[
    "clients",
    "core",
    "credentials",
    "device-password",
    "me",
    "otp-credentials",
    "permissions",
    "policies",
    "principal",
    "puk",
    "query",
    "replace",
    "reset",
    "tempstrong-password",
    "ticket",
    "token",
    "users",
];

/// The address below `/nevisidm/api`, without the version, with a star for each external ID: `core/*/users/*/puk/reset`.
pub fn family(url: &Url) -> String {
    let segments = url.path().rsplit_once("/nevisidm/api/").map_or("", |(_, path)| path).split('/');
    let shown = segments.filter(|segment| *segment != "v1");
    let words: Vec<_> =
        shown.map(|segment| FIXED.iter().find(|word| **word == segment).map_or("*", |word| word)).collect();
    words.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_thing_is_told_and_not_whose() {
        let told = |path: &str| family(&Url::parse(&format!("https://idm.example.ch{path}?q=muster")).unwrap());
        assert_eq!(told("/nevisidm/api/query/v1/users"), "query/users");
        assert_eq!(told("/pre/nevisidm/api/core/v1/100/users/a.muster/puk/reset"), "core/*/users/*/puk/reset");
        assert_eq!(told("/nevisidm/api/principal/v1/token"), "principal/token");
        assert_eq!(told("/elsewhere"), "*");
    }
}
