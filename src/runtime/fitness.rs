//! Whether the console can work here at all, and with which colours and characters, asked before anything is drawn. Reads
//! the environment, writes nothing.

use std::io::{IsTerminal, stdin, stdout};

use crate::ui::glyphs::Glyphs;

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

/// Says why not, by the environment alone, wherever input and output go.
///
/// # Errors
/// See [`Unfit`].
pub fn environment() -> Result<(), Unfit> {
    check_environment(&variable)
}

/// Whether colours may be used: `NO_COLOR` (no-color.org) asks for none, and some terminals have none.
pub fn has_colors() -> bool {
    colors(&variable)
}

/// Which characters may be drawn with. `ascii`: rules and dots are wanted in ASCII also where there are others.
pub fn glyphs(ascii: bool) -> Glyphs {
    match (narrow(&variable), ascii) {
        (Some(_), _) => Glyphs::AsciiOnly,
        (None, true) => Glyphs::Ascii,
        (None, false) => Glyphs::Unicode,
    }
}

/// What is to be said to somebody whose locale has letters of ASCII alone: what that does to names, and what helps.
pub fn narrow_locale() -> Option<String> {
    narrow(&variable).map(|(variable, value)| {
        let says = if value.is_empty() { "is not set".to_owned() } else { format!("is \"{}\"", value.escape_default()) };
        format!(
            "{variable} {says}, so this terminal is taken for one without UTF-8: a letter that is not ASCII is shown as its \
             number, such as <U+00E9>. Where the terminal has UTF-8, start with {variable}=C.UTF-8 credesk"
        )
    })
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

fn check_environment(variable: Lookup<'_>) -> Result<(), Unfit> {
    match variable("TERM") {
        None => Err(Unfit::DumbTerminal("not set".into())),
        Some(term) if term == "dumb" => Err(Unfit::DumbTerminal("\"dumb\"".into())),
        Some(_) => Ok(()),
    }
}

/// The variable that decides about the locale, and what it says, where that is not UTF-8. The order is that of POSIX (XBD,
/// 8.2); where none of them is set the locale is POSIX, and that has ASCII alone. A name without a character set means the
/// one that the locale was made for before there was UTF-8.
fn narrow(variable: Lookup<'_>) -> Option<(&'static str, String)> {
    let said = |name| variable(name).map(|value| (name, value));
    let decisive = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(said).unwrap_or(("LANG", String::new()));
    let charset = decisive.1.split_once('.').map(|(_, rest)| rest.split('@').next().unwrap_or(rest));
    (!charset.is_some_and(is_utf8)).then_some(decisive)
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("UTF-8") || charset.eq_ignore_ascii_case("utf8")
}

fn colors(variable: Lookup<'_>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    let without =
        ["vt100", "vt102", "vt220", "vt320", "vt420", "vt510", "vt520"].iter().any(|name| term.starts_with(name))
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
    fn only_a_locale_that_says_utf_8_has_it() {
        for wide in ["C.UTF-8", "de_CH.utf8", "en_US.UTF-8@euro", "de_CH.utf-8"] {
            assert_eq!(narrow(&with(&[("LANG", wide)])), None, "{wide}");
        }
        for other in ["C", "POSIX", "de_CH", "de_CH@euro", "de_CH.ISO-8859-1", "de_CH.ISO-8859-15@euro", "ja_JP.eucJP"]
        {
            assert_eq!(narrow(&with(&[("LANG", other)])), Some(("LANG", other.to_owned())), "{other}");
        }
        assert_eq!(narrow(&with(&[])), Some(("LANG", String::new())));
    }

    #[test]
    fn the_variable_that_decides_is_the_first_that_is_set() {
        assert_eq!(narrow(&with(&[("LC_CTYPE", "C.UTF-8"), ("LANG", "de_CH.ISO-8859-1")])), None);
        let decides = |variables: &[(&str, &str)]| narrow(&with(variables)).map(|(name, _)| name);
        assert_eq!(decides(&[("LC_ALL", "C"), ("LC_CTYPE", "C.UTF-8"), ("LANG", "C.UTF-8")]), Some("LC_ALL"));
        assert_eq!(decides(&[("LC_CTYPE", "C"), ("LANG", "C.UTF-8")]), Some("LC_CTYPE"));
    }

    #[test]
    fn colours_where_they_are_wanted_and_possible() {
        assert!(colors(&with(&[("TERM", "xterm-256color")])));
        assert!(!colors(&with(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")])));
        assert!(!colors(&with(&[("TERM", "vt100")])));
        assert!(!colors(&with(&[("TERM", "xterm-mono")])));
    }
}
