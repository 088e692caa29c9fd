//! Examples per rule and properties; in `bound` bounds and rare forms; in `spelled` what the rules of the grammar print is read back.

mod bound;
mod spelled;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn read(doc: &str, published: Option<Date>) -> (Text, Values) {
    let text = Text::new(doc);
    let mut values = Values::default();
    values.read(&text, published);
    (text, values)
}

type Bounds = (Option<f64>, Option<f64>, Option<f64>);

#[track_caller]
fn quantity(doc: &str, words: &str, bounds: Bounds, qualifier: Qualifier) {
    let (text, values) = read(doc, Some(date(2015, 2, 20)));
    let found: Vec<_> = values
        .numbers()
        .iter()
        .map(|v| (text.words(&v.tokens), (v.low, v.high, v.best), v.qualifier))
        .collect();
    assert!(found.contains(&(words, bounds, qualifier)), "{doc}: {found:?}");
}

fn exact(n: f64) -> Bounds {
    (Some(n), Some(n), Some(n))
}

#[track_caller]
fn time(doc: &str, words: &str, start: Option<Date>, end: Option<Date>, precision: Precision) {
    let (text, values) = read(doc, Some(date(2015, 2, 20)));
    let found: Vec<_> =
        values.dates().iter().map(|v| (text.words(&v.tokens), v.start, v.end, v.precision)).collect();
    assert!(found.contains(&(words, start, end, precision)), "{doc}: {found:?}");
}

#[test]
fn exact_numbers() {
    use Qualifier::Exact;
    quantity("مقتل ثلاثة جنود", "ثلاثة جنود", exact(3.0), Exact);
    quantity("وصل خمسة عشر جندياً", "خمسة عشر جندياً", exact(15.0), Exact);
    quantity("نحوهم ثلاث وعشرون قرية", "ثلاث وعشرون قرية", exact(23.0), Exact);
    quantity("بلغ ألفين وثلاثمئة وخمسين عائلة", "ألفين وثلاثمئة وخمسين عائلة", exact(2350.0), Exact);
    quantity("دفع 3 آلاف و500 دولار", "3 آلاف و500 دولار", exact(3500.0), Exact);
    quantity("نزوح مليون ونصف شخص", "مليون ونصف شخص", exact(1_500_000.0), Exact);
    quantity("تهجير نصف مليون شخص", "نصف مليون شخص", exact(500_000.0), Exact);
    quantity("قُتل ١٬٢٠٠ مدني", "١٬٢٠٠ مدني", exact(1200.0), Exact);
    quantity("تدمير دبابتين للجيش", "دبابتين", exact(2.0), Exact);
    quantity("أسر أحد الجنود", "أحد الجنود", exact(1.0), Exact);
    quantity("ارتفع إلى 70 بالمائة", "70 بالمائة", exact(70.0), Exact);
}

#[test]
fn bounded_numbers() {
    use Qualifier::{About, AtLeast, AtMost, LessThan, MoreThan, Range, Vague};
    quantity("أكثر من 15 مقاتلاً", "أكثر من 15 مقاتلاً", (Some(16.0), None, Some(15.0)), MoreThan);
    quantity(
        "لا يقل عددهم عن عشرين شخصا",
        "لا يقل عددهم عن عشرين شخصا",
        (Some(20.0), None, Some(20.0)),
        AtLeast,
    );
    quantity("مقتل 12 جندياً على الأقل", "12 جندياً على الأقل", (Some(12.0), None, Some(12.0)), AtLeast);
    quantity("بما لا يزيد عن 10 أشخاص", "لا يزيد عن 10 أشخاص", (None, Some(10.0), Some(10.0)), AtMost);
    quantity("أقل من مئة عنصر", "أقل من مئة عنصر", (None, Some(99.0), Some(100.0)), LessThan);
    quantity("نحو 4 آلاف شخص", "نحو 4 آلاف شخص", (None, None, Some(4000.0)), About);
    quantity("من 20 إلى 25 ألف جندي", "من 20 إلى 25 ألف جندي", (Some(20000.0), Some(25000.0), None), Range);
    // Years, were it not for what is counted.
    quantity("بين 1900 و1950 شخص", "بين 1900 و1950 شخص", (Some(1900.0), Some(1950.0), None), Range);
    quantity("بين 11 و13 عنصراً", "بين 11 و13 عنصراً", (Some(11.0), Some(13.0), None), Range);
    quantity("نزوح عشرات الآلاف", "عشرات الآلاف", (Some(20000.0), None, None), Vague);
    quantity("خلال بضعة آلاف رجل", "بضعة آلاف رجل", (Some(3000.0), None, None), Vague);
    quantity("اعتقال عدد من الشبان", "عدد من الشبان", (Some(2.0), None, None), Vague);
    quantity("في عدة مدن", "عدة مدن", (Some(3.0), None, None), Vague);
}

