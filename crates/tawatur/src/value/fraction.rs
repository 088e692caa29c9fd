//! Parts and ratios: نصف مليون, ثلاثة أخماس, واحد على عشرين, جزء من مئة, 1 فاصلة 5.

use super::number::{Numeral, ten_to};
use super::part::{Cue, Num};
use super::words::Words;

impl Words<'_> {
    /// نصف, or نصف مليون.
    pub(super) fn part(&self, at: usize, n: u8) -> Numeral {
        let part = 1.0 / f64::from(n);
        let next = self.tag(at + 1);
        match next.num {
            Num::Scale(p) if self.follows(at + 1) => {
                Numeral { scale: ten_to(p), ..Numeral::plain(at + 2, part * ten_to(p)) }
            }
            Num::Dozen(k) if self.follows(at + 1) => Numeral::plain(at + 2, part * f64::from(k)),
            // "خُمس العشرين"
            Num::Tens(t) if self.follows(at + 1) && next.article => {
                Numeral::plain(at + 2, part * f64::from(t))
            }
            _ => Numeral { part: true, ..Numeral::plain(at + 1, part) },
        }
    }

    /// خمس السكان "a fifth of": a unit before a definite noun. Five of something takes a bare plural.
    pub(super) fn halves_a_noun(&self, at: usize) -> bool {
        let tag = self.tag(at);
        let next = self.tag(at + 1);
        let noun = next.num == Num::None && self.is_word(at + 1) && next.cue == Cue::None
            || matches!(next.num, Num::Tens(_)) && next.article;
        self.is_fifth(at)
            && !tag.article
            && self.same_line(at + 1)
            && noun
            && self.folded(at + 1).starts_with("ال")
    }

    /// Units that unvocalised are also parts: خُمس, سُبع, تُسع, عُشر.
    fn is_fifth(&self, at: usize) -> bool {
        let word = self.folded(at);
        let stem =
            if self.tag(at).bare() { word } else { word.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']) };
        matches!(stem, "خمس" | "سبع" | "تسع" | "عشر")
    }

    /// "واحد على عشرين", "واحد من مئة", "عشرين جزءا من ألف": one number over another.
    pub(super) fn divided(&self, above: &Numeral) -> Option<Numeral> {
        let p = above.end;
        if above.ordinal || above.part || !self.same_line(p) || !self.tag(p).bare() {
            return None;
        }
        if self.tag(p).num == Num::Piece {
            return self.piece_of(p, above.value);
        }
        let below = |at: usize| {
            let below = self.tag(at).bare().then(|| self.cardinal(at)).flatten()?;
            (below.value > 0.0 && !self.tag(at).article && self.same_line(at)).then_some(below)
        };
        let alone = |end: usize| !self.is_word(end) || !self.same_line(end);
        let one = above.value.abs() <= 1.0;
        let found = match self.cue(p) {
            Cue::On => below(p + 1).filter(|b| one || alone(b.end))?,
            // "واحد من ثلاثة جنود" is one of them: only bare words are a ratio.
            Cue::From => below(p + 1).filter(|b| {
                let words = !above.digits && !b.digits && above.value < b.value;
                words && (one || above.value >= 100.0) && alone(b.end)
            })?,
            _ => return None,
        };
        let part = above.value.abs() < found.value;
        Some(Numeral { part, ..Numeral::plain(found.end, above.value / found.value) })
    }

    /// "جزء من مئة": a part of that many.
    pub(super) fn piece_of(&self, at: usize, above: f64) -> Option<Numeral> {
        if self.cue(at + 1) != Cue::From || !self.tag(at).bare() {
            return None;
        }
        let below = self.cardinal(at + 2).filter(|b| !b.digits && b.value >= 10.0 && b.value > above)?;
        let counted = self.tag(below.end).num == Num::Piece;
        (!counted).then(|| Numeral { part: true, ..Numeral::plain(below.end, above / below.value) })
    }

    /// مليون ونصف, ثلاثة وربع, and ثلاثة أرباع.
    pub(super) fn add_part(&self, end: &mut usize, total: &mut f64, last: f64) {
        if let Some(above) = self.joined(*end)
            && let Some((k, next)) = self.below_hundred(above)
            && let Num::Parts(n, 0) = self.tag(next).num
            && self.follows(next)
        {
            *total += k / f64::from(n);
            *end = next + 1;
        } else if let Some(part) = self.joined(*end)
            && let Num::Parts(n, k @ 1..) = self.tag(part).num
            && !self.tag(part).article
        {
            *total += last.min(1e15) * f64::from(k) / f64::from(n);
            *end = part + 1;
        } else if let Some(part) = self.joined(*end)
            && let Num::Part(n) = self.tag(part).num
            && !self.tag(part).article
        {
            *total += last.min(1e15) / f64::from(n);
            *end = part + 1;
        } else if let Num::Parts(n, 0) = self.tag(*end).num
            && self.follows(*end)
            && *total < 100.0
        {
            *total /= f64::from(n);
            *end += 1;
        } else if let Num::Unit(n @ 5..=10) = self.tag(*end).num
            && self.follows(*end)
            && self.is_fifth(*end)
            && *total >= 11.0
        {
            // "ثلاثة وعشرون خمسا": no numeral above ten stands before another unit.
            *total /= f64::from(n);
            *end += 1;
        }
    }

    pub(super) fn in_parts(&self, at: usize, end: usize) -> bool {
        end == at + 2 && matches!(self.tag(at + 1).num, Num::Parts(..))
    }

    /// "1 فاصلة 5".
    pub(super) fn add_decimals(&self, end: &mut usize, total: &mut f64) {
        if self.cue(*end) == Cue::Point
            && let Some((value, next)) = self.component(*end + 1, false)
            && value.fract() == 0.0
            && (0.0..1e6).contains(&value)
        {
            let mut shift = 1.0;
            while shift <= value {
                shift *= 10.0;
            }
            *end = next;
            // "فاصلة ثلاثة من مئة"
            if self.cue(next) == Cue::From
                && let Num::Hundreds(_) | Num::Scale(3) = self.tag(next + 1).num
                && let Some((of, after)) = self.component(next + 1, false)
                && of > value
            {
                shift = of;
                *end = after;
            }
            *total += value / shift.max(10.0);
        }
    }
}
