//! Formats and hostile input from outside: files in, items and messages out. All reports and people are invented.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use jiff::civil::date;
use proptest::prelude::*;
use tawatur::capture::{Basis, Document};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

const REPORT: &str =
    "قال الناشط سالم النهري إن عشرين مسلحاً انسحبوا من بلدة العين أمس الخميس، وإن الأهالي عادوا إلى بيوتهم.";

fn page(title: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{REPORT}</p></article></body></html>"
    )
}

/// Files in a folder of their own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn taken_with(path: &Path, options: &Options) -> (Vec<Item>, Vec<IntakeError>) {
    let (mut taken, mut errors) = (Vec::new(), Vec::new());
    for found in items(&[path.to_owned()], options) {
        match found {
            Ok(item) => taken.push(item),
            Err(error) => errors.push(error),
        }
    }
    (taken, errors)
}

fn taken(path: &Path) -> (Vec<Item>, Vec<IntakeError>) {
    taken_with(path, &Options::default())
}

/// The items of a file in which nothing is wrong.
fn all(path: &Path) -> Vec<Item> {
    let (taken, errors) = taken(path);
    assert!(errors.is_empty(), "{errors:?}");
    taken
}

fn read(item: &Item) -> (Document, &'static str) {
    document(item, &tawatur::capture::FurniturePatterns::default()).unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // As it stands: the writer refuses the names that readers have to bear.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn record(kind: &str, uri: &str, length: Option<usize>, block: &[u8]) -> Vec<u8> {
    let length = length.unwrap_or(block.len());
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2015-02-20T10:11:12Z\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn response(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}").into_bytes()
}

fn crawl() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", None, b"software: test"),
        record("response", "https://example.org/2015/02/19/a", None, &response(&page("خبر أول"))),
        record("request", "https://example.org/b", None, b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/b", None, &response(&page("خبر ثان"))),
    ]
}

#[test]
fn a_folder_gives_what_is_read_with_what_stands_beside_it() {
    let folder = Folder::new();
    folder.put("b/two.txt", REPORT);
    folder.put("b/two.meta.json", r#"{"published": "2015-02-20", "outlet": "صدى النهر"}"#);
    folder.put("a.html", page("انسحاب من العين"));
    folder.put("picture.jpg", b"\xFF\xD8\xFF");
    folder.put("style.css", "p {}");
    folder.put(".hidden.txt", REPORT);
    let taken = all(folder.0.path());
    let names: Vec<&str> = taken.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["a", "two"]);
    assert_eq!(taken[1].hint.published, Some(date(2015, 2, 20)));
    assert_eq!(taken[1].uri, folder.path("b/two.txt").display().to_string());
    let (page, how) = read(&taken[0]);
    assert_eq!((page.title.as_deref(), how), (Some("انسحاب من العين"), "html"));
    let (text, how) = read(&taken[1]);
    assert_eq!((text.text.as_str(), how), (REPORT, "text"));
    assert_eq!(text.outlet, Some(("صدى النهر".to_owned(), Basis::Given)));
}

