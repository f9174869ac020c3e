//! `credesk audit show ID`: everything about one operation, in the order of time.

use std::fmt::Write;
use std::path::Path;

use crate::cli::audit::words::{Times, account, act, event, safe};
use crate::domain::record::{Baseline, OperationId};
use crate::domain::when::When;
use crate::journal::{Operation, Standing, stage_word};

/// What was typed is no operation.
pub fn no_id(typed: &str) -> String {
    format!("\"{}\" is no operation. They look like 4f9a2c31-3; credesk audit list names them.", safe(typed))
}

/// There is no such operation.
pub fn not_there(id: Option<OperationId>, path: &Path) -> String {
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let path = safe(&path.display().to_string());
    format!("The journal {path} holds no operation {id}. credesk audit list --all names all that it holds.")
}

/// Everything about one operation; `all` are those of the journal.
pub fn show(operation: &Operation, all: &[Operation], times: &Times) -> String {
    let intent = &operation.intent;
    let credential = intent.credential.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
    let standing = match operation.standing {
        Standing::Locks => {
            " - nobody knows whether it was carried out, and the credential is locked until a reading tells"
        }
        Standing::Open => " - somebody has to look at it",
        Standing::Over => "",
    };
    let mut facts = vec![
        ("operation", operation.id.to_string()),
        ("stage", format!("{}{standing}", stage_word(operation.stage))),
        ("what", format!("{}{credential}: {}", intent.kind.as_str(), act(&intent.act))),
        ("user", format!("{} (client {}, user {})", intent.login_id.shown(), intent.at.client, intent.at.user)),
        ("server", safe(&intent.server)),
        ("by", by(operation)),
    ];
    let caller = intent.caller.as_ref().map(|caller| ("signed in as", caller.shown().to_string()));
    facts.extend(caller);
    facts.extend(intent.comment.as_ref().map(|comment| ("comment", safe(comment))));
    facts.extend(intent.follows.map(|first| ("follows", format!("operation {first}, whose comment it writes"))));
    if intent.comment_after {
        facts.push(("comment by", format!("a second request, afterwards: {}", second_request(operation, all))));
    }
    facts.push(("before", before(&intent.baseline, times)));
    facts.push(("times", times.zone()));
    let mut text = String::new();
    for (name, fact) in facts {
        let _ = writeln!(text, "{name:<13}{fact}");
    }
    let confirmed = times.second(operation.confirmed);
    let _ = writeln!(text, "\n{confirmed}  confirmed by the operator; nothing was sent before this");
    for (at, session, what) in &operation.events {
        let elsewhere =
            if *session == operation.id.session { String::new() } else { format!(" (noted by session {session})") };
        let _ = writeln!(text, "{}  {}{elsewhere}", times.second(*at), event(what));
    }
    text
}

/// What became of the request that was to write the comment of a reset. It may have been asked for more than once.
fn second_request(first: &Operation, all: &[Operation]) -> String {
    let told: Vec<String> = all
        .iter()
        .filter(|operation| operation.intent.follows == Some(first.id))
        .map(|operation| format!("operation {}, {}", operation.id, stage_word(operation.stage)))
        .collect();
    if told.is_empty() { "none was confirmed".into() } else { told.join("; ") }
}

fn by(operation: &Operation) -> String {
    let who = operation.who.as_ref();
    let mut by = account(who);
    if let Some(who) = who {
        by.push_str(&safe(&format!(" on {} (uid {}, process {}, credesk {}", who.host, who.uid, who.pid, who.version)));
        if let Some(login) = who.login_uid {
            let _ = write!(by, ", login uid {login}");
        }
        if let Some(ssh) = &who.ssh {
            by.push_str(&safe(&format!(", SSH {ssh}")));
        }
        by.push(')');
    }
    by
}

fn before(baseline: &Baseline, times: &Times) -> String {
    let known = [
        baseline.version.map(|version| format!("version {version}")),
        baseline.reset_count.map(|count| format!("reset {count} times")),
        baseline.last_modified.as_ref().map(|when| match when {
            When::At(moment) => format!("changed last at {}", times.second(*moment)),
            When::Text(text) => format!("changed last at \"{text}\""),
        }),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    if known.is_empty() { "nothing was known".into() } else { known.join(", ") }
}
