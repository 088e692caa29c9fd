//! What weights decide, and what they leave to the rules.

use proptest::prelude::*;

use crate::capture::Document;
use crate::claim::record::{Argument, Claim, CodePoints};
use crate::invented::{document, of, read, weighed, words};
use crate::reader::Reader;

const ATTACK: &str = "هاجم المسلحون الجنود في عين الزيتون أمس.";

fn by(reader: &Reader, text: &str) -> Vec<Claim> {
    reader.read(&document(text)).claims
}

fn attack(reader: &Reader, text: &str) -> Claim {
    let claims = by(reader, text);
    claims.into_iter().find(|c| c.kind == "violence.attack").expect("the text tells of an attack")
}

fn overlap(a: CodePoints, b: CodePoints) -> bool {
    a[0] < b[1] && b[0] < a[1]
}

#[test]
fn what_has_no_table_is_left_to_the_rules() {
    let ruled = of("violence.attack", ATTACK);
    assert!(ruled.places.len() == 1 && ruled.time.is_some());
    let claim = attack(&weighed(&[("place", &["bias -9"])]), ATTACK);
    assert!(claim.places.is_empty());
    assert_eq!(
        (&claim.actors, &claim.targets, &claim.time, claim.score),
        (&ruled.actors, &ruled.targets, &ruled.time, ruled.score)
    );
}

#[test]
fn whoever_is_likely_takes_a_role_that_the_rules_gave_to_nobody() {
    let text = "هاجم المسلحون حاجزا بعد وصول الضباط.";
    assert_eq!(words(&of("violence.attack", text).actors), ["المسلحون"]);
    let claim = attack(&weighed(&[("actor", &["bias -5", "rule=- 10"])]), text);
    assert_eq!(words(&claim.actors), ["وصول الضباط"]);
    assert!(claim.rules.iter().any(|r| r.starts_with("actors:weighed:")), "{:?}", claim.rules);
}

#[test]
fn the_likeliest_is_taken_from_the_threshold_on_and_more_from_a_second_one() {
    let text = "هاجم المسلحون حاجزا بعد وصول الضباط.";
    let actors = |rows: &[&str]| {
        let reader = weighed(&[("actor", rows)]);
        attack(&reader, text).actors.into_iter().map(|a| a.text).collect::<Vec<_>>()
    };
    // Logistic of 2 and 1: 0.88 and 0.73.
    let (likeliest, next) = ("head=المسلحون 3.5", "head=الضباط 2.5");
    assert_eq!(actors(&["bias -1.5", likeliest, next, "threshold 0.5", "further 0.8"]), ["المسلحون"]);
    assert_eq!(
        actors(&["bias -1.5", likeliest, next, "threshold 0.5", "further 0.7"]),
        ["المسلحون", "الضباط"]
    );
    assert!(actors(&["bias -1.5", likeliest, next, "threshold 0.9", "further 0.7"]).is_empty());
}

#[test]
fn the_words_beside_a_phrase_and_on_the_way_to_it_count() {
    let text = "هاجم المسلحون حاجزا بعد وصول الضباط.";
    let actors = |feature: &str| {
        let reader = weighed(&[("actor", &["bias -1.5", feature])]);
        attack(&reader, text).actors.into_iter().map(|a| a.text).collect::<Vec<_>>()
    };
    assert_eq!(actors("word before=بعد|after 10"), ["وصول الضباط"]);
    assert_eq!(actors("way=after|nominal|بعد 10"), ["وصول الضباط"]);
    assert_eq!(actors("way+family=after|violence 10"), ["المسلحون"]);
    assert_eq!(actors("outer head=وصول 10"), ["الضباط"]);
    assert_eq!(actors("inner head=الضباط 10"), ["وصول الضباط"]);
}

#[test]
fn the_verb_that_a_phrase_follows_counts() {
    let text = "هاجم المسلحون حاجزا ثم انسحب الضباط.";
    let actors = |feature: &str| {
        let claim = attack(&weighed(&[("actor", &["bias -1.5", feature])]), text);
        claim.actors.into_iter().map(|a| a.text).collect::<Vec<_>>()
    };
    assert_eq!(actors("verb before=انسحب|after 10"), ["الضباط"]);
    assert!(actors("verb before=TRIGGER|after 10").starts_with(&["المسلحون".to_owned()]));
}

