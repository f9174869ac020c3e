//! The entry point of the target `configuration`, whose promises stand in `targets/configuration.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::configuration::check(data);
});
