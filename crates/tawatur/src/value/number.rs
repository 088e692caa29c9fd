//! Numerals: digits and number words composed to one value.
//!
//! Arabic composes upwards inside a hundred (ثلاثة وعشرون, "three and twenty") and downwards above it
//! (ألفان وثلاثمئة), always joined by و except in the teens (خمسة عشر) and before a multiplier (3 آلاف).
//! The grammar here knows only that; bounds, qualifiers and nouns are the business of [`super::quantity`].

use super::words::{Cue, Num, Tag, Words};
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

    fn plain(end: usize, value: f64) -> Self {
        Self { end, value, scale: 1.0, digits: false, ordinal: false, part: false }
    }
}

/// Reads digits with their separators: ٬ and ، group by three, ٫ is the decimal sign, and . and , are
/// whichever the grouping allows.
pub(super) fn digits(s: &str) -> Option<f64> {
    let seps = s.chars().filter(|c| !c.is_ascii_digit()).count();
    if seps == 0 {
        return s.parse().ok();
    }
    let mut plain = String::with_capacity(s.len());
    let mut rest = s;
    let mut lead = true;
    while let Some(at) = rest.find(|c: char| !c.is_ascii_digit()) {
        let mut chars = rest[at..].chars();
        let sep = chars.next()?;
        let after = chars.as_str();
        let run = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let groups = run == 3 && (!lead || at <= 3 && !rest.starts_with('0'));
        plain.push_str(&rest[..at]);
        match sep {
            '٬' | '،' if groups => {}
            ',' | '.' if groups && !plain.contains('.') => {}
            '٫' | ',' | '.' if !plain.contains('.') && run == after.len() => plain.push('.'),
            _ => return None,
        }
        lead = false;
        rest = after;
    }
    plain.push_str(rest);
    plain.parse().ok()
}

fn ten_to(power: u8) -> f64 {
    10f64.powi(i32::from(power))
}

