//! Operators on moments: في, خلال, منذ, قبل, حتى, بحلول, بدءا من, من … إلى, بين … و; and lengths of time
//! counted from the day of writing.

use super::calendar;
use super::{Dates, Moment};
use crate::value::part::{Count, Cue, Noun, Num, Time, Unit};
use crate::value::qualifier::qualifier;
use crate::value::{Lean, Precision, Qualifier};

/// A length of time.
#[derive(Clone, Copy)]
pub(super) struct Length {
    pub end: usize,
    pub unit: Unit,
    /// How many; none for a vague plural.
    pub n: Option<f64>,
    qualifier: Qualifier,
    /// Said with عدة or بضعة.
    pub counted: bool,
    /// A singular alone (شهر): a length only after قبل or منذ.
    pub bare_unit: bool,
    /// What is added in a smaller unit: "سنة وشهرين".
    rest: Option<(Unit, f64)>,
}

impl Length {
    /// The day that lies the length after `date`, or before it where `sign` is -1.
    fn from(&self, date: jiff::civil::Date, sign: f64, n: f64) -> Option<jiff::civil::Date> {
        let date = calendar::shift(date, self.unit, sign * n)?;
        match self.rest {
            Some((unit, more)) => calendar::shift(date, unit, sign * more),
            None => Some(date),
        }
    }

    /// The unit that says how finely it is told.
    fn finest(&self) -> Unit {
        self.rest.map_or(self.unit, |r| r.0)
    }
}

