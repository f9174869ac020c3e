//! The binary: hands over to [`credesk::cli`] and ends with its exit code. Decides nothing.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes what libraries free: HTTP, TLS and JSON buffers have held secrets.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    credesk::cli::run().into()
}
