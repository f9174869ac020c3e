//! One start of one program: takes every figure once or many times over. Must not know how figures are summed up.

use super::figures::Figures;
use super::process::{Usage, resident_kib};
use super::program::{List, Program, Reset, Search};
use super::terminal::Terminal;
use std::io;
use std::time::Duration;

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// After so long without output a program has finished its answer to a key. Much shorter than the 150 ms after which
/// credesk searches for what was typed, so that a typed letter and its search are told apart.
const QUIET: Duration = Duration::from_millis(12);
/// After so long without output nothing is under way any more.
const STILL: Duration = Duration::from_millis(300);
/// How long the program is left alone to see what it does for nothing.
const IDLE: Duration = Duration::from_secs(10);
/// Rows that are moved over without scrolling: fewer than any of the lists shows at 40 rows.
const MOVES: usize = 20;
/// Rows that are scrolled over: several screenfuls.
const SCROLLS: usize = 96;
/// Keys that arrive at once, as when a key is held down over a slow line.
const HELD: usize = 100;

/// Starts the program and takes its figures; the idle ones, which take long, only where wanted.
pub fn measure(program: &Program, figures: &mut Figures, with_idle: bool) -> io::Result<()> {
    let (mut terminal, started) = Terminal::start(program)?;
    let ready = terminal.wait_until(program.ready, |screen| screen.contents().contains(program.ready))?;
    let process_id = terminal.process_id()?;
    figures.ready_ms.push(milliseconds(ready - started));
    figures.start_cpu_ms.push(milliseconds(Usage::of(process_id)?.cpu));
    figures.resident_mb.push(resident_kib(process_id)? as f64 / 1024.0);
    figures.size_mb.push(program.binary.metadata()?.len() as f64 / 1e6);
    terminal.settle(STILL);
    figures.first_frame_bytes.push(terminal.take_bytes() as f64);

    if let Some(list) = &program.list {
        if let Some(search) = &list.search {
            to_the_list(&mut terminal, search, figures)?;
        }
        moves(&mut terminal, list, figures)?;
        scrolled_lines(&mut terminal, figures)?;
        held_keys(&mut terminal, figures)?;
    }
    if let Some(reset) = &program.reset {
        do_reset(&mut terminal, reset, figures)?;
    }
    figures.used_mb.push(resident_kib(process_id)? as f64 / 1024.0);
    if with_idle {
        idle(&mut terminal, process_id, figures)?;
    }
    Ok(())
}

fn to_the_list(terminal: &mut Terminal, search: &Search, figures: &mut Figures) -> io::Result<()> {
    for letter in search.text.split_inclusive(|_| true) {
        terminal.take_bytes();
        terminal.send(letter)?;
        terminal.settle(QUIET);
        figures.typed_bytes.push(terminal.take_bytes() as f64);
    }
    terminal.wait_until(search.found, |screen| screen.contents().contains(search.found))?;
    terminal.settle(STILL);
    terminal.send(search.enter)?;
    terminal.settle(STILL);
    Ok(())
}

/// Up and down where nothing scrolls.
fn moves(terminal: &mut Terminal, list: &List, figures: &mut Figures) -> io::Result<()> {
    for key in [DOWN, UP, DOWN].into_iter().flat_map(|key| std::iter::repeat_n(key, MOVES)) {
        let before = list.selection.row(terminal.screen());
        terminal.take_bytes();
        let sent = terminal.send(key)?;
        let moved = |screen: &vt100::Screen| list.selection.row(screen).is_some_and(|row| Some(row) != before);
        let shown = terminal.wait_until("another selected row", moved)?;
        terminal.settle(QUIET);
        figures.key_ms.push(milliseconds(shown - sent));
        figures.move_bytes.push(terminal.take_bytes() as f64);
    }
    Ok(())
}

/// Down at the lower end of the screen. Not every key need scroll: what counts is what a line costs on the average.
fn scrolled_lines(terminal: &mut Terminal, figures: &mut Figures) -> io::Result<()> {
    terminal.send(&DOWN.repeat(2 * MOVES))?;
    terminal.settle(STILL);
    for _ in 0..SCROLLS {
        terminal.take_bytes();
        terminal.send(DOWN)?;
        terminal.settle(QUIET);
        figures.scroll_bytes.push(terminal.take_bytes() as f64);
    }
    Ok(())
}

/// Back up, over rows that have been on the screen: no answer of a server is waited for.
fn held_keys(terminal: &mut Terminal, figures: &mut Figures) -> io::Result<()> {
    terminal.settle(STILL);
    let sent = terminal.send(&UP.repeat(HELD))?;
    let last = terminal.settle(STILL).ok_or_else(|| io::Error::other("held keys changed nothing on the screen"))?;
    figures.held_ms.push(milliseconds(last - sent));
    Ok(())
}

fn do_reset(terminal: &mut Terminal, reset: &Reset, figures: &mut Figures) -> io::Result<()> {
    let shows = |text: &'static str| move |screen: &vt100::Screen| screen.contents().contains(text);
    for (keys, shown) in reset.steps {
        terminal.send(keys)?;
        terminal.settle(STILL);
        terminal.wait_until(shown, shows(shown))?;
    }
    let sent = terminal.send(reset.send)?;
    let done = terminal.wait_until(reset.done, shows(reset.done))?;
    figures.reset_ms.push(milliseconds(done - sent));
    Ok(())
}

fn idle(terminal: &mut Terminal, process_id: u32, figures: &mut Figures) -> io::Result<()> {
    terminal.settle(STILL);
    terminal.take_bytes();
    let before = Usage::of(process_id)?;
    std::thread::sleep(IDLE);
    let used = Usage::of(process_id)?.since(before);
    terminal.settle(QUIET);
    figures.idle_cpu_ms.push(milliseconds(used.cpu));
    figures.idle_wakeups.push(used.wakeups as f64);
    figures.idle_bytes.push(terminal.take_bytes() as f64);
    Ok(())
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
