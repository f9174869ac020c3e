//! Many runs side by side: most of their time is waiting. Every one is run, and all that failed are told at the end.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

/// How many at a time.
const ABREAST: usize = 8;

/// Runs a job for each, and says what each brought, in their order.
pub fn each<T: Send, R: Send>(jobs: Vec<(String, T)>, job: impl Fn(T) -> R + Sync) -> Vec<R> {
    let queue = Mutex::new(jobs.into_iter().enumerate().collect::<VecDeque<_>>());
    let (done, failed) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let next = || queue.lock().unwrap().pop_front();
    thread::scope(|scope| {
        for _ in 0..ABREAST {
            scope.spawn(|| {
                while let Some((place, (name, what))) = next() {
                    match catch_unwind(AssertUnwindSafe(|| job(what))) {
                        Ok(brought) => done.lock().unwrap().push((place, brought)),
                        Err(_) => failed.lock().unwrap().push(name),
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} failed (see above why): {failed:?}", failed.len());
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, brought)| brought).collect()
}
