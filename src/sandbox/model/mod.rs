//! What the imitated server stores: clients, users, credentials, policies. Data and its wire shape only;
//! rights and rules live elsewhere.

pub(super) mod client;
pub(super) mod credential;
pub(super) mod policy;
pub(super) mod user;