#[test]
fn no_numbers() {
    for doc in [
        "لست هناك",
        "هاجم معظم المواقع",
        "بعده جاء",
        "في 25 آب 2014",
        "عند الساعة الثالثة عصرا",
        "نحو الحدود",
    ] {
        let (text, values) = read(doc, None);
        let found: Vec<_> = values.numbers().iter().map(|v| text.words(&v.tokens)).collect();
        assert!(found.is_empty(), "{doc}: {found:?}");
    }
}

#[test]
fn dates_of_the_calendar() {
    use Precision::{Day, Month, Vague, Week, Year};
    let on = |y, m, d| Some(date(y, m, d));
    time("قتل في 25 آب/أغسطس 2014", "في 25 آب/أغسطس 2014", on(2014, 8, 25), on(2014, 8, 25), Day);
    time("بتاريخ 07/08/2014", "بتاريخ 07/08/2014", on(2014, 8, 7), on(2014, 8, 7), Day);
    time("في تشرين الثاني الماضي", "في تشرين الثاني الماضي", on(2014, 11, 1), on(2014, 11, 30), Month);
    time("وصل في عام 2013", "في عام 2013", on(2013, 1, 1), on(2013, 12, 31), Year);
    time("منتصف حزيران/يونيو الماضي", "منتصف حزيران/يونيو الماضي", on(2014, 6, 10), on(2014, 6, 20), Week);
    time("من 3-9 يوليو 2014", "من 3-9 يوليو 2014", on(2014, 7, 3), on(2014, 7, 9), Week);
    time("بين أبريل ومايو المقبل", "بين أبريل ومايو المقبل", on(2015, 4, 1), on(2015, 5, 31), Month);
    time("في تسعينيات القرن الماضي", "في تسعينيات القرن الماضي", on(1990, 1, 1), on(1999, 12, 31), Vague);
    time("في 1 شوال 1436هـ", "في 1 شوال 1436هـ", on(2015, 7, 17), on(2015, 7, 17), Day);
    time("منذ 2011", "منذ 2011", on(2011, 1, 1), None, Year);
}

#[test]
fn dates_beside_the_day_of_writing() {
    use Precision::{Day, Month, Vague, Week, Year};
    let on = |y, m, d| Some(date(y, m, d));
    time("قال أمس الخميس", "أمس الخميس", on(2015, 2, 19), on(2015, 2, 19), Day);
    time("يوم الثلاثاء الماضي", "يوم الثلاثاء الماضي", on(2015, 2, 17), on(2015, 2, 17), Day);
    time("قصف فجر أمس", "فجر أمس", on(2015, 2, 19), on(2015, 2, 19), Day);
    time("وقع ليل الأحد الاثنين", "ليل الأحد الاثنين", on(2015, 2, 15), on(2015, 2, 16), Day);
    time("قبل يومين", "قبل يومين", on(2015, 2, 18), on(2015, 2, 18), Day);
    time("في الأسبوعين الماضيين", "في الأسبوعين الماضيين", on(2015, 2, 6), on(2015, 2, 20), Week);
    time("الشهر الماضي", "الشهر الماضي", on(2015, 1, 1), on(2015, 1, 31), Month);
    time("العام الماضي", "العام الماضي", on(2014, 1, 1), on(2014, 12, 31), Year);
    time("منذ يناير بالعام الماضي", "منذ يناير بالعام الماضي", on(2014, 1, 1), None, Month);
    time("خلال الأسابيع الأخيرة", "خلال الأسابيع الأخيرة", None, on(2015, 2, 20), Vague);
    time("خلال الساعات الـ24 الماضية", "خلال الساعات الـ24 الماضية", on(2015, 2, 19), on(2015, 2, 20), Day);
    time("خلال الأيام والأسابيع الماضية", "خلال الأيام والأسابيع الماضية", None, on(2015, 2, 20), Vague);
    time("حتى الآن", "حتى الآن", None, on(2015, 2, 20), Vague);
    time("قبل أسابيع", "قبل أسابيع", None, on(2015, 2, 6), Vague);
    time("بعد 8 أشهر مضت", "8 أشهر مضت", on(2014, 6, 20), on(2015, 2, 20), Month);
}

