//! The one card that is meant, among all credentials of a user. Never a guess.

use crate::cli::exit::Exit;
use crate::cli::stop::{Stop, usage};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::CredentialId;

/// The card that is meant, among all credentials of the user.
pub fn card(credentials: &[Credential], wanted: Option<&CredentialId>) -> Result<(Credential, CredentialId), Stop> {
    let cards = credentials.iter().filter(|credential| credential.kind == CredentialKind::OtpCard);
    let cards: Vec<_> = cards.filter_map(|card| Some((card.clone(), card.id.clone()?))).collect();
    let known = || cards.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>().join(", ");
    match (wanted, &cards[..]) {
        (_, []) => Err((Exit::Refused, "The user has no OTP card.".to_owned())),
        (None, [one]) => Ok(one.clone()),
        (None, _) => {
            Err(usage(format!("The user has {} OTP cards ({}). Say which: --card EXTID.", cards.len(), known())))
        }
        (Some(wanted), _) => cards
            .iter()
            .find(|(_, id)| id == wanted)
            .cloned()
            .ok_or_else(|| (Exit::Refused, format!("The user has no OTP card {wanted}, but {}.", known()))),
    }
}
