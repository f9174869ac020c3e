//! The way into the loop for what outlives a session: the keyboard and the signals. Each session has a queue of its own, so
//! that no answer to the one before, late as it may be, reaches the next.

use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::event::{Event, Receiver, Sender};

/// Leads to the queue of the session that is running.
#[derive(Debug, Clone)]
pub struct Inlet(Arc<Mutex<Sender>>);

/// Nobody listens any more.
#[derive(Debug)]
pub struct Closed;

impl Inlet {
    /// Leads to this queue.
    pub fn new(sender: Sender) -> Self {
        Self(Arc::new(Mutex::new(sender)))
    }

    /// Passes an event on.
    pub fn send(&self, event: Event) -> Result<(), Closed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).send(event).map_err(|_| Closed)
    }

    /// Leads to another queue from now on. What the operating system still wanted of the one before is wanted of this one;
    /// everything else in it is dropped, and wiped: answers, and keys that were typed for another screen.
    pub fn lead_to(&self, next: &Sender, before: &mut Receiver) {
        let mut sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *sender = next.clone();
        while let Ok(event) = before.try_recv() {
            match event {
                Event::Signal(_) | Event::TerminalLost => {
                    // The other end is held by whoever calls this.
                    let _ = next.send(event);
                }
                Event::Typed { .. } | Event::Reply(..) | Event::Recorded(..) | Event::Trouble(_) | Event::Timer(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::app::effect::{CallId, TimerId};
    use crate::app::msg::Reply;
    use crate::runtime::event::Signal;

    #[test]
    fn the_next_session_hears_no_answer_and_no_key_of_the_one_before_and_every_signal() {
        let (first, mut before) = unbounded_channel();
        let inlet = Inlet::new(first.clone());
        inlet.send(Event::Typed { since: Instant::now(), inputs: Vec::new() }).unwrap();
        inlet.send(Event::Signal(Signal::HangUp)).unwrap();
        inlet.send(Event::TerminalLost).unwrap();
        first.send(Event::Reply(CallId(1), Box::new(Reply::Password(None)))).unwrap_or_default();
        let (second, mut after) = unbounded_channel();
        inlet.lead_to(&second, &mut before);
        first.send(Event::Timer(TimerId(2))).unwrap_or_default();
        inlet.send(Event::Signal(Signal::Resize)).unwrap();
        let mut heard = Vec::new();
        while let Ok(event) = after.try_recv() {
            heard.push(match event {
                Event::Signal(Signal::HangUp) => "hang-up",
                Event::Signal(Signal::Resize) => "resize",
                Event::TerminalLost => "lost",
                _ => "something else",
            });
        }
        assert_eq!(heard, ["hang-up", "lost", "resize"]);
        drop((second, after));
        assert!(inlet.send(Event::TerminalLost).is_err());
    }
}
