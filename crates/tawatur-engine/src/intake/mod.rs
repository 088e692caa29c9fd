//! From paths to documents: what stands in files, folders and archives, one by one, and what text is in each.
//!
//! Two steps, so that the costly one can be done on many threads. [`items`] walks what was named and gives the bytes of
//! each document with what its surroundings say of it: a page of a web archive with its address and the time it was
//! captured, an entry of a feed with its date and outlet, a row of a table with the columns that are mapped. Nothing is
//! ever unpacked to disk, no archive is held in memory whole, and what a file may expand to is bounded. [`document`]
//! makes a [`Document`](tawatur::capture::Document) of one item.
//!
//! What cannot be taken in is an [`IntakeError`] among the items that names the place and what to do; the rest comes.
//!
//! ```no_run
//! use tawatur_engine::intake::{self, Options};
//! for item in intake::items(&["crawl.warc.gz".into()], &Options::default()) {
//!     let item = item?;
//!     let (document, extraction) = intake::document(&item, &Default::default())?;
//!     println!("{} {extraction}: {} bytes of text", item.uri, document.text.len());
//! }
//! # Ok::<(), intake::IntakeError>(())
//! ```

mod archive;
mod docx;
mod epub;
mod error;
mod extract;
mod feed;
mod kind;
mod limit;
mod mhtml;
mod ocr;
mod passed;
mod pdf;
mod row;
mod table;
mod walk;
mod warc;

use std::{path::PathBuf, sync::mpsc, thread};

use jiff::{Timestamp, civil::Date};
use tawatur::capture::Hint;

pub use error::{IntakeError, Problem};
pub use extract::document;
pub use ocr::ready as ocr_ready;
pub use passed::Passed;
pub use row::Mapping;

/// The bytes of one document, with what its surroundings say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Where it stands, as messages say it: from the path as the caller wrote it.
    pub label: String,
    /// Where it is from: an address, or the whole path of the file, with the member after `!/` and the record after `#`.
    pub uri: String,
    /// Name of the document: the file's stem, the address of a page, `-` for standard input.
    pub name: String,
    /// Its media type, where its surroundings give one.
    pub media_type: Option<String>,
    /// When it was captured, where its surroundings say so.
    pub captured: Option<Timestamp>,
    /// What is known of it.
    pub hint: Hint,
    /// What was captured.
    pub bytes: Vec<u8>,
}

/// How to take in.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day of publication of everything; wins over what files say.
    pub published: Option<Date>,
    /// The outlet of everything; wins over what files say.
    pub outlet: Option<String>,
    /// Which columns and fields hold what.
    pub mapping: Mapping,
    /// Whether pictures found in folders and archives are taken for scanned pages; those named are in any case.
    pub pictures: bool,
}

/// The items of paths, in the order of paths and of names in folders. They are found on a thread of their own, one
/// ahead of those that were taken.
#[derive(Debug)]
pub struct Items {
    found: mpsc::Receiver<Result<Item, IntakeError>>,
    passed: Passed,
}

impl Items {
    /// How many bytes of the input are behind us, while they are taken.
    pub fn passed(&self) -> Passed {
        self.passed.clone()
    }
}

impl Iterator for Items {
    type Item = Result<Item, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.found.recv().ok()
    }
}

/// What stands at `paths`; standard input at `-`, and where there are none.
pub fn items(paths: &[PathBuf], options: &Options) -> Items {
    let (sender, found) = mpsc::sync_channel(1);
    let stdin = [PathBuf::from("-")];
    let paths = if paths.is_empty() { stdin.to_vec() } else { paths.to_vec() };
    let options = options.clone();
    let passed = Passed::default();
    let failed = sender.clone();
    let walk = {
        let passed = passed.clone();
        move || walk::paths(&paths, &options, &passed, &mut |found| sender.send(found).is_ok())
    };
    if let Err(error) = thread::Builder::new().name("intake".to_owned()).stack_size(8 << 20).spawn(walk) {
        let problem = Problem::Unreadable(error.to_string());
        // The channel has room for one, so this does not wait.
        let _ = failed.send(Err(IntakeError { place: "intake".to_owned(), problem }));
    }
    Items { found, passed }
}

/// How many bytes the files at `paths` have that [`items`] would open; none where standard input is among them, whose
/// length nobody knows.
pub fn size(paths: &[PathBuf], options: &Options) -> Option<u64> {
    walk::size(paths, options)
}

/// Hands what stands in bytes, as in a file of this name, to `found`, until that says no.
pub fn within(
    name: &str,
    bytes: &[u8],
    options: &Options,
    found: &mut dyn FnMut(Result<Item, IntakeError>) -> bool,
) {
    walk::bytes(name, bytes, options, found);
}

#[cfg(test)]
#[expect(clippy::format_collect, reason = "short texts")]
mod tests;
