//! Headlines that a page ran together: "حرب لا تنتهيوداع النهر" is two, with the line break between them lost.
//!
//! Capture says which passages are nothing but headlines; here each gets back the break before it. That is safe in such a
//! passage only: elsewhere a word that no list has is a name more often than two words.

use super::layers::Layers;
use super::span::{Clean, Doc, Span};
use super::token::{Gap, Token, TokenKind};

/// Where a clean word that is two is cut, in bytes; nothing for a word that is one.
pub type Cut<'a> = &'a mut dyn FnMut(&str) -> Option<usize>;

/// Cuts the words of the passages that are two, and puts a line break before each headline.
pub(super) fn part(
    layers: &Layers,
    doc: &str,
    passages: &[Span<Doc>],
    cut: Cut<'_>,
    tokens: &mut Vec<Token>,
) {
    if passages.is_empty() {
        return;
    }
    let mut passages = passages.iter().peekable();
    let word = |token: &Token| &layers.clean()[token.clean.range()];
    let halves = |token: Token, at: usize| {
        let cut = token.clean.start() + at;
        let half = |start, end, gap| {
            let clean = Span::<Clean>::new(start, end);
            Token { doc: layers.to_doc(clean, doc), clean, kind: token.kind, gap }
        };
        (at > 0 && at < word(&token).len() && word(&token).is_char_boundary(at))
            .then(|| (half(token.clean.start(), cut, token.gap), half(cut, token.clean.end(), Gap::Line)))
            // A ligature of the document is not cut.
            .filter(|(first, second)| first.doc.end() <= second.doc.start())
    };
    let whole = std::mem::take(tokens);
    let mut inside = false;
    for mut token in whole {
        while passages.next_if(|p| p.end() <= token.doc.start()).is_some() {
            inside = false;
        }
        let Some(passage) = passages.peek().filter(|p| p.start() < token.doc.end()) else {
            tokens.push(token);
            continue;
        };
        if passage.start() > token.doc.start() {
            // The label runs into the first headline.
            let prefix = |&(at, _): &(usize, char)| {
                let clean = Span::<Clean>::new(token.clean.start(), token.clean.start() + at);
                layers.to_doc(clean, doc).end() >= passage.start()
            };
            let at = word(&token).char_indices().find(prefix).map(|(at, _)| at);
            if let Some((label, rest)) = at.and_then(|at| halves(token, at)) {
                tokens.push(label);
                token = rest;
            }
        } else if !inside || opens(doc, tokens, &token, word) {
            token.gap = token.gap.max(Gap::Line);
        }
        inside = true;
        if token.kind == TokenKind::Word
            && let Some((first, second)) = cut(word(&token)).and_then(|at| halves(token, at))
        {
            tokens.push(first);
            token = second;
        }
        tokens.push(token);
    }
}

/// Whether a token that stands within a passage, after these, opens a headline: it touches what only ends one, or
/// is what only begins one.
fn opens<'a>(doc: &str, before: &[Token], token: &Token, word: impl Fn(&Token) -> &'a str) -> bool {
    let (Some(last), Gap::None) = (before.last(), token.gap) else { return false };
    let letters = |t: &Token| word(t).chars().count();
    let mark = |t: &Token| doc[t.doc.range()].chars().next().unwrap_or(' ');
    match (last.kind, token.kind) {
        // After a ta marbuta.
        (TokenKind::Word, TokenKind::Word) => true,
        // "الجزء 2-2عيدكم", but not "2015م".
        (TokenKind::Number, TokenKind::Word) => !matches!(word(token), "م" | "ه"),
        (TokenKind::Punct, TokenKind::Word | TokenKind::Number) => match mark(last) {
            '!' | '?' | '؟' | '…' | '»' | '”' | ')' | ']' => true,
            // "لماذا عادوا..لماذا", but neither "د.سامر" nor "النهر.نت".
            '.' => before.iter().rev().nth(1).is_some_and(|t| word(t) == "."),
            _ => false,
        },
        // "النهر«أغنية»", but not "لـ«أغنية»".
        (TokenKind::Word, TokenKind::Punct) => matches!(mark(token), '«' | '“') && letters(last) > 2,
        (TokenKind::Number, TokenKind::Punct) => matches!(mark(token), '«' | '“'),
        _ => false,
    }
}
