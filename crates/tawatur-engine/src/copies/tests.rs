use std::{path::Path, sync::LazyLock};

use jiff::civil::date;
use proptest::prelude::*;
use tawatur::codebook::{Sources, compile};

use super::*;

static CREDITS: LazyLock<Credits> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    Credits::new(&compile(&Sources::load(&folder).unwrap()).unwrap())
});

const STORY: &str = "أعلنت قيادة الجبهة الشرقية أن مقاتليها انسحبوا من بلدة الرملة فجر الثلاثاء بعد معارك استمرت ثلاثة أيام. \
    وأسفرت الاشتباكات عن مقتل 12 عنصرا وجرح 30 آخرين بينهم قائد ميداني بارز في لواء الساحل. \
    وتعد البلدة عقدة مواصلات بين الميناء القديم والطريق الجبلي المؤدي إلى سهل الزيتون.";
const OTHER: &str = "افتتح مهرجان الكتاب دورته العاشرة في قاعة المدينة بحضور ناشرين من بلدان كثيرة. \
    وتستمر الفعاليات أسبوعا كاملا وتشمل ندوات للأطفال ومعارض للخط العربي.";
const MORE: &str = "وشهدت أسواق الخضار ازدحاما شديدا مع اقتراب العيد وارتفعت أسعار البندورة والخيار ارتفاعا ملحوظا. \
    وقال تجار إن الموسم كان ضعيفا بسبب قلة الأمطار في الخريف.";

fn of(text: &str, outlet: Option<&str>, day: i8) -> Prepared {
    let published = Some(Published::Day(date(2024, 5, day)));
    Prepared::new(&Source { text, outlet, published, ..Source::default() }, &CREDITS)
}

/// A text of no outlet, which knows none either.
fn text(text: &str) -> Prepared {
    let published = Some(Published::Day(date(2024, 5, 7)));
    Prepared::new(&Source { text, published, ..Source::default() }, &Credits::default())
}

fn pair(one: &str, two: &str) -> Copy {
    compare(&text(one), &text(two)).expect("they share a passage")
}

fn words(text: &str, span: [usize; 2]) -> String {
    text.chars().skip(span[0]).take(span[1] - span[0]).collect()
}

#[test]
fn spelling_marks_and_conjunctions_do_not_hide_a_copy() {
    let again = STORY
        .replace("أن", "ان")
        .replace("الجبهة", "الجبهه")
        .replace("معارك", "معـــارك")
        .replace("مقتل 12", "مقتل ١٢")
        .replace("وتعد", "تعد")
        .replace(". ", "\n\n");
    let copy = pair(STORY, &again);
    assert_eq!((copy.kind, copy.verdict), (Kind::Exact, Verdict::Copy));
    assert!(!copy.edited());
    assert_eq!(text(STORY).whole().hash, text(&again).whole().hash);
}

#[test]
fn words_that_lost_the_space_between_them_are_still_the_same() {
    let copy = pair(STORY, &STORY.replace("بلدة الرملة", "بلدةالرملة").replace("لواء الساحل", "لواءالساحل"));
    assert_eq!(copy.passages.len(), 1);
    assert!(copy.changes.is_empty());
    assert!(copy.share.iter().all(|&share| share > 0.99), "{:?}", copy.share);
}

#[test]
fn a_figure_that_was_edited_is_found_with_its_words_and_values() {
    let edited = STORY.replace("12 عنصرا", "19 عنصرا");
    let copy = pair(STORY, &edited);
    assert_eq!((copy.figures.len(), copy.changes.len(), copy.verdict), (1, 0, Verdict::Edited));
    let [one, two] = &copy.figures[0].figures;
    let best = |f: &Figure| match f.value {
        Quantity::Number { best, .. } => best,
        Quantity::Time { .. } => None,
    };
    assert_eq!((best(one), best(two)), (Some(12.0), Some(19.0)));
    assert_eq!((words(STORY, one.span), words(&edited, two.span)), (one.text.clone(), two.text.clone()));
}

