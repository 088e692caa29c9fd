//! Places of invented texts, against the invented codebook.

use crate::inspection::{InspectedMention, InspectedPlace};
use crate::invented::inspect;

/// The place of the first mention whose words end so.
fn place(text: &str, words: &str) -> InspectedPlace {
    found(text, words).and_then(|m| m.place).unwrap_or_else(|| panic!("no place at {words}"))
}

fn found(text: &str, words: &str) -> Option<InspectedMention> {
    inspect(text).mentions.into_iter().find(|m| m.text.ends_with(words) && m.place.is_some())
}

#[test]
fn of_two_homonyms_the_company_decides() {
    let near = place("خرج من عين الزيتون ومن دير السهل ثم وصل إلى الربوة", "الربوة");
    assert_eq!(near.id.as_deref(), Some("test:4"));
    let far = place("خرج من مرفأ الدلافين ثم وصل إلى الربوة", "الربوة");
    assert_eq!(far.id.as_deref(), Some("test:5"));
    assert_eq!(near.candidates.len(), 2, "the other one is shown");
}

#[test]
fn of_names_that_fold_alike_the_spelling_decides_unless_it_may_be_a_slip() {
    let ids = |text: &str, words: &str| -> Vec<String> {
        place(text, words).candidates.into_iter().map(|c| c.id).collect()
    };
    assert_eq!(ids("قتل جندي في المشنافة أمس.", "المشنافة"), ["test:10"]);
    assert_eq!(ids("وصل الجنود للمشنافة أمس.", "للمشنافة"), ["test:10"]);
    // A bare ه is often written for ة.
    assert_eq!(ids("قتل جندي في المشنافه أمس.", "المشنافه").len(), 2);
}

#[test]
fn candidates_give_their_reasons() {
    let place = place("خرج من عين الزيتون إلى الربوة", "الربوة");
    let reasons: Vec<&str> = place.candidates[0].reasons.iter().map(|(why, _)| *why).collect();
    assert!(reasons.contains(&"document_country") && reasons.contains(&"neighbour"), "{reasons:?}");
    let sum: i32 = place.candidates[0].reasons.iter().map(|(_, points)| points).sum();
    assert_eq!(place.candidates[0].score, sum);
}

#[test]
fn a_far_off_homonym_of_another_type_does_not_hold() {
    let place = place("خرج من عين الزيتون ومن دير السهل إلى مخيم الزرنيقة", "مخيم الزرنيقة");
    assert_eq!((place.id, place.kind.as_deref()), (None, Some("camp")));
    assert_eq!(place.words.as_deref(), Some("الزرنيقة"));
    assert!(place.candidates.iter().all(|c| c.score < 0), "{:?}", place.candidates);
}

#[test]
fn an_unknown_place_keeps_its_words_its_type_and_its_container() {
    let place = place("انفجرت عبوة في قرية زقزوقة بمدينة عين الزيتون", "زقزوقة");
    assert_eq!(place.words.as_deref(), Some("زقزوقة"));
    assert_eq!(place.kind.as_deref(), Some("village"));
    assert_eq!(place.container.as_deref(), Some("Ain al-Zaytun"));
    assert_eq!((place.country.as_deref(), place.admin1.as_deref()), (Some("IQ"), Some("Al-Difaf")));
}

#[test]
fn an_unknown_place_may_have_a_name_of_two_words() {
    let place = place("انفجرت عبوة في بلدة تل زقزوق", "تل زقزوق");
    assert_eq!((place.words.as_deref(), place.kind.as_deref()), (Some("تل زقزوق"), Some("town")));
}

#[test]
fn sides_and_parts_are_told_from_the_place() {
    let place = place("انفجرت عبوة في ريف عين الزيتون", "ريف عين الزيتون");
    assert_eq!(place.name.as_deref(), Some("Ain al-Zaytun countryside"));
    assert_eq!((place.id.as_deref(), place.kind.as_deref()), (Some("test:1"), Some("region")));
    assert_eq!(place.parts, ["countryside"]);
}

#[test]
fn a_type_word_takes_up_the_place_named_before() {
    let place = place("دخل الجنود مدينة عين الزيتون. ثم خرجوا من المدينة", "المدينة");
    assert_eq!(place.id.as_deref(), Some("test:1"));
}

#[test]
fn a_name_that_is_an_ordinary_word_needs_support() {
    assert!(found("حضر الشاهد إلى السوق", "الشاهد").is_none());
    let asked = place("وصلوا إلى عين الزيتون ثم إلى بلدة الشاهد", "الشاهد");
    assert_eq!(asked.id.as_deref(), Some("test:7"));
}

#[test]
fn what_no_candidate_lies_in_is_no_container() {
    let place = place("خسرت الربوة في مرفأ الدلافين ودير السهل وعين الزيتون", "الربوة");
    assert!(place.id.is_some());
}
