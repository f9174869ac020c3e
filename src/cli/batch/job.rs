//! What is done with every user of a list, in words and as a change.

use crate::cli::args::change::Resettable;
use crate::cli::exit::Exit;
use crate::cli::otp::find;
use crate::cli::stop::Stop;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::CredentialId;
use crate::domain::operation::Change;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// A reset.
    Reset(Resettable),
    /// The replacement of a card.
    Replace,
}

impl Job {
    /// With which kind of credential.
    pub fn kind(self) -> CredentialKind {
        match self {
            Self::Reset(Resettable::Tempstrong) => CredentialKind::TempStrongPassword,
            Self::Reset(Resettable::Puk) => CredentialKind::Puk,
            Self::Reset(Resettable::Ticket) => CredentialKind::Ticket,
            Self::Replace => CredentialKind::OtpCard,
        }
    }

    /// As it is asked for.
    pub fn change(self) -> Change {
        match self {
            Self::Reset(_) => Change::Reset,
            Self::Replace => Change::Replace { comment: None },
        }
    }

    /// As it stands on the command line.
    pub fn command(self) -> &'static str {
        match self {
            Self::Reset(Resettable::Tempstrong) => "reset tempstrong",
            Self::Reset(Resettable::Puk) => "reset puk",
            Self::Reset(Resettable::Ticket) => "reset ticket",
            Self::Replace => "otp replace",
        }
    }

    /// What is done, with a place for how many.
    pub fn title(self, users: &str) -> String {
        let thing = match self {
            Self::Reset(Resettable::Tempstrong) => "Reset the temporary strong password",
            Self::Reset(Resettable::Puk) => "Regenerate the PUK",
            Self::Reset(Resettable::Ticket) => "Regenerate the ticket",
            Self::Replace => "Replace the OTP card",
        };
        format!("{thing} of {users}")
    }

    /// What stops working.
    pub fn consequence(self) -> &'static str {
        match self {
            Self::Reset(Resettable::Tempstrong) => {
                "Each one's present temporary strong password stops working at once. This cannot be undone."
            }
            Self::Reset(Resettable::Puk) => "Each one's present PUK stops working at once. This cannot be undone.",
            Self::Reset(Resettable::Ticket) => {
                "Each one's present ticket stops working at once. This cannot be undone."
            }
            Self::Replace => {
                "Every cell of each one's present card stops working at once, also where a letter is on its way. This cannot be undone."
            }
        }
    }

    /// The one credential that is meant, among all of a user.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn credential(self, all: &[Credential], card: Option<&CredentialId>) -> Result<Credential, Stop> {
        match self {
            Self::Replace => find::card(all, card).map(|(credential, _)| credential),
            Self::Reset(_) => {
                let kind = self.kind();
                let found = all.iter().find(|credential| credential.kind == kind).cloned();
                let none = || (Exit::Refused, format!("The user has no {}.", thing(&kind)));
                found.ok_or_else(none)
            }
        }
    }
}

fn thing(kind: &CredentialKind) -> String {
    kind.as_str().to_lowercase().replace("puk", "PUK")
}
