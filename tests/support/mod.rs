//! What several tests share. Each test takes what it needs, so some of it is unused in each.
#![allow(dead_code, unreachable_pub)]

pub mod ids;
pub mod profile;
pub mod raw_server;
