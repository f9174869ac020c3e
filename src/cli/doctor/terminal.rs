//! The terminal: whether there is one, whether the console can draw on it, and how large it is.

use std::io::{stderr, stdin, stdout};

use rustix::termios::{isatty, tcgetwinsize};

use super::environment;
use crate::domain::finding::{Area, Finding};
use crate::runtime::fitness::{self, Unfit};

/// The smallest window in which the console draws its screens.
const SMALLEST: (u16, u16) = (60, 16);

/// Looks at it.
pub fn check() -> Finding {
    judge(size(), fitness::environment().err().as_ref(), &environment("TERM").unwrap_or_default())
}

/// Columns and rows of the terminal behind whichever standard stream has one.
fn size() -> Option<(u16, u16)> {
    let (input, output, error) = (stdin(), stdout(), stderr());
    let size = if isatty(&output) {
        tcgetwinsize(&output)
    } else if isatty(&input) {
        tcgetwinsize(&input)
    } else if isatty(&error) {
        tcgetwinsize(&error)
    } else {
        return None;
    };
    Some(size.map_or((0, 0), |size| (size.ws_col, size.ws_row)))
}

fn judge(size: Option<(u16, u16)>, unfit: Option<&Unfit>, term: &str) -> Finding {
    const AREA: Area = Area::Terminal;
    let Some((columns, rows)) = size else {
        return Finding::warn(
            AREA,
            "There is no terminal here: input and output are files, pipes or nothing. The console needs one.",
            "Run credesk doctor where the console will run; over SSH with ssh -t.",
        );
    };
    if let Some(unfit) = unfit {
        return Finding::fail(AREA, &unfit.to_string(), "Put that right, then run credesk doctor again.");
    }
    if (columns, rows) == (0, 0) {
        return Finding::ok(AREA, &format!("There is one, which does not tell its size; TERM is {term}."));
    }
    let found = format!("{columns} columns and {rows} rows; TERM is {term}.");
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        let next = "Make the window larger: the console needs 60 columns and 16 rows, and is made for 80 and 24.";
        return Finding::warn(AREA, &found, next);
    }
    Finding::ok(AREA, &found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn a_missing_terminal_is_no_failure_and_a_useless_one_is() {
        let dumb = Unfit::DumbTerminal("\"dumb\"".into());
        for (size, unfit, level) in [
            (None, None, Level::Warn),
            (None, Some(&dumb), Level::Warn),
            (Some((80, 24)), Some(&dumb), Level::Fail),
            (Some((60, 16)), None, Level::Ok),
            (Some((59, 16)), None, Level::Warn),
            (Some((60, 15)), None, Level::Warn),
            (Some((0, 0)), None, Level::Ok),
        ] {
            let found = judge(size, unfit, "xterm");
            assert_eq!(found.level, level, "{size:?} {unfit:?}: {}", found.found);
        }
    }
}
