//! Takes a token out of the environment: hands it over, writes over its bytes where they lie, and removes the variable. From
//! then on `/proc/PID/environ` holds nothing of it, and no program that is started inherits it.
//!
//! The one file of this crate that may say `unsafe`; `tests/layers.rs` holds it to that. What the standard library hands out
//! are copies: it has no way to the bytes themselves, and calls removing a variable unsafe because another thread could be
//! reading the environment. Must do nothing else.

#![allow(unsafe_code, reason = "the bytes of the environment can be reached in no other way")]

use std::ffi::{CStr, CString};
use std::fs::read_dir;

use zeroize::Zeroize;

use crate::secret::Secret;

/// The value of this variable, which is gone afterwards. None where it is not set, is no UTF-8, or where other threads are
/// running already; in the last case it is left alone.
///
/// To be called while there is one thread: before the runtime, the journal and the reading of the keyboard are started.
pub fn take(name: &str) -> Option<Secret> {
    let name_with_end = CString::new(name).ok()?;
    if !alone() {
        return None;
    }
    // SAFETY: the name ends with a NUL. Nobody changes the environment meanwhile, for this is the only thread.
    let place = unsafe { libc::getenv(name_with_end.as_ptr()) };
    if place.is_null() {
        return None;
    }
    // SAFETY: what `getenv` points to ends with a NUL (POSIX.1-2024), and is there until the environment changes, which only
    // this thread could do.
    let length = unsafe { CStr::from_ptr(place) }.count_bytes();
    // SAFETY: these bytes were just counted. They lie in the block that the kernel made for this process to write to, or in
    // memory of the C library; nothing else refers to them while this slice lives.
    let value = unsafe { std::slice::from_raw_parts_mut(place.cast::<u8>(), length) };
    let taken = str::from_utf8(value).map(|text| Secret::new(text.to_owned())).ok();
    value.zeroize();
    // SAFETY: this is the only thread, so nobody reads or writes the environment at the same time.
    unsafe { std::env::remove_var(name) };
    taken
}

/// Whether this is the process's only thread. Where that cannot be asked, nobody can read the environment in that way either.
fn alone() -> bool {
    read_dir("/proc/self/task").map_or(true, |threads| threads.count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A test has threads beside it. That it is taken where there are none, `tests/hardening.rs` shows.
    #[test]
    #[cfg(target_os = "linux")]
    fn beside_other_threads_it_is_left_alone() {
        assert!(!alone());
        assert_eq!(take("CARGO_PKG_NAME"), None);
        assert_eq!(std::env::var("CARGO_PKG_NAME").as_deref(), Ok("credesk"));
    }
}
