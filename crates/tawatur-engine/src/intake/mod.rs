//! What is to be captured, item by item: raw bytes with what is known of them.

use jiff::Timestamp;
use tawatur::capture::Hint;

/// One thing that may hold a document.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it was found: an address, or path and member (`archive.zip!/a/b.html`).
    pub uri: String,
    /// What claims call it.
    pub name: String,
    /// Media type, where whoever handed it over says so.
    pub media_type: Option<String>,
    /// When it was captured, where that is recorded.
    pub captured: Option<Timestamp>,
    /// What is known of the document.
    pub hint: Hint,
    /// The bytes as they were captured.
    pub bytes: Vec<u8>,
}
