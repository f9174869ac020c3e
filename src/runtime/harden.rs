//! Keeps other processes of the same user, and core files, away from what this process holds in memory.

use rustix::process::{Resource, Rlimit, setrlimit};

/// To be called before anything else: what is read before it could be read along.
///
/// Forbids core files and, on Linux, reading this process's memory from outside.
///
/// Where the system refuses, the console works all the same: there is nothing the operator could do about it.
pub fn harden() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _refused = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _refused = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn afterwards_there_is_no_core_and_no_reading_along() {
        harden();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    }
}
