#![no_main]

#[path = "../invariants.rs"]
#[allow(dead_code, reason = "each target calls one of them")]
mod invariants;

use std::{cell::RefCell, path::Path};

use tawatur::{
    Reader, Worker,
    codebook::{Sources, compile},
};

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::new({
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codebooks/conflict");
        let sources = Sources::load(&folder).expect("the codebook is part of the checkout");
        Reader::new(compile(&sources).expect("the codebook compiles")).worker()
    });
}

// The codebook is compiled before the clock of the first input starts: with sanitizers it takes minutes.
libfuzzer_sys::fuzz_target!(init: WORKER.with_borrow(|_| ()), |bytes: &[u8]| {
    WORKER.with_borrow_mut(|worker| invariants::document(worker, bytes));
});
