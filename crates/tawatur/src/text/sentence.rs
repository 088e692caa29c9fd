//! Sentence boundaries that survive real pages: decimals, initials, site names, ellipses, missing spaces
//! after a full stop, paragraphs joined by ". ," and headings without any stop. Text that never stops is cut, so
//! that whatever looks over a sentence takes bounded time.

use super::Tokens;
use super::token::{Gap, Token, TokenKind};

/// The longest sentence, in tokens: several times the longest of written Arabic news.
const LONGEST: usize = 400;

/// One sentence, its closing marks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Tokens,
    /// Whether it opens a paragraph: after a blank line, a line break, or a ". ," join.
    pub opens_paragraph: bool,
}

pub(super) fn split(clean: &str, tokens: &[Token], sentences: &mut Vec<Sentence>) {
    sentences.clear();
    let mark = |at: usize| -> &str {
        tokens.get(at).filter(|t| t.kind == TokenKind::Punct).map_or("", |t| &clean[t.clean.range()])
    };
    let mut start = 0;
    let mut opens_paragraph = true;
    let mut at = 0;
    while at < tokens.len() {
        if at > start && tokens[at].gap >= Gap::Line {
            sentences.push(Sentence { tokens: start..at, opens_paragraph });
            start = at;
            opens_paragraph = true;
        }
        if at - start == LONGEST {
            let comma = (start + LONGEST / 2..at).rev().find(|&i| matches!(mark(i), "," | "،" | "؛" | ";"));
            let cut = comma.map_or(at, |i| i + 1);
            sentences.push(Sentence { tokens: start..cut, opens_paragraph });
            start = cut;
            opens_paragraph = false;
        }
        let ends = match mark(at) {
            "." => full_stop_ends(clean, tokens, at),
            "!" | "?" | "؟" => true,
            _ => false,
        };
        if !ends {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        // Closing marks belong to the sentence they close; so does the comma of a ". ," join.
        let mut joined = false;
        while end < tokens.len() && tokens[end].gap < Gap::Line {
            match mark(end) {
                "." | "!" | "?" | "؟" | ")" | "]" => {}
                "\"" if tokens[end].gap == Gap::None => {}
                "," | "،" => joined = true,
                _ => break,
            }
            end += 1;
        }
        sentences.push(Sentence { tokens: start..end, opens_paragraph });
        start = end;
        opens_paragraph = joined;
        at = end;
    }
    if start < tokens.len() {
        sentences.push(Sentence { tokens: start..tokens.len(), opens_paragraph });
    }
}

/// Whether the full stop at `at` ends a sentence.
fn full_stop_ends(clean: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| &clean[tokens[i].clean.range()];
    let is_word = |i: usize| tokens.get(i).is_some_and(|t| t.kind != TokenKind::Punct);
    let next = at + 1;
    // An ellipsis inside a line continues it.
    if tokens.get(next).is_some_and(|t| t.kind == TokenKind::Punct && t.gap == Gap::None && word(next) == ".")
        || at > 0 && tokens[at].gap == Gap::None && word(at - 1) == "."
    {
        return tokens.get(next).is_none_or(|t| t.gap >= Gap::Line);
    }
    if at == 0 || !is_word(at - 1) || tokens[at].gap != Gap::None {
        return true;
    }
    let before = word(at - 1);
    let touches_next = tokens.get(next).is_some_and(|t| t.gap == Gap::None) && is_word(next);
    // Initials and titles: "د. محمد", "نور. ط".
    let single = |s: &str| s.chars().count() == 1 && s.chars().all(char::is_alphabetic);
    if single(before) || touches_next && single(word(next)) {
        return false;
    }
    if touches_next {
        let latin = |s: &str| s.chars().all(|c| c.is_ascii_alphanumeric());
        // Site names: العربية.نت, example.com.
        if matches!(word(next), "نت" | "كوم" | "اورج" | "أورغ") || latin(before) && latin(word(next))
        {
            return false;
        }
        // Numbered lists: "1.المقدمة" keeps its number.
        if tokens[at - 1].kind == TokenKind::Number && tokens[at - 1].gap >= Gap::Line {
            return false;
        }
    }
    // "1. " at a line's start numbers an item.
    !(tokens[at - 1].kind == TokenKind::Number && tokens[at - 1].gap >= Gap::Line)
}
