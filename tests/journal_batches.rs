//! What a journal tells of lists that were worked through, and that one list is worked through at a time.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/journal.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod story;

use std::path::PathBuf;

use credesk::domain::batch::{BatchId, Became};
use credesk::domain::record::{Act, Delivered, Entry, Event, Intent, Why};
use credesk::journal::{Journal, JournalError, alone, tried};
use story::{event, id, intent};
use tempfile::TempDir;

const BATCH: BatchId = BatchId { list: 7, round: 2 };

fn journal(entries: &[Entry]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal.jsonl");
    let mut journal = Journal::open(&path).unwrap();
    for entry in entries {
        journal.append(entry).unwrap();
    }
    (folder, path)
}

fn life(number: u32, events: Vec<Event>) -> Vec<Entry> {
    let confirmed = Event::Confirmed(Box::new(Intent { batch: Some(BATCH), ..intent(number) }));
    [vec![confirmed], events].concat().into_iter().map(|one| event(i64::from(number), number, one)).collect()
}

#[test]
fn what_became_of_each_change_of_a_list_is_told() {
    let lives: [(Vec<Event>, Became, bool); 9] = [
        (vec![], Became::Unknown, false),
        (vec![Event::NotSent("dns".into())], Became::Nothing, false),
        (vec![Event::Refused("limit".into())], Became::Nothing, false),
        (vec![Event::Held(Delivered::Value)], Became::Done, true),
        (vec![Event::Held(Delivered::Value), Event::Shown, Event::Closed], Became::Done, false),
        (vec![Event::Unknown("cut".into()), Event::Happened], Became::Done, true),
        (vec![Event::Unknown("cut".into()), Event::DidNotHappen], Became::Nothing, false),
        (vec![Event::Unknown("cut".into()), Event::CannotTell(Why::Gone)], Became::Unknown, false),
        (vec![Event::Unknown("cut".into()), Event::CannotTell(Why::Gone), Event::Closed], Became::GivenUp, false),
    ];
    let entries: Vec<_> = (1..).zip(&lives).flat_map(|(number, (events, ..))| life(number, events.clone())).collect();
    let (_folder, path) = journal(&entries);
    let found = tried(&path, "https://idm.example.ch").unwrap();
    assert_eq!(found.len(), lives.len());
    for ((number, (_, became, open)), found) in (1..).zip(&lives).zip(found) {
        assert_eq!((found.id, found.batch, found.became, found.open), (id(number), BATCH, *became, *open));
    }
    assert_eq!(tried(&path, "https://another.example.ch").unwrap(), []);
}

#[test]
fn an_answer_that_came_late_counts_more_than_readings() {
    let late = vec![Event::Unknown("cut".into()), Event::DidNotHappen, Event::Held(Delivered::Nothing)];
    let (_folder, path) = journal(&life(1, late));
    assert_eq!(tried(&path, "https://idm.example.ch").unwrap()[0].became, Became::Done);
}

#[test]
fn what_belongs_to_no_list_is_left_out() {
    let comment = Intent { act: Act::Update(vec!["comment".into()]), follows: Some(id(1)), ..intent(1) };
    let (_folder, path) = journal(&[event(0, 1, Event::Confirmed(Box::new(comment)))]);
    assert_eq!(tried(&path, "https://idm.example.ch").unwrap(), []);
}

#[test]
fn one_list_at_a_time() {
    let (_folder, path) = journal(&[]);
    let first = alone(&path).unwrap();
    assert_eq!(alone(&path).unwrap_err(), JournalError::InUse(path.clone()));
    drop(first);
    assert!(alone(&path).is_ok());
}
