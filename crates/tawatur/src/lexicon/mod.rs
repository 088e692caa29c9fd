//! The words the codebook knows, and every form each of them can take in print.

mod features;
pub mod inflect;

pub use features::*;
