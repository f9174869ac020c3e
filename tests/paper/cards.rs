//! Cards as PDF.

use credesk::domain::id::LoginId;
use credesk::domain::otp_card::Labels::{self, Coordinates, Running};
use credesk::domain::printing::PrintFault;
use credesk::domain::sheet::Sheet;
use credesk::print::pdf::render;
use credesk::print::undrawable;
use credesk::text::SafeText;
use proptest::prelude::*;

use crate::grid::{assert_in_place, assert_shows};
use crate::pdf::{Pdf, Text, read};
use crate::sheets::{card, card_of, card_sheet, cell, otp_card, slip};

fn one(sheet: Sheet) -> Pdf {
    read(&render([sheet], false).unwrap())
}

/// What is drawn in the cells' face below the head, the card's ID left out.
fn cells(page: &[Text]) -> impl Iterator<Item = &Text> {
    page.iter().filter(|text| text.font == "IBMPlexMono-Regular" && text.y > 120.0 && !text.says.contains('-'))
}

#[test]
fn every_size_of_card_is_whole_and_in_place() {
    for (shape, pages) in [
        ((14, 12, 4), Some(1)),
        ((14, 12, 5), Some(1)),
        ((14, 12, 6), Some(1)),
        ((14, 12, 7), Some(1)),
        ((14, 12, 8), Some(1)),
        ((20, 26, 4), Some(1)),
        ((1, 1, 1), Some(1)),
        ((26, 20, 4), None),
        ((20, 26, 16), None),
        ((100, 100, 2), None),
    ] {
        for labels in [Coordinates, Running] {
            let pdf = one(card("de", labels, shape));
            assert_shows(&pdf, &otp_card(shape.0, shape.1, shape.2), labels);
            assert_in_place(&pdf);
            if let Some(pages) = pages.filter(|_| labels == Coordinates) {
                assert_eq!(pdf.pages.len(), pages, "{shape:?}");
            }
            let parts = pdf.pages.iter().flatten().filter(|text| text.says.contains("Teil ")).count();
            assert_eq!(parts, if pdf.pages.len() > 1 { pdf.pages.len() } else { 0 }, "each part says which it is");
        }
    }
}

#[test]
fn the_usual_card_is_comfortable_to_read_and_can_be_cut_out() {
    let pdf = one(card("de", Coordinates, (14, 12, 4)));
    assert_eq!(cells(&pdf.pages[0]).count(), 14 * 12);
    assert!(cells(&pdf.pages[0]).all(|cell| cell.size >= 8.0), "{:?}", cells(&pdf.pages[0]).next());
    let frame = pdf.lines[0].iter().find(|line| line[3] - line[1] > 50.0).unwrap();
    assert!(frame[2] - frame[0] <= 180.0, "{frame:?}");
    for text in cells(&pdf.pages[0]) {
        assert!(text.x > frame[0] && text.right() < frame[2] && text.y < frame[3], "inside the frame: {text:?}");
    }
}

#[test]
fn fonts_are_embedded_and_subset() {
    let pdf = one(card("fr", Coordinates, (14, 12, 4)));
    assert_eq!(pdf.fonts.len(), 3);
    for font in &pdf.fonts {
        let (tag, _) = font.name.split_once('+').expect("a subset tag");
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{font:?}");
        let bytes = font.embedded.expect("an embedded program");
        assert!((500..60_000).contains(&bytes), "a subset, not the whole font: {font:?}");
    }
}

#[test]
fn each_language_has_its_own_words_and_is_told_by_the_document() {
    for (language, title, date, lost) in [
        ("de", "Ihre OTP-Karte", "21.11.2026", "sofort Ihrem Helpdesk"),
        ("fr", "Votre carte OTP", "21.11.2026", "service d’assistance"),
        ("it", "La Sua carta OTP", "21.11.2026", "Suo helpdesk"),
        ("en", "Your OTP card", "21 November 2026", "your helpdesk at once"),
        ("rm", "Your OTP card", "21 November 2026", "your helpdesk at once"),
    ] {
        let pdf = one(card(language, Coordinates, (14, 12, 4)));
        let told = pdf.words();
        for wanted in
            [title, date, lost, "Milica Petrović-Đorđević", "m.petrovic", "otp-0Ol1I-4711", "Bahnhofstrasse 12"]
        {
            assert!(told.contains(wanted), "{language}: no {wanted} in {told}");
        }
        assert_eq!(pdf.language.as_deref(), Some(if language == "rm" { "en" } else { language }));
        assert_in_place(&pdf);
    }
}

#[test]
fn the_same_sheets_give_the_same_bytes_and_no_name_stands_in_the_properties() {
    let sheets = || [card("de", Coordinates, (14, 12, 4)), slip("de", "kT7w9QxB")];
    let (first, second) = (render(sheets(), false).unwrap(), render(sheets(), false).unwrap());
    assert!(*first == *second);
    let properties = read(&first).properties;
    assert_eq!(properties.into_iter().collect::<Vec<_>>(), [("Title".into(), "credesk card".into())]);
}

