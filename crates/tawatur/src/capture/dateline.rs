//! The day of publication as a text lets a reader work it out, where nobody said it.
//!
//! A line of its own under the title ("نُشر الجمعة 20 شباط 2015"), a dateline before the first sentence ("بيروت
//! 20-2-2015 (الوكالة) - …"), "أمس الخميس 19 شباط 2015", or a weekday with its week: "الثلاثاء الماضي (17 شباط 2015)" in
//! one place and "أمس الخميس" in another. A date that only stands in the text is the date of what is told, so nothing
//! less will do: a wrong day shifts every "yesterday".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::html::dates::{PUBLISHED, UPDATED, in_words, is_month, words};
use crate::text::fold;

/// Bytes looked at from either end; an article fits into the first.
const HEAD: usize = 1 << 15;
const TAIL: usize = 1 << 12;
/// Lines looked at from either end.
const EDGE: usize = 5;
/// Words of a line or dateline, and how many of them may be anything but its date.
const LONGEST: usize = 16;
const OTHERS: usize = 4;
/// Words within which a date follows its weekday.
const NEAR: usize = 16;

/// Weekdays, folded.
const WEEKDAYS: &[(&str, Weekday)] = &[
    ("الاثنين", Weekday::Monday),
    ("الثلاثاء", Weekday::Tuesday),
    ("الاربعاء", Weekday::Wednesday),
    ("الخميس", Weekday::Thursday),
    ("الجمعه", Weekday::Friday),
    ("السبت", Weekday::Saturday),
    ("الاحد", Weekday::Sunday),
];
/// Words that stand with a date and name nothing else, folded: eras, the Hijri months, "corresponding to", "at".
const BESIDE: &[&str] = &[
    "م",
    "ه",
    "هجري",
    "ميلادي",
    "الموافق",
    "يوم",
    "الساعه",
    "صباحا",
    "مساء",
    "ص",
    "محرم",
    "صفر",
    "ربيع",
    "الاول",
    "الاخر",
    "الثاني",
    "جمادي",
    "الاولي",
    "الاخره",
    "الثانيه",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو",
    "ذي",
    "القعده",
    "الحجه",
    "تشرين",
    "كانون",
    "gmt",
    "am",
    "pm",
];
/// Words before a date that is told, not signed, folded.
const TELLING: &[&str] = &[
    "في",
    "منذ",
    "قبل",
    "حتي",
    "خلال",
    "بعد",
    "من",
    "الي",
    "بين",
    "عام",
    "الماضي",
    "المقبل",
    "مساء",
    "فجر",
    "صباح",
];

/// The day on which `text` was published, as far as the text shows it.
pub(super) fn published(text: &str) -> Option<Date> {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(TAIL)).max(head.len())..];
    let lines: Vec<&str> = head.lines().chain(tail.lines()).filter(|l| !l.trim().is_empty()).collect();
    let folded = |line: &str| fold(line).to_lowercase();
    // Only what names a year is worth a look.
    let dated: Vec<(usize, String)> =
        lines.iter().enumerate().filter(|(_, l)| names_a_year(l)).map(|(i, l)| (i, folded(l))).collect();
    let edge = |i: usize| i < EDGE || i + EDGE > lines.len();
    let signed = |says: bool| {
        dated.iter().filter(|(i, _)| edge(*i)).find_map(|(i, line)| of_line(line, *i == 0, says))
    };
    signed(true)
        .or_else(|| dated.iter().find_map(|(_, line)| of_relation(line)))
        .or_else(|| signed(false))
        .or_else(|| dated.iter().filter(|(i, _)| *i < EDGE).find_map(|(_, line)| of_dateline(line)))
        .or_else(|| {
            let week = dated.iter().find_map(|(_, line)| week_of(line))?;
            let today = lines.iter().find_map(|line| day_of(&folded(line)))?;
            let ahead = match week.weekday().until(today) {
                0 => 7,
                days => i32::from(days),
            };
            week.checked_add(ahead.days()).ok()
        })
}

/// Four digits of any script in a row.
fn names_a_year(line: &str) -> bool {
    let mut run = 0;
    line.chars().any(|c| {
        run = if c.is_numeric() { run + 1 } else { 0 };
        run == 4
    })
}

/// A line that is nothing but a date with a name or two; the first is a headline and must be a date alone.
fn of_line(line: &str, first: bool, says: bool) -> Option<Date> {
    let words = words(line);
    let said = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let sentence = line.trim_end().ends_with(['.', '؟', '!', '…']);
    if words.len() > LONGEST || sentence || said(UPDATED) || says != said(PUBLISHED) {
        return None;
    }
    let others = others(&words);
    let fits = says || others <= if first { 0 } else { OTHERS } && !said(TELLING);
    if fits { in_words(&words).map(|(date, _)| date) } else { None }
}

