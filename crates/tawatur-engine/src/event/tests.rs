use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{
    Chains, Cluster, Copied, Copies, Difference, EventClaimRow, Report, Role, Stance, cluster,
    contradictions, figures, independence, sources, stance, tell,
};
use crate::{
    link::{Fact, FactId, Link, Strength, invented::Invented, weigh},
    row::ClaimRow,
};

/// No document is an exact copy of another.
const ALONE: BTreeSet<FactId> = BTreeSet::new();

fn links(facts: &[Fact]) -> Vec<Link> {
    let mut links = Vec::new();
    for (at, one) in facts.iter().enumerate() {
        links.extend(facts[at + 1..].iter().map(|other| weigh(one, other, None)));
    }
    links
}

fn by_id(facts: &[Fact]) -> BTreeMap<FactId, Fact> {
    facts.iter().map(|fact| (fact.id.clone(), fact.clone())).collect()
}

fn told(facts: &[Fact]) -> Vec<&Fact> {
    facts.iter().collect()
}

/// Claims of three happenings in several papers.
fn papers() -> Vec<Fact> {
    let mut facts = Vec::new();
    for (at, outlet) in ["a", "b", "c"].into_iter().enumerate() {
        let day = date(2024, 5, 10 + at as i8);
        facts.push(
            Invented::new(outlet, "1", "violence.shelling")
                .published(day)
                .content("قصف مدفعي استهدف سوق المدينة القديمة")
                .place("Blueford", "tw:blueford", 30.0, 40.0)
                .day(date(2024, 5, 9))
                .killed(12.0)
                .fact(),
        );
        facts.push(
            Invented::new(outlet, "2", "detention.arrest")
                .published(day)
                .content("اعتقال سبعة تجار عند معبر النهر")
                .place("Farbridge", "tw:farbridge", 33.0, 44.0)
                .day(date(2024, 5, 8))
                .fact(),
        );
    }
    facts.push(
        Invented::new("d", "1", "diplomacy.meet")
            .published(date(2024, 5, 11))
            .content("لقاء الوزيرين")
            .fact(),
    );
    facts
}

#[test]
fn no_claims_make_no_events() {
    assert_eq!(cluster(&[], &[], &ALONE), []);
}

#[test]
fn papers_that_tell_one_happening_are_one_event_and_others_are_not() {
    let facts = papers();
    let clusters = cluster(&facts, &links(&facts), &ALONE);
    let sizes: Vec<usize> = clusters.iter().map(|cluster| cluster.members.len()).collect();
    assert_eq!(sizes, [3, 3, 1]);
}

#[test]
fn an_event_keeps_its_id_as_later_claims_come_in() {
    let facts = papers();
    let early: Vec<Fact> = facts.iter().filter(|fact| fact.id.document != "c").cloned().collect();
    let ids = |clusters: Vec<Cluster>| clusters.into_iter().map(|cluster| cluster.id).collect::<Vec<_>>();
    assert_eq!(ids(cluster(&early, &links(&early), &ALONE)), ids(cluster(&facts, &links(&facts), &ALONE)));
}

#[test]
fn an_exact_copy_goes_with_its_text_and_joins_nothing() {
    // Of three claims the first two are strangers; the third, a copy of the second, is linked to both.
    let facts: Vec<Fact> = papers().into_iter().filter(|fact| fact.kind == "violence.shelling").collect();
    let mut links = links(&facts);
    for (link, points) in links.iter_mut().zip([-9, 40, 30]) {
        link.points = points;
        link.strength = if points > 0 { Strength::Strong } else { Strength::None };
    }
    let copy = BTreeSet::from([facts[2].id.clone()]);
    let groups = |twins: &BTreeSet<FactId>| -> Vec<Vec<String>> {
        let clusters = cluster(&facts, &links, twins);
        clusters.iter().map(|c| c.members.iter().map(|m| m.id.document.clone()).collect()).collect()
    };
    assert_eq!(groups(&copy), [vec!["a", "c"], vec!["b"]], "it goes where it is linked best");
    assert_eq!(groups(&BTreeSet::from([facts[0].id.clone()])), [vec!["a", "b", "c"]]);
}

