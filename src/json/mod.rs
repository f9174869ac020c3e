//! What commands print for other programs: JSON of a published shape (`assets/schema`), made of domain types.
//!
//! Holds no value of a credential unless a command was told to reveal it.

pub mod batch;
pub mod doctor;
