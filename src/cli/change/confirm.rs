//! The confirmation of a change without a screen: given on the command line, or typed after everything that must be read
//! before.

use crate::cli::ask;
use crate::cli::change::asked::Asked;
use crate::cli::exit::Exit;
use crate::cli::office::until_interrupted;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::say;
use crate::cli::told;
use crate::domain::caution::cautions;
use crate::domain::edit::Difference;
use crate::domain::operation::{Change, Operation};
use crate::domain::user::User;
use crate::domain::words::resets;
use crate::runtime::errand::{Draft, Office};
use crate::text::SafeText;

/// How often a wrong word is asked for again.
const TRIES: usize = 3;

/// The word that confirms the draft. Where it was asked for, everything is read once more before.
///
/// # Errors
/// It was not confirmed, or something has changed meanwhile. Nothing was sent.
pub async fn confirmed(office: &mut Office, draft: &mut Draft, asked: &Asked<'_>) -> Result<String, Stop> {
    for note in draft.notes() {
        say(note);
    }
    let cautions = cautions(draft.operation(), draft.policy(), office.standing.outlet);
    if let Some(given) = asked.confirm {
        is_right(given, draft.operation().user())?;
        draft.is_news_to_nobody().map_err(told::objected)?;
        cautions.iter().for_each(say);
        return Ok(given.to_owned());
    }
    summary(draft, &cautions, asked);
    let word = typed(office, draft.operation().user()).await?;
    let interrupt = office.interrupt.clone();
    until_interrupted(&interrupt, Box::pin(office.refresh(draft))).await?.map_err(told::objected)?;
    Ok(word)
}

/// Whether this is the word, to the letter.
fn is_right(given: &str, user: &User) -> Result<(), Stop> {
    let word = user.confirmation_word();
    if given == word {
        return Ok(());
    }
    let shown = SafeText::new(word);
    let what = if user.login_id.can_be_typed() {
        "the login ID"
    } else {
        "the external ID, because nobody can type this login ID"
    };
    Err(usage(format!("Nothing was sent: --confirm must be \"{shown}\", {what}. Capitals count.")))
}

/// Who, what, what stops working: what the console shows at the same point.
fn summary(draft: &Draft, cautions: &[String], asked: &Asked<'_>) {
    let operation = draft.operation();
    let (user, credential) = (operation.user(), operation.credential());
    if asked.production {
        say("PRODUCTION: real people");
    }
    say(operation.title());
    fact("Server", &asked.place);
    fact("Name", user.name.as_str());
    fact("Login ID", user.login_id.shown().as_str());
    fact(
        "External ID",
        &format!("{} in client {}   language {}", user.at.user, user.at.client, user.language.as_str()),
    );
    fact("Unit", user.unit.as_ref().map_or("not given", |unit| unit.as_str()));
    let count =
        credential.reset_count.map_or_else(String::new, |_| match resets(credential, draft.policy()).as_str() {
            "1" => ", reset once".to_owned(),
            count => format!(", reset {count} times"),
        });
    let id = credential.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
    fact("Credential", &format!("{}{id}, {}{count}", credential.kind.as_str(), credential.state.as_str()));
    cautions.iter().for_each(say);
    consequence(operation, draft);
}

fn consequence(operation: &Operation, draft: &Draft) {
    match operation.change() {
        Change::Update(edit) => {
            say(operation.consequence());
            for Difference { field, before, after } in edit.differences(operation.credential(), draft.policies()) {
                fact(field, &format!("{before} -> {}", SafeText::new(&after)));
            }
        }
        Change::Reset | Change::Replace { .. } => {
            say(format_args!("{} This cannot be undone.", operation.consequence()));
        }
    }
}

fn fact(name: &str, text: &str) {
    say(format_args!("  {name:<12} {text}"));
}

async fn typed(office: &Office, user: &User) -> Result<String, Stop> {
    let word = user.confirmation_word();
    let question = format!("Type {} and press Enter to send, or Enter alone to cancel: ", SafeText::new(word));
    for _ in 0..TRIES {
        // What was typed before the question stood there was meant for something else.
        ask::forget_what_was_typed();
        match ask::line(&office.interrupt, &question).await? {
            Some(typed) if typed == word => return Ok(typed),
            Some(typed) if !typed.is_empty() => say("Nothing was sent: not the word above. Capitals count."),
            Some(_) | None => break,
        }
    }
    Err((Exit::Refused, "Nothing was sent: it was not confirmed.".into()))
}
