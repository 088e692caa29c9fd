//! Invented documents about invented people, with their names planted wherever a name can stand.

use std::path::Path;

use tawatur::capture::{Basis, Document};

use super::*;
use crate::conflict::READER;

/// A document as the ledger would keep it, with its claims.
pub fn record(name: &str, uri: &str, title: Option<&str>, text: &str) -> Record {
    let published = jiff::civil::date(2024, 5, 10);
    let document = Document {
        outlet: Some(("صحيفة المرفأ".to_owned(), Basis::Given)),
        published: Some((published, Basis::Given)),
        ..Document::from_text(name, text)
    };
    let claims = READER.read(&document).claims;
    let outlet = "صحيفة المرفأ";
    let row = DocumentRow {
        id: DocumentRow::identify(text, uri, Some(outlet), Some(published)),
        name: name.to_owned(),
        uri: uri.to_owned(),
        version: 1,
        outlet: Some(outlet.to_owned()),
        outlet_basis: Some(Basis::Given),
        title: title.map(str::to_owned),
        byline: None,
        published: Some(published),
        published_basis: Some(Basis::Given),
        captured: jiff::Timestamp::UNIX_EPOCH,
        added: jiff::Timestamp::UNIX_EPOCH,
        language: Some("ar".to_owned()),
        media_type: "text/plain".to_owned(),
        extraction: "text".to_owned(),
        raw: blake3::hash(text.as_bytes()).to_hex().to_string(),
        capture: DocumentRow::hash(uri),
        hash: DocumentRow::hash(text),
        text: text.to_owned(),
        furniture: Vec::new(),
    };
    Record { document: row, claims }
}

/// All of them redacted, in one export.
pub fn redacted(records: Vec<Record>) -> (Vec<Released<Record>>, Counts) {
    let mut survey = Survey::new(&READER);
    for record in &records {
        survey.add(record);
    }
    let mut release = Release::redacted(survey.redactor(Key::kept([9; 32])));
    let released = records.into_iter().map(|r| release.release(r)).collect();
    (released, release.counts().unwrap().clone())
}

fn text_of(text: &str) -> String {
    let (released, _) = redacted(vec![record("a", "https://example.net/1", None, text)]);
    released[0].get().document.text.clone()
}

#[test]
fn private_people_get_pseudonyms_and_public_ones_stay() {
    for (text, name) in [
        ("قال سامر خابوري إن الطريق مغلق منذ يومين.", "خابوري"),
        ("اعتقلت قوات درع النهر المدرس نزار الدرازي أمس.", "الدرازي"),
        ("وأضافت ليلى قبرازي، وهي ناشطة من المدينة، أن القصف مستمر.", "قبرازي"),
        ("قال الطبيب عدنان الزوبعاني لصحيفة المرفأ إن الجرحى عشرون.", "الزوبعاني"),
        ("التقى الوزير بسامر خابوري في مكتبه.", "خابوري"),
        ("أعلن العقيد المنشق نضال الكرماوي انضمامه إلى لواء الفجر.", "الكرماوي"),
    ] {
        let redacted = text_of(text);
        assert!(!redacted.contains(name), "{redacted}");
        assert!(redacted.contains(PERSON), "{redacted}");
    }
    for (text, name) in [
        ("قال المتحدث باسم لواء الفجر نضال الكرماوي إن المعارك توقفت.", "نضال الكرماوي"),
        ("أعلن قائد الكتيبة العقيد نزار الدرازي انسحاب قواته من البلدة.", "نزار الدرازي"),
        ("قال نضال الكرماوي، المتحدث باسم لواء الفجر، إن المعارك توقفت.", "نضال الكرماوي"),
        ("التقى الرئيس السوري بشار الأسد وفداً روسياً في دمشق.", "بشار الأسد"),
        ("قال وزير الصحة ماجد الدرازي إن المستشفيات تعمل.", "ماجد الدرازي"),
    ] {
        let redacted = text_of(text);
        assert!(redacted.contains(name), "{redacted}");
        assert!(!redacted.contains(PERSON), "{redacted}");
    }
}

#[test]
fn who_was_named_is_found_by_his_last_name_after_a_verb_that_may_be_a_noun() {
    let redacted = text_of(
        "قال المزارع خليل المرعي إن الطريق مغلق. ولفت المرعي إلى أن الجسر مقطوع. وأضاف المرعي أن النهر فاض.",
    );
    assert!(!redacted.contains("المرعي"), "{redacted}");
    assert!(redacted.contains("ولفت "), "{redacted}");
}

