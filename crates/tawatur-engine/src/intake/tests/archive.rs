//! Archives: members with their places, and bounds on what comes out.

use std::{fs, io::Write as _};

use flate2::{Compression, write::GzEncoder};

use super::*;

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
