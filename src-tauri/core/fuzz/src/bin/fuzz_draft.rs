//! Fuzzes [`fuzz::draft`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::draft(data));
