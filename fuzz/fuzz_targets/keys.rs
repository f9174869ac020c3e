//! The entry point of the target `keys`, whose promises stand in `targets/keys.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::keys::check(data);
});
