//! What may reach the HTML parser: a page rewritten with bounded depth, few known attributes, no scripts.
//!
//! html5ever compares every attribute of a tag with every other, searches its stack of open elements for each
//! tag, and reopens unclosed formatting elements in each new paragraph; a few megabytes written for the
//! purpose keep it busy for hours or fill the memory. So the page is rewritten first, in one pass: attributes
//! that say nothing about text or metadata go, tags nested beyond [`MAX_DEPTH`] go, formatting elements become
//! `span`, which is never reopened. For honest pages this also takes away most of what the parser would have
//! to read.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::scan::{Piece, Scan, Tag};

/// The deepest nesting kept. Pages of newspapers reach 40, forum pages of the nineties 100.
const MAX_DEPTH: usize = 256;

/// The longest attribute value kept, in bytes; addresses and descriptions are shorter.
const MAX_VALUE: usize = 4096;

/// How much JSON-LD is kept in all.
const MAX_JSON_LD: usize = 2 << 20;

/// Attributes that say what an element is, or hold metadata. Each is kept once a tag, the first one.
const KEPT_ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "href",
    "rel",
    "name",
    "property",
    "itemprop",
    "itemscope",
    "itemtype",
    "content",
    "datetime",
    "pubdate",
    "http-equiv",
    "lang",
    "dir",
    "role",
    "hidden",
    "aria-hidden",
    "style",
];

/// Elements whose content is never reporting.
const SKIPPED: &[&str] = &[
    "svg", "math", "template", "noscript", "canvas", "audio", "video", "object", "applet", "select",
    "button", "map",
];

/// Formatting elements, and others of no use here that the parser treats in costly ways.
const AS_SPAN: &[&str] =
    &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "marquee"];

/// Tags without content that are kept.
const VOID: &[&str] = &["br", "hr", "meta", "link"];

/// Tags that are left out, their content kept: frames, obsolete raw text, embedded media without content.
const DROPPED: &[&str] = &[
    "img",
    "input",
    "base",
    "source",
    "wbr",
    "embed",
    "area",
    "col",
    "colgroup",
    "param",
    "track",
    "frame",
    "frameset",
    "plaintext",
    "image",
    "keygen",
    "bgsound",
    "html",
    "body",
    "head",
    "listing",
    "optgroup",
    "option",
    "form",
    "picture",
    "ruby",
    "rt",
    "rp",
];

/// Elements whose end tag may be left out before another of the same name.
const IMPLIED_END: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "a"];

/// A page that is safe to parse.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The rewritten page.
    pub html: String,
    /// How many start tags it has.
    pub tags: usize,
    /// Bytes of text, each times the number of elements around it: what the reader view, which measures the
    /// text of every ancestor, has to look at; and what writing it out again costs.
    pub work: usize,
    /// The content of its JSON-LD scripts.
    pub json_ld: Vec<String>,
}

/// Rewrites a page.
pub(super) fn clean(html: &str) -> Page {
    let mut guard = Guard::default();
    let mut scan = Scan::new(html);
    while let Some(piece) = scan.next() {
        match piece {
            Piece::Text(text) => guard.text(text),
            Piece::Raw(raw) => guard.raw(raw),
            Piece::Close(name) => guard.close(&lower(name)),
            Piece::Open(tag) => {
                let name = lower(tag.name);
                if SKIPPED.contains(&&*name) {
                    if !tag.closes_itself() {
                        guard.skip(html, &mut scan, &name);
                    }
                } else {
                    guard.open(name, tag);
                }
            }
        }
    }
    guard.page
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

/// What becomes of the content of the raw element that was just opened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Raw {
    #[default]
    Drop,
    Text,
    JsonLd,
}

#[derive(Default)]
struct Guard<'a> {
    page: Page,
    /// Open elements, and how many of each name are open.
    stack: Vec<Cow<'a, str>>,
    open: FxHashMap<Cow<'a, str>, usize>,
    /// Start tags left out for depth whose end tags are to be left out as well.
    too_deep: FxHashMap<Cow<'a, str>, usize>,
    /// Elements of [`SKIPPED`] that are known not to be closed in the rest of the page.
    unclosed: Vec<String>,
    raw: Raw,
    json_ld: usize,
}

/// What writing a text out again costs, in bytes of work: from each sign that is written as an entity, html5ever (0.40) looks
/// for the next bracket, so many bytes at a time. Signs are `&`, which in digits stands for a letter, and U+00A0, of whose
/// bytes it looks for the first.
fn written_out(text: &str) -> usize {
    const STEP: usize = 64;
    let signs = text.as_bytes().windows(2).filter(|w| w[0] == b'&' && w[1] != b'#' || w[0] == 0xC2).count();
    signs * text.len() / STEP
}

