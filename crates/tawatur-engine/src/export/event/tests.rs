//! Events over the samples, against golden files; what is told anew is what was told; and the canary, across documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::date;
use tawatur::{capture::Hint, text::fold};
use tempfile::TempDir;

use super::super::{
    Format, Options,
    tests::{PLANTED, folder, words},
};
use super::*;
use crate::{
    Ledger,
    conflict::READER,
    event::{ContradictionRow, EventClaimRow, EventRow, LinkRow},
    intake::{self, Item},
    ledger::LedgerError,
    link::Precision,
    linkage::tests::{captured, ledger},
    query::{EventFilter, EventSort, Limits, Reach, Rows, Session, Shared, among, event},
    redact::{Key, Left, Reason, Redactor, Release, Retelling},
    row::{CopyRow, Table},
};

fn all() -> String {
    EventFilter::default().events(EventSort::Day)
}

fn shared(ledger: &Ledger) -> Shared {
    let key = Key::kept([9; 32]);
    Shared::open(ledger, "SELECT id FROM documents", Reach::Across, &READER, key, Limits::default()).unwrap()
}

fn reason() -> Reason {
    let release = Release::raw("testing the test", |_| Ok::<(), std::io::Error>(())).unwrap();
    release.reason().unwrap().clone()
}

fn released(shared: &Shared) -> Vec<Released<Told>> {
    let mut told = Vec::new();
    shared
        .events(&all(), |one| {
            told.push(one);
            Ok::<(), LedgerError>(())
        })
        .unwrap();
    told
}

fn write(format: Format, told: &[Released<Told>], options: Options) -> (Vec<u8>, Tally) {
    let mut bytes = Vec::new();
    let mut out = export_events(format, READER.codebook(), options, &mut bytes).unwrap();
    for one in told {
        out.event(one).unwrap();
    }
    let tally = out.finish().unwrap();
    (bytes, tally)
}

/// A ledger of items, linked.
fn linked(items: &[Item]) -> (TempDir, Ledger) {
    let read: Vec<_> = items.iter().map(captured).collect();
    ledger(&[items.iter().zip(&read).collect()])
}

/// The samples that tell of one strike and of one camp.
fn samples() -> (TempDir, Ledger) {
    let found = intake::items(&[folder("samples")], &intake::Options::default());
    let mut items: Vec<Item> = found.filter_map(Result::ok).collect();
    items.retain(|item| !item.uri.contains("golden"));
    items.retain(|item| ["03", "04", "05", "06", "07"].iter().any(|n| item.name.starts_with(n)));
    for item in &mut items {
        item.uri = format!("https://example.net/samples/{}", item.name);
        item.captured = Some("2024-12-01T08:00:00Z".parse().unwrap());
    }
    assert_eq!(items.len(), 5);
    linked(&items)
}

fn rows<R: crate::row::Row>(session: &Session) -> Vec<R> {
    session.rows(&format!("SELECT * FROM {}", R::TABLE.name())).unwrap()
}

#[test]
fn told_anew_of_what_was_not_changed_rows_are_what_they_were() {
    let (_folder, ledger) = samples();
    let session = Session::open(&ledger).unwrap();
    let ids = session.first_texts("SELECT id FROM documents ORDER BY id").unwrap();
    let across = among(&session, &ids).unwrap();
    assert!(across.events.iter().any(|event| event.claims > 2) && !across.copies.is_empty());
    let mut release = Release::raw("testing the test", |_| Ok::<(), std::io::Error>(())).unwrap();
    let mut left = BTreeMap::new();
    for dossier in session.dossiers(&ids).unwrap() {
        let id = dossier.document.id.clone();
        let (released, trace) = release.release_traced(dossier);
        left.insert(id.clone(), Left::new(&id, &released, trace, &across.spoken()));
    }
    let redactor = Redactor::new(Key::kept([9; 32]), &READER);
    let told = Retelling::new(&left, &redactor).tell(across.clone()).into_inner();
    assert_eq!(told.events, across.events);
    assert_eq!(told.copies, across.copies);
    assert_eq!(told.links, across.links);
    let sorted = |mut rows: Vec<EventClaimRow>| {
        rows.sort_by(|a, b| (&a.document, &a.claim).cmp(&(&b.document, &b.claim)));
        rows
    };
    assert_eq!(sorted(told.claims), sorted(across.claims));
    let differ =
        |rows: &[ContradictionRow]| rows.iter().map(|row| format!("{row:?}")).collect::<BTreeSet<_>>();
    assert_eq!(differ(&told.contradictions), differ(&rows(&session)));
}

