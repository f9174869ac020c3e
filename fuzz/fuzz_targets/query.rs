//! The entry point of the target `query`, whose promises stand in `targets/query.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::query::check(data);
});
