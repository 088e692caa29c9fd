//! Dates in digits alone: 2015/8/7, 22/4, 3/2015, 2014-2018; and a day whose month is not said (يوم 27).

use jiff::civil::Date;

use super::calendar;
use super::month::MonthName;
use super::year::YearSaid;
use super::{Dates, Moment};
use crate::value::part::{Cue, Num};
use crate::value::{Lean, Precision};

impl Dates<'_> {
    /// 2015/8/7, 7-8-2015, 07.08.2015; the day stands first unless it cannot.
    pub(super) fn numeric(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if w.tag(at).num != Num::Digits {
            return None;
        }
        let text = w.text.clean(at);
        let mut parts = [0i16; 3];
        let mut widths = [0usize; 3];
        let end;
        if text.bytes().filter(|b| *b == b'.').count() == 2 {
            let mut fields = text.split('.');
            for i in 0..3 {
                let field = fields.next()?;
                (parts[i], widths[i]) = (field.parse().ok()?, field.len());
            }
            end = at + 1;
        } else {
            (parts[0], widths[0]) = w.small_int(at)?;
            let sep = w.cue(at + 1);
            if !matches!(sep, Cue::Slash | Cue::Dash) || !w.touches(at + 1) {
                return None;
            }
            for i in 1..3 {
                let p = at + 2 * i;
                if w.cue(p - 1) != sep || !w.touches(p) || !w.touches(p - 1) {
                    return None;
                }
                (parts[i], widths[i]) = w.small_int(p)?;
            }
            end = at + 5;
        }
        let (year, month, day) = match widths {
            [4, ..] => (parts[0], parts[1], parts[2]),
            [.., 4] => (parts[2], parts[1], parts[0]),
            [1..=2, 1..=2, 2] => (2000 + parts[2], parts[1], parts[0]),
            _ => return None,
        };
        let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
        if !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        let era = usize::from(matches!(w.folded(end), "م" | "ه"));
        let rule = "numeric date";
        let date = if (1300..1500).contains(&year) {
            calendar::hijri(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?
        } else if (1800..2100).contains(&year) {
            let month = i8::try_from(month).ok()?;
            match Date::new(year, month, i8::try_from(day).ok()?) {
                Ok(date) => date,
                // 2016-2-30 is no day; with 2016-2-38 only the day is amiss.
                Err(_) if widths[0] != 4 || w.is_code(at) && self.runs_on(at, end) => return None,
                Err(_) if day <= 31 => return Some(Moment::day(end, None, rule)),
                Err(_) => {
                    return Some(Moment::new(end, calendar::month(year, month), Precision::Month, rule));
                }
            }
        } else {
            return None;
        };
        Some(Moment::day(end + era, Some(date), rule))
    }

    /// Whether a sign joins further digits to those between `at` and `end`.
    fn runs_on(&self, at: usize, end: usize) -> bool {
        let w = self.w;
        let joins = |i: usize| matches!(w.cue(i), Cue::Dash | Cue::Slash);
        w.touches(end) && joins(end) || at > 0 && w.touches(at) && joins(at - 1)
    }

    /// Two numbers with a sign between them that touches both.
    fn pair(&self, at: usize, signs: &[Cue]) -> Option<((i16, usize), (i16, usize))> {
        let w = self.w;
        let sign = w.cue(at + 1);
        let (first, second) = (w.small_int(at)?, w.small_int(at + 2)?);
        let touching = w.touches(at + 1) && w.touches(at + 2);
        let code =
            at > 0 && w.touches(at) && w.cue(at - 1) == sign || w.cue(at + 3) == sign && w.touches(at + 3);
        (signs.contains(&sign) && touching && !code).then_some((first, second))
    }

    /// "22/4" after a preposition, or as no fraction would be written; "3/2015".
    pub(super) fn partial(&self, at: usize, framed: bool) -> Option<Moment> {
        let ((a, _), (b, wide)) = self.pair(at, &[Cue::Slash])?;
        let end = at + 3;
        let of = |month: i16| {
            let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
            Some(MonthName::gregorian(end, month))
        };
        let (month, year) = if wide == 4 { (a, b) } else { (b, a) };
        if (1900..2100).contains(&year) {
            let days = calendar::month(year, of(month)?.number().cast_signed());
            return Some(Moment::new(end, days, Precision::Month, "month"));
        }
        let (day, month) = if b > 12 { (b, a) } else { (a, b) };
        let day = u8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
        let (said, after) = self.year_said(end);
        let zero = self.w.text.clean(at + 2).starts_with('0');
        // "24/7" is round the clock.
        // "4/22", the month first, as writing from the right turns it round; "3/16 من" is a part.
        let turned = (2..=12).contains(&a) && b > 12 && self.w.ends_clause(end);
        let label = at > 0 && self.w.cue(at - 1) == Cue::Label;
        let fits = framed || zero || said != YearSaid::Unsaid || a > 12 && b <= 12 || turned && !label;
        if !fits || (a, b) == (24, 7) {
            return None;
        }
        let name = of(month)?;
        let days = self.resolve(name, Some(day), said);
        Some(Moment::day(after, days.map(|d| d.0), "numeric date"))
    }

    /// "في 4.22", "في 22.4": after في with nothing to count, where one of the two can only be a day and no number
    /// stands before.
    pub(super) fn dotted(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let before = at.checked_sub(2)?;
        if w.tag(at).num != Num::Digits || !w.is_word(before) || w.tag(before).num != Num::None {
            return None;
        }
        let (a, b) = w.text.clean(at).split_once('.').filter(|(a, b)| a.len() <= 2 && b.len() <= 2)?;
        let (a, b): (u8, u8) = (a.parse().ok()?, b.parse().ok()?);
        let (day, month) = if b > 12 { (b, a) } else { (a, b) };
        let dated = (13..=31).contains(&day) && (1..=12).contains(&month);
        if !dated || !w.ends_clause(at + 1) || !w.same_line(at) {
            return None;
        }
        let days = self.resolve(MonthName::gregorian(at + 1, month), Some(day), YearSaid::Unsaid);
        Some(Moment::day(at + 1, days.map(|d| d.0), "numeric date"))
    }

    /// "2014-2018".
    pub(super) fn year_span(&self, at: usize) -> Option<Moment> {
        let ((a, 4), (b, 4)) = self.pair(at, &[Cue::Dash, Cue::Slash])? else { return None };
        let years = 1900..2100;
        let days = calendar::year(a).zip(calendar::year(b)).map(|(a, b)| (a.0, b.1));
        (years.contains(&a) && years.contains(&b) && a < b)
            .then(|| Moment::new(at + 3, days, Precision::Year, "years"))
    }

    /// A number that can only be the day of a month: 1 to 31, and nothing that it might count.
    fn lone_day(&self, at: usize) -> Option<(u8, usize, bool)> {
        let w = self.w;
        let n = w.numeral(at).filter(|n| w.same_line(at) && !n.part)?;
        let day = n.small().filter(|d| (1..=31).contains(d))?;
        let counts = w.same_line(n.end)
            && (w.is_word(n.end) && w.cue(n.end) == Cue::None
                || w.tag(n.end).num != Num::None
                || matches!(w.cue(n.end), Cue::Colon | Cue::Slash | Cue::Percent | Cue::Dash));
        (!counts && w.tag(at).bare() && (!n.ordinal || w.tag(at).article)).then_some((day, n.end, n.ordinal))
    }

    /// "يوم 27": the last one, or the next when plans are told.
    pub(super) fn day_alone(&self, at: usize) -> Option<Moment> {
        let (day, end, ordinal) = self.lone_day(at)?;
        // "بيوم واحد" measures.
        if !ordinal && self.w.tag(at).num != Num::Digits {
            return None;
        }
        Some(Moment::day(end, self.nearest_day(day), "day alone"))
    }

    /// The last such day of a month, or the next when plans are told.
    pub(super) fn nearest_day(&self, day: u8) -> Option<Date> {
        let anchor = self.anchor?;
        let ahead = self.lean == Lean::Future;
        let months: &[f64] = if ahead { &[0.0, 1.0, 2.0] } else { &[0.0, -1.0, -2.0] };
        let near = |m: &f64| {
            let month = calendar::shift(anchor.first_of_month(), crate::value::part::Unit::Month, *m)?;
            Date::new(month.year(), month.month(), day.cast_signed()).ok()
        };
        months.iter().filter_map(near).find(|d| if ahead { *d >= anchor } else { *d <= anchor })
    }

    /// "الجمعة 15", "الخميس في السابع": the nearest such day of a month that is that weekday.
    pub(super) fn weekday_and_day(&self, weekday: u8, at: usize) -> Option<Moment> {
        let w = self.w;
        let p = if w.cue(at) == Cue::In { at + 1 } else { at };
        let (day, end, ordinal) = self.lone_day(p)?;
        if w.cue(end) == Cue::From || p == at && !ordinal && w.tag(p).num != Num::Digits {
            return None;
        }
        let rule = "weekday and day";
        let month = |m: f64| {
            self.anchor.and_then(|a| calendar::shift(a.first_of_month(), crate::value::part::Unit::Month, m))
        };
        // "الأحد الثاني": the second Sunday of this month.
        if ordinal && p == at && day <= 5 {
            // "للجمعة الثانية على التوالي" counts Fridays, not those of a month.
            if w.tag(at - 1).prep || w.cue(end) == Cue::On {
                return None;
            }
            let nth = month(0.0).and_then(|first| {
                let date = calendar::weekday_from(first, weekday)?;
                let date = calendar::add_days(date, 7 * i64::from(day - 1))?;
                (date.month() == first.month()).then_some(date)
            });
            return Some(Moment::day(end, nth, rule));
        }
        let date = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0].into_iter().filter_map(month).find_map(|first| {
            let date = Date::new(first.year(), first.month(), day.cast_signed()).ok()?;
            (calendar::weekday(weekday) == Some(date.weekday())).then_some(date)
        });
        (self.anchor.is_none() || date.is_some()).then(|| Moment::day(end, date, rule))
    }
}
