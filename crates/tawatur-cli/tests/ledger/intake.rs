//! What `add` takes in, and that claims are those of `read` whatever they come out of.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{CODEBOOK, Place, command, run, stderr, stdout, text};

/// The invented reports of the project, which the built-in codebook reads.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");

fn page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{text}</p></article></body></html>"
    )
}

/// A record of a web archive with a page that a server answered with.
fn record(url: &str, page: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-11T08:00:00Z\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

/// Samples as they stand, in a zip archive, in a web archive and in a table.
fn inputs(place: &Place) -> Vec<PathBuf> {
    let sample = |name: &str| fs::read(Path::new(SAMPLES).join(name)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["01-defection-relays.txt", "01-defection-relays.meta.json", "07-toll-update.html"] {
        zip.start_file(format!("in/{name}"), SimpleFileOptions::default()).unwrap();
        zip.write_all(&sample(name)).unwrap();
    }
    let warc: String = ["07-toll-update.html", "09-arrests-page.html", "14-displacement-page.html"]
        .iter()
        .map(|name| record(&format!("https://example.net/{name}"), &String::from_utf8(sample(name)).unwrap()))
        .collect();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "date", "text"]).unwrap();
    table.write_record(["row", "2024-05-10", &text(1)]).unwrap();
    vec![
        PathBuf::from(SAMPLES),
        place.file("samples.zip", &zip.finish().unwrap().into_inner()),
        place.file("crawl.warc", &warc),
        place.file("posts.csv", &table.into_inner().unwrap()),
    ]
}

#[test]
fn claims_are_those_that_read_gives() {
    let place = Place::new();
    let inputs = inputs(&place);
    let inputs: Vec<&str> = inputs.iter().map(|path| path.to_str().unwrap()).collect();
    let added = place.run(&[&["add"][..], &inputs].concat());
    assert!(added.status.success(), "{}", stderr(&added));
    for score in ["0", "0.2", "0.6"] {
        let args = ["read", "--format", "jsonl", "--min-score", score];
        let read = run([&args[..], &inputs].concat(), b"");
        let mut read: Vec<String> = stdout(&read).lines().map(str::to_owned).collect();
        let claims = place.ok(&["claims", "--format", "jsonl", "--min-score", score]);
        let mut claims: Vec<String> = claims.lines().map(str::to_owned).collect();
        read.sort();
        claims.sort();
        assert!(read.len() > 20);
        assert_eq!(claims, read);
    }
    place.ok(&["verify"]);
    let names = run([&["entities", "--format", "jsonl"][..], &inputs].concat(), b"");
    let held = place.lines(&["sql", "SELECT count(*) AS n FROM entities"]);
    assert_eq!(held[0]["n"].as_u64().unwrap() as usize, stdout(&names).lines().count());
    let media =
        place.lines(&["sql", "SELECT extraction, count(*) AS n FROM documents GROUP BY 1 ORDER BY 1"]);
    assert_eq!(media.len(), 2, "pages and texts: {media:?}");
    let again = place.run(&[&["add"][..], &inputs].concat());
    assert!(
        again.status.success() && stderr(&again).contains("nothing new, 20 unchanged"),
        "{}",
        stderr(&again)
    );
    assert_eq!(place.lines(&["log"]).len(), 3, "no commit for nothing");
}

#[test]
fn members_keep_their_address_and_time_of_capture() {
    let place = Place::new();
    place.add(&[&place.file("crawl.warc", &record("https://example.net/a", &page("خبر", &text(1))))]);
    let document = &place.lines(&["documents"])[0];
    assert_eq!(document["uri"], "https://example.net/a");
    assert_eq!(document["captured"], "2024-05-11T08:00:00Z");
    assert_eq!(document["extraction"], "html");
}

#[test]
fn a_page_that_was_published_again_with_corrections_is_a_version_beside_the_old() {
    let place = Place::new();
    let crawl = |number| record("https://example.net/a", &page("خبر", &text(number)));
    place.add(&[&place.file("1.warc", &crawl(1))]);
    let added = place.add(&[&place.file("2.warc", &(crawl(2) + &crawl(2)))]);
    assert!(added.contains("added 1 document, 1 of them new versions"), "{added}");
    let versions = place.lines(&["sql", "SELECT version, text FROM documents ORDER BY version"]);
    assert_eq!(versions.len(), 2);
    assert!(versions[0]["text"].as_str().unwrap().contains(&text(1)));
    assert!(versions[1]["text"].as_str().unwrap().contains(&text(2)));
}