#[test]
fn a_verb_that_folds_like_a_name_is_no_part_of_one() {
    let redacted =
        text_of("قال جاسم العبدالله إن السوق احترق. وروى جاسم أنه هرب. وأشار العبدالله إلى النهر.");
    assert!(redacted.contains("وروى "), "{redacted}");
    assert!(!redacted.contains("جاسم") && !redacted.contains("العبدالله"), "{redacted}");
    let told: std::collections::BTreeSet<&str> =
        redacted.split_whitespace().filter(|word| word.starts_with(PERSON)).collect();
    assert_eq!(told.len(), 1, "one man: {redacted}");
}

#[test]
fn places_and_times_of_people_at_risk_are_coarse() {
    let text = "قالت الطبيبة ليلى قبرازي إن 14 جريحاً وصلوا إلى المشفى في بلدة كفر نبل مساء الأربعاء. وقصفت طائرات \
                بلدة كفر نبل أمس.";
    let (released, counts) = redacted(vec![record("a", "https://example.net/1", None, text)]);
    let Record { document, claims } = released[0].get();
    assert!(!document.text.contains("كفر نبل"), "{}", document.text);
    assert!(document.text.contains("[Idlib]") && document.text.contains("[2024-05]"), "{}", document.text);
    assert!(counts.coarsened > 0 && counts.unanchored == 0);
    for place in claims.iter().flat_map(|c| &c.places) {
        assert_eq!(place.name.as_deref(), Some("Idlib"));
        assert_eq!(place.precision.as_deref(), Some("admin1"));
        assert!(place.candidates.is_empty() && place.container.is_none());
    }
}

#[test]
fn what_names_nobody_private_leaves_as_it_is() {
    let text = "قتل 14 شخصاً في غارة جوية على مدينة حلب أمس، بحسب وكالة رويترز.";
    let record = record("a", "https://example.net/2024/05/aleppo-airstrike", None, text);
    let (released, counts) = redacted(vec![record.clone()]);
    assert_eq!(released[0].get(), &record);
    assert_eq!(counts.changed, 0);
}

#[test]
fn ids_of_changed_documents_are_new() {
    let record = record("a", "https://example.net/1", None, "قال سامر الخابوري إن الطريق مغلق منذ يومين.");
    let (released, _) = redacted(vec![record.clone()]);
    let changed = &released[0].get().document;
    for (new, old) in [
        (&changed.id, &record.document.id),
        (&changed.hash, &record.document.hash),
        (&changed.raw, &record.document.raw),
    ] {
        assert_ne!(new, old);
        assert_eq!(new.len(), old.len());
    }
}

#[test]
fn a_name_private_in_one_document_is_replaced_in_all() {
    // Nothing in the second text shows that this is a name.
    let (released, _) = redacted(vec![
        record("a", "https://example.net/1", None, "قال سامر الخابوري إن الطريق مغلق منذ يومين."),
        record(
            "b",
            "https://example.net/2",
            None,
            "ورد في القائمة: الخابوري، سامر؛ ثم سامر الخابوري؛ ثم غيره.",
        ),
    ]);
    let text = &released[1].get().document.text;
    assert!(!text.contains("سامر الخابوري"), "{text}");
}

#[test]
fn the_order_of_a_survey_makes_no_difference() {
    let records = [
        record("a", "https://example.net/1", None, "قال سامر عدنان الخابوري إن الطريق مغلق."),
        record("b", "https://example.net/2", None, "قال سامر نزار الخابوري إن الطريق مفتوح."),
    ];
    let survey = |records: &[&Record]| {
        let mut survey = Survey::new(&READER);
        for record in records {
            survey.add(record);
        }
        survey
    };
    let mut merged = survey(&[&records[1]]);
    merged.merge(survey(&[&records[0]]));
    let texts: Vec<Vec<String>> =
        [survey(&[&records[0], &records[1]]), survey(&[&records[1], &records[0]]), merged]
            .into_iter()
            .map(|survey| {
                let mut release = Release::redacted(survey.redactor(Key::kept([9; 32])));
                records.iter().map(|r| release.release(r.clone()).get().document.text.clone()).collect()
            })
            .collect();
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
}

