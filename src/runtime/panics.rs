//! What happens when credesk itself fails: the terminal is given back, the place is named, the payload never.
//!
//! A payload may hold what was being formatted, and that may be a secret.

use std::cell::Cell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind, set_hook};
use std::pin::pin;
use std::task::Poll;
use std::thread;

use crate::runtime::terminal;

/// A panic that was caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panicked;

thread_local! {
    /// Set while something runs whose panic the console survives.
    static SURVIVED: Cell<bool> = const { Cell::new(false) };
}

/// Installs the hook, for the thread that draws. To be called before the terminal's modes are entered.
///
/// A panic elsewhere (a request, the thread that reads, the sandbox) ends that part alone and must not write over the
/// screen.
pub fn install_hook() {
    let drawing = thread::current().id();
    set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        tracing::error!("fault at {}", place(info.location()));
        if thread::current().id() == drawing && !SURVIVED.get() {
            terminal::leave();
            // Where standard error is gone there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "{}", sentence(info.location()));
        }
    }));
}

fn sentence(location: Option<&Location<'_>>) -> String {
    let place = place(location);
    format!("credesk has a fault and ends (at {place}). What was typed and shown is not kept anywhere.")
}

fn place(location: Option<&Location<'_>>) -> String {
    location.map_or_else(|| "an unknown place".to_owned(), ToString::to_string)
}

/// Runs to the end or to a panic. The hook has spoken already.
pub async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)))
            .map_or(Poll::Ready(Err(Panicked)), |poll| poll.map(Ok))
    })
    .await
}

/// The same for a part whose panic the console survives: the hook is silent.
pub async fn survived<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = pin!(caught(future));
    std::future::poll_fn(|context| {
        let before = SURVIVED.replace(true);
        let poll = future.as_mut().poll(context);
        SURVIVED.set(before);
        poll
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_place_and_nothing_else() {
        let said = sentence(Some(Location::caller()));
        assert!(said.contains("panics.rs:"), "{said}");
    }

    #[tokio::test]
    async fn a_panic_after_a_wait_is_caught_and_the_next_one_is_not_hidden() {
        let broken = async {
            tokio::task::yield_now().await;
            assert!(!SURVIVED.get(), "broken on purpose");
        };
        assert_eq!(survived(broken).await, Err(Panicked));
        assert!(!SURVIVED.get());
        assert_eq!(caught(async { 7 }).await, Ok(7));
    }
}
