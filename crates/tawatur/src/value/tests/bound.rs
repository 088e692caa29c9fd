//! Bounds that let the day itself in or set a last one, and forms that only one reading fits.

use super::*;

#[expect(clippy::unnecessary_wraps, reason = "the days of a value may be unknown")]
fn on(y: i16, m: i8, d: i8) -> Option<Date> {
    Some(date(y, m, d))
}

#[track_caller]
fn days(doc: &str, expected: &[(&str, Option<Date>, Option<Date>)]) {
    let (text, values) = read(doc, Some(date(2015, 2, 20)));
    let found: Vec<_> = values.dates().iter().map(|v| (text.words(&v.tokens), v.start, v.end)).collect();
    assert_eq!(found, expected, "{doc}");
}

#[track_caller]
fn bests(doc: &str, expected: &[f64]) {
    let (_, values) = read(doc, None);
    let found: Vec<_> = values.numbers().iter().filter_map(|v| v.best).collect();
    assert_eq!(found, expected, "{doc}");
}

#[test]
fn a_year_after_before_is_no_year_ago() {
    days("سقط الحصن قبل عام 2012", &[("قبل عام 2012", None, on(2011, 12, 31))]);
    days("سقط الحصن قبل عام", &[("قبل عام", on(2014, 1, 1), on(2014, 12, 31))]);
    days("بُني في عام ألفين وأربعة", &[("في عام ألفين وأربعة", on(2004, 1, 1), on(2004, 12, 31))]);
}

#[test]
fn bounds_that_let_the_day_in() {
    days("بعد أو في 1/3/2014", &[("بعد أو في 1/3/2014", on(2014, 3, 1), None)]);
    days("قبل أو يساوي 1/3/2014", &[("قبل أو يساوي 1/3/2014", None, on(2014, 3, 1))]);
    days("من ولد في 2012 أو بعده", &[("في 2012 أو بعده", on(2012, 1, 1), None)]);
    days("الإصدار 2012 أو قبله", &[("2012 أو قبله", None, on(2012, 12, 31))]);
    days("لن يعبروا من الآن فصاعدا", &[("الآن فصاعدا", on(2015, 2, 20), None)]);
}

#[test]
fn last_days() {
    days("في موعد أقصاه نهاية الشهر الجاري", &[("أقصاه نهاية الشهر الجاري", None, on(2015, 2, 28))]);
    days("في أجل لا يتجاوز الأحد المقبل", &[("لا يتجاوز الأحد المقبل", None, on(2015, 2, 22))]);
    days("هدنة تنتهي مع 1/3/2015", &[("مع 1/3/2015", None, on(2015, 3, 1))]);
    days("لم يتجاوز أمس عتبة الدار", &[("أمس", on(2015, 2, 19), on(2015, 2, 19))]);
}

#[test]
fn days_by_number_or_rank_alone() {
    days("عاد الوفد في 12.", &[("في 12", on(2015, 2, 12), on(2015, 2, 12))]);
    days("أجلت الجلسة إلى الثاني والعشرين", &[("إلى الثاني والعشرين", on(2015, 2, 22), on(2015, 2, 22))]);
    days("أجلت الجلسة للخامس عشر", &[("للخامس عشر", on(2015, 3, 15), on(2015, 3, 15))]);
    days("وصل في السابع عشر", &[("في السابع عشر", on(2015, 2, 17), on(2015, 2, 17))]);
    for doc in [
        "ضرب 3 في 12.",
        "هبط من المركز العاشر إلى الحادي عشر",
        "في القرن الحادي والعشرين",
        "وصلوا للثانية والعشرين",
        "شارك في 12 غارة",
    ] {
        days(doc, &[]);
    }
}

#[test]
fn dates_in_digits_that_allow_one_reading() {
    days("عاد الوفد في 9.22", &[("في 9.22", on(2014, 9, 22), on(2014, 9, 22))]);
    days("عاد الوفد 9/22", &[("9/22", on(2014, 9, 22), on(2014, 9, 22))]);
    days("16. نوفمبر. 2014", &[("16. نوفمبر. 2014", on(2014, 11, 16), on(2014, 11, 16))]);
    days("المحضر 2014-2-30", &[("2014-2-30", None, None)]);
    days("المحضر 2014-2-38", &[("2014-2-38", on(2014, 2, 1), on(2014, 2, 28))]);
    for doc in ["زاد بنسبة 4.22", "في دور 1/16", "3/16 من الأصوات", "القرار 4/22", "المحضر 2014-2-38-7"]
    {
        days(doc, &[]);
    }
}

#[test]
fn decades_and_years_said_in_other_ways() {
    days("في الألفين", &[("في الألفين", on(2000, 1, 1), on(2009, 12, 31))]);
    days("مطلع الألفينيات", &[("مطلع الألفينيات", on(2000, 1, 1), on(2002, 12, 31))]);
    days("منذ الألفين والعشرينيات", &[("منذ الألفين والعشرينيات", on(2020, 1, 1), None)]);
    days(
        "في عام تسعة عشر ثمانية وأربعين",
        &[("في عام تسعة عشر ثمانية وأربعين", on(1948, 1, 1), on(1948, 12, 31))],
    );
    days("في الألفين جندي", &[]);
    days("بقية أسبوعنا", &[("بقية أسبوعنا", on(2015, 2, 20), on(2015, 2, 22))]);
    days("منذ شهر و21 يوما من الآن", &[("منذ شهر و21 يوما من الآن", on(2014, 12, 30), on(2014, 12, 30))]);
    days("في اليوم الأخير", &[("في اليوم الأخير", None, None)]);
}

#[test]
fn the_day_of_a_month_is_found_without_an_anchor() {
    let (text, values) = read("في 20 من الشهر المقبل", None);
    assert_eq!(text.words(&values.dates()[0].tokens), "في 20 من الشهر المقبل");
    assert_eq!(values.dates()[0].start, None);
    assert_eq!(values.numbers(), []);
}

#[test]
fn numbers_that_allow_one_reading() {
    bests("1/4 2", &[2.25]);
    bests("1/4 2 سيارة", &[0.25, 2.0]);
    bests("300 و212 رقمان", &[300.0, 212.0, 2.0]);
    bests("وسم 39Report", &[]);
    bests("على بعد 30km", &[30.0]);
    quantity(
        "وصل 200 أو أكثر من ذلك",
        "200 أو أكثر من ذلك",
        (Some(200.0), None, Some(200.0)),
        Qualifier::AtLeast,
    );
    quantity(
        "أعلى من العاشر وأدنى من الخامس عشر",
        "أعلى من العاشر وأدنى من الخامس عشر",
        (Some(11.0), Some(14.0), None),
        Qualifier::Range,
    );
}
