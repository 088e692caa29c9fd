//! Publication days: machine dates in metadata, dates in addresses, and the line under the title.
//!
//! Only whole days count. What the article's sentences say about time is for the reader of claims; here the
//! question is when the page came out, and a wrong answer shifts every "yesterday" of the text.

use jiff::civil::Date;

use crate::text::{clean, fold};

use super::blocks::Block;

/// The web is younger than this, and a page is not from the future of the program's making.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// Month names, folded, of the Levant and Iraq, of Egypt and the Gulf, of the Maghreb, and in English.
const MONTHS: &[(&str, i8)] = &[
    ("كانون الثاني", 1),
    ("يناير", 1),
    ("جانفي", 1),
    ("january", 1),
    ("jan", 1),
    ("شباط", 2),
    ("فبراير", 2),
    ("فيفري", 2),
    ("february", 2),
    ("feb", 2),
    ("اذار", 3),
    ("مارس", 3),
    ("مارث", 3),
    ("march", 3),
    ("mar", 3),
    ("نيسان", 4),
    ("ابريل", 4),
    ("افريل", 4),
    ("april", 4),
    ("apr", 4),
    ("ايار", 5),
    ("مايو", 5),
    ("ماي", 5),
    ("may", 5),
    ("حزيران", 6),
    ("يونيو", 6),
    ("يونيه", 6),
    ("جوان", 6),
    ("june", 6),
    ("jun", 6),
    ("تموز", 7),
    ("يوليو", 7),
    ("يوليه", 7),
    ("جويليه", 7),
    ("يوليوز", 7),
    ("july", 7),
    ("jul", 7),
    ("اب", 8),
    ("اغسطس", 8),
    ("اوت", 8),
    ("غشت", 8),
    ("august", 8),
    ("aug", 8),
    ("ايلول", 9),
    ("سبتمبر", 9),
    ("شتنبر", 9),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("تشرين الاول", 10),
    ("اكتوبر", 10),
    ("october", 10),
    ("oct", 10),
    ("تشرين الثاني", 11),
    ("نوفمبر", 11),
    ("نونبر", 11),
    ("november", 11),
    ("nov", 11),
    ("كانون الاول", 12),
    ("ديسمبر", 12),
    ("دجنبر", 12),
    ("december", 12),
    ("dec", 12),
];

/// Words beside the day a page came out, folded.
pub(in crate::capture) const PUBLISHED: &[&str] =
    &["نشر", "النشر", "نشره", "نشرت", "published", "posted", "اضافه", "تاريخ الخبر"];
/// Words beside a day that is not it.
pub(in crate::capture) const UPDATED: &[&str] = &["تحديث", "تعديل", "updated", "modified"];

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// The day of a machine date (`2020-12-01T02:00:00+03:00`, `2020/12/01`, `20201201`), as its writer's clock
/// had it: the day in the paper's own zone is the day its "today" means. Other spellings are read as text.
pub(in crate::capture) fn machine(value: &str) -> Option<Date> {
    let value = clean(value);
    let value = value.trim();
    let parts: Vec<&str> = value.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        [y, m, d, ..] if y.len() == 4 && value.starts_with(y) && m.len() <= 2 => {
            date(y.parse().ok()?, m.parse().ok()?, d.get(..2.min(d.len()))?.parse().ok()?)
        }
        [ymd, ..] if (ymd.len() == 8 || ymd.len() == 14) && value.starts_with(ymd) => compact(ymd),
        _ => in_text(value),
    }
}

fn compact(digits: &str) -> Option<Date> {
    date(digits.get(..4)?.parse().ok()?, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?)
}

/// The day in an address: `/2015/08/07/`, `/2015-08-07-…`, `/20150807…`, `/2013/section/8/3/`.
pub(in crate::capture) fn in_url(url: &str) -> Option<Date> {
    // Only the path: a query may hold the day of the visit.
    let path = url.split(['?', '#']).next()?;
    let segments: Vec<&str> = path.split('/').collect();
    let number = |s: &&str, most: usize| -> Option<i8> {
        (1..=most).contains(&s.len()).then(|| s.parse().ok()).flatten()
    };
    for (i, segment) in segments.iter().enumerate() {
        if segment.len() == 4
            && let Ok(year) = segment.parse::<i16>()
        {
            let after = &segments[i + 1..];
            for skip in 0..=1 {
                if let [m, d, ..] = after.get(skip..).unwrap_or_default()
                    && let (Some(m), Some(d)) = (number(m, 2), number(d, 2))
                    && let Some(found) = date(year, m, d)
                {
                    return Some(found);
                }
            }
        }
        let digits = segment.bytes().take_while(u8::is_ascii_digit).count();
        // Eight digits may be an article's number; as an opening of something longer they are a day.
        if (digits == 8 || digits >= 14)
            && let Some(found) = compact(segment)
        {
            return Some(found);
        }
        let parts: Vec<&str> = segment.splitn(4, ['-', '_']).collect();
        if let [y, m, d, ..] = parts.as_slice()
            && y.len() == 4
            && let (Ok(y), Some(m), Some(d)) = (y.parse(), number(m, 2), number(d, 2))
            && let Some(found) = date(y, m, d)
        {
            return Some(found);
        }
    }
    None
}

