//! A search with very many results, for what must not depend on how many there are.

use credesk::domain::user::UserHit;

use crate::story::{Story, World, hit, site};

/// A world of so many people, all of whom a search finds.
pub fn people(length: usize) -> World {
    let person = |number: usize| -> UserHit {
        let name = format!("Person Nummer {number}");
        hit(
            &number.to_string(),
            &format!("p.nummer{number}"),
            &name,
            (&format!("p{number}@example.ch"), "Filiale Chur"),
        )
    };
    World { hits: (0..length).map(person).collect(), total: Some(length), ..World::new() }
}

/// The results of a search, every page of them looked at, and the selection at the end.
pub fn results(world: &World) -> Story {
    let mut story = Story::new();
    story.answer(world).keys("nummer").rest().answer(world).keys("<Enter>");
    for _ in 0..world.hits.len().div_ceil(site().page_size) * 4 {
        story.keys("<PgDn>").answer(world);
    }
    story
}
