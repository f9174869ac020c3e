//! Any text as the configuration.
//!
//! * What is accepted can be worked with: the default profile is there, every server is asked over TLS or on this very
//!   machine, nobody's password stands in an address, and every figure lies within the documented bounds.
//! * What is refused is refused with sentences that a terminal can show, and with a line that exists.
//! * No key that credesk does not know is accepted, and no token in the file.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use credesk::config::{ConfigError, Profile, TokenSource, known_keys, known_profile_keys, parse};
use credesk::text::SafeText;

use super::terminal::assert_drawable;

/// Nothing lies there, and nothing is read from there.
const PATH: &str = "/nowhere/config.toml";

/// A site's own alphabets are files, which have a target of their own; here no file is read.
fn names_files(table: &toml::Table) -> bool {
    table.get("alphabets").and_then(toml::Value::as_array).is_some_and(|names| !names.is_empty())
}

fn holds(profile: &Profile) {
    let url = &profile.url;
    let host = url.host_str().unwrap_or_default();
    let here = host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    assert!(url.scheme() == "https" || (url.scheme() == "http" && here), "{url}");
    for address in [Some(url), profile.proxy.as_ref()].into_iter().flatten() {
        assert!(address.has_host() && address.query().is_none() && address.fragment().is_none(), "{address}");
    }
    assert!(url.username().is_empty() && url.password().is_none(), "{url}");
    assert!((10..=1000).contains(&profile.page_size) && profile.search_delay_ms <= 5000);
    let seconds = |time: Duration, most: u64| (1..=most).contains(&time.as_secs()) && time.subsec_nanos() == 0;
    assert!(seconds(profile.connect_timeout, 60) && seconds(profile.read_timeout, 300));
    assert!(seconds(profile.write_timeout, 600) && seconds(profile.settle, 3600));
    assert!(profile.settle > profile.write_timeout);
    assert_drawable(&profile.environment, "the environment's mark");
    assert!((1..=20).contains(&profile.environment.chars().count()));
    match &profile.token {
        TokenSource::Command(command) => assert!(!command[0].is_empty()),
        TokenSource::Variable(name) => assert!(!name.is_empty() && !name.contains(['=', '\0'])),
        TokenSource::File(path) => assert!(path.is_absolute(), "{}", path.display()),
        TokenSource::Taken(..) | TokenSource::Given(_) => panic!("a token came out of the file"),
    }
}

fn line_of(error: &ConfigError) -> Option<usize> {
    match error {
        ConfigError::Syntax { at, .. }
        | ConfigError::UnknownKey { at, .. }
        | ConfigError::WrongType { at, .. }
        | ConfigError::BadValue { at, .. }
        | ConfigError::Alphabet { at, .. }
        | ConfigError::Secret { at }
        | ConfigError::UnknownDefaultProfile { at, .. } => Some(at.line),
        _ => None,
    }
}

/// How far it gets: the profiles.
pub fn check(data: &[u8]) -> usize {
    let Ok(text) = std::str::from_utf8(data) else { return 0 };
    let table = text.parse::<toml::Table>();
    if table.as_ref().is_ok_and(names_files) {
        return 0;
    }
    match parse(Path::new(PATH), text) {
        Ok(config) => {
            let table = table.unwrap();
            let (outer, inner) = (known_keys(), known_profile_keys());
            assert!(table.keys().all(|key| outer.contains(&key.as_str())));
            for (name, profile) in table["profiles"].as_table().unwrap() {
                let keys = profile.as_table().unwrap();
                assert!(keys.keys().all(|key| inner.contains(&key.as_str()) && key != "token"), "{name}");
            }
            assert!(config.profiles.contains_key(&config.default_profile));
            assert_eq!(config.profile(None).unwrap().name, config.default_profile);
            config.profiles.values().for_each(holds);
            config.profiles.len()
        }
        Err(error) => {
            let sentence = error.to_string();
            assert_drawable(&sentence, "an error's sentence");
            assert!(sentence.ends_with(['.', '?']), "{sentence}");
            let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
            assert!(line_of(&error).is_none_or(|line| (1..=lines).contains(&line)), "{sentence}");
            assert!(sentence.chars().count() <= 2 * SafeText::LONGEST + 500, "a sentence without end: {sentence}");
            0
        }
    }
}
