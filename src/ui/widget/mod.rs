//! Small parts that several screens are drawn with.

pub mod field;
pub mod grid;
pub mod pen;
pub mod popup;
pub mod read_back;
pub mod reading;
