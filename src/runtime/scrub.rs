//! Before the console waits, it writes over what its work has left on the stack and in the processor's registers.
//!
//! The allocator wipes what is freed on the heap; nobody wipes the stack. And when a signal comes, such as a changed window
//! size, the kernel saves the vector registers on the stack, where those of the last `memcpy` may still hold a value: seen
//! with a card of 100 cells, of which whole rows stayed there for minutes.

use std::hint::black_box;

/// How far down. The console's own work goes less deep; making a PDF is the deepest of it.
const DEPTH: usize = 256 * 1024;

/// Copies of these lengths take every way through `memcpy`, and so every register that it uses.
const LENGTHS: [usize; 10] = [8, 16, 32, 64, 96, 128, 256, 1024, 8 * 1024, 64 * 1024];

/// Writes over the stack below its caller, and over the registers that copies go through. Takes some microseconds.
///
/// Called where the runtime is about to wait, which is higher up on the stack than any work that it does.
#[expect(clippy::large_stack_arrays, reason = "what is to be written over is the stack")]
#[inline(never)]
pub fn scrub() {
    let mut below = [0_u8; DEPTH];
    // Not to be left out: as far as the compiler knows, somebody reads it here.
    let (zeros, over) = black_box(&mut below).split_at_mut(DEPTH / 2);
    for length in LENGTHS {
        over[..length].copy_from_slice(&black_box(&*zeros)[..length]);
    }
    black_box(over);
}
