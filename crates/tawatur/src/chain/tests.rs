//! According to whom: speakers and their scope, relays in order, and what is no hop.

use crate::capture::{Basis, Document};
use crate::claim::record::{Claim, Hop};
use crate::invented::{document, kinds, of, only, read, read_document};

fn hops(claim: &Claim) -> Vec<&str> {
    claim.chain.iter().map(|h| h.text.as_str()).collect()
}

fn entities(claim: &Claim) -> Vec<&str> {
    claim.chain.iter().map(|h| h.entity.as_deref().unwrap_or("")).collect()
}

/// The only hop of the only claim of a text.
fn hop(text: &str) -> Hop {
    let mut chain = only(text).chain;
    assert_eq!(chain.len(), 1, "{text}: {chain:#?}");
    chain.remove(0)
}

/// The chains of all claims, each as the words of its hops.
fn chains(claims: &[Claim]) -> Vec<Vec<&str>> {
    claims.iter().map(hops).collect()
}

fn published_by(outlet: &str, text: &str) -> Claim {
    let document = Document { outlet: Some((outlet.to_owned(), Basis::Given)), ..document(text) };
    let mut claims = read_document(&document);
    assert_eq!(claims.len(), 1, "{text}: {claims:#?}");
    claims.remove(0)
}

#[test]
fn what_nobody_is_cited_for_has_no_chain() {
    assert!(only("انشق الضباط عن الجيش.").chain.is_empty());
}

#[test]
fn a_speaker_has_a_kind_and_is_named_in_some_way() {
    for (source, kind, named) in [
        ("ناشطون", "activist", "collective"),
        ("منشقون", "defector", "collective"),
        ("شهود", "witness", "collective"),
        ("القائد", "official", "role"),
        ("القائد سالم الورداني", "official", "named"),
        ("كتائب الرعد", "armed_group", "named"),
        ("مرصد الضفاف", "organisation", "named"),
        ("صحيفة صدى الوادي", "outlet", "named"),
        ("رمزي الكيلاني", "person", "named"),
        ("مصدر", "unknown", "unnamed"),
        ("مصدر عسكري", "official", "unnamed"),
        ("تقرير", "document", "unnamed"),
    ] {
        let hop = hop(&format!("ذكر {source} أن الضباط انشقوا عن الجيش."));
        assert_eq!((hop.text.as_str(), hop.kind.as_str(), hop.named.as_str()), (source, kind, named));
        assert_eq!(hop.cue.as_deref(), Some("ذكر"), "{source}");
    }
}

#[test]
fn a_verb_of_saying_lends_its_stance() {
    for (verb, stance) in [("قال", "neutral"), ("أكد", "affirming"), ("زعم", "doubting")] {
        let that = if verb == "قال" { "إن" } else { "أن" };
        assert_eq!(hop(&format!("{verb} المتحدث {that} الضباط انشقوا عن الجيش.")).stance, stance);
    }
}

#[test]
fn a_passive_leaves_the_source_unknown() {
    let hop = hop("ويقال إن الضباط انشقوا عن الجيش.");
    assert_eq!((hop.kind.as_str(), hop.named.as_str(), hop.entity), ("unknown", "unnamed", None));
}

#[test]
fn nested_relays_stand_from_the_reader_inwards() {
    let claim = only("قالت صحيفة صدى الوادي إن ناشطين أكدوا أن الضباط انشقوا عن الجيش.");
    assert_eq!(hops(&claim), ["صحيفة صدى الوادي", "ناشطين"]);
    let claim = only("قال راديو التلال إن صدى الوادي نقلت عن ناشطين أن الضباط انشقوا عن الجيش.");
    assert_eq!(hops(&claim), ["راديو التلال", "صدى الوادي", "ناشطين"]);
}

#[test]
fn whoever_a_relay_quotes_from_stands_behind_it() {
    let claim = only("نقلت صدى الوادي عن مرصد الضفاف أن الضباط انشقوا عن الجيش.");
    assert_eq!(entities(&claim), ["Valley Echo", "Banks Monitor"]);
}