/// What is told of one shelling by a doctor, whom that endangers, and by an agency, which names nobody; and a text that both an
/// activist's name and the village stand in, taken over by another outlet.
fn canaries() -> (TempDir, Ledger) {
    let item = |name: &str, outlet: &str, text: &str| Item {
        label: name.to_owned(),
        uri: format!("https://example.net/{name}"),
        name: name.to_owned(),
        media_type: Some("text/plain".to_owned()),
        captured: Some("2024-12-01T08:00:00Z".parse().unwrap()),
        hint: Hint {
            outlet: Some(outlet.to_owned()),
            published: Some(date(2024, 5, 10)),
            ..Hint::named(name.to_owned())
        },
        bytes: text.as_bytes().to_vec(),
    };
    let copied = "اعتقلت قوات درع النهر الناشط سامر الخابوري في بلدة كفر نبل يوم الثلاثاء الماضي، وقال شقيقه إسماعيل الخابوري \
                  لصحيفة \"المرفأ\" إن ستة مسلحين اقتادوه من منزله أمام الجيران. وطالب ناشطون بالإفراج عن سامر الخابوري في بيان \
                  نشر على صفحات التواصل الاجتماعي، وقالوا إن اعتقاله غير قانوني وإن لا أحد يعرف مكانه حتى الآن.";
    linked(&[
        item(
            "one",
            "صحيفة المرفأ",
            "قالت الطبيبة ليلى قبرازي إن 14 مدنياً قتلوا في قصف مدفعي على سوق بلدة كفر نبل مساء الأربعاء، وإن الجرحى نقلوا إلى \
             مشفى البلدة.",
        ),
        item(
            "two",
            "وكالة الساحل",
            "قُتل 17 مدنياً في قصف مدفعي على سوق بلدة كفر نبل مساء الأربعاء، بحسب وكالة رويترز، ونقل الجرحى إلى مشفى البلدة.",
        ),
        item("three-samer-khabouri", "صحيفة المرفأ", copied),
        item("four", "مرآة الأخبار", &copied.replace("ستة مسلحين", "سبعة مسلحين")),
    ])
}

/// Forms of names and of what would give somebody away that no output may have.
fn planted() -> Vec<String> {
    PLANTED
        .iter()
        .copied()
        .chain(["kafr nabl", "kafranbel", "kafr nabil", "2024-05-08", "2024-05-07"])
        .map(fold)
        .collect()
}

fn sings(what: &str, text: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    [text, &decoded].into_iter().find_map(|text| {
        let text = fold(text).to_lowercase();
        let (name, at) = planted().into_iter().find_map(|name| Some((name.clone(), text.find(&name)?)))?;
        let from = text[..at].char_indices().rev().nth(80).map_or(0, |(i, _)| i);
        Some(format!("{name} in {what}: {}", text[from..].chars().take(200).collect::<String>()))
    })
}

fn tables(session: &Session) -> Vec<(&'static str, String)> {
    let rows = |table: Table| {
        let mut text = String::new();
        for batch in session.ask(&format!("SELECT * FROM {}", table.name())).unwrap() {
            text.push_str(&String::from_utf8_lossy(Rows::new(&batch.unwrap()).unwrap().lines()));
        }
        (table.name(), text)
    };
    Table::ALL.map(rows).into()
}

#[test]
fn planted_names_are_in_no_table_and_no_export_across_documents() {
    let (_folder, ledger) = canaries();
    let shared = shared(&ledger);
    for (name, text) in tables(shared.session()) {
        assert_eq!(sings(name, &text), None);
        let kept = !matches!(name, "fingerprints" | "claim_keys" | "reviews");
        assert_eq!(!text.is_empty(), kept, "{name}");
    }
    let told = released(&shared);
    for format in Format::OF_EVENTS {
        let (bytes, tally) = write(format, &told, Options::default());
        assert_eq!(tally.events + tally.left_out.values().sum::<u64>(), told.len() as u64, "{format}");
        assert_eq!(sings(format.name(), &words(format, &bytes)), None);
    }
}

