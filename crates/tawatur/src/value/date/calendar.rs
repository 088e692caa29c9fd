//! Calendar arithmetic that never leaves the calendar: every step is checked and yields none at its ends.

use icu_calendar::cal::Hijri;
use icu_calendar::types::RataDie;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::value::part::Unit;

/// A stretch of days, both ends included.
pub(super) type Days = (Date, Date);

pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// `date` moved by a number of units; parts of a day are dropped, months end where the shorter month ends.
pub(super) fn shift(date: Date, unit: Unit, n: f64) -> Option<Date> {
    if !n.is_finite() || n.abs() > 1e6 {
        return None;
    }
    let days = |per: f64| add_days(date, (n * per).trunc() as i64);
    match unit {
        Unit::Second => days(1.0 / 86_400.0),
        Unit::Minute => days(1.0 / 1_440.0),
        Unit::Hour => days(1.0 / 24.0),
        Unit::Day => days(1.0),
        Unit::Week => days(7.0),
        Unit::Month => months(date, n),
        Unit::Year => months(date, n * 12.0),
        Unit::Decade => months(date, n * 120.0),
        Unit::Century => months(date, n * 1200.0),
    }
}

fn months(date: Date, n: f64) -> Option<Date> {
    let whole = Span::new().try_months(n.trunc() as i64).ok()?;
    add_days(date.checked_add(whole).ok()?, (n.fract() * 30.0) as i64)
}

pub(super) fn month(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

pub(super) fn year(year: i16) -> Option<Days> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// Three months from the first of `first` on; winter reaches into the next year.
pub(super) fn quarter(year: i16, first: i8) -> Option<Days> {
    let start = Date::new(year, first, 1).ok()?;
    Some((start, start.checked_add(2.months()).ok()?.last_of_month()))
}

/// The week around `date`, Monday first.
pub(super) fn week(date: Date) -> Option<Days> {
    let start = add_days(date, -i64::from(date.weekday().to_monday_zero_offset()))?;
    Some((start, add_days(start, 6)?))
}

/// The unit of the calendar around `date`.
pub(super) fn around(date: Date, unit: Unit) -> Option<Days> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some((date, date)),
        Unit::Week => week(date),
        Unit::Month => Some((date.first_of_month(), date.last_of_month())),
        Unit::Year => year(date.year()),
        Unit::Decade => {
            let first = date.year().div_euclid(10).checked_mul(10)?;
            Some((year(first)?.0, year(first.checked_add(9)?)?.1))
        }
        Unit::Century => {
            let first = date.year().div_euclid(100).checked_mul(100)?;
            Some((year(first)?.0, year(first.checked_add(99)?)?.1))
        }
    }
}

pub(super) fn weekday(day: u8) -> Option<Weekday> {
    Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()
}

/// The latest such weekday on or before `date`.
pub(super) fn weekday_until(date: Date, day: u8) -> Option<Date> {
    let back = date.weekday().since(weekday(day)?);
    add_days(date, -i64::from(back))
}

/// The earliest such weekday on or after `date`.
pub(super) fn weekday_from(date: Date, day: u8) -> Option<Date> {
    let ahead = date.weekday().until(weekday(day)?);
    add_days(date, i64::from(ahead))
}

/// Rata Die of 1970-01-01.
const UNIX_EPOCH: i64 = 719_163;

/// A date of the Umm al-Qura calendar, the one that Gulf newsrooms write by; tabular outside its tables.
pub(super) fn hijri(year: i16, month: u8, day: u8) -> Option<Date> {
    let calendar = Hijri::new_umm_al_qura();
    let date = icu_calendar::Date::try_new_hijri_with_calendar(i32::from(year), month, day, calendar).ok()?;
    let days = date.to_rata_die().to_i64_date() - UNIX_EPOCH;
    add_days(Date::constant(1970, 1, 1), days)
}

pub(super) fn hijri_month(year: i16, month: u8) -> Option<Days> {
    let first = hijri(year, month, 1)?;
    let next = if month == 12 { hijri(year.checked_add(1)?, 1, 1)? } else { hijri(year, month + 1, 1)? };
    Some((first, add_days(next, -1)?))
}

/// The Hijri year in which `date` lies.
pub(super) fn hijri_year(date: Date) -> i16 {
    let days = date.since(Date::constant(1970, 1, 1)).map_or(0, |s| i64::from(s.get_days()));
    let day = RataDie::new(days + UNIX_EPOCH);
    let date = icu_calendar::Date::from_rata_die(day, Hijri::new_umm_al_qura());
    i16::try_from(date.year().extended_year()).unwrap_or(0)
}

/// Western Easter Sunday (the anonymous Gregorian computus, with its epact and Sunday letter named).
pub(super) fn easter(year: i16) -> Option<Date> {
    let year32 = i32::from(year);
    let (golden, century, rest) = (year32 % 19, year32 / 100, year32 % 100);
    let moon = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let sum = epact + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
}
