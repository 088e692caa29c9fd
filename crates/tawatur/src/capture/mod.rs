//! From captured bytes to a [`Document`].
//!
//! What arrives is what people saved: text in whatever encoding, whole web pages, truncated downloads, and now
//! and then a PDF with the wrong name. Everything after this module works on text, so this is where bytes are
//! decoded, a page is reduced to its article, and what the page says about itself (outlet, day, byline) is
//! kept. Nothing here reads a file or a network, and no input costs more than a fixed multiple of its length.
//!
//! ```
//! use tawatur::capture::{self, Hint};
//! let page = "<title>عنوان الخبر</title><p>قال ناشط إن المسلحين انسحبوا من البلدة أمس.</p>";
//! let document = capture::read(page.as_bytes(), &Hint::named("page"))?;
//! assert_eq!(document.text, "عنوان الخبر\n\nقال ناشط إن المسلحين انسحبوا من البلدة أمس.");
//! # Ok::<(), capture::CaptureError>(())
//! ```

pub mod beside;
mod dateline;
mod decode;
mod document;
pub mod furniture;
mod html;
mod sniff;

use jiff::civil::Date;

pub use document::{Basis, Document};
pub use furniture::{FurniturePatterns, PatternError};

/// The most bytes one document may have; spans count in 32 bits, and decoding may treble the length.
pub const MAX_BYTES: usize = 1 << 30;

/// What kind of text the bytes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A web page, reduced to its article.
    Html,
    /// Plain text, kept as it stands.
    Text,
}

impl Format {
    /// The format that a media type (`text/html; charset=…`) or a file extension (`htm`) names, if it is one
    /// of ours.
    pub fn from_label(label: &str) -> Option<Self> {
        let essence = label.split(';').next().unwrap_or_default().trim().trim_start_matches('.');
        match essence.to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" | "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "text/plain" | "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// What the caller knows about the bytes; everything but the name may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Name of the document: the file's stem, `-` for standard input.
    pub name: String,
    /// Page or plain text; found out from the bytes when not given.
    pub format: Option<Format>,
    /// Label of the encoding, as a media type's `charset` gives it.
    pub charset: Option<String>,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Its title.
    pub title: Option<String>,
    /// Who signed it.
    pub byline: Option<String>,
    /// The address it was published at, which may tell the day.
    pub address: Option<String>,
}

impl Hint {
    /// A hint that knows no more than a name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// Why bytes could not be read as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// No bytes, or nothing but white space.
    #[error("empty file")]
    Empty,
    /// Bytes of another kind of file.
    #[error("not text: looks like {looks_like}")]
    Binary {
        /// What kind of file the first bytes suggest.
        looks_like: &'static str,
    },
    /// A page without an article, a text without a letter.
    #[error("no text found")]
    NoText,
    /// More than [`MAX_BYTES`].
    #[error("too large: {bytes} bytes, at most {MAX_BYTES} are read")]
    TooLarge {
        /// How many bytes there were.
        bytes: usize,
    },
}

/// The day that a date in the notation of machines (RFC 3339, RFC 2822, `20150220`) or in words gives, by its own
/// clock.
pub fn day(written: &str) -> Option<Date> {
    html::dates::machine(written)
}

/// Reads bytes as a document. Undecodable bytes become U+FFFD, malformed markup is read as far as it goes.
///
/// # Errors
///
/// [`CaptureError`] when there is no text in the bytes, or more of it than can be counted.
pub fn read(bytes: &[u8], hint: &Hint) -> Result<Document, CaptureError> {
    read_as(bytes, hint).map(|(document, _)| document)
}

/// As [`read`], with what the bytes were read as.
///
/// # Errors
///
/// As those of [`read`].
pub fn read_as(bytes: &[u8], hint: &Hint) -> Result<(Document, Format), CaptureError> {
    if bytes.len() > MAX_BYTES {
        return Err(CaptureError::TooLarge { bytes: bytes.len() });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(CaptureError::Empty);
    }
    if let Some(looks_like) = sniff::magic(bytes) {
        return Err(CaptureError::Binary { looks_like });
    }
    let decoded = decode::decode(bytes, hint.charset.as_deref(), hint.format)?;
    let format = hint.format.unwrap_or_else(|| sniff::format(&decoded.text));
    let document = match format {
        Format::Text => Document { text: decoded.text.into_owned(), ..Document::default() },
        Format::Html => html::read(&decoded.text, hint.title.as_deref()),
    };
    let document = complete(Document { encoding: decoded.encoding.name(), ..document }, hint)?;
    Ok((document, format))
}

/// A document whose text was taken out of its file by other means, with the title and byline that they found.
///
/// # Errors
///
/// [`CaptureError`] when there is no text, or more than can be counted.
pub fn extracted(document: Document, hint: &Hint) -> Result<Document, CaptureError> {
    if document.text.len() > MAX_BYTES {
        return Err(CaptureError::TooLarge { bytes: document.text.len() });
    }
    complete(Document { encoding: "UTF-8", ..document }, hint)
}

/// What the hint says, and the day of publication where only the address or the text tells it.
fn complete(mut document: Document, hint: &Hint) -> Result<Document, CaptureError> {
    if !document.text.chars().any(char::is_alphanumeric) {
        return Err(CaptureError::NoText);
    }
    if document.published.is_none() {
        let address = hint.address.as_deref().and_then(html::dates::in_url);
        let published = address.or_else(|| dateline::published(&document.text));
        document.published = published.map(|date| (date, Basis::Inferred));
    }
    document.name.clone_from(&hint.name);
    if hint.title.is_some() {
        document.title.clone_from(&hint.title);
    }
    if hint.byline.is_some() {
        document.byline.clone_from(&hint.byline);
    }
    if let Some(outlet) = &hint.outlet {
        document.outlet = Some((outlet.clone(), Basis::Given));
    }
    if let Some(published) = hint.published {
        document.published = Some((published, Basis::Given));
    }
    Ok(document)
}

#[cfg(test)]
mod tests;
