//! What wiping costs a frame: `cargo bench --bench draw_cost`.
//!
//! The same screens are drawn in turns with an allocator that wipes what is freed and without, in one process; what is
//! printed are ratios of the fastest rounds. Beside them: what it costs to make the texts of a page of hits safe, which
//! happens once when the answer comes, measured against drawing that page once.

#![allow(unsafe_code, reason = "an allocator that can be switched; the program's own needs none")]
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "../tests/support/story.rs"]
mod story;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use credesk::text::SafeText;
use credesk::ui;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use story::{Story, World, done, plain};
use zeroizing_alloc::ZeroAlloc;

/// The system's allocator, which wipes or does not.
struct Switched;

static WIPES: AtomicBool = AtomicBool::new(false);

// SAFETY: passes every call on to an allocator that keeps the rules; both take their blocks from `System`.
unsafe impl GlobalAlloc for Switched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: see above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if WIPES.load(Ordering::Relaxed) {
            // SAFETY: see above.
            unsafe { ZeroAlloc(System).dealloc(block, layout) }
        } else {
            // SAFETY: see above.
            unsafe { System.dealloc(block, layout) }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if WIPES.load(Ordering::Relaxed) {
            // SAFETY: see above.
            unsafe { ZeroAlloc(System).realloc(block, layout, size) }
        } else {
            // SAFETY: see above.
            unsafe { System.realloc(block, layout, size) }
        }
    }
}

#[global_allocator]
static ALLOCATOR: Switched = Switched;

/// Frames of one round, and rounds of each kind.
const FRAMES: u32 = 50;
const ROUNDS: usize = 60;

const SCREENS: [&str; 5] = ["lookup", "user", "confirm", "hand-off", "OTP card"];

fn screen(name: &str) -> Story {
    let world = World::new();
    let mut story = Story::new();
    match name {
        "lookup" => {
            story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>");
        }
        "confirm" => {
            story.open("must", &world).keys("jr").answer(&world);
        }
        "hand-off" => {
            story.open("must", &world).keys("jr").answer(&world);
            story.keys("a.muster<Enter>").written(done(plain())).keys("v");
        }
        "OTP card" => {
            story.open("must", &world).keys("Gv").answer(&world).keys("v");
        }
        _ => {
            story.open("must", &world);
        }
    }
    story
}

/// One round of frames. Each begins on an empty screen, so that all of it is drawn.
fn frames(story: &Story, terminal: &mut Terminal<TestBackend>) -> Duration {
    let theme = Theme::new(true);
    let begin = Instant::now();
    for _ in 0..FRAMES {
        let drawn = |frame: &mut ratatui::Frame<'_>| {
            black_box(ui::draw(frame, &story.app, &theme));
        };
        terminal.draw(drawn).unwrap();
    }
    begin.elapsed() / FRAMES
}

/// The fastest round of each kind, in turns: without wiping, and with it.
fn compare(mut round: impl FnMut() -> Duration) -> [Duration; 2] {
    let mut fastest = [Duration::MAX; 2];
    for turn in 0..2 * ROUNDS {
        WIPES.store(turn % 2 == 1, Ordering::Relaxed);
        fastest[turn % 2] = fastest[turn % 2].min(round());
    }
    fastest
}

fn percent(more: Duration, of: Duration) -> f64 {
    100.0 * more.as_secs_f64() / of.as_secs_f64()
}

fn main() {
    let mut page = Duration::MAX;
    println!("{:<22} {:>12} {:>12} {:>8}", "one frame", "not wiped", "wiped", "more");
    for name in SCREENS {
        for (columns, rows) in [(80, 24), (200, 50)] {
            let story = screen(name);
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
            let [without, with] = compare(|| frames(&story, &mut terminal));
            let more = percent(with, without) - 100.0;
            println!("{:<22} {without:>12.1?} {with:>12.1?} {more:>7.1}%", format!("{name} {columns}x{rows}"));
            if name == "lookup" && columns == 80 {
                page = with;
            }
        }
    }
    let texts: Vec<String> = (0..50)
        .flat_map(|row| [format!("login.{row}"), format!("Zoë Müller-{row}"), format!("z.{row}@example.ch")])
        .collect();
    let safe = |texts: &[String]| {
        let begin = Instant::now();
        for text in texts {
            drop(black_box(SafeText::new(black_box(text))));
        }
        begin.elapsed()
    };
    let [_, made] = compare(|| safe(&texts));
    println!(
        "150 texts of 50 hits made safe, once: {made:.1?}, {:.1}% of drawing the lookup once",
        percent(made, page)
    );
}
