//! What comes of a change that was carried out: the screen that shows it, the reading that verifies it, and the comment that
//! follows a reset.

use crate::app::desk::Desk;
use crate::app::held::{NewSecret, Subject};
use crate::app::screen::Screen;
use crate::app::screen::card::CardScreen;
use crate::app::screen::handoff::Handoff;
use crate::domain::operation::Operation;
use crate::domain::receipt::receipt;
use crate::domain::record::Event;
use crate::domain::write::{Done, NewValue};

/// The screen that shows what came of it. The verifying reading goes out at once, and nothing waits for it.
pub fn result_of(operation: &Operation, done: Done, desk: &mut Desk) -> Screen {
    let user = operation.user();
    let before = operation.credential();
    let terms = desk.terms();
    if let Some(sent) = operation.sent() {
        match operation.follow_up(done.credential.as_ref(), &terms) {
            Some(order) => desk.follow_up(sent, order),
            None => desk.verify(sent.id, sent),
        }
    }
    let answered = done.credential.map(|credential| credential.completed_by(before));
    let credential = answered.as_ref().unwrap_or(before);
    let lines =
        receipt(operation, credential, &done.value, desk.policies_of(&user.at.client), desk.site.hand_over.reveal);
    match done.value {
        NewValue::Card(card) if desk.site.hand_over.prints_cards() => {
            Screen::Card(Box::new(CardScreen::replaced(operation, credential, card, lines)))
        }
        NewValue::Plain(value) => {
            let policy = desk.policy(&user.at.client, credential.policy.as_ref());
            let new = NewSecret::of(value, operation, policy);
            Screen::Handoff(Box::new(Handoff::new(operation.id(), Subject::of(operation), lines, Some(new), desk)))
        }
        NewValue::Card(_)
        | NewValue::Hashed
        | NewValue::NotExposed
        | NewValue::Absent
        | NewValue::Unspeakable
        | NewValue::UnreadableCard(_)
        | NewValue::Unchanged => {
            // The receipt is all there is, and it is on the screen with the next frame.
            if let Some(id) = operation.id() {
                desk.record(id, Event::Shown);
            }
            Screen::Handoff(Box::new(Handoff::new(operation.id(), Subject::of(operation), lines, None, desk)))
        }
    }
}
