//! Days named by their place in the week or beside the day of writing: الثلاثاء الماضي, أمس الخميس,
//! فجر اليوم, ليل الأحد الاثنين; and times of day.

use jiff::civil::Date;

use super::calendar;
use super::{Dates, Moment};
use crate::value::part::{Count, Cue, Num, Time, Unit};
use crate::value::{Lean, Precision, TimeKind};

/// Words within which a verb of the future governs a weekday.
const AHEAD: usize = 8;

impl Dates<'_> {
    fn is_day_word(&self, at: usize) -> bool {
        self.w.time(at) == Time::Unit(Unit::Day, Count::One) && !self.w.tag(at).article
    }

    fn weekday_name(&self, at: usize) -> Option<u8> {
        let tag = self.w.tag(at);
        match tag.time {
            Time::Weekday(day) if tag.article && self.w.text.is_word(at) => Some(day),
            _ => None,
        }
    }

    /// يوم الثلاثاء الماضي, الاثنين 18 شباط, الأحد من الأسبوع الماضي, يومي الجمعة والسبت.
    pub(super) fn weekday(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let name = if self.is_day_word(at) { at + 1 } else { at };
        if !w.same_line(name) && name > at {
            return None;
        }
        let day = self.weekday_name(name)?;
        // "يوم (السبت) المقبل"
        let inside = w.cue(name + 1) == Cue::Close && matches!(w.cue(name + 2), Cue::Past | Cue::Next);
        let end = name + 1 + usize::from(inside);
        let next = w.cue(end);
        let anchor = self.anchor;
        let rule = "weekday";
        if w.same_line(end) {
            match next {
                // "الجمعة قبل الماضي"
                Cue::Before if w.cue(end + 1) == Cue::Past => {
                    let before = anchor.and_then(|a| calendar::add_days(a, -1));
                    let last = before.and_then(|a| calendar::weekday_until(a, day));
                    return Some(Moment::day(end + 2, last.and_then(|d| calendar::add_days(d, -7)), rule));
                }
                Cue::Past => {
                    let before = anchor.and_then(|a| calendar::add_days(a, -1));
                    return Some(Moment::day(
                        end + 1,
                        before.and_then(|a| calendar::weekday_until(a, day)),
                        rule,
                    ));
                }
                Cue::Next => {
                    let after = anchor.and_then(|a| calendar::add_days(a, 1));
                    return Some(Moment::day(
                        end + 1,
                        after.and_then(|a| calendar::weekday_from(a, day)),
                        rule,
                    ));
                }
                Cue::Current => {
                    return Some(Moment::day(
                        end + 1,
                        anchor.and_then(|a| calendar::weekday_until(a, day)),
                        rule,
                    ));
                }
                _ => {}
            }
            if let Some(dated) = self.attached_date(end) {
                return Some(dated);
            }
            if let Some(found) = self.day_of_week(day, end).or_else(|| self.weekday_and_day(day, end)) {
                return Some(found);
            }
        }
        Some(Moment::day(end, anchor.and_then(|a| self.lean_weekday(a, day, at)), rule))
    }

    /// Whether the words before say that what is told lies ahead: "من المقرر أن يجتمعوا الجمعة".
    fn lies_ahead(&self, at: usize) -> bool {
        (at.saturating_sub(AHEAD)..at)
            .rev()
            .take_while(|&i| self.w.is_word(i) || self.w.tag(i).num != Num::None)
            .any(|i| self.w.cue(i) == Cue::Coming)
    }

    fn lean_weekday(&self, anchor: Date, day: u8, at: usize) -> Option<Date> {
        match self.lean {
            Lean::Past if !self.lies_ahead(at) => calendar::weekday_until(anchor, day),
            _ => calendar::weekday_from(calendar::add_days(anchor, 1)?, day),
        }
    }

    /// "الأسبوع المقبل الاثنين", "هذا الأسبوع من الثلاثاء إلى الخميس": the days of a week named before.
    pub(super) fn days_in_week(&self, week: Moment) -> Moment {
        let w = self.w;
        let inside = |day: u8| week.from.and_then(|monday| calendar::weekday_from(monday, day));
        let mut p = week.end;
        if !w.same_line(p) {
            return week;
        }
        let framed = matches!(w.cue(p), Cue::Between | Cue::From);
        p += usize::from(framed);
        p += usize::from(self.is_day_word(p));
        let Some(first) = self.weekday_name(p).filter(|_| w.tag(p).bare() && w.same_line(p)) else {
            return week;
        };
        if matches!(w.cue(p + 1), Cue::Past | Cue::Next) {
            return week;
        }
        if !framed {
            let plain = self.attached_date(p + 1).is_none();
            return if plain { Moment::day(p + 1, inside(first), "day of week") } else { week };
        }
        let sep = p + 1;
        let second = if w.tag(sep).conj { sep } else { sep + 1 };
        let joins = w.tag(sep).conj || matches!(w.cue(sep), Cue::To | Cue::Until | Cue::And);
        match self.weekday_name(second).filter(|_| joins) {
            Some(last) => {
                Moment::open(second + 1, inside(first), inside(last), Precision::Day, "days of week")
            }
            None => week,
        }
    }

    /// "الاثنين من هذا الأسبوع", "الأحد من الأسبوع الماضي".
    fn day_of_week(&self, day: u8, at: usize) -> Option<Moment> {
        let w = self.w;
        let p = if matches!(w.cue(at), Cue::From | Cue::In) { at + 1 } else { at };
        let unit = if w.cue(p) == Cue::This { p + 1 } else { p };
        if w.time(unit) != Time::Unit(Unit::Week, Count::One) || !w.tag(unit).article {
            return None;
        }
        let week = if unit > p { self.this(p) } else { self.unit(p) }?;
        let date = week.from.and_then(|monday| calendar::weekday_from(monday, day));
        Some(Moment::day(week.end, date, "day of week"))
    }

    /// A full date that explains a weekday or "today": "الأربعاء، 22 يناير", "اليوم (7 آب)".
    pub(super) fn attached_date(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if !w.same_line(at) {
            return None;
        }
        let opened = w.cue(at) == Cue::Open;
        let p = match w.cue(at) {
            Cue::Open | Cue::Comma | Cue::Corresponding | Cue::In => at + 1,
            _ => at,
        };
        let p = if w.cue(p) == Cue::Corresponding { p + 1 } else { p };
        let p = if self.is_day_word(p) { p + 1 } else { p };
        let found = self.absolute(p).or_else(|| self.day_after_month(self.month_name(p)?))?;
        let end = found.end + usize::from(opened && w.cue(found.end) == Cue::Close);
        Some(Moment { rule: "weekday and date", ..found.until(end) })
    }

    /// "يوم 25 آب", "يوم أمس", "ليلة أمس".
    pub(super) fn after_day_word(&self, at: usize) -> Option<Moment> {
        if !self.is_day_word(at) || !self.w.same_line(at + 1) {
            return None;
        }
        match self.w.time(at + 1) {
            Time::Yesterday | Time::Tomorrow => self.near_day(at + 1),
            Time::Feast => self.feast(at + 1),
            _ if self.w.cue(at + 1) == Cue::After => self.near_yesterday(at + 1),
            _ if self.w.tag(at + 1).num != Num::None => self
                .absolute(at + 1)
                .or_else(|| self.partial(at + 1, true))
                .or_else(|| self.day_alone(at + 1)),
            _ => None,
        }
    }

    /// اليوم, unless it is "the day" of something or part of a newspaper's name.
    pub(super) fn today(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let end = at + 1;
        let behind = if at > 0 && w.same_line(at) { w.folded(at - 1) } else { "" };
        let other_day = at > 0 && w.cue(at - 1) == Cue::That
            || matches!(behind, "روسيا" | "المصري" | "صحيفه" | "جريده" | "موقع" | "عين" | "قناه")
            || matches!(w.folded(end), "العالمي" | "الوطني" | "نفسه" | "ذاته" | "الدولي" | "الواحد" | "الذي");
        if other_day || matches!(w.tag(end).num, Num::Ordinal(_)) && w.tag(end).article {
            return None;
        }
        if w.same_line(end) {
            match w.cue(end) {
                Cue::Past => return Some(self.offset(end + 1, -1, "yesterday")),
                Cue::Next if matches!(w.folded(end), "التالي" | "القادم" | "المقبل" | "الاتي") =>
                {
                    return Some(self.offset(end + 1, 1, "tomorrow"));
                }
                // "اليوم الأخير" is that of something untold.
                Cue::Recent => return Some(Moment::day(end + 1, None, "last day")),
                _ => {}
            }
        }
        Some(self.with_weekday(end, 0, "today"))
    }

    fn offset(&self, end: usize, days: i64, rule: &'static str) -> Moment {
        Moment::day(end, self.anchor.and_then(|a| calendar::add_days(a, days)), rule)
    }

    /// A day near the anchor, with the weekday or date that may explain it.
    fn with_weekday(&self, at: usize, days: i64, rule: &'static str) -> Moment {
        let w = self.w;
        let plain = self.offset(at, days, rule);
        if !w.same_line(at) {
            return plain;
        }
        let opened = w.cue(at) == Cue::Open;
        let name = at + usize::from(opened);
        if let Some(day) = self.weekday_name(name).filter(|_| w.tag(name).bare()) {
            let close = name + 1;
            let end = close + usize::from(opened && w.cue(close) == Cue::Close);
            if let Some(dated) = self.attached_date(close) {
                return dated;
            }
            // The weekday wins over a publication date that is off.
            let date = plain.from.map(|d| {
                // The nearest such day.
                let after = calendar::weekday_from(d, day).unwrap_or(d);
                let ahead = after.since(d).map_or(0, |s| s.get_days());
                if ahead <= 3 { after } else { calendar::weekday_until(d, day).unwrap_or(d) }
            });
            return Moment::day(end, date, rule);
        }
        match self.attached_date(at) {
            Some(dated) if w.cue(at) != Cue::In && dated.from.is_some() => dated,
            _ => plain,
        }
    }

    /// أمس, أمس الأول, غدا, الليلة الماضية.
    pub(super) fn near_day(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let end = at + 1;
        match w.time(at) {
            Time::Yesterday if w.tag(end).num == Num::Ordinal(1) && w.tag(end).article => {
                Some(self.with_weekday(end + 1, -2, "day before yesterday"))
            }
            Time::Yesterday => Some(self.with_weekday(end, -1, "yesterday")),
            Time::Tomorrow => Some(self.with_weekday(end, 1, "tomorrow")),
            Time::Tonight if w.cue(end) == Cue::Past => {
                let night = self.anchor.and_then(|a| Some((calendar::add_days(a, -1)?, a)));
                Some(Moment::new(end + 1, night, Precision::Day, "last night"))
            }
            Time::Tonight if w.cue(end) == Cue::Before && w.cue(end + 1) == Cue::Past => {
                let night =
                    self.anchor.and_then(|a| Some((calendar::add_days(a, -2)?, calendar::add_days(a, -1)?)));
                Some(Moment::new(end + 2, night, Precision::Day, "last night"))
            }
            Time::Tonight if w.cue(end) == Cue::None => Some(self.offset(end, 0, "tonight")),
            _ => None,
        }
    }

    /// أول أمس, أول من أمس.
    pub(super) fn before_yesterday(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        if w.tag(at).num != Num::Ordinal(1) || w.tag(at).article {
            return None;
        }
        let p = if w.cue(at + 1) == Cue::From { at + 2 } else { at + 1 };
        (w.time(p) == Time::Yesterday).then(|| self.with_weekday(p + 1, -2, "day before yesterday"))
    }

    /// بعد غد, قبل أمس, قبل يوم أمس.
    pub(super) fn near_yesterday(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let p = if self.is_day_word(at + 1) { at + 2 } else { at + 1 };
        match (w.cue(at), w.time(p)) {
            (Cue::After, Time::Tomorrow) => Some(self.with_weekday(p + 1, 2, "after tomorrow")),
            (Cue::Before, Time::Yesterday) => Some(self.with_weekday(p + 1, -2, "day before yesterday")),
            _ => None,
        }
    }

    /// فجر أمس, بعد ظهر اليوم, مساء السبت, ليل الأحد الاثنين.
    pub(super) fn day_part(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let mut p = at;
        if matches!(w.cue(p), Cue::After | Cue::Before) {
            p += 1;
        }
        // "منتصف ليل الجمعة"
        if w.time(p) != Time::DayPart || !w.same_line(p + 1) {
            return None;
        }
        p += 1;
        if let Some(night) = self.night(p) {
            return Some(night);
        }
        if w.cue(p) == Cue::From {
            p += 1;
        }
        let inner = match w.time(p) {
            Time::Today => self.today(p),
            Time::Yesterday | Time::Tomorrow => self.near_day(p),
            Time::Weekday(_) => self.weekday(p),
            Time::Unit(Unit::Day, Count::One) => self.weekday(p).or_else(|| self.after_day_word(p)),
            Time::Feast => self.feast(p),
            _ if matches!(w.tag(p).num, Num::Digits | Num::Ordinal(_)) => {
                self.before_yesterday(p).or_else(|| self.absolute(p))
            }
            _ => None,
        }?;
        Some(Moment { rule: "day part", ..inner })
    }

    /// ليل الأحد الاثنين, ليل الجمعة - السبت: one night over two days.
    fn night(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let first = self.weekday_name(at)?;
        let mut p = at + 1;
        if matches!(w.cue(p), Cue::Dash | Cue::Slash | Cue::To | Cue::And) {
            p += 1;
        }
        let second = self.weekday_name(p).filter(|s| *s == (first + 1) % 7)?;
        let last = self.anchor.and_then(|a| self.lean_weekday(a, second, at));
        let days = last.and_then(|d| Some((calendar::add_days(d, -1)?, d)));
        Some(Moment::new(p + 1, days, Precision::Day, "night"))
    }

    /// الساعة الثالثة والنصف عصرا: a time of day, which is no quantity.
    pub(super) fn clock(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let n = w.numeral(at + 1).filter(|n| n.value <= 24.0 && w.same_line(at + 1))?;
        let mut end = self.clock_digits(at + 1).map_or(n.end, |m| m.end);
        // و18 دقيقة, وربع, إلا ثلثا
        let more = match w.folded(end) {
            "الا" | "و" => end + 1,
            _ if w.tag(end).conj => end,
            _ => w.len(),
        };
        if let Num::Part(_) = w.tag(more).num {
            end = more + 1;
        } else if let Some(minutes) = w.numeral(more) {
            end = minutes.end;
        }
        if let Time::Unit(Unit::Minute, _) = w.time(end) {
            end += 1;
        }
        Some(self.clock_tail(end))
    }

    /// 15:30, "3:18 صباحا".
    pub(super) fn clock_digits(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let (hour, 1..=2) = w.small_int(at)? else { return None };
        let (minute, 2) = w.small_int(at + 2)? else { return None };
        let fits = w.cue(at + 1) == Cue::Colon && w.touches(at + 1) && w.touches(at + 2);
        (fits && (0..=24).contains(&hour) && (0..60).contains(&minute)).then(|| self.clock_tail(at + 3))
    }

    fn clock_tail(&self, mut end: usize) -> Moment {
        let w = self.w;
        let adverb =
            matches!(w.folded(end), "صباحا" | "مساء" | "ظهرا" | "عصرا" | "فجرا" | "ليلا" | "ص" | "الصبح");
        if adverb && !matches!(w.time(end + 1), Time::Weekday(_) | Time::Today | Time::Yesterday) {
            end += 1;
        }
        Moment { kind: TimeKind::Clock, ..Moment::new(end, None, Precision::Vague, "clock") }
    }
}
