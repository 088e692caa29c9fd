#![no_main]

#[path = "../invariants.rs"]
#[allow(dead_code, reason = "each target calls one of them")]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::values(bytes));
