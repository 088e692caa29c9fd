//! From clean text to tokens.

use super::layers::Layers;
use super::span::Span;
use super::token::{Gap, Token, TokenKind};

fn kind_of(c: char) -> Option<TokenKind> {
    // The letters of the language at hand, without a look into the Unicode tables.
    if matches!(c, '\u{0621}'..='\u{064A}') {
        Some(TokenKind::Word)
    } else if c.is_whitespace() || c.is_control() {
        None
    } else if c.is_ascii_digit() {
        Some(TokenKind::Number)
    } else if c.is_alphanumeric() || c == '_' {
        Some(TokenKind::Word)
    } else {
        Some(TokenKind::Punct)
    }
}

/// Marks that may stand inside a number when digits stand on both sides: 1,500 3.5 1٬500 3٫5.
fn joins_digits(c: char) -> bool {
    matches!(c, '.' | ',' | '٬' | '٫' | '،')
}

pub(super) fn tokenise(layers: &Layers, doc: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let clean = layers.clean();
    let mut chars = clean.char_indices().peekable();
    let mut gap = Gap::Paragraph;
    let mut breaks = 2;
    while let Some((start, c)) = chars.next() {
        let Some(kind) = kind_of(c) else {
            if c == '\n' {
                breaks += 1;
            }
            gap = match breaks {
                0 => Gap::Space,
                1 => Gap::Line,
                _ => Gap::Paragraph,
            };
            continue;
        };
        let mut end = start + c.len_utf8();
        match kind {
            TokenKind::Word => {
                let mut last = c;
                while let Some(&(at, next)) = chars.peek() {
                    // A ta marbuta ends its word: "عمليةالدهس" are two, with the space between them lost.
                    if last == 'ة' || kind_of(next) != Some(TokenKind::Word) {
                        break;
                    }
                    end = at + next.len_utf8();
                    last = next;
                    chars.next();
                }
            }
            TokenKind::Number => {
                while let Some(&(at, next)) = chars.peek() {
                    let after = at + next.len_utf8();
                    let inner = joins_digits(next) && clean[after..].starts_with(|d: char| d.is_ascii_digit())
                        // A list such as "1، 2، 3" is not one number, and neither is "3،مقاتلين".
                        && (next != '،' || clean[after..].chars().take_while(char::is_ascii_digit).count() == 3);
                    if !(next.is_ascii_digit() || inner) {
                        break;
                    }
                    end = after;
                    chars.next();
                }
            }
            TokenKind::Punct => {}
        }
        let span = Span::new(start, end);
        tokens.push(Token { doc: layers.to_doc(span, doc), clean: span, kind, gap });
        gap = Gap::None;
        breaks = 0;
    }
}
