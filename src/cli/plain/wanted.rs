//! Whether plain questions are asked for instead of the console: by the option, by a terminal that can do nothing, or by the
//! environment.
//!
//! `ACCESSIBLE` is the convention of charm's forms (huh) and of what is built with them, and was taken over by others: any
//! value asks for prompts that a screen reader can follow. Here `0` and an empty value do not.

use std::env::var_os;
use std::ffi::OsString;

/// Whether plain questions are asked for.
pub fn is_wanted(option: bool) -> bool {
    option || by_environment(|name| var_os(name))
}

fn by_environment(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    dumb || variable("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dumb_terminal_or_the_variable_asks_for_it() {
        for (name, value, wanted) in [
            ("TERM", "dumb", true),
            ("TERM", "xterm", false),
            ("ACCESSIBLE", "1", true),
            ("ACCESSIBLE", "yes", true),
            ("ACCESSIBLE", "0", false),
            ("ACCESSIBLE", "", false),
        ] {
            let found = by_environment(|asked| (asked == name).then(|| value.into()));
            assert_eq!(found, wanted, "{name}={value}");
        }
    }
}
