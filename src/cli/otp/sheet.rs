//! Reads a user's card and makes the sheet of it. What the operator should know of the sheet is said. Prints nothing.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::api::ApiClient;
use crate::cli::exit::Exit;
use crate::cli::otp::asked::Asked;
use crate::cli::otp::find;
use crate::cli::person;
use crate::cli::stop::{Stop, stopped};
use crate::cli::talk::say;
use crate::domain::credential::Credential;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::otp_card::Labels;
use crate::domain::printing::Format;
use crate::domain::sheet::{CardSheet, place_among};
use crate::print;
use crate::text::SafeText;

/// What to do with a card that cannot be one.
const NO_CARD: &str = "Print it again; if it stays so, replace the card in the console.";

/// A card that was read, and whose it is.
pub struct Read {
    /// Whose.
    pub at: UserRef,
    /// Its external ID.
    pub card: CredentialId,
    /// The sheet.
    pub sheet: CardSheet,
}

/// Finds the user and the card, and reads both.
///
/// # Errors
/// There is no such one, or more than one; or the server refuses, or what it sends is no card.
pub async fn read(api: &ApiClient, asked: &Asked<'_>) -> Result<Read, Stop> {
    let at = person::find(api, &asked.person).await?;
    let user = api.user(&at).await.map_err(stopped)?;
    if user.login_id.as_str() != asked.person.login_id {
        // The search has an index of its own, and that may be behind.
        let sentence = format!(
            "Not printed: the user that was found has another login ID by now (\"{}\"). Make sure who is meant, then print again.",
            user.login_id.shown()
        );
        return Err((Exit::Refused, sentence));
    }
    let credentials = api.credentials(&at).await.map_err(stopped)?;
    let (credential, id) = find::card(&credentials, asked.card.as_ref())?;
    let labels = labels(api, &at, &credential).await;
    let (newest, card) = api.otp_card(&at, &id).await.map_err(stopped)?;
    let card = card.map_err(|why| {
        (Exit::Refused, format!("Not printed: {why}. A shifted card would lock the user out.\n{NO_CARD}"))
    })?;
    let zone = TimeZone::system();
    let place = place_among(&credential, &credentials);
    let newest = newest.completed_by(&credential);
    let sheet =
        CardSheet::new(&user, &newest, place, (labels, Arc::new(card)), |moment| zone.to_datetime(moment).date());
    say(format_args!("OTP card {id} of {} ({}), client {}.", user.name, user.login_id.shown(), at.client));
    if asked.format == Format::Pdf {
        say_undrawable(&sheet);
    }
    Ok(Read { at, card: id, sheet })
}

/// As the card's policy says; the published default where it cannot be read, which is said.
async fn labels(api: &ApiClient, at: &UserRef, credential: &Credential) -> Labels {
    let Some(wanted) = &credential.policy else { return Labels::of(None) };
    let policies = api.policies(&at.client).await;
    let why = policies.as_ref().map_or_else(|problem| problem.what.as_str(), |_| "It is not among the client's.");
    let policy = policies.iter().flatten().find(|policy| policy.id == *wanted);
    let labels = Labels::of(policy);
    if policy.is_none() {
        let names = match labels {
            Labels::Coordinates => "A1, B1, ...",
            Labels::Running => "001, 002, ...",
        };
        say(format_args!(
            "The card's policy could not be read. {why}\nThe cells are called {names}, nevisIDM's default: check that the sign-in page asks for them so."
        ));
    }
    labels
}

/// Names what would be a box on paper.
fn say_undrawable(sheet: &CardSheet) {
    for character in print::undrawable(&sheet.to) {
        let shown = SafeText::new(&character.to_string());
        say(format_args!(
            "The font has no shape for \"{shown}\" in the name or the address: a box stands there instead."
        ));
    }
}
