//! Page furniture inside a document text: marked, never cut, so that every offset stays what it was.
//!
//! Text that people saved by selecting a page carries its captions twice, its share buttons, its tags and the
//! teasers of other stories. A claim read from a teaser is a false claim, and furniture that all articles of
//! an outlet share makes strangers look like copies. What to look for is data ([`FurniturePatterns`], the
//! codebook's `furniture.toml`); how a passage is delimited is here.
//!
//! ```
//! use tawatur::capture::{Document, FurniturePatterns, furniture};
//! let patterns = FurniturePatterns::parse("[[pattern]]\nwhere = 'whole'\nphrases = ['0 تعليق']")?;
//! let mut document = Document::from_text("-", "انسحب المسلحون.\n\n0 تعليق");
//! furniture::mark(&mut document, &patterns);
//! assert_eq!(&document.text[document.furniture[0].range()], "0 تعليق");
//! # Ok::<(), tawatur::capture::PatternError>(())
//! ```

mod lines;
mod patterns;

use rustc_hash::FxHashSet;

use crate::text::{Doc, Span};

use super::Document;
use lines::{Line, opening_words};
pub use patterns::{FurniturePatterns, PatternError};
use patterns::{Pattern, Reach, Where};

/// A repeated paragraph shorter than this may be a refrain or a heading.
const REPEATED_WORDS: usize = 5;

/// How long the lines are over which a list of links runs on, in words.
const LINK_WORDS: usize = 20;

/// How many lines such a list has at most.
const LINKS: usize = 30;

/// Marks the furniture of a document, in addition to what is marked already.
pub fn mark(document: &mut Document, patterns: &FurniturePatterns) {
    let text = document.text.as_str();
    let lines: Vec<Line> = lines::split(text).collect();
    let mut spans = std::mem::take(&mut document.furniture);
    let mut headlines = std::mem::take(&mut document.headlines);
    for (i, line) in lines.iter().enumerate() {
        for pattern in &patterns.patterns {
            if pattern.place == Where::Glued
                && let Some((label, list)) = line.glued(pattern)
            {
                spans.push(label.cover(list));
                headlines.push(list);
            } else if let Some(span) = find(pattern, line, i, lines.len()) {
                spans.push(span);
                if pattern.reach == Reach::List {
                    let teasers = lines[i + 1..]
                        .iter()
                        .take(LINKS)
                        .take_while(|l| l.has_at_most(LINK_WORDS) && !l.is_sentence());
                    spans.extend(teasers.map(Line::span));
                }
            }
        }
    }
    repeated(&lines, &mut spans);
    spans.extend(
        desk(&lines, document.outlet.as_ref().map(|(name, _)| name.as_str()), patterns).map(Line::span),
    );
    spans.extend(tag_run(text, &lines, patterns));
    document.furniture = merge(text, spans);
    document.headlines = merge(text, headlines);
}

/// The passage of a line that a pattern finds.
fn find(pattern: &Pattern, line: &Line<'_>, at: usize, lines: usize) -> Option<Span<Doc>> {
    // Most patterns are of short lines, and most lines are not short: the cheap test goes first.
    let passage = matches!(pattern.place, Where::Tail | Where::Phrase | Where::Sentence);
    if !passage && !line.has_at_most(pattern.max_words) {
        return None;
    }
    // The first line is the title, and titles say "شاهد:" too.
    let body = at > 0;
    match pattern.place {
        Where::Whole => pattern.is_whole(line.bare()).then(|| line.span()),
        Where::Head => (at < 5 && pattern.is_whole(line.bare())).then(|| line.span()),
        Where::Opens => (body && pattern.opens(line.folded())).then(|| line.span()),
        Where::Holds => (body && pattern.holds(line.folded())).then(|| line.span()),
        Where::Last => (body && at + 4 >= lines && pattern.holds(line.folded())).then(|| line.span()),
        Where::Sentence => line.sentence(pattern).filter(|_| body),
        Where::Tail => line.tail(pattern).filter(|s| body || s.start() > line.span().start()),
        Where::Glued => None,
        Where::Phrase => line.phrase(pattern),
    }
}

/// Paragraphs that occur again word for word, captions above all: the first occurrence stays, since it may
/// report something, and is counted once.
fn repeated(lines: &[Line<'_>], spans: &mut Vec<Span<Doc>>) {
    let mut seen = FxHashSet::default();
    for line in lines {
        if line.has_words(REPEATED_WORDS) && !seen.insert(line.text()) {
            spans.push(line.span());
        }
    }
}

/// The line under the title that names the outlet and its desk: "صدى النهر – كابول".
fn desk<'l>(
    lines: &'l [Line<'_>],
    outlet: Option<&str>,
    patterns: &'l FurniturePatterns,
) -> Option<&'l Line<'l>> {
    let outlet = outlet.map(crate::text::fold);
    let names_desk = |line: &Line<'_>| {
        patterns.desks.iter().chain(outlet.as_ref()).any(|name| {
            line.folded()
                .strip_prefix(name.trim())
                .is_some_and(|r| r.trim_start().starts_with(['-', '/', '|', ':']))
        })
    };
    lines.iter().take(4).find(|l| l.has_at_most(7) && names_desk(l))
}

/// Tags that stand unannounced after the last full stop: a few words without a function word or a mark
/// between them, nearly all of which the article has used.
fn tag_run(text: &str, lines: &[Line<'_>], patterns: &FurniturePatterns) -> Option<Span<Doc>> {
    let last = lines.last()?;
    let (window, at) = last.after_last_stop()?;
    let words: Vec<String> = window.split_whitespace().map(crate::text::fold).collect();
    let bare = words.iter().all(|w| w.chars().all(char::is_alphabetic) && !patterns.functions.contains(w));
    // A clause joined by "and" opens with U+0648 WAW; tags do not.
    let joined = words.first().is_some_and(|w| w.starts_with('و'));
    if !bare || joined || !(3..=15).contains(&words.len()) {
        return None;
    }
    let known = opening_words(text, at);
    let stem = |w: &str| w.strip_prefix("ال").unwrap_or(w).to_owned();
    let used = words.iter().filter(|w| known.contains(&stem(w))).count();
    (used * 5 >= words.len() * 4).then(|| Span::new(at, at + window.len()))
}

/// Spans in order, on character boundaries, none empty, none touching another.
fn merge(text: &str, mut spans: Vec<Span<Doc>>) -> Vec<Span<Doc>> {
    spans.retain(|s| !s.is_empty() && text.get(s.range()).is_some());
    spans.sort_unstable();
    let mut merged: Vec<Span<Doc>> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() < last.end() => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
