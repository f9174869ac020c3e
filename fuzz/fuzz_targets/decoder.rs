//! The entry point of the target `decoder`, whose promises stand in `targets/decoder.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::decoder::check(data);
});