#[test]
fn what_the_caller_says_wins() {
    let folder = Folder::new();
    let path = folder.put("a.txt", REPORT);
    folder.put("a.meta.json", r#"{"published": "2015-02-20", "outlet": "ب"}"#);
    let options =
        Options { published: Some(date(2016, 1, 1)), outlet: Some("أ".to_owned()), ..Options::default() };
    let (taken, _) = taken_with(&path, &options);
    assert_eq!(taken[0].hint.published, Some(date(2016, 1, 1)));
    assert_eq!(taken[0].hint.outlet.as_deref(), Some("أ"));
}

#[test]
fn a_folder_without_anything_and_a_path_without_a_file_are_said() {
    let folder = Folder::new();
    let (none, errors) = taken(folder.0.path());
    assert!(none.is_empty() && matches!(errors[0].problem, Problem::Barren { .. }));
    let (none, errors) = taken(&folder.path("missing.txt"));
    assert!(none.is_empty() && matches!(errors[0].problem, Problem::Unreadable(_)));
}

#[test]
fn members_of_archives_come_with_their_place() {
    let folder = Folder::new();
    let page = page("خبر");
    let files: &[(&str, &[u8])] = &[
        ("news/1.html", page.as_bytes()),
        ("news/1.meta.json", br#"{"outlet": "A"}"#),
        ("news/logo.png", b"\x89PNG\r\n\x1A\n"),
        ("__MACOSX/news/._1.html", b"x"),
    ];
    let zip = folder.put("a.zip", zipped(files));
    let taken = all(&zip);
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].uri, format!("{}!/news/1.html", zip.display()));
    assert_eq!(taken[0].hint.outlet.as_deref(), Some("A"));
    for (name, bytes) in [
        ("a.tar", tarred(files)),
        ("a.tar.gz", gzipped(&tarred(files))),
        ("b.tgz", gzipped(&tarred(files))),
        ("a.tar.zst", zstd::encode_all(tarred(files).as_slice(), 1).unwrap()),
        ("a.html.gz", gzipped(page.as_bytes())),
        ("nested.zip", zipped(&[("in.tar.gz", &gzipped(&tarred(files)))])),
    ] {
        let taken = all(&folder.put(name, bytes));
        assert_eq!(taken.len(), 1, "{name}");
        assert_eq!(taken[0].bytes, page.as_bytes(), "{name}");
    }
}

#[test]
fn names_that_point_outside_are_names_only() {
    let folder = Folder::new();
    let files: &[(&str, &[u8])] =
        &[("../../evil.txt", REPORT.as_bytes()), ("/etc/evil.txt", REPORT.as_bytes())];
    let before: Vec<_> = fs::read_dir(folder.0.path()).unwrap().collect();
    for (name, bytes) in [("slip.zip", zipped(files)), ("slip.tar", tarred(files))] {
        assert_eq!(all(&folder.put(name, bytes)).len(), 2, "{name}");
    }
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), before.len() + 2);
    assert!(!folder.0.path().join("../../evil.txt").exists());
}

