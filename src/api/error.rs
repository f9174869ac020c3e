//! What can go wrong in this layer, and its one translation into the domain's [`Fault`] and [`Problem`].

use reqwest::StatusCode;

use super::refusal;
use super::tls::SetupError;
use super::token_text::TokenError;
use super::transport_error::TransportError;
use super::wire::refusal::{Said, in_words};
use crate::domain::fault::{Asked, Fault};
use crate::domain::problem::Problem;
use crate::text::SafeText;

/// Why a request gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// There is no token to send.
    #[error("no token")]
    Token(#[from] TokenError),
    /// The client cannot be made, or the request cannot.
    #[error("no request")]
    Setup(#[from] SetupError),
    /// The request or its answer was lost on the way.
    #[error("no answer")]
    Transport(#[from] TransportError),
    /// Any status but 2xx.
    #[error("status {status}")]
    Refused {
        /// The status.
        status: StatusCode,
        /// What the server said.
        said: Vec<Said>,
        /// The fault of a web page, where that is what came.
        page: Option<Fault>,
    },
    /// 2xx with an answer that cannot be used.
    #[error("an answer that cannot be used")]
    Answer(Fault),
}

impl ApiError {
    /// The domain's name for it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Token(TokenError::Ended(ended)) => Fault::TokenEnded(ended.what.clone(), ended.next.clone()),
            Self::Token(why) => Fault::Token(why.to_string(), why.next()),
            Self::Setup(why) => Fault::Setup(why.to_string()),
            Self::Transport(error) => error.fault(),
            Self::Refused { status, said, .. } => refusal::fault(*status, said),
            Self::Answer(fault) => fault.clone(),
        }
    }

    /// What a reading makes of it. A web page with 403 or 404 comes from something in front of nevisIDM, and says nothing
    /// about rights or about what there is. (A change that met it was refused all the same.)
    pub fn fault_of_reading(&self) -> Fault {
        match self {
            Self::Refused { status: StatusCode::FORBIDDEN | StatusCode::NOT_FOUND, page: Some(page), .. } => {
                page.clone()
            }
            other => other.fault(),
        }
    }

    /// Code and message of the server, safe to draw.
    pub fn server(&self) -> Option<SafeText> {
        match self {
            Self::Refused { said, .. } => in_words(said),
            Self::Token(_) | Self::Setup(_) | Self::Transport(_) | Self::Answer(_) => None,
        }
    }

    /// What the operator reads after a reading failed.
    pub fn on_reading(self) -> Problem {
        self.fault_of_reading().problem(Asked::Read, self.server())
    }
}
