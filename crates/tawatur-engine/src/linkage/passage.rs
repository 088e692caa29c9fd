//! Claims that stand in one passage of two documents.

use crate::{
    event::Copied,
    link::{Fact, SharedText},
    row::CopyRow,
};

/// How the passages of two documents lie over a claim of each; the first fact is of the row's first document.
///
/// None where neither clause has part in one.
pub(crate) fn shared(copy: &CopyRow, a: &Fact, b: &Fact) -> Option<SharedText> {
    let passages: Vec<_> = copy.passages.iter().map(|passage| [passage.a, passage.b]).collect();
    SharedText::new(a, b, &passages)
}

/// That of two claims one is a copy of the other, as far as the row says which: the same told at one point of a passage.
pub(crate) fn copied(row: &CopyRow, a: &Fact, b: &Fact, shared: SharedText) -> Option<Copied> {
    if !shared.is_copy() || a.family() != b.family() {
        return None;
    }
    let from_b = row.original.as_ref() == Some(&row.b);
    let (copy, parent) = if from_b { (a, b) } else { (b, a) };
    let meet = |span: [usize; 2], clause: [usize; 2]| span[0] < clause[1] && clause[0] < span[1];
    // The figures of an act may stand outside of its clause: قُتل 14 مدنياً في غارة.
    let tells = |fact: &Fact, span: [usize; 2]| {
        meet(span, fact.content_span) || fact.figures.iter().any(|figure| meet(span, figure.span))
    };
    let edited = row.figures.iter().any(|edit| tells(a, edit.a.span) || tells(b, edit.b.span))
        || row.changes.iter().any(|c| meet(c.a, a.content_span) || meet(c.b, b.content_span));
    Some(Copied {
        copy: copy.id.clone(),
        parent: parent.id.clone(),
        directed: row.original.is_some(),
        edited,
    })
}
