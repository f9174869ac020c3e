//! Sheets as text: 79 columns at most, a form feed at the end, plain ASCII but for names and the user's language.
//!
//! It can go to a printer through a terminal, so no control character but line feed and form feed gets into it.

mod card;
mod paper;
mod slip;

use zeroize::Zeroizing;

use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::printing::PrintFault;
use crate::domain::sheet::Sheet;
use crate::print::facts::facts;
use crate::print::letter::Letter;
use paper::Paper;

/// The widest line.
pub const COLUMNS: usize = 79;
/// Where the values of the facts begin.
const VALUES: usize = 20;
/// Bytes of a sheet beside its cells or its value, generously: head, sentences and frames.
const REST: usize = 16 * 1024;

/// A sheet as text.
///
/// # Errors
/// [`PrintFault::Missing`] where the sheet lacks a mandatory field.
pub fn render(sheet: &Sheet, specimen: bool) -> Result<Zeroizing<String>, PrintFault> {
    if let Some(field) = sheet.missing() {
        return Err(PrintFault::Missing(field));
    }
    let letter = Letter::of(&sheet.to().language)?;
    let (title, intro, size) = match sheet {
        Sheet::Card(card) => (&letter.card.title, &letter.card.intro, card::size(&card.card)),
        Sheet::Slip(slip) => (&letter.slip.title, &letter.slip.intro, slip::size(slip)),
    };
    let mut paper = Paper::new(REST + size);
    banner(&mut paper, specimen);
    let to = sheet.to();
    for line in [&to.name].into_iter().chain(&to.address) {
        paper.paragraph(0, line.as_str());
    }
    paper.end_line();
    for fact in facts(sheet, letter) {
        paper.padded(&fact.name, VALUES);
        paper.paragraph(VALUES, &fact.value);
    }
    paper.end_line();
    paper.paragraph(0, title);
    paper.repeat('=', crate::text::width(title).min(COLUMNS));
    paper.end_line();
    paper.paragraph(0, intro);
    paper.end_line();
    match sheet {
        Sheet::Card(card) => card::write(&mut paper, card, letter),
        Sheet::Slip(slip) => slip::write(&mut paper, slip, letter),
    }
    banner(&mut paper, specimen);
    Ok(paper.finish())
}

/// A card's framed grid alone, as it stands on a sheet: for standard output.
pub fn grid(card: &OtpCard, labels: Labels) -> Zeroizing<String> {
    let mut paper = Paper::new(REST + card::size(card));
    card::grid(&mut paper, card, labels);
    paper.unended()
}

fn banner(paper: &mut Paper, specimen: bool) {
    if specimen {
        paper.end_line();
        paper.repeat('*', (COLUMNS - 12) / 2);
        paper.write("  SPECIMEN  ");
        paper.repeat('*', (COLUMNS - 12) / 2);
        paper.end_line();
        paper.end_line();
    }
}