#[test]
fn an_according_phrase_may_stand_before_or_after() {
    for text in [
        "بحسب مرصد الضفاف، انشق الضباط عن الجيش.",
        "وفقا لمرصد الضفاف فإن الضباط انشقوا عن الجيش.",
        "انشق الضباط عن الجيش بحسب مرصد الضفاف.",
        "انشق الضباط، بحسب مرصد الضفاف، عن الجيش.",
    ] {
        assert_eq!(entities(&only(text)), ["Banks Monitor"], "{text}");
    }
    assert_eq!(entities(&only("انشق الضباط عن الجيش، كما ذكرت صدى الوادي.")), ["Valley Echo"]);
}

#[test]
fn an_according_phrase_covers_its_sentence_and_no_other() {
    let claims =
        read("نزح السكان من تل القمح. انشق الضباط عن الجيش بحسب ناشطين. سيطر المسلحون على دير السهل.");
    assert_eq!(chains(&claims), [vec![], vec!["ناشطين"], vec![]]);
}

#[test]
fn a_verb_of_saying_without_a_speaker_goes_on_with_the_last_one() {
    let claims = read("قال سالم الورداني إن الضباط انشقوا عن الجيش. وأضاف أن المسلحين هاجموا الجنود.");
    assert_eq!(chains(&claims), [["سالم الورداني"], ["سالم الورداني"]]);
    let claims =
        read("قال سالم الورداني إن الضباط انشقوا عن الجيش. نزح السكان. وأضاف أن المسلحين هاجموا الجنود.");
    assert_eq!(chains(&claims), [vec!["سالم الورداني"], vec![], vec!["سالم الورداني"]]);
}

#[test]
fn a_verb_of_saying_with_a_speaker_of_its_own_begins_anew() {
    let claims = read(
        "قال سالم الورداني إن الضباط انشقوا عن الجيش. وقالت صدى الوادي إن المسلحين انسحبوا. \
         وأضافت أن السكان نزحوا.",
    );
    assert_eq!(chains(&claims), [["سالم الورداني"], ["صدى الوادي"], ["صدى الوادي"]]);
}

#[test]
fn the_last_speaker_is_forgotten_in_time() {
    let claims = read(
        "قال القائد إن الضباط انشقوا عن الجيش. نام الجنود. نام السكان. نام الناس. \
         وأضاف أن المسلحين هاجموا الحاجز.",
    );
    assert_eq!(chains(&claims), [vec!["القائد"], vec![]]);
    assert!(only("وأضاف أن المسلحين هاجموا الحاجز.").chain.is_empty());
}

#[test]
fn a_participle_goes_on_with_the_speaker() {
    let claims = read("قال القائد إن الضباط انشقوا عن الجيش، مشيرا إلى أن المسلحين هاجموا الجنود.");
    assert_eq!(chains(&claims), [["القائد"], ["القائد"]]);
    assert_eq!(claims[1].chain[0].cue.as_deref(), Some("مشيرا إلى"));
}

#[test]
fn a_plain_sentence_after_is_in_the_documents_own_voice() {
    let claims = read("قال القائد إن الضباط انشقوا عن الجيش. وهاجم المسلحون الحاجز.");
    assert_eq!(chains(&claims), [vec!["القائد"], vec![]]);
}

#[test]
fn a_connective_ties_the_next_sentence_to_the_speaker() {
    for opening in ["لكن", "وإن", "وأن", "كما أن"] {
        let text = format!("قال القائد إن الضباط انشقوا عن الجيش. {opening} المسلحين هاجموا الحاجز.");
        assert_eq!(chains(&read(&text)), [["القائد"], ["القائد"]], "{text}");
    }
}

#[test]
fn a_subordinate_clause_inside_what_is_said_has_its_chain() {
    let claims = read("قال ناشطون إن المسلحين انسحبوا من البلدة فيما هاجم الجنود حاجزا.");
    assert_eq!(chains(&claims), [["ناشطون"], ["ناشطون"]]);
}

#[test]
fn what_stands_before_the_verb_of_saying_is_not_said() {
    let claims = read("انشق الضباط عن الجيش، فيما قال ناشطون إن المسلحين انسحبوا.");
    assert_eq!(chains(&claims), [vec![], vec!["ناشطون"]]);
}

