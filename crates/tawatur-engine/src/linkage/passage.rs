//! Claims that stand in one passage of two documents.

use crate::{
    event::Copied,
    link::{Fact, SharedText},
    row::{CopyRow, PassageRow},
};

/// Two triggers stand at one point when they lie this near after what was changed between is reckoned in, in code
/// points: marks and spellings that differ are no changes of words, but shift what follows.
const SLACK: usize = 12;

/// How a passage of two documents lies over a claim of each; the first fact is of the row's first document.
///
/// None where neither clause has part in one passage.
pub(super) fn shared(copy: &CopyRow, a: &Fact, b: &Fact) -> Option<SharedText> {
    let over = |passage: &PassageRow| SharedText {
        first: percent(a.content_span, passage.a),
        second: percent(b.content_span, passage.b),
        aligned: aligned(copy, passage, a, b),
    };
    let passages = copy.passages.iter().map(over);
    passages.filter(|s| s.first > 0 && s.second > 0).max_by_key(|s| (s.aligned, s.first.min(s.second)))
}

/// That of two claims one is a copy of the other, as far as the row says which: the same type told at one point of a
/// passage.
pub(super) fn copied(row: &CopyRow, a: &Fact, b: &Fact, shared: SharedText) -> Option<Copied> {
    if !shared.aligned || a.family() != b.family() {
        return None;
    }
    let from_b = row.original.as_ref() == Some(&row.b);
    let (copy, parent) = if from_b { (a, b) } else { (b, a) };
    let inside = |span: [usize; 2], clause: [usize; 2]| span[0] < clause[1] && clause[0] < span[1];
    let edited =
        row.figures.iter().any(|f| inside(f.a.span, a.content_span) || inside(f.b.span, b.content_span))
            || row.changes.iter().any(|c| inside(c.a, a.content_span) || inside(c.b, b.content_span));
    Some(Copied {
        copy: copy.id.clone(),
        parent: parent.id.clone(),
        directed: row.original.is_some(),
        edited,
    })
}

/// How much of a clause lies in a passage.
fn percent(clause: [usize; 2], passage: [usize; 2]) -> u8 {
    let common = clause[1].min(passage[1]).saturating_sub(clause[0].max(passage[0]));
    let share = 100 * common / (clause[1] - clause[0]).max(1);
    u8::try_from(share).unwrap_or(100)
}

/// Whether both triggers stand at one point of a passage.
fn aligned(copy: &CopyRow, passage: &PassageRow, a: &Fact, b: &Fact) -> bool {
    let at = a.trigger_span[0];
    let within = |span: [usize; 2], at: usize| (span[0]..span[1]).contains(&at);
    if !within(passage.a, at) || !within(passage.b, b.trigger_span[0]) {
        return false;
    }
    // What was put in or left out before shifts what follows.
    let before = copy
        .changes
        .iter()
        .filter(|c| within(passage.a, c.a[0]) && within(passage.b, c.b[0]) && c.a[1] <= at);
    let (more, less) = before.fold((0, 0), |(more, less), change| {
        (more + change.b[1] - change.b[0], less + change.a[1] - change.a[0])
    });
    let expected = (passage.b[0] + (at - passage.a[0]) + more).saturating_sub(less);
    let [start, end] = b.trigger_span;
    // Spelling shifts the more the longer the passage is.
    let slack = SLACK + (at - passage.a[0]) / 50;
    start <= expected + slack && expected <= end + slack
}
