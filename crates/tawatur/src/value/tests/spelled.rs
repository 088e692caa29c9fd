//! What is printed by the rules of the grammar is read back: numbers in words and in digits, dates of every
//! tradition of month names.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::read;
use crate::value::{NumberKind, Precision, Qualifier};

/// Gender of the counted noun, which the numbers from 3 to 10 contradict.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gender {
    Masculine,
    Feminine,
}

/// Nominative, or accusative and genitive.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Case {
    Nominative,
    Oblique,
}

/// Three to ten beside a masculine noun, and beside a feminine one.
const UNITS: [[&str; 2]; 8] = [
    ["ثلاثة", "ثلاث"],
    ["أربعة", "أربع"],
    ["خمسة", "خمس"],
    ["ستة", "ست"],
    ["سبعة", "سبع"],
    ["ثمانية", "ثماني"],
    ["تسعة", "تسع"],
    ["عشرة", "عشر"],
];
/// Twenty to ninety, without their ending.
const TENS: [&str; 8] = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];
const MILLIONS: [&str; 3] = ["مليون", "مليونان", "ملايين"];
const THOUSANDS: [&str; 3] = ["ألف", "ألفان", "آلاف"];

/// The words of one to ten.
fn unit(n: u64, gender: Gender, case: Case) -> String {
    let dual = if case == Case::Nominative { "ان" } else { "ين" };
    match (n, gender) {
        (1, Gender::Masculine) => "واحد".to_owned(),
        (1, Gender::Feminine) => "واحدة".to_owned(),
        (2, Gender::Masculine) => format!("اثن{dual}"),
        (2, Gender::Feminine) => format!("اثنت{dual}"),
        (n, gender) => UNITS[(n - 3) as usize][gender as usize].to_owned(),
    }
}

/// The words of `n`, below a thousand, for a noun of that gender.
fn below_thousand(n: u64, gender: Gender, case: Case) -> String {
    let plain = case == Case::Nominative;
    let mut parts = Vec::new();
    match n / 100 {
        0 => {}
        1 => parts.push("مئة".to_owned()),
        2 => parts.push(if plain { "مئتان" } else { "مئتين" }.to_owned()),
        // ثمانمئة, ثلاثمئة: the stems of the tens.
        hundreds => parts.push(format!("{}مئة", TENS[(hundreds - 2) as usize])),
    }
    match n % 100 {
        0 => {}
        low @ 1..=10 => parts.push(unit(low, gender, case)),
        low @ 11..=19 => {
            let (ten, one) = match gender {
                Gender::Masculine => ("عشر", "أحد"),
                Gender::Feminine => ("عشرة", "إحدى"),
            };
            let head = match low {
                11 => one.to_owned(),
                // The dual loses its nun before ten: اثنا عشر.
                12 => unit(2, gender, case).trim_end_matches('ن').to_owned(),
                _ => unit(low - 10, gender, case),
            };
            parts.push(format!("{head} {ten}"));
        }
        low => {
            let tens = format!("{}{}", TENS[(low / 10 - 2) as usize], if plain { "ون" } else { "ين" });
            match low % 10 {
                0 => parts.push(tens),
                1 if gender == Gender::Feminine => parts.push(format!("إحدى و{tens}")),
                one => parts.push(format!("{} و{tens}", unit(one, gender, case))),
            }
        }
    }
    parts.join(" و")
}

/// The words of thousands or millions, whose noun is masculine.
fn scaled(n: u64, [one, two, many]: [&str; 3], case: Case) -> String {
    match n {
        1 => one.to_owned(),
        2 if case == Case::Nominative => two.to_owned(),
        2 => two.replace("ان", "ين"),
        3..=10 => format!("{} {many}", below_thousand(n, Gender::Masculine, case)),
        _ => format!("{} {one}", below_thousand(n, Gender::Masculine, case)),
    }
}

/// The words of `n`, from 1 to below 10⁹.
fn words(n: u64, gender: Gender, case: Case) -> String {
    let mut parts = Vec::new();
    if n >= 1_000_000 {
        parts.push(scaled(n / 1_000_000, MILLIONS, case));
    }
    let (thousands, rest) = (n / 1000 % 1000, n % 1000);
    if thousands > 0 {
        parts.push(scaled(thousands, THOUSANDS, case));
    }
    if rest > 0 {
        parts.push(below_thousand(rest, gender, case));
    }
    parts.join(" و")
}

fn gender() -> impl Strategy<Value = Gender> {
    prop::sample::select(vec![Gender::Masculine, Gender::Feminine])
}

fn case() -> impl Strategy<Value = Case> {
    prop::sample::select(vec![Case::Nominative, Case::Oblique])
}

/// Numbers of every length alike.
fn number() -> impl Strategy<Value = u64> {
    (1u32..=9).prop_flat_map(|digits| 10u64.pow(digits - 1)..10u64.pow(digits))
}

/// The value of a text that is one exact number and nothing else.
fn only_number(doc: &str) -> Result<Option<f64>, TestCaseError> {
    let (text, values) = read(doc, None);
    let found: Vec<_> = values.numbers().iter().map(|v| (text.words(&v.tokens), v.best)).collect();
    prop_assert_eq!(found.len(), 1, "{}: {:?}", doc, found);
    let value = &values.numbers()[0];
    prop_assert_eq!(value.qualifier, Qualifier::Exact, "{}", doc);
    prop_assert_ne!(value.kind, NumberKind::Ordinal, "{}", doc);
    prop_assert_eq!(value.tokens.end, text.len(), "{}: {:?}", doc, found);
    Ok(value.best)
}

#[expect(clippy::cast_precision_loss, reason = "below 10⁹")]
fn float(n: u64) -> f64 {
    n as f64
}

