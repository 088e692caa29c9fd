//! Units of the calendar beside the day of writing: الأسبوع الماضي, هذا العام, الأشهر الثلاثة الأخيرة,
//! عام 2013, صيف 2014, تسعينيات القرن الماضي; and the vague adverbs.

use jiff::civil::Date;

use super::calendar::{self, Days};
use super::year::YearSaid;
use super::{Dates, Moment};
use crate::value::part::{Count, Cue, Feast, Num, Time, Unit};
use crate::value::{Precision, TimeKind};

/// How finely a stretch of that unit is told.
pub(super) fn precision(unit: Unit) -> Precision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Precision::Day,
        Unit::Week => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Year => Precision::Year,
        Unit::Decade | Unit::Century => Precision::Vague,
    }
}

impl Dates<'_> {
    /// هذا الأسبوع, هذه الليلة, هذا المساء.
    pub(super) fn this(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let p = at + 1;
        if w.cue(at) != Cue::This || !w.same_line(p) || !w.tag(p).bare() {
            return None;
        }
        let day = |rule| Moment::day(p + 1, self.anchor, rule);
        match w.time(p) {
            Time::Unit(unit, Count::One) if w.tag(p).article && unit >= Unit::Day => {
                let days = self.anchor.and_then(|a| calendar::around(a, unit));
                let found = Moment::new(p + 1, days, precision(unit), "this unit");
                Some(if unit == Unit::Week { self.days_in_week(found) } else { found })
            }
            Time::Today => Some(day("today")),
            Time::Tonight | Time::DayPart if w.tag(p).article => Some(day("tonight")),
            Time::Tonight => Some(day("tonight")),
            Time::Now => Some(Moment::new(p + 1, self.anchor.map(|a| (a, a)), Precision::Vague, "now")),
            Time::Period if w.tag(p).article => {
                Some(Moment::new(p + 1, self.anchor.map(|a| (a, a)), Precision::Vague, "now"))
            }
            Time::Season(month) if w.tag(p).article => {
                let days = self.anchor.and_then(|a| calendar::quarter(a.year(), month.cast_signed()));
                Some(Moment::new(p + 1, days, Precision::Season, "season"))
            }
            Time::Month(_) => {
                let found = self.month(p, true)?;
                Some(found)
            }
            _ => None,
        }
    }

    /// "بقية أسبوعي", "باقي يومه": somebody's week is the current one.
    pub(super) fn own_unit(&self, at: usize) -> Option<Moment> {
        let word = self.w.folded(at);
        let of = |stem: &str| {
            word.strip_prefix(stem)
                .is_some_and(|rest| matches!(rest, "ي" | "نا" | "ه" | "ها" | "هم" | "ك" | "كم"))
        };
        let unit = match () {
            () if of("يوم") => Unit::Day,
            () if of("اسبوع") => Unit::Week,
            () if of("شهر") => Unit::Month,
            () if of("عام") => Unit::Year,
            () => return None,
        };
        let days = self.anchor.and_then(|a| calendar::around(a, unit));
        Some(Moment::new(at + 1, days, precision(unit), "unit"))
    }

    /// A unit with what places it: a year number, الماضي, الأخيرة.
    pub(super) fn unit(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let tag = w.tag(at);
        let next = at + 1;
        if !w.same_line(next) {
            return None;
        }
        match tag.time {
            Time::YearPair => self.year_pair(at),
            Time::Unit(Unit::Year, Count::One) if w.tag(next).num != Num::None => self.numbered_year(next),
            Time::Unit(unit, Count::One) if tag.article => self.one(unit, next),
            Time::Unit(unit, Count::Two) if tag.article => self.stretch(unit, 2.0, next),
            Time::Unit(unit, Count::Many) if tag.article => self.many(unit, next),
            _ => None,
        }
    }

    /// عام 2013, سنة ألفين وثلاث عشرة.
    fn numbered_year(&self, at: usize) -> Option<Moment> {
        let year = |y: i16, end: usize| Moment::new(end, calendar::year(y), Precision::Year, "year");
        if let Some((YearSaid::Year(y), end)) = self.year_words(at).or_else(|| self.year_in_halves(at)) {
            return Some(year(y, end));
        }
        if let (YearSaid::Year(y), end) = self.year_said(at) {
            let digits = self.w.tag(at).num == Num::Digits;
            return digits.then(|| Moment::new(end, calendar::year(y), Precision::Year, "year"));
        }
        if let (YearSaid::Hijri(y), end) = self.year_said(at) {
            let days = calendar::hijri_month(y, 1).zip(calendar::hijri_month(y, 12)).map(|(a, b)| (a.0, b.1));
            return Some(Moment::new(end, days, Precision::Year, "hijri year"));
        }
        let n = self.w.numeral(at).filter(|n| !n.digits && (1900.0..2100.0).contains(&n.value))?;
        Some(year(n.value as i16, n.end))
    }

    /// عامي 2013 و2014.
    fn year_pair(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let first = self.bare_year(at + 1)?;
        let p = if matches!(w.cue(first.end), Cue::And | Cue::Dash) { first.end + 1 } else { first.end };
        let second = self.bare_year(p).filter(|s| s.from > first.from)?;
        Some(Moment::open(second.end, first.from, second.to, Precision::Year, "years"))
    }

    /// الأسبوع الماضي, العام الجاري, القرن الماضي.
    fn one(&self, unit: Unit, at: usize) -> Option<Moment> {
        // "الأسبوع بعد المقبل", "الأسبوع قبل الماضي"
        let (step, at) = match (self.w.cue(at), self.w.cue(at + 1)) {
            (Cue::Past, _) => (-1.0, at),
            (Cue::Next, _) => (1.0, at),
            (Cue::Current, _) => (0.0, at),
            (Cue::After, Cue::Next) => (2.0, at + 1),
            (Cue::Before, Cue::Past) => (-2.0, at + 1),
            _ => return None,
        };
        if unit < Unit::Day {
            return None;
        }
        let days = self.anchor.and_then(|a| calendar::around(calendar::shift(a, unit, step)?, unit));
        let found = Moment::new(at + 1, days, precision(unit), "unit");
        Some(if unit == Unit::Week { self.days_in_week(found) } else { found })
    }

    /// The last or next `n` units from the anchor on.
    fn stretch(&self, unit: Unit, n: f64, at: usize) -> Option<Moment> {
        let anchor = self.anchor;
        let by = |n: f64| anchor.and_then(|a| calendar::shift(a, unit, n));
        let (from, to) = match self.w.cue(at) {
            Cue::Past | Cue::Recent | Cue::Gone => (by(-n), anchor),
            // What is to come begins tomorrow, unless it is told in hours.
            Cue::Next if unit >= Unit::Day => (anchor.and_then(|a| calendar::add_days(a, 1)), by(n)),
            Cue::Next => (anchor, by(n)),
            _ => return None,
        };
        Some(Moment::open(at + 1, from, to, precision(unit), "units"))
    }

    /// الأيام الماضية, الأشهر الثلاثة الأخيرة, الأيام القليلة المقبلة.
    fn many(&self, mut unit: Unit, mut at: usize) -> Option<Moment> {
        let w = self.w;
        for _ in 0..2 {
            match w.time(at) {
                // "الأيام والأسابيع الماضية"
                Time::Unit(wider, Count::Many) if w.tag(at).conj && w.tag(at).article => unit = wider,
                _ if w.cue(at) == Cue::Numerous || w.folded(at) == "العديده" => {}
                _ => break,
            }
            at += 1;
        }
        // "الساعات الـ24 الماضية": the article stands apart from digits.
        let apart = w.folded(at) == "ال" && w.tag(at + 1).num == Num::Digits;
        let number = at + usize::from(apart);
        if let Some(n) = w.numeral(number).filter(|n| (apart || w.tag(at).article) && !n.ordinal) {
            return self.stretch(unit, n.value, n.end);
        }
        if w.cue(at) == Cue::Small {
            // "A few" days are remembered as about four.
            return self.stretch(unit, 4.0, at + 1).map(|m| Moment { precision: Precision::Vague, ..m });
        }
        let anchor = self.anchor;
        // "الأيام الأخيرة للحرب" are those of the war.
        let owned = w.cue(at + 1) == Cue::From || w.folded(at + 1).starts_with("لل");
        let (from, to) = match w.cue(at) {
            Cue::Recent if owned && w.same_line(at + 1) => (None, None),
            Cue::Past | Cue::Recent => (None, anchor),
            Cue::Next => (anchor, None),
            Cue::Current => (anchor, anchor),
            _ => return None,
        };
        Some(Moment::open(at + 1, from, to, Precision::Vague, "vague units"))
    }

    /// آخر 24 ساعة, آخر ثلاثة أيام.
    pub(super) fn last_units(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let n = w.numeral(at + 1).filter(|n| !n.ordinal)?;
        let Time::Unit(unit, _) = w.time(n.end) else { return None };
        let from = self.anchor.and_then(|a| calendar::shift(a, unit, -n.value));
        Some(Moment::open(n.end + 1, from, self.anchor, precision(unit), "last units"))
    }

    /// "8 أشهر مضت", "الـ24 ساعة الماضية", "الثلاثة أيام المقبلة".
    pub(super) fn counted_units(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let n = w.numeral(at).filter(|n| !n.ordinal)?;
        let Time::Unit(unit, _) = w.time(n.end) else { return None };
        let after = n.end + 1;
        if !w.same_line(after) {
            return None;
        }
        self.stretch(unit, n.value, after)
    }

    /// صيف 2014, الشتاء الماضي, ربيع العام الماضي.
    pub(super) fn season(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let Time::Season(month) = w.time(at) else { return None };
        let (said, end) = self.year_said(at + 1);
        let of = |year: i16| calendar::quarter(year, month.cast_signed());
        let near = |a: Date| [a.year() + 1, a.year(), a.year() - 1].into_iter().filter_map(of);
        let days = match (said, self.anchor) {
            (YearSaid::Year(y), _) => of(y),
            (YearSaid::Past, Some(a)) => near(a).find(|d| d.1 < a),
            (YearSaid::Next, Some(a)) => near(a).rfind(|d| d.0 > a),
            (YearSaid::Current, Some(a)) => of(a.year()),
            (YearSaid::Unsaid | YearSaid::Hijri(_), _) => return None,
            (_, None) => None,
        };
        Some(Moment::new(end, days, Precision::Season, "season"))
    }

    /// تسعينيات القرن الماضي, الثمانينات.
    pub(super) fn decade(&self, at: usize, decade: u8) -> Option<Moment> {
        let w = self.w;
        let aged =
            w.cue(at + 1) == Cue::From && matches!(w.folded(at + 2), "العمر" | "عمره" | "عمرها" | "عمرهم");
        let next = if w.cue(at + 1) == Cue::From { at + 2 } else { at + 1 };
        let century = w.time(next) == Time::Unit(Unit::Century, Count::One);
        // "في سبعينيات" says of which century as little as "السبعينيات".
        let framed = at > 0 && matches!(w.cue(at - 1), Cue::In | Cue::Since | Cue::During | Cue::Until);
        if aged || !century && !w.tag(at).article && !framed {
            return None;
        }
        let base = match w.cue(next + 1) {
            Cue::Current if century && decade < 100 => 2000,
            _ => 1900,
        };
        let end = if century { next + 2 } else { at + 1 };
        Some(Self::ten_years(end, base + i16::from(decade)))
    }

    fn ten_years(end: usize, first: i16) -> Moment {
        let days = calendar::year(first).zip(calendar::year(first + 9)).map(|(a, b)| (a.0, b.1));
        Moment::new(end, days, Precision::Vague, "decade")
    }

    /// "في الألفين", "في الألفين والعشرينيات": the definite dual that counts nothing is the decade.
    pub(super) fn two_thousands(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let p = at + 1;
        if w.tag(at).num != Num::TwoScale(3) || !w.tag(at).article {
            return None;
        }
        let tens = match (w.time(p), w.tag(p).num) {
            (Time::Decade(d), _) => i16::from(d),
            // "الألفين والعشرات": the tens of the century.
            (_, Num::Many(1)) => 10,
            _ if w.ends_clause(p) => return Some(Self::ten_years(p, 2000)),
            _ => return None,
        };
        let joined = w.tag(p).conj && w.tag(p).article && w.same_line(p);
        joined.then(|| Self::ten_years(p + 1, 2000 + tens))
    }

    /// الآن, حاليا, مؤخرا, قريبا, الفترة الأخيرة, الوقت الراهن.
    pub(super) fn vague(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let tag = w.tag(at);
        let now = self.anchor;
        let open = |end: usize, from, to, rule| Some(Moment::open(end, from, to, Precision::Vague, rule));
        match tag.time {
            Time::Now if tag.article || w.folded(at).ends_with("حاليا") => open(at + 1, now, now, "now"),
            Time::Recently => open(at + 1, None, now, "recently"),
            Time::Soon if w.text.clean(at).ends_with('ا') => open(at + 1, now, None, "soon"),
            Time::Then if tag.bare() => open(at + 1, None, None, "then"),
            Time::Period if tag.article && w.same_line(at + 1) => match w.cue(at + 1) {
                Cue::Past | Cue::Recent => open(at + 2, None, now, "recent period"),
                Cue::Next => open(at + 2, now, None, "coming period"),
                Cue::Current => open(at + 2, now, now, "now"),
                _ => None,
            },
            _ => None,
        }
    }

    /// The feasts that reporting dates by; a feast without a year is the nearest one, past first.
    pub(super) fn feast(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let (feast, mut end) = match w.time(at + 1) {
            _ if w.folded(at).ends_with("راس") => match (w.folded(at + 1), w.folded(at + 2)) {
                ("السنه", "الهجريه") => (Feast::HijriNewYear, at + 3),
                ("السنه", "الميلاديه") => (Feast::NewYear, at + 3),
                ("السنه", _) => (Feast::NewYear, at + 2),
                _ => return None,
            },
            Time::FeastName(feast) if w.tag(at + 1).article => (feast, at + 2),
            // "العيد" is whichever of the two was last.
            _ if w.tag(at).article => return self.last_eid(at),
            _ => return None,
        };
        let of = |year: i16| -> Option<Days> {
            let day = match feast {
                Feast::Christmas => Date::new(year, 12, 25).ok(),
                Feast::Easter => calendar::easter(year),
                Feast::Fitr => Self::hijri_feast(year, 10, 1),
                Feast::Adha => Self::hijri_feast(year, 12, 10),
                Feast::HijriNewYear => Self::hijri_feast(year, 1, 1),
                Feast::NewYear => Date::new(year, 1, 1).ok(),
            }?;
            Some((day, day))
        };
        let (said, after) = self.year_said(end);
        let days = match (said, self.anchor) {
            (YearSaid::Year(y), _) => {
                end = after;
                of(y)
            }
            (_, Some(a)) if self.lean == crate::value::Lean::Future => {
                of(a.year()).filter(|d| d.0 >= a).or(of(a.year() + 1))
            }
            (_, Some(a)) => {
                let ahead = calendar::add_days(a, 31)?;
                [a.year() + 1, a.year(), a.year() - 1].into_iter().filter_map(of).find(|d| d.0 <= ahead)
            }
            (_, None) => None,
        };
        Some(Moment::new(end, days, Precision::Day, "feast"))
    }

    /// "في العيد", "ثاني أيام العيد": the feast without its name dates only where a word of time stands before it, and
    /// near it; "ملابس العيد" are of any year.
    fn last_eid(&self, at: usize) -> Option<Moment> {
        let w = self.w;
        let behind = at.checked_sub(1)?;
        let operator = matches!(
            w.cue(behind),
            Cue::In | Cue::Since | Cue::Before | Cue::After | Cue::During | Cue::Until | Cue::By
        );
        if !operator && !matches!(w.time(behind), Time::Unit(Unit::Day, _) | Time::DayPart | Time::Edge(_)) {
            return None;
        }
        let date = self.anchor.and_then(|a| {
            let old = calendar::add_days(a, -60)?;
            let soon = calendar::add_days(a, 7)?;
            [a.year(), a.year() - 1]
                .into_iter()
                .flat_map(|y| [Self::hijri_feast(y, 10, 1), Self::hijri_feast(y, 12, 10)])
                .flatten()
                .filter(|d| *d <= soon && *d >= old)
                .max()
        });
        Some(Moment::day(at + 1, date, "feast"))
    }

    fn hijri_feast(year: i16, month: u8, day: u8) -> Option<Date> {
        let near = calendar::hijri_year(Date::new(year, 7, 1).ok()?);
        [near, near - 1, near + 1]
            .into_iter()
            .filter_map(|h| calendar::hijri(h, month, day))
            .find(|d| d.year() == year)
    }

    /// A length of time: "لمدة 3 أيام", "ثلاث سنوات", "أسبوعين".
    pub(super) fn length(&self, at: usize) -> Option<Moment> {
        let length = self.duration(at)?;
        // "لسنوات": for years.
        let lasting =
            self.w.tag(at).prep && self.w.folded(at).trim_start_matches(['و', 'ف']).starts_with('ل');
        if length.n.is_none() && !length.counted && !lasting || length.bare_unit {
            return None;
        }
        let kind = TimeKind::Duration;
        Some(Moment { kind, ..Moment::new(length.end, None, precision(length.unit), "duration") })
    }
}
