//! What the console's own part of a key costs, without terminal and network: `cargo bench --bench screens`.
//!
//! `update` is the pressing of two keys that take each other back, `draw` one frame into memory, both of every screen.
//! `list` moves up and down in a list and draws it: however long the list is, it should take equally long.

#[path = "../tests/support/people.rs"]
mod people;
#[path = "../tests/support/story.rs"]
mod story;

use std::fmt::{self, Display, Formatter};

use credesk::ui;
use credesk::ui::theme::Theme;
use divan::Bencher;
use people::{people, results};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use story::{Story, World, done, plain};

type Size = (u16, u16);

const SIZES: [Size; 2] = [(80, 24), (200, 50)];
const LENGTHS: [usize; 3] = [100, 10_000, 100_000];
const SCREENS: [&str; 8] = ["lookup", "user", "form", "confirm", "hand-off", "OTP card", "help", "palette"];

fn main() {
    divan::main();
}

/// A screen, and two keys of it that lead back to where they began.
fn screen(name: &str) -> (Story, &'static str) {
    let world = World::new();
    let mut story = Story::new();
    if name == "lookup" {
        story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>");
    } else {
        story.open("must", &world);
    }
    let keys = match name {
        "form" => {
            story.keys("jjjr");
            "<Right><Left>"
        }
        "confirm" => {
            story.keys("jr").answer(&world);
            "a<Backspace>"
        }
        "hand-off" => {
            story.keys("jr").answer(&world).keys("a.muster<Enter>").written(done(plain())).keys("v");
            "<Space><Backspace>"
        }
        "OTP card" => {
            story.keys("Gv").answer(&world).keys("v");
            "ll"
        }
        "help" => {
            story.keys("?");
            "jk"
        }
        "palette" => {
            story.keys(":");
            "e<Backspace>"
        }
        _ => "jk",
    };
    (story, keys)
}

#[divan::bench(args = SCREENS)]
fn update(bencher: Bencher<'_, '_>, name: &str) {
    let (mut story, keys) = screen(name);
    bencher.bench_local(|| {
        story.keys(keys);
    });
}

#[divan::bench(args = on_every_size(SCREENS))]
fn draw(bencher: Bencher<'_, '_>, case: &Case<&str>) {
    let (story, _) = screen(case.of);
    let mut terminal = case.terminal();
    bencher.bench_local(|| show(&story, &mut terminal));
}

#[divan::bench(args = on_every_size(LENGTHS))]
fn list(bencher: Bencher<'_, '_>, case: &Case<usize>) {
    let mut story = results(&people(case.of));
    let mut terminal = case.terminal();
    bencher.bench_local(|| {
        for key in ["k", "j"] {
            story.keys(key);
            show(&story, &mut terminal);
        }
    });
}

/// Something to draw, and how large.
struct Case<T> {
    of: T,
    size: Size,
}

fn on_every_size<T: Copy>(all: impl IntoIterator<Item = T>) -> Vec<Case<T>> {
    all.into_iter().flat_map(|of| SIZES.map(|size| Case { of, size })).collect()
}

impl<T> Case<T> {
    fn terminal(&self) -> Terminal<TestBackend> {
        Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap()
    }
}

impl<T: Display> Display for Case<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}x{}", self.of, self.size.0, self.size.1)
    }
}

fn show(story: &Story, terminal: &mut Terminal<TestBackend>) {
    terminal
        .draw(|frame| {
            ui::draw(frame, &story.app, &Theme::new(true));
        })
        .unwrap();
}
