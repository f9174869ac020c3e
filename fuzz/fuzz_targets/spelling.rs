//! The entry point of the target `spelling`, whose promises stand in `targets/spelling.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::spelling::check(data);
});
