//! The entry point of the target `bodies`, whose promises stand in `targets/bodies.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::bodies::check(data);
});
