//! What stands across documents, as it is asked for.

use std::path::Path;

use serde_json::Value;

use crate::{Place, program::stderr};

/// A ledger of the samples that tell of one strike and of one camp.
fn place() -> Place {
    let place = Place::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let names = [
        "03-wire-airstrike.txt",
        "04-copied-airstrike.txt",
        "05-shelling-monitor.txt",
        "06-shelling-denial.txt",
        "07-toll-update.html",
    ];
    let paths: Vec<String> = names.iter().map(|name| samples.join(name).display().to_string()).collect();
    let arguments: Vec<&str> = ["add"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let added = place.run(&arguments);
    assert!(added.status.success() && stderr(&added).contains("linked 5 documents"), "{}", stderr(&added));
    place
}

#[test]
fn an_edited_copy_is_shown_with_its_words_and_what_was_changed() {
    let place = place();
    let pairs = place.lines(&["copies"]);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!(pairs[0]["verdict"], "edited");
    assert!(!pairs[0]["passages"].as_array().unwrap().is_empty());
    let shown = place.ok(&["copies", "--passages", "--format", "table"]);
    assert!(shown.contains("changed:") && shown.contains("04-copied-airstrike"), "{shown}");
    assert_eq!(place.lines(&["copies", "--verdict", "passage"]).len(), 0);
    let none = place.run(&["copies", "--verdict", "passage", "--passages"]);
    assert!(stderr(&none).contains("no two documents that share text fit"), "{}", stderr(&none));
    assert_eq!(place.lines(&["copies", "--to", "2024-01-01"]).len(), 0);
}

#[test]
fn an_event_is_listed_shown_and_explained() {
    let place = place();
    let events = place.lines(&["events", "--min-claims", "2", "--order", "claims"]);
    let most = &events[0];
    let id = most["event"].as_str().unwrap();
    assert!(
        most["claims"].as_u64().unwrap() >= 3
            && most["origins_low"].as_u64() <= most["origins_high"].as_u64()
    );
    let shown = place.ok(&["event", &id[..8]]);
    assert!(shown.contains("told by") && shown.contains("independent"), "{shown}");
    let json: Value = serde_json::from_str(&place.ok(&["event", id, "--json"])).unwrap();
    let claims = json["claims"].as_array().unwrap();
    assert_eq!(claims.len() as u64, most["claims"].as_u64().unwrap());
    // How a claim came in is what the pair says of itself.
    let joined = claims.iter().find(|claim| claim["as"]["via_claim"].is_string()).unwrap();
    let name = |document: &str, claim: &str| {
        format!("{}/{}", joined["as"][document].as_str().unwrap(), joined["as"][claim].as_str().unwrap())
    };
    let why =
        place.ok(&["why-linked", &name("document", "claim"), &name("via_document", "via_claim"), "--json"]);
    let why: Value = serde_json::from_str(&why).unwrap();
    assert_eq!(why["link"]["strength"], "strong", "{why}");
    assert!(!why["link"]["reasons"].as_array().unwrap().is_empty());
    assert!(!shown.contains("reviews"), "nobody decided anything: {shown}");
    let rejected = joined["as"]["claim"].as_str().unwrap();
    place.ok(&["review", "reject", rejected, "--reviewer", "ليلى", "--note", "a film"]);
    let shown = place.ok(&["event", &id[..8]]);
    assert!(
        shown.contains("reviews  1 of the claims rejected, 0 corrected")
            && shown.contains("; rejected in review"),
        "{shown}"
    );
    let days = place.lines(&["events", "--days"]);
    let claims: u64 = days.iter().map(|day| day["claims"].as_u64().unwrap()).sum();
    let told: u64 = place.lines(&["events"]).iter().map(|event| event["claims"].as_u64().unwrap()).sum();
    assert_eq!(claims, told);
    assert_eq!(place.lines(&["events", "--from", "2030-01-01"]).len(), 0);
}

#[test]
fn sources_are_counted_by_how_they_report() {
    let place = place();
    let sources = place.lines(&["reporting"]);
    let count = |row: &Value, of: &str| row[of].as_u64().unwrap();
    for row in &sources {
        assert!(count(row, "copied") <= count(row, "claims"), "{row}");
        assert!(count(row, "alone") + count(row, "first") <= 2 * count(row, "events"), "{row}");
    }
    assert!(sources.iter().any(|row| count(row, "copied") > 0), "the edited copy: {sources:?}");
    assert_eq!(place.lines(&["reporting", "--limit", "1"]).len(), 1);
}

#[test]
fn a_denial_is_a_contradiction_and_a_rising_toll_is_none() {
    let place = place();
    let found = place.lines(&["contradictions"]);
    assert!(found.iter().any(|row| row["kind"] == "denial"), "{found:?}");
    assert!(found.iter().all(|row| row["kind"] != "update" && row["kind"] != "refinement"));
    let table = place.ok(&["contradictions", "--kind", "denial", "--format", "table"]);
    assert!(table.contains("polarity"), "{table}");
}

#[test]
fn links_are_made_when_they_were_put_off_and_anew_the_same() {
    let place = Place::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let path = |name: &str| samples.join(name).display().to_string();
    place.ok(&["add", "--no-link", &path("03-wire-airstrike.txt"), &path("04-copied-airstrike.txt")]);
    assert_eq!(place.lines(&["copies"]).len() + place.lines(&["events"]).len(), 0);
    place.ok(&["link"]);
    let events = place.lines(&["events"]);
    assert_eq!(place.lines(&["copies"]).len(), 1);
    place.ok(&["link", "--anew"]);
    assert_eq!(place.lines(&["events"]), events);
    place.ok(&["verify"]);
}

/// A village that a doctor would be found by.
const VILLAGE: &str = "كفر نبل";

/// A ledger of a shelling that a doctor tells of, whom that endangers, and an agency too; and of an arrest, in two papers.
fn endangered() -> Place {
    let place = Place::new();
    let arrest = "اعتقلت قوات درع النهر الناشط سامر الخابوري في بلدة كفر نبل يوم الثلاثاء الماضي، وقال شقيقه إسماعيل الخابوري إن ستة \
                  مسلحين اقتادوه من منزله أمام الجيران. وطالب ناشطون بالإفراج عن سامر الخابوري في بيان نشر على صفحات التواصل الاجتماعي.";
    let texts = [
        (
            "صحيفة المرفأ",
            "قالت الطبيبة ليلى قبرازي إن 14 مدنياً قتلوا في قصف مدفعي على سوق بلدة كفر نبل مساء الأربعاء، وإن الجرحى نقلوا إلى \
             مشفى البلدة."
                .to_owned(),
        ),
        (
            "وكالة الساحل",
            "قُتل 17 مدنياً في قصف مدفعي على سوق بلدة كفر نبل مساء الأربعاء، بحسب وكالة رويترز، ونقل الجرحى إلى مشفى البلدة."
                .to_owned(),
        ),
        ("صحيفة المرفأ", arrest.to_owned()),
        ("مرآة الأخبار", arrest.replace("ستة مسلحين", "سبعة مسلحين")),
    ];
    for (number, (outlet, text)) in texts.iter().enumerate() {
        let file = place.file(&format!("{number}.txt"), text);
        place.ok(&["add", "--outlet", outlet, "--published", "2024-05-10", file.to_str().unwrap()]);
    }
    place
}

/// What nobody may see: names, the village, the days.
fn gives_away(text: &str) -> Option<&'static str> {
    ["خابوري", "قبرازي", VILLAGE, "Kafr Nabl", "2024-05-08", "2024-05-07"]
        .into_iter()
        .find(|name| text.contains(name))
}

