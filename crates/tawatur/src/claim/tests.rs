//! Who does what to whom, and whether it happened: clauses, arguments, frames and factuality by example.

mod count;
mod judge;
mod merge;
mod slots;

use crate::capture::Document;
use crate::invented::{document, kinds, of, only, read, read_document, words};
use crate::text::{Doc, Span};

#[test]
fn subject_and_object_follow_their_verb() {
    let claim = only("هاجمت كتائب الرعد كتائب السهل.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["كتائب الرعد"], vec!["كتائب السهل"]));
    assert_eq!(claim.actors[0].id.as_deref(), Some("thunder"));
    assert_eq!(claim.actors[0].entity.as_deref(), Some("Thunder Brigades"));
}

#[test]
fn a_topic_before_its_verb_is_its_subject() {
    let claim = only("كتائب الرعد هاجمت كتائب السهل.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["كتائب الرعد"], vec!["كتائب السهل"]));
}

#[test]
fn a_preposition_fills_the_role_that_the_frame_gives_it() {
    let claim = only("انشق ضابط عن الجيش.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["ضابط"], vec!["الجيش"]));
}

#[test]
fn whoever_is_pledged_to_is_neither_actor_nor_target() {
    let claim = only("بايع المسلحون كتائب الرعد.");
    assert_eq!((words(&claim.actors), words(&claim.toward)), (vec!["المسلحون"], vec!["كتائب الرعد"]));
    assert!(claim.targets.is_empty());
}

#[test]
fn a_dropped_subject_is_carried_over_from_the_verb_before() {
    let claim = of("control.lose", "سيطر المسلحون على تل القمح ثم انسحبوا.");
    assert_eq!(words(&claim.actors), ["المسلحون"]);
    let claim = of("violence.attack", "سيطر المسلحون على تل القمح وهاجموا الجنود.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["المسلحون"], vec!["الجنود"]));
}

#[test]
fn a_relative_clause_tells_of_the_phrase_it_hangs_on() {
    let claims = read("الضباط الذين انشقوا عن الجيش نزحوا.");
    assert_eq!(kinds(&claims), ["defection.leave", "displacement.flee"]);
    assert!(claims.iter().all(|c| words(&c.actors) == ["الضباط"]), "{claims:#?}");
}

#[test]
fn the_subject_of_a_passive_undergoes_the_act() {
    let claim = only("اعتقل ثلاثة ناشطين في تل القمح.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec![], vec!["ثلاثة ناشطين"]));
    let claim = only("قُصفت عين الزيتون.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec![], vec!["عين الزيتون"]));
}

#[test]
fn what_is_annexed_to_a_verbal_noun_does_or_undergoes_as_its_frame_says() {
    let claim = only("أعلن المتحدث انشقاق خمسة ضباط عن الجيش.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["خمسة ضباط"], vec!["الجيش"]));
    let claim = only("نفى المتحدث مقتل ثلاثة جنود.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec![], vec!["ثلاثة جنود"]));
}

#[test]
fn what_is_annexed_to_an_ambiguous_verbal_noun_does_it_when_an_object_follows() {
    let claim = only("تحدث القائد عن قصف الجيش لعين الزيتون.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["الجيش"], vec!["لعين الزيتون"]));
    let claim = only("تحدث القائد عن قصف عين الزيتون.");
    assert_eq!(words(&claim.targets), ["عين الزيتون"]);
}

#[test]
fn a_light_verb_hands_its_subject_to_the_verbal_noun() {
    let claim = only("شن المسلحون هجوما على الجيش.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["المسلحون"], vec!["الجيش"]));
    let claim = only("بدأ الجنود مهاجمة البلدة.");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["الجنود"], vec!["البلدة"]));
}

#[test]
fn all_members_of_a_coordination_fill_the_role() {
    let claim = only("اعتقل الجنود ناشطين وأطباء ومدنيين.");
    assert_eq!(words(&claim.targets), ["ناشطين", "وأطباء", "ومدنيين"]);
}

#[test]
fn a_predicate_tells_of_the_phrase_before_it() {
    let claim = of("condition.fear", "السكان خائفون من القصف.");
    assert_eq!((claim.trigger.text.as_str(), words(&claim.actors)), ("خائفون", vec!["السكان"]));
}

#[test]
fn arguments_stand_in_the_gap_of_a_phrase() {
    let claim = only("أطلق المسلحون سراح الطبيب.");
    assert_eq!(claim.trigger.text, "أطلق المسلحون سراح");
    assert_eq!((words(&claim.actors), words(&claim.targets)), (vec!["المسلحون"], vec!["الطبيب"]));
}

#[test]
fn a_frame_holds_only_where_its_conditions_hold() {
    assert_eq!(kinds(&read("استعاد الجيش عين الزيتون.")), ["control.seize"]);
    assert!(read("استعاد الجيش عافيته.").is_empty());
    assert!(read("سيطر الجنود على الحريق.").is_empty());
}

#[test]
fn a_claim_names_its_frame_its_cues_and_its_codebook() {
    let claim = only("قال ناشطون إن الضباط لم ينشقوا.");
    for rule in ["frame:defection.leave.split", "negation:negation.verb", "chain:say"] {
        assert!(claim.rules.iter().any(|r| r == rule), "{rule} in {:?}", claim.rules);
    }
    assert!(claim.rules.iter().any(|r| r.starts_with("actors:")), "{:?}", claim.rules);
    assert!(claim.codebook.starts_with("invented@"), "{}", claim.codebook);
    assert!(claim.score > 0.0 && claim.score <= 1.0, "{}", claim.score);
}

#[test]
fn the_content_is_the_clause_without_the_attribution() {
    let claim = only("قال ناشطون إن الضباط انشقوا عن الجيش.");
    assert_eq!(claim.content.text, "الضباط انشقوا عن الجيش");
}

#[test]
fn claims_of_one_text_have_ids_of_their_own_and_keep_them() {
    let text = "انشق ضابط عن الجيش. وانشق طبيب عن كتائب الرعد.";
    let (first, again) = (read(text), read(text));
    assert_eq!(first, again);
    assert_ne!(first[0].claim, first[1].claim);
    assert_ne!(read("انشق ضابط.")[0].claim, read("انشق طبيب.")[0].claim);
}

#[test]
fn a_headline_triggers_nothing() {
    let body = "قال ناشطون إن الجنود هاجموا حاجزا.\nنزح السكان من دير السهل.";
    let with_headline = read(&format!("انشقاق الضباط عن الجيش\n{body}"));
    assert_eq!(kinds(&with_headline), ["violence.attack", "displacement.flee"]);
}

#[test]
fn page_furniture_triggers_nothing() {
    let text = "نزح السكان من دير السهل.\n\nاقرأ أيضا: انشق الضباط عن الجيش";
    let all = read(text);
    assert_eq!(kinds(&all), ["displacement.flee", "defection.leave"]);
    let teaser = text.find("اقرأ").map(|at| Span::<Doc>::new(at, text.len()));
    let marked = Document { furniture: teaser.into_iter().collect(), ..document(text) };
    assert_eq!(read_document(&marked), all[..1]);
}

#[test]
fn a_plain_act_is_positive_certain_and_past() {
    let claim = only("هاجم المسلحون الجيش.");
    assert_eq!(
        (claim.polarity.as_str(), claim.certainty.as_str(), claim.tense.as_str()),
        ("+", "certain", "past")
    );
}

#[test]
fn a_denied_act_is_negative() {
    for (text, tense) in [
        ("لم يهاجم المسلحون الجيش.", "past"),
        ("لن يهاجم المسلحون الجيش.", "future"),
        ("لا يهاجم المسلحون الجيش.", "present"),
        ("أكد القائد عدم مهاجمة المدنيين.", "past"),
        ("نفى المتحدث مقتل ثلاثة جنود.", "past"),
        // A verbal noun without vowels is written like a verb, and a clause has one verb.
        ("نفت الوزارة قصف المدينة.", "past"),
    ] {
        let claim = only(text);
        assert_eq!((claim.polarity.as_str(), claim.tense.as_str()), ("-", tense), "{text}");
        assert_eq!(claim.certainty, "certain", "{text}");
    }
}

#[test]
fn a_negation_stays_in_its_clause() {
    let claims = read("لم يهاجم المسلحون الجيش وسيطروا على تل القمح.");
    let polarity: Vec<_> = claims.iter().map(|c| (c.kind.as_str(), c.polarity.as_str())).collect();
    assert_eq!(polarity, [("violence.attack", "-"), ("control.seize", "+")]);
}

#[test]
fn a_doubted_act_keeps_its_polarity_and_loses_certainty() {
    for (text, certainty) in [
        ("ربما انشق الضباط عن الجيش.", "possible"),
        ("من المحتمل أن ينشق الضباط عن الجيش.", "possible"),
        ("من المرجح أن ينشق الضباط عن الجيش.", "probable"),
        ("انشق الضباط على ما يبدو عن الجيش.", "probable"),
    ] {
        let claim = only(text);
        assert_eq!((claim.polarity.as_str(), claim.certainty.as_str()), ("+", certainty), "{text}");
    }
}

#[test]
fn qad_doubts_an_imperfect_and_affirms_a_perfect() {
    assert_eq!(only("قد يهاجم المسلحون الجيش.").certainty, "possible");
    assert_eq!(only("قد هاجم المسلحون الجيش.").certainty, "certain");
    assert_eq!(only("لقد هاجم المسلحون الجيش.").certainty, "certain");
}

#[test]
fn the_tense_is_that_of_the_verb_and_what_stands_before_it() {
    for (text, tense) in [
        ("يهاجم المسلحون الجيش.", "present"),
        ("سيهاجم المسلحون الجيش.", "future"),
        ("سوف يهاجم المسلحون الجيش.", "future"),
        ("كان المسلحون يهاجمون الجيش.", "past"),
    ] {
        assert_eq!(only(text).tense, tense, "{text}");
    }
    assert_eq!(of("condition.fear", "السكان خائفون.").tense, "present");
}

#[test]
fn plans_orders_threats_and_failures_are_hypothetical() {
    for (text, rule) in [
        ("يخطط المسلحون لمهاجمة الجيش.", "modal:plan"),
        ("أمر القائد جنوده بقصف البلدة.", "modal:order"),
        ("هدد القائد بقصف عين الزيتون.", "modal:threat"),
        ("فشل المسلحون في مهاجمة الجيش.", "modal:fail"),
    ] {
        let claim = only(text);
        assert_eq!((claim.tense.as_str(), claim.polarity.as_str()), ("hypothetical", "+"), "{text}");
        assert!(claim.rules.iter().any(|r| r == rule), "{text}: {:?}", claim.rules);
    }
}

#[test]
fn neither_condition_nor_consequence_is_asserted() {
    for text in ["إذا هاجم المسلحون الجيش نزح السكان.", "في حال هاجم المسلحون الجيش نزح السكان."]
    {
        let claims = read(text);
        assert_eq!(kinds(&claims), ["violence.attack", "displacement.flee"], "{text}");
        for claim in claims {
            assert_eq!(
                (claim.certainty.as_str(), claim.tense.as_str()),
                ("unspecified", "hypothetical"),
                "{text}"
            );
        }
    }
}
