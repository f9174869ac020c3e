//! What the operator reads, word for word, and what was not changed.

use std::path::Path;

use credesk::sandbox::{Operator, Sandbox};
use serde_json::Value;

use crate::desk::{Desk, Said};
use crate::sandbox_client::{Client, read, user};
use crate::seat::{self, Seat};

/// Asserts that a program ended like this, put nothing out, and said exactly this.
#[track_caller]
pub fn says(said: &Said, code: i32, text: &str) {
    assert_eq!((said.code, said.err.as_str(), said.text()), (code, text, ""));
}

/// Asserts that the console and `credesk otp print` end like this, say exactly this, ask nobody, and leave no journal.
#[track_caller]
pub fn refuses_to_begin(desk: &Desk, code: i32, text: &str) {
    says(&desk.run(&mut desk.line(&[], &[])), code, text);
    says(&desk.print(&["--user", "demo.all", "--to", "text"]), code, text);
    assert_eq!(asked(&desk.sandbox), 0);
    assert!(!desk.journal().exists());
}

/// How many requests credesk sent. The tests' own have no such header.
pub fn asked(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|seen| seen.headers.iter().any(|name| name == "user-agent")).count()
}

/// Whether these paragraphs stand on a screen, one below the other, each from its first word to its last.
pub fn stand_on(screen: &str, paragraphs: &[&str]) -> bool {
    let rows: Vec<&str> = screen.lines().map(|row| row.trim_matches([' ', '│'])).collect();
    (0..rows.len()).any(|first| stand_from(&rows[first..], paragraphs))
}

fn stand_from(mut rows: &[&str], paragraphs: &[&str]) -> bool {
    paragraphs.iter().all(|paragraph| {
        let mut read = String::new();
        while read != *paragraph {
            let Some((row, rest)) = rows.split_first() else { return false };
            let gap = if read.is_empty() || row.is_empty() { "" } else { " " };
            read = format!("{read}{gap}{row}");
            rows = rest;
            if !paragraph.starts_with(&read) {
                return false;
            }
        }
        true
    })
}

/// Waits until these paragraphs stand on the screen.
pub async fn reads(seat: &mut Seat, paragraphs: &[&str]) {
    seat.until_it(&paragraphs.join("\n"), |screen| stand_on(screen, paragraphs)).await;
}

/// How many changes the server was asked for.
pub fn writes(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|seen| seen.method != "GET").count()
}

/// A user as the server has it: user and credentials.
pub fn standing(sandbox: &Sandbox, ext_id: &str) -> [Value; 2] {
    let client = Client::helpdesk(sandbox);
    [user(ext_id), format!("{}/credentials", user(ext_id))].map(|path| read(&client, &path))
}

/// Lets an operator of the help desk do something, and gives back what the journal was told, one line for each of its
/// lines: the event, and what there is to say of it.
pub fn at_the_console<F: AsyncFnOnce(&mut Seat)>(sandbox: &Sandbox, more: &str, story: F) -> Vec<String> {
    at_a_console(&seat::profile(sandbox, Operator::Helpdesk, more), story)
}

/// The same with a profile for any server.
pub fn at_a_console<F: AsyncFnOnce(&mut Seat)>(profile: &credesk::config::Profile, story: F) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.jsonl");
    seat::sit_with(profile, &journal, async |seat| {
        story(seat).await;
        seat.noted().await;
    });
    told_to(&journal)
}

/// What a journal was told, one word for each line.
pub fn told_to(journal: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let word = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line[name].as_str().map(str::to_owned);
        ["event", "fault", "why", "delivered"].into_iter().filter_map(text).collect::<Vec<_>>().join(" ")
    };
    text.lines().map(word).collect()
}
