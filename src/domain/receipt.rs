//! The delivery receipt: after every success one sentence for each part of the new value, saying who holds it now, and
//! what still keeps the user from using it.

use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::hand_over::Outlet;
use crate::domain::operation::{Change, Operation};
use crate::domain::policy::{Policy, SendingMethod};
use crate::domain::user::UserState;
use crate::domain::write::NewValue;

/// One sentence for each part of the new value, the first of which says what took place. Never empty: a blank field is a
/// defect.
///
/// `credential` is as it is now; `policies` are those of the client, as far as they may be read; `outlet` is where a value
/// goes, as the profile allows it or a command was told.
pub fn receipt(
    operation: &Operation,
    credential: &Credential,
    value: &NewValue,
    policies: &[Policy],
    outlet: impl Into<Outlet>,
) -> Vec<String> {
    let outlet = outlet.into();
    let kind = &credential.kind;
    let thing = kind.as_str().to_lowercase().replace("puk", "PUK").replace("otp", "OTP");
    let policy = Found::of(credential, policies);
    let fragment = *kind == CredentialKind::TempStrongPassword;
    let mut lines = vec![first_sentence(operation, value, &thing, outlet)];
    match (operation.change(), value) {
        (Change::Update(_), NewValue::Plain(_)) => lines.push(kept_as_a_hash(outlet).into()),
        (_, NewValue::Plain(_)) if fragment => lines.push(policy.second_part()),
        (_, NewValue::Plain(_)) => lines.extend(policy.also_sent()),
        (_, NewValue::Hashed | NewValue::NotExposed | NewValue::Absent) => lines.push(policy.delivery(&thing)),
        (_, NewValue::Card(_)) => {
            lines.push("No cell of the old card works any more.".into());
            lines.extend(policy.also_sent());
        }
        (_, NewValue::Unspeakable) => {
            lines.extend(if fragment { policy.useless_part() } else { policy.also_sent() });
            lines.push("Tell whoever keeps the policy: another reset may give the like.".into());
        }
        (_, NewValue::UnreadableCard(_)) => {
            let again = match outlet {
                Outlet::Screen | Outlet::Printer | Outlet::Barred => "Go back and press v to read it again",
                Outlet::Output | Outlet::Withheld => "Read it again with credesk otp show",
            };
            lines.push(format!("{again}; another replacement is not needed."));
            lines.extend(policy.also_sent());
        }
        (Change::Update(_) | Change::Reset | Change::Replace { .. }, NewValue::Unchanged) => {}
    }
    lines.extend(held_by_nobody(operation.change(), value, outlet).map(String::from));
    if let Change::Update(edit) = operation.change() {
        let changes =
            edit.differences(operation.credential(), policies).into_iter().filter(|line| line.field != "password");
        lines.extend(changes.map(|line| format!("{}: {} -> {}.", line.field, line.before, line.after)));
    }
    lines.extend(obstacles(operation, credential));
    lines
}

/// What becomes of a password that credesk made or was told.
fn kept_as_a_hash(outlet: Outlet) -> &'static str {
    match outlet {
        Outlet::Screen | Outlet::Printer | Outlet::Barred => {
            "nevisIDM keeps only a hash: once this screen is closed, nobody can look it up."
        }
        Outlet::Output | Outlet::Withheld => "nevisIDM keeps only a hash: nobody can look it up later.",
    }
}

/// Who is left with nothing, and what helps. A card can be read again, and a password that was typed is known to whoever
/// typed it.
fn held_by_nobody(change: &Change, value: &NewValue, outlet: Outlet) -> Option<&'static str> {
    match (outlet, value, change) {
        (Outlet::Barred, NewValue::Plain(_) | NewValue::Card(_), _) => {
            Some("What nevisIDM does not deliver itself, nobody holds now: have it done again where values are shown.")
        }
        (Outlet::Withheld, NewValue::Card(_), _) => {
            Some("It is not lost: credesk otp show --reveal puts it out, credesk otp print prints it.")
        }
        (Outlet::Withheld, NewValue::Plain(_), Change::Reset | Change::Replace { .. }) => {
            Some("What nevisIDM does not deliver itself, nobody holds now: have it done again with --reveal.")
        }
        _ => None,
    }
}

