//! What a signal means to a command: nothing new begins, a request that is on its way is awaited, and what is only read or
//! waited for is given up.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tokio::task::spawn_local;

/// Whether somebody wants the command to end.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    /// Seen by the last moment at which nothing has been sent yet.
    pub(super) ending: Rc<Cell<bool>>,
    number: Rc<Cell<Option<i32>>>,
    told: Rc<Notify>,
}

impl Interrupt {
    /// Listens to hang-up, interrupt, quit and termination from now on. To be called within the runtime.
    ///
    /// # Errors
    /// The operating system takes no handler.
    pub fn listen() -> io::Result<Self> {
        let interrupt = Self::default();
        for kind in [SignalKind::hangup(), SignalKind::interrupt(), SignalKind::quit(), SignalKind::terminate()] {
            let mut arrivals = signal(kind)?;
            let interrupt = interrupt.clone();
            spawn_local(async move {
                while arrivals.recv().await.is_some() {
                    interrupt.raise(kind.as_raw_value());
                }
            });
        }
        Ok(interrupt)
    }

    /// Somebody wants the command to end: the number of the signal.
    pub fn raise(&self, number: i32) {
        self.ending.set(true);
        self.number.set(self.number.get().or(Some(number)));
        self.told.notify_waiters();
    }

    /// The number of the first signal that came.
    pub fn number(&self) -> Option<i32> {
        self.number.get()
    }

    /// Waits until one comes; at once where one has come.
    pub async fn raised(&self) -> i32 {
        let told = self.told.notified();
        if self.number.get().is_none() {
            told.await;
        }
        self.number.get().unwrap_or_default()
    }
}
