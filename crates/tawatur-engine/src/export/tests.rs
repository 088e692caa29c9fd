//! Every format over the samples, against golden files; and the canary: planted names in no output of any format.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use tawatur::{
    capture::{self, Format as Media, Hint, furniture},
    text::fold,
};

use super::*;
use crate::{
    conflict::READER,
    redact::{
        Release,
        tests::{record, redacted},
    },
    row::DocumentRow,
};

fn write(format: Format, records: &[Released<Record>], options: Options) -> (Vec<u8>, Tally) {
    let mut bytes = Vec::new();
    let mut out = export(format, READER.codebook(), options, &mut bytes).unwrap();
    for record in records {
        out.record(record).unwrap();
    }
    let tally = out.finish().unwrap();
    (bytes, tally)
}

/// The words of an output: archives opened, Parquet printed.
pub fn words(format: Format, bytes: &[u8]) -> String {
    match format {
        Format::Xlsx | Format::Brat => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let mut out = String::new();
            for at in 0..archive.len() {
                let mut file = archive.by_index(at).unwrap();
                out.extend(["== ", &file.name().unwrap(), "\n"]);
                let mut inner = Vec::new();
                file.read_to_end(&mut inner).unwrap();
                out.push_str(&String::from_utf8_lossy(&inner));
            }
            out
        }
        Format::Parquet => {
            use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
            let reader = ParquetRecordBatchReaderBuilder::try_new(bytes_of(bytes)).unwrap();
            format!("{:?}\n", reader.schema())
                + &format!("{:?}", reader.build().unwrap().map(Result::unwrap).collect::<Vec<_>>())
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

fn bytes_of(bytes: &[u8]) -> fs::File {
    use std::io::{Seek, Write};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

/// Invented people, planted in every field of several documents.
fn canaries() -> Vec<Record> {
    let slug = "%D8%A7%D8%B9%D8%AA%D9%82%D8%A7%D9%84-%D8%B3%D8%A7%D9%85%D8%B1-%D8%A7%D9%84%D8%AE%D8%A7%D8%A8%D9%88%D8%B1%D9%8A";
    vec![
        record(
            "اعتقال-سامر-الخابوري",
            &format!("https://example.net/2024/05/{slug}?ref=samer-al-khabouri"),
            Some("اعتقال الناشط سامر الخابوري في بلدة كفر نبل"),
            "اعتقال الناشط سامر الخابوري\n\nاعتقلت قوات درع النهر الناشط سامر الخابوري في بلدة كفر نبل يوم الثلاثاء الماضي، وقال \
             شقيقه إسماعيل الخابوري لصحيفة \"المرفأ\" إن ستة مسلحين اقتادوه. وأضاف اسماعيل الخابوري أن لا أحد يعرف مكان \
             سامر. وطالب ناشطون بالإفراج عن الخابوري، وكتب أحدهم على وسم #سامر_الخابوري (Samer al-Khabouri) أن الاعتقال \
             غير قانوني. رابط: https://example.net/x/سامر-الخابوري وكذلك \
             https://example.net/p/%D8%B3%D8%A7%D9%85%D8%B1_%D8%A7%D9%84%D8%AE%D8%A7%D8%A8%D9%88%D8%B1%D9%8A وبريده \
             samer.khabouri@example.net. وأعلن المتحدث باسم لواء الفجر نضال الكرماوي أن اللواء لا صلة له بالأمر.",
        ),
        record(
            "report-02",
            "/home/mariam/archive.zip!/pages/samir_alkhaboury.html",
            None,
            "نقلت صحيفة \"المرفأ\" عن سامر الخابوري قوله إن خمسة مدنيين قتلوا في قصف على بلدة تل زعتر أمس. وأُبلغ لسامر \
             الخابوري ولإسماعيل الخابوري بالحضور، وسلّم بإسماعيل الخابوري رسالة، وعُثر على ورقة وبسامر الخابوري ختمها.",
        ),
        record(
            "report-03",
            "https://example.net/%25D8%25B3%25D8%25A7%25D9%2585%25D8%25B1%2520%25D8%25A7%25D9%2584%25D8%25AE%25D8%25A7%25D8%25A8%25D9%2588%25D8%25B1%25D9%258A/7",
            Some("شهادة الطبيبة ليلى قبرازي"),
            "قالت الطبيبة ليلى قبرازي إن 14 جريحاً وصلوا إلى المشفى في بلدة كفر نبل مساء الأربعاء. وأكدت قبرازي أن القصف \
             استهدف السوق. وحضر سَامِر الخـابوري الاجتماع، فيما قال الرئيس السوري بشار الأسد إن بلاده مستعدة للحوار.",
        ),
    ]
}

/// Forms of the planted names, folded, as no output may have them.
pub const PLANTED: &[&str] =
    &["خابوري", "قبرازي", "khabour", "khaboury", "samer", "samir", "mariam", "كفر نبل", "كفر_نبل"];

#[test]
fn planted_names_are_in_no_output() {
    let (released, counts) = redacted(canaries());
    assert_eq!(counts.documents, 3);
    assert_eq!(counts.unanchored, 0);
    assert!(counts.coarsened > 0, "{counts:?}");
    for format in Format::ALL {
        let (bytes, tally) = write(format, &released, Options::default());
        assert!((1..=3).contains(&tally.documents), "{format}: {tally:?}");
        let all = words(format, &bytes);
        let decoded = percent_encoding::percent_decode_str(&all).decode_utf8_lossy().into_owned();
        let twice = percent_encoding::percent_decode_str(&decoded).decode_utf8_lossy().into_owned();
        for text in [&all, &decoded, &twice] {
            let text = fold(text).to_lowercase();
            for name in PLANTED {
                if let Some(at) = text.find(&fold(name)) {
                    let from = text[..at].char_indices().rev().nth(60).map_or(0, |(i, _)| i);
                    panic!("{name} in {format}: {}", text[from..].chars().take(160).collect::<String>());
                }
            }
        }
    }
    // Who is public stays.
    let texts: String = released.iter().map(|r| r.get().document.text.as_str()).collect();
    assert!(texts.contains("نضال الكرماوي") && texts.contains("بشار الأسد"), "{texts}");
}

#[test]
fn the_canary_sings_when_nothing_is_redacted() {
    let mut release = Release::raw("testing the test", |_| Ok::<(), std::io::Error>(())).unwrap();
    let raw: Vec<Released<Record>> = canaries().into_iter().map(|r| release.release(r)).collect();
    for format in [Format::Csv, Format::Xlsx, Format::Parquet, Format::Brat, Format::Ftm, Format::Bib] {
        let (bytes, _) = write(format, &raw, Options::default());
        assert!(fold(&words(format, &bytes)).contains("خابوري"), "{format}");
    }
}

#[test]
fn words_of_redacted_claims_stand_in_the_redacted_text() {
    let (released, _) = redacted(canaries());
    for record in &released {
        let Record { document, claims } = record.get();
        let letters: Vec<char> = document.text.chars().collect();
        assert!(!claims.is_empty());
        for claim in claims {
            for words in [&claim.trigger, &claim.content] {
                let said: String = letters[words.span[0]..words.span[1]].iter().collect();
                assert_eq!(said, words.text);
            }
            for place in &claim.places {
                let said: String = letters[place.span[0]..place.span[1]].iter().collect();
                assert_eq!(said, place.text);
            }
        }
    }
}

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// Samples as the ledger would keep them, with their claims.
fn samples(names: &[&str]) -> Vec<Record> {
    let mut records = Vec::new();
    for name in names {
        let path = folder("samples").join(name);
        let bytes = fs::read(&path).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut hint = Hint::named(stem.clone());
        hint.format = path.extension().and_then(|e| e.to_str()).and_then(Media::from_label);
        if let Ok(meta) = fs::read_to_string(path.with_extension("meta.json")) {
            let meta: serde_json::Value = serde_json::from_str(&meta).unwrap();
            hint.published = meta["published"].as_str().and_then(|d| d.parse().ok());
            hint.outlet = meta["outlet"].as_str().map(str::to_owned);
        }
        let mut document = capture::read(&bytes, &hint).unwrap();
        furniture::mark(&mut document, &READER.codebook().furniture);
        let mut claims = READER.read(&document).claims;
        claims.retain(|c| c.score >= 0.2);
        // The hash of the codebook changes with every word in it.
        for claim in &mut claims {
            claim.codebook.clone_from(&READER.codebook().name);
        }
        let uri = format!("https://example.net/samples/{stem}");
        let outlet = document.outlet.as_ref().map(|(name, _)| name.clone());
        let published = document.published.map(|(day, _)| day);
        let row = DocumentRow {
            id: DocumentRow::identify(&document.text, &uri, outlet.as_deref(), published),
            name: stem,
            uri,
            version: 1,
            outlet,
            outlet_basis: document.outlet.as_ref().map(|(_, basis)| *basis),
            title: document.title.clone(),
            byline: document.byline.clone(),
            published,
            published_basis: document.published.map(|(_, basis)| basis),
            captured: "2024-12-01T08:00:00Z".parse().unwrap(),
            added: "2024-12-01T08:00:00Z".parse().unwrap(),
            language: Some("ar".to_owned()),
            media_type: if name.ends_with("html") { "text/html" } else { "text/plain" }.to_owned(),
            extraction: if name.ends_with("html") { "html" } else { "text" }.to_owned(),
            raw: blake3::hash(&bytes).to_hex().to_string(),
            capture: DocumentRow::hash(&document.text),
            hash: DocumentRow::hash(&document.text),
            text: document.text,
            furniture: Vec::new(),
        };
        records.push(Record { document: row, claims });
    }
    records
}

/// What golden files are made of: a chain of relays, and a strike that can be drawn on a map.
const GOLDEN: usize = 2;

fn released_samples() -> Vec<Released<Record>> {
    let records = samples(&[
        "03-wire-airstrike.txt",
        "01-defection-relays.txt",
        "05-shelling-monitor.txt",
        "14-displacement-page.html",
    ]);
    redacted(records).0
}

/// `TAWATUR_GOLDEN=refresh cargo test -p tawatur-engine golden` writes them anew. With `TAWATUR_EXPORTS=DIR` every format
/// is written there, for `tests/exports.py` to check with the tools of others.
#[test]
fn golden_exports_of_samples() {
    let released = released_samples();
    let about = vec![("release".to_owned(), "redacted".to_owned())];
    let refresh = std::env::var("TAWATUR_GOLDEN").is_ok_and(|v| v == "refresh");
    let checked = std::env::var_os("TAWATUR_EXPORTS").map(PathBuf::from);
    if let Some(dir) = &checked {
        fs::create_dir_all(dir).unwrap();
        fs::write(dir.join("labelstudio.xml"), labelstudio_config(READER.codebook())).unwrap();
    }
    let mut different = Vec::new();
    for format in Format::ALL {
        let options = || Options { bom: format == Format::Csv, desk: None, about: about.clone() };
        if let Some(dir) = &checked {
            let (bytes, tally) = write(format, &released, options());
            assert!((1..=released.len() as u64).contains(&tally.documents), "{format}: {tally:?}");
            fs::write(dir.join(format!("samples-{format}.{}", format.extension())), &bytes).unwrap();
        }
        let (bytes, _) = write(format, &released[..GOLDEN], options());
        // A workbook holds the program's version and Parquet its library's; the check by others opens both.
        let golden = match format {
            Format::Xlsx | Format::Parquet => continue,
            Format::Brat => words(format, &bytes).into_bytes(),
            _ => bytes,
        };
        let ending = if format == Format::Brat { "txt" } else { format.extension() };
        let path = folder("crates/tawatur-engine/tests/golden/export").join(format!("{format}.{ending}"));
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

#[test]
fn formats_are_known_by_their_names() {
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
    }
    assert_eq!(Format::named("pdf"), None);
}

#[test]
fn rows_have_a_cell_a_column() {
    let released = released_samples();
    let context = Context { codebook: READER.codebook(), options: Options::default() };
    let (killed, _) = redacted(vec![record(
        "killed",
        "https://example.net/1",
        None,
        "أعدم مسلحون من كتائب السراج سبعة مدنيين، وقتل 12 مدنياً في غارة جوية على مدينة إدلب يوم الثلاثاء الماضي.",
    )]);
    let tables: [(&[Column], delimited::Row); 4] = [
        (table::COLUMNS, |c, r, k| Ok(table::row(c, r, k))),
        (acled::COLUMNS, acled::row),
        (ucdp::COLUMNS, ucdp::row),
        (plover::COLUMNS, plover::row),
    ];
    for (columns, row) in tables {
        let mut rows = 0;
        for record in released.iter().chain(&killed) {
            for claim in &record.get().claims {
                if let Ok(cells) = row(&context, record.get(), claim) {
                    assert_eq!(cells.len(), columns.len());
                    rows += 1;
                }
            }
        }
        assert!(rows > 0, "{}", columns[0].name);
    }
}

#[test]
fn the_documentation_has_every_column() {
    let docs = fs::read_to_string(folder("docs/exports.md")).unwrap();
    for format in Format::ALL {
        assert!(docs.contains(&format!("## {format}")), "{format}");
        for column in format.columns().unwrap_or_default() {
            let row = format!("| `{}` | {} |", column.name, column.holds);
            assert!(docs.contains(&row), "docs/exports.md lacks: {row}");
        }
    }
}
