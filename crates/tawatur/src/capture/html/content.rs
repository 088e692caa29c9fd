//! Which blocks of a page are its article.

use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashMap;

use super::blocks::{self, Block};
use super::dates;
use super::entities;
use super::guard::Page;

/// Beyond this many tags or bytes, or this much work, no document tree is built. The largest newspaper pages
/// have a tenth.
const MAX_TREE_TAGS: usize = 40_000;
const MAX_TREE_BYTES: usize = 4 << 20;
const MAX_TREE_WORK: usize = 64 << 20;

/// More blocks than this between two paragraphs are not a gap in the article but another part of the page.
const MAX_GAP: usize = 4;

/// The article of a page, of which `everything` are all blocks and `body` what its JSON-LD gives as its text.
pub(super) fn choose(page: &Page, everything: &[Block], body: Option<&str>) -> Vec<Block> {
    let mut article = fill(extract(page).unwrap_or_default(), everything);
    let found = words(&article);
    // Short news are shorter than what the reader view expects, and it may settle for a box of links.
    if found < 40 {
        let dense = dense(everything);
        if words(&dense) > found * 2 {
            article = dense;
        }
    }
    // Pages drawn by scripts hold their text only in their metadata.
    if let Some(body) = body
        && body.split_whitespace().count() > 50 + words(&article) * 2
    {
        article = paragraphs(body);
    }
    if article.is_empty() {
        article = everything.iter().filter(|b| !b.is_links() && !b.aside).cloned().collect();
    }
    let mut article = if article.is_empty() { everything.to_vec() } else { article };
    article.retain(|b| b.text.contains(char::is_alphanumeric));
    let lead = article.iter().position(|b| b.words() >= 15).unwrap_or(0);
    let mut at = 0;
    article.retain(|b| {
        at += 1;
        // The line with the day of publication, which is metadata by now.
        let stamp = at <= lead && !b.heading && !b.text.ends_with('.') && dates::in_text(&b.text).is_some();
        !stamp
    });
    for block in &mut article {
        block.caption |= block.words() < 12 && block.text.starts_with('©');
    }
    article
}

fn words(blocks: &[Block]) -> usize {
    blocks.iter().filter(|b| !b.heading && !b.caption).map(Block::words).sum()
}

/// What the reader view keeps, without the boxes it lets through.
fn extract(page: &Page) -> Option<Vec<Block>> {
    if page.tags > MAX_TREE_TAGS || page.html.len() > MAX_TREE_BYTES || page.work > MAX_TREE_WORK {
        return None;
    }
    // Classes tell captions and dates apart; links to schemas and favicons are of no use here.
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::new(page.html.as_str(), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let kept = blocks::read(&article.content)
        .into_iter()
        .filter(|b| !(b.rules || (b.is_links() && b.words() < 30) || (b.aside && b.words() < 25)))
        .collect();
    Some(kept)
}

/// Puts back what the reader view drops between two paragraphs that it keeps: subheadings, captions, and
/// paragraphs too short for its measure.
fn fill(article: Vec<Block>, everything: &[Block]) -> Vec<Block> {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, block) in everything.iter().enumerate() {
        places.entry(&block.text).or_default().push(i);
    }
    let mut filled = Vec::with_capacity(article.len());
    let mut last: Option<usize> = None;
    for block in article {
        let found = places.get(block.text.as_str()).and_then(|places| {
            let next = last.map_or(0, |last| places.partition_point(|at| *at <= last));
            places.get(next).copied()
        });
        if let (Some(last), Some(found)) = (last, found)
            && found - last <= MAX_GAP + 1
        {
            let dropped = &everything[last + 1..found];
            let kept = |b: &&Block| {
                !b.aside && !b.rules && !b.is_links() && (b.heading || b.caption || b.words() >= 4)
            };
            filled.extend(dropped.iter().filter(kept).cloned());
        }
        last = found.or(last);
        filled.push(block);
    }
    filled
}

/// Our own reading of a page too large or too short for the reader view: blocks of prose, and the headings
/// between them.
fn dense(everything: &[Block]) -> Vec<Block> {
    let prose = |b: &Block| !b.aside && !b.rules && !b.is_links() && !b.heading && b.words() >= 8;
    let Some(first) = everything.iter().position(prose) else { return Vec::new() };
    let last = everything.iter().rposition(prose).unwrap_or(first);
    everything[first..=last].iter().filter(|b| prose(b) || (b.heading && !b.aside)).cloned().collect()
}

fn paragraphs(body: &str) -> Vec<Block> {
    body.lines()
        .map(entities::text)
        .filter(|text| !text.is_empty())
        .map(|text| Block { text, ..Block::default() })
        .collect()
}
