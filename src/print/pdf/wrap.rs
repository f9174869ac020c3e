//! Breaks a text into lines of a width. For names and instructions, never for a value.

use unicode_segmentation::UnicodeSegmentation;

use super::pen::{Case, Style};

/// The text in lines no wider than `width` millimetres, broken at spaces, and inside a word only where it is too long
/// for a line of its own.
pub fn wrap(case: &Case, style: Style, text: &str, width: f32) -> Vec<String> {
    let fits = |line: &str| case.width(style, line) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for cluster in word.graphemes(true) {
            if !line.is_empty() && !fits(&format!("{line}{cluster}")) {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(cluster);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// At most this many lines; what is left out is told by an ellipsis.
pub fn cut(case: &Case, style: Style, mut lines: Vec<String>, most: usize, width: f32) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && case.width(style, &format!("{last}…")) > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// The largest of the sizes, from large to small, in which a text fits on a line of this width; the smallest where none
/// does.
pub fn fitting(case: &Case, style: Style, sizes: &[f32], text: &str, width: f32) -> Style {
    let styles = sizes.iter().map(|&size| Style { size, ..style });
    let smallest = styles.clone().last().unwrap_or(style);
    styles.into_iter().find(|style| case.width(*style, text) <= width).unwrap_or(smallest)
}
