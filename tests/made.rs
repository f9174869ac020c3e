//! The files that are made from the code are those that it makes now. One command renews them all:
//!
//!     CREDESK_RENEW=1 cargo test --test made
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/made/mod.rs"]
mod made;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn what_is_made_from_the_code_is_up_to_date() {
    let renew = std::env::var_os("CREDESK_RENEW").is_some_and(|value| !value.is_empty());
    let mut old = Vec::new();
    for file in made::all() {
        if fs::read_to_string(file.place()).ok().as_ref() != Some(&file.content) {
            old.push(file.path.display().to_string());
            if renew {
                fs::write(file.place(), &file.content).unwrap();
            }
        }
    }
    let command = "CREDESK_RENEW=1 cargo test --test made";
    assert!(renew || old.is_empty(), "no longer what the code makes: {}. Run: {command}", old.join(", "));
}

/// A page of a command that is gone would be installed for ever.
#[test]
fn nothing_else_lies_beside_them() {
    let made: BTreeSet<_> = made::all().iter().map(made::Made::place).collect();
    for folder in ["assets/completions", "assets/man"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(made.contains(&path) || path.ends_with("more.roff"), "{} is made by nothing", path.display());
        }
    }
}
