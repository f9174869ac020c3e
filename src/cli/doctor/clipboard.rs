//! The way to the operator's clipboard: whether the profile allows it, and whether tmux, which credesk runs in, lets it
//! through.

use super::environment;
use crate::config::Profile;
use crate::domain::finding::{Area, Finding};
use crate::runtime::clipboard::{TmuxSays, ask_tmux};

/// Asks tmux, where there is one.
pub async fn check(profile: Option<&Profile>) -> Finding {
    let allowed = profile.is_some_and(|profile| profile.hand_over.clipboard);
    let tmux = if environment("TMUX").is_some() { Some(ask_tmux().await) } else { None };
    judge(allowed, tmux.as_ref())
}

/// A terminal tells nothing back, so what reaches it is never known. tmux takes `load-buffer -w` since 3.2.
fn judge(allowed: bool, tmux: Option<&Result<TmuxSays, String>>) -> Finding {
    let problem = |found: &str, next: &str| {
        if allowed { Finding::warn(Area::Clipboard, found, next) } else { off(found) }
    };
    let says = match tmux {
        None if allowed => {
            return Finding::ok(
                Area::Clipboard,
                "Values may be sent to the terminal's clipboard (OSC 52); whether the terminal takes them, it does not tell.",
            );
        }
        None => return off("There is no tmux in between."),
        Some(Err(why)) => {
            return problem(
                &format!("tmux does not say what it does with clipboards: {why}"),
                "Run tmux show-options -s set-clipboard to see why.",
            );
        }
        Some(Ok(says)) => says,
    };
    let TmuxSays { set_clipboard, version, terminal_has_one } = says;
    if is_too_old(version) {
        return problem(
            &format!("tmux {version} cannot pass a value on to the terminal's clipboard."),
            "Have tmux 3.2 or newer installed.",
        );
    }
    if set_clipboard == "off" {
        return problem(
            "tmux is set to keep out of clipboards (set-clipboard off).",
            "Run tmux set-option -s set-clipboard external, and put that into ~/.tmux.conf.",
        );
    }
    if *terminal_has_one == Some(false) {
        return problem(
            "tmux takes the terminal outside of it to have no clipboard, and will send nothing there.",
            "If it has one, run tmux set-option -as terminal-features ',*:clipboard', and attach anew.",
        );
    }
    let way =
        format!("tmux {version} passes values on (set-clipboard {set_clipboard}; allow-passthrough is not needed).");
    if allowed { Finding::ok(Area::Clipboard, &way) } else { off(&way) }
}

/// What is not used needs no remedy.
fn off(found: &str) -> Finding {
    Finding::ok(Area::Clipboard, &format!("Not used, as long as the profile does not say clipboard = true. {found}"))
}

/// Whether this version is known and older than 3.2.
fn is_too_old(version: &str) -> bool {
    let mut numbers = version.split(|sign: char| !sign.is_ascii_digit()).map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < (3, 2),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    fn says(set_clipboard: &str, version: &str, terminal_has_one: Option<bool>) -> TmuxSays {
        TmuxSays { set_clipboard: set_clipboard.into(), version: version.into(), terminal_has_one }
    }

    #[test]
    fn what_keeps_a_value_back_is_told_where_values_are_sent() {
        for (tmux, told) in [
            (Ok(says("off", "3.3a", None)), Some("set-clipboard off")),
            (Ok(says("external", "3.1c", None)), Some("tmux 3.1c cannot")),
            (Ok(says("on", "3.4", Some(false))), Some("no clipboard")),
            (Err("tmux refused.".into()), Some("tmux refused.")),
            (Ok(says("external", "3.3a", Some(true))), None),
            (Ok(says("on", "next-3.6", None)), None),
        ] {
            let used = judge(true, Some(&tmux));
            assert_eq!(used.level, if told.is_some() { Level::Warn } else { Level::Ok }, "{tmux:?}");
            assert!(used.found.as_str().contains(told.unwrap_or("passes values on")), "{}", used.found);
            assert_eq!(judge(false, Some(&tmux)).level, Level::Ok, "{tmux:?}");
        }
        assert_eq!((judge(true, None).level, judge(false, None).level), (Level::Ok, Level::Ok));
    }
}
