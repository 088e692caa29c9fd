//! From a page to its article: title, paragraphs, and what the page says about itself.
//!
//! Finding the article is left to `dom_smoothie`, a port of the reader view of Firefox. It is good on honest
//! pages and was never meant for hostile ones, so a linear scan stands in front of it ([`guard`]): what
//! reaches the HTML parser is bounded in depth, attributes and size, and what is not reaches only our own
//! linear reading. The same scan gives the blocks of text and the metadata, so a page is read the same way
//! whether or not a document tree could be built of it.

mod blocks;
mod content;
pub(super) mod dates;
mod entities;
mod guard;
mod json_ld;
mod meta;
mod scan;

use crate::text::{Doc, Span, fold};

use super::{Basis, Document};
use blocks::Block;
use meta::Meta;

/// Reads a decoded page, or a part of one that somebody gave a `title`. The text is empty where the page has none.
pub(super) fn read(html: &str, title: Option<&str>) -> Document {
    let page = guard::clean(html);
    let structured = json_ld::read(&page.json_ld);
    let meta = Meta::read(&page.html);
    let everything = blocks::read(&page.html);
    let title = title.map(str::to_owned).or_else(|| meta.title(structured.headline.as_deref()));
    let article = content::choose(&page, &everything, structured.body.as_deref());
    let published = meta.published(&structured).map(|date| (date, Basis::Given)).or_else(|| {
        let shown = || dates::shown(&everything, title.as_deref());
        meta.url().and_then(dates::in_url).or_else(shown).map(|date| (date, Basis::Inferred))
    });
    let outlet = meta.outlet(structured.publisher.as_deref());
    let byline = meta.byline(structured.author.as_deref(), outlet.as_ref().map(|(name, _)| name.as_str()));
    let (text, furniture) = lay_out(title.as_deref(), &article);
    Document { text, title, outlet, published, byline, furniture, ..Document::default() }
}

/// Title, blank line, paragraphs with blank lines between them; and where the captions came to lie.
fn lay_out(title: Option<&str>, article: &[Block]) -> (String, Vec<Span<Doc>>) {
    let mut text = title.unwrap_or_default().to_owned();
    let mut furniture = Vec::new();
    let title = title.map(fold);
    let mut opening = true;
    for block in article {
        // The page's own heading, which the article often repeats.
        if opening && block.heading && title.as_deref() == Some(fold(&block.text).as_str()) {
            continue;
        }
        opening &= block.heading || block.caption;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        if block.caption {
            furniture.push(Span::new(start, text.len()));
        }
    }
    (text, furniture)
}

#[cfg(test)]
mod tests;
