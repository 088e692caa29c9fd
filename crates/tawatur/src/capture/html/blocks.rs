//! The blocks of text of a page: paragraphs, headings, list items, captions.

use super::entities;
use super::scan::{Piece, Scan, Tag};

/// One block of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one element")]
pub(super) struct Block {
    /// Its text, white space as the page shows it.
    pub text: String,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it is the caption of a picture.
    pub caption: bool,
    /// Whether it stands where pages put navigation, comments and teasers.
    pub aside: bool,
    /// Whether its element is named for dates.
    pub dated: bool,
    /// How many bytes of the text stand in links.
    pub linked: usize,
    /// Whether it links to the site's rules: terms, privacy, guidelines.
    pub rules: bool,
}

impl Block {
    /// Number of words.
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether most of it is links.
    pub(super) fn is_links(&self) -> bool {
        self.linked * 2 > self.text.len()
    }
}

/// Elements that end a block where they start and where they end.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Parts of class names and ids that pages give to what is not the article.
const ASIDE_NAMES: &[&str] = &[
    "comment",
    "related",
    "share",
    "social",
    "sidebar",
    "breadcrumb",
    "menu",
    "navbar",
    "footer",
    "widget",
    "popular",
    "most-read",
    "mostread",
    "newsletter",
    "subscribe",
    "advert",
    "banner",
    "cookie",
    "taboola",
    "outbrain",
    "disqus",
    "tags",
    "tagcloud",
    "pagination",
    "author-box",
    "recommend",
    "also-read",
    "read-also",
    "readmore",
    "more-news",
];

/// Parts of class names and ids of captions.
const CAPTION_NAMES: &[&str] = &["caption", "photo-credit", "image-credit", "imgcredit"];

/// Parts of class names and ids of dates.
const DATE_NAMES: &[&str] = &["date", "time", "publish", "created", "posted", "tmstmp", "stamp"];

/// Parts of link addresses of a site's rules.
const RULES: &[&str] = &["privacy", "/terms", "guidelines", "terms-of", "comment-policy", "comments-policy"];

/// What an open element makes of the text in it.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one element")]
struct Role {
    heading: bool,
    caption: bool,
    aside: bool,
    dated: bool,
    hidden: bool,
}

impl Role {
    fn of(name: &str, tag: &Tag<'_>) -> Self {
        let mut role = Self {
            heading: matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            caption: name == "figcaption",
            aside: matches!(name, "nav" | "footer" | "aside"),
            dated: name == "time",
            hidden: name == "title",
        };
        for (key, value) in tag.attributes() {
            let value = value.to_ascii_lowercase();
            match key {
                "class" | "id" => {
                    let has = |parts: &[&str]| parts.iter().any(|part| value.contains(part));
                    role.aside |= has(ASIDE_NAMES);
                    role.caption |= has(CAPTION_NAMES);
                    role.dated |= has(DATE_NAMES);
                }
                "hidden" => role.hidden = true,
                "style" => role.hidden |= value.replace(' ', "").contains("display:none"),
                _ => {}
            }
        }
        role
    }
}

/// The blocks of a page that went through the guard, or of what was made of one.
pub(super) fn read(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for piece in Scan::new(html) {
        match piece {
            Piece::Text(text) | Piece::Raw(text) => reader.text(text),
            Piece::Open(tag) => reader.open(&tag),
            Piece::Close(name) => reader.close(name),
        }
    }
    reader.flush();
    reader.blocks
}

#[derive(Default)]
struct Reader<'a> {
    blocks: Vec<Block>,
    current: Block,
    /// Open elements, no more than the guard lets through.
    stack: Vec<(&'a str, Role)>,
    /// How many open elements give each role; a running count, so that a text need not look up its stack.
    headings: usize,
    captions: usize,
    asides: usize,
    dates: usize,
    hidden: usize,
    links: usize,
}

impl<'a> Reader<'a> {
    fn text(&mut self, raw: &str) {
        if self.hidden > 0 {
            return;
        }
        let before = self.current.text.len();
        entities::push_text(&mut self.current.text, raw);
        if self.links > 0 {
            self.current.linked += self.current.text.len() - before;
        }
        if self.current.text.len() > before {
            self.current.heading |= self.headings > 0;
            self.current.caption |= self.captions > 0;
            self.current.aside |= self.asides > 0;
            self.current.dated |= self.dates > 0;
        }
    }

    fn count(&mut self, role: Role, name: &str, up: bool) {
        let step = |count: &mut usize, yes: bool| {
            if yes {
                *count = if up { *count + 1 } else { count.saturating_sub(1) };
            }
        };
        step(&mut self.headings, role.heading);
        step(&mut self.captions, role.caption);
        step(&mut self.asides, role.aside);
        step(&mut self.dates, role.dated);
        step(&mut self.hidden, role.hidden);
        step(&mut self.links, name == "a");
    }

    fn open(&mut self, tag: &Tag<'a>) {
        let name = tag.name;
        if name == "br" {
            if !self.current.text.is_empty() {
                self.current.text.truncate(self.current.text.trim_end_matches(' ').len());
                self.current.text.push('\n');
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if matches!(name, "hr" | "meta" | "link") {
            return;
        }
        if name == "a" && tag.attribute("href").is_some_and(|href| RULES.iter().any(|r| href.contains(r))) {
            self.current.rules = true;
        }
        let role = Role::of(name, tag);
        self.count(role, name, true);
        self.stack.push((name, role));
    }

    fn close(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.flush();
        }
        // The guard closes what it opens, in order; anything else is a stray end tag.
        if self.stack.last().is_some_and(|(open, _)| *open == name)
            && let Some((open, role)) = self.stack.pop()
        {
            self.count(role, open, false);
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        // Two line breaks are how old pages write a paragraph.
        let mut rest = std::mem::take(&mut block.text);
        rest.truncate(rest.trim_end().len());
        for part in rest.trim_start().split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            self.blocks.push(Block { text: part.to_owned(), ..block.clone() });
        }
    }
}
