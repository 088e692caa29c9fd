//! The nth part of a longer stretch: الأسبوع الثاني من يوليو, النصف الأول من العام 2015, أول ثلاثاء في
//! أيلول, اليوم الأخير من شهر عشرة.

use jiff::civil::Date;

use super::calendar::{self, Days};
use super::year::YearSaid;
use super::{Dates, Moment};
use crate::value::Precision;
use crate::value::part::{Count, Cue, Num, Time, Unit};

/// What is counted inside the longer stretch.
#[derive(Clone, Copy)]
enum Item {
    Unit(Unit),
    Weekday(u8),
    Half,
    Quarter,
}

impl Dates<'_> {
    /// Reads "the nth item of a stretch", in either order of ordinal and item.
    pub(super) fn nth_of(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let next = at + 1;
        if !w.same_line(next) {
            return None;
        }
        let (n, item, mut p) = if let Some((item, after)) = self.item(at).filter(|_| w.tag(at).article) {
            let (n, end) = self.nth(after)?;
            (n, item, end)
        } else {
            let (n, end) = self.nth(at).filter(|_| !w.tag(at).article)?;
            let (item, after) = self.item(end).filter(|_| !w.tag(end).article)?;
            (n, item, after)
        };
        // "الثلاثاء التاسع عشر من هذا الشهر" is a date: no month has six Tuesdays.
        if matches!(item, Item::Weekday(_)) && n > 5 {
            return None;
        }
        // "من", "في", or a preposition written onto the next word.
        let attached = w.tag(p).prep;
        // "الربع الثالث 2016"
        let quarter = matches!(item, Item::Half | Item::Quarter) && self.bare_year(p).is_some();
        if matches!(w.cue(p), Cue::From | Cue::In) {
            p += 1;
        } else if !attached && !quarter {
            return None;
        }
        let whole = match w.cue(p) {
            Cue::This => self.this(p),
            _ => self
                .month(p, true)
                .or_else(|| self.bare_year(p))
                .or_else(|| self.unit(p))
                .or_else(|| self.worded_year(p)),
        }?;
        let days = whole.from.zip(whole.to).and_then(|whole| part(whole, item, n));
        let precision = match item {
            Item::Unit(unit) => super::relative::precision(unit),
            Item::Weekday(_) => Precision::Day,
            Item::Half | Item::Quarter => Precision::Season,
        };
        Some(Moment::new(whole.end, days, precision, "nth of"))
    }

    /// An ordinal, or "last" as -1.
    fn nth(&self, at: usize) -> Option<(i64, usize)> {
        let w = self.w;
        if matches!(w.cue(at), Cue::Other | Cue::Recent) {
            return Some((-1, at + 1));
        }
        let n = w.numeral(at).filter(|n| n.ordinal)?;
        Some((n.value as i64, n.end))
    }

    fn item(&self, at: usize) -> Option<(Item, usize)> {
        let item = match (self.w.time(at), self.w.tag(at).num) {
            (Time::Today, _) => Item::Unit(Unit::Day),
            // "أول يوم جمعة"
            (Time::Unit(Unit::Day, Count::One), _) if !self.w.tag(at).article => {
                let Time::Weekday(day) = self.w.time(at + 1) else {
                    return Some((Item::Unit(Unit::Day), at + 1));
                };
                return Some((Item::Weekday(day), at + 2));
            }
            (Time::Unit(unit, Count::One), _) => Item::Unit(unit),
            (Time::Weekday(day), _) => Item::Weekday(day),
            (_, Num::Part(2)) => Item::Half,
            (_, Num::Part(4)) => Item::Quarter,
            _ => return None,
        };
        Some((item, at + 1))
    }

    /// A year in words after من: "من ألفين وعشرين".
    fn worded_year(&self, at: usize) -> Option<Moment> {
        let (YearSaid::Year(year), end) = self.year_words(at)? else { return None };
        Some(Moment::new(end, calendar::year(year), Precision::Year, "year"))
    }
}

fn part((from, to): Days, item: Item, n: i64) -> Option<Days> {
    let inside = |days: Days| (days.0 >= from && days.1 <= to).then_some(days);
    let one = |date| inside((date, date));
    match item {
        Item::Unit(Unit::Day) if n < 0 => one(to),
        Item::Unit(Unit::Day) => one(calendar::add_days(from, n - 1)?),
        // Weeks of a year are those of the calendar, Monday first; the first holds the fourth of January.
        Item::Unit(Unit::Week) if from.year() == to.year() && to.day_of_year() - from.day_of_year() > 360 => {
            let near =
                if n < 0 { Date::new(to.year(), 12, 28) } else { Date::new(from.year(), 1, 4) }.ok()?;
            let monday = calendar::week(near)?.0;
            let start = calendar::add_days(monday, 7 * (n.max(1) - 1))?;
            (n <= 53).then_some((start, calendar::add_days(start, 6)?))
        }
        Item::Unit(Unit::Week) if n < 0 => inside((calendar::add_days(to, -6)?, to)),
        // The second week of a month is its days 8 to 14.
        Item::Unit(Unit::Week) => {
            let start = calendar::add_days(from, 7 * (n - 1))?;
            inside((start, calendar::add_days(start, 6)?.min(to)))
        }
        Item::Unit(Unit::Month) => {
            let n = if n < 0 { 12 } else { n };
            inside(calendar::month(from.year(), i8::try_from(n).ok()?)?)
        }
        Item::Unit(_) => None,
        Item::Weekday(day) if n < 0 => one(calendar::weekday_until(to, day)?),
        Item::Weekday(day) => one(calendar::add_days(calendar::weekday_from(from, day)?, 7 * (n - 1))?),
        Item::Half | Item::Quarter => {
            let parts = if matches!(item, Item::Half) { 2 } else { 4 };
            let n = if n < 0 { parts } else { n };
            if from.year() == to.year() && from.month() == 1 && to.month() == 12 && n <= parts {
                let months = 12 / parts;
                let first = calendar::month(from.year(), i8::try_from((n - 1) * months + 1).ok()?)?;
                let last = calendar::month(from.year(), i8::try_from(n * months).ok()?)?;
                return Some((first.0, last.1));
            }
            let length = i64::from(to.since(from).ok()?.get_days()) + 1;
            let first = calendar::add_days(from, length * (n - 1) / parts)?;
            inside((first, calendar::add_days(from, length * n / parts - 1)?))
        }
    }
}
