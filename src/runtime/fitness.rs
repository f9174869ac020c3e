//! Whether the console can work here at all, asked before anything is drawn. Reads the environment, writes nothing.

use std::io::{IsTerminal, stdin, stdout};

/// Why the console cannot work here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Input or output is a file or a pipe.
    #[error(
        "credesk is a console: it needs a terminal for input and output, and here one of them is a file or a pipe. credesk --plain asks questions instead, and needs none."
    )]
    NoTerminal,
    /// `TERM` is unset or says that the terminal can do nothing.
    #[error(
        "credesk cannot draw on this terminal: TERM is {0}. Over SSH ask for a terminal with ssh -t, or set TERM, for example to xterm-256color."
    )]
    DumbTerminal(String),
    /// The locale names another character set.
    #[error(
        "credesk needs UTF-8, and {variable} is \"{value}\". Set it to a locale that ends with .UTF-8; C.UTF-8 is on every system: {variable}=C.UTF-8 credesk"
    )]
    CharacterSet {
        /// The variable that decides.
        variable: &'static str,
        /// What it says.
        value: String,
    },
}

/// Says why not.
///
/// # Errors
/// See [`Unfit`].
pub fn check() -> Result<(), Unfit> {
    if !(stdin().is_terminal() && stdout().is_terminal()) {
        return Err(Unfit::NoTerminal);
    }
    check_environment(&variable)
}

/// Whether colours may be used: `NO_COLOR` (no-color.org) asks for none, and some terminals have none.
pub fn has_colors() -> bool {
    colors(&variable)
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

fn check_environment(variable: Lookup<'_>) -> Result<(), Unfit> {
    match variable("TERM") {
        None => return Err(Unfit::DumbTerminal("not set".into())),
        Some(term) if term == "dumb" => return Err(Unfit::DumbTerminal("\"dumb\"".into())),
        Some(_) => {}
    }
    // The order is that of POSIX. A locale without a character set, such as C, says nothing about the terminal.
    let decisive =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| variable(name).map(|value| (name, value)));
    if let Some((variable, value)) = decisive {
        let charset = value.split_once('.').map(|(_, rest)| rest.split('@').next().unwrap_or(rest));
        if charset.is_some_and(|charset| !is_utf8(charset)) {
            return Err(Unfit::CharacterSet { variable, value: value.escape_default().to_string() });
        }
    }
    Ok(())
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("UTF-8") || charset.eq_ignore_ascii_case("utf8")
}

fn colors(variable: Lookup<'_>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let without = ["vt100", "vt102", "vt220"].iter().any(|name| term.starts_with(name))
        || ["-m", "-mono"].iter().any(|end| term.ends_with(end));
    variable("NO_COLOR").is_none() && !without
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn a_terminal_that_can_do_nothing_is_refused() {
        assert_eq!(check_environment(&with(&[])), Err(Unfit::DumbTerminal("not set".into())));
        assert!(matches!(check_environment(&with(&[("TERM", "dumb")])), Err(Unfit::DumbTerminal(_))));
        assert_eq!(check_environment(&with(&[("TERM", "tmux-256color")])), Ok(()));
    }

    #[test]
    fn only_a_locale_that_names_another_character_set_is_refused() {
        for fine in ["C", "POSIX", "C.UTF-8", "de_CH.utf8", "de_CH", "en_US.UTF-8@euro"] {
            assert_eq!(check_environment(&with(&[("TERM", "xterm"), ("LANG", fine)])), Ok(()), "{fine}");
        }
        let latin = with(&[("TERM", "xterm"), ("LC_ALL", "de_CH.ISO-8859-1"), ("LANG", "C.UTF-8")]);
        let said = check_environment(&latin).unwrap_err().to_string();
        assert!(said.contains("LC_ALL is \"de_CH.ISO-8859-1\"") && said.contains("LC_ALL=C.UTF-8"), "{said}");
    }

    #[test]
    fn the_variable_that_decides_is_the_first_that_is_set() {
        let overruled = with(&[("TERM", "xterm"), ("LC_CTYPE", "C.UTF-8"), ("LANG", "de_CH.ISO-8859-1")]);
        assert_eq!(check_environment(&overruled), Ok(()));
    }

    #[test]
    fn colours_where_they_are_wanted_and_possible() {
        assert!(colors(&with(&[("TERM", "xterm-256color")])));
        assert!(!colors(&with(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")])));
        assert!(!colors(&with(&[("TERM", "vt100")])));
        assert!(!colors(&with(&[("TERM", "xterm-mono")])));
    }
}