#[test]
fn what_a_document_of_no_known_outlet_says_itself_is_called_by_its_title_or_else_its_id() {
    let row = || ClaimRow { outlet: None, ..Invented::new("5f0c", "1", "violence.shelling").row() };
    let called = |title| {
        let fact = Fact::new(&row(), title, None);
        let found = independence(&[&fact], &Copies::default());
        assert_eq!(found.origins[0].key, "voice:5f0c");
        found.settle.concat()
    };
    assert_eq!(called(Some("قصف السوق")), "from whom «قصف السوق» has it");
    assert_eq!(called(None), "from whom 5f0c has it");
}

proptest! {
    #[test]
    fn any_order_of_claims_and_links_gives_the_same_events(
        facts in Just(papers()).prop_shuffle(),
        links in Just(links(&papers())).prop_shuffle(),
    ) {
        let sorted = papers();
        prop_assert_eq!(cluster(&facts, &links, &ALONE), cluster(&sorted, &self::links(&sorted), &ALONE));
    }

    #[test]
    fn arbitrary_links_put_every_claim_into_one_event_whatever_the_order(
        points in prop::collection::vec(-40i32..40, 21),
        order in Just((0..21).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let facts = papers();
        let mut links = links(&facts);
        for (link, points) in links.iter_mut().zip(points) {
            link.points = points;
            link.strength = if points >= 5 { Strength::Strong } else { Strength::None };
        }
        let shuffled: Vec<Link> = order.iter().map(|&at| links[at].clone()).collect();
        let clusters = cluster(&facts, &links, &ALONE);
        prop_assert_eq!(&clusters, &cluster(&facts, &shuffled, &ALONE));
        let mut members: Vec<FactId> = clusters.iter().flat_map(|c| c.members.iter().map(|m| m.id.clone())).collect();
        members.sort();
        prop_assert_eq!(members, by_id(&facts).into_keys().collect::<Vec<_>>());
    }
}

fn shelling(outlet: &str) -> Invented {
    Invented::new(outlet, "1", "violence.shelling")
        .published(date(2024, 5, 10))
        .content("قصف سوق المدينة القديمة")
}

#[test]
fn outlets_that_name_nobody_are_one_origin_at_the_least_and_each_another_at_the_most() {
    let facts = [shelling("a").fact(), shelling("b").fact(), shelling("c").fact()];
    let found = independence(&told(&facts), &Copies::default());
    assert_eq!((found.low, found.high), (1, 3));
    assert_eq!(found.settle, ["from whom a, b, c has it"]);
}

#[test]
fn two_outlets_that_relay_one_monitor_have_one_origin_and_it_is_the_choke_point() {
    let by =
        |outlet| shelling(outlet).hop("organisation", "named", Some("Blue Monitor"), "مرصد الأزرق").fact();
    let facts = [by("a"), by("b")];
    let found = independence(&told(&facts), &Copies::default());
    assert_eq!((found.low, found.high), (1, 1));
    assert_eq!(found.choke.map(|choke| choke.hop), Some("entity:Blue Monitor".to_owned()));
}

#[test]
fn a_monitor_and_an_official_who_are_both_named_are_two_origins() {
    let facts = [
        shelling("a").hop("organisation", "named", Some("Blue Monitor"), "مرصد الأزرق").fact(),
        shelling("b").hop("official", "named", Some("Farland Ministry of Health"), "وزارة الصحة").fact(),
    ];
    let found = independence(&told(&facts), &Copies::default());
    assert_eq!((found.low, found.high), (2, 2));
    assert_eq!(found.origins.iter().map(|origin| origin.item.grade).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn unnamed_sources_of_one_kind_may_be_one() {
    let facts = [
        shelling("a").hop("official", "unnamed", None, "مصدر أمني").fact(),
        shelling("b").hop("official", "unnamed", None, "مسؤول محلي").fact(),
    ];
    let found = independence(&told(&facts), &Copies::default());
    assert_eq!((found.low, found.high), (1, 2));
}

#[test]
fn sources_of_kinds_that_nobody_confuses_are_two_though_both_are_called_after_one_nation() {
    let facts = [
        shelling("a").hop("witness", "collective", None, "شهود فلسطينيون").fact(),
        shelling("b").hop("official", "role", None, "الرئاسة الفلسطينية").fact(),
    ];
    let found = independence(&told(&facts), &Copies::default());
    assert_eq!((found.low, found.high), (2, 2));
}

#[test]
fn a_relay_is_no_origin_beside_whom_it_relays() {
    let facts = [
        shelling("a").hop("organisation", "named", Some("Blue Monitor"), "مرصد الأزرق").fact(),
        shelling("b")
            .hop("organisation", "named", Some("Blue Monitor"), "مرصد الأزرق")
            .hop("official", "named", Some("Farland Army"), "الجيش")
            .fact(),
    ];
    assert_eq!(independence(&told(&facts), &Copies::default()).low, 1);
}

#[test]
fn who_denies_is_not_borne_out_by_those_who_affirm_whatever_else_he_says() {
    let brigades = |claim: Invented| claim.hop("armed_group", "named", Some("Blue Brigades"), "كتائب الأزرق");
    let instead = Invented::new("a", "2", "violence.shelling").published(date(2024, 5, 10));
    let facts = [
        brigades(shelling("a").denied()).fact(),
        brigades(instead.content("انفجر مخزن وقود في السوق")).fact(),
        shelling("b").hop("organisation", "named", Some("Blue Monitor"), "مرصد الأزرق").fact(),
        shelling("c").hop("organisation", "named", Some("Green Monitor"), "مرصد الأخضر").fact(),
    ];
    let found = independence(&told(&facts), &Copies::default());
    let grade = |kind: &str| {
        let origin = found.origins.iter().find(|origin| origin.kind == kind).expect("there is one");
        origin.item.grade
    };
    assert_eq!((grade("armed_group"), grade("organisation")), (5, 4));
}

#[test]
fn who_speaks_for_one_who_acts_is_a_party() {
    let spoken = |actor: &str| {
        let office = "المتحدث باسم لواء الفجر";
        let fact = shelling("a").actor("someone", actor).hop("official", "role", None, office).fact();
        independence(&[&fact], &Copies::default()).origins[0].role
    };
    assert_eq!(spoken("لواء الفجر"), Role::Party);
    assert_eq!(spoken("لواء الليل"), Role::Official);
}

#[test]
fn copied_text_counts_once() {
    let facts = [shelling("a").fact(), shelling("b").fact()];
    let copied =
        Copied { copy: facts[1].id.clone(), parent: facts[0].id.clone(), directed: true, edited: false };
    let found = independence(&told(&facts), &Copies::new(&[copied]));
    assert_eq!((found.low, found.high, found.lines.len()), (1, 1, 1));
}

fn toll(outlet: &str, day: Date, killed: f64) -> Fact {
    shelling(outlet).published(day).killed(killed).fact()
}

fn kinds(facts: &[Fact], copies: &Copies) -> Vec<Difference> {
    contradictions(&told(facts), copies).into_iter().map(|found| found.kind).collect()
}

#[test]
fn figures_of_one_day_contradict_and_a_toll_that_rises_is_an_update() {
    let day = date(2024, 5, 10);
    let none = Copies::default();
    assert_eq!(kinds(&[toll("a", day, 12.0), toll("b", day, 19.0)], &none), [Difference::Figures]);
    assert_eq!(
        kinds(&[toll("a", day, 12.0), toll("b", date(2024, 5, 11), 19.0)], &none),
        [Difference::Update]
    );
    assert_eq!(
        kinds(&[toll("a", day, 19.0), toll("b", date(2024, 5, 11), 12.0)], &none),
        [Difference::Figures]
    );
}

#[test]
fn some_of_those_who_are_counted_elsewhere_are_no_other_toll() {
    let day = date(2024, 5, 10);
    let mut some = toll("b", day, 7.0);
    some.figures[0].text = "سبعة منهم".to_owned();
    let facts = [toll("a", day, 12.0), some];
    assert_eq!(kinds(&facts, &Copies::default()), []);
    let found = figures(&told(&facts), &Copies::default());
    assert_eq!((found[0].low, found[0].high, found[0].said.len()), (Some(12.0), Some(12.0), 1));
}

#[test]
fn a_figure_changed_in_a_copy_is_a_copy_edit() {
    let day = date(2024, 5, 10);
    let facts = [toll("a", day, 12.0), toll("b", day, 19.0)];
    let copied =
        Copied { copy: facts[1].id.clone(), parent: facts[0].id.clone(), directed: false, edited: true };
    assert_eq!(kinds(&facts, &Copies::new(&[copied])), [Difference::CopyEdit]);
}

#[test]
fn a_denial_is_a_contradiction_and_says_no_figures() {
    let facts = [toll("a", date(2024, 5, 10), 12.0), shelling("b").denied().fact()];
    assert_eq!(kinds(&facts, &Copies::default()), [Difference::Denial]);
}

#[test]
fn a_range_shows_who_says_which_figure() {
    let day = date(2024, 5, 10);
    let facts = [toll("a", day, 12.0), toll("b", day, 19.0), toll("c", day, 19.0)];
    let found = figures(&told(&facts), &Copies::default());
    assert_eq!((found[0].low, found[0].best, found[0].high), (Some(12.0), Some(19.0), Some(19.0)));
    assert_eq!(found[0].said.len(), 3);
}

#[test]
fn the_rows_of_an_event_agree_with_each_other_and_sources_count_them() {
    let facts = papers();
    let known = by_id(&facts);
    let clusters = cluster(&facts, &links(&facts), &ALONE);
    let rows: Vec<_> =
        clusters.iter().filter_map(|cluster| tell(cluster, &known, &Copies::default())).collect();
    let event = &rows[0].event;
    assert_eq!((event.claims, event.documents, event.outlets.len()), (3, 3, 3));
    assert_eq!(event.claims as usize, rows[0].claims.len());
    let events: Vec<_> = rows.iter().map(|told| told.event.clone()).collect();
    let claims: Vec<_> = rows.iter().flat_map(|told| told.claims.clone()).collect();
    let called = |claim: &EventClaimRow| {
        let name = format!("the {} desk", claim.outlet.as_deref().unwrap_or_default());
        ((claim.document.clone(), claim.claim.clone()), vec![name])
    };
    let mut claims = claims;
    for claim in &mut claims {
        claim.origin = format!("organisation:desk@{}", claim.document);
    }
    let chains: Chains = claims.iter().map(called).collect();
    let found = sources(&events, &claims, &chains);
    let outlet = |name: &str| {
        found.iter().find(|row| row.source == format!("outlet:{name}")).map(|row| (row.events, row.alone))
    };
    assert_eq!(outlet("a"), Some((2, 0)));
    assert_eq!(outlet("d"), Some((1, 1)));
    let a = found.iter().find(|row| row.name == "a").map(|row| row.relays.as_slice());
    let relayed = a.and_then(<[_]>::first).map(|relayed| (relayed.source.as_str(), relayed.claims));
    assert_eq!(relayed, Some(("organisation:desk", 2)), "no name tells one document's source from another's");
    let name = a.and_then(<[_]>::first).map(|relayed| relayed.name.as_str());
    assert_eq!(name, Some("the a desk"), "of names that are equally frequent the first");
}

fn talks(outlet: &str, content: &str) -> Invented {
    Invented::new(outlet, "1", "diplomacy.meet")
        .published(date(2024, 5, 10))
        .content(content)
        .trigger("محادثات")
}

#[test]
fn opposite_outcomes_of_one_happening_contradict_each_other_and_say_by_which_words() {
    let facts = [
        talks("a", "استئناف محادثات المياه بين البلدين").fact(),
        talks("b", "تعليق محادثات المياه بين البلدين").fact(),
    ];
    let found = contradictions(&told(&facts), &Copies::default());
    let kinds: Vec<_> = found.iter().map(|found| (found.kind, found.reason.as_str())).collect();
    assert_eq!(kinds, [(Difference::Outcome, "استئناف and تعليق are opposites (delay)")]);
}

#[test]
fn an_outcome_told_days_later_or_in_the_same_text_contradicts_nothing() {
    let first = talks("a", "استئناف محادثات المياه بين البلدين");
    let second = || talks("b", "تعليق محادثات المياه بين البلدين");
    let later = [first.fact(), second().published(date(2024, 5, 14)).fact()];
    assert_eq!(contradictions(&told(&later), &Copies::default()), []);
    let mut one_text = later;
    one_text[1] = second().fact();
    one_text[1].id.document = String::from("a");
    assert_eq!(contradictions(&told(&one_text), &Copies::default()), []);
}

#[test]
fn short_reports_agree_unless_something_speaks_against_it() {
    let of = |one: &str, other: &str| {
        stance(Report { text: one, facts: &[] }, Report { text: other, facts: &[] }).0
    };
    let said = "الأمير يفتتح جسر المرجان";
    assert_eq!(of(said, "افتتاح جسر المرجان بحضور الأمير"), Stance::Agree);
    assert_eq!(of(said, "الأمير يغلق جسر المرجان"), Stance::Disagree, "opposites");
    assert_eq!(of(said, "الأمير يرفض أن يفتتح جسر المرجان"), Stance::Disagree, "undone");
    assert_eq!(of(said, "سباق الخيل في الوادي"), Stance::Disagree, "of two things");
    assert_eq!(of("وفد مصري يزور الجسر", "وفد ياباني يزور الجسر"), Stance::Disagree, "of two states");
    assert_eq!(
        of("لم ترتفع أسعار القمح", "انخفاض أسعار القمح"),
        Stance::Agree,
        "a negation turns a word round"
    );
}

#[test]
fn two_triggers_of_one_type_are_no_opposites() {
    let seized =
        |outlet: &str, content: &str| Invented::new(outlet, "1", "control.seize").content(content).fact();
    let facts =
        [seized("a", "دخول الكتيبة حي الميناء القديم"), seized("b", "خروج الخصوم من حي الميناء القديم")];
    assert_eq!(contradictions(&told(&facts), &Copies::default()), []);
}

#[test]
fn what_is_undone_in_one_claim_contradicts_the_other_unless_that_undoes_too() {
    let plain = talks("a", "محادثات المياه بين البلدين في الجزيرة").fact();
    let undone = talks("b", "إلغاء محادثات المياه بين البلدين في الجزيرة").fact();
    let refused = talks("c", "البلدان يرفضان محادثات المياه في الجزيرة").fact();
    let kinds = |facts: &[Fact]| -> Vec<_> {
        contradictions(&told(facts), &Copies::default()).iter().map(|found| found.kind).collect()
    };
    assert_eq!(kinds(&[plain, undone.clone()]), [Difference::Outcome]);
    assert_eq!(kinds(&[undone, refused]), []);
}

#[test]
fn a_day_that_is_carried_over_from_elsewhere_contradicts_nothing() {
    let on = |outlet, day| shelling(outlet).day(date(2024, 5, day));
    let kinds = |one: Invented, two: Invented| {
        let facts = [one.fact(), two.fact()];
        let found = contradictions(&told(&facts), &Copies::default());
        found.into_iter().map(|found| found.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(on("a", 3), on("b", 5)), [Difference::Dates]);
    assert_eq!(kinds(on("a", 3), on("b", 5).elsewhere("time")), []);
}
