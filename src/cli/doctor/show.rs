//! The report as text: a line for each finding, and under it what to do.

use crate::domain::finding::{Finding, Report};
use crate::text::lines;

/// Columns before a sentence: the level, the area, and two spaces after each.
const MARGIN: usize = 6 + 15;

/// The text. `columns` is the width of the terminal that it goes to; none where it goes elsewhere: then no sentence is broken.
pub fn text(report: &Report, columns: Option<u16>) -> String {
    report.findings.iter().fold(String::new(), |text, finding| text + &entry(finding, columns))
}

fn entry(finding: &Finding, columns: Option<u16>) -> String {
    let broken = |sentence: &str| match columns {
        // Narrower than forty columns a sentence would be a tower of single words.
        Some(columns) => lines(sentence, usize::from(columns).saturating_sub(MARGIN + 1).max(40)),
        None => vec![sentence.to_owned()],
    };
    let head = format!("{:<6}{:<15}", finding.level.word(), finding.area.word());
    let next = finding.next.as_ref().map(|next| broken(&format!("-> {next}"))).unwrap_or_default();
    let rows = broken(finding.found.as_str()).into_iter().chain(next);
    rows.enumerate().fold(String::new(), |text, (number, row)| {
        let margin = if number == 0 { head.clone() } else { " ".repeat(MARGIN) };
        text + &margin + &row + "\n"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Area;

    fn shown(finding: &Finding, columns: Option<u16>) -> String {
        entry(finding, columns)
    }

    #[test]
    fn a_line_for_a_program_and_lines_for_a_terminal() {
        let finding = Finding::warn(Area::Configuration, &"word ".repeat(20), "Do it.");
        let plain = shown(&finding, None);
        assert_eq!(plain.lines().count(), 2);
        assert!(plain.starts_with("warn  configuration  word word"), "{plain}");
        assert_eq!(plain.lines().nth(1), Some("                     -> Do it."));
        let narrow = shown(&finding, Some(80));
        assert!(narrow.lines().all(|line| line.len() < 80), "{narrow}");
        assert_eq!(narrow.matches("word").count(), 20);
        assert!(narrow.lines().skip(1).all(|line| line.starts_with("                     ")), "{narrow}");
    }
}