#[test]
fn raw_needs_a_reason_and_a_log() {
    let ok = |_: &str| Ok::<(), std::io::Error>(());
    assert!(matches!(Release::raw("  ", ok), Err(RawError::NoReason)));
    let broken = |_: &str| Err(std::io::Error::other("full"));
    assert!(matches!(Release::raw("court order", broken), Err(RawError::Unlogged(_))));
    let mut logged = String::new();
    let mut release = Release::raw(" court order ", |reason| {
        logged.push_str(reason);
        Ok::<(), std::io::Error>(())
    })
    .unwrap();
    assert_eq!(release.reason().map(Reason::as_str), Some("court order"));
    let record = record("a", "https://example.net/1", None, "قال سامر الخابوري إن الطريق مغلق.");
    assert_eq!(release.release(record.clone()).get(), &record);
    assert_eq!(logged, "court order");
}

#[test]
fn words_of_an_answer_are_redacted() {
    let mut survey = Survey::new(&READER);
    survey.add(&record("a", "https://example.net/1", None, "قال سامر الخابوري إن الطريق مغلق."));
    let mut redactor = survey.redactor(Key::kept([9; 32]));
    let words = redactor.redact_words("سامر الخابوري؛ بشار الأسد");
    assert!(words.contains(PERSON) && !words.contains("خابوري") && words.contains("بشار الأسد"), "{words}");
}

/// Sentences that are read as one document.
const SENTENCES: usize = 20;

/// How much of tagged persons' names is replaced or said to be public, and how much else is replaced.
#[test]
fn tagged_persons_are_replaced_or_public() {
    let mut measured = false;
    for (file, least) in [("cleananercorp_half_of_train.tsv", 0.86), ("wojood_sample_half.tsv", 0.86)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tests/entities").join(file);
        let Ok(tagged) = std::fs::read_to_string(&path) else {
            println!("SKIPPED: {file} is not here");
            continue;
        };
        measured = true;
        let sentences: Vec<Vec<(&str, bool)>> = tagged
            .split("\n\n")
            .map(|s| {
                s.lines()
                    .filter_map(|l| l.split_once('\t'))
                    .map(|(word, tag)| (word, tag.contains("PER")))
                    .collect()
            })
            .collect();
        let mut redactor = Redactor::new(Key::kept([9; 32]), &READER);
        let (mut replaced, mut public, mut kept, mut others, mut tokens) = (0, 0, 0, 0, 0);
        for group in sentences.chunks(SENTENCES) {
            let mut text = String::new();
            let mut spans = Vec::new();
            for sentence in group {
                for (word, person) in sentence {
                    let start = text.len();
                    text.push_str(word);
                    spans.push((start..text.len(), *person));
                    text.push(' ');
                }
                text.push('\n');
            }
            let (people, edits) = redactor.found(&text);
            for (span, person) in spans {
                tokens += 1;
                let covers = |r: &std::ops::Range<usize>| r.start < span.end && span.start < r.end;
                let edited = edits.iter().any(|e| covers(&e.range));
                let listed = people.listed.iter().any(covers);
                match (person, edited, listed) {
                    (true, true, _) => replaced += 1,
                    (true, false, true) => public += 1,
                    (true, false, false) => {
                        kept += 1;
                        if std::env::var_os("TAWATUR_SHOW").is_some() {
                            println!(
                                "kept\t{}\t{}",
                                &text[span.clone()],
                                text[span.start..].chars().take(50).collect::<String>().replace('\n', " ")
                            );
                        }
                    }
                    (false, true, _) => {
                        others += 1;
                        if std::env::var_os("TAWATUR_SHOW").is_some() {
                            let edit =
                                edits.iter().find(|e| covers(&e.range)).map(|e| &text[e.range.clone()]);
                            println!("other\t{}\t{}", &text[span.clone()], edit.unwrap_or_default());
                        }
                    }
                    _ => {}
                }
            }
        }
        let all = f64::from(replaced + public + kept);
        println!(
            "{file}: of {all} words of persons' names {replaced} replaced, {public} public, {kept} kept ({:.1} %); of {} other words {others} replaced ({:.2} %)",
            100.0 * f64::from(kept) / all,
            tokens - all as i32,
            100.0 * f64::from(others) / (f64::from(tokens) - all),
        );
        assert!(1.0 - f64::from(kept) / all >= least);
    }
    if !measured {
        println!("SKIPPED: no tagged persons are here");
    }
}
