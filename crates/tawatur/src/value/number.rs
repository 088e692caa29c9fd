//! Numerals: digits and number words composed to one value.
//!
//! Arabic composes upwards inside a hundred (ثلاثة وعشرون, "three and twenty") and downwards above it
//! (ألفان وثلاثمئة), always joined by و except in the teens (خمسة عشر) and before a multiplier (3 آلاف).
//! The grammar here knows only that; bounds, qualifiers and nouns are the business of [`super::quantity`].

use super::part::{Cue, Num, Tag};
use super::words::Words;
use crate::text::Gap;

/// A composed numeral.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    pub end: usize,
    pub value: f64,
    /// The multiplier that closed it (25 ألف: 1000), else 1.
    pub scale: f64,
    /// Digits without any word.
    pub digits: bool,
    pub ordinal: bool,
    /// A part of one: نصف, ثلاثة أرباع.
    pub part: bool,
}

impl Numeral {
    /// A whole number of at most two digits, as days and months are.
    #[expect(clippy::cast_sign_loss, reason = "the range is checked")]
    pub(super) fn small(&self) -> Option<u8> {
        let whole = self.value.fract() == 0.0 && !self.part;
        (whole && (0.0..100.0).contains(&self.value)).then_some(self.value as u8)
    }

    pub(super) fn plain(end: usize, value: f64) -> Self {
        Self { end, value, scale: 1.0, digits: false, ordinal: false, part: false }
    }
}

pub(super) fn ten_to(power: u8) -> f64 {
    10f64.powi(i32::from(power))
}

