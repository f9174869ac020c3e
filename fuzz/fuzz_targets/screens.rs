//! The entry point of the target `screens`, whose promises stand in `targets/screens.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::screens::check(data);
});