#[test]
fn of_phrases_that_overlap_one_takes_the_role() {
    let reader = weighed(&[("actor", &["bias 3"]), ("target", &["bias -9"])]);
    let claim = attack(&reader, "هاجم قائد كتائب الرعد حاجزا قرب بلدة عين الزيتون.");
    assert!(!claim.actors.is_empty());
    for (i, a) in claim.actors.iter().enumerate() {
        assert!(claim.actors[..i].iter().all(|b| !overlap(a.span, b.span)), "{:?}", words(&claim.actors));
    }
}

#[test]
fn whoever_is_named_twice_takes_a_role_once() {
    let reader = weighed(&[("actor", &["bias 3"]), ("target", &["bias -9"])]);
    let claim = attack(&reader, "هاجمت كتائب الرعد حاجزا بعد وصول كتائب الرعد.");
    assert_eq!(claim.actors.iter().filter(|a| a.id.as_deref() == Some("thunder")).count(), 1);
}

#[test]
fn nobody_does_it_to_himself() {
    for (actor, target) in [("bias 3", "bias 2"), ("bias 2", "bias 3")] {
        let claim = attack(&weighed(&[("actor", &[actor]), ("target", &[target])]), ATTACK);
        let (likelier, other) =
            if actor > target { (&claim.actors, &claim.targets) } else { (&claim.targets, &claim.actors) };
        assert!(!likelier.is_empty() && other.is_empty(), "{claim:#?}");
    }
}

#[test]
fn whoever_stands_in_the_name_of_another_takes_no_role_beside_him() {
    let text = "هاجم قائد كتائب الرعد حاجزا قرب بلدة عين الزيتون.";
    for (actor, target) in [("bias 3", "bias 2"), ("bias 2", "bias 3"), ("bias 2", "bias 2")] {
        let claim = attack(&weighed(&[("actor", &[actor]), ("target", &[target])]), text);
        let overlaps = |a: &Argument| claim.targets.iter().any(|t| overlap(a.span, t.span));
        assert!(!claim.actors.is_empty() || !claim.targets.is_empty());
        assert!(!claim.actors.iter().any(overlaps), "{claim:#?}");
    }
}

#[test]
fn a_place_is_said_once() {
    let reader = weighed(&[("place", &["bias 3"])]);
    let text = "هاجم المسلحون الجنود في عين الزيتون ثم غادروا عين الزيتون نحو تل القمح.";
    let claim = attack(&reader, text);
    let mut ids: Vec<_> = claim.places.iter().filter_map(|p| p.id.as_deref()).collect();
    ids.sort_unstable();
    let said = ids.len();
    ids.dedup();
    assert!(said == 2 && ids.len() == 2, "{:#?}", claim.places);
}

#[test]
fn one_date_is_taken_the_likeliest() {
    let text = "هاجم المسلحون الجنود أمس بعد هدنة عقدت يوم الاثنين.";
    let ruled = of("violence.attack", text).time.map(|t| t.text);
    let time = |rows: &[&str]| attack(&weighed(&[("time", rows)]), text).time.map(|t| t.text);
    assert_eq!(time(&["bias 0", "rule=yes 2", "rule=another 1"]), ruled);
    let other = time(&["bias 0", "rule=yes 1", "rule=another 2"]);
    assert!(other.is_some() && other != ruled, "{ruled:?} {other:?}");
    assert_eq!(time(&["bias -3"]), None);
}

#[test]
fn the_score_is_the_probability_that_it_is_a_claim() {
    let score = |bias: &str| attack(&weighed(&[("claim", &[bias])]), ATTACK).score;
    assert!((score("bias 0") - 0.5).abs() < 1e-9 && (score("bias 2") - 0.88).abs() < 1e-9);
    // What the rules take for a claim stays to be asked for, however unlikely.
    assert!((score("bias -3") - 0.05).abs() < 1e-9);
}

#[test]
fn types_that_one_trigger_may_express_share_its_probability_and_the_likeliest_is_told() {
    let told = |rows: &[&str]| {
        let claims = by(&weighed(&[("claim", rows)]), "سيطر المسلحون على عين الزيتون.");
        let [claim] = claims.as_slice() else { panic!("{claims:#?}") };
        (claim.kind.clone(), claim.score)
    };
    // Odds of one for each type and for none.
    assert_eq!(told(&["bias 0"]), ("control.seize".to_owned(), 0.33));
    assert_eq!(told(&["bias 0", "kind=control.lose 3"]), ("control.lose".to_owned(), 0.91));
}

