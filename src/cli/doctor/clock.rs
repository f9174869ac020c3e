//! This host's clock against the server's. A wrong one makes tokens seem ended and readings seem late.

use jiff::SignedDuration;

use super::unseen;
use super::world::World;
use crate::domain::finding::{Area, Finding};

/// Clocks that differ by more are told.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// By the server's `Date`.
pub async fn check(world: &World) -> Finding {
    match world.probe().await {
        Ok(probe) => judge(probe.ahead),
        Err(why) => unseen(Area::Clock, why.reason()),
    }
}

fn judge(ahead: Option<SignedDuration>) -> Finding {
    let Some(ahead) = ahead else {
        return Finding::warn(
            Area::Clock,
            "The server does not tell its time, so this host's clock cannot be compared.",
            "Compare it with another one: date -u.",
        );
    };
    let seconds = ahead.abs().as_secs();
    if ahead.abs() <= APART {
        let within = if seconds < 2 { "a second".to_owned() } else { format!("{seconds} seconds") };
        return Finding::ok(Area::Clock, &format!("This host and the server agree to within {within}."));
    }
    let side = if ahead.is_positive() { "behind" } else { "ahead of" };
    Finding::warn(
        Area::Clock,
        &format!(
            "This host's clock is {seconds} seconds {side} the server's: tokens may seem to have ended, or not to."
        ),
        "Have the wrong one of the two put right (NTP).",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn a_minute_is_the_limit_on_either_side() {
        for (seconds, level, told) in [
            (0, Level::Ok, "within a second."),
            (60, Level::Ok, "within 60 seconds"),
            (-60, Level::Ok, "within 60 seconds"),
            (61, Level::Warn, "61 seconds behind"),
            (-3600, Level::Warn, "3600 seconds ahead of"),
        ] {
            let found = judge(Some(SignedDuration::from_secs(seconds)));
            assert_eq!(found.level, level, "{seconds}");
            assert!(found.found.as_str().contains(told), "{}", found.found);
        }
        assert_eq!(judge(None).level, Level::Warn);
    }
}