#[test]
fn fractions_and_notations() {
    let best = |doc: &str| read(doc, None).1.numbers().iter().map(|v| v.best.unwrap()).collect::<Vec<_>>();
    for (doc, value) in [
        ("واحد على عشرين", 0.05),
        ("واحد من مئة", 0.01),
        ("جزء من مئة", 0.01),
        ("خمس السكان", 0.2),
        ("ثلاثة أخماس", 0.6),
        ("مئة وثلاثة أخماس", 100.6),
        ("3 مئة", 300.0),
        ("ثلاث دزينات", 36.0),
        ("2 1/4", 2.25),
        ("-4/5", -0.8),
        ("1 234 567", 1_234_567.0),
        ("1.5e3", 1500.0),
    ] {
        assert_eq!(best(doc), [value], "{doc}");
    }
    assert_eq!(best("واحد من ثلاثة جنود"), [1.0, 3.0]);
    assert_eq!(best("خمس وحدات من الشرطة"), [5.0]);
    assert_eq!(best("https://example.org/?id=305%20a"), [0.0; 0]);
}

#[test]
fn dates_told_in_other_ways() {
    use Precision::{Day, Month, Season, Vague, Week, Year};
    let on = |y, m, d| Some(date(y, m, d));
    time("يوم الأربعاء 11", "يوم الأربعاء 11", on(2015, 2, 11), on(2015, 2, 11), Day);
    time("يوم 12، انسحبوا", "يوم 12", on(2015, 2, 12), on(2015, 2, 12), Day);
    time("في 3/2014", "في 3/2014", on(2014, 3, 1), on(2014, 3, 31), Month);
    time("في 22/4/2014", "في 22/4/2014", on(2014, 4, 22), on(2014, 4, 22), Day);
    time("خلال 2011-2014", "خلال 2011-2014", on(2011, 1, 1), on(2014, 12, 31), Year);
    time(
        "2 تشرين الأول إلى 5 تشرين الثاني",
        "2 تشرين الأول إلى 5 تشرين الثاني",
        on(2014, 10, 2),
        on(2014, 11, 5),
        Week,
    );
    time("بقية العام", "بقية العام", on(2015, 2, 20), on(2015, 12, 31), Month);
    time("في العقد الماضي", "في العقد الماضي", on(2000, 1, 1), on(2009, 12, 31), Vague);
    time("الأسبوع المقبل الاثنين", "الأسبوع المقبل الاثنين", on(2015, 2, 23), on(2015, 2, 23), Day);
    time("أول يوم جمعة من شباط", "أول يوم جمعة من شباط", on(2015, 2, 6), on(2015, 2, 6), Day);
    time("الربع الثالث 2014", "الربع الثالث 2014", on(2014, 7, 1), on(2014, 9, 30), Season);
    time("قبل سنة وشهرين", "قبل سنة وشهرين", on(2013, 12, 20), on(2013, 12, 20), Month);
    time("في سبتمبر أيلول الماضي", "في سبتمبر أيلول الماضي", on(2014, 9, 1), on(2014, 9, 30), Month);
    // Counted from what is told, and not from the day of writing.
    time("قبل يوم من انسحابهم", "قبل يوم", None, None, Vague);
    time("في اليوم التالي", "في اليوم التالي", None, None, Day);
}

#[test]
fn crawl_dates_yield_to_the_weekday() {
    // 2015-08-11 was a Tuesday; the text was written on Monday.
    let (_, values) = read("قتل خمسة اليوم الاثنين. وقال أمس", Some(date(2015, 8, 11)));
    assert_eq!(values.dates()[0].start, Some(date(2015, 8, 10)));
    assert_eq!(values.dates()[1].start, Some(date(2015, 8, 9)));
}

#[test]
fn names_that_are_no_dates() {
    for doc in
        ["منطقة 17 تموز", "قوى 14 آذار", "هجمات 11 سبتمبر", "ثورة 25 يناير", "صحيفة المصري اليوم", "فجر نفسه"]
    {
        let (text, values) = read(doc, Some(date(2015, 2, 20)));
        let found: Vec<_> = values.dates().iter().map(|v| text.words(&v.tokens)).collect();
        assert!(found.is_empty(), "{doc}: {found:?}");
    }
}

#[test]
fn relative_dates_stay_open_without_an_anchor() {
    let (text, values) = read("أمس الخميس", None);
    assert_eq!(text.words(&values.dates()[0].tokens), "أمس الخميس");
    assert_eq!((values.dates()[0].start, values.dates()[0].end), (None, None));
}

