//! Where, when, how many and why.

use crate::capture::Document;
use crate::claim::record::{Claim, Quantity};
use crate::invented::{kinds, of, only, read, read_document};

/// Role and gazetteer id of a claim's places.
fn places(claim: &Claim) -> Vec<(&str, &str)> {
    claim.places.iter().map(|p| (p.role.as_str(), p.id.as_deref().unwrap_or(""))).collect()
}

fn days(claim: &Claim) -> Option<(&str, &str)> {
    let time = claim.time.as_ref()?;
    Some((time.start.as_deref().unwrap_or(""), time.end.as_deref().unwrap_or("")))
}

/// What is counted, bounds, figure and qualifier.
type Figures<'a> = (&'a str, Option<f64>, Option<f64>, Option<f64>, &'a str);

fn figures(quantity: &Quantity) -> Figures<'_> {
    (&quantity.of, quantity.low, quantity.high, quantity.best, &quantity.qualifier)
}

#[test]
fn a_place_comes_with_all_the_gazetteer_knows() {
    let claim = only("انشق ضابط عن الجيش في مدينة عين الزيتون.");
    let place = &claim.places[0];
    assert_eq!((place.role.as_str(), place.text.as_str()), ("in", "مدينة عين الزيتون"));
    assert_eq!(place.name.as_deref(), Some("Ain al-Zaytun"));
    assert_eq!((place.country.as_deref(), place.admin1.as_deref()), (Some("IQ"), Some("Al-Difaf")));
    assert_eq!(
        (place.lat, place.lon, place.precision.as_deref()),
        (Some(36.3401), Some(43.1302), Some("town"))
    );
}

#[test]
fn a_movement_has_a_place_it_starts_from_and_one_it_goes_to() {
    let claim = only("نزح السكان من عين الزيتون إلى تل القمح.");
    assert_eq!(places(&claim), [("from", "test:1"), ("to", "test:2")]);
}

#[test]
fn from_is_no_place_of_what_does_not_move() {
    assert!(only("اعتقل الجنود ناشطا من عين الزيتون.").places.is_empty());
}

#[test]
fn a_place_taken_is_where_it_was_taken() {
    assert_eq!(
        places(&only("سيطر المسلحون على عين الزيتون وتل القمح.")),
        [("in", "test:1"), ("in", "test:2")]
    );
    assert_eq!(places(&only("استعاد الجيش عين الزيتون.")), [("in", "test:1")]);
}

#[test]
fn each_clause_has_its_own_place() {
    let claims = read("اعتقل الجنود ناشطا في تل القمح ونزح السكان إلى دير السهل.");
    assert_eq!(kinds(&claims), ["detention.arrest", "displacement.flee"]);
    assert_eq!(places(&claims[0]), [("in", "test:2")]);
    assert_eq!(places(&claims[1]), [("to", "test:3")]);
}

#[test]
fn a_place_that_opens_the_sentence_holds_for_its_clauses() {
    let claims = read("في عين الزيتون هاجم المسلحون الجيش واعتقل الجنود ناشطا.");
    assert_eq!(kinds(&claims), ["violence.attack", "detention.arrest"]);
    assert!(claims.iter().all(|c| places(c) == [("in", "test:1")]), "{claims:#?}");
}

#[test]
fn where_somebody_is_from_is_not_where_it_happened() {
    assert!(only("اعتقل الجنود سكان عين الزيتون.").places.is_empty());
}

#[test]
fn a_relative_date_counts_from_the_day_of_publication() {
    assert_eq!(days(&only("انشق ضابط عن الجيش أمس.")), Some(("2015-02-19", "2015-02-19")));
    assert_eq!(days(&only("انشق ضابط عن الجيش يوم الاثنين.")), Some(("2015-02-16", "2015-02-16")));
    assert_eq!(days(&only("انشق ضابط عن الجيش.")), None);
}

#[test]
fn a_relative_date_without_a_day_of_publication_has_no_dates() {
    let claims = read_document(&Document::from_text("invented", "انشق ضابط عن الجيش أمس."));
    assert_eq!(days(&claims[0]), Some(("", "")));
    assert_eq!(claims[0].time.as_ref().map(|t| t.text.as_str()), Some("أمس"));
}

#[test]
fn each_sentence_has_its_own_date() {
    let claims = read("هاجم المسلحون الحاجز في 17 شباط. نزح السكان في 18 شباط 2015.");
    assert_eq!(days(&claims[0]), Some(("2015-02-17", "2015-02-17")));
    assert_eq!(days(&claims[1]), Some(("2015-02-18", "2015-02-18")));
}

