//! Casualties go to their act and retellings to what they retell, and nothing else is lost.

use crate::claim::record::{Argument, Claim, Hop, Place, Quantity, Time, Words};
use crate::claim::{Retelling, Told, merge, retellings};
use crate::invented::{kinds, read};

/// A claim of a type at a place in the text, with nothing else to it.
fn claim(kind: &str, at: usize) -> Claim {
    let words = Words { span: [at, at + 4], text: "فعلا".to_owned() };
    Claim {
        claim: format!("{kind}-{at}"),
        doc: "invented".to_owned(),
        kind: kind.to_owned(),
        trigger: words.clone(),
        content: words,
        actors: Vec::new(),
        targets: Vec::new(),
        toward: Vec::new(),
        places: Vec::new(),
        time: None,
        quantities: Vec::new(),
        causes: Vec::new(),
        polarity: "+".to_owned(),
        certainty: "certain".to_owned(),
        tense: "past".to_owned(),
        chain: Vec::new(),
        score: 0.7,
        rules: Vec::new(),
        codebook: "invented@0".to_owned(),
    }
}

fn by(actor: &str, claim: Claim) -> Claim {
    Claim { actors: vec![argument(actor)], ..claim }
}

fn to(target: &str, claim: Claim) -> Claim {
    Claim { targets: vec![argument(target)], ..claim }
}

fn argument(text: &str) -> Argument {
    Argument { span: [0, text.chars().count()], text: text.to_owned(), entity: None, id: None }
}

fn place(id: &str, claim: Claim) -> Claim {
    let place = Place {
        span: [0, 4],
        text: "بلدة".to_owned(),
        role: "in".to_owned(),
        name: None,
        country: None,
        admin1: None,
        lat: None,
        lon: None,
        id: Some(id.to_owned()),
        precision: None,
        parts: Vec::new(),
        container: None,
        candidates: Vec::new(),
    };
    Claim { places: vec![place], ..claim }
}

fn day(day: &str, claim: Claim) -> Claim {
    let time = Time {
        span: [0, 3],
        text: "يوم".to_owned(),
        start: Some(day.to_owned()),
        end: Some(day.to_owned()),
        precision: "day".to_owned(),
    };
    Claim { time: Some(time), ..claim }
}

/// A number; its place in the text tells it from others.
fn number(of: &str, best: u32, mut claim: Claim) -> Claim {
    let figure = Some(f64::from(best));
    let at = claim.trigger.span[0] + 10 * (claim.quantities.len() + 1);
    claim.quantities.push(Quantity {
        span: [at, at + 4],
        text: "عددا".to_owned(),
        of: of.to_owned(),
        low: figure,
        high: figure,
        best: figure,
        qualifier: "exact".to_owned(),
    });
    claim
}

/// Told by a source that stands at a place in the text.
fn through(source: &str, at: usize, mut claim: Claim) -> Claim {
    claim.chain.push(Hop {
        span: [at, at + source.chars().count()],
        text: source.to_owned(),
        kind: "person".to_owned(),
        named: "named".to_owned(),
        entity: None,
        cue: None,
        stance: "neutral".to_owned(),
    });
    claim
}

/// Merges claims, each with the sentence that tells it.
fn merged<const N: usize>(told: [(usize, Claim); N]) -> Vec<Claim> {
    merge(told.into_iter().map(|(sentence, claim)| Told { claim, sentence, ruled: true }).collect(), false)
}

fn counted(claim: &Claim) -> Vec<(&str, Option<f64>)> {
    claim.quantities.iter().map(|q| (q.of.as_str(), q.best)).collect()
}

#[test]
fn casualties_become_figures_of_the_act_that_caused_them() {
    let claims = read("هاجم المسلحون حاجزا فقتل ثلاثة جنود وجرح خمسة مدنيين.");
    assert_eq!(kinds(&claims), ["violence.attack"]);
    assert_eq!(counted(&claims[0]), [("killed", Some(3.0)), ("injured", Some(5.0))]);
    let claims = read("هاجم المسلحون حاجزا في عين الزيتون. وقتل ثلاثة جنود.");
    assert_eq!(kinds(&claims), ["violence.attack"]);
    assert_eq!(counted(&claims[0]), [("killed", Some(3.0))]);
    assert!(claims[0].rules.iter().any(|r| r.starts_with("casualties:")), "{:?}", claims[0].rules);
}