fn first_sentence(operation: &Operation, value: &NewValue, thing: &str, outlet: Outlet) -> String {
    match value {
        NewValue::Plain(_) | NewValue::Card(_) => came(operation.change(), value, thing, outlet),
        NewValue::Hashed => {
            format!("Carried out. The server answered with a hash of the new {thing}: nothing to read out.")
        }
        NewValue::NotExposed => {
            format!("Carried out. The policy does not expose the new {thing}: nothing to read out.")
        }
        NewValue::Absent => format!("Carried out. The answer does not carry the new {thing}: nothing to read out."),
        NewValue::Unspeakable => {
            format!("Carried out, but not shown: the new {thing} holds characters that cannot be read out.")
        }
        NewValue::UnreadableCard(why) => {
            format!("Carried out, but the new card is not shown: {why}. A shifted card would lock the user out.")
        }
        NewValue::Unchanged => format!("Carried out. The value of the {thing} itself was not changed."),
    }
}

/// Where a value goes that is here.
fn came(change: &Change, value: &NewValue, thing: &str, outlet: Outlet) -> String {
    let is_card = matches!(value, NewValue::Card(_));
    let is_update = matches!(change, Change::Update(_));
    match outlet {
        Outlet::Printer => {
            format!("Carried out. The new {thing} is held here, to be printed: this profile draws no value.")
        }
        Outlet::Barred => format!("Carried out. The new {thing} came, and was wiped: this profile lets no value out."),
        Outlet::Screen if is_card => "Carried out. The new card is shown here.".into(),
        Outlet::Screen if is_update => format!("Carried out. The new {thing} is shown here, and only here."),
        Outlet::Screen => format!("Carried out. The new {thing} is shown here, for reading out."),
        Outlet::Output if is_card => "Carried out. The new card is put out here.".into(),
        Outlet::Output if is_update => format!("Carried out. The new {thing} is put out here, and only here."),
        Outlet::Output => format!("Carried out. The new {thing} is put out here, for reading out."),
        Outlet::Withheld if is_update => {
            format!("Carried out. The new {thing} is valid now. It was not put out: --reveal was not given.")
        }
        Outlet::Withheld => format!("Carried out. The new {thing} came, and was not put out: --reveal was not given."),
    }
}

/// What still keeps the user from signing in with it.
fn obstacles(operation: &Operation, credential: &Credential) -> Vec<String> {
    let mut lines = Vec::new();
    let state = state_now(operation, credential);
    if state.is_locked() {
        let until = if state == CredentialState::TmpLocked { "the lock ends or is lifted" } else { "that is changed" };
        lines.push(format!("Its state is {}: no sign-in with it until {until}.", state.as_str()));
    }
    match &operation.user().state {
        UserState::Active => {}
        state @ (UserState::Disabled | UserState::Archived) => {
            lines.push(format!("The user is {} and cannot sign in until that is changed.", state.as_str()));
        }
        state @ UserState::Other(_) => {
            lines.push(format!(
                "The user's state is {}: whether it lets the user sign in is not known.",
                state.as_str()
            ));
        }
    }
    lines
}

/// The state after the change. An answer without a body (204) does not tell it: then it is what an edit asked for, and
/// `initial` after a reset of a temporary strong password (page reset-temp-strong-password).
fn state_now(operation: &Operation, credential: &Credential) -> CredentialState {
    let told = credential != operation.credential();
    match operation.change() {
        Change::Update(edit) if !told => edit.state.clone().unwrap_or_else(|| credential.state.clone()),
        Change::Reset if !told && credential.kind == CredentialKind::TempStrongPassword => CredentialState::Initial,
        Change::Update(_) | Change::Reset | Change::Replace { .. } => credential.state.clone(),
    }
}