#[test]
fn the_canary_sings_across_documents_when_nothing_is_redacted() {
    let (_folder, ledger) = canaries();
    let raw = Shared::raw(&ledger, &reason(), Limits::default()).unwrap();
    for (name, text) in tables(raw.session()) {
        let sung = sings(name, &text).is_some();
        assert!(sung || !matches!(name, "events" | "claims"), "{name}");
    }
    let told = released(&raw);
    for format in Format::OF_EVENTS {
        let (bytes, tally) = write(format, &told, Options::default());
        assert!(tally.events == 0 || sings(format.name(), &words(format, &bytes)).is_some(), "{format}");
    }
}

#[test]
fn where_one_claim_of_an_event_is_about_somebody_at_risk_the_whole_event_is_coarse() {
    let (_folder, ledger) = canaries();
    let shared = shared(&ledger);
    let told = released(&shared);
    let of_two = told
        .iter()
        .map(Released::get)
        .find(|told| told.event.outlets.len() == 2 && told.event.family == "violence");
    let shelling = of_two.expect("the doctor and the agency tell of one shelling");
    let place = shelling.event.place.as_ref().unwrap();
    assert_eq!((place.name.as_str(), place.precision.as_str()), ("Idlib", "division"));
    assert_eq!(shelling.event.first, Some(date(2024, 5, 1)));
    assert_eq!(shelling.event.precision, Precision::Month);
    for telling in &shelling.claims {
        assert!(telling.document.text.contains("[Idlib]"), "{}", telling.document.text);
        assert!(telling.claim.claim.places.iter().all(|p| p.precision.as_deref() == Some("admin1")));
    }
    // Alone, the agency's report names nobody whom it endangers.
    let alone = Shared::open(
        &ledger,
        "SELECT id FROM documents WHERE name = 'two'",
        Reach::Across,
        &READER,
        Key::kept([9; 32]),
        Limits::default(),
    );
    let alone = alone.unwrap();
    assert!(
        tables(alone.session()).iter().any(|(name, text)| *name == "documents" && text.contains("كفر نبل"))
    );
    assert!(
        released(&alone).iter().all(|told| told.get().event.outlets.len() == 1),
        "no event but whole ones"
    );
}

#[test]
fn rows_across_documents_name_claims_and_documents_as_they_are_named_here() {
    let (_folder, ledger) = canaries();
    let shared = shared(&ledger);
    let session = shared.session();
    let claims: BTreeSet<(String, String)> = rows::<crate::row::ClaimRow>(session)
        .into_iter()
        .map(|row| (row.document.clone(), row.claim.claim.clone()))
        .collect();
    let events: Vec<EventRow> = rows(session);
    assert!(!events.is_empty());
    for event in &events {
        assert!(claims.contains(&(event.title_document.clone(), event.title_claim.clone())));
        for said in event.figures.iter().flat_map(|range| &range.said) {
            assert!(claims.contains(&(said.document.clone(), said.claim.clone())));
        }
    }
    for row in rows::<EventClaimRow>(session) {
        assert!(events.iter().any(|event| event.event == row.event));
        assert!(claims.contains(&(row.document, row.claim)));
        let via = row.via_document.zip(row.via_claim);
        assert!(via.is_none_or(|via| claims.contains(&via)));
        let head = row.copy_of_document.zip(row.copy_of_claim);
        assert!(head.is_none_or(|head| claims.contains(&head)));
    }
    let links: Vec<LinkRow> = rows(session);
    assert!(!links.is_empty());
    for row in links {
        let first = (row.first_document, row.first_claim);
        let second = (row.second_document, row.second_claim);
        assert!(first < second && claims.contains(&first) && claims.contains(&second));
    }
    for row in rows::<ContradictionRow>(session) {
        assert!(claims.contains(&(row.first_document, row.first_claim)));
        assert!(claims.contains(&(row.second_document, row.second_claim)));
    }
    let copies: Vec<CopyRow> = rows(session);
    assert!(!copies.is_empty());
    for row in copies {
        let known = |id: &str| claims.iter().any(|(document, _)| document == id);
        assert!(row.a < row.b && known(&row.a) && known(&row.b));
        assert!(row.original.is_none_or(|original| original == row.a || original == row.b));
    }
}