#[test]
fn casualties_without_an_act_stand_for_themselves() {
    let claims = read("قتل خمسة جنود وجرح ثلاثة.");
    assert_eq!(kinds(&claims), ["violence.kill", "violence.injure"]);
    let claims = read("سيطر المسلحون على تل القمح. وقتل خمسة جنود.");
    assert_eq!(kinds(&claims), ["control.seize", "violence.kill"]);
}

#[test]
fn casualties_of_another_place_stand_for_themselves() {
    let claims = read("هاجم المسلحون حاجزا في عين الزيتون. وقتل ثلاثة جنود في تل القمح.");
    assert_eq!(kinds(&claims), ["violence.attack", "violence.kill"]);
}

#[test]
fn casualties_of_another_day_or_another_source_stand_for_themselves() {
    let act = claim("violence.attack", 0);
    let harm = number("killed", 3, claim("violence.kill", 100));
    let apart = merged([(0, day("2015-02-01", act.clone())), (0, day("2015-02-02", harm.clone()))]);
    assert_eq!(kinds(&apart), ["violence.attack", "violence.kill"]);
    let apart = merged([(0, through("قائد", 50, act)), (0, through("ناشط", 90, harm))]);
    assert_eq!(kinds(&apart), ["violence.attack", "violence.kill"]);
}

#[test]
fn casualties_are_told_with_their_act_or_right_after_it() {
    let act = claim("violence.shelling", 0);
    let harm = claim("violence.kill", 100);
    assert_eq!(merged([(0, act.clone()), (1, harm.clone())]).len(), 1);
    assert_eq!(merged([(0, act.clone()), (2, harm.clone())]).len(), 2);
    assert_eq!(merged([(1, act), (0, harm)]).len(), 2);
}

#[test]
fn casualties_go_to_the_nearest_act() {
    let claims = merged([
        (0, by("جيش", claim("violence.shelling", 0))),
        (0, by("مسلح", claim("violence.attack", 200))),
        (0, number("killed", 3, claim("violence.kill", 220))),
    ]);
    assert_eq!(kinds(&claims), ["violence.shelling", "violence.attack"]);
    assert_eq!((counted(&claims[0]), counted(&claims[1])), (vec![], vec![("killed", Some(3.0))]));
}

#[test]
fn an_act_takes_from_its_casualties_only_what_it_does_not_say_itself() {
    let harm = place("p", day("2015-02-01", to("جندي", number("targets", 3, claim("violence.injure", 100)))));
    let claims = merged([(0, claim("violence.attack", 0)), (0, harm.clone())]);
    let act = &claims[0];
    assert_eq!((&act.targets, &act.places, &act.time), (&harm.targets, &harm.places, &harm.time));
    assert_eq!(counted(act), [("injured", Some(3.0))]);
    let claims = merged([(0, to("حاجز", claim("violence.attack", 0))), (0, harm)]);
    assert_eq!(claims[0].targets, [argument("حاجز")]);
}

#[test]
fn the_same_told_again_through_the_same_chain_is_kept_at_its_fullest() {
    let claims = read("انشق الضباط عن الجيش. وانشق الضباط عن الجيش في عين الزيتون أمس.");
    assert_eq!(kinds(&claims), ["defection.leave"]);
    assert_eq!((claims[0].trigger.text.as_str(), claims[0].places.len()), ("وانشق", 1));
    assert!(claims[0].rules.iter().any(|r| r == "retold:0"), "{:?}", claims[0].rules);
    let claims = read("انشق الضباط عن الجيش في عين الزيتون أمس. وانشق الضباط عن الجيش.");
    assert_eq!((claims.len(), claims[0].trigger.text.as_str()), (1, "انشق"));
}