/// What is known of the credential's policy.
enum Found<'a> {
    Policy(&'a Policy),
    None,
    Unreadable,
}

impl<'a> Found<'a> {
    fn of(credential: &Credential, policies: &'a [Policy]) -> Self {
        let Some(id) = &credential.policy else { return Self::None };
        policies.iter().find(|policy| policy.id == *id).map_or(Self::Unreadable, Self::Policy)
    }

    /// Who delivers a value that is not shown here.
    fn delivery(&self, thing: &str) -> String {
        let unknown =
            |why| format!("{why}, so how nevisIDM delivers the {thing} is not known: ask your administrator.");
        let policy = match self {
            Self::Policy(policy) => policy,
            Self::Unreadable => return unknown("Its policy could not be read"),
            Self::None => return unknown("No policy is named"),
        };
        let name = &policy.name;
        match sent_by(policy) {
            Some(ways) => format!("By its policy nevisIDM sends it {ways}."),
            None if policy.sending_methods().is_empty() => {
                format!("Its policy \"{name}\" names no delivery: ask your administrator who hands the {thing} over.")
            }
            None => format!(
                "Its policy \"{name}\" names {STREAM}, which works in nevisIDM's own pages only: ask your administrator who hands the {thing} over."
            ),
        }
    }

    /// Whether a value that is shown here goes out another way too.
    fn also_sent(&self) -> Option<String> {
        match self {
            Self::Policy(policy) => sent_by(policy).map(|ways| format!("By its policy nevisIDM also sends it {ways}.")),
            Self::None | Self::Unreadable => None,
        }
    }

    /// A fragment may be only the first part (`ticketLen0` of `ticketLen0 + ticketLen1`; page Temporary-strong-password).
    fn second_part(&self) -> String {
        let policy = match self {
            Self::Policy(policy) => policy,
            Self::Unreadable => return "There may be a second part: its policy could not be read.".into(),
            Self::None => return "There may be a second part: no policy is named that would say so.".into(),
        };
        match (rest_of(policy), sent_by(policy)) {
            (Some(rest), Some(ways)) => format!("This is part 1 of 2: by its policy nevisIDM sends {rest} {ways}."),
            (Some(rest), None) => format!(
                "This is part 1 of 2, but the policy names no delivery for {rest}: ask your administrator who hands over part 2."
            ),
            (None, _) if policy.second_part() == Some(0) => "This is all of it: nevisIDM sends no second part.".into(),
            (None, _) => "There may be a second part: its policy does not say.".into(),
        }
    }

    /// The second part where the first cannot be used.
    fn useless_part(&self) -> Option<String> {
        let Self::Policy(policy) = self else { return None };
        let (rest, ways) = (rest_of(policy)?, sent_by(policy)?);
        Some(format!("By its policy nevisIDM sends {rest} {ways}: of no use without the first part."))
    }
}

/// What the second part is, where the policy says that there is one.
fn rest_of(policy: &Policy) -> Option<String> {
    match policy.second_part()? {
        1 => Some("the last character".into()),
        second => (second > 1).then(|| format!("the other {second} characters")),
    }
}

/// The one published method that delivers nothing: it fills a web page of nevisIDM's own (page All-credential-types).
const STREAM: &str = "PDFstream";

/// The ways in which nevisIDM tries to deliver, in words; none where it does not.
pub fn sent_by(policy: &Policy) -> Option<String> {
    let methods = policy.sending_methods();
    let mut ways: Vec<String> = Vec::new();
    for way in methods.iter().filter(|method| method.0.as_str() != STREAM).map(SendingMethod::phrase) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    let (first, others) = ways.split_first()?;
    Some(if others.is_empty() { first.clone() } else { format!("{first}; if that fails, {}", others.join(", then ")) })
}