#[test]
fn a_bomb_is_found_and_what_comes_after_it_still_comes() {
    let folder = Folder::new();
    let zeros = vec![b' '; 40 << 20];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..10 {
        gzip.write_all(&zeros).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    folder.put("1.txt.gz", &bomb);
    folder.put("2.txt", REPORT);
    let (taken, errors) = taken(folder.0.path());
    assert_eq!(taken.len(), 1);
    assert!(
        matches!(errors[..], [IntakeError { problem: Problem::Bomb { .. } | Problem::TooLarge { .. }, .. }]),
        "{errors:?}"
    );
}

#[test]
fn archives_in_archives_are_followed_only_so_deep() {
    let folder = Folder::new();
    let mut bytes = zipped(&[("a.txt", REPORT.as_bytes())]);
    for _ in 0..10 {
        bytes = zipped(&[("in.zip", &bytes)]);
    }
    let (taken, errors) = taken(&folder.put("deep.zip", bytes));
    assert!(taken.is_empty() && matches!(errors[0].problem, Problem::TooDeep { .. }), "{errors:?}");
}

#[test]
fn pages_of_web_archives_come_with_address_and_time() {
    let folder = Folder::new();
    let plain = crawl().concat();
    let gzip: Vec<u8> = crawl().iter().flat_map(|record| gzipped(record)).collect();
    let package = |digest: &str| {
        let list =
            format!(r#"{{"resources": [{{"path": "archive/data.warc.gz", "hash": "sha256:{digest}"}}]}}"#);
        zipped(&[
            ("archive/data.warc.gz", &gzip),
            ("datapackage.json", list.as_bytes()),
            ("pages/pages.jsonl", b"{}"),
        ])
    };
    let digest: String = {
        use sha2::Digest as _;
        sha2::Sha256::digest(&gzip).iter().map(|b| format!("{b:02x}")).collect()
    };
    for (name, bytes) in [
        ("a.warc", plain.clone()),
        ("a.warc.gz", gzip.clone()),
        ("whole.warc.gz", gzipped(&plain)),
        ("a.warc.zst", zstd::encode_all(plain.as_slice(), 1).unwrap()),
        ("a.wacz", package(&digest)),
    ] {
        let taken = all(&folder.put(name, bytes));
        let uris: Vec<&str> = taken.iter().map(|item| item.uri.as_str()).collect();
        assert_eq!(uris, ["https://example.org/2015/02/19/a", "https://example.org/b"], "{name}");
        assert_eq!(taken[0].captured, "2015-02-20T10:11:12Z".parse().ok());
        let (document, _) = read(&taken[0]);
        assert_eq!(document.published, Some((date(2015, 2, 19), Basis::Inferred)), "by its address");
        assert_eq!(document.title.as_deref(), Some("خبر أول"));
    }
    let (taken, errors) = taken(&folder.put("changed.wacz", package(&"0".repeat(64))));
    assert_eq!((taken.len(), errors.len()), (2, 1));
}

#[test]
fn web_archives_in_zstd_may_bring_their_dictionary() {
    let folder = Folder::new();
    let dictionary: Vec<u8> = (0..40).flat_map(|_| crawl().concat()).take(4096).collect();
    let mut bytes = b"\x5D\x2A\x4D\x18".to_vec();
    bytes.extend_from_slice(&(dictionary.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&dictionary);
    for record in crawl() {
        let mut encoder = zstd::stream::Encoder::with_dictionary(Vec::new(), 3, &dictionary).unwrap();
        encoder.write_all(&record).unwrap();
        bytes.extend_from_slice(&encoder.finish().unwrap());
    }
    assert_eq!(all(&folder.put("a.warc.zst", bytes)).len(), 2);
}

#[test]
fn lengths_that_lie_cost_the_records_that_they_cover() {
    let folder = Folder::new();
    let lie = |length| record("response", "https://example.org/lie", Some(length), &response(&page("كذب")));
    let mut all_records = crawl();
    all_records.insert(1, lie(40));
    let (taken, errors) = taken(&folder.put("short.warc", all_records.concat()));
    assert_eq!(taken.iter().filter(|i| i.uri.ends_with("/a") || i.uri.ends_with("/b")).count(), 2);
    assert!(!errors.is_empty());
    let mut all_records = crawl();
    all_records.push(lie(1 << 40));
    let (taken, errors) = self::taken(&folder.put("long.warc", all_records.concat()));
    assert_eq!((taken.len(), errors.len()), (2, 1), "{errors:?}");
    let gzip: Vec<u8> = {
        let mut records = crawl();
        records.insert(1, lie(100_000));
        records.iter().flat_map(|record| gzipped(record)).collect()
    };
    let (taken, errors) = self::taken(&folder.put("long.warc.gz", gzip));
    assert_eq!((taken.len(), errors.len()), (2, 1), "{errors:?}");
}

#[test]
fn a_broken_member_costs_itself_only() {
    let folder = Folder::new();
    let mut members: Vec<Vec<u8>> = crawl().iter().map(|record| gzipped(record)).collect();
    let middle = members[1].len() / 2;
    members[1][middle..middle + 20].fill(0xAA);
    let (taken, errors) = taken(&folder.put("a.warc.gz", members.concat()));
    assert_eq!(taken.len(), 1, "{errors:?}");
    assert_eq!(taken[0].uri, "https://example.org/b");
    assert!(!errors.is_empty());
}

#[test]
fn bytes_that_are_not_those_captured_are_said() {
    let folder = Folder::new();
    let block = response(&page("خبر"));
    let record = |digest: &str| {
        let mut bytes = record("response", "https://example.org/a", None, &block);
        let at = 10;
        bytes.splice(at..at, format!("WARC-Block-Digest: {digest}\r\n").into_bytes());
        bytes
    };
    let right: String = {
        use sha1::Digest as _;
        sha1::Sha1::digest(&block).iter().map(|b| format!("{b:02x}")).collect()
    };
    assert_eq!(all(&folder.put("a.warc", record(&format!("sha1:{right}")))).len(), 1);
    let (taken, errors) = taken(&folder.put("b.warc", record("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    assert!(taken.is_empty() && errors[0].to_string().contains("block digest"), "{errors:?}");
}

#[test]
fn rows_are_documents() {
    let folder = Folder::new();
    let lines = format!(
        "{{\"id\": \"x7\", \"Title\": \"عنوان\", \"body\": \"{REPORT}\", \"date\": \"2015-02-20T23:30:00-05:00\", \"source\": \
         {{\"name\": \"صدى النهر\"}}, \"url\": \"https://example.org/a\"}}\nnot json\n\n{{\"text\": \"\"}}\n"
    );
    let (taken, errors) = taken(&folder.put("a.jsonl", lines));
    let places: Vec<&str> = errors.iter().map(|e| e.place.rsplit('#').next().unwrap()).collect();
    assert_eq!(places, ["2", "4"]);
    let item = &taken[0];
    assert_eq!((item.name.as_str(), item.uri.as_str()), ("x7", "https://example.org/a"));
    assert_eq!(item.hint.published, Some(date(2015, 2, 20)));
    let (document, _) = read(item);
    assert_eq!(document.title.as_deref(), Some("عنوان"));
    assert_eq!(document.outlet, Some(("صدى النهر".to_owned(), Basis::Given)));

    let csv = format!("العنوان;النص;التاريخ\nأ;\"{REPORT}\";20 شباط 2015\nب;\"{REPORT}\";غداً\n");
    let (rows, errors) = self::taken(&folder.put("b.csv", csv));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].hint.published, Some(date(2015, 2, 20)));
    assert!(errors.len() == 1 && errors[0].is_warning());
}

#[test]
fn columns_are_mapped_and_asked_for() {
    let folder = Folder::new();
    let path = folder.put("a.tsv", format!("col1\tcol2\n2015-02-20\t{REPORT}\n"));
    let (none, errors) = taken(&path);
    assert!(none.is_empty());
    assert!(errors[0].to_string().contains("--map text=NAME (columns here: col1, col2)"), "{}", errors[0]);
    let mut options = Options::default();
    options.mapping.add("text=col2").unwrap();
    options.mapping.add("date = col1").unwrap();
    assert!(options.mapping.add("text=x").is_err());
    assert!(options.mapping.add("colour=x").unwrap_err().contains("fields are text, title, date"));
    let (taken, _) = taken_with(&path, &options);
    assert_eq!(taken[0].hint.published, Some(date(2015, 2, 20)));
    let nested = folder.put("b.jsonl", format!("{{\"a\": {{\"b\": \"{REPORT}\"}}}}"));
    let mut options = Options::default();
    options.mapping.add("text=a.b").unwrap();
    assert_eq!(taken_with(&nested, &options).0.len(), 1);
}

#[test]
fn tables_in_the_encodings_of_spreadsheets() {
    let folder = Folder::new();
    let table = format!("title\ttext\nأ\t{REPORT}\n");
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    let taken = all(&folder.put("a.tsv", utf16));
    assert_eq!(read(&taken[0]).0.text, REPORT);
    let taken = all(&folder.put("b.tsv", windows_1256(&table)));
    assert_eq!(read(&taken[0]).0.text, REPORT);
}

/// Arabic in windows-1256, for the letters of the report.
fn windows_1256(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىيîïًٌٍَôُِ÷ّùْûü";
    let byte = |c: char| match c {
        '،' => 0xA1,
        c if c.is_ascii() => c as u8,
        c => 0xC1 + LETTERS.chars().position(|l| l == c).expect("a letter of the code page") as u8,
    };
    text.chars().map(byte).collect()
}

#[test]
fn entries_of_feeds_are_documents() {
    let folder = Folder::new();
    let rss = format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
         <title>صدى النهر</title><item><title>خبر</title><link>https://example.org/a</link>\
         <pubDate>Fri, 20 Feb 2015 01:30:00 +0300</pubDate><content:encoded><![CDATA[<p>{REPORT}</p>]]></content:encoded>\
         </item><item><title>فارغ</title></item></channel></rss>"
    );
    let (taken, errors) = taken(&folder.put("a.xml", rss));
    assert_eq!((taken.len(), errors.len()), (1, 1), "{errors:?}");
    let (document, how) = read(&taken[0]);
    assert_eq!(how, "html");
    assert_eq!(document.text, format!("خبر\n\n{REPORT}"));
    assert_eq!(document.outlet, Some(("صدى النهر".to_owned(), Basis::Given)));
    assert_eq!(document.published, Some((date(2015, 2, 20), Basis::Given)), "by the clock of the paper");
    assert_eq!(taken[0].uri, "https://example.org/a");

    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "ص", "items": [{{"id": "1", "content_text": "{REPORT}", "date_published": "2015-02-20T10:00:00+03:00"}}]}}"#
    );
    let taken = all(&folder.put("feed.json", json));
    assert_eq!(read(&taken[0]).0.text, REPORT);
    assert_eq!(taken[0].hint.published, Some(date(2015, 2, 20)));
}