/// What stands before the first sentence: place, date, agency.
fn of_dateline(line: &str) -> Option<Date> {
    let (head, _) = [" - ", " – ", " — ", ": ", "- "]
        .iter()
        .filter_map(|s| line.split_once(s))
        .min_by_key(|s| s.0.len())?;
    let words = words(head);
    let told = words.iter().any(|w| TELLING.contains(w));
    if words.len() > LONGEST || told || others(&words) > OTHERS {
        return None;
    }
    in_words(&words).map(|(date, _)| date)
}

/// How many words are no part of a date.
fn others(words: &[&str]) -> usize {
    let digits = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    words.iter().filter(|w| !digits(w) && !is_month(w) && weekday(w).is_none() && !BESIDE.contains(w)).count()
}

fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)
}

/// How many days before publication a word says: اليوم 0, أمس 1.
fn days_before(word: &str) -> Option<i32> {
    match word {
        "اليوم" => Some(0),
        "امس" => Some(1),
        _ => None,
    }
}

/// "أمس الخميس 19 شباط 2015": the weekday is the check.
fn of_relation(line: &str) -> Option<Date> {
    let words = words(line);
    words.windows(2).enumerate().find_map(|(i, pair)| {
        let (back, day) = (days_before(pair[0])?, weekday(pair[1])?);
        let (date, at) = in_words(&words[i + 2..words.len().min(i + NEAR)])?;
        let beside = words[i + 2..i + 2 + at].iter().all(|w| BESIDE.contains(w));
        (beside && date.weekday() == day).then(|| date.checked_add(back.days()).ok())?
    })
}

/// "الثلاثاء الماضي (17 شباط 2015)": a day of the week before publication.
fn week_of(line: &str) -> Option<Date> {
    let words = words(line);
    words.windows(2).enumerate().find_map(|(i, pair)| {
        let day = weekday(pair[0]).filter(|_| pair[1] == "الماضي")?;
        let (date, at) = in_words(&words[i + 2..words.len().min(i + NEAR)])?;
        let beside = words[i + 2..i + 2 + at].iter().all(|w| BESIDE.contains(w));
        (beside && date.weekday() == day).then_some(date)
    })
}

/// "أمس الخميس": the weekday of publication.
fn day_of(line: &str) -> Option<Weekday> {
    words(line).windows(2).find_map(|pair| Some(weekday(pair[1])?.wrapping_add(days_before(pair[0])?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn lines_of_their_own_say_the_day() {
        for text in [
            "عنوان الخبر\nنشر في: 20 شباط 2015\nقال ناشط إن المسلحين انسحبوا.",
            "عنوان الخبر\nالجمعة 1 جمادى الأولى 1436هـ الموافق 20 فبراير 2015م\nقال ناشط.",
            "عنوان الخبر\nسالم النهري - 20/2/2015\nقال ناشط.",
            "قال ناشط إن المسلحين انسحبوا.\nصدى النهر 2015-02-20",
        ] {
            assert_eq!(published(text), Some(date(2015, 2, 20)), "{text}");
        }
    }

    #[test]
    fn datelines_say_the_day() {
        let text =
            "عنوان الخبر\nعين الوادي 20 شباط/فبراير 2015 (وكالة النهر) - قال ناشط إن المسلحين انسحبوا.";
        assert_eq!(published(text), Some(date(2015, 2, 20)));
    }

    #[test]
    fn yesterday_with_its_date_says_the_day() {
        let text = "عنوان\nقال ناشط إن المسلحين انسحبوا أمس الخميس (19 شباط 2015) من البلدة.";
        assert_eq!(published(text), Some(date(2015, 2, 20)));
        // 19 February 2015 was no Friday.
        assert_eq!(published("عنوان\nانسحبوا أمس الجمعة 19 شباط 2015 من البلدة."), None);
    }

    #[test]
    fn a_weekday_and_its_week_say_the_day() {
        let text = "عنوان\nانسحبوا يوم الثلاثاء الماضي (17 شباط 2015).\nوقال ناشط أمس الخميس إنهم عادوا.";
        assert_eq!(published(text), Some(date(2015, 2, 20)));
    }

    #[test]
    fn dates_of_what_is_told_say_nothing() {
        for text in [
            "قصف المدينة القديمة في 3 آذار 2014: ما الذي حدث\nقال ناشط إن البلدة قصفت في 3 آذار 2014.",
            "عنوان\nقال ناشط في 20 شباط 2015: انسحبوا.",
            "عنوان\nانسحبوا أمس الخميس من البلدة.",
        ] {
            assert_eq!(published(text), None, "{text}");
        }
    }
}
