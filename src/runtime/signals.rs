//! Signals become events. Nothing is decided here.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

use crate::runtime::event::{Event, Signal};
use crate::runtime::inlet::Inlet;

impl Signal {
    const ALL: [Self; 7] =
        [Self::HangUp, Self::Interrupt, Self::Quit, Self::Terminate, Self::Suspend, Self::Continue, Self::Resize];

    fn kind(self) -> SignalKind {
        match self {
            Self::HangUp => SignalKind::hangup(),
            Self::Interrupt => SignalKind::interrupt(),
            Self::Quit => SignalKind::quit(),
            Self::Terminate => SignalKind::terminate(),
            Self::Suspend => SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()),
            Self::Continue => SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()),
            Self::Resize => SignalKind::window_change(),
        }
    }

    /// Its number, of which a shell makes the exit code by adding 128.
    pub fn number(self) -> i32 {
        self.kind().as_raw_value()
    }
}

/// Passes every signal on from now on. To be called within the runtime.
///
/// # Errors
/// The operating system takes no handler.
pub fn listen(events: &Inlet) -> io::Result<()> {
    for which in Signal::ALL {
        let mut arrivals = signal(which.kind())?;
        let events = events.clone();
        tokio::task::spawn_local(async move {
            while arrivals.recv().await.is_some() {
                tracing::info!("signal {}", which.number());
                if events.send(Event::Signal(which)).is_err() {
                    return;
                }
            }
        });
    }
    Ok(())
}
