//! The query service's search over users ("Query-REST-Service-request"). The published syntax is `field:value`, with
//! quotes and ranges; its style is Lucene's, and so is the small part of the grammar understood here:
//!
//! ```text
//! any     = all ("OR" all)*
//! all     = one ("AND"? one)*
//! one     = "NOT" one | "(" any ")" | (field ":")? value
//! value   = "quoted words" | word | word* | *
//! ```
//!
//! A backslash takes the next character as it is. Other Lucene operators are refused, not guessed at.

mod compare;
pub(super) mod expression;
mod fields;
mod find;
mod scanner;

pub(super) use find::find;