#[test]
fn what_stands_across_documents_is_shared_without_names_and_coarse() {
    let place = endangered();
    let events = place.lines(&["events", "--min-claims", "2"]);
    let shelling = events.iter().find(|event| event["outlets"].as_array().unwrap().len() == 2).unwrap();
    let id = shelling["event"].as_str().unwrap();
    let claims =
        place.lines(&["sql", &format!("SELECT document, claim FROM event_claims WHERE event = '{id}'")]);
    let name = |at: usize| {
        format!("{}/{}", claims[at]["document"].as_str().unwrap(), claims[at]["claim"].as_str().unwrap())
    };
    let (one, other) = (name(0), name(1));
    for asked in [
        &["events", "--format", "table"][..],
        &["events", "--format", "jsonl"],
        &["events", "--days", "--format", "csv"],
        &["event", id],
        &["event", id, "--json"],
        &["contradictions", "--all", "--format", "jsonl"],
        &["copies", "--format", "jsonl"],
        &["copies", "--passages", "--format", "table"],
        &["why-linked", &one, &other],
        &["why-linked", &one, &other, "--json"],
        &["reporting", "--format", "jsonl"],
        &["sql", "SELECT * FROM links"],
    ] {
        let plain = place.ok(asked);
        let shared = place.ok(&[asked, &["--share"]].concat());
        assert_eq!(gives_away(&shared), None, "{asked:?}: {shared}");
        assert!(!shared.trim().is_empty() || plain.trim().is_empty(), "{asked:?}: {shared}");
    }
    assert!(gives_away(&place.ok(&["events", "--format", "jsonl"])).is_some());
    let shared = place.ok(&["event", &id[..8], "--share"]);
    assert!(shared.contains("Idlib") && shared.contains("2024-05-01"), "{shared}");
    // Nobody is found by what the answer would not show.
    assert_eq!(place.lines(&["events", "--share", "--place", VILLAGE]).len(), 0);
    assert!(!place.lines(&["events", "--share", "--place", "Idlib"]).is_empty());
    assert_eq!(place.lines(&["events", "--share"]).len(), place.lines(&["events"]).len());
}

#[test]
fn events_are_shared_as_they_are_where_nobody_is_private() {
    let place = Place::new();
    for (number, outlet) in ["دفتر اليوم", "مرآة الأخبار"].iter().enumerate() {
        let text = format!("قُتل {} مدنياً في غارة جوية على مدينة حلب أمس، بحسب وكالة رويترز.", 14 + number);
        let file = place.file(&format!("{number}.txt"), &text);
        place.ok(&["add", "--outlet", outlet, "--published", "2024-05-10", file.to_str().unwrap()]);
    }
    let events = place.lines(&["events"]);
    assert!(!events.is_empty());
    assert_eq!(place.lines(&["events", "--share"]), events);
    assert_eq!(place.lines(&["reporting", "--share"]), place.lines(&["reporting"]));
}