#[test]
fn a_figure_in_letters_or_a_looser_one_is_no_other_figure() {
    let spelled = STORY.replace("12 عنصرا", "اثني عشر عنصرا");
    let looser = STORY.replace("12 عنصرا", "نحو 12 عنصرا");
    for again in [spelled, looser] {
        assert!(pair(STORY, &again).figures.is_empty(), "{again}");
    }
}

#[test]
fn a_day_told_in_the_evening_and_for_the_morning_is_one_day() {
    let told = |when: &str| STORY.replace("فجر الثلاثاء", when);
    assert!(pair(&told("اليوم"), &told("أمس")).figures.is_empty());
    assert_eq!(pair(&told("في 3 أيار 2024"), &told("في 9 نيسان 2024")).figures.len(), 1);
}

#[test]
fn a_passage_amid_other_matter_is_found_to_the_word() {
    let round_up = format!("{OTHER} {STORY} {MORE}");
    let copy = pair(STORY, &round_up);
    assert_eq!(copy.passages.len(), 1);
    assert_eq!(words(&round_up, copy.passages[0].spans[1]), STORY.trim_end_matches('.'));
    assert!(copy.share[0] > 0.99 && copy.share[1] < 0.6, "{:?}", copy.share);
}

#[test]
fn passages_in_another_order_are_all_found() {
    let turned = format!("{OTHER}\n{STORY}");
    let copy = pair(&format!("{STORY}\n{OTHER}"), &turned);
    assert_eq!(copy.passages.len(), 2);
    assert!(copy.share.iter().all(|&share| share > 0.99));
    assert!(copy.passages[0].spans[0] < copy.passages[1].spans[0]);
    assert!(copy.passages[0].spans[1] > copy.passages[1].spans[1]);
}

#[test]
fn texts_of_other_matter_share_nothing() {
    assert_eq!(compare(&text(STORY), &text(OTHER)), None);
    assert_eq!(compare(&text(""), &text(STORY)), None);
    assert_eq!(compare(&text(""), &text("")), None);
}

#[test]
fn furniture_is_compared_with_nothing() {
    let whole = format!("{OTHER}\n{STORY}");
    let furniture = [[0, OTHER.chars().count()]];
    let prepared = Prepared::new(
        &Source { text: &whole, furniture: &furniture, ..Source::default() },
        &Credits::default(),
    );
    assert_eq!(compare(&prepared, &text(OTHER)), None);
    assert_eq!(prepared.whole().hash, text(STORY).whole().hash);
}

#[test]
fn a_form_filled_in_differently_is_no_copy() {
    let notice = |name: &str, crime: &str, town: &str, day: &str| {
        format!(
            "صدر بيان عن دائرة السجون بشأن المدعو {name} بعد إدانته بتهمة {crime} وجاء فيه أن المحكمة العليا صدقت الحكم عليه. \
            ونفذ الحكم في الجاني {name} يوم {day} في {town} والدائرة إذ تعلن ذلك تحذر كل من تسول له نفسه الإقدام على مثله."
        )
    };
    let one = notice("سالم نوفل الحداد", "تهريب الأخشاب النادرة", "ميناء الصنوبر", "الأحد الموافق 5 أيار 2024");
    let two = notice("وديع طنوس قاسم", "تزوير أوراق نقدية", "سجن الوادي", "الخميس الموافق 2 نيسان 2024");
    let copy = pair(&one, &two);
    assert!(copy.share.iter().all(|&share| share > 0.6));
    assert!(!copy.is_copy());
}

#[test]
fn who_credits_the_outlet_of_the_other_took_from_it() {
    let told = format!("{STORY}\nنقلت صحيفة عكاظ ذلك عن مراسلها.");
    let copy = compare(&of(STORY, Some("okaz"), 7), &of(&told, Some("bbc"), 6)).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::A), Rule::Credit));
    assert_eq!(copy.route, Route::Outlet);
    let (side, span) = copy.direction.evidence[0];
    assert_eq!((side, words(&told, span).as_str()), (Side::B, "صحيفة عكاظ"));
}

