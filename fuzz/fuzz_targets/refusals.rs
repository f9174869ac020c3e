//! The entry point of the target `refusals`, whose promises stand in `targets/refusals.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::refusals::check(data);
});
