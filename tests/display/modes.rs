//! One picture for each mode: the same six screens, and below each in which style what stands.

use credesk::domain::look::Look;
use credesk::domain::write::NewValue;
use credesk::ui::glyphs::Glyphs;
use credesk::ui::theme::Theme;
use ratatui::style::{Color, Modifier, Style};

use crate::people::world;
use crate::story::modes::{drawn, runs, text};
use crate::story::{Story, World, done, plain};

/// Lookup, user, confirmation, hand-off, card and help, each as it is looked at.
pub fn screens() -> Vec<(&'static str, Story)> {
    let world = world();
    let mut found = Story::new();
    found.answer(&world).keys("zo").rest().answer(&world).keys("<Enter>j");
    let opened = || {
        let mut story = Story::new();
        story.answer(&world).keys("zo").rest().answer(&world).keys("<Enter>j<Enter>").answer(&world);
        story
    };
    let mut confirming = opened();
    confirming.keys("jr").answer(&world).keys("zoë");
    let mut handed = opened();
    handed.keys("jr").answer(&world).keys("zoë.müller<Enter>").written(done(plain()));
    handed.keys("v<Space><Space><Space><Space><Space><Space>");
    let used = World { card: world.card.replace(&"0".repeat(120), &"001".repeat(40)), ..crate::people::world() };
    let mut card = opened();
    card.keys("jjjjr").answer(&used).keys("zoë.müller<Enter>").written(done(NewValue::Card(used.card())));
    card.answer(&used).keys("v/d7<Enter>");
    let mut help = opened();
    help.keys("?");
    vec![
        ("lookup", found),
        ("user", opened()),
        ("confirmation", confirming),
        ("hand-off", handed),
        ("OTP card", card),
        ("help", help),
    ]
}

/// A style in words, as the configuration has them.
fn words(style: Style) -> String {
    let color = |color: Option<Color>, on: &str| match color {
        None | Some(Color::Reset) => String::new(),
        Some(color) => format!(" {on}{}", color.to_string().to_lowercase()),
    };
    let weights = [
        (Modifier::BOLD, " bold"),
        (Modifier::DIM, " dim"),
        (Modifier::UNDERLINED, " underline"),
        (Modifier::REVERSED, " reverse"),
        (Modifier::CROSSED_OUT, " crossed out"),
    ];
    let weights = weights.into_iter().filter(|(weight, _)| style.add_modifier.contains(*weight)).map(|(_, word)| word);
    format!("{}{}{}", color(style.fg, ""), color(style.bg, "on "), weights.collect::<String>()).trim().to_owned()
}

/// Each screen, and below it a line for each style on a row, with the columns where it begins.
fn pictures(theme: &Theme) -> String {
    let picture = |(name, story): (&str, Story)| {
        let buffer = drawn(&story.app, theme, (80, 24));
        let mut styles: Vec<(u16, String, String)> = Vec::new();
        for (row, column, style, text) in runs(&buffer) {
            let (style, begins) = (words(style), format!("{column}: {}", text.trim()));
            match styles.iter_mut().find(|(same_row, same, _)| *same_row == row && *same == style) {
                Some((.., all)) => *all = format!("{all}   {begins}"),
                None => styles.push((row, style, begins)),
            }
        }
        let legend = styles.iter().filter(|(_, style, _)| !style.is_empty());
        let legend: Vec<_> = legend.map(|(row, style, all)| format!("{row:>3}  {style:<16} {all}")).collect();
        format!("=== {name}\n{}\n--- row, style, column: text\n{}\n", text(&buffer), legend.join("\n"))
    };
    screens().into_iter().map(picture).collect()
}

/// Holds a mode against its picture, which lies with those of `tests/pictures.rs`.
fn assert_is(name: &str, shown: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("display__{name}"), shown);
    });
}

fn mode(look: &str, colors: bool, glyphs: Glyphs) -> Theme {
    Theme::of(&Look::named(look).unwrap(), colors, glyphs)
}

#[test]
fn as_it_is_without_a_word_from_anybody() {
    assert_is("default", &pictures(&mode("default", true, Glyphs::Unicode)));
}

#[test]
fn without_colours() {
    let theme = mode("default", false, Glyphs::Unicode);
    for (name, story) in screens() {
        let colored = |style: &Style| [style.fg, style.bg].iter().flatten().any(|color| *color != Color::Reset);
        assert!(!runs(&drawn(&story.app, &theme, (80, 24))).iter().any(|(.., style, _)| colored(style)), "{name}");
    }
    assert_is("no_color", &pictures(&theme));
}

#[test]
fn in_ascii() {
    assert_is("ascii", &pictures(&mode("default", true, Glyphs::Ascii)));
}

#[test]
fn in_another_locale() {
    let shown = pictures(&mode("default", true, Glyphs::AsciiOnly));
    assert!(shown.is_ascii());
    assert_is("other_locale", &shown);
}

#[test]
fn on_a_dark_background() {
    assert_is("dark", &pictures(&mode("dark", true, Glyphs::Unicode)));
}

#[test]
fn on_a_light_background() {
    assert_is("light", &pictures(&mode("light", true, Glyphs::Unicode)));
}