#[test]
fn an_event_is_found_by_the_id_that_it_has_in_the_ledger() {
    let (_folder, ledger) = canaries();
    let shared = shared(&ledger);
    let raw = Session::open(&ledger).unwrap();
    for row in rows::<EventRow>(&raw) {
        let told = shared.told(&row.event).unwrap();
        assert_ne!(told.event.event, row.event, "a hash of words that were replaced");
        assert_eq!((told.event.claims, told.event.origins_low), (row.claims, row.origins_low));
        assert_eq!(told.event.origins_high, row.origins_high);
    }
    assert!(matches!(event::told(shared.session(), "nothing"), Err(LedgerError::Unknown(_))));
}

#[test]
fn golden_exports_of_events() {
    let (_folder, ledger) = samples();
    let shared = shared(&ledger);
    let about = vec![("release".to_owned(), "redacted".to_owned())];
    let options = || Options { bom: false, desk: None, about: about.clone() };
    let refresh = std::env::var("TAWATUR_GOLDEN").is_ok_and(|v| v == "refresh");
    let checked = std::env::var_os("TAWATUR_EXPORTS").map(PathBuf::from);
    let mut told = released(&shared);
    // The hash of the codebook changes with every word in it.
    told = told
        .into_iter()
        .map(|one| {
            let mut one = one.into_inner();
            for telling in &mut one.claims {
                telling.claim.claim.codebook.clone_from(&READER.codebook().name);
            }
            Released::of_released(one)
        })
        .collect();
    let several: Vec<_> = told.iter().filter(|told| told.get().claims.len() > 2).cloned().collect();
    assert!(!several.is_empty());
    let mut different = Vec::new();
    for format in Format::OF_EVENTS {
        if let Some(dir) = &checked {
            fs::create_dir_all(dir).unwrap();
            let (bytes, _) = write(format, &told, options());
            fs::write(dir.join(format!("events-{format}.{}", format.extension())), &bytes).unwrap();
        }
        if matches!(format, Format::Xlsx | Format::Parquet) {
            continue;
        }
        let (golden, _) = write(format, &several, options());
        let path = golden_path(format);
        if refresh {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &golden).unwrap();
        } else if fs::read(&path).ok().as_deref() != Some(&golden[..]) {
            different.push(path.display().to_string());
        }
    }
    assert!(
        different.is_empty(),
        "not as the golden files have it (TAWATUR_GOLDEN=refresh writes them): {different:#?}"
    );
}

fn golden_path(format: Format) -> PathBuf {
    let name = format!("events-{format}.{}", format.extension());
    folder("crates/tawatur-engine/tests/golden/export").join(Path::new(&name))
}

#[test]
fn a_format_without_events_says_which_have_them() {
    for format in Format::ALL.into_iter().filter(|format| !Format::OF_EVENTS.contains(format)) {
        let refused = export_events(format, READER.codebook(), Options::default(), Vec::new()).err().unwrap();
        assert!(refused.to_string().contains("csv, xlsx, jsonl"), "{refused}");
        assert!(format.event_columns().is_none());
    }
}

#[test]
fn rows_of_events_have_a_cell_a_column() {
    let (_folder, ledger) = samples();
    let shared = shared(&ledger);
    let context = Context { codebook: READER.codebook(), options: Options::default() };
    let table: Row = |context, told| Ok(table::row(context, told));
    for (format, row) in [(Format::Csv, table), (Format::Acled, acled::row as Row), (Format::Ucdp, ucdp::row)]
    {
        let cells: Vec<_> =
            released(&shared).iter().filter_map(|told| row(&context, told.get()).ok()).collect();
        assert!(!cells.is_empty(), "{format}");
        let columns = format.event_columns().unwrap();
        assert!(cells.iter().all(|cells| cells.len() == columns.len()), "{format}");
    }
}

#[test]
fn the_documentation_has_every_column_of_events() {
    let docs = fs::read_to_string(folder("docs/exports.md")).unwrap();
    for format in Format::OF_EVENTS {
        for column in format.event_columns().unwrap_or_default() {
            let row = format!("| `{}` | {} |", column.name, column.holds);
            assert!(docs.contains(&row), "docs/exports.md lacks: {row}");
        }
    }
}