/// Digits in groups of three.
fn grouped(n: u64, mark: char) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

/// The digits of another script, by its zero.
fn in_script(digits: &str, zero: char) -> String {
    let shift = |c: char| c.to_digit(10).and_then(|d| char::from_u32(zero as u32 + d)).unwrap_or(c);
    digits.chars().map(shift).collect()
}

/// Gregorian months in the names of the Levant, of Egypt and the Gulf, and of the Maghreb.
const MONTHS: [[&str; 3]; 12] = [
    ["كانون الثاني", "يناير", "جانفي"],
    ["شباط", "فبراير", "فيفري"],
    ["آذار", "مارس", "مارس"],
    ["نيسان", "أبريل", "أفريل"],
    ["أيار", "مايو", "ماي"],
    ["حزيران", "يونيو", "جوان"],
    ["تموز", "يوليو", "جويلية"],
    ["آب", "أغسطس", "غشت"],
    ["أيلول", "سبتمبر", "شتنبر"],
    ["تشرين الأول", "أكتوبر", "أكتوبر"],
    ["تشرين الثاني", "نوفمبر", "نونبر"],
    ["كانون الأول", "ديسمبر", "دجنبر"],
];

const HIJRI: [&str; 12] = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذي القعدة",
    "ذي الحجة",
];

fn any_date() -> impl Strategy<Value = Date> {
    (1950i16..2060, 1i8..=12, 1i8..=31).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #[test]
    fn numbers_in_words_are_read_back(n in number(), gender in gender(), case in case()) {
        let doc = words(n, gender, case);
        prop_assert_eq!(only_number(&doc)?, Some(float(n)), "{}", doc);
    }

    #[test]
    fn numbers_in_words_keep_their_noun(n in 3u64..=10, case in case()) {
        let number = words(n, Gender::Masculine, case);
        let (text, values) = read(&format!("قُتل {number} مدنيين"), None);
        prop_assert_eq!(values.numbers().len(), 1);
        prop_assert_eq!(values.numbers()[0].best, Some(float(n)));
        prop_assert_eq!(text.words(&values.numbers()[0].tokens), format!("{number} مدنيين"));
    }

    #[test]
    fn digits_of_every_script_are_read_back(
        n in number(),
        zero in prop::sample::select(vec!['0', '٠', '۰']),
        mark in prop::sample::select(vec!['٬', ',', '.', '،']),
    ) {
        for digits in [grouped(n, mark), n.to_string()] {
            let doc = in_script(&digits, zero);
            prop_assert_eq!(only_number(&doc)?, Some(float(n)), "{}", doc);
        }
    }

    #[test]
    fn bounds_hold_what_they_say(n in 3u64..100_000, more in 1u64..1000) {
        let (low, high) = (float(n), float(n + more));
        for (doc, want) in [
            (format!("أكثر من {n} شخص"), (Some(low + 1.0), None)),
            (format!("ما لا يقل عن {n} شخص"), (Some(low), None)),
            (format!("أقل من {n} شخص"), (None, Some(low - 1.0))),
            (format!("ما بين {n} و{} شخص", n + more), (Some(low), Some(high))),
            (format!("أكثر من {n} وأقل من {} شخص", n + more + 2), (Some(low + 1.0), Some(high + 1.0))),
        ] {
            let (_, values) = read(&doc, None);
            let found: Vec<_> = values.numbers().iter().map(|v| (v.low, v.high)).collect();
            prop_assert_eq!(found, vec![want], "{}", doc);
        }
    }

    #[test]
    fn dates_of_every_tradition_are_read_back(day in any_date(), tradition in 0usize..4, anchored: bool) {
        let names = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
        let both = format!("{}/{}", names[0], names[1]);
        let month = names.get(tradition).copied().unwrap_or(&both);
        let doc = format!("في {} {month} {}", day.day(), day.year());
        let (text, values) = read(&doc, anchored.then(|| date(2015, 2, 20)));
        let found: Vec<_> =
            values.dates().iter().map(|v| (text.words(&v.tokens), v.start, v.end, v.precision)).collect();
        prop_assert_eq!(found, vec![(doc.as_str(), Some(day), Some(day), Precision::Day)]);
    }

    #[test]
    fn dates_in_digits_are_read_back(day in any_date(), mark in prop::sample::select(vec!['/', '-', '.'])) {
        let doc = format!("{}{mark}{:02}{mark}{}", day.day(), day.month(), day.year());
        let (_, values) = read(&doc, None);
        prop_assert_eq!(values.dates().iter().map(|v| v.start).collect::<Vec<_>>(), vec![Some(day)], "{}", doc);
    }

    #[test]
    fn hijri_days_follow_one_another(year in 1390i16..1460, month in 0usize..12, day in 1u8..29) {
        let on = |day: u8| {
            let (_, values) = read(&format!("{day} {} {year}هـ", HIJRI[month]), None);
            values.dates().first().and_then(|v| v.start)
        };
        let (today, tomorrow) = (on(day), on(day + 1));
        prop_assert!(today.is_some());
        prop_assert_eq!(today.and_then(|d| d.tomorrow().ok()), tomorrow);
    }

    #[test]
    fn weekdays_lie_within_the_week(anchor in any_date(), weekday in 0usize..7) {
        let names = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];
        for (side, days) in [("الماضي", -7..=-1), ("المقبل", 1..=7)] {
            let doc = format!("{} {side}", names[weekday]);
            let (_, values) = read(&doc, Some(anchor));
            let found = values.dates()[0].start.unwrap();
            prop_assert_eq!(usize::from(found.weekday().to_monday_zero_offset().unsigned_abs()), weekday);
            prop_assert!(days.contains(&found.since(anchor).unwrap().get_days()), "{}", doc);
        }
    }
}
