//! What says the year of a date: 2015, 1436هـ, الماضي, من العام المقبل, ألفين وأحد عشر.

use super::calendar;
use super::{Dates, Moment};
use crate::value::Precision;
use crate::value::part::{Count, Cue, Num, Time, Unit};

/// What says the year of a date.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum YearSaid {
    Year(i16),
    Hijri(i16),
    Past,
    Next,
    Current,
    Unsaid,
}

impl Dates<'_> {
    /// What says the year at `at`, and where it ends.
    pub(super) fn year_said(&self, at: usize) -> (YearSaid, usize) {
        let w = self.w;
        if !w.same_line(at) {
            return (YearSaid::Unsaid, at);
        }
        if let Some(found) = self.year_digits(at) {
            return found;
        }
        if matches!(w.cue(at), Cue::Comma | Cue::Dash | Cue::Slash)
            && let Some((YearSaid::Year(y), end)) = self.year_digits(at + 1)
        {
            return (YearSaid::Year(y), end);
        }
        match w.cue(at) {
            Cue::Past => return (YearSaid::Past, at + 1),
            Cue::Next => return (YearSaid::Next, at + 1),
            Cue::Current => return (YearSaid::Current, at + 1),
            _ => {}
        }
        if let Some(words) = self.year_words(at) {
            return words;
        }
        let mut p = at;
        if matches!(w.cue(p), Cue::From | Cue::In | Cue::During) {
            p += 1;
            if w.cue(at) == Cue::From
                && let Some(words) = self.year_words(p)
            {
                return words;
            }
        }
        let this = w.cue(p) == Cue::This;
        p += usize::from(this);
        if let Time::Unit(Unit::Year, Count::One) = w.time(p) {
            let number = self.year_digits(p + 1).or_else(|| self.year_words(p + 1));
            if let Some(found) = number.or_else(|| self.year_in_halves(p + 1)) {
                return found;
            }
            let step = match w.cue(p + 1) {
                Cue::Past => Some(-1),
                Cue::Next => Some(1),
                Cue::Current => Some(0),
                _ => None,
            };
            let end = if step.is_some() { p + 2 } else { p + 1 };
            if let Some(step) = step.or(if this { Some(0) } else { None }) {
                let year = self.anchor.map(|a| a.year() + step);
                return (year.map_or(YearSaid::Unsaid, YearSaid::Year), end);
            }
        }
        (YearSaid::Unsaid, at)
    }

    /// A year in words: ألفين وأحد عشر.
    pub(super) fn year_words(&self, at: usize) -> Option<(YearSaid, usize)> {
        let w = self.w;
        if !matches!(w.tag(at).num, Num::TwoScale(3) | Num::Scale(3)) || !w.tag(at).bare() {
            return None;
        }
        // ألفين alone counts.
        let n = w.numeral(at).filter(|n| (1900.0..2100.0).contains(&n.value) && n.end > at + 1)?;
        (n.value.fract() == 0.0).then_some((YearSaid::Year(n.value as i16), n.end))
    }

    /// "تسعة عشر تسعة وتسعون" after the word for a year: its hundreds and the rest, as English says it.
    pub(super) fn year_in_halves(&self, at: usize) -> Option<(YearSaid, usize)> {
        let w = self.w;
        let bare = |at: usize| w.same_line(at) && w.tag(at).bare() && !w.tag(at).article;
        let (hundreds, middle) = w.below_hundred(at).filter(|_| bare(at))?;
        let (rest, end) = w.below_hundred(middle).filter(|_| bare(middle))?;
        let years = (18.0..=20.0).contains(&hundreds) && rest >= 10.0;
        years.then_some((YearSaid::Year((hundreds * 100.0 + rest) as i16), end))
    }

    /// Four digits that are a year, with the sign of their era.
    pub(super) fn year_digits(&self, at: usize) -> Option<(YearSaid, usize)> {
        let w = self.w;
        let (n, 4) = w.small_int(at)? else { return None };
        let mut end = at + 1;
        let hijri = w.folded(end) == "ه" || w.folded(end) == "هجريه" || w.folded(end) == "هجري";
        if hijri || matches!(w.folded(end), "م" | "ميلاديه" | "ميلادي") {
            end += 1;
        }
        if (1300..1500).contains(&n) && hijri || (1380..1460).contains(&n) {
            return Some((YearSaid::Hijri(n), end));
        }
        (1800..2100).contains(&n).then_some((YearSaid::Year(n), end))
    }

    /// Four digits alone, as in "في 2015".
    pub(super) fn bare_year(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let (YearSaid::Year(y), end) = self.year_digits(at)? else { return None };
        let counts = w.is_word(end)
            && w.same_line(end)
            && w.tag(end).cue == Cue::None
            && w.tag(end).time == Time::None
            && !w.folded(end).starts_with(['و', 'ب', 'ل', 'ا', 'ف', 'ي', 'ت'])
            && w.folded(end).ends_with('ا');
        ((1900..2100).contains(&y) && !counts && w.cue(end) != Cue::Percent)
            .then(|| Moment::new(end, calendar::year(y), Precision::Year, "year"))
    }
}
