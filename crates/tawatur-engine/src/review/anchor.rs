//! The claim that a decision from elsewhere is about: by its ids, else by what its document is and by its words.

use std::fmt;

use tawatur::claim::record::CodePoints;

use super::{Desk, field};
use crate::{
    ledger::LedgerError,
    query::literal,
    row::{ClaimRow, DocumentRow},
};

/// Words, with what stands before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub exact: String,
    /// What stands before them.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

/// What is said of a claim by those who decided about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Its id.
    pub claim: Option<String>,
    /// Its document's id.
    pub document: Option<String>,
    /// The address of its document.
    pub uri: Option<String>,
    /// The name of its document.
    pub name: Option<String>,
    /// The hash of its document's text.
    pub hash: Option<String>,
    /// Its type.
    pub kind: Option<String>,
    /// Words of it.
    pub quote: Option<Quote>,
    /// Where they stand, in code points.
    pub span: Option<CodePoints>,
}

/// Why no claim fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unfit {
    /// The document is not in the ledger.
    Document,
    /// Its words do not stand in the document.
    Words,
    /// They stand there, and no claim has them.
    Claim,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "its document is not in the ledger",
            Self::Words => "its words do not stand in the document",
            Self::Claim => "no claim has its words",
        })
    }
}

impl Desk<'_> {
    /// The claim that is meant.
    ///
    /// # Errors
    /// When a table cannot be read. That no claim fits is no error.
    pub fn anchor(&mut self, anchor: &Anchor) -> Result<Result<ClaimRow, Unfit>, LedgerError> {
        let Some(document) = self.document_of(anchor)? else { return Ok(Err(Unfit::Document)) };
        let claims = self.claims_of(&document.id)?.clone();
        if let Some(row) = claims.iter().find(|row| Some(&row.claim.claim) == anchor.claim.as_ref()) {
            return Ok(Ok(row.clone()));
        }
        let Some(span) = stands(&document.text, anchor) else { return Ok(Err(Unfit::Words)) };
        let of_type = |row: &&ClaimRow| anchor.kind.as_ref().is_none_or(|kind| row.claim.kind == *kind);
        let shared = |with: CodePoints| with[1].min(span[1]).saturating_sub(with[0].max(span[0]));
        let best = claims.iter().filter(of_type).filter(|row| shared(row.claim.content.span) > 0).max_by_key(
            |row| {
                let trigger = row.claim.trigger.span;
                let apart = trigger[0].abs_diff(span[0]);
                (trigger == span, shared(trigger), shared(row.claim.content.span), std::cmp::Reverse(apart))
            },
        );
        // Words of a trigger that no claim has any more are not those of the clause around it.
        let fits = best.filter(|row| {
            let exact = anchor.quote.as_ref().map_or(span[1] - span[0], |quote| quote.exact.chars().count());
            shared(row.claim.trigger.span) > 0 || exact * 2 > row.claim.content.text.chars().count()
        });
        Ok(fits.cloned().ok_or(Unfit::Claim))
    }

    fn claims_of(&mut self, document: &str) -> Result<&Vec<ClaimRow>, LedgerError> {
        if !self.claims.contains_key(document) {
            let query = format!("SELECT * FROM claims WHERE document = {}", literal(document));
            let rows = self.session.rows(&query)?;
            self.claims.insert(document.to_owned(), rows);
        }
        Ok(&self.claims[document])
    }

    fn document_of(&mut self, anchor: &Anchor) -> Result<Option<DocumentRow>, LedgerError> {
        if let Some(id) = &anchor.document
            && let Some(document) = self.document(id)?
        {
            return Ok(Some(document.clone()));
        }
        let asked = [
            anchor
                .claim
                .as_ref()
                .map(|id| format!("id IN (SELECT document FROM claims WHERE claim = {})", literal(id))),
            anchor.uri.as_ref().map(|uri| format!("uri = {}", literal(uri))),
            anchor.hash.as_ref().map(|hash| format!("hash = {}", literal(hash))),
            anchor.name.as_ref().map(|name| format!("name = {}", literal(name))),
        ];
        for condition in asked.into_iter().flatten() {
            let query = format!("SELECT * FROM documents WHERE {condition} ORDER BY version DESC LIMIT 20");
            let found: Vec<DocumentRow> = self.session.rows(&query)?;
            // Of several with one text the one of that name; of several versions the newest with the words.
            let named = |row: &&DocumentRow| anchor.name.as_ref().is_none_or(|name| row.name == *name);
            let held = |row: &&DocumentRow| anchor.quote.is_none() || stands(&row.text, anchor).is_some();
            let best = found.iter().filter(named).find(held).or_else(|| found.iter().find(held));
            if let Some(document) = best.or_else(|| found.first()) {
                self.documents.insert(document.id.clone(), Some(document.clone()));
                return Ok(Some(document.clone()));
            }
        }
        Ok(None)
    }
}

/// Where the words of an anchor stand in a text: at their position if they do, else where most of what was around them
/// is, else nearest to it.
fn stands(text: &str, anchor: &Anchor) -> Option<CodePoints> {
    let Some(quote) = &anchor.quote else { return anchor.span };
    let letters: Vec<char> = text.chars().collect();
    let words = |span: CodePoints| letters.get(span[0]..span[1]).map(|w| w.iter().collect::<String>());
    if let Some(span) = anchor.span.filter(|span| span[0] <= span[1])
        && words(span).as_deref() == Some(&quote.exact)
    {
        return Some(span);
    }
    let around = |span: CodePoints| {
        let before = letters[..span[0]].iter().rev().zip(quote.prefix.chars().rev());
        let after = letters[span[1]..].iter().zip(quote.suffix.chars());
        before.take_while(|(a, b)| **a == *b).count() + after.take_while(|(a, b)| **a == *b).count()
    };
    let near = anchor.span.map_or(0, |span| span[0]);
    field::places(text, &quote.exact)
        .max_by_key(|&span| (around(span), std::cmp::Reverse(span[0].abs_diff(near))))
}
