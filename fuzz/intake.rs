//! What holds of anything taken in: no panic, nothing out of proportion, text whose spans slice it.

use tawatur::capture::FurniturePatterns;

use super::intake::{self, Options};

/// Names that decide what bytes are taken for where they leave it open.
const NAMES: &[&str] = &[
    "a.txt", "a.html", "a.mhtml", "a.docx", "a.epub", "a.rss", "a.jsonl", "a.csv", "a.tsv", "a.warc", "a.warc.gz",
    "a.warc.zst", "a.wacz", "a.zip", "a.tar", "a.tar.gz",
];

/// What the bytes after the first may be, which says under what name.
pub fn container(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    walk(NAMES[usize::from(*first) % NAMES.len()], bytes);
}

/// A PDF document whose page draws and whose font maps what the bytes say; the first is where the two part.
pub fn pdf(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (content, map) = bytes.split_at(bytes.len() * usize::from(*first) / 256);
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let stream = |content: &[u8]| {
        let mut object = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        object.extend_from_slice(content);
        object.extend_from_slice(b"\nendstream");
        object
    };
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 7 0 R >> >> >>"
            .to_vec(),
        stream(content),
        b"<< /Type /Font /Subtype /TrueType /ToUnicode 6 0 R /FirstChar 0 /Widths [500 500 300] >>".to_vec(),
        stream(map),
        b"<< /Type /XObject /Subtype /Form /Length 9 >>\nstream\n/X Do/X Do\nendstream".to_vec(),
    ];
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for offset in offsets {
        file.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    file.extend_from_slice(end.as_bytes());
    walk("a.pdf", &file);
}

fn walk(name: &str, bytes: &[u8]) {
    let mut given = 0;
    intake::within(name, bytes, &Options::default(), &mut |found| {
        let Ok(item) = found else { return true };
        given += item.bytes.len();
        if let Ok((document, _)) = intake::document(&item, &FurniturePatterns::default()) {
            for span in &document.furniture {
                assert!(document.text.get(span.range()).is_some(), "{span:?}");
            }
        }
        true
    });
    assert!(given <= (256 << 20) + 256 * bytes.len(), "{given} bytes out of {}", bytes.len());
}