#[test]
fn entities_that_a_feed_defines_are_not_expanded() {
    let folder = Folder::new();
    let levels: String =
        (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let feed = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 \"ha\">{levels}]><rss version='2.0'><channel><title>t</title>\
         <item><title>x</title><description>&l9;</description></item></channel></rss>"
    );
    let (taken, errors) = taken(&folder.put("a.rss", feed));
    assert!(taken.iter().all(|item| item.bytes.len() < 1000));
    assert!(taken.len() + errors.len() >= 1);
}

#[test]
fn a_page_saved_in_one_file_with_its_address() {
    let folder = Folder::new();
    let quoted: String = page("خبر محفوظ")
        .bytes()
        .map(|b| if b == b'=' || b >= 128 { format!("={b:02X}") } else { char::from(b).to_string() })
        .collect();
    let wrapped = quoted.replace("</", "=\r\n</");
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/2015/02/20/a\r\nSubject: x\r\n\
         Date: Fri, 20 Feb 2015 10:11:12 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
         \ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/2015/02/20/a\r\n\r\n\
         {wrapped}\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n----b--\r\n"
    );
    let taken = all(&folder.put("a.mhtml", mhtml));
    assert_eq!(taken[0].uri, "https://example.org/2015/02/20/a");
    assert_eq!(taken[0].captured, "2015-02-20T10:11:12Z".parse().ok());
    let (document, how) = read(&taken[0]);
    assert_eq!((document.title.as_deref(), how), (Some("خبر محفوظ"), "mhtml"));
    assert!(document.text.ends_with(REPORT), "{}", document.text);
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://w\" xmlns:mc=\"http://mc\"><w:body>{body}\
         </w:body></w:document>"
    );
    zipped(&[
        ("word/document.xml", document.as_bytes()),
        (
            "word/footnotes.xml",
            "<w:footnotes xmlns:w='http://w'><w:p><w:r><w:t>مصدر طبي</w:t></w:r></w:p></w:footnotes>"
                .as_bytes(),
        ),
    ])
}

