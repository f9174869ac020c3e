//! What can lie over every screen: help, the palette, a message, the self-admin's password.

use tui_input::InputRequest;

use crate::app::context::Context;
use crate::app::effect::CallId;
use crate::app::palette::Palette;
use crate::app::secret_field;
use crate::domain::problem::Problem;
use crate::secret::{Secret, SecretInput};

/// Something over the screen. There is at most one.
#[derive(Debug)]
pub enum Modal {
    /// The keys of the screen below, scrolled down by some rows.
    Help(usize),
    /// Every action of the screen below.
    Palette(Palette),
    /// A problem that belongs to no screen.
    Message(Problem),
    /// The self-admin's password.
    SignIn(SignIn),
}

impl Modal {
    /// Which keys hold.
    pub fn context(&self) -> Context {
        match self {
            Self::Help(_) => Context::Help,
            Self::Palette(_) => Context::Palette,
            Self::Message(_) => Context::Message,
            Self::SignIn(_) => Context::SignIn,
        }
    }

    /// True where this waits for the call.
    pub fn waits_for(&self, id: CallId) -> bool {
        matches!(self, Self::SignIn(sign_in) if sign_in.call == Some(id))
    }

    /// Edits its field, where it has one.
    pub fn edit(&mut self, request: InputRequest) {
        match self {
            Self::Palette(palette) => {
                palette.input.handle(request);
                palette.selected = 0;
            }
            Self::SignIn(sign_in) => {
                // No password is as long as a full field; the server will say that it is wrong.
                let _taken = secret_field::edit(&mut sign_in.field, request);
            }
            Self::Help(_) | Self::Message(_) => {}
        }
    }
}

/// The password prompt of a self-admin (page generate-bearer-token).
#[derive(Debug, Default)]
pub struct SignIn {
    field: SecretInput,
    /// The exchange that is on its way.
    pub call: Option<CallId>,
    /// What the last try met.
    pub problem: Option<Problem>,
}

impl SignIn {
    /// How many characters were typed.
    pub fn count(&self) -> usize {
        self.field.count()
    }

    /// Hands the password over and empties the field.
    pub fn take(&mut self) -> Secret {
        self.field.take()
    }
}
