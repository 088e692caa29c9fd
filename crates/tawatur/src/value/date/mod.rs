//! Dates: what the words say, placed against the day on which they were written.
//!
//! A date is read in two steps. A *moment* names days (30 آذار, أمس, الأسبوع الماضي); an *operator* before
//! it says which side of them is meant (منذ, قبل, حتى, بحلول, من … إلى). Both come back as one closed
//! interval, open where the words leave it open, and whole where the anchor is known.

mod bound;
mod calendar;
mod interval;
mod month;
mod numeric;
mod ordinal;
mod relative;
mod weekday;
mod year;

use jiff::civil::Date;

use super::part::{Count, Cue, Num, Time};
use super::words::Words;
use super::{Lean, Precision, TimeKind, TimeValue};
use calendar::Days;

/// Days named by a phrase.
#[derive(Clone, Copy, Debug)]
struct Moment {
    end: usize,
    from: Option<Date>,
    to: Option<Date>,
    precision: Precision,
    rule: &'static str,
    kind: TimeKind,
    /// Month and day of a date whose year was not said.
    yearless: Option<(u8, Option<u8>)>,
}

impl Moment {
    fn new(end: usize, days: Option<Days>, precision: Precision, rule: &'static str) -> Self {
        let (from, to) = (days.map(|d| d.0), days.map(|d| d.1));
        Self { end, from, to, precision, rule, kind: TimeKind::Date, yearless: None }
    }

    fn day(end: usize, date: Option<Date>, rule: &'static str) -> Self {
        Self::new(end, date.map(|d| (d, d)), Precision::Day, rule)
    }

    fn open(
        end: usize,
        from: Option<Date>,
        to: Option<Date>,
        precision: Precision,
        rule: &'static str,
    ) -> Self {
        Self { end, from, to, precision, rule, kind: TimeKind::Date, yearless: None }
    }

    fn until(self, end: usize) -> Self {
        Self { end, ..self }
    }
}

#[derive(Clone, Copy)]
struct Dates<'a> {
    w: Words<'a>,
    anchor: Option<Date>,
    lean: Lean,
}

/// Finds the dates of a text, in order, none overlapping.
pub(super) fn find(w: Words<'_>, published: Option<Date>, lean: Lean, out: &mut Vec<TimeValue>) {
    out.clear();
    let reader = Dates { w, anchor: written(w, published), lean };
    let mut previous = None;
    let mut at = w.next_tagged(0);
    while at < w.len() {
        let mut next = at + 1;
        if reader.may_open(at)
            && let Some(moment) = reader.expression(at)
        {
            next = moment.end.clamp(at + 1, w.len());
            if reader.is_name(at, next) {
                at = w.next_tagged(next);
                continue;
            }
            if let Some(last) = out.last_mut() {
                reader.share_year(last, previous, &moment, at);
            }
            previous = moment.yearless;
            let moment = reader.told(moment);
            // An interval never runs backwards, whatever the words say.
            let (start, end) = match (moment.from, moment.to) {
                (Some(a), Some(b)) if a > b => (Some(b), Some(a)),
                other => other,
            };
            out.push(TimeValue {
                tokens: at..next,
                start,
                end,
                precision: moment.precision,
                kind: moment.kind,
                rule: moment.rule,
            });
        }
        at = w.next_tagged(next);
    }
}

/// The day of writing. Pages are often dated by the crawl, a day or two late, while the text says "اليوم
/// الاثنين" or "أمس الخميس": the weekday settles it.
fn written(w: Words<'_>, published: Option<Date>) -> Option<Date> {
    let published = published?;
    for at in 0..w.len() {
        let offset = match w.time(at) {
            Time::Today => 0,
            Time::Yesterday => 1,
            _ => continue,
        };
        let name = if w.cue(at + 1) == Cue::Open { at + 2 } else { at + 1 };
        let Time::Weekday(day) = w.time(name) else { continue };
        if !w.tag(name).article || !w.tag(name).bare() || !w.same_line(name) {
            continue;
        }
        return (0..=3i64).flat_map(|n| [-n, n]).find_map(|shift| {
            let written = calendar::add_days(published, shift)?;
            let said = calendar::add_days(written, -offset)?;
            (said.weekday() == calendar::weekday(day)?).then_some(written)
        });
    }
    Some(published)
}