#[test]
fn columns_are_found_by_name_or_as_they_are_mapped() {
    let place = Place::new();
    let table = place.file("posts.tsv", &format!("day\twords\tby\n2015-02-20\t{}\tدفتر اليوم\n", text(1)));
    let table = table.to_str().unwrap();
    let add = |maps: &[&str]| {
        let maps: Vec<&str> = maps.iter().flat_map(|map| ["--map", map]).collect();
        place.run(&[&["add", "--codebook", CODEBOOK, table][..], &maps].concat())
    };
    let lost = add(&[]);
    assert_eq!(lost.status.code(), Some(1));
    assert!(stderr(&lost).contains("--map text=NAME (columns here: day, words, by)"), "{}", stderr(&lost));
    for (map, said) in
        [("words", "FIELD=COLUMN"), ("colour=by", "fields are text, title"), ("text=", "no column")]
    {
        let wrong = add(&[map]);
        assert!(!wrong.status.success() && stderr(&wrong).contains(said), "{}", stderr(&wrong));
    }
    let added = add(&["text=words", "date=day", "outlet=by"]);
    assert!(added.status.success(), "{}", stderr(&added));
    let claim = &place.lines(&["claims", "--min-score", "0"])[0];
    assert_eq!(claim["time"]["start"], "2015-02-19");
    assert_eq!(place.lines(&["documents"])[0]["outlet"], "دفتر اليوم");
    let read = ["read", "--codebook", CODEBOOK, "--map", "text=words", "--map", "date=day", table];
    let read: serde_json::Value = serde_json::from_slice(&run(read, b"").stdout).unwrap();
    assert_eq!(&read, claim);
}

#[test]
fn pictures_are_asked_for_and_what_reads_them_has_to_be_there() {
    let place = Place::new();
    let picture = place.file("scan.png", b"\x89PNG\r\n\x1A\n");
    let folder = picture.parent().unwrap().to_str().unwrap();
    let without = |args: &[&str]| {
        let mut command = command(args);
        // No programs are found here.
        command.current_dir(place.ledger()).env("PATH", place.folder.path()).stdin(Stdio::null());
        command.output().unwrap()
    };
    for args in [&["add", "--ocr", folder][..], &["read", "--ocr", folder]] {
        let output = without(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("Tesseract is not installed; install"), "{}", stderr(&output));
    }
    let passed_over = without(&["add", folder]);
    assert!(stderr(&passed_over).contains("holds nothing that is read"), "{}", stderr(&passed_over));
    let named = without(&["add", picture.to_str().unwrap()]);
    assert!(
        stderr(&named).contains("scan.png: a picture of a page, and tesseract is not"),
        "{}",
        stderr(&named)
    );
}

#[test]
fn what_is_wrong_inside_of_an_archive_is_named_with_its_place() {
    let place = Place::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("a.txt", text(1)), ("b.txt", " ".to_owned()), ("c.html", page("خبر", &text(2)))]
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let path = place.file("news.zip", &zip.finish().unwrap().into_inner());
    let output = place.run(&["add", "--codebook", CODEBOOK, path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("news.zip!/b.txt: empty file") && said.contains("added 2 documents"), "{said}");
    assert!(said.contains("1 not read"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_the_batch_and_the_same_command_goes_on() {
    let place = Place::new();
    let records = |numbers: std::ops::Range<usize>| -> String {
        numbers.map(|n| record(&format!("https://example.net/{n}"), &page("خبر", &text(n)))).collect()
    };
    let args = ["add", "--codebook", CODEBOOK, "-"];
    let mut child = command(args)
        .current_dir(place.ledger())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(records(0..60).as_bytes()).unwrap();
    // It watches for Ctrl-C before it keeps the first bytes.
    while fs::read_dir(place.ledger().join("raw")).unwrap().next().is_none() {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    thread::sleep(Duration::from_millis(200));
    // It may have stopped reading by then.
    let _ = input.write_all(records(60..400).as_bytes());
    drop(input);
    let stopped = child.wait_with_output().unwrap();
    assert_eq!(stopped.status.code(), Some(130));
    let said = stderr(&stopped);
    assert!(said.contains("stopped at ") && said.contains(": https://example.net/"), "{said}");
    place.ok(&["verify"]);
    let held = place.lines(&["documents"]).len();
    assert!(said.contains(&format!("added {held} document")) && (1..400).contains(&held), "{held}: {said}");
    let mut command = command(args);
    let folder = TempDir::new().unwrap();
    let all = folder.path().join("all.warc");
    fs::write(&all, records(0..400)).unwrap();
    let rest = command.current_dir(place.ledger()).stdin(fs::File::open(all).unwrap()).output().unwrap();
    assert!(stderr(&rest).contains(&format!("{held} unchanged")), "{}", stderr(&rest));
    assert_eq!(place.lines(&["documents"]).len(), 400);
}
