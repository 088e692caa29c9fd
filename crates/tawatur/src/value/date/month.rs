//! Dates that name a month or a year: 25 آب/أغسطس 2017, مطلع العام 2015, 07/08/2015, شهر رمضان 1436هـ.

use jiff::civil::Date;

use super::calendar::{self, Days};
use super::year::YearSaid;
use super::{Dates, Moment};
use crate::value::part::{Count, Cue, Edge, Num, Time, Unit};
use crate::value::{Lean, Precision};

/// A month by name.
#[derive(Clone, Copy)]
pub(super) struct MonthName {
    pub end: usize,
    month: u8,
    hijri: bool,
    /// The word alone may be something else: مارس "practised", رجب a given name.
    weak: bool,
}

impl MonthName {
    pub(super) fn gregorian(end: usize, month: u8) -> Self {
        Self { end, month, hijri: false, weak: false }
    }

    pub(super) fn number(self) -> u8 {
        self.month
    }
}

/// Days ahead within which a date without a year is taken to come, and not to be a year old.
const JUST_AHEAD: i64 = 92;

impl Dates<'_> {
    /// A month name at `at`, "شهر" before it and a second name after it included.
    pub(super) fn month_name(&self, at: usize) -> Option<MonthName> {
        let w = self.w;
        let mut name = if let Time::Unit(Unit::Month, Count::One) = w.time(at) {
            match self.month_word(at + 1).filter(|_| w.same_line(at + 1) && w.tag(at + 1).bare()) {
                Some(name) => MonthName { weak: false, ..name },
                None => return self.month_number(at),
            }
        } else {
            self.month_word(at)?
        };
        // The second name of the same month: آب/أغسطس, أبريل (نيسان).
        let (opened, second) = match w.cue(name.end) {
            Cue::Slash | Cue::Dash => (false, name.end + 1),
            Cue::Open => (true, name.end + 1),
            // "سبتمبر أيلول الماضي"
            _ if w.same_line(name.end) && w.tag(name.end).bare() => (false, name.end),
            _ => return Some(name),
        };
        if let Some(twin) = self.month_word(second).filter(|t| t.month == name.month && t.hijri == name.hijri)
        {
            name.end = twin.end + usize::from(opened && w.cue(twin.end) == Cue::Close);
            name.weak = false;
        }
        Some(name)
    }

    fn month_word(&self, at: usize) -> Option<MonthName> {
        let w = self.w;
        let ordinal = |at: usize| match w.tag(at).num {
            Num::Ordinal(n @ 1..=2) if w.same_line(at) => Some(n),
            _ => None,
        };
        let name = |end: usize, month: u8, hijri: bool| MonthName { end, month, hijri, weak: hijri };
        Some(match w.time(at) {
            Time::Month(m) => name(at + 1, m, false),
            Time::WeakMonth(m) => MonthName { weak: true, ..name(at + 1, m, false) },
            Time::TwinMonth(10) => name(at + 2, 9 + ordinal(at + 1)?, false),
            Time::TwinMonth(_) => name(at + 2, if ordinal(at + 1)? == 1 { 12 } else { 1 }, false),
            Time::Hijri(m) => name(at + 1, m, true),
            // ربيع الأول, ربيع الآخر; جمادى الأولى, جمادى الآخرة. Two words are nobody's name.
            Time::Season(3) | Time::HijriHead(5) if !w.tag(at).article => {
                let first = if w.time(at) == Time::HijriHead(5) { 5 } else { 3 };
                let second = matches!(w.folded(at + 1), "الاخر" | "الاخره");
                let month = first + if second { 1 } else { ordinal(at + 1)? - 1 };
                MonthName { weak: false, ..name(at + 2, month, true) }
            }
            Time::HijriHead(_) => {
                let month = match w.folded(at + 1) {
                    "القعده" => 11,
                    "الحجه" => 12,
                    _ => return None,
                };
                MonthName { weak: false, ..name(at + 2, month, true) }
            }
            _ => return None,
        })
    }

    /// "شهر 3", "الشهر التاسع سنة 2014".
    fn month_number(&self, at: usize) -> Option<MonthName> {
        let w = self.w;
        let n = w.numeral(at + 1)?;
        let month = n.small().filter(|m| (2..=12).contains(m))?;
        let said = self.year_said(n.end).0 != YearSaid::Unsaid;
        let fits = if w.tag(at).article {
            n.ordinal && said
        } else {
            !n.ordinal
                && (said || !matches!(w.time(n.end), Time::Unit(..)))
                && w.tag(at + 1).bare()
                && !w.tag(at + 1).article
        };
        fits.then_some(MonthName { end: n.end, month, hijri: false, weak: false })
    }

    /// A month, with or without a year. Weak names need a preposition, a year or "الماضي".
    pub(super) fn month(&self, at: usize, framed: bool) -> Option<Moment> {
        let name = self.month_name(at)?;
        if let Some(day) = self.day_after_month(name) {
            return Some(day);
        }
        let (said, end) = self.gregorian_year(name).unwrap_or_else(|| self.year_said(name.end));
        if name.weak && said == YearSaid::Unsaid && !framed && !self.w.tag(at).prep {
            return None;
        }
        let days = self.resolve(name, None, said);
        let mut moment = Moment::new(end, days, Precision::Month, "month");
        if !name.hijri && said == YearSaid::Unsaid {
            moment.yearless = Some((name.month, None));
        }
        Some(moment)
    }

    /// Four digits right after a Gregorian month are a year of its calendar, however long ago.
    fn gregorian_year(&self, name: MonthName) -> Option<(YearSaid, usize)> {
        let (year, 4) = self.w.small_int(name.end).filter(|_| !name.hijri)? else { return None };
        let (_, end) = self.year_digits(name.end).unwrap_or((YearSaid::Unsaid, name.end + 1));
        let marked = end > name.end + 1;
        (!marked && self.w.same_line(name.end) && (1000..1800).contains(&year))
            .then_some((YearSaid::Year(year), end))
    }

    /// The day after the month, as translators put it: "يناير الثاني والعشرين، 2018".
    pub(super) fn day_after_month(&self, name: MonthName) -> Option<Moment> {
        let w = self.w;
        let at = name.end;
        if name.hijri || !w.same_line(at) || !w.tag(at).bare() || w.tag(at).num == Num::Digits {
            return None;
        }
        let n = w.numeral(at)?;
        let day = n.small().filter(|d| (1..=31).contains(d))?;
        let (said, end) = self.year_said(n.end);
        let dated = day > 10 || matches!(said, YearSaid::Year(_));
        let plain = !n.ordinal && day > 10 && (!w.is_word(n.end) || !w.same_line(n.end));
        if !dated || !(plain || n.ordinal && w.tag(at).article) {
            return None;
        }
        let days = self.resolve(name, Some(day), said);
        let mut moment = Moment::day(end, days.map(|d| d.0), "day of month");
        if said == YearSaid::Unsaid {
            moment.yearless = Some((name.month, Some(day)));
        }
        Some(moment)
    }

    /// The days of a month, or of one day in it, in the year that was said or leans that way.
    pub(super) fn resolve(&self, name: MonthName, day: Option<u8>, said: YearSaid) -> Option<Days> {
        let of = |year: i16| Self::days_of(name, day, year);
        match said {
            YearSaid::Year(y) if !name.hijri => return of(y),
            YearSaid::Hijri(y) if name.hijri => return of(y),
            YearSaid::Hijri(_) => return None,
            YearSaid::Year(y) => {
                let near = calendar::hijri_year(Date::new(y, 7, 1).ok()?);
                return [near, near - 1, near + 1].into_iter().filter_map(of).find(|d| d.0.year() == y);
            }
            _ => {}
        }
        let anchor = self.anchor?;
        let now = if name.hijri { calendar::hijri_year(anchor) } else { anchor.year() };
        let mut near = [now + 1, now, now - 1].into_iter().filter_map(of);
        match said {
            YearSaid::Past => near.find(|d| d.1 < anchor),
            YearSaid::Next => near.rfind(|d| d.0 > anchor),
            YearSaid::Current => of(now),
            _ if self.lean == Lean::Future => of(now),
            _ => {
                let ahead = calendar::add_days(anchor, JUST_AHEAD)?;
                near.find(|d| d.0 <= ahead)
            }
        }
    }

    fn days_of(name: MonthName, day: Option<u8>, year: i16) -> Option<Days> {
        match (name.hijri, day) {
            (true, Some(d)) => calendar::hijri(year, name.month, d).map(|d| (d, d)),
            (true, None) => calendar::hijri_month(year, name.month),
            (false, Some(d)) => {
                Date::new(year, name.month.cast_signed(), i8::try_from(d).ok()?).ok().map(|d| (d, d))
            }
            (false, None) => calendar::month(year, name.month.cast_signed()),
        }
    }

    /// The latest day or month of that name up to `until`.
    pub(super) fn latest(month: u8, day: Option<u8>, until: Date) -> Option<Days> {
        let name = MonthName { end: 0, month, hijri: false, weak: false };
        [until.year(), until.year() - 1]
            .into_iter()
            .filter_map(|y| Self::days_of(name, day, y))
            .find(|d| d.0 <= until)
    }

    /// A day number: 25, الرابع, العشرين.
    fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((n, len)) = self.w.small_int(at) {
            let day = u8::try_from(n).ok().filter(|d| len <= 2 && (1..=31).contains(d))?;
            return Some((day, at + 1));
        }
        let n = self.w.numeral(at)?;
        let day = n.small().filter(|d| (1..=31).contains(d))?;
        Some((day, n.end))
    }

    /// A date by day number: numeric, or a day or days of a named month.
    pub(super) fn absolute(&self, at: usize) -> Option<Moment> {
        if let Some(moment) = self.numeric(at) {
            return Some(moment);
        }
        let w = self.w;
        let (day, end) = self.day_number(at)?;
        let mut last = None;
        let mut p = end;
        if !w.same_line(p) {
            return None;
        }
        // 13 إلى 15 تموز, 3-9 يوليو, الثالث والعشرين وحتى السادس والعشرين من أكتوبر
        let sep = match w.cue(p) {
            Cue::Dash | Cue::To | Cue::Until | Cue::And => Some(p + 1),
            _ if w.tag(p).conj && w.tag(p).num != Num::None => Some(p),
            _ => None,
        };
        if let Some((second, after)) = sep.and_then(|s| self.day_number(s)).filter(|s| s.0 > day) {
            last = Some(second);
            p = after;
        }
        let (name, said, end) = self.month_of_day(at, p)?;
        let from = self.resolve(name, Some(day), said);
        let mut moment = Moment::day(end, from.map(|d| d.0), "day of month");
        if let Some(last) = last {
            let year = from.map_or(said, |d| if name.hijri { said } else { YearSaid::Year(d.0.year()) });
            moment.to = self.resolve(name, Some(last), year).map(|d| d.1);
            moment.precision = if last - day > 9 { Precision::Month } else { Precision::Week };
            moment.rule = "days of month";
        } else if said == YearSaid::Unsaid && !name.hijri {
            moment.yearless = Some((name.month, Some(day)));
        }
        // "5 شوال 1436هـ الموافق 21 يوليو 2015": the Gregorian date decides.
        if w.cue(end) == Cue::Corresponding
            && (at == 0 || w.cue(at - 1) != Cue::Corresponding)
            && let Some(other) = self.absolute(end + 1)
        {
            return Some(if other.from.is_some() { other } else { moment.until(other.end) });
        }
        Some(moment)
    }

    /// The month after a day number, with its year.
    fn month_of_day(&self, day: usize, at: usize) -> Option<(MonthName, YearSaid, usize)> {
        let w = self.w;
        let mut p = at;
        if matches!(w.cue(p), Cue::From | Cue::In | Cue::Dash | Cue::Slash) {
            p += 1;
        }
        // "16. نوفمبر. 2016"
        let dotted = |at: usize| w.folded(at) == "." && w.touches(at);
        if dotted(p)
            && w.tag(day).num == Num::Digits
            && let Some(name) = self.month_word(p + 1).filter(|name| dotted(name.end))
            && let Some((said, end)) = self.year_digits(name.end + 1)
        {
            return Some((name, said, end));
        }
        if w.tag(p).conj || !w.same_line(p) {
            return None;
        }
        if let Some(name) = self.month_name(p) {
            // صفر is zero as well: "1-صفر" and "3 صفر" are scores.
            let zero = w.time(p) == Time::Hijri(2) && p == at + usize::from(w.cue(at) == Cue::Dash);
            if zero && self.year_said(name.end).0 == YearSaid::Unsaid {
                return None;
            }
            let plain_word = !matches!(w.tag(day).num, Num::Digits | Num::Ordinal(_)) && !w.tag(day).article;
            if name.weak && plain_word {
                return None;
            }
            let (said, end) = self.gregorian_year(name).unwrap_or_else(|| self.year_said(name.end));
            return Some((name, said, end));
        }
        // "19 من هذا الشهر", "4 إلى 22 الشهر الجاري"
        let unit = if w.cue(p) == Cue::This { p + 1 } else { p };
        // "ليوم واحد الشهر الماضي" lasted one day.
        let counts = p == at && w.tag(day).num != Num::Digits && !w.tag(day).article;
        if counts || w.time(unit) != Time::Unit(Unit::Month, Count::One) || !w.tag(unit).article {
            return None;
        }
        let (step, end) = match w.cue(unit + 1) {
            Cue::Past => (-1.0, unit + 2),
            Cue::Next => (1.0, unit + 2),
            Cue::Current => (0.0, unit + 2),
            _ if unit > p => (0.0, unit + 1),
            _ => return None,
        };
        let Some(anchor) = self.anchor else {
            // Which month it is stays open, and so does the day.
            let name = MonthName { end, month: 1, hijri: false, weak: false };
            return Some((name, YearSaid::Current, end));
        };
        let month = calendar::shift(anchor, Unit::Month, step)?;
        let name = MonthName { end, month: month.month().unsigned_abs(), hijri: false, weak: false };
        Some((name, YearSaid::Year(month.year()), end))
    }

    /// مطلع, منتصف, أواخر …: a part of a month, a year or a week.
    pub(super) fn edge(&self, at: usize, edge: Edge) -> Option<Moment> {
        let w = self.w;
        if !w.same_line(at + 1) || w.tag(at).article {
            return None;
        }
        let inner = at + 1;
        let whole = match w.cue(inner) {
            Cue::This => self.this(inner),
            _ => self.month(inner, true).or_else(|| self.bare_year(inner)).or_else(|| self.unit(inner)),
        }
        .or_else(|| match w.time(inner) {
            // "منتصف الصيف": the last one, or the one that comes.
            Time::Season(month) if w.tag(inner).article => {
                let days = self.anchor.and_then(|a| {
                    let ahead = calendar::add_days(a, JUST_AHEAD)?;
                    [a.year(), a.year() - 1]
                        .into_iter()
                        .filter_map(|y| calendar::quarter(y, month.cast_signed()))
                        .find(|d| d.0 <= ahead)
                });
                let season = Moment::new(inner + 1, days, Precision::Season, "season");
                Some(self.season(inner).unwrap_or(season))
            }
            Time::Decade(d) => self.decade(inner, d),
            Time::Season(_) => self.season(inner),
            // "مطلع العام": the current one.
            Time::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year), Count::One)
                if w.tag(inner).article && w.tag(inner).bare() =>
            {
                let days = self.anchor.and_then(|a| calendar::around(a, unit));
                Some(Moment::new(inner + 1, days, Precision::Month, "unit"))
            }
            _ => None,
        })
        .or_else(|| self.own_unit(inner).filter(|_| edge == Edge::Rest))?;
        if edge == Edge::Rest {
            let from = [whole.from, self.anchor].into_iter().flatten().max();
            return Some(Moment { from, rule: "rest", yearless: None, ..whole });
        }
        Some(narrow(whole, edge))
    }
}

