//! The nth part of a longer stretch: الأسبوع الثاني من يوليو, النصف الأول من العام 2015, أول ثلاثاء في
//! أيلول, اليوم الأخير من شهر عشرة.

use super::calendar::{self, Days};
use super::{Dates, Moment};
use crate::value::Precision;
use crate::value::words::{Count, Cue, Num, Time, Unit};

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
        let (n, item, mut p) = if let Some(item) = self.item(at).filter(|_| w.tag(at).article) {
            let (n, end) = self.nth(next)?;
            (n, item, end)
        } else {
            let (n, end) = self.nth(at).filter(|_| !w.tag(at).article)?;
            (n, self.item(end).filter(|_| !w.tag(end).article)?, end + 1)
        };
        // "الثلاثاء التاسع عشر من هذا الشهر" is a date: no month has six Tuesdays.
        if matches!(item, Item::Weekday(_)) && n > 5 {
            return None;
        }
        // "من", "في", or a preposition written onto the next word.
        let attached = w.tag(p).prep;
        if matches!(w.cue(p), Cue::From | Cue::In) {
            p += 1;
        } else if !attached {
            return None;
        }
        let whole = match w.cue(p) {
            Cue::This => self.this(p),
            _ => self.month(p, true).or_else(|| self.bare_year(p)).or_else(|| self.unit(p)),
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

    fn item(&self, at: usize) -> Option<Item> {
        match (self.w.time(at), self.w.tag(at).num) {
            (Time::Today, _) => Some(Item::Unit(Unit::Day)),
            (Time::Unit(unit, Count::One), _) => Some(Item::Unit(unit)),
            (Time::Weekday(day), _) => Some(Item::Weekday(day)),
            (_, Num::Part(2)) => Some(Item::Half),
            (_, Num::Part(4)) => Some(Item::Quarter),
            _ => None,
        }
    }
}

fn part((from, to): Days, item: Item, n: i64) -> Option<Days> {
    let inside = |days: Days| (days.0 >= from && days.1 <= to).then_some(days);
    let one = |date| inside((date, date));
    match item {
        Item::Unit(Unit::Day) if n < 0 => one(to),
        Item::Unit(Unit::Day) => one(calendar::add_days(from, n - 1)?),
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
