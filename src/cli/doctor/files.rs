//! Owners and permissions: of the configuration, of what says whom to trust, of the token, of the journal, and of their
//! folders. The rules are those of whoever reads the files; not a byte is read here.

use std::path::{Path, PathBuf};

use super::sentence;
use crate::api::{check_folder_of, check_secret, check_trusted};
use crate::config::{Profile, TokenSource};
use crate::domain::finding::{Area, Files, Finding};
use crate::journal;
use crate::text::SafeText;

const AGAIN: &str = "Find out who has changed that, put it right, then run credesk doctor again.";

/// Looks at each file. Blocks as long as the file systems do.
pub fn check(configuration: Option<&Path>, profile: Option<&Profile>, journal: Option<&Path>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(path) = configuration {
        found.extend(own(path));
    }
    for (key, path, secret) in profile.into_iter().flat_map(named) {
        let checked = if secret { check_secret(&path) } else { check_trusted(&path) };
        let area = Area::Files(if key == "token_file" { Files::Token } else { Files::Configuration });
        let well = if secret { "is yours alone" } else { "can be changed by nobody else" };
        found.push(judge(area, key, &path, checked, well));
    }
    found.push(match journal {
        None => Finding::fail(
            Area::Files(Files::Journal),
            "There is no home folder to keep the journal in.",
            "Name a file for it in the configuration: journal = \"/path/to/journal.jsonl\".",
        ),
        Some(path) => match journal::guarded(path) {
            Ok(()) => judge(
                Area::Files(Files::Journal),
                "journal",
                path,
                Ok(()),
                "and its folder can be changed by nobody else",
            ),
            Err(error) => Finding::fail(Area::Files(Files::Journal), &error.to_string(), AGAIN),
        },
    });
    found
}

/// The configuration, and its folder, in which somebody else could put another one in its place.
fn own(path: &Path) -> Vec<Finding> {
    const AREA: Area = Area::Files(Files::Configuration);
    let folder = check_folder_of(path);
    match check_trusted(path).and(folder) {
        // What is wrong with the file itself is told of the configuration too, which is not read then.
        Err(why) => vec![Finding::warn(AREA, &sentence(&format!("The configuration {} {why}", shown(path))), AGAIN)],
        Ok(()) => vec![judge(AREA, "configuration", path, Ok(()), "and its folder can be changed by nobody else")],
    }
}

/// The files that a profile names: the key, the path, and whether a secret is in it.
fn named(profile: &Profile) -> Vec<(&'static str, PathBuf, bool)> {
    let mut files = Vec::new();
    if let TokenSource::File(path) = &profile.token {
        files.push(("token_file", path.clone(), true));
    }
    files.extend(profile.ca_file.clone().map(|path| ("ca_file", path, false)));
    if let Some(identity) = &profile.client_identity {
        files.push(("client_certificate", identity.certificate.clone(), false));
        files.push(("client_key", identity.key.clone(), true));
    }
    files
}

fn judge(area: Area, name: &str, path: &Path, checked: Result<(), String>, well: &str) -> Finding {
    let named = format!("{name} {}", shown(path));
    match checked {
        Ok(()) => Finding::ok(area, &sentence(&format!("{named} {well}"))),
        Err(why) => Finding::fail(area, &sentence(&format!("{named} {why}")), AGAIN),
    }
}

fn shown(path: &Path) -> SafeText {
    SafeText::new(&path.display().to_string())
}
