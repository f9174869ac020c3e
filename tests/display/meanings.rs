//! Selection, state and danger have a word or a sign of their own, and a style besides. The other half of this stands in
//! `tests/support/modes.rs`, which looks at every picture.

use std::fs;
use std::path::Path;

use credesk::domain::credential::CredentialState;
use credesk::domain::user::UserState;
use credesk::text::SafeText;
use credesk::ui::theme::Theme;
use ratatui::style::Modifier;

use crate::story::modes::{drawn, text};
use crate::story::{Story, World, done, plain};

/// What the screen shows without any style.
fn bare(story: &Story) -> String {
    text(&drawn(&story.app, &Theme::new(false), (80, 24)))
}

/// The rows that begin with the mark of the chosen one.
fn chosen(shown: &str) -> Vec<&str> {
    shown.lines().map(|line| line.trim_start_matches([' ', '│'])).filter(|line| line.starts_with('>')).collect()
}

#[test]
fn the_chosen_row_begins_with_its_sign_and_no_other_does() {
    let world = World::new();
    let mut story = Story::new();
    story.answer(&world).keys("must").rest().answer(&world).keys("<Enter>j");
    assert!(matches!(chosen(&bare(&story))[..], [row] if row.starts_with("> anna.muster2")), "{}", bare(&story));
    story.keys("k<Enter>").answer(&world).keys("jj");
    assert!(matches!(chosen(&bare(&story))[..], [row] if row.starts_with("> Ticket")), "{}", bare(&story));
    story.keys("j:");
    assert!(matches!(chosen(&bare(&story))[..], [row] if row.starts_with(">!Enter")), "{}", bare(&story));
    story.keys("<Esc>r<Down>");
    assert!(matches!(chosen(&bare(&story))[..], [row] if row.starts_with("> State")), "{}", bare(&story));
    story.keys("<Esc>Gr").answer(&world);
    assert!(bare(&story).lines().any(|line| line.trim() == ">"), "the login ID's field: {}", bare(&story));
    story.keys("<Tab>");
    assert!(bare(&story).contains(" Comment (Tab)>\n"), "{}", bare(&story));
}

#[test]
fn states_are_words() {
    let mut world = World::new();
    world.user.state = UserState::Disabled;
    world.user.technical = true;
    world.user.name = SafeText::new("Anna\u{202e} \u{41c}uster");
    world.credentials[0].state = CredentialState::TmpLocked;
    let mut story = Story::new();
    story.open("must", &world);
    let shown = bare(&story);
    for word in [
        "user disabled",
        "TECHNICAL USER",
        "Hidden characters in name",
        "Letters of several scripts",
        CredentialState::TmpLocked.as_str(),
    ] {
        assert!(shown.contains(word), "{word}\n{shown}");
    }
    let viewer = World { rights: World::new().rights[..1].to_vec(), ..World::new() };
    let mut story = Story::new();
    story.open("must", &viewer);
    assert!(bare(&story).contains(" r  not possible: "), "{}", bare(&story));
    story.keys("?");
    assert!(bare(&story).contains("edit state, policy, comment (not possible: "), "{}", bare(&story));
    // Where a row is cut, that is not what is cut off.
    story.keys("<Esc>:");
    let shown = bare(&story);
    let row = |key: &str| shown.lines().find(|line| line.contains(key)).unwrap_or_else(|| panic!("{shown}"));
    assert!([" !e ", "!Enter or r "].iter().all(|key| row(key).contains("(not possible: ")), "{shown}");
}

#[test]
fn a_key_that_leads_to_a_change_has_a_sign_and_the_sign_is_explained() {
    let mut story = Story::new();
    story.open("must", &World::new()).keys("?");
    let shown = bare(&story);
    assert!(shown.contains("│!Enter or r ") && shown.contains("│ v "), "{shown}");
    assert!(shown.contains("└ ! leads to a change "), "{shown}");
}

#[test]
fn rows_of_an_earlier_search_are_said_to_be() {
    let mut story = Story::new();
    story.answer(&World::new()).keys("must").rest().answer(&World::new());
    assert!(!bare(&story).contains("before"));
    story.keys("x");
    assert!(bare(&story).contains(" Found for what stood there before.\n"), "{}", bare(&story));
    story.rest();
    assert!(bare(&story).contains("Searching ..."));
}

#[test]
fn a_cell_that_was_used_and_the_one_that_is_pointed_at_have_signs() {
    let mut world = World::new();
    world.card = world.card.replace(&"0".repeat(120), &"001".repeat(40));
    let mut story = Story::new();
    story.open("must", &world).keys("Gv").answer(&world).keys("v/d7<Enter>");
    let shown = bare(&story);
    assert!(shown.contains("·c002") && shown.contains("[c075]") && shown.contains(" [D] "), "{shown}");
    assert!(shown.contains("Cell D7 (076): c075"), "{shown}");
}

#[test]
fn capitals_are_words_and_the_group_has_its_sign() {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>").written(done(plain())).keys("v");
    let shown = bare(&story);
    assert!(shown.contains("   ====\n") && shown.contains("THEODOR") && shown.contains("GROSS"), "{shown}");
}

/// A text that is measured by one rule and drawn by another does not fit, so there is one place for both.
#[test]
fn the_screens_measure_and_cut_texts_in_one_place() {
    let mut looked_at = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("glyphs.rs") {
                let code = fs::read_to_string(&path).unwrap();
                for import in code.lines().filter(|line| line.starts_with("use crate::text::")) {
                    let words = import.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                    let own = ["fit", "fit_with", "lines", "padded", "width", "ascii"];
                    assert!(words.clone().all(|word| !own.contains(&word)), "{}: {import}", path.display());
                }
                assert!(!code.contains("crate::text::width") && !code.contains("text::fit("), "{}", path.display());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 20);
}

/// Where no colour may be used, what a role does is bold, dim, underlined or reversed.
#[test]
fn without_colours_there_still_are_styles() {
    let theme = Theme::new(false);
    let weights = |style: ratatui::style::Style| style.add_modifier;
    assert!(weights(theme.danger).contains(Modifier::BOLD) && weights(theme.dim).contains(Modifier::DIM));
    assert!(weights(theme.marker("red")).contains(Modifier::REVERSED));
}
