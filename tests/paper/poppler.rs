//! The same documents in the hands of another reader: poppler's `pdffonts`, `pdftotext` and `pdftoppm`.
//!
//! Where they are not installed the tests say that they were skipped; `CREDESK_REQUIRE=poppler` makes that a failure.

use std::io::Write as _;
use std::process::{Command, Stdio};

use credesk::domain::otp_card::Labels::Coordinates;
use credesk::print::pdf::render;

use crate::sheets::{card, cell, slip};

/// What a program of poppler makes of a document on its standard input; none where it is not installed.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        let required = std::env::var("CREDESK_REQUIRE").is_ok_and(|parts| parts.contains("poppler"));
        assert!(!required, "poppler is required here, and {program} is not installed");
        eprintln!("skipped: {program} of poppler is not installed");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&pdf));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    assert!(output.stderr.is_empty(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

fn document() -> Vec<u8> {
    render([card("de", Coordinates, (14, 12, 4)), slip("fr", "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE")], true).unwrap().to_vec()
}

#[test]
fn pdffonts_finds_every_font_embedded_and_subset_with_unicode() {
    let Some(listed) = poppler("pdffonts", &["-"], &document()) else { return };
    let listed = String::from_utf8(listed).unwrap();
    let fonts: Vec<_> = listed.lines().skip(2).collect();
    assert_eq!(fonts.len(), 3, "{listed}");
    assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{listed}");
}

#[test]
fn pdftotext_reads_the_cells_row_by_row() {
    let Some(text) = poppler("pdftotext", &["-layout", "-l", "1", "-", "-"], &document()) else { return };
    let text = String::from_utf8(text).unwrap();
    for row in 0..12 {
        let wanted: Vec<String> = (0..14).map(|column| cell(row * 14 + column, 4)).collect();
        let label = (row + 1).to_string();
        let found = text.lines().any(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            // A letter of SPECIMEN may stand at either end of the line.
            words.windows(16).any(|part| part[0] == label && part[1..15] == wanted && part[15] == label)
        });
        assert!(found, "row {label} in\n{text}");
    }
    assert!(text.contains("Petrović-Đorđević"), "{text}");
}

#[test]
fn pdftoppm_draws_every_page_and_leaves_the_edges_white() {
    let Some(pages) = poppler("pdftoppm", &["-scale-to-x", "420", "-scale-to-y", "594", "-gray", "-"], &document())
    else {
        return;
    };
    // Two pixels a millimetre: 420 x 594, as PGM.
    let header = b"P5\n420 594\n255\n";
    let pages: Vec<&[u8]> = pages.chunks(header.len() + 420 * 594).collect();
    assert_eq!(pages.len(), 2);
    for page in pages {
        let pixels = page.strip_prefix(header).expect("a page of A4");
        let dark = |left: usize, top: usize, right: usize, bottom: usize| {
            (top * 2..bottom * 2)
                .flat_map(|y| (left * 2..right * 2).map(move |x| pixels[y * 420 + x]))
                .any(|grey| grey < 200)
        };
        assert!(dark(118, 48, 200, 90), "the address in the window");
        assert!(dark(20, 120, 190, 160), "the card or the value");
        for (left, top, right, bottom) in [(0, 0, 210, 15), (0, 292, 210, 297), (0, 0, 4, 297), (206, 0, 210, 297)] {
            assert!(!dark(left, top, right, bottom), "something at the edge");
        }
    }
}