impl Words<'_> {
    /// The digits at `at`, read.
    pub(super) fn digits(&self, at: usize) -> Option<f64> {
        (self.tag(at).num == Num::Digits).then(|| digits(self.text.clean(at))).flatten()
    }

    /// The whole number of at most four digits at `at`: a day, a month, a year.
    pub(super) fn small_int(&self, at: usize) -> Option<(i16, usize)> {
        if self.tag(at).num != Num::Digits {
            return None;
        }
        let s = self.text.clean(at);
        if s.len() > 4 || !s.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some((s.parse().ok()?, s.len()))
    }

    /// The position after a conjunction before a number: written onto the word or standing alone.
    fn joined(&self, at: usize) -> Option<usize> {
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
    fn follows(&self, at: usize) -> bool {
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
                .fraction_of_digits(at)
                .or_else(|| self.mixed_digits(at))
                .or_else(|| self.spaced_digits(at))
                .or_else(|| self.power(at))
                .or_else(|| self.cardinal(at)),
            _ => self.cardinal(at),
        }
    }

    /// نصف, or نصف مليون.
    fn part(&self, at: usize, n: u8) -> Numeral {
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

    /// 3/4; dates have been taken out before.
    fn fraction_of_digits(&self, at: usize) -> Option<Numeral> {
        let over = at + 2;
        if self.cue(at + 1) != Cue::Slash || !self.touches(at + 1) || !self.touches(over) {
            return None;
        }
        let (above, below) = (self.digits(at)?, self.digits(over)?);
        let sign = if self.is_negative(at) { -1.0 } else { 1.0 };
        (below > 0.0 && self.cue(over + 1) != Cue::Slash && !self.is_code(at)).then(|| Numeral {
            digits: true,
            part: above < below,
            ..Numeral::plain(over + 1, sign * above / below)
        })
    }

    /// "2 1/4".
    fn mixed_digits(&self, at: usize) -> Option<Numeral> {
        let (whole, _) = self.small_int(at)?;
        if !self.same_line(at + 1) || self.touches(at + 1) {
            return None;
        }
        let rest = self.fraction_of_digits(at + 1).filter(|f| f.part)?;
        Some(Numeral { digits: true, ..Numeral::plain(rest.end, f64::from(whole) + rest.value) })
    }

    /// "1 234 567": groups of three parted by spaces; a single one by a space that does not break.
    fn spaced_digits(&self, at: usize) -> Option<Numeral> {
        let is_group = |i: usize| {
            self.tag(i).num == Num::Digits && self.same_line(i) && !self.touches(i) && {
                let group = self.text.clean(i);
                group.find('.').unwrap_or(group.len()) == 3
            }
        };
        let first = self.text.clean(at);
        if first.len() > 3 || first.starts_with('0') || at > 0 && self.tag(at - 1).num == Num::Digits {
            return None;
        }
        let mut end = at + 1;
        let mut joined = first.to_owned();
        while is_group(end) && !joined.contains('.') {
            joined.push_str(self.text.clean(end));
            end += 1;
        }
        // U+00A0 and U+202F, the spaces that do not break, are there to group digits.
        let firm = || {
            self.text.doc()[self.text.span(&(at..end)).range()].contains(['\u{00A0}', '\u{202F}'])
        };
        (end > at + 2 || end == at + 2 && firm())
            .then(|| digits(&joined).map(|n| Numeral { digits: true, ..Numeral::plain(end, n) }))?
    }

    /// "1.1^23", "1e10": the notation of tables, which no script changes.
    fn power(&self, at: usize) -> Option<Numeral> {
        let base = self.digits(at)?;
        let by_ten = matches!(self.folded(at + 1), "e" | "E");
        if !by_ten && self.folded(at + 1) != "^" || !self.touches(at + 1) {
            return None;
        }
        let mut p = at + 2;
        let mut sign = 1.0;
        while matches!(self.folded(p), "+" | "-") && self.touches(p) {
            sign *= if self.folded(p) == "-" { -1.0 } else { 1.0 };
            p += 1;
        }
        let exponent = self.digits(p).filter(|_| self.touches(p))? * sign;
        let value = if by_ten { base * 10f64.powf(exponent) } else { base.powf(exponent) };
        let minus = at > 0 && self.cue(at - 1) == Cue::Dash && self.touches(at);
        let sign = if minus && (at == 1 || !self.touches(at - 1)) { -1.0 } else { 1.0 };
        value.is_finite().then(|| Numeral { digits: true, ..Numeral::plain(p + 1, sign * value) })
    }

    /// Whether the digits at `at` are part of a code, as of a telephone: +1-222-2222, 12-345-67.
    pub(super) fn is_code(&self, at: usize) -> bool {
        let linked = |i: usize| {
            i > 0
                && matches!(self.cue(i), Cue::Dash | Cue::Slash)
                && self.touches(i)
                && self.touches(i + 1)
                && self.tag(i - 1).num == Num::Digits
                && self.tag(i + 1).num == Num::Digits
        };
        if self.tag(at).num != Num::Digits {
            return false;
        }
        let (mut first, mut last) = (at, at);
        while first >= 2 && linked(first - 1) {
            first -= 2;
        }
        while linked(last + 1) {
            last += 2;
        }
        let dialled = first > 0 && self.folded(first - 1) == "+" && self.touches(first) && last > first;
        dialled || last - first >= 4
    }

    /// خمس السكان "a fifth of": a unit before a definite noun. Five of something takes a bare plural.
    fn halves_a_noun(&self, at: usize) -> bool {
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
        let stem = if self.tag(at).bare() { word } else { word.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']) };
        matches!(stem, "خمس" | "سبع" | "تسع" | "عشر")
    }

    /// "واحد على عشرين", "واحد من مئة", "عشرين جزءا من ألف": one number over another.
    fn divided(&self, above: &Numeral) -> Option<Numeral> {
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
    fn piece_of(&self, at: usize, above: f64) -> Option<Numeral> {
        if self.cue(at + 1) != Cue::From || !self.tag(at).bare() {
            return None;
        }
        let below = self.cardinal(at + 2).filter(|b| !b.digits && b.value >= 10.0 && b.value > above)?;
        let counted = self.tag(below.end).num == Num::Piece;
        (!counted).then(|| Numeral { part: true, ..Numeral::plain(below.end, above / below.value) })
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
        Some(Numeral { ordinal: true, ..Numeral::plain(end, value) })
    }

    fn cardinal(&self, at: usize) -> Option<Numeral> {
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

    /// مليون ونصف, ثلاثة وربع, and ثلاثة أرباع.
    fn add_part(&self, end: &mut usize, total: &mut f64, last: f64) {
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

    fn in_parts(&self, at: usize, end: usize) -> bool {
        end == at + 2 && matches!(self.tag(at + 1).num, Num::Parts(..))
    }

    /// "1 فاصلة 5".
    fn add_decimals(&self, end: &mut usize, total: &mut f64) {
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

    /// A multiplier that follows a number: ألف, آلاف, مليونا.
    fn multiplier(&self, at: usize) -> Option<u8> {
        let tag = self.tag(at);
        match tag.num {
            Num::Scale(p) | Num::Scales(p) if self.follows(at) => Some(p),
            _ => None,
        }
    }

    /// One component below a thousand, digits of any size, or a bare multiplier.
    fn component(&self, at: usize, first: bool) -> Option<(f64, usize)> {
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

    fn below_hundred(&self, at: usize) -> Option<(f64, usize)> {
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
    fn is_negative(&self, at: usize) -> bool {
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
