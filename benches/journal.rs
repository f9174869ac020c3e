//! What an operator waits for: `cargo bench --bench journal`. One line made durable (an intent stands before every change),
//! and the start of credesk on a journal of 10,000 lines. In the folder for builds: `/tmp` may be memory, which is always
//! durable.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed bench")]

#[path = "../tests/support/journal.rs"]
#[allow(dead_code, reason = "shared with tests")]
mod support;

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;

use credesk::journal::{Journal, verify};
use divan::{Bencher, black_box};
use support::working_day;
use tempfile::TempDir;

fn main() {
    divan::main();
}

fn folder() -> TempDir {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    folder
}

fn filled(folder: &TempDir, lines: usize) -> Journal {
    let mut journal = Journal::open(&folder.path().join("journal.jsonl")).unwrap();
    for entry in working_day().take(lines) {
        journal.append(&entry).unwrap();
    }
    journal
}

/// One line: lock, look what others have written, check, write, make durable.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn append(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let mut journal = filled(&folder, 1);
    let mut entries = working_day().skip(1);
    bencher.with_inputs(|| entries.next().unwrap()).bench_local_values(|entry| journal.append(&entry).unwrap());
}

/// A start: read, verify, find what is open.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn open_10_000_lines(bencher: Bencher<'_, '_>) {
    let folder = folder();
    drop(filled(&folder, 10_000));
    bencher.bench(|| Journal::open(&folder.path().join("journal.jsonl")).unwrap());
}

/// Verification alone, of bytes in memory.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn verify_10_000_lines(bencher: Bencher<'_, '_>) {
    let folder = folder();
    drop(filled(&folder, 10_000));
    let bytes = std::fs::read(folder.path().join("journal.jsonl")).unwrap();
    bencher.bench(|| verify(black_box(&bytes)).unwrap());
}