impl Words<'_> {
    /// The position after a conjunction before a number: written onto the word or standing alone.
    pub(super) fn joined(&self, at: usize) -> Option<usize> {
        if !self.same_line(at) {
            return None;
        }
        let tag = self.tag(at);
        // وأحد عشر folds to the word for "one".
        let one = tag.num == Num::Unit(1) && self.folded(at) == "واحد";
        if tag.conj && !tag.prep || one && self.tag(at + 1).num == Num::Unit(10) {
            return Some(at);
        }
        (tag.cue == Cue::And).then_some(at + 1)
    }

    /// Whether token `at` continues the one before: same line, nothing written onto it.
    pub(super) fn follows(&self, at: usize) -> bool {
        self.same_line(at) && self.tag(at).bare()
    }

    /// Reads the numeral that starts at `at`.
    pub(super) fn numeral(&self, at: usize) -> Option<Numeral> {
        let numeral = self.undivided(at)?;
        Some(self.divided(&numeral).unwrap_or(numeral))
    }

    fn undivided(&self, at: usize) -> Option<Numeral> {
        let tag = self.tag(at);
        match tag.num {
            Num::Piece => self.piece_of(at, 1.0),
            Num::Unit(n) if self.halves_a_noun(at) => Some(self.part(at, n)),
            Num::Ordinal(n) => self.ordinal(at, n),
            // "سنة ونصف" halves what stands before.
            Num::Part(_) if tag.conj && !self.folded(at + 1).starts_with("ال") => None,
            // "ربع النهائي" is a match.
            Num::Part(_) if matches!(self.folded(at + 1), "النهايي" | "نهايي") => None,
            Num::Part(n) => Some(self.part(at, n)),
            Num::Parts(n, k) if k > 0 => {
                Some(Numeral { part: true, ..Numeral::plain(at + 1, f64::from(k) / f64::from(n)) })
            }
            Num::None | Num::Many(_) | Num::Few | Num::Scales(_) | Num::Parts(..) | Num::Dozens => None,
            Num::Digits => self
                .mixed_from_the_right(at)
                .or_else(|| self.fraction_of_digits(at))
                .or_else(|| self.mixed_digits(at))
                .or_else(|| self.spaced_digits(at))
                .or_else(|| self.power(at))
                .or_else(|| self.cardinal(at)),
            _ => self.cardinal(at),
        }
    }

    fn ordinal(&self, at: usize, n: u8) -> Option<Numeral> {
        let mut value = f64::from(n);
        let mut end = at + 1;
        if self.tag(end).num == Num::Unit(10) && self.follows(end) {
            value += 10.0;
            end += 1;
        } else if let Some(tens) = self.joined(end)
            && let Num::Tens(t) = self.tag(tens).num
        {
            value += f64::from(t);
            end = tens + 1;
        } else if self.folded(at).ends_with("حادي") || self.folded(at).ends_with("حاديه") {
            return None;
        }
        // "الخامس بعد المئة"
        if self.cue(end) == Cue::After
            && matches!(self.tag(end + 1).num, Num::Hundreds(_) | Num::Scale(3) | Num::TwoScale(3))
            && self.tag(end + 1).article
            && let Some((more, after)) = self.component(end + 1, false)
        {
            value += more;
            end = after;
        }
        Some(Numeral { ordinal: true, ..Numeral::plain(end, value) })
    }

    pub(super) fn cardinal(&self, at: usize) -> Option<Numeral> {
        let negative = self.is_negative(at);
        let mut total = 0.0;
        let mut last = f64::INFINITY;
        let mut scale = 1.0;
        let mut pos = at;
        let mut end = at;
        let mut all_digits = true;
        loop {
            let first = end == at;
            let start = if first {
                at
            } else {
                match self.joined(pos) {
                    Some(start) => start,
                    None => break,
                }
            };
            let Some((value, mut next)) = self.component(start, first) else { break };
            let parts = matches!(self.tag(next).num, Num::Parts(_, 0)) && self.follows(next);
            if !first && (value <= 0.0 || parts) {
                break;
            }
            let mut multiplied = value;
            let mut by = match self.tag(start).num {
                // A bare multiplier is its own component: ألف ومئة.
                Num::Scale(p) | Num::TwoScale(p) => ten_to(p),
                _ => 1.0,
            };
            let mut explicit = 1.0;
            while let Some(p) = self.multiplier(next) {
                multiplied *= ten_to(p);
                by *= ten_to(p);
                explicit *= ten_to(p);
                next += 1;
            }
            // "3 مئة" in digits, and dozens.
            let more = match self.tag(next).num {
                Num::Hundreds(100) if self.tag(start).num == Num::Digits && self.is_hundred(next) => 100.0,
                Num::Dozens if self.follows(next) => 12.0,
                _ => 1.0,
            };
            if more > 1.0 {
                multiplied *= more;
                by *= more;
                explicit *= more;
                next += 1;
            }
            if by >= last || (by <= 1.0 && multiplied >= last) {
                break;
            }
            all_digits &= self.tag(start).num == Num::Digits && explicit <= 1.0;
            total += multiplied;
            scale = if first { explicit } else { 1.0 };
            last = by;
            end = next;
            pos = next;
            if by <= 1.0 {
                break;
            }
        }
        if end == at {
            return None;
        }
        self.add_part(&mut end, &mut total, last);
        self.add_decimals(&mut end, &mut total);
        if negative {
            total = -total;
        }
        Some(Numeral {
            end,
            value: total,
            scale,
            digits: all_digits,
            ordinal: false,
            part: self.in_parts(at, end),
        })
    }

    /// A multiplier that follows a number: ألف, آلاف, مليونا.
    fn multiplier(&self, at: usize) -> Option<u8> {
        let tag = self.tag(at);
        match tag.num {
            Num::Scale(p) | Num::Scales(p) if self.follows(at) => Some(p),
            _ => None,
        }
    }

    /// One component below a thousand, digits of any size, or a bare multiplier.
    pub(super) fn component(&self, at: usize, first: bool) -> Option<(f64, usize)> {
        let tag = self.tag(at);
        match tag.num {
            Num::Digits => {
                let value = self.digits(at)?;
                if at > 0 && self.touches(at) && first && self.leads_decimals(at - 1) {
                    return Some((value / ten_to(self.text.clean(at).len().min(15) as u8), at + 1));
                }
                Some((value, at + 1))
            }
            Num::Scale(p) => Some((ten_to(p), at + 1)),
            Num::TwoScale(p) => Some((2.0 * ten_to(p), at + 1)),
            Num::Dozen(n) => Some((f64::from(n), at + 1)),
            Num::Hundreds(h) => {
                let mut value = f64::from(h);
                let mut end = at + 1;
                if let Some(low) = self.joined(end)
                    && let Some((more, next)) = self.below_hundred(low)
                    // "مئة وصفر" are two numbers, "مئة وثلاثة أخماس" a number and a part.
                    && more > 0.0
                    && !matches!(self.tag(next).num, Num::Parts(_, 0))
                {
                    value += more;
                    end = next;
                } else if let Some(low) = self.joined(end)
                    && let Num::Dozen(n) = self.tag(low).num
                {
                    value += f64::from(n);
                    end = low + 1;
                }
                Some((value, end))
            }
            Num::Unit(n @ 3..=9) if self.is_hundred(at + 1) => {
                let (rest, end) = self.component(at + 1, false)?;
                Some((f64::from(n - 1) * 100.0 + rest, end))
            }
            _ => {
                let (value, end) = self.below_hundred(at)?;
                // أحد alone is "one of" or "anyone", not a numeral.
                let lonely = end == at + 1 && tag.cue == Cue::OneOf;
                (!lonely).then_some((value, end))
            }
        }
    }

    /// A decimal sign without a digit before it; an ordinary mark only where a line starts with it.
    fn leads_decimals(&self, at: usize) -> bool {
        let line = self.text.tokens()[at].gap >= Gap::Line;
        self.cue(at) == Cue::Decimal || line && matches!(self.folded(at), "." | ",")
    }

    fn is_hundred(&self, at: usize) -> bool {
        self.tag(at).num == Num::Hundreds(100) && self.follows(at) && !self.tag(at).article
    }

    pub(super) fn below_hundred(&self, at: usize) -> Option<(f64, usize)> {
        match self.tag(at).num {
            Num::Tens(t) => Some((f64::from(t), at + 1)),
            Num::Unit(n) => {
                let next = self.tag(at + 1);
                if n < 10 && next.num == Num::Unit(10) && self.follows(at + 1) && !next.article {
                    return Some((f64::from(n) + 10.0, at + 2));
                }
                if (1..10).contains(&n)
                    && let Some(tens) = self.joined(at + 1)
                    && let Num::Tens(t) = self.tag(tens).num
                {
                    return Some((f64::from(n) + f64::from(t), tens + 1));
                }
                Some((f64::from(n), at + 1))
            }
            _ => None,
        }
    }

    /// A minus sign touches its digits, stands free on its left, and no noun is counted.
    pub(super) fn is_negative(&self, at: usize) -> bool {
        if at == 0 {
            return false;
        }
        if self.cue(at - 1) == Cue::Minus {
            return true;
        }
        self.tag(at).num == Num::Digits
            && self.cue(at - 1) == Cue::Dash
            && self.touches(at)
            && (at == 1 || !self.touches(at - 1))
            && !self.is_word(at + 1)
            && !(at >= 2 && self.tag(at - 2).num == Num::Digits)
    }

    /// Whether the numeral that ends at `end` is a share of a hundred, and where the sign ends.
    pub(super) fn percent(&self, start: usize, end: usize) -> Option<usize> {
        if self.cue(end) == Cue::Percent && self.same_line(end) {
            return Some(end + 1);
        }
        let hundred = |tag: Tag| tag.num == Num::Hundreds(100);
        if hundred(self.tag(end)) && self.tag(end).prep && self.same_line(end) {
            return Some(end + 1);
        }
        if self.cue(end) == Cue::In && hundred(self.tag(end + 1)) && self.same_line(end) {
            return Some(end + 2);
        }
        (start > 0 && self.cue(start - 1) == Cue::Percent && self.touches(start)).then_some(end)
    }
}
