//! The token: whether there is one, of which kind, until when, and whether nevisIDM accepts it. Never the token itself.

use jiff::{SignedDuration, Timestamp};

use super::unseen;
use super::world::{NotAsked, SignedIn, World};
use crate::api::{TokenFacts, TokenKind};
use crate::config::TokenSource;
use crate::domain::finding::{Area, Finding};

/// A token that ends sooner, and that no program gets anew, is told.
const SOON: SignedDuration = SignedDuration::from_mins(15);
const LAST_RESORT: &str =
    "Name a program that prints it (token_command), or a file that only you can read (token_file).";

/// Fetches it, and asks nevisIDM with it.
pub async fn check(world: &World) -> Vec<Finding> {
    let source = world.profile().map(|profile| &profile.token);
    let (facts, source) = match (world.token().await, source) {
        (Ok(facts), Some(source)) => (facts, source),
        (Err(NotAsked::NoToken(problem)), _) => return vec![Finding::fail(Area::Token, &problem.what, &problem.next)],
        (Err(why), _) => return vec![unseen(Area::Token, why.reason())],
        (Ok(_), None) => return vec![unseen(Area::Token, NotAsked::NoProfile.reason())],
    };
    let mut found = vec![judge(*facts, source, world.now)];
    found.push(match world.signed_in().await {
        Ok(signed_in) => accepted(&signed_in),
        Err(NotAsked::SignedOut) => Finding::fail(
            Area::Token,
            "nevisIDM does not accept it: it is wrong, or has ended.",
            "Get a new token, then run credesk doctor again.",
        ),
        Err(why) => unseen(Area::Token, &format!("whether nevisIDM accepts it is not known, for {}", why.reason())),
    });
    found
}

fn judge(facts: TokenFacts, source: &TokenSource, now: Timestamp) -> Finding {
    let kind = match facts.kind {
        TokenKind::ApiKey => "an API key, which ends with the credential that it belongs to",
        TokenKind::Jwt => "a JWT",
        TokenKind::Other => "of a kind whose form is not published, such as a SecToken",
    };
    let from = source.kind();
    let found = format!("{from} gives a token: {kind}");
    let found = match facts.ends {
        Some(ends) => {
            format!("{found}; it ends {}, in {}.", ends.strftime("%Y-%m-%d %H:%M UTC"), left(ends.duration_since(now)))
        }
        None if facts.kind == TokenKind::ApiKey => format!("{found}."),
        None => format!("{found}; it does not say when it ends."),
    };
    let renewable = matches!(source, TokenSource::Command(_));
    let ends_soon = facts.ends.is_some_and(|ends| ends.duration_since(now) < SOON);
    match source {
        TokenSource::Variable(_) | TokenSource::Taken(..) => Finding::warn(
            Area::Token,
            &format!("{found} A variable of the environment is the last resort: it stays in the shell that set it."),
            LAST_RESORT,
        ),
        _ if ends_soon && !renewable => Finding::warn(Area::Token, &found, "Get a new one before it ends."),
        TokenSource::Command(_) | TokenSource::File(_) | TokenSource::Given(_) => Finding::ok(Area::Token, &found),
    }
}

fn left(time: SignedDuration) -> String {
    match time.as_mins() {
        minutes @ ..120 => format!("{minutes} minutes"),
        minutes @ 120..2880 => format!("{} hours", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    }
}

fn accepted(signed_in: &SignedIn<'_>) -> Finding {
    match (signed_in.caller, signed_in.rights) {
        (Ok(caller), _) => {
            let (name, login) = (&caller.name, caller.login_id.shown());
            Finding::ok(Area::Token, &format!("nevisIDM accepts it: you are {name} ({login})."))
        }
        (Err(_), Ok(_)) => Finding::ok(
            Area::Token,
            "nevisIDM accepts it, and does not tell whose it is (that needs AccessControl.SelfAdmin).",
        ),
        (Err(_), Err(problem)) => Finding::warn(
            Area::Token,
            &format!("Whether nevisIDM accepts it is not known. {}", problem.what),
            &problem.next,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Level;

    #[test]
    fn what_ends_soon_is_told_unless_a_program_gets_it_anew() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let file = TokenSource::File("t".into());
        let command = TokenSource::Command(vec!["get".into()]);
        for (source, minutes, level, told) in [
            (&file, 14, Level::Warn, "in 14 minutes."),
            (&file, 15, Level::Ok, "2026-11-21 12:15 UTC, in 15 minutes."),
            (&command, 1, Level::Ok, "in 1 minutes."),
            (&file, 60 * 47, Level::Ok, "in 47 hours."),
            (&file, 60 * 24 * 9, Level::Ok, "in 9 days."),
        ] {
            let facts = TokenFacts { kind: TokenKind::Jwt, ends: Some(now + SignedDuration::from_mins(minutes)) };
            let found = judge(facts, source, now);
            assert_eq!(found.level, level, "{minutes}");
            assert!(found.found.as_str().contains(told), "{}", found.found);
        }
        let key = TokenFacts { kind: TokenKind::ApiKey, ends: None };
        assert_eq!(judge(key, &file, now).level, Level::Ok);
        assert_eq!(judge(key, &TokenSource::Variable("T".into()), now).level, Level::Warn);
        let other = TokenFacts { kind: TokenKind::Other, ends: None };
        assert!(judge(other, &file, now).found.as_str().ends_with("it does not say when it ends."));
    }
}
