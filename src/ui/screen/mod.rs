//! The screens' looks, each under the name that its state has in `app/screen`.

pub mod audit;
pub mod card;
pub mod cases;
pub mod confirm;
pub mod form;
pub mod handoff;
pub mod locked;
pub mod lookup;
pub mod print;
pub mod settle;
pub mod user;