#[test]
fn a_quotation_is_said_by_whoever_stands_before_or_after_it() {
    let after = only("قال القائد: \"انسحب المسلحون من عين الزيتون ليلا\".");
    let before = only("\"انسحب المسلحون من عين الزيتون ليلا\"، قال القائد.");
    assert_eq!((hops(&after), hops(&before)), (vec!["القائد"], vec!["القائد"]));
}

#[test]
fn a_quotation_of_several_sentences_ends_at_its_closing_mark() {
    for (open, close) in [("\"", "\""), ("«", "»")] {
        let claims = read(&format!(
            "قال القائد: {open}انسحب المسلحون من عين الزيتون. هاجم جنودنا الحاجز. سيطر الجيش على تل القمح{close}. \
             نزح السكان من دير السهل."
        ));
        assert_eq!(kinds(&claims), ["control.lose", "violence.attack", "control.seize", "displacement.flee"]);
        assert_eq!(chains(&claims), [vec!["القائد"], vec!["القائد"], vec!["القائد"], vec![]]);
    }
}

#[test]
fn the_outlet_that_somebody_speaks_to_relays_it() {
    for text in [
        "قال سالم الورداني لصدى الوادي إن الضباط انشقوا عن الجيش.",
        "قال سالم الورداني في حديث لصدى الوادي إن الضباط انشقوا عن الجيش.",
    ] {
        assert_eq!(entities(&only(text)), ["Valley Echo", "Salem al-Wardani"], "{text}");
    }
}

#[test]
fn the_documents_own_outlet_is_no_hop() {
    for text in
        ["قالت صدى الوادي إن الضباط انشقوا عن الجيش.", "انشق الضباط عن الجيش، كما ذكرت صحيفة صدى الوادي."]
    {
        assert!(published_by("صدى الوادي", text).chain.is_empty(), "{text}");
        assert_eq!(entities(&published_by("راديو التلال", text)), ["Valley Echo"], "{text}");
    }
    let cited = published_by("صدى الوادي", "نقلت صدى الوادي عن مرصد الضفاف أن الضباط انشقوا عن الجيش.");
    assert_eq!(entities(&cited), ["Banks Monitor"]);
    let told = published_by("صدى الوادي", "قال سالم الورداني لصدى الوادي إن الضباط انشقوا عن الجيش.");
    assert_eq!(entities(&told), ["Salem al-Wardani"]);
}

#[test]
fn a_credit_at_the_end_is_the_first_hop_of_everything_before_it() {
    for credit in ["نقلا عن صدى الوادي", "بحسب صحيفة صدى الوادي."] {
        let claims = read(&format!(
            "أخبار من الوادي\nقال سالم الورداني إن الضباط انشقوا عن الجيش.\nسيطر المسلحون على تل القمح.\n{credit}"
        ));
        let chains: Vec<_> = claims.iter().map(entities).collect();
        assert_eq!(chains, [vec!["Valley Echo", "Salem al-Wardani"], vec!["Valley Echo"]], "{credit}");
    }
}

#[test]
fn a_noun_that_is_announced_has_its_announcer() {
    let claim = of("defection.leave", "أعلن المتحدث انشقاق خمسة ضباط عن الجيش.");
    assert_eq!(hops(&claim), ["المتحدث"]);
}

#[test]
fn the_span_of_a_hop_slices_to_its_words() {
    let text = "قالت «صدى الوادي» إنّ ناشطين أكّدوا أن الضبّاط انشقوا عن الجيش.";
    let characters: Vec<char> = text.chars().collect();
    let claim = only(text);
    assert_eq!(claim.chain.len(), 2, "{claim:#?}");
    for hop in &claim.chain {
        assert_eq!(characters[hop.span[0]..hop.span[1]].iter().collect::<String>(), hop.text);
    }
}

#[test]
fn what_is_told_between_the_verb_and_its_content_is_not_said() {
    let claims = read("قال القائد بعد هجوم على الحاجز إن الضباط انشقوا عن الجيش.");
    let unsaid = claims.iter().find(|c| c.kind == "violence.attack");
    assert!(unsaid.is_none_or(|c| c.chain.is_empty()), "{claims:#?}");
    assert!(claims.iter().any(|c| hops(c) == ["القائد"]), "{claims:#?}");
}

