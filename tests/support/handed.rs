//! The moments at which a value is handed over: just reset, just replaced, covered, under what a profile allows.

use credesk::app::desk::Site;
use credesk::domain::hand_over::HandOver;
use credesk::domain::record::Event;
use credesk::domain::write::NewValue;

use crate::story::{Story, World, done, plain, site};

/// A place of work where this may leave credesk.
pub fn place(allow: impl FnOnce(&mut HandOver)) -> Site {
    let mut hand_over = HandOver::default();
    allow(&mut hand_over);
    Site { hand_over, ..site() }
}

/// Anna's temporary strong password, reset, on the hand-off screen and covered.
pub fn handed(world: &World, allow: impl FnOnce(&mut HandOver)) -> Story {
    let mut story = Story::at(place(allow));
    story.open("a.muster", world).keys("jr").answer(world).keys("a.muster<Enter>");
    story.written(done(plain())).answer(world);
    story
}

/// Anna's OTP card, replaced, on its screen and covered.
pub fn replaced(world: &World, allow: impl FnOnce(&mut HandOver)) -> Story {
    let mut story = Story::at(place(allow));
    story.open("a.muster", world).keys("jjjjr").answer(world).keys("a.muster<Enter>");
    story.written(done(NewValue::Card(world.card()))).answer(world);
    story
}

/// What the journal was told, in order.
pub fn events(story: &Story) -> Vec<&Event> {
    story.records.iter().map(|(_, event)| event).collect()
}