#[test]
fn paragraphs_of_word_documents() {
    let folder = Folder::new();
    let bytes = docx(
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>تقرير</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space='preserve'>قال </w:t></w:r><w:r><w:t>الناشط &amp; غيره</w:t></w:r>\
         <w:del><w:r><w:t>محذوف</w:t></w:r></w:del></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>خانة</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    );
    let taken = all(&folder.put("a.docx", &bytes));
    let (document, how) = read(&taken[0]);
    assert_eq!(how, "docx");
    assert_eq!(document.text, "تقرير\n\nقال الناشط & غيره\n\nخانة\n\nمصدر طبي");
    assert_eq!(document.title.as_deref(), Some("تقرير"));
    // In an archive it is one document, and not a folder.
    let taken = all(&folder.put("a.zip", zipped(&[("x/a.docx", &bytes)])));
    assert_eq!(read(&taken[0]).1, "docx");
}

#[test]
fn chapters_of_books_in_reading_order() {
    let folder = Folder::new();
    let chapter = |title: &str| page(title).into_bytes();
    let bytes = zipped(&[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            br#"<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#,
        ),
        (
            "OEBPS/content.opf",
            "<package xmlns:dc='x'><metadata><dc:title>كتاب</dc:title></metadata><manifest>\
             <item id='b' href='text/b%20b.xhtml' media-type='application/xhtml+xml'/>\
             <item id='a' href='text/../a.xhtml' media-type='application/xhtml+xml'/>\
             <item id='c' href='missing.xhtml' media-type='application/xhtml+xml'/></manifest>\
             <spine><itemref idref='a'/><itemref idref='c'/><itemref idref='b'/></spine></package>"
                .as_bytes(),
        ),
        ("OEBPS/text/b b.xhtml", &chapter("الفصل الثاني")),
        ("OEBPS/a.xhtml", &chapter("الفصل الأول")),
    ]);
    let taken = all(&folder.put("a.epub", bytes));
    let (document, how) = read(&taken[0]);
    assert_eq!((document.title.as_deref(), how), (Some("كتاب"), "epub"));
    assert_eq!(document.text, format!("الفصل الأول\n\n{REPORT}\n\nالفصل الثاني\n\n{REPORT}"));
}