#[test]
fn what_both_took_from_an_agency_neither_took_from_the_other() {
    let wire = |opening: &str| format!("{opening}\n{STORY} بحسب وكالة رويترز.");
    let copy = compare(&of(&wire("الرملة"), Some("okaz"), 6), &of(&wire("عاجل"), Some("bbc"), 7)).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (None, Rule::CommonAgency));
    assert_eq!((copy.direction.origin.as_deref(), copy.route), (Some("Reuters"), Route::Wire));
    // The agency itself was first.
    let copy = compare(&of(STORY, Some("Reuters"), 7), &of(&wire(""), Some("bbc"), 7)).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::A), Rule::Agency));
    assert_eq!(copy.route, Route::Wire);
}

#[test]
fn without_a_credit_a_signature_counts_and_then_the_day() {
    let signed = format!("خبر\nنوال الحداد - بي بي سي:\n{STORY}");
    let copy = compare(&of(STORY, Some("okaz"), 5), &of(&signed, Some("bbc"), 6)).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::B), Rule::Byline));
    let [one, two] = [of(STORY, Some("منبر"), 5), of(STORY, Some("ساحة"), 6)];
    let copy = compare(&two, &one).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::B), Rule::Time));
    let byline =
        Source {
            text: STORY, outlet: Some("منبر"), byline: Some("نوال الحداد"), ..Source::default()
        };
    let copy = compare(&Prepared::new(&byline, &CREDITS), &two).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::A), Rule::Byline));
}

#[test]
fn a_story_inside_of_a_round_up_was_there_first() {
    let round_up = format!("{OTHER} {OTHER} {STORY} {MORE} {MORE}");
    let copy = compare(&of(&round_up, Some("منبر"), 5), &of(STORY, Some("ساحة"), 5)).unwrap();
    assert_eq!((copy.direction.from, copy.direction.rule), (Some(Side::B), Rule::Containment));
    // The other may as well have cut what follows.
    let longer = format!("{STORY} {OTHER} {MORE}");
    let copy = compare(&of(&longer, Some("منبر"), 5), &of(STORY, Some("ساحة"), 5)).unwrap();
    assert_eq!((copy.direction.from, copy.route), (None, Route::Common));
}

#[test]
fn texts_of_one_outlet_are_its_own() {
    let later = STORY.replace("12 عنصرا", "19 عنصرا");
    let copy = compare(&of(&later, Some("منبر"), 6), &of(STORY, Some("منبر"), 5)).unwrap();
    assert_eq!((copy.route, copy.direction.from), (Route::Own, Some(Side::B)));
}

#[test]
fn a_day_lies_before_a_moment_only_where_it_does_so_everywhere() {
    let moment = |text: &str| Published::Moment(text.parse().unwrap());
    let day = Published::Day(date(2024, 5, 5));
    assert!(!day.is_before(moment("2024-05-06T06:00:00Z")));
    assert!(day.is_before(moment("2024-05-06T12:00:00Z")));
    assert!(moment("2024-05-04T09:59:59Z").is_before(day));
    assert!(!moment("2024-05-04T10:00:00Z").is_before(day));
    assert!(!day.is_before(day));
}

#[test]
fn an_outlet_is_known_by_what_metadata_call_it() {
    for name in ["okaz", "عكاظ", "Okaz", "france24", "France 24", "aljazirah"] {
        assert!(CREDITS.called(name).is_some(), "{name}");
    }
    assert!(CREDITS.called("منبر الضفة").is_none());
}

#[test]
fn a_word_that_merely_looks_like_a_short_name_credits_nobody() {
    for said in ["طلبوا عدم نشر أسمائهم كي لا يعرفوا", "كان حيا في الشرق الأوسط", "قال إن الحياة صعبة"]
    {
        assert!(of(said, None, 7).credits().is_empty(), "{said}");
    }
    let quoted = of("وقال في حديث لـ«الحياة» إن الاجتماع تأجل", None, 7);
    assert_eq!(quoted.credits().len(), 1);
    assert_eq!(quoted.credits()[0].standing, Standing::Told);
}

