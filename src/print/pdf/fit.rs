//! Breaks and sizes a text by its width in millimetres. For names, words and instructions.

use super::pen::{Case, Style};
use crate::print::wrap;

/// The text in lines no wider than this.
pub fn wrap(case: &Case, style: Style, text: &str, width: f32) -> Vec<String> {
    wrap::wrap(text, |line| case.width(style, line) <= width)
}

/// At most this many lines; what is left out is told by an ellipsis.
pub fn cut(case: &Case, style: Style, lines: Vec<String>, most: usize, width: f32) -> Vec<String> {
    wrap::cut(lines, most, |line| case.width(style, line) <= width)
}

/// The first of the sizes, from large to small, in which a text fits on a line of this width; the smallest where it
/// fits in none.
pub fn fitting(case: &Case, style: Style, sizes: &[f32], text: &str, width: f32) -> Style {
    let mut styles = sizes.iter().map(|&size| Style { size, ..style });
    let smallest = styles.clone().next_back().unwrap_or(style);
    styles.find(|style| case.width(*style, text) <= width).unwrap_or(smallest)
}
