//! credesk: a terminal console for helpdesk staff. (The drawing of the house follows with its rooms.)

#[cfg(feature = "sandbox")]
pub mod sandbox;