/// The day shown with the article: in a short block that says "published", or in one near the title. Dates
/// elsewhere on a page are of teasers, of comments, and of today.
pub(super) fn shown(blocks: &[Block], title: Option<&str>) -> Option<Date> {
    let title = title.map(fold);
    let at = blocks.iter().position(|b| title.as_deref().is_some_and(|t| fold(&b.text) == t));
    let mut best: Option<(u32, Date)> = None;
    for (i, block) in blocks.iter().enumerate() {
        if block.text.len() > 400 || block.words() > 25 || !block.text.contains(|c: char| c.is_numeric()) {
            continue;
        }
        let folded = fold(&block.text).to_lowercase();
        let Some(found) = in_folded(&folded) else { continue };
        let near = at.is_some_and(|at| i + 3 >= at && i <= at + 8);
        let says = |words: &[&str]| folded.split_whitespace().any(|w| words.contains(&w.trim_matches(':')));
        let mut rank = 0;
        rank += if says(PUBLISHED) { 8 } else { 0 };
        rank += if near { 4 } else { 0 };
        rank += if block.dated && !block.aside { 2 } else { 0 };
        rank = if says(UPDATED) { rank / 2 } else { rank };
        if rank > 1 && best.is_none_or(|(other, _)| rank > other) {
            best = Some((rank, found));
        }
    }
    best.map(|(_, date)| date)
}

/// The first whole day that a text names.
pub(super) fn in_text(text: &str) -> Option<Date> {
    in_folded(&fold(text).to_lowercase())
}

/// Words of a text, runs of digits and of letters apart.
pub(in crate::capture) fn words(folded: &str) -> Vec<&str> {
    let class = |c: char| if c.is_ascii_digit() { 1 } else { u8::from(c.is_alphabetic()) * 2 };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for (at, c) in folded.char_indices() {
        let now = class(c);
        if now != last {
            if last != 0 {
                words.push(&folded[start..at]);
            }
            start = at;
            last = now;
        }
    }
    if last != 0 {
        words.push(&folded[start..]);
    }
    words
}

/// The month that the words open with, and how many of them name it: "نيسان / أبريل" names one month twice.
fn month(words: &[&str]) -> Option<(i8, usize)> {
    let one = |words: &[&str]| -> Option<(i8, usize)> {
        MONTHS.iter().find_map(|(name, number)| {
            let mut parts = name.split(' ');
            let length = parts.clone().count();
            (words.len() >= length
                && parts.all(|p| words[..length].contains(&p))
                && words[0] == name.split(' ').next()?)
            .then_some((*number, length))
        })
    };
    let (number, length) = one(words)?;
    match one(&words[length..]) {
        Some((again, more)) if again == number => Some((number, length + more)),
        _ => Some((number, length)),
    }
}

/// Whether a folded word is, or begins, the name of a month.
pub(in crate::capture) fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|(name, _)| name.split(' ').next() == Some(word))
}

fn in_folded(folded: &str) -> Option<Date> {
    in_words(&words(folded)).map(|(date, _)| date)
}

/// The first whole day that folded words name, and the word it begins with.
pub(in crate::capture) fn in_words(words: &[&str]) -> Option<(Date, usize)> {
    let day = |w: &str| (w.len() <= 2).then(|| w.parse::<i8>().ok()).flatten();
    let year = |w: &str| (w.len() == 4).then(|| w.parse::<i16>().ok()).flatten();
    for at in 0..words.len() {
        let rest = &words[at..];
        // 24 نيسان / أبريل 2020, 3 من يونيو 2020
        if let Some(d) = day(rest[0]) {
            let skip =
                1 + usize::from(rest.get(1).is_some_and(|w| matches!(*w, "من" | "th" | "st" | "nd" | "rd")));
            if let Some((m, length)) = month(rest.get(skip..).unwrap_or_default())
                && let Some(y) = rest.get(skip + length).and_then(|w| year(w))
                && let Some(found) = date(y, m, d)
            {
                return Some((found, at));
            }
        }
        // يونيو 3, 2020
        if let Some((m, length)) = month(rest)
            && let [d, y, ..] = &rest[length..]
            && let (Some(d), Some(y)) = (day(d), year(y))
            && let Some(found) = date(y, m, d)
        {
            return Some((found, at));
        }
        if let [a, b, c, ..] = rest {
            // 1 / 12 / 2020: day first in every Arabic country; month first only where that is impossible.
            if let (Some(d), Some(m), Some(y)) = (day(a), day(b), year(c))
                && let Some(found) = date(y, m, d).or_else(|| date(y, d, m))
            {
                return Some((found, at));
            }
            if let (Some(y), Some(m), Some(d)) = (year(a), day(b), day(c))
                && let Some(found) = date(y, m, d)
            {
                return Some((found, at));
            }
        }
    }
    None
}
