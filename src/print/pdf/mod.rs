//! Sheets as a PDF document, in memory: A4, fonts embedded and subset, the same bytes for the same sheets.
//!
//! One sheet at a time is held beside the document, so that a batch of any length can be made. Nothing of a user stands
//! in the document's properties, and no date.

mod card;
mod fit;
mod head;
mod layout;
mod measures;
mod pen;
mod plan;
mod slip;

use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use zeroize::Zeroizing;

use crate::domain::printing::PrintFault;
use crate::domain::sheet::Sheet;
use crate::print::letter::Letter;
use card::CardPages;
use layout::{PAGE_HEIGHT, PAGE_WIDTH, POINTS};
use pen::{Case, Pen};
use slip::SlipPages;

/// What the document is called, whatever it holds.
const TITLE: &str = "credesk card";

/// The sheets as one PDF document, each on a page of its own, SPECIMEN across each page where it is one.
///
/// krilla holds the content streams of all pages, compressed, until it has put the document together; the program's
/// allocator wipes them when they are freed. What is handed back is wiped when dropped.
///
/// # Errors
/// [`PrintFault::Missing`] at the first sheet that lacks a mandatory field: then there is no document at all.
/// [`PrintFault::NotMade`] where there is no sheet, or the document cannot be put together.
pub fn render<I>(sheets: I, specimen: bool) -> Result<Zeroizing<Vec<u8>>, PrintFault>
where
    I: IntoIterator<Item = Sheet>,
{
    let case = Case::open()?;
    let mut document = Document::new_with(settings());
    let mut languages: Vec<&'static str> = Vec::new();
    for sheet in sheets {
        if let Some(field) = sheet.missing() {
            return Err(PrintFault::Missing(field));
        }
        let letter = Letter::of(&sheet.to().language)?;
        if !languages.contains(&letter.tag.as_str()) {
            languages.push(&letter.tag);
        }
        draw(&mut document, &case, &sheet, letter, specimen)?;
    }
    let mut metadata = Metadata::new().title(TITLE.into());
    match languages[..] {
        [] => return Err(PrintFault::NotMade("there is no sheet to print".into())),
        [only] => metadata = metadata.language(only.into()),
        // The property is one for the whole document (ISO 32000-1, 14.9.2): none is better than a wrong one.
        [..] => {}
    }
    document.set_metadata(metadata);
    let bytes = document.finish();
    bytes.map(Zeroizing::new).map_err(|error| PrintFault::NotMade(format!("the PDF cannot be put together ({error})")))
}

/// krilla's own choice (PDF 1.7) without XMP metadata, which would hold an ID and nothing else that anybody needs.
fn settings() -> SerializeSettings {
    SerializeSettings { xmp_metadata: false, enable_tagging: false, ..SerializeSettings::default() }
}

enum Pages<'a> {
    Card(CardPages<'a>),
    Slip(SlipPages<'a>),
}

fn draw(
    document: &mut Document,
    case: &Case,
    sheet: &Sheet,
    letter: &Letter,
    specimen: bool,
) -> Result<(), PrintFault> {
    let (pages, title, intro) = match sheet {
        Sheet::Card(card) => (Pages::Card(CardPages::new(card)), &letter.card.title, &letter.card.intro),
        Sheet::Slip(slip) => (Pages::Slip(SlipPages::new(slip, case)), &letter.slip.title, &letter.slip.intro),
    };
    let count = match &pages {
        Pages::Card(card) => card.count(),
        Pages::Slip(slip) => slip.count(),
    };
    let format = PageSettings::from_wh(PAGE_WIDTH * POINTS, PAGE_HEIGHT * POINTS)
        .ok_or_else(|| PrintFault::NotMade("the page has no size".into()))?;
    for at in 0..count {
        let mut page = document.start_page_with(format.clone());
        let mut pen = Pen::new(case, page.surface());
        if specimen {
            head::specimen(&mut pen);
        }
        head::marks(&mut pen);
        if at == 0 {
            head::whole(&mut pen, sheet, letter, title, intro);
        } else {
            head::short(&mut pen, sheet, letter, title);
        }
        match &pages {
            Pages::Card(card) => card.draw(&mut pen, letter, at),
            Pages::Slip(slip) => slip.draw(&mut pen, letter, at),
        }
        head::foot(&mut pen, letter, at + 1, count);
        pen.finish();
        page.finish();
    }
    Ok(())
}
