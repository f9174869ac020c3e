//! `credesk audit show ID`: everything about one operation or one print, in the order of time.

use std::fmt::Write;
use std::path::Path;

use crate::cli::audit::words::{Times, account, act, event, safe};
use crate::domain::audit_prints as print_words;
use crate::domain::record::{Baseline, OperationId, PrintId, Who};
use crate::domain::when::When;
use crate::journal::{Operation, Printing, Standing, stage_word};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// An operation.
    Operation(OperationId),
    /// A print.
    Print(PrintId),
}

impl Wanted {
    /// Reads either.
    pub fn parse(typed: &str) -> Option<Self> {
        OperationId::parse(typed).map(Self::Operation).or_else(|| PrintId::parse(typed).map(Self::Print))
    }
}

/// What was typed is neither.
pub fn no_id(typed: &str) -> String {
    format!(
        "\"{}\" is no operation and no print. They look like 4f9a2c31-3 and 4f9a2c31-p3; credesk audit list names them.",
        safe(typed)
    )
}

/// There is no such operation, or print.
pub fn not_there(wanted: Wanted, path: &Path) -> String {
    let what = match wanted {
        Wanted::Operation(id) => format!("operation {id}"),
        Wanted::Print(id) => format!("print {id}"),
    };
    let path = safe(&path.display().to_string());
    format!("The journal {path} holds no {what}. credesk audit list --all names all that it holds.")
}

/// Everything about one operation; `all` and `prints` are those of the journal.
pub fn show(operation: &Operation, all: &[Operation], prints: &[Printing], times: &Times) -> String {
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
        ("by", by(operation.who.as_ref())),
    ];
    let caller = intent.caller.as_ref().map(|caller| ("signed in as", caller.shown().to_string()));
    facts.extend(caller);
    facts.extend(intent.comment.as_ref().map(|comment| ("comment", safe(comment))));
    facts.extend(intent.ticket.as_ref().map(|ticket| ("ticket reference", ticket.to_string())));
    facts.extend(intent.batch.map(|batch| ("batch", batch.to_string())));
    facts.extend(intent.follows.map(|first| ("follows", format!("operation {first}, whose comment it writes"))));
    if intent.comment_after {
        facts.push(("comment by", format!("a second request, afterwards: {}", second_request(operation, all))));
    }
    facts.push(("before", before(&intent.baseline, times)));
    facts.extend(prints.iter().filter(|one| one.print.operation == Some(operation.id)).map(|one| {
        (
            "print",
            format!("{}: {}", one.id, print_words::sentence(&one.print, one.end.as_ref().map(|(_, event)| event))),
        )
    }));
    facts.push(("times", times.zone()));
    let mut text = table(facts);
    let confirmed = times.second(operation.confirmed);
    let _ = writeln!(text, "\n{confirmed}  confirmed by the operator; nothing was sent before this");
    for (at, session, what) in &operation.events {
        let elsewhere =
            if *session == operation.id.session { String::new() } else { format!(" (noted by session {session})") };
        let _ = writeln!(text, "{}  {}{elsewhere}", times.second(*at), event(what));
    }
    text
}

/// Everything about one print.
pub fn show_print(printing: &Printing, times: &Times) -> String {
    let print = &printing.print;
    let credential = print.credential.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
    let mut facts = vec![
        ("print", printing.id.to_string()),
        ("what", print_words::sentence(print, printing.end.as_ref().map(|(_, event)| event))),
        ("credential", format!("{}{credential}", print.kind.as_str())),
        ("user", format!("{} (client {}, user {})", print.login_id.shown(), print.at.client, print.at.user)),
        ("server", safe(&print.server)),
        ("by", by(printing.who.as_ref())),
    ];
    facts.extend(print.caller.as_ref().map(|caller| ("signed in as", caller.shown().to_string())));
    facts.push(match print.operation {
        Some(id) => ("operation", format!("{id}, whose result it is")),
        None => ("operation", "none: what was there already was read again".into()),
    });
    facts.push(("times", times.zone()));
    let mut text = table(facts);
    let _ =
        writeln!(text, "\n{}  asked for by the operator; nothing had left before this", times.second(printing.asked));
    if let Some((at, event)) = &printing.end {
        let _ = writeln!(text, "{}  {}", times.second(*at), print_words::event(event));
    }
    text
}

fn table(facts: Vec<(&str, String)>) -> String {
    facts.into_iter().fold(String::new(), |mut text, (name, fact)| {
        let _ = writeln!(text, "{name:<13}{fact}");
        text
    })
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

fn by(who: Option<&Who>) -> String {
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
        baseline
            .reset_count
            .map(|count| if count == 1 { "reset once".to_owned() } else { format!("reset {count} times") }),
        baseline.last_modified.as_ref().map(|when| match when {
            When::At(moment) => format!("changed last at {}", times.second(*moment)),
            When::Text(text) => format!("changed last at \"{text}\""),
        }),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    if known.is_empty() { "nothing was known".into() } else { known.join(", ") }
}
