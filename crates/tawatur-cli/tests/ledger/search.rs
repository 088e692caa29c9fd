//! `tawatur search` as it is used.

use serde_json::Value;

use super::{Place, stderr};

fn shelf() -> Place {
    let place = Place::new();
    let texts = [
        (
            "a.txt",
            "دفتر اليوم",
            "2024-05-10",
            "قصفت الطائرات مدارس المدينة صباح أمس، وقال شهود إن الأهالي لجؤوا إلى الأقبية.",
        ),
        (
            "b.txt",
            "وكالة الساحل",
            "2024-06-01",
            "أعلنت البلدية فتح المدرسة الجديدة في إدلب، وحضر الأهالي وقف إطلاق النار.",
        ),
        ("c.txt", "دفتر اليوم", "2024-06-20", "بحث الوفدان وقف إطلاق النار في العاصمة، ولم يعلنا موعداً."),
    ];
    for (name, outlet, published, text) in texts {
        let file = place.file(name, text);
        place.ok(&["add", "--outlet", outlet, "--published", published, file.to_str().unwrap()]);
    }
    place
}

fn names(place: &Place, args: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = place
        .lines(&[&["search"][..], args].concat())
        .iter()
        .map(|hit| hit["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn words_are_found_in_any_form_and_narrowed_by_outlet_and_day() {
    let place = shelf();
    assert_eq!(names(&place, &["مدرسة"]), ["a", "b"]);
    assert_eq!(names(&place, &["ادلب"]), ["b"]);
    assert_eq!(names(&place, &["\"وقف إطلاق النار\""]), ["b", "c"]);
    assert_eq!(names(&place, &["\"وقف إطلاق النار\" -العاصمة"]), ["b"]);
    assert_eq!(names(&place, &["outlet:الساحل الأهالي"]), ["b"]);
    assert_eq!(names(&place, &["الأهالي", "--outlet", "دفتر"]), ["a"]);
    assert_eq!(names(&place, &["النار", "--from", "2024-06-10"]), ["c"]);
    assert_eq!(names(&place, &["النار", "--to", "2024-06-10"]), ["b"]);
    let newest = place.lines(&["search", "وقف OR مدارس", "--newest", "--limit", "1"]);
    assert_eq!((newest.len(), &newest[0]["name"]), (1, &Value::from("c")));
    assert_eq!(place.lines(&["search", "وقف OR مدارس", "--newest", "--skip", "1"])[0]["name"], "b");
}

#[test]
fn a_hit_says_where_its_words_stand_and_is_shown_for_reading() {
    let place = shelf();
    let hit = &place.lines(&["search", "مدرسة", "--outlet", "الساحل"])[0];
    let id = hit["id"].as_str().unwrap();
    let shown = place.ok(&["show", id, "--json"]);
    let document: Value = serde_json::from_str(&shown).unwrap();
    let letters: Vec<char> = document["document"]["text"].as_str().unwrap().chars().collect();
    let mark = &hit["snippets"][0]["marks"][0];
    let at = |side: usize| mark[side].as_u64().unwrap() as usize;
    assert_eq!(letters[at(0)..at(1)].iter().collect::<String>(), "المدرسة");
    let pretty = place.ok(&["search", "--format", "pretty", "مدرسة"]);
    assert!(pretty.contains("⟦المدرسة⟧") && pretty.contains("وكالة الساحل · 2024-06-01"), "{pretty}");
    assert!(pretty.ends_with("2 documents\n"), "{pretty}");
    let first = place.ok(&["search", "--format", "pretty", "--limit", "1", "مدرسة"]);
    assert!(first.ends_with("1 to 1 of 2 documents; more with --skip 1\n"), "{first}");
    let coloured = place.ok(&["search", "--format", "pretty", "--color", "always", "مدرسة"]);
    assert!(coloured.contains('\u{1b}') && !coloured.contains('⟦'));
    assert_eq!(place.ok(&["search", "--format", "pretty", "زرافة"]), "nothing found\n");
    assert!(place.ok(&["search", "زرافة"]).is_empty());
}

#[test]
fn what_was_added_since_is_found_and_a_lost_index_is_made_again() {
    let place = shelf();
    assert_eq!(names(&place, &["زرافة"]), Vec::<String>::new());
    place.add(&[&place.file("d.txt", "وصلت زرافة إلى حديقة المدينة.")]);
    assert_eq!(names(&place, &["زرافة"]), ["d"]);
    let index = std::fs::read_dir(place.ledger()).unwrap().map(|entry| entry.unwrap().path());
    let index = index.into_iter().find(|path| path.ends_with("index") || path.ends_with("search")).unwrap();
    std::fs::remove_dir_all(index).unwrap();
    assert_eq!(names(&place, &["زرافة"]), ["d"]);
}

#[test]
fn what_is_no_query_is_said() {
    let place = shelf();
    for query in ["", "-قصف", "\"\""] {
        let output = place.run(&["search", "--", query]);
        assert_eq!(output.status.code(), Some(1), "{query}");
        assert!(stderr(&output).starts_with("tawatur: "), "{}", stderr(&output));
    }
    let output = place.run(&["search", "قصف", "--from", "gestern"]);
    assert!(stderr(&output).contains("is no date"), "{}", stderr(&output));
}