impl<'a> Guard<'a> {
    fn weigh(&mut self, text: &str) {
        self.page.work += text.len() * (self.stack.len() + 1) + written_out(text);
    }

    fn text(&mut self, text: &str) {
        self.weigh(text);
        // An unescaped bracket that the scan took for text must stay text for the parser.
        if let Some(rest) = text.strip_prefix('<') {
            self.page.html.push_str("&lt;");
            self.page.html.push_str(rest);
        } else {
            self.page.html.push_str(text);
        }
    }

    fn raw(&mut self, raw: &str) {
        match std::mem::take(&mut self.raw) {
            Raw::Drop => {}
            Raw::Text => {
                self.weigh(raw);
                self.page.html.push_str(&raw.replace('<', "&lt;"));
            }
            Raw::JsonLd => {
                self.json_ld += raw.len();
                if self.json_ld <= MAX_JSON_LD {
                    self.page.json_ld.push(raw.to_owned());
                }
            }
        }
    }

    /// Passes over an element of [`SKIPPED`]; over its start tag only where it is never closed.
    fn skip(&mut self, html: &'a str, scan: &mut Scan<'a>, name: &str) {
        if self.unclosed.iter().any(|n| n == name) {
            return;
        }
        let start = scan.offset();
        let mut depth = 1;
        for piece in scan.by_ref() {
            match piece {
                Piece::Open(tag) if tag.name.eq_ignore_ascii_case(name) && !tag.closes_itself() => depth += 1,
                Piece::Close(close) if close.eq_ignore_ascii_case(name) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                // What it stood between are two words.
                self.page.html.push(' ');
                return;
            }
        }
        // At most once for each of the names, so the whole stays linear.
        self.unclosed.push(name.to_owned());
        *scan = Scan::from(html, start);
    }

    fn open(&mut self, name: Cow<'a, str>, tag: Tag<'a>) {
        self.raw = match &*name {
            "script" if is_json_ld(&tag) => Raw::JsonLd,
            "title" | "xmp" => Raw::Text,
            _ => Raw::Drop,
        };
        if matches!(&*name, "script" | "style" | "iframe" | "noembed" | "noframes" | "textarea") {
            return;
        }
        if DROPPED.contains(&&*name) || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return;
        }
        if VOID.contains(&&*name) {
            self.emit(&name, &tag);
            return;
        }
        let name = if AS_SPAN.contains(&&*name) { Cow::Borrowed("span") } else { name };
        if IMPLIED_END.contains(&&*name) && self.stack.last() == Some(&name) {
            self.pop();
        }
        if self.stack.len() >= MAX_DEPTH {
            *self.too_deep.entry(name).or_default() += 1;
            if !self.page.html.ends_with(' ') {
                self.page.html.push(' ');
            }
            return;
        }
        self.emit(&name, &tag);
        *self.open.entry(name.clone()).or_default() += 1;
        self.stack.push(name);
    }

    fn close(&mut self, name: &str) {
        let name = if AS_SPAN.contains(&name) { "span" } else { name };
        if let Some(count) = self.too_deep.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        if self.open.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        // A misplaced end tag of an inline element must not close the paragraph around it.
        if matches!(name, "span" | "a") {
            let reach = self.stack.iter().rev().take_while(|n| matches!(&***n, "span" | "a")).count();
            let inline = &self.stack[self.stack.len() - reach..];
            if !inline.iter().any(|n| n == name) {
                return;
            }
        }
        while let Some(closed) = self.pop() {
            if closed == name {
                break;
            }
        }
    }

    fn pop(&mut self) -> Option<Cow<'a, str>> {
        let name = self.stack.pop()?;
        if let Some(count) = self.open.get_mut(&name) {
            *count -= 1;
        }
        self.page.html.push_str("</");
        self.page.html.push_str(&name);
        self.page.html.push('>');
        Some(name)
    }

    fn emit(&mut self, name: &str, tag: &Tag<'_>) {
        let out = &mut self.page.html;
        self.page.tags += 1;
        out.push('<');
        out.push_str(name);
        let mut kept = [false; KEPT_ATTRIBUTES.len()];
        for (name, value) in tag.attributes() {
            let Some(which) = KEPT_ATTRIBUTES.iter().position(|k| name.eq_ignore_ascii_case(k)) else {
                continue;
            };
            if std::mem::replace(&mut kept[which], true) || value.len() > MAX_VALUE {
                continue;
            }
            out.push(' ');
            out.push_str(KEPT_ATTRIBUTES[which]);
            out.push_str("=\"");
            if value.contains('"') {
                out.push_str(&value.replace('"', "&quot;"));
            } else {
                out.push_str(value);
            }
            out.push('"');
        }
        out.push('>');
    }
}

fn is_json_ld(tag: &Tag<'_>) -> bool {
    tag.attribute("type").is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json"))
}