impl Dates<'_> {
    /// Cheap test before the grammar is tried.
    fn may_open(&self, at: usize) -> bool {
        let tag = self.w.tag(at);
        if tag.time != Time::None || tag.num != Num::None {
            return true;
        }
        matches!(
            tag.cue,
            Cue::In
                | Cue::During
                | Cue::Since
                | Cue::Before
                | Cue::After
                | Cue::Until
                | Cue::To
                | Cue::Not
                | Cue::Deadline
                | Cue::With
                | Cue::From
                | Cue::Between
                | Cue::What
                | Cue::By
                | Cue::On
                | Cue::Starting
                | Cue::Dated
                | Cue::This
                | Cue::Other
                | Cue::More
                | Cue::Less
                | Cue::About
                | Cue::Several
        )
    }

    /// A whole expression at `at`: operator and moment, a moment alone, or a length of time.
    fn expression(&self, at: usize) -> Option<Moment> {
        if let Some(found) = self.operated(at) {
            return Some(self.and_beyond(self.up_to(found, at, false)));
        }
        if let Some(found) = self.moment(at, false) {
            return Some(self.and_beyond(self.up_to(found, at, true)));
        }
        // What a negation or a preposition of place opens is a date or nothing.
        if matches!(self.w.cue(at), Cue::Not | Cue::To | Cue::With | Cue::Deadline) {
            return None;
        }
        self.year_and_beyond(at).or_else(|| self.length(at))
    }

    /// "2 أكتوبر إلى 22 أكتوبر", "في 12 يناير - 5 فبراير": a second date of the same make. After في only a dash
    /// joins them, since "في 3 مايو إلى" may be a move from place to place.
    fn up_to(&self, first: Moment, at: usize, bare: bool) -> Moment {
        let dated = |m: &Moment| matches!(m.rule, "day of month" | "numeric date" | "weekday and date");
        let w = self.w;
        let joins = match w.cue(first.end) {
            Cue::Dash => bare || w.cue(at) == Cue::In,
            Cue::To | Cue::Until => bare,
            _ => false,
        };
        if !joins || !dated(&first) || !w.same_line(first.end) {
            return first;
        }
        let Some(last) = self.moment(first.end + 1, true).filter(dated) else { return first };
        let from = match (first.yearless, last.from) {
            (Some((month, day)), Some(until)) => Self::latest(month, day, until).map(|d| d.0),
            _ => first.from,
        };
        if from > last.from {
            return first;
        }
        Moment::open(last.end, from, last.to, Precision::Week, "range")
    }

    /// Days named at `at`; `bare_year` lets four digits be a year, as after في or منذ.
    fn moment(&self, at: usize, bare_year: bool) -> Option<Moment> {
        let tag = self.w.tag(at);
        if tag.cue == Cue::This || tag.cue == Cue::Other {
            return self.this(at).or_else(|| self.last_units(at)).or_else(|| self.nth_of(at));
        }
        if tag.num != Num::None
            && let Some(found) = self.numbered(at, bare_year)
        {
            return Some(found);
        }
        match tag.time {
            Time::None => match tag.cue {
                Cue::After | Cue::Before => self.day_part(at).or_else(|| self.near_yesterday(at)),
                _ => None,
            },
            Time::Month(_)
            | Time::WeakMonth(_)
            | Time::TwinMonth(_)
            | Time::Hijri(_)
            | Time::HijriHead(_) => self.month(at, bare_year),
            Time::Season(_) => self.month(at, bare_year).or_else(|| self.season(at)),
            Time::Weekday(_) => self.nth_of(at).or_else(|| self.weekday(at)),
            Time::Unit(_, Count::One) => self
                .nth_of(at)
                .or_else(|| self.weekday(at))
                .or_else(|| self.month(at, bare_year))
                .or_else(|| self.after_day_word(at))
                .or_else(|| self.unit(at)),
            Time::Unit(..) | Time::YearPair => self.unit(at),
            Time::DayPart => self.day_part(at),
            Time::Decade(d) => self.decade(at, d),
            Time::Edge(edge) => self.edge(at, edge),
            Time::Today => self.nth_of(at).or_else(|| self.today(at)),
            Time::Yesterday | Time::Tomorrow | Time::Tonight => self.near_day(at),
            Time::Now | Time::Recently | Time::Soon | Time::Then | Time::Period => self.vague(at),
            Time::Feast => self.feast(at),
            Time::FeastName(_) => None,
            Time::Clock => self.clock(at),
        }
    }

    /// What may begin with a number: a date, a clock time, "8 أشهر مضت", "أول أمس".
    fn numbered(&self, at: usize, bare_year: bool) -> Option<Moment> {
        self.before_yesterday(at)
            .or_else(|| self.clock_digits(at))
            .or_else(|| self.nth_of(at))
            .or_else(|| self.absolute(at))
            .or_else(|| self.year_span(at))
            .or_else(|| self.partial(at, bare_year))
            .or_else(|| self.counted_units(at))
            .or_else(|| self.rank_alone(at))
            .or_else(|| if bare_year { self.bare_year(at).or_else(|| self.two_thousands(at)) } else { None })
    }

    /// "نوفمبر وديسمبر 2017": the year said with the second is the year of the first.
    fn share_year(
        &self,
        last: &mut TimeValue,
        yearless: Option<(u8, Option<u8>)>,
        moment: &Moment,
        at: usize,
    ) {
        let joined = self.w.tag(at).conj && last.tokens.end == at
            || last.tokens.end + 1 == at && self.w.cue(at - 1) == Cue::And;
        if let (Some((month, day)), true, None, Some(until)) =
            (yearless, joined, moment.yearless, moment.from)
            && matches!(moment.rule, "month" | "day of month")
            && last.start.is_some()
            && let Some(days) = Self::latest(month, day, until)
        {
            last.start = Some(days.0);
            if last.end.is_some() {
                last.end = Some(days.1);
            }
        }
    }

    /// What follows in a story (في اليوم التالي) follows what was told before, and not the day of writing, unless
    /// plans are told.
    fn told(&self, moment: Moment) -> Moment {
        let last = self.w.folded(moment.end - 1);
        let follows = matches!(last, "التالي" | "التاليه" | "التاليين" | "التاليتين");
        if self.lean == Lean::Future || !follows || moment.kind != TimeKind::Date {
            return moment;
        }
        Moment { from: None, to: None, rule: "following", ..moment }
    }

    /// Whether a date names something else: the 17 Tammuz district, the 14 March alliance, 9/11.
    fn is_name(&self, at: usize, end: usize) -> bool {
        let w = self.w;
        let opens_with_day = w.tag(at).num != Num::None;
        if at == 0 || !opens_with_day || !w.same_line(at) {
            return false;
        }
        let behind = if w.text.is_punct(at - 1) && at > 1 { at - 2 } else { at - 1 };
        let named = matches!(w.cue(behind), Cue::EventName | Cue::AreaName | Cue::Label);
        let last = end - 1;
        let has_year = w.small_int(last).is_some_and(|(_, len)| len == 4);
        named && !has_year && !matches!(w.cue(last), Cue::Past | Cue::Next | Cue::Current)
    }
}
