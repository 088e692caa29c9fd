//! Word-processor documents: paragraphs in the order of the file, with cells, notes and the title that they give.
//!
//! Read as zip and XML: the crates for the format are made for writing it, and hold layout that is of no use here.

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use tawatur::capture::Document;
use zip::ZipArchive;

use super::{
    error::Problem,
    limit::{self, Budget},
};

/// The most bytes of text; a book has two million.
const MAX_TEXT: usize = 64 << 20;

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
fn damaged(detail: impl ToString) -> Problem {
    Problem::Damaged { what: "DOCX document", detail: detail.to_string() }
}

/// The text of a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let budget = Budget::for_file(bytes.len() as u64);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut body = Paragraphs::default();
    let mut part = |name: &str, paragraphs: &mut Paragraphs| -> Result<bool, Problem> {
        let Ok(file) = archive.by_name(name) else { return Ok(false) };
        paragraphs.read(BufReader::new(budget.meter(file)))?;
        Ok(true)
    };
    if !part("word/document.xml", &mut body)? {
        return Err(damaged("no word/document.xml in it"));
    }
    let styled = body.title.take();
    // Notes name sources; they follow the text as they would stand below it.
    part("word/footnotes.xml", &mut body)?;
    part("word/endnotes.xml", &mut body)?;
    let title = styled.or_else(|| {
        let file = archive.by_name("docProps/core.xml").ok()?;
        core_title(&limit::all(budget.meter(file), 1 << 20, "metadata").ok()?)
    });
    Ok(Document { text: body.text, title, ..Document::default() })
}

/// Paragraphs being gathered.
#[derive(Default)]
struct Paragraphs {
    text: String,
    title: Option<String>,
}

impl Paragraphs {
    fn read(&mut self, reader: impl BufRead) -> Result<(), Problem> {
        let mut xml = Reader::from_reader(reader);
        let mut buffer = Vec::new();
        let mut paragraph = Paragraph::default();
        loop {
            buffer.clear();
            let event = match xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(quick_xml::Error::Io(error)) => {
                    return Err(match error.kind() {
                        std::io::ErrorKind::Other => limit_of(&error),
                        _ => damaged(error),
                    });
                }
                // What was read up to there is text all the same.
                Err(_) if !self.text.is_empty() || !paragraph.text.is_empty() => break,
                Err(error) => return Err(damaged(error)),
            };
            match event {
                Event::Start(tag) => paragraph.open(&tag),
                Event::Empty(tag) => paragraph.empty(&tag),
                Event::Text(text) if paragraph.taken() => {
                    paragraph.text.push_str(&text);
                }
                Event::GeneralRef(name) if paragraph.taken() => {
                    paragraph.entity(&name);
                }
                Event::End(tag) if paragraph.close(tag.local_name().as_ref()) => {
                    self.add(&std::mem::take(&mut paragraph));
                }
                Event::Eof => break,
                _ => {}
            }
            if self.text.len() + paragraph.text.len() > MAX_TEXT {
                return Err(Problem::TooLarge { what: "text", limit: MAX_TEXT as u64 });
            }
        }
        self.add(&paragraph);
        Ok(())
    }

    fn add(&mut self, paragraph: &Paragraph) {
        let text = paragraph.text.trim();
        if text.is_empty() {
            return;
        }
        if paragraph.is_title && self.title.is_none() {
            self.title = Some(text.to_owned());
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(text);
    }
}

/// The paragraph being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    is_title: bool,
    /// Depth of `w:t`, whose text is what is seen.
    shown: usize,
    /// Depth of what is not: deletions, and the second rendering of drawings for old programs.
    hidden: usize,
    /// Depth of paragraphs: text boxes stand inside of one.
    depth: usize,
}

impl Paragraph {
    fn taken(&self) -> bool {
        self.shown > 0 && self.hidden == 0
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "t" => self.shown += 1,
            "del" | "moveFrom" | "Fallback" => self.hidden += 1,
            "p" => self.depth += 1,
            "txbxContent" if self.hidden == 0 && !self.text.is_empty() => self.text.push('\n'),
            _ => self.empty(tag),
        }
    }

    fn empty(&mut self, tag: &BytesStart<'_>) {
        if self.hidden > 0 {
            return;
        }
        match tag.local_name().as_ref() {
            "tab" if self.depth > 0 && !self.text.is_empty() => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('\u{2011}'),
            "pStyle" => {
                let style = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "val");
                self.is_title |= style.is_some_and(|s| s.value.eq_ignore_ascii_case("title"));
            }
            _ => {}
        }
    }

    /// Whether the paragraph is at its end.
    fn close(&mut self, name: &str) -> bool {
        match name {
            "t" => self.shown = self.shown.saturating_sub(1),
            "del" | "moveFrom" | "Fallback" => self.hidden = self.hidden.saturating_sub(1),
            "p" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth > 0 {
                    self.text.push('\n');
                }
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    fn entity(&mut self, name: &str) {
        if let Some(c) = entity(name) {
            self.text.push(c);
        }
    }
}

/// The character that a reference stands for; entities that a document defines itself are not followed.
pub(super) fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// A limit that a reader enforced.
fn limit_of(error: &std::io::Error) -> Problem {
    match error.get_ref().and_then(|e| e.downcast_ref::<Problem>()) {
        Some(Problem::Bomb { ratio }) => Problem::Bomb { ratio: *ratio },
        _ => damaged(error),
    }
}

/// The text of the first `title` element of a metadata file.
pub(super) fn core_title(bytes: &[u8]) -> Option<String> {
    let mut xml = Reader::from_reader(bytes);
    let (mut inside, mut title) = (false, String::new());
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) => inside |= tag.local_name().as_ref() == "title",
            Event::Text(text) if inside => title.push_str(&text),
            Event::GeneralRef(name) if inside => title.extend(entity(&name)),
            Event::End(tag) if tag.local_name().as_ref() == "title" => break,
            Event::Eof => return None,
            _ => {}
        }
    }
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}