/// The part of a moment that an edge word names.
fn narrow(whole: Moment, edge: Edge) -> Moment {
    let rule = "edge";
    let (Some(from), Some(to)) = (whole.from, whole.to) else {
        return Moment { precision: Precision::Vague, rule, yearless: None, ..whole };
    };
    let length = to.since(from).map_or(0, |s| i64::from(s.get_days())) + 1;
    let part = |first: i64, last: i64| calendar::add_days(from, first).zip(calendar::add_days(from, last));
    let months = |first: i8, last: i8| {
        let start = calendar::month(from.year(), first)?;
        Some((start.0, calendar::month(from.year(), last)?.1))
    };
    let (days, precision) = match (length, edge) {
        (..=8, Edge::Early | Edge::Start) => (part(0, 2), Precision::Day),
        // Most Arab weeks begin on Sunday or Saturday, so that Wednesday is about the middle.
        (..=8, Edge::Middle) => (part(1, 3), Precision::Day),
        (..=8, _) => (part(length - 3, length - 1), Precision::Day),
        (..=31, Edge::Early | Edge::Start) => (part(0, 9), Precision::Week),
        (..=31, Edge::Middle) => (part(9, 19), Precision::Week),
        (..=31, Edge::Late) => (part(20, length - 1), Precision::Week),
        (..=31, Edge::End) => (part(24, length - 1), Precision::Week),
        (..=100, Edge::Early | Edge::Start) => (part(0, length / 3), Precision::Month),
        (..=100, Edge::Middle) => (part(length / 3, length * 2 / 3), Precision::Month),
        (..=100, _) => (part(length * 2 / 3, length - 1), Precision::Month),
        (..=366, Edge::Start) => (months(1, 1), Precision::Month),
        (..=366, Edge::Early) => (months(1, 3), Precision::Season),
        (..=366, Edge::Middle) => (months(6, 7), Precision::Season),
        (..=366, Edge::Late) => (months(10, 12), Precision::Season),
        (..=366, Edge::End) => (months(12, 12), Precision::Month),
        // Of a decade the first or last three years, else the four between.
        _ => {
            let years = to.year() - from.year() + 1;
            let third = years * 3 / 10;
            let (first, last) = match edge {
                Edge::Early | Edge::Start => (from.year(), from.year() + third - 1),
                Edge::Middle => (from.year() + third, to.year() - third),
                _ => (to.year() - third + 1, to.year()),
            };
            (
                calendar::year(first).zip(calendar::year(last.max(first))).map(|(a, b)| (a.0, b.1)),
                Precision::Vague,
            )
        }
    };
    Moment { precision, rule, yearless: None, ..Moment::new(whole.end, days, precision, rule) }
}
