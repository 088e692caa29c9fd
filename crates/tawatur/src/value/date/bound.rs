//! Bounds that let the day itself in or set a last one: بعد أو في 1/1/2016, 2012 أو بعده, من الآن فصاعدا, في موعد
//! أقصاه الأحد.

use super::{Dates, Moment};
use crate::value::part::{Cue, Num};
use crate::value::{Lean, Precision, TimeKind};

impl Dates<'_> {
    /// "بعد أو يساوي 1/1/2016", "قبل أو في نهاية الشهر": at `at` stands what follows the preposition.
    pub(super) fn inclusive(&self, at: usize, after: bool) -> Option<Moment> {
        let w = self.w;
        let lets_in = matches!(w.cue(at + 1), Cue::Equals | Cue::In | Cue::During);
        if w.cue(at) != Cue::Or || !lets_in {
            return None;
        }
        let found = self.moment(at + 2, true).filter(|m| m.kind == TimeKind::Date)?;
        Some(if after { Self::from_then_on(found) } else { Self::up_to_then(found) })
    }

    /// "في موعد لا يتجاوز غدا", "في أجل أقصاه نهاية الشهر": `at` is where the bound begins.
    pub(super) fn no_later(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let named = at.checked_sub(1).map(|before| w.folded(before).trim_start_matches(['ب', 'ل', 'و']))?;
        if !matches!(named, "موعد" | "تاريخ" | "اجل" | "وقت" | "مهله" | "فتره" | "حد")
        {
            return None;
        }
        let p = match (w.cue(at), w.cue(at + 1)) {
            (Cue::Deadline, _) => at + 1,
            (Cue::Not, Cue::Passes) => at + 2,
            _ => return None,
        };
        let found = self.moment(p, true).filter(|m| m.kind == TimeKind::Date)?;
        Some(Self::up_to_then(found))
    }

    /// "تنتهي مع 1/1/2016": what ends with a day runs up to it.
    pub(super) fn ending_with(&self, at: usize) -> Option<Moment> {
        let ends = at.checked_sub(1).is_some_and(|before| {
            matches!(self.w.folded(before), "ينتهي" | "تنتهي" | "المنتهي" | "المنتهيه")
        });
        let found = self.absolute(at + 1).filter(|_| ends)?;
        Some(Self::up_to_then(found))
    }

    /// What stands after a date and opens it: أو بعده, فصاعدا.
    pub(super) fn and_beyond(&self, found: Moment) -> Moment {
        match self.beyond(found.end).filter(|_| found.kind == TimeKind::Date) {
            Some((end, true)) => Self::from_then_on(found).until(end),
            Some((end, false)) => Self::up_to_then(found).until(end),
            None => found,
        }
    }

    /// "2012 أو بعده": what follows tells that four digits are a year.
    pub(super) fn year_and_beyond(&self, at: usize) -> Option<Moment> {
        let year = self.bare_year(at).filter(|year| self.beyond(year.end).is_some())?;
        Some(self.and_beyond(year))
    }

    /// Where "or after it" ends, and whether it is after (true) or before (false).
    fn beyond(&self, at: usize) -> Option<(usize, bool)> {
        let w = self.w;
        if !w.same_line(at) {
            return None;
        }
        if matches!(w.folded(at), "فصاعدا" | "وصاعدا") {
            return Some((at + 1, true));
        }
        let what = w.cue(at) == Cue::What && w.tag(at).conj;
        if w.cue(at) != Cue::Or && !what {
            return None;
        }
        match (w.folded(at + 1), w.cue(at + 1), w.cue(at + 2)) {
            ("بعده" | "بعدها", ..) => Some((at + 2, true)),
            ("قبله" | "قبلها", ..) => Some((at + 2, false)),
            (_, Cue::After, Cue::That) if w.folded(at + 2) == "ذلك" => Some((at + 3, true)),
            (_, Cue::Before, Cue::That) if w.folded(at + 2) == "ذلك" => Some((at + 3, false)),
            _ => None,
        }
    }

    fn from_then_on(found: Moment) -> Moment {
        Moment { to: None, precision: Precision::Vague, rule: "from then on", ..found }
    }

    fn up_to_then(found: Moment) -> Moment {
        Moment { from: None, precision: Precision::Vague, rule: "no later", ..found }
    }

    /// "عاد في 27.": two digits after في with nothing that they could count, and no number before.
    pub(super) fn number_alone(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let (_, wide) = w.small_int(at)?;
        let before = at.checked_sub(2)?;
        let alone = w.ends_clause(at + 1) && !w.touches(at) && w.same_line(at);
        let times = w.tag(before).num != Num::None || w.cue(before) == Cue::Percent;
        (wide == 2 && alone && !times && w.is_word(before)).then(|| self.day_alone(at))?
    }

    /// "إلى الحادي والعشرين", "للثاني والعشرين": above ten a rank that names nothing is the day of a month. What
    /// runs from one rank to another stays one.
    pub(super) fn rank_alone(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let before = at.checked_sub(1)?;
        let apart = matches!(w.cue(before), Cue::To | Cue::In | Cue::Until | Cue::Since);
        let attached = w.tag(at).prep && w.folded(at).trim_start_matches(['و', 'ف']).starts_with("لل");
        let n = w.numeral(at).filter(|n| n.ordinal && n.value > 10.0 && w.tag(at).article)?;
        // Days are masculine, and so are both parts of their rank.
        let feminine = w.folded(at).ends_with('ه') || w.folded(n.end - 1).ends_with('ه');
        let ranks = at.checked_sub(2).is_some_and(|i| w.tag(i).num != Num::None);
        if feminine || ranks || apart == attached || !w.ends_clause(n.end) {
            return None;
        }
        let day = n.small().filter(|d| *d <= 31)?;
        // What is put off to a day, or lasts until it, looks ahead; what happened on it or since looks back.
        let onward = attached || matches!(w.cue(before), Cue::To | Cue::Until);
        let lean = if onward { Lean::Future } else { self.lean };
        Some(Moment::day(n.end, Self { lean, ..*self }.nearest_day(day), "day alone"))
    }
}
