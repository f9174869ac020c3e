//! credesk: a terminal console for helpdesk staff. (The drawing of the house follows with its rooms.)

pub mod api;
pub mod app;
pub mod config;
pub mod domain;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod secret;
pub mod text;
pub mod ui;
