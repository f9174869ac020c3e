//! What rows of a list cost in memory: `cargo bench --bench rows`. Reads every page of a list; "max alloc", divided by the
//! rows, is what one takes, of which about 60 bytes are text here.

#[path = "../tests/support/people.rs"]
mod people;
#[path = "../tests/support/story.rs"]
mod story;

use divan::{AllocProfiler, Bencher};
use people::{people, results};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(args = [100, 10_000, 100_000], sample_count = 3, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>, length: usize) {
    bencher.with_inputs(|| people(length)).bench_local_refs(|world| results(world));
}
