//! What numbers count, by the words around them.

use crate::claim::record::Claim;
use crate::invented::{of, read};

/// What each number of a claim counts, with its figure.
fn counted(claim: &Claim) -> Vec<(&str, Option<f64>)> {
    claim.quantities.iter().map(|q| (q.of.as_str(), q.best)).collect()
}

/// What the numbers of a text count, by the claims that take them up; each number once.
fn figures(text: &str) -> Vec<(String, Option<f64>)> {
    let claims = read(text);
    let mut all: Vec<_> = claims.iter().flat_map(|c| &c.quantities).collect();
    all.sort_by_key(|q| q.span);
    all.dedup_by_key(|q| q.span);
    all.into_iter().map(|q| (q.of.clone(), q.best)).collect()
}

fn expect(text: &str, expected: &[(&str, f64)]) {
    let found = figures(text);
    let found: Vec<_> = found.iter().map(|(of, best)| (of.as_str(), best.unwrap_or_default())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_word_that_governs_a_number_says_what_it_counts() {
    let attack = of("violence.attack", "أسفر هجوم على الحاجز عن مقتل 14 جنديا وإصابة 31 مدنيا.");
    assert_eq!(counted(&attack), [("killed", Some(14.0)), ("injured", Some(31.0))]);
    expect("قصف الجيش البلدة فأودى بخمسة مدنيين.", &[("killed", 5.0)]);
}

#[test]
fn others_count_what_their_own_verb_says() {
    expect("قتل ثلاثة جنود وأصيب تسعة آخرون في هجوم على الحاجز.", &[("killed", 3.0), ("injured", 9.0)]);
}

#[test]
fn a_part_counts_what_its_whole_counts() {
    expect("قتل عشرون مدنيا بينهم أربعة ناشطين في هجوم على البلدة.", &[("killed", 20.0), ("killed", 4.0)]);
}

#[test]
fn a_number_before_its_verb_counts_what_became_of_it_and_not_what_it_did() {
    expect("قال ناشطون إن سبعة مدنيين قتلوا في هجوم على البلدة.", &[("killed", 7.0)]);
    let claim = of("violence.kill", "قال ناشطون إن سبعة مسلحين قتلوا ثلاثة جنود.");
    assert!(counted(&claim).contains(&("killed", Some(3.0))), "{claim:#?}");
    assert!(!counted(&claim).contains(&("killed", Some(7.0))), "{claim:#?}");
}

#[test]
fn what_completes_a_verb_stands_behind_the_number() {
    expect("لقي ثلاثة جنود على الأقل حتفهم.", &[("killed", 3.0)]);
}

#[test]
fn two_that_share_a_number_make_targets_of_an_act_that_is_neither() {
    let attack = of("violence.attack", "أسفر هجوم على الحاجز عن مقتل وإصابة 55 جنديا.");
    assert_eq!(counted(&attack), [("targets", Some(55.0))]);
    let attack = of("violence.attack", "أسفر هجوم على الحاجز عن عشرات القتلى والجرحى.");
    assert_eq!(counted(&attack), [("targets", None)]);
}

#[test]
fn things_and_lengths_are_not_killed() {
    expect("قتل المسلحون قائدا خلال ثلاثة أيام.", &[("duration", 3.0)]);
    let claims = read("جرح المسلحون قائدا في ثلاث بلدات.");
    assert!(claims.iter().all(|c| !counted(c).contains(&("injured", Some(3.0)))), "{claims:#?}");
}

#[test]
fn a_tally_tells_what_the_number_after_it_counts() {
    let claims = read("هاجم المسلحون البلدة وارتفع عدد القتلى إلى 18.");
    assert!(claims.iter().all(|c| c.quantities.iter().all(|q| q.of == "killed")), "{claims:#?}");
}
