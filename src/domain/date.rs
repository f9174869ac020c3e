//! Dates in the operator's time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::when::When;

/// `2026-11-21 14:02`, or the server's own text where it was no date, or a dash where there is none.
pub fn minute(when: Option<&When>, zone: &TimeZone) -> String {
    match when {
        Some(When::At(moment)) => moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        Some(When::Text(text)) => text.to_string(),
        None => "-".into(),
    }
}

/// The same without the year, for a narrow column of things that are a few days old at most.
pub fn day_and_minute(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%m-%d %H:%M").to_string()
}

/// The same to the second.
pub fn day_and_second(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%m-%d %H:%M:%S").to_string()
}

/// The same to the second, with the offset from UTC: for the moment of a conflict.
pub fn second(when: Option<&When>, zone: &TimeZone) -> String {
    match when {
        Some(When::At(moment)) => moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S (UTC%:z)").to_string(),
        Some(When::Text(text)) => text.to_string(),
        None => "an unknown time".into(),
    }
}

/// The zone's name, said once on a screen with dates.
pub fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name()
        .map_or_else(|| "local time".into(), |name| if name == "Etc/UTC" { "UTC".into() } else { name.into() })
}
