//! PDF documents: from glyphs at places on pages to text in the order of reading.
//!
//! A PDF says which glyph stands where, and not what is read after what. Arabic stands in it in the order of the eye or
//! in that of reading, as letters or as presentation forms, depending on what wrote it. So nothing is believed of the
//! order in the file: [`content`] and [`font`] give letters with their places, [`piece`] and [`layout`] make lines, columns and
//! paragraphs of them, and [`visual`] puts what stands from left to right on a line into the order of reading.
//!
//! The file itself is parsed by `lopdf`. What a page may unfold to is bounded here: bytes, operations, glyphs, and the
//! depth of forms, which may draw themselves.

mod cmap;
mod content;
mod font;
mod layout;
mod piece;
mod visual;

use lopdf::{LoadOptions, ObjectId};
use tawatur::{capture::Document, text::Span};

use super::error::Problem;
use content::{Interpreter, Page};

/// The most pages; a longer one is a library.
const MAX_PAGES: usize = 20_000;
/// The most objects that stand in a file as they are; each takes some 300 bytes when it is parsed.
const MAX_OBJECTS: usize = 1_000_000;
/// What all object streams of a file may unfold to, and one of them. An object in one takes 16 bytes and some 150 when it is
/// parsed.
const MAX_STREAMS: usize = 96 << 20;
const MAX_STREAM: usize = 32 << 20;

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
fn damaged(detail: impl ToString) -> Problem {
    Problem::Damaged { what: "PDF document", detail: detail.to_string() }
}

/// The text of a document, and whether its letters had to be put into the order of reading.
pub(super) fn read(bytes: &[u8]) -> Result<(Document, &'static str), Problem> {
    // Mailers and servers put lines of theirs before it.
    let start = bytes.windows(5).take(1024).position(|w| w == b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    if bytes.windows(4).filter(|w| w == b" obj" || w == b"\nobj").count() > MAX_OBJECTS {
        return Err(Problem::Damaged {
            what: "PDF document",
            detail: format!("more than {MAX_OBJECTS} objects"),
        });
    }
    let each = (MAX_STREAMS / object_streams(bytes).max(1)).min(MAX_STREAM);
    let loaded = lopdf::Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(each));
    let document = match loaded {
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => return Err(Problem::Encrypted),
        Err(error) => return Err(damaged(error)),
    };
    if document.is_encrypted() {
        return Err(Problem::Encrypted);
    }
    let ids: Vec<ObjectId> = document.page_iter().take(MAX_PAGES).collect();
    if ids.is_empty() {
        return Err(damaged("no pages in it"));
    }
    let mut interpreter = Interpreter::new(&document);
    let mut pages: Vec<Page> = Vec::with_capacity(ids.len());
    for id in ids {
        pages.push(interpreter.page(id));
        if interpreter.is_spent() {
            break;
        }
    }
    let glyphs = pages.iter().flat_map(|p| &p.glyphs).filter(|g| !g.text.trim().is_empty()).count();
    if interpreter.unknown > glyphs {
        return Err(Problem::NoLetters);
    }
    if glyphs == 0 {
        return Err(Problem::NoTextLayer);
    }
    let title = title(&document);
    let laid = layout::text(pages);
    let furniture = laid.furniture.into_iter().map(|r| Span::new(r.start, r.end)).collect();
    let extraction = if laid.visual { "pdf-visual" } else { "pdf" };
    Ok((Document { text: laid.text, title, furniture, ..Document::default() }, extraction))
}

/// How many object streams a file may have: all names that spell their type, escapes undone.
fn object_streams(bytes: &[u8]) -> usize {
    let mut found = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b == b'/') {
        let mut rest = bytes[at + 1..].iter();
        let name = (0..6).map_while(|_| {
            let byte = *rest.next()?;
            if byte != b'#' {
                return Some(byte);
            }
            let digit = |b: Option<&u8>| char::from(*b?).to_digit(16);
            Some((digit(rest.next())? << 4 | digit(rest.next())?) as u8)
        });
        found += usize::from(name.eq(b"ObjStm".iter().copied()));
    }
    found
}

/// The title that the file gives itself, unless it is the name of the file it was made from.
fn title(document: &lopdf::Document) -> Option<String> {
    let info = document.trailer.get_deref(b"Info", document).ok()?.as_dict().ok()?;
    let written = info.get_deref(b"Title", document).ok()?.as_str().ok()?;
    let title = text_string(written);
    let title = title.trim();
    let file_name = [".doc", ".docx", ".indd", ".qxd", ".pdf", ".html", ".odt", ".rtf", ".txt"];
    let lower = title.to_lowercase();
    let made = lower.starts_with("microsoft word") || lower.starts_with("untitled");
    let named = file_name.iter().any(|end| lower.ends_with(end));
    (!title.is_empty() && !made && !named && title.chars().any(char::is_alphabetic)).then(|| title.to_owned())
}

/// A string of the file's own fields: UTF-16 or UTF-8 with a mark, else one byte a character.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().copied().map(char::from).collect(),
    }
}

/// UTF-16 with the high byte first.
fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, clippy::format_collect, reason = "small numbers, short texts")]
mod tests;
