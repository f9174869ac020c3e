//! credesk: a terminal console for helpdesk staff.

pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod secret;
pub mod text;
pub mod ui;
