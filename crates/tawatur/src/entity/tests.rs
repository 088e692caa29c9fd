use super::EntityRecord;
use crate::invented::entities;

/// The entity of that name.
fn named<'a>(found: &'a [EntityRecord], name: &str) -> &'a EntityRecord {
    found.iter().find(|e| e.name == name).unwrap_or_else(|| panic!("no {name} in {found:#?}"))
}

fn names(found: &[EntityRecord]) -> Vec<(&str, &str)> {
    found.iter().map(|e| (e.class, e.name.as_str())).collect()
}

fn hows(entity: &EntityRecord) -> Vec<&str> {
    entity.mentions.iter().map(|m| m.how).collect()
}

#[test]
fn a_given_name_begins_a_person_and_takes_what_belongs_to_the_name() {
    for (text, name) in [
        ("وصل سامر بن نزار الدرازي أمس.", "سامر بن نزار الدرازي"),
        ("وصل نزار عبد الكريم أمس.", "نزار عبد الكريم"),
        ("وصل أبو سامر الدرازي أمس.", "أبو سامر الدرازي"),
        ("وصلت ليلى قبرازي أمس.", "ليلى قبرازي"),
        ("وصل جيرارد بوركاس أمس.", "جيرارد بوركاس"),
    ] {
        assert_eq!(names(&entities(text)), [("person", name)], "{text}");
    }
}

#[test]
fn a_word_that_is_also_a_name_needs_a_neighbour_that_shows_it() {
    assert!(entities("هذا موقف كريم جدا.").is_empty());
    assert_eq!(names(&entities("وصل كريم الدرازي.")), [("person", "كريم الدرازي")]);
    assert_eq!(names(&entities("وصل العقيد كريم.")), [("person", "كريم")]);
}

#[test]
fn a_title_shows_a_name_that_no_list_has() {
    let found = entities("قال العقيد زقزوق إن الطريق مفتوح.");
    assert_eq!(found[0].evidence, "title");
    assert_eq!(names(&found), [("person", "زقزوق")]);
}

#[test]
fn what_a_title_in_the_construct_governs_is_no_person() {
    let found = entities("استقال رئيس زيروكو أمس.");
    assert_eq!(names(&found), [("organisation", "زيروكو")]);
}

#[test]
fn the_same_person_is_named_by_a_part_of_the_name() {
    let found = entities("وصل سامر الدرازي إلى القصر. وقال الدرازي إنه تعب. ثم عاد سامر.");
    assert_eq!(names(&found), [("person", "سامر الدرازي")]);
    assert_eq!(hows(&found[0]), ["name", "short", "short"]);
    assert_eq!(found[0].aliases, ["الدرازي", "سامر"]);
}

#[test]
fn an_alias_in_quotation_marks_is_the_same_person() {
    let found = entities("وصل سامر الدرازي الملقب بـ\"أبو زعبل\". وتحدث أبو زعبل.");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].aliases.iter().any(|a| a == "أبو زعبل"), "{found:#?}");
}

#[test]
fn an_organisation_goes_from_its_head_through_its_adjectives() {
    for (text, name) in
        [("اجتمعت منظمة السهل الأخضر أمس.", "منظمة السهل الأخضر"), ("اجتمع حزب النور أمس.", "حزب النور")]
    {
        assert_eq!(named(&entities(text), name).class, "organisation", "{text}");
    }
}

#[test]
fn a_head_that_only_says_what_is_named_stands_outside_the_name() {
    let text = "تعمل شركة زقزوق في مدينة قرقوش.";
    let found = entities(text);
    assert_eq!(names(&found), [("organisation", "زقزوق"), ("place", "قرقوش")]);
    let points: Vec<char> = text.chars().collect();
    let slice = |[a, b]: [usize; 2]| points[a..b].iter().collect::<String>();
    assert_eq!(slice(found[0].mentions[0].span), "شركة زقزوق");
    assert_eq!(slice(found[0].mentions[0].name), "زقزوق");
}

#[test]
fn words_of_the_codebook_end_a_name_or_keep_it_from_being_one() {
    let found = entities("اجتمعت منظمة السكان الجديدة أمس.");
    assert_eq!(names(&found), [("organisation", "منظمة السكان")]);
    assert!(entities("اجتمع اتحاد العائلة أمس.").is_empty());
    assert!(entities("وصلت عائلة ليلى أمس.").is_empty());
}

#[test]
fn short_forms_and_descriptions_take_up_an_organisation() {
    let found = entities("انتقدت منظمة السهل الأخضر (سها) القرار. وقالت سها إن المنظمة ستعود.");
    let organisation = named(&found, "منظمة السهل الأخضر");
    assert_eq!(organisation.aliases, ["سها", "المنظمة"], "{organisation:#?}");
    assert_eq!(hows(organisation).last(), Some(&"epithet"));
}

#[test]
fn what_is_attached_before_a_name_is_no_part_of_it() {
    let text = "سافر نزار وسامر الدرازي معا.";
    let found = entities(text);
    let person = named(&found, "سامر الدرازي");
    let points: Vec<char> = text.chars().collect();
    let [a, b] = person.mentions[0].span;
    assert_eq!(points[a..b].iter().collect::<String>(), "سامر الدرازي");
}
