#![no_main]

// The engine brings a database with it, which this needs nothing of.
#[path = "../../crates/tawatur-engine/src/intake/mod.rs"]
#[allow(dead_code, unused_imports, reason = "a part of what the engine has")]
mod intake;

#[path = "../intake.rs"]
#[allow(dead_code, reason = "each target calls one of them")]
mod taken;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| taken::container(bytes));