#[test]
fn what_is_not_read_is_said_with_what_to_do() {
    let folder = Folder::new();
    for (name, bytes, advice) in [
        ("a.rtf", &b"{\\rtf1"[..], "save it as DOCX"),
        ("a.xlsx", &zipped(&[("xl/workbook.xml", b"x")]), "CSV"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C", "unpack"),
        ("a.json", b"[1]", "JSONL"),
    ] {
        let (taken, errors) = taken(&folder.put(name, bytes));
        assert!(taken.is_empty(), "{name}");
        assert!(errors[0].to_string().contains(advice), "{}", errors[0]);
    }
}

#[test]
fn pictures_are_taken_where_they_are_named_or_asked_for() {
    let folder = Folder::new();
    let scan = folder.put("in/scan.png", b"\x89PNG\r\n\x1A\n");
    assert!(taken(&folder.path("in")).0.is_empty());
    assert_eq!(taken(&scan).0.len(), 1);
    let options = Options { pictures: true, ..Options::default() };
    assert_eq!(taken_with(&folder.path("in"), &options).0.len(), 1);
}

#[test]
fn a_walk_that_nobody_follows_ends() {
    let folder = Folder::new();
    for n in 0..50 {
        folder.put(&format!("{n:02}.txt"), REPORT);
    }
    let mut items = items(&[folder.0.path().to_owned()], &Options::default());
    assert!(items.next().is_some());
    drop(items);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever stands in a file, whatever it is called: no panic, and nothing out of proportion.
    #[test]
    fn any_bytes_under_any_name(bytes in proptest::collection::vec(any::<u8>(), 0..600), name in 0..14_usize, magic in 0..9_usize) {
        const NAMES: &[&str] = &["a.txt", "a.html", "a.mhtml", "a.pdf", "a.docx", "a.epub", "a.rss", "a.jsonl", "a.csv", "a.warc", "a.warc.gz", "a.zip", "a.tar", "a.zst"];
        const MAGIC: &[&[u8]] = &[b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1F\x8B\x08\0", b"\x28\xB5\x2F\xFD", b"WARC/1.0\r\n", b"<rss>", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", b"\x5D\x2A\x4D\x18\x04\0\0\0"];
        let mut whole = MAGIC[magic].to_vec();
        whole.extend_from_slice(&bytes);
        let mut given = 0;
        let options = Options::default();
        within(NAMES[name], &whole, &options, &mut |found| {
            if let Ok(item) = &found {
                given += item.bytes.len();
                if !item.bytes.starts_with(b"\x89PNG") {
                    let _ = document(item, &tawatur::capture::FurniturePatterns::default());
                }
            }
            true
        });
        prop_assert!(given < 1 << 20);
    }

    /// A sound archive in which some bytes are others.
    #[test]
    fn archives_with_damage(at in any::<prop::sample::Index>(), with: u8, kind in 0..5_usize) {
        let page = page("خبر");
        let mut bytes = match kind {
            0 => zipped(&[("a.html", page.as_bytes()), ("b.txt", REPORT.as_bytes())]),
            1 => gzipped(&tarred(&[("a.html", page.as_bytes())])),
            2 => crawl().concat(),
            3 => crawl().iter().flat_map(|r| gzipped(r)).collect(),
            _ => docx("<w:p><w:r><w:t>نص</w:t></w:r></w:p>"),
        };
        let at = at.index(bytes.len());
        bytes[at] = with;
        let name = ["a.zip", "a.tar.gz", "a.warc", "a.warc.gz", "a.docx"][kind];
        within(name, &bytes, &Options::default(), &mut |found| {
            if let Ok(item) = &found {
                let _ = document(item, &tawatur::capture::FurniturePatterns::default());
            }
            true
        });
    }
}
