//! Measures the whole program in a pseudo-terminal: `cargo bench --bench whole_process`. See `tests/perf/mod.rs`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a script talks to the person who runs it")]
#![expect(clippy::cast_precision_loss, reason = "figures of a table need no 52 bits")]

#[path = "../tests/perf/mod.rs"]
mod perf;

use std::env::args;
use std::process::ExitCode;

/// How often each program is started where the command line does not say.
const ROUNDS: usize = 10;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs benches too, without this argument: measuring is not testing.
    if !args().any(|arg| arg == "--bench") {
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<_> = args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let rounds = args().find_map(|arg| arg.strip_prefix("--rounds=")?.parse().ok()).unwrap_or(ROUNDS);
    match perf::run(&wanted, rounds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("whole_process: {error}");
            ExitCode::FAILURE
        }
    }
}
