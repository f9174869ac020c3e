//! A change can be armed on every terminal, by typing what stands there, and by nothing else.

use credesk::domain::id::LoginId;
use credesk::domain::look::Look;
use credesk::ui::glyphs::Glyphs;
use credesk::ui::theme::Theme;

use crate::people::world;
use crate::story::Story;
use crate::story::modes::{drawn, text};

/// Types this into the confirmation for a user of this login ID; whether it was sent.
fn sends(login_id: &str, typed: &str) -> bool {
    let mut world = world();
    world.user.login_id = LoginId::new(login_id);
    let mut story = Story::new();
    story.open("zo", &world).keys("jr").answer(&world);
    // A `<` begins the name of a key there.
    story.keys(&typed.replace('<', "<Less>")).keys("<Enter>");
    !story.writes.is_empty()
}

#[test]
fn a_login_id_is_typed_as_it_is_or_as_it_is_drawn() {
    for typed in ["zoë.müller", "zo<U+00EB>.m<U+00FC>ller"] {
        assert!(sends("zoë.müller", typed), "{typed}");
    }
    for typed in
        ["zoe.muller", "zo?.m?ller", "zo<U+00EB>.müller", "zo<u+00eb>.m<u+00fc>ller", "zo<U+00EB>.m<U+00FC>lle", "1035"]
    {
        assert!(!sends("zoë.müller", typed), "{typed}");
    }
    // Somebody else's login ID is not reached by the numbers of this one's letters.
    assert!(!sends("zoe.muller", "zo<U+00EB>.m<U+00FC>ller") && sends("zoe.muller", "zoe.muller"));
    // A login ID that holds such a number to the letter looks like another one: its external ID is typed instead.
    assert!(!sends("a<U+00EB>", "a<U+00EB>") && !sends("a<U+00EB>", "aë") && sends("a<U+00EB>", "1035"));
}

#[test]
fn what_is_to_be_typed_is_what_stands_there() {
    let world = world();
    let mut story = Story::new();
    story.open("zo", &world).keys("jr").answer(&world).keys("zoë");
    let shown = |glyphs| text(&drawn(&story.app, &Theme::of(&Look::default(), true, glyphs), (80, 24)));
    for (glyphs, word, typed) in [
        (Glyphs::Unicode, "zoë.müller", "> zoë"),
        (Glyphs::Ascii, "zoë.müller", "> zoë"),
        (Glyphs::AsciiOnly, "zo<U+00EB>.m<U+00FC>ller", "> zo<U+00EB>"),
    ] {
        let shown = shown(glyphs);
        assert!(shown.contains(&format!("type {word} and press Enter to send:")), "{shown}");
        assert!(shown.lines().any(|line| line.trim() == typed), "{shown}");
    }
}

#[test]
fn where_letters_are_numbers_it_is_said_why_before_the_first_of_them() {
    let story = Story::new();
    for (glyphs, says) in [(Glyphs::Unicode, false), (Glyphs::Ascii, false), (Glyphs::AsciiOnly, true)] {
        let shown = text(&drawn(&story.app, &Theme::of(&Look::default(), true, glyphs), (60, 16)));
        let joined = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let said =
            "not ASCII stand here as numbers, such as <U+00E9>. If this terminal has UTF-8: LC_ALL=C.UTF-8 credesk";
        assert_eq!(joined.contains(said), says, "{shown}");
    }
}
