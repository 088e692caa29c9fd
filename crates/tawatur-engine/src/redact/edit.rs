//! A text with some of its words replaced, and where everything else went.

use std::ops::Range;

use tawatur::claim::record::CodePoints;

/// Words to replace: bytes of the text, and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What stands there instead.
    pub with: String,
}

/// Where the spans of a text went when some of its words were replaced. It has no words itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// What was replaced, in code points: old range, new range; in order, apart.
    moved: Vec<(CodePoints, CodePoints)>,
    /// How long the new text is, in code points; none where nothing was looked at, and spans stay as they are.
    length: Option<usize>,
}

/// A text after its edits.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    text: String,
    /// Byte at which each code point of the new text begins, and its end.
    starts: Vec<u32>,
    shift: Shift,
}

impl Edited {
    /// Applies edits to a text. Of edits that overlap, what covers them both is replaced once, by what the longer says.
    pub fn new(text: &str, mut edits: Vec<Edit>) -> Self {
        edits.retain(|e| e.range.start < e.range.end && e.range.end <= text.len());
        edits.sort_by_key(|e| (e.range.start, std::cmp::Reverse(e.range.end)));
        let mut apart: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in edits {
            match apart.last_mut() {
                Some(last) if edit.range.start < last.range.end => {
                    if edit.range.len() > last.range.len() {
                        last.with = edit.with;
                    }
                    last.range.end = last.range.end.max(edit.range.end);
                }
                _ => apart.push(edit),
            }
        }
        let mut edited = Self::default();
        let (mut byte, mut old, mut new) = (0, 0, 0);
        for edit in &apart {
            let before = &text[byte..edit.range.start];
            let kept = before.chars().count();
            edited.text.push_str(before);
            edited.text.push_str(&edit.with);
            let (was, is) = (text[edit.range.clone()].chars().count(), edit.with.chars().count());
            edited.shift.moved.push(([old + kept, old + kept + was], [new + kept, new + kept + is]));
            (old, new) = (old + kept + was, new + kept + is);
            byte = edit.range.end;
        }
        edited.text.push_str(&text[byte..]);
        edited.starts = edited.text.char_indices().map(|(at, _)| at as u32).collect();
        edited.shift.length = Some(edited.starts.len());
        edited.starts.push(edited.text.len() as u32);
        edited
    }

    /// The new text, to keep.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where spans went, to keep.
    pub fn shift(&self) -> &Shift {
        &self.shift
    }

    /// Whether anything was replaced.
    pub fn changed(&self) -> bool {
        !self.shift.moved.is_empty()
    }

    /// Where a span of the old text lies in the new one.
    pub fn span(&self, old: CodePoints) -> CodePoints {
        self.shift.span(old)
    }

    /// Whether a span of the old text touches a replaced stretch.
    pub fn touches(&self, old: CodePoints) -> bool {
        self.shift.touches(old)
    }

    /// The words of a span of the new text.
    pub fn words(&self, span: CodePoints) -> &str {
        &self.text[self.starts[span[0]] as usize..self.starts[span[1]] as usize]
    }
}

impl Shift {
    /// Where a span of the old text lies in the new one. What it shares with a replaced stretch becomes all of what
    /// replaces it.
    pub fn span(&self, old: CodePoints) -> CodePoints {
        let Some(last) = self.length else { return old };
        let start = self.place(old[0], |was, is| if old[0] == was[1] { None } else { Some(is[0]) });
        let end = self.place(old[1], |was, is| if old[1] == was[0] { None } else { Some(is[1]) });
        let start = start.min(last);
        [start, end.clamp(start, last)]
    }

    /// A position that lies in or at the end of a replaced stretch is settled by `inside`; any other moves with the text.
    fn place(&self, at: usize, inside: impl Fn(CodePoints, CodePoints) -> Option<usize>) -> usize {
        let after = self.moved.partition_point(|(was, _)| was[0] <= at);
        match self.moved[..after].last() {
            Some(&(was, is)) if at <= was[1] => {
                let fallback = if at == was[1] { is[1] } else { is[0] };
                inside(was, is).unwrap_or(fallback)
            }
            Some(&(was, is)) => at - was[1] + is[1],
            None => at,
        }
    }

    /// Whether a span of the old text touches a replaced stretch.
    pub fn touches(&self, old: CodePoints) -> bool {
        self.moved.iter().any(|(was, _)| was[0] < old[1] && old[0] < was[1])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(text: &str, words: &str, with: &str) -> Edit {
        let start = text.find(words).unwrap();
        Edit { range: start..start + words.len(), with: with.to_owned() }
    }

    #[test]
    fn spans_follow_the_text() {
        let text = "قال سامر خليل لنا";
        let edited = Edited::new(text, vec![edit(text, "سامر خليل", "X")]);
        assert_eq!(edited.text, "قال X لنا");
        assert_eq!(edited.words(edited.span([0, 3])), "قال");
        assert_eq!(edited.words(edited.span([4, 13])), "X");
        assert_eq!(edited.words(edited.span([14, 17])), "لنا");
        // Half of the name is all of what replaces it, and what touches the name from outside takes nothing of it.
        assert_eq!(edited.words(edited.span([9, 17])), "X لنا");
        assert_eq!(edited.words(edited.span([0, 6])), "قال X");
        assert_eq!(edited.words(edited.span([0, 4])), "قال ");
        assert_eq!(edited.words(edited.span([13, 17])), " لنا");
        assert!(edited.touches([9, 10]) && !edited.touches([13, 17]) && !edited.touches([0, 4]));
    }

    #[test]
    fn overlapping_edits_replace_what_both_cover() {
        let text = "أبو سامر خليل";
        let edited = Edited::new(text, vec![edit(text, "أبو سامر", "A"), edit(text, "سامر خليل", "B")]);
        assert_eq!(edited.text, "B");
    }

    proptest! {
        #[test]
        fn words_outside_of_edits_stay(text in "[ابت xس]{0,40}", cuts in prop::collection::vec((0usize..40, 1usize..6), 0..5), at in 0usize..40, len in 0usize..8) {
            let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let n = bytes.len() - 1;
            let clamp = |i: usize| i.min(n);
            let edits = cuts.iter().map(|&(s, l)| Edit { range: bytes[clamp(s)]..bytes[clamp(s + l)], with: "Z".into() }).collect();
            let edited = Edited::new(&text, edits);
            let old = [clamp(at), clamp(at + len)];
            let new = edited.span(old);
            prop_assert!(new[0] <= new[1]);
            let words = edited.words(new).to_owned();
            if !edited.touches(old) && old[0] < old[1] {
                prop_assert_eq!(words, &text[bytes[old[0]]..bytes[old[1]]]);
            } else if old[0] < old[1] {
                prop_assert!(words.contains('Z'));
            }
        }
    }
}