#[test]
fn specimen_lies_across_every_page_of_a_specimen_and_nowhere_else() {
    let sheets = || [card("de", Coordinates, (20, 26, 12)), slip("fr", "kT7w9QxB")];
    for specimen in [true, false] {
        let pdf = read(&render(sheets(), specimen).unwrap());
        assert!(pdf.pages.len() > 2);
        for page in &pdf.pages {
            let across =
                page.iter().filter(|text| text.says == "SPECIMEN" && !text.upright && text.size > 80.0).count();
            assert_eq!(across, usize::from(specimen));
        }
    }
}

#[test]
fn one_user_a_page_and_one_language_or_none_in_the_properties() {
    let pdf = read(&render(["de", "fr", "de"].map(|language| card(language, Running, (14, 12, 4))), false).unwrap());
    assert_eq!((pdf.pages.len(), pdf.language), (3, None));
    assert!(render([], false).is_err_and(|fault| matches!(fault, PrintFault::NotMade(_))));
}

#[test]
fn what_is_not_known_is_not_told() {
    let mut sheet = card_sheet("en", Coordinates, (5, 5, 3));
    (sheet.place, sheet.issued, sheet.valid_until) = (None, None, None);
    let told = one(Sheet::Card(Box::new(sheet))).words();
    for absent in ["Issued", "Valid", "1 of", "None"] {
        assert!(!told.contains(absent), "{absent} in {told}");
    }
}

#[test]
fn a_missing_mandatory_field_stops_the_whole_document() {
    let mut sheet = card_sheet("en", Coordinates, (5, 5, 3));
    sheet.card_id = None;
    let sheets = [card("en", Coordinates, (5, 5, 3)), Sheet::Card(Box::new(sheet))];
    assert_eq!(render(sheets, false).unwrap_err(), PrintFault::Missing("the card's external ID"));
}

#[test]
fn hostile_and_long_names_and_addresses_stay_in_their_place() {
    for (name, lines) in [
        ("Prof. Dr. Maria Magdalena Freifrau von und zu Petrović-Đorđević-Müller-Lüdenscheidt-Sulzbacher", 10),
        ("\u{202e}gnp\u{200b}.exe", 3),
        (&"W".repeat(900)[..], 40),
        ("李小龍 Müller שרה", 2),
        ("பிரியா", 0),
    ] {
        let mut sheet = card_sheet("it", Coordinates, (14, 12, 4));
        sheet.to.name = SafeText::new(name);
        sheet.to.login_id = LoginId::new(&format!("login-{name}"));
        sheet.to.address = (0..lines).map(|line| SafeText::new(&format!("Line {line} {name}"))).collect();
        let pdf = one(Sheet::Card(Box::new(sheet)));
        assert_in_place(&pdf);
        assert_shows(&pdf, &otp_card(14, 12, 4), Coordinates);
        let window = pdf.pages[0].iter().filter(|text| text.x > 115.0 && text.y > 45.0 && text.y < 95.0);
        assert!(window.clone().count() > 0 && window.clone().all(|text| text.y < 91.0), "in the window");
    }
}

#[test]
fn a_character_that_the_fonts_lack_is_told_and_is_a_box_on_paper() {
    let mut sheet = card_sheet("de", Coordinates, (5, 5, 3));
    sheet.to.name = SafeText::new("Anna 李 Muster");
    sheet.to.address = vec![SafeText::new("שדרה 1")];
    let sheet = Sheet::Card(Box::new(sheet));
    assert_eq!(undrawable(sheet.to()), ['李', 'ש', 'ד', 'ר', 'ה']);
    let pdf = one(sheet);
    let name = pdf.pages[0].iter().find(|text| text.says.starts_with("Anna")).unwrap();
    // Nothing is left out: a glyph without a code point, and the text goes on behind it.
    assert_eq!(name.says, "Anna \u{fffd} Muster");
    assert!(undrawable(card("de", Coordinates, (5, 5, 3)).to()).is_empty());
}

#[test]
fn a_decomposed_name_is_drawn_composed() {
    let mut sheet = card_sheet("de", Coordinates, (5, 5, 3));
    sheet.to.name = SafeText::new("Petrovic\u{301}");
    assert!(one(Sheet::Card(Box::new(sheet))).words().contains("Petrović"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_card_comes_back_cell_by_cell(
        columns in 1_usize..=30,
        rows in 1_usize..=30,
        length in 1_usize..=16,
        seed in 0_usize..10_000,
        running: bool,
        id in "[A-Za-z0-9._-]{1,255}",
    ) {
        let labels: Labels = if running { Running } else { Coordinates };
        let otp_card = || card_of(columns, rows, &(0..columns * rows).map(|at| cell(at * 31 + seed, length)).collect::<Vec<_>>());
        let mut sheet = card_sheet("fr", labels, (1, 1, 1));
        sheet.card = otp_card().into();
        sheet.card_id = Some(credesk::domain::id::CredentialId::parse(&id).unwrap_or_else(|_| sheet.card_id.unwrap()));
        let pdf = one(Sheet::Card(Box::new(sheet)));
        assert_shows(&pdf, &otp_card(), labels);
        assert_in_place(&pdf);
    }
}
