use jiff::civil::date;
use proptest::prelude::*;

use super::{
    Fact, Kinship, SharedText, Veto, invented::Invented, keys, kinship, meet, rarity, stems, veto, weigh,
};

fn shelling(outlet: &str) -> Invented {
    Invented::new(outlet, "1", "violence.shelling")
        .published(date(2024, 5, 10))
        .content("قصف مدفعي استهدف سوق المدينة القديمة")
        .place("Blueford", "tw:blueford", 30.0, 40.0)
}

#[test]
fn types_of_one_happening_are_kin_whatever_the_order() {
    assert_eq!(kinship("violence.airstrike", "violence.kill"), Kinship::Kin);
    assert_eq!(kinship("violence.kill", "violence.airstrike"), Kinship::Kin);
    assert_eq!(kinship("detention.release", "detention.arrest"), Kinship::Opposite);
    assert_eq!(kinship("violence.kill", "diplomacy.meet"), Kinship::Other);
}

#[test]
fn spellings_and_clitics_of_a_word_have_one_stem() {
    assert_eq!(stems("والمقاتلون"), stems("مقاتلين"));
    assert_eq!(stems("القُرى"), stems("القري"));
    assert_eq!(stems("في من على"), Vec::<String>::new());
}

#[test]
fn common_words_say_less_than_rare_ones() {
    assert!(rarity::bits("قال") < rarity::bits("متدرب"));
    assert_eq!(rarity::bits("زقزوقستان"), 8);
}

#[test]
fn points_are_the_sum_of_the_reasons_and_every_reason_is_said_in_words() {
    let link = weigh(&shelling("a").fact(), &shelling("b").fact(), None);
    assert_eq!(link.points, link.reasons.iter().map(|reason| reason.points).sum::<i32>());
    assert!(link.reasons.iter().all(|reason| !reason.words.is_empty()));
}

#[test]
fn who_is_named_in_both_is_found_whatever_he_does_there() {
    let rules = |one: Invented, two: Invented| {
        weigh(&one.fact(), &two.fact(), None).reasons.into_iter().map(|r| r.rule).collect::<Vec<_>>()
    };
    let by = |outlet, id| shelling(outlet).actor(id, "جيش");
    assert!(rules(by("a", "army"), by("b", "army")).contains(&"named.same"));
    assert!(rules(by("a", "army"), by("b", "army").actor("rebels", "ثوار")).contains(&"named.some"));
    assert!(rules(by("a", "army"), by("b", "rebels")).contains(&"named.other"));
    assert!(rules(by("a", "army"), shelling("b")).contains(&"named.unsaid"));
}

#[test]
fn claims_in_the_first_words_of_their_reports_are_told_from_asides() {
    let rules = |one: &Invented, two: &Invented| {
        let link = weigh(&one.clone().fact(), &two.clone().fact(), None);
        link.reasons.into_iter().map(|r| r.rule).find(|rule| rule.starts_with("lead."))
    };
    let (lead, aside) = (shelling("a"), shelling("b").elsewhere("trigger"));
    assert_eq!(rules(&lead, &lead.clone()), Some("lead.both"));
    assert_eq!(rules(&lead, &aside), Some("lead.one"));
}

#[test]
fn a_pair_is_worth_the_same_from_either_side() {
    let (one, two) = (shelling("a").fact(), shelling("b").killed(12.0).fact());
    let shared = SharedText { first: 80, second: 100, aligned: true };
    assert_eq!(weigh(&one, &two, Some(shared)), weigh(&two, &one, Some(shared.mirrored())));
}

#[test]
fn days_that_lie_apart_forbid_a_link() {
    let on = |outlet, day| shelling(outlet).day(date(2024, 5, day)).fact();
    assert_eq!(veto(&on("a", 3), &on("b", 9)), Some(Veto::Dates));
    assert_eq!(veto(&on("a", 8), &on("b", 9)), None);
}

#[test]
fn towns_that_lie_apart_forbid_a_link_and_neighbours_do_not() {
    let at = |outlet, lat| {
        Invented::new(outlet, "1", "violence.shelling").content("قصف").place(outlet, outlet, lat, 40.0).fact()
    };
    assert_eq!(veto(&at("a", 30.0), &at("b", 33.0)), Some(Veto::Places));
    assert_eq!(veto(&at("a", 30.0), &at("b", 30.2)), None);
}

#[test]
fn types_that_undo_each_other_forbid_a_link() {
    let of = |kind| Invented::new("a", kind, kind).fact();
    assert_eq!(veto(&of("detention.arrest"), &of("detention.release")), Some(Veto::Types));
}

#[test]
fn what_is_told_as_past_has_happened_by_the_day_of_publication() {
    let fact = shelling("a").fact();
    assert_eq!(fact.when.last, Some(date(2024, 5, 10)));
    assert!(!fact.when.is_said());
}

#[test]
fn claims_of_one_place_on_neighbouring_days_meet_and_a_key_of_too_many_is_dropped() {
    let facts = [shelling("a").fact(), shelling("b").published(date(2024, 5, 11)).fact()];
    assert_eq!(meet(&facts, 10).pairs, [(0, 1)]);
    let capped = meet(&facts, 1);
    assert!(capped.pairs.is_empty());
    assert!(capped.dropped.iter().all(|(_, count)| *count == 2) && !capped.dropped.is_empty());
}

#[test]
fn the_same_words_at_one_point_of_a_shared_passage_are_a_copied_claim() {
    let (one, two) = (shelling("a").fact(), shelling("b").fact());
    let shared = SharedText::new(&one, &two, &[[[0, 60], [0, 60]]]);
    assert!(shared.is_some_and(SharedText::is_copy));
    assert_eq!(SharedText::new(&one, &two, &[[[200, 260], [0, 60]]]), None);
}

proptest! {
    #[test]
    fn any_two_claims_can_be_weighed_and_keys_have_an_order(text in "\\PC{0,40}", other in "\\PC{0,40}") {
        let fact = |outlet: &str, text: &str| -> Fact { shelling(outlet).content(text).fact() };
        let (one, two) = (fact("a", &text), fact("b", &other));
        let link = weigh(&one, &two, None);
        prop_assert_eq!(&link, &weigh(&two, &one, None));
        prop_assert!(keys(&one).windows(2).all(|pair| pair[0] < pair[1]));
    }
}
