//! A thousand cards in one document: how long it takes and how much memory. `cargo bench --bench paper`.
//!
//! The cards are made one by one, as a batch makes them, so that the memory is that of the document alone.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench talks to the person who runs it")]

#[path = "../tests/paper/sheets.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod sheets;

use std::alloc::System;
use std::env::args;
use std::fs::read_to_string;
use std::time::Instant;

use credesk::domain::otp_card::Labels;
use credesk::domain::sheet::Sheet;
use credesk::print::pdf::render;
use credesk::text::SafeText;
use zeroizing_alloc::ZeroAlloc;

/// The program's own, which wipes what is freed: what that costs is measured too.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

const CARDS: usize = 1000;
const LANGUAGES: [&str; 4] = ["de", "fr", "it", "en"];

fn cards(count: usize) -> impl Iterator<Item = Sheet> {
    (0..count).map(|at| {
        let mut sheet = sheets::card_sheet(LANGUAGES[at % LANGUAGES.len()], Labels::Coordinates, (1, 1, 1));
        let cells: Vec<String> = (0..14 * 12).map(|cell| sheets::cell(at * 1_000_003 + cell * 7919, 4)).collect();
        sheet.card = sheets::card_of(14, 12, &cells).into();
        sheet.to.name = SafeText::new(&format!("Milica Petrović-Đorđević {at}"));
        Sheet::Card(Box::new(sheet))
    })
}

/// The most memory that this process has had, in MB, as Linux counts it.
fn peak() -> String {
    let status = read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.map_or_else(|| "unknown".into(), |kilobytes| format!("{} MB", kilobytes / 1024))
}

fn main() {
    // `cargo test --all-targets` runs benches too, without this argument: measuring is not testing.
    if !args().any(|arg| arg == "--bench") {
        return;
    }
    for count in [1, 10, 100, CARDS] {
        let begin = Instant::now();
        let bytes = render(cards(count), false).unwrap().len();
        println!("{count:>5} cards: {:>9.3?}, {:>6} kB, peak {}", begin.elapsed(), bytes / 1024, peak());
    }
}
