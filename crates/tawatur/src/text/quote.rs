//! Quotations of every quote style, paired even where the marks are straight, nested or unbalanced.

use super::Tokens;
use super::token::{Gap, Token, TokenKind};

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The tokens between the marks.
    pub inner: Tokens,
    /// How many quotations enclose it.
    pub depth: usize,
}

/// Pairs quotation marks. Directed marks (« “) say themselves whether they open, unless the words they touch gainsay it;
/// straight ones open where the text touches them on the right only (or nothing is open). A paragraph end closes what is
/// open.
pub(super) fn pair(clean: &str, doc: &str, tokens: &[Token], quotes: &mut Vec<Quote>) {
    quotes.clear();
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.gap == Gap::Paragraph {
            open.clear();
        }
        if token.kind != TokenKind::Punct || &clean[token.clean.range()] != "\"" {
            continue;
        }
        let touches_left = token.gap == Gap::None;
        let touches_right = tokens.get(at + 1).is_some_and(|next| next.gap == Gap::None);
        let opens = match doc[token.doc.range()].chars().next() {
            // Pages that were turned round have the two the other way: ”نص“, »نص«.
            Some('«' | '“' | '„' | '❝') => open.is_empty() || !touches_left || touches_right,
            Some('»' | '”' | '❞') => open.is_empty() && !touches_left && touches_right,
            _ => {
                let after_clitic = at > 0 && tokens[at - 1].clean.len() == 2 && touches_left;
                let after_colon = at > 0 && &clean[tokens[at - 1].clean.range()] == ":";
                open.is_empty() || (!touches_left || after_clitic || after_colon) && touches_right
            }
        };
        if opens {
            open.push(at);
        } else if let Some(start) = open.pop() {
            quotes.push(Quote { inner: start + 1..at, depth: open.len() });
        }
    }
    quotes.sort_by_key(|q| (q.inner.start, usize::MAX - q.inner.end));
}