/// Words of the grammars, so that random texts reach deep into them.
const WORDS: &[&str] = &[
    "من",
    "إلى",
    "بين",
    "منذ",
    "قبل",
    "حتى",
    "في",
    "خلال",
    "3",
    "25",
    "2015",
    "99999",
    "٬",
    "/",
    "-",
    "%",
    "ألف",
    "مليون",
    "آلاف",
    "عشرات",
    "ثلاثة",
    "وعشرون",
    "عشر",
    "مئة",
    "نصف",
    "ونصف",
    "أرباع",
    "آب",
    "يناير",
    "تشرين",
    "الثاني",
    "الماضي",
    "المقبل",
    "عام",
    "العام",
    "أسبوعين",
    "الأشهر",
    "شهر",
    "يوم",
    "الثلاثاء",
    "أمس",
    "اليوم",
    "ليل",
    "نهاية",
    "أكثر",
    "أقل",
    "على",
    "الأقل",
    "لا",
    "يزيد",
    "عن",
    "1436",
    "هـ",
    "رمضان",
    "صيف",
    "القرن",
    "تسعينيات",
    "الساعة",
    ":",
    "30",
    "عيد",
    "الأضحى",
    "رأس",
    "آخر",
    "أول",
    "و",
    ".",
    "\n",
    "عدد",
    "كبير",
    "9999999999999999999999",
    "على",
    "واحد",
    "خمس",
    "السكان",
    "أخماس",
    "جزء",
    "^",
    "e",
    "+",
    "<",
    "=",
    "يساوي",
    "العقد",
    "بقية",
    "الأسبوع",
    "الربع",
    "الجمعة",
    "بتاريخ",
    "التالي",
    "دزينات",
    "2014-2018",
    "3/2014",
    "الألفين",
    "والعشرات",
    "أقصاه",
    "موعد",
    "يتجاوز",
    "بعده",
    "فصاعدا",
    "الآن",
    "مع",
    "تنتهي",
    "4.22",
    "2016-2-30",
    "أسبوعي",
];

#[test]
fn what_repeats_for_ever_is_read_in_its_stride() {
    for pattern in [
        "يساوي أو ",
        "ما يساوي أو ",
        "الأيام ",
        "والأيام ",
        "5 شوال 1436 هـ الموافق ",
        "http://",
        "1-",
        "1/",
        "111 ",
        "الفترة بين ",
        "قبل سنة و",
        "مئة ألف ",
        "جزء من ",
        "واحد على ",
        "الأسبوع المقبل بين ",
        "بعد أو في ",
        "موعد أقصاه ",
        "2012 أو بعده ",
    ] {
        crate::growth::steady(pattern, 200_000, |size| {
            read(&pattern.repeat(size / pattern.len()), Some(date(2015, 2, 20)))
        });
    }
}

proptest! {
    #[test]
    fn values_are_well_formed(words in prop::collection::vec(prop::sample::select(WORDS), 0..12), dated: bool, glued in 0..4) {
        let doc = words.join(if glued == 0 { "" } else { " " });
        well_formed(&doc, dated.then(|| date(2015, 2, 28)))?;
    }

    #[test]
    fn no_panic_on_any_text(doc in "\\PC{0,60}", year in -9999i16..=9999) {
        well_formed(&doc, Date::new(year, 1, 1).ok())?;
    }

    #[test]
    fn no_panic_at_the_ends_of_the_calendar(words in prop::collection::vec(prop::sample::select(WORDS), 1..6)) {
        let doc = words.join(" ");
        well_formed(&doc, Some(Date::MIN))?;
        well_formed(&doc, Some(Date::MAX))?;
    }
}

fn well_formed(doc: &str, published: Option<Date>) -> Result<(), TestCaseError> {
    let (text, values) = read(doc, published);
    let mut last = 0;
    for value in values.dates() {
        prop_assert!(value.tokens.start >= last && value.tokens.start < value.tokens.end);
        prop_assert!(value.tokens.end <= text.len());
        last = value.tokens.end;
        if let (Some(start), Some(end)) = (value.start, value.end) {
            prop_assert!(start <= end);
        }
    }
    for value in values.numbers() {
        prop_assert!(value.tokens.start < value.tokens.end && value.tokens.end <= text.len());
        prop_assert!(value.noun.is_none_or(|n| n < text.len()));
        if let (Some(low), Some(high)) = (value.low, value.high) {
            prop_assert!(low <= high);
        }
    }
    Ok(())
}
