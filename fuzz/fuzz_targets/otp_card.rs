//! The entry point of the target `otp_card`, whose promises stand in `targets/otp_card.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    credesk_fuzz::otp_card::check(data);
});
