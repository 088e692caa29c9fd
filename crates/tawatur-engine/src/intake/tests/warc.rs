//! Web archives, sound and damaged.

use std::io::Write as _;

use jiff::civil::date;
use tawatur::capture::Basis;

use super::*;

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
