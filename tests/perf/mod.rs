//! Measures credesk as an operator meets it: the release binary in a pseudo-terminal of 120x40, beside `rtlist`, a minimal
//! ratatui program of our own that stands for the limit of the toolkit. Figures drift from machine to machine and from
//! hour to hour; the ratios of one run hold, because the programs take turns.
//!
//! ```text
//! cargo bench --bench whole_process                    all programs
//! cargo bench --bench whole_process -- rtlist          only those whose name begins so
//! cargo bench --bench whole_process -- --rounds=3      instead of ten
//! ```
//!
//! | file | does |
//! | --- | --- |
//! | `program` | how each program is started and driven: the one table to change when a screen changes |
//! | `terminal` | the pseudo-terminal: keys in, bytes and a vt100 screen out |
//! | `process` | what the kernel knows of a process: CPU time, wake-ups, memory (Linux only) |
//! | `session` | one start of one program, from the first frame to the last figure |
//! | `figures` | collects the figures of all sessions and prints the table |
//!
//! This is a script, not a test: cargo does not compile it as one, and nothing here asserts a time.

mod figures;
mod process;
mod program;
mod session;
mod terminal;

use figures::Figures;
use std::io;

/// Starts each program whose name begins with one of `wanted`, or all, `rounds` times, and prints the table.
pub fn run(wanted: &[String], rounds: usize) -> io::Result<()> {
    let world = program::World::new()?;
    let mut measured: Vec<_> = world
        .programs()
        .into_iter()
        .filter(|program| wanted.is_empty() || wanted.iter().any(|name| program.name.starts_with(name.as_str())))
        .map(|program| (program, Figures::default()))
        .collect();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        measured.retain_mut(|(program, figures)| {
            let outcome = session::measure(program, figures, round == rounds);
            if let Err(error) = &outcome {
                eprintln!("{} is left out: {error}", program.name);
            }
            outcome.is_ok()
        });
    }
    println!(
        "{}",
        figures::table(&measured.iter().map(|(program, figures)| (program.name, figures)).collect::<Vec<_>>())
    );
    Ok(())
}
