//! Files and folders, and what of them is read.

use std::fs;

use jiff::civil::date;
use tawatur::capture::Basis;

use super::*;

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

#[test]
fn how_far_a_walk_has_come_is_counted_in_the_bytes_of_its_files() {
    let folder = Folder::new();
    folder.put("a/page.html", page("خبر"));
    folder.put("a/page.meta.json", "{}");
    folder.put("b.zip", zipped(&[("in.txt", REPORT.as_bytes())]));
    folder.put("b.unknown", "not opened");
    let paths = [folder.0.path().to_owned()];
    let size =
        ["a/page.html", "b.zip"].map(|name| fs::metadata(folder.path(name)).unwrap().len()).iter().sum();
    let mut items = items(&paths, &Options::default());
    let passed = items.passed();
    assert_eq!(items.by_ref().count(), 2);
    assert_eq!(passed.bytes(), size);
    assert_eq!(super::size(&paths, &Options::default()), Some(size));
    assert_eq!(super::size(&["-".into()], &Options::default()), None);
}