#[test]
fn the_date_of_a_sentence_holds_for_its_clauses() {
    let claims = read("قال ناشطون إن المسلحين هاجموا الحاجز أمس وسيطروا عليه.");
    assert_eq!(kinds(&claims), ["violence.attack", "control.seize"]);
    assert!(claims.iter().all(|c| days(c) == Some(("2015-02-19", "2015-02-19"))), "{claims:#?}");
}

#[test]
fn the_day_of_the_saying_is_not_the_day_of_what_is_said() {
    assert_eq!(days(&only("قال ناشطون يوم الثلاثاء إن الضباط انشقوا عن الجيش.")), None);
}

#[test]
fn figures_keep_their_bounds_and_their_qualifier() {
    let actors = |text: &str| {
        let claim = only(text);
        assert_eq!(claim.quantities.len(), 1, "{text}: {:#?}", claim.quantities);
        let (of, low, high, best, qualifier) = figures(&claim.quantities[0]);
        assert_eq!(of, "actors", "{text}");
        (low, high, best, qualifier.to_owned())
    };
    assert_eq!(actors("انشق خمسة ضباط عن الجيش."), (Some(5.0), Some(5.0), Some(5.0), "exact".into()));
    assert_eq!(actors("انشق أكثر من 15 ضابطا عن الجيش."), (Some(16.0), None, Some(15.0), "more_than".into()));
    assert_eq!(actors("انشق بين 11 و13 ضابطا عن الجيش."), (Some(11.0), Some(13.0), None, "range".into()));
    assert_eq!(actors("انشق مئات المقاتلين عن الجيش."), (Some(200.0), None, None, "vague".into()));
}

#[test]
fn what_a_number_of_targets_counts_is_what_was_done_to_them() {
    for (text, of) in [
        ("قتل المسلحون ثلاثة جنود.", "killed"),
        ("جرح المسلحون ثلاثة جنود.", "injured"),
        ("اعتقل الجنود ثلاثة ناشطين.", "detained"),
        ("هاجم المسلحون ثلاثة حواجز.", "targets"),
        ("لقي ثلاثة جنود حتفهم.", "killed"),
    ] {
        let claim = only(text);
        assert_eq!(claim.quantities.len(), 1, "{text}: {:#?}", claim.quantities);
        assert_eq!(figures(&claim.quantities[0]), (of, Some(3.0), Some(3.0), Some(3.0), "exact"), "{text}");
    }
}

#[test]
fn a_span_of_time_is_a_duration() {
    let claim = only("انشق عشرون ضابطا عن الجيش خلال 3 أيام.");
    let counted: Vec<_> = claim.quantities.iter().map(|q| (q.of.as_str(), q.best)).collect();
    assert_eq!(counted, [("actors", Some(20.0)), ("duration", Some(3.0))]);
}

#[test]
fn the_numbers_of_another_clause_are_not_counted() {
    let claims = read("اعتقل الجنود ثلاثة ناشطين ونزح خمسة مدنيين.");
    let counted: Vec<Vec<_>> = claims.iter().map(|c| c.quantities.iter().map(figures).collect()).collect();
    assert_eq!(counted[0], [("detained", Some(3.0), Some(3.0), Some(3.0), "exact")]);
    assert_eq!(counted[1], [("displaced", Some(5.0), Some(5.0), Some(5.0), "exact")]);
}

#[test]
fn a_cause_has_the_code_of_its_words_else_that_of_its_cue() {
    for (text, words, code) in [
        ("انشق الضباط بسبب تأخر الرواتب.", "تأخر الرواتب", "hardship"),
        ("انشق الضباط بسبب سوء الطعام.", "سوء الطعام", "other"),
        ("انشق الضباط خوفا من قائدهم.", "قائدهم", "fear"),
    ] {
        let claim = only(text);
        let causes: Vec<_> = claim.causes.iter().map(|c| (c.text.as_str(), c.code.as_str())).collect();
        assert_eq!(causes, [(words, code)], "{text}");
    }
}

#[test]
fn a_cause_belongs_to_what_it_explains() {
    let text = "هاجم المسلحون الحاجز. ونزح السكان من عين الزيتون بسبب القصف.";
    assert!(of("violence.attack", text).causes.is_empty());
    assert_eq!(of("displacement.flee", text).causes.len(), 1);
    // The cause is itself told as having happened, and does not explain itself.
    assert!(of("violence.shelling", text).causes.is_empty());
}