#[test]
fn the_same_told_through_two_chains_is_two_claims() {
    let claims = read("انشق الضباط عن الجيش. وقالت صدى الوادي إن الضباط انشقوا عن الجيش.");
    assert_eq!(kinds(&claims), ["defection.leave", "defection.leave"]);
    let claims = read(
        "قال ناشطون إن الضباط انشقوا عن الجيش. وقالت صدى الوادي إن الضباط انشقوا عن الجيش. \
         وأكد ناشطون أن الضباط انشقوا عن الجيش في عين الزيتون.",
    );
    assert_eq!(kinds(&claims), ["defection.leave", "defection.leave"]);
    assert_eq!(claims.iter().map(|c| c.chain[0].text.as_str()).collect::<Vec<_>>(), ["صدى الوادي", "ناشطون"]);
}

#[test]
fn an_assertion_and_its_denial_are_two_claims() {
    let claims = read("انشق الضباط عن الجيش. لم ينشق الضباط عن الجيش.");
    assert_eq!(claims.iter().map(|c| c.polarity.as_str()).collect::<Vec<_>>(), ["+", "-"]);
}

#[test]
fn what_differs_in_figures_place_day_or_people_is_no_repetition() {
    for text in [
        "انشق خمسة ضباط عن الجيش. وانشق سبعة ضباط عن الجيش.",
        "انشق الضباط عن الجيش في عين الزيتون. وانشق الضباط عن الجيش في تل القمح.",
        "انشق الضباط عن الجيش أمس. وانشق الضباط عن الجيش يوم الاثنين.",
        "انشق ضابط عن الجيش. وانشق طبيب عن الجيش.",
        "هاجمت كتائب الرعد حاجزا. وهاجمت كتائب الرعد كتائب السهل.",
    ] {
        assert_eq!(read(text).len(), 2, "{text}");
    }
}

#[test]
fn a_bare_word_for_an_act_already_told_adds_nothing() {
    let full = by("جيش", to("مسلح", claim("violence.shelling", 0)));
    let claims = merged([(0, full.clone()), (3, claim("violence.shelling", 100))]);
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].claim, full.claim);
    let claims = merged([(0, full), (3, claim("violence.attack", 100))]);
    assert_eq!(claims.len(), 2);
}

#[test]
fn merging_keeps_the_order_and_what_there_is_nothing_to_merge_with() {
    let kinds_of = ["control.seize", "violence.attack", "defection.leave", "displacement.flee"];
    let told: Vec<Told> = kinds_of
        .iter()
        .enumerate()
        .map(|(i, k)| Told { claim: claim(k, 10 * i), sentence: i, ruled: true })
        .collect();
    assert_eq!(kinds(&merge(told, false)), kinds_of);
    assert!(merge(Vec::new(), false).is_empty());
}

/// What each is of the others; `true` is what the rules take for a claim.
fn retold<const N: usize>(told: [(bool, Claim); N]) -> Vec<Retelling> {
    let told = told.map(|(ruled, claim)| Told { claim, sentence: 0, ruled });
    retellings(&told)
}

#[test]
fn a_retelling_says_less_or_more_than_the_first() {
    use Retelling::{First, Fuller, Lesser, Once};
    let bare = |at| by("جيش", claim("violence.shelling", at));
    let full = |at| day("2015-02-01", bare(at));
    assert_eq!(retold([(true, full(0)), (true, bare(100))]), [First, Lesser]);
    assert_eq!(retold([(true, bare(0)), (true, full(100))]), [First, Fuller]);
    assert_eq!(retold([(true, bare(0)), (true, bare(100)), (true, bare(200))]), [First, Lesser, Lesser]);
    assert_eq!(retold([(true, bare(0)), (true, by("مسلح", claim("violence.shelling", 100)))]), [Once, Once]);
}

#[test]
fn only_what_the_rules_take_for_a_claim_is_retold_or_retells() {
    use Retelling::{First, Lesser, Once};
    let told = |at| by("جيش", claim("violence.shelling", at));
    assert_eq!(retold([(false, told(0)), (false, told(100))]), [Once, Once]);
    assert_eq!(retold([(true, told(0)), (false, told(100))]), [Once, Lesser]);
    assert_eq!(retold([(false, told(0)), (true, told(100))]), [First, Once]);
}

#[test]
fn where_scores_know_of_retellings_merging_keeps_them() {
    let told =
        || [0, 100].map(|at| Told { claim: claim("violence.shelling", at), sentence: 0, ruled: true }).into();
    assert_eq!((merge(told(), false).len(), merge(told(), true).len()), (1, 2));
}
