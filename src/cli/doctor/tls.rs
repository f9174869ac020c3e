//! The server's certificates: who made them and until when they are valid, or why they are refused.

use jiff::{SignedDuration, Timestamp};

use super::unseen;
use super::world::{NotAsked, World};
use crate::api::Chain;
use crate::domain::finding::{Area, Finding};

/// A certificate that ends sooner is told, so that there is time to have a new one made.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// By the connection of the request without a token. What keeps a connection from being set up stands in the profile, and is
/// told of the configuration.
pub async fn check(world: &World) -> Vec<Finding> {
    if world.profile().is_some_and(|profile| profile.url.scheme() == "http") {
        return vec![Finding::ok(Area::Tls, "None: the server is on this very host and is reached by http.")];
    }
    match world.probe().await {
        Ok(probe) => vec![judge(probe.chain.as_ref(), world.now)],
        Err(NotAsked::NoServer(problem)) => match problem.fault {
            Some("certificate" | "insecure") => vec![Finding::fail(Area::Tls, &problem.what, &problem.next)],
            Some("setup") => {
                let setup = Finding::fail(Area::Configuration, &problem.what, &problem.next);
                vec![setup, unseen(Area::Tls, "no connection can be set up; see configuration")]
            }
            _ => vec![unseen(Area::Tls, "the server cannot be reached")],
        },
        Err(why) => vec![unseen(Area::Tls, why.reason())],
    }
}

fn judge(chain: Option<&Chain>, now: Timestamp) -> Finding {
    let Some(Chain { for_whom, by_whom, until, length }) = chain else {
        return unseen(Area::Tls, "the connection told nothing of a certificate");
    };
    let shown =
        if *length == 1 { "the server shows no other".to_owned() } else { format!("the server shows {length}") };
    let facts = format!("The certificate is made out to {for_whom}, by {by_whom}; {shown}.");
    let Some(until) = until else {
        return Finding::warn(
            Area::Tls,
            &format!("{facts} Until when it is valid could not be read."),
            "Ask the server's administrator.",
        );
    };
    let left = until.duration_since(now);
    let days = left.as_hours() / 24;
    let facts = format!("{facts} Valid until {}, for {days} more days.", until.strftime("%Y-%m-%d %H:%M UTC"));
    if left < SOON {
        let next =
            "Remind the server's administrator to have a new one made before then: afterwards credesk sends nothing.";
        return Finding::warn(Area::Tls, &facts, next);
    }
    Finding::ok(Area::Tls, &facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn thirty_days_are_the_limit() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        for (hours, level, told) in [
            (30 * 24, Level::Ok, "2026-12-21 12:00 UTC, for 30 more days"),
            (30 * 24 - 1, Level::Warn, "2026-12-21 11:00 UTC, for 29 more days"),
            (1, Level::Warn, "for 0 more days"),
        ] {
            let until = Some(now + SignedDuration::from_hours(hours));
            let chain = Chain { for_whom: "idm.example.ch".into(), by_whom: "CN=CA".into(), until, length: 2 };
            let found = judge(Some(&chain), now);
            assert_eq!(found.level, level, "{hours}");
            assert!(
                found.found.as_str().contains(told) && found.found.as_str().contains("by CN=CA"),
                "{}",
                found.found
            );
        }
        assert_eq!(judge(None, now).level, Level::Warn);
    }
}
