//! Reviews from the outside, and answers that others may see.

#![cfg(feature = "ledger")]
#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

#[path = "program/place.rs"]
mod place;
mod program;

use std::{fs, path::Path};

use place::Place;
use program::stderr;
use serde_json::Value;

impl Place {
    /// A ledger with these texts, by the names of their files.
    fn with(texts: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (name, text) in texts {
            place.file(name, text);
        }
        place.ok(&["add", "--outlet", "صحيفة المرفأ", "--published", "2024-05-10", &place.path("in")]);
        place
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The ids of claims that a listing gives.
    fn ids(&self, args: &[&str]) -> Vec<String> {
        self.lines(args).iter().map(|line| line["claim"].as_str().unwrap().to_owned()).collect()
    }
}

const REPORTS: [(&str, &str); 3] = [
    ("1.txt", "قال ناشطون إن 14 ضابطاً انشقوا عن الجيش في مدينة حلب أمس."),
    ("2.txt", "قتل 7 مدنيين في غارة جوية على مدينة إدلب يوم الثلاثاء الماضي، بحسب وكالة رويترز."),
    ("3.txt", "اعتقلت قوات الأمن 20 متظاهراً في مدينة حماة أمس الخميس."),
];

#[test]
fn claims_are_accepted_corrected_and_rejected_and_listings_say_so() {
    let place = Place::with(&REPORTS);
    let all = place.ids(&["claims", "--min-score", "0"]);
    let next = place.ids(&["review", "next", "--min-score", "0", "--limit", "100"]);
    assert_eq!(all.len(), next.len());
    let [first, second, third] = [&all[0], &all[1], &all[2]];
    place.ok(&["review", "accept", &first[..8], "--note", "راجعته مرتين"]);
    place.ok(&["review", "reject", second]);
    place.ok(&["review", "correct", third, "--field", "polarity", "--value", "denied"]);
    let version = place.lines(&["log"])[0]["version"].as_u64();
    // The same again is nothing.
    place.ok(&["review", "accept", first, "--note", "راجعته مرتين"]);
    assert_eq!(place.lines(&["log"])[0]["version"].as_u64(), version);
    let of = |standing: &str| place.ids(&["claims", "--min-score", "0", "--reviewed", standing]);
    assert_eq!(
        (of("accepted"), of("rejected"), of("corrected")),
        (vec![first.clone()], vec![second.clone()], vec![third.clone()])
    );
    assert_eq!(of("none").len(), all.len() - 3);
    assert_eq!(place.ids(&["review", "next", "--min-score", "0", "--limit", "100"]).len(), all.len() - 3);
    let other = ["review", "next", "--min-score", "0", "--limit", "100", "--for", "سعاد"];
    assert_eq!(place.ids(&other).len(), all.len());
    let csv = place.ok(&["claims", "--min-score", "0", "--format", "csv"]);
    assert!(csv.lines().next().unwrap().ends_with(",reviewed") && csv.contains(",accepted"), "{csv}");
    let shown = place.ok(&["show", first]);
    assert!(shown.contains("reviewed: accepted") && shown.contains("مريم"), "{shown}");
    let reviews = place.lines(&["review", "list"]);
    assert_eq!((reviews.len(), &reviews[2]["value"]), (3, &Value::from("\"-\"")));
    assert_eq!(place.lines(&["review", "list", "--decision", "reject", "--by", "مريم"]).len(), 1);
    assert!(place.ok(&["review", "list", "--format", "table"]).contains("correct"));
    let parquet = place.path("claims.parquet");
    place.ok(&["claims", "--format", "parquet", "--out", &parquet]);
    assert!(fs::read(&parquet).unwrap().starts_with(b"PAR1"));
    // What leaves is as its reviews have it.
    let left = |args: &[&str]| -> Vec<Value> {
        let out = place.ok(&[&["export", "jsonl", "--min-score", "0"][..], args].concat());
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let (reviewed, read) = (left(&[]), left(&["--as-read"]));
    assert_eq!((reviewed.len(), read.len()), (all.len() - 1, all.len()));
    assert!(!reviewed.iter().any(|claim| claim["claim"] == second.as_str()));
    let denied = |claims: &[Value]| claims.iter().filter(|claim| claim["polarity"] == "-").count();
    assert_eq!((denied(&reviewed), denied(&read)), (1, 0));
    // Claims are as they were read.
    assert!(place.lines(&["claims", "--min-score", "0"]).iter().all(|claim| claim["polarity"] == "+"));
    place.ok(&["verify"]);
    let unknown = place.run(&["review", "accept", "zz"]);
    assert!(stderr(&unknown).contains("no claim in the ledger"), "{}", stderr(&unknown));
    let wrong = place.run(&["review", "correct", first, "--field", "actors", "--span", "1:900"]);
    assert!(stderr(&wrong).contains("no span of the document"), "{}", stderr(&wrong));
}

#[test]
fn reviews_survive_a_new_reading_and_are_scored() {
    let place = Place::with(&REPORTS);
    let ids = place.ids(&["claims"]);
    place.ok(&[&["review", "accept"][..], &[&ids[0], &ids[1]]].concat());
    place.ok(&["review", "reject", &ids[2]]);
    place.ok(&["reread"]);
    assert_eq!(place.ids(&["claims", "--reviewed", "accepted"]).len(), 2);
    let ledger = place.ledger().display().to_string();
    let scored = place.ok(&["eval", "--reviews", &ledger, "--json"]);
    let scored: Value = serde_json::from_str(&scored).unwrap();
    assert_eq!(scored["claims"]["precision"], 0.6667);
    assert_eq!(scored["claims"]["recall"], 1.0);
    assert_eq!((&scored["reviewed"]["accepted"], &scored["reviewed"]["rejected"]), (&2.into(), &1.into()));
    let codebook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    let anew = place.ok(&["eval", "--reviews", &ledger, "--codebook", codebook.to_str().unwrap()]);
    assert!(anew.contains("3 reviewed claims: 2 accepted, 0 corrected, 1 rejected"), "{anew}");
}

#[test]
fn what_is_exported_and_imported_is_nothing_new_in_any_format() {
    let place = Place::with(&REPORTS);
    let ids = place.ids(&["claims"]);
    place.ok(&["review", "accept", &ids[0]]);
    place.ok(&["review", "accept", &ids[0], "--reviewer", "سعاد"]);
    place.ok(&["review", "reject", &ids[1], "--note", "قديم"]);
    place.ok(&["review", "correct", &ids[2], "--field", "tense", "--value", "future"]);
    for format in ["jsonl", "brat", "labelstudio", "webannotation"] {
        for raw in [&["--raw", "--reason", "a test"][..], &[]] {
            let path = place.path(format);
            place.ok(&[&["review", "export", "--format", format, "--out", &path][..], raw].concat());
            let back = place.run(&["review", "import", &path, "--format", format]);
            let said = stderr(&back);
            assert!(back.status.success() && said.contains("0 decisions new, 4 held"), "{format} {said}");
        }
    }
    let agreement = place.lines(&["review", "agreement"]);
    assert_eq!((&agreement[0]["field"], &agreement[0]["units"]), (&"claim".into(), &1.into()));
    assert!(place.ok(&["review", "agreement", "--format", "table"]).contains("alpha"));
    assert!(place.lines(&["log"]).iter().any(|commit| commit["note"] == "raw reviews, brat: a test"));
}

/// Texts about invented people, named wherever a name can stand.
const CANARIES: [(&str, &str); 2] = [
    (
        "اعتقال-سامر-الخابوري.txt",
        "اعتقال الناشط سامر الخابوري\n\nاعتقلت قوات الأمن الناشط سامر الخابوري في بلدة كفر نبل يوم الثلاثاء الماضي، وقال شقيقه \
         إسماعيل الخابوري لصحيفة \"المرفأ\" إن ستة مسلحين اقتادوه. وأضاف اسماعيل الخابوري أن لا أحد يعرف مكان سامر. وكتب أحدهم \
         على وسم #سامر_الخابوري (Samer al-Khabouri). رابط: https://example.net/x/سامر-الخابوري و\
         https://example.net/p/%D8%B3%D8%A7%D9%85%D8%B1_%D8%A7%D9%84%D8%AE%D8%A7%D8%A8%D9%88%D8%B1%D9%8A. وأعلن المتحدث باسم \
         لواء الفجر نضال الكرماوي أن اللواء لا صلة له بالأمر.",
    ),
    (
        "report.txt",
        "نقلت صحيفة \"المرفأ\" عن سامر الخابوري قوله إن خمسة مدنيين قتلوا في قصف على بلدة تل زعتر أمس. وقالت الطبيبة ليلى قبرازي إن \
         14 جريحاً وصلوا إلى المشفى في بلدة كفر نبل مساء الأربعاء.",
    ),
];

/// Forms of the planted names, as no answer for others may have them.
const PLANTED: [&str; 6] = ["خابوري", "قبرازي", "Khabour", "Samer", "كفر نبل", "%D8%B3%D8%A7%D9%85"];

#[test]
fn planted_names_are_in_no_answer_that_others_may_see() {
    let place = Place::with(&CANARIES);
    let ids = place.ids(&["claims", "--min-score", "0"]);
    place.ok(&["review", "accept", &ids[0], "--note", "تحدثت مع سامر الخابوري"]);
    let actors = r#"{"text": "سامر الخابوري"}"#;
    let claims = place.lines(&["claims", "--min-score", "0"]);
    let held =
        claims.iter().find(|claim| claim["content"]["text"].as_str().unwrap().contains("سامر الخابوري"));
    let held = held.unwrap()["claim"].as_str().unwrap();
    place.ok(&["review", "correct", held, "--field", "targets", "--value", actors]);
    let documents: Vec<String> = place
        .lines(&["documents"])
        .iter()
        .map(|document| document["id"].as_str().unwrap().to_owned())
        .collect();
    let private = place.lines(&["sql", "SELECT entity FROM entities WHERE class = 'person' AND id IS NULL"]);
    let private: Vec<&str> = private.iter().map(|row| row["entity"].as_str().unwrap()).collect();
    let mut asked: Vec<Vec<&str>> = Vec::new();
    for format in ["jsonl", "csv", "table"] {
        asked.push(vec!["claims", "--min-score", "0", "--format", format]);
        asked.push(vec!["documents", "--text", "--format", format]);
        asked.push(vec!["entities", "--format", format]);
        asked.push(vec!["sources", "--min-score", "0", "--format", format]);
        asked.push(vec!["review", "list", "--format", format]);
        for table in ["documents", "claims", "entities", "chain_hops", "reviews", "commits", "claim_places"] {
            let query: &'static str = format!("SELECT * FROM {table}").leak();
            asked.push(vec!["sql", query, "--format", format]);
        }
    }
    for query in ["خابوري", "سامر", "الطبيبة", "المشفى", "صحيفة"] {
        asked.push(vec!["search", query, "--format", "jsonl"]);
        asked.push(vec!["search", query, "--format", "pretty"]);
    }
    for id in ids.iter().chain(&documents).map(String::as_str).chain(private) {
        asked.push(vec!["show", id, "--min-score", "0"]);
        asked.push(vec!["show", id, "--json"]);
    }
    let mut seen = 0;
    let mut check = |args: &[&str], answer: &str| {
        for name in PLANTED {
            if let Some(at) = answer.find(name) {
                let from = answer[..at].char_indices().rev().nth(80).map_or(0, |(at, _)| at);
                panic!("{name} in {args:?}: {}", answer[from..].chars().take(200).collect::<String>());
            }
        }
        seen += usize::from(answer.contains("person-"));
    };
    for args in &asked {
        let answer = place.ok(&[&args[..], &["--share"]].concat());
        check(args, &answer);
    }
    for format in ["jsonl", "labelstudio", "webannotation", "brat"] {
        let path = place.path("reviews.out");
        place.ok(&["review", "export", "--format", format, "--out", &path]);
        let bytes = fs::read(&path).unwrap();
        if format == "brat" {
            // Compressed; the engine's tests look into archives.
            continue;
        }
        check(&["review", "export", format], &String::from_utf8(bytes).unwrap());
    }
    assert!(seen > 20, "{seen}");
    // Who is public stays, and without --share all is as it was read.
    assert!(place.ok(&["documents", "--text", "--share"]).contains("نضال الكرماوي"));
    assert!(place.ok(&["documents", "--text"]).contains("سامر الخابوري"));
    // A filter finds nobody by a name that the answer would not show.
    assert_eq!(place.lines(&["claims", "--min-score", "0", "--target", "الخابوري", "--share"]).len(), 0);
}
