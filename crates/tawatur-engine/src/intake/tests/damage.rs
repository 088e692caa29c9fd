//! Any bytes under any name, and sound files with damage.

use proptest::prelude::*;

use super::*;

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