#[test]
fn sentences_and_paragraphs_taken_over_have_the_same_hash() {
    let [one, two] = [text(&format!("{OTHER}\n{STORY}")), text(&format!("{STORY}\n{MORE}"))];
    let shared =
        |x: &[Hashed], y: &[Hashed]| x.iter().filter(|one| y.iter().any(|two| one.hash == two.hash)).count();
    assert_eq!(shared(one.paragraphs(), two.paragraphs()), 1);
    assert_eq!(shared(one.sentences(), two.sentences()), 3);
}

#[test]
fn candidates_do_not_depend_on_the_order_of_the_documents() {
    let texts = [
        STORY.to_owned(),
        format!("{OTHER} {STORY}"),
        OTHER.to_owned(),
        MORE.to_owned(),
        format!("{MORE} {STORY}"),
    ];
    let found = |order: &[usize]| {
        let prepared: Vec<Prepared> = order.iter().map(|&at| text(&texts[at])).collect();
        let copies = copies_of(&prepared, DEFAULT_CAP);
        let mut pairs: Vec<_> = copies
            .copies
            .iter()
            .map(|((one, two), copy)| {
                let pair = (order[*one as usize], order[*two as usize]);
                if pair.0 > pair.1 {
                    ((pair.1, pair.0), copy.clone().mirrored())
                } else {
                    (pair, copy.clone())
                }
            })
            .collect();
        pairs.sort_by_key(|&(pair, _)| pair);
        (pairs, copies.compared, copies.oversized)
    };
    let straight = found(&[0, 1, 2, 3, 4]);
    assert_eq!(
        straight.0.iter().map(|&(pair, _)| pair).collect::<Vec<_>>(),
        [(0, 1), (0, 4), (1, 2), (1, 4), (3, 4)]
    );
    assert_eq!(found(&[4, 2, 0, 3, 1]), straight);
}

#[test]
fn of_a_key_that_too_many_hold_the_first_meet() {
    let prepared: Vec<Prepared> = (0..5).map(|_| text(STORY)).collect();
    assert_eq!(candidates(&prepared, 5).pairs.len(), 10);
    let capped = candidates(&prepared, 3);
    assert_eq!(capped.pairs, [(0, 1), (0, 2), (1, 2)]);
    assert_eq!(capped.oversized, prepared[0].keys().len());
}

/// Texts made of few sentences, so that they share some, with words of their own between.
fn drawn() -> impl Strategy<Value = String> {
    let parts: Vec<String> =
        [STORY, OTHER, MORE].iter().flat_map(|t| t.split(". ").map(str::to_owned)).collect();
    prop::collection::vec(
        prop_oneof![
            4 => prop::sample::select(parts),
            1 => "[ء-ي0-9 .,\u{064E}ـ]{0,30}",
            1 => Just("12 قتيلا و30 جريحا أمس الأحد، بحسب وكالة رويترز\n".to_owned()),
        ],
        0..7,
    )
    .prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn which_text_comes_first_changes_nothing(one in drawn(), two in drawn(), days in (1_i8..4, 1_i8..4)) {
        let outlets = ["okaz", "منبر"];
        let [a, b] = [of(&one, Some(outlets[0]), days.0), of(&two, Some(outlets[1]), days.1)];
        prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(Copy::mirrored));
    }

    #[test]
    fn passages_lie_in_their_texts_and_do_not_overlap(one in drawn(), two in drawn()) {
        let [a, b] = [text(&one), text(&two)];
        let Some(copy) = compare(&a, &b) else { return Ok(()) };
        for side in 0..2 {
            let length = [&one, &two][side].chars().count();
            let mut spans: Vec<[usize; 2]> = copy.passages.iter().map(|p| p.spans[side]).collect();
            spans.sort_unstable();
            prop_assert!(spans.iter().all(|s| s[0] < s[1] && s[1] <= length));
            prop_assert!(spans.windows(2).all(|w| w[0][1] <= w[1][0]), "{:?}", spans);
            prop_assert!((0.0..=1.0).contains(&copy.share[side]));
        }
    }
}
