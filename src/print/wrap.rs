//! Breaks a text into lines, for paper of either kind: what fits on a line is asked of the caller.

use unicode_segmentation::UnicodeSegmentation;

/// The text in lines that fit, broken at spaces, and inside a word only where it is too long for a line of its own.
pub fn wrap(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
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
pub fn cut(mut lines: Vec<String>, most: usize, fits: impl Fn(&str) -> bool) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !fits(&format!("{last}…")) {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten(text: &str) -> bool {
        text.chars().count() <= 10
    }

    #[test]
    fn lines_are_broken_at_spaces_and_words_only_where_they_must() {
        assert_eq!(wrap("one two three four", ten), ["one two", "three four"]);
        assert_eq!(wrap("a Donaudampfschiff b", ten), ["a", "Donaudampf", "schiff b"]);
        assert_eq!(wrap("", ten), Vec::<String>::new());
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis() {
        let lines = wrap("one two three four five", ten);
        assert_eq!(cut(lines.clone(), 2, ten), ["one two", "three fou…"]);
        assert_eq!(cut(lines, 3, ten), ["one two", "three four", "five"]);
    }
}
