//! No character that a terminal obeys, or that nobody sees, reaches a screen: every such character, in every text that
//! a server can send, on every screen.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/story.rs"]
mod story;

use credesk::app::msg::Msg;
use credesk::domain::credential::{CredentialKind, CredentialState};
use credesk::domain::fault::{Asked, Fault};
use credesk::domain::id::LoginId;
use credesk::domain::user::{Language, UserState};
use credesk::domain::when::When;
use credesk::domain::write::WriteAnswer;
use credesk::text::SafeText;
use story::{Story, World, done, hit, plain};
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// One of every kind of character that must not be drawn. That `SafeText` misses none of all 1,114,112 code points is
/// shown beside it; here it is shown that nothing goes round it.
const DANGEROUS: &[std::ops::RangeInclusive<char>] = &[
    '\0'..='\u{1f}',
    '\u{7f}'..='\u{a0}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180e}',
    '\u{2000}'..='\u{200f}',
    '\u{2028}'..='\u{202f}',
    '\u{205f}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3000}'..='\u{3000}',
    '\u{3164}'..='\u{3164}',
    '\u{e000}'..='\u{e001}',
    '\u{fe0e}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff9}'..='\u{fffb}',
    '\u{1d173}'..='\u{1d174}',
    '\u{e0001}'..='\u{e0001}',
    '\u{e0061}'..='\u{e0063}',
    '\u{10fffe}'..='\u{10ffff}',
];

/// A world in which every text holds these characters.
fn infected(poison: &str) -> World {
    let mut world = World::new();
    let text = |word: &str| SafeText::new(&format!("{word}{poison}"));
    for row in &mut world.hits {
        *row = hit(
            row.at.user.as_str(),
            &format!("id{poison}"),
            &format!("N{poison}"),
            (&format!("e{poison}"), &format!("u{poison}")),
        );
        row.state = UserState::parse(poison);
    }
    let user = &mut world.user;
    user.login_id = LoginId::new(&format!("l{poison}"));
    user.name = text("Anna");
    user.language = Language::parse(poison);
    user.state = UserState::parse(poison);
    for field in [
        &mut user.unit,
        &mut user.birth_date,
        &mut user.email,
        &mut user.telephone,
        &mut user.street,
        &mut user.city,
        &mut user.remarks,
    ] {
        *field = Some(text("t"));
    }
    for credential in &mut world.credentials {
        credential.state = CredentialState::parse(poison);
        credential.comment = Some(text("c"));
        credential.state_reason = Some(text("r"));
        credential.last_modified = Some(When::parse(poison));
        credential.last_success = Some(When::parse(poison));
    }
    world.credentials.push(story::credential("x-1", CredentialKind::parse(poison), None));
    for policy in &mut world.policies {
        policy.name = text("p");
        policy.parameters.insert("sendingMethod".into(), poison.into());
    }
    world
}

fn forbidden(character: char) -> bool {
    let seen = character.width().is_some_and(|columns| columns > 0) || is_combining_mark(character);
    !seen || SafeText::new(&format!("x{character}")).has_hidden()
}

fn check(story: &Story, screen: &str) {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let picture = story.picture(columns, rows);
        let found = picture.chars().find(|character| *character != '\n' && forbidden(*character));
        assert!(found.is_none(), "{screen}: U+{:04X} on the screen", u32::from(found.unwrap()));
    }
}

#[test]
fn nothing_hidden_reaches_any_screen() {
    let all: Vec<char> = DANGEROUS.iter().cloned().flatten().collect();
    for chunk in all.chunks(4) {
        let poison: String = chunk.iter().collect();
        let world = infected(&poison);
        let mut story = Story::new();
        story.answer(&world).tell(Msg::Paste(format!("se{poison}"))).rest();
        check(&story, "search field");
        story.answer(&world).keys("<Enter>");
        check(&story, "results");
        story.keys("<Enter>").answer(&world).keys("G");
        check(&story, "user");
        story.keys("?");
        check(&story, "help");
        story.keys("<Esc>kkkkr").answer(&world);
        check(&story, "confirmation");
        story.keys("1034<Enter>");
        let said = Some(SafeText::new(&poison));
        let fault = Fault::Permission(said.clone());
        let problem = fault.problem(Asked::Write, said);
        story.written(WriteAnswer::Refused(fault, problem));
        check(&story, "refusal");
        story
            .keys("<Esc>")
            .answer(&world)
            .keys("ggjr")
            .answer(&world)
            .keys("1034<Enter>")
            .written(done(plain()))
            .keys("v");
        check(&story, "hand-off");
        story.keys("d").answer(&world).keys("Gke").keys("<Down><Down><Down>").tell(Msg::Paste(poison.clone()));
        check(&story, "form");
        story.keys("<Esc>Gkv").answer(&world).keys("v");
        check(&story, "card");
    }
}
