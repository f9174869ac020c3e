//! The server: whether its name is known, a connection stands, and what answers is nevisIDM; and how fast.

use std::time::Duration;

use super::unseen;
use super::world::{NotAsked, World};
use crate::api::Probe;
use crate::cli::site::server;
use crate::domain::finding::{Area, Finding};

/// An operator notices longer ones with every key.
const SLOW: Duration = Duration::from_secs(2);

/// By the request without a token.
pub async fn check(world: &World) -> Finding {
    let name = world.profile().map(server).unwrap_or_default();
    match world.probe().await {
        Ok(probe) => judge(probe, &name, world.profile().is_some_and(|profile| profile.client_identity.is_some())),
        Err(NotAsked::NoServer(problem)) => match problem.fault {
            Some("certificate" | "insecure") => unseen(Area::Server, "no secure connection was agreed on; see tls"),
            Some("setup") => unseen(Area::Server, "no connection can be set up; see configuration"),
            _ => Finding::fail(Area::Server, &format!("{name}: {}", problem.what), &problem.next),
        },
        Err(why) => unseen(Area::Server, why.reason()),
    }
}

fn judge(probe: &Probe, name: &str, shows_certificate: bool) -> Finding {
    const CHECK_URL: &str =
        "Check the url of the profile, its path above all, and whether the principal API is exposed there.";
    let status = probe.status;
    let answers = format!("{name} answers {}", in_words(probe.took));
    match &probe.strange {
        Some(problem) if status != 401 => {
            return Finding::fail(
                Area::Server,
                &format!("{answers} with HTTP {status}. {}", problem.what),
                &problem.next,
            );
        }
        Some(_) | None => {}
    }
    if status >= 500 {
        let next = "Try again; if it stays, tell the server's owner.";
        return Finding::fail(Area::Server, &format!("{answers}, but fails (HTTP {status})."), next);
    }
    if (200..300).contains(&status) && !shows_certificate {
        let found = format!("{answers} without asking who calls (HTTP {status}).");
        let next = "Ask the server's owner what signs in there: nevisIDM wants a token, and one that nobody asks for protects nothing.";
        return Finding::warn(Area::Server, &found, next);
    }
    if !probe.asks_for_sign_in() && !(200..300).contains(&status) {
        let found = format!("{answers} with HTTP {status}, where nevisIDM would ask for a token.");
        return Finding::warn(Area::Server, &found, CHECK_URL);
    }
    if probe.took > SLOW {
        let next = "If it stays like this, tell the server's owner, or look at the network between.";
        return Finding::warn(Area::Server, &format!("{answers} (HTTP {status})."), next);
    }
    Finding::ok(Area::Server, &format!("{answers} (HTTP {status} without a token, as it should)."))
}

fn in_words(took: Duration) -> String {
    match took.as_millis() {
        ..200 => "at once".into(),
        200..1000 => "within a second".into(),
        millis => format!("only after {} seconds", millis / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::{Asked, Fault};
    use crate::domain::finding::Level;

    #[test]
    fn only_what_asks_for_a_token_is_as_it_should_be() {
        let page = || Some(Fault::WebPage(None).problem(Asked::Read, None));
        for (status, strange, millis, certificate, level, told) in [
            (401, None, 12, false, Level::Ok, "answers at once (HTTP 401"),
            (401, page(), 300, false, Level::Ok, "within a second"),
            (403, None, 12, false, Level::Ok, "HTTP 403"),
            (403, page(), 12, false, Level::Fail, "web page"),
            (401, None, 2500, false, Level::Warn, "only after 2 seconds"),
            (200, None, 12, true, Level::Ok, "at once"),
            (200, None, 12, false, Level::Warn, "without asking who calls"),
            (200, page(), 12, true, Level::Fail, "web page"),
            (302, Some(Fault::Redirect.problem(Asked::Read, None)), 12, false, Level::Fail, "another address"),
            (404, None, 12, false, Level::Warn, "HTTP 404, where"),
            (503, None, 12, false, Level::Fail, "fails (HTTP 503)"),
        ] {
            let took = Duration::from_millis(millis);
            let found = judge(&Probe { status, strange, ahead: None, took, chain: None }, "idm", certificate);
            assert_eq!(found.level, level, "{status}: {}", found.found);
            assert!(found.found.as_str().contains(told), "{}", found.found);
        }
    }
}
