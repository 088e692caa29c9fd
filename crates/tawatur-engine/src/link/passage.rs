//! Passages that two documents share, as they lie over two claims.

use serde::{Deserialize, Serialize};
use tawatur::claim::record::CodePoints;

use super::fact::Fact;

/// Words put in or left out between the start of a passage and a trigger shift it by so many code points at the most.
const SHIFT: usize = 40;

/// A passage that both documents have, as it lies over the two claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedText {
    /// How much of the first clause lies in a passage, in percent.
    pub first: u8,
    /// How much of the second clause does.
    pub second: u8,
    /// Whether the two triggers stand at one point of a passage.
    pub aligned: bool,
}

impl SharedText {
    /// What two claims have of the passages that their documents share: spans in the first claim's document and in the second's.
    /// None where neither clause lies in any.
    pub fn new(first: &Fact, second: &Fact, passages: &[[CodePoints; 2]]) -> Option<Self> {
        let mut shared = Self::default();
        for [one, two] in passages {
            let (a, b) = (covered(first.content_span, *one), covered(second.content_span, *two));
            shared.first = shared.first.max(a);
            shared.second = shared.second.max(b);
            shared.aligned |= aligned(first.trigger_span, *one, second.trigger_span, *two);
        }
        (shared.aligned || (shared.first > 0 && shared.second > 0)).then_some(shared)
    }

    /// The same, seen from the other side.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self { first: self.second, second: self.first, aligned: self.aligned }
    }

    /// Whether the one claim is the other's in copied text.
    pub fn is_copy(self) -> bool {
        self.aligned && self.first >= 50 && self.second >= 50
    }
}

/// How much of a clause lies in a passage, in percent.
fn covered(clause: CodePoints, passage: CodePoints) -> u8 {
    let [start, end] = clause;
    let inside = end.min(passage[1]).saturating_sub(start.max(passage[0]));
    (inside * 100 / (end - start).max(1)).min(100) as u8
}

/// Whether two triggers stand at one point of a passage: as far from its start or from its end, but for small changes.
fn aligned(one: CodePoints, passage: CodePoints, other: CodePoints, counterpart: CodePoints) -> bool {
    let inside =
        |trigger: CodePoints, passage: CodePoints| trigger[0] >= passage[0] && trigger[1] <= passage[1];
    if !inside(one, passage) || !inside(other, counterpart) {
        return false;
    }
    let from_start = (one[0] - passage[0]).abs_diff(other[0] - counterpart[0]);
    let from_end = (passage[1] - one[1]).abs_diff(counterpart[1] - other[1]);
    from_start.min(from_end) <= SHIFT
}
