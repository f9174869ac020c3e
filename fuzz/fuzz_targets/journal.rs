//! The entry point of the target `journal`, whose promises stand in `targets/journal.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::journal::check(data);
});