#[test]
fn a_verb_that_needs_content_says_nothing_of_a_noun() {
    assert!(only("وصف القائد انشقاق الضباط عن الجيش.").chain.is_empty());
    assert_eq!(hops(&only("وصف القائد ما جرى: \"انشق الضباط عن الجيش ليلا\".")), ["القائد"]);
}

#[test]
fn a_dateline_relays_the_whole_report() {
    let claims =
        read("صدى الوادي - دير السهل: قال القائد إن الضباط انشقوا عن الجيش. سيطر المسلحون على تل القمح.");
    let chains: Vec<_> = claims.iter().map(entities).collect();
    assert_eq!(chains, [vec!["Valley Echo", ""], vec!["Valley Echo"]]);
}

#[test]
fn an_according_phrase_joined_by_and_covers_what_follows_it() {
    let claims = read("نزح السكان من تل القمح، وبحسب ناشطين انشق الضباط عن الجيش.");
    assert_eq!(chains(&claims), [vec![], vec!["ناشطين"]]);
}

#[test]
fn a_dropped_subject_is_the_last_speaker_that_agrees() {
    let claims = read(
        "قالت صدى الوادي إن الضباط انشقوا عن الجيش. وقال القائد إن المسلحين انسحبوا. وأضافت أن السكان نزحوا.",
    );
    assert_eq!(chains(&claims), [["صدى الوادي"], ["القائد"], ["صدى الوادي"]]);
}

#[test]
fn an_outlet_is_known_by_its_latin_name_and_its_domain() {
    for outlet in ["valleyecho", "Valley Echo", "www.valleyecho.example"] {
        let claim = published_by(outlet, "قالت صدى الوادي إن الضباط انشقوا عن الجيش.");
        assert!(claim.chain.is_empty(), "{outlet}");
    }
}

#[test]
fn who_is_said_to_be_the_same_is_who_spoke_before() {
    let claims =
        read("قال مصدر عسكري إن الضباط انشقوا عن الجيش. وأضاف المصدر نفسه أن الجنود انشقوا عن الجيش.");
    assert_eq!(chains(&claims), [["مصدر عسكري"], ["مصدر عسكري"]]);
}

#[test]
fn one_of_several_goes_on_as_one() {
    let text = "قال أحد الناشطين إن الضباط انشقوا عن الجيش. وأضاف أن الجنود انشقوا عن الجيش.";
    assert_eq!(chains(&read(text)), [["أحد الناشطين"], ["أحد الناشطين"]]);
}

#[test]
fn an_outlet_in_brackets_is_told_and_does_not_speak() {
    let text = "قال المتحدث إن الضباط انشقوا عن الجيش. وقال في تصريح لـ(صحيفة صدى الوادي) إن الجنود انشقوا عن الجيش.";
    let claims = read(text);
    assert_eq!(hops(&claims[1]).last(), Some(&"المتحدث"), "{claims:#?}");
}

#[test]
fn a_newspaper_named_like_a_place_is_told_and_is_no_place() {
    for (open, close) in [("«", "»"), ("\"", "\""), ("(", ")"), ("« ", " »")] {
        let text = format!("قال مصدر عسكري لـ{open}تل القمح{close} إن الضباط انشقوا عن الجيش.");
        let claim = only(&text);
        assert_eq!(hops(&claim), ["تل القمح", "مصدر عسكري"], "{text}");
        assert_eq!(entities(&claim), ["Wheat Hill Daily", ""], "{text}");
        assert!(claim.places.is_empty(), "{text}");
        let own = published_by("صحيفة تل القمح", &text);
        assert_eq!(hops(&own), ["مصدر عسكري"], "{text}");
    }
    let place = only("انشق الضباط عن الجيش في «تل القمح».");
    assert_eq!(place.places.len(), 1);
}

#[test]
fn a_source_ends_before_its_words_and_behind_a_name_in_quotation_marks() {
    let said = hop("قال مصدر عسكري \"إن الضباط انشقوا عن الجيش في تل القمح\" أمس.");
    assert_eq!(said.text, "مصدر عسكري");
    let named = hop("قال القائد في جبهة \"درع السهل\" إن الضباط انشقوا عن الجيش.");
    assert!(named.text.ends_with("\"درع السهل\""), "{}", named.text);
}