impl Dates<'_> {
    /// An operator at `at` with what it governs.
    pub(super) fn operated(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let next = at + 1;
        match w.cue(at) {
            Cue::In => self
                .at_time(next)
                .or_else(|| self.period(next))
                .or_else(|| self.number_alone(next))
                .or_else(|| self.dotted(next)),
            Cue::To => self.rank_alone(next),
            Cue::Not | Cue::Deadline => self.no_later(at),
            Cue::With => self.ending_with(at),
            Cue::Before | Cue::After if w.cue(next) == Cue::Or => {
                self.inclusive(next, w.cue(at) == Cue::After)
            }
            Cue::During => self.during(at, next),
            Cue::On if matches!(w.folded(next), "مدار" | "مدي") => self.during(at, next + 1),
            Cue::Since => self.since(next),
            Cue::Before => {
                self.near_yesterday(at).or_else(|| self.day_part(at)).or_else(|| self.before(next))
            }
            Cue::After => self.near_yesterday(at).or_else(|| self.day_part(at)).or_else(|| self.after(next)),
            Cue::Until => self.until(next),
            Cue::By => self.by(next),
            Cue::Dated => self.moment(next, true),
            Cue::Starting if w.cue(next) == Cue::From => {
                self.moment(next + 1, true).map(|m| Moment { to: None, ..m })
            }
            Cue::From => self.range(next, false),
            Cue::Between => self.range(next, true),
            Cue::What if w.cue(next) == Cue::Between => self.range(next + 1, true),
            _ => None,
        }
    }

    /// "وقت سابق من الشهر الحالي", "وقت مبكر من اليوم", "ساعة متأخرة من مساء أمس".
    fn at_time(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let hour = matches!(w.time(at), Time::Unit(Unit::Hour, _));
        if w.cue(at) != Cue::Time && !hour {
            return None;
        }
        let earlier = matches!(w.folded(at + 1), "سابق");
        if !matches!(w.cue(at + 1), Cue::Earlier | Cue::Later | Cue::Past) && !earlier {
            return self.present(at);
        }
        let p = if w.cue(at + 2) == Cue::From { at + 3 } else { at + 2 };
        let day = w.time(p) == Time::Today || matches!(w.time(p), Time::Weekday(_)) && w.tag(p).bare();
        let inner = if p > at + 2 || day { self.moment(p, false) } else { None };
        match inner {
            Some(inner) if earlier => {
                let to = [inner.to, self.anchor].into_iter().flatten().min();
                Some(Moment { to, ..inner })
            }
            Some(inner) => Some(inner),
            None if earlier => Some(Moment::open(at + 2, None, self.anchor, Precision::Vague, "earlier")),
            None => None,
        }
    }

    /// الوقت الراهن, الوقت الحالي.
    fn present(&self, at: usize) -> Option<Moment> {
        let now = self.anchor.map(|a| (a, a));
        (self.w.cue(at + 1) == Cue::Current).then(|| Moment::new(at + 2, now, Precision::Vague, "now"))
    }

    /// After في or خلال: "الفترة من 3-9 يوليو 2015", a moment, or a year.
    fn period(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if w.time(at) == Time::Period {
            let p = at + 1;
            if let Some(years) = self.years_of_period(p) {
                return Some(years);
            }
            return match w.cue(p) {
                Cue::From => self.range(p + 1, false).or_else(|| self.moment(p + 1, true)),
                Cue::Between | Cue::What => self.operated(p),
                _ => self.vague(at),
            };
        }
        match w.cue(at) {
            Cue::From => self.range(at + 1, false),
            Cue::Between => self.range(at + 1, true),
            _ => self.moment(at, true),
        }
    }

    /// "الفترة 2007 ــ 2014": tatweel drawn as a dash is gone from the clean layer.
    fn years_of_period(&self, at: usize) -> Option<Moment> {
        if let Some(years) = self.year_span(at) {
            return Some(years);
        }
        let first = self.bare_year(at)?;
        let p = first.end + usize::from(self.w.cue(first.end) == Cue::Dash);
        let second = self.bare_year(p).filter(|s| s.from > first.from && self.w.same_line(p))?;
        Some(Moment::open(second.end, first.from, second.to, Precision::Year, "years"))
    }

    fn during(&self, at: usize, next: usize) -> Option<Moment> {
        if let Some(found) = self.period(next) {
            return Some(found);
        }
        let length = self.duration(next)?;
        if length.n.is_none() {
            // "خلال أيام" is how long; "خلال سنوات الحرب" is when, and the war has no date.
            let annexed = self.w.folded(length.end).starts_with("ال") && self.w.same_line(length.end);
            let kind = crate::value::TimeKind::Duration;
            let moment = Moment::new(length.end, None, Precision::Vague, "duration");
            return (!annexed).then_some(Moment { kind, ..moment });
        }
        // "خلال أسبوعين" in plans counts from now on; in reports it only measures.
        if self.lean == Lean::Future && !length.bare_unit {
            let to = self.anchor.and_then(|a| calendar::shift(a, length.unit, length.n.unwrap_or(1.0)));
            let precision = super::relative::precision(length.unit);
            return Some(Moment::open(length.end, self.anchor, to, precision, "within"));
        }
        if self.w.cue(at) == Cue::During && self.w.folded(next).starts_with("ال") || length.bare_unit {
            return None;
        }
        self.length(next)
    }

    fn since(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if let Some(found) = self.moment(at, true) {
            let rest = found.end;
            // "منذ 2011 وحتى 2014"
            if w.cue(rest) == Cue::Until
                && let Some(last) = self.moment(rest + 1, true).filter(|m| m.to.is_some() && m.rule != "now")
            {
                return Some(Moment { to: last.to, rule: "since until", ..found.until(last.end) });
            }
            let vague = found.from.is_none() && found.to.is_some();
            let to = if vague { found.to } else { None };
            return Some(Moment { to, rule: "since", ..found });
        }
        if let Some(length) = self.duration(at) {
            // "منذ شهر و21 يوما من الآن" is that day, and not all the time since.
            if w.cue(length.end) == Cue::From && w.time(length.end + 1) == Time::Now {
                return Some(self.ago(length).until(length.end + 2));
            }
            let n = length.n.filter(|_| !matches!(length.qualifier, Qualifier::MoreThan | Qualifier::Vague));
            let from = n.and_then(|n| self.anchor.and_then(|a| length.from(a, -1.0, n)));
            let precision =
                if n.is_some() { super::relative::precision(length.finest()) } else { Precision::Vague };
            return Some(Moment::open(length.end, from, None, precision, "since length"));
        }
        let open = |end: usize| Some(Moment::open(end, None, None, Precision::Vague, "since long"));
        match w.time(at) {
            Time::Period if w.folded(at + 1) == "طويله" => open(at + 2),
            Time::Period => open(at + 1),
            _ if w.folded(at) == "بعض" && w.cue(at + 1) == Cue::Time => open(at + 2),
            _ if w.cue(at) == Cue::Time && w.folded(at + 1) == "طويل" => open(at + 2),
            _ if w.cue(at) == Cue::That && matches!(w.folded(at + 1), "الحين" | "الوقت" | "التاريخ") => {
                open(at + 2)
            }
            _ => None,
        }
    }

    /// Before: a length back from the day of writing, or the time up to a moment.
    fn before(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if let Some(length) = self.duration(at)
            && !(length.bare_unit && w.tag(at).article)
        {
            // "قبل عقدين من الزمن"
            if w.cue(length.end) == Cue::From
                && matches!(w.folded(length.end + 1), "الزمن" | "الزمان" | "الوقت")
            {
                return Some(self.ago(length).until(length.end + 2));
            }
            // "قبل يوم من استشهاده" is counted from there, and not from the day of writing.
            let elsewhere = w.cue(length.end) == Cue::From
                && w.tag(length.end).bare()
                && w.is_word(length.end + 1)
                && !matches!(w.time(length.end + 1), Time::Now | Time::Today);
            if elsewhere {
                return Some(Moment::open(length.end, None, None, Precision::Vague, "before length"));
            }
            return Some(self.ago(length));
        }
        let found = self.moment(at, true).filter(|m| m.kind == crate::value::TimeKind::Date)?;
        let to = found.from.and_then(|d| calendar::add_days(d, -1));
        Some(Moment::open(found.end, None, to, Precision::Vague, "before"))
    }

    fn ago(&self, length: Length) -> Moment {
        let rule = "ago";
        let unit = length.finest();
        let n = length.n.unwrap_or(if length.counted { 3.0 } else { 2.0 });
        let back = self.anchor.and_then(|a| length.from(a, -1.0, n));
        match length.qualifier {
            _ if length.n.is_none() => Moment::open(length.end, None, back, Precision::Vague, rule),
            Qualifier::MoreThan | Qualifier::AtLeast => {
                Moment::open(length.end, None, back, Precision::Vague, rule)
            }
            Qualifier::LessThan | Qualifier::AtMost => {
                Moment::open(length.end, back, self.anchor, super::relative::precision(unit), rule)
            }
            Qualifier::About => {
                // "About a month ago" leaves a week on either side, "about a year" two months.
                let slack = match unit {
                    Unit::Year | Unit::Decade | Unit::Century => 60,
                    Unit::Month => 7,
                    Unit::Week => 2,
                    _ => i64::from(unit == Unit::Day),
                };
                let days =
                    back.and_then(|d| Some((calendar::add_days(d, -slack)?, calendar::add_days(d, slack)?)));
                Moment::new(length.end, days, Precision::Vague, rule)
            }
            _ => {
                let days = back.and_then(|d| match unit {
                    Unit::Month | Unit::Year if length.rest.is_none() => calendar::around(d, unit),
                    _ => Some((d, d)),
                });
                Moment::new(length.end, days, super::relative::precision(unit), rule)
            }
        }
    }

    fn after(&self, at: usize) -> Option<Moment> {
        // "بعد 8 أشهر مضت" names the months themselves.
        if self.counted_units(at).is_some() {
            return None;
        }
        if let Some(length) = self.duration(at).filter(|l| !l.bare_unit && l.n.is_some()) {
            // Counted from another event, unless plans are being told.
            let w = self.w;
            let from_now = w.cue(length.end) == Cue::From && w.time(length.end + 1) == Time::Now;
            let date = self.anchor.filter(|_| from_now || self.lean == Lean::Future);
            let date = date.and_then(|a| length.from(a, 1.0, length.n.unwrap_or(1.0)));
            return Some(Moment::day(length.end + 2 * usize::from(from_now), date, "after length"));
        }
        let found = self.moment(at, true).filter(|m| m.kind == crate::value::TimeKind::Date)?;
        let from = found.to.and_then(|d| calendar::add_days(d, 1));
        Some(Moment::open(found.end, from, None, Precision::Vague, "after"))
    }

    fn until(&self, at: usize) -> Option<Moment> {
        let found = self.moment(at, true).filter(|m| m.kind == crate::value::TimeKind::Date)?;
        Some(Moment { from: None, rule: "until", ..found })
    }

    fn by(&self, at: usize) -> Option<Moment> {
        let found = self.moment(at, true)?;
        // What is still to be reached lies ahead: "بحلول يناير" written in March.
        let ahead = self.anchor.zip(found.yearless).and_then(|(a, (month, day))| {
            [a.year(), a.year() + 1].into_iter().find_map(|y| {
                let last =
                    jiff::civil::Date::new(y, month.cast_signed(), day.unwrap_or(1).cast_signed()).ok()?;
                let last = if day.is_some() { last } else { last.last_of_month() };
                (last >= a).then_some(last)
            })
        });
        Some(Moment { from: None, to: ahead.or(found.to), rule: "by", ..found })
    }

    /// "من X إلى Y", "بين X وY".
    fn range(&self, at: usize, between: bool) -> Option<Moment> {
        let w = self.w;
        // "من 3-9 يوليو", "بين 4 و22 يناير": one month for both.
        if w.tag(at).num != Num::None
            && let Some(found) = self.absolute(at).filter(|m| m.rule == "days of month")
        {
            return Some(found);
        }
        let first = self.moment(at, true).filter(|m| m.kind == crate::value::TimeKind::Date)?;
        let mut p = first.end;
        match w.cue(p) {
            Cue::To | Cue::Until | Cue::Dash => p += 1,
            Cue::And if between => p += 1 + usize::from(w.cue(p + 1) == Cue::Until),
            _ if between && w.tag(p).conj => {}
            _ => return None,
        }
        let last = self.moment(p, true).filter(|m| m.kind == crate::value::TimeKind::Date)?;
        if self.bare_year(at).is_some() && self.bare_year(p).is_some() && self.counts(last.end) {
            return None;
        }
        let from = match (first.yearless, last.from) {
            // The year of the end is the year of the beginning: "بين أبريل ومايو المقبل".
            (Some((month, day)), Some(until)) => Self::latest(month, day, until).map(|d| d.0),
            _ => first.from,
        };
        let precision = first.precision.max_of(last.precision);
        Some(Moment::open(last.end, from, last.to, precision, "range"))
    }

    /// Whether what stands at `at` is counted by the digits before it, in the singular as after all such numbers:
    /// "بين 1900 و1950 شخص" are no years.
    fn counts(&self, at: usize) -> bool {
        let tag = self.w.tag(at);
        tag.noun == Noun::One && tag.bare() && !tag.article && self.w.same_line(at)
    }

    /// A length of time at `at`: number and unit, dual, singular, vague plural.
    pub(super) fn duration(&self, at: usize) -> Option<Length> {
        let w = self.w;
        let (q, p) = qualifier(w, at).unwrap_or((Qualifier::Exact, at));
        if p > at && !w.same_line(p) {
            return None;
        }
        let tag = w.tag(p);
        let length = |end: usize, unit: Unit, n: Option<f64>| Length {
            end,
            unit,
            n,
            qualifier: q,
            counted: false,
            bare_unit: false,
            rest: None,
        };
        if tag.cue == Cue::Several || tag.num == Num::Few {
            let Time::Unit(unit, Count::Many) = w.time(p + 1) else { return None };
            return Some(Length { counted: true, ..length(p + 2, unit, None) });
        }
        if let Time::Unit(unit, count) = tag.time {
            // "قبل عام 2012" is no year ago.
            if unit == Unit::Year
                && count == Count::One
                && self.bare_year(p + 1).is_some()
                && w.same_line(p + 1)
            {
                return None;
            }
            let found = match count {
                Count::One => {
                    let one = w.tag(p + 1).num == Num::Unit(1) && w.tag(p + 1).bare() && w.same_line(p + 1);
                    Length { bare_unit: !one, ..length(p + 1 + usize::from(one), unit, Some(1.0)) }
                }
                Count::Two => length(p + 1, unit, Some(2.0)),
                Count::Many => {
                    let few = matches!(w.cue(p + 1), Cue::Small) || matches!(w.cue(p + 1), Cue::Several);
                    length(p + 1 + usize::from(few), unit, None)
                }
            };
            let plain = !tag.article && !matches!(tag.num, Num::Ordinal(_));
            return plain.then_some(self.and_a_half(found));
        }
        let n = w.numeral(p).filter(|n| !n.ordinal && !n.part)?;
        let Time::Unit(unit, _) = w.time(n.end) else { return None };
        // "منهم 40 ألفا يوم الخميس" counts no days.
        if unit == Unit::Day && matches!(w.time(n.end + 1), Time::Weekday(_)) && w.tag(n.end + 1).article {
            return None;
        }
        (w.same_line(n.end) && w.tag(n.end).bare() && !w.tag(n.end).article)
            .then(|| self.and_a_half(length(n.end + 1, unit, Some(n.value))))
    }

    /// "سنة ونصف", "3 سنوات ونصف السنة".
    fn and_a_half(&self, length: Length) -> Length {
        let w = self.w;
        match w.tag(length.end).num {
            Num::Part(k) if w.tag(length.end).conj && length.n.is_some() => {
                let more = matches!(w.time(length.end + 1), Time::Unit(unit, _)
                    if w.tag(length.end + 1).article || unit == length.unit);
                Length {
                    end: length.end + 1 + usize::from(more),
                    n: length.n.map(|n| n + 1.0 / f64::from(k)),
                    bare_unit: false,
                    ..length
                }
            }
            _ => self.and_more(length),
        }
    }

    /// "سنة وشهرين", "2 عام و 21 يوما": a second length in a smaller unit.
    fn and_more(&self, length: Length) -> Length {
        let w = self.w;
        let p = match w.cue(length.end) {
            Cue::And => length.end + 1,
            _ if w.tag(length.end).conj && !w.tag(length.end).prep => length.end,
            _ => return length,
        };
        if length.n.is_none() || !w.same_line(length.end) || w.tag(p).article {
            return length;
        }
        let (unit, n, end) = match w.time(p) {
            Time::Unit(unit, Count::One) => (unit, 1.0, p + 1),
            Time::Unit(unit, Count::Two) => (unit, 2.0, p + 1),
            _ => match w.numeral(p).filter(|n| !n.ordinal && !n.part) {
                Some(n) => match w.time(n.end) {
                    Time::Unit(unit, _) if w.tag(n.end).bare() && !w.tag(n.end).article => {
                        (unit, n.value, n.end + 1)
                    }
                    _ => return length,
                },
                None => return length,
            },
        };
        if unit >= length.unit {
            return length;
        }
        Length { end, rest: Some((unit, n)), bare_unit: false, ..length }
    }
}

impl Precision {
    /// The coarser of two.
    fn max_of(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { other } else { self }
    }
}
