//! Something that is read from the server, and how far that is.

use crate::app::effect::CallId;
use crate::domain::problem::Problem;

/// A value of the server. A reply is taken only while its number is waited for, so a late one never lands.
#[derive(Debug, Default)]
pub enum Remote<T> {
    /// Not asked for.
    #[default]
    Idle,
    /// Asked for.
    Loading(CallId),
    /// There.
    Ready(T),
    /// Could not be had.
    Failed(Problem),
}

impl<T> Remote<T> {
    /// The value, where it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Idle | Self::Loading(_) | Self::Failed(_) => None,
        }
    }

    /// True where this waits for the call.
    pub fn waits_for(&self, id: CallId) -> bool {
        matches!(self, Self::Loading(waited) if *waited == id)
    }

    /// True while something is on its way.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading(_))
    }

    /// The call that is on its way.
    pub fn call(&self) -> Option<CallId> {
        match self {
            Self::Loading(id) => Some(*id),
            Self::Idle | Self::Ready(_) | Self::Failed(_) => None,
        }
    }

    /// Takes the outcome of the call that this waited for.
    pub fn settle(&mut self, result: Result<T, Problem>) {
        *self = match result {
            Ok(value) => Self::Ready(value),
            Err(problem) => Self::Failed(problem),
        };
    }
}