proptest! {
    #[test]
    fn rivals_keep_their_order_and_are_never_together_more_than_certain(
        alone in prop::collection::vec(0.0..=1.0_f64, 1..8),
    ) {
        let mut shared = alone.clone();
        super::super::among_rivals(&mut shared);
        prop_assert!(shared.iter().sum::<f64>() <= 1.0 + 1e-9 && shared.iter().all(|p| *p >= 0.0));
        prop_assert!(shared.iter().zip(&alone).all(|(s, a)| *s <= a + 1e-9));
        for i in 1..alone.len() {
            prop_assert!(alone[i - 1] >= alone[i] || shared[i - 1] <= shared[i]);
        }
        if let [one] = alone.as_slice() {
            prop_assert!((shared[0] - one).abs() < 1e-9);
        }
    }
}

#[test]
fn what_is_told_twice_stays_where_the_score_knows_of_it() {
    let text = "انشق الضباط عن الجيش. وانشق الضباط عن الجيش.";
    assert_eq!(read(text).len(), 1);
    let rows = ["bias 2", "retelling+family=lesser|defection -4"];
    let scores: Vec<f64> = by(&weighed(&[("claim", &rows)]), text).iter().map(|c| c.score).collect();
    assert!(scores.len() == 2 && scores[0] > 0.5 && scores[1] < 0.5, "{scores:?}");
}

#[test]
fn examples_name_what_was_weighed_as_tables_write_it() {
    let reader = weighed(&[("actor", &["bias 0"])]);
    let (analysis, examples) = reader.worker().examples(&document(ATTACK));
    for decision in ["claim", "actor", "target", "place", "time"] {
        assert!(examples.iter().any(|e| e.decision == decision), "{decision}");
    }
    for example in &examples {
        assert!(analysis.claims.iter().any(|c| c.claim == example.claim));
        assert!(example.features.iter().all(|f| f.contains('=') && !f.contains('\t')), "{example:?}");
    }
}

/// Words of many kinds, so that any two may meet.
const WORDS: &[&str] = &[
    "هاجم",
    "المسلحون",
    "الجنود",
    "كتائب الرعد",
    "في",
    "عين الزيتون",
    "تل القمح",
    "أمس",
    "خمسة",
    "انشق",
    "ضباط",
    "عن",
    "الجيش",
    "قال",
    "ناشطون",
    "إن",
    "،",
    ".",
    "\n",
    "\"",
    "و",
    "الذين",
    "يوم الاثنين",
    "قصف",
    "مقتل",
    "ثلاثة",
    "لم",
    "من",
    "إلى",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_weights_say_spans_slice_the_text(
        picked in prop::collection::vec(prop::sample::select(WORDS), 1..60),
        bias in -1..4_i8,
    ) {
        let text = picked.join(" ");
        let rows = [format!("bias {bias}"), "threshold 0.4".to_owned()];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let tables = ["claim", "actor", "target", "place", "time", "quantity"].map(|t| (t, rows.as_slice()));
        let analysis = weighed(&tables).read(&Document::from_text("invented", text.as_str()));
        let characters: Vec<char> = text.chars().collect();
        let slices = |span: CodePoints, said: &str| {
            characters.get(span[0]..span[1]).is_some_and(|c| c.iter().collect::<String>() == said)
        };
        for c in &analysis.claims {
            prop_assert!((0.0..=1.0).contains(&c.score));
            prop_assert!(slices(c.trigger.span, &c.trigger.text) && slices(c.content.span, &c.content.text));
            prop_assert!(c.actors.iter().chain(&c.targets).chain(&c.toward).all(|a| slices(a.span, &a.text)));
            prop_assert!(c.places.iter().all(|p| slices(p.span, &p.text)));
            prop_assert!(c.quantities.iter().all(|q| slices(q.span, &q.text)));
            prop_assert!(c.time.iter().all(|t| slices(t.span, &t.text)));
            prop_assert!(c.actors.iter().all(|a| c.targets.iter().all(|t| t.span != a.span)));
        }
    }
}
