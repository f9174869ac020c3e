//! The locale: whether it promises UTF-8, in which credesk writes.

use super::environment;
use crate::domain::finding::{Area, Finding};

/// Looks at the environment.
pub fn check() -> Finding {
    judge(&environment)
}

/// The first of the three that is set decides (POSIX.1-2024, "Internationalization Variables").
fn judge(variable: &dyn Fn(&str) -> Option<String>) -> Finding {
    const NEXT: &str =
        "If the terminal shows UTF-8, as nearly all do, say so: C.UTF-8 is on every system (LC_ALL=C.UTF-8).";
    let decisive = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, variable(name)?)));
    let Some((name, value)) = decisive else {
        return Finding::warn(
            Area::Locale,
            "None of LC_ALL, LC_CTYPE and LANG is set, so nothing says that this terminal shows UTF-8.",
            NEXT,
        );
    };
    let charset = value.split_once('.').map(|(_, rest)| rest.split('@').next().unwrap_or(rest));
    let is_utf8 = |charset: &str| charset.eq_ignore_ascii_case("UTF-8") || charset.eq_ignore_ascii_case("utf8");
    match charset {
        Some(charset) if is_utf8(charset) => Finding::ok(Area::Locale, &format!("UTF-8 ({name} is {value}).")),
        Some(_) => {
            let found = format!(
                "{name} is {value}, which is not UTF-8: names with other letters could not be shown as they are."
            );
            Finding::warn(Area::Locale, &found, NEXT)
        }
        None => Finding::warn(
            Area::Locale,
            &format!("{name} is {value}, which does not say that this terminal shows UTF-8."),
            NEXT,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn the_first_variable_decides() {
        for (set, level, told) in [
            (&[("LANG", "de_CH.UTF-8")][..], Level::Ok, "LANG is de_CH.UTF-8"),
            (&[("LANG", "de_CH.UTF-8"), ("LC_ALL", "C.utf8@x")], Level::Ok, "LC_ALL is"),
            (&[("LANG", "C.UTF-8"), ("LC_CTYPE", "de_CH.ISO-8859-1")], Level::Warn, "LC_CTYPE is"),
            (&[("LANG", "C")], Level::Warn, "LANG is C,"),
            (&[], Level::Warn, "None of"),
        ] {
            let found =
                judge(&|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()));
            assert_eq!(found.level, level, "{set:?}");
            assert!(found.found.as_str().contains(told), "{}", found.found);
        }
    }
}
