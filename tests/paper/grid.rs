//! Finds the cells of a card on paper by its labels alone, as a person with scissors would; knows nothing of the layout.

use std::collections::BTreeMap;

use credesk::domain::otp_card::{Labels, OtpCard};

use crate::pdf::{Pdf, Text};

const MONO: &str = "IBMPlexMono-Regular";
const BOLD: &str = "IBMPlexSans-SemiBold";
const NEAR: f32 = 0.05;

/// Checks that a document shows this card: each cell once, where its label says, drawn row by row.
pub fn assert_shows(pdf: &Pdf, card: &OtpCard, labels: Labels) {
    let mut seen = BTreeMap::new();
    for page in &pdf.pages {
        let found = match labels {
            Labels::Coordinates => coordinates(page),
            Labels::Running => running(page),
        };
        for (label, cell) in found {
            assert_eq!(seen.insert(label.clone(), cell), None, "{label} is there twice");
        }
    }
    for row in 0..card.rows() {
        for column in 0..card.columns() {
            let label = card.label(labels, row, column);
            assert_eq!(seen.remove(&label).as_deref(), card.expose_cell(row, column), "{label}");
        }
    }
    assert!(seen.is_empty(), "more than the card has: {:?}", seen.keys());
}

fn coordinates(page: &[Text]) -> Vec<(String, String)> {
    let is_letters = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let bold = |wanted: &dyn Fn(&str) -> bool| -> Vec<&Text> {
        page.iter().filter(|text| text.font == BOLD && wanted(&text.says)).collect()
    };
    let columns = bold(&is_letters);
    let rows = bold(&|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    // Lines of column labels from top to bottom: above, below, above, below.
    let mut lines: Vec<f32> = columns.iter().map(|text| text.y).collect();
    lines.sort_by(f32::total_cmp);
    lines.dedup_by(|a, b| (*a - *b).abs() < NEAR);
    assert_eq!(lines.len() % 2, 0, "column labels above and below");
    let mut found = Vec::new();
    for band in lines.chunks(2) {
        let line =
            |y: f32| -> Vec<&Text> { columns.iter().copied().filter(|text| (text.y - y).abs() < NEAR).collect() };
        let names = |texts: &[&Text]| texts.iter().map(|text| text.says.clone()).collect::<Vec<_>>();
        let (above, below) = (line(band[0]), line(band[1]));
        assert_eq!(names(&above), names(&below), "the same columns above and below");
        let inside = |text: &&Text| text.y > band[0] + NEAR && text.y < band[1] - NEAR;
        let cells: Vec<&Text> = page.iter().filter(inside).filter(|text| text.font == MONO).collect();
        let mut order: Vec<(i32, i32)> = Vec::new();
        for cell in cells {
            let own: Vec<&&Text> = rows.iter().filter(|row| inside(row) && (row.y - cell.y).abs() < NEAR).collect();
            assert_eq!(own.len(), 2, "row labels left and right of {cell:?}");
            assert_eq!(own[0].says, own[1].says);
            assert!(own[0].right() < cell.x && cell.right() < own[1].x, "cells between the row labels");
            let column: Vec<&&Text> =
                above.iter().filter(|text| (text.middle() - cell.middle()).abs() < NEAR).collect();
            assert_eq!(column.len(), 1, "one column label above {cell:?}");
            found.push((format!("{}{}", column[0].says, own[0].says), cell.says.clone()));
            #[allow(clippy::cast_possible_truncation)]
            order.push(((cell.y * 10.0) as i32, (cell.middle() * 10.0) as i32));
        }
        assert!(order.is_sorted(), "cells are drawn row by row");
    }
    found
}

fn running(page: &[Text]) -> Vec<(String, String)> {
    let is_number = |text: &&Text| text.says.len() >= 3 && text.says.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Vec<&Text> = page.iter().filter(|text| text.font != MONO).filter(is_number).collect();
    let mut found = Vec::new();
    for cell in page.iter().filter(|text| text.font == MONO) {
        let above = |number: &&&Text| {
            (number.middle() - cell.middle()).abs() < NEAR && number.y < cell.y && cell.y - number.y < 6.0
        };
        // The IDs beside the address have no number above them.
        if let Some(number) = numbers.iter().filter(above).max_by(|a, b| a.y.total_cmp(&b.y)) {
            found.push((number.says.clone(), cell.says.clone()));
        }
    }
    found
}

/// Checks that nothing lies outside the page and no text on another one.
pub fn assert_in_place(pdf: &Pdf) {
    const MARGIN: f32 = 4.0;
    for (page, lines) in pdf.pages.iter().zip(&pdf.lines) {
        let mut texts: Vec<&Text> = page.iter().filter(|text| text.upright).collect();
        for text in &texts {
            let high = text.size * 0.3528;
            assert!(text.x >= MARGIN && text.right() <= 210.0 - MARGIN, "{text:?}");
            assert!(text.y - high >= MARGIN && text.y <= 297.0 - MARGIN, "{text:?}");
            assert!(text.size >= 6.0, "too small to read: {text:?}");
        }
        for [left, top, right, bottom] in lines {
            assert!(*left >= MARGIN && *right <= 210.0 - MARGIN && *top >= MARGIN && *bottom <= 297.0 - MARGIN);
        }
        texts.sort_by(|a, b| a.y.total_cmp(&b.y));
        for (at, text) in texts.iter().enumerate() {
            // From the top of a capital to the base line of the other.
            let near = texts[at + 1..].iter().take_while(|other| other.y - other.size * 0.24 < text.y + 4.0);
            for other in near {
                let apart = other.y - other.size * 0.24 >= text.y - 0.01;
                let beside = other.x >= text.right() - 0.01 || text.x >= other.right() - 0.01;
                assert!(apart || beside, "one on the other: {text:?} {other:?}");
            }
        }
    }
}
