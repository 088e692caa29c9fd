//! E-books: their chapters in reading order, each read as the page that it is.

use std::io::{Cursor, Read, Seek};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use tawatur::{
    capture::{self, Basis, CaptureError, Document, Format, Hint},
    text::Span,
};
use zip::ZipArchive;

use super::{
    docx,
    error::Problem,
    limit::{self, Budget, MAX_RECORD},
};

/// The most chapters; an encyclopedia has ten thousand entries.
const MAX_CHAPTERS: usize = 20_000;
/// The most bytes of a chapter.
const MAX_CHAPTER: u64 = 16 << 20;

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
fn damaged(detail: impl ToString) -> Problem {
    Problem::Damaged { what: "EPUB", detail: detail.to_string() }
}

/// The text of a book.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let budget = Budget::for_file(bytes.len() as u64);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let container = member(&mut archive, "META-INF/container.xml", &budget, MAX_RECORD)?
        .ok_or_else(|| damaged("no META-INF/container.xml in it"))?;
    let path =
        root_file(&container).ok_or_else(|| damaged("it does not say where its contents are listed"))?;
    let package = member(&mut archive, &path, &budget, MAX_RECORD)?
        .ok_or_else(|| damaged(format!("no {path} in it")))?;
    let chapters = spine(&package)?;
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let mut book = Document { title: docx::core_title(&package), ..Document::default() };
    let mut encrypted = false;
    for href in chapters.iter().take(MAX_CHAPTERS) {
        let path = resolve(folder, href);
        // A chapter that is missing or broken is no reason to lose the others.
        let bytes = match member(&mut archive, &path, &budget, MAX_CHAPTER) {
            Ok(Some(bytes)) => bytes,
            Err(problem @ Problem::Bomb { .. }) => return Err(problem),
            _ => continue,
        };
        let hint = Hint { format: Some(Format::Html), ..Hint::default() };
        match capture::read(&bytes, &hint) {
            Ok(chapter) => add(&mut book, &chapter),
            Err(CaptureError::Binary { .. }) => encrypted = true,
            Err(_) => {}
        }
    }
    if book.text.is_empty() && encrypted {
        return Err(Problem::Encrypted);
    }
    Ok(book)
}

fn add(book: &mut Document, chapter: &Document) {
    if !book.text.is_empty() {
        book.text.push_str("\n\n");
    }
    let start = book.text.len();
    book.text.push_str(&chapter.text);
    let moved = chapter.furniture.iter().map(|s| Span::new(start + s.start(), start + s.end()));
    book.furniture.extend(moved);
    if let Some((name, Basis::Given)) = &chapter.outlet {
        book.outlet.get_or_insert((name.clone(), Basis::Given));
    }
}

fn member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    budget: &Budget,
    limit: u64,
) -> Result<Option<Vec<u8>>, Problem> {
    match archive.by_name(name) {
        Ok(file) => limit::all(budget.meter(file), limit, "a chapter").map(Some),
        Err(_) => Ok(None),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    let value = found.value.into_owned();
    Some(value.replace("&amp;", "&"))
}

/// The file that lists the contents.
fn root_file(container: &[u8]) -> Option<String> {
    let mut xml = Reader::from_reader(container);
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "rootfile" => {
                return attribute(&tag, "full-path");
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The chapters in reading order.
fn spine(package: &[u8]) -> Result<Vec<String>, Problem> {
    let mut xml = Reader::from_reader(package);
    let mut files: Vec<(String, String)> = Vec::new();
    let mut order = Vec::new();
    loop {
        match xml.read_event().map_err(damaged)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "item" if files.len() < MAX_CHAPTERS => {
                    let page = attribute(&tag, "media-type").is_some_and(|t| t.contains("html"));
                    if let (true, Some(id), Some(href)) =
                        (page, attribute(&tag, "id"), attribute(&tag, "href"))
                    {
                        files.push((id, href));
                    }
                }
                "itemref" if order.len() < MAX_CHAPTERS => order.extend(attribute(&tag, "idref")),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    files.sort();
    let href = |id: &String| {
        let at = files.binary_search_by(|(known, _)| known.cmp(id)).ok()?;
        Some(files[at].1.clone())
    };
    Ok(order.iter().filter_map(href).collect())
}

/// The path of a reference from the folder of the list: percent signs undone, `..` followed.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
