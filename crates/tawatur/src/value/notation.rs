//! Numbers in digits: separators, 3/4, 2 1/4, 1 234 567, 1e10, and digits that are a code.

use super::number::Numeral;
use super::part::{Cue, Num};
use super::words::Words;

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

    /// 3/4; dates have been taken out before.
    pub(super) fn fraction_of_digits(&self, at: usize) -> Option<Numeral> {
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
    pub(super) fn mixed_digits(&self, at: usize) -> Option<Numeral> {
        let (whole, _) = self.small_int(at)?;
        if !self.same_line(at + 1) || self.touches(at + 1) {
            return None;
        }
        let rest = self.fraction_of_digits(at + 1).filter(|f| f.part)?;
        Some(Numeral { digits: true, ..Numeral::plain(rest.end, f64::from(whole) + rest.value) })
    }

    /// "1/4 2": the same, written from the right, where the part comes first to the eye; nothing may be counted by
    /// the whole number.
    pub(super) fn mixed_from_the_right(&self, at: usize) -> Option<Numeral> {
        let part = self.fraction_of_digits(at).filter(|f| f.part)?;
        let (below, _) = self.small_int(at + 2).filter(|(n, _)| *n <= 10)?;
        let whole = part.end;
        let (n, _) = self.small_int(whole).filter(|_| self.same_line(whole) && !self.touches(whole))?;
        let alone = self.ends_clause(whole + 1) && below > 1;
        alone.then(|| Numeral { digits: true, ..Numeral::plain(whole + 1, f64::from(n) + part.value) })
    }

    /// Whether the digits that end before `at` are grown together with Latin letters: 1M, 15E, 39Indians. Units of
    /// measure are no such letters.
    pub(super) fn in_latin_word(&self, at: usize) -> bool {
        let letters = self.folded(at);
        at > 0
            && self.tag(at - 1).num == Num::Digits
            && self.touches(at)
            && letters.starts_with(|c: char| c.is_ascii_alphabetic())
            && !matches!(letters.to_ascii_lowercase().as_str(), "km" | "mm" | "cm" | "kg")
    }

    /// "1 234 567": groups of three parted by spaces; a single one by a space that does not break.
    pub(super) fn spaced_digits(&self, at: usize) -> Option<Numeral> {
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
        while is_group(end) && !joined.contains('.') && end < at + 6 {
            joined.push_str(self.text.clean(end));
            end += 1;
        }
        // U+00A0 and U+202F, the spaces that do not break, are there to group digits.
        let firm = || self.text.doc()[self.text.span(&(at..end)).range()].contains(['\u{00A0}', '\u{202F}']);
        (end > at + 2 || end == at + 2 && firm())
            .then(|| digits(&joined).map(|n| Numeral { digits: true, ..Numeral::plain(end, n) }))?
    }

    /// "1.1^23", "1e10": the notation of tables, which no script changes.
    pub(super) fn power(&self, at: usize) -> Option<Numeral> {
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
        while first >= 2 && at - first < 6 && linked(first - 1) {
            first -= 2;
        }
        while last - at < 6 && linked(last + 1) {
            last += 2;
        }
        let dialled = first > 0 && self.folded(first - 1) == "+" && self.touches(first) && last > first;
        dialled || last - first >= 4
    }
}
